//! Pending caseload with its bands, and the age of the pending docket.

use chrono::NaiveDate;

use super::actual::{self, Actual};
use super::common::{Draft, View, at_ends, band_at_ends, band_words, highest, last, middle};
use super::labels::{EndLabel, Entry, Key, end_width};
use super::plot::{Across, Panel, Sheet, Up};
use super::scene::{Anchor, Scene, Type};
use super::style::{BLUE, Colour, DASHED, HEIGHT, INK, MUTED, SOLID, TICK, WIDTH, look};
use crate::report::arithmetic::Arithmetic;
use crate::report::frame::{ALL, Point, has_values};
use crate::report::number::{rough, thousands, value};
use crate::report::period::{day_month_year, position};

/// Pending cases over time: median, 50 % and 90 % band, what arithmetic gives, and what really
/// happened.
pub fn pending(view: View) -> Option<Draft> {
    let points = view.frame.finest(view.name(), "pending", ALL, ALL);
    if !has_values(&points) {
        return None;
    }
    let (start, end) = view.dates()?;
    // History as long as the horizon gives the eye a measure of the projection.
    let actual = actual::actual(view, "pending", start - (end - start), end);
    let banded = points
        .iter()
        .any(|p| p.row.p05.is_some() && p.row.p05 != p.row.p95);
    let title = "Pending caseload";
    let arithmetic = Arithmetic::of(view.frame, view.scenario);
    let mut words = words_below(view, &actual, banded);
    words.push_str(&arithmetic.as_ref().map_or(String::new(), arithmetic_words));
    let caption = view.caption(&words);
    let mut sheet = Sheet::new((WIDTH, HEIGHT), title, view.scenario.label(), &caption);
    sheet.legend(&fan_entries(&actual, banded));
    let (x, value) = last(&at_ends(&points, middle))?;
    let mut labels = end_labels(value, &end_day(x), arithmetic.as_ref());
    let width = end_width(&labels, 150.0);
    let spreadsheet = arithmetic.iter().flat_map(|a| &a.points).map(|p| p.1);
    let high = highest(&points).max(actual::highest(&actual));
    let high = spreadsheet.fold(high, f64::max);
    let known = actual.iter().flat_map(|a| &a.points).map(|p| p.0);
    let first = known.min().map_or(start, |day| day.min(start));
    let across = Across::Dates(first, end, view.scenario.fiscal_year_start);
    let up = Up::from_zero(high, "cases pending at the end of each month");
    let outer = sheet.body.less_right(width);
    let panel = Panel::new(&mut sheet.scene, outer, "", across, &up);
    if first < start {
        mark_start(&mut sheet, &panel, start);
    }
    draw_fan(&mut sheet.scene, &panel, &points, banded);
    if let Some(arithmetic) = &arithmetic {
        let line: Vec<_> = arithmetic.points.iter().map(|p| (p.0, Some(p.1))).collect();
        panel.line(&mut sheet.scene, &line, INK, DASHED);
    }
    actual::draw(&mut sheet.scene, &panel, &actual);
    labels
        .iter_mut()
        .for_each(|label| label.y = panel.y.at(label.y));
    panel.end_labels(&mut sheet.scene, &labels, width);
    let mut alt = alt_words(&points, &end_day(x), value);
    if let Some(arithmetic) = &arithmetic {
        alt.push_str(&format!(
            " A dashed line shows what annual arithmetic gives: {} at the end.",
            rough(arithmetic.end())
        ));
    }
    Some(view.draft("pending", title, &caption, alt, sheet.scene))
}

fn fan_entries(actual: &[Actual], banded: bool) -> Vec<Entry> {
    let mut entries = vec![(Key::Plain(BLUE, SOLID), "median".to_owned())];
    if banded {
        let words = "middle half of replications".to_owned();
        entries.push((Key::Fill(BLUE.tint(0.45)), words));
        entries.push((Key::Fill(BLUE.tint(0.2)), "90 % band".to_owned()));
    }
    entries.extend(actual::entries(actual));
    entries
}

/// Labels of the lines at their ends, at their values.
fn end_labels(value: f64, end: &str, arithmetic: Option<&Arithmetic>) -> Vec<EndLabel> {
    let label = |y: f64, key, detail: String| EndLabel {
        y,
        key,
        text: rough(y),
        detail,
    };
    let Some(arithmetic) = arithmetic else {
        return vec![label(value, None, format!("at {end}"))];
    };
    vec![
        label(value, Some(Key::Plain(BLUE, SOLID)), format!("at {end}")),
        label(
            arithmetic.end(),
            Some(Key::Plain(INK, DASHED)),
            "by arithmetic".to_owned(),
        ),
    ]
}

/// What the dashed line is.
fn arithmetic_words(arithmetic: &Arithmetic) -> String {
    format!(
        " Dashed: annual arithmetic with {} completions per judge and year.",
        value(arithmetic.productivity, "")
    )
}

fn draw_fan(scene: &mut Scene, panel: &Panel, points: &[Point], banded: bool) {
    if banded {
        panel.band(scene, &band_at_ends(points), BLUE.tint(0.2));
        let inner: Vec<_> = points
            .iter()
            .map(|p| (p.to, p.row.p25, p.row.p75))
            .collect();
        panel.band(scene, &inner, BLUE.tint(0.45));
    }
    panel.line(scene, &at_ends(points, middle), BLUE, SOLID);
}

fn alt_words(points: &[Point], end: &str, value: f64) -> String {
    let first = points.iter().find_map(|p| Some((p.to, middle(p.row)?)));
    let (from, start) = first.unwrap_or((0.0, 0.0));
    format!(
        "Line chart. The median of pending cases goes from {} at {} to {} at {end}.",
        rough(start),
        end_day(from),
        rough(value)
    )
}

fn words_below(view: View, actual: &[Actual], banded: bool) -> String {
    let darker = if banded {
        " Darker: 25th to 75th percentile."
    } else {
        ""
    };
    format!("{}{darker}{}", band_words(view), actual::sources(actual))
}

fn mark_start(sheet: &mut Sheet, panel: &Panel, start: NaiveDate) {
    let x = panel.x.at(position(start));
    let (top, bottom) = (panel.area.top, panel.area.bottom);
    sheet
        .scene
        .line(vec![(x, top), (x, bottom)], MUTED, 1.0, DASHED);
    let kind = Type::regular(TICK, MUTED);
    sheet.scene.text(
        (x + 6.0, top + 10.0),
        "simulation starts",
        kind,
        Anchor::Start,
    );
}

/// The last day of a period that ends before this place.
pub fn end_day(x: f64) -> String {
    NaiveDate::from_num_days_from_ce_opt(x as i32 - 1)
        .map(day_month_year)
        .unwrap_or_default()
}

/// Mean, median and 90th percentile of the age of pending cases.
pub fn age(view: View) -> Option<Draft> {
    const LINES: [(&str, &str); 3] = [
        ("pending_age_p90", "90th percentile"),
        ("pending_age_mean", "mean"),
        ("pending_age_p50", "median"),
    ];
    let series: Vec<(&str, Vec<Point>)> = LINES
        .iter()
        .map(|(measure, words)| (*words, view.frame.finest(view.name(), measure, ALL, ALL)))
        .filter(|(_, points)| has_values(points))
        .collect();
    if series.is_empty() {
        return None;
    }
    let title = "Age of the pending docket";
    let caption = view.caption(&format!(
        "Days since filing of the cases still pending. Lines: median of replications. {}",
        band_words(view)
    ));
    let mut sheet = Sheet::new((WIDTH, HEIGHT), title, view.scenario.label(), &caption);
    let mut labels: Vec<EndLabel> = Vec::new();
    for (i, (words, points)) in series.iter().enumerate() {
        let (_, y) = last(&at_ends(points, middle))?;
        let key = Some(Key::Line(look(i), false));
        let detail = format!("{} days", thousands(y));
        labels.push(EndLabel {
            y,
            key,
            text: (*words).to_owned(),
            detail,
        });
    }
    let width = end_width(&labels, 190.0);
    let high = highest(series.iter().flat_map(|(_, points)| points));
    let up = Up::from_zero(high, "days since filing");
    let outer = sheet.body.less_right(width);
    let panel = Panel::new(&mut sheet.scene, outer, "", view.across()?, &up);
    for (i, (_, points)) in series.iter().enumerate() {
        let colour = band_colour(look(i).colour);
        panel.band(&mut sheet.scene, &band_at_ends(points), colour);
    }
    for (i, (_, points)) in series.iter().enumerate() {
        let line = at_ends(points, middle);
        panel.line(&mut sheet.scene, &line, look(i).colour, look(i).dash);
    }
    labels
        .iter_mut()
        .for_each(|label| label.y = panel.y.at(label.y));
    panel.end_labels(&mut sheet.scene, &labels, width);
    let said: Vec<String> = labels
        .iter()
        .map(|l| format!("{} {}", l.text, l.detail))
        .collect();
    let alt = format!(
        "Line chart of the age of pending cases; at the end: {}.",
        said.join(", ")
    );
    Some(view.draft("age", title, &caption, alt, sheet.scene))
}

/// Colour of a band around a line of this colour.
pub fn band_colour(colour: Colour) -> Colour {
    colour.tint(0.22)
}
