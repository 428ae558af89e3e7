//! The intervals that are printed cover what they say, and where they do not it is known how much.
//!
//! The intervals of a mean and of a mean after stopping are tested beside their code; here are the
//! paired difference, the band of outcomes, the median of a forecast, shares, probabilities, adjusted
//! p-values, and cohorts, which have no interval but must be right on average.

use crate::support::*;
use docketsim::court::*;
use docketsim::rng::{Decision, Stream, exponential};
use docketsim::special::normal_quantile;
use docketsim::stats::{Band, DayHistogram, KaplanMeier, Paired, Tally, median_interval};

const EXPERIMENTS: u64 = 400;

/// The n-th uniform number of an experiment.
fn uniform(experiment: u64, n: u32) -> f64 {
    Stream::new(2_026, 0).uniform(Decision::SyntheticA, experiment, n)
}

/// Binomial (400, 0.95): from 364 to 393 with probability 0.9995, false alarm 5e-4.
fn assert_covered(what: &str, covered: usize) {
    assert!((364..=393).contains(&covered), "{what}: {covered} of 400");
}

#[test]
fn intervals_of_paired_differences_cover_the_difference() {
    // Normal outcomes with correlation 0.9, as common random numbers make them; the alternative is
    // 2 lower and varies twice as much.
    let covered = (0..EXPERIMENTS).filter(|&experiment| {
        let draw = |n| normal_quantile(uniform(experiment, n));
        let baseline: Vec<f64> = (0..15).map(|i| 100.0 + draw(2 * i)).collect();
        let other = |i: u32| 0.9 * draw(2 * i) + f64::sqrt(0.19) * draw(2 * i + 1);
        let alternative: Vec<f64> = (0..15).map(|i| 98.0 + 2.0 * other(i)).collect();
        let paired = Paired::new(&baseline, &alternative, 0.95).unwrap();
        paired.diff.covers(-2.0)
    });
    assert_covered("difference", covered.count());
}

#[test]
fn the_band_of_outcomes_holds_the_share_of_futures_that_its_ranks_do() {
    // Between the 5 % and the 95 % quantile of n outcomes (type 7) a further one falls with
    // probability 0.9 (n - 1) / (n + 1): the ranks 1 + 0.05 (n - 1) and 1 + 0.95 (n - 1) of n + 1
    // gaps. Of uniform outcomes the content of the band is its width. A width has a standard
    // deviation of about sqrt(0.09 / n); two-sided at 4 standard errors: false alarm 6e-5.
    for n in [20, 60, 199] {
        let content: Tally = (0..EXPERIMENTS)
            .map(|experiment| {
                let sample: Vec<f64> = (0..n).map(|i| uniform(experiment, i)).collect();
                let band = Band::of(&sample).unwrap();
                band.p95 - band.p05
            })
            .collect();
        let expected = 0.9 * f64::from(n - 1) / f64::from(n + 1);
        let error = (content.variance().unwrap() / EXPERIMENTS as f64).sqrt();
        let off = (content.mean().unwrap() - expected) / error;
        assert!(off.abs() < 4.0, "{n}: {off:.2} standard errors off");
    }
}

#[test]
fn intervals_of_a_median_cover_it_whatever_the_law() {
    // From the 8th to the 18th of 25 exponential values: a binomial (25, 1/2) lies from 8 to 17 with
    // probability 0.957. Binomial (400, 0.957): from 366 to 398 with probability 0.9999, false alarm
    // 1e-4.
    let covered = (0..EXPERIMENTS).filter(|&experiment| {
        let value = |i| exponential(1.0, uniform(experiment, i));
        let mut sample: Vec<f64> = (0..25).map(value).collect();
        sample.sort_by(f64::total_cmp);
        let (low, high) = median_interval(&sample, 0.95).unwrap();
        low <= std::f64::consts::LN_2 && std::f64::consts::LN_2 <= high
    });
    let covered = covered.count();
    assert!((366..=398).contains(&covered), "{covered} of 400");
}

#[test]
fn intervals_of_a_share_cover_its_expectation() {
    // Of respondents a quarter does not appear and is ordered removed: the share of completions in
    // absentia is a ratio in each replication, with expectation 1/4 whatever the number completed.
    let mut toy = Toy::new(1, 300.0, 30, 12).arrivals(6.0);
    let absent = &mut toy.blueprint.dockets[0].stages[0].absent;
    (absent.unrepresented, absent.represented) = (0.25, 0.25);
    (absent.order, absent.disposition) = (1.0, Some(DispositionId(1)));
    let levers = toy.levers();
    let mut space = Workspace::default();
    let mut share = |number: u64| {
        let mut log = Log::default();
        let stream = Stream::new(7, number);
        simulate(&toy.blueprint, &levers, stream, &mut space, &mut log);
        let done = log.completions();
        let absent = done.iter().filter(|(_, _, how)| how.0 == 1).count();
        absent as f64 / done.len() as f64
    };
    let covered = (0..EXPERIMENTS).filter(|experiment| {
        let shares: Tally = (0..15).map(|i| share(15 * experiment + i)).collect();
        shares.estimate(0.95).covers(0.25)
    });
    assert_covered("share", covered.count());
}

/// Exact coverage of the interval of a probability from `n` replications with and without it.
fn coverage(n: u32, p: f64) -> f64 {
    let mut pmf = (1.0 - p).powi(n as i32);
    let mut covered = 0.0;
    for k in 0..=n {
        let tally: Tally = (0..n).map(|i| f64::from(u8::from(i < k))).collect();
        if tally.probability(0.95).covers(p) {
            covered += pmf;
        }
        pmf *= f64::from(n - k) / f64::from(k + 1) * p / (1.0 - p);
    }
    covered
}

#[test]
fn intervals_of_a_probability_cover_it_even_where_the_event_is_rare() {
    // Computed, not simulated: nothing is left to chance. Wilson's interval swings around 95 % as
    // the count of replications is a whole number, most of all at the ends, which mirror each other.
    for n in [20, 60, 200] {
        for p in [0.2, 0.35, 0.5, 0.65, 0.8] {
            let covered = coverage(n, p);
            assert!((0.925..0.975).contains(&covered), "{n}, {p}: {covered}");
        }
        for p in [0.005, 0.01, 0.02, 0.05] {
            let covered = coverage(n, p);
            assert!((0.88..=1.0).contains(&covered), "{n}, {p}: {covered}");
        }
    }
}

#[test]
fn cohort_curves_with_censored_cases_are_right_on_average() {
    // Exponential waits of mean 300 days in whole days, observed for 0 to 600 days: a quarter to a
    // half is censored. No interval is printed. Three days, two-sided at 4 standard errors each:
    // false alarm 2e-4.
    let mut curves = [Tally::new(), Tally::new(), Tally::new()];
    let days = [100, 200, 400];
    for experiment in 0..EXPERIMENTS {
        let (mut ended, mut censored) = (DayHistogram::new(), DayHistogram::new());
        for case in 0..200 {
            let wait = exponential(300.0, uniform(experiment, 2 * case)) as u32;
            let observed = (600.0 * uniform(experiment, 2 * case + 1)) as u32;
            if wait <= observed {
                ended.add(wait, 1);
            } else {
                censored.add(observed, 1);
            }
        }
        let curve = KaplanMeier::new(&ended, &censored);
        for (tally, day) in curves.iter_mut().zip(days) {
            tally.add(curve.survival(day));
        }
    }
    for (tally, day) in curves.iter().zip(days) {
        // Whole days are waited out: a wait longer than t days is one of t + 1 or more.
        let exact = (-f64::from(day + 1) / 300.0).exp();
        let error = (tally.variance().unwrap() / EXPERIMENTS as f64).sqrt();
        let off = (tally.mean().unwrap() - exact) / error;
        assert!(off.abs() < 4.0, "day {day}: {off:.2} standard errors off");
    }
}
