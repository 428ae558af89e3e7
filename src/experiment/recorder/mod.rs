//! The recorder: listens to a replication and fills its panel.

mod counts;
mod sheets;
mod write;

use super::layout::{Layout, Period};
use super::measure::{Flows, Wait};
use crate::court::{
    Adjournment, Blueprint, Case, CourtId, Entry, Exit, Flags, Monitor, SessionId, SiteId, Snapshot,
};
use crate::time::Day;
use counts::{Counts, Stocks, Told};
pub use sheets::Sheets;
use sheets::Waiting;

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
    balance: Vec<i64>,
    told: Told,
    dockets: usize,
    start: Day,
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
        sheets.fit(blueprint, years);
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
            told: Told::new(blueprint),
            dockets: blueprint.dockets.len(),
            start: blueprint.start,
            breach: None,
            blueprint,
            layout,
            flows,
            clearance_level,
        }
    }

    /// The panel of the replication, the first breach of conservation, and the sheets for the next.
    pub fn finish(mut self) -> (Vec<f64>, Option<String>, Sheets) {
        self.censor_waiting(self.blueprint.end);
        self.write_cohorts();
        (self.panel, self.breach, self.sheets)
    }

    #[inline(always)]
    fn pair(&self, case: &Case) -> usize {
        case.court().index() * self.dockets + case.docket().index()
    }

    #[inline(always)]
    fn wait(&mut self, pair: usize, wait: Wait, day: Day, case: &Case) {
        let days = (day - case.filed()).max(0) as u32;
        let weight = u32::from(case.members());
        self.sheets.month.waits[pair * Wait::ALL.len() + wait.index()].add(days, weight);
        if Self::in_cohort(case) {
            let cohort = self.cohort(pair, case.filed());
            self.sheets.cohorts[cohort].ended[wait.index()].add(days, weight);
        }
    }

    /// The wait will never end.
    #[inline(always)]
    fn censor(&mut self, pair: usize, wait: Wait, day: Day, case: &Case) {
        if Self::in_cohort(case) {
            let cohort = self.cohort(pair, case.filed());
            let days = (day - case.filed()).max(0) as u32;
            self.sheets.cohorts[cohort].censored[wait.index()].add(days, u32::from(case.members()));
        }
    }

    /// The first hearing, or the first on the merits, is held.
    #[inline(always)]
    fn wait_ended(&mut self, pair: usize, (first, merits): (bool, bool), day: Day, case: &Case) {
        if first {
            self.wait(pair, Wait::FirstHearing, day, case);
        }
        if merits {
            self.wait(pair, Wait::Merits, day, case);
        }
    }

    /// Whether a case was filed within the horizon and has not come back.
    #[inline(always)]
    fn in_cohort(case: &Case) -> bool {
        !case.has_any(Flags::OPENING_OR_RETURNED)
    }

    #[inline(always)]
    fn cohort(&self, pair: usize, filed: Day) -> usize {
        pair * self.years + usize::from(self.year_of[(filed - self.start) as usize])
    }

    /// At the end of the horizon: the waits that have not ended are censored.
    fn censor_waiting(&mut self, today: Day) {
        let days = self.year_of.len();
        for slot in 0..self.sheets.waiting.len() {
            let Waiting {
                pending,
                heard,
                merits,
            } = self.sheets.waiting[slot];
            if pending == 0 {
                continue;
            }
            let filed = self.start + (slot % days) as i32;
            let cohort = self.cohort(slot / days, filed);
            let censored = &mut self.sheets.cohorts[cohort].censored;
            let since = (today - filed) as u32;
            censored[Wait::Disposition.index()].add(since, pending);
            censored[Wait::FirstHearing.index()].add(since, pending - heard);
            censored[Wait::Merits.index()].add(since, pending - merits);
        }
    }

    /// Opening, inflows and outflows must give the pending cases, by court and docket.
    fn check_balance(&mut self, today: Day) {
        for (pair, &balance) in self.balance.iter().enumerate() {
            let pending = self.sheets.pending[pair].count();
            if balance != pending as i64 {
                let court = &self.blueprint.courts[pair / self.dockets].id;
                let text = format!(
                    "{today}: flows at {court} give {balance} cases, {pending} are pending"
                );
                self.breach.get_or_insert(text);
            }
        }
    }
}

impl Monitor for Recorder<'_> {
    #[inline(always)]
    fn entered(&mut self, _: Day, case: &Case, entry: Entry) {
        let pair = self.pair(case);
        let cases = u32::from(case.members());
        self.told.entered(pair, entry, cases);
        self.sheets.pending[pair].add((case.filed() - self.base).max(0) as u32, cases);
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
        self.sheets.pending[pair].remove((case.filed() - self.base).max(0) as u32, cases);
        self.pending_all -= i64::from(cases);
        if case.site().is_some() {
            self.hosted[pair] -= f64::from(cases);
        }
        let Exit::Completion(_) = exit else { return };
        if !case.has(Flags::RETURNED) {
            self.wait(pair, Wait::Disposition, day, case);
            if !case.has(Flags::HEARD) {
                self.censor(pair, Wait::FirstHearing, day, case);
            }
            if !case.has(Flags::MERITS) {
                self.censor(pair, Wait::Merits, day, case);
            }
        }
        if self.cleared.is_none()
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
            self.wait_ended(pair, (first, merits), day, case);
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
        self.check_balance(snapshot.day);
        let layout = self.layout;
        let find = |period| layout.find(period).expect("the layout covers the horizon");
        self.write(find(Period::Month(snapshot.month)), snapshot.day);
        let fy = self.blueprint.fiscal_year(snapshot.day);
        let over = snapshot.day == self.blueprint.end;
        if over || snapshot.day == fy.last_day(self.blueprint.fiscal_year_start) {
            self.write(find(Period::FiscalYear(fy)), snapshot.day);
        }
        if over {
            self.write(find(Period::Horizon), snapshot.day);
        }
    }
}
