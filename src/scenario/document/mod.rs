//! The scenario format as types: one definition for reading, checking, completion and help.
//!
//! The doc comment of a field is its meaning in `explain` and in the JSON Schema. Extra keywords
//! (`extend`) say what a JSON Schema cannot: `x-unit` the unit; `x-limit` the largest value that
//! the engine can bear; `x-whole` that a number is a count; `x-ref` the list that a name refers
//! to (and `x-also` a further word); `x-id` that a text is an id; `x-identity` the keys that
//! identify an entry of a list when files are merged. `maxLength` bounds the texts that charts show;
//! that of every `source` and `note` is added where the schema is made.

mod actual;
mod court;
mod dist;
mod docket;
mod feedback;
mod history;
mod opening;
mod series;
mod value;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use actual::*;
pub use court::*;
pub use dist::*;
pub use docket::*;
pub use feedback::*;
pub use history::*;
pub use opening::*;
pub use series::*;
pub use value::*;

use super::policy::PolicyDocument;

/// A scenario file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What the scenario is.
    pub scenario: About,
    /// Numbers shared by name: wherever a number stands, the name of a parameter may stand.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Parameter>", extend("x-parameters" = true))]
    pub parameters: BTreeMap<String, Number>,
    /// Days on which courts sit.
    #[serde(default)]
    pub calendar: CalendarDocument,
    /// How the queue works.
    #[serde(default)]
    pub rules: RulesDocument,
    /// Kinds of session that share the bench time.
    #[schemars(length(min = 1), extend("x-identity" = ["id"], "x-max-items" = 16))]
    pub session: Vec<SessionDocument>,
    /// How cases end.
    #[schemars(length(min = 1), extend("x-identity" = ["id"], "x-max-items" = 64))]
    pub disposition: Vec<DispositionDocument>,
    /// Judges: the hiring pipeline and bench time, for all courts.
    #[serde(default)]
    pub judges: JudgesDocument,
    /// The courts.
    #[schemars(length(min = 1), extend("x-identity" = ["id"], "x-max-items" = 200))]
    pub court: Vec<CourtDocument>,
    /// The dockets: classes of cases with the same proceedings.
    #[schemars(length(min = 1), extend("x-identity" = ["id"], "x-max-items" = 32))]
    pub docket: Vec<DocketDocument>,
    /// Where cases come from.
    #[serde(default)]
    #[schemars(extend("x-identity" = ["id"], "x-max-items" = 200))]
    pub source: Vec<SourceDocument>,
    /// The pending caseload at the start.
    #[serde(default)]
    #[schemars(extend("x-identity" = ["court", "docket"], "x-max-items" = 6400))]
    pub opening: Vec<OpeningDocument>,
    /// The appeals body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeals: Option<AppealsDocument>,
    /// What answers to waits and load; nothing by default.
    #[serde(default)]
    pub feedback: FeedbackDocument,
    /// Published series and figures to show beside the simulated ones.
    #[serde(default)]
    pub actual: ActualDocument,
    /// How the scenario is fitted to the past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<HistoryDocument>,
    /// Parameter vectors, of which each replication takes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draws: Option<DrawsDocument>,
    /// Policies: dated changes.
    #[serde(default)]
    #[schemars(extend("x-identity" = ["id"], "x-replace" = true, "x-max-items" = 200))]
    pub policy: Vec<PolicyDocument>,
}

/// What the scenario is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Name, and the default output folder [a-z0-9-].
    #[schemars(extend("x-id" = true))]
    pub name: String,
    /// Title of the report; default: the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("maxLength" = 200))]
    pub title: Option<String>,
    /// The question that the scenario answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("maxLength" = 1000))]
    pub question: Option<String>,
    /// First simulated day.
    pub start: Date,
    /// Last simulated day.
    pub end: Date,
    /// Month in which the fiscal year starts [1-12].
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 12))]
    pub fiscal_year_starts: u32,
    /// Seed of all random numbers.
    #[serde(default = "seed")]
    #[schemars(range(min = 0))]
    pub seed: u64,
    /// Replications to run.
    #[serde(default = "replications")]
    #[schemars(range(min = 1), extend("x-limit" = 1_000_000))]
    pub replications: u32,
    /// Currency of all costs.
    #[serde(default = "default_currency")]
    pub currency: String,
    /// Pending caseload below which the backlog counts as cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e9, "x-unit" = "cases"))]
    pub clearance_level: Option<Number>,
}

fn one() -> u32 {
    1
}

fn seed() -> u64 {
    1
}

fn replications() -> u32 {
    100
}

pub fn default_currency() -> String {
    "USD".to_owned()
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // The names are the documentation.
pub enum DayName {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// A set of holidays known by rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HolidayRule {
    /// No holidays.
    #[default]
    None,
    /// The federal holidays of the United States.
    UsFederal,
}

/// Days on which courts sit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarDocument {
    /// Weekdays on which courts sit; default: Monday to Friday.
    #[schemars(length(min = 1, max = 7))]
    pub sitting_days: Vec<DayName>,
    /// Holidays by rule.
    pub holidays: HolidayRule,
    /// Further days without sessions.
    pub dates: Vec<Date>,
}

impl Default for CalendarDocument {
    fn default() -> Self {
        use DayName::{Fri, Mon, Thu, Tue, Wed};
        let sitting_days = vec![Mon, Tue, Wed, Thu, Fri];
        Self {
            sitting_days,
            holidays: HolidayRule::None,
            dates: Vec::new(),
        }
    }
}

/// How hearings get their day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QueueRule {
    /// Each hearing is booked on the first day with free bookable minutes.
    BookAhead,
    /// Ready cases wait in a queue and are called while the session lasts.
    CallUp,
}

/// Order in which ready cases are called up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DisciplineRule {
    /// Earliest filing day first.
    FirstFiled,
    /// Earliest ready day first.
    FirstReady,
    /// Latest filing day first.
    LastFiled,
    /// Least work still expected first.
    ShortestWork,
}

/// What happens to the book when capacity rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RebookingRule {
    /// The book is left alone.
    Never,
    /// Booked hearings are brought forward.
    Advance,
}

/// How the queue works.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RulesDocument {
    /// How hearings get their day.
    pub queue: QueueRule,
    /// Order in which ready cases are called up; only for `call-up`; default: `first-filed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discipline: Option<DisciplineRule>,
    /// What happens to the book when capacity rises.
    pub rebooking: RebookingRule,
    /// Shortest notice of a hearing that is booked again.
    #[schemars(extend("minimum" = 0, "x-limit" = 3650, "x-whole" = true, "x-unit" = "days"))]
    pub minimum_notice: Number,
    /// How far beyond the end of the horizon the book reaches.
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub book_limit: Number,
}

impl Default for RulesDocument {
    fn default() -> Self {
        Self {
            queue: QueueRule::BookAhead,
            discipline: None,
            rebooking: RebookingRule::Never,
            minimum_notice: Number::Value(10.0),
            book_limit: Number::Value(3650.0),
        }
    }
}

/// A kind of session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionDocument {
    /// Id.
    #[schemars(extend("x-id" = true))]
    pub id: String,
    /// Name for people; default: the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("maxLength" = 200))]
    pub name: Option<String>,
    /// Share of the bench time; the shares of all kinds add to 1.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub share: Number,
    /// Bookable minutes for each planned minute.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "factor"))]
    pub overbooking: Number,
    /// Whether a hearing of this kind decides on the merits.
    #[serde(default)]
    pub merits: bool,
}

/// How cases end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DispositionDocument {
    /// Id.
    #[schemars(extend("x-id" = true))]
    pub id: String,
    /// Name for people; default: the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("maxLength" = 200))]
    pub name: Option<String>,
    /// Whether it is an order in absentia.
    #[serde(default)]
    pub in_absentia: bool,
    /// Whether the case becomes inactive rather than finished.
    #[serde(default)]
    pub inactive: bool,
}

fn unity() -> Number {
    Number::Value(1.0)
}

fn nought() -> Number {
    Number::Value(0.0)
}

fn steady() -> Series {
    1.0.into()
}

fn idle() -> Series {
    0.0.into()
}

fn at_once() -> Dist {
    0.0.into()
}
