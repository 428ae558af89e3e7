//! The discrete-event engine: a future event list over whole days, and the loop that runs it.
//! It knows nothing of courts.
//!
//! # The ordering contract
//! Events go by **(day, [`Phase`], order of scheduling)**. An event may schedule others on the
//! same day: in its own phase they come after those already there, in a later phase they come
//! when it is reached. Nothing is ever scheduled before the current day and phase.

mod event_list;
mod lists;

pub use event_list::{EventList, Phase};
pub use lists::{Lists, Walk};

use crate::time::Day;

/// What an event list drives.
pub trait Model {
    /// What happens: a small value, usually an enum.
    type Event: Copy + Default;

    /// Lets `event` happen; what follows from it goes into `events`.
    fn handle(
        &mut self,
        day: Day,
        phase: Phase,
        event: &Self::Event,
        events: &mut EventList<Self::Event>,
    );
}

/// Lets events happen in order until none is left; gives how many did [events].
pub fn run<M: Model>(model: &mut M, events: &mut EventList<M::Event>) -> u64 {
    let last = events.last();
    run_until(model, events, last)
}

/// The same for the events up to the end of a day.
pub fn run_until<M: Model>(model: &mut M, events: &mut EventList<M::Event>, last: Day) -> u64 {
    let mut handled = 0;
    let mut event = M::Event::default();
    while let Some((day, phase)) = events.pop_until(last, &mut event) {
        model.handle(day, phase, &event, events);
        handled += 1;
    }
    handled
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every event begets another, two days later, until the horizon.
    struct Clock {
        days: Vec<i32>,
    }

    impl Model for Clock {
        type Event = u8;

        fn handle(&mut self, day: Day, phase: Phase, &event: &u8, events: &mut EventList<u8>) {
            self.days.push(day.0);
            events.schedule(day + 2, phase, event);
        }
    }

    #[test]
    fn a_run_handles_every_event_up_to_the_horizon() {
        let mut events = EventList::new(Day(0), Day(9));
        events.schedule(Day(1), Phase::Session, 7);
        let mut clock = Clock { days: Vec::new() };
        assert_eq!(run(&mut clock, &mut events), 5);
        assert_eq!(clock.days, [1, 3, 5, 7, 9]);
        assert_eq!((events.len(), events.beyond()), (0, 1));
    }
}
