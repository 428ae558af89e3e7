//! Bench time still expected in a case, by docket and stage.

use super::blueprint::{Absence, Blueprint, Docket, DocketId, OutcomeTable, Stage, StageId, Then};
use crate::time::Day;

/// Most hearings followed ahead, of a docket that hardly ever closes.
const HEARINGS: u16 = 2_000;
/// Share of cases that is no longer followed.
const NEGLIGIBLE: f64 = 1e-12;

impl Stage {
    /// The outcome table that holds for a case of these attributes: the last whose conditions hold.
    ///
    /// `hearing` counts the hearing itself, from 1.
    #[inline]
    pub fn outcomes_of(
        &self,
        day: Day,
        represented: bool,
        applies: bool,
        hearing: u16,
    ) -> &OutcomeTable {
        let tables = &self.outcomes;
        tables
            .iter()
            .rev()
            .find(|t| t.holds(day, represented, applies, hearing))
            .unwrap_or(&tables[0])
    }
}

impl Absence {
    /// Share absent from a hearing, before any lever [0-1].
    #[inline]
    pub fn share(&self, represented: bool) -> f64 {
        if represented {
            self.represented
        } else {
            self.unrepresented
        }
    }
}

impl OutcomeTable {
    /// Whether it has no condition.
    pub(super) fn always(&self) -> bool {
        self.from.is_none()
            && self.represented.is_none()
            && self.applies.is_none()
            && self.from_hearing <= 1
    }

    #[inline]
    fn holds(&self, day: Day, represented: bool, applies: bool, hearing: u16) -> bool {
        self.from.is_none_or(|from| day >= from)
            && self.represented.is_none_or(|wanted| wanted == represented)
            && self.applies.is_none_or(|wanted| wanted == applies)
            && hearing >= self.from_hearing
    }
}

/// Expected bench time still to come in a case, as [`expected_minutes`], at the start and from each later
/// day of the horizon on which an outcome table begins to hold, in order.
pub(super) fn work_ahead(blueprint: &Blueprint) -> Vec<(Day, Vec<Vec<f64>>)> {
    let stages = blueprint.dockets.iter().flat_map(|docket| &docket.stages);
    let tables = stages.flat_map(|stage| &stage.outcomes);
    let changes = tables.filter_map(|table| table.from);
    let later = changes.filter(|day| (blueprint.start + 1..=blueprint.end).contains(day));
    let mut days: Vec<Day> = later.chain([blueprint.start]).collect();
    days.sort_unstable();
    days.dedup();
    let of = |day| (day, expected_minutes(blueprint, day));
    days.into_iter().map(of).collect()
}

/// Expected bench time still to come in a case at the start of each stage [minutes], by docket and
/// stage, with the rules that hold on `day`, averaged over representation and applications.
///
/// Follows the distribution over stages hearing by hearing; appeals and returns are not counted.
pub fn expected_minutes(blueprint: &Blueprint, day: Day) -> Vec<Vec<f64>> {
    let stages = |docket: &Docket| 0..docket.stages.len();
    let dockets = blueprint.dockets.iter().enumerate();
    dockets
        .map(|(d, docket)| {
            stages(docket)
                .map(|s| expected_from(blueprint, day, DocketId(d as u8), StageId(s as u8)))
                .collect()
        })
        .collect()
}

fn expected_from(blueprint: &Blueprint, day: Day, docket: DocketId, stage: StageId) -> f64 {
    let d = &blueprint.dockets[docket.index()];
    let mut total = 0.0;
    for (represented, p) in [(true, d.represented), (false, 1.0 - d.represented)] {
        for (applies, q) in [(true, d.applies), (false, 1.0 - d.applies)] {
            if p * q > 0.0 {
                total += p * q * minutes_ahead(blueprint, day, docket, stage, represented, applies);
            }
        }
    }
    total
}

fn minutes_ahead(
    blueprint: &Blueprint,
    day: Day,
    docket: DocketId,
    stage: StageId,
    represented: bool,
    applies: bool,
) -> f64 {
    let empty: Vec<Vec<f64>> = blueprint
        .dockets
        .iter()
        .map(|d| vec![0.0; d.stages.len()])
        .collect();
    let mut here = empty.clone();
    here[docket.index()][stage.index()] = 1.0;
    let mut minutes = 0.0;
    for hearing in 1..=HEARINGS {
        if here.iter().flatten().all(|&share| share <= NEGLIGIBLE) {
            break;
        }
        let mut next = empty.clone();
        for (d, docket) in blueprint.dockets.iter().enumerate() {
            for (s, &share) in here[d]
                .iter()
                .enumerate()
                .filter(|(_, share)| **share > NEGLIGIBLE)
            {
                minutes += share * docket.hearing_minutes(s, represented);
                docket.follow(d, s, share, day, (represented, applies), hearing, &mut next);
            }
        }
        here = next;
    }
    minutes
}

impl Docket {
    fn hearing_minutes(&self, stage: usize, represented: bool) -> f64 {
        let stage = &self.stages[stage];
        let absent = stage.absent.share(represented);
        (1.0 - absent) * stage.minutes.mean() + absent * f64::from(stage.absent.minutes)
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one step of a Markov chain, private to this file"
    )]
    fn follow(
        &self,
        docket: usize,
        stage: usize,
        share: f64,
        day: Day,
        (represented, applies): (bool, bool),
        hearing: u16,
        next: &mut [Vec<f64>],
    ) {
        let rules = &self.stages[stage];
        let absent = rules.absent.share(represented);
        next[docket][stage] += share * absent * (1.0 - rules.absent.order);
        let heard = share * (1.0 - absent);
        let table = rules.outcomes_of(day, represented, applies, hearing);
        for outcome in &table.outcomes {
            let moved = heard * outcome.share;
            match outcome.then {
                Then::Continue => next[docket][stage] += moved,
                Then::Advance(to) => next[docket][to.index()] += moved,
                Then::Transfer { docket, stage, .. } => {
                    next[docket.index()][stage.index()] += moved
                }
                Then::Close(_) => {}
            }
        }
    }
}
