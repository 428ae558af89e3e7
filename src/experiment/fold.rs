//! From replications to rows: every number with its interval, differences paired.

use std::collections::BTreeMap;

use super::layout::{Cell, Layout, Period, Slot};
use super::panel::Columns;
use super::rows::{ComparisonRow, ReplicationRow, ResultRow};
use super::runner::{Experiment, Replication};
use crate::scenario::Scenario;
use crate::scenario::measure::{Kind, Measure};
use crate::stats::{Band, Estimate, Paired, Tally};

/// Confidence level of every interval.
pub const LEVEL: f64 = 0.95;

/// What a slot is called in the result files.
struct Name {
    measure: String,
    court: String,
    docket: String,
    period: String,
}

fn name(scenario: &Scenario, layout: &Layout, slot: Slot) -> Name {
    let blueprint = scenario.blueprint();
    let all = || "all".to_owned();
    Name {
        measure: layout.measures[slot.measure].id.clone(),
        court: slot
            .cell
            .court
            .map_or_else(all, |c| blueprint.courts[c].id.clone()),
        docket: slot
            .cell
            .docket
            .map_or_else(all, |d| blueprint.dockets[d].id.clone()),
        period: period_name(layout.periods[slot.period]),
    }
}

pub(super) fn period_name(period: Period) -> String {
    match period {
        Period::Month(month) => format!("month:{month}"),
        Period::FiscalYear(fy) => format!("fy:{fy}"),
        Period::Horizon => "horizon".to_owned(),
    }
}

pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// Rows of `results.csv` for one scenario.
pub fn results(scenario: &Scenario, experiment: &Experiment) -> Vec<ResultRow> {
    let layout = &experiment.layout;
    let mut columns = Columns::of(experiment.replications.iter().map(|r| &r.panel));
    let slots = layout.slots().enumerate();
    slots
        .map(|(i, slot)| {
            let sample: Vec<f64> = columns.at(i).filter(|value| value.is_finite()).collect();
            result(scenario, layout, slot, &sample)
        })
        .collect()
}

/// The mean of a measure over replications, with the interval of its kind.
pub(super) fn estimate(measure: &Measure, tally: &Tally) -> Estimate {
    if measure.is_event() {
        tally.probability(LEVEL)
    } else {
        tally.estimate(LEVEL)
    }
}

/// An interval without what cannot be: nothing is fewer than none, no share is above the whole.
pub(super) fn possible(unit: &str, estimate: Estimate) -> Estimate {
    let (low, high) = match unit {
        "share" => (0.0, 1.0),
        "cases" | "days" | "hearings" | "hours" | "judges" | "people" => (0.0, f64::INFINITY),
        _ => return estimate,
    };
    // Without an interval, as of a single replication, there is nothing to cut.
    if estimate.ci_low.is_nan() || estimate.ci_high.is_nan() {
        return estimate;
    }
    // Sessions overrun: more of the bench time may be used than there is.
    let (low, high) = (estimate.mean.min(low), estimate.mean.max(high));
    Estimate {
        ci_low: estimate.ci_low.max(low),
        ci_high: estimate.ci_high.min(high),
        ..estimate
    }
}

fn result(scenario: &Scenario, layout: &Layout, slot: Slot, sample: &[f64]) -> ResultRow {
    let tally = sample.iter().copied().collect();
    let measure = &layout.measures[slot.measure];
    let estimate = possible(&measure.unit, estimate(measure, &tally));
    let band = Band::of(sample);
    let Name {
        measure,
        court,
        docket,
        period,
    } = name(scenario, layout, slot);
    ResultRow {
        scenario: scenario.name.clone(),
        unit: layout.measures[slot.measure].unit.clone(),
        measure,
        court,
        docket,
        period,
        period_start: layout.starts[slot.period].to_string(),
        mean: finite(estimate.mean),
        ci_low: finite(estimate.ci_low),
        ci_high: finite(estimate.ci_high),
        p05: band.map(|b| b.p05),
        p25: band.map(|b| b.p25),
        p50: band.map(|b| b.p50),
        p75: band.map(|b| b.p75),
        p95: band.map(|b| b.p95),
        n: estimate.n,
    }
}

/// Rows of `replications.csv` for one scenario: fiscal years and the horizon, the whole system.
pub fn replications(scenario: &Scenario, experiment: &Experiment) -> Vec<ReplicationRow> {
    let layout = &experiment.layout;
    let whole: Vec<(usize, Slot)> = (layout.slots().enumerate())
        .filter(|(_, slot)| slot.cell.court.is_none() && slot.cell.docket.is_none())
        .filter(|(_, slot)| !matches!(layout.periods[slot.period], Period::Month(_)))
        .collect();
    let mut columns = Columns::of(experiment.replications.iter().map(|r| &r.panel));
    let columns: Vec<(Slot, Vec<f64>)> = whole
        .into_iter()
        .map(|(i, slot)| (slot, columns.at(i).collect()))
        .collect();
    let row = |r: usize, number: u64, slot: Slot, column: &[f64]| ReplicationRow {
        scenario: scenario.name.clone(),
        replication: number,
        measure: layout.measures[slot.measure].id.clone(),
        unit: layout.measures[slot.measure].unit.clone(),
        period: period_name(layout.periods[slot.period]),
        value: finite(column[r]),
    };
    let mut rows = Vec::new();
    for (r, replication) in experiment.replications.iter().enumerate() {
        let number = replication.number;
        let own = columns.iter();
        rows.extend(own.map(|(slot, column)| row(r, number, *slot, column)));
    }
    rows
}

/// Rows of `comparison.csv`: paired differences of every number that both scenarios have, of the
/// same days and in the same unit.
pub fn comparison(
    (baseline, base): (&Scenario, &Experiment),
    (scenario, other): (&Scenario, &Experiment),
) -> Vec<ComparisonRow> {
    let twins = Twins::new((baseline, &base.layout), (scenario, &other.layout));
    let pairs = common(&base.replications, &other.replications);
    let mut before = Columns::of(pairs.iter().map(|(a, _)| &a.panel));
    let mut after = Columns::of(pairs.iter().map(|(_, b)| &b.panel));
    let mut rows = Vec::new();
    for (i, slot) in other.layout.slots().enumerate() {
        let Some(j) = twins.slot(slot) else {
            continue;
        };
        let both = before.at(j).zip(after.at(i));
        let (a, b): (Vec<f64>, Vec<f64>) =
            both.filter(|(a, b)| a.is_finite() && b.is_finite()).unzip();
        let compared = if other.layout.measures[slot.measure].is_event() {
            Paired::of_events
        } else {
            Paired::new
        };
        let paired = compared(&a, &b, LEVEL);
        let mean = a.iter().copied().collect::<Tally>().mean();
        let name = name(scenario, &other.layout, slot);
        let unit = other.layout.measures[slot.measure].unit.clone();
        rows.push(difference(baseline, scenario, name, unit, paired, mean));
    }
    rows
}

/// Measure, court, docket and period of a slot, by their place in a layout.
type Place = (usize, Option<usize>, Option<usize>, usize);

fn place(slot: Slot) -> Place {
    (slot.measure, slot.cell.court, slot.cell.docket, slot.period)
}

/// The slots of a baseline that count the same as those of another scenario.
struct Twins {
    slots: BTreeMap<Place, usize>,
    measures: Vec<Option<usize>>,
    courts: Vec<Option<usize>>,
    dockets: Vec<Option<usize>>,
    periods: Vec<Option<usize>>,
}

impl Twins {
    fn new(base: (&Scenario, &Layout), other: (&Scenario, &Layout)) -> Self {
        let (b, o) = (base.0.blueprint(), other.0.blueprint());
        let slots = base.1.slots().enumerate();
        Self {
            slots: slots.map(|(i, slot)| (place(slot), i)).collect(),
            measures: (0..other.1.measures.len())
                .map(|measure| {
                    let kind = other.1.measures[measure].kind;
                    let level = matches!(kind, Kind::Clearance | Kind::Cleared);
                    let alike = base.0.clearance_level == other.0.clearance_level;
                    (base.1.same_measure(other.1, measure)).filter(|_| alike || !level)
                })
                .collect(),
            courts: same(&b.courts, &o.courts, |a, b| a.id == b.id),
            dockets: same(&b.dockets, &o.dockets, |a, b| a.id == b.id),
            periods: (0..other.1.periods.len())
                .map(|period| base.1.same_period(other.1, period))
                .collect(),
        }
    }

    fn slot(&self, other: Slot) -> Option<usize> {
        let all_or = |list: &[Option<usize>], one: Option<usize>| match one {
            Some(i) => list[i].map(Some),
            None => Some(None),
        };
        let Cell { court, docket } = other.cell;
        let place = (
            self.measures[other.measure]?,
            all_or(&self.courts, court)?,
            all_or(&self.dockets, docket)?,
            self.periods[other.period]?,
        );
        self.slots.get(&place).copied()
    }
}

/// For each of the others its place in the list of the baseline.
fn same<T>(base: &[T], others: &[T], alike: impl Fn(&T, &T) -> bool) -> Vec<Option<usize>> {
    let find = |other: &T| base.iter().position(|own| alike(own, other));
    others.iter().map(find).collect()
}

/// Replications that both experiments finished.
fn common<'a>(
    base: &'a [Replication],
    other: &'a [Replication],
) -> Vec<(&'a Replication, &'a Replication)> {
    let by_number: BTreeMap<u64, &Replication> = base.iter().map(|r| (r.number, r)).collect();
    other
        .iter()
        .filter_map(|r| by_number.get(&r.number).map(|&b| (b, r)))
        .collect()
}

fn difference(
    baseline: &Scenario,
    scenario: &Scenario,
    name: Name,
    unit: String,
    paired: Option<Paired>,
    mean: Option<f64>,
) -> ComparisonRow {
    let diff = paired.and_then(|p| finite(p.diff.mean));
    ComparisonRow {
        scenario: scenario.name.clone(),
        baseline: baseline.name.clone(),
        measure: name.measure,
        unit,
        court: name.court,
        docket: name.docket,
        period: name.period,
        diff_mean: diff,
        ci_low: paired.and_then(|p| finite(p.diff.ci_low)),
        ci_high: paired.and_then(|p| finite(p.diff.ci_high)),
        diff_pct: diff
            .zip(mean.filter(|&m| m != 0.0))
            .map(|(d, m)| 100.0 * d / m),
        probability_lower: paired.map(|p| p.probability_lower),
        n: paired.map_or(0, |p| p.diff.n),
        variance_ratio: paired.and_then(|p| p.variance_ratio),
    }
}
