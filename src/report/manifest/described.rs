//! The parts of a scenario as the reader sees them: courts, dockets, parameters, policies, series.

use serde::{Deserialize, Serialize};

/// An id and its name for people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Named {
    /// Id, as in the rows.
    pub id: String,
    /// Name for people.
    pub name: String,
}

/// A label and its value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Labelled {
    /// The label.
    pub label: String,
    /// The value, with its unit.
    pub value: String,
}

/// Where respondents of a docket wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Waits {
    /// In the country, at large.
    #[default]
    InCountry,
    /// In detention.
    Detained,
    /// In a host country.
    Host,
}

impl Waits {
    /// Words for a table.
    pub fn words(self) -> &'static str {
        match self {
            Waits::InCountry => "in the country",
            Waits::Detained => "in detention",
            Waits::Host => "in a host country",
        }
    }
}

/// A docket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocketInfo {
    /// Id, as in the rows.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Where its respondents wait.
    pub waits: Waits,
    /// Age at which a pending case is over the time standard [days].
    pub time_standard: Option<i64>,
    /// Whether no stage of its proceedings is a merits hearing.
    pub without_merits: bool,
}

/// A kind of session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionInfo {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Share of the bench time [0-1].
    pub share: f64,
    /// Bookable minutes for each planned minute [1].
    pub overbooking: f64,
}

/// A host site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteInfo {
    /// Id, as in `host_waiting.<id>`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Court that hears its cases.
    pub court: String,
    /// Docket of its cases.
    pub docket: String,
}

/// A parameter of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ParameterInfo {
    /// Key in the scenario file.
    pub key: String,
    /// Value, as it would be written.
    pub value: String,
    /// Unit of the value.
    pub unit: String,
    /// Low end of its range, in the same unit.
    pub low: Option<f64>,
    /// High end of its range, in the same unit.
    pub high: Option<f64>,
    /// Distribution it is drawn from, once per replication.
    pub distribution: Option<String>,
    /// Citation, in words.
    pub source: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// Whether it is an assumption: it has no source, or says so itself.
    pub assumption: bool,
    /// File the value came from.
    pub file: String,
    /// Line in that file, from 1.
    pub line: u32,
}

/// A policy of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyInfo {
    /// Id in the scenario file.
    pub id: String,
    /// Kind of policy.
    pub kind: String,
    /// Name for people.
    pub name: String,
    /// Name of the bill of which it is a provision.
    pub bill: Option<String>,
    /// Whether the day on which its host is ready, and it opens, is drawn.
    pub ready_drawn: bool,
    /// First day in force [`2019-03-12`].
    pub effective: String,
    /// Last day in force, where it ends.
    pub until: Option<String>,
    /// Probability that it comes into force [0-1].
    pub probability: Option<f64>,
    /// Citation, in words.
    pub source: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// Its other fields, as label and value.
    pub fields: Vec<Labelled>,
    /// File it came from.
    pub file: String,
    /// Line in that file, from 1.
    pub line: u32,
}

impl PolicyInfo {
    /// Name of what comes into force as a whole: the bill of a provision, else the policy.
    pub fn whole(&self) -> &str {
        self.bill.as_deref().unwrap_or(&self.name)
    }
}

/// A series of what really happened, for comparison with the simulated one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ActualSeries {
    /// Name of the series.
    pub name: String,
    /// Measure it counts.
    pub measure: String,
    /// Court id, or `all`.
    pub court: String,
    /// Docket id, or `all`.
    pub docket: String,
    /// Citation, in words.
    pub source: String,
    /// Day [`2019-09-30`] and value, in the measure's unit.
    pub points: Vec<(String, f64)>,
}

/// The grid of a sweep.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SweepInfo {
    /// The keys that are varied, as the rows number them.
    pub keys: Vec<VariedInfo>,
    /// Points of the grid.
    pub points: u64,
    /// Points of which all replications were finished.
    pub points_done: u64,
    /// Measures that were asked for, for the charts; none: those that the page leads with.
    pub measures: Vec<String>,
}

/// A key that is varied.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VariedInfo {
    /// Key in the scenario file.
    pub key: String,
    /// Unit of its values.
    pub unit: String,
    /// Its values, in order.
    pub values: Vec<f64>,
    /// Its value in the scenario as it stands, where that has one number for it.
    pub stands: Option<f64>,
}
