//! Policies that took effect before the start: what they moved by then is in the opening docket,
//! and what is still to come comes.

use super::kinds::relief;
use super::world::{policy, run_with};
use crate::support::*;
use docketsim::court::*;
use docketsim::policy::*;
use std::sync::Arc;

const MAIN: DocketId = DocketId(0);

fn days_of(log: &Log, what: What) -> Vec<i32> {
    let events = log.events.iter().filter(|(_, _, w)| *w == what);
    events.map(|(day, ..)| *day - start()).collect()
}

#[test]
fn a_wave_that_began_before_the_start_brings_back_what_is_due_from_then_on() {
    let mut toy = Toy::new(10, 300.0, 30, 100).opening(10);
    toy.blueprint.opening[0].inactive = 100;
    let returns = |day, over| {
        let recalendar = Recalendar {
            docket: MAIN,
            stage: StageId(0),
            waves: vec![Wave {
                after: 0,
                cases: 60.0,
                over,
            }],
        };
        let policies = [policy("wave", day, Arc::new(recalendar))];
        days_of(&run_with(&toy, &policies, 1), What::Entered(Entry::Return))
    };
    // Two a day for thirty days, of which twenty have passed.
    let rest: Vec<i32> = (0..10).flat_map(|day| [day, day]).collect();
    assert_eq!(returns(-20, 30), rest);
    assert_eq!(returns(-30, 30), [0; 0]);
    assert_eq!(returns(-1, 0), [0; 0]);
    assert_eq!(returns(0, 0), [0; 60]);
}

#[test]
fn a_court_that_opened_before_the_start_takes_no_pending_case_then() {
    let mut toy = Toy::new(1, 30.0, 30, 100).opening(300).arrivals(5.0);
    toy.blueprint.courts.push(court("new", 0, 300.0));
    let moved = |day| {
        let change = OpenCourt {
            policy: "p".into(),
            court: CourtId(1),
            posts: 2.0,
            courtrooms: 2.0,
            lead_time: 10,
            hiring_ahead: 0,
            catchment: vec![Catchment {
                court: CourtId(0),
                share: 0.5,
                pending: 1.0,
            }],
            setup_cost: 0.0,
            cost_per_year: 0.0,
        };
        let log = run_with(&toy, &[policy("p", day, Arc::new(change))], 1);
        let filed = What::Entered(Entry::Receipt);
        let mut at_new = log.events.iter().filter(|(_, case, _)| case.court().0 == 1);
        assert!(at_new.any(|(_, _, w)| *w == filed), "new cases come");
        days_of(&log, What::Entered(Entry::TransferIn))
    };
    assert_eq!(moved(-11), [0; 0]);
    assert_eq!(moved(-10), [0; 300]);
    assert!(moved(0).iter().all(|day| *day == 10));
}

#[test]
fn a_programme_that_began_before_the_start_closes_what_falls_after_it() {
    let mut toy = Toy::new(1, 30.0, 30, 300).opening(3000);
    toy.blueprint.opening[0].age = always(400.0);
    toy.blueprint.opening[0].inactive = 1000;
    // How many are inactive in the end is seen when all of them come back.
    let all = Recalendar {
        docket: MAIN,
        stage: StageId(0),
        waves: vec![Wave {
            after: 0,
            cases: 1e6,
            over: 0,
        }],
    };
    let wave = policy("wave", 290, Arc::new(all));
    let days = |day, over| {
        let relief = policy("p", day, relief(0.8, 0.6, 0.0, over));
        let log = run_with(&toy, &[relief, wave.clone()], 1);
        let relieved = log.completions().into_iter();
        let relieved = relieved.filter(|(_, _, disposition)| disposition.0 == 1);
        let days: Vec<i32> = relieved.map(|(day, ..)| day - start()).collect();
        (days, days_of(&log, What::Entered(Entry::Return)).len())
    };
    // Three quarters of the time have passed: 0.2 of 3,000, deviation 22, 5 of them.
    let (closed, inactive) = days(-150, 200);
    assert!((490..=710).contains(&closed.len()), "{}", closed.len());
    let range = (closed.iter().min(), closed.iter().max());
    assert_eq!(range, (Some(&0), Some(&49)));
    // The 600 inactive ones leave in steps of 30 days from day -150 on, each in its middle, the last of
    // 20 days: what is due after 150 of the 200 days is left, on days 15 and 40.
    assert_eq!(inactive, 1000 - 600 / 4);
    assert_eq!(days(-201, 200), (vec![], 1000));
}

#[test]
fn a_programme_does_not_close_cases_that_come_back_after_its_day() {
    // On day 10 a programme closes half of those pending; all others are heard and come back a
    // hundred days later.
    let mut toy = Toy::new(100, 300.0, 30, 300).opening(2000);
    toy.blueprint.dockets[0].returns.push(Return {
        disposition: DispositionId(0),
        share: 1.0,
        delay: always(100.0),
        stage: StageId(0),
    });
    let log = run_with(&toy, &[policy("p", 0, relief(0.5, 0.0, 0.0, 5))], 1);
    let back = days_of(&log, What::Entered(Entry::Return));
    assert!(back.len() > 900, "{}", back.len());
    let relieved = log.completions().into_iter();
    let mut relieved = relieved.filter(|(_, _, disposition)| disposition.0 == 1);
    assert!(relieved.all(|(day, ..)| day - start() < 10));
}
