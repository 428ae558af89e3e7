//! One table to quote from: the main results of every scenario, each with its paired difference.

use serde::Serialize;

use super::cost;
use crate::experiment::{ComparisonRow, ResultRow};
use crate::report::frame::{ALL, Frame, is_whole_year, same_days, same_span};
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{decimals, difference, quoted};
use crate::report::period::Period;

/// The main results, a row for each scenario.
#[derive(Debug, Serialize)]
pub struct Quote {
    /// Titles of the columns, with their units.
    pub columns: Vec<Column>,
    /// The scenarios, the baseline first.
    pub rows: Vec<Row>,
}

/// A result.
#[derive(Debug, Serialize)]
pub struct Column {
    /// What it is.
    pub title: String,
    /// Its unit.
    pub unit: String,
    #[serde(skip)]
    measure: &'static str,
    #[serde(skip)]
    period: Period,
    /// What one unit of the table is in units of the measure.
    #[serde(skip)]
    one: f64,
}

/// A scenario.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Its title.
    pub label: String,
    /// Its results.
    pub cells: Vec<Cell>,
}

/// A result of a scenario.
#[derive(Debug, Default, Serialize)]
pub struct Cell {
    /// The mean.
    pub mean: String,
    /// The paired difference from the baseline; of the baseline nothing.
    pub difference: String,
    /// The 95 % interval of the difference; of the baseline that of its mean.
    pub interval: String,
}

impl Quote {
    /// The row of a scenario in words, for a terminal: each result with its paired difference.
    pub fn sentences(&self, scenario: usize) -> Vec<String> {
        let row = self.rows.get(scenario).map_or(&[][..], |row| &row.cells);
        let both = self.columns.iter().zip(row);
        let known = both.filter(|(_, cell)| !cell.mean.is_empty());
        known
            .map(|(column, cell)| {
                let Cell {
                    mean,
                    difference,
                    interval,
                } = cell;
                let words = if difference.is_empty() {
                    String::new()
                } else if difference == cost::NOT_STATED {
                    "; what its policies cost is not stated".to_owned()
                } else {
                    let unit = &column.unit;
                    let interval = if interval.is_empty() {
                        String::new()
                    } else {
                        format!(" (95 % interval {interval})")
                    };
                    format!(", {difference} {unit} against the baseline{interval}")
                };
                format!("{}: {mean} {}{words}.", column.title, column.unit)
            })
            .collect()
    }
}

/// The table of a comparison.
pub fn quote(frame: &Frame) -> Option<Quote> {
    let baseline = frame.baseline()?;
    let (end, end_words) = end(frame, baseline);
    let columns: Vec<Column> = [
        end.and_then(|end| {
            total(
                frame,
                "pending",
                format!("Pending at the end{end_words}"),
                end,
            )
        }),
        wait(
            frame,
            baseline,
            ["cohort_merits_p50", "merits_wait_p50"],
            "Median wait to the merits hearing",
        ),
        wait(
            frame,
            baseline,
            ["cohort_merits_p90", "merits_wait_p90"],
            "90th percentile of the wait to the merits hearing",
        ),
        end.and_then(|end| {
            let title = format!("Waiting in the host country at the end{end_words}");
            total(frame, "host_waiting", title, end)
        }),
        // Of unlike spans no sum can be held against another.
        end.filter(|end| *end == Period::Horizon)
            .and_then(|end| total(frame, "cost", "Cost over the whole horizon".to_owned(), end)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if columns.is_empty() {
        return None;
    }
    let row = |(i, info): (usize, &ScenarioInfo)| Row {
        label: info.label().to_owned(),
        cells: (columns.iter())
            .map(|column| cell(frame, info, column, i == 0))
            .collect(),
    };
    let rows = frame.scenarios().iter().enumerate().map(row).collect();
    Some(Quote { columns, rows })
}

/// The end of which stocks are told, and its name where it is not that of the horizon: of scenarios
/// that end on unlike days that of the last fiscal year that all of them cover whole.
fn end(frame: &Frame, baseline: &ScenarioInfo) -> (Option<Period>, String) {
    let scenarios = frame.scenarios();
    if scenarios.iter().all(|info| same_span(info, baseline)) {
        return (Some(Period::Horizon), String::new());
    }
    let whole = |year: &i32| whole_in_all(frame, baseline, *year);
    let last = frame.fiscal_years(&baseline.name).into_iter().rfind(whole);
    let name = last.map_or(String::new(), |year| {
        format!(" of {}", baseline.year_name(year))
    });
    (last.map(Period::Fiscal), name)
}

/// Whether every scenario covers a fiscal year whole, and it is of the same days in all of them.
fn whole_in_all(frame: &Frame, baseline: &ScenarioInfo, year: i32) -> bool {
    let mut scenarios = frame.scenarios().iter();
    is_whole_year(baseline, year)
        && scenarios.all(|info| same_days(info, baseline, Period::Fiscal(year)))
}

/// A result at the end of a period or over it, where some scenario has it and all count it in one
/// unit.
fn total(frame: &Frame, measure: &'static str, title: String, period: Period) -> Option<Column> {
    let rows = || {
        let scenarios = frame.scenarios().iter();
        scenarios.filter_map(|s| frame.at(&s.name, measure, ALL, ALL, period))
    };
    let first = rows().next()?;
    if rows().any(|row| row.unit != first.unit) {
        return None;
    }
    let high = rows().filter_map(|row| row.mean).fold(0.0, f64::max);
    if high == 0.0 {
        return None;
    }
    let (unit, one) = if high >= 1e7 {
        (format!("million {}", first.unit), 1e6)
    } else {
        (first.unit.clone(), 1.0)
    };
    Some(Column {
        title,
        unit,
        measure,
        period,
        one,
    })
}

/// A wait of the last filing year that every scenario covers whole and for which it has the wait in
/// every replication; where there is none, of the hearings held in such a year.
fn wait(
    frame: &Frame,
    baseline: &ScenarioInfo,
    [cohort, held]: [&'static str; 2],
    title: &str,
) -> Option<Column> {
    let last = |measure: &str| {
        let reached = |info: &ScenarioInfo, year: i32| {
            let row = frame.at(&info.name, measure, ALL, ALL, Period::Fiscal(year));
            row.is_some_and(|row| frame.reached(info, row))
        };
        let mut years = frame.fiscal_years(&baseline.name).into_iter().rev();
        let all = |year: i32| frame.scenarios().iter().all(|info| reached(info, year));
        years.find(|year| whole_in_all(frame, baseline, *year) && all(*year))
    };
    let filed = last(cohort).map(|year| (cohort, year, "filed in"));
    let heard = || last(held).map(|year| (held, year, "heard in"));
    let (measure, year, words) = filed.or_else(heard)?;
    Some(Column {
        title: format!("{title}, cases {words} {}", baseline.year_name(year)),
        unit: "days".to_owned(),
        measure,
        period: Period::Fiscal(year),
        one: 1.0,
    })
}

fn cell(frame: &Frame, info: &ScenarioInfo, column: &Column, baseline: bool) -> Cell {
    let own = frame.at(&info.name, column.measure, ALL, ALL, column.period);
    let Some(own) = own else {
        // A scenario without sites hosts nobody.
        let nobody = column.measure == "host_waiting";
        return Cell {
            mean: if nobody { "0" } else { "" }.to_owned(),
            ..Cell::default()
        };
    };
    let level = |v: f64| quoted(v / column.one, "");
    let change = |v: f64| change(v / column.one);
    let mean = own.mean.map(level).unwrap_or_default();
    let words = |low: Option<f64>, high: Option<f64>, say: &dyn Fn(f64) -> String| {
        let ends = low.zip(high);
        ends.map(|(low, high)| format!("{} to {}", say(low), say(high)))
            .unwrap_or_default()
    };
    if baseline {
        return Cell {
            mean,
            difference: String::new(),
            interval: words(own.ci_low, own.ci_high, &level),
        };
    }
    let paired = frame.difference(&info.name, column.measure, ALL, ALL, column.period);
    if paired.is_some_and(|row| cost::not_stated(frame, info, row)) {
        return Cell {
            mean,
            difference: cost::NOT_STATED.to_owned(),
            interval: String::new(),
        };
    }
    let (diff, low, high) = paired.map_or_else(|| alone(column, own), of);
    Cell {
        mean,
        difference: diff.map(change).unwrap_or_default(),
        interval: words(low, high, &change),
    }
}

type Numbers = (Option<f64>, Option<f64>, Option<f64>);

fn of(row: &ComparisonRow) -> Numbers {
    (row.diff_mean, row.ci_low, row.ci_high)
}

/// Held against a baseline that hosts nobody, a level is the difference.
fn alone(column: &Column, own: &ResultRow) -> Numbers {
    if column.measure == "host_waiting" {
        (own.mean, own.ci_low, own.ci_high)
    } else {
        (None, None, None)
    }
}

fn change(v: f64) -> String {
    if v.abs() < 10.0 && v != 0.0 {
        let plus = if v > 0.0 { "+" } else { "" };
        return format!("{plus}{}", decimals(v, 1));
    }
    difference(v, "")
}
