//! Charts of a study of sensitivity: for each measure a tornado, the screening, and the indices.

use super::common::{Draft, View, in_sentence};
use super::{indices, screening, tornado};
use crate::experiment::sensitivity::SensitivityRow;

/// What the charts of one measure are drawn from.
#[derive(Clone, Copy)]
pub struct Study<'a> {
    /// The scenario.
    pub view: View<'a>,
    /// Measure id.
    pub measure: &'a str,
    /// Unit of its numbers.
    pub unit: &'a str,
    /// Replications at each point.
    pub n: u64,
    rows: &'a [SensitivityRow],
}

impl<'a> Study<'a> {
    /// The rows of its factors.
    pub fn rows(&self) -> impl Iterator<Item = &'a SensitivityRow> + use<'a> {
        let (name, measure) = (self.view.name(), self.measure);
        let own = move |row: &&SensitivityRow| row.scenario == name && row.measure == measure;
        self.rows.iter().filter(own)
    }

    /// Title of the measure inside a sentence.
    pub fn measure_words(&self) -> String {
        in_sentence(&self.view.frame.saved.manifest.title_of(self.measure))
    }

    /// Id of a chart.
    pub fn chart(&self, kind: &str) -> String {
        format!("{kind}-{}", self.measure.replace(['_', '.'], "-"))
    }
}

/// The charts of every measure.
pub fn sensitivity(view: View) -> Vec<Draft> {
    let rows = &view.frame.saved.sensitivity;
    let mut drafts = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| row.scenario == view.name()) {
        if seen.contains(&row.measure.as_str()) {
            continue;
        }
        seen.push(&row.measure);
        let study = Study {
            view,
            measure: &row.measure,
            unit: &row.unit,
            n: row.n,
            rows,
        };
        let charts = [tornado::tornado, screening::screening, indices::indices];
        drafts.extend(charts.iter().filter_map(|draw| draw(study)));
    }
    drafts
}

/// A key as people read it: named parameters by their names.
pub fn short_key(key: &str) -> &str {
    key.strip_prefix("parameters.").unwrap_or(key)
}
