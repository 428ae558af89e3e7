//! The events to come: a binary heap in the order of the contract.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use docketsim::court::{CourtId, DispositionId, DocketId, SourceId};
use docketsim::time::Day;

/// The phases of a day, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Policy,
    Bench,
    Session,
    Arrival,
    Close,
}

/// A case, by its place in the list of all cases.
pub type CaseNo = usize;

/// What happens to the seat of a judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Joins,
    EndsTraining,
    Leaves,
}

/// Something that will happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    LeversChange,
    Act(usize),
    Seat {
        court: CourtId,
        seat: usize,
        incumbent: u32,
        change: Change,
    },
    MonthBegins,
    CourtSits(CourtId),
    AppealsBodySits,
    Filings(SourceId),
    BecomesReady(CaseNo),
    Withdraws(CaseNo),
    IsRelieved(CaseNo, DispositionId),
    IsAppealed(CaseNo),
    ComesBack(CaseNo),
    InactiveForgotten(CourtId, DocketId, i64),
    MonthEnds,
}

/// The events to come, by day, phase and order of scheduling.
#[derive(Debug)]
pub struct Agenda {
    heap: BinaryHeap<Reverse<(Day, Phase, u64, Event)>>,
    scheduled: u64,
    end: Day,
}

impl Agenda {
    pub fn new(end: Day) -> Self {
        Self {
            heap: BinaryHeap::new(),
            scheduled: 0,
            end,
        }
    }

    /// Adds an event; what lies beyond the end never happens.
    pub fn add(&mut self, day: Day, phase: Phase, event: Event) {
        if day <= self.end {
            self.scheduled += 1;
            self.heap.push(Reverse((day, phase, self.scheduled, event)));
        }
    }

    /// Takes the cases that are to be ready or to leave after a day, of those chosen, in order.
    pub fn take_waiting(&mut self, after: Day, chosen: &[bool]) -> Vec<CaseNo> {
        self.take(|day, event| match event {
            Event::BecomesReady(case) | Event::Withdraws(case) | Event::IsRelieved(case, _)
                if chosen[*case] && day > after =>
            {
                Some(*case)
            }
            _ => None,
        })
    }

    /// Takes the cases that are to be withdrawn after a day, of those chosen, in order.
    pub fn take_withdrawals(&mut self, after: Day, chosen: &[bool]) -> Vec<CaseNo> {
        self.take(|day, event| match event {
            Event::Withdraws(case) if chosen[*case] && day > after => Some(*case),
            _ => None,
        })
    }

    fn take(&mut self, pick: impl Fn(Day, &Event) -> Option<CaseNo>) -> Vec<CaseNo> {
        let all = std::mem::take(&mut self.heap).into_sorted_vec();
        let mut taken = Vec::new();
        for entry in all.into_iter().rev() {
            match pick(entry.0.0, &entry.0.3) {
                Some(case) => taken.push(case),
                None => self.heap.push(entry),
            }
        }
        taken
    }

    pub fn next(&mut self) -> Option<(Day, Phase, Event)> {
        let Reverse((day, phase, _, event)) = self.heap.pop()?;
        Some((day, phase, event))
    }
}
