//! `relief-program`: cases of a docket are closed, or never filed, because people get a status.

use super::{Change, Luck, Window, set_within};
use crate::court::{Act, Deed, DispositionId, DocketId, Levers, Relief};
use crate::time::Schedule;

/// Closes cases of a docket over a period and keeps others from being filed.
#[derive(Clone, Debug)]
pub struct ReliefProgram {
    /// The docket.
    pub docket: DocketId,
    /// How the cases end.
    pub disposition: DispositionId,
    /// Share of the cases pending on the effective date that is closed [0-1].
    pub pending: f64,
    /// Share of inactive cases that is closed for good [0-1].
    pub inactive: f64,
    /// Share of new cases that is not filed [0-1].
    pub arriving: f64,
    /// Time over which cases are closed, evenly [days].
    pub over: i32,
}

impl Change for ReliefProgram {
    fn kind(&self) -> &'static str {
        "relief-program"
    }

    fn enact(&self, window: Window, luck: &Luck, levers: &mut Levers) {
        let mut arriving = Schedule::constant(0.0);
        set_within(&mut arriving, window, self.arriving);
        levers.acts.push(Act {
            day: window.from,
            what: Deed::Relieve(levers.relief.len()),
        });
        levers.relief.push(Relief {
            docket: self.docket,
            disposition: self.disposition,
            pending: self.pending,
            inactive: self.inactive,
            arriving,
            from: window.from,
            until: window.until,
            over: self.over,
            tag: luck.tag(),
        });
    }
}
