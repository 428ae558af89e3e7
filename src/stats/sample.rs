//! Quantiles of a sample of values.

use serde::{Deserialize, Serialize};

/// The quantile of a sorted sample at `p` in [0, 1]: type 7 of Hyndman and Fan 1996, "Sample
/// quantiles in statistical packages", which is R's default; NaN for an empty sample.
#[must_use]
pub fn quantile_sorted(sorted: &[f64], p: f64) -> f64 {
    debug_assert!(sorted.is_sorted(), "the sample is sorted");
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let place = p.clamp(0.0, 1.0) * last as f64;
    let below = place as usize;
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// The confidence interval of the median of the distribution that a sorted sample is from, at
/// `level`, as 0.95, or a little above it: from one value of the sample to another, whatever the
/// distribution (Thompson 1936). A value lies below the median with probability 1/2, so that the
/// ranks follow from the binomial distribution. `None` where even the extremes are too near: 0.95
/// takes 6 values.
#[must_use]
pub fn median_interval(sorted: &[f64], level: f64) -> Option<(f64, f64)> {
    debug_assert!(sorted.is_sorted(), "the sample is sorted");
    let n = sorted.len();
    let tail = 0.5 * (1.0 - level);
    let mut log_share = -(n as f64) * std::f64::consts::LN_2;
    let mut below = 0.0;
    let mut rank = 0;
    while rank < n {
        below += log_share.exp();
        if below > tail {
            break;
        }
        rank += 1;
        log_share += ((n - rank + 1) as f64 / rank as f64).ln();
    }
    let low = rank.checked_sub(1)?;
    Some((sorted[low], sorted[n - rank]))
}

/// The spread of outcomes over replications: a prediction band, never a confidence interval
/// [unit of the values].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// One outcome in twenty lies below.
    pub p05: f64,
    /// One outcome in four lies below.
    pub p25: f64,
    /// The median.
    pub p50: f64,
    /// One outcome in four lies above.
    pub p75: f64,
    /// One outcome in twenty lies above.
    pub p95: f64,
}

impl Band {
    /// The band of a sample in any order, values that are NaN left out; `None` if none is left.
    #[must_use]
    pub fn of(sample: &[f64]) -> Option<Band> {
        let mut sorted: Vec<f64> = sample.iter().copied().filter(|v| !v.is_nan()).collect();
        if sorted.is_empty() {
            return None;
        }
        sorted.sort_by(f64::total_cmp);
        let [p05, p25, p50, p75, p95] =
            [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| quantile_sorted(&sorted, p));
        Some(Band {
            p05,
            p25,
            p50,
            p75,
            p95,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_median_has_the_ranks_of_the_binomial_distribution() {
        // R: qbinom(0.025, n, 0.5) is the lower rank; 1/32 of samples of 5 lie above the median.
        let ranks = |n: usize| {
            let sorted: Vec<f64> = (1..=n).map(|i| i as f64).collect();
            median_interval(&sorted, 0.95)
        };
        assert_eq!((ranks(0), ranks(5)), (None, None));
        assert_eq!(ranks(6), Some((1.0, 6.0)));
        assert_eq!(ranks(20), Some((6.0, 15.0)));
        assert_eq!(ranks(100), Some((40.0, 61.0)));
        // Half of the numbers from 1 to 2,000, less 1.96 times half the root of n; no underflow.
        assert_eq!(ranks(2000), Some((956.0, 1045.0)));
    }

    #[test]
    fn quantiles_are_those_of_r() {
        // R: quantile(c(1, 3, 4, 10), c(0, .05, .25, .5, .9, 1)).
        let sample = [1.0, 3.0, 4.0, 10.0];
        let expected = [
            (0.0, 1.0),
            (0.05, 1.3),
            (0.25, 2.5),
            (0.5, 3.5),
            (0.9, 8.2),
            (1.0, 10.0),
        ];
        for (p, value) in expected {
            assert!((quantile_sorted(&sample, p) - value).abs() < 1e-12, "{p}");
        }
        assert!(quantile_sorted(&[], 0.5).is_nan());
        assert_eq!(quantile_sorted(&[7.0], 0.3), 7.0);
    }

    #[test]
    fn a_band_sorts_its_sample_and_leaves_out_what_is_undefined() {
        let mut sample: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        sample.push(f64::NAN);
        let band = Band::of(&sample).unwrap();
        assert_eq!(
            band,
            Band {
                p05: 5.0,
                p25: 25.0,
                p50: 50.0,
                p75: 75.0,
                p95: 95.0
            }
        );
        assert_eq!(Band::of(&[f64::NAN]), None);
    }
}
