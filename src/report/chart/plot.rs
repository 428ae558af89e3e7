//! Panels with their axes, and what is drawn in them.

use chrono::NaiveDate;

use super::axis::{Scale, Tick, Values, date_ticks, labelled_years, value_ticks, year_name};
use super::labels::{self, EndLabel};
use super::scene::{Anchor, Scene, Type, Xy};
use super::sheet::date_overhang;
pub use super::sheet::{Area, Sheet};
use super::style::{
    Colour, Dash, GRID, INK, LABEL, LINE, Look, MARGIN, MUTED, SUBTITLE, Shape, TICK,
};
use crate::report::number::shown;

/// Horizontal axis of a panel.
#[derive(Clone, Copy, Debug)]
pub enum Across<'a> {
    /// Dates from the first to the day after the last; the month in which the fiscal year starts.
    Dates(NaiveDate, NaiveDate, u32),
    /// Fiscal years side by side, with the month in which they start; those marked are partial.
    Years(&'a [i32], u32, &'a [bool]),
    /// Values, and the lowest and the highest that the axis must hold.
    Values(&'a [f64], Xy),
}

/// Vertical axis of a panel.
#[derive(Clone, Debug)]
pub struct Up {
    /// Lowest value.
    pub low: f64,
    /// Highest value.
    pub high: f64,
    /// How values are written.
    pub values: Values,
    /// About how many ticks.
    pub ticks: usize,
    /// What is counted, with its unit; above the axis.
    pub title: String,
}

impl Up {
    /// From zero to the highest value.
    pub fn from_zero(high: f64, title: &str) -> Self {
        Up {
            low: 0.0,
            high,
            values: Values::Plain,
            ticks: 5,
            title: title.to_owned(),
        }
    }

    /// The same with about this many ticks.
    pub fn ticks(mut self, ticks: usize) -> Self {
        self.ticks = ticks;
        self
    }
}

/// A panel with its scales.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    /// Where data is drawn.
    pub area: Area,
    /// Days, or positions of fiscal years from 0 to their number.
    pub x: Scale,
    /// Values.
    pub y: Scale,
}

impl Panel {
    /// Draws grid, axes and their words in an outer area; the panel is what is left for the data.
    pub fn new(scene: &mut Scene, outer: Area, heading: &str, across: Across, up: &Up) -> Self {
        let tick = Type::regular(TICK, MUTED);
        let ticks = value_ticks(up.low, up.high, up.ticks, up.values);
        let left = outer.left + ticks.iter().map(|t| tick.width(&t.1)).fold(0.0, f64::max) + 8.0;
        let top = words_above(scene, outer, heading, &up.title);
        let beyond = if matches!(across, Across::Dates(..)) {
            date_overhang()
        } else {
            0.0
        };
        let right = outer.right.min(scene.width - MARGIN - beyond);
        let area = Area {
            left,
            top,
            right,
            bottom: outer.bottom - 22.0,
        };
        let (low, high) = ends(&ticks);
        let y = Scale {
            low,
            high,
            from: area.bottom,
            to: area.top,
        };
        for (value, words) in &ticks {
            let at = y.at(*value);
            let colour = if *value == 0.0 { MUTED } else { GRID };
            scene.line(vec![(area.left, at), (area.right, at)], colour, 1.0, &[]);
            scene.text(
                (area.left - 6.0, at + 0.36 * TICK),
                words,
                tick,
                Anchor::End,
            );
        }
        let x = axis_across(scene, area, across);
        Panel { area, x, y }
    }

    /// The place of a value.
    pub fn at(&self, x: f64, y: f64) -> Xy {
        (self.x.at(x), self.y.at(y))
    }

    /// A line through values; gaps where there is none. A value between two gaps is a dot.
    pub fn line(
        &self,
        scene: &mut Scene,
        points: &[(f64, Option<f64>)],
        colour: Colour,
        dash: Dash,
    ) {
        for stretch in stretches(points) {
            if let [(x, y)] = stretch[..] {
                let look = Look {
                    colour,
                    dash,
                    shape: Shape::Circle,
                };
                scene.point(self.at(x, y), 1.5 * LINE, look, true);
            }
            let stretch = stretch.iter().map(|(x, y)| self.at(*x, *y)).collect();
            scene.line(stretch, colour, LINE, dash);
        }
    }

    /// A thin line through values, to part two fields of colour.
    pub fn thin_line(&self, scene: &mut Scene, points: &[(f64, Option<f64>)], colour: Colour) {
        for stretch in stretches(points) {
            let stretch = stretch.iter().map(|(x, y)| self.at(*x, *y)).collect();
            scene.line(stretch, colour, 1.0, &[]);
        }
    }

    /// Marks at values.
    pub fn marks(
        &self,
        scene: &mut Scene,
        points: &[(f64, Option<f64>)],
        look: Look,
        filled: bool,
    ) {
        for (x, y) in points {
            if let Some(y) = y {
                scene.point(self.at(*x, *y), 4.0, look, filled);
            }
        }
    }

    /// A band between two series; gaps where either is missing. Between two gaps it is a bar.
    pub fn band(
        &self,
        scene: &mut Scene,
        points: &[(f64, Option<f64>, Option<f64>)],
        colour: Colour,
    ) {
        let mut run: Vec<(f64, f64, f64)> = Vec::new();
        let ended = [(0.0, None, None)];
        for (x, low, high) in points.iter().chain(&ended) {
            if let (Some(low), Some(high)) = (low, high) {
                run.push((*x, *low, *high));
                continue;
            }
            if let [(x, low, high)] = run[..] {
                self.bar(scene, x, 4.0 * LINE, (low, high), colour);
            }
            let upper = run.iter().map(|(x, _, high)| self.at(*x, *high));
            let lower = run.iter().rev().map(|(x, low, _)| self.at(*x, *low));
            scene.area(upper.chain(lower).collect(), colour);
            run.clear();
        }
    }

    /// A bar from one value to another, around the middle `x` of a slot, `width` in pixels.
    pub fn bar(&self, scene: &mut Scene, x: f64, width: f64, (low, high): Xy, colour: Colour) {
        let (middle, y0, y1) = (self.x.at(x), self.y.at(low), self.y.at(high));
        let (upper, lower) = (y0.min(y1), y0.max(y1));
        if lower - upper > 0.2 {
            scene.rect(
                (middle - width / 2.0, upper),
                (middle + width / 2.0, lower),
                colour,
            );
        }
    }

    /// A whisker from one value to another.
    pub fn whisker(&self, scene: &mut Scene, x: f64, low: f64, high: f64) {
        let (x, y0, y1) = (self.x.at(x), self.y.at(low), self.y.at(high));
        if (y0 - y1).abs() > 2.0 {
            scene.line(vec![(x, y0), (x, y1)], INK, 1.3, &[]);
            for y in [y0, y1] {
                scene.line(vec![(x - 3.5, y), (x + 3.5, y)], INK, 1.3, &[]);
            }
        }
    }

    /// Labels at the right edge, in the space of `width` that was kept free there.
    pub fn end_labels(&self, scene: &mut Scene, labels: &[EndLabel], width: f64) {
        let bounds = (self.area.top - 6.0, self.area.bottom + 6.0);
        labels::end_labels(scene, labels, self.area.right, bounds, width);
    }
}

/// Values of a series without its gaps, stretch by stretch.
fn stretches(points: &[(f64, Option<f64>)]) -> Vec<Vec<Xy>> {
    points
        .split(|(_, y)| y.is_none())
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().filter_map(|(x, y)| Some((*x, (*y)?))).collect())
        .collect()
}

/// Heading and unit above a panel; returns where the panel may start.
fn words_above(scene: &mut Scene, outer: Area, heading: &str, unit: &str) -> f64 {
    let mut y = outer.top;
    for (line, kind) in lines_above(outer.width(), heading, unit) {
        y += kind.leading();
        let at = (outer.left, y - 0.3 * kind.size);
        scene.text(at, &line, kind, Anchor::Start);
    }
    y + 10.0
}

/// The lines above a panel of this width [pixels].
fn lines_above(width: f64, heading: &str, unit: &str) -> Vec<(String, Type)> {
    let words = [
        (heading, Type::bold(SUBTITLE, INK)),
        (unit, Type::regular(LABEL, MUTED)),
    ];
    let lines = |(text, kind): (&str, Type)| {
        let lines = kind.wrap_within(text, width, 2).into_iter();
        lines.map(move |line| (line, kind))
    };
    words.into_iter().flat_map(lines).collect()
}

/// Cells of a grid, lowered where their words (heading, unit) need fewer lines than others of their
/// row: panels side by side are then equally high.
pub fn levelled(cells: Vec<Area>, columns: usize, words: &[(&str, &str)]) -> Vec<Area> {
    let cell = cells.iter().zip(words);
    let heights: Vec<f64> = cell
        .map(|(cell, (heading, unit))| {
            let lines = lines_above(cell.width(), heading, unit);
            lines.iter().map(|(_, kind)| kind.leading()).sum()
        })
        .collect();
    let row = |i: usize| heights.chunks(columns).nth(i / columns).unwrap_or_default();
    let most = |i: usize| row(i).iter().copied().fold(0.0, f64::max);
    let lowered = |(i, cell): (usize, Area)| Area {
        top: cell.top + (most(i) - heights.get(i).copied().unwrap_or(0.0)).max(0.0),
        ..cell
    };
    let known = cells.into_iter().take(words.len()).enumerate();
    known.map(lowered).collect()
}

fn ends(ticks: &[Tick]) -> (f64, f64) {
    let low = ticks.first().map_or(0.0, |t| t.0);
    (low, ticks.last().map_or(1.0, |t| t.0))
}

fn axis_across(scene: &mut Scene, area: Area, across: Across) -> Scale {
    match across {
        Across::Dates(from, to, first_month) => {
            let position = crate::report::period::position;
            let x = Scale {
                low: position(from),
                high: position(to),
                from: area.left,
                to: area.right,
            };
            let ticks = date_ticks(from, to, first_month, area.width());
            for (value, words) in ticks {
                under_axis(scene, area, x.at(value), &words, true);
            }
            x
        }
        Across::Values(values, ends) => axis_of_values(scene, area, values, ends),
        Across::Years(years, first_month, partial) => {
            let count = years.len().max(1) as f64;
            let x = Scale {
                low: 0.0,
                high: count,
                from: area.left,
                to: area.right,
            };
            let names: Vec<String> = years
                .iter()
                .enumerate()
                .map(|(i, year)| {
                    let star = if partial.get(i).copied().unwrap_or(false) {
                        "*"
                    } else {
                        ""
                    };
                    format!("{}{star}", year_name(*year, first_month))
                })
                .collect();
            for i in labelled_years(&names, partial, area.width() / count) {
                under_axis(scene, area, x.at(i as f64 + 0.5), &names[i], false);
            }
            x
        }
    }
}

/// A tick at each value, and its words where there is room for them.
fn axis_of_values(scene: &mut Scene, area: Area, values: &[f64], (low, high): Xy) -> Scale {
    // Marks at the ends stand off the edges.
    let beyond = 0.04 * (high - low);
    let x = Scale {
        low: low - beyond,
        high: high + beyond,
        from: area.left,
        to: area.right,
    };
    let kind = Type::regular(TICK, MUTED);
    let last = values.last().map_or(area.right, |value| x.at(*value));
    let half = |words: &str| kind.width(words) / 2.0 + 5.0;
    let before_last = values
        .last()
        .map_or(last, |value| last - half(&shown(*value)));
    let mut free = f64::NEG_INFINITY;
    for (i, value) in values.iter().enumerate() {
        let (at, words) = (x.at(*value), shown(*value));
        let own = half(&words);
        // The last value is always named.
        let fits = at - own >= free && (i + 1 == values.len() || at + own <= before_last);
        under_axis(scene, area, at, if fits { &words } else { "" }, true);
        if fits {
            free = at + own;
        }
    }
    x
}

fn under_axis(scene: &mut Scene, area: Area, x: f64, words: &str, mark: bool) {
    let kind = Type::regular(TICK, MUTED);
    if mark {
        scene.line(
            vec![(x, area.bottom), (x, area.bottom + 4.0)],
            MUTED,
            1.0,
            &[],
        );
    }
    // A label in the middle of the last tick may lead out of the picture.
    let half = kind.width(words) / 2.0;
    let x = x.clamp(half + 2.0, (scene.width - half - 2.0).max(half + 2.0));
    scene.text((x, area.bottom + 17.0), words, kind, Anchor::Middle);
}

#[cfg(test)]
mod tests {
    use super::{Area, levelled};

    #[test]
    fn panels_of_a_row_start_at_the_height_of_the_one_with_most_words() {
        let body = Area {
            left: 0.0,
            top: 0.0,
            right: 400.0,
            bottom: 300.0,
        };
        let long = "A court with a name that needs two lines above its panel";
        let words = [("Short", "cases"), (long, "cases"), ("Short", "cases")];
        let cells = levelled(body.cells(2, 2, (0.0, 0.0)), 2, &words);
        assert_eq!(cells.len(), 3);
        assert!(cells[0].top > 10.0, "{cells:?}");
        assert_eq!((cells[1].top, cells[2].top), (0.0, 150.0));
    }
}
