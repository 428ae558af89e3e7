//! What a recorder writes down while courts sit.

use super::cohorts::Cohort;
use super::durations::DocketSheet;
use super::log::{Log, Logs};
use super::told::Told;
use crate::court::{Blueprint, Snapshot};
use crate::experiment::measure::Kind;

/// What happened at courts and host sites in a month, and the stocks at its end.
#[derive(Clone, Debug, Default)]
pub(super) struct Month {
    /// Bench minutes used and available, by court.
    pub(super) bench: Vec<(f64, f64)>,
    /// Judges on the bench, by court.
    pub(super) judges: Vec<f64>,
    /// Cost, by court, and of policies.
    pub(super) court_cost: Vec<f64>,
    pub(super) policy_cost: f64,
    /// Bench hours expected, inactive cases and days to the first open merits slot, by court and
    /// docket.
    pub(super) hours: Vec<f64>,
    pub(super) inactive: Vec<f64>,
    pub(super) next_merits: Vec<Option<i32>>,
    /// People at host sites, by court and docket.
    pub(super) hosted: Vec<f64>,
    pub(super) appeals: f64,
    /// By site: people there, and people it can host.
    pub(super) host_waiting: Vec<f64>,
    pub(super) host_capacity: Vec<f64>,
    /// By site: people taken in and refused, and days of those who left: days times people, and
    /// people.
    pub(super) sites: Vec<Site>,
}

/// What happened at a host site.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Site {
    pub(super) taken: f64,
    pub(super) refused: f64,
    /// Days at the site of those who left: days times people, and people.
    pub(super) days: (f64, f64),
}

impl Site {
    /// Adds what happened in another time.
    pub(super) fn add(&mut self, other: &Site) {
        self.taken += other.taken;
        self.refused += other.refused;
        self.days.0 += other.days.0;
        self.days.1 += other.days.1;
    }
}

impl Month {
    fn empty(blueprint: &Blueprint) -> Self {
        let courts = blueprint.courts.len();
        let pairs = courts * blueprint.dockets.len();
        Self {
            bench: vec![(0.0, 0.0); courts],
            judges: vec![0.0; courts],
            court_cost: vec![0.0; courts],
            hours: vec![0.0; pairs],
            inactive: vec![0.0; pairs],
            next_merits: vec![None; pairs],
            hosted: vec![0.0; pairs],
            sites: vec![Site::default(); blueprint.sites.len()],
            ..Self::default()
        }
    }

    /// A stock of the whole system at the end of the month; none where it is of another kind.
    pub(super) fn value(&self, kind: Kind) -> Option<f64> {
        match kind {
            Kind::HostCapacity => Some(self.host_capacity.iter().sum()),
            Kind::SiteWaiting(site) => Some(self.host_waiting[site]),
            Kind::SiteCapacity(site) => Some(self.host_capacity[site]),
            Kind::AppealsPending => Some(self.appeals),
            _ => None,
        }
    }

    /// Takes the stocks of some courts.
    pub(super) fn take(&mut self, snapshot: &Snapshot, hosted: &[f64]) {
        let courts = snapshot.courts.clone();
        let dockets = hosted.len() / self.bench.len();
        let pairs = courts.start * dockets..courts.end * dockets;
        let people = |list: &[u32]| list.iter().map(|&n| f64::from(n)).collect::<Vec<_>>();
        self.judges[courts.clone()].copy_from_slice(&people(snapshot.judges));
        self.court_cost[courts].copy_from_slice(snapshot.court_cost);
        self.policy_cost += snapshot.policy_cost;
        self.hours[pairs.clone()].copy_from_slice(snapshot.pending_hours);
        let inactive = self.inactive[pairs.clone()].iter_mut();
        inactive
            .zip(snapshot.inactive)
            .for_each(|(to, &n)| *to = n as f64);
        self.next_merits[pairs.clone()].copy_from_slice(snapshot.next_merits);
        self.hosted[pairs.clone()].copy_from_slice(&hosted[pairs]);
        self.host_waiting = people(snapshot.host_waiting);
        self.host_capacity = snapshot.host_capacity.to_vec();
    }
}

/// What a recorder writes down while courts sit: a replication of 70 courts fills 90 MB, which are
/// kept for the next one.
#[derive(Debug, Default)]
pub struct Sheets {
    pub(super) told: Told,
    /// What happened to cases, by court and docket.
    pub(super) logs: Vec<Logs>,
    /// By month of the horizon.
    pub(super) months: Vec<Month>,
    /// The dockets that are read when the run is over.
    pub(super) dockets: Vec<DocketSheet>,
    /// Filing cohorts of all courts together, by docket and fiscal year.
    pub(super) cohorts: Vec<Vec<Cohort>>,
}

impl Sheets {
    /// Empty sheets for a court system.
    pub(super) fn fit(&mut self, blueprint: &Blueprint) {
        let pairs = blueprint.courts.len() * blueprint.dockets.len();
        self.told.fit(blueprint);
        let logs = self.logs.iter_mut();
        logs.flat_map(Logs::all).for_each(Log::clear);
        self.logs.resize_with(pairs, Logs::default);
        self.months.clear();
        let months = blueprint.months().count();
        self.months.resize_with(months, || Month::empty(blueprint));
    }
}
