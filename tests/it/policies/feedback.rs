//! Feedback switches: what answers to waits and load, on systems computed by hand.

use crate::support::*;
use docketsim::court::*;

#[test]
fn a_growing_factor_is_a_straight_line_within_limits() {
    let growth = Growth {
        per_year: 0.5,
        reference: 365.25,
        limits: (0.8, 2.0),
    };
    let at = |years: f64| (growth.at((years * 365.25).round() as i32) * 100.0).round() / 100.0;
    assert_eq!([0.0, 1.0, 2.0, 9.0].map(at), [0.8, 1.0, 1.5, 2.0]);
}

#[test]
fn the_bench_answers_to_last_months_load() {
    // 1 judge, 10 hearings a day, 1,000 pending: twice the reference, so 20 a day from the first
    // day of the second month on, until the load has fallen.
    let mut toy = Toy::new(1, 300.0, 30, 62)
        .opening(1310)
        .rule(Queue::CallUp(Discipline::FirstFiled));
    toy.blueprint.feedback.bench = Some(LoadResponse {
        elasticity: 1.0,
        reference: 500.0,
        limits: (0.5, 2.0),
    });
    let log = toy.run(1);
    let held = |day: i32| {
        let on = start() + day;
        let held = log
            .events
            .iter()
            .filter(|(d, _, w)| *d == on && matches!(w, What::Held(..)));
        held.count()
    };
    // 31 days at 10: 1,000 left; then 30 days at 20: 400 left, four fifths of the reference.
    assert_eq!([0, 30, 31, 60, 61].map(held), [10, 10, 20, 20, 8]);
}

#[test]
fn filings_answer_to_the_wait_that_was_published() {
    // 3,000 cases at 10 a day: on the last day of October the first free day is 269 days away.
    let mut toy = Toy::new(1, 300.0, 30, 300).opening(3000).arrivals(20.0);
    toy.blueprint.sources[0].exact_totals = false;
    let base = toy.run(5);
    toy.blueprint.feedback.arrivals = Some(WaitResponse {
        sources: vec![SourceId(0)],
        elasticity: -10.0,
        reference: 200.0,
        lag: 20,
        limits: (0.5, 2.0),
    });
    let log = toy.run(5);
    let filed = |log: &Log, days: std::ops::Range<i32>| {
        let filed = log.events.iter().filter(|(day, _, w)| {
            days.contains(&(*day - start())) && *w == What::Entered(Entry::Receipt)
        });
        filed.count() as f64
    };
    // Published on day 30, known to people 20 days later, taken up on 1 December (day 61).
    assert_eq!(filed(&base, 0..61), filed(&log, 0..61));
    // Half of 4,800: standard error 0.0072 of the ratio, 5 of them.
    let ratio = filed(&log, 61..300) / filed(&base, 61..300);
    assert!((ratio - 0.5).abs() < 0.036, "{ratio}");
}

#[test]
fn absence_and_withdrawal_grow_with_the_time_since_filing() {
    // All cases are 100 days old at the start: their absence doubles, from 0.2 to 0.4.
    let mut toy = Toy::new(100, 300.0, 30, 5).opening(1000);
    toy.blueprint.dockets[0].stages[0].absent.unrepresented = 0.2;
    toy.blueprint.dockets[0].stages[0].absent.represented = 0.2;
    toy.blueprint.dockets[0].stages[0].absent.interval = always(100.0);
    let absent = |toy: &Toy| {
        let log = toy.run(2);
        log.count(|w| matches!(w, What::Adjourned(_, Adjournment::Absent)))
    };
    let base = absent(&toy);
    toy.blueprint.feedback.absence = Some(Growth {
        per_year: 365.25 / 100.0,
        reference: 0.0,
        limits: (0.0, 10.0),
    });
    // Deviations 12.6 and 15.5: 5 of them.
    assert!((137..=263).contains(&base), "{base}");
    let grown = absent(&toy);
    assert!((322..=478).contains(&grown), "{grown}");

    let mut toy = Toy::new(1, 30.0, 30, 365).opening(3000);
    let withdrawn = |toy: &Toy| {
        let mut levers = toy.levers();
        levers.withdrawal[0] = docketsim::time::Schedule::constant(0.15);
        let log = run(&toy.blueprint, &levers, 9);
        log.completions().iter().filter(|(.., d)| d.0 == 1).count() as f64
    };
    let slow = withdrawn(&toy);
    toy.blueprint.feedback.withdrawal = Some(Growth {
        per_year: 365.25 / 100.0,
        reference: 0.0,
        limits: (0.0, 10.0),
    });
    // The factor is 2 at the start and goes on growing, to 5.65 after a year: the hazard adds up to
    // 0.15 * 3.825 = 0.57, and 44 % of about 2,800 withdraw. At twice the hazard it would be 690.
    let fast = withdrawn(&toy);
    assert!(
        (1_100.0..1_370.0).contains(&fast) && slow < 450.0,
        "{slow} {fast}"
    );
}
