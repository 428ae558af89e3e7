//! The ready queue of the call-up rule: cases wait and are called while the session lasts.
//!
//! Each lane and priority class holds buckets by an integer key (filing day, ready day or expected
//! work); within a bucket cases keep their order. The first and last bucket in use are remembered,
//! so that calling up the smallest or the largest key is constant time in practice.

use super::blueprint::Discipline;
use super::book::LaneId;
use super::case::Case;
use crate::des::Lists;

/// Range of a queue without cases.
const NONE: (i32, i32) = (i32::MAX, i32::MIN);

/// The ready queues of all lanes.
#[derive(Clone, Debug)]
pub struct ReadyQueue {
    discipline: Discipline,
    classes: usize,
    /// Smallest key: the earliest filing day of the opening docket, or no work at all.
    first_key: i32,
    buckets: usize,
    lists: Lists<Case>,
    /// Range of buckets that may hold cases, by lane and class.
    range: Vec<(i32, i32)>,
}

impl ReadyQueue {
    /// An empty queue for keys `first_key..=last_key`; keys outside go to the nearest bucket.
    pub fn new(
        discipline: Discipline,
        lanes: usize,
        classes: usize,
        first_key: i32,
        last_key: i32,
    ) -> Self {
        let buckets = (last_key - first_key + 1).max(1) as usize;
        Self {
            discipline,
            classes,
            first_key,
            buckets,
            lists: Lists::new(lanes * classes * buckets),
            range: vec![NONE; lanes * classes],
        }
    }

    /// Empties the queue and keeps its memory.
    pub fn clear(&mut self) {
        self.lists.reset(self.range.len() * self.buckets);
        self.range.fill(NONE);
    }

    /// A case becomes ready; `work` is the bench time expected in it [minutes].
    pub fn push(&mut self, lane: LaneId, class: usize, work: f64, case: Case) {
        let key = match self.discipline {
            Discipline::FirstFiled | Discipline::LastFiled => case.filed().0,
            Discipline::FirstReady => case.ready().0,
            Discipline::ShortestWork => work as i32,
        };
        let bucket = (key - self.first_key).clamp(0, self.buckets as i32 - 1);
        let queue = lane.index() * self.classes + class;
        let (low, high) = &mut self.range[queue];
        *low = (*low).min(bucket);
        *high = (*high).max(bucket);
        self.lists
            .push_back(queue * self.buckets + bucket as usize, case);
    }

    /// Calls up the next case of a lane; `newest` turns the order round, whatever the discipline.
    pub fn pop(&mut self, lane: LaneId, newest: bool) -> Option<Case> {
        let last = newest || self.discipline == Discipline::LastFiled;
        let first = lane.index() * self.classes;
        (first..first + self.classes).find_map(|queue| self.pop_class(queue, last))
    }

    /// Takes the cases for which `pick` holds, in order.
    pub fn extract(&mut self, pick: &mut impl FnMut(&Case) -> bool, into: &mut Vec<Case>) {
        self.extract_of_class(&mut |_, case| pick(case), into);
    }

    /// The same, where the class in which a case is ready matters.
    pub fn extract_of_class(
        &mut self,
        pick: &mut impl FnMut(usize, &Case) -> bool,
        into: &mut Vec<Case>,
    ) {
        for list in 0..self.range.len() * self.buckets {
            let class = list / self.buckets % self.classes;
            self.lists.extract(list, |case| pick(class, case), into);
        }
    }

    fn pop_class(&mut self, queue: usize, last: bool) -> Option<Case> {
        let (mut low, mut high) = self.range[queue];
        while low <= high {
            let bucket = if last { high } else { low };
            let list = queue * self.buckets + bucket as usize;
            let case = if last {
                self.lists.pop_back(list)
            } else {
                self.lists.pop_front(list)
            };
            if case.is_some() {
                self.range[queue] = (low, high);
                return case;
            }
            if last {
                high -= 1;
            } else {
                low += 1;
            }
        }
        self.range[queue] = NONE;
        None
    }

    /// Cases in the queue [records].
    pub fn len(&self) -> usize {
        self.lists.len_all()
    }

    /// Visits every case in the queue.
    pub fn for_each(&self, visit: impl FnMut(&Case)) {
        self.lists.for_each(visit);
    }
}
