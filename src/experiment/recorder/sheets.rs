//! The large counts of a recorder.

use super::counts::Counts;
use crate::court::Blueprint;
use crate::stats::DayHistogram;

/// What happened to a filing cohort of a court and docket, by kind of wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Cohort {
    pub(super) ended: [DayHistogram; 3],
    pub(super) censored: [DayHistogram; 3],
}

impl Cohort {
    /// Adds another cohort.
    pub(super) fn merge(&mut self, other: &Cohort) {
        let mine = self.ended.iter_mut().chain(&mut self.censored);
        let others = other.ended.iter().chain(&other.censored);
        mine.zip(others).for_each(|(to, from)| to.merge(from));
    }
}

/// Cases of a filing day that are still pending when the horizon ends, and how many of them have
/// had a hearing, and one on the merits [cases].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waiting {
    pub(super) pending: u32,
    pub(super) heard: u32,
    pub(super) merits: u32,
}

/// The counts of a recorder that are large: a replication of 70 courts fills 150 MB, which are kept
/// for the next one.
#[derive(Debug, Default)]
pub struct Sheets {
    pub(super) month: Counts,
    pub(super) year: Counts,
    pub(super) horizon: Counts,
    /// Pending cases by day of filing, by court and docket.
    pub(super) pending: Vec<DayHistogram>,
    /// By court and docket, then fiscal year of filing.
    pub(super) cohorts: Vec<Cohort>,
    /// Of cases filed within the horizon that have not come back, by court, docket and filing day.
    pub(super) waiting: Vec<Waiting>,
}

impl Sheets {
    /// Empty sheets for a court system.
    pub(super) fn fit(&mut self, blueprint: &Blueprint, years: usize) {
        let pairs = blueprint.courts.len() * blueprint.dockets.len();
        for counts in [&mut self.month, &mut self.year, &mut self.horizon] {
            counts.fit(blueprint);
        }
        self.pending.iter_mut().for_each(DayHistogram::clear);
        self.pending.resize_with(pairs, DayHistogram::new);
        for cohort in &mut self.cohorts {
            let waits = cohort.ended.iter_mut().chain(&mut cohort.censored);
            waits.for_each(DayHistogram::clear);
        }
        self.cohorts.resize_with(pairs * years, Cohort::default);
        self.waiting.clear();
        let days = pairs * blueprint.days() as usize;
        self.waiting.resize(days, Waiting::default());
    }
}
