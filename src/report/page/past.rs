//! Fits and backtests on the page: who forecast how well, year by year, and what is identified.

use serde::Serialize;

use crate::experiment::search::MODEL;
use crate::experiment::{BacktestRow, ParameterRow, ScoreRow};
use crate::report::frame::Frame;
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{decimals, rough};

/// What the page says of a fit or a backtest.
#[derive(Debug, Default, Serialize)]
pub struct Past<'a> {
    /// The scenario.
    pub label: &'a str,
    /// How the fit was done.
    pub method: String,
    /// Scores in sentences: where the model wins, and where it does not.
    pub sentences: Vec<String>,
    /// Scores over the held-out years.
    pub scores: Vec<Vec<String>>,
    /// Errors by year.
    pub years: Vec<Vec<String>>,
    /// Parameters, and what the data say about them.
    pub parameters: Vec<Vec<String>>,
}

/// The past of every scenario that was fitted to it.
pub fn all<'a>(frame: &Frame<'a>) -> Vec<Past<'a>> {
    let scenarios = frame.scenarios().iter();
    scenarios.filter_map(|info| of(frame, info)).collect()
}

fn of<'a>(frame: &Frame<'a>, info: &'a ScenarioInfo) -> Option<Past<'a>> {
    let past = &frame.saved.past;
    let title = |measure: &str| frame.saved.manifest.title_of(measure);
    let own = past.parameters.iter().filter(|r| r.scenario == info.name);
    let parameters: Vec<Vec<String>> = own.map(parameter).collect();
    let own = past.scores.iter().filter(|r| r.scenario == info.name);
    let scores: Vec<&ScoreRow> = own.collect();
    let own = past.backtest.iter().filter(|r| r.scenario == info.name);
    let held_out = own.filter(|row| row.held_out == "yes");
    (!parameters.is_empty() || !scores.is_empty()).then(|| Past {
        label: info.label(),
        method: info.fit.clone(),
        sentences: sentences(&scores, &title),
        scores: scores.iter().map(|row| score(row, &title)).collect(),
        years: held_out.map(|row| year(row, &title)).collect(),
        parameters,
    })
}

fn percent(value: Option<f64>) -> String {
    value.map_or(String::new(), |v| format!("{}\u{a0}%", decimals(v, 1)))
}

fn count(value: Option<f64>) -> String {
    value.map_or(String::new(), rough)
}

/// For each mode and measure: the model's error, its band, and which naive forecast beats it.
fn sentences(scores: &[&ScoreRow], title: &dyn Fn(&str) -> String) -> Vec<String> {
    let scores = scores.iter().copied();
    let models = scores.clone().filter(|row| row.method == MODEL);
    let sentence = |model: &ScoreRow| {
        let own = |row: &&ScoreRow| row.mode == model.mode && row.measure == model.measure;
        let rivals = scores.clone().filter(own).filter(|row| row.method != MODEL);
        let (mut lost, mut won) = (Vec::new(), Vec::new());
        for rival in rivals {
            let words = format!(
                "{} ({})",
                rival.method.replace('-', " "),
                percent(rival.mape)
            );
            if rival.mape < model.mape {
                lost.push(words)
            } else {
                won.push(words)
            }
        }
        let verdict = match (won.is_empty(), lost.is_empty()) {
            (true, true) => String::new(),
            (_, true) => format!(" It beats {}.", won.join(", ")),
            (true, false) => format!(" Better are {}.", lost.join(", ")),
            (false, false) => format!(" It beats {}; better: {}.", won.join(", "), lost.join(", ")),
        };
        let years = model.years as f64;
        let held = decimals(model.coverage.unwrap_or(0.0) * years, 0);
        let errors = match model.years {
            1 => format!("{} in the one held-out year", percent(model.mape)),
            n => format!(
                "{} on average and {} at worst in {n} held-out years",
                percent(model.mape),
                percent(model.worst_pct)
            ),
        };
        format!(
            "{}, {}: the model's median is off by {errors}{}; its 90\u{a0}% band holds {held} of {} and is {} wide.{verdict}",
            title(&model.measure),
            model.mode,
            known_within(model),
            model.years,
            percent(model.band_width_pct)
        )
    };
    models.map(sentence).collect()
}

/// How well the replications tell the median.
fn known_within(model: &ScoreRow) -> String {
    model.median_width_pct.map_or(String::new(), |width| {
        let half = percent(Some(0.5 * width));
        format!(" (these replications tell it to within {half} either way)")
    })
}

fn score(row: &ScoreRow, title: &dyn Fn(&str) -> String) -> Vec<String> {
    let coverage = row.coverage.map_or(String::new(), |share| {
        format!("{} of {}", decimals(share * row.years as f64, 0), row.years)
    });
    vec![
        title(&row.measure),
        row.mode.clone(),
        row.method.replace('-', " "),
        percent(row.mape),
        percent(row.worst_pct),
        percent(row.bias_pct),
        count(row.rmse),
        coverage,
        percent(row.band_width_pct),
    ]
}

fn year(row: &BacktestRow, title: &dyn Fn(&str) -> String) -> Vec<String> {
    let band = match (row.p05, row.p95) {
        (Some(low), Some(high)) => format!("{} to {}", rough(low), rough(high)),
        _ => String::new(),
    };
    let off = |value: f64, actual: f64| 100.0 * (value / actual - 1.0);
    let interval = row.forecast_ci_low.zip(row.forecast_ci_high);
    let interval = interval
        .zip(row.actual)
        .map_or(String::new(), |(ends, actual)| {
            let (low, high) = (off(ends.0, actual), off(ends.1, actual));
            format!(" ({} to {})", signed(low), signed(high))
        });
    let error = row
        .error_pct
        .map_or(String::new(), |e| format!("{}\u{a0}%{interval}", signed(e)));
    vec![
        title(&row.measure),
        row.mode.clone(),
        row.period.replace("fy:", "FY"),
        row.method.replace('-', " "),
        count(row.actual),
        count(row.forecast),
        error,
        band,
        row.covered.clone(),
    ]
}

/// A number to one place, with its sign.
fn signed(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    let sign = if rounded > 0.0 { "+" } else { "" };
    format!("{sign}{}", decimals(rounded, 1))
}

fn parameter(row: &ParameterRow) -> Vec<String> {
    let number = |value: Option<f64>| value.map_or(String::new(), short);
    let range = |low, high| format!("{} to {}", number(low), number(high));
    let partner = match row.correlation {
        Some(r) if r.abs() > 0.5 => format!("{} ({})", row.partner, signed_share(r)),
        _ => String::new(),
    };
    vec![
        row.parameter.clone(),
        row.unit.clone(),
        range(row.prior_low, row.prior_high),
        number(row.p50),
        range(row.p05, row.p95),
        row.spread_ratio.map_or(String::new(), |r| decimals(r, 2)),
        partner,
        row.verdict.clone(),
    ]
}

/// A parameter to four digits.
fn short(value: f64) -> String {
    if value.abs() >= 1000.0 {
        rough(value)
    } else {
        decimals(value, 3)
    }
}

fn signed_share(value: f64) -> String {
    format!(
        "{}{}",
        if value > 0.0 { "+" } else { "" },
        decimals(value, 2)
    )
}
