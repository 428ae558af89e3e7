//! Poisson counts by inversion.

use crate::special::{incomplete_gamma, normal_quantile};

/// Below this mean the probabilities are summed from zero.
const SUMMED_BELOW: f64 = 60.0;

/// The smallest count whose cumulative probability reaches `u`: one uniform, one Poisson variate,
/// monotone in `u`, for any `mean` up to 10^6 and beyond; 0 for a mean of zero or less.
#[must_use]
pub fn poisson_quantile(mean: f64, u: f64) -> u64 {
    debug_assert!(
        0.0 < u && u < 1.0,
        "a uniform lies strictly between 0 and 1"
    );
    if mean <= 0.0 {
        0
    } else if mean < SUMMED_BELOW {
        summed(mean, u)
    } else {
        searched(mean, u)
    }
}

fn summed(mean: f64, u: f64) -> u64 {
    let mut count = 0;
    let mut term = (-mean).exp();
    let mut sum = term;
    // The sum may stop short of 1 by rounding: then the term that no longer counts ends it.
    while sum < u && (term > sum * f64::EPSILON || count as f64 <= mean) {
        count += 1;
        term *= mean / count as f64;
        sum += term;
    }
    count
}

/// From the Cornish-Fisher approximation (Abramowitz and Stegun 26.2.49) outward by the exact
/// distribution function P(N <= k) = Q(k + 1, mean): a few evaluations.
fn searched(mean: f64, u: f64) -> u64 {
    let z = normal_quantile(u);
    let mut count = (mean + mean.sqrt() * z + (z * z - 1.0) / 6.0)
        .floor()
        .max(0.0);
    let reaches = |count: f64| incomplete_gamma(count + 1.0, mean).1 >= u;
    if reaches(count) {
        while count > 0.0 && reaches(count - 1.0) {
            count -= 1.0;
        }
    } else {
        let tallest = mean + 40.0 * mean.sqrt();
        while count < tallest && !reaches(count) {
            count += 1.0;
        }
    }
    count as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Decision, Stream};
    use crate::special::{chi_square_tail, ln_gamma};

    fn probability(mean: f64, k: u64) -> f64 {
        let k = k as f64;
        (k * mean.ln() - mean - ln_gamma(k + 1.0)).exp()
    }

    #[test]
    fn the_quantile_is_the_smallest_count_that_reaches_u() {
        for mean in [0.01, 0.7, 5.0, 59.9, 60.1, 200.0] {
            let mut sum = 0.0;
            for k in 0..300 {
                let p = probability(mean, k);
                let below = sum + 0.001 * p;
                sum += p;
                if p > 1e-9 && sum < 1.0 - 1e-9 {
                    assert_eq!(poisson_quantile(mean, below), k, "mean {mean}");
                    assert_eq!(poisson_quantile(mean, sum - 0.001 * p), k, "mean {mean}");
                }
            }
        }
    }

    #[test]
    fn counts_have_the_mean_and_the_variance_of_their_law() {
        // Six means, two statistics each, two-sided at 4 standard errors: false alarm 8e-4.
        let stream = Stream::new(11, 0);
        for mean in [0.3f64, 4.0, 55.0, 65.0, 3_000.0, 1e6] {
            let n = 4_000;
            let draw = |case| {
                let u = stream.uniform(Decision::ArrivalCount, case, mean as u32 & 0xFFFF);
                poisson_quantile(mean, u) as f64 - mean
            };
            let draws: Vec<f64> = (0..n).map(draw).collect();
            let n = n as f64;
            let sum: f64 = draws.iter().sum();
            assert!((sum / (mean * n).sqrt()).abs() < 4.0, "mean {mean}");
            let squares: f64 = draws.iter().map(|d| d * d / mean).sum();
            // Var((N - m)^2 / m) = 2 + 1/m.
            assert!(
                ((squares - n) / (n * (2.0 + 1.0 / mean)).sqrt()).abs() < 4.0,
                "mean {mean}"
            );
        }
    }

    #[test]
    fn counts_pass_chi_square_at_small_and_large_means() {
        // Four tests, two-sided at 1e-4 each.
        let stream = Stream::new(12, 0);
        for (mean, width) in [(0.5f64, 1u64), (12.0, 1), (70.0, 4), (10_000.0, 50)] {
            let n = 20_000;
            let (low, cells) = ((mean - 4.0 * mean.sqrt()).max(0.0) as u64, 200usize);
            let cell = |k: u64| (((k.max(low) - low) / width) as usize).min(cells - 1);
            let mut observed = vec![0.0; cells];
            let mut expected = vec![0.0; cells];
            for case in 0..n {
                let u = stream.uniform(Decision::ArrivalCount, case, 1);
                observed[cell(poisson_quantile(mean, u))] += 1.0;
            }
            for k in 0..(mean + 12.0 * mean.sqrt() + 20.0) as u64 {
                expected[cell(k)] += n as f64 * probability(mean, k);
            }
            let (statistic, used) = pooled_chi_square(&observed, &expected);
            let tail = chi_square_tail(used as f64 - 1.0, statistic);
            assert!((5e-5..1.0 - 5e-5).contains(&tail), "mean {mean}: {tail:e}");
        }
    }

    /// Neighbouring cells are pooled until at least ten draws are expected.
    fn pooled_chi_square(observed: &[f64], expected: &[f64]) -> (f64, usize) {
        let (mut statistic, mut used, mut o, mut e) = (0.0, 0, 0.0, 0.0);
        let mut left: f64 = expected.iter().sum();
        for (x, y) in observed.iter().zip(expected) {
            o += x;
            e += y;
            left -= y;
            if e >= 10.0 && left >= 10.0 {
                statistic += (o - e).powi(2) / e;
                used += 1;
                (o, e) = (0.0, 0.0);
            }
        }
        (statistic + (o - e).powi(2) / e, used + 1)
    }

    #[test]
    fn the_count_is_monotone_in_u_and_in_the_mean() {
        for mean in [0.2, 30.0, 59.99, 60.01, 5_000.0, 1e6] {
            let counts: Vec<u64> = (1..2_000)
                .map(|i| poisson_quantile(mean, f64::from(i) / 2_000.0))
                .collect();
            assert!(counts.is_sorted(), "mean {mean}");
        }
        for u in [0.001, 0.5, 0.999] {
            let counts: Vec<u64> = (1..600)
                .map(|i| poisson_quantile(f64::from(i) * 0.25, u))
                .collect();
            assert!(counts.is_sorted(), "u {u}");
        }
    }

    #[test]
    fn the_ends_of_the_unit_interval_give_finite_counts() {
        let least = f64::from_bits(1);
        let most = 1.0 - f64::EPSILON / 2.0;
        for mean in [1e-9, 1.0, 59.0, 61.0, 1e6, 1e8] {
            assert!(poisson_quantile(mean, least) as f64 <= mean);
            let top = poisson_quantile(mean, most) as f64;
            assert!(
                top <= mean + 12.0 * mean.sqrt() + 25.0,
                "mean {mean}: {top}"
            );
        }
        assert_eq!(poisson_quantile(0.0, 0.5), 0);
        assert_eq!(poisson_quantile(-1.0, 0.5), 0);
    }
}
