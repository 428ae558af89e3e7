//! Each kind on a small system with an answer computed by hand.

use super::world::{policy, run_with};
use crate::support::*;
use docketsim::court::*;
use docketsim::policy::*;
use docketsim::rng::Stream;
use docketsim::time::{Day, Schedule};
use std::sync::Arc;

const MAIN: DocketId = DocketId(0);
const ONE: CourtId = CourtId(0);

fn held_on(log: &Log, day: i32) -> usize {
    let on = start() + day;
    let held = log
        .events
        .iter()
        .filter(|(d, _, w)| *d == on && matches!(w, What::Held(..)));
    held.count()
}

fn adjourned(log: &Log, reason: Adjournment) -> usize {
    log.count(|w| matches!(w, What::Adjourned(_, why) if *why == reason))
}

pub fn until(mut policy: Policy, day: i32) -> Policy {
    policy.until = Some(start() + day);
    policy
}

#[test]
fn productivity_doubles_the_hearings_of_a_day() {
    // 300 minutes, 30 a hearing: 10 a day; the book of the first 20 days is full.
    let toy = Toy::new(1, 300.0, 30, 40)
        .opening(400)
        .rule(Queue::CallUp(Discipline::FirstFiled));
    let change = Productivity {
        policy: "p".into(),
        courts: vec![ONE],
        multiplier: 2.0,
        lag: 5,
        ramp: 0,
        cost_per_year: 0.0,
        setup_cost: 7.0,
    };
    let log = run_with(&toy, &[until(policy("p", 5, Arc::new(change)), 15)], 1);
    assert_eq!(
        [0, 9, 10, 14, 15].map(|d| held_on(&log, d)),
        [10, 10, 20, 20, 10]
    );
    assert_eq!(log.costs.iter().sum::<f64>(), 7.0);
}

#[test]
fn a_closure_calls_off_what_is_booked_and_books_it_again_at_the_tail() {
    // 100 cases at 10 a day fill days 0 to 9; days 3 to 7 are closed: 50 hearings move to the
    // first days after the tail, 10 to 14.
    let toy = Toy::new(1, 300.0, 30, 40).opening(100);
    let change = CourtClosure {
        courts: vec![ONE],
        docket: None,
        from: start() + 3,
    };
    let log = run_with(&toy, &[until(policy("p", 1, Arc::new(change)), 8)], 1);
    assert_eq!(adjourned(&log, Adjournment::Closure), 50);
    let days: Vec<usize> = (0..16).map(|d| held_on(&log, d)).collect();
    assert_eq!(
        days,
        [10, 10, 10, 0, 0, 0, 0, 0, 10, 10, 10, 10, 10, 10, 10, 0]
    );
    // It became known on day 1, not before.
    let first = log
        .events
        .iter()
        .find(|(_, _, w)| matches!(w, What::Adjourned(..)));
    assert_eq!(first.unwrap().0, start() + 1);
}

#[test]
fn a_closure_that_comes_as_a_surprise_stops_the_day_itself() {
    let toy = Toy::new(1, 300.0, 30, 40).opening(100);
    for queue in [Queue::BookAhead, Queue::CallUp(Discipline::FirstFiled)] {
        let toy = Toy {
            blueprint: toy.blueprint.clone(),
        }
        .rule(queue);
        let change = CourtClosure {
            courts: vec![ONE],
            docket: None,
            from: start() + 2,
        };
        let log = run_with(&toy, &[until(policy("p", 2, Arc::new(change)), 6)], 1);
        assert_eq!(
            [1, 2, 5, 6].map(|d| held_on(&log, d)),
            [10, 0, 0, 10],
            "{queue:?}"
        );
        assert_eq!(log.completions().len(), 100);
    }
}

/// Two dockets of one court, 50 cases each, heard in the same lane.
fn two_dockets() -> Toy {
    let mut toy = Toy::new(1, 300.0, 30, 60).opening(50);
    toy.blueprint
        .dockets
        .push(docket("other", vec![closing_stage(0, 30)]));
    let other = Opening {
        docket: DocketId(1),
        ..toy.blueprint.opening[0].clone()
    };
    toy.blueprint.opening.push(other);
    toy
}

fn last_day(log: &Log, docket: DocketId) -> i32 {
    let days = log
        .completions()
        .into_iter()
        .filter(|(_, case, _)| case.docket() == docket);
    days.map(|(day, ..)| day - start()).max().unwrap()
}

fn first_day(log: &Log, docket: DocketId) -> i32 {
    let days = log
        .completions()
        .into_iter()
        .filter(|(_, case, _)| case.docket() == docket);
    days.map(|(day, ..)| day - start()).min().unwrap()
}

#[test]
fn a_closure_of_one_docket_leaves_its_days_to_the_others() {
    for queue in [Queue::BookAhead, Queue::CallUp(Discipline::FirstFiled)] {
        let change = CourtClosure {
            courts: vec![ONE],
            docket: Some(DocketId(1)),
            from: start(),
        };
        let policies = [until(policy("p", 0, Arc::new(change)), 30)];
        let log = run_with(&two_dockets().rule(queue), &policies, 1);
        assert!(first_day(&log, DocketId(1)) >= 30, "{queue:?}");
        assert!(last_day(&log, MAIN) < 10, "{queue:?}");
        assert_eq!(log.completions().len(), 100);
    }
}

#[test]
fn a_priority_is_called_first_on_its_day_and_keeps_it() {
    let change = |docket, rank| Priority {
        docket: DocketId(docket),
        priority: Some(rank),
        newest_first: false,
        dedicated: Vec::new(),
        cases: Cases::All,
    };
    let toy = two_dockets();
    let order = |policies: &[Policy], day: i32| -> Vec<u8> {
        let log = run_with(&toy, policies, 1);
        let held = log
            .events
            .iter()
            .filter(|(d, _, w)| *d == start() + day && matches!(w, What::Held(..)));
        held.map(|(_, case, _)| case.docket().0).collect()
    };
    // Both dockets share each of the first days; the second one is called first from day 1 on.
    let other_first = [until(policy("p", 1, Arc::new(change(1, 0))), 3)];
    let base: Vec<Vec<u8>> = (0..5).map(|day| order(&[], day)).collect();
    for day in 0..5 {
        let mut expected = base[day as usize].clone();
        if (1..3).contains(&day) {
            expected.sort_by_key(|docket| std::cmp::Reverse(*docket));
        }
        assert_eq!(order(&other_first, day), expected, "day {day}");
    }
}

/// A share of a session kind's bench time for the first hearings of a docket.
fn dedicated(docket: DocketId, from: u8, share: f64) -> Priority {
    Priority {
        docket,
        priority: None,
        newest_first: false,
        dedicated: vec![Dedicated {
            court: ONE,
            session: SessionId(0),
            from: SessionId(from),
            share,
        }],
        cases: Cases::All,
    }
}

#[test]
fn dedicated_bench_time_gives_a_docket_early_days() {
    // Alone, the general book is full for 30 days; a tenth of the time takes one case a day.
    let mut toy = Toy::new(1, 300.0, 30, 60).opening(300);
    toy.blueprint
        .dockets
        .push(docket("fast", vec![closing_stage(0, 30)]));
    let mut source = source("fast", 1.0);
    source.exact_totals = true;
    source.destinations[0].docket = DocketId(1);
    toy.blueprint.sources.push(source);
    let change = dedicated(DocketId(1), 0, 0.3);
    let wait = |policies: &[Policy]| {
        let log = run_with(&toy, policies, 1);
        let fast = log
            .completions()
            .into_iter()
            .filter(|(_, case, _)| case.docket() == DocketId(1));
        fast.map(|(day, case, _)| day - case.filed()).max().unwrap()
    };
    assert!(wait(&[]) >= 25);
    assert!(wait(&[policy("p", 0, Arc::new(change))]) <= 3);
}

#[test]
fn bench_time_dedicated_out_of_two_session_kinds_is_one_lane() {
    // Each kind has 150 minutes a day; a fifth of one and two fifths of the other are 90: three
    // hearings of half an hour.
    let mut toy = Toy::new(1, 300.0, 30, 40).opening(60);
    let mut other = toy.blueprint.sessions[0].clone();
    other.id = "other".into();
    toy.blueprint.sessions.push(other);
    toy.blueprint
        .sessions
        .iter_mut()
        .for_each(|kind| kind.share = 0.5);
    let one = policy("one", 0, Arc::new(dedicated(MAIN, 0, 0.2)));
    let other = policy("other", 0, Arc::new(dedicated(MAIN, 1, 0.4)));
    let daily = |policies: &[Policy]| held_on(&run_with(&toy, policies, 1), 1);
    assert_eq!(daily(std::slice::from_ref(&one)), 1);
    assert_eq!(daily(&[one, other]), 3);
}

#[test]
fn who_is_ready_when_dedicated_time_ends_is_called_with_the_others() {
    let toy = Toy::new(1, 300.0, 30, 60)
        .opening(100)
        .rule(Queue::CallUp(Discipline::FirstFiled));
    let change = dedicated(MAIN, 0, 0.3);
    // Three a day for five days; then all of the bench time is theirs.
    let log = run_with(&toy, &[until(policy("p", 0, Arc::new(change)), 5)], 1);
    assert_eq!(held_on(&log, 1), 3);
    assert_eq!(held_on(&log, 7), 10);
    assert_eq!(log.completions().len(), 100);
}

#[test]
fn newest_first_turns_the_order_round() {
    // 10 cases a day; ages differ by filing day: the youngest are called first from day 2 on.
    let mut toy = Toy::new(1, 300.0, 30, 20)
        .opening(100)
        .rule(Queue::CallUp(Discipline::FirstFiled));
    let ages = docketsim::rng::Distribution::Uniform {
        low: 1.0,
        high: 1001.0,
    };
    toy.blueprint.opening[0].age = docketsim::rng::Variate::new(&ages);
    let change = Priority {
        docket: MAIN,
        priority: None,
        newest_first: true,
        dedicated: Vec::new(),
        cases: Cases::All,
    };
    let log = run_with(&toy, &[until(policy("p", 2, Arc::new(change)), 4)], 1);
    let ages = |day: i32| -> Vec<i32> {
        let done = log
            .completions()
            .into_iter()
            .filter(|(d, ..)| *d == start() + day);
        done.map(|(_, case, _)| start() - case.filed()).collect()
    };
    assert!(ages(1).iter().all(|age| (800..=900).contains(age)));
    assert!(ages(2).iter().all(|age| *age <= 101));
    assert!(ages(3).iter().all(|age| (101..=201).contains(age)));
    assert!(ages(4).iter().all(|age| (700..=801).contains(age)));
}

/// A docket whose hearings are continued and closed half and half, 10 days apart.
fn continuing() -> Toy {
    let mut toy = Toy::new(100, 300.0, 30, 400).opening(2000);
    let then = vec![(0.5, Then::Continue), (0.5, Then::Close(DispositionId(0)))];
    let mut stage = stage("hearing", 0, 30, then);
    stage.outcomes[0].outcomes[0].interval = always(10.0);
    toy.blueprint.dockets[0].stages = vec![stage];
    toy
}

fn continuance(multiplier: f64, most: Option<u16>, interval: f64, cases: Cases) -> Arc<dyn Change> {
    Arc::new(Continuance {
        dockets: vec![MAIN],
        multiplier,
        most,
        interval,
        cases,
    })
}

#[test]
fn continuances_are_capped_scaled_and_shortened() {
    let toy = continuing();
    let hearings = |change| {
        let log = run_with(&toy, &[policy("p", 0, change)], 1);
        log.completions()
            .iter()
            .map(|(_, case, _)| case.held())
            .collect::<Vec<_>>()
    };
    let capped = hearings(continuance(1.0, Some(2), 1.0, Cases::All));
    assert_eq!(capped.len(), 2000);
    assert!(capped.iter().all(|held| *held <= 2));
    // Half close at once: 1,000 with a standard deviation of 22: 5 of them.
    let once = capped.iter().filter(|held| **held == 1).count();
    assert!((890..=1110).contains(&once), "{once}");
    assert!(
        hearings(continuance(0.0, None, 1.0, Cases::All))
            .iter()
            .all(|held| *held == 1)
    );
    // A quarter is continued: 1.33 hearings on average, with a deviation of 0.67 each.
    let scaled = hearings(continuance(0.5, None, 1.0, Cases::All));
    let mean = scaled.iter().map(|held| f64::from(*held)).sum::<f64>() / 2000.0;
    assert!((mean - 4.0 / 3.0).abs() < 0.075, "{mean}");
    // Half as many again, three quarters: 4 hearings, a deviation of 3.5 each; never all of them.
    let more = hearings(continuance(1.5, None, 1.0, Cases::All));
    assert_eq!(more.len(), 2000);
    let mean = more.iter().map(|held| f64::from(*held)).sum::<f64>() / 2000.0;
    assert!((mean - 4.0).abs() < 0.4, "{mean}");
    assert_eq!(
        hearings(continuance(0.0, None, 1.0, Cases::New)),
        hearings(continuance(1.0, None, 1.0, Cases::All))
    );
    let log = run_with(
        &toy,
        &[policy("p", 0, continuance(1.0, None, 0.5, Cases::All))],
        1,
    );
    let second = log
        .completions()
        .into_iter()
        .find(|(_, case, _)| case.held() == 2);
    let days = |log: &Log| {
        let twice = log
            .completions()
            .into_iter()
            .filter(|(_, case, _)| case.held() == 2);
        let (day, case, _) = twice
            .min_by_key(|(day, case, _)| (*day, case.ordinal()))
            .unwrap();
        let first = log
            .events
            .iter()
            .find(|(_, c, w)| c.key() == case.key() && matches!(w, What::Held(..)));
        day - first.unwrap().0
    };
    assert!(second.is_some());
    assert_eq!([days(&toy.run(1)), days(&log)], [10, 5]);
}

fn inactive_toy() -> Toy {
    let mut toy = continuing();
    toy.blueprint.dispositions.push(disposition("inactive"));
    toy.blueprint.dispositions[2].inactive = true;
    toy
}

fn administrative(share: f64, multiplier: f64) -> Arc<dyn Change> {
    Arc::new(AdministrativeClosure {
        docket: MAIN,
        disposition: DispositionId(2),
        share,
        multiplier,
        ramp: 0,
        cases: Cases::All,
    })
}

#[test]
fn administrative_closure_is_opened_and_shut() {
    let mut toy = inactive_toy();
    let inactive = |toy: &Toy, change| {
        let log = run_with(toy, &[policy("p", 0, change)], 1);
        assert_eq!(log.completions().len(), 2000);
        log.completions().iter().filter(|(.., d)| d.0 == 2).count()
    };
    assert_eq!(inactive(&toy, administrative(1.0, 1.0)), 2000);
    // Each hearing: 0.2 inactive, 0.4 continued, 0.4 closed: a third ends inactive, deviation 21.
    let opened = inactive(&toy, administrative(0.2, 1.0));
    assert!((561..=772).contains(&opened), "{opened}");
    let outcomes = &mut toy.blueprint.dockets[0].stages[0].outcomes[0];
    outcomes.outcomes[1].then = Then::Close(DispositionId(2));
    let mut decided = outcomes.outcomes[1].clone();
    decided.then = Then::Close(DispositionId(0));
    outcomes.outcomes.push(decided);
    outcomes
        .outcomes
        .iter_mut()
        .for_each(|outcome| outcome.share = 1.0 / 3.0);
    outcomes.shares = docketsim::rng::Cumulative::new(&[1.0, 1.0, 1.0]).unwrap();
    let base = toy
        .run(1)
        .completions()
        .iter()
        .filter(|(.., d)| d.0 == 2)
        .count();
    assert!((850..=1150).contains(&base), "{base}");
    assert_eq!(inactive(&toy, administrative(0.0, 0.0)), 0);
}

#[test]
fn a_wave_brings_back_so_many_a_day_and_never_more_than_lie_there() {
    let mut toy = Toy::new(10, 300.0, 30, 100).opening(10);
    toy.blueprint.opening[0].inactive = 100;
    let wave = |cases| {
        let recalendar = Recalendar {
            docket: MAIN,
            stage: StageId(0),
            waves: vec![Wave {
                after: 0,
                cases: f64::from(cases),
                over: 30,
            }],
        };
        policy("wave", 20, Arc::new(recalendar))
    };
    let returns = |policies: &[Policy]| {
        let log = run_with(&toy, policies, 1);
        let back = log
            .events
            .iter()
            .filter(|(_, _, w)| *w == What::Entered(Entry::Return));
        back.map(|(day, ..)| *day - start()).collect::<Vec<_>>()
    };
    let days = returns(&[wave(60)]);
    let expected: Vec<i32> = (0..30).flat_map(|day| [20 + day, 20 + day]).collect();
    assert_eq!(days, expected);
    assert_eq!(returns(&[wave(1000)]).len(), 100);
    // Stopped after a third of its time: a third of the cases.
    assert_eq!(returns(&[until(wave(60), 30)]).len(), 20);
}

pub fn relief(pending: f64, inactive: f64, arriving: f64, over: i32) -> Arc<dyn Change> {
    Arc::new(ReliefProgram {
        docket: MAIN,
        disposition: DispositionId(1),
        pending,
        inactive,
        arriving,
        over,
    })
}

#[test]
fn relief_closes_pending_cases_and_keeps_new_ones_away() {
    for queue in [Queue::BookAhead, Queue::CallUp(Discipline::FirstFiled)] {
        // One case a day of 1,000 is heard; on day 50 a programme closes all others.
        let mut toy = Toy::new(1, 30.0, 30, 300)
            .opening(1000)
            .arrivals(2.0)
            .rule(queue);
        toy.blueprint.opening[0].inactive = 100;
        let log = run_with(
            &toy,
            &[until(policy("p", 50, relief(1.0, 0.5, 1.0, 0)), 100)],
            1,
        );
        let relieved: Vec<Day> = (log.completions().into_iter())
            .filter(|(_, _, disposition)| disposition.0 == 1)
            .map(|(day, ..)| day)
            .collect();
        let filed = log
            .events
            .iter()
            .filter(|(day, _, w)| *day < start() + 50 && *w == What::Entered(Entry::Receipt));
        assert_eq!(relieved.len(), 1000 - 50 + filed.count(), "{queue:?}");
        assert!(relieved.iter().all(|day| *day == start() + 50));
        let during = log.events.iter().filter(|(day, _, w)| {
            (50..100).contains(&(*day - start())) && *w == What::Entered(Entry::Receipt)
        });
        assert_eq!(during.count(), 0);
        assert!(
            log.completions()
                .iter()
                .any(|(day, ..)| *day > start() + 105)
        );
    }
}

#[test]
fn relief_over_a_period_closes_its_share_evenly() {
    let toy = Toy::new(1, 30.0, 30, 300).opening(3000);
    let log = run_with(&toy, &[policy("p", 10, relief(0.4, 0.0, 0.0, 100))], 1);
    let days: Vec<i32> = (log.completions().into_iter())
        .filter(|(_, _, disposition)| disposition.0 == 1)
        .map(|(day, ..)| day - start())
        .collect();
    // 0.4 of 2,990: deviation 27, 5 of them.
    assert!((1060..=1330).contains(&days.len()), "{}", days.len());
    let half = days.iter().filter(|day| **day < 60).count() as f64 / days.len() as f64;
    assert!((half - 0.5).abs() < 0.08, "{half}");
    assert!(days.iter().all(|day| (10..110).contains(day)));
}

#[test]
fn representation_is_found_paid_for_and_takes_its_minutes() {
    let mut toy = Toy::new(100, 300.0, 30, 60).opening(1000);
    toy.blueprint.dockets[0].represented = 0.4;
    toy.blueprint.dockets[0].stages[0].absent.unrepresented = 1.0;
    let offer = |share, cases| RepresentationOffer {
        policy: "p".into(),
        docket: MAIN,
        share,
        minutes: 2.0,
        cost_per_case: 10.0,
        cost_per_year: 0.0,
        ramp: 0,
        cases,
    };
    let run = |share, cases| run_with(&toy, &[policy("p", 0, Arc::new(offer(share, cases)))], 1);
    let log = run(1.0, Cases::All);
    // Nobody is absent any more; hearings of those who got one take 60 minutes, others 30.
    assert_eq!(adjourned(&log, Adjournment::Absent), 0);
    let long = log.count(|w| matches!(w, What::Held(_, 60)));
    let short = log.count(|w| matches!(w, What::Held(_, 30)));
    assert_eq!(long + short, 1000);
    // 600 without one: deviation 15.5, 5 of them.
    assert!((522..=678).contains(&long), "{long}");
    assert_eq!(log.costs.iter().sum::<f64>(), 10.0 * long as f64);
    let none = run(1.0, Cases::New);
    assert_eq!(none.costs.iter().sum::<f64>(), 0.0);
    assert!(adjourned(&none, Adjournment::Absent) > 1000);
    assert_eq!(run(1.0, Cases::Pending), log);
}

#[test]
fn the_appeals_body_decides_more_and_remands_more() {
    // One decision a day of 100 pending ones; from day 20 on two, from day 40 on one again.
    let mut toy = Toy::new(10, 300.0, 10, 62).opening(1);
    toy.blueprint.appeals = Some(AppealsBody {
        opening: 100,
        decisions_per_year: Schedule::constant(365.25),
        remand: 0.0,
        opening_remands: vec![Destination {
            court: ONE,
            docket: MAIN,
            share: 1.0,
        }],
    });
    let appeals = Appeals {
        policy: "p".into(),
        decisions: None,
        multiplier: 1.0,
        added: 365.25,
        remand: Some(1.0),
        ramp: 0,
        cost_per_year: 0.0,
    };
    let log = run_with(&toy, &[until(policy("p", 20, Arc::new(appeals)), 40)], 1);
    // Ends of October and November: 31 and 61 days.
    let pending: Vec<u64> = log.months.iter().map(|month| month.2).collect();
    assert_eq!(pending[..2], [100 - 20 - 22, 100 - 20 - 40 - 21]);
    assert_eq!(log.count(|w| *w == What::Entered(Entry::Return)), 40);
}

/// A court that takes shares of the first one's new and pending cases, and hears none of them.
pub fn opens_without_judges(court: CourtId, share: f64, pending: f64) -> OpenCourt {
    OpenCourt {
        policy: "p".into(),
        court,
        posts: 0.0,
        courtrooms: 0.0,
        lead_time: 0,
        hiring_ahead: 0,
        catchment: vec![Catchment {
            court: ONE,
            share,
            pending,
        }],
        setup_cost: 0.0,
        cost_per_year: 0.0,
    }
}

#[test]
fn a_court_that_opens_takes_those_too_who_are_yet_to_be_ready_and_keeps_nobody_when_it_closes() {
    let mut toy = Toy::new(3, 300.0, 30, 700)
        .arrivals(5.0)
        .rule(Queue::CallUp(Discipline::FirstFiled));
    toy.blueprint.courts.push(court("new", 3, 300.0));
    let docket = &mut toy.blueprint.dockets[0];
    docket.notice = always(60.0);
    docket.returns.push(Return {
        disposition: DispositionId(0),
        share: 0.5,
        delay: always(90.0),
        stage: StageId(0),
    });
    let (new, opens, closes) = (CourtId(1), start() + 200, start() + 400);
    let change = opens_without_judges(new, 1.0, 1.0);
    let log = run_with(&toy, &[until(policy("p", 200, Arc::new(change)), 400)], 1);
    // Sixty days of five filings and two or three returns, none of them ready yet.
    let moved = |day: Day| {
        let of_day = log.events.iter().filter(|(d, ..)| *d == day);
        of_day
            .filter(|(_, case, w)| *w == What::Entered(Entry::TransferIn) && case.court() == new)
            .count()
    };
    assert!((380..480).contains(&moved(opens)), "{}", moved(opens));
    let at_new = |from: Day, entry: Entry| {
        let later = log.events.iter().filter(|(day, ..)| *day >= from);
        later
            .filter(|(_, case, w)| *w == What::Entered(entry) && case.court() == new)
            .count()
    };
    assert!(at_new(opens, Entry::Return) > 100);
    assert_eq!(at_new(closes, Entry::Return), 0);
    assert_eq!(at_new(closes, Entry::Receipt), 0);
}

#[test]
fn a_court_that_took_pending_cases_only_gives_them_back() {
    let mut toy = Toy::new(1, 30.0, 30, 400).opening(300);
    toy.blueprint.courts.push(court("new", 0, 300.0));
    let change = opens_without_judges(CourtId(1), 0.0, 0.5);
    let log = run_with(&toy, &[until(policy("p", 30, Arc::new(change)), 100)], 1);
    let moved = |day: i32| {
        let of_day = log.events.iter().filter(|(d, ..)| *d == start() + day);
        of_day
            .filter(|(_, _, w)| *w == What::Entered(Entry::TransferIn))
            .count()
    };
    assert!(moved(30) > 100);
    assert_eq!(moved(100), moved(30));
}

#[test]
fn a_court_opens_takes_its_catchment_and_gives_it_back() {
    let mut toy = Toy::new(1, 30.0, 30, 400).opening(300).arrivals(5.0);
    toy.blueprint.courts.push(court("new", 0, 300.0));
    let new = CourtId(1);
    let change = OpenCourt {
        policy: "p".into(),
        court: new,
        posts: 2.0,
        courtrooms: 2.0,
        lead_time: 120,
        hiring_ahead: 110,
        catchment: vec![Catchment {
            court: ONE,
            share: 0.5,
            pending: 1.0,
        }],
        setup_cost: 1000.0,
        cost_per_year: 365.25,
    };
    let log = run_with(&toy, &[until(policy("p", 30, Arc::new(change)), 350)], 1);
    let (opens, closes) = (start() + 150, start() + 350);
    let at = |day: Day, what: What| {
        let found = log
            .events
            .iter()
            .filter(|(d, _, w)| *d == day && *w == what);
        found.count()
    };
    // All that is pending moves on the first day, one hearing a day having been held before.
    let filed = log
        .events
        .iter()
        .filter(|(day, _, w)| *day < opens && *w == What::Entered(Entry::Receipt));
    assert_eq!(
        at(opens, What::Entered(Entry::TransferIn)),
        300 - 150 + filed.count()
    );
    // Posts count from day 40, selection takes 100 days: two judges by the end of February.
    let judges: Vec<u32> = log.months.iter().map(|month| month.1[1]).collect();
    assert_eq!(judges[..6], [0, 0, 0, 0, 2, 2]);
    assert_eq!(*judges.last().unwrap(), 0);
    let receipts = |court: CourtId| {
        let filed = log.events.iter().filter(|(day, case, w)| {
            (opens..closes).contains(day)
                && case.court() == court
                && *w == What::Entered(Entry::Receipt)
        });
        filed.count() as f64
    };
    // 1,000 filings, half of them: standard error 0.016, 5 of them.
    let share = receipts(new) / (receipts(new) + receipts(ONE));
    assert!((share - 0.5).abs() < 0.08, "{share}");
    let pending = log
        .events
        .iter()
        .filter(|(_, case, w)| case.court() == new && *w == What::StillPending);
    assert_eq!(pending.count(), 0, "its cases went back when it closed");
    assert_eq!(log.costs.iter().sum::<f64>().round(), 1000.0 + 200.0);
}

#[test]
fn a_deterrent_effect_fades_by_half_in_its_half_life() {
    let toy = Toy::new(1, 30.0, 30, 900).arrivals(5.0);
    let form = ArrivalsForm {
        kind: "deterrence",
        arrivals: Arrivals {
            sources: vec![SourceId(0)],
            multiplier: 0.6,
            lag: 30,
            ramp: 0,
        },
        half_life: Some(60.0),
    };
    let levers = enact_all(
        &toy.levers(),
        &[policy("p", 100, Arc::new(form))],
        Stream::new(1, 0),
    );
    let factor = |day: i32| (levers.arrivals[0].at(start() + day) * 1000.0).round() / 1000.0;
    assert_eq!(
        [129, 130, 159, 190, 250, 800].map(factor),
        [1.0, 0.6, 0.6, 0.8, 0.9, 1.0]
    );
}
