//! Judges on the bench, and how much of their time is used.

use super::common::{
    Draft, View, at_ends, at_middles, band_words, highest, last, middle, percent_axis,
};
use super::fan::band_colour;
use super::labels::{EndLabel, end_width};
use super::plot::{Area, Panel, Sheet, Up};
use super::scene::Scene;
use super::style::{BLUE, Colour, HEIGHT, SOLID, VERMILLION, WIDTH};
use crate::report::frame::{ALL, Point, has_values};
use crate::report::number::decimals;

/// Judges and utilisation, one above the other: two scales never share a panel.
pub fn bench(view: View) -> Option<Draft> {
    let judges = view.frame.finest(view.name(), "judges", ALL, ALL);
    let used = view
        .frame
        .finest(view.name(), "bench_utilisation", ALL, ALL);
    if !has_values(&judges) && !has_values(&used) {
        return None;
    }
    let title = "Judges on the bench, and the use of bench time";
    let caption = view.caption(&format!(
        "Lines: median of replications. {}",
        band_words(view.frame)
    ));
    let mut sheet = Sheet::new((WIDTH, HEIGHT), title, view.scenario.label(), &caption);
    let both = [&judges, &used]
        .into_iter()
        .filter(|p| has_values(p))
        .count();
    let width = 110.0;
    let outer = Area {
        right: sheet.body.right - width,
        ..sheet.body
    };
    let mut cells = outer.cells(1, both, (0.0, 14.0)).into_iter();
    let mut said = Vec::new();
    if let (true, Some(cell)) = (has_values(&judges), cells.next()) {
        let up = Up::from_zero(highest(&judges), "judges").ticks(4);
        let panel = Panel::new(
            &mut sheet.scene,
            cell,
            "Judges on the bench",
            view.across()?,
            &up,
        );
        let value = draw(&mut sheet.scene, &panel, &judges, BLUE, |v| decimals(v, 0))?;
        said.push(format!("judges on the bench at the end: {value}"));
    }
    if let (true, Some(cell)) = (has_values(&used), cells.next()) {
        let up = percent_axis(highest(&used), "share of bench minutes used");
        let panel = Panel::new(
            &mut sheet.scene,
            cell,
            "Bench utilisation",
            view.across()?,
            &up,
        );
        let percent = |v: f64| format!("{} %", decimals(v * 100.0, 1));
        let value = draw(&mut sheet.scene, &panel, &used, VERMILLION, percent)?;
        said.push(format!("bench time used at the end: {value}"));
    }
    let alt = format!("Two line charts, one above the other; {}.", said.join("; "));
    Some(view.draft("bench", title, &caption, alt, sheet.scene))
}

fn draw(
    scene: &mut Scene,
    panel: &Panel,
    points: &[Point],
    colour: Colour,
    words: impl Fn(f64) -> String,
) -> Option<String> {
    let band: Vec<_> = points
        .iter()
        .map(|p| ((p.from + p.to) / 2.0, p.row.p05, p.row.p95))
        .collect();
    panel.band(scene, &band, band_colour(colour));
    panel.line(scene, &at_middles(points, middle), colour, SOLID);
    let (_, value) = last(&at_ends(points, middle))?;
    let text = words(value);
    let label = EndLabel {
        y: panel.y.at(value),
        key: None,
        text: text.clone(),
        detail: "in the last period".to_owned(),
    };
    let width = end_width(std::slice::from_ref(&label), 110.0).max(110.0);
    panel.end_labels(scene, &[label], width);
    Some(text)
}
