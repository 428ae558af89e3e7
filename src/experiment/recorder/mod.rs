//! The recorder: listens to a replication and fills its panel.

mod closing;
mod counts;
mod durations;
mod log;
mod sheets;
mod write;

use super::layout::Layout;
use super::measure::Flows;
use crate::court::{
    Adjournment, Blueprint, Case, CourtId, Entry, Exit, Flags, Monitor, SessionId, SiteId, Snapshot,
};
use crate::time::Day;
use closing::{Closing, Span};
use counts::{Counts, Stocks, Told};
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
    /// People at host sites, by court and docket.
    hosted: Vec<f64>,
    years: usize,
    first_year: i32,
    /// Fiscal year of each day of the horizon, counted from the first.
    year_of: Vec<u16>,
    stocks: Stocks,
    base: Day,
    pending_all: i64,
    cleared: Option<Day>,
    /// Pending cases by what flows give, by court and docket [cases].
    balance: Vec<i64>,
    /// The same at the end of each month so far.
    balances: Vec<i64>,
    /// Ends of periods, and how many of them have been.
    closings: Vec<Closing>,
    closed: usize,
    told: Told,
    dockets: usize,
    start: Day,
    /// The first day of the month.
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
        let flows = Flows::of(blueprint);
        let pairs = blueprint.courts.len() * blueprint.dockets.len();
        let first_year = blueprint.fiscal_year(blueprint.start).year;
        let years = (blueprint.fiscal_year(blueprint.end).year - first_year + 1) as usize;
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
            years,
            first_year,
            year_of: (blueprint.start.0..=blueprint.end.0)
                .map(|day| (blueprint.fiscal_year(Day(day)).year - first_year) as u16)
                .collect(),
            stocks: Stocks::default(),
            pending_all: 0,
            cleared: None,
            balance: vec![0; pairs],
            balances: Vec::new(),
            closings: Closing::all(blueprint, layout),
            closed: 0,
            told: Told::new(blueprint),
            dockets: blueprint.dockets.len(),
            start: blueprint.start,
            month_began: blueprint.start.month().first_day(),
            breach: None,
            blueprint,
            layout,
            flows,
            clearance_level,
        }
    }

    /// The panel of the replication, the first breach of conservation, and the sheets for the next.
    pub fn finish(mut self) -> (Vec<f64>, Option<String>, Sheets) {
        self.write_durations();
        (self.panel, self.breach, self.sheets)
    }

    #[inline(always)]
    fn pair(&self, case: &Case) -> usize {
        case.court().index() * self.dockets + case.docket().index()
    }

    /// A day of the month, from 0, and that on which a case was filed, as logs count them.
    #[inline(always)]
    fn offsets(&self, day: Day, case: &Case) -> (u32, u32) {
        let filed = (case.filed() - self.base).max(0);
        ((day - self.month_began) as u32, filed as u32)
    }

    /// Whether a case was filed within the horizon and has not come back.
    #[inline(always)]
    fn in_cohort(case: &Case) -> bool {
        !case.has_any(Flags::OPENING_OR_RETURNED)
    }
}

impl Monitor for Recorder<'_> {
    #[inline(always)]
    fn entered(&mut self, day: Day, case: &Case, entry: Entry) {
        let pair = self.pair(case);
        let cases = u32::from(case.members());
        self.told.entered(pair, entry, cases);
        let (day, filed) = self.offsets(day, case);
        let log = &mut self.sheets.logs[pair].entered;
        log.note(day, Note::default(), filed, cases);
        self.pending_all += i64::from(cases);
        if case.site().is_some() {
            self.hosted[pair] += f64::from(cases);
        }
    }

    #[inline(always)]
    fn left(&mut self, day: Day, case: &Case, exit: Exit) {
        let pair = self.pair(case);
        let cases = u32::from(case.members());
        self.told.left(pair, exit, cases);
        self.pending_all -= i64::from(cases);
        if case.site().is_some() {
            self.hosted[pair] -= f64::from(cases);
        }
        let decided = matches!(exit, Exit::Completion(_));
        let first = decided && !case.has(Flags::RETURNED);
        let note = Note::default()
            .with(Note::DECIDED, first)
            .with(Note::COHORT, Self::in_cohort(case))
            .with(Note::UNHEARD, !case.has(Flags::HEARD))
            .with(Note::WITHOUT_MERITS, !case.has(Flags::MERITS));
        let (on, filed) = self.offsets(day, case);
        self.sheets.logs[pair].left.note(on, note, filed, cases);
        if decided
            && self.cleared.is_none()
            && let Some(level) = self.clearance_level
            && (self.pending_all as f64) < level
        {
            self.cleared = Some(day);
        }
    }

    #[inline(always)]
    fn held(&mut self, day: Day, case: &Case, session: SessionId, _: u32) {
        let pair = self.pair(case);
        self.told.held(pair, session);
        let first = !case.has(Flags::HEARD);
        let merits = !case.has(Flags::MERITS) && self.blueprint.sessions[session.index()].merits;
        if (first || merits) && !case.has(Flags::RETURNED) {
            let note = Note::default().with(Note::COHORT, Self::in_cohort(case));
            let (day, filed) = self.offsets(day, case);
            let (logs, cases) = (&mut self.sheets.logs[pair], u32::from(case.members()));
            if first {
                logs.first.note(day, note, filed, cases);
            }
            if merits {
                logs.merits.note(day, note, filed, cases);
            }
        }
    }

    #[inline(always)]
    fn adjourned(&mut self, _: Day, case: &Case, session: SessionId, reason: Adjournment) {
        let pair = self.pair(case);
        self.told.adjourned(pair, session, reason);
    }

    fn sat(&mut self, _: Day, court: CourtId, _: SessionId, used: u32, available: u32) {
        let bench = &mut self.sheets.month.bench[court.index()];
        bench.0 += f64::from(used.min(available));
        bench.1 += f64::from(available);
    }

    fn host_taken(&mut self, _: Day, case: &Case, site: SiteId) {
        self.sheets.month.sites[site.index()].0 += f64::from(case.members());
    }

    fn host_refused(&mut self, _: Day, case: &Case, site: SiteId) {
        self.sheets.month.sites[site.index()].1 += f64::from(case.members());
    }

    fn host_left(&mut self, _: Day, case: &Case, site: SiteId, days: i32) {
        let total = &mut self.sheets.month.host_days[site.index()];
        total.0 += f64::from(days) * f64::from(case.members());
        total.1 += f64::from(case.members());
    }

    // Tells of millions of cases: their filing days are counted here, and turned into waits later.
    #[inline(always)]
    fn still_pending(&mut self, _: Day, case: &Case) {
        if Self::in_cohort(case) {
            let day = (case.filed() - self.start) as usize;
            let slot = self.pair(case) * self.year_of.len() + day;
            let waiting = &mut self.sheets.waiting[slot];
            let counts = |holds: bool| u32::from(holds) * u32::from(case.members());
            waiting.pending += counts(true);
            waiting.heard += counts(case.has(Flags::HEARD));
            waiting.merits += counts(case.has(Flags::MERITS));
        }
    }

    fn month_ended(&mut self, snapshot: &Snapshot) {
        self.stocks.take(snapshot);
        let balance = &mut self.balance;
        let flows = &mut self.sheets.month.flows;
        self.told
            .settle(self.blueprint, &self.flows, flows, |pair, cases| {
                balance[pair] += cases;
            });
        for (cost, amount) in self.sheets.month.cost.iter_mut().zip(snapshot.court_cost) {
            *cost += amount;
        }
        *self
            .sheets
            .month
            .cost
            .last_mut()
            .expect("policies come last") += snapshot.policy_cost;
        self.balances.extend_from_slice(&self.balance);
        let logs = self.sheets.logs.iter_mut();
        logs.flat_map(Logs::all).for_each(Log::end_month);
        self.month_began = snapshot.day + 1;
        while let Some(&closing) = self.closings.get(self.closed)
            && closing.last == snapshot.day
        {
            self.write(closing);
            self.closed += 1;
        }
    }
}
