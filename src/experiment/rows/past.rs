//! Rows of fits and back-tests.

use serde::{Deserialize, Serialize};

/// One row of `parameters.csv`: what a fit says about a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParameterRow {
    /// Scenario name.
    pub scenario: String,
    /// Parameter.
    pub parameter: String,
    /// Unit of the numbers.
    pub unit: String,
    /// Lowest value before the fit.
    pub prior_low: Option<f64>,
    /// Highest value before the fit.
    pub prior_high: Option<f64>,
    /// Weighted mean of the accepted values.
    pub mean: Option<f64>,
    /// 5 % quantile of the accepted values.
    pub p05: Option<f64>,
    /// Median of the accepted values.
    pub p50: Option<f64>,
    /// 95 % quantile of the accepted values.
    pub p95: Option<f64>,
    /// Spread after the fit over spread before it [1]: near 1 the data say nothing.
    pub spread_ratio: Option<f64>,
    /// The parameter with which it goes together most.
    pub partner: String,
    /// Correlation with that parameter among the accepted vectors.
    pub correlation: Option<f64>,
    /// `identified`, `weakly identified`, `only together` or `not identified`.
    pub verdict: String,
}

/// One row of `fit.csv`: how the accepted vectors meet a published value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitRow {
    /// Scenario name.
    pub scenario: String,
    /// Published series.
    pub series: String,
    /// Measure id.
    pub measure: String,
    /// Unit of the numbers.
    pub unit: String,
    /// `fy:2016`.
    pub period: String,
    /// The published value.
    pub actual: Option<f64>,
    /// How far a right model may be off: standard deviation, relative [1].
    pub tolerance: Option<f64>,
    /// 5 % quantile over the accepted vectors.
    pub p05: Option<f64>,
    /// Median over the accepted vectors.
    pub p50: Option<f64>,
    /// 95 % quantile over the accepted vectors.
    pub p95: Option<f64>,
    /// The median less the published value, in percent of it.
    pub error_pct: Option<f64>,
}

/// One row of `backtest.csv`: a published value and its forecast by one method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BacktestRow {
    /// Scenario name.
    pub scenario: String,
    /// `conditional` or `unconditional`.
    pub mode: String,
    /// Edition of the published series.
    pub vintage: String,
    /// Last fiscal year that the fit saw.
    pub fitted_until: i32,
    /// `model`, or a naive forecast: `last-value`, `last-trend`, `stock-flow`.
    pub method: String,
    /// Measure id.
    pub measure: String,
    /// Unit of the numbers.
    pub unit: String,
    /// `fy:2017`.
    pub period: String,
    /// Whether the fit did not see the year: `yes` or `no`.
    pub held_out: String,
    /// The published value.
    pub actual: Option<f64>,
    /// The forecast: of the model, the median of replications.
    pub forecast: Option<f64>,
    /// Lower end of the 95 % interval of the median; none for naive forecasts.
    pub forecast_ci_low: Option<f64>,
    /// Upper end of the 95 % interval of the median; none for naive forecasts.
    pub forecast_ci_high: Option<f64>,
    /// Mean of replications; none for naive forecasts.
    pub mean: Option<f64>,
    /// 5 % quantile across replications; none for naive forecasts.
    pub p05: Option<f64>,
    /// 95 % quantile across replications; none for naive forecasts.
    pub p95: Option<f64>,
    /// The forecast less the published value, in percent of it.
    pub error_pct: Option<f64>,
    /// Whether the 90 % band holds the published value: `yes` or `no`; empty for naive forecasts.
    pub covered: String,
}

/// One row of `backtest_scores.csv`: a method over the held-out years.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreRow {
    /// Scenario name.
    pub scenario: String,
    /// `conditional` or `unconditional`.
    pub mode: String,
    /// Edition of the published series.
    pub vintage: String,
    /// Last fiscal year that the fit saw.
    pub fitted_until: i32,
    /// Measure id.
    pub measure: String,
    /// Unit of `rmse`.
    pub unit: String,
    /// `model`, or a naive forecast.
    pub method: String,
    /// Mean absolute error in percent of the published value.
    pub mape: Option<f64>,
    /// Largest absolute error in percent of the published value.
    pub worst_pct: Option<f64>,
    /// Mean error in percent of the published value.
    pub bias_pct: Option<f64>,
    /// Root of the mean squared error.
    pub rmse: Option<f64>,
    /// Share of years in which the 90 % band holds the published value [0-1].
    pub coverage: Option<f64>,
    /// Mean width of the 90 % band in percent of the published value.
    pub band_width_pct: Option<f64>,
    /// Mean width of the 95 % interval of the median in percent of the published value: the part of
    /// an error that more replications would take away.
    pub median_width_pct: Option<f64>,
    /// Held-out years.
    pub years: u64,
}
