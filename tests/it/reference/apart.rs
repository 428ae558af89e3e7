//! Courts that nothing connects are simulated one after another: with all of them together, day by
//! day, every number is the same to the last bit.

use docketsim::court::*;
use docketsim::experiment::{Desk, Detail, Layout, catalogue, record};
use docketsim::time::Schedule;

use super::small::{Small, small};

/// The bits of all numbers of a replication, by month, court and docket.
fn numbers(system: &Small, levers: &Levers, desk: &mut Desk) -> Vec<u64> {
    let blueprint = &system.blueprint;
    let measures = catalogue(blueprint, "USD", true);
    let layout = Layout::new(blueprint, measures, Detail::Full);
    let draws = (system.stream, 0);
    let level = Some(0.9 * opening(blueprint));
    let replication = record(blueprint, levers, &layout, level, draws, desk).unwrap();
    let panel = replication.panel.all();
    panel.iter().map(|number| number.to_bits()).collect()
}

fn opening(blueprint: &Blueprint) -> f64 {
    let pending = blueprint.opening.iter().map(|o| f64::from(o.pending));
    pending.sum()
}

/// A closure of no court, after the end: it changes nothing, and concerns all.
fn tied(blueprint: &Blueprint, levers: &Levers) -> Levers {
    let mut levers = levers.clone();
    levers.closures.push(Closure {
        courts: Vec::new(),
        docket: None,
        known: blueprint.end + 9,
        from: blueprint.end + 10,
        until: blueprint.end + 20,
    });
    levers
}

fn assert_same(name: &str, system: &Small, levers: &Levers) {
    let blueprint = &system.blueprint;
    let together = tied(blueprint, levers);
    assert!(
        blueprint.courts.len() > 1 && independent(blueprint, levers),
        "{name}"
    );
    assert!(!independent(blueprint, &together), "{name}");
    // One desk: what is left in memory of one run must not reach the next.
    let mut desk = Desk::default();
    let alone = numbers(system, levers, &mut desk);
    let joined = numbers(system, &together, &mut desk);
    assert!(alone == joined, "{name}");
    assert!(numbers(system, levers, &mut desk) == alone, "{name}: again");
    let known = alone.iter().filter(|bits| f64::from_bits(**bits) > 0.0);
    assert!(
        known.count() > 1_000,
        "{name}: there is something to compare"
    );
}

#[test]
fn courts_one_after_another_give_the_numbers_of_all_together() {
    for name in [
        "us-immigration-2019.toml",
        "us-immigration-national.toml",
        "policies/judges.toml",
        "policies/continuance.toml",
        "policies/appeals.toml",
    ] {
        let system = small(name);
        assert_same(name, &system, &system.levers);
    }
}

#[test]
fn a_body_that_keeps_up_with_appeals_gives_the_same_numbers_too() {
    // Courts go on alone for a day or two at a time.
    let system = small("us-immigration-national.toml");
    let mut levers = system.levers.clone();
    levers.decisions = Schedule::constant(1e6);
    assert_same("a fast body", &system, &levers);
}

#[test]
fn hazards_of_withdrawing_that_change_give_the_same_numbers_too() {
    let mut system = small("us-immigration-national.toml");
    for docket in &mut system.blueprint.dockets {
        docket.withdrawn = Some(DispositionId(0));
    }
    let mut levers = system.levers.clone();
    let middle = system.blueprint.start + system.blueprint.days() / 2;
    for hazard in &mut levers.withdrawal {
        *hazard = Schedule::constant(0.05).scaled_from(middle, 3.0);
    }
    assert_same("withdrawals", &system, &levers);
}
