//! The days on which courts sit.

use super::day::{Day, Weekday};
use super::holidays::Holidays;

/// Court days over a fixed range, one bit a day, so that asking costs one load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtCalendar {
    first: Day,
    last: Day,
    words: Vec<u64>,
    /// Court days before each word [days].
    before: Vec<u32>,
}

impl CourtCalendar {
    /// The calendar from `first` to `last`, both included: the sitting days less the holidays.
    #[must_use]
    pub fn new(
        first: Day,
        last: Day,
        sitting_days: &[Weekday],
        holidays: &Holidays,
    ) -> CourtCalendar {
        let length = usize::try_from(last - first + 1).unwrap_or(0);
        let mut words = vec![0u64; length.div_ceil(64)];
        for (offset, day) in (0..length).map(|i| (i, first + i as i32)) {
            if sitting_days.contains(&day.weekday()) {
                words[offset / 64] |= 1 << (offset % 64);
            }
        }
        for day in holidays.between(first, last) {
            let offset = (day - first) as usize;
            words[offset / 64] &= !(1 << (offset % 64));
        }
        let before = running_counts(&words);
        CourtCalendar {
            first,
            last,
            words,
            before,
        }
    }

    /// The first day covered.
    #[must_use]
    pub fn first(&self) -> Day {
        self.first
    }

    /// The last day covered.
    #[must_use]
    pub fn last(&self) -> Day {
        self.last
    }

    /// Whether courts sit on the day; never outside the range covered.
    #[inline]
    #[must_use]
    pub fn is_court_day(&self, day: Day) -> bool {
        // A day before the range wraps to an offset beyond every word.
        let offset = (i64::from(day.0) - i64::from(self.first.0)) as u64 as usize;
        self.words
            .get(offset / 64)
            .is_some_and(|word| word >> (offset % 64) & 1 == 1)
    }

    /// The first court day on or after `day`, if the range has one.
    #[must_use]
    pub fn next_on_or_after(&self, day: Day) -> Option<Day> {
        let offset = self.offset(day);
        let mut index = offset / 64;
        let mut word = self.words.get(index)? & (u64::MAX << (offset % 64));
        while word == 0 {
            index += 1;
            word = *self.words.get(index)?;
        }
        Some(self.first + (index * 64) as i32 + word.trailing_zeros() as i32)
    }

    /// Court days from `a`, included, to `b`, not included; 0 if `b` is not after `a` [days].
    #[must_use]
    pub fn court_days_between(&self, a: Day, b: Day) -> u32 {
        self.court_days_before(b)
            .saturating_sub(self.court_days_before(a))
    }

    fn court_days_before(&self, day: Day) -> u32 {
        let offset = self.offset(day);
        let index = offset / 64;
        match self.words.get(index) {
            Some(word) => self.before[index] + (word & !(u64::MAX << (offset % 64))).count_ones(),
            None => self.before[self.words.len()],
        }
    }

    /// Days since the first one covered; days before the range count as the first [days].
    fn offset(&self, day: Day) -> usize {
        (i64::from(day.0) - i64::from(self.first.0)).max(0) as usize
    }
}

/// Ones before each word, and in all of them.
fn running_counts(words: &[u64]) -> Vec<u32> {
    let mut total = 0;
    let mut counts = Vec::with_capacity(words.len() + 1);
    counts.push(0);
    for word in words {
        total += word.count_ones();
        counts.push(total);
    }
    counts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn year_2019() -> CourtCalendar {
        CourtCalendar::new(
            day("2019-01-01"),
            day("2019-12-31"),
            &Weekday::WORKING,
            &Holidays::UsFederal,
        )
    }

    #[test]
    fn the_federal_year_2019_has_251_court_days() {
        // 261 weekdays less ten federal holidays, none of which fell on a weekend in 2019.
        let calendar = year_2019();
        assert_eq!(
            calendar.court_days_between(day("2019-01-01"), day("2020-01-01")),
            251
        );
    }

    #[test]
    fn weekends_and_holidays_are_skipped() {
        let calendar = year_2019();
        assert!(!calendar.is_court_day(day("2019-07-04")));
        assert!(calendar.is_court_day(day("2019-07-05")));
        assert_eq!(
            calendar.next_on_or_after(day("2019-07-04")),
            Some(day("2019-07-05"))
        );
        assert_eq!(
            calendar.next_on_or_after(day("2019-07-06")),
            Some(day("2019-07-08"))
        );
    }

    #[test]
    fn days_outside_the_range_are_never_court_days() {
        let calendar = year_2019();
        for outside in ["2018-12-31", "2020-01-02", "1970-01-01"] {
            assert!(!calendar.is_court_day(day(outside)));
        }
        assert!(!calendar.is_court_day(Day(i32::MIN)) && !calendar.is_court_day(Day(i32::MAX)));
        assert_eq!(
            calendar.next_on_or_after(Day(i32::MIN)),
            Some(day("2019-01-02"))
        );
        assert_eq!(calendar.next_on_or_after(day("2020-01-01")), None);
        assert_eq!(
            calendar.court_days_between(Day(i32::MIN), Day(i32::MAX)),
            251
        );
        assert_eq!(
            calendar.court_days_between(day("2019-06-01"), day("2019-05-01")),
            0
        );
    }

    #[test]
    fn an_empty_range_has_no_court_day() {
        let calendar = CourtCalendar::new(Day(10), Day(9), &Weekday::ALL, &Holidays::None);
        assert!(!calendar.is_court_day(Day(10)));
        assert_eq!(calendar.next_on_or_after(Day(0)), None);
        assert_eq!(calendar.court_days_between(Day(0), Day(100)), 0);
    }

    proptest! {
        #![proptest_config(crate::testing::fixed())]

        #[test]
        fn the_bitmap_agrees_with_counting_day_by_day(
            first in -500i32..500,
            length in 0i32..300,
            holidays in prop::collection::vec(-600i32..900, 0..20),
            a in -600i32..900,
            b in -600i32..900,
        ) {
            let (first, last) = (Day(first), Day(first + length));
            let closed: Vec<Day> = holidays.into_iter().map(Day).collect();
            let calendar =
                CourtCalendar::new(first, last, &Weekday::WORKING, &Holidays::Dates(closed.clone()));
            let sits = |d: &Day| {
                (first..=last).contains(d) && d.weekday() < Weekday::Saturday && !closed.contains(d)
            };
            let range = |from: i32, to: i32| (from..to).map(Day);
            prop_assert!(range(-700, 1_000).all(|d| calendar.is_court_day(d) == sits(&d)));
            prop_assert_eq!(calendar.next_on_or_after(Day(a)), range(a, 1_000).find(|d| sits(d)));
            let counted = range(a, b).filter(|d| sits(d)).count();
            prop_assert_eq!(calendar.court_days_between(Day(a), Day(b)) as usize, counted);
        }
    }
}
