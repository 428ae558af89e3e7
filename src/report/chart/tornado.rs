//! The tornado: how far a measure moves with each number at its low and its high end.

use super::axis::{Scale, Values};
use super::bars::{bar, key_lines, ruled, short_number, short_unit, whisker};
use super::common::{Draft, count_words};
use super::labels::Key;
use super::plot::{Area, Sheet};
use super::scene::{Anchor, Scene, Type};
use super::sensitivity::{Study, short_key};
use super::style::{BLUE, Colour, INK, LABEL, MUTED, PALE, TICK, WIDTH};
use crate::experiment::sensitivity::SensitivityRow;
use crate::report::number::{quoted_with_unit, short};

/// Height of a factor [pixels].
const ROW: f64 = 44.0;
/// Room for the names of factors [pixels].
const NAMES: f64 = 230.0;
/// Room for the numbers [pixels].
const NUMBERS: f64 = 230.0;
/// The most factors that are shown.
const MOST: usize = 12;
/// Colours of the low and the high end: light and dark, also in grey.
const ENDS: [Colour; 2] = [PALE, BLUE];

/// An end of a factor: where it is put, and the change with its interval.
struct End {
    value: String,
    change: f64,
    interval: Option<(f64, f64)>,
}

/// A factor with both ends.
struct Factor<'a> {
    key: &'a str,
    ends: [End; 2],
}

impl<'a> Factor<'a> {
    fn of(row: &'a SensitivityRow) -> Option<Self> {
        let end = |value: Option<f64>, change: Option<f64>, low: Option<f64>, high: Option<f64>| {
            Some(End {
                value: value.map(short).unwrap_or_default(),
                change: change?,
                interval: low.zip(high),
            })
        };
        let low = end(row.low, row.at_low, row.at_low_ci_low, row.at_low_ci_high)?;
        let high = end(
            row.high,
            row.at_high,
            row.at_high_ci_low,
            row.at_high_ci_high,
        )?;
        Some(Factor {
            key: short_key(&row.factor),
            ends: [low, high],
        })
    }

    /// Heights of the bars of both ends: one below the other where both lead to the same side.
    fn heights(&self, y: f64) -> [(f64, f64); 2] {
        if self.ends[0].change * self.ends[1].change > 0.0 {
            [(y - 12.0, y - 0.5), (y + 0.5, y + 12.0)]
        } else {
            [(y - 11.0, y + 11.0); 2]
        }
    }
}

/// The factors that move a measure most, and how far.
pub fn tornado(study: Study) -> Option<Draft> {
    let mut rows: Vec<&SensitivityRow> = study.rows().filter(|r| r.swing().is_some()).collect();
    rows.sort_by(|a, b| {
        b.swing()
            .unwrap_or(0.0)
            .total_cmp(&a.swing().unwrap_or(0.0))
    });
    let all = rows.len();
    let factors: Vec<Factor> = rows.into_iter().take(MOST).filter_map(Factor::of).collect();
    let low = reach(&factors, f64::min);
    let high = reach(&factors, f64::max);
    let first = study.rows().next().filter(|_| !factors.is_empty())?;
    let (unit, one) = short_unit(study.unit, high.max(-low));
    let base = quoted_with_unit(first.base?, study.unit);
    let measure = study.measure_words();
    let title = format!("What moves it most, one at a time: {measure}");
    let shown = match factors.len() {
        shown if shown < all => format!(" The {shown} that move it most, of {all}."),
        _ => String::new(),
    };
    let caption = format!(
        "{} Bars: mean paired change of {measure} with one number at its low or \
         its high end, all others at their central values and the same random numbers. Ends are those \
         of the range; of a number with a distribution, its 5 % and 95 % quantiles. Whiskers: 95 % \
         interval of the mean change.{shown}",
        count_words(study.n)
    );
    let height = 214.0 + ROW * factors.len() as f64;
    let label = study.view.scenario.label();
    let mut sheet = Sheet::new((WIDTH, height), &title, label, &caption);
    sheet.legend(&[
        (Key::Fill(ENDS[0]), "at the low end".to_owned()),
        (Key::Fill(ENDS[1]), "at the high end".to_owned()),
    ]);
    let axis = format!("change from {base} (all numbers at their central values), {unit}");
    let reach = (low / one, high / one);
    let said = draw(&mut sheet.scene, sheet.body, &factors, reach, (one, &axis));
    let alt = format!(
        "Tornado chart of {} numbers, the one that moves it most first. {}.",
        factors.len(),
        said.join("; ")
    );
    let chart = study.chart("tornado");
    Some(study.view.draft(&chart, &title, &caption, alt, sheet.scene))
}

/// The furthest place of bars and intervals, zero among them.
fn reach(factors: &[Factor], further: fn(f64, f64) -> f64) -> f64 {
    let ends = factors.iter().flat_map(|factor| &factor.ends);
    ends.fold(0.0, |furthest, end| {
        let (low, high) = end.interval.unwrap_or((end.change, end.change));
        [end.change, low, high].into_iter().fold(furthest, further)
    })
}

/// Draws axis and factors; returns what they say.
fn draw(
    scene: &mut Scene,
    body: Area,
    factors: &[Factor],
    reach: (f64, f64),
    (one, axis): (f64, &str),
) -> Vec<String> {
    let area = rows_area(body, (NAMES, NUMBERS), ROW * factors.len() as f64);
    let x = ruled(scene, area, reach, Values::Signed, axis);
    let mut said = Vec::new();
    for (i, factor) in factors.iter().enumerate() {
        let y = area.top + (i as f64 + 0.5) * ROW;
        bars(scene, &x, factor, y, one);
        name(scene, (body.left, y), factor.key, NAMES);
        said.push(numbers(scene, (area.right, y), factor, one));
    }
    // The central line lies over the bars.
    let zero = x.at(0.0);
    scene.line(vec![(zero, area.top), (zero, area.bottom)], INK, 1.4, &[]);
    said
}

/// Where rows of bars lie in a body, with room for names at the left and numbers at the right.
pub fn rows_area(body: Area, (names, numbers): (f64, f64), height: f64) -> Area {
    let top = body.top + 34.0;
    Area {
        left: body.left + names,
        top,
        right: body.right - numbers,
        bottom: top + height,
    }
}

fn bars(scene: &mut Scene, x: &Scale, factor: &Factor, y: f64, one: f64) {
    let heights = factor.heights(y);
    for ((end, colour), (upper, lower)) in factor.ends.iter().zip(ENDS).zip(heights) {
        let change = end.change / one;
        bar(scene, x, (upper, lower), (0.0, change), colour);
    }
    // Intervals may reach beyond the central line: one lies below the other.
    for (end, y) in factor.ends.iter().zip([y - 5.5, y + 5.5]) {
        if let Some((from, to)) = end.interval {
            whisker(scene, x, y, (from / one, to / one));
        }
    }
}

/// The name of a factor in the room at the left.
pub fn name(scene: &mut Scene, (left, y): (f64, f64), key: &str, room: f64) {
    let kind = Type::regular(LABEL, INK);
    let lines = key_lines(kind, key, room - 14.0);
    let first = y - (lines.len() as f64 - 1.0) * 8.0;
    for (i, line) in lines.iter().enumerate() {
        let base = first + i as f64 * 16.0 + 0.36 * LABEL;
        scene.text((left, base), line, kind, Anchor::Start);
    }
}

/// Where a factor is put and what follows; returns it as a sentence would have it.
fn numbers(scene: &mut Scene, (right, y): (f64, f64), factor: &Factor, one: f64) -> String {
    let kind = Type::regular(TICK, MUTED);
    let mut said = Vec::new();
    for (end, base) in factor.ends.iter().zip([y - 3.0, y + 13.0]) {
        let text = format!("at {}: {}", end.value, short_number(end.change / one));
        let shown = kind.fit(&text, NUMBERS - 14.0);
        scene.text((right + 14.0, base), &shown, kind, Anchor::Start);
        said.push(text);
    }
    format!("{} {}", factor.key, said.join(", "))
}
