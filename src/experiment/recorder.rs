//! The recorder: listens to a replication and fills its panel.

use super::layout::{Cell, Layout, Period};
use super::measure::{Flows, Kind, Wait};
use crate::court::{
    Adjournment, Blueprint, Case, CourtId, Entry, Exit, Flags, Monitor, SessionId, SiteId, Snapshot,
    WaitPlace,
};
use crate::stats::{DayHistogram, KaplanMeier};
use crate::time::Day;

/// What is counted over a period: a month, then added up to the fiscal year and the horizon.
#[derive(Clone, Debug)]
struct Counts {
    /// Flows, by court and docket.
    flows: Vec<f64>,
    /// Waits that ended, by court, docket and kind of wait.
    waits: Vec<DayHistogram>,
    /// Bench minutes used and available, by court.
    bench: Vec<(f64, f64)>,
    /// People taken in and refused, by site.
    sites: Vec<(f64, f64)>,
    /// Days at host sites of those who left, by site: days times people, and people.
    host_days: Vec<(f64, f64)>,
    /// Cost by court, then of policies.
    cost: Vec<f64>,
}

/// What happened to a filing cohort of a court and docket, by kind of wait.
#[derive(Clone, Debug, Default)]
struct Cohort {
    ended: [DayHistogram; 3],
    censored: [DayHistogram; 3],
}

/// Stocks at the end of the last month.
#[derive(Clone, Debug, Default)]
struct Stocks {
    judges: Vec<f64>,
    hours: Vec<f64>,
    inactive: Vec<f64>,
    next_merits: Vec<Option<i32>>,
    appeals: f64,
    host_waiting: Vec<f64>,
    host_capacity: Vec<f64>,
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
    scratch: DayHistogram,
    breach: Option<String>,
}

impl Counts {
    fn new(blueprint: &Blueprint, flows: usize) -> Self {
        let pairs = blueprint.courts.len() * blueprint.dockets.len();
        Self {
            flows: vec![0.0; pairs * flows],
            waits: vec![DayHistogram::new(); pairs * Wait::ALL.len()],
            bench: vec![(0.0, 0.0); blueprint.courts.len()],
            sites: vec![(0.0, 0.0); blueprint.sites.len()],
            host_days: vec![(0.0, 0.0); blueprint.sites.len()],
            cost: vec![0.0; blueprint.courts.len() + 1],
        }
    }

    fn clear(&mut self) {
        self.flows.fill(0.0);
        self.waits.iter_mut().for_each(DayHistogram::clear);
        self.bench.fill((0.0, 0.0));
        self.sites.fill((0.0, 0.0));
        self.host_days.fill((0.0, 0.0));
        self.cost.fill(0.0);
    }

    fn add(&mut self, part: &Counts) {
        let sum = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(a, b)| *a += b);
        sum(&mut self.flows, &part.flows);
        sum(&mut self.cost, &part.cost);
        self.waits.iter_mut().zip(&part.waits).for_each(|(a, b)| a.merge(b));
        let pairs = |to: &mut [(f64, f64)], from: &[(f64, f64)]| {
            for (a, b) in to.iter_mut().zip(from) {
                a.0 += b.0;
                a.1 += b.1;
            }
        };
        pairs(&mut self.bench, &part.bench);
        pairs(&mut self.sites, &part.sites);
        pairs(&mut self.host_days, &part.host_days);
    }
}

impl<'a> Recorder<'a> {
    /// A recorder for the panels of a layout.
    pub fn new(blueprint: &'a Blueprint, layout: &'a Layout, clearance_level: Option<f64>) -> Self {
        let flows = Flows::of(blueprint);
        let pairs = blueprint.courts.len() * blueprint.dockets.len();
        let first_year = blueprint.fiscal_year(blueprint.start).year;
        let years = (blueprint.fiscal_year(blueprint.end).year - first_year + 1) as usize;
        let oldest = blueprint.opening.iter().map(|o| o.age.sample_days(1.0 - 1e-13)).max();
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
            scratch: DayHistogram::new(),
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

    fn pairs_of(&self, cell: Cell) -> impl Iterator<Item = usize> + use<> {
        let (courts, dockets) = (self.blueprint.courts.len(), self.blueprint.dockets.len());
        let range = |one: Option<usize>, n| one.map_or(0..n, |i| i..i + 1);
        let inner = range(cell.docket, dockets);
        range(cell.court, courts).flat_map(move |c| inner.clone().map(move |d| c * dockets + d))
    }

    fn courts_of(&self, cell: Cell) -> std::ops::Range<usize> {
        cell.court.map_or(0..self.blueprint.courts.len(), |c| c..c + 1)
    }

    /// Writes the numbers of a period that just ended.
    fn write(&mut self, period: usize, today: Day) {
        let layout = self.layout;
        let mut counts = match layout.periods[period] {
            Period::Month(_) => std::mem::replace(&mut self.month, Counts::empty()),
            Period::FiscalYear(_) => std::mem::replace(&mut self.year, Counts::empty()),
            Period::Horizon => std::mem::replace(&mut self.horizon, Counts::empty()),
        };
        for i in layout.block(period) {
            let slot = layout.slots[i];
            let kind = layout.measures[slot.measure].kind;
            self.panel[i] = self.value(kind, slot.cell, &counts, today).unwrap_or(f64::NAN);
        }
        match layout.periods[period] {
            Period::Month(_) => {
                self.year.add(&counts);
                counts.clear();
                self.month = counts;
            }
            Period::FiscalYear(_) => {
                self.horizon.add(&counts);
                counts.clear();
                self.year = counts;
            }
            Period::Horizon => self.horizon = counts,
        }
    }

    fn value(&mut self, kind: Kind, cell: Cell, counts: &Counts, today: Day) -> Option<f64> {
        let flow = |this: &Self, flow: usize| -> f64 {
            this.pairs_of(cell).map(|pair| counts.flows[pair * this.flows.len() + flow]).sum()
        };
        let sum = |values: &[f64]| values.iter().sum::<f64>();
        match kind {
            Kind::Flow(position) => Some(flow(self, position)),
            Kind::Share(part, whole) => ratio(flow(self, part), flow(self, whole)),
            Kind::Pending => Some(self.pairs_of(cell).map(|p| self.pending[p].count() as f64).sum()),
            Kind::AgeMean | Kind::AgeQuantile(_) => self.age(kind, cell, today),
            Kind::OverStandard => Some(self.over_standard(cell, today)),
            Kind::WaitMean(wait) => self.waited(wait, cell, counts).mean(),
            Kind::WaitQuantile(wait, p) => self.waited(wait, cell, counts).quantile(p).map(f64::from),
            Kind::NextMerits => self.next_merits(cell),
            Kind::Judges => Some(self.courts_of(cell).map(|c| self.stocks.judges[c]).sum()),
            Kind::Utilisation => {
                let bench = &counts.bench[self.courts_of(cell)];
                ratio(bench.iter().map(|b| b.0).sum(), bench.iter().map(|b| b.1).sum())
            }
            Kind::HostWaiting => Some(self.pairs_of(cell).map(|p| self.hosted[p]).sum()),
            Kind::HostCapacity => Some(sum(&self.stocks.host_capacity)),
            Kind::HostDays => {
                let days = &counts.host_days;
                ratio(days.iter().map(|d| d.0).sum(), days.iter().map(|d| d.1).sum())
            }
            Kind::SiteWaiting(site) => Some(self.stocks.host_waiting[site]),
            Kind::SiteCapacity(site) => Some(self.stocks.host_capacity[site]),
            Kind::SiteTaken(usize::MAX) => Some(counts.sites.iter().map(|s| s.0).sum()),
            Kind::SiteTaken(site) => Some(counts.sites[site].0),
            Kind::SiteRefused(usize::MAX) => Some(counts.sites.iter().map(|s| s.1).sum()),
            Kind::SiteRefused(site) => Some(counts.sites[site].1),
            Kind::PendingHours => Some(self.pairs_of(cell).map(|p| self.stocks.hours[p]).sum()),
            Kind::Inactive => Some(self.pairs_of(cell).map(|p| self.stocks.inactive[p]).sum()),
            Kind::AppealsPending => Some(self.stocks.appeals),
            Kind::Detained => Some(self.detained(cell)),
            Kind::Cost if cell.court.is_none() => Some(sum(&counts.cost)),
            Kind::Cost => Some(sum(&counts.cost[self.courts_of(cell)])),
            Kind::CohortQuantile(..) | Kind::CohortOpen => None,
            Kind::Clearance => self.cleared.map(|day| f64::from(day - self.blueprint.start)),
            Kind::Cleared => Some(f64::from(u8::from(self.cleared.is_some()))),
        }
    }

    fn age(&mut self, kind: Kind, cell: Cell, today: Day) -> Option<f64> {
        self.scratch.clear();
        for pair in self.pairs_of(cell) {
            self.scratch.merge(&self.pending[pair]);
        }
        let now = f64::from(today.0 - self.base);
        match kind {
            // The oldest cases have the smallest filing days.
            Kind::AgeQuantile(p) => self.scratch.quantile(1.0 - p).map(|filed| now - f64::from(filed)),
            _ => self.scratch.mean().map(|filed| now - filed),
        }
    }

    fn over_standard(&self, cell: Cell, today: Day) -> f64 {
        let dockets = &self.blueprint.dockets;
        let over = |pair: usize| {
            let standard = dockets[pair % dockets.len()].time_standard;
            let pending = &self.pending[pair];
            match u32::try_from(today.0 - standard - self.base - 1) {
                Ok(latest) => pending.count() - pending.count_above(latest),
                Err(_) => 0,
            }
        };
        self.pairs_of(cell).map(over).sum::<u64>() as f64
    }

    fn waited(&mut self, wait: Wait, cell: Cell, counts: &Counts) -> &DayHistogram {
        self.scratch.clear();
        for pair in self.pairs_of(cell) {
            self.scratch.merge(&counts.waits[pair * Wait::ALL.len() + wait.index()]);
        }
        &self.scratch
    }

    fn next_merits(&self, cell: Cell) -> Option<f64> {
        let (mut days, mut cases) = (0.0, 0.0);
        for pair in self.pairs_of(cell) {
            if let Some(next) = self.stocks.next_merits[pair] {
                let pending = self.pending[pair].count() as f64;
                days += pending * f64::from(next);
                cases += pending;
            }
        }
        ratio(days, cases)
    }

    fn detained(&self, cell: Cell) -> f64 {
        let dockets = &self.blueprint.dockets;
        let in_detention = |pair: &usize| dockets[pair % dockets.len()].waits == WaitPlace::Detained;
        let pairs = self.pairs_of(cell).filter(in_detention);
        pairs.map(|pair| self.pending[pair].count() as f64).sum()
    }

    /// Writes the Kaplan-Meier quantiles of the filing cohorts.
    fn write_cohorts(&mut self) {
        let layout = self.layout;
        for (period, &kind) in layout.periods.iter().enumerate() {
            let Period::FiscalYear(fy) = kind else { continue };
            let year = (fy.year - self.first_year) as usize;
            let block = layout.block(period);
            let mut at = block.start;
            while at < block.end {
                let cell = layout.slots[at].cell;
                let curves = self.curves(cell, year);
                while at < block.end && layout.slots[at].cell == cell {
                    let value = match layout.measures[layout.slots[at].measure].kind {
                        Kind::CohortQuantile(wait, p) => {
                            curves[wait.index()].1.quantile(p).map(f64::from)
                        }
                        Kind::CohortOpen => curves[Wait::Disposition.index()].0,
                        _ => {
                            at += 1;
                            continue;
                        }
                    };
                    self.panel[at] = value.unwrap_or(f64::NAN);
                    at += 1;
                }
            }
        }
    }

    /// For each wait of a cohort: the share censored, and the survival curve.
    fn curves(&self, cell: Cell, year: usize) -> Vec<(Option<f64>, KaplanMeier)> {
        let curve = |wait: &Wait| {
            let (mut ended, mut censored) = (DayHistogram::new(), DayHistogram::new());
            for pair in self.pairs_of(cell) {
                let cohort = &self.cohorts[pair * self.years + year];
                ended.merge(&cohort.ended[wait.index()]);
                censored.merge(&cohort.censored[wait.index()]);
            }
            let (open, all) = (censored.count() as f64, (censored.count() + ended.count()) as f64);
            (ratio(open, all), KaplanMeier::new(&ended, &censored))
        };
        Wait::ALL.iter().map(curve).collect()
    }

    /// Opening, inflows and outflows must give the pending cases, by court and docket.
    fn check_balance(&mut self, today: Day) {
        for (pair, &balance) in self.balance.iter().enumerate() {
            let pending = self.pending[pair].count();
            if balance != pending as i64 {
                let court = &self.blueprint.courts[pair / self.blueprint.dockets.len()].id;
                let text = format!("{today}: flows at {court} give {balance} cases, {pending} are pending");
                self.breach.get_or_insert(text);
            }
        }
    }
}

impl Counts {
    fn empty() -> Self {
        Self {
            flows: Vec::new(),
            waits: Vec::new(),
            bench: Vec::new(),
            sites: Vec::new(),
            host_days: Vec::new(),
            cost: Vec::new(),
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

impl Stocks {
    fn take(&mut self, snapshot: &Snapshot) {
        let people = |list: &[u32]| list.iter().map(|&n| f64::from(n)).collect::<Vec<_>>();
        self.judges = people(snapshot.judges);
        self.hours = snapshot.pending_hours.to_vec();
        self.inactive = snapshot.inactive.iter().map(|&n| n as f64).collect();
        self.next_merits = snapshot.next_merits.to_vec();
        self.appeals = snapshot.appeals_pending as f64;
        self.host_waiting = people(snapshot.host_waiting);
        self.host_capacity = snapshot.host_capacity.to_vec();
    }
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
