//! `productivity` and `appeals`: what the bench and the appeals body get done.

use super::{Change, Luck, Window, add_within, charge, ramp, scale_within, set_within};
use crate::court::{CourtId, Levers};

/// Scales the bench time of courts.
#[derive(Clone, Debug)]
pub struct Productivity {
    /// Policy id, for its costs.
    pub policy: String,
    /// The courts.
    pub courts: Vec<CourtId>,
    /// Factor on bench time when fully in force [1].
    pub multiplier: f64,
    /// From the effective date to the first effect [days].
    pub lag: i32,
    /// From the first effect to the full effect, in monthly steps [days].
    pub ramp: i32,
    /// Running cost [currency per year].
    pub cost_per_year: f64,
    /// Paid once on the effective date [currency].
    pub setup_cost: f64,
}

impl Change for Productivity {
    fn kind(&self) -> &'static str {
        "productivity"
    }

    fn enact(&self, window: Window, _luck: &Luck, levers: &mut Levers) {
        let (per_year, once) = (self.cost_per_year, self.setup_cost);
        charge(&self.policy, window, per_year, once, levers);
        let Some(window) = window.starting(window.from + self.lag) else {
            return;
        };
        ramp(window, self.ramp, |part, share| {
            let factor = 1.0 + (self.multiplier - 1.0) * share;
            for court in &self.courts {
                scale_within(&mut levers.productivity[court.index()], part, factor);
            }
        });
    }
}

/// Changes what the appeals body decides.
#[derive(Clone, Debug)]
pub struct Appeals {
    /// Policy id, for its costs.
    pub policy: String,
    /// Decisions a year; none: as they were [cases per year].
    pub decisions: Option<f64>,
    /// Factor on decisions a year [1].
    pub multiplier: f64,
    /// Added to decisions a year [cases per year].
    pub added: f64,
    /// Share of decisions that remand the case; none: as it was [0-1].
    pub remand: Option<f64>,
    /// To the full effect on decisions added or multiplied, in monthly steps [days].
    pub ramp: i32,
    /// Running cost [currency per year].
    pub cost_per_year: f64,
}

impl Change for Appeals {
    fn kind(&self) -> &'static str {
        "appeals"
    }

    fn enact(&self, window: Window, _luck: &Luck, levers: &mut Levers) {
        if let Some(decisions) = self.decisions {
            set_within(&mut levers.decisions, window, decisions);
        }
        ramp(window, self.ramp, |part, share| {
            let factor = 1.0 + (self.multiplier - 1.0) * share;
            scale_within(&mut levers.decisions, part, factor);
            add_within(&mut levers.decisions, part, self.added * share);
        });
        if let Some(remand) = self.remand {
            set_within(&mut levers.remand, window, remand);
        }
        charge(&self.policy, window, self.cost_per_year, 0.0, levers);
    }
}
