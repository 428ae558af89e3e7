//! Rows of `optimize.csv`.

use serde::{Deserialize, Serialize};

/// One row of `optimize.csv`: a number of a value or a split that was tried, and how often its target
/// was met.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OptimizeRow {
    /// Scenario name.
    pub scenario: String,
    /// Trial, in the order in which values were tried, from 1; 0: the scenario as it stands.
    pub trial: u64,
    /// Key that is varied.
    pub key_1: String,
    /// Its value; none where the scenario as it stands has no single one.
    pub value_1: Option<f64>,
    /// Second key of a split; empty where there is none.
    pub key_2: String,
    /// Its value.
    pub value_2: Option<f64>,
    /// Third key of a split; empty where there is none.
    pub key_3: String,
    /// Its value.
    pub value_3: Option<f64>,
    /// Fourth key of a split; empty where there is none.
    pub key_4: String,
    /// Its value.
    pub value_4: Option<f64>,
    /// `answer`, `met` or `not-met`: whether the share is at least the probability that was asked for. Of
    /// a split `answer`, `kept` or `eliminated`. Or `as-it-stands`.
    pub verdict: String,
    /// Measure id; `targets`: all targets in the same replication.
    pub measure: String,
    /// Unit of the numbers.
    pub unit: String,
    /// Court id, or `all`.
    pub court: String,
    /// Docket id, or `all`.
    pub docket: String,
    /// `month:2019-03`, `fy:2019` or `horizon`.
    pub period: String,
    /// The target, as `<1000`; empty where there is none.
    pub target: String,
    /// Share of replications that meet it.
    pub met: Option<f64>,
    /// Lower end of the exact 95 % interval of that probability.
    pub met_ci_low: Option<f64>,
    /// Upper end of the exact 95 % interval of that probability.
    pub met_ci_high: Option<f64>,
    /// Mean over replications.
    pub mean: Option<f64>,
    /// Lower end of the 95 % interval of the mean.
    pub ci_low: Option<f64>,
    /// Upper end of the 95 % interval of the mean.
    pub ci_high: Option<f64>,
    /// 5 % quantile across replications.
    pub p05: Option<f64>,
    /// Median across replications.
    pub p50: Option<f64>,
    /// 95 % quantile across replications.
    pub p95: Option<f64>,
    /// Replications: of a share all, of a mean those in which the measure has a value.
    pub n: u64,
    /// Mean of the paired differences from the scenario as it stands.
    pub diff_mean: Option<f64>,
    /// Lower end of the 95 % interval of the mean difference.
    pub diff_ci_low: Option<f64>,
    /// Upper end of the 95 % interval of the mean difference.
    pub diff_ci_high: Option<f64>,
    /// Share of replications in which it is lower than in the scenario as it stands; ties count half.
    pub probability_lower: Option<f64>,
    /// Of a split: mean of the paired differences from the answer.
    pub best_diff_mean: Option<f64>,
    /// Lower end of the 95 % interval of that mean.
    pub best_diff_ci_low: Option<f64>,
    /// Upper end of the 95 % interval of that mean.
    pub best_diff_ci_high: Option<f64>,
    /// Share of replications in which the split is better than the answer; ties count half.
    pub probability_better: Option<f64>,
}

/// Measure of the rows of all targets together.
pub const ALL_TARGETS: &str = "targets";
