//! The event list at work.

use std::time::{Duration, Instant};

use docketsim::des::{EventList, Phase};
use docketsim::rng::{Decision, Stream};
use docketsim::time::Day;

const HORIZON: i32 = 20_000;
/// Longest time from scheduling to happening [days].
const SPREAD: u32 = 1_000;

/// The hold model: take one event, schedule one.
pub struct Hold {
    events: EventList<u64>,
    delays: Vec<i32>,
    pending: usize,
    turn: usize,
}

impl Hold {
    /// A list with so many pending events.
    pub fn new(pending: usize) -> Hold {
        let stream = Stream::new(1, 0);
        let delay = |case| (stream.bits(Decision::SyntheticA, case, 0) % u64::from(SPREAD)) as i32;
        let delays = (0..1 << 16).map(|case| 1 + delay(case)).collect();
        let events = EventList::new(Day(0), Day(HORIZON));
        let mut hold = Hold {
            events,
            delays,
            pending,
            turn: 0,
        };
        hold.refill();
        hold
    }

    fn refill(&mut self) {
        self.events.clear();
        for event in 0..self.pending as u64 {
            let delay = self.next_delay();
            self.events.schedule(Day(delay), Phase::Session, event);
        }
    }

    fn next_delay(&mut self) -> i32 {
        self.turn = (self.turn + 1) % self.delays.len();
        self.delays[self.turn]
    }

    /// Time of `turns` turns; filling the list anew near the horizon is not counted.
    pub fn time(&mut self, turns: u64) -> Duration {
        let (mut left, mut spent) = (turns, Duration::ZERO);
        while left > 0 {
            let start = Instant::now();
            while left > 0
                && let Some((day, phase, event)) = self.events.pop()
                && day.0 < HORIZON - SPREAD as i32
            {
                let delay = self.next_delay();
                self.events.schedule(day + delay, phase, event);
                left -= 1;
            }
            spent += start.elapsed();
            if left > 0 {
                self.refill();
            }
        }
        spent
    }
}
