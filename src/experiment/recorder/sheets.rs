//! The large counts of a recorder.

use super::counts::Counts;
use super::durations::{DurationSheets, Waiting};
use super::log::{Log, Logs};
use crate::court::Blueprint;

/// The counts of a recorder that are large: a replication of 70 courts fills 100 MB, which are kept
/// for the next one.
#[derive(Debug, Default)]
pub struct Sheets {
    pub(super) month: Counts,
    pub(super) year: Counts,
    pub(super) horizon: Counts,
    /// What happened to cases, by court and docket.
    pub(super) logs: Vec<Logs>,
    /// Of cases filed within the horizon that have not come back, by court, docket and filing day.
    pub(super) waiting: Vec<Waiting>,
    pub(super) durations: DurationSheets,
}

impl Sheets {
    /// Empty sheets for a court system.
    pub(super) fn fit(&mut self, blueprint: &Blueprint) {
        let pairs = blueprint.courts.len() * blueprint.dockets.len();
        for counts in [&mut self.month, &mut self.year, &mut self.horizon] {
            counts.fit(blueprint);
        }
        let logs = self.logs.iter_mut();
        logs.flat_map(Logs::all).for_each(Log::clear);
        self.logs.resize_with(pairs, Logs::default);
        self.waiting.clear();
        let days = pairs * blueprint.days() as usize;
        self.waiting.resize(days, Waiting::default());
    }
}
