//! What comes, goes and is hired against exact laws: filings, reneging, the hiring pipeline.

use std::collections::BTreeSet;

use crate::support::*;
use docketsim::court::*;
use docketsim::rng::{Distribution, Variate};
use docketsim::stats::Tally;
use docketsim::time::{Day, Schedule};

/// Two-sided at 4 standard errors: false alarm 6e-5 where the sample is large.
fn assert_normal(what: &str, z: f64) {
    assert!(z.abs() < 4.0, "{what}: {z:.2} standard errors off");
}

/// Filings of a source by day of the horizon.
fn filed(log: &Log, days: i32) -> Vec<u32> {
    let mut counts = vec![0; days as usize];
    for (day, _, what) in &log.events {
        if *what == What::Entered(Entry::Receipt) {
            counts[(*day - start()) as usize] += 1;
        }
    }
    counts
}

#[test]
fn filings_by_day_have_the_mean_and_the_variance_of_their_rate() {
    // Eight years; the rate steps twice, and weekends have a fifth of a weekday's filings.
    let days = 8 * 365;
    let mut toy = Toy::new(1, 300.0, 30, days).arrivals(6.0);
    let source = &mut toy.blueprint.sources[0];
    let rate = Schedule::constant(6.0).set_from(start() + 900, 0.7);
    source.rate = rate.set_from(start() + 1_500, 13.3);
    source.weekdays = [1.3, 1.3, 1.3, 1.3, 1.3, 0.25, 0.25];
    let mean = |d: i32| {
        let day = start() + d;
        let source = &toy.blueprint.sources[0];
        source.rate.at(day) * source.weekdays[day.weekday().index()]
    };
    let (mut sum, mut squares) = ((0.0, 0.0), (0.0, 0.0));
    for seed in 0..4 {
        for (count, d) in filed(&toy.run(seed), days).into_iter().zip(0..) {
            let (n, m) = (f64::from(count), mean(d));
            sum = (sum.0 + n - m, sum.1 + m);
            // Var((N - m)^2 / m) = 2 + 1/m for a Poisson count.
            squares = (
                squares.0 + (n - m).powi(2) / m - 1.0,
                squares.1 + 2.0 + 1.0 / m,
            );
        }
    }
    assert_normal("mean", sum.0 / f64::sqrt(sum.1));
    assert_normal("variance", squares.0 / f64::sqrt(squares.1));
}

#[test]
fn an_overdispersed_month_has_the_variance_of_its_mixture() {
    // 20 a day with a gamma factor of coefficient 0.3: variance m + (0.3 m)^2.
    let days = 2 * 365;
    let mut toy = Toy::new(1, 300.0, 30, days).arrivals(20.0);
    toy.blueprint.sources[0].overdispersion = 0.3;
    let (mut means, mut ratios) = (Tally::new(), Tally::new());
    for seed in 0..40 {
        let counts = filed(&toy.run(seed), days);
        let mut day = start();
        while day.month().last_day() < toy.blueprint.end {
            let length = day.month().days();
            let from = (day - start()) as usize;
            let n: u32 = counts[from..from + length as usize].iter().sum();
            let m = 20.0 * f64::from(length);
            means.add(f64::from(n) / m - 1.0);
            ratios.add((f64::from(n) - m).powi(2) / (m + (0.3 * m).powi(2)) - 1.0);
            day = day.month().next().first_day();
        }
    }
    for (what, tally) in [("mean", means), ("variance", ratios)] {
        let error = (tally.variance().unwrap() / tally.n() as f64).sqrt();
        assert_normal(what, tally.mean().unwrap() / error);
    }
}

#[test]
fn filings_at_a_lower_rate_are_a_subset_of_those_at_a_higher_one() {
    let days = 600;
    let toy = Toy::new(1, 300.0, 30, days).arrivals(10.0);
    let at = |factor: f64| {
        let mut levers = toy.levers();
        levers.arrivals[0] = Schedule::constant(factor);
        let log = run(&toy.blueprint, &levers, 5);
        let receipts = log.events.iter();
        let receipts = receipts.filter(|(_, _, what)| *what == What::Entered(Entry::Receipt));
        receipts
            .map(|(day, case, _)| (*day, case.key()))
            .collect::<BTreeSet<(Day, u64)>>()
    };
    let factors = [0.0, 0.03, 0.1, 0.17, 0.4, 0.8, 0.81, 1.6, 2.9];
    let sets: Vec<BTreeSet<(Day, u64)>> = factors.iter().map(|&factor| at(factor)).collect();
    for (pair, factor) in sets.windows(2).zip(&factors[1..]) {
        assert!(pair[0].is_subset(&pair[1]), "{factor}");
        assert!(pair[0].len() < pair[1].len(), "{factor}");
    }
    // Which of the cases are left at 0.4 of 0.8 is decided by a fair coin for each.
    let (half, whole) = (sets[4].len() as f64, sets[5].len() as f64);
    assert_normal("thinned", (half - whole / 2.0) / (whole / 4.0).sqrt());
}

#[test]
fn without_a_bench_those_who_renege_make_the_poisson_number_of_an_infinite_server() {
    // 20 filings a day, each waiting an exponential time of hazard 2 a year: of those filed k days
    // ago a share exp(-2 k / 365.25) is left.
    let days = 500;
    let toy = Toy::new(0, 300.0, 30, days).arrivals(20.0);
    let mut levers = toy.levers();
    levers.withdrawal[0] = Schedule::constant(2.0);
    let left = |k: i32| (-2.0 * f64::from(k) / 365.25).exp();
    let mean = 20.0 * (0..days).map(left).sum::<f64>();
    let seeds = 100;
    let counts: Vec<f64> = (0..seeds)
        .map(|seed| {
            let log = run(&toy.blueprint, &levers, seed);
            log.count(|what| *what == What::StillPending) as f64
        })
        .collect();
    let n = seeds as f64;
    let sum: f64 = counts.iter().map(|count| count - mean).sum();
    assert_normal("mean", sum / (n * mean).sqrt());
    let squares: f64 = counts
        .iter()
        .map(|count| (count - mean).powi(2) / mean - 1.0)
        .sum();
    assert_normal("variance", squares / (n * (2.0 + 1.0 / mean)).sqrt());
}

/// Probability that a seat is taken at the end of each day: each day a judge leaves with
/// probability `leaves`; a vacancy lasts so many days with the probabilities of `vacant`.
fn taken(days: usize, leaves: f64, vacant: &[f64]) -> Vec<f64> {
    let (mut taken, mut left) = (vec![1.0], vec![0.0]);
    for t in 1..days {
        let leaving = taken[t - 1] * leaves;
        let joining: f64 = (1..=t)
            .map(|s| vacant.get(s).map_or(0.0, |p| p * left[t - s]))
            .sum();
        taken.push(taken[t - 1] - leaving + joining);
        left.push(leaving);
    }
    taken
}

#[test]
fn judges_on_the_bench_have_the_moments_of_their_renewal_process() {
    // Fifty posts, a hazard of 0.8 a year, an exponential selection of 120 days (whole days, at
    // least one), no classes. Seats are independent: the number taken is binomial.
    let (posts, seeds) = (50.0, 300);
    let mut toy = Toy::new(50, 300.0, 30, 1_100);
    let hiring = &mut toy.blueprint.courts[0].hiring;
    hiring.departures = 0.8;
    hiring.selection = Variate::new(&Distribution::Exponential { mean: 120.0 });
    let longer = |days: f64| (-days / 120.0).exp();
    let lasts = |s: usize| match s {
        0 => 0.0,
        1 => 1.0 - longer(1.5),
        s => longer(s as f64 - 0.5) - longer(s as f64 + 0.5),
    };
    let vacant: Vec<f64> = (0..1_100).map(lasts).collect();
    let exact = taken(1_100, 1.0 - (-0.8_f64 / 365.25).exp(), &vacant);
    let logs: Vec<Log> = (0..seeds).map(|seed| toy.run(seed)).collect();
    for month in [2, 6, 12, 24, 35] {
        let judges = |log: &Log| f64::from(log.months[month].1[0]);
        let day = (logs[0].months[month].0 - start()) as usize;
        let (mean, variance) = (posts * exact[day], posts * exact[day] * (1.0 - exact[day]));
        let tally: Tally = logs.iter().map(judges).collect();
        let off = tally.mean().unwrap() - mean;
        let n = f64::from(seeds as u32);
        assert_normal(&format!("mean, month {month}"), off / (variance / n).sqrt());
        // The variance of a sample variance, the excess kurtosis of the binomial included.
        let p = exact[day];
        let excess = (1.0 - 6.0 * p * (1.0 - p)) / variance;
        let spread = ((2.0 + excess) / n).sqrt();
        let ratio = tally.variance().unwrap() / variance - 1.0;
        assert_normal(&format!("variance, month {month}"), ratio / spread);
    }
}
