//! Whatever the court system: a run neither panics nor breaks an invariant.

use std::collections::BTreeMap;

use crate::support::*;
use docketsim::court::*;
use docketsim::rng::{Distribution, Variate};
use docketsim::time::{CourtCalendar, Day, Holidays, Schedule, Weekday};
use proptest::prelude::*;

fn queue() -> impl Strategy<Value = Queue> {
    prop_oneof![
        3 => Just(Queue::BookAhead),
        1 => Just(Queue::CallUp(Discipline::FirstFiled)),
        1 => Just(Queue::CallUp(Discipline::FirstReady)),
        1 => Just(Queue::CallUp(Discipline::LastFiled)),
        1 => Just(Queue::CallUp(Discipline::ShortestWork)),
    ]
}

/// A mean of days or minutes; now and then none, now and then a long tail.
fn variate() -> impl Strategy<Value = Variate> {
    (0.0..200.0_f64, 0.1..2.0_f64, 0..4).prop_map(|(mean, cv, kind)| {
        Variate::new(&match kind {
            0 => Distribution::Constant(mean.floor()),
            1 => Distribution::Uniform {
                low: 0.0,
                high: mean + 1.0,
            },
            2 => Distribution::Exponential { mean: mean + 0.1 },
            _ => Distribution::LogNormal {
                mean: mean + 0.1,
                cv,
            },
        })
    })
}

fn any_stage(session: u8) -> impl Strategy<Value = Stage> {
    let numbers = (
        1..400_u16,
        0.0..0.6_f64,
        0.0..=1.0_f64,
        0.05..1.0_f64,
        0.0..1.0_f64,
    );
    (numbers, variate(), variate()).prop_map(
        move |((planned, absent, order, close, on), minutes, gap)| {
            let rest = 1.0 - close;
            let other = if session == 0 {
                Then::Advance(StageId(1))
            } else {
                Then::Continue
            };
            let then = vec![
                (close, Then::Close(DispositionId(0))),
                (rest * on, other),
                (rest * (1.0 - on), Then::Continue),
            ];
            let mut stage = stage("stage", session, planned, then);
            stage.minutes = minutes;
            stage.absent.unrepresented = absent;
            stage.absent.represented = absent / 2.0;
            stage.absent.order = order;
            stage.absent.disposition = Some(DispositionId(1));
            stage.absent.interval = gap.clone();
            stage.outcomes[0]
                .outcomes
                .iter_mut()
                .for_each(|o| o.interval = gap.clone());
            stage
        },
    )
}

prop_compose! {
    fn any_docket()(
        first in any_stage(0),
        second in any_stage(1),
        notice in variate(),
        share in 0.0..0.5_f64,
        inactive in any::<bool>(),
    ) -> Docket {
        let mut docket = docket("docket", vec![first, second]);
        docket.notice = notice;
        docket.appeal =
            Some(Appeal { shares: vec![share, 0.0], delay: always(20.0), remand_stage: StageId(1) });
        docket.returns = vec![Return {
            disposition: DispositionId(u8::from(inactive)),
            share,
            delay: always(40.0),
            stage: StageId(0),
        }];
        docket
    }
}

prop_compose! {
    fn any_court()(
        judges in 0..5_u32,
        minutes in 0.0..600.0_f64,
        departures in 0.0..2.0_f64,
        selection in variate(),
        (class, training, learning) in (0..7_u32, 0..100, 0..400),
    ) -> Court {
        let mut court = court("court", judges, minutes);
        court.hiring = Hiring {
            selection,
            class_interval: class,
            training,
            learning,
            starting_productivity: 0.4,
            departures,
        };
        court
    }
}

/// Levers that move in the middle of the horizon.
fn moved(mut levers: Levers, days: i32, posts: f64, factor: f64, share: f64) -> Levers {
    let middle = start() + days / 2;
    for lever in levers.posts.iter_mut().chain(&mut levers.courtrooms) {
        *lever = lever.set_from(middle, posts);
    }
    for lever in &mut levers.productivity {
        *lever = lever.set_from(middle + 7, factor);
    }
    levers.priority[0] = Schedule::constant(1).set_from(middle, 3);
    levers.withdrawal[0] = Schedule::constant(0.0).set_from(middle, factor);
    for session in [SessionId(0), SessionId(1)] {
        levers.reserved.push(Reservation {
            court: CourtId(0),
            docket: DocketId(0),
            session,
            from: SessionId(0),
            share: Schedule::constant(0.0)
                .set_from(middle, share)
                .set_from(middle + 60, 0.0),
            minutes: Schedule::constant(0.0).set_from(middle + 20, 100.0 * share),
        });
    }
    levers
}

prop_compose! {
    /// Any court system, its levers and a seed.
    pub fn any_system()(
        (days, notice, limit) in (1..500_i32, 0..60, 0..800),
        queue in queue(),
        advance in any::<bool>(),
        courts in prop::collection::vec(any_court(), 1..3),
        dockets in prop::collection::vec(any_docket(), 1..3),
        (pending, rate, cv) in (0..400_u32, 0.0..20.0_f64, 0.0..0.5_f64),
        (posts, factor, share) in (0.0..6.0_f64, 0.0..2.0_f64, 0.0..1.0_f64),
        (weekend, exact, seed) in (any::<bool>(), any::<bool>(), any::<u64>()),
    ) -> (Blueprint, Levers, u64) {
        let mut toy = Toy::new(1, 300.0, 30, days).opening(pending).arrivals(rate);
        let b = &mut toy.blueprint;
        b.rules = Rules {
            queue,
            rebooking: if advance { Rebooking::Advance } else { Rebooking::Never },
            minimum_notice: notice,
            book_limit: limit,
        };
        let sitting = if weekend { &Weekday::ALL[..] } else { &Weekday::WORKING[..] };
        b.calendar = CourtCalendar::new(start(), b.end + limit, sitting, &Holidays::UsFederal);
        b.sessions = vec![session("master", 0.4, false), session("merits", 0.6, true)];
        b.sessions[1].overbooking = 1.0 + share;
        (b.courts, b.dockets) = (courts, dockets);
        b.dispositions[1].inactive = true;
        b.opening[0].stages = vec![0.5, 0.5];
        b.opening[0].age = Variate::new(&Distribution::Exponential { mean: 300.0 });
        (b.opening[0].inactive, b.opening[0].recalendar) = (pending, share);
        b.sources[0].overdispersion = cv;
        b.sources[0].exact_totals = exact;
        if !exact {
            b.sources[0].group_sizes = vec![0.6, 0.4];
        }
        let last = Destination {
            court: CourtId(b.courts.len() as u16 - 1),
            docket: DocketId(b.dockets.len() as u8 - 1),
            share: 1.0,
        };
        b.sources[0].destinations = vec![last];
        b.appeals = Some(AppealsBody {
            opening: 20,
            decisions_per_year: Schedule::constant(100.0),
            remand: 0.5,
            opening_remands: vec![last],
        });
        let levers = moved(Levers::neutral(b), days, posts, factor, share);
        (toy.blueprint, levers, seed)
    }
}

proptest! {
    #![proptest_config(fixed(200, 1))]

    #[test]
    fn no_court_system_breaks_an_invariant((b, levers, seed) in any_system()) {
        // Panics on a breach: conservation by court, docket and stage, courtrooms, one place each.
        let log = run(&b, &levers, seed);
        let mut longest: BTreeMap<(Day, CourtId, SessionId), u32> = BTreeMap::new();
        for (day, case, what) in &log.events {
            if let What::Held(session, minutes) = what {
                prop_assert!(b.calendar.is_court_day(*day), "{day} is no court day");
                prop_assert!(*day >= case.filed(), "heard before it was filed");
                let most = longest.entry((*day, case.court(), *session)).or_default();
                *most = minutes.max(most).to_owned();
            }
        }
        for (day, court, session, used, available) in &log.sat {
            // Only the last hearing called may overrun.
            let last = longest.get(&(*day, *court, *session)).copied().unwrap_or(0);
            let fits = *used == 0 || *used < available + last;
            prop_assert!(fits, "{day}: {used} minutes of {available}, at most {last} in the last");
            prop_assert!(*used == 0 || *available > 0, "{day}: heard without bench time");
        }
    }
}
