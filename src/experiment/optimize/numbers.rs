//! What is read of a replication, and how it stands in a row.

use std::sync::Arc;

use super::{OptimizeRow, Quantity, Target};
use crate::experiment::desk::Desk;
use crate::experiment::fold::{LEVEL, finite, possible};
use crate::experiment::layout::{Detail, Layout};
use crate::experiment::runner::{RunError, layout, replicate};
use crate::scenario::Scenario;
use crate::stats::{Band, Estimate, Paired, Tally, exact_probability};
use crate::time::Day;

/// Reads some numbers of the replications of a scenario.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    scenario: &'a Scenario,
    pub(super) layout: Arc<Layout>,
    /// Places of the numbers in a panel.
    places: Vec<Option<usize>>,
}

impl<'a> Reader<'a> {
    pub(super) fn of<'q>(
        scenario: &'a Scenario,
        quantities: impl Iterator<Item = &'q Quantity>,
    ) -> Self {
        Self::with(
            scenario,
            Arc::new(layout(scenario, Detail::Standard)),
            quantities,
        )
    }

    /// One for another scenario: with the same layout where it has the same, as layouts are large.
    pub(super) fn and<'q>(
        &self,
        scenario: &'a Scenario,
        quantities: impl Iterator<Item = &'q Quantity>,
    ) -> Self {
        if shape(scenario) == shape(self.scenario) {
            Self::with(scenario, Arc::clone(&self.layout), quantities)
        } else {
            Self::of(scenario, quantities)
        }
    }

    fn with<'q>(
        scenario: &'a Scenario,
        layout: Arc<Layout>,
        quantities: impl Iterator<Item = &'q Quantity>,
    ) -> Self {
        Self {
            scenario,
            places: quantities.map(|quantity| quantity.place(&layout)).collect(),
            layout,
        }
    }

    /// Runs a replication; its events, and the numbers: NaN where there is none.
    pub(super) fn read(
        &self,
        seed: u64,
        number: u64,
        desk: &mut Desk,
    ) -> Result<(u64, Vec<f64>), RunError> {
        let done = replicate(self.scenario, &self.layout, seed, number, desk)?;
        let places = self.places.iter();
        let numbers = places.map(|place| place.map_or(f64::NAN, |place| done.panel.at(place)));
        Ok((done.events, numbers.collect()))
    }
}

/// What the layout of a scenario that differs in numbers alone depends on.
fn shape(scenario: &Scenario) -> (Day, Day, u32, [usize; 5], bool) {
    let blueprint = scenario.blueprint();
    let counts = [
        blueprint.courts.len(),
        blueprint.dockets.len(),
        blueprint.sessions.len(),
        blueprint.dispositions.len(),
        blueprint.sites.len(),
    ];
    (
        blueprint.start,
        blueprint.end,
        blueprint.fiscal_year_start,
        counts,
        scenario.clearance_level.is_some(),
    )
}

/// An error that says with which values it came.
pub(super) fn with_values(error: RunError, keys: &[String], values: &[f64]) -> RunError {
    let RunError::Breach { replication, what } = error else {
        return error;
    };
    let values = keys.iter().zip(values);
    let values: Vec<String> = values
        .map(|(key, value)| format!("{key} = {value}"))
        .collect();
    RunError::Breach {
        replication,
        what: format!("{what} (with {})", values.join(", ")),
    }
}

pub(super) fn named(row: OptimizeRow, quantity: &Quantity) -> OptimizeRow {
    OptimizeRow {
        measure: quantity.measure.clone(),
        unit: quantity.unit.clone(),
        court: quantity.court.clone(),
        docket: quantity.docket.clone(),
        period: quantity.period.clone(),
        ..row
    }
}

pub(super) fn with_share(row: OptimizeRow, share: Estimate) -> OptimizeRow {
    OptimizeRow {
        met: finite(share.mean),
        met_ci_low: finite(share.ci_low),
        met_ci_high: finite(share.ci_high),
        ..row
    }
}

pub(super) fn with_target(row: OptimizeRow, target: &Target, column: &[f64]) -> OptimizeRow {
    let met = column.iter().filter(|value| target.met(**value)).count();
    let share = exact_probability(met as u64, column.len() as u64, LEVEL);
    let target = target.signs();
    with_share(OptimizeRow { target, ..row }, share)
}

/// The row with the mean of its number, its band, and its difference from the scenario as it stands.
pub(super) fn with_numbers(
    row: OptimizeRow,
    quantity: &Quantity,
    column: &[f64],
    base: Option<&Vec<f64>>,
) -> OptimizeRow {
    let known: Vec<f64> = column
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .collect();
    let tally: Tally = known.iter().copied().collect();
    let estimate = if quantity.event {
        tally.probability(LEVEL)
    } else {
        tally.estimate(LEVEL)
    };
    let band = Band::of(&known);
    let paired = base.and_then(|base| paired(quantity, base, column));
    let estimate = possible(&quantity.unit, estimate);
    OptimizeRow {
        mean: finite(estimate.mean),
        ci_low: finite(estimate.ci_low),
        ci_high: finite(estimate.ci_high),
        p05: band.map(|band| band.p05),
        p50: band.map(|band| band.p50),
        p95: band.map(|band| band.p95),
        n: estimate.n,
        diff_mean: paired.and_then(|paired| finite(paired.diff.mean)),
        diff_ci_low: paired.and_then(|paired| finite(paired.diff.ci_low)),
        diff_ci_high: paired.and_then(|paired| finite(paired.diff.ci_high)),
        probability_lower: paired.map(|paired| paired.probability_lower),
        ..row
    }
}

/// Paired differences of a number between the replications that both have, less the baseline.
pub(super) fn paired(quantity: &Quantity, base: &[f64], column: &[f64]) -> Option<Paired> {
    let pairs = base.iter().zip(column);
    let pairs = pairs.filter(|(a, b)| a.is_finite() && b.is_finite());
    let (before, after): (Vec<f64>, Vec<f64>) = pairs.unzip();
    if quantity.event {
        Paired::of_events(&before, &after, LEVEL)
    } else {
        Paired::new(&before, &after, LEVEL)
    }
}
