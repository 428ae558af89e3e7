//! The least value of a number with which targets are met often enough.
//!
//! Every value that is tried has the same replications as the scenario as it stands: the same random
//! numbers, so that two values differ by what the value does, and by as little chance as can be.

mod quantity;
mod row;
mod threshold;

pub use quantity::{Missing, Named, Part, Quantity, Side, Target};
pub use row::{ALL_TARGETS, OptimizeRow};
pub use threshold::{Found, Search, Tried};

use super::fold::{self, LEVEL, finite};
use super::layout::{Detail, Layout};
use super::parallel::each;
use super::runner::{Experiment, Plan, RunError, Watch, layout, replicate};
use super::sweep::Point;
use crate::scenario::Scenario;
use crate::stats::{Band, Estimate, Paired, Tally, exact_probability};

/// What is to be found.
#[derive(Debug)]
pub struct Question<'a> {
    /// The scenario as it stands, and its replications.
    pub base: (&'a Scenario, &'a Experiment),
    /// Key that is varied.
    pub key: &'a str,
    /// Its value in the scenario as it stands, where that has one number for it.
    pub stands: Option<f64>,
    /// The scenario with each value of it, in their order: two at least.
    pub points: &'a [Point],
    /// What is to hold in a replication, all of it.
    pub targets: &'a [Target],
    /// Numbers that are told as well.
    pub beside: &'a [Quantity],
    /// In which share of the replications it is to hold.
    pub probability: f64,
}

/// The search under way.
#[derive(Debug)]
pub struct Optimum<'a> {
    question: Question<'a>,
    search: Search,
    trials: Vec<Trial>,
    /// Events handled.
    pub events: u64,
}

/// A value that was tried.
#[derive(Debug)]
struct Trial {
    /// Its place among the values; of the scenario as it stands none.
    at: Option<usize>,
    layout: Layout,
    /// The values of each number, of targets first, in every replication.
    numbers: Vec<Vec<f64>>,
    share: Estimate,
}

impl<'a> Optimum<'a> {
    /// A search that has not begun.
    pub fn new(question: Question<'a>) -> Self {
        Self {
            search: Search::new(question.points.len(), question.probability),
            question,
            trials: Vec::new(),
            events: 0,
        }
    }

    /// What is known so far.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// Values tried.
    pub fn tried(&self) -> u64 {
        self.trials.len() as u64
    }

    /// Tries a value, on the threads of the current rayon pool; its share, or none if the run was
    /// stopped before all replications were finished: then nothing of it is kept.
    ///
    /// # Errors
    /// A breach of an invariant of the model.
    pub fn attempt(
        &mut self,
        at: usize,
        plan: &Plan,
        watch: &Watch,
    ) -> Result<Option<Estimate>, RunError> {
        let scenario = &self.question.points[at].scenario;
        let layout = layout(scenario, Detail::Standard);
        let targets = self.question.targets;
        let quantities = || self.quantities();
        let places: Vec<Option<usize>> = quantities().map(|q| q.place(&layout)).collect();
        let results = each(0..plan.replications, |desk, number| {
            if watch.stopped() {
                return None;
            }
            let done = replicate(scenario, &layout, plan.seed, number, desk);
            watch.finished();
            let pick = |place: &Option<usize>, panel: &super::Panel| {
                place.map_or(f64::NAN, |place| panel.at(place))
            };
            Some(done.map(|done| {
                let numbers = places.iter().map(|place| pick(place, &done.panel));
                (done.events, numbers.collect::<Vec<f64>>())
            }))
        });
        let Some(results) = results.into_iter().collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let mut numbers = vec![Vec::new(); places.len()];
        for result in results {
            let (events, own) = result.map_err(|error| self.with_value(error, at))?;
            self.events += events;
            for (column, value) in numbers.iter_mut().zip(own) {
                column.push(value);
            }
        }
        let share = self.share(&numbers);
        let margins = targets.iter().zip(&numbers).map(|(target, column)| {
            let known = column.iter().filter(|value| value.is_finite());
            let mean = known
                .map(|value| target.margin(*value))
                .collect::<Tally>()
                .mean();
            mean.unwrap_or(f64::NAN)
        });
        let margins = margins.collect();
        self.search.learn(at, Tried { share, margins });
        self.trials.push(Trial {
            at: Some(at),
            layout,
            numbers,
            share,
        });
        Ok(Some(share))
    }

    /// How often all targets are met together.
    fn share(&self, numbers: &[Vec<f64>]) -> Estimate {
        let targets = self.question.targets;
        let n = numbers.first().map_or(0, Vec::len);
        let all = |r: &usize| {
            let mut both = targets.iter().zip(numbers);
            both.all(|(target, column)| target.met(column[*r]))
        };
        let met = (0..n).filter(all).count();
        exact_probability(met as u64, n as u64, LEVEL)
    }

    /// The numbers that are told, those of targets first.
    fn quantities(&self) -> impl Iterator<Item = &'a Quantity> {
        let of_targets = self.question.targets.iter().map(|target| &target.quantity);
        of_targets.chain(self.question.beside)
    }

    /// An error that says with which value it came.
    fn with_value(&self, error: RunError, at: usize) -> RunError {
        let RunError::Breach { replication, what } = error else {
            return error;
        };
        let value = self.question.points[at].values[0];
        RunError::Breach {
            replication,
            what: format!("{what} (with {} = {value})", self.question.key),
        }
    }

    /// Place of the answer among the values, if there is one.
    pub fn answer(&self) -> Option<usize> {
        match self.search.found() {
            Found::Least(place) => Some(self.search.turned(place)),
            Found::Already => Some(self.search.turned(0)),
            Found::Never | Found::Unfinished => None,
        }
    }

    /// The rows of the scenario as it stands, and of all values in the order in which they were tried.
    pub fn rows(&self) -> Vec<OptimizeRow> {
        let (_, base) = self.question.base;
        let numbers: Vec<Vec<f64>> = self.quantities().map(|q| q.values(base)).collect();
        let stands = Trial {
            at: None,
            layout: base.layout.clone(),
            share: self.share(&numbers),
            numbers,
        };
        let all = std::iter::once(&stands).chain(&self.trials).enumerate();
        all.flat_map(|(i, trial)| self.rows_of(i as u64, trial, &stands.numbers))
            .collect()
    }

    fn rows_of(&self, number: u64, trial: &Trial, base: &[Vec<f64>]) -> Vec<OptimizeRow> {
        let question = &self.question;
        let verdict = match (trial.at, trial.share.mean >= question.probability) {
            (None, _) => "as-it-stands",
            (at, _) if self.answer() == at => "answer",
            (_, true) => "met",
            (_, false) => "not-met",
        };
        let value = match trial.at {
            Some(at) => question.points[at].values.first().copied(),
            None => question.stands,
        };
        let blank = OptimizeRow {
            scenario: question.base.0.name.clone(),
            trial: number,
            key: question.key.to_owned(),
            value,
            verdict: verdict.to_owned(),
            ..OptimizeRow::default()
        };
        let together = OptimizeRow {
            measure: ALL_TARGETS.to_owned(),
            unit: "probability".to_owned(),
            court: "all".to_owned(),
            docket: "all".to_owned(),
            period: "horizon".to_owned(),
            n: trial.share.n,
            ..with_share(blank.clone(), trial.share)
        };
        let mut rows = vec![together];
        for (i, quantity) in self.quantities().enumerate() {
            let column = &trial.numbers[i];
            let target = question.targets.get(i);
            let row = named(blank.clone(), quantity);
            let row = match target {
                Some(target) => with_target(row, target, column),
                None => row,
            };
            let alike = quantity.alike(&question.base.1.layout, &trial.layout);
            let before = alike.then_some(&base[i]);
            rows.push(with_numbers(row, quantity, column, before));
        }
        rows
    }
}

fn named(row: OptimizeRow, quantity: &Quantity) -> OptimizeRow {
    OptimizeRow {
        measure: quantity.measure.clone(),
        unit: quantity.unit.clone(),
        court: quantity.court.clone(),
        docket: quantity.docket.clone(),
        period: quantity.period.clone(),
        ..row
    }
}

fn with_share(row: OptimizeRow, share: Estimate) -> OptimizeRow {
    OptimizeRow {
        met: finite(share.mean),
        met_ci_low: finite(share.ci_low),
        met_ci_high: finite(share.ci_high),
        ..row
    }
}

fn with_target(row: OptimizeRow, target: &Target, column: &[f64]) -> OptimizeRow {
    let met = column.iter().filter(|value| target.met(**value)).count();
    let share = exact_probability(met as u64, column.len() as u64, LEVEL);
    let target = target.signs();
    with_share(OptimizeRow { target, ..row }, share)
}

/// The row with the mean of its number, its band, and its difference from the scenario as it stands.
fn with_numbers(
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
    let (estimate, compared): (Estimate, fn(&[f64], &[f64], f64) -> _) = if quantity.event {
        (tally.probability(LEVEL), Paired::of_events)
    } else {
        (tally.estimate(LEVEL), Paired::new)
    };
    let band = Band::of(&known);
    let pairs = base.into_iter().flat_map(|base| base.iter().zip(column));
    let pairs = pairs.filter(|(a, b)| a.is_finite() && b.is_finite());
    let (before, after): (Vec<f64>, Vec<f64>) = pairs.unzip();
    let paired: Option<Paired> = compared(&before, &after, LEVEL);
    let estimate = fold::possible(&quantity.unit, estimate);
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
