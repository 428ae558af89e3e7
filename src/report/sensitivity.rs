//! What a study of sensitivity adds to the rows of a run: its table, its points, how it was done.

use serde::{Deserialize, Serialize};

use super::error::ReportError;
use super::export::Kind::{Count, Number, Text};
use super::export::{Column, TidyRow, number, rounded};
use crate::experiment::sensitivity::{PointRow, SensitivityRow};

/// File of what each factor does to each measure.
pub const SENSITIVITY_FILE: &str = "sensitivity.csv";
/// File of the points at which the scenario was run.
pub const POINTS_FILE: &str = "sensitivity_points.csv";

/// How a study was done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SensitivityInfo {
    /// Replications at each point [replications].
    pub replications: u64,
    /// Numbers that were moved.
    pub factors: u64,
    /// Views that were asked for.
    pub asked: Vec<String>,
    /// Views that were run to their end.
    pub views: Vec<String>,
    /// Trajectories of the screening.
    pub trajectories: u64,
    /// Levels of its grid.
    pub levels: u64,
    /// Samples of the Sobol indices.
    pub samples: u64,
    /// Resamples behind their intervals.
    pub resamples: u64,
    /// Keys of the factors that have Sobol indices.
    pub varied: Vec<String>,
    /// Runs of single replications, in all views.
    pub runs: u64,
    /// The measures, in the order of the rows.
    pub measures: Vec<String>,
    /// For each measure the share of the variance of single replications that is chance [0-1].
    pub chance: Vec<Option<f64>>,
}

impl SensitivityInfo {
    /// Share of chance in the variance of a measure [0-1].
    pub fn chance_of(&self, measure: &str) -> Option<f64> {
        let place = self.measures.iter().position(|id| id == measure)?;
        self.chance.get(place).copied().flatten()
    }
}

/// The points of all views as a file: one point a row, in the order of its design, with a column for
/// each factor and one for the mean of each measure.
///
/// # Errors
/// Rows that cannot be encoded.
pub fn points_csv((names, rows): &(Vec<String>, Vec<PointRow>)) -> Result<Vec<u8>, ReportError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let encode = |error: csv::Error| ReportError::Encode(error.to_string());
    let header = ["view", "point"].into_iter();
    let header = header.chain(names.iter().map(String::as_str));
    writer.write_record(header).map_err(encode)?;
    for row in rows {
        let values = row.values.iter().copied().map(number);
        let place = [row.view.id().to_owned(), row.point.to_string()];
        let cells = place.into_iter().chain(values);
        writer.write_record(cells).map_err(encode)?;
    }
    let bytes = writer.into_inner();
    bytes.map_err(|error| ReportError::Encode(error.to_string()))
}

/// Columns of `sensitivity.csv`.
pub const SENSITIVITY_COLUMNS: [Column; 25] = [
    ("scenario", Text),
    ("measure", Text),
    ("unit", Text),
    ("factor", Text),
    ("value", Number),
    ("low", Number),
    ("high", Number),
    ("distribution", Text),
    ("source", Text),
    ("base", Number),
    ("at_low", Number),
    ("at_low_ci_low", Number),
    ("at_low_ci_high", Number),
    ("at_high", Number),
    ("at_high_ci_low", Number),
    ("at_high_ci_high", Number),
    ("mu", Number),
    ("mu_star", Number),
    ("mu_star_conf", Number),
    ("sigma", Number),
    ("S1", Number),
    ("S1_conf", Number),
    ("ST", Number),
    ("ST_conf", Number),
    ("n", Count),
];

/// The numbers from `base` to `ST_conf`, in order.
fn made(row: &mut SensitivityRow) -> [&mut Option<f64>; 15] {
    [
        &mut row.base,
        &mut row.at_low,
        &mut row.at_low_ci_low,
        &mut row.at_low_ci_high,
        &mut row.at_high,
        &mut row.at_high_ci_low,
        &mut row.at_high_ci_high,
        &mut row.mu,
        &mut row.mu_star,
        &mut row.mu_star_conf,
        &mut row.sigma,
        &mut row.S1,
        &mut row.S1_conf,
        &mut row.ST,
        &mut row.ST_conf,
    ]
}

impl TidyRow for SensitivityRow {
    const COLUMNS: &'static [Column] = &SENSITIVITY_COLUMNS;

    fn cells(&self) -> Vec<String> {
        let words = [&self.scenario, &self.measure, &self.unit, &self.factor];
        let mut cells: Vec<String> = words.into_iter().cloned().collect();
        cells.extend([self.value, self.low, self.high].map(number));
        cells.extend([self.distribution.clone(), self.source.clone()]);
        cells.extend(made(&mut self.clone()).map(|value| number(*value)));
        cells.push(self.n.to_string());
        cells
    }

    fn rounded(mut self) -> Self {
        let known = [&mut self.value, &mut self.low, &mut self.high];
        known
            .into_iter()
            .for_each(|value| *value = value.and_then(rounded));
        made(&mut self)
            .into_iter()
            .for_each(|value| *value = value.and_then(rounded));
        self
    }
}
