//! Policies that overlap on a lever: what two of them come to together.

use super::world::{policy, run_with};
use crate::support::*;
use docketsim::court::*;
use docketsim::policy::*;
use docketsim::rng::Stream;
use docketsim::time::Schedule;
use std::collections::BTreeSet;
use std::sync::Arc;

type Pair = (&'static str, Arc<dyn Change>, Arc<dyn Change>);

fn toy() -> Toy {
    let mut toy = Toy::new(4, 300.0, 30, 500).arrivals(5.0);
    toy.blueprint.courts.push(court("new", 0, 300.0));
    toy.blueprint.appeals = Some(AppealsBody {
        opening: 0,
        decisions_per_year: Schedule::constant(100.0),
        remand: 0.2,
        opening_remands: Vec::new(),
    });
    toy
}

fn arrivals(multiplier: f64) -> Arc<dyn Change> {
    Arc::new(Arrivals {
        sources: vec![SourceId(0)],
        multiplier,
        lag: 0,
        ramp: 0,
    })
}

fn form(kind: &'static str, multiplier: f64) -> Arc<dyn Change> {
    let sources = vec![SourceId(0)];
    Arc::new(ArrivalsForm {
        kind,
        arrivals: Arrivals {
            sources,
            multiplier,
            lag: 0,
            ramp: 0,
        },
        half_life: None,
    })
}

fn judges(court: u16, posts: f64) -> Arc<dyn Change> {
    Arc::new(Judges {
        policy: "j".into(),
        courts: vec![PostsAt {
            court: CourtId(court),
            posts,
            courtrooms: posts,
        }],
        ramp: 0,
        setup_cost: 0.0,
    })
}

fn open_court(share: f64) -> Arc<dyn Change> {
    Arc::new(OpenCourt {
        policy: "o".into(),
        court: CourtId(1),
        posts: 3.0,
        courtrooms: 3.0,
        lead_time: 0,
        hiring_ahead: 0,
        catchment: vec![Catchment {
            court: CourtId(0),
            share,
            pending: 0.0,
        }],
        setup_cost: 0.0,
        cost_per_year: 0.0,
    })
}

fn productivity(multiplier: f64) -> Arc<dyn Change> {
    Arc::new(Productivity {
        policy: "p".into(),
        courts: vec![CourtId(0)],
        multiplier,
        lag: 0,
        ramp: 0,
        cost_per_year: 0.0,
        setup_cost: 0.0,
    })
}

fn appeals(decisions: Option<f64>, multiplier: f64, added: f64) -> Arc<dyn Change> {
    Arc::new(Appeals {
        policy: "a".into(),
        decisions,
        multiplier,
        added,
        remand: None,
        ramp: 0,
        cost_per_year: 0.0,
    })
}

/// Levers with the first policy from day 100 and the second from day 200.
fn together(first: &Arc<dyn Change>, second: &Arc<dyn Change>) -> Levers {
    let policies = [
        policy("second", 200, second.clone()),
        policy("first", 100, first.clone()),
    ];
    enact_all(&toy().levers(), &policies, Stream::new(1, 0))
}

#[test]
fn numbers_compose_by_their_operations_in_the_order_of_dates() {
    type Lever = fn(&Levers) -> &Schedule<f64>;
    let pairs: Vec<(Pair, Lever, [f64; 3])> = vec![
        (
            ("rates multiply", arrivals(0.5), arrivals(0.8)),
            |l| &l.arrivals[0],
            [1.0, 0.5, 0.4],
        ),
        (
            (
                "forms multiply",
                form("e-verify", 0.5),
                form("fear-standard", 0.5),
            ),
            |l| &l.arrivals[0],
            [1.0, 0.5, 0.25],
        ),
        (
            (
                "forms and rates multiply",
                form("deterrence", 0.5),
                arrivals(1.0),
            ),
            |l| &l.arrivals[0],
            [1.0, 0.5, 0.5],
        ),
        (
            ("posts add", judges(0, 2.0), judges(0, -1.0)),
            |l| &l.posts[0],
            [4.0, 6.0, 5.0],
        ),
        (
            ("a new court's posts add", open_court(0.1), judges(1, 2.0)),
            |l| &l.courtrooms[1],
            [0.0, 3.0, 5.0],
        ),
        (
            (
                "bench time multiplies",
                productivity(1.5),
                productivity(0.5),
            ),
            |l| &l.productivity[0],
            [1.0, 1.5, 0.75],
        ),
        (
            (
                "added, then multiplied",
                appeals(None, 1.0, 20.0),
                appeals(None, 2.0, 0.0),
            ),
            |l| &l.decisions,
            [100.0, 120.0, 240.0],
        ),
        (
            (
                "a later set wins",
                appeals(None, 3.0, 0.0),
                appeals(Some(50.0), 1.0, 0.0),
            ),
            |l| &l.decisions,
            [100.0, 300.0, 50.0],
        ),
        (
            (
                "set, then added",
                appeals(Some(50.0), 1.0, 0.0),
                appeals(None, 1.0, 7.0),
            ),
            |l| &l.decisions,
            [100.0, 50.0, 57.0],
        ),
    ];
    for ((name, first, second), lever, expected) in pairs {
        let levers = together(&first, &second);
        let values = [50, 150, 250].map(|day| lever(&levers).at(start() + day));
        assert_eq!(values, expected, "{name}");
    }
}

fn dedicated(share: f64, priority: u8) -> Arc<dyn Change> {
    Arc::new(Priority {
        docket: DocketId(0),
        priority: Some(priority),
        newest_first: false,
        dedicated: vec![Dedicated {
            court: CourtId(0),
            session: SessionId(0),
            from: SessionId(0),
            share,
        }],
        cases: Cases::All,
    })
}

#[test]
fn dedicated_time_adds_and_the_last_priority_holds() {
    let levers = together(&dedicated(0.1, 5), &dedicated(0.2, 0));
    assert_eq!(levers.reserved.len(), 1);
    let share = |day: i32| (levers.reserved[0].share.at(start() + day) * 1e9).round() / 1e9;
    assert_eq!([50, 150, 250].map(share), [0.0, 0.1, 0.3]);
    let rank = |day: i32| {
        levers
            .ranks
            .iter()
            .rev()
            .find_map(|rank| rank.rank.at(start() + day))
    };
    assert_eq!([50, 150, 250].map(rank), [None, Some(5), Some(0)]);
}

#[test]
fn catchments_add_up() {
    let levers = together(&open_court(0.25), &open_court(0.5));
    let taken = |day: i32| -> f64 {
        levers
            .routes
            .iter()
            .map(|route| route.share.at(start() + day))
            .sum()
    };
    assert_eq!([50, 150, 250].map(taken), [0.0, 0.25, 0.75]);
}

fn continuing(policies: &[Policy]) -> Vec<u8> {
    let mut toy = Toy::new(100, 300.0, 30, 400).opening(4000);
    let then = vec![(0.5, Then::Continue), (0.5, Then::Close(DispositionId(0)))];
    toy.blueprint.dockets[0].stages = vec![stage("hearing", 0, 30, then)];
    let log = super::world::run_with(&toy, policies, 1);
    log.completions()
        .iter()
        .map(|(_, case, _)| case.held())
        .collect()
}

fn continuance(multiplier: f64, most: Option<u16>) -> Arc<dyn Change> {
    Arc::new(Continuance {
        dockets: vec![DocketId(0)],
        multiplier,
        most,
        interval: 1.0,
        cases: Cases::All,
    })
}

#[test]
fn continuances_multiply_and_of_two_caps_the_lower_holds() {
    let two = |first, second| continuing(&[policy("a", 0, first), policy("b", 0, second)]);
    let one = |change| continuing(&[policy("a", 0, change)]);
    let twice = two(continuance(0.5, None), continuance(0.5, None));
    assert_eq!(twice, one(continuance(0.25, None)));
    let capped = two(continuance(1.0, Some(4)), continuance(1.0, Some(2)));
    assert_eq!(capped, one(continuance(1.0, Some(2))));
}

fn offer(share: f64) -> Arc<dyn Change> {
    Arc::new(RepresentationOffer {
        policy: "r".into(),
        docket: DocketId(0),
        share,
        minutes: 1.0,
        cost_per_case: 1.0,
        cost_per_year: 0.0,
        ramp: 0,
        cases: Cases::All,
    })
}

fn administrative(share: f64) -> Arc<dyn Change> {
    Arc::new(AdministrativeClosure {
        docket: DocketId(0),
        disposition: DispositionId(1),
        share,
        multiplier: 1.0,
        ramp: 0,
        cases: Cases::All,
    })
}

#[test]
fn shares_found_and_shares_closed_combine_as_independent_chances() {
    let toy = Toy::new(100, 300.0, 30, 60).opening(4000);
    let run = |changes: &[Arc<dyn Change>]| {
        let named = changes.iter().enumerate();
        let list = named.map(|(i, change)| policy(&format!("p{i}"), 0, change.clone()));
        super::world::run_with(&toy, &list.collect::<Vec<_>>(), 1)
    };
    // 1 - 0.5 * 0.5 = 0.75.
    assert_eq!(
        run(&[offer(0.5), offer(0.5)]).costs,
        run(&[offer(0.75)]).costs
    );
    let closed = |log: Log| log.completions().iter().filter(|(.., d)| d.0 == 1).count();
    let both = closed(run(&[administrative(0.5), administrative(0.5)]));
    assert_eq!(both, closed(run(&[administrative(0.75)])));
    assert!((2860..=3140).contains(&both), "{both}");
}

#[test]
fn closures_join() {
    let closure = |from: i32| {
        Arc::new(CourtClosure {
            courts: vec![CourtId(0)],
            docket: None,
            from: start() + from,
        })
    };
    let mut policies = [policy("a", 5, closure(5)), policy("b", 8, closure(8))];
    policies[0].until = Some(start() + 10);
    policies[1].until = Some(start() + 15);
    let log = super::world::run_with(&Toy::new(1, 300.0, 30, 60).opening(200), &policies, 1);
    let closed = start() + 5..start() + 15;
    let held = |(day, _, w): &(_, _, What)| matches!(w, What::Held(..)) && closed.contains(day);
    assert_eq!(log.events.iter().filter(|event| held(event)).count(), 0);
    assert_eq!(log.completions().len(), 200);
}

#[test]
fn waves_of_two_policies_have_numbers_of_their_own() {
    let wave = |after| Wave {
        after,
        cases: 1.0,
        over: 0,
    };
    let waves = |id: &str| {
        let recalendar = Recalendar {
            docket: DocketId(0),
            stage: StageId(0),
            waves: (0..128).map(wave).collect(),
        };
        policy(id, 0, Arc::new(recalendar))
    };
    let toy = Toy::new(1, 30.0, 30, 200);
    let levers = enact_all(
        &toy.levers(),
        &[waves("one"), waves("two")],
        Stream::new(1, 0),
    );
    let numbers: BTreeSet<u32> = (levers.acts.iter())
        .filter_map(|act| match act.what {
            Deed::Recalendar { tag, .. } => Some(tag),
            _ => None,
        })
        .collect();
    assert!(numbers.into_iter().eq(0..256));
}

#[test]
fn courts_that_open_on_one_day_take_their_shares_of_one_docket() {
    let mut toy = Toy::new(1, 30.0, 30, 100).opening(2000);
    let opens = |id: &str, court| {
        let change = OpenCourt {
            policy: id.into(),
            court: CourtId(court),
            posts: 0.0,
            courtrooms: 0.0,
            lead_time: 0,
            hiring_ahead: 0,
            catchment: vec![Catchment {
                court: CourtId(0),
                share: 0.0,
                pending: 0.3,
            }],
            setup_cost: 0.0,
            cost_per_year: 0.0,
        };
        policy(id, 10, Arc::new(change))
    };
    for id in ["second", "third"] {
        toy.blueprint.courts.push(court(id, 0, 300.0));
    }
    let log = run_with(&toy, &[opens("one", 1), opens("two", 2)], 1);
    let came = |court| {
        let came = log.events.iter().filter(|(_, case, what)| {
            case.court() == CourtId(court) && *what == What::Entered(Entry::TransferIn)
        });
        came.count()
    };
    // 0.3 of 1,990: 597 with a deviation of 20, 5 of them.
    for court in [1, 2] {
        assert!((497..=697).contains(&came(court)), "{}", came(court));
    }
}
