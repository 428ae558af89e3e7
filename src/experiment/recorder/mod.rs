//! The recorder: listens to a replication and fills its panel.

mod counts;
mod write;

use super::layout::{Layout, Period};
use super::measure::{Flows, Wait};
use crate::court::{
    Adjournment, Blueprint, Case, CourtId, Entry, Exit, Flags, Monitor, SessionId, SiteId, Snapshot,
};
use crate::stats::DayHistogram;
use crate::time::Day;
use counts::{Counts, Stocks};
use write::View;

/// What happened to a filing cohort of a court and docket, by kind of wait.
#[derive(Clone, Debug, Default)]
struct Cohort {
    ended: [DayHistogram; 3],
    censored: [DayHistogram; 3],
}

/// Listens to one replication and fills its panel.
#[derive(Debug)]
pub struct Recorder<'a> {
    blueprint: &'a Blueprint,
    layout: &'a Layout,
    flows: Flows,
    clearance_level: Option<f64>,
    panel: Vec<f64>,
    month: Counts,
    year: Counts,
    horizon: Counts,
    /// Pending cases by day of filing, counted from `base`, by court and docket.
    pending: Vec<DayHistogram>,
    /// People at host sites, by court and docket.
    hosted: Vec<f64>,
    /// By court and docket, then fiscal year of filing.
    cohorts: Vec<Cohort>,
    years: usize,
    first_year: i32,
    /// Fiscal year of each day of the horizon, counted from the first.
    year_of: Vec<u16>,
    stocks: Stocks,
    base: i32,
    pending_all: i64,
    cleared: Option<Day>,
    balance: Vec<i64>,
    view: View,
    breach: Option<String>,
}

impl<'a> Recorder<'a> {
    /// A recorder for the panels of a layout.
    pub fn new(blueprint: &'a Blueprint, layout: &'a Layout, clearance_level: Option<f64>) -> Self {
        let flows = Flows::of(blueprint);
        let pairs = blueprint.courts.len() * blueprint.dockets.len();
        let first_year = blueprint.fiscal_year(blueprint.start).year;
        let years = (blueprint.fiscal_year(blueprint.end).year - first_year + 1) as usize;
        let oldest = blueprint
            .opening
            .iter()
            .map(|o| o.age.sample_days(1.0 - 1e-13))
            .max();
        let counts = Counts::new(blueprint, flows.len());
        Self {
            base: blueprint.start.0 - oldest.unwrap_or(0).max(1) - 1,
            panel: vec![f64::NAN; layout.len()],
            month: counts.clone(),
            year: counts.clone(),
            horizon: counts,
            pending: vec![DayHistogram::new(); pairs],
            hosted: vec![0.0; pairs],
            cohorts: vec![Cohort::default(); pairs * years],
            years,
            first_year,
            year_of: (blueprint.start.0..=blueprint.end.0)
                .map(|day| (blueprint.fiscal_year(Day(day)).year - first_year) as u16)
                .collect(),
            stocks: Stocks::default(),
            pending_all: 0,
            cleared: None,
            balance: vec![0; pairs],
            view: View::default(),
            breach: None,
            blueprint,
            layout,
            flows,
            clearance_level,
        }
    }

    /// The panel of the replication, and the first breach of conservation.
    pub fn finish(mut self) -> (Vec<f64>, Option<String>) {
        self.write_cohorts();
        (self.panel, self.breach)
    }

    #[inline]
    fn pair(&self, case: &Case) -> usize {
        case.court.index() * self.blueprint.dockets.len() + case.docket.index()
    }

    #[inline]
    fn count(&mut self, pair: usize, flow: usize, cases: u8) {
        self.month.flows[pair * self.flows.len() + flow] += f64::from(cases);
    }

    #[inline]
    fn wait(&mut self, pair: usize, wait: Wait, day: Day, case: &Case) {
        let days = (day.0 - case.filed).max(0) as u32;
        let weight = u32::from(case.members);
        self.month.waits[pair * Wait::ALL.len() + wait.index()].add(days, weight);
        if let Some(cohort) = self.cohort(pair, case) {
            self.cohorts[cohort].ended[wait.index()].add(days, weight);
        }
    }

    /// The wait will never end, or had not ended when the horizon did.
    fn censor(&mut self, pair: usize, wait: Wait, day: Day, case: &Case) {
        if let Some(cohort) = self.cohort(pair, case) {
            let days = (day.0 - case.filed).max(0) as u32;
            self.cohorts[cohort].censored[wait.index()].add(days, u32::from(case.members));
        }
    }

    /// Cohort of a case that was filed within the horizon and has not come back.
    #[inline]
    fn cohort(&self, pair: usize, case: &Case) -> Option<usize> {
        if case.flags.has(Flags::OPENING) || case.flags.has(Flags::RETURNED) {
            return None;
        }
        let year = self.year_of[(case.filed - self.blueprint.start.0) as usize];
        Some(pair * self.years + usize::from(year))
    }

    /// Opening, inflows and outflows must give the pending cases, by court and docket.
    fn check_balance(&mut self, today: Day) {
        for (pair, &balance) in self.balance.iter().enumerate() {
            let pending = self.pending[pair].count();
            if balance != pending as i64 {
                let court = &self.blueprint.courts[pair / self.blueprint.dockets.len()].id;
                let text = format!(
                    "{today}: flows at {court} give {balance} cases, {pending} are pending"
                );
                self.breach.get_or_insert(text);
            }
        }
    }
}

impl Monitor for Recorder<'_> {
    #[inline]
    fn entered(&mut self, _: Day, case: &Case, entry: Entry) {
        let pair = self.pair(case);
        let cases = case.members;
        match entry {
            Entry::Opening => {}
            Entry::Receipt => self.count(pair, Flows::RECEIPTS, cases),
            Entry::Return => self.count(pair, Flows::RETURNS, cases),
            Entry::TransferIn => self.count(pair, Flows::TRANSFERS_IN, cases),
        }
        self.balance[pair] += i64::from(cases);
        self.pending[pair].add((case.filed - self.base).max(0) as u32, u32::from(cases));
        self.pending_all += i64::from(cases);
        if case.site().is_some() {
            self.hosted[pair] += f64::from(cases);
        }
    }

    #[inline]
    fn left(&mut self, day: Day, case: &Case, exit: Exit) {
        let pair = self.pair(case);
        let cases = case.members;
        self.balance[pair] -= i64::from(cases);
        self.pending[pair].remove((case.filed - self.base).max(0) as u32, u32::from(cases));
        self.pending_all -= i64::from(cases);
        if case.site().is_some() {
            self.hosted[pair] -= f64::from(cases);
        }
        let Exit::Completion(disposition) = exit else {
            self.count(pair, Flows::TRANSFERS_OUT, cases);
            return;
        };
        self.count(pair, Flows::COMPLETIONS, cases);
        self.count(pair, self.flows.disposition(disposition.index()), cases);
        if self.blueprint.dispositions[disposition.index()].in_absentia {
            self.count(pair, Flows::IN_ABSENTIA, cases);
        }
        if !case.flags.has(Flags::RETURNED) {
            self.wait(pair, Wait::Disposition, day, case);
            if !case.flags.has(Flags::HEARD) {
                self.censor(pair, Wait::FirstHearing, day, case);
            }
            if !case.flags.has(Flags::MERITS) {
                self.censor(pair, Wait::Merits, day, case);
            }
        }
        let level = self.clearance_level.filter(|_| self.cleared.is_none());
        if level.is_some_and(|level| (self.pending_all as f64) < level) {
            self.cleared = Some(day);
        }
    }

    #[inline]
    fn held(&mut self, day: Day, case: &Case, session: SessionId, _: u32) {
        let pair = self.pair(case);
        self.count(pair, Flows::HELD, 1);
        self.count(pair, self.flows.settings(session.index()), 1);
        if case.flags.has(Flags::RETURNED) {
            return;
        }
        if !case.flags.has(Flags::HEARD) {
            self.wait(pair, Wait::FirstHearing, day, case);
        }
        let merits = self.blueprint.sessions[session.index()].merits;
        if merits && !case.flags.has(Flags::MERITS) {
            self.wait(pair, Wait::Merits, day, case);
        }
    }

    #[inline]
    fn adjourned(&mut self, _: Day, case: &Case, session: SessionId, reason: Adjournment) {
        let pair = self.pair(case);
        self.count(pair, Flows::ADJOURNED + reason as usize, 1);
        // A hearing that was held counts as one setting, whether or not the case goes on.
        if reason != Adjournment::Continued {
            self.count(pair, self.flows.settings(session.index()), 1);
        }
    }

    fn sat(&mut self, _: Day, court: CourtId, _: SessionId, used: u32, available: u32) {
        let bench = &mut self.month.bench[court.index()];
        bench.0 += f64::from(used.min(available));
        bench.1 += f64::from(available);
    }

    fn host_taken(&mut self, _: Day, case: &Case, site: SiteId) {
        self.month.sites[site.index()].0 += f64::from(case.members);
    }

    fn host_refused(&mut self, _: Day, case: &Case, site: SiteId) {
        self.month.sites[site.index()].1 += f64::from(case.members);
    }

    fn host_left(&mut self, _: Day, case: &Case, site: SiteId, days: i32) {
        let total = &mut self.month.host_days[site.index()];
        total.0 += f64::from(days) * f64::from(case.members);
        total.1 += f64::from(case.members);
    }

    fn month_ended(&mut self, snapshot: &Snapshot) {
        self.stocks.take(snapshot);
        for (cost, amount) in self.month.cost.iter_mut().zip(snapshot.court_cost) {
            *cost += amount;
        }
        *self.month.cost.last_mut().expect("policies come last") += snapshot.policy_cost;
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

    fn still_pending(&mut self, day: Day, case: &Case) {
        let pair = self.pair(case);
        self.censor(pair, Wait::Disposition, day, case);
        if !case.flags.has(Flags::HEARD) {
            self.censor(pair, Wait::FirstHearing, day, case);
        }
        if !case.flags.has(Flags::MERITS) {
            self.censor(pair, Wait::Merits, day, case);
        }
    }
}
