//! The reference: the model written a second time, for clarity alone, and compared event by event.

mod acts;
mod agenda;
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
mod small;
mod teeth;
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
    compare::difference(blueprint, &fast, &reference)
}

/// Panics with the first difference between the two models, in words.
fn assert_equal(name: &str, blueprint: &Blueprint, levers: &Levers, stream: Stream) {
    if let Some(text) = differs(blueprint, levers, stream, None) {
        panic!("{name}: the two models differ at {text}");
    }
}
