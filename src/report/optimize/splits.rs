//! What charts and sentences of a choice among splits are about: the splits, the best one first.

use super::sought::{Told, place};
use crate::experiment::optimize::OptimizeRow;
use crate::report::frame::Frame;
use crate::report::manifest::{ScenarioInfo, SplitInfo, TargetInfo};
use crate::report::number::shown;

/// A choice and its splits.
#[derive(Clone, Debug)]
pub struct Splits<'a> {
    /// What was to be chosen.
    pub info: &'a SplitInfo,
    /// The scenario as it stands.
    pub scenario: &'a ScenarioInfo,
    /// The measure that the choice is by.
    pub told: Told<'a>,
    /// The scenario as it stands.
    pub stands: Part<'a>,
    /// The splits, by the means that were compared: the best one first.
    pub parts: Vec<Part<'a>>,
    /// Pending cases and cost, where they are not what the choice is by.
    pub beside: Vec<Told<'a>>,
}

/// A split.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// Its values; NaN where the scenario as it stands has no single one.
    pub values: Vec<f64>,
    /// The row of the measure that the choice is by.
    pub row: &'a OptimizeRow,
    rows: &'a [OptimizeRow],
}

impl<'a> Splits<'a> {
    /// The choice of saved results, if there is one with a split that was run.
    pub fn of(frame: &Frame<'a>) -> Option<Self> {
        let saved = frame.saved;
        let info = saved.manifest.split.as_ref()?;
        let scenario = saved.manifest.scenarios.first()?;
        let groups = saved.optimize.chunk_by(|a, b| a.trial == b.trial);
        let mut all = groups.map(|rows| Part::of(rows, info.keys.len()));
        let stands = all.next()?;
        let mut parts: Vec<Part> = all.collect();
        let below = info.measure.below;
        parts.sort_by(|a, b| {
            // By the paired difference from the best, which allows for replications of its own.
            let place = |part: &Part| {
                let first = u8::from(part.row.verdict != "answer");
                let behind = part.row.best_diff_mean.unwrap_or(f64::INFINITY);
                (first, if below { behind } else { -behind })
            };
            let (a, b) = (place(a), place(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        let highest = |told: &Told| {
            let rows = saved.optimize.iter().filter(|row| told.is_of(row));
            let means = rows.filter_map(|row| row.mean);
            means.map(f64::abs).fold(0.0, f64::max)
        };
        let TargetInfo {
            measure,
            at_end,
            court,
            docket,
            period,
            ..
        } = &info.measure;
        let both = (&saved.manifest, scenario);
        let title = place(both, (measure, *at_end), (court, docket, period));
        let told = Told::plain(stands.row, title);
        let high = highest(&told);
        let beside = stands.rows[1..].iter().map(|row| {
            let measure = (row.measure.as_str(), row.measure == "pending");
            let title = place(both, measure, (&row.court, &row.docket, &row.period));
            let told = Told::plain(row, title);
            let high = highest(&told);
            told.scaled(high)
        });
        Some(Self {
            info,
            scenario,
            told: told.scaled(high),
            beside: beside.collect(),
            stands,
            parts,
        })
    }

    /// The best split.
    pub fn best(&self) -> Option<&Part<'a>> {
        self.parts
            .first()
            .filter(|part| part.row.verdict == "answer")
    }

    /// The split that is nearest to an even one.
    pub fn even(&self) -> Option<&Part<'a>> {
        self.parts
            .iter()
            .find(|part| part.row.trial == self.info.even)
    }

    /// A split in words.
    pub fn words(&self, part: &Part) -> String {
        let both = self.info.keys.iter().zip(&part.values);
        let words = both.map(|(key, value)| format!("{key} = {}", told(*value)));
        words.collect::<Vec<_>>().join(", ")
    }
}

impl<'a> Part<'a> {
    fn of(rows: &'a [OptimizeRow], keys: usize) -> Self {
        let row = &rows[0];
        let values = [row.value_1, row.value_2, row.value_3, row.value_4];
        let values = values.into_iter().take(keys);
        Self {
            values: values.map(|value| value.unwrap_or(f64::NAN)).collect(),
            row,
            rows,
        }
    }

    /// The row of another measure.
    pub fn row_of(&self, told: &Told) -> Option<&'a OptimizeRow> {
        self.rows.iter().find(|row| told.is_of(row))
    }

    /// Its values, shortly.
    pub fn shown(&self) -> Vec<String> {
        self.values.iter().map(|value| told(*value)).collect()
    }

    /// Whether it cannot be told from the best one: the interval of the difference holds 0.
    pub fn alike(&self) -> bool {
        let ends = self.row.best_diff_ci_low.zip(self.row.best_diff_ci_high);
        ends.is_some_and(|(low, high)| low <= 0.0 && high >= 0.0)
    }
}

/// A value of a split; a dash where there is no single one.
fn told(value: f64) -> String {
    if value.is_finite() {
        shown(value)
    } else {
        "\u{2013}".to_owned()
    }
}
