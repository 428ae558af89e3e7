//! Feedback in a scenario file: what answers to waits and load.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::value::Number;
use super::{nought, unity};

/// What answers to waits and load; nothing unless a table stands here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FeedbackDocument {
    /// Filings answer to the published wait: days to the first open merits slot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrivals: Option<WaitResponseDocument>,
    /// The share absent grows with the time since filing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absence: Option<GrowthDocument>,
    /// The hazard of withdrawing grows with the time since filing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<GrowthDocument>,
    /// Bench time answers to the load of the court.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub productivity: Option<LoadResponseDocument>,
}

/// Filings answer to the published wait: factor (wait / reference) ^ elasticity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaitResponseDocument {
    /// The sources that answer; default: all that file new cases.
    #[serde(default)]
    #[schemars(extend("x-ref" = "source", "x-max-items" = 200))]
    pub sources: Vec<String>,
    /// Elasticity of filings to the wait: above 0 waiting attracts, below it deters.
    #[schemars(extend("minimum" = -10, "maximum" = 10, "x-unit" = "elasticity"))]
    pub elasticity: Number,
    /// Wait at which filings are as the scenario says.
    #[schemars(extend("minimum" = 1, "x-limit" = 36500, "x-unit" = "days"))]
    pub reference: Number,
    /// From publication (at each month's end) to the answer.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub lag: Number,
    /// Smallest factor on filings.
    #[serde(default = "half")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "factor"))]
    pub least: Number,
    /// Largest factor on filings.
    #[serde(default = "double")]
    #[schemars(extend("minimum" = 1, "x-limit" = 100, "x-unit" = "factor"))]
    pub most: Number,
}

/// A factor that grows in a straight line with the time since filing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrowthDocument {
    /// Added to the factor for each year beyond the reference.
    #[schemars(extend("minimum" = -100, "maximum" = 100, "x-unit" = "per year"))]
    pub per_year: Number,
    /// Time since filing at which the factor is 1.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-unit" = "days"))]
    pub reference: Number,
    /// Smallest factor; default 0.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "factor"))]
    pub least: Number,
    /// Largest factor.
    #[serde(default = "double")]
    #[schemars(extend("minimum" = 1, "x-limit" = 100, "x-unit" = "factor"))]
    pub most: Number,
}

/// Bench time answers to the load: factor (pending cases per judge / reference) ^ elasticity,
/// court by court and month by month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadResponseDocument {
    /// Elasticity of bench time to the load: above 0 pressure speeds the bench up.
    #[schemars(extend("minimum" = -10, "maximum" = 10, "x-unit" = "elasticity"))]
    pub elasticity: Number,
    /// Load at which bench time is as the scenario says.
    #[schemars(extend("minimum" = 1, "x-limit" = 1e6, "x-unit" = "cases per judge"))]
    pub reference: Number,
    /// Smallest factor on bench time.
    #[serde(default = "half")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "factor"))]
    pub least: Number,
    /// Largest factor on bench time; default 1: nobody sits longer than the scenario says.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 1, "x-limit" = 100, "x-unit" = "factor"))]
    pub most: Number,
}

fn half() -> Number {
    Number::Value(0.5)
}

fn double() -> Number {
    Number::Value(2.0)
}
