//! What was sought, and what was found.

use serde::{Deserialize, Serialize};

use crate::experiment::optimize::{Side, Target};

/// The value of a number with which targets are met often enough.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OptimizeInfo {
    /// Key in the scenario file.
    pub key: String,
    /// Unit of its values.
    pub unit: String,
    /// How many values there are to choose from.
    pub values: u64,
    /// The lowest of them.
    pub low: f64,
    /// The highest of them.
    pub high: f64,
    /// Its value in the scenario as it stands, where that has one number for it.
    pub stands: Option<f64>,
    /// What is to hold in the same replication.
    pub targets: Vec<TargetInfo>,
    /// In which share of replications it is to hold.
    pub probability: f64,
    /// What was found.
    pub ended: Ended,
    /// Values tried.
    pub tried: u64,
    /// Whether nothing was left to try.
    pub complete: bool,
    /// Whether the targets are met more often with higher values.
    pub rises: bool,
    /// The answer, if there is one.
    pub answer: Option<f64>,
    /// From the first to the last value, the one that meets the targets less often first, of those whose
    /// intervals hold the probability.
    pub doubtful: Option<(f64, f64)>,
    /// Values one after another of those tried where the later one, which should meet the targets more
    /// often, meets them less often.
    pub falls: Vec<(f64, f64)>,
}

/// How a search ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// It has an answer: with the value next to it the targets are not met often enough.
    Least,
    /// They are met often enough with every value that was tried.
    Already,
    /// They are not with the best value.
    Never,
    /// It was stopped.
    #[default]
    Unfinished,
}

/// What is to hold of a number in a replication.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TargetInfo {
    /// Measure id.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Court id, or `all`.
    pub court: String,
    /// Docket id, or `all`.
    pub docket: String,
    /// `month:2019-03`, `fy:2019` or `horizon`.
    pub period: String,
    /// Whether it is counted at the end of its period.
    pub at_end: bool,
    /// Whether it is to be below the bound; else above.
    pub below: bool,
    /// The bound [unit of the measure].
    pub bound: f64,
}

impl TargetInfo {
    /// A target as it is told.
    pub fn of(target: &Target) -> Self {
        let quantity = &target.quantity;
        Self {
            measure: quantity.measure.clone(),
            unit: quantity.unit.clone(),
            at_end: quantity.at_end,
            court: quantity.court.clone(),
            docket: quantity.docket.clone(),
            period: quantity.period.clone(),
            below: target.side == Side::Below,
            bound: target.bound,
        }
    }
}

/// The best split of a total between some numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SplitInfo {
    /// Keys in the scenario file, as the rows number them.
    pub keys: Vec<String>,
    /// Unit of the values of each.
    pub units: Vec<String>,
    /// What the values add up to.
    pub total: f64,
    /// In which steps it is split.
    pub step: f64,
    /// Splits there are.
    pub splits: u64,
    /// What makes a split the best: the lowest mean if below, else the highest.
    pub measure: TargetInfo,
    /// The difference that matters [unit of the measure].
    pub difference: f64,
    /// How the choice ended.
    pub chosen: Chosen,
    /// Splits that were left at the end.
    pub left: u64,
    /// Replications of each of them.
    pub done: u64,
    /// The best one, as the rows number them; none before all were looked at.
    pub best: Option<u64>,
    /// The one nearest to an even split, as the rows number them.
    pub even: u64,
}

/// How a choice ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chosen {
    /// One split was left.
    Best,
    /// All replications were run, and several were left.
    Several,
    /// It was stopped.
    #[default]
    Unfinished,
}
