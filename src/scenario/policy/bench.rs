//! What policies plan for the bench, for checks: posts, courtrooms, and bench time set aside.

use super::Common;
use crate::scenario::node::Path;
use crate::time::{Day, Schedule};

/// Posts and courtrooms that a policy adds to a court, or cuts.
pub(in crate::scenario) struct Staff {
    /// The court.
    pub court: String,
    /// Posts [judges].
    pub posts: Schedule<f64>,
    /// Courtrooms [courtrooms].
    pub courtrooms: Schedule<f64>,
    /// Where the number of posts stands.
    pub at: Path,
}

/// Bench time of a session kind of a court that is set aside.
pub(in crate::scenario) struct Held {
    /// The court.
    pub court: String,
    /// Session kind that it is taken from.
    pub from: String,
    /// Share of the bench time of that kind [0-1].
    pub share: Schedule<f64>,
    /// Bench time of a court day, besides [minutes].
    pub minutes: Schedule<f64>,
    /// Where it is said.
    pub at: Path,
}

/// An amount from a day on, for as long as a policy holds.
pub(super) fn while_held(policy: &Common, from: Day, amount: f64) -> Schedule<f64> {
    let until = policy.until.map(|date| date.0);
    if until.is_some_and(|until| until <= from) {
        return Schedule::constant(0.0);
    }
    Schedule::constant(0.0).map_within(from, until, |_| amount)
}
