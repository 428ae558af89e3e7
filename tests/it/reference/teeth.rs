//! The comparison notices: a reference with one rule spoilt differs from the fast model.

use docketsim::court::{Discipline, Queue};

use super::small::{Small, small};
use super::{Slip, differs};

/// Whether the comparison notices a slip.
fn notices(system: &Small, slip: Slip) -> bool {
    differs(&system.blueprint, &system.levers, system.stream, Some(slip)).is_some()
}

#[test]
fn one_rule_spoilt_is_noticed() {
    let system = small("policies/remain-in-host.toml");
    for slip in [
        Slip::OneMoreMinute,
        Slip::OneDayLater,
        Slip::LastBookedFirst,
        Slip::NoOverrun,
        Slip::NobodyBumped,
        Slip::NoMinimumNotice,
        Slip::AnotherDraw,
        Slip::QuotaKept,
        Slip::HoursOffByAMillionth,
    ] {
        assert!(notices(&system, slip), "{slip:?}");
    }
    let hiring = small("policies/judges.toml");
    assert!(notices(&hiring, Slip::LearnsAtOnce));
    let mut queue = small("policies/closure.toml");
    queue.blueprint.rules.queue = Queue::CallUp(Discipline::FirstReady);
    assert!(notices(&queue, Slip::QueueTiesReversed));
}
