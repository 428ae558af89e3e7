//! Writing the numbers of a period into the panel.

use super::sheets::Cohort;
use super::{Counts, Recorder};
use crate::court::WaitPlace;
use crate::experiment::layout::{Cell, Period};
use crate::experiment::measure::{Kind, Wait};
use crate::stats::{KaplanMeier, Together};
use crate::time::Day;

/// What is known of one court and docket, or of several together.
struct View<'v> {
    flows: Vec<f64>,
    waits: [Together<'v>; 3],
    /// Pending cases by day of filing.
    pending: Together<'v>,
}

impl<'v> View<'v> {
    /// The courts and dockets of a cell.
    fn of(recorder: &'v Recorder<'_>, cell: Cell, counts: &'v Counts) -> Self {
        let kinds = recorder.flows.len();
        let mut flows = vec![0.0; kinds];
        for pair in recorder.pairs_of(cell) {
            let of_pair = &counts.flows[pair * kinds..(pair + 1) * kinds];
            flows
                .iter_mut()
                .zip(of_pair)
                .for_each(|(sum, flow)| *sum += flow);
        }
        let waits = |wait: Wait| {
            let pairs = recorder.pairs_of(cell);
            Together::of(pairs.map(|pair| &counts.waits[pair * Wait::ALL.len() + wait.index()]))
        };
        Self {
            flows,
            waits: Wait::ALL.map(waits),
            pending: Together::of(
                recorder
                    .pairs_of(cell)
                    .map(|pair| &recorder.sheets.pending[pair]),
            ),
        }
    }
}

impl Recorder<'_> {
    fn pairs_of(&self, cell: Cell) -> impl Iterator<Item = usize> + use<> {
        let (courts, dockets) = (self.blueprint.courts.len(), self.blueprint.dockets.len());
        let range = |one: Option<usize>, n| one.map_or(0..n, |i| i..i + 1);
        let inner = range(cell.docket, dockets);
        range(cell.court, courts).flat_map(move |c| inner.clone().map(move |d| c * dockets + d))
    }

    fn courts_of(&self, cell: Cell) -> std::ops::Range<usize> {
        cell.court
            .map_or(0..self.blueprint.courts.len(), |c| c..c + 1)
    }

    /// Writes the numbers of a period that just ended.
    pub(super) fn write(&mut self, period: usize, today: Day) {
        let layout = self.layout;
        let mut counts = match layout.periods[period] {
            Period::Month(_) => std::mem::take(&mut self.sheets.month),
            Period::FiscalYear(_) => std::mem::take(&mut self.sheets.year),
            Period::Horizon => std::mem::take(&mut self.sheets.horizon),
        };
        let mut panel = std::mem::take(&mut self.panel);
        for (cell, slots) in layout.by_cell(period) {
            let view = View::of(self, cell, &counts);
            for i in slots {
                let kind = layout.measures[layout.at(i).measure].kind;
                let value = self.value(kind, cell, &view, &counts, today);
                panel[i] = value.unwrap_or(f64::NAN);
            }
        }
        self.panel = panel;
        match layout.periods[period] {
            Period::Month(_) => {
                self.sheets.year.add(&counts);
                counts.clear();
                self.sheets.month = counts;
            }
            Period::FiscalYear(_) => {
                self.sheets.horizon.add(&counts);
                counts.clear();
                self.sheets.year = counts;
            }
            Period::Horizon => self.sheets.horizon = counts,
        }
    }

    fn value(
        &self,
        kind: Kind,
        cell: Cell,
        view: &View<'_>,
        counts: &Counts,
        today: Day,
    ) -> Option<f64> {
        match kind {
            Kind::Flow(position) => Some(view.flows[position]),
            Kind::Share(part, whole) => ratio(view.flows[part], view.flows[whole]),
            Kind::Pending => Some(view.pending.count() as f64),
            Kind::AgeMean => view.pending.mean().map(|filed| self.since(today) - filed),
            // The oldest cases have the smallest filing days.
            Kind::AgeQuantile(p) => {
                let filed = view.pending.quantile(1.0 - p);
                filed.map(|filed| self.since(today) - f64::from(filed))
            }
            Kind::WaitMean(wait) => view.waits[wait.index()].mean(),
            Kind::WaitQuantile(wait, p) => view.waits[wait.index()].quantile(p).map(f64::from),
            Kind::CohortQuantile(..) | Kind::CohortOpen => None,
            Kind::Clearance => self
                .cleared
                .map(|day| f64::from(day - self.blueprint.start)),
            Kind::Cleared => Some(f64::from(u8::from(self.cleared.is_some()))),
            _ => self
                .stock(kind, cell, today)
                .or_else(|| self.service(kind, cell, counts)),
        }
    }

    /// Days from the base of filing days to today [days].
    fn since(&self, today: Day) -> f64 {
        f64::from(today - self.base)
    }

    /// A stock at the period's end; `None` when the measure is none.
    fn stock(&self, kind: Kind, cell: Cell, today: Day) -> Option<f64> {
        let sum = |values: &[f64]| Some(self.pairs_of(cell).map(|pair| values[pair]).sum());
        match kind {
            Kind::OverStandard => Some(self.over_standard(cell, today)),
            Kind::NextMerits => self.next_merits(cell),
            Kind::Judges => Some(self.courts_of(cell).map(|c| self.stocks.judges[c]).sum()),
            Kind::HostWaiting => sum(&self.hosted),
            Kind::HostCapacity => Some(self.stocks.host_capacity.iter().sum()),
            Kind::SiteWaiting(site) => Some(self.stocks.host_waiting[site]),
            Kind::SiteCapacity(site) => Some(self.stocks.host_capacity[site]),
            Kind::PendingHours => sum(&self.stocks.hours),
            Kind::Inactive => sum(&self.stocks.inactive),
            Kind::AppealsPending => Some(self.stocks.appeals),
            Kind::Detained => Some(self.detained(cell)),
            _ => None,
        }
    }

    /// What courts and sites did in the period; `None` when the measure is none of these.
    fn service(&self, kind: Kind, cell: Cell, counts: &Counts) -> Option<f64> {
        let share = |parts: &[(f64, f64)]| {
            ratio(
                parts.iter().map(|p| p.0).sum(),
                parts.iter().map(|p| p.1).sum(),
            )
        };
        match kind {
            Kind::Utilisation => share(&counts.bench[self.courts_of(cell)]),
            Kind::HostDays => share(&counts.host_days),
            Kind::SiteTaken(usize::MAX) => Some(counts.sites.iter().map(|s| s.0).sum()),
            Kind::SiteTaken(site) => Some(counts.sites[site].0),
            Kind::SiteRefused(usize::MAX) => Some(counts.sites.iter().map(|s| s.1).sum()),
            Kind::SiteRefused(site) => Some(counts.sites[site].1),
            Kind::Cost if cell.court.is_none() => Some(counts.cost.iter().sum()),
            Kind::Cost => Some(counts.cost[self.courts_of(cell)].iter().sum()),
            _ => None,
        }
    }

    fn over_standard(&self, cell: Cell, today: Day) -> f64 {
        let dockets = &self.blueprint.dockets;
        let over = |pair: usize| {
            let standard = dockets[pair % dockets.len()].time_standard;
            let pending = &self.sheets.pending[pair];
            match u32::try_from(today - self.base - standard - 1) {
                Ok(latest) => pending.count() - pending.count_above(latest),
                Err(_) => 0,
            }
        };
        self.pairs_of(cell).map(over).sum::<u64>() as f64
    }

    fn next_merits(&self, cell: Cell) -> Option<f64> {
        let (mut days, mut cases) = (0.0, 0.0);
        for pair in self.pairs_of(cell) {
            if let Some(next) = self.stocks.next_merits[pair] {
                let pending = self.sheets.pending[pair].count() as f64;
                days += pending * f64::from(next);
                cases += pending;
            }
        }
        ratio(days, cases)
    }

    fn detained(&self, cell: Cell) -> f64 {
        let dockets = &self.blueprint.dockets;
        let inside = |pair: &usize| dockets[pair % dockets.len()].waits == WaitPlace::Detained;
        let pairs = self.pairs_of(cell).filter(inside);
        pairs
            .map(|pair| self.sheets.pending[pair].count() as f64)
            .sum()
    }

    /// Writes the Kaplan-Meier quantiles of the filing cohorts.
    pub(super) fn write_cohorts(&mut self) {
        let layout = self.layout;
        for (period, &kind) in layout.periods.iter().enumerate() {
            let Period::FiscalYear(fy) = kind else {
                continue;
            };
            let year = (fy.year - self.first_year) as usize;
            let dockets = self.cohorts_of_dockets(year);
            for (cell, slots) in layout.by_cell(period) {
                let curves = self.curves(cell, year, &dockets);
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

    /// The cohorts of a filing year, all courts together, by docket.
    fn cohorts_of_dockets(&self, year: usize) -> Vec<Cohort> {
        let mut dockets = vec![Cohort::default(); self.dockets];
        let pairs = self.sheets.cohorts.chunks_exact(self.years);
        for (pair, cohorts) in pairs.enumerate() {
            dockets[pair % self.dockets].merge(&cohorts[year]);
        }
        dockets
    }

    /// For each wait of a cohort: the share censored, and the survival curve.
    fn curves(
        &self,
        cell: Cell,
        year: usize,
        dockets: &[Cohort],
    ) -> [(Option<f64>, KaplanMeier); 3] {
        let parts: Vec<&Cohort> = match (cell.court, cell.docket) {
            (None, None) => dockets.iter().collect(),
            (None, Some(docket)) => vec![&dockets[docket]],
            (Some(_), _) => (self.pairs_of(cell))
                .map(|pair| &self.sheets.cohorts[pair * self.years + year])
                .collect(),
        };
        let merged;
        let cohort = match parts[..] {
            [one] => one,
            _ => {
                let mut sum = Cohort::default();
                parts.iter().for_each(|part| sum.merge(part));
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
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
