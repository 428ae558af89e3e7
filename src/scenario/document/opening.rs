//! Sources, the opening caseload, the appeals body and published series in a scenario file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::actual::ActualValueDocument;
use super::series::{Cell, Per, Rate, Series};
use super::value::{Date, Number};
use super::{Dist, at_once, nought, unity};

/// Whether filings are new cases or old ones coming back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CountRule {
    /// New cases.
    #[default]
    Receipts,
    /// Old cases coming back that the simulation never held.
    Returns,
}

/// A source of cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceDocument {
    /// Id.
    #[schemars(extend("x-id" = true))]
    pub id: String,
    /// Name for people; default: the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("maxLength" = 200))]
    pub name: Option<String>,
    /// What filings count as.
    #[serde(default)]
    pub counts_as: CountRule,
    /// Expected filings.
    #[schemars(extend("minimum" = 0, "x-limit" = 100_000, "x-unit" = "cases"))]
    pub rate: Rate,
    /// Courts and dockets to which filings go; the shares add to 1.
    #[schemars(length(min = 1), extend("x-max-items" = 6400))]
    pub destinations: Vec<DestinationDocument>,
    /// Coefficient of variation of a random factor on each month's rate.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 10, "x-unit" = "coefficient of variation"))]
    pub overdispersion: Number,
    /// Relative weight of each weekday from Monday; default: all the same.
    #[serde(default = "every_day")]
    #[schemars(length(min = 7, max = 7), extend("minimum" = 0, "x-limit" = 1e6, "x-unit" = "weight"))]
    pub weekdays: Vec<Number>,
    /// Shares of groups of 1, 2, 3, ... cases filed and heard together; add to 1.
    #[serde(default = "alone")]
    #[schemars(length(min = 1), extend("minimum" = 0, "maximum" = 1, "x-unit" = "share", "x-max-items" = 16))]
    pub group_sizes: Vec<Number>,
    /// Whether each fiscal year's count is exact and only its days are random: without
    /// overdispersion and groups, whose chance would change the count.
    #[serde(default)]
    pub exact_totals: bool,
}

fn every_day() -> Vec<Number> {
    vec![unity(); 7]
}

fn alone() -> Vec<Number> {
    vec![unity()]
}

/// Where filings go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DestinationDocument {
    /// Court.
    #[schemars(extend("x-ref" = "court"))]
    pub court: String,
    /// Docket.
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: String,
    /// Share of the filings; default 1.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub share: Number,
}

/// Cases of a court and docket at the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningDocument {
    /// Court.
    #[schemars(extend("x-ref" = "court"))]
    pub court: String,
    /// Docket.
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: String,
    /// Pending cases.
    #[schemars(extend("minimum" = 0, "x-limit" = 50_000_000, "x-whole" = true, "x-unit" = "cases"))]
    pub pending: Number,
    /// Age of the pending cases.
    #[schemars(extend("x-unit" = "days"))]
    pub age: Dist,
    /// Shares of pending cases by stage; add to 1; default: all at the first stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub stages: Option<BTreeMap<String, Number>>,
    /// From the start to the earliest next hearing of a pending case.
    #[serde(default = "at_once")]
    #[schemars(extend("x-unit" = "days"))]
    pub residual: Dist,
    /// Inactive cases.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 50_000_000, "x-whole" = true, "x-unit" = "cases"))]
    pub inactive: Number,
    /// Share of inactive cases that come back in a year.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 365, "x-unit" = "per year"))]
    pub recalendar: Number,
}

/// The appeals body: one queue, first come first served.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealsDocument {
    /// Appeals pending at the start.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 50_000_000, "x-whole" = true, "x-unit" = "cases"))]
    pub opening: Number,
    /// Decisions in a year.
    #[schemars(extend("minimum" = 0, "x-limit" = 36_500_000, "x-unit" = "cases per year"))]
    pub decisions_per_year: Series,
    /// Share of decisions that remand the case to its court.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub remand: Number,
    /// Where remands of opening appeals go; the shares add to 1.
    #[serde(default)]
    #[schemars(extend("x-max-items" = 6400))]
    pub opening_remands: Vec<DestinationDocument>,
}

/// Published series and figures to show beside the simulated ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ActualDocument {
    /// Single figures.
    #[schemars(extend("x-identity" = ["id"], "x-max-items" = 200))]
    pub value: Vec<ActualValueDocument>,
    /// The series.
    #[schemars(extend("x-identity" = ["name"], "x-max-items" = 100))]
    pub series: Vec<ActualSeriesDocument>,
}

/// A published series: a column of a CSV file, or points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-actual" = true))]
pub struct ActualSeriesDocument {
    /// Name, for the legend.
    #[schemars(extend("maxLength" = 200))]
    pub name: String,
    /// Measure.
    pub measure: String,
    /// Court; default: all.
    #[serde(default = "all")]
    #[schemars(extend("x-ref" = "court", "x-also" = "all"))]
    pub court: String,
    /// Docket; default: all.
    #[serde(default = "all")]
    #[schemars(extend("x-ref" = "docket", "x-also" = "all"))]
    pub docket: String,
    /// The CSV file, relative to the scenario file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Column with the periods: days, months, or years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Column with the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Only rows in which these columns hold these values.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub filter: Option<BTreeMap<String, Cell>>,
    /// Edition of the published series; where the CSV file has a column `vintage`, only its rows of
    /// this edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vintage: Option<String>,
    /// What a period is when it is a year: `year`, or `fiscal-year` (default).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// Factor on every value; default 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Number>,
    /// In place of a file: the points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-max-items" = 40_000))]
    pub points: Option<Vec<ActualPoint>>,
    /// Unit, in words; that of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Citation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

pub(super) fn all() -> String {
    "all".to_owned()
}

/// A published value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActualPoint {
    /// Last day of its period.
    pub at: Date,
    /// The value.
    pub value: f64,
}
