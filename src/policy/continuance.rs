//! `continuance`: fewer hearings that lead to the same stage again, or shorter intervals.

use super::{Change, Luck, Window, scale_within, set_within};
use crate::court::{Affected, Cases, DocketId, Levers, OutcomeRule, Reach};

/// Caps or scales continuances.
#[derive(Clone, Debug)]
pub struct Continuance {
    /// The dockets.
    pub dockets: Vec<DocketId>,
    /// Factor on the share of hearings that are continued [1].
    pub multiplier: f64,
    /// Hearings held in a case from which on none is continued; none: no cap [hearings].
    pub most: Option<u16>,
    /// Factor on the interval to the next hearing [1].
    pub interval: f64,
    /// The cases concerned.
    pub cases: Cases,
}

impl Change for Continuance {
    fn kind(&self) -> &'static str {
        "continuance"
    }

    fn enact(&self, window: Window, _luck: &Luck, levers: &mut Levers) {
        let reach = Reach {
            cases: self.cases,
            since: window.from,
        };
        for &docket in &self.dockets {
            let mut rule = OutcomeRule::neutral(docket, Affected::Continue, reach);
            scale_within(&mut rule.factor, window, self.multiplier);
            scale_within(&mut rule.interval, window, self.interval);
            if let Some(most) = self.most {
                set_within(&mut rule.most, window, most);
            }
            levers.outcomes.push(rule);
        }
    }
}
