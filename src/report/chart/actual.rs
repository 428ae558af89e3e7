//! What really happened, where it is known: marks beside the simulated lines.

use chrono::NaiveDate;

use super::common::View;
use super::labels::{Entry, Key};
use super::plot::Panel;
use super::scene::Scene;
use super::style::{INK, Look, ORANGE, SOLID, Shape, VERMILLION};
use crate::report::frame::ALL;
use crate::report::manifest::ActualSeries;
use crate::report::period::{date, position};

/// Looks of actual series: each has another shape.
const LOOKS: [Look; 3] = [
    Look {
        colour: INK,
        dash: SOLID,
        shape: Shape::Circle,
    },
    Look {
        colour: VERMILLION,
        dash: SOLID,
        shape: Shape::Diamond,
    },
    Look {
        colour: ORANGE,
        dash: SOLID,
        shape: Shape::Square,
    },
];

/// An actual series within a span of time.
pub struct Actual<'a> {
    /// Its description.
    pub series: &'a ActualSeries,
    /// Its look.
    pub look: Look,
    /// Dates and values.
    pub points: Vec<(NaiveDate, f64)>,
}

/// Actual series of a measure over all courts and dockets, cut to a span.
pub fn actual<'a>(
    view: View<'a>,
    measure: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Actual<'a>> {
    let wanted = |s: &&ActualSeries| s.measure == measure && s.court == ALL && s.docket == ALL;
    let found = view
        .scenario
        .actual
        .iter()
        .filter(wanted)
        .zip(LOOKS)
        .map(|(series, look)| {
            let dated = series
                .points
                .iter()
                .filter_map(|(day, value)| Some((date(day)?, *value)));
            Actual {
                series,
                look,
                points: dated.filter(|(d, _)| *d >= from && *d <= to).collect(),
            }
        });
    found.filter(|a| !a.points.is_empty()).collect()
}

/// Highest actual value.
pub fn highest(actual: &[Actual]) -> f64 {
    actual
        .iter()
        .flat_map(|a| &a.points)
        .map(|p| p.1)
        .fold(0.0, f64::max)
}

/// Entries of a legend.
pub fn entries(actual: &[Actual]) -> Vec<Entry> {
    let entry = |a: &Actual| {
        (
            Key::Mark(a.look, true),
            format!("actual: {}", a.series.name),
        )
    };
    actual.iter().map(entry).collect()
}

/// Their sources, for a caption.
pub fn sources(actual: &[Actual]) -> String {
    let known = actual.iter().filter(|a| !a.series.source.is_empty());
    let words = known.map(|a| {
        format!(
            " Actual, {}: {}.",
            a.series.name,
            a.series.source.trim_end_matches('.')
        )
    });
    words.collect()
}

/// Draws the marks in a panel of dates.
pub fn draw(scene: &mut Scene, panel: &Panel, actual: &[Actual]) {
    for a in actual {
        let marks: Vec<_> = a
            .points
            .iter()
            .map(|(day, v)| (position(*day), Some(*v)))
            .collect();
        panel.marks(scene, &marks, a.look, true);
    }
}
