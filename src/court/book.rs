//! The booking book: which hearings are booked on which day, in constant time.
//!
//! A *lane* is the bench time of one session kind at one court, either general or reserved for one
//! docket. The capacity that a court plans with is the same for all days ahead (it knows its bench
//! of today), so a lane holds one number of bookable minutes and, day by day, the minutes booked.
//!
//! The first day with room is found by union-find with path halving: each day points to a later
//! day that may have room. Pointers only ever skip days without room for hearings of one planned
//! length; when room appears, the pointers of the lane are laid anew.

use super::case::Case;
use crate::des::Lists;
use crate::time::{CourtCalendar, Day};
use std::ops::Range;

/// A lane, by its position in the book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LaneId(pub u32);

impl LaneId {
    /// Position in the list of lanes.
    #[inline]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The booking book of all courts.
#[derive(Clone, Debug)]
pub struct Book {
    first: Day,
    days: usize,
    /// Priority classes: hearings of a lower class are called first and bumped last.
    classes: usize,
    /// Distinct planned lengths [minutes]; each has pointers of its own.
    lengths: Vec<u16>,
    /// Minutes that may be booked on a court day, by lane [minutes].
    bookable: Vec<u32>,
    /// By lane and length: pointers of days from here on have never been moved.
    reach: Vec<usize>,
    /// Booked minutes, by lane and day.
    booked: Vec<u32>,
    /// A day that may have room, by lane, length and day.
    open: Vec<u32>,
    /// Every day points to itself: the pointers of an empty lane.
    fresh: Vec<u32>,
    /// Days without sessions are blocked: the minutes of an empty lane.
    blank: Vec<u32>,
    /// Booked cases, by lane, class and day, in booking order.
    lists: Lists<Case>,
    /// Cases for which the book has no day, by lane.
    unbooked: Vec<Vec<Case>>,
}

/// Booked minutes of a day on which a lane does not sit: no hearing fits beside them [minutes].
const BLOCKED: u32 = 1 << 30;

/// Whether a day has room for a hearing; one longer than the day is booked on a day of its own.
#[inline(always)]
fn fits(used: u32, minutes: u32, bookable: u32) -> bool {
    used == 0 || used + minutes <= bookable
}

impl Book {
    /// An empty book of `lanes` lanes over the days `first..=last`.
    ///
    /// `lengths` are the planned minutes of all hearings; a booking names one by its position.
    pub fn new(
        calendar: &CourtCalendar,
        first: Day,
        last: Day,
        lanes: usize,
        classes: usize,
        lengths: Vec<u16>,
    ) -> Self {
        let days = usize::try_from(last - first + 1).expect("a book ends after it starts");
        let fresh: Vec<u32> = (0..days as u32).collect();
        let sits = |d: u32| calendar.is_court_day(first + d as i32);
        let blank: Vec<u32> = (fresh.iter())
            .map(|&d| if sits(d) { 0 } else { BLOCKED })
            .collect();
        Self {
            first,
            days,
            classes,
            bookable: vec![0; lanes],
            reach: vec![0; lanes * lengths.len()],
            booked: blank.repeat(lanes),
            open: fresh.repeat(lanes * lengths.len()),
            lists: Lists::new(lanes * classes * days),
            unbooked: vec![Vec::new(); lanes],
            lengths,
            fresh,
            blank,
        }
    }

    /// Empties the book and keeps its memory.
    pub fn clear(&mut self) {
        self.bookable.fill(0);
        self.reach.fill(0);
        for minutes in self.booked.chunks_exact_mut(self.days) {
            minutes.copy_from_slice(&self.blank);
        }
        for pointers in self.open.chunks_exact_mut(self.days) {
            pointers.copy_from_slice(&self.fresh);
        }
        self.lists
            .reset(self.bookable.len() * self.classes * self.days);
        self.unbooked.iter_mut().for_each(Vec::clear);
    }

    /// Minutes that may be booked on a court day of a lane [minutes].
    pub fn bookable(&self, lane: LaneId) -> u32 {
        self.bookable[lane.index()]
    }

    /// Minutes booked on a day of a lane [minutes].
    pub fn booked(&self, lane: LaneId, day: Day) -> u32 {
        self.booked[lane.index() * self.days + self.offset(day)]
    }

    /// Sets the bookable minutes of a lane from `today` on.
    ///
    /// A lower value leaves over-full days: [`Book::bump`] mends them.
    pub fn set_bookable(&mut self, lane: LaneId, today: Day, minutes: u32) {
        let old = std::mem::replace(&mut self.bookable[lane.index()], minutes);
        if minutes > old {
            self.relay(lane, today);
        }
    }

    /// Lays the pointers of a lane anew, because days may have gained room: each to itself. No
    /// earlier day than `today` may be asked for afterwards: its pointers may skip days that have
    /// room.
    pub fn reopen(&mut self, lane: LaneId, today: Day) {
        for row in self.rows(lane) {
            let (from, reach) = self.moved(row, today);
            let pointers = &mut self.open[row * self.days..][..self.days];
            pointers[from..reach].copy_from_slice(&self.fresh[from..reach]);
            self.reach[row] = from;
        }
    }

    /// The same, each to the first day that has room now: for when no day gains room without
    /// pointers being laid anew. One pass here spares every length a walk over all full days.
    fn relay(&mut self, lane: LaneId, today: Day) {
        let bookable = self.bookable[lane.index()];
        for row in self.rows(lane) {
            let (from, reach) = self.moved(row, today);
            let minutes = u32::from(self.lengths[row % self.lengths.len()]);
            let booked = &self.booked[lane.index() * self.days..][from..reach];
            let pointers = &mut self.open[row * self.days..][from..reach];
            let mut room = reach as u32;
            for (i, (pointer, &used)) in pointers.iter_mut().zip(booked).enumerate().rev() {
                room = if fits(used, minutes, bookable) {
                    (from + i) as u32
                } else {
                    room
                };
                *pointer = room;
            }
        }
    }

    /// Rows of pointers of a lane, one for each length.
    fn rows(&self, lane: LaneId) -> Range<usize> {
        let lengths = self.lengths.len();
        lane.index() * lengths..(lane.index() + 1) * lengths
    }

    /// Days from `today` on whose pointers in a row may have been moved.
    fn moved(&self, row: usize, today: Day) -> (usize, usize) {
        // With the minimum notice a day may lie beyond the book.
        let from = self.offset(today).min(self.days);
        (from, self.reach[row].max(from))
    }

    /// First day on or after `from` with room for a hearing of this length; `None`: not in the book.
    pub fn first_open(&mut self, lane: LaneId, length: u8, from: Day) -> Option<Day> {
        let offset = self.find(lane, usize::from(length), from)?;
        Some(self.first + offset as i32)
    }

    #[inline(always)]
    fn find(&mut self, lane: LaneId, length: usize, from: Day) -> Option<usize> {
        let bookable = self.bookable[lane.index()];
        if bookable == 0 {
            return None;
        }
        let minutes = u32::from(self.lengths[length]);
        let days = self.days;
        let row = lane.index() * self.lengths.len() + length;
        let reach = &mut self.reach[row];
        let open = &mut self.open[row * days..][..days];
        let booked = &self.booked[lane.index() * days..][..days];
        debug_assert!(from >= self.first, "bookings are made for the future");
        let mut day = from.0.wrapping_sub(self.first.0) as u32 as usize;
        while day < days {
            let next = open[day] as usize;
            if next != day {
                // Path halving: later look-ups skip what this one learnt.
                let after = if next < days { open[next] } else { next as u32 };
                open[day] = after;
                day = after as usize;
                continue;
            }
            if fits(booked[day], minutes, bookable) {
                return Some(day);
            }
            open[day] = day as u32 + 1;
            day += 1;
            *reach = day.max(*reach);
        }
        None
    }

    /// Books a case on the first day with room on or after `from`.
    ///
    /// When the book has no such day the case is kept unbooked, in order.
    #[inline(always)]
    pub fn book(&mut self, lane: LaneId, class: u8, length: u8, from: Day, case: Case) {
        let (class, length) = (usize::from(class), usize::from(length));
        match self.find(lane, length, from) {
            Some(offset) => {
                self.booked[lane.index() * self.days + offset] += u32::from(self.lengths[length]);
                let list = self.list(lane, class, offset);
                case.move_to(self.lists.push_back_slot(list));
            }
            None => self.keep_unbooked(lane, case.apart()),
        }
    }

    #[inline(never)]
    fn keep_unbooked(&mut self, lane: LaneId, case: Case) {
        self.unbooked[lane.index()].push(case);
    }

    /// Takes all cases booked on a day of a lane, in priority then booking order.
    pub fn take(&mut self, lane: LaneId, day: Day, into: &mut Vec<Case>) {
        let offset = self.offset(day);
        for class in 0..self.classes {
            self.lists.drain_into(self.list(lane, class, offset), into);
        }
        self.booked[lane.index() * self.days + offset] = 0;
    }

    /// Takes the cases that no longer fit from `today` on: day by day, lowest priority first, the
    /// last booked first.
    pub fn bump(
        &mut self,
        lane: LaneId,
        today: Day,
        length_of: impl Fn(&Case) -> usize,
        into: &mut Vec<Case>,
    ) {
        let bookable = self.bookable[lane.index()];
        let row = lane.index() * self.days;
        let before = into.len();
        for offset in self.offset(today)..self.days {
            // Days without sessions are blocked, and empty.
            while (bookable + 1..BLOCKED).contains(&self.booked[row + offset]) {
                let Some((class, case)) = self.last_booked(lane, offset) else {
                    break;
                };
                let left = self.booked[row + offset] - u32::from(self.lengths[length_of(&case)]);
                if left == 0 && bookable > 0 {
                    // Alone on its day, it may be longer than the day.
                    self.lists.push_back(self.list(lane, class, offset), case);
                    break;
                }
                self.booked[row + offset] = left;
                into.push(case);
            }
        }
        if into.len() > before {
            // A day that lost a long hearing may have room for a short one.
            self.relay(lane, today);
        }
    }

    fn last_booked(&mut self, lane: LaneId, offset: usize) -> Option<(usize, Case)> {
        (0..self.classes).rev().find_map(|class| {
            let list = self.list(lane, class, offset);
            self.lists.pop_back(list).map(|case| (class, case))
        })
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
                let mut found = self.find(lane, length, from.max(case.ready()));
                while let Some(until) = found.and_then(|day| shut(&case, self.first + day as i32)) {
                    // Beyond the day it had nothing is sought: those days are yet to be emptied.
                    let earlier = self.offset(until) <= offset;
                    found = earlier.then(|| self.find(lane, length, until)).flatten();
                }
                self.rebook_by(lane, class, length, found, offset, case);
            }
        }
        // Pointers of days within the notice may skip days that have room by now.
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
                if self.lists.iter(list).any(&mut *pick) {
                    self.lists.retain(list, |case| {
                        let taken = pick(case);
                        if taken {
                            into.push(*case);
                        }
                        !taken
                    });
                }
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

    /// Puts a case back on a day from which it was taken.
    pub fn put(&mut self, lane: LaneId, class: usize, length: usize, day: Day, case: Case) {
        let offset = self.offset(day);
        self.booked[lane.index() * self.days + offset] += u32::from(self.lengths[length]);
        self.lists.push_back(self.list(lane, class, offset), case);
    }

    /// Positions of the days that are in the book.
    fn offsets(&self, days: &Range<Day>) -> Range<usize> {
        let offset = |day: Day| (day - self.first).clamp(0, self.days as i32) as usize;
        offset(days.start)..offset(days.end)
    }

    /// Takes the unbooked cases of a lane.
    pub fn take_unbooked(&mut self, lane: LaneId) -> Vec<Case> {
        std::mem::take(&mut self.unbooked[lane.index()])
    }

    /// Cases in the book, booked or not [records].
    pub fn len(&self) -> usize {
        self.lists.len_all() + self.unbooked.iter().map(Vec::len).sum::<usize>()
    }

    /// Whether no case is in the book.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Visits every case in the book, in no particular order.
    pub fn for_each(&self, mut visit: impl FnMut(&Case)) {
        self.lists.for_each(&mut visit);
        self.unbooked.iter().flatten().for_each(visit);
    }

    #[inline]
    fn offset(&self, day: Day) -> usize {
        (day - self.first) as usize
    }

    #[inline]
    fn list(&self, lane: LaneId, class: usize, offset: usize) -> usize {
        (lane.index() * self.classes + class) * self.days + offset
    }
}
