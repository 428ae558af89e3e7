//! Step functions of the date and their algebra.

use std::ops::Add;

use serde::Serialize;

use super::day::Day;

/// A right-continuous step function of the date: rates, posts, productivity, host capacity.
///
/// Kept in normal form (days strictly rise, neighbouring values differ), so that two schedules
/// are equal as functions exactly when they are equal as values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Schedule<T> {
    initial: T,
    steps: Vec<(Day, T)>,
}

impl<T: Copy + PartialEq> Schedule<T> {
    /// The same value at all times.
    #[must_use]
    pub fn constant(value: T) -> Schedule<T> {
        Schedule {
            initial: value,
            steps: Vec::new(),
        }
    }

    /// `initial` before the first step; each step holds from its day on. The steps may come in
    /// any order; of two for the same day the later in the list wins.
    #[must_use]
    pub fn from_steps(initial: T, mut steps: Vec<(Day, T)>) -> Schedule<T> {
        steps.sort_by_key(|step| step.0);
        let mut schedule = Schedule::constant(initial);
        for (i, &(day, value)) in steps.iter().enumerate() {
            if steps.get(i + 1).is_none_or(|next| next.0 != day) {
                schedule.append(day, value);
            }
        }
        schedule
    }

    /// The value on a day.
    #[inline]
    #[must_use]
    pub fn at(&self, day: Day) -> T {
        let after = self.steps.partition_point(|step| step.0 <= day);
        if after == 0 {
            self.initial
        } else {
            self.steps[after - 1].1
        }
    }

    /// The value before the first step.
    #[must_use]
    pub fn initial(&self) -> T {
        self.initial
    }

    /// The days on which the value changes, with the value from then on, in order.
    #[must_use]
    pub fn steps(&self) -> &[(Day, T)] {
        &self.steps
    }

    /// The schedule that takes `value` from `day` on, for good: later steps are dropped.
    #[must_use]
    pub fn set_from(&self, day: Day, value: T) -> Schedule<T> {
        self.map_within(day, None, |_| value)
    }

    /// The schedule with `f` applied to its values from `from`, included, to `until`, not
    /// included; from `until` on the original value holds again. Steps appear only where the
    /// value really changes: a map that changes nothing returns an equal schedule.
    #[must_use]
    pub fn map_within(&self, from: Day, until: Option<Day>, f: impl Fn(T) -> T) -> Schedule<T> {
        let inside = |day: Day| day >= from && until.is_none_or(|end| day < end);
        let mut days: Vec<Day> = self.steps.iter().map(|step| step.0).collect();
        days.push(from);
        days.extend(until);
        days.sort_unstable();
        let mut mapped = Schedule::constant(self.initial);
        for day in days {
            let value = self.at(day);
            mapped.append(day, if inside(day) { f(value) } else { value });
        }
        mapped
    }

    /// The schedule of `f(self, other)`, day by day.
    #[must_use]
    pub fn combine<U, V>(&self, other: &Schedule<U>, f: impl Fn(T, U) -> V) -> Schedule<V>
    where
        U: Copy + PartialEq,
        V: Copy + PartialEq,
    {
        let mut days: Vec<Day> = self.steps.iter().map(|step| step.0).collect();
        days.extend(other.steps.iter().map(|step| step.0));
        days.sort_unstable();
        let mut combined = Schedule::constant(f(self.initial, other.initial));
        for day in days {
            combined.append(day, f(self.at(day), other.at(day)));
        }
        combined
    }

    /// The value of each stretch of constant value from `from` to `until`, which is not included,
    /// with the first day of the stretch and its length [days].
    pub fn stretches(&self, from: Day, until: Day) -> impl Iterator<Item = (Day, i32, T)> + '_ {
        let start = self.steps.partition_point(|step| step.0 <= from);
        let later = self.steps[start..]
            .iter()
            .copied()
            .take_while(move |step| step.0 < until);
        let ends = later.clone().map(|step| step.0).chain([until]);
        let begins = [(from, self.at(from))].into_iter().chain(later);
        begins
            .zip(ends)
            .map(|((begin, value), end)| (begin, end - begin, value))
            .filter(|stretch| stretch.1 > 0)
    }

    /// Adds a step not before the last one, if the value changes there.
    fn append(&mut self, day: Day, value: T) {
        let last = self.steps.last().map_or(self.initial, |step| step.1);
        if value != last {
            self.steps.push((day, value));
        }
    }
}

impl Schedule<f64> {
    /// The schedule times `factor` from `day` on.
    #[must_use]
    pub fn scaled_from(&self, day: Day, factor: f64) -> Schedule<f64> {
        self.map_within(day, None, |value| value * factor)
    }

    /// The smaller of two schedules, day by day.
    #[must_use]
    pub fn min(&self, other: &Schedule<f64>) -> Schedule<f64> {
        self.combine(other, f64::min)
    }

    /// The sum of the daily values from `from` to `until`, which is not included [value * days].
    #[must_use]
    pub fn total(&self, from: Day, until: Day) -> f64 {
        self.stretches(from, until)
            .map(|(_, days, value)| f64::from(days) * value)
            .sum()
    }

    /// The largest value from `from` to `until`, which is not included; `None` if that is empty.
    #[must_use]
    pub fn highest(&self, from: Day, until: Day) -> Option<f64> {
        self.stretches(from, until)
            .map(|stretch| stretch.2)
            .reduce(f64::max)
    }
}

impl Add for &Schedule<f64> {
    type Output = Schedule<f64>;

    fn add(self, other: &Schedule<f64>) -> Schedule<f64> {
        self.combine(other, |a, b| a + b)
    }
}

impl Add for Schedule<f64> {
    type Output = Schedule<f64>;

    fn add(self, other: Schedule<f64>) -> Schedule<f64> {
        &self + &other
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn normal<T: Copy + PartialEq>(schedule: &Schedule<T>) -> bool {
        let steps = schedule.steps();
        steps
            .first()
            .is_none_or(|first| first.1 != schedule.initial())
            && steps
                .windows(2)
                .all(|pair| pair[0].0 < pair[1].0 && pair[0].1 != pair[1].1)
    }

    fn schedules() -> impl Strategy<Value = Schedule<f64>> {
        let value = (0i32..4).prop_map(f64::from);
        let steps = prop::collection::vec(((0i32..30).prop_map(Day), value.clone()), 0..12);
        (value, steps).prop_map(|(initial, steps)| Schedule::from_steps(initial, steps))
    }

    fn days() -> impl Iterator<Item = Day> {
        (-2..33).map(Day)
    }

    #[test]
    fn the_value_of_a_step_holds_from_its_day_on() {
        let schedule = Schedule::from_steps(1, vec![(Day(10), 2), (Day(5), 3)]);
        assert_eq!(
            [4, 5, 9, 10, 99].map(|d| schedule.at(Day(d))),
            [1, 3, 3, 2, 2]
        );
        assert_eq!(schedule.initial(), 1);
        assert_eq!(schedule.steps(), [(Day(5), 3), (Day(10), 2)]);
    }

    #[test]
    fn of_two_steps_on_a_day_the_later_wins_even_against_the_value_before() {
        let schedule = Schedule::from_steps(1, vec![(Day(5), 3), (Day(5), 1), (Day(7), 1)]);
        assert_eq!(schedule, Schedule::constant(1));
    }

    #[test]
    fn an_empty_window_maps_nothing() {
        let schedule = Schedule::from_steps(1.0, vec![(Day(5), 3.0)]);
        assert_eq!(
            schedule.map_within(Day(9), Some(Day(4)), |v| v + 1.0),
            schedule
        );
        assert_eq!(
            schedule.map_within(Day(5), Some(Day(5)), |v| v + 1.0),
            schedule
        );
    }

    #[test]
    fn totals_and_highest_values_cover_the_half_open_range() {
        let schedule = Schedule::from_steps(1.0, vec![(Day(5), 3.0), (Day(7), 2.0)]);
        assert_eq!(schedule.total(Day(4), Day(8)), 1.0 + 3.0 + 3.0 + 2.0);
        assert_eq!(schedule.highest(Day(0), Day(5)), Some(1.0));
        assert_eq!(schedule.highest(Day(0), Day(6)), Some(3.0));
        assert_eq!(schedule.highest(Day(6), Day(6)), None);
        assert_eq!(schedule.total(Day(8), Day(4)), 0.0);
    }

    proptest! {
        #![proptest_config(crate::testing::fixed())]

        #[test]
        fn steps_in_any_order_mean_the_last_entry_not_after_the_day(
            initial in 0i32..3,
            steps in prop::collection::vec(((0i32..20).prop_map(Day), 0i32..3), 0..15),
        ) {
            let schedule = Schedule::from_steps(initial, steps.clone());
            prop_assert!(normal(&schedule));
            for day in days() {
                let latest = steps.iter().map(|s| s.0).filter(|&d| d <= day).max();
                let expected = latest.map_or(initial, |latest| {
                    steps.iter().rfind(|s| s.0 == latest).unwrap().1
                });
                prop_assert_eq!(schedule.at(day), expected);
            }
        }

        #[test]
        fn a_map_touches_nothing_outside_its_window(
            schedule in schedules(),
            from in (0i32..30).prop_map(Day),
            length in prop::option::of(-3i32..20),
            add in 0i32..3,
        ) {
            let until = length.map(|l| from + l);
            let mapped = schedule.map_within(from, until, |v| v + f64::from(add));
            prop_assert!(normal(&mapped));
            for day in days() {
                let inside = day >= from && until.is_none_or(|end| day < end);
                let expected = schedule.at(day) + if inside { f64::from(add) } else { 0.0 };
                prop_assert_eq!(mapped.at(day), expected);
            }
            if add == 0 {
                prop_assert_eq!(mapped, schedule);
            }
        }

        #[test]
        fn the_algebra_is_pointwise_and_normal(a in schedules(), b in schedules()) {
            let sum = &a + &b;
            let least = a.min(&b);
            prop_assert!(normal(&sum) && normal(&least));
            for day in days() {
                prop_assert_eq!(sum.at(day), a.at(day) + b.at(day));
                prop_assert_eq!(least.at(day), a.at(day).min(b.at(day)));
            }
            prop_assert_eq!(&b + &a, sum);
            prop_assert_eq!(b.min(&a), least);
        }

        #[test]
        fn scaling_and_setting_leave_the_past_alone(
            a in schedules(),
            day in (0i32..30).prop_map(Day),
        ) {
            let scaled = a.scaled_from(day, 0.5);
            let set = a.set_from(day, 7.0);
            for d in days() {
                let (factor, value) = if d < day { (1.0, a.at(d)) } else { (0.5, 7.0) };
                prop_assert_eq!(scaled.at(d), a.at(d) * factor);
                prop_assert_eq!(set.at(d), value);
            }
            prop_assert_eq!(a.scaled_from(day, 1.0), a);
        }

        #[test]
        fn a_total_is_the_sum_of_the_days(a in schedules(), from in -2i32..33, until in -2i32..33) {
            let sum: f64 = (from..until).map(|d| a.at(Day(d))).sum();
            prop_assert_eq!(a.total(Day(from), Day(until)), sum);
        }
    }
}
