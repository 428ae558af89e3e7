//! `closure`: no sessions between two dates.

use super::{Change, Luck, Window};
use crate::court::{Act, Closure, CourtId, Deed, DocketId, Levers};
use crate::time::Day;

/// Closes courts, or one docket of them, for some time.
#[derive(Clone, Debug)]
pub struct CourtClosure {
    /// The courts.
    pub courts: Vec<CourtId>,
    /// The docket that is not heard; none: no session at all.
    pub docket: Option<DocketId>,
    /// First day without sessions; before it the closure may be known.
    pub from: Day,
}

impl Change for CourtClosure {
    fn kind(&self) -> &'static str {
        "closure"
    }

    fn enact(&self, window: Window, _luck: &Luck, levers: &mut Levers) {
        let from = self.from.max(window.from);
        let Some(until) = window.until.filter(|until| *until > from) else {
            return;
        };
        levers.acts.push(Act {
            day: window.from,
            what: Deed::CallOff(levers.closures.len()),
        });
        levers.closures.push(Closure {
            courts: self.courts.clone(),
            docket: self.docket,
            known: window.from,
            from,
            until,
        });
    }
}
