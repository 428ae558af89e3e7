//! The panel, written court by court when the run is over.

use super::Recorder;
use super::account::{Account, Service, Spans, ratio};
use super::closing::{Closing, Span};
use super::cohorts::{Cohort, censor};
use super::durations::{Clock, DocketSheet, Part, View, docket_of};
use super::log::Note;
use super::sheets::{Sheets, Site};
use crate::court::WaitPlace;
use crate::experiment::measure::Kind;
use crate::time::Day;
use std::ops::Range;

/// All courts together, in a period and at its end.
#[derive(Clone, Debug, Default)]
struct Whole {
    account: Account,
    dockets: Vec<Account>,
    service: Service,
}

/// What no court did in a period.
#[derive(Clone, Debug, Default)]
struct Besides {
    policy_cost: f64,
    sites: Vec<Site>,
}

impl Whole {
    fn add(&mut self, dockets: &[DocketSheet], service: &Service) {
        self.dockets.resize_with(dockets.len(), Account::default);
        for (sum, docket) in self.dockets.iter_mut().zip(dockets) {
            self.account.add(&docket.account);
            sum.add(&docket.account);
        }
        self.service.add(service);
    }
}

impl Besides {
    fn add(&mut self, policy_cost: f64, sites: &[Site]) {
        self.policy_cost += policy_cost;
        self.sites.resize_with(sites.len(), Site::default);
        let all = self.sites.iter_mut().zip(sites);
        all.for_each(|(sum, site)| sum.add(site));
    }
}

impl Recorder<'_> {
    /// Writes all numbers.
    pub(super) fn write(&mut self) {
        let mut sheets = std::mem::take(&mut self.sheets);
        let mut dockets = std::mem::take(&mut sheets.dockets);
        dockets.resize_with(self.dockets, DocketSheet::default);
        let mut cohorts = std::mem::take(&mut sheets.cohorts);
        cohorts.resize_with(self.dockets, Vec::new);
        for cohorts in &mut cohorts {
            cohorts.resize_with(self.years, Cohort::default);
            cohorts.iter_mut().for_each(Cohort::clear);
        }
        let mut whole = vec![Whole::default(); self.layout.periods.len()];
        for court in 0..self.blueprint.courts.len() {
            self.write_court(court, &sheets, &mut dockets, &mut whole);
            self.close_cohorts(court, &mut dockets);
            for (cohorts, docket) in cohorts.iter_mut().zip(&dockets) {
                let sums = cohorts.iter_mut().zip(&docket.cohorts);
                sums.for_each(|(sum, of)| sum.merge(of));
            }
        }
        self.find_clearance(&sheets);
        self.write_whole(&sheets, &mut dockets, &mut whole);
        let all: Vec<&[Cohort]> = cohorts.iter().map(Vec::as_slice).collect();
        self.write_cohorts(None, &all);
        sheets.cohorts = cohorts;
        sheets.dockets = dockets;
        self.sheets = sheets;
    }

    fn write_court(
        &mut self,
        court: usize,
        sheets: &Sheets,
        dockets: &mut [DocketSheet],
        whole: &mut [Whole],
    ) {
        let sizes = (self.flows.len(), self.years, self.year_of.len());
        (dockets.iter_mut()).for_each(|docket| docket.clear(sizes));
        let mut services = Spans::<Service>::default();
        for place in 0..self.closings.len() {
            let Closing { period, span, last } = self.closings[place];
            if span == Span::Month {
                *services.of(span) = self.read_month(court, sheets, last, dockets);
            }
            self.close(span, last, dockets);
            let service = *services.of(span);
            self.write_period(court, (period, span, last), dockets, &service);
            whole[period].add(dockets, &service);
            dockets.iter_mut().for_each(|docket| docket.carry(span));
            if let Some((from, to)) = services.carry(span) {
                to.follow(from);
                *from = Service::default();
            }
        }
    }

    /// Flows of a period and stocks at its end are complete.
    fn close(&self, span: Span, last: Day, dockets: &mut [DocketSheet]) {
        let latest = last - self.base - 1;
        for (sheet, docket) in dockets.iter_mut().zip(&self.blueprint.dockets) {
            sheet.close(span, latest - docket.time_standard);
        }
    }

    /// Writes the filing cohorts of a court.
    fn close_cohorts(&mut self, court: usize, dockets: &mut [DocketSheet]) {
        for docket in dockets.iter_mut() {
            censor(&mut docket.cohorts, &docket.waiting, &self.year_of);
        }
        let cohorts: Vec<&[Cohort]> = dockets.iter().map(|d| d.cohorts.as_slice()).collect();
        self.write_cohorts(Some(court), &cohorts);
    }

    /// Counts what was told and noted of a court in the month that ends on a day.
    fn read_month(
        &mut self,
        court: usize,
        sheets: &Sheets,
        last: Day,
        dockets: &mut [DocketSheet],
    ) -> Service {
        let clock = self.clock(last);
        let month = &sheets.months[clock.month];
        for (d, sheet) in dockets.iter_mut().enumerate() {
            let pair = court * self.dockets + d;
            sheet.count::<true>(&sheets.logs[pair], clock);
            let (flows, of_month) = (&self.flows, sheet.flows.of(Span::Month));
            let place = (pair, clock.month);
            let account = &mut sheet.account;
            account.pending += (sheets.told).settle(place, self.blueprint, flows, of_month);
            let detained = self.blueprint.dockets[d].waits == WaitPlace::Detained;
            account.detained = if detained { account.pending } else { 0 };
            account.hours = month.hours[pair];
            account.inactive = month.inactive[pair];
            account.hosted = month.hosted[pair];
            let cases = account.pending as f64;
            let next_merits = month.next_merits[pair].map(f64::from);
            account.next_merits = next_merits.map_or((0.0, 0.0), |days| (cases * days, cases));
            account.open_slots = next_merits.map_or((0.0, 0.0), |days| (days, 1.0));
        }
        let service = Service {
            judges: month.judges[court],
            bench: month.bench[court],
            cost: month.court_cost[court],
        };
        self.check_pending(court, last, dockets);
        service
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
    fn check_pending(&mut self, court: usize, today: Day, dockets: &[DocketSheet]) {
        for docket in dockets {
            let (balance, pending) = (docket.account.pending, docket.pending.count());
            if balance != pending as i64 {
                let court = &self.blueprint.courts[court].id;
                let text = format!(
                    "{today}: flows at {court} give {balance} cases, {pending} are pending"
                );
                self.breach.get_or_insert(text);
            }
        }
    }

    /// Writes a period of a court.
    fn write_period(
        &mut self,
        court: usize,
        (period, span, last): (usize, Span, Day),
        dockets: &mut [DocketSheet],
        service: &Service,
    ) {
        let since = f64::from(last - self.base);
        let accounts: Vec<Account> = dockets.iter().map(|d| d.account.clone()).collect();
        let parts = parts(dockets, span);
        for (cell, slots) in self.layout.cells_of(period, Some(court)) {
            let mut account = Account::default();
            (docket_of(cell, &accounts).iter()).for_each(|docket| account.add(docket));
            let view = View::of(docket_of(cell, &parts));
            self.fill(slots, |kind| {
                (account.value(kind))
                    .or_else(|| service.value(kind))
                    .or_else(|| view.value(kind, since))
            });
        }
    }

    /// Writes all periods of all courts together: their logs are read once more, month by month.
    fn write_whole(&mut self, sheets: &Sheets, dockets: &mut [DocketSheet], whole: &mut [Whole]) {
        let sizes = (self.flows.len(), self.years, self.year_of.len());
        (dockets.iter_mut()).for_each(|docket| docket.clear(sizes));
        let mut besides = Spans::<Besides>::default();
        for place in 0..self.closings.len() {
            let Closing { period, span, last } = self.closings[place];
            let clock = self.clock(last);
            let month = &sheets.months[clock.month];
            if span == Span::Month {
                for (pair, logs) in sheets.logs.iter().enumerate() {
                    dockets[pair % self.dockets].count::<false>(logs, clock);
                }
                besides.of(span).add(month.policy_cost, &month.sites);
            }
            self.close(span, last, dockets);
            let of_period = besides.of(span).clone();
            whole[period].service.cost += of_period.policy_cost;
            let (whole, parts) = (&whole[period], parts(dockets, span));
            let (since, cleared) = (f64::from(last - self.base), self.cleared);
            for (cell, slots) in self.layout.cells_of(period, None) {
                let account = cell.docket.map_or(&whole.account, |d| &whole.dockets[d]);
                let view = View::of(docket_of(cell, &parts));
                self.fill(slots, |kind| {
                    (account.value(kind))
                        .or_else(|| whole.service.value(kind))
                        .or_else(|| view.value(kind, since))
                        .or_else(|| month.value(kind))
                        .or_else(|| site_value(kind, &of_period.sites))
                        .or_else(|| clearance(kind, cleared))
                });
            }
            dockets.iter_mut().for_each(|docket| docket.carry(span));
            if let Some((from, to)) = besides.carry(span) {
                to.add(from.policy_cost, &from.sites);
                *from = Besides::default();
            }
        }
    }

    /// Fills some slots with the numbers of their measures; cohorts are written apart.
    fn fill(&mut self, slots: Range<usize>, value: impl Fn(Kind) -> Option<f64>) {
        for i in slots {
            let kind = self.layout.measures[self.layout.at(i).measure].kind;
            self.panel[i] = value(kind).unwrap_or(f64::NAN);
        }
    }

    /// Finds the first day at whose end fewer cases are pending than the level of the scenario.
    fn find_clearance(&mut self, sheets: &Sheets) {
        let Some(level) = self.clearance_level else {
            return;
        };
        let mut growth = vec![0i64; self.year_of.len()];
        for (month, last) in (self.closings.iter())
            .filter(|closing| closing.span == Span::Month)
            .map(|closing| closing.last)
            .enumerate()
        {
            let began = last.month().first_day() - self.start;
            for logs in &sheets.logs {
                let mut grow = |note: Note, by: i64| {
                    growth[(began + note.day() as i32) as usize] += by * i64::from(note.cases());
                };
                logs.entered.read(month, |note, _| grow(note, 1));
                logs.left.read(month, |note, _| grow(note, -1));
            }
        }
        let mut pending = 0;
        self.cleared = growth.iter().position(|growth| {
            pending += growth;
            (pending as f64) < level
        });
    }
}

fn parts(dockets: &mut [DocketSheet], span: Span) -> Vec<Part<'_>> {
    dockets.iter_mut().map(|docket| docket.part(span)).collect()
}

/// A measure of what happened at host sites; none where there is none, or it is of another kind.
fn site_value(kind: Kind, sites: &[Site]) -> Option<f64> {
    let sum = |part: fn(&Site) -> f64| sites.iter().map(part).sum::<f64>();
    match kind {
        Kind::HostDays => ratio((sum(|s| s.days.0), sum(|s| s.days.1))),
        Kind::SiteTaken(usize::MAX) => Some(sum(|s| s.taken)),
        Kind::SiteTaken(site) => Some(sites[site].taken),
        Kind::SiteRefused(usize::MAX) => Some(sum(|s| s.refused)),
        Kind::SiteRefused(site) => Some(sites[site].refused),
        _ => None,
    }
}

/// A measure of the first day with few cases pending, counted from the start.
fn clearance(kind: Kind, cleared: Option<usize>) -> Option<f64> {
    match kind {
        Kind::Clearance => cleared.map(|day| day as f64),
        Kind::Cleared => Some(f64::from(u8::from(cleared.is_some()))),
        _ => None,
    }
}
