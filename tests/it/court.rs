//! The court model on small systems with answers worked out by hand.

use crate::support::*;
use docketsim::court::*;
use docketsim::policy::{
    Arrivals, Deterrence, Judges, Luck, Policy, PostsAt, Readiness, ReliefProgram, RemainInHost,
    ReservedTime, enact_all,
};
use docketsim::rng::{Cumulative, Distribution, Stream, Variate};
use docketsim::time::{CourtCalendar, Day, Holidays, Schedule};
use std::sync::Arc;

fn days(log: &Log) -> Vec<i32> {
    log.completions()
        .iter()
        .map(|(day, _, _)| *day - start())
        .collect()
}

#[test]
fn courts_sit_on_court_days_only() {
    let mut toy = Toy::new(1, 30.0, 30, 14).opening(10);
    let blueprint = &mut toy.blueprint;
    // 1 October 2018 is a Monday; 8 October is Columbus Day.
    let weekdays = docketsim::time::Weekday::WORKING;
    blueprint.calendar =
        CourtCalendar::new(start(), start() + 5000, &weekdays, &Holidays::UsFederal);
    assert_eq!(days(&toy.run(1)), [0, 1, 2, 3, 4, 8, 9, 10, 11]);
}

#[test]
fn the_last_hearing_called_may_overrun_and_the_rest_are_adjourned() {
    // Booked at 30 minutes, they take 45: of 100 minutes three are called, the last overruns.
    let mut toy = Toy::new(1, 100.0, 30, 3).opening(3);
    toy.blueprint.sessions[0].overbooking = 1.5;
    toy.blueprint.dockets[0].stages[0].minutes = always(45.0);
    let mut more = toy;
    more.blueprint.opening[0].pending = 5;
    let log = more.run(1);
    assert_eq!(log.sat[0].3, 135);
    assert_eq!(days(&log), [0, 0, 0, 1, 1]);
    let adjourned = What::Adjourned(SessionId(0), Adjournment::InsufficientTime);
    assert_eq!(log.count(|w| *w == adjourned), 2);
}

#[test]
fn hearings_that_no_longer_fit_are_bumped_to_the_tail() {
    // Two judges, 10 hearings a day each, 100 cases: booked on days 0-4. One leaves on day 2:
    // days 2, 3 and 4 keep 10 each, and the 30 bumped follow on days 5, 6 and 7.
    let toy = Toy::new(2, 300.0, 30, 20).opening(100);
    let mut levers = toy.levers();
    levers.posts[0] = Schedule::constant(2.0).set_from(start() + 2, 1.0);
    let log = run(&toy.blueprint, &levers, 1);
    let bumped = What::Adjourned(SessionId(0), Adjournment::Bumped);
    assert_eq!(log.count(|w| *w == bumped), 30);
    let per_day = |d: i32| days(&log).iter().filter(|&&day| day == d).count();
    assert_eq!(
        [0, 1, 2, 3, 4, 5, 6, 7, 8].map(per_day),
        [20, 20, 10, 10, 10, 10, 10, 10, 0]
    );
}

#[test]
fn the_lowest_priority_is_bumped_first() {
    let mut toy = Toy::new(2, 300.0, 30, 20);
    toy.blueprint
        .dockets
        .push(docket("urgent", vec![closing_stage(0, 30)]));
    // Of the 20 places of day 1, ten are booked for each docket, and ten are lost.
    for (docket, pending) in [(0, 30), (1, 10)] {
        let mut opening = Toy::new(1, 1.0, 1, 1)
            .opening(pending)
            .blueprint
            .opening
            .remove(0);
        opening.docket = DocketId(docket);
        toy.blueprint.opening.push(opening);
    }
    let mut levers = toy.levers();
    levers.priority[0] = Schedule::constant(2);
    levers.posts[0] = Schedule::constant(2.0).set_from(start() + 1, 1.0);
    let log = run(&toy.blueprint, &levers, 1);
    let bumped = What::Adjourned(SessionId(0), Adjournment::Bumped);
    let of = |d: u8| {
        log.events
            .iter()
            .filter(|(_, c, w)| *w == bumped && c.docket().0 == d)
            .count()
    };
    assert_eq!((of(0), of(1)), (10, 0));
}

#[test]
fn a_rise_in_capacity_leaves_the_book_alone_unless_hearings_are_advanced() {
    let system = |rebooking| {
        let mut toy = Toy::new(1, 300.0, 30, 200).opening(1500);
        toy.blueprint.rules.rebooking = rebooking;
        toy.blueprint.courts[0].hiring.selection = always(1.0);
        let mut levers = toy.levers();
        for lever in [&mut levers.posts, &mut levers.courtrooms] {
            lever[0] = Schedule::constant(1.0).set_from(start() + 20, 3.0);
        }
        run(&toy.blueprint, &levers, 1)
    };
    let last = |log: &Log| *days(log).last().unwrap();
    // Alone, one judge needs 150 days for the booked cases, whatever the new judges do.
    assert_eq!(last(&system(Rebooking::Never)), 149);
    // Advanced from November on: 32 days at 10 a day, then 30 a day.
    let advanced = system(Rebooking::Advance);
    assert_eq!(advanced.completions().len(), 1500);
    assert!((70..=75).contains(&last(&advanced)), "{}", last(&advanced));
}

#[test]
fn advanced_hearings_keep_their_notice_and_their_ready_day() {
    let mut toy = Toy::new(1, 300.0, 30, 300).opening(1000);
    toy.blueprint.rules.rebooking = Rebooking::Advance;
    toy.blueprint.rules.minimum_notice = 10;
    toy.blueprint.opening[0].residual = Variate::new(&Distribution::Uniform {
        low: 0.0,
        high: 80.0,
    });
    let mut levers = toy.levers();
    for lever in [&mut levers.posts, &mut levers.courtrooms] {
        lever[0] = Schedule::constant(1.0).set_from(start() + 5, 4.0);
    }
    toy.blueprint.courts[0].hiring.selection = always(1.0);
    let log = run(&toy.blueprint, &levers, 1);
    for (day, case, _) in log.completions() {
        assert!(day >= case.ready(), "{day} is before {}", case.ready());
    }
}

#[test]
fn vacancies_are_filled_through_the_pipeline() {
    // Authorised on day 10, selected 100 days later, classes every three months from January.
    let mut toy = Toy::new(2, 300.0, 30, 400);
    toy.blueprint.courts[0].hiring.class_interval = 3;
    let mut levers = toy.levers();
    for lever in [&mut levers.posts, &mut levers.courtrooms] {
        lever[0] = Schedule::constant(2.0).set_from(start() + 10, 5.0);
    }
    let log = run(&toy.blueprint, &levers, 1);
    let judges: Vec<u32> = log.months.iter().map(|(_, judges, ..)| judges[0]).collect();
    // Day 110 is 19 January: the April class.
    assert_eq!(&judges[..8], [2, 2, 2, 2, 2, 2, 5, 5]);
}

#[test]
fn judges_never_exceed_what_the_courtrooms_serve() {
    let toy = Toy::new(2, 300.0, 30, 400);
    let mut levers = toy.levers();
    levers.posts[0] = Schedule::constant(2.0).set_from(start() + 10, 9.0);
    levers.courtrooms[0] = Schedule::constant(4.0);
    let log = run(&toy.blueprint, &levers, 1);
    assert_eq!(log.months.last().unwrap().1, [4]);
}

#[test]
fn learning_judges_grow_into_full_productivity() {
    let mut toy = Toy::new(1, 300.0, 30, 500).arrivals(40.0);
    let hiring = &mut toy.blueprint.courts[0].hiring;
    (hiring.selection, hiring.training) = (always(10.0), 42);
    (hiring.learning, hiring.starting_productivity) = (300, 0.5);
    let mut levers = toy.levers();
    for lever in [&mut levers.posts, &mut levers.courtrooms] {
        lever[0] = Schedule::constant(1.0).set_from(start() + 1, 2.0);
    }
    let log = run(&toy.blueprint, &levers, 1);
    let available = |d: i32| log.sat.iter().find(|s| s.0 == start() + d).unwrap().4;
    assert_eq!(available(50), 300);
    assert_eq!(available(53), 450);
    // Two thirds of the way at the review of 1 March, day 151: 300 (1 + 0.5 + 0.5 * 98 / 300).
    assert_eq!(available(153), 499);
    assert_eq!(available(400), 600);
}

#[test]
fn judges_leave_by_a_constant_hazard_and_are_replaced() {
    let mut toy = Toy::new(200, 300.0, 30, 3650);
    toy.blueprint.courts[0].hiring.departures = 0.07;
    toy.blueprint.courts[0].hiring.selection = always(180.0);
    let log = toy.run(11);
    let judges: Vec<f64> = log
        .months
        .iter()
        .map(|(_, j, ..)| f64::from(j[0]))
        .collect();
    let settled = &judges[24..];
    let mean = settled.iter().sum::<f64>() / settled.len() as f64;
    // In balance a seat is taken for 1/0.07 years and vacant for 180 days. One run of 200 seats;
    // the mean over eight years has a standard error below 0.6: 4 of them, false alarms 1e-4.
    let expected = 200.0 * (1.0 / 0.07) / (1.0 / 0.07 + 181.0 / 365.25);
    assert!((mean - expected).abs() < 2.4, "{mean} against {expected}");
}

#[test]
fn respondents_who_stay_away_are_ordered_removed_or_heard_another_day() {
    let mut toy = Toy::new(10, 300.0, 10, 1000).opening(10_000);
    toy.blueprint.dispositions[1].in_absentia = true;
    toy.blueprint.dockets[0].stages[0].absent = Absence {
        unrepresented: 0.6,
        represented: 0.2,
        minutes: 2,
        order: 0.5,
        disposition: Some(DispositionId(1)),
        interval: always(30.0),
    };
    let log = toy.run(2);
    let done = log.completions();
    assert_eq!(done.len(), 10_000);
    let share = |represented: bool| {
        let (mut absent, mut all) = (0.0, 0.0);
        for (_, case, disposition) in &done {
            if case.has(Flags::REPRESENTED) == represented {
                all += 1.0;
                absent += f64::from(u8::from(disposition.0 == 1));
            }
        }
        absent / all
    };
    // Each setting: absent p, ordered p/2, again p/2: ordered in the end (p/2) / (1 - p/2).
    // 5,000 cases each: 4 standard errors are below 0.03 (two-sided, false alarms 1e-4).
    assert!((share(false) - 0.3 / 0.7).abs() < 0.03, "{}", share(false));
    assert!((share(true) - 0.1 / 0.9).abs() < 0.03, "{}", share(true));
}

#[test]
fn the_last_outcome_table_that_holds_is_used() {
    let mut toy = Toy::new(10, 300.0, 10, 100).opening(100);
    let table = |from_hearing, represented, disposition| OutcomeTable {
        from: None,
        represented,
        applies: None,
        from_hearing,
        shares: Cumulative::new(&[1.0]).unwrap(),
        outcomes: vec![Outcome {
            share: 1.0,
            then: disposition,
            interval: always(1.0),
        }],
    };
    toy.blueprint.dockets[0].stages[0].outcomes = vec![
        table(0, None, Then::Continue),
        table(3, None, Then::Close(DispositionId(0))),
        table(0, Some(true), Then::Close(DispositionId(1))),
    ];
    for (_, case, disposition) in toy.run(1).completions() {
        let expected = if case.has(Flags::REPRESENTED) {
            (1, 1)
        } else {
            (0, 3)
        };
        assert_eq!((disposition.0, case.held()), expected);
    }
}

#[test]
fn transfers_balance_between_courts_and_dockets() {
    let mut toy = Toy::new(2, 300.0, 30, 100).opening(50);
    toy.blueprint.courts.push(court("two", 2, 300.0));
    toy.blueprint
        .dockets
        .push(docket("other", vec![closing_stage(0, 30)]));
    let there = Then::Transfer {
        court: Some(CourtId(1)),
        docket: DocketId(1),
        stage: StageId(0),
    };
    toy.blueprint.dockets[0].stages = vec![stage("hearing", 0, 30, vec![(1.0, there)])];
    let log = toy.run(1);
    assert_eq!(log.count(|w| *w == What::Left(Exit::TransferOut)), 50);
    assert_eq!(log.count(|w| *w == What::Entered(Entry::TransferIn)), 50);
    assert!(
        log.completions()
            .iter()
            .all(|(_, c, _)| (c.court().0, c.docket().0) == (1, 1))
    );
    assert_eq!(log.completions().len(), 50);
}

#[test]
fn appeals_wait_for_their_own_body_and_remands_come_back() {
    let mut toy = Toy::new(10, 300.0, 10, 700).opening(300);
    toy.blueprint.appeals = Some(AppealsBody {
        opening: 10,
        decisions_per_year: Schedule::constant(365.25),
        remand: 0.5,
        opening_remands: vec![Destination {
            court: CourtId(0),
            docket: DocketId(0),
            share: 1.0,
        }],
    });
    toy.blueprint.dockets[0].appeal = Some(Appeal {
        shares: vec![0.4, 0.0],
        delay: always(10.0),
        remand_stage: StageId(0),
    });
    let log = toy.run(4);
    let returns = log.count(|w| *w == What::Entered(Entry::Return));
    let done = log.completions().len();
    assert_eq!(done, 300 + returns);
    // One decision a day: all days are court days.
    let appeals = log.months[0].2;
    assert!((90..=110).contains(&appeals), "{appeals}");
    assert_eq!(log.months.last().unwrap().2, 0);
    // 40 % are appealed, half remanded, those appeal again: 0.2 / 0.8 of 300, and 5 of the opening.
    assert!((45..=115).contains(&returns), "{returns}");
}

#[test]
fn inactive_cases_return_by_their_hazard_and_closed_ones_by_their_share() {
    let mut toy = Toy::new(10, 300.0, 10, 730).opening(1000);
    toy.blueprint.opening[0].inactive = 2000;
    toy.blueprint.opening[0].recalendar = 0.5;
    toy.blueprint.dockets[0].returns = vec![Return {
        disposition: DispositionId(0),
        share: 0.25,
        delay: always(20.0),
        stage: StageId(0),
    }];
    let log = toy.run(6);
    let back = |source: fn(&Case) -> bool| {
        let entered = log
            .events
            .iter()
            .filter(|(_, _, w)| *w == What::Entered(Entry::Return));
        entered
            .filter(|(_, case, _)| source(case))
            .map(|(_, c, _)| c.key())
            .collect::<Vec<_>>()
    };
    let mut inactive = back(|case| case.source() == SourceId(254));
    inactive.sort_unstable();
    inactive.dedup();
    // 2,000 (1 - exp(-0.5 * 2)) = 1,264 with a standard deviation of 21.6: 4 of them.
    let expected = 2000.0 * (1.0 - (-0.5_f64 * 730.0 / 365.25).exp());
    assert!(
        (inactive.len() as f64 - expected).abs() < 86.0,
        "{} {expected}",
        inactive.len()
    );
    let closed = back(|case| case.source() == SourceId(255)).len() as f64;
    // Each closing returns with 0.25: 1,000 / 3 in all, standard deviation 21: 4 of them.
    assert!((closed - 1000.0 / 3.0).abs() < 85.0, "{closed}");
}

#[test]
fn respondents_withdraw_by_a_hazard_while_they_wait() {
    // 1 hearing a day, 3,000 cases at the start: nearly all wait far longer than a year.
    let toy = Toy::new(1, 30.0, 30, 365).opening(3000);
    let mut levers = toy.levers();
    levers.withdrawal[0] = Schedule::constant(0.3);
    let log = run(&toy.blueprint, &levers, 9);
    let withdrawn = log
        .completions()
        .iter()
        .filter(|(_, _, d)| d.0 == 1)
        .count() as f64;
    // Nobody fills the places of those who withdraw faster than they are heard: the pending n
    // falls by 1 + 0.3 n / 365.25 a day; integrated over the year about 690 withdraw, sd 23.
    let expected = 3000.0 - 365.0 - {
        let rate: f64 = 0.3 / 365.25;
        (3000.0 + 1.0 / rate) * (-rate * 365.0).exp() - 1.0 / rate
    };
    assert!(
        (withdrawn - expected).abs() < 100.0,
        "{withdrawn} against {expected}"
    );
}

#[test]
fn a_hazard_that_changes_holds_from_its_day_on_under_the_call_up_rule() {
    // 5 a day of 3,000 are called; who is called after the change has borne the new hazard since.
    let toy = Toy::new(1, 150.0, 30, 400)
        .opening(3000)
        .rule(Queue::CallUp(Discipline::FirstReady));
    let log = |from: f64, to: f64| {
        let mut levers = toy.levers();
        levers.withdrawal[0] = Schedule::constant(from).set_from(start() + 200, to);
        run(&toy.blueprint, &levers, 9)
    };
    let withdrawn = |log: &Log, days: std::ops::Range<i32>| {
        let left = log.completions().into_iter();
        let called = left.filter(|(day, ..)| days.contains(&(*day - start())));
        let (gone, heard): (Vec<_>, Vec<_>) = called.partition(|(.., d)| d.0 == 1);
        gone.len() as f64 / (gone.len() + heard.len()) as f64
    };
    // Called ten days after the start of a hazard of 1 a year: 2.7 % of 70 or so have withdrawn.
    let rises = log(0.0, 1.0);
    assert_eq!(withdrawn(&rises, 0..200), 0.0);
    assert!(withdrawn(&rises, 200..220) < 0.1);
    // After its end who has waited 200 days with it: 42 % of 350 or more, 5 deviations.
    let share = withdrawn(&log(1.0, 0.0), 250..400);
    assert!((share - 0.42).abs() < 0.1, "{share}");
}

#[test]
fn a_hazard_of_withdrawing_that_hardly_changes_each_day_is_as_one_that_does_not() {
    let toy = Toy::new(1, 150.0, 30, 300).opening(3000);
    let withdrawn = |every: i32| {
        let mut levers = toy.levers();
        let mut hazard = Schedule::constant(0.5);
        for (n, day) in (0..300).step_by(every as usize).enumerate() {
            hazard = hazard.set_from(start() + day, 0.5 + 1e-6 * (n % 2) as f64);
        }
        levers.withdrawal[0] = hazard;
        let log = run(&toy.blueprint, &levers, 9);
        let withdrawn = log.completions().into_iter().filter(|(.., d)| d.0 == 1);
        withdrawn.count() as f64
    };
    let (never, daily) = (withdrawn(1000), withdrawn(1));
    // About 800 each, with a deviation of 26; 4 of the difference's.
    assert!((never - daily).abs() < 150.0, "{never} and {daily}");
}

#[test]
fn a_hazard_of_withdrawing_that_changes_holds_for_all_who_wait() {
    // 5 hearings a day, 3,000 cases at the start, all of them booked; more come.
    let toy = Toy::new(1, 150.0, 30, 400).opening(3000).arrivals(4.0);
    for (from, to) in [(0.0, 0.6), (0.6, 0.0), (0.8, 0.3), (0.3, 0.8)] {
        let mut levers = toy.levers();
        levers.withdrawal[0] = Schedule::constant(from).set_from(start() + 150, to);
        let log = run(&toy.blueprint, &levers, 9);
        let pending = log.pending(start(), start() + 399);
        let withdrawn = log.completions().into_iter().filter(|(.., d)| d.0 == 1);
        let days: Vec<i32> = withdrawn.map(|(day, ..)| day - start()).collect();
        for (days_of, hazard) in [(1_i32..150, from), (151..400, to)] {
            let seen = days.iter().filter(|day| days_of.contains(*day)).count() as f64;
            // On each day a share of those pending the evening before.
            let at_risk: i64 = days_of.map(|day| pending[day as usize - 1]).sum();
            let expected = hazard / 365.25 * at_risk as f64;
            // Who files has a day at least; 4 standard deviations.
            let near = 4.0 * expected.sqrt() + 0.01 * expected;
            assert!(
                (seen - expected).abs() <= near,
                "{from} to {to}: {seen} withdrew with {hazard}, expected {expected}"
            );
        }
    }
}

#[test]
fn filings_at_exact_totals_have_exact_totals() {
    let mut toy = Toy::new(10, 300.0, 10, 730);
    let mut source = source("exact", 1000.0 / 365.0);
    source.exact_totals = true;
    toy.blueprint.sources.push(source);
    let log = toy.run(8);
    let end = start() + 365;
    let filed = |range: std::ops::Range<Day>| {
        let receipts = log
            .events
            .iter()
            .filter(|(_, _, w)| *w == What::Entered(Entry::Receipt));
        receipts.filter(|(day, _, _)| range.contains(day)).count()
    };
    assert_eq!(filed(start()..end), 1000);
    assert_eq!(filed(end..start() + 730), 1000);
    // Weekdays say when they come, not how many: a year has a day more than whole weeks.
    toy.blueprint.sources[0].weekdays = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 7.0];
    let log = toy.run(8);
    let receipts = log.count(|w| *w == What::Entered(Entry::Receipt));
    assert_eq!(receipts, 2000);
}

#[test]
fn parts_of_a_post_add_up_to_one() {
    let toy = Toy::new(1, 300.0, 30, 31);
    let mut levers = toy.levers();
    // A little less than 1, as floating-point numbers add up.
    levers.posts[0] = Schedule::constant(0.7 + 0.2 + 0.1);
    assert_eq!(run(&toy.blueprint, &levers, 1).months[0].1, [1]);
}

#[test]
fn families_are_filed_and_heard_together() {
    let mut toy = Toy::new(10, 300.0, 10, 400).arrivals(20.0);
    toy.blueprint.sources[0].group_sizes = vec![0.5, 0.3, 0.2];
    let log = toy.run(8);
    let cases: f64 = (log.events.iter())
        .filter(|(_, _, w)| *w == What::Entered(Entry::Receipt))
        .map(|(_, case, _)| f64::from(case.members()))
        .sum();
    // 8,000 cases in groups of 1.7: sd = sqrt(8000 * (1*.5 + 4*.3 + 9*.2) / 1.7) = 128; 4 of them.
    assert!((cases - 8000.0).abs() < 512.0, "{cases}");
    assert!(
        log.completions()
            .iter()
            .any(|(_, case, _)| case.members() == 3)
    );
}

/// A toy with a port and a host site at which the programme opens on day 30.
fn host_system(
    capacity: f64,
    intake: f64,
    change: impl FnOnce(&mut RemainInHost),
) -> (Toy, Policy) {
    let mut toy = Toy::new(4, 300.0, 30, 400).arrivals(20.0);
    let mut host = docket("host", vec![closing_stage(0, 30)]);
    host.waits = WaitPlace::Host;
    host.notice = always(45.0);
    toy.blueprint.dockets.push(host);
    toy.blueprint.sites.push(Site {
        id: "port".into(),
        name: "Port".into(),
        ports: vec![SourceId(0)],
        court: CourtId(0),
        docket: DocketId(1),
    });
    let mut programme = RemainInHost {
        policy: "programme".into(),
        site: SiteId(0),
        ports: vec![SourceId(0)],
        court: CourtId(0),
        docket: DocketId(1),
        readiness: Readiness::AtOnce,
        capacity: Schedule::constant(capacity),
        intake: Schedule::constant(intake),
        intake_ramp: 0,
        eligible: 1.0,
        exempt: 0.0,
        reserved: Vec::new(),
        absence: 1.0,
        withdrawal: 0.0,
        deterrence: None,
        cost_per_year: 0.0,
        setup_cost: 0.0,
    };
    change(&mut programme);
    (toy, policy("programme", 30, Arc::new(programme)))
}

fn policy(id: &str, day: i32, change: Arc<dyn docketsim::policy::Change>) -> Policy {
    Policy {
        id: id.into(),
        name: id.into(),
        effective: start() + day,
        until: None,
        probability: 1.0,
        bill: None,
        change,
    }
}

fn run_with(toy: &Toy, policies: &[Policy], seed: u64) -> Log {
    let levers = enact_all(&toy.levers(), policies, Stream::new(seed, 0));
    run(&toy.blueprint, &levers, seed)
}

#[test]
fn a_site_takes_in_its_quota_and_never_more_than_its_capacity() {
    let (toy, policy) = host_system(100.0, 5.0, |_| {});
    let log = run_with(&toy, &[policy], 3);
    let taken: Vec<Day> = (log.events.iter())
        .filter(|(_, _, w)| matches!(w, What::Taken(_)))
        .map(|(day, ..)| *day)
        .collect();
    assert_eq!(taken[0], start() + 30);
    for day in 30..45 {
        assert_eq!(
            taken.iter().filter(|d| **d == start() + day).count(),
            5,
            "day {day}"
        );
    }
    assert!(
        log.months
            .iter()
            .all(|(_, _, _, waiting)| waiting[0] <= 100)
    );
    assert!(
        log.months
            .iter()
            .any(|(_, _, _, waiting)| waiting[0] == 100)
    );
    assert!(log.count(|w| matches!(w, What::Refused(_))) > 1000);
}

#[test]
fn who_does_not_file_takes_no_place_at_a_site_and_is_not_refused() {
    // A programme keeps half of those away who would be heard on the docket of the site.
    let (toy, host) = host_system(1e6, 1e6, |_| {});
    let relief = ReliefProgram {
        docket: DocketId(1),
        disposition: DispositionId(1),
        pending: 0.0,
        inactive: 0.0,
        arriving: 0.5,
        over: 0,
    };
    let relief = policy("relief", 30, Arc::new(relief));
    let taken = |log: &Log| log.count(|w| matches!(w, What::Taken(_)));
    let all = taken(&run_with(&toy, std::slice::from_ref(&host), 3));
    let half = taken(&run_with(&toy, &[host, relief.clone()], 3));
    // About 7,400 filings: 3,700 with a deviation of 43.
    let (all, half) = (all as f64, half as f64);
    assert!(
        (half - all / 2.0).abs() < 5.0 * all.sqrt() / 2.0,
        "{half} of {all}"
    );
    let (_, full) = host_system(0.0, 0.0, |_| {});
    let refused = |log: &Log| log.count(|w| matches!(w, What::Refused(_))) as f64;
    let all = refused(&run_with(&toy, std::slice::from_ref(&full), 3));
    let half = refused(&run_with(&toy, &[full, relief], 3));
    assert!(
        (half - all / 2.0).abs() < 5.0 * all.sqrt() / 2.0,
        "{half} of {all}"
    );
}

#[test]
fn who_waits_at_one_site_is_not_concerned_by_what_holds_at_another() {
    // Both sites belong to one docket. At the second many give up, and nobody appears.
    let (mut toy, _) = host_system(0.0, 0.0, |_| {});
    let second = Site {
        id: "other".into(),
        ..toy.blueprint.sites[0].clone()
    };
    toy.blueprint.sites.push(second);
    toy.blueprint.dockets[1].stages[0].absent.unrepresented = 0.4;
    toy.blueprint.dockets[1].stages[0].absent.represented = 0.4;
    let (_, plain) = host_system(1e6, 5.0, |_| {});
    let (_, harsh) = host_system(1e6, 5.0, |p| {
        p.site = SiteId(1);
        p.withdrawal = 3.0;
        p.absence = 2.5;
    });
    let log = run_with(&toy, &[plain, harsh], 3);
    let at = |site: u8| {
        let hosted = log.events.iter();
        hosted.filter(move |(_, case, _)| case.site() == Some(SiteId(site)))
    };
    let gave_up = |site| {
        let completions = log.completions().into_iter();
        let here = completions.filter(|(_, case, _)| case.site() == Some(SiteId(site)));
        here.filter(|(.., how)| *how == DispositionId(1)).count()
    };
    assert_eq!(gave_up(0), 0);
    assert!(gave_up(1) > 50, "{}", gave_up(1));
    let held = |site| {
        at(site)
            .filter(|(.., w)| matches!(w, What::Held(..)))
            .count()
    };
    assert!(held(0) > 500);
    assert_eq!(held(1), 0);
}

#[test]
fn a_site_opens_at_the_later_of_announced_and_ready() {
    let opens = |readiness| {
        let (toy, policy) = host_system(1e6, 5.0, |p| p.readiness = readiness);
        let log = run_with(&toy, &[policy], 3);
        let first = log
            .events
            .iter()
            .find(|(_, _, w)| matches!(w, What::Taken(_)));
        first.map(|(day, ..)| *day - start())
    };
    let after = |date: i32, delay| Readiness::After {
        date: start() + date,
        delay: always(delay),
    };
    assert_eq!(opens(after(0, 90.0)), Some(90));
    assert_eq!(opens(after(0, 10.0)), Some(30));
    assert_eq!(opens(after(300, 200.0)), None);
    assert_eq!(opens(Readiness::Capacity(500.0)), Some(30));
}

#[test]
fn readiness_may_wait_for_a_capacity() {
    let (toy, policy) = host_system(0.0, 5.0, |p| {
        p.capacity = Schedule::constant(50.0).set_from(start() + 200, 800.0);
        p.readiness = Readiness::Capacity(500.0);
    });
    let log = run_with(&toy, &[policy], 3);
    let first = log
        .events
        .iter()
        .find(|(_, _, w)| matches!(w, What::Taken(_)))
        .unwrap()
        .0;
    assert_eq!(first, start() + 200);
}

#[test]
fn reserved_bench_time_is_taken_from_the_others() {
    let (toy, policy) = host_system(1e6, 5.0, |p| {
        let session = SessionId(0);
        p.reserved = vec![ReservedTime {
            session,
            from: session,
            minutes: 300.0,
        }];
    });
    let toy = toy.opening(3000);
    let log = run_with(&toy, &[policy], 3);
    let bumped = What::Adjourned(SessionId(0), Adjournment::Bumped);
    let of = |docket: u8| {
        log.events
            .iter()
            .filter(|(_, c, w)| *w == bumped && c.docket().0 == docket)
            .count()
    };
    // 40 hearings a day were booked; a quarter of each booked day is bumped.
    assert!(of(0) > 300 && of(1) == 0, "{} and {}", of(0), of(1));
    // 5 people a day fit the 10 reserved hearings: heard on the first day they are ready.
    let waits = log
        .completions()
        .into_iter()
        .filter(|(_, case, _)| case.docket().0 == 1);
    assert!(waits.clone().count() > 1000);
    assert!(
        waits
            .clone()
            .all(|(day, case, _)| (45..=46).contains(&(day - case.filed())))
    );
}

#[test]
fn deterrence_thins_the_port_after_its_lag() {
    let (toy, without) = host_system(1e6, 5.0, |_| {});
    let (_, with) = host_system(1e6, 5.0, |p| {
        p.deterrence = Some(Deterrence {
            multiplier: 0.5,
            lag: 60,
        });
    });
    let filings = |policy: Policy| {
        let log = run_with(&toy, &[policy], 3);
        let receipts = log
            .events
            .into_iter()
            .filter(|(_, _, w)| *w == What::Entered(Entry::Receipt));
        receipts
            .map(|(day, case, _)| (day, case.key()))
            .collect::<Vec<_>>()
    };
    let (all, thinned) = (filings(without), filings(with));
    assert!(
        thinned.iter().all(|filing| all.contains(filing)),
        "fewer filings are a subset"
    );
    let split = start() + 90;
    let before = |list: &[(Day, u64)]| list.iter().filter(|(day, _)| *day < split).count();
    assert_eq!(before(&all), before(&thinned));
    let rest = (thinned.len() - before(&thinned)) as f64 / (all.len() - before(&all)) as f64;
    // 6,200 filings halved: standard error 0.006, 5 of them.
    assert!((rest - 0.5).abs() < 0.032, "{rest}");
}

#[test]
fn vacant_posts_are_cut_before_judges_are() {
    // Judges leave; hiring takes longer than the run, so that vacancies stay.
    let mut toy = Toy::new(40, 300.0, 30, 1000);
    toy.blueprint.courts[0].hiring.departures = 0.3;
    toy.blueprint.courts[0].hiring.selection = always(5000.0);
    let judges = |posts: f64| {
        let mut levers = toy.levers();
        levers.posts[0] = levers.posts[0].clone().set_from(start() + 800, posts);
        let log = run(&toy.blueprint, &levers, 4);
        let months = log.months.iter();
        let months = months.map(|(day, judges, ..)| (*day - start(), judges[0]));
        months.collect::<Vec<_>>()
    };
    let uncut = judges(40.0);
    let (_, left) = uncut.iter().find(|(day, _)| *day > 800).unwrap();
    assert!((10..35).contains(left), "{left} of 40 are left");
    assert_eq!(judges(f64::from(*left + 1)), uncut);
    let cut = judges(f64::from(*left - 5));
    let of_month = cut.iter().zip(&uncut);
    assert!(
        of_month
            .clone()
            .all(|(cut, _)| cut.0 < 800 || cut.1 <= left - 5)
    );
    assert!(
        of_month
            .clone()
            .all(|(cut, uncut)| cut.0 >= 800 || cut == uncut)
    );
}

#[test]
fn posts_and_arrivals_change_from_their_date_and_return_at_their_end() {
    let toy = Toy::new(10, 300.0, 30, 900).arrivals(10.0);
    let judges = Judges {
        policy: "j".into(),
        courts: vec![PostsAt {
            court: CourtId(0),
            posts: 4.0,
            courtrooms: 4.0,
        }],
        ramp: 0,
        setup_cost: 100.0,
    };
    let arrivals = Arrivals {
        sources: vec![SourceId(0)],
        multiplier: 0.5,
        lag: 10,
        ramp: 0,
    };
    let mut first = policy("judges", 100, Arc::new(judges));
    first.until = Some(start() + 500);
    let mut second = policy("arrivals", 100, Arc::new(arrivals));
    second.until = Some(start() + 300);
    let levers = enact_all(&toy.levers(), &[first, second], Stream::new(1, 0));
    let posts = |d: i32| levers.posts[0].at(start() + d);
    assert_eq!([99, 100, 499, 500].map(posts), [10.0, 14.0, 14.0, 10.0]);
    let factor = |d: i32| levers.arrivals[0].at(start() + d);
    assert_eq!([109, 110, 299, 300].map(factor), [1.0, 0.5, 0.5, 1.0]);
    let log = run(&toy.blueprint, &levers, 1);
    assert_eq!(log.months.last().unwrap().1, [10]);
    assert_eq!(log.costs.iter().sum::<f64>(), 400.0);
}

#[test]
fn a_ramp_rises_in_equal_monthly_steps() {
    let toy = Toy::new(10, 300.0, 30, 900).arrivals(10.0);
    let arrivals = Arrivals {
        sources: vec![SourceId(0)],
        multiplier: 0.6,
        lag: 0,
        ramp: 90,
    };
    let policies = [policy("a", 100, Arc::new(arrivals))];
    let levers = enact_all(&toy.levers(), &policies, Stream::new(1, 0));
    let factor = |d: i32| (levers.arrivals[0].at(start() + d) * 100.0).round();
    assert_eq!(
        [99, 100, 130, 160, 190, 800].map(factor),
        [100.0, 90.0, 80.0, 70.0, 60.0, 60.0]
    );
}

#[test]
fn the_luck_of_a_policy_depends_on_its_id_alone() {
    let luck = |id| Luck::new(Stream::new(1, 0), id).uniform(docketsim::rng::Decision::Enactment);
    assert_eq!(luck("bill"), luck("bill"));
    assert_ne!(luck("bill"), luck("other"));
    let toy = Toy::new(1, 300.0, 30, 10).arrivals(1.0);
    let enacted = (0..2000).filter(|&replication| {
        let arrivals = Arrivals {
            sources: vec![SourceId(0)],
            multiplier: 0.5,
            lag: 0,
            ramp: 0,
        };
        let mut bill = policy("bill", 1, Arc::new(arrivals));
        bill.probability = 0.3;
        enact_all(&toy.levers(), &[bill], Stream::new(5, replication)) != toy.levers()
    });
    // 600 expected, standard deviation 20.5: 4 of them (two-sided, false alarms 6e-5).
    let enacted = enacted.count();
    assert!((518..=682).contains(&enacted), "{enacted}");
}
