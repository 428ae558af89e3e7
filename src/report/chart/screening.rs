//! Morris screening: how much each factor does, and how much that depends on where it and the others are.

use super::axis::{Scale, Values, value_ticks};
use super::bars::{key_lines, short_unit, whisker};
use super::common::{Draft, count_words};
use super::labels::push_apart;
use super::plot::{Area, Sheet};
use super::scene::{Anchor, Scene, Type};
use super::sensitivity::{Study, short_key};
use super::style::{BLUE, GRID, HEIGHT, INK, LABEL, Look, MUTED, SOLID, Shape, TICK, WIDTH};
use crate::experiment::sensitivity::SensitivityRow;
use crate::report::number::{decimals, rough};

/// Room for the names of factors [pixels].
const NAMES: f64 = 260.0;
/// The most factors that are named.
const MOST: usize = 12;
/// Factors that do less than this share of the largest effect are not named.
const LEAST: f64 = 0.01;

/// A factor: its key, mean absolute effect with half the interval, and spread.
struct Factor<'a> {
    key: &'a str,
    mu_star: f64,
    half: f64,
    sigma: f64,
}

/// The mean absolute effect of each factor against the spread of its effects.
pub fn screening(study: Study) -> Option<Draft> {
    let of = |row: &'_ SensitivityRow| Some((row.mu_star?, row.sigma?));
    let found = study.rows().filter_map(|row| {
        let (mu_star, sigma) = of(row)?;
        Some((row, mu_star, sigma))
    });
    let found: Vec<_> = found.collect();
    let highest =
        |of: fn(&(&SensitivityRow, f64, f64)) -> f64| found.iter().map(of).fold(0.0, f64::max);
    let (most, widest) = (highest(|f| f.1), highest(|f| f.2));
    if most <= 0.0 {
        return None;
    }
    let (unit, one) = short_unit(study.unit, most.max(widest));
    let mut factors: Vec<Factor> = (found.iter())
        .map(|(row, mu_star, sigma)| Factor {
            key: short_key(&row.factor),
            mu_star: mu_star / one,
            half: row.mu_star_conf.unwrap_or(0.0) / one,
            sigma: sigma / one,
        })
        .collect();
    factors.sort_by(|a, b| b.mu_star.total_cmp(&a.mu_star));
    let measure = study.measure_words();
    let info = study.view.frame.saved.manifest.sensitivity.as_ref();
    let trajectories = info.map_or(0, |info| info.trajectories);
    let named = factors
        .iter()
        .take(MOST)
        .filter(|factor| factor.mu_star >= LEAST * most / one)
        .count();
    let rest = match factors.len() - named {
        0 => String::new(),
        rest => format!(" {rest} more near the origin or behind the {named} named are not named."),
    };
    let caption = format!(
        "{} at each point of {trajectories} trajectories. Across: mean absolute change of {measure} for the \
         whole range of a number, its 95 % interval from resampled trajectories; up: standard deviation of \
         the changes, 0 where a number does the same wherever it and the others are. Above the dashed line \
         (sigma = mu_star) the direction of the change may turn.{rest}",
        count_words(study.n).trim_end_matches('.')
    );
    let title = format!("Screening: what each number does over its whole range: {measure}");
    let label = study.view.scenario.label();
    let mut sheet = Sheet::new((WIDTH, HEIGHT), &title, label, &caption);
    let panel = Panel::new(&mut sheet.scene, sheet.body, &factors, &unit);
    panel.draw(&mut sheet.scene, &factors, named);
    let said: Vec<String> = factors[..named]
        .iter()
        .map(|f| {
            format!(
                "{} mu_star {} \u{b1} {}, sigma {}",
                f.key,
                plain(f.mu_star),
                plain(f.half),
                plain(f.sigma)
            )
        })
        .collect();
    let alt = format!(
        "Scatter chart of {} numbers, in {unit}, the largest effect first. {}.",
        factors.len(),
        said.join("; ")
    );
    let chart = study.chart("morris");
    Some(study.view.draft(&chart, &title, &caption, alt, sheet.scene))
}

/// A number without a sign, with decimals where it is small.
fn plain(value: f64) -> String {
    if value.abs() >= 100.0 {
        rough(value)
    } else {
        decimals(value, if value.abs() < 1.0 { 2 } else { 1 })
    }
}

/// Where the factors are drawn.
struct Panel {
    area: Area,
    right: f64,
    x: Scale,
    y: Scale,
}

impl Panel {
    fn new(scene: &mut Scene, body: Area, factors: &[Factor], unit: &str) -> Self {
        let kind = Type::regular(TICK, MUTED);
        let reach = |of: fn(&Factor) -> f64| factors.iter().map(of).fold(0.0, f64::max);
        let across = value_ticks(0.0, reach(|f| f.mu_star + f.half), 5, Values::Plain);
        let up = value_ticks(0.0, reach(|f| f.sigma).max(1e-9), 5, Values::Plain);
        let wide = up.iter().map(|t| kind.width(&t.1)).fold(0.0, f64::max);
        let area = Area {
            left: body.left + wide + 8.0,
            top: body.top + 26.0,
            right: body.right - NAMES,
            bottom: body.bottom - 40.0,
        };
        let scale = |ticks: &[(f64, String)], from, to| Scale {
            low: 0.0,
            high: ticks.last().map_or(1.0, |tick| tick.0),
            from,
            to,
        };
        let x = scale(&across, area.left, area.right);
        let y = scale(&up, area.bottom, area.top);
        let title = format!("sigma: standard deviation of the changes, {unit}");
        scene.text((body.left, body.top + 10.0), &title, kind, Anchor::Start);
        for (value, words) in &up {
            let at = y.at(*value);
            scene.line(vec![(area.left, at), (area.right, at)], GRID, 1.0, &[]);
            let place = (area.left - 6.0, at + 0.36 * TICK);
            scene.text(place, words, kind, Anchor::End);
        }
        for (value, words) in &across {
            let at = x.at(*value);
            scene.line(vec![(at, area.top), (at, area.bottom)], GRID, 1.0, &[]);
            let place = (at, area.bottom + 17.0);
            scene.text(place, words, kind, Anchor::Middle);
        }
        let title = format!("mu_star: mean absolute change over the whole range, {unit}");
        let place = (area.left, area.bottom + 35.0);
        scene.text(place, &title, kind, Anchor::Start);
        Panel {
            area,
            right: body.right,
            x,
            y,
        }
    }

    fn draw(&self, scene: &mut Scene, factors: &[Factor], named: usize) {
        let end = self.x.high.min(self.y.high);
        let diagonal = vec![
            (self.x.at(0.0), self.y.at(0.0)),
            (self.x.at(end), self.y.at(end)),
        ];
        scene.line(diagonal, MUTED, 1.0, &[5.0, 4.0]);
        for factor in factors {
            let y = self.y.at(factor.sigma);
            let (low, high) = (factor.mu_star - factor.half, factor.mu_star + factor.half);
            whisker(scene, &self.x, y, (low.max(0.0), high));
        }
        self.names(scene, &factors[..named]);
        let look = Look {
            colour: BLUE,
            dash: SOLID,
            shape: Shape::Circle,
        };
        for factor in factors {
            let at = (self.x.at(factor.mu_star), self.y.at(factor.sigma));
            scene.point(at, 4.5, look, true);
        }
    }

    /// Names in a column at the right, each with a line from its mark.
    fn names(&self, scene: &mut Scene, factors: &[Factor]) {
        let kind = Type::regular(LABEL, INK);
        let lines: Vec<Vec<String>> = factors
            .iter()
            .map(|factor| key_lines(kind, factor.key, NAMES - 34.0))
            .collect();
        let wanted: Vec<(f64, f64)> = factors
            .iter()
            .zip(&lines)
            .map(|(f, lines)| (self.y.at(f.sigma), 15.0 * lines.len() as f64 + 6.0))
            .collect();
        let left = self.right - NAMES + 30.0;
        let places = push_apart(&wanted, self.area.top - 10.0, self.area.bottom + 20.0);
        for ((factor, lines), y) in factors.iter().zip(&lines).zip(places) {
            let from = (self.x.at(factor.mu_star), self.y.at(factor.sigma));
            scene.line(vec![from, (left - 5.0, y)], MUTED, 0.8, &[]);
            let first = y - (lines.len() as f64 - 1.0) * 7.5;
            for (i, line) in lines.iter().enumerate() {
                let base = first + i as f64 * 15.0 + 0.36 * LABEL;
                scene.text((left, base), line, kind, Anchor::Start);
            }
        }
    }
}
