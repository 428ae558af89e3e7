//! Which provision does what: effects step by step from the baseline to the whole difference.

use super::axis::{Scale, Values, value_ticks};
use super::common::{Draft, View, count_words};
use super::compare::draft;
use super::plot::{Area, Sheet};
use super::scene::{Anchor, Scene, Type};
use super::style::{BLUE, Colour, GRID, INK, LABEL, Look, MUTED, ORANGE, Shape, TICK, WIDTH};
use crate::experiment::{AttributionRow, REST, TOTAL};
use crate::report::frame::Frame;
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{decimals, lower, rough, signed};

/// Height of a step [pixels].
const ROW: f64 = 44.0;
/// Room for the names of provisions [pixels].
const NAMES: f64 = 250.0;
/// Room for the numbers [pixels].
const NUMBERS: f64 = 190.0;
/// Below this a bar could not be seen: it becomes a mark [pixels].
const VISIBLE: f64 = 2.5;

/// One chart for each scenario and measure that was taken apart.
pub fn waterfalls(frame: &Frame) -> Vec<Draft> {
    let rows = &frame.saved.attribution;
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for row in rows {
        let key = (row.scenario.as_str(), row.measure.as_str());
        if !seen.contains(&key) {
            seen.push(key);
        }
    }
    let chart = |(scenario, measure): &(&str, &str)| {
        let info = frame.scenario(scenario)?;
        let own = rows
            .iter()
            .filter(|r| r.scenario == *scenario && r.measure == *measure);
        let steps: Option<Vec<Step>> = own.clone().map(|row| Step::of(row, info)).collect();
        let first = own.into_iter().next()?;
        waterfall(frame, info, first, &steps?)
    };
    seen.iter().filter_map(chart).collect()
}

/// A step of the waterfall.
struct Step {
    name: String,
    effect: f64,
    interval: Option<(f64, f64)>,
    total: bool,
}

impl Step {
    fn of(row: &AttributionRow, info: &ScenarioInfo) -> Option<Self> {
        Some(Self {
            name: provision_name(&row.provision, info),
            effect: row.effect_mean?,
            interval: row.ci_low.zip(row.ci_high),
            total: row.provision == TOTAL,
        })
    }
}

/// Name of a provision for people.
pub fn provision_name(id: &str, info: &ScenarioInfo) -> String {
    match id {
        REST => "Everything else that differs".to_owned(),
        TOTAL => "All together".to_owned(),
        id => {
            let policy = info.policies.iter().find(|policy| policy.id == id);
            let name = policy
                .map(|policy| policy.name.as_str())
                .filter(|name| !name.is_empty());
            name.unwrap_or(id).to_owned()
        }
    }
}

/// A unit that keeps numbers short, and what one of it is.
fn short_unit(unit: &str, high: f64) -> (String, f64) {
    if high >= 1e7 {
        (format!("million {unit}"), 1e6)
    } else {
        (unit.to_owned(), 1.0)
    }
}

fn waterfall(
    frame: &Frame,
    info: &ScenarioInfo,
    first: &AttributionRow,
    steps: &[Step],
) -> Option<Draft> {
    let baseline = frame.baseline()?;
    let (low, high) = reach(steps);
    let (unit, one) = short_unit(&first.unit, high.max(-low));
    let measure = frame.saved.manifest.title_of(&first.measure);
    let title = format!("Which provision does what: {}", lower(&measure));
    let when = match first.period.strip_prefix("fy:") {
        Some(year) => format!(
            "cases filed in {}",
            info.year_name(year.parse().unwrap_or_default())
        ),
        None if first.measure == "cost" || first.measure.starts_with("merits") => {
            "over the whole horizon".to_owned()
        }
        None => "at the end".to_owned(),
    };
    let caption = format!(
        "{} Held against the baseline ({}): {when}. Bars: mean effect of a provision, averaged \
         over the orders in which they could be enacted, each starting where the one above it \
         ends. Whiskers: 95 % interval of the mean effect. A diamond marks an effect too small \
         to see.",
        count_words(first.n),
        baseline.label()
    );
    let height = 190.0 + ROW * steps.len() as f64;
    let mut sheet = Sheet::new((WIDTH, height), &title, info.label(), &caption);
    let axis = format!("difference from the baseline, {unit}");
    let said = draw(&mut sheet.scene, sheet.body, steps, (low, high, one), &axis);
    let alt = format!("Waterfall chart. {}.", said.join("; "));
    let view = View {
        frame,
        scenario: info,
    };
    let chart = format!("attribution-{}", first.measure.replace(['_', '.'], "-"));
    Some(draft(&view.id(&chart), &title, &caption, alt, sheet.scene))
}

/// Lowest and highest place of the steps and their intervals.
fn reach(steps: &[Step]) -> (f64, f64) {
    let (mut low, mut high, mut level) = (0.0_f64, 0.0_f64, 0.0);
    for step in steps {
        let start = if step.total { 0.0 } else { level };
        let (from, to) = step.interval.unwrap_or((step.effect, step.effect));
        for value in [start, start + step.effect, start + from, start + to] {
            (low, high) = (low.min(value), high.max(value));
        }
        level = start + step.effect;
    }
    (low, high)
}

/// Draws axis and steps; returns what they say.
fn draw(
    scene: &mut Scene,
    body: Area,
    steps: &[Step],
    (low, high, one): (f64, f64, f64),
    axis: &str,
) -> Vec<String> {
    let area = Area {
        left: body.left + NAMES,
        top: body.top + 34.0,
        right: body.right - NUMBERS,
        ..body
    };
    let area = Area {
        bottom: area.top + ROW * steps.len() as f64,
        ..area
    };
    let x = ruled(scene, area, (low / one, high / one), axis);
    let mut level = 0.0;
    let mut said = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        let y = area.top + (i as f64 + 0.5) * ROW;
        let start = if step.total { 0.0 } else { level };
        let end = start + step.effect / one;
        if i + 1 < steps.len() {
            let at = x.at(end);
            scene.line(vec![(at, y), (at, y + ROW)], MUTED, 1.0, &[2.5, 3.5]);
        }
        bar(scene, &x, y, (start, end), step);
        if let Some((from, to)) = step.interval {
            whisker(scene, &x, y, (start + from / one, start + to / one));
        }
        said.push(words(scene, (body, area), y, step, one));
        level = end;
    }
    said
}

/// Grid lines and their values above the steps.
fn ruled(scene: &mut Scene, area: Area, (low, high): (f64, f64), axis: &str) -> Scale {
    let kind = Type::regular(TICK, MUTED);
    let mut ticks = value_ticks(low, high, 5, Values::Signed);
    let widest = ticks
        .iter()
        .map(|tick| kind.width(&tick.1))
        .fold(0.0, f64::max)
        + 12.0;
    if widest * ticks.len() as f64 > area.width() {
        ticks = value_ticks(low, high, 2, Values::Signed);
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

fn bar(scene: &mut Scene, x: &Scale, y: f64, (start, end): (f64, f64), step: &Step) {
    let colour = match step {
        Step { total: true, .. } => MUTED,
        Step { effect, .. } if *effect == 0.0 => MUTED,
        Step { effect, .. } if *effect < 0.0 => BLUE,
        _ => ORANGE,
    };
    let (left, right) = (x.at(start.min(end)), x.at(start.max(end)));
    if right - left >= VISIBLE {
        scene.rect((left, y - 11.0), (right, y + 11.0), colour);
    } else {
        mark(scene, (left + right) / 2.0, y, colour);
    }
}

/// A diamond, so that an effect of nothing can be seen as such.
fn mark(scene: &mut Scene, x: f64, y: f64, colour: Colour) {
    let look = Look {
        colour,
        dash: &[],
        shape: Shape::Diamond,
    };
    scene.point((x, y), 5.5, look, true);
}

fn whisker(scene: &mut Scene, x: &Scale, y: f64, (from, to): (f64, f64)) {
    let (from, to) = (x.at(from), x.at(to));
    if to - from > 2.0 {
        scene.line(vec![(from, y), (to, y)], INK, 1.3, &[]);
        for at in [from, to] {
            scene.line(vec![(at, y - 4.0), (at, y + 4.0)], INK, 1.3, &[]);
        }
    }
}

/// Name and number of a step; returns them as a sentence would have them.
fn words(scene: &mut Scene, (body, area): (Area, Area), y: f64, step: &Step, one: f64) -> String {
    let kind = if step.total {
        Type::bold(LABEL, INK)
    } else {
        Type::regular(LABEL, INK)
    };
    let lines = kind.wrap_within(&step.name, NAMES - 18.0, 2);
    let first = y - (lines.len() as f64 - 1.0) * 8.0;
    for (i, line) in lines.iter().enumerate() {
        let base = first + i as f64 * 16.0 + 0.36 * LABEL;
        scene.text((body.left, base), line, kind, Anchor::Start);
    }
    let (effect, interval) = effect_words(step, one);
    let left = area.right + 14.0;
    let room = body.right - left;
    if interval.is_empty() {
        let text = kind.fit(&effect, room);
        scene.text((left, y + 0.36 * LABEL), &text, kind, Anchor::Start);
    } else {
        let lesser = Type::regular(TICK, MUTED);
        scene.text(
            (left, y - 3.0),
            &kind.fit(&effect, room),
            kind,
            Anchor::Start,
        );
        scene.text(
            (left, y + 13.0),
            &lesser.fit(&interval, room),
            lesser,
            Anchor::Start,
        );
    }
    format!("{}: {effect}", step.name)
}

/// An effect and its interval in words.
fn effect_words(step: &Step, one: f64) -> (String, String) {
    let number = |value: f64| number(value / one);
    match step.interval {
        Some((low, high)) if step.effect == 0.0 && low == 0.0 && high == 0.0 => {
            ("0, in every replication".to_owned(), String::new())
        }
        Some((low, high)) => {
            let none = if low <= 0.0 && high >= 0.0 {
                " (may be 0)"
            } else {
                ""
            };
            let effect = format!("{}{none}", number(step.effect));
            (effect, format!("{} to {}", number(low), number(high)))
        }
        None => (number(step.effect), String::new()),
    }
}

/// A number with a sign, with decimals where it is small.
fn number(value: f64) -> String {
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
