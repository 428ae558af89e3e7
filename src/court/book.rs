//! The booking book: which hearings are booked on which day, in constant time.
//!
//! A *lane* is the bench time of one session kind at one court, either general or reserved for one
//! docket. The capacity that a court plans with is the same for all days ahead (it knows its bench
//! of today), so a lane holds one number of bookable minutes and, day by day, the minutes booked.
//!
//! The first day with room is found in sets of bits: for each planned length of a lane the days that
//! may have room. A day found without room is taken out; when room appears, the lane's sets are
//! filled again.

mod ahead;
mod mend;
mod open_days;

use super::case::Case;
use crate::des::Lists;
use crate::time::{CourtCalendar, Day};
use open_days::{OpenDays, Row};
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

/// Where hearings of one lane, planned length and priority class are booked: see [`Book::shelf`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// The line of the lane and length.
    line: u32,
    /// The list of the first day, of the lane and class.
    lists: u32,
}

/// What a booking has to know of its lane and length, in one place.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// The days that may have room.
    open: Row,
    /// Most minutes that may be booked on a day with room; below 0 where nothing is booked at all
    /// [minutes].
    fits: i32,
    /// Planned minutes of a hearing [minutes].
    minutes: u32,
    /// The first day of the lane among all booked minutes.
    first: u32,
}

/// The booking book of all courts.
#[derive(Clone, Debug)]
pub struct Book {
    first: Day,
    days: usize,
    /// Priority classes: hearings of a lower class are called first and bumped last.
    classes: usize,
    /// Distinct planned lengths [minutes]; each has open days of its own.
    lengths: Vec<u16>,
    /// Minutes that may be booked on a court day, by lane [minutes].
    bookable: Vec<u32>,
    /// Booked minutes, by lane and day.
    booked: Vec<u32>,
    /// By lane and length.
    lines: Vec<Line>,
    /// Days that may have room, by lane and length.
    open: OpenDays,
    /// Days without sessions are blocked: the minutes of an empty lane.
    blank: Vec<u32>,
    /// Booked cases, by lane, class and day, in booking order.
    lists: Lists<Case>,
    /// Cases for which the book has no day, by lane.
    unbooked: Vec<Vec<Case>>,
    /// Days that are to be mended; memory kept from one time to the next.
    overfull: Vec<u32>,
}

/// Lists whose memory is asked for ahead when all are read.
const AHEAD: usize = 4;

/// Booked minutes of a day on which a lane does not sit: no hearing fits beside them [minutes].
const BLOCKED: u32 = 1 << 30;

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
        let sits = |d: usize| calendar.is_court_day(first + d as i32);
        let blank: Vec<u32> = (0..days)
            .map(|d| if sits(d) { 0 } else { BLOCKED })
            .collect();
        let lists = lanes * classes * days;
        assert!(
            u32::try_from(lists).is_ok(),
            "a book has fewer than 2^32 lists"
        );
        let mut open = OpenDays::new(lanes * lengths.len(), days, sits);
        let line = |lane: usize, length: usize| Line {
            open: open.row(lane * lengths.len() + length),
            fits: -1,
            minutes: u32::from(lengths[length]),
            first: (lane * days) as u32,
        };
        Self {
            first,
            days,
            classes,
            bookable: vec![0; lanes],
            booked: blank.repeat(lanes),
            lines: lines(lanes, lengths.len(), line),
            open,
            lists: Lists::new(lists),
            unbooked: vec![Vec::new(); lanes],
            overfull: Vec::new(),
            lengths,
            blank,
        }
    }

    /// Empties the book and keeps its memory.
    pub fn clear(&mut self) {
        self.bookable.fill(0);
        for minutes in self.booked.chunks_exact_mut(self.days) {
            minutes.copy_from_slice(&self.blank);
        }
        for (position, line) in self.lines.iter_mut().enumerate() {
            line.open = self.open.row(position);
            line.fits = -1;
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
        let of_lane = self.lines_of(lane);
        for line in &mut self.lines[of_lane] {
            // A hearing that is longer than the day is booked on a day of its own.
            line.fits = match minutes {
                0 => -1,
                _ => minutes.saturating_sub(line.minutes) as i32,
            };
        }
        if minutes > old {
            self.refit(lane, today);
        }
    }

    /// Looks for room on every day of a lane from `today` on, because days may have gained some.
    pub fn reopen(&mut self, lane: LaneId, today: Day) {
        let (from, of_lane) = (self.offset(today), self.lines_of(lane));
        for line in &mut self.lines[of_lane] {
            self.open.fill(&mut line.open, from);
        }
    }

    /// The same, for when no day gains room before it is called again: days without room are left
    /// out at once.
    fn refit(&mut self, lane: LaneId, today: Day) {
        let (from, of_lane) = (self.offset(today), self.lines_of(lane));
        let booked = &self.booked[lane.index() * self.days..][..self.days];
        for line in &mut self.lines[of_lane] {
            let fits = line.fits.max(0) as u32;
            self.open.fit(&mut line.open, from, booked, fits);
        }
    }

    /// The lines of a lane, one for each length.
    fn lines_of(&self, lane: LaneId) -> Range<usize> {
        let lengths = self.lengths.len();
        lane.index() * lengths..(lane.index() + 1) * lengths
    }

    fn line(&self, lane: LaneId, length: usize) -> usize {
        lane.index() * self.lengths.len() + length
    }

    /// Where hearings of a lane, a priority class and a planned length are booked.
    pub fn shelf(&self, lane: LaneId, class: u8, length: u8) -> Shelf {
        Shelf {
            line: self.line(lane, usize::from(length)) as u32,
            lists: self.list(lane, usize::from(class), 0) as u32,
        }
    }

    /// First day on or after `from` with room for a hearing of this length; `None`: not in the book.
    pub fn first_open(&mut self, lane: LaneId, length: u8, from: Day) -> Option<Day> {
        let offset = self.find(self.line(lane, usize::from(length)), from)?;
        Some(self.first + offset as i32)
    }

    #[inline(never)]
    fn find(&mut self, line: usize, from: Day) -> Option<usize> {
        let line = &mut self.lines[line];
        if line.fits < 0 {
            return None;
        }
        debug_assert!(from >= self.first, "bookings are made for the future");
        let from = from.0.wrapping_sub(self.first.0) as u32 as usize;
        loop {
            let day = self.open.next(&mut line.open, from)?;
            // Booked minutes are at most those of a blocked day, which a number with a sign holds.
            if self.booked[line.first as usize + day] as i32 <= line.fits {
                return Some(day);
            }
            self.open.remove(&mut line.open, day);
        }
    }

    /// Books a case on the first day with room on or after `from`.
    ///
    /// When the book has no such day the case is kept unbooked, in order.
    #[inline(always)]
    pub fn book(&mut self, shelf: Shelf, from: Day, case: Case) {
        let line = self.lines[shelf.line as usize];
        if !self.book_at_once(&line, shelf, from, &case) {
            self.seek_day(shelf, from, case.apart());
        }
    }

    /// Books cases of one shelf, each on the first day with room on which it is ready.
    pub fn book_all(&mut self, shelf: Shelf, earliest: Day, cases: &[Case]) {
        let mut line = self.lines[shelf.line as usize];
        for case in cases {
            let from = case.ready().max(earliest);
            if !self.book_at_once(&line, shelf, from, case) {
                self.seek_day(shelf, from, case.apart());
                line = self.lines[shelf.line as usize];
            }
        }
    }

    /// Books a case where that takes no search: as a rule the day itself has room, or the first one
    /// behind those that are booked up. No day that was taken out has room: when one gains some, all are
    /// put back.
    #[inline(always)]
    fn book_at_once(&mut self, line: &Line, shelf: Shelf, from: Day, case: &Case) -> bool {
        let day = line.open.behind_gap((from.0 - self.first.0) as u32);
        if day < self.days as u32
            && let Some(booked) = self.booked.get_mut((line.first + day) as usize)
            && *booked as i32 <= line.fits
        {
            debug_assert!(self.open.holds(&line.open, day), "a day with room is in");
            *booked += line.minutes;
            let list = (shelf.lists + day) as usize;
            case.apart().move_to(self.lists.push_back_slot(list));
            return true;
        }
        false
    }

    #[inline(never)]
    fn seek_day(&mut self, shelf: Shelf, from: Day, case: Case) {
        match self.find(shelf.line as usize, from) {
            Some(day) => {
                let line = &self.lines[shelf.line as usize];
                self.booked[line.first as usize + day] += line.minutes;
                let list = shelf.lists as usize + day;
                case.move_to(self.lists.push_back_slot(list));
            }
            None => self.keep_unbooked(shelf, case),
        }
    }

    fn keep_unbooked(&mut self, shelf: Shelf, case: Case) {
        let lane = shelf.line as usize / self.lengths.len();
        self.unbooked[lane].push(case);
    }

    /// Takes all cases booked on a day of a lane, in priority then booking order.
    pub fn take(&mut self, lane: LaneId, day: Day, into: &mut Vec<Case>) {
        let offset = self.offset(day);
        for class in 0..self.classes {
            self.lists.drain_into(self.list(lane, class, offset), into);
        }
        self.booked[lane.index() * self.days + offset] = 0;
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

    /// Takes all cases of a lane, in no particular order.
    pub fn close(&mut self, lane: LaneId, visit: &mut impl FnMut(&Case)) {
        let first = self.list(lane, 0, 0);
        let end = first + self.classes * self.days;
        for list in first..end {
            self.lists.fetch((list + AHEAD).min(end - 1));
            self.lists.drain(list, &mut *visit);
        }
        self.take_unbooked(lane).iter().for_each(visit);
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

fn lines(lanes: usize, lengths: usize, mut line: impl FnMut(usize, usize) -> Line) -> Vec<Line> {
    let of_lane = |lane| (0..lengths).map(move |length| (lane, length));
    (0..lanes)
        .flat_map(of_lane)
        .map(|(lane, length)| line(lane, length))
        .collect()
}
