//! Asking ahead for the memory of what is booked.

use super::{Book, LaneId};
use crate::des::Walk;
use crate::time::Day;

/// How far the hearings of a day have been asked for: see [`Book::walk`].
#[derive(Clone, Copy, Debug)]
pub struct DayWalk {
    walk: Walk,
    /// The list of a class, and that of the last class.
    list: usize,
    last: usize,
}

impl Book {
    /// A walk along what is booked on a day of a lane, to ask for its memory.
    pub fn walk(&self, lane: LaneId, day: Day) -> DayWalk {
        let first = self.list(lane, 0, self.offset(day));
        DayWalk {
            walk: self.lists.walk(first),
            list: first,
            last: first + (self.classes - 1) * self.days,
        }
    }

    /// Asks for the memory of some more of it.
    #[inline]
    pub fn fetch_next(&self, day: &mut DayWalk) {
        if !self.lists.fetch_next(&mut day.walk) && day.list < day.last {
            day.list += self.days;
            day.walk = self.lists.walk(day.list);
        }
    }

    /// Asks for the memory of what is booked on a day of the next lane, and of where to look for
    /// that of the lane after it: general lanes sit one after another.
    pub fn fetch_ahead(&self, lane: LaneId, day: Day) {
        let offset = self.offset(day);
        let lists = |next: u32| {
            let lane = LaneId(lane.0 + next);
            let classes = 0..self.classes;
            let there = lane.index() < self.bookable.len();
            (classes.filter(move |_| there)).map(move |class| self.list(lane, class, offset))
        };
        lists(1).for_each(|list| self.lists.fetch(list));
        lists(2).for_each(|list| self.lists.fetch_header(list));
    }
}
