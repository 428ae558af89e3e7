//! The booking book at work.

use std::hint::black_box;
use std::time::{Duration, Instant};

use docketsim::court::{Book, Case, LaneId, Shelf, SourceId};
use docketsim::rng::{Decision, Stream};
use docketsim::time::{CourtCalendar, Day, Holidays, Weekday};

use super::SEED;

/// Longest book [days].
const BOOK: i32 = 6_000;
/// Hearings booked at any time.
const BOOKED: u32 = 1_000_000;
/// Bookable minutes of a court day: some 1,400 hearings, 700 court days ahead.
const BOOKABLE: u32 = 92_000;
/// Planned lengths of hearings [minutes].
pub const LENGTHS: [u16; 2] = [13, 120];

/// A book in steady state: every court day its hearings are taken and booked again at the tail.
pub struct Booking {
    pub book: Book,
    pub today: Day,
    called: Vec<Case>,
    /// Of short hearings and of long ones, which are booked under another class.
    shelves: [Shelf; 2],
    pub earliest: Vec<i32>,
    turn: usize,
}

impl Booking {
    /// A book with all its hearings.
    pub fn new() -> Self {
        let calendar = CourtCalendar::new(Day(0), Day(BOOK), &Weekday::ALL[..5], &Holidays::None);
        let stream = Stream::new(SEED, 0);
        let notice = |case| 14 + (stream.bits(Decision::SyntheticA, case, 0) % 120) as i32;
        let book = Book::new(&calendar, Day(0), Day(BOOK), 1, 2, LENGTHS.to_vec());
        let mut booking = Self {
            shelves: [0, 1].map(|long| book.shelf(LaneId(0), long, long)),
            book,
            today: Day(0),
            called: Vec::new(),
            earliest: (0..1 << 12).map(notice).collect(),
            turn: 0,
        };
        booking.refill();
        booking
    }

    fn refill(&mut self) {
        self.book.clear();
        self.book.set_bookable(LaneId(0), Day(0), BOOKABLE);
        self.today = Day(1);
        for ordinal in 0..BOOKED {
            let case = Case::new(SourceId(0), ordinal, Day(0));
            self.book_again(case);
        }
    }

    fn book_again(&mut self, case: Case) {
        self.turn = (self.turn + 1) % self.earliest.len();
        let from = self.today + self.earliest[self.turn];
        let long = usize::from(case.ordinal().is_multiple_of(2));
        self.book.book(self.shelves[long], from, case);
    }

    /// Time of `turns` bookings; filling the book anew near its end is not counted.
    pub fn time(&mut self, turns: u64) -> Duration {
        let (mut left, mut spent) = (turns, Duration::ZERO);
        while left > 0 {
            let start = Instant::now();
            while left > 0 && self.today < Day(BOOK - 2_000) {
                self.today = self.today + 1;
                let mut called = std::mem::take(&mut self.called);
                self.book.take(LaneId(0), self.today, &mut called);
                for case in called.drain(..) {
                    self.book_again(black_box(case));
                    left = left.saturating_sub(1);
                }
                self.called = called;
            }
            spent += start.elapsed();
            if left > 0 {
                self.refill();
            }
        }
        spent
    }
}
