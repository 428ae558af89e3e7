//! Which scenarios share a picture, and how each looks: beyond a handful of lines nobody tells them
//! apart.

use super::scene::Type;
use super::style::{INK, Look, MARGIN, MUTED, SOLID, SUBTITLE, Shape, WIDTH, scenario_look};
use crate::report::frame::{ALL, Frame, Grain};
use crate::report::manifest::ScenarioInfo;
use crate::report::number::counted;

/// Most scenarios beside the baseline that are drawn into one panel: as many as there are colours.
const MOST: usize = 6;

/// The look of a scenario that is not drawn beside others.
const ALONE: Look = Look {
    colour: INK,
    dash: SOLID,
    shape: Shape::Circle,
};

/// The scenarios that are drawn beside each other with their looks, the baseline first: all of them,
/// or those that change the pending cases most.
pub fn chosen<'a>(frame: &Frame<'a>) -> Vec<(&'a ScenarioInfo, Look)> {
    let others = frame.others();
    let mut by_effect: Vec<usize> = (0..others.len()).collect();
    if others.len() > MOST {
        let effects: Vec<f64> = others.iter().map(|info| effect(frame, info)).collect();
        by_effect.sort_by(|a, b| effects[*b].total_cmp(&effects[*a]));
        by_effect.truncate(MOST);
        by_effect.sort_unstable();
    }
    let others = by_effect.into_iter().map(|i| &others[i]);
    let all = frame.scenarios().first().into_iter().chain(others);
    all.enumerate()
        .map(|(i, s)| (s, scenario_look(i)))
        .collect()
}

/// How much a scenario changes the pending cases, the last time that it can be told [cases].
fn effect(frame: &Frame, scenario: &ScenarioInfo) -> f64 {
    let change = |grain| {
        let points = frame.differences(&scenario.name, "pending", ALL, ALL, grain);
        points.iter().rev().find_map(|point| point.row.diff_mean)
    };
    let change = change(Grain::Month).or_else(|| change(Grain::Year));
    change.unwrap_or(0.0).abs()
}

/// The look of a scenario in a panel of its own: that which it has beside others.
pub fn look_of(frame: &Frame, scenario: &ScenarioInfo) -> Look {
    let shown = chosen(frame);
    let own = shown.iter().find(|(info, _)| info.name == scenario.name);
    own.map_or(ALONE, |(_, look)| *look)
}

/// What is compared with what; names only where they fit, since each stands beside its line too.
pub fn versus(frame: &Frame) -> String {
    let baseline = frame.baseline().map_or("", |b| b.label());
    let others: Vec<&str> = frame.others().iter().map(|s| s.label()).collect();
    let named = format!(
        "Baseline: {baseline}. Compared with it: {}.",
        others.join("; ")
    );
    let kind = Type::regular(SUBTITLE, MUTED);
    if kind.wrap(&named, WIDTH - 2.0 * MARGIN).len() <= 2 {
        return named;
    }
    let count = counted(others.len() as u64, "scenario");
    format!("Baseline: {baseline}. Compared with it: {count}.")
}

/// The same for a picture of lines beside each other, which may leave out some.
pub fn versus_most(frame: &Frame) -> String {
    let all = frame.others().len();
    if all <= MOST {
        return versus(frame);
    }
    let baseline = frame.baseline().map_or("", |b| b.label());
    format!(
        "Baseline: {baseline}. Shown beside it: of {all} scenarios the {MOST} that change the pending \
         cases most; the difference that each makes has a picture of its own."
    )
}
