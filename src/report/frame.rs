//! The saved rows, ordered so that a chart or a table finds its series.

mod reach;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Saved;
use super::manifest::{DocketInfo, RunKind, ScenarioInfo, Waits};
use super::period::{self, Period, position};
use crate::experiment::{ComparisonRow, ResultRow};

/// `all`: the aggregate over courts or dockets.
pub const ALL: &str = "all";

type Key<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Length of the periods of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Calendar months.
    Month,
    /// Fiscal years.
    Year,
}

/// A row with its place in time.
#[derive(Clone, Copy, Debug)]
pub struct Point<'a> {
    /// The period.
    pub period: Period,
    /// First day, on the axis of days.
    pub from: f64,
    /// Day after the last, on the axis of days: where a stock is counted.
    pub to: f64,
    /// The row.
    pub row: &'a ResultRow,
}

/// A paired difference with its place in time.
#[derive(Clone, Copy, Debug)]
pub struct DiffPoint<'a> {
    /// The period.
    pub period: Period,
    /// Day after the last, on the axis of days.
    pub to: f64,
    /// The row.
    pub row: &'a ComparisonRow,
}

/// Rows by scenario, measure, court and docket; differences likewise.
#[derive(Debug)]
pub struct Frame<'a> {
    /// What the rows were read from.
    pub saved: &'a Saved,
    /// Sorted by key; points in time.
    rows: Vec<(Key<'a>, Vec<Point<'a>>)>,
    diffs: Vec<(Key<'a>, Vec<DiffPoint<'a>>)>,
}

impl<'a> Frame<'a> {
    /// Orders the rows by series and time.
    pub fn new(saved: &'a Saved) -> Self {
        let mut frame = Frame {
            saved,
            rows: Vec::new(),
            diffs: Vec::new(),
        };
        let mut rows: BTreeMap<Key<'a>, Vec<Point<'a>>> = BTreeMap::new();
        for row in &saved.results {
            let Some((period, from, to)) = frame.place(&row.scenario, &row.period) else {
                continue;
            };
            let key = (&*row.scenario, &*row.measure, &*row.court, &*row.docket);
            rows.entry(key).or_default().push(Point {
                period,
                from,
                to,
                row,
            });
        }
        let mut diffs: BTreeMap<Key<'a>, Vec<DiffPoint<'a>>> = BTreeMap::new();
        for row in &saved.comparison {
            let Some((period, _, to)) = frame.place(&row.scenario, &row.period) else {
                continue;
            };
            // Results of older versions hold differences of a year and a part of it, too.
            let both = frame.baseline().zip(frame.scenario(&row.scenario));
            if !both.is_some_and(|(a, b)| same_days(a, b, period)) {
                continue;
            }
            let key = (&*row.scenario, &*row.measure, &*row.court, &*row.docket);
            diffs
                .entry(key)
                .or_default()
                .push(DiffPoint { period, to, row });
        }
        rows.values_mut()
            .for_each(|points| points.sort_by_key(|p| p.period));
        diffs
            .values_mut()
            .for_each(|points| points.sort_by_key(|p| p.period));
        frame.rows = rows.into_iter().collect();
        frame.diffs = diffs.into_iter().collect();
        frame
    }

    /// The period and its ends, cut to the horizon of the scenario.
    fn place(&self, scenario: &str, text: &str) -> Option<(Period, f64, f64)> {
        let period = Period::parse(text)?;
        let (from, to) = days(self.scenario(scenario)?, period)?;
        Some((period, from, to))
    }

    /// The scenarios, the baseline first.
    pub fn scenarios(&self) -> &'a [ScenarioInfo] {
        &self.saved.manifest.scenarios
    }

    /// The scenario of this name.
    pub fn scenario(&self, name: &str) -> Option<&'a ScenarioInfo> {
        self.scenarios().iter().find(|s| s.name == name)
    }

    /// The baseline, in a comparison.
    pub fn baseline(&self) -> Option<&'a ScenarioInfo> {
        (self.saved.manifest.kind == RunKind::Compare)
            .then(|| self.scenarios().first())
            .flatten()
    }

    /// The scenarios compared with the baseline.
    pub fn others(&self) -> &'a [ScenarioInfo] {
        self.scenarios().get(1..).unwrap_or_default()
    }

    /// Points of a series, in time; empty where there is none. The horizon is left out.
    pub fn series(
        &self,
        scenario: &str,
        measure: &str,
        court: &str,
        docket: &str,
        grain: Grain,
    ) -> Vec<Point<'a>> {
        let points = self.all_points(scenario, measure, court, docket);
        points
            .iter()
            .filter(|p| matches_grain(p.period, grain))
            .copied()
            .collect()
    }

    /// Points of a series over all courts and dockets.
    pub fn total(&self, scenario: &str, measure: &str, grain: Grain) -> Vec<Point<'a>> {
        self.series(scenario, measure, ALL, ALL, grain)
    }

    /// Months where the rows have them, else fiscal years.
    pub fn finest(
        &self,
        scenario: &str,
        measure: &str,
        court: &str,
        docket: &str,
    ) -> Vec<Point<'a>> {
        let months = self.series(scenario, measure, court, docket, Grain::Month);
        if has_values(&months) {
            return months;
        }
        self.series(scenario, measure, court, docket, Grain::Year)
    }

    /// The row of one period.
    pub fn at(
        &self,
        scenario: &str,
        measure: &str,
        court: &str,
        docket: &str,
        period: Period,
    ) -> Option<&'a ResultRow> {
        let points = self.all_points(scenario, measure, court, docket);
        points.iter().find(|p| p.period == period).map(|p| p.row)
    }

    /// Paired differences of a series, in time.
    pub fn differences(
        &self,
        scenario: &str,
        measure: &str,
        court: &str,
        docket: &str,
        grain: Grain,
    ) -> Vec<DiffPoint<'a>> {
        let points = find(&self.diffs, (scenario, measure, court, docket));
        points
            .iter()
            .filter(|p| matches_grain(p.period, grain))
            .copied()
            .collect()
    }

    /// The paired difference of one period.
    pub fn difference(
        &self,
        scenario: &str,
        measure: &str,
        court: &str,
        docket: &str,
        period: Period,
    ) -> Option<&'a ComparisonRow> {
        let points = find(&self.diffs, (scenario, measure, court, docket));
        points.iter().find(|p| p.period == period).map(|p| p.row)
    }

    /// Ids that follow `prefix.` in measures of a scenario, sorted.
    pub fn suffixes(&self, scenario: &str, prefix: &str) -> Vec<&'a str> {
        let mut found: Vec<&str> = self
            .rows
            .iter()
            .map(|(key, _)| key)
            .filter(|key| key.0 == scenario)
            .filter_map(|key| key.1.strip_prefix(prefix)?.strip_prefix('.'))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Sum over the dockets that wait (or do not) in a host country, at one court and period.
    pub fn by_place(
        &self,
        scenario: &ScenarioInfo,
        measure: &str,
        court: &str,
        period: Period,
        host: bool,
    ) -> Option<f64> {
        let dockets = scenario
            .dockets
            .iter()
            .filter(|d| (d.waits == Waits::Host) == host);
        let values =
            dockets.filter_map(|d| self.at(&scenario.name, measure, court, &d.id, period)?.mean);
        values.fold(None, |sum, value| Some(sum.unwrap_or(0.0) + value))
    }

    /// The docket with most pending cases at a court whose people wait in the country.
    pub fn ordinary_docket(
        &self,
        scenario: &'a ScenarioInfo,
        court: &str,
    ) -> Option<&'a DocketInfo> {
        let pending = |docket: &DocketInfo| {
            let row = self.at(
                &scenario.name,
                "pending",
                court,
                &docket.id,
                Period::Horizon,
            );
            row.and_then(|row| row.mean).unwrap_or(0.0)
        };
        let dockets = scenario.dockets.iter();
        dockets
            .filter(|docket| docket.waits == Waits::InCountry)
            .max_by(|a, b| pending(a).total_cmp(&pending(b)))
    }

    /// Fiscal years in the rows of a scenario, in order.
    pub fn fiscal_years(&self, scenario: &str) -> Vec<i32> {
        let mut years: Vec<i32> = self
            .rows
            .iter()
            .filter(|(key, _)| key.0 == scenario && key.2 == ALL && key.3 == ALL)
            .filter(|(key, _)| !key.1.starts_with("cohort_"))
            .flat_map(|(_, points)| points.iter())
            .filter_map(|p| {
                if let Period::Fiscal(year) = p.period {
                    Some(year)
                } else {
                    None
                }
            })
            .collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    fn all_points(&self, scenario: &str, measure: &str, court: &str, docket: &str) -> &[Point<'a>] {
        find(&self.rows, (scenario, measure, court, docket))
    }
}

/// The points of a key. A map would want a key that lives as long as the map is borrowed.
fn find<'m, P>(series: &'m [(Key<'_>, Vec<P>)], key: Key<'_>) -> &'m [P] {
    let found = series.binary_search_by(|(k, _)| (*k).cmp(&key));
    found
        .ok()
        .map(|i| series[i].1.as_slice())
        .unwrap_or_default()
}

fn matches_grain(period: Period, grain: Grain) -> bool {
    matches!(
        (period, grain),
        (Period::Month(..), Grain::Month) | (Period::Fiscal(_), Grain::Year)
    )
}

/// Whether some point has a mean.
pub fn has_values(points: &[Point]) -> bool {
    points.iter().any(|p| p.row.mean.is_some())
}

/// Whether some point has a mean other than zero.
pub fn has_content(points: &[Point]) -> bool {
    points.iter().any(|p| p.row.mean.is_some_and(|m| m != 0.0))
}

/// First day and the day after the last of a scenario, on the axis of days.
pub fn horizon(scenario: &ScenarioInfo) -> Option<(f64, f64)> {
    let last: NaiveDate = period::date(&scenario.end)?;
    Some((
        position(period::date(&scenario.start)?),
        position(last) + 1.0,
    ))
}

/// First day of a period and the day after its last, within the horizon of a scenario, on the axis
/// of days.
fn days(scenario: &ScenarioInfo, period: Period) -> Option<(f64, f64)> {
    let (first, last) = horizon(scenario)?;
    Some(match period.span(scenario.fiscal_year_start) {
        Some((from, to)) => (position(from).max(first), position(to).min(last)),
        None => (first, last),
    })
}

/// Whether a period is of the same days in two scenarios: not where one of them ends within it, or
/// where its fiscal years start in another month.
pub fn same_days(a: &ScenarioInfo, b: &ScenarioInfo, period: Period) -> bool {
    let both = days(a, period).zip(days(b, period));
    both.is_some_and(|(a, b)| a == b)
}

/// Whether two scenarios run from the same day to the same day.
pub fn same_span(a: &ScenarioInfo, b: &ScenarioInfo) -> bool {
    same_days(a, b, Period::Horizon)
}

/// Whether the scenario covers the whole of a fiscal year.
pub fn is_whole_year(scenario: &ScenarioInfo, year: i32) -> bool {
    let Some((first, last)) = horizon(scenario) else {
        return false;
    };
    let Some((from, to)) = Period::Fiscal(year).span(scenario.fiscal_year_start) else {
        return false;
    };
    first <= position(from) && position(to) <= last
}
