//! Rows of fits and backtests: how they are saved and read back.

use std::path::Path;

use super::error::ReportError;
use super::export::Kind::{Count, Number, Text};
use super::export::{Column, TidyRow, number, read_csv, rounded, to_csv, to_json};
use super::output::OutputDir;
use super::{Manifest, Rows, json_file};
use crate::experiment::search::Accepted;
use crate::experiment::{BacktestRow, FitRow, ParameterRow, ScoreRow};

/// File of the fitted parameters.
pub const PARAMETERS_FILE: &str = "parameters.csv";
/// File of the published values beside the fitted ones.
pub const FIT_FILE: &str = "fit.csv";
/// File of the published values beside their forecasts.
pub const BACKTEST_FILE: &str = "backtest.csv";
/// File of the scores of forecasts.
pub const SCORES_FILE: &str = "backtest_scores.csv";
/// File of the accepted vectors, from which `run --draws` draws.
pub const ACCEPTED_FILE: &str = "accepted.csv";

/// What a fit or a backtest adds to the rows of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// Rows of `parameters.csv`.
    pub parameters: Vec<ParameterRow>,
    /// Rows of `fit.csv`.
    pub fit: Vec<FitRow>,
    /// Rows of `backtest.csv`.
    pub backtest: Vec<BacktestRow>,
    /// Rows of `backtest_scores.csv`.
    pub scores: Vec<ScoreRow>,
}

impl Past {
    /// Adds the rows of another scenario.
    pub fn extend(&mut self, other: Self) {
        self.parameters.extend(other.parameters);
        self.fit.extend(other.fit);
        self.backtest.extend(other.backtest);
        self.scores.extend(other.scores);
    }

    /// Takes rows as they will be read back: with the digits that are saved.
    pub fn rounded(self) -> Self {
        Self {
            parameters: super::saved(self.parameters),
            fit: super::saved(self.fit),
            backtest: super::saved(self.backtest),
            scores: super::saved(self.scores),
        }
    }

    /// Reads what a manifest lists.
    pub(super) fn read(dir: &Path, manifest: &Manifest) -> Result<Self, ReportError> {
        Ok(Self {
            parameters: rows(dir, manifest, PARAMETERS_FILE)?,
            fit: rows(dir, manifest, FIT_FILE)?,
            backtest: rows(dir, manifest, BACKTEST_FILE)?,
            scores: rows(dir, manifest, SCORES_FILE)?,
        })
    }

    /// Writes the rows there are.
    pub(super) fn write(&self, out: &mut OutputDir, forms: Rows) -> Result<(), ReportError> {
        write(out, PARAMETERS_FILE, &self.parameters, forms)?;
        write(out, FIT_FILE, &self.fit, forms)?;
        write(out, BACKTEST_FILE, &self.backtest, forms)?;
        write(out, SCORES_FILE, &self.scores, forms)
    }
}

fn rows<R: TidyRow>(dir: &Path, manifest: &Manifest, file: &str) -> Result<Vec<R>, ReportError> {
    if manifest.files.iter().any(|listed| listed == file) {
        read_csv(&dir.join(file))
    } else {
        Ok(Vec::new())
    }
}

fn write<R: TidyRow + Clone>(
    out: &mut OutputDir,
    file: &str,
    rows: &[R],
    forms: Rows,
) -> Result<(), ReportError> {
    if rows.is_empty() {
        return Ok(());
    }
    out.write(file, &to_csv(rows)?)?;
    if forms == Rows::CsvAndJson {
        out.write(&json_file(file), &to_json(rows)?)?;
    }
    Ok(())
}

/// The accepted vectors as a file that a scenario can draw from: one vector a row, with its weight,
/// its largest distance from a target in standard deviations, and a column for each parameter.
///
/// # Errors
/// Rows that cannot be encoded.
pub fn accepted_csv(accepted: &Accepted) -> Result<Vec<u8>, ReportError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let encode = |error: csv::Error| ReportError::Encode(error.to_string());
    let head = ["vector", "weight", "implausibility"].map(str::to_owned);
    let header = head.iter().chain(&accepted.names);
    writer.write_record(header).map_err(encode)?;
    for (i, vector) in accepted.vectors.iter().enumerate() {
        let about = [accepted.weights[i], accepted.implausibility[i]];
        let numbers = about.iter().chain(vector).map(|&value| number(Some(value)));
        let cells = std::iter::once((i + 1).to_string()).chain(numbers);
        writer.write_record(cells).map_err(encode)?;
    }
    let bytes = writer.into_inner();
    bytes.map_err(|error| ReportError::Encode(error.to_string()))
}

/// Rounds numbers in place.
fn round(values: &mut [&mut Option<f64>]) {
    values
        .iter_mut()
        .for_each(|value| **value = value.and_then(rounded));
}

impl TidyRow for ParameterRow {
    const COLUMNS: &'static [Column] = &[
        ("scenario", Text),
        ("parameter", Text),
        ("unit", Text),
        ("prior_low", Number),
        ("prior_high", Number),
        ("mean", Number),
        ("p05", Number),
        ("p50", Number),
        ("p95", Number),
        ("spread_ratio", Number),
        ("partner", Text),
        ("correlation", Number),
        ("verdict", Text),
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![
            self.scenario.clone(),
            self.parameter.clone(),
            self.unit.clone(),
        ];
        let numbers = [
            self.prior_low,
            self.prior_high,
            self.mean,
            self.p05,
            self.p50,
            self.p95,
            self.spread_ratio,
        ];
        cells.extend(numbers.map(number));
        cells.extend([
            self.partner.clone(),
            number(self.correlation),
            self.verdict.clone(),
        ]);
        cells
    }

    fn rounded(mut self) -> Self {
        round(&mut [
            &mut self.prior_low,
            &mut self.prior_high,
            &mut self.mean,
            &mut self.p05,
            &mut self.p50,
            &mut self.p95,
            &mut self.spread_ratio,
            &mut self.correlation,
        ]);
        self
    }
}

impl TidyRow for FitRow {
    const COLUMNS: &'static [Column] = &[
        ("scenario", Text),
        ("series", Text),
        ("measure", Text),
        ("unit", Text),
        ("period", Text),
        ("actual", Number),
        ("tolerance", Number),
        ("p05", Number),
        ("p50", Number),
        ("p95", Number),
        ("error_pct", Number),
    ];

    fn cells(&self) -> Vec<String> {
        let words = [
            &self.scenario,
            &self.series,
            &self.measure,
            &self.unit,
            &self.period,
        ];
        let mut cells: Vec<String> = words.into_iter().cloned().collect();
        let numbers = [
            self.actual,
            self.tolerance,
            self.p05,
            self.p50,
            self.p95,
            self.error_pct,
        ];
        cells.extend(numbers.map(number));
        cells
    }

    fn rounded(mut self) -> Self {
        round(&mut [
            &mut self.actual,
            &mut self.tolerance,
            &mut self.p05,
            &mut self.p50,
            &mut self.p95,
            &mut self.error_pct,
        ]);
        self
    }
}

impl TidyRow for BacktestRow {
    const COLUMNS: &'static [Column] = &[
        ("scenario", Text),
        ("mode", Text),
        ("vintage", Text),
        ("fitted_until", Count),
        ("method", Text),
        ("measure", Text),
        ("unit", Text),
        ("period", Text),
        ("held_out", Text),
        ("actual", Number),
        ("forecast", Number),
        ("forecast_ci_low", Number),
        ("forecast_ci_high", Number),
        ("mean", Number),
        ("p05", Number),
        ("p95", Number),
        ("error_pct", Number),
        ("covered", Text),
    ];

    fn cells(&self) -> Vec<String> {
        let year = self.fitted_until.to_string();
        let words = [
            &self.scenario,
            &self.mode,
            &self.vintage,
            &year,
            &self.method,
            &self.measure,
            &self.unit,
            &self.period,
            &self.held_out,
        ];
        let mut cells: Vec<String> = words.into_iter().cloned().collect();
        let numbers = [
            self.actual,
            self.forecast,
            self.forecast_ci_low,
            self.forecast_ci_high,
            self.mean,
            self.p05,
            self.p95,
            self.error_pct,
        ];
        cells.extend(numbers.map(number));
        cells.push(self.covered.clone());
        cells
    }

    fn rounded(mut self) -> Self {
        round(&mut [
            &mut self.actual,
            &mut self.forecast,
            &mut self.forecast_ci_low,
            &mut self.forecast_ci_high,
            &mut self.mean,
            &mut self.p05,
            &mut self.p95,
            &mut self.error_pct,
        ]);
        self
    }
}

impl TidyRow for ScoreRow {
    const COLUMNS: &'static [Column] = &[
        ("scenario", Text),
        ("mode", Text),
        ("vintage", Text),
        ("fitted_until", Count),
        ("measure", Text),
        ("unit", Text),
        ("method", Text),
        ("mape", Number),
        ("worst_pct", Number),
        ("bias_pct", Number),
        ("rmse", Number),
        ("coverage", Number),
        ("band_width_pct", Number),
        ("median_width_pct", Number),
        ("years", Count),
    ];

    fn cells(&self) -> Vec<String> {
        let year = self.fitted_until.to_string();
        let words = [
            &self.scenario,
            &self.mode,
            &self.vintage,
            &year,
            &self.measure,
            &self.unit,
            &self.method,
        ];
        let mut cells: Vec<String> = words.into_iter().cloned().collect();
        let numbers = [
            self.mape,
            self.worst_pct,
            self.bias_pct,
            self.rmse,
            self.coverage,
            self.band_width_pct,
            self.median_width_pct,
        ];
        cells.extend(numbers.map(number));
        cells.push(self.years.to_string());
        cells
    }

    fn rounded(mut self) -> Self {
        round(&mut [
            &mut self.mape,
            &mut self.worst_pct,
            &mut self.bias_pct,
            &mut self.rmse,
            &mut self.coverage,
            &mut self.band_width_pct,
            &mut self.median_width_pct,
        ]);
        self
    }
}
