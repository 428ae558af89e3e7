//! Averages over time.

use crate::time::Day;

/// A quantity that changes at known days, averaged over time: a value counts from the day on
/// which it is set until the day before the next one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeWeighted {
    start: Day,
    since: Day,
    value: f64,
    /// Value times days, up to `since`.
    area: f64,
}

impl TimeWeighted {
    /// A quantity with `value` from `start` on.
    #[must_use]
    pub fn new(start: Day, value: f64) -> TimeWeighted {
        TimeWeighted {
            start,
            since: start,
            value,
            area: 0.0,
        }
    }

    /// Lets the quantity be `value` from `day` on, which is not before the last change.
    pub fn set(&mut self, day: Day, value: f64) {
        debug_assert!(day >= self.since, "changes come in the order of their days");
        self.area = self.total(day);
        self.since = day;
        self.value = value;
    }

    /// Changes the quantity by `change` from `day` on.
    pub fn add(&mut self, day: Day, change: f64) {
        self.set(day, self.value + change);
    }

    /// The current value [unit of the quantity].
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The sum over the days from the start to `end`, which is not included
    /// [unit of the quantity * days].
    #[must_use]
    pub fn total(&self, end: Day) -> f64 {
        self.area + self.value * f64::from(end - self.since)
    }

    /// The average over the days from the start to `end`, which is not included; `None` if there
    /// is no such day [unit of the quantity].
    #[must_use]
    pub fn average(&self, end: Day) -> Option<f64> {
        (end > self.start).then(|| self.total(end) / f64::from(end - self.start))
    }

    /// Starts a new period on `day` with the current value.
    pub fn restart(&mut self, day: Day) {
        *self = TimeWeighted::new(day, self.value);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_average_weighs_values_by_their_days() {
        let mut queue = TimeWeighted::new(Day(0), 10.0);
        queue.set(Day(4), 20.0);
        queue.add(Day(6), -5.0);
        assert_eq!(queue.average(Day(10)), Some((40.0 + 40.0 + 60.0) / 10.0));
        assert_eq!(queue.value(), 15.0);
        queue.restart(Day(10));
        assert_eq!(
            (queue.average(Day(10)), queue.average(Day(11))),
            (None, Some(15.0))
        );
    }

    proptest! {
        #[test]
        fn the_total_is_the_sum_of_the_days(changes in prop::collection::vec((0i32..5, 0i32..9), 0..20)) {
            let mut quantity = TimeWeighted::new(Day(0), 1.0);
            let (mut today, mut value, mut sum) = (0, 1.0, 0.0);
            for (wait, next) in changes {
                sum += value * f64::from(wait);
                today += wait;
                value = f64::from(next);
                quantity.set(Day(today), value);
            }
            prop_assert_eq!(quantity.total(Day(today + 3)), sum + 3.0 * value);
        }
    }
}
