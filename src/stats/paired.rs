//! Two scenarios compared replication by replication.

use serde::{Deserialize, Serialize};

use super::estimate::Estimate;
use super::tally::Tally;
use crate::special::normal_quantile;

/// The paired comparison of an alternative with a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paired {
    /// Alternative less baseline [unit of the values].
    pub diff: Estimate,
    /// Var(diff) / (Var(baseline) + Var(alternative)): what common random numbers leave of the
    /// variance that independent runs would have had; `None` without variance [ratio].
    pub variance_ratio: Option<f64>,
    /// The share of replications in which the alternative lies lower; ties count half
    /// [probability].
    pub probability_lower: f64,
}

impl Paired {
    /// Compares the values of the same replications, in the same order, at confidence `level`;
    /// `None` if there are none.
    #[must_use]
    pub fn new(baseline: &[f64], alternative: &[f64], level: f64) -> Option<Paired> {
        assert_eq!(
            baseline.len(),
            alternative.len(),
            "pairs are of the same replications"
        );
        if baseline.is_empty() {
            return None;
        }
        let pairs = || baseline.iter().zip(alternative);
        let diff: Tally = pairs().map(|(a, b)| b - a).collect();
        let apart = variance(baseline) + variance(alternative);
        let lower: f64 = pairs().map(|(a, b)| score_lower(*a, *b)).sum();
        Some(Paired {
            diff: diff.estimate(level),
            variance_ratio: diff
                .variance()
                .map(|v| v / apart)
                .filter(|ratio| ratio.is_finite()),
            probability_lower: lower / baseline.len() as f64,
        })
    }

    /// The same for events (1: it happened, 0: it did not), with the interval of a difference of
    /// probabilities of matched pairs of Agresti and Min 2005, "Simple improved confidence intervals
    /// for comparing matched proportions", Statistics in Medicine 24, 729: half a pair more in each
    /// of the four cells. That of a mean has no width where all pairs are alike.
    #[must_use]
    pub fn of_events(baseline: &[f64], alternative: &[f64], level: f64) -> Option<Paired> {
        let paired = Paired::new(baseline, alternative, level)?;
        let pairs = || baseline.iter().zip(alternative);
        let count = |holds: fn(f64, f64) -> bool| pairs().filter(|(a, b)| holds(**a, **b)).count();
        let more = count(|a, b| b > a) as f64 + 0.5;
        let fewer = count(|a, b| b < a) as f64 + 0.5;
        let n = baseline.len() as f64 + 2.0;
        let centre = (more - fewer) / n;
        let variance = ((more + fewer) / n - centre * centre) / n;
        let half = normal_quantile(0.5 + 0.5 * level) * variance.sqrt();
        let mean = paired.diff.mean;
        Some(Paired {
            diff: Estimate {
                ci_low: (centre - half).clamp(-1.0, mean),
                ci_high: (centre + half).clamp(mean, 1.0),
                ..paired.diff
            },
            ..paired
        })
    }
}

fn variance(values: &[f64]) -> f64 {
    values
        .iter()
        .copied()
        .collect::<Tally>()
        .variance()
        .unwrap_or(f64::NAN)
}

fn score_lower(baseline: f64, alternative: f64) -> f64 {
    if alternative < baseline {
        1.0
    } else if alternative == baseline {
        0.5
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_of_events_has_an_interval_even_where_all_pairs_are_alike() {
        // Of 10 pairs 3 happen in the alternative only and 1 in the baseline only: 3.5 and 1.5 of
        // 12, difference 1/6, variance (5/12 - 1/36) / 12 = 0.032407.
        let baseline = [1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
        let alternative = [0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
        let paired = Paired::of_events(&baseline, &alternative, 0.95).unwrap();
        assert!((paired.diff.mean - 0.2).abs() < 1e-12);
        let half = 1.959_963_985 * 0.032_407_407_f64.sqrt();
        assert!((paired.diff.ci_low - (1.0 / 6.0 - half)).abs() < 1e-6);
        assert!((paired.diff.ci_high - (1.0 / 6.0 + half)).abs() < 1e-6);
        let alike = Paired::of_events(&[0.0; 20], &[0.0; 20], 0.95).unwrap();
        assert!(alike.diff.ci_low < -0.05 && alike.diff.ci_high > 0.05);
        let all = Paired::of_events(&[0.0; 20], &[1.0; 20], 0.95).unwrap();
        assert!(all.diff.ci_low > 0.7 && all.diff.ci_high == 1.0);
    }

    #[test]
    fn a_paired_comparison_is_right_by_hand() {
        // Differences -1, -2, 0, -1: mean -1, variance 2/3.
        let baseline = [10.0, 20.0, 30.0, 40.0];
        let alternative = [9.0, 18.0, 30.0, 39.0];
        let paired = Paired::new(&baseline, &alternative, 0.95).unwrap();
        assert!((paired.diff.mean + 1.0).abs() < 1e-12);
        assert_eq!((paired.diff.n, paired.probability_lower), (4, 0.875));
        let apart = 500.0 / 3.0 + (225.0 + 36.0 + 36.0 + 225.0) / 3.0;
        let ratio = paired.variance_ratio.unwrap();
        assert!(
            (ratio - (2.0 / 3.0) / apart).abs() < 1e-4,
            "{ratio} {}",
            (2.0 / 3.0) / apart
        );
    }

    #[test]
    fn equal_scenarios_differ_by_nothing() {
        let values = [1.0, 2.0, 3.0];
        let paired = Paired::new(&values, &values, 0.95).unwrap();
        assert_eq!(
            (paired.diff.mean, paired.diff.ci_low, paired.diff.ci_high),
            (0.0, 0.0, 0.0)
        );
        assert_eq!(paired.probability_lower, 0.5);
        assert_eq!(paired.variance_ratio, Some(0.0));
    }

    #[test]
    fn a_constant_difference_is_beyond_doubt() {
        let paired = Paired::new(&[1.0, 2.0], &[2.0, 3.0], 0.95).unwrap();
        assert_eq!((paired.diff.ci_low, paired.diff.ci_high), (1.0, 1.0));
        assert_eq!(paired.probability_lower, 0.0);
    }

    #[test]
    fn too_few_pairs_claim_nothing() {
        assert_eq!(Paired::new(&[], &[], 0.95), None);
        let one = Paired::new(&[3.0], &[5.0], 0.95).unwrap();
        assert_eq!((one.diff.mean, one.variance_ratio), (2.0, None));
    }
}
