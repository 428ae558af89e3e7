//! Forecasts against what came: rows by year, and scores over the held-out years.

use super::backtest::Mode;
use super::naive::{Books, Naive, last_trend, last_value, stock_flow};
use super::problem::{Problem, Target};
use super::yearly::yearly;
use crate::experiment::fold::LEVEL;
use crate::experiment::reach::Reach;
use crate::experiment::rows::{BacktestRow, ScoreRow};
use crate::experiment::runner::Experiment;
use crate::scenario::measure::Measure;
use crate::stats::{Band, Tally, median_interval};

/// Method id of the model itself.
pub const MODEL: &str = "model";

/// A forecast of one year.
#[derive(Clone, Copy, Debug, Default)]
struct Forecast {
    /// The forecast as one number: the median of replications.
    middle: Option<f64>,
    /// 95 % interval of the median.
    interval: Option<(f64, f64)>,
    mean: Option<f64>,
    band: Option<(f64, f64)>,
}

/// Rows of `backtest.csv`: every target and year, by the model and by the naive forecasts.
pub fn backtest_rows(
    problem: &Problem<'_>,
    mode: Mode,
    experiment: &Experiment,
) -> Vec<BacktestRow> {
    let books = books(problem, &experiment.layout.measures);
    let mut rows = Vec::new();
    for target in &problem.targets {
        for &(year, actual) in &target.points {
            let row = |method: &str, forecast: Forecast| {
                row(problem, mode, method, target, (year, actual), forecast)
            };
            rows.push(row(MODEL, simulated(target, experiment, year)));
            if year <= problem.cut {
                continue;
            }
            for naive in Naive::ALL {
                let middle =
                    naive_forecast((problem.cut, books.as_ref()), mode, naive, target, year);
                if middle.is_some() {
                    let forecast = Forecast {
                        middle,
                        ..Forecast::default()
                    };
                    rows.push(row(naive.id(), forecast));
                }
            }
        }
    }
    rows
}

fn simulated(target: &Target, experiment: &Experiment, year: i32) -> Forecast {
    let panels = experiment.replications.iter();
    let values = panels.map(|r| target.simulated(&experiment.layout, &r.panel, year));
    let mut values: Vec<f64> = values.filter(|v| v.is_finite()).collect();
    let (n, all) = (values.len(), experiment.replications.len());
    if Reach::of(&target.measure, n as u64, all as u64) == Reach::Few {
        return Forecast::default();
    }
    values.sort_by(f64::total_cmp);
    let band = Band::of(&values);
    Forecast {
        middle: band.map(|b| b.p50),
        interval: median_interval(&values, LEVEL),
        mean: values.iter().copied().collect::<Tally>().mean(),
        band: band.map(|b| (b.p05, b.p95)),
    }
}

fn naive_forecast(
    (cut, books): (i32, Option<&Books>),
    mode: Mode,
    naive: Naive,
    target: &Target,
    year: i32,
) -> Option<f64> {
    match naive {
        Naive::LastValue => last_value(&target.points, cut),
        Naive::LastTrend => last_trend(&target.points, cut, year),
        Naive::StockFlow => {
            let (completions, pending) = stock_flow(books?, mode, cut, year)?;
            match target.measure.as_str() {
                "pending" => Some(pending),
                "completions" => Some(completions),
                _ => None,
            }
        }
    }
}

/// What is published of the whole system, where it is enough for stock-flow arithmetic.
fn books(problem: &Problem<'_>, measures: &[Measure]) -> Option<Books> {
    let of = |id: &str| published(problem, measures.iter().find(|m| m.id == id)?);
    Some(Books {
        pending: of("pending")?,
        completions: of("completions")?,
        receipts: of("receipts")?,
        judges: of("judges")?,
    })
}

/// The published values of a measure of the whole system by fiscal year, of this edition: of a
/// target, or of another series.
fn published(problem: &Problem<'_>, measure: &Measure) -> Option<Vec<(i32, f64)>> {
    if let Some(target) = problem.targets.iter().find(|t| t.measure == measure.id) {
        return Some(target.points.clone());
    }
    let given = problem.given;
    let own = |vintage: &Option<String>| vintage.as_ref().is_none_or(|v| *v == problem.vintage);
    let series = given.actual.iter().find(|s| {
        s.measure == measure.id && s.court == "all" && s.docket == "all" && own(&s.vintage)
    })?;
    let starts = given.blueprint().fiscal_year_start;
    Some(yearly(&series.points, measure, starts))
}

fn row(
    problem: &Problem<'_>,
    mode: Mode,
    method: &str,
    target: &Target,
    (year, actual): (i32, f64),
    forecast: Forecast,
) -> BacktestRow {
    let error = forecast
        .middle
        .map(|middle| 100.0 * (middle - actual) / actual);
    let covered = forecast
        .band
        .map(|(low, high)| (low..=high).contains(&actual));
    BacktestRow {
        scenario: problem.given.name.clone(),
        mode: mode.id().to_owned(),
        vintage: problem.vintage.clone(),
        fitted_until: problem.cut,
        method: method.to_owned(),
        measure: target.measure.clone(),
        unit: target.unit.clone(),
        period: format!("fy:{year}"),
        held_out: yes_no(year > problem.cut),
        actual: Some(actual),
        forecast: forecast.middle,
        forecast_ci_low: forecast.interval.map(|i| i.0),
        forecast_ci_high: forecast.interval.map(|i| i.1),
        mean: forecast.mean,
        p05: forecast.band.map(|b| b.0),
        p95: forecast.band.map(|b| b.1),
        error_pct: error.filter(|e| e.is_finite()),
        covered: covered.map_or_else(String::new, yes_no),
    }
}

fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

/// Rows of `backtest_scores.csv`: each mode, measure and method over the held-out years.
pub fn score_rows(rows: &[BacktestRow]) -> Vec<ScoreRow> {
    let held_out: Vec<&BacktestRow> = rows.iter().filter(|row| row.held_out == "yes").collect();
    let key = |row: &BacktestRow| (row.mode.clone(), row.measure.clone(), row.method.clone());
    let mut keys: Vec<(String, String, String)> = Vec::new();
    for row in &held_out {
        if !keys.contains(&key(row)) {
            keys.push(key(row));
        }
    }
    let own = |wanted: &(String, String, String)| {
        let own = held_out.iter().filter(|row| key(row) == *wanted);
        score(&own.copied().collect::<Vec<_>>())
    };
    keys.iter().filter_map(own).collect()
}

fn score(rows: &[&BacktestRow]) -> Option<ScoreRow> {
    let first = rows.first()?;
    let mean = |values: Vec<f64>| {
        let n = values.len() as f64;
        (n > 0.0).then(|| values.iter().sum::<f64>() / n)
    };
    let errors: Vec<f64> = rows.iter().filter_map(|row| row.error_pct).collect();
    let pairs = || rows.iter().filter_map(|row| row.forecast.zip(row.actual));
    let squares = pairs().map(|(forecast, actual)| (forecast - actual).powi(2));
    let widths = |ends: fn(&BacktestRow) -> (Option<f64>, Option<f64>)| {
        let width = |row: &&BacktestRow| {
            let (low, high) = ends(row);
            Some(100.0 * (high? - low?) / row.actual?)
        };
        mean(rows.iter().filter_map(width).collect())
    };
    let covered = rows.iter().filter(|row| !row.covered.is_empty());
    let covered = covered.map(|row| f64::from(u8::from(row.covered == "yes")));
    Some(ScoreRow {
        scenario: first.scenario.clone(),
        mode: first.mode.clone(),
        vintage: first.vintage.clone(),
        fitted_until: first.fitted_until,
        measure: first.measure.clone(),
        unit: first.unit.clone(),
        method: first.method.clone(),
        mape: mean(errors.iter().map(|e| e.abs()).collect()),
        worst_pct: errors.iter().map(|e| e.abs()).max_by(f64::total_cmp),
        bias_pct: mean(errors),
        rmse: mean(squares.collect()).map(f64::sqrt),
        coverage: mean(covered.collect()),
        band_width_pct: widths(|row| (row.p05, row.p95)),
        median_width_pct: widths(|row| (row.forecast_ci_low, row.forecast_ci_high)),
        years: rows.len() as u64,
    })
}
