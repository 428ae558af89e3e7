//! Columns of the tables that say how far to trust a scenario: published figures beside the
//! simulated ones, and the assumptions log.

use super::export::Kind::{Count, Number, Text};
use super::export::{Column, TidyRow, number, rounded};
use crate::experiment::{AssumptionRow, PublishedRow};

/// File of the published figures.
pub const PUBLISHED_FILE: &str = "published.csv";
/// File of the assumptions log.
pub const ASSUMPTIONS_FILE: &str = "assumptions.csv";

/// Columns of `published.csv`.
pub const PUBLISHED_COLUMNS: [Column; 23] = [
    ("scenario", Text),
    ("id", Text),
    ("name", Text),
    ("measure", Text),
    ("unit", Text),
    ("court", Text),
    ("docket", Text),
    ("period", Text),
    ("published", Number),
    ("low", Number),
    ("high", Number),
    ("mean", Number),
    ("ci_low", Number),
    ("ci_high", Number),
    ("p05", Number),
    ("p95", Number),
    ("n", Count),
    ("error_pct", Number),
    ("inside_band", Text),
    ("agrees", Text),
    ("used", Text),
    ("source", Text),
    ("note", Text),
];
/// Columns of `assumptions.csv`.
pub const ASSUMPTION_COLUMNS: [Column; 21] = [
    ("scenario", Text),
    ("id", Text),
    ("statement", Text),
    ("value", Number),
    ("values", Count),
    ("unit", Text),
    ("low", Number),
    ("high", Number),
    ("source", Text),
    ("file", Text),
    ("line", Count),
    ("measure", Text),
    ("base", Number),
    ("at_low", Number),
    ("at_low_ci_low", Number),
    ("at_low_ci_high", Number),
    ("at_high", Number),
    ("at_high_ci_low", Number),
    ("at_high_ci_high", Number),
    ("n", Count),
    ("remark", Text),
];

fn texts<const N: usize>(words: [&String; N]) -> impl Iterator<Item = String> {
    words.into_iter().cloned()
}

fn truth(value: Option<bool>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn round<const N: usize>(values: [&mut Option<f64>; N]) {
    for value in values {
        *value = value.and_then(rounded);
    }
}

impl TidyRow for PublishedRow {
    const COLUMNS: &'static [Column] = &PUBLISHED_COLUMNS;

    fn cells(&self) -> Vec<String> {
        let names = [&self.scenario, &self.id, &self.name, &self.measure];
        let place = [&self.unit, &self.court, &self.docket, &self.period];
        let numbers = [
            self.published,
            self.low,
            self.high,
            self.mean,
            self.ci_low,
            self.ci_high,
            self.p05,
            self.p95,
        ];
        let mut cells: Vec<String> = texts(names).chain(texts(place)).collect();
        cells.extend(numbers.into_iter().map(number));
        cells.extend([self.n.to_string(), number(self.error_pct)]);
        cells.extend([truth(self.inside_band), truth(self.agrees)]);
        cells.extend(texts([&self.used, &self.source, &self.note]));
        cells
    }

    fn rounded(mut self) -> Self {
        round([
            &mut self.published,
            &mut self.low,
            &mut self.high,
            &mut self.mean,
            &mut self.ci_low,
            &mut self.ci_high,
            &mut self.p05,
            &mut self.p95,
            &mut self.error_pct,
        ]);
        self
    }
}

impl TidyRow for AssumptionRow {
    const COLUMNS: &'static [Column] = &ASSUMPTION_COLUMNS;

    fn cells(&self) -> Vec<String> {
        let mut cells: Vec<String> = texts([&self.scenario, &self.id, &self.statement]).collect();
        cells.extend([number(self.value), self.values.to_string()]);
        cells.extend([self.unit.clone(), number(self.low), number(self.high)]);
        cells.extend(texts([&self.source, &self.file]));
        cells.extend([self.line.to_string(), self.measure.clone()]);
        let moved = [
            self.base,
            self.at_low,
            self.at_low_ci_low,
            self.at_low_ci_high,
            self.at_high,
            self.at_high_ci_low,
            self.at_high_ci_high,
        ];
        cells.extend(moved.into_iter().map(number));
        cells.extend([self.n.to_string(), self.remark.clone()]);
        cells
    }

    fn rounded(mut self) -> Self {
        round([
            &mut self.value,
            &mut self.low,
            &mut self.high,
            &mut self.base,
            &mut self.at_low,
            &mut self.at_low_ci_low,
            &mut self.at_low_ci_high,
            &mut self.at_high,
            &mut self.at_high_ci_low,
            &mut self.at_high_ci_high,
        ]);
        self
    }
}
