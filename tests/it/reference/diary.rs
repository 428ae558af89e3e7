//! The booking book: for each kind of bench time at a court, the hearings booked on each day.

use std::collections::{BTreeMap, BTreeSet};

use docketsim::court::{CourtId, SessionId};
use docketsim::time::{CourtCalendar, Day};

use super::agenda::CaseNo;

/// Bench time of one session kind at a court, open to all or reserved for one docket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    General(CourtId, SessionId),
    /// By its place in the levers.
    Reserved(usize),
}

/// A hearing in the book.
#[derive(Clone, Copy, Debug)]
pub struct Booking {
    pub case: CaseNo,
    /// Priority when it was booked: a lower number is called first.
    pub priority: u8,
    pub minutes: u32,
}

/// The hearings of a day in the order in which they are called.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub minutes: u32,
    pub bookings: Vec<Booking>,
}

impl Page {
    fn add(&mut self, booking: Booking) {
        let after = |b: &Booking| b.priority <= booking.priority;
        let place = self.bookings.iter().take_while(|b| after(b)).count();
        self.bookings.insert(place, booking);
        self.minutes += booking.minutes;
    }

    /// Takes out those for which `pick` holds, in order.
    fn extract(&mut self, mut pick: impl FnMut(CaseNo) -> bool) -> Vec<Booking> {
        let (taken, left) = self.bookings.iter().partition(|b| pick(b.case));
        self.bookings = left;
        self.minutes = self.bookings.iter().map(|b| b.minutes).sum();
        taken
    }
}

/// The book of one lane.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    /// Minutes of hearings on a court day: what the court plans with.
    pub available: u32,
    /// Minutes that may be booked on a court day.
    pub bookable: u32,
    /// Whether minutes became free since the last review.
    pub gained: bool,
    pub pages: BTreeMap<Day, Page>,
    /// Days on which the court is known to be shut.
    pub shut: BTreeSet<Day>,
    /// Cases for which the book has no day, in order.
    pub unbooked: Vec<CaseNo>,
}

impl Diary {
    /// First court day of the book, on or after `from`, with room for so many minutes.
    ///
    /// A hearing longer than the day has room on a day of its own.
    pub fn first_open(
        &self,
        calendar: &CourtCalendar,
        (from, last): (Day, Day),
        minutes: u32,
    ) -> Option<Day> {
        let room = |day: Day| {
            let booked = self.pages.get(&day).map_or(0, |page| page.minutes);
            booked == 0 || booked + minutes <= self.bookable
        };
        let mut days = (from.0..=last.0).map(Day);
        days.find(|&day| {
            self.bookable > 0
                && room(day)
                && calendar.is_court_day(day)
                && !self.shut.contains(&day)
        })
    }

    pub fn book(&mut self, day: Day, booking: Booking) {
        self.pages.entry(day).or_default().add(booking);
    }

    /// Takes all hearings of a day, in the order in which they are called.
    pub fn take(&mut self, day: Day) -> Vec<Booking> {
        self.pages.remove(&day).unwrap_or_default().bookings
    }

    /// Takes the hearings that no longer fit: day by day, lowest priority first, of these the one
    /// booked last first. A hearing longer than the day stays when it is alone.
    pub fn bump(&mut self, today: Day) -> Vec<CaseNo> {
        let mut bumped = Vec::new();
        for page in self.pages.range_mut(today..).map(|(_, page)| page) {
            while page.minutes > self.bookable {
                let alone = page.bookings.len() == 1;
                if alone && self.bookable > 0 {
                    break;
                }
                let last = page.bookings.pop().unwrap();
                page.minutes -= last.minutes;
                bumped.push(last.case);
            }
        }
        bumped
    }

    /// Hearings from a day on, in order.
    pub fn bookings(&self, from: Day) -> Vec<(Day, CaseNo)> {
        let pages = self.pages.range(from..);
        let of_page = |(&day, page): (&Day, &Page)| {
            let cases = page.bookings.iter().map(|booking| booking.case);
            cases.map(|case| (day, case)).collect::<Vec<_>>()
        };
        pages.flat_map(of_page).collect()
    }

    /// Takes hearings from `from` on for which `pick` holds, in order.
    pub fn extract(
        &mut self,
        (from, until): (Day, Option<Day>),
        mut pick: impl FnMut(CaseNo) -> bool,
    ) -> Vec<(Day, Booking)> {
        let mut taken = Vec::new();
        for (&day, page) in self.pages.range_mut(from..) {
            if until.is_none_or(|until| day < until) {
                let picked = page.extract(&mut pick);
                taken.extend(picked.into_iter().map(|booking| (day, booking)));
            }
        }
        taken
    }
}
