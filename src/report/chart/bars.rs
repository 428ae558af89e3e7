//! Bars that lie: an axis of values above them, whiskers, and names at the left.

use super::axis::{Scale, Values, value_ticks};
use super::plot::Area;
use super::scene::{Anchor, Scene, Type};
use super::style::{Colour, GRID, INK, Look, MUTED, Shape, TICK};
use crate::report::number::{decimals, is_share, rough, signed};

/// Below this a bar could not be seen: it becomes a mark [pixels].
const VISIBLE: f64 = 2.5;

/// A unit that keeps differences short, and what one of it is.
pub fn short_unit(unit: &str, high: f64) -> (String, f64) {
    if is_share(unit) {
        ("percentage points".to_owned(), 0.01)
    } else if high >= 1e7 {
        (format!("million {unit}"), 1e6)
    } else {
        (unit.to_owned(), 1.0)
    }
}

/// Grid lines and their values above the bars; `axis` says what the values are.
pub fn ruled(
    scene: &mut Scene,
    area: Area,
    (low, high): (f64, f64),
    values: Values,
    axis: &str,
) -> Scale {
    let kind = Type::regular(TICK, MUTED);
    let mut ticks = value_ticks(low, high, 5, values);
    let widest = ticks
        .iter()
        .map(|tick| kind.width(&tick.1))
        .fold(0.0, f64::max)
        + 12.0;
    if widest * ticks.len() as f64 > area.width() {
        ticks = value_ticks(low, high, 2, values);
    }
    let x = Scale {
        low: ticks.first().map_or(low, |tick| tick.0),
        high: ticks.last().map_or(high, |tick| tick.0),
        from: area.left,
        to: area.right,
    };
    scene.text((area.left, area.top - 24.0), axis, kind, Anchor::Start);
    for (value, text) in &ticks {
        let at = x.at(*value);
        let (colour, width) = if *value == 0.0 {
            (INK, 1.4)
        } else {
            (GRID, 1.0)
        };
        scene.line(vec![(at, area.top), (at, area.bottom)], colour, width, &[]);
        scene.text((at, area.top - 6.0), text, kind, Anchor::Middle);
    }
    x
}

/// A bar between two values, from one height to another [pixels]; a mark where it is too small to see.
pub fn bar(
    scene: &mut Scene,
    x: &Scale,
    (upper, lower): (f64, f64),
    (start, end): (f64, f64),
    colour: Colour,
) {
    let (left, right) = (x.at(start.min(end)), x.at(start.max(end)));
    if right - left >= VISIBLE {
        scene.rect((left, upper), (right, lower), colour);
        return;
    }
    // A diamond, so that an effect of nothing can be seen as such.
    let look = Look {
        colour,
        dash: &[],
        shape: Shape::Diamond,
    };
    let radius = (0.25 * (lower - upper)).min(5.5);
    let middle = ((left + right) / 2.0, (upper + lower) / 2.0);
    scene.point(middle, radius, look, true);
}

/// An interval along a bar, at a height.
pub fn whisker(scene: &mut Scene, x: &Scale, y: f64, (from, to): (f64, f64)) {
    let (from, to) = (x.at(from), x.at(to));
    if to - from > 2.0 {
        scene.line(vec![(from, y), (to, y)], INK, 1.3, &[]);
        for at in [from, to] {
            scene.line(vec![(at, y - 4.0), (at, y + 4.0)], INK, 1.3, &[]);
        }
    }
}

/// A number with a sign, with decimals where it is small.
pub fn short_number(value: f64) -> String {
    if value.abs() >= 100.0 || value == 0.0 {
        return signed(value);
    }
    let places = if value.abs() < 1.0 { 2 } else { 1 };
    let text = decimals(value, places);
    if value > 0.0 && text != rough(0.0) {
        format!("+{text}")
    } else {
        text
    }
}

/// A key of a scenario in at most two lines no wider than this [pixels], broken where a part of it
/// ends. Of one that is too long for two the middle is left out: beginning and end tell keys apart.
pub fn key_lines(kind: Type, key: &str, width: f64) -> Vec<String> {
    if kind.width(key) <= width {
        return vec![key.to_owned()];
    }
    let ends = key.match_indices(['.', '_', '-']).map(|(at, _)| at + 1);
    let fits = |&at: &usize| kind.width(&key[..at]) <= width;
    let at = ends.clone().rfind(fits).unwrap_or(0);
    let (first, second) = key.split_at(at);
    if at > 0 && kind.width(second) <= width {
        return vec![first.to_owned(), second.to_owned()];
    }
    let from = |at: usize| format!("\u{2026}{}", &key[at..]);
    let starts = ends.chain(key.char_indices().map(|(at, _)| at));
    let mut tails = starts.map(from);
    let tail = tails.find(|text| kind.width(text) <= width);
    vec![kind.fit(key, width), tail.unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::style::LABEL;

    #[test]
    fn keys_break_where_a_part_ends_and_keep_their_end() {
        let kind = Type::regular(LABEL, INK);
        let whole = key_lines(kind, "judges.departures", 250.0);
        assert_eq!(whole, ["judges.departures"]);
        let long = "docket.nondetained.stage.merits.minutes";
        let lines = key_lines(kind, long, 160.0);
        assert_eq!(lines.concat(), long);
        assert_eq!(lines.len(), 2);
        let longer = format!("policy.an-office-at-the-port-of-entry-of-{long}");
        let lines = key_lines(kind, &longer, 160.0);
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("policy.an-office") && lines[0].ends_with('\u{2026}'));
        assert!(lines[1].starts_with('\u{2026}') && lines[1].ends_with("minutes"));
        for line in lines {
            assert!(kind.width(&line) <= 160.0);
        }
    }

    #[test]
    fn differences_of_shares_are_points() {
        assert_eq!(
            short_unit("share of minutes", 0.2),
            ("percentage points".to_owned(), 0.01)
        );
        assert_eq!(short_unit("cases", 2e7), ("million cases".to_owned(), 1e6));
        assert_eq!(short_number(0.123), "+0.12");
        assert_eq!(short_number(-12_345.0), "\u{2212}12,350");
    }
}
