//! Defects of the fast model that the comparison found, each as small as it gets.

use docketsim::court::{Book, Case, LaneId};
use docketsim::time::{CourtCalendar, Holidays, Weekday};

use crate::support::start;

#[test]
fn room_that_bumping_leaves_on_a_day_is_found_by_the_next_booking() {
    let calendar = CourtCalendar::new(start(), start() + 9, &Weekday::ALL, &Holidays::None);
    let (lane, first) = (LaneId(0), start());
    let lengths = vec![20, 30, 60];
    let mut book = Book::new(&calendar, first, first + 9, 1, 1, lengths);
    let hearing = |ordinal: u32| {
        let mut case = Case::default();
        case.ordinal = ordinal;
        case
    };
    book.set_bookable(lane, first, 100);
    assert_eq!(book.book(lane, 0, 2, first, hearing(1)), Some(first));
    assert_eq!(book.book(lane, 0, 1, first, hearing(2)), Some(first));
    assert_eq!(book.book(lane, 0, 0, first, hearing(3)), Some(first + 1));
    // 90 of 80 minutes: the hearing of 30 goes, 20 minutes are free.
    book.set_bookable(lane, first, 80);
    let mut bumped = Vec::new();
    let length = |case: &Case| [2, 1, 0][case.ordinal as usize - 1];
    book.bump(lane, first, length, &mut bumped);
    assert_eq!(bumped, [hearing(2)]);
    assert_eq!(book.book(lane, 0, 0, first, hearing(4)), Some(first));
}
