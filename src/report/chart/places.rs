//! Who waits where: at large, in detention, in a host country; and the host's capacity.

use super::common::{Draft, Series, View, at_ends, last, mean};
use super::labels::{EndLabel, Entry, Key, end_width};
use super::plot::{Area, Panel, Sheet, Up};
use super::scene::Scene;
use super::style::{Colour, DASHED, HEIGHT, INK, PALE, PAPER, SKY, VERMILLION, WIDTH, fill};
use crate::report::frame::{ALL, Grain, Point, has_content};
use crate::report::number::rough;

/// A part of a stack: its name, its colour, its values by date.
struct Part {
    name: String,
    colour: Colour,
    values: Series,
}

/// Colours of places: far apart in lightness.
const AT_LARGE: Colour = PALE;
const DETAINED: Colour = Colour(0x00, 0x4d, 0x40);

/// Stacked people by place, host occupancy against capacity, and who could not be placed.
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
    let mut sheet = Sheet::new((WIDTH, HEIGHT), title, view.scenario.label(), &caption);
    let body = sheet.body;
    let split = if has_content(&host) {
        body.left + body.width() * 0.56
    } else {
        body.right
    };
    let left = Area {
        right: split - if split < body.right { 20.0 } else { 0.0 },
        ..body
    };
    let said = stacked(view, &mut sheet.scene, left, "All who wait", &parts)?;
    if split < body.right {
        host_panels(
            view,
            &mut sheet.scene,
            Area {
                left: split,
                ..body
            },
        )?;
    }
    let alt = format!("Stacked areas over time. At the end: {}.", said.join("; "));
    Some(view.draft("places", title, &caption, alt, sheet.scene))
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
fn highest_stack(parts: &[Part]) -> f64 {
    let length = parts.first().map_or(0, |p| p.values.len());
    let total = |i: usize| parts.iter().filter_map(|p| p.values.get(i)?.1).sum::<f64>();
    (0..length).map(total).fold(0.0, f64::max)
}

/// Draws parts on top of each other, parted by thin lines; returns the value in the middle of each
/// part at its end.
fn draw_stack(scene: &mut Scene, panel: &Panel, parts: &[Part]) -> Vec<f64> {
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

fn host_panels(view: View, scene: &mut Scene, area: Area) -> Option<()> {
    let get = |measure: &str| view.frame.finest(view.name(), measure, ALL, ALL);
    let (capacity, refused) = (get("host_capacity"), get("host_refused"));
    let rows = if has_content(&refused) { 2 } else { 1 };
    let cells = area.cells(1, rows, (0.0, 16.0));
    let sites = sites(view);
    let full = capacity
        .iter()
        .filter_map(|p| p.row.mean)
        .fold(0.0, f64::max);
    let high = highest_stack(&sites).max(full);
    let mut entries: Vec<Entry> = sites
        .iter()
        .map(|p| (Key::Fill(p.colour), p.name.clone()))
        .collect();
    if has_content(&capacity) {
        entries.push((Key::Plain(INK, DASHED), "capacity".to_owned()));
    }
    // The legend stands below the heading, where the unit of a plain panel would stand.
    let mut cell = cells[0];
    let kind = super::scene::Type::bold(super::style::SUBTITLE, INK);
    let heading = "In the host country, by site";
    scene.text(
        (cell.left, cell.top + 14.0),
        heading,
        kind,
        super::scene::Anchor::Start,
    );
    cell.top += 20.0;
    cell.top += super::labels::legend(scene, &entries, cell.left, cell.top, cell.width());
    let up = Up::from_zero(high, "people").ticks(4);
    let panel = Panel::new(scene, cell, "", view.across()?, &up);
    draw_stack(scene, &panel, &sites);
    panel.line(scene, &at_ends(&capacity, mean), INK, DASHED);
    if rows == 2 {
        refused_panel(view, scene, cells[1])?;
    }
    Some(())
}

/// People at each site; all together where the rows do not tell sites apart.
fn sites(view: View) -> Vec<Part> {
    const COLOURS: [Colour; 5] = [
        VERMILLION,
        Colour(0xf3, 0xd9, 0x8b),
        Colour(0x00, 0x4d, 0x40),
        SKY,
        Colour(0x88, 0x4a, 0x70),
    ];
    let mut ids = view.frame.suffixes(view.name(), "host_waiting");
    // In the order of the scenario, which is that of opening.
    ids.sort_by_key(|id| {
        view.scenario
            .sites
            .iter()
            .position(|s| s.id == *id)
            .unwrap_or(usize::MAX)
    });
    let site_name = |id: &str| {
        let site = view.scenario.sites.iter().find(|s| s.id == id);
        site.map_or_else(|| id.to_owned(), |s| s.name.clone())
    };
    let mut parts: Vec<Part> = Vec::new();
    for id in ids {
        let points = view
            .frame
            .finest(view.name(), &format!("host_waiting.{id}"), ALL, ALL);
        if has_content(&points) {
            let colour = COLOURS
                .get(parts.len())
                .copied()
                .unwrap_or_else(|| fill(parts.len()));
            parts.push(Part {
                name: site_name(id),
                colour,
                values: at_ends(&points, mean),
            });
        }
    }
    if parts.is_empty() {
        let points = view.frame.finest(view.name(), "host_waiting", ALL, ALL);
        let values = at_ends(&points, mean);
        parts.push(Part {
            name: "in the host country".to_owned(),
            colour: VERMILLION,
            values,
        });
    }
    parts
}

fn refused_panel(view: View, scene: &mut Scene, cell: Area) -> Option<()> {
    let months = view.frame.total(view.name(), "host_refused", Grain::Month);
    let (points, words) = if has_content(&months) {
        (months, "people per month who took the ordinary path")
    } else {
        (
            view.frame.total(view.name(), "host_refused", Grain::Year),
            "people per fiscal year who took the ordinary path",
        )
    };
    let high = points.iter().filter_map(|p| p.row.mean).fold(0.0, f64::max);
    let up = Up::from_zero(high, words).ticks(3);
    let panel = Panel::new(scene, cell, "Could not be placed", view.across()?, &up);
    for point in &points {
        let width = (panel.x.at(point.to) - panel.x.at(point.from)) * 0.75;
        let value = point.row.mean.unwrap_or(0.0);
        panel.bar(
            scene,
            (point.from + point.to) / 2.0,
            width,
            (0.0, value),
            VERMILLION,
        );
    }
    Some(())
}
