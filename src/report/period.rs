//! Periods and dates of the rows, on one axis of days.

use chrono::{Datelike, NaiveDate};

/// The period of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// A calendar month: year, month [1-12].
    Month(i32, u32),
    /// A fiscal year.
    Fiscal(i32),
    /// The whole horizon.
    Horizon,
}

impl Period {
    /// Reads `month:2019-03`, `fy:2019` or `horizon`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "horizon" {
            return Some(Period::Horizon);
        }
        if let Some(year) = text.strip_prefix("fy:") {
            return year.parse().ok().map(Period::Fiscal);
        }
        let (year, month) = text.strip_prefix("month:")?.split_once('-')?;
        let month: u32 = month.parse().ok()?;
        (1..=12)
            .contains(&month)
            .then_some(Period::Month(year.parse().ok()?, month))
    }

    /// First day and the day after the last; `None` for the horizon.
    pub fn span(self, fiscal_year_start: u32) -> Option<(NaiveDate, NaiveDate)> {
        let (from, months) = match self {
            Period::Month(year, month) => (NaiveDate::from_ymd_opt(year, month, 1)?, 1),
            Period::Fiscal(year) => (fiscal_start(year, fiscal_year_start)?, 12),
            Period::Horizon => return None,
        };
        Some((from, from.checked_add_months(chrono::Months::new(months))?))
    }
}

/// First day of a fiscal year: it is named after the calendar year in which it ends.
pub fn fiscal_start(year: i32, first_month: u32) -> Option<NaiveDate> {
    let month = first_month.clamp(1, 12);
    NaiveDate::from_ymd_opt(if month == 1 { year } else { year - 1 }, month, 1)
}

/// Reads an ISO date.
pub fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

/// Place of a date on the axis of days.
pub fn position(date: NaiveDate) -> f64 {
    f64::from(date.num_days_from_ce())
}

/// `Oct 2018`.
pub fn month_year(date: NaiveDate) -> String {
    format!("{} {}", month_name(date.month()), date.year())
}

/// `30 Sep 2024`.
pub fn day_month_year(date: NaiveDate) -> String {
    format!(
        "{} {} {}",
        date.day(),
        month_name(date.month()),
        date.year()
    )
}

/// `Oct`.
pub fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    NAMES
        .get(month.saturating_sub(1) as usize)
        .copied()
        .unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_and_have_a_span() {
        assert_eq!(Period::parse("month:2019-03"), Some(Period::Month(2019, 3)));
        assert_eq!(Period::parse("month:2019-13"), None);
        assert_eq!(Period::parse("horizon"), Some(Period::Horizon));
        let (from, to) = Period::parse("fy:2019").and_then(|p| p.span(10)).unwrap();
        assert_eq!(
            (month_year(from), month_year(to)),
            ("Oct 2018".into(), "Oct 2019".into())
        );
        let (from, _) = Period::Fiscal(2019).span(1).unwrap();
        assert_eq!(month_year(from), "Jan 2019");
    }
}
