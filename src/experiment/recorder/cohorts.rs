//! Filing cohorts: what became of the cases filed in a fiscal year.

use super::account::ratio;
use super::durations::{Waits, docket_of};
use super::log::Note;
use super::{Recorder, durations};
use crate::court::Flags;
use crate::experiment::layout::Period;
use crate::experiment::measure::{Kind, Wait};
use crate::stats::{DayHistogram, KaplanMeier};

/// What happened to the cases that a docket, or several, got in a fiscal year, by kind of wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Cohort {
    pub(super) ended: Waits,
    pub(super) censored: Waits,
}

/// Cases that were filed on a day of the horizon and have not come back: those that are pending, and
/// those that have had no hearing yet, or none on the merits [cases]. Who ended without a hearing has
/// none for ever, and stays among them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waiting {
    pub(super) pending: u32,
    pub(super) unheard: u32,
    pub(super) without_merits: u32,
}

impl Waiting {
    /// Cases as a note tells of them.
    #[inline(always)]
    pub(super) fn of(note: Note) -> Self {
        let cases = note.cases();
        let without = |flag| u32::from(!note.has_any(flag)) * cases;
        Self {
            pending: cases,
            unheard: without(Flags::HEARD),
            without_merits: without(Flags::MERITS),
        }
    }

    /// They came onto the docket.
    #[inline(always)]
    pub(super) fn add(&mut self, other: Self) {
        self.pending += other.pending;
        self.unheard += other.unheard;
        self.without_merits += other.without_merits;
    }

    /// They went to another docket.
    #[inline(always)]
    pub(super) fn remove(&mut self, other: Self) {
        self.pending -= other.pending;
        self.unheard -= other.unheard;
        self.without_merits -= other.without_merits;
    }
}

impl Cohort {
    /// Empties it and keeps its memory.
    pub(super) fn clear(&mut self) {
        durations::clear(&mut self.ended);
        durations::clear(&mut self.censored);
    }

    /// Adds another cohort.
    pub(super) fn merge(&mut self, other: &Cohort) {
        let mine = self.ended.iter_mut().chain(&mut self.censored);
        let others = other.ended.iter().chain(&other.censored);
        mine.zip(others).for_each(|(to, from)| to.merge(from));
    }

    /// For each wait: the share censored, and the survival curve.
    fn curves(&self) -> [(Option<f64>, KaplanMeier); 3] {
        Wait::ALL.map(|wait| {
            let (ended, censored) = (&self.ended[wait.index()], &self.censored[wait.index()]);
            let count = |histogram: &DayHistogram| histogram.count() as f64;
            let (open, closed) = (count(censored), count(ended));
            (
                ratio((open, open + closed)),
                KaplanMeier::new(ended, censored),
            )
        })
    }
}

/// Waits that have not ended when the horizon does are censored: of cohorts by fiscal year, by day of
/// filing. So are those of cases that ended without the hearing: it will never come, and to leave them
/// out would tell of a court in which nobody's case ends before it.
pub(super) fn censor(cohorts: &mut [Cohort], filing_days: &[Waiting], year_of: &[u16]) {
    for (filed, (waiting, &year)) in filing_days.iter().zip(year_of).enumerate() {
        let since = (filing_days.len() - 1 - filed) as u32;
        let censored = &mut cohorts[usize::from(year)].censored;
        for (wait, cases) in [
            (Wait::Disposition, waiting.pending),
            (Wait::FirstHearing, waiting.unheard),
            (Wait::Merits, waiting.without_merits),
        ] {
            if cases > 0 {
                censored[wait.index()].add(since, cases);
            }
        }
    }
}

impl Recorder<'_> {
    /// Writes the Kaplan-Meier quantiles of filing cohorts, by docket and fiscal year, of one court
    /// or of all.
    pub(super) fn write_cohorts(&mut self, court: Option<usize>, cohorts: &[&[Cohort]]) {
        let layout = self.layout;
        for (period, &kind) in layout.periods.iter().enumerate() {
            let Period::FiscalYear(fy) = kind else {
                continue;
            };
            let year = (fy.year - self.first_year) as usize;
            for (cell, slots) in layout.cells_of(period, court) {
                let curves = match docket_of(cell, cohorts) {
                    [one] => one[year].curves(),
                    several => {
                        let mut sum = Cohort::default();
                        several.iter().for_each(|docket| sum.merge(&docket[year]));
                        sum.curves()
                    }
                };
                for i in slots {
                    let value = match layout.measures[layout.at(i).measure].kind {
                        Kind::CohortQuantile(wait, p) => {
                            curves[wait.index()].1.quantile(p).map(f64::from)
                        }
                        Kind::CohortOpen => curves[Wait::Disposition.index()].0,
                        _ => continue,
                    };
                    self.panel[i] = value.unwrap_or(f64::NAN);
                }
            }
        }
    }
}
