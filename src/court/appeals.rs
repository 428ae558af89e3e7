//! The appeals body: one queue, first come first served, with a yearly capacity.

use super::case::Case;
use std::collections::VecDeque;

/// The appeals body in a run.
#[derive(Clone, Debug, Default)]
pub struct AppealsState {
    queue: VecDeque<Case>,
    pending: u64,
    /// Decisions due that are not yet a whole one.
    credit: f64,
}

impl AppealsState {
    /// Empties the queue and keeps its memory.
    pub fn clear(&mut self) {
        self.queue.clear();
        self.pending = 0;
        self.credit = 0.0;
    }

    /// An appeal is filed.
    pub fn push(&mut self, case: Case) {
        self.pending += u64::from(case.members());
        self.queue.push_back(case);
    }

    /// Appeals pending [cases].
    pub fn pending(&self) -> u64 {
        self.pending
    }

    /// A day on which this many decisions are due; capacity not used is lost.
    pub fn sit(&mut self, due: f64) {
        self.credit += due;
    }

    /// The next case to decide today.
    pub fn next(&mut self) -> Option<Case> {
        if self.credit < 1.0 {
            return None;
        }
        let Some(case) = self.queue.pop_front() else {
            self.credit = self.credit.fract();
            return None;
        };
        self.credit -= f64::from(case.members());
        self.pending -= u64::from(case.members());
        Some(case)
    }
}
