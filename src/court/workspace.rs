//! Memory of a run, kept from one replication to the next.

use super::appeals::AppealsState;
use super::blueprint::{Blueprint, Discipline, Queue};
use super::book::Book;
use super::case::Case;
use super::event::Event;
use super::filing::Layers;
use super::levers::Levers;
use super::parts::Filings;
use super::ready::ReadyQueue;
use super::work::expected_minutes;
use crate::des::EventList;
use crate::time::Day;

/// Memory of a run, kept from one replication to the next.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(super) shape: Option<Shape>,
    pub(super) book: Option<Book>,
    pub(super) ready: Option<ReadyQueue>,
    /// A list for each part of the courts.
    pub(super) events: Vec<EventList<Event>>,
    pub(super) appeals: AppealsState,
    pub(super) called: Vec<Case>,
    pub(super) bumped: Vec<Case>,
    pub(super) filed: Vec<u32>,
    pub(super) layers: Layers,
    pub(super) sorted: Vec<Filings>,
    pub(super) moving: Vec<(usize, Case)>,
}

/// What decides how large the books of a run are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shape {
    start: Day,
    end: Day,
    book_end: Day,
    pub(super) lanes: usize,
    pub(super) classes: Vec<u8>,
    pub(super) lengths: Vec<u16>,
    queue: Queue,
    /// Smallest and largest key of ready cases: days, or minutes of work.
    keys: (i32, i32),
    calendar: crate::time::CourtCalendar,
}

impl Workspace {
    /// Fits the memory to a scenario, or empties it when it fits already.
    pub(super) fn prepare(
        &mut self,
        blueprint: &Blueprint,
        levers: &Levers,
        parts: usize,
    ) -> Vec<EventList<Event>> {
        let (start, end) = (blueprint.start, blueprint.end);
        self.appeals.reset(start, end);
        let mut events = std::mem::take(&mut self.events);
        events.iter_mut().for_each(|list| list.reset(start, end));
        events.resize_with(parts, || EventList::new(start, end));
        let shape = Shape::of(blueprint, levers);
        if self.shape.as_ref() == Some(&shape)
            && let Some(book) = self.book.as_mut()
        {
            book.clear();
            self.ready.as_mut().into_iter().for_each(ReadyQueue::clear);
            return events;
        }
        let (first, last) = (shape.start, shape.book_end);
        let classes = shape.classes.len();
        let lengths = shape.lengths.clone();
        self.book = Some(Book::new(
            &blueprint.calendar,
            first,
            last,
            shape.lanes,
            classes,
            lengths,
        ));
        self.ready = match shape.queue {
            Queue::BookAhead => None,
            Queue::CallUp(discipline) => Some(ReadyQueue::new(
                discipline,
                shape.lanes,
                classes,
                shape.keys.0,
                shape.keys.1,
            )),
        };
        self.shape = Some(shape);
        events
    }
}

impl Shape {
    fn of(blueprint: &Blueprint, levers: &Levers) -> Self {
        let mut classes: Vec<u8> = Vec::new();
        for schedule in &levers.priority {
            classes.push(schedule.initial());
            classes.extend(schedule.steps().iter().map(|&(_, priority)| priority));
        }
        for rank in &levers.ranks {
            classes.extend(rank.rank.initial());
            classes.extend(rank.rank.steps().iter().filter_map(|&(_, rank)| rank));
        }
        classes.sort_unstable();
        classes.dedup();
        Self {
            start: blueprint.start,
            end: blueprint.end,
            book_end: blueprint.book_end(),
            lanes: blueprint.courts.len() * blueprint.sessions.len() + levers.reserved.len(),
            classes,
            lengths: lengths(blueprint),
            queue: blueprint.rules.queue,
            keys: keys(blueprint),
            calendar: blueprint.calendar.clone(),
        }
    }
}

/// Longest work that the ready queue tells apart [minutes].
const LONGEST_WORK: f64 = 100_000.0;

/// Smallest and largest key by which ready cases are ordered [days or minutes].
fn keys(blueprint: &Blueprint) -> (i32, i32) {
    if blueprint.rules.queue == Queue::CallUp(Discipline::ShortestWork) {
        let work = expected_minutes(blueprint, blueprint.start);
        let longest = work.into_iter().flatten().fold(0.0, f64::max);
        return (0, longest.min(LONGEST_WORK) as i32);
    }
    let openings = blueprint.opening.iter();
    let oldest = openings.map(|o| o.age.sample_days(1.0 - 1e-9)).max();
    let earliest = blueprint.start - oldest.unwrap_or(0);
    (earliest.0, blueprint.end.0 + 1)
}

/// Distinct planned lengths of hearings, sorted [minutes].
fn lengths(blueprint: &Blueprint) -> Vec<u16> {
    let stages = blueprint.dockets.iter().flat_map(|d| &d.stages);
    let mut lengths: Vec<u16> = stages.map(|s| s.planned).collect();
    lengths.sort_unstable();
    lengths.dedup();
    lengths
}
