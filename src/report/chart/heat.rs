//! Heat maps of a sweep of two or three numbers: a field for each point, with its value in it.

use super::common::{Draft, View};
use super::compare::draft;
use super::plot::{Area, Sheet};
use super::scene::{Anchor, Scene, Type};
use super::style::{BLUE, Colour, GRID, INK, LABEL, MARGIN, MUTED, PAPER, SUBTITLE, TICK, WIDTH};
use super::sweep::{begins, id, stands_words, title};
use crate::report::number::{lower, shown};
use crate::report::sweep::Target;

/// Lowest and highest field for which a chart makes room [pixels].
const FIELD: (f64, f64) = (26.0, 60.0);
/// Height of what stands above and below the fields of a map [pixels].
const AROUND: f64 = 84.0;
/// Height of title, scale and caption [pixels].
const SHEET: f64 = 176.0;
/// Height of the words below the fields [pixels].
const BELOW: f64 = 42.0;
/// Most maps beside each other.
const MOST: usize = 3;
/// Letters of a value, the largest first [pixels per em].
const LETTERS: [f64; 4] = [13.0, 12.0, 11.0, 10.0];
/// Steps of the scale's picture.
const STEPS: usize = 40;

/// Darkness of a field from the lowest value (0) to the highest (1): one hue, light to dark, so that it
/// reads in grey and for colour-blind readers.
pub fn shade(share: f64) -> Colour {
    const LIGHT: Colour = Colour(0xe9, 0xf2, 0xf9);
    const DARK: Colour = Colour(0x00, 0x2f, 0x4f);
    // Where the blue of the house stands on a straight way in grey.
    const TURN: f64 = 0.75;
    let share = share.clamp(0.0, 1.0);
    if share < TURN {
        between(LIGHT, BLUE, share / TURN)
    } else {
        between(BLUE, DARK, (share - TURN) / (1.0 - TURN))
    }
}

fn between(a: Colour, b: Colour, share: f64) -> Colour {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    Colour(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

/// Contrast that letters of a value need (level AA of the guidelines) [ratio].
const CONTRAST: f64 = 4.5;

/// The colour of letters on a field: white where it stands off enough, else black; where white does
/// not, black does.
pub fn letters_on(field: Colour) -> Colour {
    if field.contrast(PAPER) >= CONTRAST {
        PAPER
    } else {
        Colour(0, 0, 0)
    }
}

/// What all maps of a chart have in common.
struct Maps<'t, 'a> {
    target: &'t Target<'a>,
    /// Lowest and highest mean.
    ends: (f64, f64),
    /// Size of the values' letters; none: they do not fit.
    letters: Option<f64>,
}

/// The heat map of a measure; of three numbers a map for each value of the third, on one scale.
pub fn map(view: View, target: &Target) -> Option<Draft> {
    let points = 0..target.points.len();
    let means: Vec<f64> = points.filter_map(|point| target.mean(point)).collect();
    let low = means.iter().copied().reduce(f64::min)?;
    let high = means.iter().copied().reduce(f64::max)?;
    let [first, second, third @ ..] = target.keys() else {
        return None;
    };
    let count = third.first().map_or(1, |key| key.values.len());
    let columns = if count == 4 { 2 } else { count.min(MOST) };
    let rows = count.div_ceil(columns);
    let fields = second.values.len() as f64;
    let field = (320.0 / fields / rows as f64).clamp(FIELD.0, FIELD.1);
    let height = SHEET + rows as f64 * (fields * field + AROUND);
    let names = names_width(target);
    let gap = 30.0;
    let room = (WIDTH - 2.0 * MARGIN - gap * (columns - 1) as f64) / columns as f64 - names;
    let (target, letters) = readable(target, room / first.values.len() as f64);
    let maps = Maps {
        target: &target,
        ends: (low, high),
        letters,
    };
    let title = title(&target);
    let words = maps.words();
    let mut sheet = Sheet::new((WIDTH, height), &title, view.scenario.label(), &words);
    let top = maps.scale(&mut sheet.scene, sheet.body);
    let body = Area { top, ..sheet.body };
    for (i, cell) in body
        .cells(columns, rows, (gap, 8.0))
        .into_iter()
        .take(count)
        .enumerate()
    {
        let area = Area {
            left: cell.left + names,
            ..cell
        };
        maps.draw(&mut sheet.scene, area, i);
    }
    let alt = maps.alt();
    Some(draft(&id(&target), &title, &words, alt, sheet.scene))
}

/// Room for the values of the second key [pixels].
fn names_width(target: &Target) -> f64 {
    let kind = Type::regular(TICK, MUTED);
    let values = target.keys().get(1).map_or(&[][..], |key| &key.values);
    let widths = values.iter().map(|value| kind.width(&shown(*value)));
    widths.fold(0.0, f64::max) + 10.0
}

/// The units and letters in which the values fit into fields of this width [pixels].
fn readable<'a>(target: &Target<'a>, width: f64) -> (Target<'a>, Option<f64>) {
    for size in LETTERS {
        let kind = Type::regular(size, INK);
        let fits = |target: &Target| {
            let points = 0..target.points.len();
            let mut means = points.filter_map(|point| target.mean(point));
            means.all(|mean| kind.width(&target.level(mean)) + 6.0 <= width)
        };
        if let Some(fitting) = target.shorter().into_iter().find(fits) {
            return (fitting, Some(size));
        }
    }
    (target.clone(), None)
}

impl Maps<'_, '_> {
    fn share(&self, mean: f64) -> f64 {
        let (low, high) = self.ends;
        if high > low {
            (mean - low) / (high - low)
        } else {
            0.0
        }
    }

    fn words(&self) -> String {
        let target = self.target;
        let mut words = format!("{} Means over replications", begins(target));
        let halves = (0..target.points.len()).filter_map(|point| {
            let row = target.row(point)?;
            Some((row.ci_high? - row.ci_low?) / 2.0)
        });
        if let Some(widest) = halves.reduce(f64::max) {
            words.push_str(&format!(
                "; half-width of their 95 % intervals: at most {}",
                target.told(widest)
            ));
        }
        words.push('.');
        if self.letters.is_none() {
            words.push_str(" The values stand in sweep.csv: there is no room for them here.");
        }
        words.push_str(&stands_words(target));
        if target.standing().is_some() {
            words.push_str(" It is the framed field.");
        }
        words
    }

    /// The scale, above the maps; returns where they may start.
    fn scale(&self, scene: &mut Scene, body: Area) -> f64 {
        const WIDE: f64 = 260.0;
        let kind = Type::regular(LABEL, INK);
        let (low, words) = (
            self.target.level(self.ends.0),
            self.target.told(self.ends.1),
        );
        let base = body.top + 15.0;
        scene.text((body.left, base), &low, kind, Anchor::Start);
        let left = body.left + kind.width(&low) + 8.0;
        for i in 0..STEPS {
            let at = |i: usize| left + WIDE * i as f64 / STEPS as f64;
            let colour = shade((i as f64 + 0.5) / STEPS as f64);
            scene.rect(
                (at(i), body.top + 3.0),
                (at(i + 1), body.top + 18.0),
                colour,
            );
        }
        let left = left + WIDE + 8.0;
        scene.text(
            (left, base),
            &kind.fit(&words, body.right - left),
            kind,
            Anchor::Start,
        );
        body.top + 26.0
    }

    /// Draws one map: fields, their values, and the values of both keys.
    fn draw(&self, scene: &mut Scene, outer: Area, map: usize) {
        let keys = self.target.keys();
        let (first, second) = (&keys[0], &keys[1]);
        let lesser = Type::regular(LABEL, MUTED);
        let tick = Type::regular(TICK, MUTED);
        let mut top = outer.top;
        if let Some(third) = keys.get(2) {
            let heading = format!("{} = {}", third.key, shown(third.values[map]));
            let kind = Type::bold(SUBTITLE, INK);
            top += kind.leading();
            let heading = kind.fit(&heading, outer.width());
            scene.text((outer.left, top - 4.0), &heading, kind, Anchor::Start);
        }
        top += lesser.leading();
        let words = lesser.fit(&format!("up: {}", second.label()), outer.width());
        scene.text((outer.left, top - 3.0), &words, lesser, Anchor::Start);
        top += 4.0;
        let rows = second.values.len();
        let width = outer.width() / first.values.len() as f64;
        let field = (outer.bottom - BELOW - top) / rows as f64;
        let stride = super::axis::label_stride(
            &first
                .values
                .iter()
                .map(|value| shown(*value))
                .collect::<Vec<_>>(),
            width,
        );
        for (y, value) in second.values.iter().enumerate() {
            let upper = top + (rows - 1 - y) as f64 * field;
            let at = (outer.left - 6.0, upper + field / 2.0 + 0.36 * TICK);
            scene.text(at, &shown(*value), tick, Anchor::End);
            for x in 0..first.values.len() {
                let left = outer.left + x as f64 * width;
                let area = Area {
                    left,
                    top: upper,
                    right: left + width,
                    bottom: upper + field,
                };
                let mut place = vec![x, y];
                place.extend(keys.get(2).map(|_| map));
                self.field(scene, area, self.target.point(&place));
            }
        }
        let bottom = top + rows as f64 * field;
        for (x, value) in first.values.iter().enumerate().step_by(stride) {
            let at = outer.left + (x as f64 + 0.5) * width;
            scene.text((at, bottom + 16.0), &shown(*value), tick, Anchor::Middle);
        }
        let words = lesser.fit(&first.label(), outer.width());
        let middle = f64::midpoint(outer.left, outer.right);
        scene.text((middle, bottom + 34.0), &words, lesser, Anchor::Middle);
    }

    fn field(&self, scene: &mut Scene, area: Area, point: usize) {
        let mean = self.target.mean(point);
        let colour = mean.map_or(GRID, |mean| shade(self.share(mean)));
        let inset = |by: f64| {
            let from = (area.left + by, area.top + by);
            (from, (area.right - by, area.bottom - by))
        };
        if self.target.standing() == Some(point) {
            let frames = [(0.5, INK), (3.0, PAPER), (4.5, colour)];
            for (by, colour) in frames {
                let (from, to) = inset(by);
                scene.rect(from, to, colour);
            }
        } else {
            let (from, to) = inset(0.5);
            scene.rect(from, to, colour);
        }
        let words = match (mean, self.letters) {
            (Some(mean), Some(_)) => self.target.level(mean),
            (None, _) => "\u{2013}".to_owned(),
            (Some(_), None) => return,
        };
        let size = self.letters.unwrap_or(LETTERS[0]);
        let kind = Type::regular(size, letters_on(colour));
        let middle = f64::midpoint(area.left, area.right);
        let base = f64::midpoint(area.top, area.bottom) + 0.36 * size;
        scene.text((middle, base), &words, kind, Anchor::Middle);
    }

    fn alt(&self) -> String {
        let target = self.target;
        let points =
            (0..target.points.len()).filter_map(|point| Some((target.mean(point)?, point)));
        let lowest = points.clone().min_by(|a, b| a.0.total_cmp(&b.0));
        let highest = points.max_by(|a, b| a.0.total_cmp(&b.0));
        let at = |found: Option<(f64, usize)>| {
            found.map_or(String::new(), |(mean, point)| {
                format!("{} at {}", target.told(mean), target.values(point))
            })
        };
        format!(
            "Heat map of {}: lowest {}, highest {}.",
            lower(&target.title),
            at(lowest),
            at(highest)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_go_evenly_from_light_to_dark_and_their_letters_can_be_read() {
        let shades: Vec<Colour> = (0..=20).map(|i| shade(f64::from(i) / 20.0)).collect();
        for pair in shades.windows(2) {
            let step = pair[0].grey() - pair[1].grey();
            assert!((7.0..14.0).contains(&step), "{pair:?}: {step}");
        }
        for field in shades {
            let contrast = field.contrast(letters_on(field));
            assert!(contrast >= CONTRAST, "{field:?}: {contrast}");
        }
    }
}
