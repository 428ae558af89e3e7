//! Ages and waits, read out of the logs of one court after another.

use super::account::{Account, Spans};
use super::closing::Span;
use super::cohorts::{Cohort, Waiting};
use super::log::{Logs, Note};
use crate::court::Flags;
use crate::experiment::layout::Cell;
use crate::experiment::measure::{Kind, Wait};
use crate::stats::{DayHistogram, Together};

/// Waits that ended, by kind.
pub(super) type Waits = [DayHistogram; 3];

/// A docket of the court that is read, or of all courts together.
#[derive(Clone, Debug, Default)]
pub(super) struct DocketSheet {
    /// Flows of the period and stocks at its end.
    pub(super) account: Account,
    /// Flows of longer times.
    pub(super) flows: Spans<Vec<f64>>,
    /// Pending cases by day of filing.
    pub(super) pending: DayHistogram,
    /// Pending cases over the time standard [cases].
    over: u64,
    /// Waits that ended.
    waits: Spans<Waits>,
    /// By fiscal year of filing.
    pub(super) cohorts: Vec<Cohort>,
    /// By day of filing.
    pub(super) waiting: Vec<Waiting>,
}

/// How the days of the logs of a month are counted.
#[derive(Clone, Copy)]
pub(super) struct Clock<'a> {
    /// The month, from 0.
    pub(super) month: usize,
    /// From the day before all filings to the first day of the month [days]; where the run starts within
    /// it that may lie before, and the number wraps.
    pub(super) began: u32,
    /// From the day before all filings to the start [days].
    pub(super) lead: u32,
    /// Fiscal year of each day of the horizon, counted from the first.
    pub(super) year_of: &'a [u16],
}

impl Clock<'_> {
    /// The wait of a case filed on a day [days].
    #[inline(always)]
    fn since(self, filed: u32, note: Note) -> u32 {
        let day = self.began.wrapping_add(note.day());
        day.saturating_sub(filed)
    }

    /// The day of the horizon on which the cases of a filing cohort were filed.
    #[inline(always)]
    fn filing_day(self, filed: u32, note: Note) -> Option<usize> {
        let new = !note.has_any(Flags::OPENING_OR_RETURNED);
        new.then(|| filed.wrapping_sub(self.lead) as usize)
    }
}

impl DocketSheet {
    /// An empty sheet for so many kinds of flows, fiscal years and days.
    pub(super) fn clear(&mut self, (flows, years, days): (usize, usize, usize)) {
        self.account = Account::default();
        self.pending.clear();
        for span in Span::ALL {
            clear(self.waits.of(span));
            self.flows.of(span).clear();
            self.flows.of(span).resize(flows, 0.0);
        }
        self.cohorts.resize_with(years, Cohort::default);
        self.cohorts.iter_mut().for_each(Cohort::clear);
        self.waiting.clear();
        self.waiting.resize(days, Waiting::default());
    }

    /// Counts what was noted in a month, of filing cohorts too or not.
    #[inline(always)]
    pub(super) fn count<const COHORTS: bool>(&mut self, logs: &Logs, clock: Clock<'_>) {
        logs.entered.read(clock.month, |note, filed| {
            self.pending.add(filed, note.cases());
            if COHORTS && let Some(day) = clock.filing_day(filed, note) {
                self.waiting[day].add(Waiting::of(note));
            }
        });
        logs.first.read(clock.month, |note, filed| {
            let day = self.end::<COHORTS>(Wait::FirstHearing, note, filed, clock);
            if let Some(day) = day {
                self.waiting[day].unheard -= note.cases();
            }
        });
        logs.merits.read(clock.month, |note, filed| {
            let day = self.end::<COHORTS>(Wait::Merits, note, filed, clock);
            if let Some(day) = day {
                self.waiting[day].without_merits -= note.cases();
            }
        });
        logs.left.read(clock.month, |note, filed| {
            self.pending.remove(filed, note.cases());
            if note.ended() {
                let day = self.end::<COHORTS>(Wait::Disposition, note, filed, clock);
                if let Some(day) = day {
                    self.waiting[day].pending -= note.cases();
                }
            } else if COHORTS && let Some(day) = clock.filing_day(filed, note) {
                self.waiting[day].remove(Waiting::of(note));
            }
        });
    }

    /// A wait ended: counts it, in a filing cohort too if it is one of cohorts. Gives the day of
    /// filing of those.
    #[inline(always)]
    fn end<const COHORTS: bool>(
        &mut self,
        wait: Wait,
        note: Note,
        filed: u32,
        clock: Clock<'_>,
    ) -> Option<usize> {
        let (wait, days) = (wait.index(), clock.since(filed, note));
        self.waits.of(Span::Month)[wait].add(days, note.cases());
        let day = clock.filing_day(filed, note).filter(|_| COHORTS)?;
        let cohort = &mut self.cohorts[usize::from(clock.year_of[day])];
        cohort.ended[wait].add(days, note.cases());
        Some(day)
    }

    /// A period ends: its flows are those of the account, and the pending cases filed up to a day are
    /// over the time standard.
    pub(super) fn close(&mut self, span: Span, latest: i32) {
        self.account.flows.clone_from(self.flows.of(span));
        self.over = u32::try_from(latest).map_or(0, |latest| {
            self.pending.count() - self.pending.count_above(latest)
        });
    }

    pub(super) fn part(&mut self, span: Span) -> Part<'_> {
        (&self.pending, self.waits.of(span), self.over)
    }

    /// What ended in a period counts in the longer one too, and no more in its own.
    pub(super) fn carry(&mut self, span: Span) {
        if let Some((from, to)) = self.waits.carry(span) {
            to.iter_mut().zip(&*from).for_each(|(a, b)| a.merge(b));
            clear(from);
        }
        if let Some((from, to)) = self.flows.carry(span) {
            to.iter_mut().zip(&*from).for_each(|(a, b)| *a += b);
            from.fill(0.0);
        }
    }
}

/// Empties histograms and keeps their memory.
pub(super) fn clear(histograms: &mut [DayHistogram]) {
    histograms.iter_mut().for_each(DayHistogram::clear);
}

/// Pending cases by day of filing, waits that ended in a period, and cases over the time standard.
pub(super) type Part<'v> = (&'v DayHistogram, &'v Waits, u64);

/// Durations of one docket or of several together.
pub(super) struct View<'v> {
    pending: Together<'v>,
    waits: [Together<'v>; 3],
    over: u64,
}

impl<'v> View<'v> {
    pub(super) fn of(parts: &[Part<'v>]) -> Self {
        let waits = |wait: Wait| Together::of(parts.iter().map(|part| &part.1[wait.index()]));
        Self {
            pending: Together::of(parts.iter().map(|part| part.0)),
            waits: Wait::ALL.map(waits),
            over: parts.iter().map(|part| part.2).sum(),
        }
    }

    /// The number of a measure; `since` are the days from that before all filings to today [days].
    /// None where there is none, or where the measure is of another kind.
    pub(super) fn value(&self, kind: Kind, since: f64) -> Option<f64> {
        match kind {
            Kind::AgeMean => self.pending.mean().map(|filed| since - filed),
            // The oldest cases have the smallest filing days.
            Kind::AgeQuantile(p) => {
                let filed = self.pending.quantile_from_above(p);
                filed.map(|filed| since - f64::from(filed))
            }
            Kind::OverStandard => Some(self.over as f64),
            Kind::WaitMean(wait) => self.waits[wait.index()].mean(),
            Kind::WaitQuantile(wait, p) => self.waits[wait.index()].quantile(p).map(f64::from),
            _ => None,
        }
    }
}

/// The docket of a cell, or all.
pub(super) fn docket_of<T>(cell: Cell, dockets: &[T]) -> &[T] {
    match cell.docket {
        Some(docket) => &dockets[docket..=docket],
        None => dockets,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::court::{Case, SourceId};
    use crate::experiment::recorder::log::Log;
    use crate::time::Day;

    #[test]
    fn waits_are_right_in_a_month_that_began_long_before_all_filings() {
        // A run from the 28th on: filings are counted from the 26th, 25 days after the first.
        let clock = Clock {
            month: 0,
            began: -25i32 as u32,
            lead: 2,
            year_of: &[0; 9],
        };
        let mut log = Log::default();
        let note = Note::of(&Case::new(SourceId(0), 0, Day(0)), true);
        for day in 27..=30 {
            log.note(day, note, 2, 1);
        }
        log.end_month();
        let mut waits = Vec::new();
        log.read(0, |note, filed| waits.push(clock.since(filed, note)));
        assert_eq!(waits, [0, 1, 2, 3]);
    }
}
