//! Two scenarios compared replication by replication.

use serde::{Deserialize, Serialize};

use super::estimate::Estimate;
use super::student::t_two_sided;
use super::tally::Tally;

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
    /// p-value of the two-sided paired t test of no difference; `None` below two replications
    /// [probability].
    pub p_value: Option<f64>,
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
            p_value: p_value(&diff),
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

fn p_value(diff: &Tally) -> Option<f64> {
    let (mean, variance) = (diff.mean()?, diff.variance()?);
    if mean == 0.0 {
        return Some(1.0);
    }
    // Without variance the statistic is infinite: a difference beyond doubt.
    let statistic = mean / (variance / diff.n() as f64).sqrt();
    Some(t_two_sided(diff.n() - 1, statistic))
}

/// p-values adjusted for making several comparisons at once (Holm 1979, "A simple sequentially
/// rejective multiple test procedure", Scandinavian Journal of Statistics 6, 65), in the order
/// given. A p-value that is NaN stays so and is not counted among the comparisons.
#[must_use]
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len())
        .filter(|&i| !p_values[i].is_nan())
        .collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = p_values.to_vec();
    let mut largest: f64 = 0.0;
    for (rank, &i) in order.iter().enumerate() {
        largest = largest
            .max(p_values[i] * (order.len() - rank) as f64)
            .min(1.0);
        adjusted[i] = largest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paired_comparison_is_right_by_hand() {
        // Differences -1, -2, 0, -1: mean -1, variance 2/3, t = -1 / sqrt(1/6) = -2.4495.
        let baseline = [10.0, 20.0, 30.0, 40.0];
        let alternative = [9.0, 18.0, 30.0, 39.0];
        let paired = Paired::new(&baseline, &alternative, 0.95).unwrap();
        assert!((paired.diff.mean + 1.0).abs() < 1e-12);
        assert_eq!((paired.diff.n, paired.probability_lower), (4, 0.875));
        // R: t.test(c(-1, -2, 0, -1))$p.value = 0.09172.
        assert!(
            (paired.p_value.unwrap() - 0.091_72).abs() < 1e-5,
            "{:?}",
            paired.p_value
        );
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
        assert_eq!((paired.probability_lower, paired.p_value), (0.5, Some(1.0)));
        assert_eq!(paired.variance_ratio, Some(0.0));
    }

    #[test]
    fn a_constant_difference_is_beyond_doubt() {
        let paired = Paired::new(&[1.0, 2.0], &[2.0, 3.0], 0.95).unwrap();
        assert_eq!((paired.p_value, paired.probability_lower), (Some(0.0), 0.0));
    }

    #[test]
    fn too_few_pairs_claim_nothing() {
        assert_eq!(Paired::new(&[], &[], 0.95), None);
        let one = Paired::new(&[3.0], &[5.0], 0.95).unwrap();
        assert_eq!(
            (one.diff.mean, one.p_value, one.variance_ratio),
            (2.0, None, None)
        );
    }

    #[test]
    fn holm_adjustment_is_that_of_r() {
        // R: p.adjust(c(.01, .04, .03, .005), "holm").
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (value, expected) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((value - expected).abs() < 1e-12, "{adjusted:?}");
        }
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
        let with_gap = holm(&[0.02, f64::NAN]);
        assert!(with_gap[0] == 0.02 && with_gap[1].is_nan());
    }
}
