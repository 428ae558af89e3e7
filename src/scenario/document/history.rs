//! How a scenario is fitted to the past, and parameter vectors that replications draw from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::value::Number;

/// How the scenario is fitted to its published series, and scored on later years.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryDocument {
    /// Edition of the published series; each target is of this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vintage: Option<String>,
    /// Last fiscal year that a fit may see; later ones are held out.
    #[schemars(range(min = 1800, max = 2300))]
    pub fitted_until: i32,
    /// Named parameters that are fitted. What other uncertain parameters do to the fitted years
    /// counts as noise.
    #[serde(default)]
    #[schemars(extend("x-max-items" = 100))]
    pub parameters: Vec<String>,
    /// Families of parameters with one for each fiscal year: `NAME` stands for `NAME_2008`,
    /// `NAME_2009` and so on. Those up to the last fitted year are fitted, later ones forecast.
    #[serde(default)]
    #[schemars(extend("x-max-items" = 20))]
    pub yearly: Vec<String>,
    /// Size of the system in the runs of a fit; 1: the whole. They are set against runs of the whole
    /// system; a court must keep many hearings a day.
    #[serde(default = "whole")]
    #[schemars(range(min = 0.01, max = 1))]
    pub scale: f64,
    /// What is fitted to, and scored on.
    #[schemars(length(min = 1), extend("x-max-items" = 20))]
    pub target: Vec<TargetDocument>,
}

fn whole() -> f64 {
    1.0
}

/// A published series that the model should meet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetDocument {
    /// Name of the series in `[[actual.series]]`.
    pub series: String,
    /// How far a model that is right may be off in a year: standard deviation, relative.
    #[schemars(extend("minimum" = 0.0001, "maximum" = 1, "x-unit" = "share"))]
    pub tolerance: Number,
    /// Dispositions that the published count of completions leaves out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-ref" = "disposition", "x-max-items" = 64))]
    pub without: Vec<String>,
}

/// Vectors of parameter values with weights, of which each replication takes one.
///
/// A CSV file with a column `weight` and one for each parameter, as `calibrate` writes it; a
/// resolved scenario holds the vectors themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-draws" = true))]
pub struct DrawsDocument {
    /// The CSV file, relative to the scenario file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// In place of a file: the parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-max-items" = 200))]
    pub parameters: Option<Vec<String>>,
    /// In place of a file: vectors, each a weight and the values of the parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-max-items" = 100_000))]
    pub vectors: Option<Vec<Vec<f64>>>,
    /// Citation; default: the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
