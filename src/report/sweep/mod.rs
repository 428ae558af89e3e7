//! Rows of a sweep: how they are saved, and how charts and sentences find their numbers.

mod target;

pub use target::{Target, clearing, targets};

use super::export::Kind::{Count, Number, Text};
use super::export::{Column, TidyRow, number, rounded};
use crate::experiment::SweepRow;

/// File of the points of a sweep.
pub const SWEEP_FILE: &str = "sweep.csv";

/// Columns of `sweep.csv`.
pub const SWEEP_COLUMNS: [Column; 26] = [
    ("scenario", Text),
    ("point", Count),
    ("key_1", Text),
    ("value_1", Number),
    ("key_2", Text),
    ("value_2", Number),
    ("key_3", Text),
    ("value_3", Number),
    ("measure", Text),
    ("unit", Text),
    ("court", Text),
    ("docket", Text),
    ("period", Text),
    ("mean", Number),
    ("ci_low", Number),
    ("ci_high", Number),
    ("p05", Number),
    ("p25", Number),
    ("p50", Number),
    ("p75", Number),
    ("p95", Number),
    ("n", Count),
    ("diff_mean", Number),
    ("diff_ci_low", Number),
    ("diff_ci_high", Number),
    ("probability_lower", Number),
];

impl TidyRow for SweepRow {
    const COLUMNS: &'static [Column] = &SWEEP_COLUMNS;

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.scenario.clone(), self.point.to_string()];
        for (key, value) in [
            (&self.key_1, self.value_1),
            (&self.key_2, self.value_2),
            (&self.key_3, self.value_3),
        ] {
            cells.extend([key.clone(), number(value)]);
        }
        let words = [
            &self.measure,
            &self.unit,
            &self.court,
            &self.docket,
            &self.period,
        ];
        cells.extend(words.into_iter().cloned());
        let numbers = [
            self.mean,
            self.ci_low,
            self.ci_high,
            self.p05,
            self.p25,
            self.p50,
            self.p75,
            self.p95,
        ];
        cells.extend(numbers.map(number));
        cells.push(self.n.to_string());
        let paired = [
            self.diff_mean,
            self.diff_ci_low,
            self.diff_ci_high,
            self.probability_lower,
        ];
        cells.extend(paired.map(number));
        cells
    }

    fn rounded(mut self) -> Self {
        for value in [
            &mut self.value_1,
            &mut self.value_2,
            &mut self.value_3,
            &mut self.mean,
            &mut self.ci_low,
            &mut self.ci_high,
            &mut self.p05,
            &mut self.p25,
            &mut self.p50,
            &mut self.p75,
            &mut self.p95,
            &mut self.diff_mean,
            &mut self.diff_ci_low,
            &mut self.diff_ci_high,
            &mut self.probability_lower,
        ] {
            *value = value.and_then(rounded);
        }
        self
    }
}
