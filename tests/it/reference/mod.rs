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
mod work;
mod world;

use docketsim::court::{Blueprint, Levers, Workspace, simulate};
use docketsim::rng::Stream;

/// A rule of the reference that is spoilt on purpose, to see that the comparison notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    OneMoreMinute,
    OneDayLater,
    LastBookedFirst,
    NoOverrun,
    NobodyBumped,
}

/// The first difference between the two models; `None` when they are equal.
fn differs(
    blueprint: &Blueprint,
    levers: &Levers,
    stream: Stream,
    slip: Option<Slip>,
) -> Option<String> {
    let mut scribe = log::Scribe::default();
    let mut space = Workspace::default();
    let summary = simulate(blueprint, levers, stream, &mut space, &mut scribe);
    if let Some(breach) = summary.breach {
        return Some(breach);
    }
    let reference = world::run(blueprint, levers, stream, slip);
    compare::difference(blueprint, &scribe.lines, &reference)
}

/// Panics with the first difference between the two models, in words.
fn assert_equal(name: &str, blueprint: &Blueprint, levers: &Levers, stream: Stream) {
    let started = std::time::Instant::now();
    if let Some(text) = differs(blueprint, levers, stream, None) {
        panic!("{name}: the two models differ at {text}");
    }
    eprintln!("{name} {:?}", started.elapsed());
}

#[test]
fn toy() {
    use crate::support::*;
    let toy = Toy::new(2, 300.0, 30, 400).opening(300).arrivals(19.0);
    assert_equal("toy", &toy.blueprint, &toy.levers(), Stream::new(3, 0));
}
