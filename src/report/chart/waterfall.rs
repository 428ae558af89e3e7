//! Which provision does what: effects step by step from the baseline to the whole difference.

use super::axis::Values;
use super::bars::{bar, ruled, short_number, short_unit, whisker};
use super::common::{Draft, View, count_words, in_sentence};
use super::compare::draft;
use super::plot::{Area, Sheet};
use super::scene::{Anchor, Scene, Type};
use super::style::{BLUE, Colour, INK, LABEL, MUTED, ORANGE, TICK, WIDTH};
use crate::experiment::{AttributionRow, REST, TOTAL};
use crate::report::frame::Frame;
use crate::report::manifest::ScenarioInfo;

/// Height of a step [pixels].
const ROW: f64 = 44.0;
/// Room for the names of provisions [pixels].
const NAMES: f64 = 250.0;
/// Room for the numbers [pixels].
const NUMBERS: f64 = 190.0;
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
    let title = format!("Which provision does what: {}", in_sentence(&measure));
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
    let reach = (low / one, high / one);
    let x = ruled(scene, area, reach, Values::Signed, axis);
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
        let heights = (y - 11.0, y + 11.0);
        bar(scene, &x, heights, (start, end), colour(step));
        if let Some((from, to)) = step.interval {
            whisker(scene, &x, y, (start + from / one, start + to / one));
        }
        said.push(words(scene, (body, area), y, step, one));
        level = end;
    }
    said
}

fn colour(step: &Step) -> Colour {
    match step {
        Step { total: true, .. } => MUTED,
        Step { effect, .. } if *effect == 0.0 => MUTED,
        Step { effect, .. } if *effect < 0.0 => BLUE,
        _ => ORANGE,
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
    let number = |value: f64| short_number(value / one);
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
