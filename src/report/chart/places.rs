//! Who waits where: at large, in detention, in a host country; and the host's capacity.

use super::common::{Draft, Series, View, at_ends, last, mean};
use super::host;
use super::labels::{EndLabel, Key, end_width};
use super::plot::{Area, Panel, Sheet, Up};
use super::scene::Scene;
use super::style::{Colour, HEIGHT, PALE, PAPER, VERMILLION, WIDTH};
use crate::report::frame::{ALL, Point, has_content};
use crate::report::number::rough;

/// A part of a stack: its name, its colour, its values by date.
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its colour.
    pub colour: Colour,
    /// Its values by date.
    pub values: Series,
}

/// Colours of places: far apart in lightness.
const AT_LARGE: Colour = PALE;
const DETAINED: Colour = Colour(0x00, 0x4d, 0x40);

/// Stacked people by place, host occupancy against capacity, and who was not taken in.
pub fn places(view: View) -> Option<Draft> {
    let get = |measure: &str| view.frame.finest(view.name(), measure, ALL, ALL);
    let (pending, host, detained) = (get("pending"), get("host_waiting"), get("detained"));
    if !has_content(&host) && !has_content(&detained) {
        return None;
    }
    let parts = parts(&pending, &host, &detained);
    let title = "Who waits where";
    let caption = view.caption(
        "One person per pending case; at large: pending cases less those in detention and in the \
         host country. Means of replications.",
    );
    let (hosted, held) = (has_content(&host), has_content(&detained));
    let height = if hosted { TALL } else { HEIGHT };
    let mut sheet = Sheet::new((WIDTH, height), title, view.scenario.label(), &caption);
    let (left, detention, right) = areas(sheet.body, hosted, held);
    let said = stacked(view, &mut sheet.scene, left, "All who wait", &parts)?;
    if let Some(area) = detention {
        detention_panel(view, &mut sheet.scene, area, &detained)?;
    }
    if let Some(area) = right {
        host::panels(view, &mut sheet.scene, area)?;
    }
    let alt = format!("Stacked areas over time. At the end: {}.", said.join("; "));
    Some(view.draft("places", title, &caption, alt, sheet.scene))
}

/// Height of the sheet with the panels of the host country [pixels].
const TALL: f64 = 760.0;

/// Areas of the stack, of detention and of the host country.
fn areas(body: Area, hosted: bool, held: bool) -> (Area, Option<Area>, Option<Area>) {
    if !hosted {
        let cells = body.cells(2, 1, (20.0, 0.0));
        return if held {
            (cells[0], Some(cells[1]), None)
        } else {
            (body, None, None)
        };
    }
    let split = body.left + body.width() * 0.56;
    let right = Area {
        left: split,
        ..body
    };
    let left = Area {
        right: split - 20.0,
        ..body
    };
    if !held {
        return (left, None, Some(right));
    }
    let middle = body.top + body.height() * 0.62;
    let stack = Area {
        bottom: middle - 16.0,
        ..left
    };
    let below = Area {
        top: middle,
        ..left
    };
    (stack, Some(below), Some(right))
}

/// Those in detention on a scale of their own: beside all who wait they could not be seen.
fn detention_panel(view: View, scene: &mut Scene, area: Area, points: &[Point]) -> Option<()> {
    let high = points.iter().filter_map(|p| p.row.mean).fold(0.0, f64::max);
    let values = at_ends(points, mean);
    let mut label = EndLabel {
        y: 0.0,
        key: None,
        text: rough(last(&values).map_or(0.0, |l| l.1)),
        detail: "at the end".to_owned(),
    };
    let width = end_width(std::slice::from_ref(&label), 150.0);
    let up = Up::from_zero(high, "people").ticks(3);
    let outer = area.less_right(width);
    let panel = Panel::new(scene, outer, "In detention", view.across()?, &up);
    let band: Vec<_> = values
        .iter()
        .map(|(x, y)| (*x, y.map(|_| 0.0), *y))
        .collect();
    panel.band(scene, &band, DETAINED);
    label.y = panel.y.at(last(&values).map_or(0.0, |l| l.1));
    panel.end_labels(scene, &[label], width);
    Some(())
}

fn parts(pending: &[Point], host: &[Point], detained: &[Point]) -> Vec<Part> {
    let value = |points: &[Point], i: usize| {
        let wanted = pending[i].period;
        points
            .iter()
            .find(|p| p.period == wanted)
            .and_then(|p| p.row.mean)
            .unwrap_or(0.0)
    };
    let series = |of: &dyn Fn(usize) -> f64| -> Series {
        pending
            .iter()
            .enumerate()
            .map(|(i, p)| (p.to, p.row.mean.map(|_| of(i))))
            .collect()
    };
    let large = |i: usize| {
        let all = pending[i].row.mean.unwrap_or(0.0);
        (all - value(host, i) - value(detained, i)).max(0.0)
    };
    let mut parts = vec![Part {
        name: "at large in the country".to_owned(),
        colour: AT_LARGE,
        values: series(&large),
    }];
    if has_content(detained) {
        let values = series(&|i| value(detained, i));
        parts.push(Part {
            name: "in detention".to_owned(),
            colour: DETAINED,
            values,
        });
    }
    if has_content(host) {
        let values = series(&|i| value(host, i));
        parts.push(Part {
            name: "in the host country".to_owned(),
            colour: VERMILLION,
            values,
        });
    }
    parts
}

/// Draws a stack with a label for each part; returns what the labels say.
fn stacked(
    view: View,
    scene: &mut Scene,
    outer: Area,
    heading: &str,
    parts: &[Part],
) -> Option<Vec<String>> {
    let mut labels: Vec<EndLabel> = parts
        .iter()
        .map(|part| EndLabel {
            y: 0.0,
            key: Some(Key::Fill(part.colour)),
            text: part.name.clone(),
            detail: rough(last(&part.values).map_or(0.0, |l| l.1)),
        })
        .collect();
    let width = end_width(&labels, 150.0);
    let up = Up::from_zero(highest_stack(parts), "people");
    let panel = Panel::new(scene, outer.less_right(width), heading, view.across()?, &up);
    let middles = draw_stack(scene, &panel, parts);
    for (label, middle) in labels.iter_mut().zip(middles) {
        label.y = panel.y.at(middle);
    }
    panel.end_labels(scene, &labels, width);
    Some(
        labels
            .iter()
            .map(|l| format!("{} {}", l.text, l.detail))
            .collect(),
    )
}

/// Highest sum of the parts.
pub fn highest_stack(parts: &[Part]) -> f64 {
    let length = parts.first().map_or(0, |p| p.values.len());
    let total = |i: usize| parts.iter().filter_map(|p| p.values.get(i)?.1).sum::<f64>();
    (0..length).map(total).fold(0.0, f64::max)
}

/// Draws parts on top of each other, parted by thin lines; returns the value in the middle of each
/// part at its end.
pub fn draw_stack(scene: &mut Scene, panel: &Panel, parts: &[Part]) -> Vec<f64> {
    let mut middles = Vec::new();
    let mut base: Vec<f64> = parts
        .first()
        .map_or(Vec::new(), |p| vec![0.0; p.values.len()]);
    for (i, part) in parts.iter().enumerate() {
        let above =
            |((x, v), low): (&(f64, Option<f64>), &f64)| (*x, v.map(|_| *low), v.map(|v| low + v));
        let band: Vec<_> = part.values.iter().zip(&base).map(above).collect();
        panel.band(scene, &band, part.colour);
        if i > 0 {
            // Not along the axis, which it would hide.
            let edge: Vec<_> = band
                .iter()
                .map(|(x, low, _)| (*x, low.filter(|l| *l > 0.0)))
                .collect();
            panel.thin_line(scene, &edge, PAPER);
        }
        let low = base.last().copied().unwrap_or(0.0);
        base = band
            .iter()
            .zip(&base)
            .map(|(b, low)| b.2.unwrap_or(*low))
            .collect();
        middles.push((low + base.last().copied().unwrap_or(low)) / 2.0);
    }
    middles
}
