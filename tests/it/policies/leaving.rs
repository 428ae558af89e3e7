//! Cases that are to leave are pending like the others: what is done to all concerns them too.

use super::kinds::{opens_without_judges, relief, until};
use super::world::{policy, run_with};
use crate::support::*;
use docketsim::court::*;
use docketsim::policy::*;
use docketsim::time::{Day, Schedule};
use std::sync::Arc;

const NEW: CourtId = CourtId(1);

/// A thousand cases and a hearing a day: most withdraw before theirs.
fn slow(hazard: f64) -> (Toy, Levers) {
    let mut toy = Toy::new(1, 30.0, 30, 400).opening(1000).arrivals(1.0);
    toy.blueprint.courts.push(court("new", 0, 300.0));
    let mut levers = toy.levers();
    levers.withdrawal[0] = Schedule::constant(hazard);
    (toy, levers)
}

fn run_from(toy: &Toy, levers: &Levers, policies: &[Policy]) -> Log {
    let stream = docketsim::rng::Stream::new(5, 0);
    run(&toy.blueprint, &enact_all(levers, policies, stream), 5)
}

/// Cases pending at a court at the end of a day.
fn pending_at(log: &Log, court: CourtId, day: Day) -> i64 {
    let here = log
        .events
        .iter()
        .filter(|(on, case, _)| *on <= day && case.court() == court);
    let change = here.map(|(.., what)| match what {
        What::Entered(_) => 1,
        What::Left(_) => -1,
        _ => 0,
    });
    change.sum()
}

#[test]
fn a_programme_for_all_closes_those_too_who_were_to_withdraw() {
    let (toy, levers) = slow(0.5);
    let log = run_from(&toy, &levers, &[policy("p", 50, relief(1.0, 0.0, 1.0, 0))]);
    let pending = log.pending(start(), start() + 399);
    assert!(pending[49] > 700, "{}", pending[49]);
    assert_eq!(pending[50], 0);
    // Over a hundred days nobody leaves by another way once it has begun.
    let log = run_from(
        &toy,
        &levers,
        &[policy("p", 50, relief(1.0, 0.0, 1.0, 100))],
    );
    let relieved = log.completions().into_iter().filter(|(_, _, d)| d.0 == 1);
    let days = relieved.filter(|(day, ..)| *day > start() + 50);
    let early = days
        .clone()
        .filter(|(day, ..)| *day <= start() + 100)
        .count() as f64;
    // Half of some 800, deviation 14; 5 of them.
    let share = early / days.count() as f64;
    assert!((share - 0.5).abs() < 0.09, "{share}");
}

#[test]
fn a_court_that_opens_and_closes_takes_and_gives_back_those_too_who_are_to_withdraw() {
    let (toy, levers) = slow(0.5);
    let takes_all = opens_without_judges(NEW, 1.0, 1.0);
    let opens = until(policy("p", 50, Arc::new(takes_all)), 200);
    let log = run_from(&toy, &levers, &[opens]);
    assert_eq!(pending_at(&log, CourtId(0), start() + 50), 0);
    assert!(pending_at(&log, NEW, start() + 199) > 400);
    assert_eq!(pending_at(&log, NEW, start() + 200), 0);
    // They go on withdrawing by the same hazard.
    let pending = log.pending(start(), start() + 399);
    let withdrawn = log.completions().into_iter().filter(|(.., d)| d.0 == 1);
    let late = withdrawn.filter(|(day, ..)| *day > start() + 200).count() as f64;
    let at_risk: i64 = pending[200..399].iter().sum();
    let expected = 0.5 / 365.25 * at_risk as f64;
    // 4 standard deviations.
    assert!(
        (late - expected).abs() < 4.0 * expected.sqrt(),
        "{late} against {expected}"
    );
}

#[test]
fn people_in_a_host_country_are_heard_elsewhere_when_the_programme_and_its_court_have_ended() {
    let mut toy = Toy::new(4, 300.0, 30, 400).arrivals(20.0);
    let b = &mut toy.blueprint;
    b.courts.push(court("new", 0, 300.0));
    b.courts[1].hiring.selection = always(1.0);
    let mut host = docket("host", vec![closing_stage(0, 30)]);
    host.waits = WaitPlace::Host;
    host.notice = always(45.0);
    b.dockets.push(host);
    b.sites.push(Site {
        id: "port".into(),
        name: "Port".into(),
        ports: vec![SourceId(0)],
        court: NEW,
        docket: DocketId(1),
    });
    let programme = RemainInHost {
        policy: "programme".into(),
        site: SiteId(0),
        ports: vec![SourceId(0)],
        court: NEW,
        docket: DocketId(1),
        readiness: Readiness::AtOnce,
        capacity: Schedule::constant(1000.0),
        intake: Schedule::constant(10.0),
        intake_ramp: 0,
        eligible: 1.0,
        exempt: 0.0,
        reserved: Vec::new(),
        absence: 1.0,
        withdrawal: 0.1,
        deterrence: None,
        cost_per_year: 0.0,
        setup_cost: 0.0,
    };
    let opens = OpenCourt {
        posts: 2.0,
        courtrooms: 2.0,
        ..opens_without_judges(NEW, 0.0, 0.0)
    };
    let policies = [
        until(policy("p", 0, Arc::new(opens)), 150),
        until(policy("programme", 30, Arc::new(programme)), 140),
    ];
    let log = run_with(&toy, &policies, 3);
    let closes = start() + 150;
    // Thirty-five days of ten a day, but for one in a hundred who has withdrawn; some of them today.
    let moved = |(day, case, what): &(Day, Case, What)| {
        *day == closes && *what == What::Entered(Entry::TransferIn) && case.site().is_some()
    };
    let count = log.events.iter().filter(|event| moved(event)).count();
    assert!((320..=352).contains(&count), "{count}");
    assert_eq!(pending_at(&log, NEW, closes), 0);
    // They wait at the site until their hearing.
    let left = |day: Day| {
        log.events
            .iter()
            .filter(move |(on, _, w)| *on == day && matches!(w, What::LeftSite(..)))
    };
    assert!(left(closes).count() < 5);
    let taken = log.count(|w| matches!(w, What::Taken(_)));
    assert_eq!(log.count(|w| matches!(w, What::LeftSite(..))), taken);
}
