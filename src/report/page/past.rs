//! Fits and backtests on the page: who forecast how well, year by year, and what is identified.

use serde::Serialize;

use crate::experiment::search::MODEL;
use crate::experiment::{BacktestRow, ParameterRow, ScoreRow};
use crate::report::frame::Frame;
use crate::report::number::{decimals, rough};

/// What the page says of a fit or a backtest.
#[derive(Debug, Default, Serialize)]
pub struct Past {
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

/// The section, where there is something to say.
pub fn past(frame: &Frame) -> Option<Past> {
    let past = &frame.saved.past;
    if past.parameters.is_empty() && past.scores.is_empty() {
        return None;
    }
    let title = |measure: &str| frame.saved.manifest.title_of(measure);
    let held_out = past.backtest.iter().filter(|row| row.held_out == "yes");
    Some(Past {
        method: frame.saved.manifest.fit.clone(),
        sentences: sentences(&past.scores, &title),
        scores: past.scores.iter().map(|row| score(row, &title)).collect(),
        years: held_out.map(|row| year(row, &title)).collect(),
        parameters: past.parameters.iter().map(parameter).collect(),
    })
}

fn percent(value: Option<f64>) -> String {
    value.map_or(String::new(), |v| format!("{}\u{a0}%", decimals(v, 1)))
}

fn count(value: Option<f64>) -> String {
    value.map_or(String::new(), rough)
}

/// For each mode and measure: the model's error, its band, and which naive forecast beats it.
fn sentences(scores: &[ScoreRow], title: &dyn Fn(&str) -> String) -> Vec<String> {
    let models = scores.iter().filter(|row| row.method == MODEL);
    let sentence = |model: &ScoreRow| {
        let own = |row: &&ScoreRow| row.mode == model.mode && row.measure == model.measure;
        let rivals = scores.iter().filter(own).filter(|row| row.method != MODEL);
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
            "{}, {}: the model's median is off by {errors}; its 90\u{a0}% band holds {held} of {} and is {} wide.{verdict}",
            title(&model.measure),
            model.mode,
            model.years,
            percent(model.band_width_pct)
        )
    };
    models.map(sentence).collect()
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
    let error = row.error_pct.map_or(String::new(), |e| {
        let rounded = (e * 10.0).round() / 10.0;
        let sign = if rounded > 0.0 { "+" } else { "" };
        format!("{sign}{}\u{a0}%", decimals(rounded, 1))
    });
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
