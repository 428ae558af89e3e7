//! What the court told, counted as it comes: one addition per event.

use crate::court::{Adjournment, Blueprint, Entry, Exit, Hearings};
use crate::experiment::measure::Flows;
use std::ops::Range;

/// Counts of a replication, by court, docket and month. The flows of the measures are worked out of
/// them when the run is over.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// Moves of cases in the month in which a court is, by court and docket, then by kind.
    now: Vec<u32>,
    /// By court and docket, then by month, then by kind.
    counts: Vec<u32>,
    kinds: usize,
    months: usize,
    /// Kinds of moves; those of hearings held, then of adjournments, come after them.
    moves: usize,
    sessions: usize,
}

impl Told {
    const TRANSFERS_OUT: usize = 4;
    const DISPOSITIONS: usize = 5;

    /// Empty counts for a court system.
    pub(super) fn fit(&mut self, blueprint: &Blueprint) {
        self.moves = Self::DISPOSITIONS + blueprint.dispositions.len();
        self.sessions = blueprint.sessions.len();
        self.kinds = self.moves + self.sessions * (1 + Adjournment::ALL.len());
        self.months = blueprint.months().count();
        let pairs = blueprint.courts.len() * blueprint.dockets.len();
        self.now.clear();
        self.now.resize(pairs * self.moves, 0);
        self.counts.clear();
        self.counts.resize(pairs * self.months * self.kinds, 0);
    }

    /// A month, counted from 0, is over at some courts and dockets, with the hearings of each session
    /// kind.
    pub(super) fn end_month(&mut self, pairs: Range<usize>, month: usize, hearings: &[Hearings]) {
        let reasons = Adjournment::ALL.len();
        for (pair, hearings) in pairs.zip(hearings.chunks_exact(self.sessions)) {
            let row = self.row(pair, month);
            let now = &mut self.now[pair * self.moves..][..self.moves];
            let (moves, of_hearings) = self.counts[row].split_at_mut(self.moves);
            let (held, adjourned) = of_hearings.split_at_mut(self.sessions);
            moves.copy_from_slice(now);
            now.fill(0);
            let rows = held.iter_mut().zip(adjourned.chunks_exact_mut(reasons));
            for ((held, adjourned), of) in rows.zip(hearings) {
                *held = of.held;
                adjourned.copy_from_slice(&of.adjourned);
            }
        }
    }

    fn row(&self, pair: usize, month: usize) -> Range<usize> {
        let first = (pair * self.months + month) * self.kinds;
        first..first + self.kinds
    }

    #[inline(always)]
    fn add(&mut self, pair: usize, kind: usize, n: u32) {
        self.now[pair * self.moves + kind] += n;
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

    /// Writes the flows of a court and docket in a month, and returns by how much the docket grew
    /// [cases].
    pub(super) fn settle(
        &self,
        (pair, month): (usize, usize),
        blueprint: &Blueprint,
        flows: &Flows,
        to: &mut [f64],
    ) -> i64 {
        let told = &self.counts[self.row(pair, month)];
        let moves = &told[..Self::DISPOSITIONS];
        let decided = &told[Self::DISPOSITIONS..self.moves];
        let (held, adjourned) = told[self.moves..].split_at(self.sessions);
        let number = |n: u32| f64::from(n);
        let total = |counts: &[u32]| counts.iter().map(|&n| u64::from(n)).sum::<u64>();
        to.fill(0.0);
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
        came as i64 - went as i64
    }
}
