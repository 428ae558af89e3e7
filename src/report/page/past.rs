//! Fits and backtests on the page: who forecast how well, year by year, and what is identified.

use serde::Serialize;

use crate::experiment::search::MODEL;
use crate::experiment::{BacktestRow, ParameterRow, ScoreRow};
use crate::report::frame::Frame;
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{decimals, rough};
use crate::report::period::Period;

/// What the page says of a fit or a backtest.
#[derive(Debug, Default, Serialize)]
pub struct Past<'a> {
    /// The scenario.
    pub label: &'a str,
    /// How the fit was done.
    pub method: String,
    /// Scores in sentences: where the model wins, and where it does not.
    pub sentences: Vec<String>,
    /// The methods whose forecasts stand side by side, the model first.
    pub methods: Vec<String>,
    /// Scores over the held-out years, a line for each measure and mode.
    pub scores: Vec<Line>,
    /// Errors by year.
    pub years: Vec<Line>,
    /// Parameters, and what the data say about them.
    pub parameters: Vec<Vec<String>>,
}

/// Errors of all methods side by side.
#[derive(Debug, Serialize)]
pub struct Line {
    /// Measure.
    pub measure: String,
    /// Mode.
    pub mode: String,
    /// What stands before the errors: years, published and forecast values.
    pub before: Vec<String>,
    /// Errors, method by method.
    pub errors: Vec<Cell>,
    /// What is said of the model's band.
    pub band: Vec<String>,
}

/// An error.
#[derive(Debug, Default, Serialize)]
pub struct Cell {
    /// The number.
    pub text: String,
    /// What stands below it.
    pub small: String,
    /// Whether no method is nearer.
    pub nearest: bool,
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
    let held_out: Vec<&BacktestRow> = own.filter(|row| row.held_out == "yes").collect();
    let mut methods: Vec<&str> = Vec::new();
    for row in &scores {
        if !methods.contains(&row.method.as_str()) {
            methods.push(&row.method);
        }
    }
    let models = scores.iter().filter(|row| row.method == MODEL);
    let years = held_out.iter().filter(|row| row.method == MODEL);
    (!parameters.is_empty() || !scores.is_empty()).then(|| Past {
        label: info.label(),
        method: info.fit.clone(),
        sentences: sentences(&scores, &title),
        scores: models
            .map(|model| score(model, &scores, &methods, &title))
            .collect(),
        years: years
            .map(|model| year(model, &held_out, &methods, info, &title))
            .collect(),
        methods: methods.iter().map(|id| id.replace('-', " ")).collect(),
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
            "{}, {}: the model's median is off by {errors}{}; its 90\u{a0}% band holds {held} of {} and is {} wide.{}",
            title(&model.measure),
            model.mode,
            known_within(model),
            model.years,
            percent(model.band_width_pct),
            verdict(model, rivals)
        )
    };
    models.map(sentence).collect()
}

/// Which naive forecasts the model beats, and which beat it; where the replications do not tell
/// the median well enough for either, that is said.
fn verdict<'a>(model: &ScoreRow, rivals: impl Iterator<Item = &'a ScoreRow>) -> String {
    let mut sides = [Vec::new(), Vec::new(), Vec::new()];
    for rival in rivals {
        let Some((own, other)) = model.mape.zip(rival.mape) else {
            continue;
        };
        let unsure = 0.5 * model.median_width_pct.unwrap_or(0.0);
        let side = match other - own {
            ahead if ahead >= unsure => 0,
            ahead if ahead <= -unsure => 1,
            _ => 2,
        };
        let name = rival.method.replace('-', " ");
        sides[side].push(format!("{name} ({})", percent(rival.mape)));
    }
    let openings = [
        " It beats",
        " Better:",
        " Too near to call in so many replications:",
    ];
    let said = openings.iter().zip(&sides).filter(|(_, s)| !s.is_empty());
    said.map(|(opening, side)| format!("{opening} {}.", side.join(", ")))
        .collect()
}

/// How well the replications tell the median.
fn known_within(model: &ScoreRow) -> String {
    model.median_width_pct.map_or(String::new(), |width| {
        let half = percent(Some(0.5 * width));
        format!(" (these replications tell it to within {half} either way)")
    })
}

/// The scores of a measure and mode, all methods side by side.
fn score(
    model: &ScoreRow,
    scores: &[&ScoreRow],
    methods: &[&str],
    title: &dyn Fn(&str) -> String,
) -> Line {
    let same = |row: &&&ScoreRow| row.mode == model.mode && row.measure == model.measure;
    let own: Vec<&&ScoreRow> = scores.iter().filter(same).collect();
    let of = |method: &&str| own.iter().find(|row| row.method == *method);
    let errors: Vec<Option<f64>> = methods.iter().map(|m| of(m)?.mape).collect();
    let worst = |method: &&str| {
        let worst = of(method).and_then(|row| row.worst_pct);
        worst.map_or(String::new(), |w| format!("worst {}", percent(Some(w))))
    };
    let held = model.coverage.map_or(String::new(), |share| {
        let held = decimals(share * model.years as f64, 0);
        format!("{held} of {}", model.years)
    });
    Line {
        measure: title(&model.measure),
        mode: model.mode.clone(),
        before: vec![model.years.to_string()],
        errors: cells(&errors, percent, methods.iter().map(worst)),
        band: vec![held, percent(model.band_width_pct)],
    }
}

/// The errors of a year, all methods side by side.
fn year(
    model: &BacktestRow,
    rows: &[&BacktestRow],
    methods: &[&str],
    info: &ScenarioInfo,
    title: &dyn Fn(&str) -> String,
) -> Line {
    let same = |row: &&&BacktestRow| {
        (&row.mode, &row.measure, &row.period) == (&model.mode, &model.measure, &model.period)
    };
    let own: Vec<&&BacktestRow> = rows.iter().filter(same).collect();
    let of = |method: &&str| own.iter().find(|row| row.method == *method);
    let errors: Vec<Option<f64>> = methods.iter().map(|m| of(m)?.error_pct).collect();
    let interval = |method: &&str| of(method).and_then(|row| interval(row)).unwrap_or_default();
    let band = match (model.p05, model.p95) {
        (Some(low), Some(high)) => format!("{} to {}", rough(low), rough(high)),
        _ => String::new(),
    };
    let year = match Period::parse(&model.period) {
        Some(Period::Fiscal(year)) => info.year_name(year),
        _ => model.period.clone(),
    };
    Line {
        measure: title(&model.measure),
        mode: model.mode.clone(),
        before: vec![year, count(model.actual), count(model.forecast)],
        errors: cells(
            &errors,
            |e| e.map_or(String::new(), |e| format!("{}\u{a0}%", signed(e))),
            methods.iter().map(interval),
        ),
        band: vec![band, model.covered.clone()],
    }
}

/// Errors as cells, the nearest marked.
fn cells(
    errors: &[Option<f64>],
    text: impl Fn(Option<f64>) -> String,
    small: impl Iterator<Item = String>,
) -> Vec<Cell> {
    let least = errors
        .iter()
        .flatten()
        .map(|e| e.abs())
        .min_by(f64::total_cmp);
    let rivals = errors.iter().flatten().count() > 1;
    let cell = |(&error, small): (&Option<f64>, String)| Cell {
        text: text(error),
        small,
        nearest: rivals && error.map(f64::abs) == least,
    };
    errors.iter().zip(small).map(cell).collect()
}

/// The 95 % interval of a median as errors.
fn interval(row: &BacktestRow) -> Option<String> {
    let off = |value: f64| Some(signed(100.0 * (value / row.actual? - 1.0)));
    let (low, high) = (off(row.forecast_ci_low?)?, off(row.forecast_ci_high?)?);
    Some(format!("{low} to {high}"))
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
