//! The parallel runner: replications are independent, and kept in their order.
//!
//! Several scenarios are run in turn, replication by replication: a run that is stopped has the same
//! replications of all of them, so that differences are paired however early it was.

use super::fold;
use super::layout::{Cell, Layout, Period};
use super::measure::Measure;
use super::panel::Shelf;
use super::parallel::each;
use super::runner::{Experiment, Plan, Precision, Replication, RunError, Watch, layout, replicate};
use crate::diagnostic::nearest;
use crate::scenario::Scenario;
use crate::stats::{StoppingRule, Tally};

/// Replications between two looks at the precision: a constant, so that the number of replications
/// does not depend on the number of threads.
const BATCH: u64 = 20;

/// Runs the replications of a scenario on the threads of the current rayon pool.
///
/// # Errors
/// A breach of an invariant, or a precision target that names no measure.
pub fn run(scenario: &Scenario, plan: &Plan, watch: &Watch) -> Result<Experiment, RunError> {
    let alone = run_in_turn(std::slice::from_ref(scenario), plan, watch)?;
    Ok((alone.into_iter().next()).expect("a scenario has an experiment"))
}

/// Runs the same replications of several scenarios, in turn: with a precision target until all have
/// reached it. Where the run is stopped, the turns that were finished are kept.
///
/// # Errors
/// A breach of an invariant, or a precision target that names no measure of one of them.
pub fn run_in_turn(
    scenarios: &[Scenario],
    plan: &Plan,
    watch: &Watch,
) -> Result<Vec<Experiment>, RunError> {
    let layouts = scenarios.iter().map(|s| layout(s, plan.detail));
    let mut turns = Turns {
        seats: layouts.map(Seat::new).collect(),
        scenarios,
        seed: plan.seed,
        watch,
    };
    match &plan.precision {
        None => turns.run(plan.shard.numbers(plan.replications))?,
        Some(target) => turns.run_until(target, plan.replications)?,
    }
    let interrupted = watch.stopped();
    Ok(turns
        .seats
        .into_iter()
        .map(|s| s.leave(interrupted))
        .collect())
}

/// Scenarios that are run in turn.
struct Turns<'s> {
    scenarios: &'s [Scenario],
    /// What there is of each.
    seats: Vec<Seat>,
    seed: u64,
    watch: &'s Watch,
}

/// One of the scenarios.
struct Seat {
    layout: Layout,
    shelf: Shelf,
    replications: Vec<Replication>,
    missed: Option<f64>,
}

impl Seat {
    fn new(layout: Layout) -> Self {
        Self {
            layout,
            shelf: Shelf::default(),
            replications: Vec::new(),
            missed: None,
        }
    }

    fn leave(self, interrupted: bool) -> Experiment {
        Experiment {
            layout: self.layout,
            replications: self.replications,
            interrupted,
            missed: self.missed,
        }
    }
}

impl Turns<'_> {
    /// Runs more replications of all, in parallel, and keeps those turns that finished before the run
    /// was stopped: the first ones, as if no more had been asked for.
    fn run(&mut self, numbers: impl Iterator<Item = u64>) -> Result<(), RunError> {
        let seats = 0..self.seats.len();
        let tasks: Vec<(u64, usize)> = numbers
            .flat_map(|number| seats.clone().map(move |seat| (number, seat)))
            .collect();
        let results = each(tasks, |desk, (number, seat)| {
            if self.watch.stopped() {
                return None;
            }
            let Seat { layout, shelf, .. } = &self.seats[seat];
            let result = replicate(&self.scenarios[seat], layout, self.seed, number, desk);
            self.watch.finished();
            Some(result.map(|done| Replication {
                panel: shelf.keep(done.panel),
                ..done
            }))
        });
        let finished = results.into_iter().map_while(|result| result);
        let mut finished: Vec<Replication> = finished.collect::<Result<_, _>>()?;
        finished.truncate(finished.len() - finished.len() % self.seats.len().max(1));
        for (replication, seat) in finished.into_iter().zip(seats.cycle()) {
            self.seats[seat].replications.push(replication);
        }
        Ok(())
    }

    /// Runs replications until a measure of each is known this well, or there are as many as may be.
    fn run_until(&mut self, target: &Precision, most: u64) -> Result<(), RunError> {
        let aims = self.seats.iter().map(|seat| Aim::at(&seat.layout, target));
        let mut aims: Vec<Aim> = aims.collect::<Result<_, _>>()?;
        let mut done = 0;
        while aims.iter().any(|aim| !aim.rule.satisfied()) && !self.watch.stopped() && done < most {
            let next = (done + BATCH).min(most);
            self.run(done..next)?;
            let open = |(aim, _): &(&mut Aim, _)| !aim.rule.satisfied();
            for (aim, seat) in aims.iter_mut().zip(&self.seats).filter(open) {
                let more = &seat.replications[(done as usize).min(seat.replications.len())..];
                more.iter().for_each(|replication| aim.take(replication));
            }
            done = next;
        }
        for (aim, seat) in aims.iter().zip(&mut self.seats) {
            seat.missed = aim.missed();
        }
        Ok(())
    }
}

/// The precision that a measure of a scenario is to reach.
struct Aim {
    slot: usize,
    measure: Measure,
    tally: Tally,
    rule: StoppingRule,
}

impl Aim {
    fn at(layout: &Layout, target: &Precision) -> Result<Self, RunError> {
        let slot = target_slot(layout, &target.measure)?;
        Ok(Self {
            slot,
            measure: layout.measures[layout.at(slot).measure].clone(),
            tally: Tally::new(),
            rule: StoppingRule::new(target.relative),
        })
    }

    /// Takes the number of one more replication, with the interval that its row will have. A number
    /// that is missing makes the interval no narrower, and does not count as one that kept it so.
    fn take(&mut self, replication: &Replication) {
        let value = replication.panel.at(self.slot);
        if value.is_finite() {
            self.tally.add(value);
            let estimate = fold::estimate(&self.measure, &self.tally);
            self.rule.push(estimate.mean, estimate.half_width());
        }
    }

    /// The half-width reached over the mean, where the target was not [1].
    fn missed(&self) -> Option<f64> {
        let estimate = fold::estimate(&self.measure, &self.tally);
        let reached = estimate.half_width() / estimate.mean.abs();
        (!self.rule.satisfied()).then_some(reached)
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
