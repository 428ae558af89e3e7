//! Writing the flows and stocks of a period into the panel.

use super::{Closing, Counts, Recorder, Span};
use crate::court::WaitPlace;
use crate::experiment::layout::Cell;
use crate::experiment::measure::Kind;

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

    /// Writes the flows and stocks of a period that just ended.
    pub(super) fn write(&mut self, closing: Closing) {
        let layout = self.layout;
        let sheets = &mut self.sheets;
        let mut counts = std::mem::take(match closing.span {
            Span::Month => &mut sheets.month,
            Span::Year => &mut sheets.year,
            Span::Horizon => &mut sheets.horizon,
        });
        let mut panel = std::mem::take(&mut self.panel);
        for (cell, slots) in layout.by_cell(closing.period) {
            let flows = self.flows_of(cell, &counts);
            for i in slots {
                let kind = layout.measures[layout.at(i).measure].kind;
                let value = self.value(kind, cell, &flows, &counts);
                panel[i] = value.unwrap_or(f64::NAN);
            }
        }
        self.panel = panel;
        match closing.span {
            Span::Month => {
                self.sheets.year.add(&counts);
                counts.clear();
                self.sheets.month = counts;
            }
            Span::Year => {
                self.sheets.horizon.add(&counts);
                counts.clear();
                self.sheets.year = counts;
            }
            Span::Horizon => self.sheets.horizon = counts,
        }
    }

    fn flows_of(&self, cell: Cell, counts: &Counts) -> Vec<f64> {
        let kinds = self.flows.len();
        let mut flows = vec![0.0; kinds];
        for pair in self.pairs_of(cell) {
            let of_pair = &counts.flows[pair * kinds..(pair + 1) * kinds];
            flows
                .iter_mut()
                .zip(of_pair)
                .for_each(|(sum, flow)| *sum += flow);
        }
        flows
    }

    /// The number of a measure; none where there is none, and for ages, waits and cohorts, which are
    /// written in the end.
    fn value(&self, kind: Kind, cell: Cell, flows: &[f64], counts: &Counts) -> Option<f64> {
        match kind {
            Kind::Flow(position) => Some(flows[position]),
            Kind::Share(part, whole) => ratio(flows[part], flows[whole]),
            Kind::Clearance => self
                .cleared
                .map(|day| f64::from(day - self.blueprint.start)),
            Kind::Cleared => Some(f64::from(u8::from(self.cleared.is_some()))),
            _ => self
                .stock(kind, cell)
                .or_else(|| self.service(kind, cell, counts)),
        }
    }

    /// A stock at the period's end; `None` when the measure is none.
    fn stock(&self, kind: Kind, cell: Cell) -> Option<f64> {
        let sum = |values: &[f64]| Some(self.pairs_of(cell).map(|pair| values[pair]).sum());
        match kind {
            Kind::Pending => Some(self.pending(self.pairs_of(cell))),
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

    /// Pending cases of some courts and dockets [cases].
    fn pending(&self, pairs: impl Iterator<Item = usize>) -> f64 {
        pairs.map(|pair| self.balance[pair]).sum::<i64>() as f64
    }

    fn next_merits(&self, cell: Cell) -> Option<f64> {
        let (mut days, mut cases) = (0.0, 0.0);
        for pair in self.pairs_of(cell) {
            if let Some(next) = self.stocks.next_merits[pair] {
                let pending = self.balance[pair] as f64;
                days += pending * f64::from(next);
                cases += pending;
            }
        }
        ratio(days, cases)
    }

    fn detained(&self, cell: Cell) -> f64 {
        let dockets = &self.blueprint.dockets;
        let inside = |pair: &usize| dockets[pair % dockets.len()].waits == WaitPlace::Detained;
        self.pending(self.pairs_of(cell).filter(inside))
    }
}

pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
