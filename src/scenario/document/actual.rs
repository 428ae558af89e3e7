//! Published figures in a scenario file: single numbers beside which the simulated ones stand.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::opening::all;
use super::value::Date;
use crate::time::{Day, FiscalYear, Month};

/// Whether a published figure had a part in choosing the scenario's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Used {
    /// The scenario's numbers were chosen so that it is met: agreement is no evidence.
    Fitted,
    /// No number was chosen by it: agreement is evidence.
    HeldOut,
}

impl Used {
    /// The word of the scenario file.
    pub fn word(self) -> &'static str {
        match self {
            Used::Fitted => "fitted",
            Used::HeldOut => "held-out",
        }
    }
}

/// A published figure: one number of a measure and a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActualValueDocument {
    /// Id.
    #[schemars(extend("x-id" = true))]
    pub id: String,
    /// Name for people; default: the title of the measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("maxLength" = 200))]
    pub name: Option<String>,
    /// Measure.
    #[schemars(extend("x-example" = "\"completions\""))]
    pub measure: String,
    /// Court; default: all.
    #[serde(default = "all")]
    #[schemars(extend("x-ref" = "court", "x-also" = "all"))]
    pub court: String,
    /// Docket; default: all.
    #[serde(default = "all")]
    #[schemars(extend("x-ref" = "docket", "x-also" = "all"))]
    pub docket: String,
    /// Period as in the results: `month:2019-07`, `fy:2019` or `horizon`; a stock is that of its
    /// last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-example" = "\"fy:2019\""))]
    pub period: Option<String>,
    /// In place of a period: first day of a span of whole months; default: the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// In place of a period: last day of a span of whole months, over which a count is summed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The published number, in the unit of the measure.
    pub value: f64,
    /// Lowest simulated mean that counts as agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Highest simulated mean that counts as agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// In place of `low` and `high`: largest deviation that counts as agreement, relative to the
    /// published number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub tolerance: Option<f64>,
    /// Whether the scenario's numbers were chosen by it.
    pub used: Used,
    /// Citation.
    pub source: String,
    /// Remark: where it misses, why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl ActualValueDocument {
    /// Lowest and highest simulated mean that count as agreement, where that is stated.
    pub fn band(&self) -> (Option<f64>, Option<f64>) {
        let reach = self.tolerance.map(|share| share * self.value.abs());
        let low = self.low.or(reach.map(|reach| self.value - reach));
        (low, self.high.or(reach.map(|reach| self.value + reach)))
    }

    /// When it is counted; `None` where its period makes no sense.
    pub fn when(&self, start: Day) -> Option<When> {
        match (&self.period, self.until) {
            (Some(period), _) => When::parse(period),
            (None, Some(until)) => Some(When::Span(self.from.map_or(start, |day| day.0), until.0)),
            (None, None) => None,
        }
    }
}

/// When a published figure is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A month.
    Month(Month),
    /// A fiscal year.
    FiscalYear(FiscalYear),
    /// The whole horizon.
    Horizon,
    /// Whole months from a first to a last day.
    Span(Day, Day),
}

impl When {
    /// Reads `month:2019-07`, `fy:2019` or `horizon`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "horizon" {
            return Some(When::Horizon);
        }
        let digits = |text: &str, n: usize| {
            let plain = text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| text.parse().ok()).flatten()
        };
        if let Some(year) = text.strip_prefix("fy:") {
            let year = i32::try_from(digits(year, 4)?).ok()?;
            return Some(When::FiscalYear(FiscalYear { year }));
        }
        let (year, month) = text.strip_prefix("month:")?.split_once('-')?;
        let (year, month): (u32, u32) = (digits(year, 4)?, digits(month, 2)?);
        let within = (1..=12).contains(&month);
        within.then(|| When::Month(Month::new(year as i32, month)))
    }

    /// First and last day; `None` for the horizon.
    pub fn days(self, fiscal_year_starts: u32) -> Option<(Day, Day)> {
        let start = fiscal_year_starts.clamp(1, 12);
        match self {
            When::Month(month) => Some((month.first_day(), month.last_day())),
            When::FiscalYear(year) => Some((year.first_day(start), year.last_day(start))),
            When::Span(from, until) => Some((from, until)),
            When::Horizon => None,
        }
    }
}

impl When {
    /// Whether a horizon tells of it: holds the last day of what is counted `at_end`, else all.
    pub fn within(self, horizon: (Day, Day), fiscal_year_starts: u32, at_end: bool) -> bool {
        let (start, end) = horizon;
        self.days(fiscal_year_starts)
            .is_none_or(|(first, last)| (start..=end).contains(&last) && (at_end || first >= start))
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Month(month) => write!(f, "month:{month}"),
            When::FiscalYear(year) => write!(f, "fy:{year}"),
            When::Horizon => f.write_str("horizon"),
            When::Span(from, until) => write!(f, "{from}/{until}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_they_are_written() {
        for text in ["month:2019-07", "fy:2019", "horizon"] {
            assert_eq!(
                When::parse(text).map(|w| w.to_string()).as_deref(),
                Some(text)
            );
        }
        for text in [
            "month:2019-13",
            "month:2019-7",
            "fy:19",
            "fy:+019",
            "2019",
            "fy:",
            "month:",
        ] {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }
}
