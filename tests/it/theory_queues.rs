//! Queues in discrete time against the exact stationary values of their Markov chains: hearings that
//! are continued, hearings of random length with the last one overrunning, classes of priority.

use crate::support::*;
use docketsim::court::*;
use docketsim::rng::{Distribution, Variate};
use docketsim::stats::Tally;
use docketsim::time::Schedule;

/// Cases that a chain can hold; the tail beyond is below 1e-12 in every test.
const MOST: usize = 500;

/// Probabilities of 0, 1, 2, ... filings a day.
fn poisson(rate: f64) -> Vec<f64> {
    let mut law = vec![(-rate).exp()];
    for k in 1..80 {
        law.push(law[k - 1] * rate / f64::from(k as u32));
    }
    law
}

/// Mean of the stationary number pending at a day's end: of `n` cases pending in the morning some
/// are decided by the law `decided(n)`, then new ones are filed.
fn stationary_mean(rate: f64, decided: impl Fn(usize) -> Vec<f64>) -> f64 {
    let filed = poisson(rate);
    // Row n: the least that may be left, and the probabilities from there on.
    let row = |n: usize| {
        let law = decided(n);
        let least = n + 1 - law.len();
        let mut row = vec![0.0; law.len() + filed.len()];
        for (d, p) in law.iter().enumerate() {
            for (a, q) in filed.iter().enumerate() {
                row[n - d + a - least] += p * q;
            }
        }
        (least, row)
    };
    let rows: Vec<(usize, Vec<f64>)> = (0..MOST).map(row).collect();
    let mut law = vec![0.0; MOST];
    law[0] = 1.0;
    for _ in 0..20_000 {
        let mut next = vec![0.0; MOST];
        for ((least, row), mass) in rows.iter().zip(&law).filter(|(_, mass)| **mass > 1e-16) {
            for (to, p) in next[*least..].iter_mut().zip(row) {
                *to += mass * p;
            }
        }
        let moved: f64 = next.iter().zip(&law).map(|(a, b)| (a - b).abs()).sum();
        law = next;
        if moved < 1e-12 {
            break;
        }
    }
    law.iter().zip(0..).map(|(p, n)| p * f64::from(n)).sum()
}

/// Days until a run has settled, and days in all.
const SETTLED: i32 = 1_000;
const DAYS: i32 = 4_000;

/// The mean of what is pending over the settled days, for 30 seeds.
fn simulated(toy: &Toy, levers: &Levers, counts: impl Fn(&Case) -> bool) -> Tally {
    let mean = |seed| {
        let mut log = run(&toy.blueprint, levers, seed);
        log.events.retain(|(_, case, _)| counts(case));
        let pending = log.pending(start(), start() + DAYS - 1);
        let settled = &pending[SETTLED as usize..];
        settled.iter().sum::<i64>() as f64 / settled.len() as f64
    };
    (0..30).map(mean).collect()
}

/// Two-sided at 4 standard errors of 30 seeds: false alarm 4e-4 (Student, 29 degrees of freedom).
fn assert_mean(what: &str, sample: &Tally, exact: f64) {
    let error = (sample.variance().unwrap() / sample.n() as f64).sqrt();
    let off = (sample.mean().unwrap() - exact) / error;
    assert!(
        off.abs() < 4.0,
        "{what}: {exact} expected, {off:.2} standard errors ({error:.3}) off"
    );
}

fn call_up(toy: Toy) -> Toy {
    toy.rule(Queue::CallUp(Discipline::FirstReady))
}

fn binomial(n: usize, p: f64) -> Vec<f64> {
    let mut law = vec![1.0];
    for _ in 0..n {
        let mut next = vec![0.0; law.len() + 1];
        for (k, mass) in law.iter().enumerate() {
            next[k] += mass * (1.0 - p);
            next[k + 1] += mass * p;
        }
        law = next;
    }
    law
}

#[test]
fn hearings_that_may_be_continued_make_the_queue_of_their_markov_chain() {
    // Two judges, ten hearings a day, of which six in ten decide; 5.4 filings a day. A continued
    // case is heard again from the next day on, so ten of those pending are heard each day.
    let exact = stationary_mean(5.4, |n| binomial(n.min(10), 0.6));
    for queue in [Queue::BookAhead, Queue::CallUp(Discipline::FirstReady)] {
        let mut toy = Toy::new(2, 150.0, 30, DAYS).arrivals(5.4).rule(queue);
        toy.blueprint.dockets[0].stages = vec![stage(
            "hearing",
            0,
            30,
            vec![(0.6, Then::Close(DispositionId(0))), (0.4, Then::Continue)],
        )];
        let sample = simulated(&toy, &toy.levers(), |_| true);
        assert_mean(&format!("{queue:?}"), &sample, exact);
    }
}

/// The law of the hearings of a day: called while minutes are left, the last one may overrun.
fn hearings_of_a_day(available: usize, minutes: &[(usize, f64)]) -> Vec<f64> {
    let mut used = vec![0.0; available];
    used[0] = 1.0;
    let mut law = vec![0.0];
    while used.iter().sum::<f64>() > 1e-15 {
        let mut next = vec![0.0; available];
        let mut full = 0.0;
        for (before, mass) in used.iter().enumerate() {
            for (length, p) in minutes {
                match next.get_mut(before + length) {
                    Some(after) => *after += mass * p,
                    None => full += mass * p,
                }
            }
        }
        law.push(full);
        used = next;
    }
    law
}

#[test]
fn hearings_of_random_length_make_a_queue_with_random_bulks() {
    // Three judges of 100 minutes; 10 to 50 minutes in whole minutes, the two ends half as likely.
    let share = |m| if m == 10 || m == 50 { 0.5 } else { 1.0 } / 40.0;
    let minutes: Vec<(usize, f64)> = (10..=50).map(|m| (m, share(m))).collect();
    let day = hearings_of_a_day(300, &minutes);
    let capacity: f64 = day.iter().zip(0..).map(|(p, n)| p * f64::from(n)).sum();
    assert!((10.0..11.0).contains(&capacity), "{capacity}");
    let served = |n: usize| {
        let mut law: Vec<f64> = day.iter().take(n + 1).copied().collect();
        law.resize(n.min(day.len() - 1) + 1, 0.0);
        let rest = 1.0 - law.iter().sum::<f64>();
        *law.last_mut().unwrap() += rest;
        law
    };
    let exact = stationary_mean(9.6, served);
    let mut toy = call_up(Toy::new(3, 100.0, 30, DAYS).arrivals(9.6));
    toy.blueprint.dockets[0].stages[0].minutes = Variate::new(&Distribution::Uniform {
        low: 10.0,
        high: 50.0,
    });
    let sample = simulated(&toy, &toy.levers(), |_| true);
    assert_mean("random bulks", &sample, exact);
}

#[test]
fn the_first_class_waits_as_if_alone_and_the_second_for_what_is_left() {
    // Ten hearings a day; 5 filings a day with priority, 4 without. Who is heard first does not
    // change how many are left in all.
    let served = |n: usize| {
        let mut law = vec![0.0; n.min(10)];
        law.push(1.0);
        law
    };
    let (first, all) = (stationary_mean(5.0, served), stationary_mean(9.0, served));
    let mut toy = call_up(Toy::new(1, 300.0, 30, DAYS).arrivals(5.0).arrivals(4.0));
    let b = &mut toy.blueprint;
    b.dockets.push(docket("second", vec![closing_stage(0, 30)]));
    b.sources[1].destinations[0].docket = DocketId(1);
    let mut levers = toy.levers();
    levers.priority[1] = Schedule::constant(2);
    let of = |docket: u8| simulated(&toy, &levers, move |case| case.docket().0 == docket);
    assert_mean("first class", &of(0), first);
    assert_mean("second class", &of(1), all - first);
}
