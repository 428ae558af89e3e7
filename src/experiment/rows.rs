//! Rows of the result files: the contract between an experiment, its files and its charts.

use serde::{Deserialize, Serialize};

/// One row of `results.csv`: a measure of one court, docket and period over all replications.
///
/// Numbers that do not exist (a quantile not reached, an interval of one replication) are `None`
/// and empty in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultRow {
    /// Scenario name.
    pub scenario: String,
    /// Measure id.
    pub measure: String,
    /// Unit of the numbers.
    pub unit: String,
    /// Court id, or `all`.
    pub court: String,
    /// Docket id, or `all`.
    pub docket: String,
    /// `month:2019-03`, `fy:2019` or `horizon`.
    pub period: String,
    /// First day of the period, `2019-03-01`.
    pub period_start: String,
    /// Mean over replications.
    pub mean: Option<f64>,
    /// Lower end of the 95 % interval of the mean.
    pub ci_low: Option<f64>,
    /// Upper end of the 95 % interval of the mean.
    pub ci_high: Option<f64>,
    /// 5 % quantile across replications.
    pub p05: Option<f64>,
    /// 25 % quantile across replications.
    pub p25: Option<f64>,
    /// Median across replications.
    pub p50: Option<f64>,
    /// 75 % quantile across replications.
    pub p75: Option<f64>,
    /// 95 % quantile across replications.
    pub p95: Option<f64>,
    /// Replications in which the measure has a value.
    pub n: u64,
}

/// One row of `comparison.csv`: a paired difference, scenario less baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonRow {
    /// Scenario name.
    pub scenario: String,
    /// Baseline name.
    pub baseline: String,
    /// Measure id.
    pub measure: String,
    /// Unit of the numbers.
    pub unit: String,
    /// Court id, or `all`.
    pub court: String,
    /// Docket id, or `all`.
    pub docket: String,
    /// `month:2019-03`, `fy:2019` or `horizon`.
    pub period: String,
    /// Mean of the paired differences.
    pub diff_mean: Option<f64>,
    /// Lower end of the 95 % interval of the mean difference.
    pub ci_low: Option<f64>,
    /// Upper end of the 95 % interval of the mean difference.
    pub ci_high: Option<f64>,
    /// Mean difference in percent of the baseline's mean.
    pub diff_pct: Option<f64>,
    /// Share of replications in which the scenario is lower; ties count half.
    pub probability_lower: Option<f64>,
    /// Pairs in which both have a value.
    pub n: u64,
    /// Variance of the difference over the sum of both variances: 1 for independent seeds.
    pub variance_ratio: Option<f64>,
}

/// One row of `replications.csv`: one replication, measure and fiscal year, all courts and dockets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplicationRow {
    /// Scenario name.
    pub scenario: String,
    /// Replication, from 0.
    pub replication: u64,
    /// Measure id.
    pub measure: String,
    /// Unit of the number.
    pub unit: String,
    /// `fy:2019` or `horizon`.
    pub period: String,
    /// The value.
    pub value: Option<f64>,
}

/// One row of `attribution.csv`: the part of a paired difference that a provision brings about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributionRow {
    /// Scenario name.
    pub scenario: String,
    /// Baseline name.
    pub baseline: String,
    /// Policy id; `(everything else)`: what the scenario changes besides; `(total)`: the sum.
    pub provision: String,
    /// Measure id.
    pub measure: String,
    /// Unit of the numbers.
    pub unit: String,
    /// Mean of the order-averaged effects.
    pub effect_mean: Option<f64>,
    /// Lower end of the 95 % interval of the mean effect.
    pub ci_low: Option<f64>,
    /// Upper end of the 95 % interval of the mean effect.
    pub ci_high: Option<f64>,
    /// The mean effect over the mean of the total.
    pub share: Option<f64>,
    /// Replications.
    pub n: u64,
    /// `horizon`, or the fiscal year of filing `fy:2021`.
    pub period: String,
}

/// One row of `events.csv`: an event of a case that was followed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// The case: its source and number.
    pub case_id: String,
    /// What happened.
    pub event: String,
    /// Day [`2019-03-12`].
    pub time: String,
    /// Court id.
    pub court: String,
    /// Docket id.
    pub docket: String,
    /// Who or what it took: a source, a court's session kind, a host site.
    pub resource: String,
}
