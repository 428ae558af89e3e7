//! The parallel runner: replications are independent, and folded in their order.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::desk::Desk;
use super::fold;
use super::layout::{Cell, Detail, Layout, Period};
use super::measure::{Measure, catalogue};
use super::panel::{Panel, Shelf};
use super::parallel::each;
use super::recorder::Recorder;
use super::shard::Shard;
use crate::court::{Blueprint, Levers, simulate};
use crate::diagnostic::nearest;
use crate::policy::{Policy, enact_all};
use crate::rng::Stream;
use crate::scenario::{Model, Scenario};
use crate::stats::{StoppingRule, Tally};

/// What to run.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Seed of all draws.
    pub seed: u64,
    /// Replications; with a precision target the most.
    pub replications: u64,
    /// Go on until a measure is known this well.
    pub precision: Option<Precision>,
    /// How finely months are reported.
    pub detail: Detail,
    /// The part of the replications that is run; with a precision target always the whole.
    pub shard: Shard,
}

/// A target for the precision of a measure of the whole system over the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Precision {
    /// Measure id.
    pub measure: String,
    /// Half-width of the 95 % interval, relative to the mean [1].
    pub relative: f64,
}

/// One replication: a pure function of scenario, seed and number.
#[derive(Clone, Debug)]
pub struct Replication {
    /// Its number, from 0.
    pub number: u64,
    /// Its numbers.
    pub panel: Panel,
    /// Events handled.
    pub events: u64,
    /// Hearings called or adjourned.
    pub hearings: u64,
}

/// The replications of one scenario.
#[derive(Debug)]
pub struct Experiment {
    /// What each number of a panel is.
    pub layout: Layout,
    /// Finished replications, in order: the first ones of those asked for.
    pub replications: Vec<Replication>,
    /// Whether the run was stopped before all were done.
    pub interrupted: bool,
    /// Where a precision target was not reached: the half-width of the interval over the mean [1].
    pub missed: Option<f64>,
}

/// A run that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunError {
    /// An invariant of the model did not hold.
    Breach {
        /// Replication.
        replication: u64,
        /// What did not hold.
        what: String,
    },
    /// A precision target names no measure of the whole system.
    UnknownMeasure {
        /// What it names.
        id: String,
        /// The nearest measure that there is.
        nearest: Option<String>,
    },
    /// The worker threads could not be started.
    Threads(String),
}

impl std::fmt::Display for RunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RunError::Breach { replication, what } => write!(
                f,
                "replication {replication} breaks an invariant of the model, its results cannot be trusted: {what}"
            ),
            RunError::UnknownMeasure { id, nearest } => {
                write!(
                    f,
                    "`{id}` is no measure of the whole system over the horizon; "
                )?;
                match nearest {
                    Some(nearest) => write!(f, "did you mean `{nearest}`?"),
                    None => write!(f, "`docketsim explain` lists the measures"),
                }
            }
            RunError::Threads(why) => write!(f, "cannot start the worker threads: {why}"),
        }
    }
}

impl std::error::Error for RunError {}

/// Progress of a run, and the wish to stop it; shared with whoever watches.
#[derive(Debug, Default)]
pub struct Watch {
    done: AtomicU64,
    stop: AtomicBool,
}

impl Watch {
    /// Replications done.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// One more is done.
    pub(super) fn finished(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Asks the run to stop after the replications under way.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the run was asked to stop.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// The layout of a scenario's panels.
pub fn layout(scenario: &Scenario, detail: Detail) -> Layout {
    let blueprint = scenario.blueprint();
    let clearance = scenario.clearance_level.is_some();
    let measures = catalogue(blueprint, &scenario.currency, clearance);
    let figures = scenario.actual_values.iter();
    let watched: Vec<Cell> = figures
        .map(|figure| Cell::named(blueprint, &figure.court, &figure.docket))
        .collect();
    Layout::watching(blueprint, measures, detail, &watched)
}

/// Runs the replications of a scenario on the threads of the current rayon pool.
///
/// # Errors
/// A breach of an invariant, or a precision target that names no measure.
pub fn run(scenario: &Scenario, plan: &Plan, watch: &Watch) -> Result<Experiment, RunError> {
    let layout = layout(scenario, plan.detail);
    let shelf = Shelf::default();
    let batch = |numbers| batch(scenario, &layout, plan.seed, numbers, &shelf, watch);
    let mut replications = Vec::new();
    let mut missed = None;
    match &plan.precision {
        None => {
            let numbers = plan.shard.numbers(plan.replications).collect();
            replications = batch(numbers)?;
        }
        Some(target) => {
            let slot = target_slot(&layout, &target.measure)?;
            let measure = &layout.measures[layout.at(slot).measure];
            let mut rule = StoppingRule::new(target.relative);
            let mut tally = Tally::new();
            while !rule.satisfied() && !watch.stopped() {
                let from = replications.len() as u64;
                let to = (from + BATCH).min(plan.replications);
                if from == to {
                    break;
                }
                let more = batch((from..to).collect())?;
                for replication in &more {
                    push(&mut rule, (&mut tally, measure), replication.panel.at(slot));
                }
                replications.extend(more);
            }
            let estimate = fold::estimate(measure, &tally);
            let reached = estimate.half_width() / estimate.mean.abs();
            missed = (!rule.satisfied()).then_some(reached);
        }
    }
    Ok(Experiment {
        layout,
        replications,
        interrupted: watch.stopped(),
        missed,
    })
}

/// Replications between two looks at the precision: a constant, so that the number of replications
/// does not depend on the number of threads.
const BATCH: u64 = 20;

/// Takes the number of one more replication, with the interval that its row will have. A number
/// that is missing makes the interval no narrower, and does not count as one that kept it so.
fn push(rule: &mut StoppingRule, (tally, measure): (&mut Tally, &Measure), value: f64) {
    if value.is_finite() {
        tally.add(value);
        let estimate = fold::estimate(measure, tally);
        rule.push(estimate.mean, estimate.half_width());
    }
}

/// Position of a measure of the whole system over the horizon.
pub(super) fn target_slot(layout: &Layout, measure: &str) -> Result<usize, RunError> {
    layout
        .slot(measure, Cell::WHOLE, Period::Horizon)
        .ok_or_else(|| {
            let known = layout.measures.iter().map(|known| known.id.as_str());
            let there = known.filter(|id| layout.slot(id, Cell::WHOLE, Period::Horizon).is_some());
            RunError::UnknownMeasure {
                id: measure.to_owned(),
                nearest: nearest(measure, there).map(str::to_owned),
            }
        })
}

/// Goes on with an experiment until it has as many replications as the plan has.
///
/// # Errors
/// A breach of an invariant.
pub fn run_on(
    scenario: &Scenario,
    plan: &Plan,
    watch: &Watch,
    experiment: &mut Experiment,
) -> Result<(), RunError> {
    let done = experiment.replications.len();
    let numbers = plan.shard.numbers(plan.replications).skip(done).collect();
    let shelf = Shelf::default();
    let more = batch(
        scenario,
        &experiment.layout,
        plan.seed,
        numbers,
        &shelf,
        watch,
    )?;
    experiment.replications.extend(more);
    experiment.interrupted = watch.stopped();
    Ok(())
}

/// Runs replications in parallel and returns those that finished before the run was stopped: the
/// first ones, as if no more had been asked for.
fn batch(
    scenario: &Scenario,
    layout: &Layout,
    seed: u64,
    numbers: Vec<u64>,
    shelf: &Shelf,
    watch: &Watch,
) -> Result<Vec<Replication>, RunError> {
    let results = each(numbers, |desk, number| {
        if watch.stopped() {
            return None;
        }
        let result = replicate(scenario, layout, seed, number, desk);
        watch.finished();
        Some(result.map(|done| Replication {
            panel: shelf.keep(done.panel),
            ..done
        }))
    });
    results.into_iter().map_while(|result| result).collect()
}

/// Runs one replication.
///
/// # Errors
/// A breach of an invariant of the model.
pub fn replicate(
    scenario: &Scenario,
    layout: &Layout,
    seed: u64,
    number: u64,
    desk: &mut Desk,
) -> Result<Replication, RunError> {
    World::new(scenario, seed, number).replicate(layout, desk)
}

/// What one replication is run on: the model with its drawn parameters, and the levers.
pub(super) struct World<'s> {
    scenario: &'s Scenario,
    model: Cow<'s, Model>,
    stream: Stream,
    number: u64,
    pub(super) levers: Levers,
}

impl<'s> World<'s> {
    /// The world of a replication, every policy enacted.
    pub(super) fn new(scenario: &'s Scenario, seed: u64, number: u64) -> Self {
        let model = scenario.model(Stream::new(seed, number));
        Self::of(scenario, model, seed, number)
    }

    /// The same with all numbers at their central values but those given, by name.
    pub(super) fn moved(
        scenario: &'s Scenario,
        seed: u64,
        number: u64,
        values: impl IntoIterator<Item = (&'s str, f64)>,
    ) -> Self {
        let model = Cow::Owned(scenario.model_with(values));
        Self::of(scenario, model, seed, number)
    }

    fn of(scenario: &'s Scenario, model: Cow<'s, Model>, seed: u64, number: u64) -> Self {
        let stream = Stream::new(seed, number);
        let levers = enact_all(&model.levers, &model.policies, stream);
        Self {
            scenario,
            model,
            stream,
            number,
            levers,
        }
    }

    /// All policies of the scenario.
    pub(super) fn policies(&self) -> &[Policy] {
        &self.model.policies
    }

    /// The levers with a version of each policy, told from its place and itself; none: left out.
    pub(super) fn levers_with<'p>(
        &'p self,
        version: impl Fn(usize, &'p Policy) -> Option<&'p Policy>,
    ) -> Levers {
        let policies = self.model.policies.iter().enumerate();
        let policies: Vec<Policy> = policies
            .filter_map(|(place, policy)| version(place, policy).cloned())
            .collect();
        enact_all(&self.model.levers, &policies, self.stream)
    }

    /// Runs the replication.
    pub(super) fn replicate(
        &self,
        layout: &Layout,
        desk: &mut Desk,
    ) -> Result<Replication, RunError> {
        let level = self.scenario.clearance_level;
        let draws = (self.stream, self.number);
        let blueprint = &self.model.blueprint;
        record(blueprint, &self.levers, layout, level, draws, desk)
    }
}

/// Runs one replication of a court system with levers in which all policies are enacted.
///
/// # Errors
/// A breach of an invariant of the model.
pub fn record(
    blueprint: &Blueprint,
    levers: &Levers,
    layout: &Layout,
    clearance_level: Option<f64>,
    (stream, number): (Stream, u64),
    desk: &mut Desk,
) -> Result<Replication, RunError> {
    let sheets = std::mem::take(&mut desk.sheets);
    let mut recorder = Recorder::on(sheets, blueprint, layout, clearance_level);
    let summary = simulate(blueprint, levers, stream, &mut desk.court, &mut recorder);
    let (panel, breach, sheets) = recorder.finish();
    desk.sheets = sheets;
    match summary.breach.or(breach) {
        Some(what) => Err(RunError::Breach {
            replication: number,
            what,
        }),
        None => Ok(Replication {
            number,
            panel: panel.into(),
            events: summary.events,
            hearings: summary.hearings,
        }),
    }
}
