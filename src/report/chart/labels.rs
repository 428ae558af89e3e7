//! Legends and direct labels: no two overlap, none leaves the picture.

use super::scene::{Anchor, Scene, Type, Xy};
use super::style::{Colour, GRID, INK, LABEL, LINE, Look, MUTED, TICK};

/// What the key of a legend entry shows.
#[derive(Clone, Copy, Debug)]
pub enum Key {
    /// A line, with a mark or without.
    Line(Look, bool),
    /// A line of another width or dash than its look.
    Plain(Colour, &'static [f64]),
    /// A field of colour.
    Fill(Colour),
    /// A mark alone, filled or open.
    Mark(Look, bool),
}

impl Key {
    /// Draws the key in a box of 24 pixels that starts at `x`, around the height `y`.
    fn draw(self, scene: &mut Scene, x: f64, y: f64) {
        match self {
            Key::Line(look, marked) => {
                scene.line(vec![(x, y), (x + 24.0, y)], look.colour, LINE, look.dash);
                if marked {
                    scene.point((x + 12.0, y), 4.0, look, true);
                }
            }
            Key::Plain(colour, dash) => {
                scene.line(vec![(x, y), (x + 24.0, y)], colour, LINE, dash);
            }
            Key::Fill(colour) => scene.rect((x + 2.0, y - 6.5), (x + 22.0, y + 6.5), colour),
            Key::Mark(look, filled) => scene.point((x + 12.0, y), 4.5, look, filled),
        }
    }
}

/// An entry of a legend.
pub type Entry = (Key, String);

/// Draws a legend in rows from the upper left corner; returns its height [pixels].
pub fn legend(scene: &mut Scene, entries: &[Entry], left: f64, top: f64, width: f64) -> f64 {
    let kind = Type::regular(LABEL, INK);
    const ROW: f64 = 21.0;
    let (mut x, mut y) = (left, top + ROW / 2.0);
    for (key, text) in entries {
        let text = kind.fit(text, width - 34.0);
        let needed = 30.0 + kind.width(&text);
        if x > left && x + needed > left + width {
            x = left;
            y += ROW;
        }
        key.draw(scene, x, y);
        scene.text((x + 30.0, y + 0.36 * LABEL), &text, kind, Anchor::Start);
        x += needed + 22.0;
    }
    if entries.is_empty() {
        0.0
    } else {
        y + ROW / 2.0 - top
    }
}

/// Length of the words with which all names begin, and which therefore tell none from another
/// [bytes]: of `Programme at Eastport` and `Programme at Weston` that of `Programme at `.
pub fn shared_words<'a>(names: impl Iterator<Item = &'a str> + Clone) -> usize {
    let Some(first) = names.clone().next().filter(|_| names.clone().count() > 1) else {
        return 0;
    };
    let ends = first.match_indices(' ').map(|(at, _)| at + 1);
    let common = |end: &usize| {
        let mut all = names.clone();
        all.all(|name| name.len() > *end && name.starts_with(&first[..*end]))
    };
    ends.take_while(common).last().unwrap_or(0)
}

/// Most lines of the name in a label.
const MOST_LINES: usize = 3;

/// A label at the end of a line.
#[derive(Clone, Debug)]
pub struct EndLabel {
    /// Where the line ends [pixels].
    pub y: f64,
    /// Its key, repeated where lines are many; none for a single line.
    pub key: Option<Key>,
    /// What it says, most important first.
    pub text: String,
    /// Second line, in lesser letters.
    pub detail: String,
}

impl EndLabel {
    const MAIN: Type = Type::bold(LABEL, INK);
    const LESSER: Type = Type::regular(TICK, MUTED);
    /// Height of a line [pixels].
    const ROW: f64 = 15.5;

    /// Width of the key [pixels].
    fn key_width(&self) -> f64 {
        if self.key.is_some() { 30.0 } else { 0.0 }
    }

    /// The lines of the label, no wider than this [pixels]: at most so many, and the detail.
    fn lines(&self, room: f64, most: usize) -> Vec<(String, Type)> {
        let words = Self::MAIN.wrap_within(&self.text, room, most);
        let mut lines: Vec<_> = words.into_iter().map(|line| (line, Self::MAIN)).collect();
        if !self.detail.is_empty() {
            lines.push((Self::LESSER.fit(&self.detail, room), Self::LESSER));
        }
        lines
    }

    /// Draws the label to the right of `x`, with its middle at `y`.
    fn draw(&self, scene: &mut Scene, lines: &[(String, Type)], x: f64, y: f64) {
        if (y - self.y).abs() > 4.0 {
            scene.line(vec![(x + 1.0, self.y), (x + 7.0, y)], GRID, 1.2, &[]);
        }
        if let Some(key) = self.key {
            key.draw(scene, x + 10.0, y);
        }
        let left = x + 10.0 + self.key_width();
        let first = y - (lines.len() as f64 - 1.0) * Self::ROW / 2.0;
        for (i, (text, kind)) in lines.iter().enumerate() {
            let base = first + i as f64 * Self::ROW + 0.36 * kind.size;
            scene.text((left, base), text, *kind, Anchor::Start);
        }
    }
}

/// Width that labels need to the right of a panel, at most `limit` [pixels].
pub fn end_width(labels: &[EndLabel], limit: f64) -> f64 {
    let needed = |label: &EndLabel| {
        let lines = label.lines((limit - label.key_width() - 14.0).max(40.0), MOST_LINES);
        let widths = lines.iter().map(|(text, kind)| kind.width(text));
        widths.fold(0.0, f64::max) + label.key_width() + 14.0
    };
    labels.iter().map(needed).fold(0.0, f64::max).min(limit)
}

/// Draws labels to the right of `x`, between `top` and `bottom`, pushed apart.
pub fn end_labels(
    scene: &mut Scene,
    labels: &[EndLabel],
    x: f64,
    (top, bottom): (f64, f64),
    width: f64,
) {
    let height = |lines: &Vec<_>| lines.len() as f64 * EndLabel::ROW + 5.0;
    let blocks = |most: usize| -> Vec<Vec<(String, Type)>> {
        let lines = |l: &EndLabel| l.lines(width - l.key_width() - 10.0, most);
        labels.iter().map(lines).collect()
    };
    // Where they are many, long names are cut rather than laid over each other.
    let fits = |blocks: &Vec<Vec<_>>| blocks.iter().map(height).sum::<f64>() <= bottom - top;
    let mut choices = (1..=MOST_LINES).rev().map(blocks);
    let blocks = choices.find(fits).unwrap_or_else(|| blocks(1));
    let wanted: Vec<Xy> = labels
        .iter()
        .zip(&blocks)
        .map(|(l, b)| (l.y, height(b)))
        .collect();
    let places = push_apart(&wanted, top, bottom);
    for ((label, lines), y) in labels.iter().zip(&blocks).zip(places) {
        label.draw(scene, lines, x, y);
    }
}

/// Middles of blocks (wanted middle, height) that do not overlap and stay between the bounds,
/// each as near to its wish as the others allow.
///
/// Blocks that would overlap form a group around the mean of their wishes, as in isotonic
/// regression by pooling of adjacent violators.
pub fn push_apart(wanted: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].0.total_cmp(&wanted[*b].0).then(a.cmp(b)));
    // Each group: members, sum of the wishes for its top, total height.
    let mut groups: Vec<(Vec<usize>, f64, f64)> = Vec::new();
    let place = |group: &(Vec<usize>, f64, f64)| {
        let wish = group.1 / group.0.len() as f64;
        wish.min(bottom - group.2).max(top)
    };
    for i in order {
        let (middle, height) = wanted[i];
        groups.push((vec![i], middle - height / 2.0, height));
        while groups.len() > 1 {
            let (last, before) = (&groups[groups.len() - 1], &groups[groups.len() - 2]);
            if place(before) + before.2 <= place(last) {
                break;
            }
            let Some((members, wishes, height)) = groups.pop() else {
                break;
            };
            let Some(group) = groups.last_mut() else {
                break;
            };
            group.1 += wishes - members.len() as f64 * group.2;
            group.0.extend(members);
            group.2 += height;
        }
    }
    let mut middles = vec![0.0; wanted.len()];
    for group in &groups {
        let mut y = place(group);
        for i in &group.0 {
            middles[*i] = y + wanted[*i].1 / 2.0;
            y += wanted[*i].1;
        }
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_all_names_share_are_found() {
        let shared = |names: &[&'static str]| shared_words(names.iter().copied());
        assert_eq!(shared(&["Wait at Ost", "Wait at West", "Wait at Nord"]), 8);
        assert_eq!(shared(&["Ost", "West"]), 0);
        assert_eq!(shared(&["Wait at Ost"]), 0);
        assert_eq!(shared(&["Wait at", "Wait at Ost"]), 5);
    }

    #[test]
    fn labels_keep_their_place_when_there_is_room() {
        assert_eq!(
            push_apart(&[(50.0, 20.0), (150.0, 20.0)], 0.0, 200.0),
            vec![50.0, 150.0]
        );
    }

    #[test]
    fn crowded_labels_are_pushed_apart_within_the_bounds() {
        let wanted = [(195.0, 20.0), (190.0, 20.0), (198.0, 20.0), (10.0, 20.0)];
        let places = push_apart(&wanted, 0.0, 200.0);
        assert_eq!(places[3], 10.0);
        let mut sorted = places.clone();
        sorted.sort_by(f64::total_cmp);
        for pair in sorted.windows(2) {
            assert!(pair[1] - pair[0] >= 20.0 - 1e-9, "{places:?}");
        }
        assert!(sorted[3] + 10.0 <= 200.0 + 1e-9, "{places:?}");
        assert!(
            places[1] < places[0] && places[0] < places[2],
            "order is kept: {places:?}"
        );
    }
}
