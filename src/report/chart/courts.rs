//! Small multiples: the pending caseload court by court.

use super::common::{Draft, View, at_ends, band_at_ends, band_words, highest, last, middle};
use super::fan::band_colour;
use super::plot::{Panel, Sheet, Up, levelled};
use super::style::{BLUE, HEIGHT, SOLID, WIDTH};
use crate::report::frame::{ALL, Point, has_values};
use crate::report::number::rough;

/// Most courts on one page.
const MOST: usize = 20;

/// Pending cases of each court, the largest first.
pub fn courts(view: View) -> Option<Draft> {
    let mut series: Vec<(&str, f64, Vec<Point>)> = Vec::new();
    for court in &view.scenario.courts {
        let points = view.frame.finest(view.name(), "pending", &court.id, ALL);
        if let Some((_, value)) = last(&at_ends(&points, middle)) {
            series.push((&court.name, value, points));
        }
    }
    series.retain(|(_, _, points)| has_values(points));
    if series.len() < 2 {
        return None;
    }
    let all = series.len();
    series.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    series.truncate(MOST);
    let shown = series.len();
    let title = "Pending caseload by court";
    let which = if all > shown {
        format!("The {shown} largest of {all} courts")
    } else {
        format!("{all} courts")
    };
    let caption = view.caption(&format!(
        "{which}, in order of pending cases at the end; each panel has its own scale. \
         Line: median of replications. {}",
        band_words(view)
    ));
    let columns = [(4, 2), (9, 3), (12, 4)]
        .into_iter()
        .find(|(n, _)| shown <= *n)
        .map_or(5, |c| c.1);
    let rows = shown.div_ceil(columns);
    let height = (rows as f64 * 172.0 + 130.0).max(HEIGHT.min(rows as f64 * 260.0 + 130.0));
    let mut sheet = Sheet::new((WIDTH, height), title, view.scenario.label(), &caption);
    let cells = sheet.date_body().cells(columns, rows, (26.0, 10.0));
    let units: Vec<String> = series
        .iter()
        .map(|(_, value, _)| format!("{} cases at the end", rough(*value)))
        .collect();
    let names = series.iter().map(|(name, ..)| *name);
    let words: Vec<_> = names.zip(units.iter().map(String::as_str)).collect();
    let cells = levelled(cells, columns, &words);
    for (((name, _, points), unit), cell) in series.iter().zip(&units).zip(cells) {
        let up = Up::from_zero(highest(points), unit);
        let panel = Panel::new(&mut sheet.scene, cell, name, view.across()?, &up.ticks(2));
        panel.band(&mut sheet.scene, &band_at_ends(points), band_colour(BLUE));
        panel.line(&mut sheet.scene, &at_ends(points, middle), BLUE, SOLID);
    }
    let said: Vec<String> = series
        .iter()
        .map(|(name, value, _)| format!("{name} {}", rough(*value)))
        .collect();
    let alt = format!(
        "One small line chart per court. Pending at the end: {}.",
        said.join("; ")
    );
    Some(view.draft("courts", title, &caption, alt, sheet.scene))
}
