//! `manifest.json`: what was run, of what, and everything the page needs to be drawn again.
//!
//! The layers above fill these structs; nothing here knows where the values come from, so that
//! `report DIR` needs the saved files and no scenario.

mod described;
mod optimize;

use serde::{Deserialize, Serialize};

pub use super::reform::{BaselineInfo, Difference};
pub use super::sensitivity::SensitivityInfo;
use crate::experiment::Detail;
pub use described::{
    ActualSeries, DocketInfo, Labelled, Named, ParameterInfo, PolicyInfo, SessionInfo, SiteInfo,
    SweepInfo, VariedInfo, Waits,
};

pub use optimize::{Chosen, Ended, OptimizeInfo, SplitInfo, TargetInfo};

/// Name by which a manifest is known to be ours.
pub const PROGRAM: &str = "docketsim";

/// File name of the manifest inside an output directory.
pub const MANIFEST_FILE: &str = "manifest.json";

/// What was run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunKind {
    /// One scenario.
    #[default]
    Run,
    /// A baseline (the first scenario) and others, paired.
    Compare,
    /// Parameters fitted to the past.
    Calibrate,
    /// Forecasts of years that the fit did not see.
    Backtest,
    /// Scenarios, each held against the figures that it says were published.
    Validate,
    /// One scenario, and a grid of others that differ from it in some numbers.
    Sweep,
    /// One scenario, and which of its numbers moves a measure most.
    Sensitivity,
    /// One scenario, and the value of a number, or the split of a total, that was sought.
    Optimize,
}

/// Everything about an experiment but its rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// Always [`PROGRAM`].
    pub program: String,
    /// Version of the program.
    pub version: String,
    /// The command line, one argument each, the program first.
    pub command_line: Vec<String>,
    /// What was run.
    pub kind: RunKind,
    /// Master seed.
    pub seed: u64,
    /// Replications asked for [replications].
    pub replications_requested: u64,
    /// What said how many.
    pub replications_by: CountedBy,
    /// Replications finished, and in the rows [replications].
    pub replications_done: u64,
    /// Whether the run was stopped before all replications were done.
    pub interrupted: bool,
    /// Worker threads [threads].
    pub threads: usize,
    /// Operating system, kind of processor and number of cores.
    pub system: String,
    /// When the run started [UTC, `2026-11-24T03:54:17Z`].
    pub started: String,
    /// How long the run took [seconds].
    pub wall_seconds: f64,
    /// Events handled in all replications [events].
    pub events: u64,
    /// Events per second of wall time [events per second].
    pub events_per_second: f64,
    /// Currency of `cost`, such as `USD`.
    pub currency: String,
    /// Detail of the rows.
    pub detail: Detail,
    /// Where the model and the code can be had.
    pub code: String,
    /// The scenarios; in a comparison the first is the baseline.
    pub scenarios: Vec<ScenarioInfo>,
    /// Names of the scenarios that were asked for, where there are not results of all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<String>,
    /// The measures in the rows.
    pub measures: Vec<MeasureInfo>,
    /// The part of the replications that was run, where it was not the whole.
    pub shard: Option<ShardInfo>,
    /// How provisions were taken apart, in words; empty where they were not.
    pub attribution: String,
    /// The grid of a sweep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sweep: Option<SweepInfo>,
    /// How a study of sensitivity was done, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<SensitivityInfo>,
    /// The value that was sought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optimize: Option<OptimizeInfo>,
    /// The split that was sought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split: Option<SplitInfo>,
    /// Files written, relative to the output directory, sorted.
    pub files: Vec<String>,
    /// What the reader should know before trusting the numbers.
    pub warnings: Vec<String>,
}

impl Manifest {
    /// Names of the scenarios, the baseline first.
    pub fn scenario_names(&self) -> Vec<&str> {
        self.scenarios.iter().map(|s| s.name.as_str()).collect()
    }

    /// Gives scenarios of one title labels of their own: a file that extends another has the title of
    /// that one, unless it states another.
    pub fn tell_apart(&mut self) {
        let titles: Vec<String> = self.scenarios.iter().map(|s| s.title.clone()).collect();
        for scenario in &mut self.scenarios {
            let alike = titles.iter().filter(|title| **title == scenario.title);
            if !scenario.title.is_empty() && alike.count() > 1 {
                scenario.told_apart = format!("{} ({})", scenario.title, scenario.name);
            }
        }
    }

    /// Names of the scenarios that were asked for, the baseline first.
    pub fn asked_names(&self) -> Vec<&str> {
        if self.asked.is_empty() {
            return self.scenario_names();
        }
        self.asked.iter().map(String::as_str).collect()
    }

    /// The measure with this id, if it is described.
    pub fn measure(&self, id: &str) -> Option<&MeasureInfo> {
        self.measures.iter().find(|m| m.id == id)
    }

    /// Replications finished of a scenario [replications].
    pub fn replications_of(&self, scenario: &ScenarioInfo) -> u64 {
        scenario.replications.unwrap_or(self.replications_done)
    }

    /// Title of a measure for people; its id in words where it is not described.
    pub fn title_of(&self, id: &str) -> String {
        match self.measure(id) {
            Some(measure) if !measure.title.is_empty() => measure.title.clone(),
            _ => id.replace('.', ": ").replace(['_', '-'], " "),
        }
    }
}

/// What says how many replications are run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountedBy {
    /// The scenario.
    #[default]
    Scenario,
    /// An option of the command line.
    Option,
    /// The command, which has a number of its own.
    Command,
    /// The precision that a measure was to reach, as `pending=0.01`.
    Precision(String),
}

/// One of several parts of an experiment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardInfo {
    /// Which one, from 1.
    pub index: u64,
    /// How many there are.
    pub of: u64,
}

/// A measure, as the reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeasureInfo {
    /// Id, as in the rows.
    pub id: String,
    /// Unit of the numbers.
    pub unit: String,
    /// Title for people.
    pub title: String,
    /// How it is counted.
    pub definition: String,
}

/// A scenario, as the reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScenarioInfo {
    /// Name, as in the rows.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Title and name, where other scenarios have the same title; else empty.
    #[serde(skip)]
    pub told_apart: String,
    /// The question it answers.
    pub question: String,
    /// How parameters were fitted to the past, in words; empty where they were not.
    pub fit: String,
    /// Replications of its own, where they are not those of the whole [replications].
    pub replications: Option<u64>,
    /// Digest of everything that determines its results.
    pub content_hash: String,
    /// Digest of its resolved file, in the folder of a part.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub resolved_hash: String,
    /// Digest of the panels of its replications, in the folder of a part.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub panels_hash: String,
    /// The files it was read from, the extending one first.
    pub files: Vec<String>,
    /// Digest of the way from the folder of the results to the first of them; empty where it is not
    /// known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub origin: String,
    /// First simulated day [`2018-10-01`].
    pub start: String,
    /// Last simulated day, inclusive [`2024-09-30`].
    pub end: String,
    /// Month in which the fiscal year starts [1-12].
    pub fiscal_year_start: u32,
    /// Pending caseload below which the backlog counts as cleared [cases].
    pub clearance_level: Option<f64>,
    /// The courts.
    pub courts: Vec<Named>,
    /// The dockets.
    pub dockets: Vec<DocketInfo>,
    /// Kinds of session: how the bench time is shared.
    pub sessions: Vec<SessionInfo>,
    /// Rules of the queue, as label and value.
    pub rules: Vec<Labelled>,
    /// Host sites.
    pub sites: Vec<SiteInfo>,
    /// Parameters with their sources.
    pub parameters: Vec<ParameterInfo>,
    /// Policies with their sources.
    pub policies: Vec<PolicyInfo>,
    /// What really happened, where it is known.
    pub actual: Vec<ActualSeries>,
    /// Every value in which the scenario differs from its baseline.
    pub differences: Vec<Difference>,
    /// The baseline of these differences.
    pub baseline: Option<BaselineInfo>,
}

impl ScenarioInfo {
    /// The title, or the name where there is no title; both where others have the same title.
    pub fn label(&self) -> &str {
        if !self.told_apart.is_empty() {
            &self.told_apart
        } else if self.title.is_empty() {
            &self.name
        } else {
            &self.title
        }
    }

    /// `FY2024`, or `2024` where the fiscal year is the calendar year.
    pub fn year_name(&self, year: i32) -> String {
        if self.fiscal_year_start == 1 {
            year.to_string()
        } else {
            format!("FY{year}")
        }
    }

    /// Whether parameters are drawn anew for each replication.
    pub fn draws_parameters(&self) -> bool {
        self.parameters.iter().any(|p| p.distribution.is_some())
    }

    /// Whether the day on which a host is ready is drawn anew for each replication.
    pub fn draws_readiness(&self) -> bool {
        self.policies.iter().any(|policy| policy.ready_drawn)
    }

    /// Name of a court for people.
    pub fn court_name<'a>(&'a self, id: &'a str) -> &'a str {
        let named = self.courts.iter().find(|c| c.id == id);
        named.map_or(id, |c| c.name.as_str())
    }

    /// Name of a docket for people.
    pub fn docket_name<'a>(&'a self, id: &'a str) -> &'a str {
        let named = self.dockets.iter().find(|d| d.id == id);
        named.map_or(id, |d| d.name.as_str())
    }
}
