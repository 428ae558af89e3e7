//! Sweeps: a grid of scenarios that differ in a few numbers, each held against the scenario as it
//! stands, under the same random numbers.
//!
//! A point is folded to rows as soon as its last replication is finished, and its panels go: memory
//! grows with the rows, not with the replications of all points.

use std::sync::{Arc, Mutex, PoisonError};

use super::desk::Desk;
use super::fold;
use super::layout::{Cell, Detail, Layout, Period};
use super::panel::{Panel, Shelf};
use super::parallel::each;
use super::rows::{ComparisonRow, ResultRow, SweepRow};
use super::runner::{Experiment, Plan, Replication, RunError, Watch, layout, replicate};
use crate::scenario::Scenario;

/// Most keys that are varied at once.
pub const MOST_KEYS: usize = 3;

/// A point of the grid: the scenario with some numbers set.
#[derive(Debug)]
pub struct Point {
    /// The value of each key that is varied.
    pub values: Vec<f64>,
    /// The scenario with them.
    pub scenario: Scenario,
}

/// A grid around a scenario.
#[derive(Debug)]
pub struct Sweep<'a> {
    /// The scenario as it stands, and its replications.
    pub base: (&'a Scenario, &'a Experiment),
    /// Keys that are varied.
    pub keys: &'a [String],
    /// The grid, in its order.
    pub points: &'a [Point],
}

/// What came out of a sweep.
#[derive(Debug, Default)]
pub struct Swept {
    /// Rows of the points that were finished, in the order of the grid.
    pub rows: Vec<SweepRow>,
    /// Points finished.
    pub points: u64,
    /// Events handled.
    pub events: u64,
}

/// A point under way.
#[derive(Debug, Default)]
struct Trial {
    layouts: Option<Arc<Layouts>>,
    shelf: Shelf,
    done: Vec<Replication>,
}

/// What a replication of a point is recorded in, and what is kept of it.
#[derive(Debug)]
struct Layouts {
    whole: Layout,
    kept: Layout,
    /// The place in the whole of each number that is kept.
    places: Vec<usize>,
}

impl Layouts {
    fn of(whole: Layout) -> Self {
        let months = |period: usize| matches!(whole.periods[period], Period::Month(_));
        let (kept, places) = whole.only(|slot| slot.cell.court.is_none() && !months(slot.period));
        Self {
            whole,
            kept,
            places,
        }
    }

    fn keep(&self, replication: Replication) -> Replication {
        let all = replication.panel.all();
        let numbers: Vec<f64> = self.places.iter().map(|&place| all[place]).collect();
        Replication {
            panel: Panel::from(numbers),
            ..replication
        }
    }
}

impl Sweep<'_> {
    /// Runs the replications of a plan at every point, on the threads of the current rayon pool.
    ///
    /// Points of which some replication was not finished before the run was stopped are left out.
    ///
    /// # Errors
    /// A breach of an invariant of the model.
    pub fn run(&self, plan: &Plan, watch: &Watch) -> Result<Swept, RunError> {
        let base = self.kept_of_base();
        let trials: Vec<Mutex<Trial>> = self.points.iter().map(|_| Mutex::default()).collect();
        let tasks = (0..self.points.len())
            .flat_map(|point| (0..plan.replications).map(move |number| (point, number)));
        let results = each(tasks, |desk, (at, number)| {
            if watch.stopped() {
                return Ok((0, None));
            }
            let done = self.replicate((at, &trials[at]), (plan, number), desk)?;
            watch.finished();
            let events = done.events;
            let finished = finished(&trials[at], done, plan.replications);
            Ok((events, finished.map(|own| self.rows(&base, at, &own))))
        });
        let mut swept = Swept::default();
        for result in results {
            let (events, rows) = result?;
            swept.events += events;
            swept.points += u64::from(rows.is_some());
            swept.rows.extend(rows.into_iter().flatten());
        }
        Ok(swept)
    }

    /// What is kept of the scenario as it stands.
    fn kept_of_base(&self) -> Experiment {
        let (_, base) = self.base;
        let layouts = Layouts::of(base.layout.clone());
        let replications = base.replications.iter().cloned();
        Experiment {
            replications: replications.map(|done| layouts.keep(done)).collect(),
            layout: layouts.kept,
            interrupted: base.interrupted,
            missed: None,
        }
    }

    /// Runs a replication of a point; what of it is kept.
    fn replicate(
        &self,
        (at, trial): (usize, &Mutex<Trial>),
        (plan, number): (&Plan, u64),
        desk: &mut Desk,
    ) -> Result<Replication, RunError> {
        let scenario = &self.points[at].scenario;
        let mut own = trial.lock().unwrap_or_else(PoisonError::into_inner);
        let layouts = own
            .layouts
            .get_or_insert_with(|| Arc::new(Layouts::of(layout(scenario, Detail::Standard))));
        let layouts = Arc::clone(layouts);
        drop(own);
        let done = replicate(scenario, &layouts.whole, plan.seed, number, desk);
        done.map(|done| layouts.keep(done))
            .map_err(|error| self.with_place(error, at))
    }

    /// An error that says at which point it came.
    fn with_place(&self, error: RunError, at: usize) -> RunError {
        let RunError::Breach { replication, what } = error else {
            return error;
        };
        let values = self.keys.iter().zip(&self.points[at].values);
        let values: Vec<String> = values
            .map(|(key, value)| format!("{key} = {value}"))
            .collect();
        RunError::Breach {
            replication,
            what: format!("{what} (with {})", values.join(", ")),
        }
    }

    /// The rows of a finished point.
    fn rows(&self, base: &Experiment, at: usize, own: &Experiment) -> Vec<SweepRow> {
        let scenario = &self.points[at].scenario;
        let differences = fold::comparison((self.base.0, base), (scenario, own));
        let mut differences = differences.into_iter().peekable();
        let results = fold::results(scenario, own).into_iter();
        results
            .map(|result| {
                let paired = differences.next_if(|diff| of_one(diff, &result));
                self.row(at, result, paired)
            })
            .collect()
    }

    fn row(&self, at: usize, result: ResultRow, paired: Option<ComparisonRow>) -> SweepRow {
        let key = |i: usize| self.keys.get(i).cloned().unwrap_or_default();
        let value = |i: usize| self.points[at].values.get(i).copied();
        let diff = |pick: fn(&ComparisonRow) -> Option<f64>| paired.as_ref().and_then(pick);
        SweepRow {
            scenario: self.base.0.name.clone(),
            point: at as u64 + 1,
            key_1: key(0),
            value_1: value(0),
            key_2: key(1),
            value_2: value(1),
            key_3: key(2),
            value_3: value(2),
            measure: result.measure,
            unit: result.unit,
            court: result.court,
            docket: result.docket,
            period: result.period,
            mean: result.mean,
            ci_low: result.ci_low,
            ci_high: result.ci_high,
            p05: result.p05,
            p25: result.p25,
            p50: result.p50,
            p75: result.p75,
            p95: result.p95,
            n: result.n,
            diff_mean: diff(|d| d.diff_mean),
            diff_ci_low: diff(|d| d.ci_low),
            diff_ci_high: diff(|d| d.ci_high),
            probability_lower: diff(|d| d.probability_lower),
        }
    }
}

/// Takes a replication of a point; all of them, in their order, when it was the last.
fn finished(trial: &Mutex<Trial>, done: Replication, replications: u64) -> Option<Experiment> {
    let mut own = trial.lock().unwrap_or_else(PoisonError::into_inner);
    let panel = own.shelf.keep(done.panel);
    own.done.push(Replication { panel, ..done });
    if (own.done.len() as u64) < replications {
        return None;
    }
    let mut all = std::mem::take(&mut *own);
    drop(own);
    all.done.sort_by_key(|replication| replication.number);
    Some(Experiment {
        layout: all.layouts?.kept.clone(),
        replications: all.done,
        interrupted: false,
        missed: None,
    })
}

/// Whether a difference is one of the number of a row.
fn of_one(diff: &ComparisonRow, result: &ResultRow) -> bool {
    let place = (
        &result.measure,
        &result.court,
        &result.docket,
        &result.period,
    );
    place == (&diff.measure, &diff.court, &diff.docket, &diff.period)
}

/// Ids of the measures that the whole system has over the horizon.
pub fn whole_measures(scenario: &Scenario) -> Vec<String> {
    let layout = layout(scenario, Detail::Standard);
    let horizon = layout.find(Period::Horizon);
    let slots = horizon.map(|period| layout.cells_of(period, None));
    let whole = slots.into_iter().flatten();
    let whole = whole.filter(|(cell, _)| *cell == Cell::WHOLE);
    whole
        .flat_map(|(_, slots)| slots)
        .map(|slot| layout.measures[layout.at(slot).measure].id.clone())
        .collect()
}
