//! Tables by fiscal year.

use serde::Serialize;

use crate::experiment::{Reach, ResultRow};
use crate::report::frame::{ALL, Frame, Grain, has_content, is_whole_year};
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{is_share, rough, value};
use crate::report::period::{Period, month_name};

/// A table: one measure a row, one fiscal year a column.
#[derive(Debug, Serialize)]
pub struct Table {
    /// Heading.
    pub heading: String,
    /// Fiscal years.
    pub columns: Vec<String>,
    /// Measures.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Id of the measure.
    pub id: String,
    /// Title of the measure.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Default, Serialize)]
pub struct Cell {
    /// The mean; empty where there is none.
    pub mean: String,
    /// The 95 % interval of the mean.
    pub interval: String,
}

/// Headings and the measures below them, by the beginning of their ids. A measure stands under
/// the first heading that fits; cohorts stand before completed cases, since they lead.
const GROUPS: [(&str, &[&str]); 7] = [
    (
        "Caseload",
        &[
            "pending",
            "receipts",
            "returns",
            "completions",
            "transfers",
            "in_absentia",
            "inactive",
            "appeals",
        ],
    ),
    ("Waits by year of filing", &["cohort_"]),
    (
        "Waits of hearings held and cases completed",
        &[
            "first_hearing_wait",
            "merits_wait",
            "disposition_time",
            "next_available",
        ],
    ),
    ("Hearings", &["hearings_", "hearing_settings"]),
    ("Bench and cost", &["judges", "bench_", "cost"]),
    ("Host country and detention", &["host_", "detained"]),
    ("Other measures", &[""]),
];

/// The tables of a scenario over all courts and dockets.
pub fn by_year(frame: &Frame, info: &ScenarioInfo) -> Vec<Table> {
    let years = frame.fiscal_years(&info.name);
    let ids = measures(frame, info);
    let group_of = |id: &str| {
        GROUPS
            .iter()
            .position(|(_, begins)| begins.iter().any(|b| id.starts_with(b)))
    };
    GROUPS
        .iter()
        .enumerate()
        .map(|(i, (heading, _))| Table {
            heading: (*heading).to_owned(),
            columns: years.iter().map(|year| column(info, *year)).collect(),
            rows: ids
                .iter()
                .filter(|id| group_of(id) == Some(i))
                .map(|id| row(frame, info, id, &years))
                .filter(|row| row.cells.iter().any(|c| !c.mean.is_empty()))
                .collect(),
        })
        .filter(|table| !table.rows.is_empty())
        .collect()
}

/// Measures with fiscal years over all courts, in the order of the manifest, then of the rows.
fn measures(frame: &Frame, info: &ScenarioInfo) -> Vec<String> {
    let saved = frame.saved;
    let mut ids: Vec<String> = Vec::new();
    let rows = saved.results.iter().filter(|row| {
        row.scenario == info.name
            && row.court == ALL
            && row.docket == ALL
            && row.period.starts_with("fy:")
    });
    for row in rows {
        if ids.last() != Some(&row.measure) && !ids.contains(&row.measure) {
            ids.push(row.measure.clone());
        }
    }
    // A scenario that states no cost costs nothing that is worth a row.
    ids.retain(|id| id != "cost" || has_content(&frame.total(&info.name, id, Grain::Year)));
    let rank = |id: &String| saved.manifest.measures.iter().position(|m| m.id == *id);
    ids.sort_by_key(|id| rank(id).unwrap_or(usize::MAX));
    ids
}

/// When a fiscal year begins, in a sentence.
pub fn fiscal_year(info: &ScenarioInfo) -> String {
    if info.fiscal_year_start == 1 {
        return "Fiscal years are calendar years.".to_owned();
    }
    let month = month_name(info.fiscal_year_start);
    format!(
        "A fiscal year begins on 1 {month} and is named after the calendar year in which it ends."
    )
}

fn column(info: &ScenarioInfo, year: i32) -> String {
    let name = info.year_name(year);
    if is_whole_year(info, year) {
        name
    } else {
        format!("{name}*")
    }
}

fn row(frame: &Frame, info: &ScenarioInfo, id: &str, years: &[i32]) -> Row {
    let mut unit = String::new();
    let cells = years
        .iter()
        .map(|year| {
            let row = frame.at(&info.name, id, ALL, ALL, Period::Fiscal(*year));
            row.map_or_else(Cell::default, |row| {
                unit.clone_from(&row.unit);
                if id.starts_with("cohort_") && !frame.filed(row, Period::Fiscal(*year)) {
                    return Cell::default();
                }
                cell(row, frame.reach(info, id, row.n))
            })
        })
        .collect();
    let title = frame.saved.manifest.title_of(id);
    let unit = if is_share(&unit) {
        "%".to_owned()
    } else {
        unit
    };
    Row {
        id: id.to_owned(),
        title,
        unit,
        cells,
    }
}

fn cell(row: &ResultRow, reach: Reach) -> Cell {
    let number = |v: f64| {
        if v.abs() >= 10_000.0 {
            rough(v)
        } else {
            value(v, &row.unit).trim_end_matches("\u{a0}%").to_owned()
        }
    };
    if reach == Reach::Few {
        return Cell {
            mean: "not reached".to_owned(),
            interval: String::new(),
        };
    }
    let interval = match (row.ci_low, row.ci_high) {
        (Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
        _ => String::new(),
    };
    let mean = row
        .mean
        .map_or_else(String::new, |m| number(m) + reach.mark());
    Cell { mean, interval }
}
