//! Defects of the fast model that the comparison found, each as small as it gets.

use docketsim::court::{
    Act, Adjournment, Book, Case, Closure, CourtId, Deed, DocketId, LaneId, SessionId,
};
use docketsim::time::{CourtCalendar, Holidays, Weekday};

use crate::support::*;

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

#[test]
fn a_docket_that_is_shut_beyond_the_book_is_booked_on_no_day() {
    let toy = Toy::new(1, 300.0, 30, 30).arrivals(4.0);
    let mut levers = toy.levers();
    levers.closures.push(Closure {
        courts: vec![CourtId(0)],
        docket: Some(DocketId(0)),
        known: start() + 10,
        from: start() + 10,
        until: toy.blueprint.book_end() + 2,
    });
    levers.acts.push(Act {
        day: start() + 10,
        what: Deed::CallOff(0),
    });
    let log = run(&toy.blueprint, &levers, 1);
    let called_off = What::Adjourned(SessionId(0), Adjournment::Closure);
    let later = |(day, _, what): &&(_, Case, What)| *day > start() + 10 && *what == called_off;
    assert_eq!(log.events.iter().filter(later).count(), 0);
    assert!(log.count(|what| *what == What::StillPending) > 40);
}
