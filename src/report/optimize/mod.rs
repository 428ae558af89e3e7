//! Rows of a search for a value: how they are saved, and how charts and sentences find their numbers.

mod sought;
mod splits;

pub use sought::{Share, Sought, Told, Trial, percent, place, share};
pub use splits::{Part, Splits};

use super::export::Kind::{Count, Number, Text};
use super::export::{Column, TidyRow, number, rounded};
use crate::experiment::optimize::OptimizeRow;

/// File of the values that were tried.
pub const OPTIMIZE_FILE: &str = "optimize.csv";
/// File of the scenario at the answer.
pub const ANSWER_FILE: &str = "answer.resolved.toml";

/// Columns of `optimize.csv`.
pub const OPTIMIZE_COLUMNS: [Column; 35] = [
    ("scenario", Text),
    ("trial", Count),
    ("key_1", Text),
    ("value_1", Number),
    ("key_2", Text),
    ("value_2", Number),
    ("key_3", Text),
    ("value_3", Number),
    ("key_4", Text),
    ("value_4", Number),
    ("verdict", Text),
    ("measure", Text),
    ("unit", Text),
    ("court", Text),
    ("docket", Text),
    ("period", Text),
    ("target", Text),
    ("met", Number),
    ("met_ci_low", Number),
    ("met_ci_high", Number),
    ("mean", Number),
    ("ci_low", Number),
    ("ci_high", Number),
    ("p05", Number),
    ("p50", Number),
    ("p95", Number),
    ("n", Count),
    ("diff_mean", Number),
    ("diff_ci_low", Number),
    ("diff_ci_high", Number),
    ("probability_lower", Number),
    ("best_diff_mean", Number),
    ("best_diff_ci_low", Number),
    ("best_diff_ci_high", Number),
    ("probability_better", Number),
];

impl TidyRow for OptimizeRow {
    const COLUMNS: &'static [Column] = &OPTIMIZE_COLUMNS;

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.scenario.clone(), self.trial.to_string()];
        for (key, value) in [
            (&self.key_1, self.value_1),
            (&self.key_2, self.value_2),
            (&self.key_3, self.value_3),
            (&self.key_4, self.value_4),
        ] {
            cells.extend([key.clone(), number(value)]);
        }
        let words = [
            &self.verdict,
            &self.measure,
            &self.unit,
            &self.court,
            &self.docket,
            &self.period,
            &self.target,
        ];
        cells.extend(words.into_iter().cloned());
        let numbers = [
            self.met,
            self.met_ci_low,
            self.met_ci_high,
            self.mean,
            self.ci_low,
            self.ci_high,
            self.p05,
            self.p50,
            self.p95,
        ];
        cells.extend(numbers.map(number));
        cells.push(self.n.to_string());
        let paired = [
            self.diff_mean,
            self.diff_ci_low,
            self.diff_ci_high,
            self.probability_lower,
            self.best_diff_mean,
            self.best_diff_ci_low,
            self.best_diff_ci_high,
            self.probability_better,
        ];
        cells.extend(paired.map(number));
        cells
    }

    fn rounded(mut self) -> Self {
        for value in [
            &mut self.value_1,
            &mut self.value_2,
            &mut self.value_3,
            &mut self.value_4,
            &mut self.met,
            &mut self.met_ci_low,
            &mut self.met_ci_high,
            &mut self.mean,
            &mut self.ci_low,
            &mut self.ci_high,
            &mut self.p05,
            &mut self.p50,
            &mut self.p95,
            &mut self.diff_mean,
            &mut self.diff_ci_low,
            &mut self.diff_ci_high,
            &mut self.probability_lower,
            &mut self.best_diff_mean,
            &mut self.best_diff_ci_low,
            &mut self.best_diff_ci_high,
            &mut self.probability_better,
        ] {
            *value = value.and_then(rounded);
        }
        self
    }
}
