//! The row of `sensitivity.csv`.

use serde::{Deserialize, Serialize};

/// One row of `sensitivity.csv`: what a factor does to a measure.
///
/// Numbers that were not made are `None` and empty in the file. Names from `mu` on are those of SALib.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(non_snake_case, reason = "columns have the names of SALib")]
pub struct SensitivityRow {
    /// Scenario name.
    pub scenario: String,
    /// Measure id, of the whole system over the horizon.
    pub measure: String,
    /// Unit of its numbers.
    pub unit: String,
    /// Key of the number in the scenario file.
    pub factor: String,
    /// Its central value.
    pub value: Option<f64>,
    /// Where it is put as its low end: that of its range, or the 5 % quantile of its distribution.
    pub low: Option<f64>,
    /// Where it is put as its high end: that of its range, or the 95 % quantile of its distribution.
    pub high: Option<f64>,
    /// Its distribution with its range; empty: all of the range is alike.
    pub distribution: String,
    /// Citation; none: it is an assumption.
    pub source: String,
    /// Mean of the measure with all factors at their central values.
    pub base: Option<f64>,
    /// Mean paired change with the factor at its low end.
    pub at_low: Option<f64>,
    /// Lower end of the 95 % interval of that change.
    pub at_low_ci_low: Option<f64>,
    /// Upper end of the 95 % interval of that change.
    pub at_low_ci_high: Option<f64>,
    /// Mean paired change with the factor at its high end.
    pub at_high: Option<f64>,
    /// Lower end of the 95 % interval of that change.
    pub at_high_ci_low: Option<f64>,
    /// Upper end of the 95 % interval of that change.
    pub at_high_ci_high: Option<f64>,
    /// Mean elementary effect for the whole range.
    pub mu: Option<f64>,
    /// Mean absolute elementary effect for the whole range.
    pub mu_star: Option<f64>,
    /// Half of the 95 % interval of `mu_star`.
    pub mu_star_conf: Option<f64>,
    /// Standard deviation of the elementary effects.
    pub sigma: Option<f64>,
    /// Part of the variance that the factor brings about alone [0-1].
    pub S1: Option<f64>,
    /// Half of the 95 % interval of `S1`.
    pub S1_conf: Option<f64>,
    /// Part of the variance that it brings about alone and with others [0-1].
    pub ST: Option<f64>,
    /// Half of the 95 % interval of `ST`.
    pub ST_conf: Option<f64>,
    /// Replications at each point.
    pub n: u64,
}
