//! The panel of the story that tells of the wait for a merits hearing.

use super::axis::Values;
use super::common::highest;
use super::compare::{Line, across_all, lines, overlay};
use super::plot::{Area, Panel, Up};
use super::scene::Scene;
use super::story::{Story, ends};
use crate::report::frame::{ALL, Frame, Grain};
use crate::report::period::{Period, position};

/// How long until a merits hearing at the court, by scenario.
pub(super) fn wait_panel(story: &mut Story, scene: &mut Scene, cell: Area) -> Option<()> {
    const CHOICES: [(&str, &str); 2] = [
        (
            "next_available_merits",
            "days to the first free date for a merits hearing",
        ),
        (
            "merits_wait_p50",
            "days from filing to the merits hearing, median of those held",
        ),
    ];
    // The other dockets have dates of their own: together they would tell of neither.
    let ordinary = story
        .frame
        .ordinary_docket(story.view.scenario, story.court);
    let dockets = [ordinary.map(|docket| docket.id.as_str()), Some(ALL)];
    let found = CHOICES.iter().find_map(|(measure, words)| {
        let mut own = dockets.into_iter().flatten();
        own.find_map(|docket| {
            let lines = alike(story, measure, docket);
            (!lines.is_empty()).then_some((lines, *words, docket))
        })
    });
    let (lines, words, docket) = found?;
    let high = highest(lines.iter().flat_map(|line| &line.points));
    let whose = ordinary.filter(|of| of.id == docket);
    let whose = whose.map_or(String::new(), |docket| format!(", {}", docket.name));
    let heading = format!("Wait for a merits hearing at {}{whose}", story.court_name);
    let up = Up {
        values: Values::Plain,
        ..Up::from_zero(high, words).ticks(4)
    };
    let panel = Panel::new(scene, cell, &heading, across_all(story.frame)?, &up);
    overlay(scene, &panel, &lines);
    yearly_bands(story, scene, &panel, &lines);
    let last = ends(&lines, "days");
    story
        .said
        .push(format!("{heading}, at the end, median: {last}"));
    Some(())
}

/// What the thin bars of the wait are.
pub(super) fn whisker_words(frame: &Frame) -> &'static str {
    if frame.saved.manifest.replications_done < 2 {
        return "";
    }
    " Thin bars on the wait: 90 % band of replications at the end of each fiscal year."
}

/// The 90 % band at the end of each fiscal year, as bars side by side: of a wait that is either
/// short or long the median alone would tell that it jumps.
fn yearly_bands(story: &Story, scene: &mut Scene, panel: &Panel, lines: &[Line]) {
    let years = story.years.iter().filter_map(|year| {
        let first_month = story.view.scenario.fiscal_year_start;
        Some(position(Period::Fiscal(*year).span(first_month)?.1))
    });
    let years: Vec<f64> = years.collect();
    let slot = panel.area.width() / story.years.len().max(1) as f64;
    let step = (slot * 0.6 / lines.len().max(1) as f64).min(5.0);
    for (i, line) in lines.iter().enumerate() {
        let shift = (i as f64 - (lines.len() as f64 - 1.0) / 2.0) * step;
        for point in line.points.iter().filter(|p| years.contains(&p.to)) {
            if let (Some(low), Some(high)) = (point.row.p05, point.row.p95) {
                let x = panel.x.at(point.to) + shift;
                let ends = [low, high].map(|v| (x, panel.y.at(v)));
                scene.line(ends.to_vec(), line.look.colour, 1.3, &[]);
            }
        }
    }
}

/// One line per scenario that has values: by month where all have months, else by fiscal year.
fn alike<'a>(story: &Story<'a>, measure: &str, docket: &str) -> Vec<Line<'a>> {
    let mut lines = lines(story.frame, measure, story.court, docket);
    let series = |line: &Line, grain| {
        let (frame, name) = (story.frame, &line.scenario.name);
        frame.series(name, measure, story.court, docket, grain)
    };
    if lines
        .iter()
        .any(|line| series(line, Grain::Month).is_empty())
    {
        for line in &mut lines {
            line.points = series(line, Grain::Year);
        }
    }
    lines
}
