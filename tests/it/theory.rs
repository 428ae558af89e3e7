//! The court against exact answers of queueing theory.

use crate::support::*;
use docketsim::court::*;
use docketsim::time::Day;

#[test]
fn d_d_1_by_hand() {
    // 10 cases at the start, 3 hearings a day: 3 + 3 + 3 + 1 on the first four days.
    let log = Toy::new(1, 90.0, 30, 10).opening(10).run(1);
    let days: Vec<i32> = log
        .completions()
        .iter()
        .map(|(day, _, _)| *day - start())
        .collect();
    assert_eq!(days, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3]);
}

/// Stationary distribution of the cases left at a day's end in the discrete-time queue with Poisson
/// arrivals of mean `rate` a day and `s` services a day, by power iteration of its kernel.
fn stationary(rate: f64, s: usize) -> (f64, f64) {
    const N: usize = 600;
    let mut arrivals = vec![(-rate).exp()];
    for k in 1..N {
        arrivals.push(arrivals[k - 1] * rate / k as f64);
    }
    let mut p = vec![0.0; N];
    p[0] = 1.0;
    for _ in 0..20_000 {
        let mut next = vec![0.0; N];
        for (n, &mass) in p.iter().enumerate() {
            if mass > 1e-15 {
                // Sessions come before the day's filings.
                let left = n.saturating_sub(s);
                for (k, &q) in arrivals.iter().take(N - left).enumerate().take(80) {
                    next[left + k] += mass * q;
                }
            }
        }
        p = next;
    }
    let mean: f64 = p.iter().enumerate().map(|(n, q)| n as f64 * q).sum();
    (mean, p[0])
}

#[test]
fn the_discrete_time_queue_has_its_exact_stationary_values() {
    // 9 filings a day against 10 hearings a day. 40 seeds of 3,000 days after 1,000 to settle.
    let (mean, empty) = stationary(9.0, 10);
    let (mut means, mut empties) = (Vec::new(), Vec::new());
    for seed in 0..40 {
        let log = Toy::new(1, 300.0, 30, 4_000).arrivals(9.0).run(seed);
        let pending = log.pending(start(), start() + 3_999);
        let settled = &pending[1_000..];
        means.push(settled.iter().sum::<i64>() as f64 / settled.len() as f64);
        empties.push(settled.iter().filter(|&&n| n == 0).count() as f64 / settled.len() as f64);
    }
    // Two-sided at 4 standard errors: false-alarm rate about 1e-4 (39 degrees of freedom: 3e-4).
    for (sample, exact) in [(means, mean), (empties, empty)] {
        let tally: docketsim::stats::Tally = sample.into_iter().collect();
        let se = (tally.variance().unwrap() / 40.0).sqrt();
        let off = (tally.mean().unwrap() - exact) / se;
        assert!(
            off.abs() < 4.0,
            "{exact} expected, {off} standard errors off (se {se})"
        );
    }
}

#[test]
fn little_s_law_holds_over_a_busy_period() {
    let toy = Toy::new(2, 300.0, 30, 2_000).arrivals(18.0);
    let log = toy.run(7);
    let pending = log.pending(start(), start() + 1_999);
    // Cases pending at the ends of days add up to the days that cases were pending at an end.
    let mut days = 0_i64;
    for (day, case, what) in &log.events {
        match what {
            What::Left(_) => days += i64::from(*day - case.filed()),
            What::StillPending => days += i64::from(*day - case.filed() + 1),
            _ => {}
        }
    }
    assert_eq!(pending.iter().sum::<i64>(), days);
}

#[test]
fn book_ahead_equals_first_come_first_served_call_up_when_nothing_is_adjourned() {
    let system = |queue| {
        Toy::new(2, 300.0, 30, 1_500)
            .opening(300)
            .arrivals(19.0)
            .rule(queue)
    };
    let booked = system(Queue::BookAhead).run(3).completions();
    let called = system(Queue::CallUp(Discipline::FirstReady))
        .run(3)
        .completions();
    let plain = |list: Vec<(Day, Case, DispositionId)>| {
        list.into_iter()
            .map(|(day, case, _)| (day, case.source(), case.ordinal()))
            .collect::<Vec<_>>()
    };
    assert!(booked.len() > 25_000);
    assert_eq!(plain(booked), plain(called));
}

#[test]
fn last_filed_is_called_first_when_the_rule_says_so() {
    let toy = Toy::new(1, 30.0, 30, 400).opening(50).arrivals(0.9);
    let last = toy
        .rule(Queue::CallUp(Discipline::LastFiled))
        .run(5)
        .completions();
    let toy = Toy::new(1, 30.0, 30, 400).opening(50).arrivals(0.9);
    let first = toy
        .rule(Queue::CallUp(Discipline::FirstFiled))
        .run(5)
        .completions();
    let opening = |list: &[(Day, Case, DispositionId)]| {
        list.iter()
            .take(50)
            .filter(|(_, case, _)| case.has(Flags::OPENING))
            .count()
    };
    assert_eq!(opening(&first), 50);
    assert!(opening(&last) < 20, "{}", opening(&last));
    // The order of service does not change how many are served.
    assert_eq!(first.len(), last.len());
}

#[test]
fn the_shortest_expected_work_is_called_first() {
    let mut toy = Toy::new(1, 60.0, 30, 40).rule(Queue::CallUp(Discipline::ShortestWork));
    toy.blueprint
        .dockets
        .push(docket("short", vec![closing_stage(0, 10)]));
    for docket in 0..2 {
        toy.blueprint.opening.push(Opening {
            court: CourtId(0),
            docket: DocketId(docket),
            pending: 12,
            age: always(50.0),
            stages: vec![1.0],
            residual: always(0.0),
            inactive: 0,
            recalendar: 0.0,
        });
    }
    let done: Vec<u8> = toy
        .run(1)
        .completions()
        .iter()
        .map(|(_, c, _)| c.docket().0)
        .collect();
    assert_eq!(done, [[1; 12], [0; 12]].concat());
}
