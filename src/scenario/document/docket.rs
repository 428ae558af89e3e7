//! Dockets and their proceedings in a scenario file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::series::Series;
use super::value::{Date, Number};
use super::{Dist, at_once, idle, nought, steady, unity};

/// Where respondents of a docket wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WaitRule {
    /// In the country, at large.
    #[default]
    InCountry,
    /// In detention.
    Detained,
    /// In a host country.
    Host,
}

/// A docket: a class of cases with the same proceedings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocketDocument {
    /// Id.
    #[schemars(extend("x-id" = true, "not" = { "const": "all" }))]
    pub id: String,
    /// Name for people; default: the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("maxLength" = 200))]
    pub name: Option<String>,
    /// Where respondents wait.
    #[serde(default)]
    pub waits: WaitRule,
    /// Priority: a lower number is called first.
    #[serde(default = "steady")]
    #[schemars(extend("minimum" = 0, "maximum" = 255, "x-whole" = true, "x-unit" = "rank"))]
    pub priority: Series,
    /// Share of cases with a representative.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub represented: Number,
    /// Share of cases that apply for relief.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub applies: Number,
    /// Age at which a pending case is over the time standard.
    #[serde(default = "year")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub time_standard: Number,
    /// From filing to the earliest first hearing.
    #[serde(default = "at_once")]
    #[schemars(extend("x-unit" = "days"))]
    pub notice: Dist,
    /// Hazard of withdrawing while waiting.
    #[serde(default = "idle")]
    #[schemars(extend("minimum" = 0, "x-limit" = 365, "x-unit" = "per year"))]
    pub withdrawal: Series,
    /// Disposition of those who withdraw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ref" = "disposition"))]
    pub withdrawn: Option<String>,
    /// The proceedings; a case starts at the first stage.
    #[schemars(length(min = 1), extend("x-identity" = ["id"], "x-max-items" = 64))]
    pub stage: Vec<StageDocument>,
    /// Appeals against decisions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<AppealDocument>,
    /// How closed cases come back.
    #[serde(default)]
    pub returns: Vec<ReturnDocument>,
}

fn year() -> Number {
    Number::Value(365.0)
}

/// A stage of the proceedings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageDocument {
    /// Id.
    #[schemars(extend("x-id" = true))]
    pub id: String,
    /// Session kind of its hearings.
    #[schemars(extend("x-ref" = "session"))]
    pub session: String,
    /// Minutes set aside in the book for a hearing.
    #[schemars(extend("minimum" = 1, "x-limit" = 1440, "x-whole" = true, "x-unit" = "minutes"))]
    pub planned: Number,
    /// Minutes a hearing takes.
    #[schemars(extend("x-unit" = "minutes", "x-limit" = 1440))]
    pub minutes: Dist,
    /// Respondents who do not appear.
    #[serde(default)]
    pub absent: AbsenceDocument,
    /// What follows a hearing: the last table whose conditions all hold is used.
    #[schemars(length(min = 1), extend("x-max-items" = 100))]
    pub outcomes: Vec<OutcomesDocument>,
}

/// Respondents who do not appear at a hearing; by default nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AbsenceDocument {
    /// Share absent, without a representative.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub unrepresented: Number,
    /// Share absent, with a representative.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub represented: Number,
    /// Bench time an absence takes.
    #[schemars(extend("minimum" = 0, "x-limit" = 1440, "x-whole" = true, "x-unit" = "minutes"))]
    pub minutes: Number,
    /// Share of absences that end in an order in absentia.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub order: Number,
    /// Disposition of an order in absentia.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ref" = "disposition"))]
    pub disposition: Option<String>,
    /// From an absence without an order to the earliest next hearing.
    #[schemars(extend("x-unit" = "days"))]
    pub interval: Dist,
}

impl Default for AbsenceDocument {
    fn default() -> Self {
        Self {
            unrepresented: nought(),
            represented: nought(),
            minutes: nought(),
            order: nought(),
            disposition: None,
            interval: at_once(),
        }
    }
}

/// What follows a hearing, under conditions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomesDocument {
    /// Condition: from this day on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Condition: with (or without) a representative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub represented: Option<bool>,
    /// Condition: with (or without) an application for relief.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies: Option<bool>,
    /// Condition: from this hearing of the case on, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 65535))]
    pub from_hearing: Option<u32>,
    /// The outcomes; their shares add to 1.
    #[schemars(length(min = 1), extend("x-max-items" = 100))]
    pub shares: Vec<OutcomeDocument>,
}

/// What follows a hearing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ThenRule {
    /// The same stage again.
    Continue,
    /// Another stage of the docket.
    Advance,
    /// The case ends.
    Close,
    /// Another court or docket.
    Transfer,
}

/// One outcome of a hearing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeDocument {
    /// What follows.
    pub then: ThenRule,
    /// Share of hearings with this outcome.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub share: Number,
    /// For `advance`: the stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// For `close`: the disposition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ref" = "disposition"))]
    pub disposition: Option<String>,
    /// For `transfer`: the docket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: Option<String>,
    /// For `transfer`: the court; default: the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ref" = "court"))]
    pub court: Option<String>,
    /// For `transfer`: the stage of the docket; default: its first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// To the earliest next hearing; default: at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "days"))]
    pub interval: Option<Dist>,
}

/// Appeals against decisions of a docket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealDocument {
    /// Share of decisions appealed, by disposition.
    #[schemars(extend("x-key-ref" = "disposition", "minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub shares: BTreeMap<String, Number>,
    /// From the decision to the appeal.
    #[serde(default = "at_once")]
    #[schemars(extend("x-unit" = "days"))]
    pub delay: Dist,
    /// Stage at which a remanded case comes back.
    pub remand_stage: String,
}

/// How closed cases come back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnDocument {
    /// Disposition of the cases concerned.
    #[schemars(extend("x-ref" = "disposition"))]
    pub disposition: String,
    /// Share that comes back, of the cases against whose decision there is no appeal.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub share: Number,
    /// From closing to the return.
    #[schemars(extend("x-unit" = "days"))]
    pub delay: Dist,
    /// Stage at which the case comes back.
    pub stage: String,
}
