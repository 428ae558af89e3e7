//! Rows of the result files: the contract between an experiment, its files and its charts.

mod past;

pub use past::{BacktestRow, FitRow, ParameterRow, ScoreRow};
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
    /// Cases of the group that was filed together, to all of which it happened [cases].
    pub cases: u8,
}

/// One row of `published.csv`: a published figure and the simulated one beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PublishedRow {
    /// Scenario name.
    pub scenario: String,
    /// Id of the figure in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Measure id.
    pub measure: String,
    /// Unit of the numbers.
    pub unit: String,
    /// Court id, or `all`.
    pub court: String,
    /// Docket id, or `all`.
    pub docket: String,
    /// `month:2019-03`, `fy:2019`, `horizon`, or a span of months `2018-10-01/2021-01-31`.
    pub period: String,
    /// The published number.
    pub published: Option<f64>,
    /// Lowest simulated mean that counts as agreement.
    pub low: Option<f64>,
    /// Highest simulated mean that counts as agreement.
    pub high: Option<f64>,
    /// Mean over replications.
    pub mean: Option<f64>,
    /// Lower end of the 95 % interval of the mean.
    pub ci_low: Option<f64>,
    /// Upper end of the 95 % interval of the mean.
    pub ci_high: Option<f64>,
    /// 5 % quantile across replications.
    pub p05: Option<f64>,
    /// 95 % quantile across replications.
    pub p95: Option<f64>,
    /// Replications in which the measure has a value.
    pub n: u64,
    /// Mean less published, in percent of the published number.
    pub error_pct: Option<f64>,
    /// Whether the published number lies from p05 to p95.
    pub inside_band: Option<bool>,
    /// Whether the mean lies from low to high, where they are stated.
    pub agrees: Option<bool>,
    /// `fitted` or `held-out`.
    pub used: String,
    /// Citation.
    pub source: String,
    /// Remark: where it misses, why.
    pub note: String,
}

/// One row of `assumptions.csv`: a number without a citation, or with a range, and how much the
/// answer moves with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AssumptionRow {
    /// Scenario name.
    pub scenario: String,
    /// Key in the scenario file.
    pub id: String,
    /// What is assumed.
    pub statement: String,
    /// Value; of a series the first.
    pub value: Option<f64>,
    /// How many values it stands for.
    pub values: u64,
    /// Unit of the value.
    pub unit: String,
    /// Lowest plausible value.
    pub low: Option<f64>,
    /// Highest plausible value.
    pub high: Option<f64>,
    /// Citation; none: it is an assumption.
    pub source: String,
    /// File in which it stands.
    pub file: String,
    /// Line in that file, from 1.
    pub line: u64,
    /// Measure whose change is given, over the horizon.
    pub measure: String,
    /// Its mean with all numbers at their values.
    pub base: Option<f64>,
    /// Mean paired change with the number at its low end.
    pub at_low: Option<f64>,
    /// Lower end of the 95 % interval of that change.
    pub at_low_ci_low: Option<f64>,
    /// Upper end of the 95 % interval of that change.
    pub at_low_ci_high: Option<f64>,
    /// Mean paired change with the number at its high end.
    pub at_high: Option<f64>,
    /// Lower end of the 95 % interval of that change.
    pub at_high_ci_low: Option<f64>,
    /// Upper end of the 95 % interval of that change.
    pub at_high_ci_high: Option<f64>,
    /// Pairs of replications.
    pub n: u64,
    /// Why there is no change, where there is none.
    pub remark: String,
}

/// One row of `sweep.csv`: a measure of the whole system or of one docket at a point of the grid,
/// and its paired difference from the scenario as it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SweepRow {
    /// Scenario name.
    pub scenario: String,
    /// Point of the grid, from 1; the values of the last key change first.
    pub point: u64,
    /// First key that is varied.
    pub key_1: String,
    /// Its value.
    pub value_1: Option<f64>,
    /// Second key; empty where there is none.
    pub key_2: String,
    /// Its value.
    pub value_2: Option<f64>,
    /// Third key; empty where there is none.
    pub key_3: String,
    /// Its value.
    pub value_3: Option<f64>,
    /// Measure id.
    pub measure: String,
    /// Unit of the numbers.
    pub unit: String,
    /// `all`.
    pub court: String,
    /// Docket id, or `all`.
    pub docket: String,
    /// `fy:2019` or `horizon`.
    pub period: String,
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
    /// Mean of the paired differences from the scenario as it stands.
    pub diff_mean: Option<f64>,
    /// Lower end of the 95 % interval of the mean difference.
    pub diff_ci_low: Option<f64>,
    /// Upper end of the 95 % interval of the mean difference.
    pub diff_ci_high: Option<f64>,
    /// Share of replications in which the point is lower; ties count half.
    pub probability_lower: Option<f64>,
}
