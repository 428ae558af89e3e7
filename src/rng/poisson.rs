//! Poisson counts by inversion.

use crate::special::{incomplete_gamma, normal_quantile};

/// Below this mean the probabilities are summed from zero.
const SUMMED_BELOW: f64 = 60.0;
/// Standard deviations from the mean within which probabilities are remembered: no uniform number of 53
/// bits leads further.
const REMEMBERED: f64 = 9.0;

/// The smallest count whose cumulative probability reaches `u`: one uniform, one Poisson variate,
/// monotone in `u`, for any `mean` up to 10^6 and beyond; 0 for a mean of zero or less.
#[must_use]
pub fn poisson_quantile(mean: f64, u: f64) -> u64 {
    Poisson::new(mean).quantile(u)
}

/// Poisson counts of one mean. Each cumulative probability is worked out once, when it is first needed.
#[derive(Clone, Debug)]
pub struct Poisson {
    mean: f64,
    /// Cumulative probabilities of the counts from `first` on; those of a large mean are not yet known
    /// where they are no number.
    upto: Vec<f64>,
    first: u64,
}

impl Poisson {
    /// The law with this mean; a mean of zero or less gives no other count than 0.
    #[must_use]
    pub fn new(mean: f64) -> Self {
        if mean < SUMMED_BELOW {
            return Self {
                mean,
                upto: if mean > 0.0 { sums(mean) } else { vec![1.0] },
                first: 0,
            };
        }
        let spread = REMEMBERED * mean.sqrt() + REMEMBERED * REMEMBERED;
        let first = (mean - spread).max(0.0) as u64;
        Self {
            mean,
            upto: vec![f64::NAN; (mean + spread) as usize - first as usize],
            first,
        }
    }

    /// As [`poisson_quantile`].
    #[must_use]
    pub fn quantile(&mut self, u: f64) -> u64 {
        debug_assert!(
            0.0 < u && u < 1.0,
            "a uniform lies strictly between 0 and 1"
        );
        if self.mean < SUMMED_BELOW {
            // The sum may stop short of 1 by rounding: then the term that no longer counts ends it.
            let count = self.upto.partition_point(|&upto| upto < u);
            return count.min(self.upto.len() - 1) as u64;
        }
        self.searched(u)
    }

    /// From the Cornish-Fisher approximation (Abramowitz and Stegun 26.2.49) outward by the exact
    /// distribution function: a few evaluations.
    fn searched(&mut self, u: f64) -> u64 {
        let (mean, z) = (self.mean, normal_quantile(u));
        let mut count = (mean + mean.sqrt() * z + (z * z - 1.0) / 6.0)
            .floor()
            .max(0.0) as u64;
        if self.upto(count) >= u {
            while count > 0 && self.upto(count - 1) >= u {
                count -= 1;
            }
        } else {
            let tallest = (mean + 40.0 * mean.sqrt()) as u64;
            while count < tallest && self.upto(count) < u {
                count += 1;
            }
        }
        count
    }

    /// The probability of at most so many: P(N <= k) = Q(k + 1, mean).
    fn upto(&mut self, count: u64) -> f64 {
        let exact = |mean| incomplete_gamma(count as f64 + 1.0, mean).1;
        let known = count
            .checked_sub(self.first)
            .and_then(|i| self.upto.get_mut(i as usize));
        let Some(known) = known else {
            return exact(self.mean);
        };
        if known.is_nan() {
            *known = exact(self.mean);
        }
        *known
    }
}

/// The cumulative probabilities of all counts until they add nothing.
fn sums(mean: f64) -> Vec<f64> {
    let mut term = (-mean).exp();
    let mut sum = term;
    let mut sums = vec![sum];
    while term > sum * f64::EPSILON || (sums.len() - 1) as f64 <= mean {
        term *= mean / sums.len() as f64;
        sum += term;
        sums.push(sum);
    }
    sums
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
