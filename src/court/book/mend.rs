//! Bookings that do not stand: bumped, brought forward, or taken out of the book.

use super::open_days::{WORD, at_most};
use super::{AHEAD, BLOCKED, Book, LaneId};
use crate::court::case::Case;
use crate::des::Lists;
use crate::time::Day;
use std::ops::Range;

impl Book {
    /// Takes the cases that no longer fit from `today` on: day by day, lowest priority first, the
    /// last booked first.
    pub fn bump(
        &mut self,
        lane: LaneId,
        today: Day,
        length_of: impl Fn(&Case) -> usize,
        into: &mut Vec<Case>,
    ) {
        let before = into.len();
        let mut overfull = std::mem::take(&mut self.overfull);
        self.find_overfull(lane, today, &mut overfull);
        let back = |book: &Self, day: Option<&u32>, fetch: fn(&Lists<Case>, usize)| {
            if let Some(&day) = day {
                fetch(&book.lists, book.list(lane, book.classes - 1, day as usize));
            }
        };
        for (i, &day) in overfull.iter().enumerate() {
            // The lists of these days are far apart.
            back(self, overfull.get(i + 2 * AHEAD), Lists::fetch_header);
            back(self, overfull.get(i + AHEAD), Lists::fetch_back);
            self.bump_day(lane, day as usize, &length_of, into);
        }
        self.overfull = overfull;
        if into.len() > before {
            // A day that lost a long hearing may have room for a short one.
            self.refit(lane, today);
        }
    }

    /// Days of a lane, from one on, on which more is booked than may be.
    fn find_overfull(&self, lane: LaneId, today: Day, days: &mut Vec<u32>) {
        days.clear();
        let (most, from) = (self.bookable(lane), self.offset(today));
        let booked = &self.booked[lane.index() * self.days..][from..self.days];
        for (first, booked) in (from as u32..).step_by(WORD).zip(booked.chunks(WORD)) {
            // Days without sessions are blocked, and empty.
            let mut over = at_most(booked, BLOCKED - 1) & !at_most(booked, most);
            while over != 0 {
                days.push(first + over.trailing_zeros());
                over &= over - 1;
            }
        }
    }

    fn bump_day(
        &mut self,
        lane: LaneId,
        offset: usize,
        length_of: &impl Fn(&Case) -> usize,
        into: &mut Vec<Case>,
    ) {
        let bookable = self.bookable(lane);
        let day = lane.index() * self.days + offset;
        let mut minutes = self.booked[day];
        for class in (0..self.classes).rev() {
            let list = self.list(lane, class, offset);
            while minutes > bookable
                && let Some(&case) = self.lists.back(list)
            {
                let left = minutes - u32::from(self.lengths[length_of(&case)]);
                if left == 0 && bookable > 0 {
                    // Alone on its day, it may be longer than the day.
                    return;
                }
                self.lists.pop_back(list);
                self.booked[day] = left;
                minutes = left;
                into.push(case);
            }
        }
    }

    /// Brings booked hearings of a lane forward into free minutes, next in line first; a hearing is
    /// never moved before the day it is ready, nor nearer to today than the notice [days], nor to a
    /// day on which it is not heard: `shut` says when such a time ends.
    pub fn advance(
        &mut self,
        lane: LaneId,
        today: Day,
        notice: i32,
        length_of: impl Fn(&Case) -> usize,
        shut: impl Fn(&Case, Day) -> Option<Day>,
        scratch: &mut Vec<(usize, Case)>,
    ) {
        let from = today + notice;
        self.reopen(lane, from);
        let row = lane.index() * self.days;
        for offset in self.offset(from)..self.days {
            if matches!(self.booked[row + offset], 0 | BLOCKED) {
                continue;
            }
            scratch.clear();
            for class in 0..self.classes {
                let list = self.list(lane, class, offset);
                while let Some(case) = self.lists.pop_front(list) {
                    scratch.push((class, case));
                }
            }
            self.booked[row + offset] = 0;
            for (class, case) in scratch.iter().copied() {
                let length = length_of(&case);
                let mut found = self.find(self.line(lane, length), from.max(case.ready()));
                while let Some(until) = found.and_then(|day| shut(&case, self.first + day as i32)) {
                    // Beyond the day it had nothing is sought: those days are yet to be emptied.
                    let earlier = self.offset(until) <= offset;
                    found = earlier
                        .then(|| self.find(self.line(lane, length), until))
                        .flatten();
                }
                self.rebook_by(lane, class, length, found, offset, case);
            }
        }
        self.reopen(lane, today);
    }

    /// Books a case on the day found, but no later than the day it had.
    fn rebook_by(
        &mut self,
        lane: LaneId,
        class: usize,
        length: usize,
        found: Option<usize>,
        had: usize,
        case: Case,
    ) {
        let minutes = u32::from(self.lengths[length]);
        let offset = found.map_or(had, |offset| offset.min(had));
        self.booked[lane.index() * self.days + offset] += minutes;
        self.lists.push_back(self.list(lane, class, offset), case);
    }

    /// Takes all cases booked on some days of a lane, and blocks the days.
    pub fn block(&mut self, lane: LaneId, days: Range<Day>, into: &mut Vec<Case>) {
        for offset in self.offsets(&days) {
            for class in 0..self.classes {
                self.lists.drain_into(self.list(lane, class, offset), into);
            }
            self.booked[lane.index() * self.days + offset] = BLOCKED;
        }
    }

    /// Takes the cases booked on some days of a lane for which `pick` holds, and frees their
    /// minutes; [`Book::reopen`] then lets others find them.
    pub fn extract_days(
        &mut self,
        lane: LaneId,
        days: Range<Day>,
        length_of: impl Fn(&Case) -> usize,
        pick: &mut impl FnMut(&Case) -> bool,
        into: &mut Vec<Case>,
    ) {
        for offset in self.offsets(&days) {
            let before = into.len();
            for class in 0..self.classes {
                let list = self.list(lane, class, offset);
                self.lists.extract(list, &mut *pick, into);
            }
            for case in &into[before..] {
                let minutes = u32::from(self.lengths[length_of(case)]);
                self.booked[lane.index() * self.days + offset] -= minutes;
            }
        }
    }

    /// Takes the cases of a lane for which `pick` holds, booked from `today` on or unbooked.
    pub fn extract(
        &mut self,
        lane: LaneId,
        today: Day,
        length_of: impl Fn(&Case) -> usize,
        pick: &mut impl FnMut(&Case) -> bool,
        into: &mut Vec<Case>,
    ) {
        let before = into.len();
        let last = self.first + self.days as i32;
        self.extract_days(lane, today..last, length_of, pick, into);
        if into.len() > before {
            self.reopen(lane, today);
        }
        self.unbooked[lane.index()].retain(|case| {
            let taken = pick(case);
            if taken {
                into.push(*case);
            }
            !taken
        });
    }

    /// Cases booked on some days of a lane for which `other` holds, told their class, go to the end of
    /// another class of the same day.
    pub fn reclass(
        &mut self,
        lane: LaneId,
        days: Range<Day>,
        other: impl Fn(usize, &Case) -> bool,
        class_of: impl Fn(&Case) -> usize,
    ) {
        let mut moved = Vec::new();
        for offset in self.offsets(&days) {
            for class in 0..self.classes {
                let list = self.list(lane, class, offset);
                let goes = |case: &Case| other(class, case);
                self.lists.extract(list, goes, &mut moved);
            }
            for case in moved.drain(..) {
                let list = self.list(lane, class_of(&case), offset);
                self.lists.push_back(list, case);
            }
        }
    }
}
