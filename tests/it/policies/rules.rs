//! What holds for every kind: nothing before the effective date, nothing from neutral values,
//! levers back at their end, and every invariant with all kinds at once.

use super::world::*;
use crate::support::*;
use docketsim::court::*;
use docketsim::policy::{Policy, Priority, enact_all};
use docketsim::rng::Stream;
use docketsim::scenario::KINDS;
use docketsim::time::Day;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The policies, each from day 400, for 200 days.
fn policies() -> Vec<Policy> {
    let list = every_kind().into_iter();
    let dated = list.map(|change| {
        let mut one = policy(change.kind(), 400, change);
        one.until = Some(start() + 600);
        one
    });
    dated.collect()
}

fn before(log: &Log, day: i32) -> Vec<(Day, Case, What)> {
    let events = log.events.iter().filter(|(on, ..)| *on < start() + day);
    events.copied().collect()
}

fn queues() -> [Queue; 2] {
    [Queue::BookAhead, Queue::CallUp(Discipline::FirstFiled)]
}

#[test]
fn the_list_of_the_tests_holds_every_kind() {
    let tested: BTreeSet<&str> = every_kind().iter().map(|change| change.kind()).collect();
    let known: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let bills = BTreeSet::from(["bill"]);
    assert_eq!(
        known.difference(&tested).copied().collect::<BTreeSet<_>>(),
        bills
    );
}

#[test]
fn before_its_effective_date_no_kind_changes_a_bit() {
    for queue in queues() {
        let toy = busy().rule(queue);
        let base = toy.run(3);
        for policy in policies() {
            let id = policy.id.clone();
            let log = run_with(&toy, &[policy], 3);
            assert_eq!(before(&base, 400), before(&log, 400), "{id}, {queue:?}");
            assert_ne!(base, log, "{id} changes something from then on, {queue:?}");
        }
    }
}

#[test]
fn neutral_values_change_no_bit() {
    for queue in queues() {
        let toy = busy().rule(queue);
        let base = toy.run(3);
        for change in neutral_kinds() {
            let kind = change.kind();
            assert_eq!(
                base,
                run_with(&toy, &[policy(kind, 200, change)], 3),
                "{kind}"
            );
        }
    }
}

#[test]
fn a_priority_that_a_docket_has_already_changes_no_bit() {
    for queue in queues() {
        // All dockets have the priority 1.
        let toy = busy().rule(queue);
        let same = Priority {
            docket: DocketId(0),
            priority: Some(1),
            newest_first: false,
            dedicated: Vec::new(),
            cases: Cases::All,
        };
        let log = run_with(&toy, &[policy("same", 200, Arc::new(same))], 3);
        assert_eq!(toy.run(3), log, "{queue:?}");
    }
}

#[test]
fn all_kinds_at_once_keep_every_invariant_and_end() {
    for queue in queues() {
        let toy = busy().rule(queue);
        for seed in 0..3 {
            // `run` fails on a breach of conservation, of the bench or of the books.
            let log = run_with(&toy, &policies(), seed);
            assert!(
                log.completions().len() > 3000,
                "{}",
                log.completions().len()
            );
        }
    }
}

#[test]
fn a_day_after_all_ended_every_lever_has_its_baseline_value() {
    let toy = busy();
    let levers = enact_all(&toy.levers(), &policies(), Stream::new(1, 0));
    let (neutral, end) = (toy.levers(), start() + 600);
    for (own, base) in [
        (&levers.arrivals, &neutral.arrivals),
        (&levers.posts, &neutral.posts),
        (&levers.courtrooms, &neutral.courtrooms),
        (&levers.productivity, &neutral.productivity),
        (&levers.withdrawal, &neutral.withdrawal),
    ] {
        let at = |list: &[docketsim::time::Schedule<f64>], day| {
            list.iter().map(|s| s.at(day)).collect::<Vec<_>>()
        };
        assert_eq!(at(own, end), at(base, end));
        assert_eq!(at(own, start() + 399), at(base, start() + 399));
    }
    assert_eq!(levers.decisions.at(end), neutral.decisions.at(end));
    assert_eq!(levers.remand.at(end), neutral.remand.at(end));
    assert!(!levers.newest_first.at(end));
    assert!(levers.outcomes.iter().all(|rule| !rule.holds(end)));
    assert!(levers.representation.iter().all(|r| r.share.at(end) == 0.0));
    assert!(levers.ranks.iter().all(|rank| rank.rank.at(end).is_none()));
    assert!(levers.routes.iter().all(|route| route.share.at(end) == 0.0));
    assert!(
        levers
            .relief
            .iter()
            .all(|r| !r.open(end) && r.arriving.at(end) == 0.0)
    );
    assert!(levers.reserved.iter().all(|reserved| !reserved.holds(end)));
    assert!(levers.sites.iter().all(|site| site.capacity.at(end) == 0.0));
    assert!(levers.closures.iter().all(|closure| closure.until <= end));
}

#[test]
fn policies_of_the_past_and_of_the_first_day_hold_from_the_start() {
    for day in [-500, 0] {
        let list: Vec<Policy> = every_kind()
            .into_iter()
            .filter(|change| change.kind() != "closure")
            .map(|change| policy(change.kind(), day, change))
            .collect();
        for queue in queues() {
            run_with(&busy().rule(queue), &list, 4);
        }
    }
}
