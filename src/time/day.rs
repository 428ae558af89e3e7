//! A civil day and its weekday.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::month::Month;

/// chrono counts from 0001-01-01 as day 1; this is 1970-01-01 in that count [days].
const UNIX_EPOCH_FROM_CE: i32 = 719_163;

/// A civil day of the Gregorian calendar [days since 1970-01-01].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// The day of a year, a month 1..=12 and a day of the month 1..=31, if the calendar has it.
    #[must_use]
    pub fn from_ymd(y: i32, m: u32, d: u32) -> Option<Day> {
        let date = NaiveDate::from_ymd_opt(y, m, d)?;
        Some(Day(date.num_days_from_ce() - UNIX_EPOCH_FROM_CE))
    }

    /// Year, month 1..=12 and day of the month 1..=31.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        Weekday::ALL[(self.0.rem_euclid(7) as usize + 3) % 7]
    }

    /// The month the day lies in.
    #[must_use]
    pub fn month(self) -> Month {
        let date = self.date();
        Month::new(date.year(), date.month())
    }

    /// Days beyond chrono's range (a quarter of a million years) stand for its ends: no scenario
    /// gets there, and a display must not panic.
    fn date(self) -> NaiveDate {
        let end = if self.0 < 0 {
            NaiveDate::MIN
        } else {
            NaiveDate::MAX
        };
        let from_ce = self.0.saturating_add(UNIX_EPOCH_FROM_CE);
        NaiveDate::from_num_days_from_ce_opt(from_ce).unwrap_or(end)
    }
}

impl Add<i32> for Day {
    type Output = Day;

    /// Stays at the last day there is: a delay drawn from a heavy tail lies beyond every horizon,
    /// not before it.
    fn add(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Day;

    fn sub(self, days: i32) -> Day {
        Day(self.0.saturating_sub(days))
    }
}

impl Sub for Day {
    type Output = i32;

    /// Whole days from `other` to `self` [days].
    fn sub(self, other: Day) -> i32 {
        self.0 - other.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        f.pad(&format!("{y:04}-{m:02}-{d:02}"))
    }
}

/// A text that is not an ISO date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDayError {
    text: String,
}

impl fmt::Display for ParseDayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a date: write year-month-day, as in 2019-03-12",
            self.text
        )
    }
}

impl std::error::Error for ParseDayError {}

impl FromStr for Day {
    type Err = ParseDayError;

    /// Strict `YYYY-MM-DD`: a date with a digit missing is a typing error, not a date.
    fn from_str(text: &str) -> Result<Day, ParseDayError> {
        parse_iso(text).ok_or_else(|| ParseDayError {
            text: text.to_owned(),
        })
    }
}

fn parse_iso(text: &str) -> Option<Day> {
    let (month, day) = text.rsplit_once('-')?;
    let (year, month) = year_and_number(month)?;
    Day::from_ymd(year, month, digits(day, 2)?)
}

/// The parts of `YYYY-MM`, whatever the number.
pub(super) fn year_and_number(text: &str) -> Option<(i32, u32)> {
    let (year, number) = text.split_once('-')?;
    Some((i32::try_from(digits(year, 4)?).ok()?, digits(number, 2)?))
}

fn digits(text: &str, width: usize) -> Option<u32> {
    let plain = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // The names are the documentation.
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The days of the week in order.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// Monday to Friday.
    pub const WORKING: [Weekday; 5] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
    ];

    /// The place in the week, Monday = 0.
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// The lower-case English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ][self.index()]
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_epoch_is_day_zero_and_a_thursday() {
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day(0).weekday(), Weekday::Thursday);
        assert_eq!(Day(-1).weekday(), Weekday::Wednesday);
    }

    #[test]
    fn known_dates_fall_on_their_weekdays() {
        assert_eq!(day("2019-03-12").weekday(), Weekday::Tuesday);
        assert_eq!(day("2000-02-29").weekday(), Weekday::Tuesday);
        assert_eq!(day("1969-07-20").weekday(), Weekday::Sunday);
    }

    #[test]
    fn a_day_that_the_calendar_lacks_is_none() {
        assert_eq!(Day::from_ymd(2019, 2, 29), None);
        assert_eq!(Day::from_ymd(2019, 13, 1), None);
    }

    #[test]
    fn loose_spellings_of_a_date_are_refused_with_the_text() {
        for text in [
            "2019-3-12",
            "2019-03-12 ",
            "19-03-12",
            "2019/03/12",
            "2019-02-29",
            "+019-03-12",
            "",
        ] {
            let error = text.parse::<Day>().unwrap_err();
            assert!(
                error.to_string().starts_with(&format!("`{text}`")),
                "{error}"
            );
        }
    }

    #[test]
    fn a_day_beyond_the_calendar_still_displays() {
        assert!(!Day(i32::MAX).to_string().is_empty());
        assert!(!Day(i32::MIN).to_string().is_empty());
        assert_eq!(Day(5) + i32::MAX, Day(i32::MAX));
    }

    #[test]
    fn serde_writes_and_reads_iso_text() {
        let json = serde_json::to_string(&day("2019-03-12")).unwrap();
        assert_eq!(json, "\"2019-03-12\"");
        assert_eq!(
            serde_json::from_str::<Day>(&json).unwrap(),
            day("2019-03-12")
        );
        assert!(serde_json::from_str::<Day>("\"2019-03\"").is_err());
        assert_eq!(
            serde_json::to_string(&Weekday::Friday).unwrap(),
            "\"friday\""
        );
    }

    proptest! {
        #![proptest_config(crate::testing::fixed())]

        #[test]
        fn text_and_parts_give_the_day_back(n in -700_000i32..2_900_000) {
            let (y, m, d) = Day(n).ymd();
            prop_assert_eq!(Day::from_ymd(y, m, d), Some(Day(n)));
            if (0..=9999).contains(&y) {
                prop_assert_eq!(day(&Day(n).to_string()), Day(n));
            }
            prop_assert_eq!((Day(n) + 7).weekday(), Day(n).weekday());
            prop_assert_eq!((Day(n) + 1).weekday().index(), (Day(n).weekday().index() + 1) % 7);
            prop_assert_eq!((Day(n) + 40) - Day(n), 40);
        }
    }
}
