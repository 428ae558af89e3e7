//! What replications cost in time, and what they did in it.

use std::time::Duration;

use super::runner::Experiment;

/// What the replications of an experiment took on some threads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// Threads that shared the work.
    pub threads: usize,
    /// Replications.
    pub replications: u64,
    /// Hearings called or adjourned, in all of them.
    pub hearings: u64,
    /// Events handled, in all of them.
    pub events: u64,
    /// Time on the clock.
    pub wall: Duration,
    /// Time of all threads on a processor; none where the system does not tell.
    pub processor: Option<Duration>,
}

impl Cost {
    /// The cost of an experiment that took so long, on the clock and on processors.
    pub fn new(
        experiment: &Experiment,
        threads: usize,
        (wall, processor): (Duration, Option<Duration>),
    ) -> Self {
        let done = &experiment.replications;
        Self {
            threads,
            replications: done.len() as u64,
            hearings: done.iter().map(|r| r.hearings).sum(),
            events: done.iter().map(|r| r.events).sum(),
            wall,
            processor,
        }
    }

    /// Time on the clock for each replication [seconds].
    pub fn seconds_a_replication(&self) -> f64 {
        self.wall.as_secs_f64() / self.replications as f64
    }

    /// Time that a thread needs for a hearing, all else included [ns].
    pub fn ns_per_hearing(&self) -> f64 {
        self.threads as f64 * 1e9 / self.hearings_per_second()
    }

    /// Time on a processor for a hearing, all else included [ns].
    pub fn processor_ns_per_hearing(&self) -> Option<f64> {
        let time = self.processor?.as_secs_f64();
        Some(1e9 * time / self.hearings as f64)
    }

    /// Hearings a second, all threads together.
    pub fn hearings_per_second(&self) -> f64 {
        self.hearings as f64 / self.wall.as_secs_f64()
    }

    /// Work done in the same time, as a multiple of another [1].
    pub fn speed_up(&self, other: &Cost) -> f64 {
        self.hearings_per_second() / other.hearings_per_second()
    }

    /// The speed-up over one thread as a share of that of threads that do not hinder each other [1].
    pub fn efficiency(&self, one: &Cost) -> f64 {
        let ideal = self.threads as f64 / one.threads as f64;
        self.speed_up(one) / ideal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_that_do_not_hinder_each_other_are_efficient() {
        let one = Cost {
            threads: 1,
            replications: 3,
            hearings: 3_000_000,
            events: 6_000_000,
            wall: Duration::from_millis(150),
            processor: None,
        };
        let two = Cost {
            threads: 2,
            replications: 6,
            hearings: 6_000_000,
            events: 12_000_000,
            wall: Duration::from_millis(200),
            processor: Some(Duration::from_millis(360)),
        };
        let near = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-12, "{a} is not {b}");
        near(one.ns_per_hearing(), 50.0);
        near(one.seconds_a_replication(), 0.05);
        near(two.hearings_per_second(), 30e6);
        near(two.speed_up(&one), 1.5);
        near(two.efficiency(&one), 0.75);
        near(two.ns_per_hearing() * two.efficiency(&one), 50.0);
        assert_eq!(one.processor_ns_per_hearing(), None);
        near(two.processor_ns_per_hearing().unwrap_or(0.0), 60.0);
    }
}
