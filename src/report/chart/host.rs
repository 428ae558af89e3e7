//! In the host country: people by site against capacity, who were not taken in, days waited.

use super::common::{View, at_ends, at_middles, mean};
use super::labels::{Entry, Key, shared_words};
use super::places::{Part, draw_stack, highest_stack};
use super::plot::{Area, Panel, Up};
use super::scene::Scene;
use super::style::{BLUE, Colour, DASHED, INK, ORANGE, SKY, SOLID, VERMILLION};
use crate::report::frame::{ALL, Grain, has_content};

type PanelOf = fn(View, &mut Scene, Area) -> Option<()>;

/// The upper part of an area for the sites, and the lower ones for other panels.
fn shares(area: Area, below: usize) -> (Area, Vec<Area>) {
    let gap = 16.0;
    let upper = match below {
        0 => area.height(),
        1 => area.height() * 0.56,
        _ => area.height() * 0.42,
    };
    let main = Area {
        bottom: area.top + upper,
        ..area
    };
    let under = Area {
        top: main.bottom + gap,
        ..area
    };
    let rest = if below == 0 {
        Vec::new()
    } else {
        under.cells(1, below, (0.0, gap))
    };
    (main, rest)
}

/// Occupancy of the sites against capacity, who were not taken in, and how long people stayed.
pub fn panels(view: View, scene: &mut Scene, area: Area) -> Option<()> {
    let get = |measure: &str| view.frame.finest(view.name(), measure, ALL, ALL);
    let (capacity, refused, days) = (
        get("host_capacity"),
        get("host_refused"),
        get("host_days_mean"),
    );
    let lower: Vec<PanelOf> = [
        (has_content(&refused), refused_panel as PanelOf),
        (has_content(&days), days_panel),
    ]
    .into_iter()
    .filter_map(|(there, panel)| there.then_some(panel))
    .collect();
    let (main, rest) = shares(area, lower.len());
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
    let mut cell = main;
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
    for (panel, cell) in lower.into_iter().zip(rest) {
        panel(view, scene, cell)?;
    }
    Some(())
}

/// Colours of sites: neighbours lie far apart in lightness.
const COLOURS: [Colour; 8] = [
    VERMILLION,
    Colour(0xf3, 0xd9, 0x8b),
    Colour(0x00, 0x4d, 0x40),
    SKY,
    Colour(0x88, 0x4a, 0x70),
    Colour(0xe6, 0xc8, 0xde),
    BLUE,
    ORANGE,
];

/// People at each site; all together where the rows do not tell sites apart.
fn sites(view: View) -> Vec<Part> {
    let mut ids = view.frame.suffixes(view.name(), "host_waiting");
    // In the order of the scenario, which is that of opening.
    ids.sort_by_key(|id| {
        view.scenario
            .sites
            .iter()
            .position(|s| s.id == *id)
            .unwrap_or(usize::MAX)
    });
    let shared = shared_words(view.scenario.sites.iter().map(|site| site.name.as_str()));
    let site_name = |id: &str| {
        let site = view.scenario.sites.iter().find(|s| s.id == id);
        site.map_or_else(|| id.to_owned(), |s| s.name[shared..].to_owned())
    };
    let mut parts: Vec<Part> = Vec::new();
    for id in ids {
        let points = view
            .frame
            .finest(view.name(), &format!("host_waiting.{id}"), ALL, ALL);
        if has_content(&points) {
            parts.push(Part {
                name: site_name(id),
                colour: COLOURS[parts.len() % COLOURS.len()],
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
    let panel = Panel::new(
        scene,
        cell,
        "Not taken in, for want of intake or capacity",
        view.across()?,
        &up,
    );
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

/// Mean days at a site of those who left it.
fn days_panel(view: View, scene: &mut Scene, cell: Area) -> Option<()> {
    let points = view.frame.finest(view.name(), "host_days_mean", ALL, ALL);
    let high = points.iter().filter_map(|p| p.row.mean).fold(0.0, f64::max);
    let words = "mean days of those who left in the period";
    let up = Up::from_zero(high, words).ticks(3);
    let panel = Panel::new(scene, cell, "Days waited there", view.across()?, &up);
    panel.line(scene, &at_middles(&points, mean), INK, SOLID);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::COLOURS;

    #[test]
    fn neighbouring_sites_differ_in_grey() {
        for pair in COLOURS.windows(2) {
            assert!((pair[0].grey() - pair[1].grey()).abs() > 40.0, "{pair:?}");
        }
    }
}
