//! Courts and judges in a scenario file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::series::Series;
use super::value::Number;
use super::{Dist, at_once, nought, steady, unity};

/// Judges: the hiring pipeline and bench time, for all courts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JudgesDocument {
    /// From a vacancy to the selection of a judge.
    #[schemars(extend("x-unit" = "days"))]
    pub selection: Dist,
    /// Months between two classes of new judges; 0: judges join when selected.
    #[schemars(extend("minimum" = 0, "x-limit" = 120, "x-whole" = true, "x-unit" = "months"))]
    pub class_interval: Number,
    /// From joining to the first hearing.
    #[schemars(extend("minimum" = 0, "x-limit" = 3650, "x-whole" = true, "x-unit" = "days"))]
    pub training: Number,
    /// From the first hearing to full productivity.
    #[schemars(extend("minimum" = 0, "x-limit" = 3650, "x-whole" = true, "x-unit" = "days"))]
    pub learning: Number,
    /// Productivity at the first hearing.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub starting_productivity: Number,
    /// Share of judges who leave in a year.
    #[schemars(extend("minimum" = 0, "x-limit" = 365, "x-unit" = "per year"))]
    pub departures: Number,
    /// Bench time of a fully productive judge on a court day; needed here or at each court.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1440, "x-unit" = "minutes"))]
    pub minutes_per_day: Option<Number>,
    /// What a judge team costs in a year.
    #[schemars(extend("minimum" = 0, "x-limit" = 1e12, "x-unit" = "currency per year"))]
    pub judge_year_cost: Number,
    /// Judges that one courtroom serves.
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "judges"))]
    pub judges_per_courtroom: Number,
    /// Factor on bench time.
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "factor"))]
    pub productivity: Series,
}

impl Default for JudgesDocument {
    fn default() -> Self {
        Self {
            selection: at_once(),
            class_interval: nought(),
            training: nought(),
            learning: nought(),
            starting_productivity: unity(),
            departures: nought(),
            minutes_per_day: None,
            judge_year_cost: nought(),
            judges_per_courtroom: unity(),
            productivity: steady(),
        }
    }
}

/// A court.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CourtDocument {
    /// Id.
    #[schemars(extend("x-id" = true, "not" = { "const": "all" }))]
    pub id: String,
    /// Name for people; default: the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("maxLength" = 200))]
    pub name: Option<String>,
    /// Judges on the bench at the start.
    #[schemars(extend("minimum" = 0, "x-limit" = 10000, "x-whole" = true, "x-unit" = "judges"))]
    pub judges: Number,
    /// Authorised posts; default: the judges at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 10000, "x-unit" = "judges"))]
    pub posts: Option<Series>,
    /// Courtrooms; default: as many as posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 10000, "x-unit" = "courtrooms"))]
    pub courtrooms: Option<Series>,
    /// Factor on bench time, besides that of all judges.
    #[serde(default = "steady")]
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "factor"))]
    pub productivity: Series,
    /// Bench time of a fully productive judge on a court day; default: that of all judges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1440, "x-unit" = "minutes"))]
    pub minutes_per_day: Option<Number>,
    /// What a judge team costs in a year; default: that of all judges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e12, "x-unit" = "currency per year"))]
    pub judge_year_cost: Option<Number>,
    /// Judges that one courtroom serves; default: that of all judges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "judges"))]
    pub judges_per_courtroom: Option<Number>,
    /// Where hiring differs from that of all judges.
    #[serde(default)]
    pub hiring: HiringDocument,
    /// Bench time held for single dockets.
    #[serde(default)]
    #[schemars(extend("x-max-items" = 64))]
    pub reserved: Vec<HeldDocument>,
}

/// Bench time of a court held for one docket, whose hearings of that kind are booked into it only: it is
/// the docket's limit, too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldDocument {
    /// The docket.
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: String,
    /// Session kind; default: every kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ref" = "session"))]
    pub session: Option<String>,
    /// Share of the court's bench time of that kind.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub share: Series,
}

/// Where the hiring of a court differs from that of all judges.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HiringDocument {
    /// From a vacancy to the selection of a judge.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "days"))]
    pub selection: Option<Dist>,
    /// Months between two classes of new judges; 0: judges join when selected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 120, "x-whole" = true, "x-unit" = "months"))]
    pub class_interval: Option<Number>,
    /// From joining to the first hearing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 3650, "x-whole" = true, "x-unit" = "days"))]
    pub training: Option<Number>,
    /// From the first hearing to full productivity.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 3650, "x-whole" = true, "x-unit" = "days"))]
    pub learning: Option<Number>,
    /// Productivity at the first hearing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub starting_productivity: Option<Number>,
    /// Share of judges who leave in a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 365, "x-unit" = "per year"))]
    pub departures: Option<Number>,
}
