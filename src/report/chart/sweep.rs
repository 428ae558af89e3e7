//! A sweep of one number: a measure against its value.

use super::axis::Values;
use super::common::{Draft, Series, View, count_words};
use super::compare::draft;
use super::heat;
use super::labels::{Entry, Key};
use super::plot::{Across, Area, Panel, Sheet, Up};
use super::scene::{Anchor, Scene, Type};
use super::style::{BLUE, DASHED, HEIGHT, LABEL, Look, MUTED, ORANGE, SOLID, Shape, WIDTH};
use crate::experiment::{ResultRow, SweepRow};
use crate::report::frame::Frame;
use crate::report::manifest::VariedInfo;
use crate::report::number::{is_share, lower, shown};
use crate::report::sweep::{Target, targets};

/// How the mean looks.
const MEAN: Look = Look {
    colour: BLUE,
    dash: SOLID,
    shape: Shape::Circle,
};
/// How the scenario as it stands looks.
pub const STANDS: Look = Look {
    colour: ORANGE,
    dash: DASHED,
    shape: Shape::Diamond,
};

/// A chart of each measure that the sweep is told of.
pub fn sweeps(frame: &Frame) -> Vec<Draft> {
    let Some(scenario) = frame.scenarios().first() else {
        return Vec::new();
    };
    let view = View { frame, scenario };
    let all = targets(frame);
    all.iter()
        .filter_map(|target| match target.keys() {
            [key] => line(view, target, key),
            _ => heat::map(view, target),
        })
        .collect()
}

/// Id of the chart of a measure.
pub fn id(target: &Target) -> String {
    format!("sweep-{}", target.measure.replace(['_', '.'], "-"))
}

/// Title of a chart.
pub fn title(target: &Target) -> String {
    format!("{} by {}", target.title, target.sweep.names())
}

/// n, and what the grid lacks, as a caption begins.
pub fn begins(target: &Target) -> String {
    let sweep = target.sweep;
    let missing = if sweep.points_done < sweep.points {
        format!(
            " Finished: {} of {} points.",
            sweep.points_done, sweep.points
        )
    } else {
        String::new()
    };
    let partly = if target.partly() {
        " Where not all replications have a value, the mean is that of those that have."
    } else {
        ""
    };
    let n = count_words(target.replications);
    let n = n.trim_end_matches('.');
    format!("{n} of each point, with the same random numbers.{missing}{partly}")
}

fn line(view: View, target: &Target, key: &VariedInfo) -> Option<Draft> {
    let rows: Vec<(f64, &SweepRow)> = (key.values.iter().enumerate())
        .filter_map(|(point, value)| Some((*value, target.row(point)?)))
        .collect();
    let (low, high) = reach(target, &rows)?;
    let banded = target.replications > 1;
    let title = title(target);
    let mut words = begins(target);
    if banded {
        words.push_str(
            " Whiskers: 95 % interval of the mean. Band: 90 % of replications, 5th to 95th percentile.",
        );
    }
    let from = if low > 0.0 && low > 0.5 * high {
        low
    } else {
        low.min(0.0)
    };
    if from > 0.0 {
        words.push_str(" The vertical axis does not begin at 0.");
    }
    words.push_str(&stands_words(target));
    let mut sheet = Sheet::new((WIDTH, HEIGHT), &title, view.scenario.label(), &words);
    let stands = target.stands.and_then(|row| row.mean);
    let span = span(key);
    let valued = standing(key, span).is_some();
    sheet.legend(&entries(banded, stands.is_some(), valued));
    let values = if is_share(&target.unit) {
        Values::Percent
    } else {
        Values::Plain
    };
    let up = Up {
        low: from / target.one,
        high: high / target.one,
        values,
        ticks: 5,
        title: target.unit.clone(),
    };
    let outer = Area {
        bottom: sheet.body.bottom - 20.0,
        ..sheet.body
    };
    let outer = outer.less_right(24.0);
    let across = Across::Values(&key.values, span);
    let scene = &mut sheet.scene;
    let panel = Panel::new(scene, outer, "", across, &up);
    under(scene, &panel, &key.label());
    draw(scene, &panel, target, &rows, banded);
    if let Some(mean) = stands {
        mark(scene, &panel, key, (span, mean / target.one));
    }
    let alt = alt(target, key, &rows);
    Some(draft(&id(target), &title, &words, alt, sheet.scene))
}

/// Lowest and highest number that is drawn.
fn reach(target: &Target, rows: &[(f64, &SweepRow)]) -> Option<(f64, f64)> {
    let of_point = |row: &SweepRow| [row.mean, row.ci_low, row.ci_high, row.p05, row.p95];
    let of_base = |row: &ResultRow| [row.mean, None, None, None, None];
    let points = rows.iter().flat_map(|(_, row)| of_point(row));
    let all = points.chain(target.stands.into_iter().flat_map(of_base));
    all.flatten().fold(None, |ends, value| {
        let (low, high) = ends.unwrap_or((value, value));
        Some((f64::min(low, value), f64::max(high, value)))
    })
}

/// The values on the horizontal axis: those of the grid, and that of the scenario as it stands where
/// it is near.
fn span(key: &VariedInfo) -> (f64, f64) {
    let low = key.values.first().copied().unwrap_or(0.0);
    let high = key.values.last().copied().unwrap_or(1.0);
    let near = 0.5 * (high - low);
    let stands = key
        .stands
        .filter(|at| *at >= low - near && *at <= high + near);
    let at = stands.unwrap_or(low);
    (low.min(at), high.max(at))
}

/// The value of the scenario as it stands, where the axis has a place for it.
fn standing(key: &VariedInfo, (low, high): (f64, f64)) -> Option<f64> {
    key.stands.filter(|at| *at >= low && *at <= high)
}

fn entries(banded: bool, stands: bool, valued: bool) -> Vec<Entry> {
    let mut entries = vec![(Key::Line(MEAN, true), "mean".to_owned())];
    if banded {
        let words = "90 % of replications".to_owned();
        entries.push((Key::Fill(BLUE.tint(0.2)), words));
    }
    if stands {
        let key = if valued {
            Key::Mark(STANDS, true)
        } else {
            Key::Line(STANDS, false)
        };
        entries.push((key, "scenario as it stands".to_owned()));
    }
    entries
}

/// What the scenario as it stands has.
pub fn stands_words(target: &Target) -> String {
    let Some(mean) = target.stands.and_then(|row| row.mean) else {
        return String::new();
    };
    let values = target.keys().iter().map(|key| match key.stands {
        Some(value) => format!("{} = {}", key.key, shown(value)),
        None => format!("{}: no single value", key.key),
    });
    format!(
        " Scenario as it stands ({}): {}.",
        values.collect::<Vec<_>>().join(", "),
        target.told(mean)
    )
}

/// The key under the axis.
fn under(scene: &mut Scene, panel: &Panel, words: &str) {
    let kind = Type::regular(LABEL, MUTED);
    let at = (
        f64::midpoint(panel.area.left, panel.area.right),
        panel.area.bottom + 36.0,
    );
    let words = kind.fit(words, panel.area.width());
    scene.text(at, &words, kind, Anchor::Middle);
}

fn draw(
    scene: &mut Scene,
    panel: &Panel,
    target: &Target,
    rows: &[(f64, &SweepRow)],
    banded: bool,
) {
    let scaled = |value: Option<f64>| value.map(|value| value / target.one);
    if banded {
        let band: Vec<_> = rows
            .iter()
            .map(|(at, row)| (*at, scaled(row.p05), scaled(row.p95)))
            .collect();
        panel.band(scene, &band, BLUE.tint(0.2));
    }
    let means: Series = rows
        .iter()
        .map(|(at, row)| (*at, scaled(row.mean)))
        .collect();
    panel.line(scene, &means, MEAN.colour, MEAN.dash);
    for (at, row) in rows {
        if let (Some(low), Some(high)) = (scaled(row.ci_low), scaled(row.ci_high)) {
            let bounds = (panel.y.low, panel.y.high);
            let within = |value: f64| value.clamp(bounds.0, bounds.1);
            panel.whisker(scene, *at, within(low), within(high));
        }
    }
    panel.marks(scene, &means, MEAN, true);
}

/// Marks the scenario as it stands: a diamond at its value, or a line across where the axis has no
/// place for it.
fn mark(scene: &mut Scene, panel: &Panel, key: &VariedInfo, (ends, mean): ((f64, f64), f64)) {
    if let Some(at) = standing(key, ends) {
        scene.point(panel.at(at, mean), 6.0, STANDS, true);
        return;
    }
    let (left, right) = (panel.area.left, panel.area.right);
    let y = panel.y.at(mean);
    scene.line(vec![(left, y), (right, y)], STANDS.colour, 2.0, STANDS.dash);
}

fn alt(target: &Target, key: &VariedInfo, rows: &[(f64, &SweepRow)]) -> String {
    let said: Vec<String> = rows
        .iter()
        .filter_map(|(at, row)| Some(format!("{} at {}", target.told(row.mean?), shown(*at))))
        .collect();
    format!(
        "Line chart of {} against {}: {}.",
        lower(&target.title),
        key.label(),
        said.join(", ")
    )
}
