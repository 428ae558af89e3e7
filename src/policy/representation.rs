//! `representation`: representatives for respondents who have none.

use super::{Change, Luck, Window, add_within, charge, ramp};
use crate::court::{Cases, DocketId, Levers, Reach, Representation};
use crate::time::Schedule;

/// Finds representatives for respondents of a docket.
#[derive(Clone, Debug)]
pub struct RepresentationOffer {
    /// Policy id, for its costs.
    pub policy: String,
    /// The docket.
    pub docket: DocketId,
    /// Share of those without a representative who get one [0-1].
    pub share: f64,
    /// Factor on the minutes of their hearings [1].
    pub minutes: f64,
    /// Paid once for each case [currency per case].
    pub cost_per_case: f64,
    /// Running cost besides [currency per year].
    pub cost_per_year: f64,
    /// To the full share, in monthly steps [days].
    pub ramp: i32,
    /// The cases concerned.
    pub cases: Cases,
}

impl Change for RepresentationOffer {
    fn kind(&self) -> &'static str {
        "representation"
    }

    fn enact(&self, window: Window, _luck: &Luck, levers: &mut Levers) {
        let mut share = Schedule::constant(0.0);
        ramp(window, self.ramp, |part, reached| {
            add_within(&mut share, part, self.share * reached);
        });
        levers.representation.push(Representation {
            docket: self.docket,
            share,
            minutes: self.minutes,
            cost: self.cost_per_case,
            reach: Reach {
                cases: self.cases,
                since: window.from,
            },
        });
        charge(&self.policy, window, self.cost_per_year, 0.0, levers);
    }
}
