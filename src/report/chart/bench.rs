//! Judges on the bench, and how much of their time is used.

use super::actual;
use super::common::{Draft, View, at_middles, band_words, highest, last, middle, percent_axis};
use super::fan::band_colour;
use super::labels::EndLabel;
use super::plot::{Panel, Sheet, Up};
use super::scene::Scene;
use super::style::{BLUE, Colour, HEIGHT, SOLID, VERMILLION, WIDTH};
use crate::report::frame::{ALL, Point, has_values};
use crate::report::number::decimals;

/// Room for the last value beside a panel [pixels].
const ROOM: f64 = 118.0;

/// Judges and utilisation, one above the other: two scales never share a panel.
pub fn bench(view: View) -> Option<Draft> {
    let get = |measure| view.frame.finest(view.name(), measure, ALL, ALL);
    let (judges, used) = (get("judges"), get("bench_utilisation"));
    let rows = [&judges, &used].iter().filter(|p| has_values(p)).count();
    if rows == 0 {
        return None;
    }
    let (start, end) = view.dates()?;
    let actual = actual::actual(view, "judges", start, end);
    let title = "Judges on the bench, and the use of bench time";
    let (band, sources) = (band_words(view), actual::sources(&actual));
    let caption = view.caption(&format!("Lines: median of replications. {band}{sources}"));
    let mut sheet = Sheet::new((WIDTH, HEIGHT), title, view.scenario.label(), &caption);
    sheet.legend(&actual::entries(&actual));
    let mut cells = sheet
        .body
        .less_right(ROOM)
        .cells(1, rows, (0.0, 14.0))
        .into_iter();
    let mut said = Vec::new();
    if let (true, Some(cell)) = (has_values(&judges), cells.next()) {
        let high = highest(&judges).max(actual::highest(&actual));
        let up = Up::from_zero(high, "judges").ticks(4);
        let across = view.across()?;
        let panel = Panel::new(&mut sheet.scene, cell, "Judges on the bench", across, &up);
        let value = draw(&mut sheet.scene, &panel, &judges, BLUE, |v| decimals(v, 0))?;
        actual::draw(&mut sheet.scene, &panel, &actual);
        said.push(format!("judges on the bench at the end: {value}"));
    }
    if let (true, Some(cell)) = (has_values(&used), cells.next()) {
        let up = percent_axis(highest(&used), "share of bench minutes used");
        let across = view.across()?;
        let panel = Panel::new(&mut sheet.scene, cell, "Bench utilisation", across, &up);
        let percent = |v: f64| format!("{} %", decimals(v * 100.0, 1));
        let value = draw(&mut sheet.scene, &panel, &used, VERMILLION, percent)?;
        said.push(format!("bench time used at the end: {value}"));
    }
    let alt = format!("Two line charts, one above the other; {}.", said.join("; "));
    Some(view.draft("bench", title, &caption, alt, sheet.scene))
}

/// A line with its band and its last value; returns the value in words.
fn draw(
    scene: &mut Scene,
    panel: &Panel,
    points: &[Point],
    colour: Colour,
    words: impl Fn(f64) -> String,
) -> Option<String> {
    let middle_of = |p: &Point| (p.from + p.to) / 2.0;
    let band: Vec<_> = points
        .iter()
        .map(|p| (middle_of(p), p.row.p05, p.row.p95))
        .collect();
    panel.band(scene, &band, band_colour(colour));
    let line = at_middles(points, middle);
    panel.line(scene, &line, colour, SOLID);
    let (_, value) = last(&line)?;
    let text = words(value);
    let detail = "in the last period".to_owned();
    let label = EndLabel {
        y: panel.y.at(value),
        key: None,
        text: text.clone(),
        detail,
    };
    panel.end_labels(scene, &[label], ROOM);
    Some(text)
}
