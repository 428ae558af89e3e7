//! Days on which courts do not sit.

use super::day::{Day, Weekday};
use super::month::Month;

/// The holidays of a court calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Holidays {
    /// No holidays: every sitting weekday is a court day.
    #[default]
    None,
    /// The federal holidays of the United States, by rule.
    UsFederal,
    /// The federal holidays of the United States and these days besides.
    UsFederalAnd(Vec<Day>),
    /// Exactly these days.
    Dates(Vec<Day>),
}

impl Holidays {
    /// The holidays from `first` to `last`, both included, in order.
    #[must_use]
    pub fn between(&self, first: Day, last: Day) -> Vec<Day> {
        let mut days = match self {
            Holidays::None => Vec::new(),
            Holidays::UsFederal => us_federal(first, last),
            Holidays::UsFederalAnd(more) => [us_federal(first, last), more.clone()].concat(),
            Holidays::Dates(dates) => dates.clone(),
        };
        days.retain(|day| (first..=last).contains(day));
        days.sort_unstable();
        days.dedup();
        days
    }
}

fn us_federal(first: Day, last: Day) -> Vec<Day> {
    // New Year's Day on a Saturday is observed in the year before.
    (first.month().year()..=last.month().year() + 1)
        .flat_map(us_federal_holidays)
        .collect()
}

/// The federal holidays of a year as observed, in order (5 U.S.C. 6103 and Executive Order 11582:
/// one that falls on a Saturday is observed on the Friday before, on a Sunday on the Monday after).
///
/// Rules as they stand since 1978; Martin Luther King's birthday from 1986, Juneteenth from 2021.
/// Inauguration Day is left out: it is a holiday only around Washington.
#[must_use]
pub fn us_federal_holidays(year: i32) -> Vec<Day> {
    let fixed = |month, day| {
        let day = Day::from_ymd(year, month, day);
        observed(day.expect("a fixed holiday is a day of every year"))
    };
    let nth = |month, weekday, n| nth_weekday(Month::new(year, month), weekday, n);
    let mut days = vec![
        fixed(1, 1),
        nth(2, Weekday::Monday, 3),
        last_weekday(Month::new(year, 5), Weekday::Monday),
        fixed(7, 4),
        nth(9, Weekday::Monday, 1),
        nth(10, Weekday::Monday, 2),
        fixed(11, 11),
        nth(11, Weekday::Thursday, 4),
        fixed(12, 25),
    ];
    if year >= 1986 {
        days.push(nth(1, Weekday::Monday, 3));
    }
    if year >= 2021 {
        days.push(fixed(6, 19));
    }
    days.sort_unstable();
    days
}

fn observed(day: Day) -> Day {
    match day.weekday() {
        Weekday::Saturday => day - 1,
        Weekday::Sunday => day + 1,
        _ => day,
    }
}

fn nth_weekday(month: Month, weekday: Weekday, n: i32) -> Day {
    let first = month.first_day();
    let ahead = (weekday.index() + 7 - first.weekday().index()) % 7;
    first + ahead as i32 + 7 * (n - 1)
}

fn last_weekday(month: Month, weekday: Weekday) -> Day {
    let last = month.last_day();
    let back = (last.weekday().index() + 7 - weekday.index()) % 7;
    last - back as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(days: &[Day]) -> Vec<String> {
        days.iter().map(Day::to_string).collect()
    }

    #[test]
    fn the_federal_holidays_of_2021_are_those_of_the_office_of_personnel_management() {
        // www.opm.gov, "Federal Holidays 2021": Independence Day and Christmas were observed.
        let expected = [
            "2021-01-01",
            "2021-01-18",
            "2021-02-15",
            "2021-05-31",
            "2021-06-18",
            "2021-07-05",
            "2021-09-06",
            "2021-10-11",
            "2021-11-11",
            "2021-11-25",
            "2021-12-24",
        ];
        assert_eq!(texts(&us_federal_holidays(2021)), expected);
    }

    #[test]
    fn new_year_on_a_saturday_is_observed_in_the_year_before() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let december = Holidays::UsFederal.between(day("2021-12-30"), day("2021-12-31"));
        assert_eq!(texts(&december), ["2021-12-31"]);
    }

    #[test]
    fn juneteenth_begins_in_2021_and_king_day_in_1986() {
        assert_eq!(us_federal_holidays(2020).len(), 10);
        assert_eq!(us_federal_holidays(1985).len(), 9);
    }

    #[test]
    fn no_observed_holiday_falls_on_a_weekend() {
        for year in 1978..2100 {
            for day in us_federal_holidays(year) {
                assert!(day.weekday() < Weekday::Saturday, "{day}");
            }
        }
    }

    #[test]
    fn listed_days_join_the_federal_ones_once() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let list = vec![day("2019-07-05"), day("2019-07-04"), day("2018-01-02")];
        let july = (day("2019-07-01"), day("2019-07-31"));
        let both = Holidays::UsFederalAnd(list.clone()).between(july.0, july.1);
        assert_eq!(texts(&both), ["2019-07-04", "2019-07-05"]);
        assert_eq!(Holidays::Dates(list).between(july.0, july.1), both);
        assert!(Holidays::None.between(july.0, july.1).is_empty());
    }
}
