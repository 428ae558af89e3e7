//! What the charts share: their words, their dates, their ranges.

use chrono::NaiveDate;

use super::axis::Values;
use super::plot::{Across, Up};
use super::scene::Scene;
use crate::experiment::ResultRow;
use crate::report::frame::{Frame, Point, is_whole_year};
use crate::report::manifest::ScenarioInfo;
use crate::report::number;
use crate::report::period::{self, Period};

/// A picture and its words, before it is painted.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Id: the file name without its ending.
    pub id: String,
    /// Scenario it shows; none when it compares several.
    pub scenario: Option<String>,
    /// Title.
    pub title: String,
    /// Caption.
    pub caption: String,
    /// What the picture shows, for those who cannot see it.
    pub alt: String,
    /// The picture.
    pub scene: Scene,
}

/// What a chart of one scenario is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The rows.
    pub frame: &'a Frame<'a>,
    /// The scenario.
    pub scenario: &'a ScenarioInfo,
}

impl<'a> View<'a> {
    /// Name of the scenario in the rows.
    pub fn name(&self) -> &'a str {
        &self.scenario.name
    }

    /// Id of a chart of this scenario.
    pub fn id(&self, chart: &str) -> String {
        if self.frame.scenarios().len() < 2 {
            return chart.to_owned();
        }
        let safe = |c: char| {
            if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
                c
            } else {
                '-'
            }
        };
        format!(
            "{}-{chart}",
            self.name().chars().map(safe).collect::<String>()
        )
    }

    /// Scenario and n, as a caption begins.
    pub fn caption(&self, rest: &str) -> String {
        format!(
            "{}. {} {rest}",
            self.scenario.label(),
            count_words(self.frame.saved.manifest.replications_of(self.scenario))
        )
        .trim()
        .to_owned()
    }

    /// A finished draft.
    pub fn draft(
        &self,
        chart: &str,
        title: &str,
        caption: &str,
        alt: String,
        scene: Scene,
    ) -> Draft {
        Draft {
            id: self.id(chart),
            scenario: Some(self.name().to_owned()),
            title: title.to_owned(),
            caption: caption.to_owned(),
            alt,
            scene,
        }
    }

    /// First day and the day after the last.
    pub fn dates(&self) -> Option<(NaiveDate, NaiveDate)> {
        Some((
            period::date(&self.scenario.start)?,
            period::date(&self.scenario.end)?.succ_opt()?,
        ))
    }

    /// Axis of the horizon's dates.
    pub fn across(&self) -> Option<Across<'static>> {
        let (from, to) = self.dates()?;
        Some(Across::Dates(from, to, self.scenario.fiscal_year_start))
    }

    /// Fiscal years of the rows, and which are partial.
    pub fn years(&self) -> (Vec<i32>, Vec<bool>) {
        let years = self.frame.fiscal_years(self.name());
        let partial = years
            .iter()
            .map(|y| !is_whole_year(self.scenario, *y))
            .collect();
        (years, partial)
    }

    /// `FY2024`, or `2024` where the fiscal year is the calendar year.
    pub fn year_name(&self, year: i32) -> String {
        self.scenario.year_name(year)
    }
}

/// `n = 50 replications.`, of all scenarios.
pub fn replications(frame: &Frame) -> String {
    count_words(frame.saved.manifest.replications_done)
}

/// The title of a measure inside a sentence.
pub fn in_sentence(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}

/// `n = 50 replications.`
pub fn count_words(replications: u64) -> String {
    match replications {
        1 => "n = 1 replication.".to_owned(),
        n => format!("n = {} replications.", number::thousands(n as f64)),
    }
}

/// What a band from p05 to p95 of a scenario is.
pub fn band_words(view: View) -> String {
    if view.frame.saved.manifest.replications_done < 2 {
        return "One replication has no band.".to_owned();
    }
    let scenario = view.scenario;
    let drawn = match (scenario.draws_parameters(), scenario.draws_readiness()) {
        (true, true) => "each with its own draw of the uncertain parameters and of the opening day",
        (true, false) => "each with its own draw of the uncertain parameters",
        (false, true) => "each with its own draw of the opening day",
        (false, false) => "which differ by chance alone",
    };
    format!("90 % band: 5th to 95th percentile of replications, {drawn}.")
}

/// What partial years are, where there are any.
pub fn partial_words(partial: &[bool]) -> &'static str {
    if partial.iter().any(|p| *p) {
        "* Part of a year."
    } else {
        ""
    }
}

/// Places and numbers of a line; none where there is a gap.
pub type Series = Vec<(f64, Option<f64>)>;

/// Which number of a row.
pub type Pick = fn(&ResultRow) -> Option<f64>;

/// Mean.
pub fn mean(row: &ResultRow) -> Option<f64> {
    row.mean
}

/// Median of replications, or the mean where there is none.
pub fn middle(row: &ResultRow) -> Option<f64> {
    row.p50.or(row.mean)
}

/// Highest number that a line or band of the points reaches.
pub fn highest<'a>(points: impl IntoIterator<Item = &'a Point<'a>>) -> f64 {
    let tops = points
        .into_iter()
        .flat_map(|p| [p.row.mean, p.row.p50, p.row.p95]);
    tops.flatten().fold(0.0, f64::max)
}

/// Place and number at the end of each period.
pub fn at_ends(points: &[Point], pick: Pick) -> Series {
    points.iter().map(|p| (p.to, pick(p.row))).collect()
}

/// Place and number in the middle of each period.
pub fn at_middles(points: &[Point], pick: Pick) -> Series {
    points
        .iter()
        .map(|p| ((p.from + p.to) / 2.0, pick(p.row)))
        .collect()
}

/// Place and number of fiscal years, in the slots of a list of years.
pub fn in_slots(points: &[Point], years: &[i32], pick: Pick) -> Series {
    years
        .iter()
        .enumerate()
        .map(|(i, year)| {
            let point = points.iter().find(|p| p.period == Period::Fiscal(*year));
            (i as f64 + 0.5, point.and_then(|p| pick(p.row)))
        })
        .collect()
}

/// Place, low and high end of the 90 % band, at the end of each period.
pub fn band_at_ends(points: &[Point]) -> Vec<(f64, Option<f64>, Option<f64>)> {
    points
        .iter()
        .map(|p| (p.to, p.row.p05, p.row.p95))
        .collect()
}

/// The last value of a line.
pub fn last(points: &[(f64, Option<f64>)]) -> Option<(f64, f64)> {
    points.iter().rev().find_map(|(x, y)| Some((*x, (*y)?)))
}

/// A vertical axis in percent, up to at least the whole.
pub fn percent_axis(high: f64, title: &str) -> Up {
    let high = high.max(1.0);
    Up {
        low: 0.0,
        high,
        values: Values::Percent,
        ticks: 5,
        title: title.to_owned(),
    }
}
