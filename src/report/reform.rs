//! The reform card: every value in which a scenario differs from its baseline.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::manifest::Manifest;
use crate::scenario::{Scenario, ValueInfo};

/// A value in which a scenario differs from its baseline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Difference {
    /// Key in the scenario file.
    pub key: String,
    /// Value in the baseline; empty where it has none.
    pub baseline: String,
    /// Value in the scenario; empty where it was dropped.
    pub scenario: String,
    /// Citation, in words.
    pub source: Option<String>,
    /// Whether it is a number without a citation.
    pub assumption: bool,
    /// File the scenario's value came from.
    pub file: String,
    /// Line in that file, from 1.
    pub line: u32,
}

/// The scenario that another is held against in its reform card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BaselineInfo {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its file.
    pub file: String,
    /// What it is to the scenario, in words.
    pub relation: String,
}

/// Fills the reform card of a scenario in the manifest; `relation` says what the baseline is to it.
pub fn fill(
    manifest: &mut Manifest,
    index: usize,
    scenario: &Scenario,
    baseline: &Scenario,
    relation: &str,
) {
    if let Some(info) = manifest.scenarios.get_mut(index) {
        info.differences = differences(baseline, scenario);
        info.baseline = Some(BaselineInfo {
            name: baseline.name.clone(),
            title: baseline.title.clone(),
            file: baseline.files().first().cloned().unwrap_or_default(),
            relation: relation.to_owned(),
        });
    }
}

/// Every value in which a scenario differs from its baseline: those of the scenario in its order,
/// then those that it drops.
pub fn differences(baseline: &Scenario, scenario: &Scenario) -> Vec<Difference> {
    let by_key = |values: &'_ [ValueInfo]| -> BTreeMap<String, ValueInfo> {
        let pair = |value: &ValueInfo| (value.key.clone(), value.clone());
        values.iter().map(pair).collect()
    };
    let before = by_key(&baseline.values);
    let kept: BTreeSet<&str> = scenario
        .values
        .iter()
        .map(|value| value.key.as_str())
        .collect();
    let mut found = Vec::new();
    for value in scenario.values.iter().filter(|value| counts(&value.key)) {
        let old = before.get(&value.key);
        if old.is_none_or(|old| old.exact != value.exact) {
            found.push(difference(old, Some(value)));
        }
    }
    let dropped = baseline.values.iter().filter(|value| counts(&value.key));
    found.extend(
        dropped
            .filter(|value| !kept.contains(value.key.as_str()))
            .map(|value| difference(Some(value), None)),
    );
    found
}

/// Whether a value can change a result that is compared: seed and replications are those of the
/// run.
fn counts(key: &str) -> bool {
    !matches!(key, "scenario.seed" | "scenario.replications")
}

fn difference(old: Option<&ValueInfo>, new: Option<&ValueInfo>) -> Difference {
    let place = new.or(old);
    let shown = |value: Option<&ValueInfo>| value.map(|v| v.shown.clone()).unwrap_or_default();
    let (baseline, mut scenario) = (shown(old), shown(new));
    if new.is_some() && scenario == baseline {
        // Long series are shown in short.
        scenario.push_str(" (other values)");
    }
    Difference {
        key: place.map(|value| value.key.clone()).unwrap_or_default(),
        baseline,
        scenario,
        source: new.and_then(|value| value.source.clone()),
        assumption: new.is_some_and(|value| value.assumption),
        file: place.map(|value| value.file.clone()).unwrap_or_default(),
        line: place.map_or(0, |value| value.line as u32),
    }
}
