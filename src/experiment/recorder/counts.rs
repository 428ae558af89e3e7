//! What is counted over a period, and the stocks at its end.

use crate::court::{Blueprint, Snapshot};
use crate::experiment::measure::Wait;
use crate::stats::DayHistogram;

/// What is counted over a period: a month, then added up to the fiscal year and the horizon.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    /// Flows, by court and docket.
    pub(super) flows: Vec<f64>,
    /// Waits that ended, by court, docket and kind of wait.
    pub(super) waits: Vec<DayHistogram>,
    /// Bench minutes used and available, by court.
    pub(super) bench: Vec<(f64, f64)>,
    /// People taken in and refused, by site.
    pub(super) sites: Vec<(f64, f64)>,
    /// Days at host sites of those who left, by site: days times people, and people.
    pub(super) host_days: Vec<(f64, f64)>,
    /// Cost by court, then of policies.
    pub(super) cost: Vec<f64>,
}

/// Stocks at the end of the last month.
#[derive(Clone, Debug, Default)]
pub(super) struct Stocks {
    pub(super) judges: Vec<f64>,
    pub(super) hours: Vec<f64>,
    pub(super) inactive: Vec<f64>,
    pub(super) next_merits: Vec<Option<i32>>,
    pub(super) appeals: f64,
    pub(super) host_waiting: Vec<f64>,
    pub(super) host_capacity: Vec<f64>,
}

impl Counts {
    pub(super) fn new(blueprint: &Blueprint, flows: usize) -> Self {
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

    pub(super) fn clear(&mut self) {
        self.flows.fill(0.0);
        self.waits.iter_mut().for_each(DayHistogram::clear);
        self.bench.fill((0.0, 0.0));
        self.sites.fill((0.0, 0.0));
        self.host_days.fill((0.0, 0.0));
        self.cost.fill(0.0);
    }

    pub(super) fn add(&mut self, part: &Counts) {
        let sum = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(a, b)| *a += b);
        sum(&mut self.flows, &part.flows);
        sum(&mut self.cost, &part.cost);
        self.waits
            .iter_mut()
            .zip(&part.waits)
            .for_each(|(a, b)| a.merge(b));
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

impl Counts {
    pub(super) fn empty() -> Self {
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

impl Stocks {
    pub(super) fn take(&mut self, snapshot: &Snapshot) {
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
