//! Published figures beside the simulated ones on the page: what was fitted, what was held out,
//! and what came out.

use chrono::Days;
use serde::Serialize;

use crate::experiment::PublishedRow;
use crate::report::frame::{ALL, Frame};
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{decimals, rough, value};
use crate::report::period::{self, Period, day_month_year, month_year};

/// The validation of a scenario.
#[derive(Debug, Serialize)]
pub struct Validation<'a> {
    /// The scenario.
    pub label: &'a str,
    /// What came out, in sentences.
    pub sentences: Vec<String>,
    /// The figures: those held out first.
    pub rows: Vec<Row<'a>>,
}

/// A published figure and the simulated one.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    /// Its name.
    pub name: &'a str,
    /// Measure, place and period, in words.
    pub what: String,
    /// The published number.
    pub published: String,
    /// The simulated mean.
    pub mean: String,
    /// Its 95 % interval.
    pub interval: String,
    /// 90 % of replications.
    pub band: String,
    /// Mean less published, in percent.
    pub error: String,
    /// Whether they agree.
    pub verdict: String,
    /// Whether they do not.
    pub misses: bool,
    /// `fitted` or `held out`.
    pub used: String,
    /// Citation.
    pub source: &'a str,
    /// Where it misses, why.
    pub note: &'a str,
}

/// The validation of every scenario that states published figures.
pub fn all<'a>(frame: &Frame<'a>) -> Vec<Validation<'a>> {
    let scenarios = frame.scenarios().iter();
    scenarios.filter_map(|info| of(frame, info)).collect()
}

fn of<'a>(frame: &Frame<'a>, info: &'a ScenarioInfo) -> Option<Validation<'a>> {
    let figures = frame.saved.published.iter();
    let mut figures: Vec<&PublishedRow> = figures.filter(|r| r.scenario == info.name).collect();
    figures.sort_by_key(|figure| figure.used == "fitted");
    (!figures.is_empty()).then(|| Validation {
        label: info.label(),
        sentences: ["held-out", "fitted"]
            .iter()
            .filter_map(|used| outcome(&figures, used))
            .collect(),
        rows: (figures.iter())
            .map(|figure| row(frame, info, figure))
            .collect(),
    })
}

/// What came out for the figures of one use.
fn outcome(figures: &[&PublishedRow], used: &str) -> Option<String> {
    let own: Vec<&&PublishedRow> = figures.iter().filter(|f| f.used == used).collect();
    let agree = own.iter().filter(|f| agrees(f)).count();
    let (word, meaning) = match used {
        "fitted" => (
            "Fitted",
            "These were targets when the scenario's numbers were set: agreement shows that they \
             were reached, not that the scenario is right.",
        ),
        _ => (
            "Held out",
            "No number was chosen by these: agreement is evidence, and a miss is a limit.",
        ),
    };
    let all = own.len();
    (all > 0).then(|| format!("{word}: {agree} of {all} agree. {meaning}"))
}

/// Whether the mean lies within the stated agreement; where none is stated, whether the published
/// number lies within the 90 % band.
pub fn agrees(row: &PublishedRow) -> bool {
    row.agrees.or(row.inside_band).unwrap_or(false)
}

/// Whether they agree, and by what that is judged.
pub fn verdict(row: &PublishedRow) -> String {
    let words = match (row.agrees, row.inside_band) {
        (Some(true), _) => "agrees",
        (Some(false), _) if row.mean.is_none() => "not reached",
        (Some(false), _) => "misses",
        (None, Some(true)) => "within the 90 % band",
        (None, Some(false)) => "outside the 90 % band",
        (None, None) => "not reached",
    };
    words.to_owned()
}

fn row<'a>(frame: &Frame, info: &'a ScenarioInfo, figure: &'a PublishedRow) -> Row<'a> {
    let mark = frame.reach(info, &figure.measure, figure.n).mark();
    let number = |v: f64| number(v, figure, info);
    let pair = |low: Option<f64>, high: Option<f64>| match (low, high) {
        (Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
        _ => String::new(),
    };
    Row {
        name: &figure.name,
        what: what(info, figure),
        published: figure.published.map(number).unwrap_or_default(),
        mean: (figure.mean.map(number)).map_or_else(String::new, |mean| mean + mark),
        interval: pair(figure.ci_low, figure.ci_high),
        band: pair(figure.p05, figure.p95),
        error: figure.error_pct.map(percent).unwrap_or_default(),
        verdict: verdict(figure).replace(" %", "\u{a0}%"),
        misses: !agrees(figure),
        used: figure.used.replace('-', " "),
        source: &figure.source,
        note: &figure.note,
    }
}

/// A deviation in percent, with its sign.
pub fn percent(error: f64) -> String {
    let plus = if error > 0.0 { "+" } else { "" };
    format!("{plus}{}\u{a0}%", decimals(error, 1))
}

/// A number of a figure: a day count from the start also as the day it means.
fn number(v: f64, figure: &PublishedRow, info: &ScenarioInfo) -> String {
    if figure.measure == "clearance_date" {
        let day = period::date(&info.start);
        let day = day.and_then(|day| day.checked_add_days(Days::new(v.max(0.0) as u64)));
        if let Some(day) = day {
            return day_month_year(day);
        }
    }
    if v.abs() >= 1e6 {
        return rough(v);
    }
    value(v, &figure.unit)
}

/// Measure, place and period, in words.
fn what(info: &ScenarioInfo, figure: &PublishedRow) -> String {
    let mut parts = vec![figure.measure.clone()];
    if figure.court != ALL {
        parts.push(info.court_name(&figure.court).to_owned());
    }
    if figure.docket != ALL {
        parts.push(info.docket_name(&figure.docket).to_owned());
    }
    let when = match Period::parse(&figure.period) {
        Some(Period::Fiscal(year)) => info.year_name(year),
        Some(Period::Horizon) => "whole horizon".to_owned(),
        Some(period @ Period::Month(..)) => period
            .span(info.fiscal_year_start)
            .map_or_else(|| figure.period.clone(), |(from, _)| month_year(from)),
        None => figure.period.replace('/', " to "),
    };
    parts.push(when);
    parts.join(", ")
}
