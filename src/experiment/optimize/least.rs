//! The search for the least value: what is tried is run, and what comes out of it is kept.

use std::sync::Arc;

use super::numbers::{Reader, named, with_numbers, with_share, with_target, with_values};
use super::{ALL_TARGETS, Found, OptimizeRow, Quantity, Search, Target, Tried};
use crate::experiment::fold::LEVEL;
use crate::experiment::layout::Layout;
use crate::experiment::parallel::each;
use crate::experiment::runner::{Experiment, Plan, RunError, Watch};
use crate::experiment::sweep::Point;
use crate::scenario::Scenario;
use crate::stats::{Estimate, Tally, exact_probability};

/// What is to be found.
#[derive(Debug)]
pub struct Question<'a> {
    /// The scenario as it stands, and its replications.
    pub base: (&'a Scenario, &'a Experiment),
    /// Key that is varied.
    pub key: String,
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
    layout: Arc<Layout>,
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
        let targets = self.question.targets;
        let reader = Reader::of(scenario, self.quantities());
        let results = each(0..plan.replications, |desk, number| {
            if watch.stopped() {
                return None;
            }
            let read = reader.read(plan.seed, number, desk);
            watch.finished();
            Some(read)
        });
        let Some(results) = results.into_iter().collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let keys = std::slice::from_ref(&self.question.key);
        let values = &self.question.points[at].values;
        let mut numbers = vec![Vec::new(); self.quantities().count()];
        for result in results {
            let (events, own) = result.map_err(|error| with_values(error, keys, values))?;
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
            layout: reader.layout,
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
            layout: Arc::new(base.layout.clone()),
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
            key_1: question.key.clone(),
            value_1: value,
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
