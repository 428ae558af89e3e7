//! The recorder: listens to a replication and fills its panel.

mod account;
mod closing;
mod cohorts;
mod durations;
mod log;
mod sheets;
mod told;
mod write;

use super::layout::Layout;
use super::measure::Flows;
use crate::court::{
    Blueprint, Case, CourtId, Entry, Exit, Flags, Monitor, SessionId, SiteId, Snapshot,
};
use crate::time::{Day, Month};
use closing::Closing;
use log::{Log, Logs, Note};
pub use sheets::Sheets;

/// Listens to one replication and fills its panel.
#[derive(Debug)]
pub struct Recorder<'a> {
    blueprint: &'a Blueprint,
    layout: &'a Layout,
    flows: Flows,
    clearance_level: Option<f64>,
    panel: Vec<f64>,
    sheets: Sheets,
    /// People at host sites now, by court and docket.
    hosted: Vec<f64>,
    years: usize,
    first_year: i32,
    /// Fiscal year of each day of the horizon, counted from the first.
    year_of: Vec<u16>,
    /// A day before all filings.
    base: Day,
    /// Day from the start on which all courts together first had few cases.
    cleared: Option<usize>,
    /// Ends of periods.
    closings: Vec<Closing>,
    dockets: usize,
    start: Day,
    /// The month in which the courts that are simulated now are, from 0, and its first day.
    month: usize,
    month_began: Day,
    breach: Option<String>,
}

impl<'a> Recorder<'a> {
    /// A recorder for the panels of a layout.
    pub fn new(blueprint: &'a Blueprint, layout: &'a Layout, clearance_level: Option<f64>) -> Self {
        Self::on(Sheets::default(), blueprint, layout, clearance_level)
    }

    /// The same on the sheets of another, which has finished.
    pub fn on(
        mut sheets: Sheets,
        blueprint: &'a Blueprint,
        layout: &'a Layout,
        clearance_level: Option<f64>,
    ) -> Self {
        let pairs = blueprint.courts.len() * blueprint.dockets.len();
        let first_year = blueprint.fiscal_year(blueprint.start).year;
        let oldest = blueprint
            .opening
            .iter()
            .map(|o| o.age.sample_days(1.0 - 1e-13))
            .max();
        sheets.fit(blueprint);
        Self {
            base: blueprint.start - oldest.unwrap_or(0).max(1) - 1,
            panel: vec![f64::NAN; layout.len()],
            sheets,
            hosted: vec![0.0; pairs],
            years: (blueprint.fiscal_year(blueprint.end).year - first_year + 1) as usize,
            first_year,
            year_of: (blueprint.start.0..=blueprint.end.0)
                .map(|day| (blueprint.fiscal_year(Day(day)).year - first_year) as u16)
                .collect(),
            cleared: None,
            closings: Closing::all(blueprint, layout),
            dockets: blueprint.dockets.len(),
            start: blueprint.start,
            month: 0,
            month_began: blueprint.start.month().first_day(),
            breach: None,
            flows: Flows::of(blueprint),
            blueprint,
            layout,
            clearance_level,
        }
    }

    /// The panel of the replication, the first breach of conservation, and the sheets for the next.
    pub fn finish(mut self) -> (Vec<f64>, Option<String>, Sheets) {
        self.write();
        (self.panel, self.breach, self.sheets)
    }

    #[inline(always)]
    fn pair(&self, case: &Case) -> usize {
        case.court().index() * self.dockets + case.docket().index()
    }

    /// A day of the month, from 0, and that on which a case was filed, as logs count them.
    #[inline(always)]
    fn offsets(&self, day: Day, case: &Case) -> (u32, u32) {
        (
            (day - self.month_began) as u32,
            (case.filed() - self.base) as u32,
        )
    }

    /// Notes the first hearing of a case, or the first one on the merits.
    #[inline(never)]
    fn note_first(&mut self, day: Day, case: &Case, first: Flags) {
        let pair = self.pair(case);
        let note = Note::of(case, true);
        let (day, filed) = self.offsets(day, case);
        let (logs, cases) = (&mut self.sheets.logs[pair], u32::from(case.members()));
        if first.has(Flags::HEARD) {
            logs.first.note(day, note, filed, cases);
        }
        if first.has(Flags::MERITS) {
            logs.merits.note(day, note, filed, cases);
        }
    }
}

impl Monitor for Recorder<'_> {
    fn turned_to(&mut self, day: Day) {
        self.month = (day.month().0 - self.start.month().0) as usize;
        self.month_began = day.month().first_day();
    }

    #[inline(always)]
    fn came(&mut self, day: Day, like: &Case, entry: Entry, cases: u32) {
        let pair = self.pair(like);
        let (on, filed) = self.offsets(day, like);
        let sheets = &mut self.sheets;
        sheets.told.entered(pair, entry, cases);
        let note = Note::of(like, false);
        sheets.logs[pair].entered.note_again(on, note, filed, cases);
        if like.site().is_some() {
            self.hosted[pair] += f64::from(cases);
        }
    }

    #[inline(always)]
    fn left(&mut self, day: Day, case: &Case, exit: Exit) {
        let pair = self.pair(case);
        let cases = u32::from(case.members());
        let (on, filed) = self.offsets(day, case);
        let decided = matches!(exit, Exit::Completion(_)) && !case.has(Flags::RETURNED);
        let note = Note::of(case, decided);
        let sheets = &mut self.sheets;
        sheets.told.left(pair, exit, cases);
        sheets.logs[pair].left.note(on, note, filed, cases);
        if case.site().is_some() {
            self.hosted[pair] -= f64::from(cases);
        }
    }

    #[inline(always)]
    fn held_first(&mut self, day: Day, case: &Case, marks: Flags) {
        if !case.has(Flags::RETURNED) {
            self.note_first(day, case, case.flags().missing(marks));
        }
    }

    fn sat(&mut self, _: Day, court: CourtId, _: SessionId, used: u32, available: u32) {
        let bench = &mut self.sheets.months[self.month].bench[court.index()];
        bench.0 += f64::from(used.min(available));
        bench.1 += f64::from(available);
    }

    fn host_taken(&mut self, _: Day, case: &Case, site: SiteId) {
        let site = &mut self.sheets.months[self.month].sites[site.index()];
        site.taken += f64::from(case.members());
    }

    fn host_refused(&mut self, _: Day, case: &Case, site: SiteId) {
        let site = &mut self.sheets.months[self.month].sites[site.index()];
        site.refused += f64::from(case.members());
    }

    fn host_left(&mut self, _: Day, case: &Case, site: SiteId, days: i32) {
        let site = &mut self.sheets.months[self.month].sites[site.index()];
        site.days.0 += f64::from(days) * f64::from(case.members());
        site.days.1 += f64::from(case.members());
    }

    fn month_ended(&mut self, snapshot: &Snapshot) {
        self.sheets.months[self.month].take(snapshot, &self.hosted);
        let courts = &snapshot.courts;
        let pairs = courts.start * self.dockets..courts.end * self.dockets;
        let logs = self.sheets.logs[pairs.clone()].iter_mut();
        logs.flat_map(Logs::all).for_each(Log::end_month);
        self.sheets
            .told
            .end_month(pairs, self.month, snapshot.hearings);
        if snapshot.day < self.blueprint.end {
            self.turned_to(snapshot.day + 1);
        }
    }

    fn appeals_pending(&mut self, month: Month, cases: u64) {
        let month = (month.0 - self.start.month().0) as usize;
        self.sheets.months[month].appeals = cases as f64;
    }
}
