//! Rows to bytes and back: the CSV files scripts depend on, and the same rows as JSON.
//!
//! Columns and their order are a contract. Numbers keep nine significant digits, in the shortest
//! form and without exponent, so that equal results give equal bytes on every machine.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::ReportError;
use Kind::{Count, Day, Number, Text};

use super::manifest::{MANIFEST_FILE, Manifest};
use crate::experiment::{AttributionRow, ComparisonRow, EventRow, ReplicationRow, ResultRow};

/// File of the result rows.
pub const RESULTS_FILE: &str = "results.csv";
/// File of the paired differences.
pub const COMPARISON_FILE: &str = "comparison.csv";
/// File of the effects of provisions.
pub const ATTRIBUTION_FILE: &str = "attribution.csv";
/// File of the events of the cases that were followed.
pub const EVENTS_FILE: &str = "events.csv";
/// File of the single replications.
pub const REPLICATIONS_FILE: &str = "replications.csv";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A date.
    Day,
    /// A whole number, always there.
    Count,
    /// A number, or nothing.
    Number,
}

/// A column: its name, and what it holds.
pub type Column = (&'static str, Kind);

/// Columns of `results.csv`.
pub const RESULT_COLUMNS: [Column; 16] = [
    ("scenario", Text),
    ("measure", Text),
    ("unit", Text),
    ("court", Text),
    ("docket", Text),
    ("period", Text),
    ("period_start", Day),
    ("mean", Number),
    ("ci_low", Number),
    ("ci_high", Number),
    ("p05", Number),
    ("p25", Number),
    ("p50", Number),
    ("p75", Number),
    ("p95", Number),
    ("n", Count),
];
/// Columns of `comparison.csv`.
pub const COMPARISON_COLUMNS: [Column; 14] = [
    ("scenario", Text),
    ("baseline", Text),
    ("measure", Text),
    ("unit", Text),
    ("court", Text),
    ("docket", Text),
    ("period", Text),
    ("diff_mean", Number),
    ("ci_low", Number),
    ("ci_high", Number),
    ("diff_pct", Number),
    ("probability_lower", Number),
    ("n", Count),
    ("variance_ratio", Number),
];
/// Columns of `attribution.csv`.
pub const ATTRIBUTION_COLUMNS: [Column; 11] = [
    ("scenario", Text),
    ("baseline", Text),
    ("provision", Text),
    ("measure", Text),
    ("unit", Text),
    ("effect_mean", Number),
    ("ci_low", Number),
    ("ci_high", Number),
    ("share", Number),
    ("n", Count),
    ("period", Text),
];
/// Columns of `events.csv`: those that process-mining tools expect, and the size of the group.
pub const EVENT_COLUMNS: [Column; 7] = [
    ("case_id", Text),
    ("event", Text),
    ("time", Day),
    ("court", Text),
    ("docket", Text),
    ("resource", Text),
    ("cases", Count),
];
/// Columns of `replications.csv`.
pub const REPLICATION_COLUMNS: [Column; 6] = [
    ("scenario", Text),
    ("replication", Count),
    ("measure", Text),
    ("unit", Text),
    ("period", Text),
    ("value", Number),
];

/// The value as it is saved: nine significant digits; what is not a number is no value.
pub fn rounded(value: f64) -> Option<f64> {
    if !value.is_finite() {
        return None;
    }
    let nine: f64 = format!("{value:.8e}").parse().ok()?;
    // Adding zero turns a negative zero into a plain one.
    Some(nine + 0.0)
}

/// The value as it is printed; empty where there is none.
pub fn number(value: Option<f64>) -> String {
    // `Display` of a float is its shortest form that reads back the same, never with an exponent.
    value
        .and_then(rounded)
        .map(|v| v.to_string())
        .unwrap_or_default()
}

/// A row with a fixed list of columns.
pub trait TidyRow: Serialize + DeserializeOwned {
    /// The columns, in order.
    const COLUMNS: &'static [Column];
    /// Values of the columns, in order.
    fn cells(&self) -> Vec<String>;
    /// The row with every number as it is saved.
    fn rounded(self) -> Self;
}

impl TidyRow for ResultRow {
    const COLUMNS: &'static [Column] = &RESULT_COLUMNS;

    fn cells(&self) -> Vec<String> {
        let words = [
            &self.scenario,
            &self.measure,
            &self.unit,
            &self.court,
            &self.docket,
            &self.period,
            &self.period_start,
        ];
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
        let mut cells: Vec<String> = words.into_iter().cloned().collect();
        cells.extend(numbers.into_iter().map(number));
        cells.push(self.n.to_string());
        cells
    }

    fn rounded(mut self) -> Self {
        for value in [
            &mut self.mean,
            &mut self.ci_low,
            &mut self.ci_high,
            &mut self.p05,
            &mut self.p25,
            &mut self.p50,
            &mut self.p75,
            &mut self.p95,
        ] {
            *value = value.and_then(rounded);
        }
        self
    }
}

impl TidyRow for ComparisonRow {
    const COLUMNS: &'static [Column] = &COMPARISON_COLUMNS;

    fn cells(&self) -> Vec<String> {
        let words = [
            &self.scenario,
            &self.baseline,
            &self.measure,
            &self.unit,
            &self.court,
            &self.docket,
            &self.period,
        ];
        let numbers = [
            self.diff_mean,
            self.ci_low,
            self.ci_high,
            self.diff_pct,
            self.probability_lower,
        ];
        let mut cells: Vec<String> = words.into_iter().cloned().collect();
        cells.extend(numbers.into_iter().map(number));
        cells.push(self.n.to_string());
        cells.push(number(self.variance_ratio));
        cells
    }

    fn rounded(mut self) -> Self {
        for value in [
            &mut self.diff_mean,
            &mut self.ci_low,
            &mut self.ci_high,
            &mut self.diff_pct,
            &mut self.probability_lower,
            &mut self.variance_ratio,
        ] {
            *value = value.and_then(rounded);
        }
        self
    }
}

impl TidyRow for AttributionRow {
    const COLUMNS: &'static [Column] = &ATTRIBUTION_COLUMNS;

    fn cells(&self) -> Vec<String> {
        let words = [
            &self.scenario,
            &self.baseline,
            &self.provision,
            &self.measure,
            &self.unit,
        ];
        let numbers = [self.effect_mean, self.ci_low, self.ci_high, self.share];
        let mut cells: Vec<String> = words.into_iter().cloned().collect();
        cells.extend(numbers.into_iter().map(number));
        cells.extend([self.n.to_string(), self.period.clone()]);
        cells
    }

    fn rounded(mut self) -> Self {
        for value in [
            &mut self.effect_mean,
            &mut self.ci_low,
            &mut self.ci_high,
            &mut self.share,
        ] {
            *value = value.and_then(rounded);
        }
        self
    }
}

impl TidyRow for ReplicationRow {
    const COLUMNS: &'static [Column] = &REPLICATION_COLUMNS;

    fn cells(&self) -> Vec<String> {
        vec![
            self.scenario.clone(),
            self.replication.to_string(),
            self.measure.clone(),
            self.unit.clone(),
            self.period.clone(),
            number(self.value),
        ]
    }

    fn rounded(mut self) -> Self {
        self.value = self.value.and_then(rounded);
        self
    }
}

impl TidyRow for EventRow {
    const COLUMNS: &'static [Column] = &EVENT_COLUMNS;

    fn cells(&self) -> Vec<String> {
        let words = [
            &self.case_id,
            &self.event,
            &self.time,
            &self.court,
            &self.docket,
            &self.resource,
        ];
        let cells = words.into_iter().cloned();
        cells.chain([self.cases.to_string()]).collect()
    }

    fn rounded(self) -> Self {
        self
    }
}

/// Names of the columns, in order.
fn names<R: TidyRow>() -> impl Iterator<Item = &'static str> {
    R::COLUMNS.iter().map(|(name, _)| *name)
}

/// Rows as CSV, with the header even when there is no row.
pub fn to_csv<R: TidyRow>(rows: &[R]) -> Result<Vec<u8>, ReportError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let encode = |error: csv::Error| ReportError::Encode(error.to_string());
    writer.write_record(names::<R>()).map_err(encode)?;
    for row in rows {
        writer.write_record(row.cells()).map_err(encode)?;
    }
    writer
        .into_inner()
        .map_err(|error| ReportError::Encode(error.to_string()))
}

/// Rows as a JSON list, one row a line; a missing number is `null`.
pub fn to_json<R: TidyRow + Clone>(rows: &[R]) -> Result<Vec<u8>, ReportError> {
    let mut out = String::from("[");
    for (i, row) in rows.iter().enumerate() {
        let line = serde_json::to_string(&row.clone().rounded())
            .map_err(|error| ReportError::Encode(error.to_string()))?;
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        out.push_str(&line);
    }
    out.push_str("\n]\n");
    Ok(out.into_bytes())
}

/// Reads rows back; columns may stand in any order, as a spreadsheet may have left them, but all of
/// them must be there and no others: a number in a column of another name would be missed silently.
///
/// # Errors
/// A file that cannot be read, or is not one of such rows.
pub fn read_csv<R: TidyRow>(path: &Path) -> Result<Vec<R>, ReportError> {
    let bytes = read(path)?;
    let malformed = |error: csv::Error| spoilt(path, error.to_string());
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let mut columns: Vec<&str> = reader.headers().map_err(malformed)?.iter().collect();
    let mut wanted: Vec<&str> = names::<R>().collect();
    columns.sort_unstable();
    wanted.sort_unstable();
    if columns != wanted {
        let wanted = names::<R>().collect::<Vec<_>>().join(",");
        return Err(spoilt(path, format!("its columns are not {wanted}")));
    }
    let rows = reader.deserialize();
    rows.map(|row| row.map_err(malformed)).collect()
}

/// A file that is not what was written.
pub(super) fn spoilt(path: &Path, reason: String) -> ReportError {
    ReportError::Malformed {
        path: path.to_path_buf(),
        reason,
    }
}

/// The manifest as it is saved.
pub fn manifest_json(manifest: &Manifest) -> Result<Vec<u8>, ReportError> {
    let mut bytes = serde_json::to_vec_pretty(manifest)
        .map_err(|error| ReportError::Encode(error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Reads the manifest of an output directory.
pub fn read_manifest(dir: &Path) -> Result<Manifest, ReportError> {
    let path = dir.join(MANIFEST_FILE);
    let bytes = read(&path)?;
    serde_json::from_slice(&bytes).map_err(|error| ReportError::Malformed {
        path,
        reason: error.to_string(),
    })
}

fn read(path: &Path) -> Result<Vec<u8>, ReportError> {
    fs::read(path).map_err(|source| ReportError::Read {
        path: path.to_path_buf(),
        source,
    })
}
