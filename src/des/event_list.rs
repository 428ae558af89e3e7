//! The future event list.

use super::lists::Lists;
use crate::time::Day;

/// The phases of a day, in the order in which they happen (see the ordering contract of
/// [`crate::des`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Phase {
    /// Levers change.
    Policy,
    /// Judges join, finish training, leave.
    Bench,
    /// Courts sit.
    Session,
    /// Cases are filed.
    Arrival,
    /// Books and measures are closed.
    Close,
}

impl Phase {
    /// The phases in order.
    pub const ALL: [Phase; 5] = [
        Phase::Policy,
        Phase::Bench,
        Phase::Session,
        Phase::Arrival,
        Phase::Close,
    ];
}

const PHASES: usize = Phase::ALL.len();
/// Entries of a chunk of a list: most days hold few events.
const CHUNK: usize = 4;

/// Events to come over a fixed horizon, in the order of the contract (see [`crate::des`]).
///
/// One list per day and phase: scheduling appends to a list and taking moves a cursor forward,
/// both in constant time however many events are pending. The lists of a phase are neighbours: most
/// events of years to come are of the same one.
#[derive(Clone, Debug)]
pub struct EventList<E: Copy + Default> {
    first: Day,
    last: Day,
    lists: Lists<E, CHUNK>,
    /// Days of the horizon, and of them the current one; and the current phase.
    days: usize,
    day: usize,
    phase: Phase,
    beyond: u64,
}

impl<E: Copy + Default> EventList<E> {
    /// An empty list for the days from `first` to `last`, both included.
    #[must_use]
    pub fn new(first: Day, last: Day) -> EventList<E> {
        let days = days(first, last);
        EventList {
            first,
            last,
            lists: Lists::new(days * PHASES),
            days,
            day: 0,
            phase: Phase::Policy,
            beyond: 0,
        }
    }

    /// Empties the list, goes back to the first day and keeps the memory.
    pub fn clear(&mut self) {
        self.reset(self.first, self.last);
    }

    /// As a new list for the days from `first` to `last`, but keeps the memory.
    pub fn reset(&mut self, first: Day, last: Day) {
        (self.first, self.last) = (first, last);
        self.days = days(first, last);
        self.lists.reset(self.days * PHASES);
        (self.day, self.phase) = (0, Phase::Policy);
        self.beyond = 0;
    }

    /// The first day of the horizon.
    #[must_use]
    pub fn first(&self) -> Day {
        self.first
    }

    /// The last day of the horizon.
    #[must_use]
    pub fn last(&self) -> Day {
        self.last
    }

    /// Adds an event, behind those already there for the same day and phase. An event beyond the
    /// last day never happens: it is dropped and counted.
    ///
    /// # Panics
    /// If the day and phase have passed.
    #[inline(always)]
    pub fn schedule(&mut self, day: Day, phase: Phase, event: E) {
        if day > self.last {
            self.beyond += 1;
            return;
        }
        // A day before the first one wraps to a number beyond every list.
        let day = day.0.wrapping_sub(self.first.0) as u32 as usize;
        let comes = day > self.day || day == self.day && phase >= self.phase;
        assert!(
            comes && day < self.days,
            "nothing is scheduled before the current day and phase"
        );
        self.lists
            .push_back(phase as usize * self.days + day, event);
    }

    /// Takes the next event and moves the current day and phase to it.
    #[inline]
    pub fn pop(&mut self) -> Option<(Day, Phase, E)> {
        let mut event = E::default();
        let (day, phase) = self.pop_until(self.last, &mut event)?;
        Some((day, phase, event))
    }

    /// The same, if the next event comes by the end of a day; else that day is over. The event goes to
    /// a place in memory: as part of what is returned it would be moved in pieces.
    #[inline(always)]
    pub fn pop_until(&mut self, last: Day, event: &mut E) -> Option<(Day, Phase)> {
        if self.lists.len_all() == 0 {
            return None;
        }
        let end = days(self.first, last.min(self.last));
        while self.day < end {
            for &phase in &Phase::ALL[self.phase as usize..] {
                let list = phase as usize * self.days + self.day;
                if self.lists.pop_front_to(list, event) {
                    self.phase = phase;
                    return Some(self.now());
                }
            }
            self.day += 1;
            self.phase = Phase::Policy;
        }
        None
    }

    /// Takes the events to come in a phase, from a day on, for which `pick` holds, in order.
    pub fn extract(
        &mut self,
        from: Day,
        phase: Phase,
        mut pick: impl FnMut(&E) -> bool,
        into: &mut Vec<E>,
    ) {
        let passed = self.day + usize::from(phase < self.phase);
        let first = passed.max((from - self.first).max(0) as usize);
        for day in first..self.days {
            let list = phase as usize * self.days + day;
            self.lists.extract(list, &mut pick, into);
        }
    }

    /// The current day and phase: those of the event taken last.
    #[inline]
    #[must_use]
    pub fn now(&self) -> (Day, Phase) {
        (self.first + self.day as i32, self.phase)
    }

    /// Pending events.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lists.len_all()
    }

    /// Whether no event is pending.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Events dropped because they lie beyond the last day.
    #[must_use]
    pub fn beyond(&self) -> u64 {
        self.beyond
    }
}

fn days(first: Day, last: Day) -> usize {
    usize::try_from(last - first + 1).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scheduled() -> impl Strategy<Value = Vec<(i32, usize)>> {
        prop::collection::vec((0i32..12, 0usize..PHASES), 0..200)
    }

    proptest! {
        #![proptest_config(crate::testing::fixed())]

        #[test]
        fn events_come_in_stable_order_of_day_and_phase(times in scheduled()) {
            let mut events = EventList::new(Day(100), Day(109));
            for (number, &(day, phase)) in times.iter().enumerate() {
                events.schedule(Day(100 + day), Phase::ALL[phase], number);
            }
            let mut sorted: Vec<(i32, usize, usize)> =
                times.iter().enumerate().map(|(n, &(d, p))| (d, p, n)).collect();
            sorted.sort_unstable();
            sorted.retain(|event| event.0 < 10);
            prop_assert_eq!(events.beyond() as usize, times.len() - sorted.len());
            prop_assert_eq!(events.len(), sorted.len());
            let popped: Vec<(i32, usize, usize)> = std::iter::from_fn(|| events.pop())
                .map(|(d, p, n)| (d - Day(100), p as usize, n))
                .collect();
            prop_assert_eq!(popped, sorted);
        }

        #[test]
        fn events_that_beget_events_keep_the_order(times in scheduled()) {
            // The reference: a vector searched for its least (day, phase, sequence).
            let mut events = EventList::new(Day(0), Day(30));
            let mut reference: Vec<(i32, usize, usize)> = Vec::new();
            let mut waiting = times.iter().enumerate();
            for _ in 0..2 * times.len() {
                if let Some((n, &(day, phase))) = waiting.next() {
                    let now = events.now();
                    let later = now.0 + day;
                    let phase = if day == 0 { Phase::ALL[phase].max(now.1) } else { Phase::ALL[phase] };
                    events.schedule(later, phase, n);
                    if later <= Day(30) {
                        reference.push((later.0, phase as usize, n));
                    }
                }
                if reference.len() > 3 || waiting.len() == 0 {
                    let least = reference.iter().copied().min();
                    reference.retain(|&event| Some(event) != least);
                    prop_assert_eq!(events.pop().map(|(d, p, n)| (d.0, p as usize, n)), least);
                }
            }
        }
    }

    #[test]
    fn an_event_may_be_scheduled_for_the_current_day_and_phase_and_for_later_phases() {
        let mut events = EventList::new(Day(0), Day(0));
        events.schedule(Day(0), Phase::Session, 'a');
        events.schedule(Day(0), Phase::Session, 'b');
        assert_eq!(events.pop(), Some((Day(0), Phase::Session, 'a')));
        events.schedule(Day(0), Phase::Close, 'd');
        events.schedule(Day(0), Phase::Session, 'c');
        let rest: String = std::iter::from_fn(|| events.pop())
            .map(|event| event.2)
            .collect();
        assert_eq!(rest, "bcd");
    }

    #[test]
    #[should_panic(expected = "nothing is scheduled before the current day and phase")]
    fn an_earlier_phase_of_the_day_has_passed() {
        let mut events = EventList::new(Day(0), Day(5));
        events.schedule(Day(3), Phase::Session, ());
        events.pop();
        events.schedule(Day(3), Phase::Bench, ());
    }

    #[test]
    #[should_panic(expected = "nothing is scheduled before the current day and phase")]
    fn a_day_before_the_horizon_has_passed() {
        EventList::new(Day(3), Day(5)).schedule(Day(2), Phase::Close, ());
    }

    #[test]
    fn events_of_a_phase_that_are_taken_out_do_not_happen_and_the_others_keep_their_order() {
        let mut events = EventList::new(Day(0), Day(9));
        events.schedule(Day(0), Phase::Arrival, 1);
        events.pop();
        for n in 2..8 {
            events.schedule(Day(n / 3), Phase::Arrival, n);
            events.schedule(Day(n / 3), Phase::Close, 10 + n);
        }
        let mut taken = Vec::new();
        events.extract(Day(0), Phase::Arrival, |n| n % 2 == 0, &mut taken);
        assert_eq!(taken, [2, 4, 6]);
        let rest: Vec<i32> = std::iter::from_fn(|| events.pop()).map(|e| e.2).collect();
        assert_eq!(rest, [12, 3, 5, 13, 14, 15, 7, 16, 17]);
    }

    #[test]
    fn a_cleared_list_starts_over() {
        let mut events = EventList::new(Day(0), Day(5));
        events.schedule(Day(3), Phase::Session, 1);
        events.schedule(Day(4), Phase::Session, 2);
        events.schedule(Day(6), Phase::Session, 3);
        events.pop();
        events.clear();
        assert_eq!(
            (events.len(), events.beyond(), events.is_empty()),
            (0, 0, true)
        );
        events.schedule(Day(0), Phase::Policy, 4);
        assert_eq!(events.pop(), Some((Day(0), Phase::Policy, 4)));
        assert_eq!(events.pop(), None);
        events.reset(Day(10), Day(20));
        assert_eq!(
            (events.first(), events.last(), events.now().0),
            (Day(10), Day(20), Day(10))
        );
    }
}
