//! Scenario files: read, merged along `extends`, checked, and turned into what the engine runs.
//!
//! The way of a file: text -> tree that knows its places ([`parse`], [`node`]) -> merged with the
//! files it extends ([`merge`]) and with `--set` ([`sets`]) -> structure checked against the
//! document types ([`structure`], [`shape`]) -> typed [`Document`] -> meaning checked
//! ([`semantics`]) -> [`Scenario`], which is valid by construction. What is wrong comes back as
//! diagnostics, all at once.

mod assemble;
mod build;
mod csv;
mod document;
mod draws;
mod editor;
mod instead;
mod known;
pub mod lexicon;
mod library;
mod load;
pub mod measure;
mod merge;
mod node;
mod parameter;
mod parse;
mod policy;
mod resolved;
mod semantics;
mod sets;
mod shape;
mod structure;
mod unit;
mod values;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use build::Model;
pub use document::{Document, Spread, TargetDocument, Used, When};
pub use draws::Draws;
pub use editor::editor_schema;
pub use instead::Instead;
pub use library::{Disk, FILE_LIMIT, Files, Memory};
pub use load::{Faults, Loaded, load, load_among, load_from, load_instead};
pub use parameter::{ParameterInfo, key as draw_key};
pub use policy::{KINDS, Kind};
pub use semantics::year_of;
pub use sets::Missed;
pub use shape::schema;
pub use values::ValueInfo;

use build::Builder;
use document::Number;

use crate::court::{Blueprint, Levers};
use crate::policy::Policy;
use crate::rng::{Distribution, Stream, Variate};
use crate::time::Day;

/// A scenario, valid by construction.
#[derive(Clone, Debug)]
pub struct Scenario {
    document: Document,
    model: Model,
    /// Values of named parameters and of numbers with a range.
    central: BTreeMap<String, f64>,
    /// Parameter vectors, of which each replication takes one.
    draws: Option<Draws>,
    /// Tabulated distributions, for models with other values.
    variates: Vec<(Distribution, Variate)>,
    /// Name, and the default output folder.
    pub name: String,
    /// Title of the report.
    pub title: String,
    /// The question that it answers.
    pub question: Option<String>,
    /// First simulated day.
    pub start: Day,
    /// Last simulated day.
    pub end: Day,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Replications to run.
    pub replications: u32,
    /// Currency of all costs.
    pub currency: String,
    /// Pending caseload below which the backlog counts as cleared [cases].
    pub clearance_level: Option<f64>,
    /// Every number that means something, in the order of the file.
    pub parameters: Vec<ParameterInfo>,
    /// Every value, with its place.
    pub values: Vec<ValueInfo>,
    /// The policies, for people.
    pub policies_info: Vec<PolicyInfo>,
    /// Published series.
    pub actual: Vec<ActualSeries>,
    /// Published figures.
    pub actual_values: Vec<ActualValue>,
    /// Digest of the resolved text, values of CSV files included [64 hexadecimal digits].
    pub content_hash: String,
    resolved: String,
    files: Vec<String>,
}

/// A policy, for people.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyInfo {
    /// Id.
    pub id: String,
    /// The bill of which it is a provision.
    pub bill: Option<String>,
    /// Name of that bill for people.
    pub bill_name: Option<String>,
    /// Its key in the file: the start of the keys of its numbers.
    pub key: String,
    /// Kind.
    pub kind: String,
    /// Name for people.
    pub name: String,
    /// First day on which it may change anything.
    pub effective: Day,
    /// First day on which it no longer holds.
    pub until: Option<Day>,
    /// Probability that it comes about (the central value) [0-1].
    pub probability: f64,
    /// Citation.
    pub source: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// File in which it stands.
    pub file: String,
    /// Line in the file.
    pub line: usize,
}

/// A published series.
#[derive(Clone, Debug, PartialEq)]
pub struct ActualSeries {
    /// Name, for the legend.
    pub name: String,
    /// Measure.
    pub measure: String,
    /// Court, or `all`.
    pub court: String,
    /// Docket, or `all`.
    pub docket: String,
    /// Unit, in words.
    pub unit: Option<String>,
    /// Edition of the published series.
    pub vintage: Option<String>,
    /// Last day of each period, with the value, in order.
    pub points: Vec<(Day, f64)>,
    /// Citation.
    pub source: Option<String>,
}

/// A published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct ActualValue {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: Option<String>,
    /// Measure.
    pub measure: String,
    /// Court, or `all`.
    pub court: String,
    /// Docket, or `all`.
    pub docket: String,
    /// When it is counted.
    pub when: When,
    /// The number [unit of the measure].
    pub value: f64,
    /// Lowest simulated mean that counts as agreement [unit of the measure].
    pub low: Option<f64>,
    /// Highest simulated mean that counts as agreement [unit of the measure].
    pub high: Option<f64>,
    /// Whether the scenario's numbers were chosen by it.
    pub used: Used,
    /// Citation.
    pub source: String,
    /// Remark.
    pub note: Option<String>,
    /// Whether the scenario's own file states it, rather than one that it extends.
    pub own: bool,
}

impl Scenario {
    /// The court system with the central values of uncertain parameters.
    pub fn blueprint(&self) -> &Blueprint {
        &self.model.blueprint
    }

    /// The levers before any policy, with the central values of uncertain parameters.
    pub fn levers(&self) -> &Levers {
        &self.model.levers
    }

    /// The policies, with the central values of uncertain parameters.
    pub fn policies(&self) -> &[Policy] {
        &self.model.policies
    }

    /// The provisions of bills: id of the bill, id of the provision.
    pub fn provisions(&self) -> impl Iterator<Item = (&str, &str)> {
        let policies = self.model.policies.iter();
        policies.filter_map(|policy| Some((policy.bill.as_deref()?, policy.id.as_str())))
    }

    /// Central value of a number of the document.
    pub fn number(&self, number: &Number) -> f64 {
        Builder::new(&self.document, &self.central, &self.variates).number(number)
    }

    /// The document behind the scenario.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Parameters that are drawn for each replication.
    pub fn uncertain(&self) -> impl Iterator<Item = &ParameterInfo> {
        self.parameters
            .iter()
            .filter(|parameter| parameter.uncertain())
    }

    /// The model of one replication: uncertain parameters take the values of its stream.
    ///
    /// The same parameter (by name) has the same draw in every scenario.
    pub fn model(&self, stream: Stream) -> Cow<'_, Model> {
        if self.uncertain().next().is_none() {
            return Cow::Borrowed(&self.model);
        }
        Cow::Owned(self.model_with(self.drawn(stream)))
    }

    /// The values of uncertain parameters in one replication; those of a drawn vector last, in
    /// place of the parameter's own draw.
    pub fn drawn(&self, stream: Stream) -> Vec<(&str, f64)> {
        let own = self.uncertain();
        let own = own.map(|parameter| (parameter.name(), parameter.draw(stream)));
        let vector = self.draws.iter();
        let vector = vector.flat_map(|draws| draws.values(draws.pick(stream)));
        own.chain(vector).collect()
    }

    /// The model with given values for some parameters, by [`ParameterInfo::name`]; all others
    /// have their central values. Names that are no named or movable number have no effect.
    pub fn model_with<'n>(&self, values: impl IntoIterator<Item = (&'n str, f64)>) -> Model {
        let mut all = self.central.clone();
        for (name, value) in values {
            if let Some(slot) = all.get_mut(name) {
                *slot = value;
            }
        }
        let build = Builder::new(&self.document, &all, &self.variates);
        build.model(&self.model.blueprint.calendar)
    }

    /// The whole document after inheritance and settings, with the origin of every value: a file
    /// that needs no other, and loads to an equal scenario.
    pub fn resolved_toml(&self) -> &str {
        &self.resolved
    }

    /// The same without what only reports tell of it: for the many points of a grid.
    pub fn lean(self) -> Self {
        let drawn = self.parameters.into_iter();
        Self {
            parameters: drawn.filter(ParameterInfo::uncertain).collect(),
            values: Vec::new(),
            policies_info: Vec::new(),
            actual: Vec::new(),
            resolved: String::new(),
            files: Vec::new(),
            ..self
        }
    }

    /// Every file that was read.
    pub fn files(&self) -> &[String] {
        &self.files
    }
}

impl PartialEq for Scenario {
    fn eq(&self, other: &Self) -> bool {
        self.document == other.document
    }
}
