//! Paired differences in sentences and tables.

use serde::Serialize;

use super::{changes, cost};
use crate::experiment::{ComparisonRow, Reach};
use crate::report::frame::{ALL, Frame, Grain, is_whole_year, same_days, same_span};
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{decimals, difference, is_share, quoted};
use crate::report::period::Period;

/// What a scenario changes.
#[derive(Debug, Serialize)]
pub struct Versus {
    /// The scenario.
    pub label: String,
    /// The main differences, a sentence each.
    pub sentences: Vec<String>,
    /// Tables: all courts, and the court where most changes.
    pub tables: Vec<DifferenceTable>,
}

/// Paired differences of several measures.
#[derive(Debug, Serialize)]
pub struct DifferenceTable {
    /// Where and when.
    pub heading: String,
    /// Its rows.
    pub rows: Vec<DifferenceRow>,
}

/// A paired difference.
#[derive(Debug, Serialize)]
pub struct DifferenceRow {
    /// Title of the measure.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// Mean in the baseline.
    pub baseline: String,
    /// Mean in the scenario.
    pub scenario: String,
    /// Mean of the paired differences.
    pub difference: String,
    /// Its 95 % interval.
    pub interval: String,
    /// In percent of the baseline.
    pub percent: String,
    /// Share of replications in which the scenario is lower.
    pub lower: String,
}

/// Measures of the tables, where they have rows; cohort waits before those of completed cases.
const MEASURES: [&str; 17] = [
    "pending",
    "receipts",
    "completions",
    "cohort_first_hearing_p50",
    "cohort_merits_p50",
    "cohort_disposition_p50",
    "first_hearing_wait_p50",
    "merits_wait_p50",
    "next_available_merits",
    "pending_age_p50",
    "pending_over_standard",
    "hearings_adjourned.bumped",
    "in_absentia_share",
    "judges",
    "host_waiting",
    "host_refused",
    "cost",
];

/// Differences of each scenario; `court` is one to show besides all courts together.
pub fn all(frame: &Frame, court: Option<&str>) -> Vec<Versus> {
    frame
        .others()
        .iter()
        .map(|scenario| versus(frame, scenario, court))
        .collect()
}

fn versus(frame: &Frame, scenario: &ScenarioInfo, court: Option<&str>) -> Versus {
    let last = last_common_year(frame, scenario);
    let year = last.map(|year| (Period::Fiscal(year), scenario.year_name(year)));
    // Sums over unlike spans cannot be held against each other.
    let alike = frame.baseline().is_some_and(|b| same_span(scenario, b));
    let horizon = alike.then(|| (Period::Horizon, "whole horizon".to_owned()));
    let mut tables = Vec::new();
    for (period, words) in year.into_iter().chain(horizon) {
        let places = [
            (Some(ALL), "All courts"),
            (court, court.map_or("", |c| scenario.court_name(c))),
        ];
        for (place, name) in places {
            let heading = format!("{name}, {words}");
            tables.extend(place.map(|place| table(frame, scenario, place, period, heading)));
        }
    }
    tables.retain(|table| !table.rows.is_empty());
    let sentences = changes::sentences(frame, scenario, court, last);
    Versus {
        label: scenario.label().to_owned(),
        sentences,
        tables,
    }
}

fn table(
    frame: &Frame,
    scenario: &ScenarioInfo,
    court: &str,
    period: Period,
    heading: String,
) -> DifferenceTable {
    let rows = MEASURES.iter().filter_map(|measure| {
        let diff = frame.difference(&scenario.name, measure, court, ALL, period);
        let found = diff.and_then(|diff| row(frame, scenario, diff, period));
        if found.is_some() || period == Period::Horizon {
            return found;
        }
        let year = measure
            .starts_with("cohort_")
            .then(|| last_cohort(frame, scenario, measure, court))??;
        let diff = frame.difference(&scenario.name, measure, court, ALL, Period::Fiscal(year))?;
        let mut found = row(frame, scenario, diff, Period::Fiscal(year))?;
        found.title = format!("{}, filed in {}", found.title, scenario.year_name(year));
        Some(found)
    });
    DifferenceTable {
        heading,
        rows: rows.collect(),
    }
}

/// The last fiscal year that the horizons of a scenario and of the baseline both cover whole, from
/// the same day to the same day: of unlike years there is nothing to compare.
fn last_common_year(frame: &Frame, scenario: &ScenarioInfo) -> Option<i32> {
    let baseline = frame.baseline()?;
    let alike = |year: i32| same_days(scenario, baseline, Period::Fiscal(year));
    let whole = |year: &i32| alike(*year) && is_whole_year(baseline, *year);
    frame.fiscal_years(&scenario.name).into_iter().rfind(whole)
}

/// The latest filing year that both scenarios cover whole and whose quantile all replications have
/// reached, in both.
fn last_cohort(frame: &Frame, scenario: &ScenarioInfo, measure: &str, court: &str) -> Option<i32> {
    let last = last_common_year(frame, scenario)?;
    let points = frame.differences(&scenario.name, measure, court, ALL, Grain::Year);
    let reached = points
        .iter()
        .rev()
        .filter(|p| p.row.diff_mean.is_some() && reach(frame, scenario, p.row) == Reach::All);
    let mut years = reached.filter_map(|point| match point.period {
        Period::Fiscal(year) if year <= last => Some(year),
        _ => None,
    });
    years.next()
}

fn reach(frame: &Frame, scenario: &ScenarioInfo, diff: &ComparisonRow) -> Reach {
    frame.reach(scenario, &diff.measure, diff.n)
}

fn row(
    frame: &Frame,
    scenario: &ScenarioInfo,
    diff: &ComparisonRow,
    period: Period,
) -> Option<DifferenceRow> {
    let mean = diff.diff_mean?;
    let reach = reach(frame, scenario, diff);
    // Without a percentage the baseline costs nothing either.
    let free = diff.measure == "cost" && mean == 0.0 && diff.diff_pct.is_none();
    if reach == Reach::Few || free || cost::not_stated(frame, scenario, diff) {
        return None;
    }
    let level = |info: &ScenarioInfo| {
        let row = frame.at(&info.name, &diff.measure, &diff.court, &diff.docket, period)?;
        let mark = frame.reach(info, &row.measure, row.n).mark();
        Some(quoted(row.mean?, &diff.unit) + mark)
    };
    let interval = match (diff.ci_low, diff.ci_high) {
        (Some(low), Some(high)) => {
            format!(
                "{} to {}",
                difference(low, &diff.unit),
                difference(high, &diff.unit)
            )
        }
        _ => String::new(),
    };
    let percent = diff.diff_pct.filter(|_| !is_share(&diff.unit));
    Some(DifferenceRow {
        title: frame.saved.manifest.title_of(&diff.measure),
        unit: if is_share(&diff.unit) {
            String::new()
        } else {
            diff.unit.clone()
        },
        baseline: frame.baseline().and_then(level).unwrap_or_default(),
        scenario: level(scenario).unwrap_or_default(),
        difference: difference(mean, &diff.unit) + reach.mark(),
        interval,
        percent: percent
            .map(|p| {
                format!(
                    "{}{}\u{a0}%",
                    if p > 0.0 { "+" } else { "" },
                    decimals(p, 1)
                )
            })
            .unwrap_or_default(),
        lower: match diff.probability_lower {
            // Ties count half: half the replications would seem to be lower.
            Some(_) if cost::is_none(diff) => "no difference".to_owned(),
            Some(p) => format!("{}\u{a0}%", decimals(p * 100.0, 0)),
            None => String::new(),
        },
    })
}

/// What common random numbers gained for the pending cases at the end, scenario by scenario.
pub fn pairing(frame: &Frame) -> Option<String> {
    let baseline = frame.baseline()?;
    let gain = |scenario| {
        Some((
            ScenarioInfo::label(scenario),
            gain(frame, baseline, scenario)?,
        ))
    };
    let all: Vec<(&str, String)> = frame.others().iter().filter_map(gain).collect();
    let told = match &all[..] {
        [] => return None,
        [(_, one)] => one.clone(),
        several => {
            let each = several.iter();
            let each = each.map(|(label, gained)| format!("in \u{201c}{label}\u{201d} {gained}"));
            each.collect::<Vec<_>>().join("; ")
        }
    };
    Some(format!(
        "Each replication draws the same random numbers in every scenario. For pending cases at the \
         end the variance of the difference, against what independent seeds would give, is {told}."
    ))
}

/// What they gained for a scenario: the ratio of variances, and what it means for the interval.
fn gain(frame: &Frame, baseline: &ScenarioInfo, scenario: &ScenarioInfo) -> Option<String> {
    let whole = last_common_year(frame, scenario).map(Period::Fiscal);
    let alike = same_span(scenario, baseline);
    let end = whole.or_else(|| alike.then_some(Period::Horizon))?;
    let row = frame.difference(&scenario.name, "pending", ALL, ALL, end)?;
    let ratio = row.variance_ratio?;
    let percent = decimals(ratio * 100.0, 1);
    Some(if ratio >= 1.0 {
        format!("{percent} %: nothing is gained")
    } else if ratio > 0.9 {
        format!("{percent} %: next to nothing is gained")
    } else if ratio < 0.001 {
        "less than 0.1 %".to_owned()
    } else {
        let times = decimals(ratio.sqrt().recip(), 1);
        format!("{percent} %: its interval is {times} times as narrow")
    })
}
