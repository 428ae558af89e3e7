//! The appeals body: one queue, first come first served, with a yearly capacity.

use super::case::Case;
use crate::time::Day;
use std::collections::VecDeque;

/// The appeals body in a run.
#[derive(Clone, Debug, Default)]
pub struct AppealsState {
    queue: VecDeque<Case>,
    /// Appeals that have come and are not yet in the queue, with their day.
    arrived: Vec<(Day, Case)>,
    /// Day from which the changes are counted.
    start: Day,
    /// By how much the number of pending appeals changes, day by day [cases].
    changes: Vec<i64>,
    /// Decisions due that are not yet a whole one.
    credit: f64,
}

impl AppealsState {
    /// An empty queue for the days from one to another; keeps the memory.
    pub fn reset(&mut self, start: Day, end: Day) {
        self.queue.clear();
        self.arrived.clear();
        self.start = start;
        self.changes.clear();
        self.changes.resize((end - start + 1).max(0) as usize, 0);
        self.credit = 0.0;
    }

    /// An appeal has been pending since before the start.
    pub fn open(&mut self, case: Case) {
        self.change(self.start, i64::from(case.members()));
        self.queue.push_back(case);
    }

    /// An appeal comes in on a day.
    pub fn push(&mut self, day: Day, case: Case) {
        self.change(day, i64::from(case.members()));
        self.arrived.push((day, case));
    }

    fn change(&mut self, day: Day, cases: i64) {
        self.changes[(day - self.start) as usize] += cases;
    }

    /// The appeals that came before a day join the queue: day by day, and those of one day court by
    /// court, so that the order is the same however courts take turns.
    pub fn admit(&mut self, before: Day) {
        self.arrived.sort_by_key(|(day, case)| (*day, case.court()));
        let known = self.arrived.partition_point(|(day, _)| *day < before);
        let known = self.arrived.drain(..known);
        self.queue.extend(known.map(|(_, case)| case));
    }

    /// Whether the queue is long enough for a day on which this many decisions are due.
    pub fn is_enough(&self, due: f64) -> bool {
        let mut credit = self.credit + due;
        let mut waiting = self.queue.iter();
        while credit >= 1.0 {
            match waiting.next() {
                Some(case) => credit -= f64::from(case.members()),
                None => return false,
            }
        }
        true
    }

    /// A day on which this many decisions are due; capacity not used is lost.
    pub fn sit(&mut self, due: f64) {
        self.credit += due;
    }

    /// The next case to decide today.
    pub fn next(&mut self, today: Day) -> Option<Case> {
        if self.credit < 1.0 {
            return None;
        }
        let Some(case) = self.queue.pop_front() else {
            self.credit = self.credit.fract();
            return None;
        };
        self.credit -= f64::from(case.members());
        self.change(today, -i64::from(case.members()));
        Some(case)
    }

    /// Appeals pending at the end of each of some days, in order [cases].
    pub fn pending(&self, days: impl Iterator<Item = Day>) -> Vec<u64> {
        let (mut pending, mut counted) = (0, 0);
        let at = |day: Day| {
            let upto = (day - self.start + 1) as usize;
            pending += self.changes[counted..upto].iter().sum::<i64>();
            counted = upto;
            pending as u64
        };
        days.map(at).collect()
    }
}
