//! Running mean and variance.

use super::estimate::Estimate;
use super::student::t_quantile;
use crate::special::normal_quantile;

/// Count, mean, variance and extremes of values seen one by one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tally {
    n: u64,
    mean: f64,
    /// Sum of squared deviations from the mean.
    squares: f64,
    min: f64,
    max: f64,
}

impl Default for Tally {
    fn default() -> Tally {
        Tally::new()
    }
}

impl Tally {
    /// A tally of nothing.
    #[must_use]
    pub fn new() -> Tally {
        Tally {
            n: 0,
            mean: 0.0,
            squares: 0.0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
        }
    }

    /// Adds a value (Welford 1962, "Note on a method for calculating corrected sums of squares and
    /// products", Technometrics 4, 419).
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        let delta = value - self.mean;
        self.mean += delta / self.n as f64;
        self.squares += delta * (value - self.mean);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// Adds the values of another tally (Chan, Golub and LeVeque 1979, "Updating formulae and a
    /// pairwise algorithm for computing sample variances"). The last digits depend on the order
    /// of merging: fold replications in their order.
    pub fn merge(&mut self, other: &Tally) {
        if other.n == 0 {
            return;
        }
        if self.n == 0 {
            *self = *other;
            return;
        }
        let (a, b) = (self.n as f64, other.n as f64);
        let delta = other.mean - self.mean;
        self.n += other.n;
        self.mean += delta * b / (a + b);
        self.squares += other.squares + delta * delta * a * b / (a + b);
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// Values seen.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The mean; `None` before the first value [unit of the values].
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then_some(self.mean)
    }

    /// The sample variance; `None` before the second value [unit of the values, squared].
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.n > 1).then(|| self.squares / (self.n - 1) as f64)
    }

    /// The least value; `None` before the first [unit of the values].
    #[must_use]
    pub fn min(&self) -> Option<f64> {
        (self.n > 0).then_some(self.min)
    }

    /// The largest value; `None` before the first [unit of the values].
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        (self.n > 0).then_some(self.max)
    }

    /// The mean with its Student-t confidence interval at `level`, as 0.95.
    #[must_use]
    pub fn estimate(&self, level: f64) -> Estimate {
        let Some(mean) = self.mean() else {
            return Estimate::missing(level);
        };
        let half = self.variance().map_or(f64::NAN, |variance| {
            let t = t_quantile(self.n - 1, 0.5 + 0.5 * level);
            t * (variance / self.n as f64).sqrt()
        });
        Estimate {
            mean,
            ci_low: mean - half,
            ci_high: mean + half,
            level,
            n: self.n,
        }
    }

    /// The share of ones among zeros and ones, with its confidence interval at `level`, as 0.95: of
    /// Wilson 1927, which holds its level near 0 and 1, where the interval of a mean has no width
    /// when the event was never, or always, seen.
    #[must_use]
    pub fn probability(&self, level: f64) -> Estimate {
        let Some(mean) = self.mean() else {
            return Estimate::missing(level);
        };
        let n = self.n as f64;
        let z = normal_quantile(0.5 + 0.5 * level);
        let shrink = 1.0 + z * z / n;
        let centre = (mean + 0.5 * z * z / n) / shrink;
        let half = z * (mean * (1.0 - mean) / n + 0.25 * z * z / (n * n)).sqrt() / shrink;
        Estimate {
            mean,
            // The mean is inside; rounding must not leave it out at 0 and 1.
            ci_low: (centre - half).clamp(0.0, mean),
            ci_high: (centre + half).clamp(mean, 1.0),
            level,
            n: self.n,
        }
    }
}

impl FromIterator<f64> for Tally {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Tally {
        let mut tally = Tally::new();
        values.into_iter().for_each(|value| tally.add(value));
        tally
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rng::{Decision, Stream};

    #[test]
    fn a_tally_is_right_by_hand() {
        let tally: Tally = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]
            .into_iter()
            .collect();
        assert_eq!(
            (tally.n(), tally.mean(), tally.min(), tally.max()),
            (8, Some(5.0), Some(2.0), Some(9.0))
        );
        assert!((tally.variance().unwrap() - 32.0 / 7.0).abs() < 1e-14);
        let estimate = tally.estimate(0.95);
        // t(7, 0.975) = 2.364624.
        assert!((estimate.half_width() - 2.364_624 * (32.0f64 / 56.0).sqrt()).abs() < 1e-5);
        assert!((estimate.ci_low + estimate.ci_high - 10.0).abs() < 1e-12);
    }

    #[test]
    fn too_few_values_give_no_interval_and_no_number() {
        assert_eq!(Tally::new().mean(), None);
        assert_eq!(Tally::new().estimate(0.95).n, 0);
        let one: Tally = [3.0].into_iter().collect();
        assert_eq!((one.variance(), one.estimate(0.95).mean), (None, 3.0));
        assert!(one.estimate(0.95).ci_low.is_nan());
    }

    #[test]
    fn a_large_offset_costs_no_digits() {
        let tally: Tally = [4.0, 7.0, 13.0, 16.0]
            .map(|v| v + 1e9)
            .into_iter()
            .collect();
        assert!((tally.variance().unwrap() - 30.0).abs() < 1e-6);
    }

    #[test]
    fn the_intervals_cover_the_truth_in_95_percent_of_400_experiments() {
        // Binomial(400, 0.95): between 364 and 393, both included, with probability 0.9995: false
        // alarm 5e-4 over both sides.
        let stream = Stream::new(95, 0);
        let covered = (0..400)
            .filter(|&experiment| {
                let values = (0..12).map(|i| {
                    let u = stream.uniform(Decision::SyntheticA, experiment, i);
                    crate::special::normal_quantile(u)
                });
                values.collect::<Tally>().estimate(0.95).covers(0.0)
            })
            .count();
        assert!((364..=393).contains(&covered), "{covered} of 400");
    }

    proptest! {
        #![proptest_config(crate::testing::fixed())]

        #[test]
        fn merged_tallies_are_the_tally_of_all(
            a in prop::collection::vec(-1e3f64..1e3, 0..40),
            b in prop::collection::vec(-1e3f64..1e3, 0..40),
        ) {
            let mut merged: Tally = a.iter().copied().collect();
            merged.merge(&b.iter().copied().collect());
            let whole: Tally = a.iter().chain(&b).copied().collect();
            let near = |x: Option<f64>, y: Option<f64>| match (x, y) {
                (Some(x), Some(y)) => (x - y).abs() <= 1e-9 * (1.0 + y.abs()),
                (x, y) => x == y,
            };
            prop_assert_eq!(merged.n(), whole.n());
            prop_assert!(near(merged.mean(), whole.mean()));
            prop_assert!(near(merged.variance(), whole.variance()));
            prop_assert_eq!((merged.min(), merged.max()), (whole.min(), whole.max()));
        }
    }
}
