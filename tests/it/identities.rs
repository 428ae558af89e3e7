//! What must be equal to the last bit: null policies, time before the effective date, reused
//! memory, and the world with one case more.

use crate::support::*;
use docketsim::court::*;
use docketsim::policy::{Arrivals, Change, Judges, Policy, PostsAt, enact_all};
use docketsim::rng::{Distribution, Stream, Variate};
use docketsim::time::Schedule;
use std::sync::Arc;

/// A system in which everything moves: two courts, two stages, absences, appeals, departures.
fn busy() -> Toy {
    let mut toy = Toy::new(6, 300.0, 30, 900).opening(800).arrivals(14.0);
    let b = &mut toy.blueprint;
    b.sessions = vec![session("master", 0.4, false), session("merits", 0.6, true)];
    b.courts.push(court("two", 3, 280.0));
    for court in &mut b.courts {
        court.hiring.departures = 0.2;
        court.hiring.selection = Variate::new(&Distribution::LogNormal {
            mean: 90.0,
            cv: 0.5,
        });
        court.hiring.learning = 200;
        court.hiring.starting_productivity = 0.5;
    }
    let wait = Variate::new(&Distribution::Exponential { mean: 40.0 });
    let mut first = stage(
        "first",
        0,
        15,
        vec![
            (0.3, Then::Continue),
            (0.5, Then::Advance(StageId(1))),
            (0.2, Then::Close(DispositionId(0))),
        ],
    );
    first.minutes = Variate::new(&Distribution::LogNormal {
        mean: 15.0,
        cv: 0.5,
    });
    first.absent.unrepresented = 0.2;
    first.absent.minutes = 2;
    first.outcomes[0]
        .outcomes
        .iter_mut()
        .for_each(|o| o.interval = wait.clone());
    let mut merits = stage(
        "merits",
        1,
        60,
        vec![(0.4, Then::Continue), (0.6, Then::Close(DispositionId(0)))],
    );
    merits.minutes = Variate::new(&Distribution::Gamma {
        mean: 70.0,
        cv: 0.6,
    });
    merits.outcomes[0]
        .outcomes
        .iter_mut()
        .for_each(|o| o.interval = wait.clone());
    b.dockets = vec![docket("main", vec![first, merits])];
    b.dockets[0].appeal = Some(Appeal {
        shares: vec![0.2, 0.0],
        delay: always(20.0),
        remand_stage: StageId(1),
    });
    b.appeals = Some(AppealsBody {
        opening: 50,
        decisions_per_year: Schedule::constant(300.0),
        remand: 0.3,
        opening_remands: vec![Destination {
            court: CourtId(1),
            docket: DocketId(0),
            share: 1.0,
        }],
    });
    b.opening[0].stages = vec![0.6, 0.4];
    b.sources[0].destinations = vec![
        Destination {
            court: CourtId(0),
            docket: DocketId(0),
            share: 0.7,
        },
        Destination {
            court: CourtId(1),
            docket: DocketId(0),
            share: 0.3,
        },
    ];
    toy
}

fn arrivals(multiplier: f64) -> Arc<dyn Change> {
    Arc::new(Arrivals {
        sources: vec![SourceId(0)],
        multiplier,
        lag: 0,
        ramp: 90,
    })
}

fn judges(posts: f64) -> Arc<dyn Change> {
    let at = PostsAt {
        court: CourtId(1),
        posts,
        courtrooms: posts,
    };
    Arc::new(Judges {
        policy: "j".into(),
        courts: vec![at],
        ramp: 0,
        setup_cost: 0.0,
    })
}

fn with(toy: &Toy, day: i32, change: Arc<dyn Change>) -> Log {
    let policy = Policy {
        id: "p".into(),
        name: "p".into(),
        effective: start() + day,
        until: None,
        probability: 1.0,
        bill: None,
        change,
    };
    let levers = enact_all(&toy.levers(), &[policy], Stream::new(3, 0));
    run(&toy.blueprint, &levers, 3)
}

#[test]
fn a_null_policy_changes_no_bit() {
    let toy = busy();
    let base = toy.run(3);
    assert!(base.completions().len() > 5000);
    assert_eq!(base, with(&toy, 200, arrivals(1.0)));
    assert_eq!(base, with(&toy, 200, judges(0.0)));
}

#[test]
fn before_its_effective_date_a_policy_changes_no_bit() {
    let toy = busy();
    let base = toy.run(3);
    for change in [arrivals(0.5), arrivals(1.7), judges(3.0), judges(-2.0)] {
        let other = with(&toy, 400, change);
        let before = |log: &Log| {
            let events = log.events.iter().filter(|(day, ..)| *day < start() + 400);
            events.copied().collect::<Vec<_>>()
        };
        assert_eq!(before(&base), before(&other));
        assert_ne!(base, other);
    }
}

#[test]
fn memory_used_before_leaves_no_trace() {
    let toy = busy();
    let mut space = Workspace::default();
    let levers = toy.levers();
    let first = run_in(&toy.blueprint, &levers, 3, &mut space);
    let mut called = busy();
    called.blueprint.rules.queue = Queue::CallUp(Discipline::FirstFiled);
    run_in(&called.blueprint, &levers, 9, &mut space);
    run_in(&toy.blueprint, &levers, 5, &mut space);
    assert_eq!(first, run_in(&toy.blueprint, &levers, 3, &mut space));
}

#[test]
fn one_case_more_changes_nobody_else_when_capacity_is_ample() {
    let mut toy = busy();
    for court in &mut toy.blueprint.courts {
        court.minutes_per_day = 30_000.0;
    }
    toy.blueprint.appeals.as_mut().unwrap().decisions_per_year = Schedule::constant(1e6);
    let base = toy.run(3);
    let mut more = busy();
    more.blueprint = toy.blueprint.clone();
    // A second entry: ages are stratified within an entry, so a larger one would shift them.
    let mut extra = more.blueprint.opening[0].clone();
    extra.pending = 1;
    more.blueprint.opening.push(extra);
    let log = more.run(3);
    let new_key = (255_u64 << 32) | (1 << 23);
    let others = |log: &Log| {
        let events = log
            .events
            .iter()
            .filter(|(_, case, _)| case.key() != new_key);
        let mut list: Vec<_> = events.map(|(d, c, w)| (c.key(), *d, *c, *w)).collect();
        list.sort_by_key(|(key, day, case, _)| (*key, *day, case.called()));
        list
    };
    assert_eq!(others(&base), others(&log));
    assert!(log.events.iter().any(|(_, case, _)| case.key() == new_key));
}

#[test]
fn more_judges_never_leave_more_pending() {
    let toy = busy();
    let pending = |log: &Log| *log.pending(start(), toy.blueprint.end).last().unwrap();
    let base = pending(&toy.run(3));
    let more = pending(&with(&toy, 100, judges(3.0)));
    let many = pending(&with(&toy, 100, judges(9.0)));
    assert!(more <= base && many <= more, "{base}, {more}, {many}");
}

#[test]
fn twice_the_arrivals_and_twice_the_judges_leave_waits_as_they_are() {
    // Half more comes than can be decided: the backlog makes the waits, and chance hardly any of them.
    let mean_wait = |factor: u32, replication| {
        let toy = Toy::new(10 * factor, 300.0, 30, 2000)
            .opening(3000 * factor)
            .arrivals(150.0 * f64::from(factor));
        let done = toy.run(replication).completions();
        let days: f64 = done
            .iter()
            .map(|(day, case, _)| f64::from(*day - case.filed()))
            .sum();
        days / done.len() as f64
    };
    for replication in 0..5 {
        let (one, two) = (mean_wait(1, replication), mean_wait(2, replication));
        assert!((one / two - 1.0).abs() < 0.02, "{one} and {two}");
    }
}
