//! The assumptions log on the page: what has no source or only a range, and how much it matters.

use serde::Serialize;

use crate::experiment::AssumptionRow;
use crate::report::export;
use crate::report::frame::Frame;
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{difference, rough};

/// The log of a scenario.
#[derive(Debug, Serialize)]
pub struct Log<'a> {
    /// The scenario.
    pub label: &'a str,
    /// What was moved, in a sentence; nothing where nothing was.
    pub sentence: String,
    /// Numbers with a range, those that move the answer most first.
    pub ranged: Vec<Row<'a>>,
    /// Numbers without one.
    pub others: Vec<Row<'a>>,
}

/// A number of the log.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    /// Key in the scenario file.
    pub id: &'a str,
    /// What is assumed.
    pub statement: &'a str,
    /// Value with its unit.
    pub value: String,
    /// Range.
    pub range: String,
    /// Citation.
    pub source: &'a str,
    /// Change of the answer at the low end, with its interval.
    pub at_low: Change,
    /// Change of the answer at the high end, with its interval.
    pub at_high: Change,
    /// Why it was not moved.
    pub remark: &'a str,
    /// File in which it stands.
    pub file: &'a str,
    /// Line in that file.
    pub line: u64,
}

/// A paired change of the answer.
#[derive(Debug, Default, Serialize)]
pub struct Change {
    /// Its mean.
    pub mean: String,
    /// Its 95 % interval.
    pub interval: String,
}

/// The log of every scenario.
pub fn all<'a>(frame: &Frame<'a>) -> Vec<Log<'a>> {
    let scenarios = frame.scenarios().iter();
    scenarios.filter_map(|info| of(frame, info)).collect()
}

fn of<'a>(frame: &Frame<'a>, info: &'a ScenarioInfo) -> Option<Log<'a>> {
    let rows = frame.saved.assumptions.iter();
    let rows: Vec<&AssumptionRow> = rows.filter(|row| row.scenario == info.name).collect();
    let (ranged, others): (Vec<_>, Vec<_>) = rows
        .iter()
        .map(|numbers| row(numbers))
        .partition(|row| !row.range.is_empty());
    (!rows.is_empty()).then(|| Log {
        label: info.label(),
        sentence: moved(frame, &rows).unwrap_or_default(),
        ranged,
        others,
    })
}

/// What was moved and how.
fn moved(frame: &Frame, rows: &[&AssumptionRow]) -> Option<String> {
    let row = rows.iter().find(|row| !row.measure.is_empty())?;
    let title = frame.saved.manifest.title_of(&row.measure);
    let base = row.base.map(rough).unwrap_or_default();
    Some(format!(
        "{title} at the end is {base} with every number at its value, and changes as listed with \
         one number at an end of its range, all others at their values, and the same random \
         numbers ({} pairs of replications; 95 % intervals of the mean change). A number that by \
         its note follows from another stays where it is.",
        row.n
    ))
}

fn row(row: &AssumptionRow) -> Row<'_> {
    let plain = |v: f64| export::number(Some(v));
    let mut value = row.value.map(plain).unwrap_or_default();
    if row.values > 1 {
        value = format!("{value} (first of {} values)", row.values);
    }
    let end = |v: Option<f64>| v.map_or("open".to_owned(), plain);
    let range = match (row.low, row.high) {
        (None, None) => String::new(),
        (low, high) => format!("{} to {}", end(low), end(high)),
    };
    Row {
        id: &row.id,
        statement: &row.statement,
        value: format!("{value} {}", row.unit).trim_end().to_owned(),
        range,
        source: &row.source,
        at_low: change(row.at_low, row.at_low_ci_low, row.at_low_ci_high),
        at_high: change(row.at_high, row.at_high_ci_low, row.at_high_ci_high),
        remark: &row.remark,
        file: &row.file,
        line: row.line,
    }
}

fn change(mean: Option<f64>, low: Option<f64>, high: Option<f64>) -> Change {
    let words = |v: f64| {
        let shown = if v.abs() >= 10_000.0 {
            rough(v)
        } else {
            difference(v.round(), "")
        };
        if v >= 10_000.0 {
            format!("+{shown}")
        } else {
            shown
        }
    };
    Change {
        mean: mean.map(words).unwrap_or_default(),
        interval: match (low, high) {
            (Some(low), Some(high)) => format!("{} to {}", words(low), words(high)),
            _ => String::new(),
        },
    }
}
