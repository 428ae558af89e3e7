//! Defects of the fast model that the comparison found, or the writing of the reference, or the
//! theory beside it; each as small as it gets.

use docketsim::court::{
    Act, Adjournment, Book, Case, Closure, CourtId, Deed, Discipline, DocketId, LaneId, Queue,
    Rebooking, SessionId, SourceId, Then,
};
use docketsim::time::{CourtCalendar, Day, Holidays, Weekday};

use crate::support::*;

fn case(ordinal: u32, ready: i32) -> Case {
    let mut case = Case::new(SourceId(0), ordinal, start());
    case.ready_on(Day(ready));
    case
}

/// Books a hearing of general bench time; the day on which it is booked.
fn book_on(book: &mut Book, length: u8, from: Day, case: Case) -> Option<Day> {
    let day = book.first_open(LaneId(0), length, from);
    book.book(book.shelf(LaneId(0), 0, length), from, case);
    day
}

#[test]
fn room_that_bumping_leaves_on_a_day_is_found_by_the_next_booking() {
    let calendar = CourtCalendar::new(start(), start() + 9, &Weekday::ALL, &Holidays::None);
    let (lane, first) = (LaneId(0), start());
    let lengths = vec![20, 30, 60];
    let mut book = Book::new(&calendar, first, first + 9, 1, 1, lengths);
    let hearing = |ordinal| case(ordinal, 0);
    book.set_bookable(lane, first, 100);
    assert_eq!(book_on(&mut book, 2, first, hearing(1)), Some(first));
    assert_eq!(book_on(&mut book, 1, first, hearing(2)), Some(first));
    assert_eq!(book_on(&mut book, 0, first, hearing(3)), Some(first + 1));
    // 90 of 80 minutes: the hearing of 30 goes, 20 minutes are free.
    book.set_bookable(lane, first, 80);
    let mut bumped = Vec::new();
    let length = |case: &Case| [2, 1, 0][case.ordinal() as usize - 1];
    book.bump(lane, first, length, &mut bumped);
    assert_eq!(bumped, [hearing(2)]);
    assert_eq!(book_on(&mut book, 0, first, hearing(4)), Some(first));
}

#[test]
fn room_that_bringing_forward_leaves_is_found_by_bookings_at_short_notice() {
    let calendar = CourtCalendar::new(start(), start() + 9, &Weekday::ALL, &Holidays::None);
    let (lane, first) = (LaneId(0), start());
    let mut book = Book::new(&calendar, first, first + 9, 1, 1, vec![20, 60]);
    book.set_bookable(lane, first, 60);
    for day in 0..3 {
        book_on(&mut book, 1, first + day, case(1, first.0 + day));
    }
    // 40 minutes on day 3, 20 on day 4, 60 on day 5: no room for an hour before day 6.
    for day in [3, 3, 4] {
        book_on(&mut book, 0, first + day, case(0, first.0 + 3));
    }
    let open = book_on(&mut book, 1, first, case(1, first.0 + 5));
    assert_eq!(open, Some(first + 5));
    // The book learns from being asked which days to skip.
    for _ in 0..4 {
        assert_eq!(book.first_open(lane, 1, first), Some(first + 6));
    }
    // The short hearing of day 4 goes to day 3: an hour is free on day 4.
    let length = |case: &Case| case.ordinal() as usize;
    book.advance(lane, first, 3, length, |_, _| None, &mut Vec::new());
    assert_eq!(book.booked(lane, first + 4), 0);
    assert_eq!(book.first_open(lane, 1, first), Some(first + 4));
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

#[test]
fn the_shortest_work_is_called_first_however_long_it_is() {
    // 300 and 200 minutes of work, over a horizon of 20 days and cases of 100 days.
    let shortest = Queue::CallUp(Discipline::ShortestWork);
    let mut toy = Toy::new(1, 300.0, 300, 20).opening(6).rule(shortest);
    let b = &mut toy.blueprint;
    b.dockets.push(docket("short", vec![closing_stage(0, 200)]));
    let mut short = b.opening[0].clone();
    short.docket = DocketId(1);
    b.opening.push(short);
    let done = toy.run(1).completions();
    let order: Vec<u8> = done.iter().map(|(_, case, _)| case.docket().0).collect();
    assert_eq!(order, [[1; 6], [0; 6]].concat());
}

#[test]
fn a_case_that_is_continued_to_the_next_day_is_not_called_again_the_same_day() {
    // Ten hearings a day and three cases: each is heard once a day.
    let ready = Queue::CallUp(Discipline::FirstReady);
    let mut toy = Toy::new(1, 300.0, 30, 5).opening(3).rule(ready);
    toy.blueprint.dockets[0].stages = vec![stage("hearing", 0, 30, vec![(1.0, Then::Continue)])];
    let log = toy.run(1);
    assert_eq!(log.count(|what| matches!(what, What::Held(..))), 15);
}

#[test]
fn no_hearing_is_brought_forward_to_a_day_on_which_its_docket_is_not_heard() {
    // Two hearings a day for 60 days, then twice as many; days 20 to 50 are shut for the docket.
    let mut toy = Toy::new(2, 60.0, 60, 120).opening(120);
    toy.blueprint.rules.rebooking = Rebooking::Advance;
    let mut levers = toy.levers();
    levers.closures.push(Closure {
        courts: vec![CourtId(0)],
        docket: Some(DocketId(0)),
        known: start() + 1,
        from: start() + 20,
        until: start() + 51,
    });
    levers.acts.push(Act {
        day: start() + 1,
        what: Deed::CallOff(0),
    });
    levers.productivity[0] = levers.productivity[0].scaled_from(start() + 10, 2.0);
    let log = run(&toy.blueprint, &levers, 1);
    let called_off = What::Adjourned(SessionId(0), Adjournment::Closure);
    let later = |(day, _, what): &&(_, Case, What)| *day > start() + 1 && *what == called_off;
    assert_eq!(log.events.iter().filter(later).count(), 0);
    assert!(log.count(|what| *what == called_off) > 50);
}
