//! Months and fiscal years.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::day::{Day, year_and_number};

/// A calendar month [year * 12 + month of the year counted from 0].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub i32);

impl Month {
    /// The month `number` 1..=12 of `year`.
    #[must_use]
    pub fn new(year: i32, number: u32) -> Month {
        debug_assert!((1..=12).contains(&number), "a month is numbered 1 to 12");
        Month(year * 12 + number as i32 - 1)
    }

    /// The civil year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The number of the month within its year, 1..=12.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// The first day of the month.
    #[must_use]
    pub fn first_day(self) -> Day {
        Day::from_ymd(self.year(), self.number(), 1)
            .expect("a month lies within the quarter million years that the calendar covers")
    }

    /// The last day of the month.
    #[must_use]
    pub fn last_day(self) -> Day {
        self.next().first_day() - 1
    }

    /// The length of the month [days].
    #[must_use]
    pub fn days(self) -> i32 {
        self.next().first_day() - self.first_day()
    }

    /// The month after this one.
    #[must_use]
    pub fn next(self) -> Month {
        Month(self.0 + 1)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.year(), self.number()))
    }
}

/// A text that is not a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseMonthError {
    text: String,
}

impl fmt::Display for ParseMonthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a month: write year-month, as in 2019-03",
            self.text
        )
    }
}

impl std::error::Error for ParseMonthError {}

impl FromStr for Month {
    type Err = ParseMonthError;

    /// Strict `YYYY-MM`.
    fn from_str(text: &str) -> Result<Month, ParseMonthError> {
        year_and_number(text)
            .filter(|parts| (1..=12).contains(&parts.1))
            .map(|(year, number)| Month::new(year, number))
            .ok_or_else(|| ParseMonthError {
                text: text.to_owned(),
            })
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Month, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// A fiscal year of twelve months, named after the civil year in which it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalYear {
    /// The civil year in which the fiscal year ends.
    pub year: i32,
}

impl FiscalYear {
    /// The fiscal year of a month, if fiscal years begin in month `start_month` 1..=12 (United
    /// States government: 10; 1 gives civil years).
    #[must_use]
    pub fn of(month: Month, start_month: u32) -> FiscalYear {
        FiscalYear {
            year: Month(month.0 + shift(start_month)).year(),
        }
    }

    /// The first day, if fiscal years begin in month `start_month` 1..=12.
    #[must_use]
    pub fn first_day(self, start_month: u32) -> Day {
        Month(self.year * 12 - shift(start_month)).first_day()
    }

    /// The last day, if fiscal years begin in month `start_month` 1..=12.
    #[must_use]
    pub fn last_day(self, start_month: u32) -> Day {
        self.next().first_day(start_month) - 1
    }

    /// The fiscal year after this one.
    #[must_use]
    pub fn next(self) -> FiscalYear {
        FiscalYear {
            year: self.year + 1,
        }
    }
}

/// By how many months a fiscal year runs ahead of the civil year of the same name [months].
fn shift(start_month: u32) -> i32 {
    debug_assert!(
        (1..=12).contains(&start_month),
        "a month is numbered 1 to 12"
    );
    (13 - start_month as i32) % 12
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.year.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_knows_its_days() {
        let february = day("2020-02-11").month();
        assert_eq!(february, Month::new(2020, 2));
        assert_eq!(february.to_string(), "2020-02");
        assert_eq!((february.year(), february.number()), (2020, 2));
        assert_eq!(february.first_day(), day("2020-02-01"));
        assert_eq!(february.last_day(), day("2020-02-29"));
        assert_eq!(february.days(), 29);
        assert_eq!(Month::new(2019, 12).next(), Month::new(2020, 1));
    }

    #[test]
    fn a_month_is_read_and_written_as_year_and_number() {
        assert_eq!("2019-03".parse(), Ok(Month::new(2019, 3)));
        let json = serde_json::to_string(&Month::new(2019, 3)).unwrap();
        assert_eq!(json, "\"2019-03\"");
        assert_eq!(
            serde_json::from_str::<Month>(&json).unwrap(),
            Month::new(2019, 3)
        );
        for text in [
            "2019-13",
            "2019-00",
            "2019-3",
            "2019-03-01",
            "March 2019",
            "",
        ] {
            let error = text.parse::<Month>().unwrap_err();
            assert!(
                error.to_string().starts_with(&format!("`{text}`")),
                "{error}"
            );
        }
    }

    #[test]
    fn the_us_fiscal_year_begins_in_october_and_is_named_after_its_end() {
        assert_eq!(FiscalYear::of(Month::new(2018, 9), 10).year, 2018);
        let fiscal = FiscalYear::of(Month::new(2018, 10), 10);
        assert_eq!(fiscal.to_string(), "2019");
        assert_eq!(fiscal.first_day(10), day("2018-10-01"));
        assert_eq!(fiscal.last_day(10), day("2019-09-30"));
    }

    #[test]
    fn a_fiscal_year_from_january_is_the_civil_year() {
        for number in 1..=12 {
            assert_eq!(FiscalYear::of(Month::new(2019, number), 1).year, 2019);
        }
        let civil = FiscalYear { year: 2019 };
        assert_eq!(
            (civil.first_day(1), civil.last_day(1)),
            (day("2019-01-01"), day("2019-12-31"))
        );
    }

    #[test]
    fn every_month_lies_in_its_fiscal_year_whatever_the_start() {
        for start in 1..=12 {
            for month in (2017 * 12..2022 * 12).map(Month) {
                let fiscal = FiscalYear::of(month, start);
                assert!(fiscal.first_day(start) <= month.first_day());
                assert!(month.last_day() <= fiscal.last_day(start));
            }
            assert_eq!(
                FiscalYear { year: 2019 }.last_day(start).month().year(),
                2019
            );
        }
    }
}
