//! Rows of `optimize.csv`.

use serde::{Deserialize, Serialize};

/// One row of `optimize.csv`: a number of a value that was tried, and how often its target was met.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OptimizeRow {
    /// Scenario name.
    pub scenario: String,
    /// Trial, in the order in which values were tried, from 1; 0: the scenario as it stands.
    pub trial: u64,
    /// Key that is varied.
    pub key: String,
    /// Its value; none where the scenario as it stands has no single one.
    pub value: Option<f64>,
    /// `answer`, `met` or `not-met`: whether the share is at least the probability that was asked for;
    /// or `as-it-stands`.
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
}

/// Measure of the rows of all targets together.
pub const ALL_TARGETS: &str = "targets";
