//! A choice among splits: how far the best ones lie behind the best of all.

use super::axis::Values;
use super::common::{Draft, View, count_words};
use super::compare::draft;
use super::labels::{Entry, Key};
use super::plot::{Across, Area, Panel, Sheet, Up};
use super::scene::{Anchor, Scene, Type};
use super::style::{BLUE, GREEN, HEIGHT, INK, Look, MUTED, SOLID, Shape, TICK, VERMILLION, WIDTH};
use crate::report::frame::Frame;
use crate::report::number::{lower, shown};
use crate::report::optimize::{Part, Splits};

/// Most splits that are drawn.
const MOST: usize = 12;
/// Height of a line of values under the axis [pixels].
const LINE: f64 = 16.0;

const BEST: Look = look(VERMILLION, Shape::Diamond);
const OTHER: Look = look(BLUE, Shape::Circle);
const EVEN: Look = look(GREEN, Shape::Square);

const fn look(colour: super::style::Colour, shape: Shape) -> Look {
    Look {
        colour,
        dash: SOLID,
        shape,
    }
}

/// The chart of a choice, where one was made.
pub fn splits(frame: &Frame) -> Option<Draft> {
    let splits = Splits::of(frame)?;
    splits.best()?;
    let shown_parts = drawn(&splits);
    let view = View {
        frame,
        scenario: splits.scenario,
    };
    let told = &splits.told;
    let title = format!(
        "How far splits of {} lie from the best",
        shown(splits.info.total)
    );
    let words = caption(&splits, shown_parts.len());
    let mut sheet = Sheet::new((WIDTH, HEIGHT), &title, view.scenario.label(), &words);
    sheet.legend(&entries(&shown_parts, &splits));
    let ends = shown_parts.iter().flat_map(|part| {
        let row = part.row;
        [
            row.best_diff_mean,
            row.best_diff_ci_low,
            row.best_diff_ci_high,
        ]
    });
    let ends: Vec<f64> = ends.flatten().map(|value| value / told.one()).collect();
    let up = Up {
        low: ends.iter().copied().fold(0.0, f64::min),
        high: ends.iter().copied().fold(0.0, f64::max),
        values: Values::Signed,
        ticks: 5,
        title: format!(
            "{}: difference from the best split{}",
            told.title,
            in_unit(&told.unit)
        ),
    };
    let keys = splits.info.keys.len() as f64;
    let outer = Area {
        bottom: sheet.body.bottom - LINE * keys + 10.0,
        ..sheet.body
    };
    let across = Across::Values(&[], (0.5, shown_parts.len() as f64 + 0.5));
    let panel = Panel::new(&mut sheet.scene, outer, "", across, &up);
    for (i, part) in shown_parts.iter().enumerate() {
        mark(&mut sheet.scene, &panel, (i, part), &splits);
    }
    let alt = alt(&splits, &shown_parts);
    Some(draft("split", &title, &words, alt, sheet.scene))
}

fn in_unit(unit: &str) -> String {
    if unit.is_empty() {
        String::new()
    } else {
        format!(" [{unit}]")
    }
}

/// The best splits; and the most even one, whatever its place.
fn drawn<'s, 'a>(splits: &'s Splits<'a>) -> Vec<&'s Part<'a>> {
    let mut parts: Vec<&Part> = splits.parts.iter().take(MOST).collect();
    let even = splits.even();
    let there = |even: &&Part| parts.iter().any(|part| part.row.trial == even.row.trial);
    if let Some(even) = even.filter(|even| !there(even)) {
        parts.pop();
        parts.push(even);
    }
    parts
}

fn caption(splits: &Splits, drawn: usize) -> String {
    let info = splits.info;
    let n = count_words(info.done);
    let others = splits.parts.len() - drawn;
    let others = if others > 0 {
        format!(" {others} more are not drawn.")
    } else {
        String::new()
    };
    format!(
        "{} of the splits that were left, with the same random numbers; others went early. Whiskers: 95 % \
         interval of the mean paired difference. Under the axis, from above: {}.{others}",
        n.trim_end_matches('.'),
        info.keys.join(", ")
    )
}

fn entries(parts: &[&Part], splits: &Splits) -> Vec<Entry> {
    let mut entries = vec![(Key::Mark(BEST, true), "best split".to_owned())];
    if parts.len() > 1 {
        entries.push((Key::Mark(OTHER, true), "other split".to_owned()));
    }
    let even = |part: &&&Part| part.row.trial == splits.info.even;
    if parts.iter().skip(1).any(|part| even(&part)) {
        entries.push((Key::Mark(EVEN, true), "most even split".to_owned()));
    }
    entries
}

/// A split in its slot, with its values under the axis.
fn mark(scene: &mut Scene, panel: &Panel, (i, part): (usize, &Part), splits: &Splits) {
    let (at, row, one) = (i as f64 + 1.0, part.row, splits.told.one());
    if let Some((low, high)) = row.best_diff_ci_low.zip(row.best_diff_ci_high) {
        panel.whisker(scene, at, low / one, high / one);
    }
    let look = match row.verdict.as_str() {
        "answer" => BEST,
        _ if row.trial == splits.info.even => EVEN,
        _ => OTHER,
    };
    if let Some(mean) = row.best_diff_mean {
        scene.point(panel.at(at, mean / one), 5.0, look, true);
    }
    let colour = if row.verdict == "answer" { INK } else { MUTED };
    let kind = Type::regular(TICK, colour);
    let room = panel.x.at(1.0) - panel.x.at(0.0) - 6.0;
    for (line, value) in part.shown().iter().enumerate() {
        let y = panel.area.bottom + 17.0 + LINE * line as f64;
        let words = kind.fit(value, room);
        scene.text((panel.x.at(at), y), &words, kind, Anchor::Middle);
    }
}

fn alt(splits: &Splits, parts: &[&Part]) -> String {
    let told = &splits.told;
    let said = parts.iter().skip(1).filter_map(|part| {
        let mean = part.row.best_diff_mean?;
        Some(format!("{} with {}", told.change(mean), splits.words(part)))
    });
    let said: Vec<String> = said.collect();
    let best = splits
        .best()
        .map_or_else(String::new, |best| splits.words(best));
    format!(
        "Difference of {} from that of the best split, {best}: {}{}.",
        lower(&told.title),
        said.join("; "),
        in_unit(&told.unit)
    )
}
