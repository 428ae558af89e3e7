//! What a scenario changes, in sentences.

use std::collections::BTreeMap;

use super::notes;
use crate::experiment::{ComparisonRow, ReplicationRow};
use crate::report::frame::{ALL, Frame, same_span};
use crate::report::manifest::{ScenarioInfo, Waits};
use crate::report::number::{about, decimals, difference, rough, signed, thousands};
use crate::report::period::{Period, date, day_month_year};
use crate::stats::Tally;

/// The main differences of a scenario; `court` is the one where most changes, `year` the last that
/// it has in common with the baseline.
pub fn sentences(
    frame: &Frame,
    scenario: &ScenarioInfo,
    court: Option<&str>,
    year: Option<i32>,
) -> Vec<String> {
    let found = [
        year.and_then(|year| pending(frame, scenario, year)),
        notes::enacted(scenario),
        year.and_then(|year| enacted(frame, scenario, year)),
        cleared(frame, scenario),
        year.and_then(|year| wait(frame, scenario, court?, year)),
        court.and_then(|court| bumped(frame, scenario, court)),
    ];
    // A percent sign never stands alone at the beginning of a line.
    let found = found.into_iter().flatten();
    found.map(|text| text.replace(" %", "\u{a0}%")).collect()
}

fn pending(frame: &Frame, scenario: &ScenarioInfo, year: i32) -> Option<String> {
    let row = frame.difference(&scenario.name, "pending", ALL, ALL, Period::Fiscal(year))?;
    let mean = row.diff_mean?;
    let name = scenario.year_name(year);
    if mean == 0.0 && row.ci_low == row.ci_high {
        return Some(format!(
            "At the end of {name} exactly as many cases are pending as in the baseline, in every \
             replication."
        ));
    }
    Some(format!(
        "At the end of {name}, {} {} cases are pending than in the baseline{}{}.",
        rough(mean.abs()),
        if mean < 0.0 { "fewer" } else { "more" },
        interval(row),
        lower(frame, row).unwrap_or_default()
    ))
}

/// In how many replications the scenario is lower, and in how many it is neither lower nor higher.
fn lower(frame: &Frame, row: &ComparisonRow) -> Option<String> {
    let percent = |share: f64| decimals(share * 100.0, 0);
    let pairs = pairs(frame, &row.scenario, &row.period);
    if pairs.is_empty() {
        let share = percent(row.probability_lower?);
        return Some(format!(
            "; it is lower in {share} % of replications (ties count half)"
        ));
    }
    let share = |which: fn(&(f64, f64)) -> bool| {
        pairs.values().filter(|pair| which(pair)).count() as f64 / pairs.len() as f64
    };
    let (lower, equal) = (share(|(a, b)| b < a), share(|(a, b)| a == b));
    let ties = if equal > 0.0 {
        format!(" and equal in {} %", percent(equal))
    } else {
        String::new()
    };
    Some(format!(
        "; it is lower in {} % of replications{ties}",
        percent(lower)
    ))
}

/// Pending cases of the baseline and of a scenario, by replication, where both have them.
fn pairs(frame: &Frame, scenario: &str, period: &str) -> BTreeMap<u64, (f64, f64)> {
    let own = |name: &str| -> BTreeMap<u64, f64> {
        let rows = frame.saved.replications.iter();
        let rows = rows
            .filter(|row| row.scenario == name && row.measure == "pending" && row.period == period);
        rows.filter_map(|row| Some((row.replication, row.value?)))
            .collect()
    };
    let baseline = frame.baseline().map(|info| own(&info.name));
    let scenario = own(scenario);
    let both = baseline.unwrap_or_default().into_iter();
    both.filter_map(|(i, before)| Some((i, (before, *scenario.get(&i)?))))
        .collect()
}

/// Where policies come into force in some replications only: in how many they changed anything, and
/// what they did there. The same numbers are drawn in all scenarios, so nothing else can differ; one
/// that came into force and changed nothing cannot be told from one that did not.
fn enacted(frame: &Frame, scenario: &ScenarioInfo, year: i32) -> Option<String> {
    let by_chance = |info: &ScenarioInfo| {
        let mut policies = info.policies.iter();
        policies.any(|policy| policy.probability.is_some_and(|p| p > 0.0))
    };
    if !by_chance(scenario) || frame.baseline().is_none_or(by_chance) {
        return None;
    }
    let changed = changed(frame, scenario);
    let (count, all) = (changed.values().filter(|c| **c).count(), changed.len());
    if count == all {
        return None;
    }
    let last = pairs(frame, &scenario.name, &format!("fy:{year}"));
    let there = last.iter().filter(|(i, _)| changed.get(i) == Some(&true));
    let there: Tally = there.map(|(_, (before, after))| after - before).collect();
    let effect = there.estimate(0.95);
    let interval = if effect.n < 2 {
        String::new()
    } else {
        let (low, high) = (signed(effect.ci_low), signed(effect.ci_high));
        format!(" (95 % interval of the mean: {low} to {high})")
    };
    let end = scenario.year_name(year);
    let effect = if effect.n == 0 {
        String::new()
    } else if effect.mean == 0.0 {
        format!("; there, as many cases are pending at the end of {end}{interval}")
    } else {
        format!(
            "; there, {} {} cases are pending at the end of {end}{interval}",
            rough(effect.mean.abs()),
            if effect.mean < 0.0 { "fewer" } else { "more" },
        )
    };
    let (count, all) = (thousands(count as f64), thousands(all as f64));
    Some(format!(
        "Anything differs from the baseline in {count} of {all} replications{effect}."
    ))
}

/// Whether any number of a replication differs between a scenario and the baseline, by replication.
fn changed(frame: &Frame, scenario: &ScenarioInfo) -> BTreeMap<u64, bool> {
    let own = |name: &str| {
        let rows = frame.saved.replications.iter();
        let name = name.to_owned();
        rows.filter(move |row| row.scenario == name)
    };
    let key = |row: &'_ ReplicationRow| (row.replication, row.measure.clone(), row.period.clone());
    let baseline = frame.baseline().map(|info| own(&info.name));
    let before: BTreeMap<_, _> = baseline
        .into_iter()
        .flatten()
        .map(|row| (key(row), row.value))
        .collect();
    let mut changed = BTreeMap::new();
    for row in own(&scenario.name) {
        if let Some(before) = before.get(&key(row)) {
            *changed.entry(row.replication).or_default() |= *before != row.value;
        }
    }
    changed
}

/// How often the backlog is cleared, in the scenario and in the baseline.
fn cleared(frame: &Frame, scenario: &ScenarioInfo) -> Option<String> {
    let baseline = frame.baseline()?;
    let level = scenario.clearance_level?;
    if baseline.clearance_level != Some(level) || !same_span(baseline, scenario) {
        return None;
    }
    let share = |info: &ScenarioInfo| {
        let row = frame.at(&info.name, "cleared", ALL, ALL, Period::Horizon)?;
        Some(decimals(row.mean? * 100.0, 0))
    };
    let row = frame.difference(&scenario.name, "cleared", ALL, ALL, Period::Horizon)?;
    let interval = match (row.ci_low, row.ci_high) {
        (Some(low), Some(high)) => format!(
            " (95 % interval of the difference: {} to {})",
            difference(low, &row.unit),
            difference(high, &row.unit)
        ),
        _ => String::new(),
    };
    Some(format!(
        "In {} % of replications fewer than {} cases are pending on some day up to {}, in the \
         baseline in {} %{interval}.",
        share(scenario)?,
        thousands(level),
        day_month_year(date(&scenario.end)?),
        share(baseline)?
    ))
}

/// The docket of which a court's sentences are, by id, and its name; all where none waits in a host
/// country. Where some do it is the ordinary one: the others are new, and would be counted as a
/// burden that they are to themselves.
fn ordinary<'a>(
    frame: &Frame<'a>,
    scenario: &'a ScenarioInfo,
    court: &str,
) -> Option<(&'a str, Option<&'a str>)> {
    let mut dockets = scenario.dockets.iter();
    if dockets.all(|docket| docket.waits != Waits::Host) {
        return Some((ALL, None));
    }
    let docket = frame.ordinary_docket(scenario, court)?;
    Some((&docket.id, Some(&docket.name)))
}

/// The wait for a free merits date at the court where most changes.
fn wait(frame: &Frame, scenario: &ScenarioInfo, court: &str, year: i32) -> Option<String> {
    let measure = "next_available_merits";
    let (docket, name) = ordinary(frame, scenario, court)?;
    let year_end = Period::Fiscal(year);
    let row = frame.difference(&scenario.name, measure, court, docket, year_end)?;
    let mean = row.diff_mean?;
    Some(format!(
        "At {}, the wait for the first free merits date{} is {} {} at the end of {}{}.",
        scenario.court_name(court),
        name.map_or(String::new(), |name| format!(" on the docket \"{name}\"")),
        about(mean.abs(), "day"),
        if mean < 0.0 { "shorter" } else { "longer" },
        scenario.year_name(year),
        interval(row)
    ))
}

/// Hearings bumped at that court over the horizon.
fn bumped(frame: &Frame, scenario: &ScenarioInfo, court: &str) -> Option<String> {
    if !same_span(scenario, frame.baseline()?) {
        return None;
    }
    let measure = "hearings_adjourned.bumped";
    let (docket, name) = ordinary(frame, scenario, court)?;
    let row = frame.difference(&scenario.name, measure, court, docket, Period::Horizon)?;
    let mean = row.diff_mean?;
    Some(format!(
        "Over the whole horizon {} {} hearings{} are bumped at {}{}.",
        rough(mean.abs()),
        if mean < 0.0 { "fewer" } else { "more" },
        name.map_or(String::new(), |name| format!(" of the docket \"{name}\"")),
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
