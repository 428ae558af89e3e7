//! `administrative-closure` and `recalendar`: cases go inactive, and come back in a wave.

use super::{Change, Luck, Window, add_within, ramp, scale_within};
use crate::court::{
    Act, Affected, Cases, Deed, DispositionId, DocketId, Levers, MAX_WAVES, OutcomeRule, Reach,
    StageId,
};

/// Opens or shuts the way from hearings into inactivity.
#[derive(Clone, Debug)]
pub struct AdministrativeClosure {
    /// The docket.
    pub docket: DocketId,
    /// The disposition by which cases become inactive.
    pub disposition: DispositionId,
    /// Share of hearings that end so, besides those of the docket's own rules [0-1].
    pub share: f64,
    /// Factor on the share of the docket's own rules [1]; 0 shuts the way.
    pub multiplier: f64,
    /// To the full effect, in monthly steps [days].
    pub ramp: i32,
    /// The cases concerned.
    pub cases: Cases,
}

impl Change for AdministrativeClosure {
    fn kind(&self) -> &'static str {
        "administrative-closure"
    }

    fn enact(&self, window: Window, _luck: &Luck, levers: &mut Levers) {
        let reach = Reach {
            cases: self.cases,
            since: window.from,
        };
        let what = Affected::Close(self.disposition);
        let mut rule = OutcomeRule::neutral(self.docket, what, reach);
        ramp(window, self.ramp, |part, share| {
            add_within(&mut rule.added, part, self.share * share);
            let factor = 1.0 + (self.multiplier - 1.0) * share;
            scale_within(&mut rule.factor, part, factor);
        });
        levers.outcomes.push(rule);
    }
}

/// Brings inactive cases of a docket back in dated waves.
#[derive(Clone, Debug)]
pub struct Recalendar {
    /// The docket.
    pub docket: DocketId,
    /// The stage at which they come back.
    pub stage: StageId,
    /// The waves, in the order of their days.
    pub waves: Vec<Wave>,
}

/// Inactive cases that come back together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wave {
    /// First day, counted from the day on which the policy takes effect [days].
    pub after: i32,
    /// How many, at most all that are inactive [cases].
    pub cases: f64,
    /// Time over which they come back, evenly [days].
    pub over: i32,
}

impl Change for Recalendar {
    fn kind(&self) -> &'static str {
        "recalendar"
    }

    fn enact(&self, window: Window, luck: &Luck, levers: &mut Levers) {
        for (n, wave) in (0..).zip(&self.waves) {
            let from = window.from + wave.after;
            // A wave that is stopped before its end brings back what was due by then.
            let whole = f64::from(wave.over.max(1));
            let days = window.until.map_or(whole, |until| f64::from(until - from));
            let part = (days / whole).clamp(0.0, 1.0);
            levers.acts.push(Act {
                day: from,
                what: Deed::Recalendar {
                    docket: self.docket,
                    stage: self.stage,
                    cases: (wave.cases * part).round() as u32,
                    over: (f64::from(wave.over) * part).round() as i32,
                    tag: free_wave(luck.tag().wrapping_add(n), levers),
                },
            });
        }
    }
}

/// A number of a wave, in the keys of its cases, that no other wave has: the one that is wanted, or
/// the next one that is free.
fn free_wave(wanted: u32, levers: &Levers) -> u32 {
    let mut taken = [false; MAX_WAVES];
    for act in &levers.acts {
        if let Deed::Recalendar { tag, .. } = act.what {
            taken[tag as usize % MAX_WAVES] = true;
        }
    }
    let count = MAX_WAVES as u32;
    let mut numbers = (0..count).map(|n| wanted.wrapping_add(n) % count);
    numbers
        .find(|n| !taken[*n as usize])
        .unwrap_or(wanted % count)
}
