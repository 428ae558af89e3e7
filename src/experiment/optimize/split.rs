//! The best split of a total: all splits run side by side until one is left, or time is up.

use super::numbers::{Reader, named, paired, with_numbers, with_values};
use super::{OptimizeRow, Quantity, Ranking, Side};
use crate::experiment::fold::finite;
use crate::experiment::parallel::each;
use crate::experiment::runner::{Experiment, Plan, RunError, Watch};
use crate::experiment::sweep::Point;
use crate::scenario::Scenario;

/// Most keys that a total is split between.
pub const MOST_PARTS: usize = 4;
/// With what confidence the best split is chosen.
pub const CONFIDENCE: f64 = 0.95;
/// Replications of every split before one goes [replications].
pub const FIRST: u64 = 10;
/// Replications of a split between two looks: a constant, so that the choice does not depend on the
/// number of threads. What comes after a decision is left out.
const ROUND: u64 = 4;

/// What is to be chosen.
#[derive(Debug)]
pub struct Choice<'a> {
    /// The scenario as it stands, and its replications.
    pub base: (&'a Scenario, &'a Experiment),
    /// Keys that the total is split between.
    pub keys: &'a [String],
    /// Their values in the scenario as it stands, where that has one number for each.
    pub stands: Vec<Option<f64>>,
    /// The scenario with each split: two at least.
    pub points: &'a [Point],
    /// What makes a split the best.
    pub quantity: &'a Quantity,
    /// Below: the lowest mean; above: the highest.
    pub side: Side,
    /// Numbers that are told as well.
    pub beside: &'a [Quantity],
    /// The difference that matters [unit of the number].
    pub difference: f64,
}

/// The choice under way.
#[derive(Debug)]
pub struct Contest<'a> {
    choice: Choice<'a>,
    ranking: Ranking,
    readers: Vec<Reader<'a>>,
    /// For each split and number the values in all replications so far.
    numbers: Vec<Vec<Vec<f64>>>,
    /// Replications run of each split that is left.
    run: u64,
    /// Events handled.
    pub events: u64,
}

impl<'a> Contest<'a> {
    /// A choice that has not begun, with so many replications of each split at most.
    pub fn new(choice: Choice<'a>, most: u64) -> Self {
        let first = FIRST.min(most).max(2) as usize;
        let points = choice.points;
        let quantities = || std::iter::once(choice.quantity).chain(choice.beside);
        let mut readers: Vec<Reader> = Vec::new();
        for point in points {
            let reader = match readers.first() {
                Some(like) => like.and(&point.scenario, quantities()),
                None => Reader::of(&point.scenario, quantities()),
            };
            readers.push(reader);
        }
        Self {
            ranking: Ranking::new(points.len(), first, choice.difference, CONFIDENCE),
            readers,
            numbers: vec![vec![Vec::new(); quantities().count()]; points.len()],
            run: 0,
            events: 0,
            choice,
        }
    }

    /// Replications of each split that is left: those that were looked at.
    pub fn done(&self) -> u64 {
        self.ranking.looked() as u64
    }

    /// Splits that are left.
    pub fn left(&self) -> Vec<usize> {
        self.ranking.left()
    }

    /// Whether one split is left.
    pub fn decided(&self) -> bool {
        self.ranking.decided()
    }

    /// The split that is left with the best mean, once all were looked at.
    pub fn best(&self) -> Option<usize> {
        self.ranking.best().filter(|_| self.run > 0)
    }

    /// Replications of each split in the next round.
    pub fn next(&self, plan: &Plan) -> u64 {
        let round = if self.run == 0 { FIRST } else { ROUND };
        round.min(plan.replications - self.run)
    }

    /// Runs a round, on the threads of the current rayon pool; false if the run was stopped before it
    /// was finished: then nothing of it is kept.
    ///
    /// # Errors
    /// A breach of an invariant of the model.
    pub fn round(&mut self, plan: &Plan, watch: &Watch) -> Result<bool, RunError> {
        let left = self.left();
        let numbers = self.run..self.run + self.next(plan);
        let tasks: Vec<(usize, u64)> = (left.iter())
            .flat_map(|&split| numbers.clone().map(move |number| (split, number)))
            .collect();
        let results = each(tasks, |desk, (split, number)| {
            if watch.stopped() {
                return None;
            }
            let read = self.readers[split].read(plan.seed, number, desk);
            watch.finished();
            let values = &self.choice.points[split].values;
            Some(read.map_err(|error| with_values(error, self.choice.keys, values)))
        });
        let Some(results) = results.into_iter().collect::<Option<Vec<_>>>() else {
            return Ok(false);
        };
        let results = results.into_iter().collect::<Result<Vec<_>, RunError>>()?;
        let each_of = (numbers.end - numbers.start) as usize;
        let mut values = Vec::new();
        for (&split, own) in left.iter().zip(results.chunks(each_of)) {
            let sign = match self.choice.side {
                Side::Below => 1.0,
                Side::Above => -1.0,
            };
            values.push(own.iter().map(|(_, read)| sign * read[0]).collect());
            for (events, read) in own {
                self.events += events;
                for (column, value) in self.numbers[split].iter_mut().zip(read) {
                    column.push(*value);
                }
            }
        }
        self.ranking.learn(&values);
        self.run = numbers.end;
        Ok(true)
    }

    fn quantities(&self) -> impl Iterator<Item = &'a Quantity> {
        std::iter::once(self.choice.quantity).chain(self.choice.beside)
    }

    /// The rows of the scenario as it stands and of all splits, in the order of the splits.
    pub fn rows(&self) -> Vec<OptimizeRow> {
        if self.run == 0 {
            return Vec::new();
        }
        let (scenario, base) = self.choice.base;
        let base_numbers: Vec<Vec<f64>> = self.quantities().map(|q| q.values(base)).collect();
        let mut rows = Vec::new();
        let stands = self.blank(0, "as-it-stands", &self.choice.stands);
        for (quantity, column) in self.quantities().zip(&base_numbers) {
            let row = named(stands.clone(), quantity);
            let row = with_numbers(row, quantity, column, Some(column));
            rows.push(self.against_best(row, quantity, column));
        }
        debug_assert_eq!(stands.scenario, scenario.name, "one scenario");
        let (best, left) = (self.best(), self.left());
        for split in 0..self.choice.points.len() {
            let verdict = match split {
                _ if best == Some(split) => "answer",
                _ if left.contains(&split) => "kept",
                _ => "eliminated",
            };
            let values = self.choice.points[split].values.iter().copied();
            let values: Vec<Option<f64>> = values.map(Some).collect();
            let blank = self.blank(split as u64 + 1, verdict, &values);
            for (i, quantity) in self.quantities().enumerate() {
                let column = self.column(split, i);
                let alike = quantity.alike(&base.layout, &self.readers[split].layout);
                let row = named(blank.clone(), quantity);
                let before = alike.then_some(&base_numbers[i]);
                let row = with_numbers(row, quantity, column, before);
                rows.push(self.against_best(row, quantity, column));
            }
        }
        rows
    }

    /// The values of a number of a split that count.
    fn column(&self, split: usize, number: usize) -> &[f64] {
        let all = &self.numbers[split][number];
        &all[..self.ranking.counted(split).min(all.len())]
    }

    fn blank(&self, trial: u64, verdict: &str, values: &[Option<f64>]) -> OptimizeRow {
        let key = |i: usize| self.choice.keys.get(i).cloned().unwrap_or_default();
        let value = |i: usize| values.get(i).copied().flatten();
        OptimizeRow {
            scenario: self.choice.base.0.name.clone(),
            trial,
            key_1: key(0),
            value_1: value(0),
            key_2: key(1),
            value_2: value(1),
            key_3: key(2),
            value_3: value(2),
            key_4: key(3),
            value_4: value(3),
            verdict: verdict.to_owned(),
            ..OptimizeRow::default()
        }
    }

    /// The row with its paired difference from the best split, over the replications that both have.
    fn against_best(&self, row: OptimizeRow, quantity: &Quantity, column: &[f64]) -> OptimizeRow {
        let place = self.quantities().position(|own| own == quantity);
        let Some((best, place)) = self.best().zip(place) else {
            return row;
        };
        let Some(paired) = paired(quantity, self.column(best, place), column) else {
            return row;
        };
        let lower = paired.probability_lower;
        let better = match self.choice.side {
            Side::Below => lower,
            Side::Above => 1.0 - lower,
        };
        OptimizeRow {
            best_diff_mean: finite(paired.diff.mean),
            best_diff_ci_low: finite(paired.diff.ci_low),
            best_diff_ci_high: finite(paired.diff.ci_high),
            probability_better: (place == 0).then_some(better),
            ..row
        }
    }
}
