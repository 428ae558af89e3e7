//! Ages and waits: read out of the logs when the run is over, one court after another.

use super::closing::{Closing, Span};
use super::write::ratio;
use super::Recorder;
use super::log::{Logs, Note};
use crate::experiment::layout::{Cell, Layout, Period};
use crate::experiment::measure::{Kind, Wait};
use crate::stats::{DayHistogram, KaplanMeier, Together};
use crate::time::Day;

/// Waits that ended, by kind.
type Waits = [DayHistogram; 3];

/// What happened to the cases that a docket, or several, got in a fiscal year, by kind of wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Cohort {
    ended: Waits,
    censored: Waits,
}

/// Cases of a filing day that are still pending when the horizon ends, and how many of them have
/// had a hearing, and one on the merits [cases].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waiting {
    pub(super) pending: u32,
    pub(super) heard: u32,
    pub(super) merits: u32,
}

/// A docket of the court that is read.
#[derive(Clone, Debug, Default)]
struct DocketSheet {
    /// Pending cases by day of filing.
    pending: DayHistogram,
    /// Pending cases over the time standard [cases].
    over: u64,
    /// Waits that ended in the month, the fiscal year and the horizon.
    waits: [Waits; 3],
    /// By fiscal year of filing.
    cohorts: Vec<Cohort>,
}

/// Several courts together, in or at the end of a period.
#[derive(Clone, Debug, Default)]
struct Sum {
    pending: DayHistogram,
    over: u64,
    waits: Waits,
}

/// What durations are counted in, kept from one replication to the next.
#[derive(Debug, Default)]
pub(super) struct DurationSheets {
    /// The dockets of the court that is read.
    dockets: Vec<DocketSheet>,
    /// All courts, by period: by docket where the layout asks for it.
    sums: Vec<Vec<Sum>>,
    /// All courts, by docket and fiscal year of filing.
    cohorts: Vec<Vec<Cohort>>,
}

/// How the days of the logs of a month are counted.
#[derive(Clone, Copy)]
struct Clock<'a> {
    /// The month, from 0.
    month: usize,
    /// From the day before all filings to the first day of the month [days].
    began: u32,
    /// From the day before all filings to the start [days].
    lead: u32,
    /// Fiscal year of each day of the horizon, counted from the first.
    year_of: &'a [u16],
}

impl Clock<'_> {
    /// The wait of a case filed on a day [days].
    #[inline(always)]
    fn since(self, filed: u32, note: Note) -> u32 {
        (self.began + note.day()).saturating_sub(filed)
    }

    /// The fiscal year in which the cases of a filing cohort were filed.
    #[inline(always)]
    fn cohort(self, filed: u32, note: Note) -> Option<usize> {
        let day = filed.wrapping_sub(self.lead) as usize;
        note.has(Note::COHORT)
            .then(|| usize::from(self.year_of[day]))
    }
}

impl Cohort {
    fn histograms(&mut self) -> impl Iterator<Item = &mut DayHistogram> {
        self.ended.iter_mut().chain(&mut self.censored)
    }

    fn clear(&mut self) {
        self.histograms().for_each(DayHistogram::clear);
    }

    fn merge(&mut self, other: &Cohort) {
        let others = other.ended.iter().chain(&other.censored);
        self.histograms()
            .zip(others)
            .for_each(|(to, from)| to.merge(from));
    }
}

impl DocketSheet {
    fn clear(&mut self, years: usize) {
        self.pending.clear();
        clear(self.waits.as_flattened_mut());
        self.cohorts.resize_with(years, Cohort::default);
        self.cohorts.iter_mut().for_each(Cohort::clear);
    }

    fn part(&self, span: Span) -> Part<'_> {
        (&self.pending, &self.waits[span as usize], self.over)
    }

    /// Counts what was noted in a month.
    fn count(&mut self, logs: &Logs, clock: Clock<'_>) {
        let pending = &mut self.pending;
        (logs.entered).read(clock.month, |note, filed| pending.add(filed, note.cases()));
        for (wait, log) in [(Wait::FirstHearing, &logs.first), (Wait::Merits, &logs.merits)] {
            log.read(clock.month, |note, filed| self.end(wait, note, filed, clock));
        }
        logs.left.read(clock.month, |note, filed| {
            self.pending.remove(filed, note.cases());
            if note.has(Note::DECIDED) {
                self.end(Wait::Disposition, note, filed, clock);
                if let Some(year) = clock.cohort(filed, note) {
                    self.censor_never_held(note, clock.since(filed, note), year);
                }
            }
        });
    }

    #[inline(always)]
    fn end(&mut self, wait: Wait, note: Note, filed: u32, clock: Clock<'_>) {
        let (wait, days) = (wait.index(), clock.since(filed, note));
        self.waits[Span::Month as usize][wait].add(days, note.cases());
        if let Some(year) = clock.cohort(filed, note) {
            self.cohorts[year].ended[wait].add(days, note.cases());
        }
    }

    /// Waits for hearings that a case was decided without will never end.
    #[inline(always)]
    fn censor_never_held(&mut self, note: Note, days: u32, year: usize) {
        let censored = &mut self.cohorts[year].censored;
        if note.has(Note::UNHEARD) {
            censored[Wait::FirstHearing.index()].add(days, note.cases());
        }
        // About half of the cases: an addition of nothing is cheaper than a branch.
        let cases = u32::from(note.has(Note::WITHOUT_MERITS)) * note.cases();
        censored[Wait::Merits.index()].add(days, cases);
    }

    /// Waits of cases that still wait when the horizon ends are censored.
    fn censor(&mut self, filing_days: &[Waiting], year_of: &[u16]) {
        for (filed, (waiting, &year)) in filing_days.iter().zip(year_of).enumerate() {
            let &Waiting {
                pending,
                heard,
                merits,
            } = waiting;
            if pending > 0 {
                let since = (filing_days.len() - 1 - filed) as u32;
                let censored = &mut self.cohorts[usize::from(year)].censored;
                censored[Wait::Disposition.index()].add(since, pending);
                censored[Wait::FirstHearing.index()].add(since, pending - heard);
                censored[Wait::Merits.index()].add(since, pending - merits);
            }
        }
    }

    /// What ended in a period counts in the longer one too, and no more in its own.
    fn carry(&mut self, span: Span) {
        let (from, to) = match (span, &mut self.waits) {
            (Span::Month, [month, year, _]) => (month, year),
            (Span::Year, [_, year, horizon]) => (year, horizon),
            (Span::Horizon, _) => return,
        };
        to.iter_mut().zip(&*from).for_each(|(a, b)| a.merge(b));
        clear(from);
    }
}

impl Sum {
    fn add(&mut self, docket: &DocketSheet, span: Span) {
        self.pending.merge(&docket.pending);
        self.over += docket.over;
        let waits = self.waits.iter_mut().zip(&docket.waits[span as usize]);
        waits.for_each(|(to, from)| to.merge(from));
    }

    fn clear(&mut self) {
        self.pending.clear();
        self.over = 0;
        clear(&mut self.waits);
    }
}

fn clear(histograms: &mut [DayHistogram]) {
    histograms.iter_mut().for_each(DayHistogram::clear);
}

impl DurationSheets {
    /// Empty sheets for so many dockets and years.
    fn fit(&mut self, layout: &Layout, dockets: usize, years: usize) {
        self.dockets.resize_with(dockets, DocketSheet::default);
        self.sums.resize_with(layout.periods.len(), Vec::new);
        for (period, sums) in self.sums.iter_mut().enumerate() {
            let mut cells = layout.cells_of(period, None);
            let apart = cells.any(|(cell, _)| cell.docket.is_some());
            sums.resize_with(if apart { dockets } else { 1 }, Sum::default);
            sums.iter_mut().for_each(Sum::clear);
        }
        self.cohorts.resize_with(dockets, Vec::new);
        for cohorts in &mut self.cohorts {
            cohorts.resize_with(years, Cohort::default);
            cohorts.iter_mut().for_each(Cohort::clear);
        }
    }
}

/// Pending cases by day of filing, waits that ended in a period, and cases over the time standard.
type Part<'v> = (&'v DayHistogram, &'v Waits, u64);

/// Durations of one docket or of several together.
struct View<'v> {
    pending: Together<'v>,
    waits: [Together<'v>; 3],
    over: u64,
}

impl<'v> View<'v> {
    fn of(parts: &[Part<'v>]) -> Self {
        let waits = |wait: Wait| Together::of(parts.iter().map(|part| &part.1[wait.index()]));
        Self {
            pending: Together::of(parts.iter().map(|part| part.0)),
            waits: Wait::ALL.map(waits),
            over: parts.iter().map(|part| part.2).sum(),
        }
    }

    /// The number of a measure; `since` are the days from that before all filings to today [days].
    fn value(&self, kind: Kind, since: f64) -> Option<f64> {
        match kind {
            Kind::AgeMean => self.pending.mean().map(|filed| since - filed),
            // The oldest cases have the smallest filing days.
            Kind::AgeQuantile(p) => {
                let filed = self.pending.quantile(1.0 - p);
                filed.map(|filed| since - f64::from(filed))
            }
            Kind::OverStandard => Some(self.over as f64),
            Kind::WaitMean(wait) => self.waits[wait.index()].mean(),
            Kind::WaitQuantile(wait, p) => self.waits[wait.index()].quantile(p).map(f64::from),
            _ => None,
        }
    }
}

impl Recorder<'_> {
    /// Writes all ages and waits.
    pub(super) fn write_durations(&mut self) {
        let mut sheets = std::mem::take(&mut self.sheets.durations);
        let logs = std::mem::take(&mut self.sheets.logs);
        sheets.fit(self.layout, self.dockets, self.years);
        for (court, logs) in logs.chunks_exact(self.dockets).enumerate() {
            self.write_court(court, logs, &mut sheets);
        }
        for place in 0..self.closings.len() {
            let Closing { period, last, .. } = self.closings[place];
            let sums = sheets.sums[period].iter();
            let parts: Vec<Part<'_>> = sums.map(|s| (&s.pending, &s.waits, s.over)).collect();
            self.write_views(period, None, last, &parts);
        }
        let cohorts: Vec<&[Cohort]> = sheets.cohorts.iter().map(Vec::as_slice).collect();
        self.write_cohorts(None, &cohorts);
        self.sheets.logs = logs;
        self.sheets.durations = sheets;
    }

    fn write_court(&mut self, court: usize, logs: &[Logs], sheets: &mut DurationSheets) {
        let dockets = &mut sheets.dockets;
        dockets.iter_mut().for_each(|docket| docket.clear(self.years));
        for place in 0..self.closings.len() {
            let Closing { period, span, last } = self.closings[place];
            if span == Span::Month {
                let clock = self.clock(last);
                let dockets_and_logs = dockets.iter_mut().zip(logs);
                dockets_and_logs.for_each(|(docket, logs)| docket.count(logs, clock));
                self.check_pending(court, clock.month, last, dockets);
            }
            self.note_over_standard(last, dockets);
            let parts: Vec<Part<'_>> = dockets.iter().map(|docket| docket.part(span)).collect();
            self.write_views(period, Some(court), last, &parts);
            let sums = &mut sheets.sums[period];
            for (d, docket) in dockets.iter_mut().enumerate() {
                let sum = d.min(sums.len() - 1);
                sums[sum].add(docket, span);
                docket.carry(span);
            }
        }
        for (d, docket) in dockets.iter_mut().enumerate() {
            let (pair, days) = (court * self.dockets + d, self.year_of.len());
            docket.censor(&self.sheets.waiting[pair * days..][..days], &self.year_of);
            let sums = sheets.cohorts[d].iter_mut();
            sums.zip(&docket.cohorts).for_each(|(sum, of)| sum.merge(of));
        }
        let cohorts: Vec<&[Cohort]> = dockets.iter().map(|d| d.cohorts.as_slice()).collect();
        self.write_cohorts(Some(court), &cohorts);
    }

    /// The clock of the month that ends on a day.
    fn clock(&self, last: Day) -> Clock<'_> {
        Clock {
            month: (last.month().0 - self.start.month().0) as usize,
            began: (last.month().first_day() - self.base) as u32,
            lead: (self.start - self.base) as u32,
            year_of: &self.year_of,
        }
    }

    /// What was noted must give the pending cases that flows give, by docket.
    fn check_pending(
        &mut self,
        court: usize,
        month: usize,
        today: Day,
        dockets: &[DocketSheet],
    ) {
        let balances = &self.balances[month * self.balance.len() + court * self.dockets..];
        for (docket, &balance) in dockets.iter().zip(balances) {
            let pending = docket.pending.count();
            if balance != pending as i64 {
                let court = &self.blueprint.courts[court].id;
                let text = format!(
                    "{today}: flows at {court} give {balance} cases, {pending} are pending"
                );
                self.breach.get_or_insert(text);
            }
        }
    }

    fn note_over_standard(&self, today: Day, dockets: &mut [DocketSheet]) {
        for (sheet, docket) in dockets.iter_mut().zip(&self.blueprint.dockets) {
            let latest = today - self.base - docket.time_standard - 1;
            sheet.over = u32::try_from(latest).map_or(0, |latest| {
                sheet.pending.count() - sheet.pending.count_above(latest)
            });
        }
    }

    /// Writes the ages and waits of a period at one court, or at all, of which these are the dockets;
    /// where the layout does not ask for dockets they may be one.
    fn write_views(&mut self, period: usize, court: Option<usize>, last: Day, parts: &[Part<'_>]) {
        let layout = self.layout;
        let since = f64::from(last - self.base);
        for (cell, slots) in layout.cells_of(period, court) {
            let view = View::of(docket_of(cell, parts));
            for i in slots {
                let kind = layout.measures[layout.at(i).measure].kind;
                if kind.is_duration() {
                    self.panel[i] = view.value(kind, since).unwrap_or(f64::NAN);
                }
            }
        }
    }

    /// Writes the Kaplan-Meier quantiles of filing cohorts, by docket and fiscal year.
    fn write_cohorts(&mut self, court: Option<usize>, cohorts: &[&[Cohort]]) {
        let layout = self.layout;
        for (period, &kind) in layout.periods.iter().enumerate() {
            let Period::FiscalYear(fy) = kind else {
                continue;
            };
            let year = (fy.year - self.first_year) as usize;
            for (cell, slots) in layout.cells_of(period, court) {
                let curves = curves(docket_of(cell, cohorts), year);
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

/// The docket of a cell, or all.
fn docket_of<T>(cell: Cell, dockets: &[T]) -> &[T] {
    match cell.docket {
        Some(docket) => &dockets[docket..=docket],
        None => dockets,
    }
}

/// For each wait of a cohort: the share censored, and the survival curve.
fn curves(dockets: &[&[Cohort]], year: usize) -> [(Option<f64>, KaplanMeier); 3] {
    let merged;
    let cohort = match dockets {
        [one] => &one[year],
        _ => {
            let mut sum = Cohort::default();
            dockets.iter().for_each(|docket| sum.merge(&docket[year]));
            merged = sum;
            &merged
        }
    };
    Wait::ALL.map(|wait| {
        let (ended, censored) = (&cohort.ended[wait.index()], &cohort.censored[wait.index()]);
        let (open, closed) = (censored.count() as f64, ended.count() as f64);
        (
            ratio(open, open + closed),
            KaplanMeier::new(ended, censored),
        )
    })
}
