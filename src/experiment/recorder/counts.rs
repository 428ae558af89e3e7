//! What is counted over a period, and the stocks at its end.

use crate::court::{Adjournment, Blueprint, Entry, Exit, SessionId, Snapshot};
use crate::experiment::measure::Flows;

/// What is counted over a period: a month, then added up to the fiscal year and the horizon.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Flows, by court and docket.
    pub(super) flows: Vec<f64>,
    /// Bench minutes used and available, by court.
    pub(super) bench: Vec<(f64, f64)>,
    /// People taken in and refused, by site.
    pub(super) sites: Vec<(f64, f64)>,
    /// Days at host sites of those who left, by site: days times people, and people.
    pub(super) host_days: Vec<(f64, f64)>,
    /// Cost by court, then of policies.
    pub(super) cost: Vec<f64>,
}

/// What the court told in the month, counted as it comes: one addition per event. The flows of the
/// measures are worked out of it when the month ends.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// By court and docket, then by kind.
    counts: Vec<u32>,
    kinds: usize,
    /// First of the kinds of hearings held.
    held: usize,
    /// First of the kinds of adjournments.
    adjourned: usize,
}

impl Told {
    const TRANSFERS_OUT: usize = 4;
    const DISPOSITIONS: usize = 5;

    pub(super) fn new(blueprint: &Blueprint) -> Self {
        let held = Self::DISPOSITIONS + blueprint.dispositions.len();
        let adjourned = held + blueprint.sessions.len();
        let kinds = adjourned + blueprint.sessions.len() * Adjournment::ALL.len();
        let pairs = blueprint.courts.len() * blueprint.dockets.len();
        Self {
            counts: vec![0; pairs * kinds],
            kinds,
            held,
            adjourned,
        }
    }

    #[inline(always)]
    fn add(&mut self, pair: usize, kind: usize, n: u32) {
        self.counts[pair * self.kinds + kind] += n;
    }

    #[inline(always)]
    pub(super) fn entered(&mut self, pair: usize, entry: Entry, cases: u32) {
        self.add(pair, entry as usize, cases);
    }

    #[inline(always)]
    pub(super) fn left(&mut self, pair: usize, exit: Exit, cases: u32) {
        let kind = match exit {
            Exit::TransferOut => Self::TRANSFERS_OUT,
            Exit::Completion(disposition) => Self::DISPOSITIONS + disposition.index(),
        };
        self.add(pair, kind, cases);
    }

    #[inline(always)]
    pub(super) fn held(&mut self, pair: usize, session: SessionId) {
        self.add(pair, self.held + session.index(), 1);
    }

    #[inline(always)]
    pub(super) fn adjourned(&mut self, pair: usize, session: SessionId, reason: Adjournment) {
        let place = session.index() * Adjournment::ALL.len() + reason as usize;
        self.add(pair, self.adjourned + place, 1);
    }

    /// Writes the flows of the month, forgets what was told, and returns by how much each court's
    /// docket grew [cases].
    pub(super) fn settle(
        &mut self,
        blueprint: &Blueprint,
        flows: &Flows,
        month: &mut [f64],
        mut grew: impl FnMut(usize, i64),
    ) {
        let pairs = self.counts.chunks_exact_mut(self.kinds);
        for (pair, (told, to)) in pairs.zip(month.chunks_exact_mut(flows.len())).enumerate() {
            let moves = &told[..Self::DISPOSITIONS];
            let decided = &told[Self::DISPOSITIONS..self.held];
            let held = &told[self.held..self.adjourned];
            let adjourned = &told[self.adjourned..];
            let number = |n: u32| f64::from(n);
            let total = |counts: &[u32]| counts.iter().map(|&n| u64::from(n)).sum::<u64>();
            to[Flows::RECEIPTS] = number(moves[Entry::Receipt as usize]);
            to[Flows::RETURNS] = number(moves[Entry::Return as usize]);
            to[Flows::TRANSFERS_IN] = number(moves[Entry::TransferIn as usize]);
            to[Flows::TRANSFERS_OUT] = number(moves[Self::TRANSFERS_OUT]);
            to[Flows::COMPLETIONS] = total(decided) as f64;
            for (i, &cases) in decided.iter().enumerate() {
                to[flows.disposition(i)] = number(cases);
                let absent = blueprint.dispositions[i].in_absentia;
                to[Flows::IN_ABSENTIA] += if absent { number(cases) } else { 0.0 };
            }
            to[Flows::HELD] = total(held) as f64;
            let reasons = Adjournment::ALL.len();
            for (session, adjourned) in adjourned.chunks_exact(reasons).enumerate() {
                // A hearing that was held is one setting, whether or not the case goes on.
                let continued = adjourned[Adjournment::Continued as usize];
                let settings = total(adjourned) - u64::from(continued);
                to[flows.settings(session)] = (u64::from(held[session]) + settings) as f64;
                let to = &mut to[Flows::ADJOURNED..Flows::ADJOURNED + reasons];
                to.iter_mut()
                    .zip(adjourned)
                    .for_each(|(to, &n)| *to += number(n));
            }
            let came = total(&moves[..Self::TRANSFERS_OUT]);
            let went = u64::from(moves[Self::TRANSFERS_OUT]) + total(decided);
            grew(pair, came as i64 - went as i64);
            told.fill(0);
        }
    }
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
    /// Empty counts for a court system.
    pub(super) fn fit(&mut self, blueprint: &Blueprint) {
        self.clear();
        let (courts, sites) = (blueprint.courts.len(), blueprint.sites.len());
        let pairs = courts * blueprint.dockets.len();
        self.flows.resize(pairs * Flows::of(blueprint).len(), 0.0);
        self.bench.resize(courts, (0.0, 0.0));
        self.sites.resize(sites, (0.0, 0.0));
        self.host_days.resize(sites, (0.0, 0.0));
        self.cost.resize(courts + 1, 0.0);
    }

    pub(super) fn clear(&mut self) {
        self.flows.fill(0.0);
        self.bench.fill((0.0, 0.0));
        self.sites.fill((0.0, 0.0));
        self.host_days.fill((0.0, 0.0));
        self.cost.fill(0.0);
    }

    pub(super) fn add(&mut self, part: &Counts) {
        let sum = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(a, b)| *a += b);
        sum(&mut self.flows, &part.flows);
        sum(&mut self.cost, &part.cost);
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
