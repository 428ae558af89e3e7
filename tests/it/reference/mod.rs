//! The reference: the model written a second time, for clarity alone, and compared event by event.
//!
//! It is slow and plain: a binary heap of events, a list of cases, a map of days to hearings. It
//! takes from the program what is data (the blueprint, the levers), the keyed draws with their
//! variates, and the calendar; no rule of `docketsim::court`. It is written from the documentation
//! of that module; a rule that could not be found there was added there.
//!
//! Both models tell all that happens (cases entering and leaving, hearings held and adjourned,
//! sessions, host sites, stocks at the ends of months, cases left over), and both logs must be equal
//! line by line: whole numbers exactly, floating ones to a relative 1e-9. `compare` says what is
//! left free. Draws are keyed, so a test either always passes or always fails: no false alarm.
//!
//! Compared are every scenario that ships (`small`: a share of its cases, courtrooms and rates, the
//! first years), some of them under every call-up discipline and with hearings brought forward,
//! and random systems with and without every lever in use (`random`, `everything`). `teeth` spoils
//! one rule at a time and asks whether it is noticed; `found` keeps the defects that came to light.
//!
//! Not compared: the scenarios in their full size and over their whole horizon, replications after
//! the first in which all policies come about, cases called more than 65,535 times; and what is
//! made of a run afterwards (measures, cohorts, intervals), which has tests of its own.

mod acts;
mod agenda;
mod apart;
mod bench;
mod capacity;
mod compare;
mod diary;
mod everything;
mod filing;
mod flow;
mod found;
mod hearing;
mod log;
mod month;
mod opening;
mod random;
mod relief;
mod representation;
mod small;
mod teeth;
mod withdrawal;
mod work;
mod world;

use docketsim::court::{Blueprint, Levers, Workspace, simulate};
use docketsim::rng::Stream;

/// A rule of the reference that is spoilt on purpose, to see that the comparison notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    /// Every hearing takes a minute more.
    OneMoreMinute,
    /// Every interval to the next hearing is a day longer.
    OneDayLater,
    /// Hearings of a day are called in reverse.
    LastBookedFirst,
    /// Nobody is called whose planned minutes do not fit.
    NoOverrun,
    /// Nobody loses a place when capacity falls.
    NobodyBumped,
    /// Who lost a place may be heard the next day.
    NoMinimumNotice,
    /// Outcomes take the draws of the hearing before.
    AnotherDraw,
    /// Host sites keep whole places of the day before.
    QuotaKept,
    /// New judges are fully productive from their first hearing on.
    LearnsAtOnce,
    /// Of ready cases of the same rank the last one is called first.
    QueueTiesReversed,
    /// Pending hours are a millionth too many.
    HoursOffByAMillionth,
}

/// What the fast model tells, or the invariant that it found broken.
fn fast_log(
    blueprint: &Blueprint,
    levers: &Levers,
    stream: Stream,
) -> Result<Vec<log::Line>, String> {
    let mut scribe = log::Scribe::default();
    let mut space = Workspace::default();
    let summary = simulate(blueprint, levers, stream, &mut space, &mut scribe);
    summary.breach.map_or(Ok(scribe.lines), Err)
}

/// The first difference between the two models; `None` when they are equal.
fn differs(
    blueprint: &Blueprint,
    levers: &Levers,
    stream: Stream,
    slip: Option<Slip>,
) -> Option<String> {
    let fast = match fast_log(blueprint, levers, stream) {
        Ok(lines) => lines,
        Err(breach) => return Some(breach),
    };
    let reference = world::run(blueprint, levers, stream, slip);
    compare::difference(blueprint, levers, &fast, &reference)
}

/// Panics with the first difference between the two models, in words.
fn assert_equal(name: &str, blueprint: &Blueprint, levers: &Levers, stream: Stream) {
    if let Some(text) = differs(blueprint, levers, stream, None) {
        panic!("{name}: the two models differ at {text}");
    }
}
