//! Paired differences in sentences and tables.

use serde::Serialize;

use crate::experiment::{ComparisonRow, Reach};
use crate::report::Saved;
use crate::report::frame::{ALL, Frame, Grain, is_whole_year};
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{decimals, difference, is_share, quoted, rough, signed};
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
    let years = frame.fiscal_years(&scenario.name);
    let last = years
        .into_iter()
        .rev()
        .find(|year| is_whole_year(scenario, *year));
    let year = last.map(|year| (Period::Fiscal(year), scenario.year_name(year)));
    let horizon = (Period::Horizon, "whole horizon".to_owned());
    let mut tables = Vec::new();
    for (period, words) in year.into_iter().chain([horizon]) {
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
    let mut sentences: Vec<String> = Vec::new();
    sentences.extend(last.and_then(|year| sentence(frame, scenario, year)));
    sentences.extend(last.and_then(|year| wait_sentence(frame, scenario, court?, year)));
    sentences.extend(court.and_then(|court| bumped_sentence(frame, scenario, court)));
    let sentences = sentences
        .into_iter()
        .map(|text| text.replace(" %", "\u{a0}%"))
        .collect();
    Versus {
        label: scenario.label().to_owned(),
        sentences,
        tables,
    }
}

/// The wait for a free merits date at the court where most changes.
fn wait_sentence(frame: &Frame, scenario: &ScenarioInfo, court: &str, year: i32) -> Option<String> {
    let measure = "next_available_merits";
    let row = frame.difference(&scenario.name, measure, court, ALL, Period::Fiscal(year))?;
    let mean = row.diff_mean?;
    let way = if mean < 0.0 { "shorter" } else { "longer" };
    Some(format!(
        "At {}, the wait for the first free merits date is {} days {way} at the end of {}{}.",
        scenario.court_name(court),
        rough(mean.abs()),
        scenario.year_name(year),
        interval(row)
    ))
}

/// Hearings bumped at that court over the horizon.
fn bumped_sentence(frame: &Frame, scenario: &ScenarioInfo, court: &str) -> Option<String> {
    let measure = "hearings_adjourned.bumped";
    let row = frame.difference(&scenario.name, measure, court, ALL, Period::Horizon)?;
    let mean = row.diff_mean?;
    let way = if mean < 0.0 { "fewer" } else { "more" };
    Some(format!(
        "Over the whole horizon {} {way} hearings are bumped at {} to make room for others{}.",
        rough(mean.abs()),
        scenario.court_name(court),
        interval(row)
    ))
}

/// The interval of a mean difference, in words; a difference that may be none is said to be so.
fn interval(row: &ComparisonRow) -> String {
    let (Some(low), Some(high)) = (row.ci_low, row.ci_high) else {
        return String::new();
    };
    let none = if low <= 0.0 && high >= 0.0 {
        ", so it may be none at all"
    } else {
        ""
    };
    let percent = row.diff_pct.map_or(String::new(), |p| {
        let plus = if p > 0.0 { "+" } else { "" };
        format!("; {plus}{} % of the baseline", decimals(p, 1))
    });
    format!(
        " (95 % interval of the mean difference: {} to {}{none}{percent})",
        signed(low),
        signed(high)
    )
}

fn sentence(frame: &Frame, scenario: &ScenarioInfo, year: i32) -> Option<String> {
    let row = frame.difference(&scenario.name, "pending", ALL, ALL, Period::Fiscal(year))?;
    let mean = row.diff_mean?;
    if mean == 0.0 && row.ci_low == row.ci_high {
        return Some(format!(
            "At the end of {} exactly as many cases are pending as in the baseline, in every \
             replication.",
            scenario.year_name(year)
        ));
    }
    let way = if mean < 0.0 { "fewer" } else { "more" };
    let share = row.probability_lower.map_or(String::new(), |p| {
        format!(
            "; it is lower in {} % of replications (ties count half)",
            decimals(p * 100.0, 0)
        )
    });
    let name = scenario.year_name(year);
    Some(format!(
        "At the end of {name}, {} {way} cases are pending than in the baseline{}{share}.",
        rough(mean.abs()),
        interval(row)
    ))
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

/// The latest filing year whose quantile all replications have reached, in both scenarios.
fn last_cohort(frame: &Frame, scenario: &ScenarioInfo, measure: &str, court: &str) -> Option<i32> {
    let points = frame.differences(&scenario.name, measure, court, ALL, Grain::Year);
    let reached = points
        .iter()
        .rev()
        .find(|p| p.row.diff_mean.is_some() && reach(frame, scenario, p.row) == Reach::All)?;
    match reached.period {
        Period::Fiscal(year) => Some(year),
        _ => None,
    }
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
    if reach == Reach::Few {
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
        lower: diff
            .probability_lower
            .map(|p| format!("{}\u{a0}%", decimals(p * 100.0, 0)))
            .unwrap_or_default(),
    })
}

/// What common random numbers gained, in a sentence.
pub fn pairing(saved: &Saved) -> Option<String> {
    let mut ratios: Vec<f64> = saved
        .comparison
        .iter()
        .filter(|row| row.measure == "pending" && row.court == ALL && row.docket == ALL)
        .filter_map(|row| row.variance_ratio)
        .collect();
    ratios.sort_by(f64::total_cmp);
    let middle = *ratios.get(ratios.len() / 2)?;
    Some(format!(
        "Each replication draws the same random numbers in every scenario. For pending cases the \
         variance of the difference is {} % of what independent seeds would give (median over \
         periods), so differences are known far better than levels.",
        decimals(middle * 100.0, 1)
    ))
    .filter(|_| middle < 1.0)
}
