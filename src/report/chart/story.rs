//! Four panels that tell what a policy does where its cases are heard.

use super::chosen::{chosen, versus_most};
use super::common::{Draft, Series, View, at_ends, last, middle, partial_words, replications};
use super::compare::{Line, across_all, draft, lines, overlay};
use super::fan::end_day;
use super::labels::{Entry, Key};
use super::plot::{Across, Area, Panel, Sheet, Up};
use super::scene::{Anchor, Scene, Type};
use super::story_wait::{wait_panel, whisker_words};
use super::style::{DASHED, INK, Look, PAPER, SOLID, SUBTITLE, TICK};
use crate::report::frame::{ALL, DiffPoint, Frame, Grain, same_days};
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{rough, signed};
use crate::report::period::Period;

const BUMPED: &str = "hearings_adjourned.bumped";
const SIZE: (f64, f64) = (1120.0, 880.0);

/// What the panels share.
pub(super) struct Story<'a> {
    pub(super) frame: &'a Frame<'a>,
    pub(super) view: View<'a>,
    pub(super) court: &'a str,
    pub(super) court_name: &'a str,
    pub(super) years: Vec<i32>,
    partial: Vec<bool>,
    /// Said of each panel, for those who cannot see it.
    pub(super) said: Vec<String>,
}

/// Pending cases, who waits where, the wait for a merits hearing, and the hearings bumped.
pub fn story(frame: &Frame) -> Option<Draft> {
    let baseline = frame.baseline()?;
    let begins = |info: &ScenarioInfo| info.fiscal_year_start;
    if frame.others().iter().any(|s| begins(s) != begins(baseline)) {
        // Bars of fiscal years side by side would be of unlike months.
        return None;
    }
    let court = choose_court(frame)?;
    let view = View {
        frame,
        scenario: baseline,
    };
    let (years, partial) = view.years();
    let knows = |s: &&ScenarioInfo| s.courts.iter().any(|c| c.id == court);
    let knowing = frame.scenarios().iter().find(knows);
    let court_name = knowing.unwrap_or(baseline).court_name(court);
    let mut story = Story {
        frame,
        view,
        court,
        court_name,
        years,
        partial,
        said: Vec::new(),
    };
    let title = format!("What changes, and what it does to the hearings at {court_name}");
    let caption = format!(
        "{} Lines: median of replications; years: means; bars in the order of the legend.{} Ordinary \
         dockets are those whose respondents do not wait in the host country; all pending cases of \
         the others count, also of people who are not at a site. {}{}",
        replications(frame),
        whisker_words(frame),
        partial_words(&story.partial),
        left_out_words(frame, baseline, &story.years)
    );
    let mut sheet = Sheet::new(SIZE, &title, &versus_most(frame), &caption);
    let entries: Vec<Entry> = (chosen(frame).into_iter())
        .map(|(s, look)| (Key::Line(look, false), s.label().to_owned()))
        .collect();
    sheet.legend(&entries);
    sheet.body.top += 8.0;
    let cells = sheet.body.cells(2, 2, (44.0, 22.0));
    let scene = &mut sheet.scene;
    pending_panel(&mut story, scene, cells[0])?;
    places_panel(&mut story, scene, cells[1])?;
    wait_panel(&mut story, scene, cells[2])?;
    bumped_panel(&mut story, scene, cells[3])?;
    let alt = format!("Four panels. {}.", story.said.join(". "));
    Some(draft("story", &title, &caption, alt, sheet.scene))
}

/// Which years are left out, where a scenario begins or ends within one that the baseline has whole.
fn left_out_words(frame: &Frame, baseline: &ScenarioInfo, years: &[i32]) -> &'static str {
    let has = |info: &ScenarioInfo, year| frame.fiscal_years(&info.name).contains(&year);
    let cut = |info: &ScenarioInfo, year| {
        has(info, year) && !same_days(info, baseline, Period::Fiscal(year))
    };
    let mut others = frame.others().iter();
    if others.any(|info| years.iter().any(|year| cut(info, *year))) {
        " Years of other days than in the baseline are left out."
    } else {
        ""
    }
}

/// The court whose ordinary hearings are bumped most by a policy: of those that hear a host site
/// where there are any, else of all that the baseline has too, since a court that opens has nothing
/// to be compared with.
pub fn choose_court<'a>(frame: &Frame<'a>) -> Option<&'a str> {
    let sites = frame.others().iter().flat_map(|s| &s.sites);
    let sites: Vec<&str> = sites.map(|site| site.court.as_str()).collect();
    let mut best: Option<(&str, f64)> = None;
    for court in &frame.baseline()?.courts {
        if !sites.is_empty() && !sites.contains(&court.id.as_str()) {
            continue;
        }
        for scenario in frame.others() {
            let more = extra_bumped(frame, scenario, &court.id);
            if more > best.map_or(0.0, |b| b.1) {
                best = Some((&court.id, more));
            }
        }
    }
    best.map(|b| b.0).or(sites.first().copied())
}

fn extra_bumped(frame: &Frame, scenario: &ScenarioInfo, court: &str) -> f64 {
    let Some(baseline) = frame.baseline() else {
        return 0.0;
    };
    let sum = |s: &ScenarioInfo| {
        let years = frame.fiscal_years(&scenario.name).into_iter();
        years
            .filter(|y| same_days(scenario, baseline, Period::Fiscal(*y)))
            .filter_map(|y| frame.by_place(s, BUMPED, court, Period::Fiscal(y), false))
            .sum::<f64>()
    };
    sum(scenario) - sum(baseline)
}

/// Highest point of the lines as drawn: they have no bands.
fn highest_line(lines: &[Line]) -> f64 {
    let points = lines.iter().flat_map(|line| at_ends(&line.points, middle));
    points.filter_map(|point| point.1).fold(0.0, f64::max)
}

fn pending_panel(story: &mut Story, scene: &mut Scene, cell: Area) -> Option<()> {
    let lines = lines(story.frame, "pending", ALL, ALL);
    let up = Up::from_zero(
        highest_line(&lines),
        "cases pending at the end of each month",
    )
    .ticks(4);
    let panel = Panel::new(
        scene,
        cell,
        "Pending caseload, all courts",
        across_all(story.frame)?,
        &up,
    );
    overlay(scene, &panel, &lines);
    difference_notes(story, scene, &panel, &lines);
    story.said.push(format!(
        "Pending caseload at the end, median: {}",
        ends(&lines, "cases")
    ));
    Some(())
}

/// The differences at the end in words, since the lines may lie on each other: where they cover none,
/// below the lines at the right or above them at the left, as wide as the panel or narrower.
fn difference_notes(story: &Story, scene: &mut Scene, panel: &Panel, drawn: &[Line]) {
    let kind = Type::regular(TICK, INK);
    let words = difference_words(story);
    let points = drawn.iter().flat_map(|line| at_ends(&line.points, middle));
    let points: Vec<(f64, f64)> = points
        .filter_map(|(x, y)| Some((panel.x.at(x), panel.y.at(y?))))
        .collect();
    let area = panel.area;
    for (share, at_right) in [(1.0, true), (0.6, true), (0.6, false)] {
        let room = area.width() * share - 16.0;
        let lines = words
            .iter()
            .flat_map(|text| kind.wrap_within(text, room, 3));
        let lines: Vec<String> = lines.collect();
        let widths = lines.iter().map(|line| kind.width(line));
        let width = widths.fold(0.0, f64::max) + 16.0;
        let height = lines.len() as f64 * kind.leading() + 10.0;
        let clear = |(x, y): &(f64, f64)| match at_right {
            true => *x < area.right - width || *y < area.bottom - height,
            false => *x > area.left + width || *y > area.top + height,
        };
        if !points.iter().all(clear) {
            continue;
        }
        let (x, first, anchor) = match at_right {
            true => (area.right - 8.0, area.bottom - height, Anchor::End),
            false => (area.left + 8.0, area.top, Anchor::Start),
        };
        for (i, line) in lines.iter().enumerate() {
            let y = first + (i + 1) as f64 * kind.leading();
            let long = kind.width(line);
            let left = if at_right { x - long } else { x };
            scene.rect((left - 3.0, y - 12.0), (left + long + 3.0, y + 4.0), PAPER);
            scene.text((x, y), line, kind, anchor);
        }
        return;
    }
}

fn difference_words(story: &Story) -> Vec<String> {
    let last = |scenario: &ScenarioInfo| {
        let (frame, name) = (story.frame, &scenario.name);
        let points = frame.differences(name, "pending", ALL, ALL, Grain::Month);
        points.into_iter().rfind(|p| p.row.diff_mean.is_some())
    };
    let others = chosen(story.frame).into_iter().skip(1).map(|(s, _)| s);
    let ends: Vec<(&ScenarioInfo, DiffPoint)> =
        others.filter_map(|s| Some((s, last(s)?))).collect();
    let Some((_, first)) = ends.first() else {
        return Vec::new();
    };
    let alike = ends.iter().all(|(_, point)| point.to == first.to);
    let day = |point: &DiffPoint| format!(" on {}", end_day(point.to));
    let common = if alike { day(first) } else { String::new() };
    let line = |(scenario, point): &(&ScenarioInfo, DiffPoint)| {
        let number = |v: Option<f64>| v.map(signed).unwrap_or_default();
        let (low, high) = (number(point.row.ci_low), number(point.row.ci_high));
        let mean = number(point.row.diff_mean);
        let own = if alike { String::new() } else { day(point) };
        format!("{mean} ({low} to {high}){own}: {}", scenario.label())
    };
    let heading = format!("Against the baseline{common} (95\u{a0}% interval):");
    let lines = ends.iter().map(line);
    std::iter::once(heading).chain(lines).collect()
}

pub(super) fn ends(lines: &[Line], unit: &str) -> String {
    let words = lines.iter().filter_map(|line| {
        let (_, value) = last(&at_ends(&line.points, middle))?;
        Some(format!("{} {} {unit}", line.scenario.label(), rough(value)))
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Values by fiscal year of a sum over dockets at the court.
fn yearly(story: &Story, scenario: &ScenarioInfo, measure: &str, host: bool) -> Series {
    let value = |year: &i32| {
        let (frame, period) = (story.frame, Period::Fiscal(*year));
        same_days(scenario, story.view.scenario, period)
            .then(|| frame.by_place(scenario, measure, story.court, period, host))
            .flatten()
    };
    story
        .years
        .iter()
        .enumerate()
        .map(|(i, year)| (i as f64 + 0.5, value(year)))
        .collect()
}

fn across<'a>(story: &'a Story) -> Across<'a> {
    Across::Years(
        &story.years,
        story.view.scenario.fiscal_year_start,
        &story.partial,
    )
}

fn places_panel(story: &mut Story, scene: &mut Scene, cell: Area) -> Option<()> {
    let scenarios = chosen(story.frame);
    let series: Vec<_> = scenarios
        .iter()
        .map(|(s, _)| {
            (
                yearly(story, s, "pending", false),
                yearly(story, s, "pending", true),
            )
        })
        .collect();
    let values = series
        .iter()
        .flat_map(|(a, b)| a.iter().chain(b))
        .filter_map(|p| p.1);
    let up = Up::from_zero(
        values.fold(0.0, f64::max),
        "cases pending at the end of the fiscal year",
    );
    let abroad = series
        .iter()
        .flat_map(|(_, host)| host)
        .any(|p| p.1.is_some_and(|v| v > 0.0));
    let (heading, key) = places_words(story.court_name, abroad);
    let panel = panel_with_key(story, scene, cell, &heading, up.ticks(4), &key);
    for ((_, look), (country, host)) in scenarios.iter().zip(&series) {
        let look = *look;
        panel.line(scene, country, look.colour, SOLID);
        panel.marks(scene, country, look, true);
        if host.iter().any(|p| p.1.is_some_and(|v| v > 0.0)) {
            panel.line(scene, host, look.colour, DASHED);
            panel.marks(scene, host, look, false);
        }
    }
    let words: Vec<String> = scenarios
        .iter()
        .zip(&series)
        .map(|((s, _), (country, host))| {
            let at_end = |points: &[(f64, Option<f64>)]| rough(last(points).map_or(0.0, |l| l.1));
            format!(
                "{} {} on ordinary dockets and {} on those of the host country",
                s.label(),
                at_end(country),
                at_end(host)
            )
        })
        .collect();
    story
        .said
        .push(format!("{heading}, at the end: {}", words.join(", ")));
    Some(())
}

/// Heading and key of the panel of places.
fn places_words(court: &str, abroad: bool) -> (String, Vec<Entry>) {
    if !abroad {
        return (format!("Cases pending at {court}"), Vec::new());
    }
    let key = vec![
        (Key::Plain(INK, SOLID), "ordinary dockets".to_owned()),
        (
            Key::Plain(INK, DASHED),
            "dockets of the host country".to_owned(),
        ),
    ];
    (format!("Cases pending at {court}, by docket"), key)
}

/// A panel with a small legend of its own between heading and unit.
fn panel_with_key(
    story: &Story,
    scene: &mut Scene,
    cell: Area,
    heading: &str,
    up: Up,
    key: &[Entry],
) -> Panel {
    let kind = Type::bold(SUBTITLE, INK);
    let fitted = kind.fit(heading, cell.width());
    scene.text((cell.left, cell.top + 14.0), &fitted, kind, Anchor::Start);
    let mut rest = Area {
        top: cell.top + 18.0,
        ..cell
    };
    rest.top += super::labels::legend(scene, key, rest.left, rest.top, rest.width());
    Panel::new(scene, rest, "", across(story), &up)
}

fn bumped_panel(story: &mut Story, scene: &mut Scene, cell: Area) -> Option<()> {
    let scenarios = chosen(story.frame);
    let series: Vec<_> = scenarios
        .iter()
        .map(|(s, _)| yearly(story, s, BUMPED, false))
        .collect();
    let high = series
        .iter()
        .flatten()
        .filter_map(|p| p.1)
        .fold(1.0, f64::max);
    let heading = format!("Hearings bumped at {}, ordinary dockets", story.court_name);
    let up = Up::from_zero(high, "hearings per fiscal year").ticks(4);
    let panel = Panel::new(scene, cell, &heading, across(story), &up);
    let slot = panel.area.width() / story.years.len().max(1) as f64;
    // However many years and scenarios there are, bars of one year stay within it.
    let step = (slot * 0.8 / series.len() as f64).min(41.5);
    let width = step - f64::min(1.5, 0.2 * step);
    for (i, ((_, look), points)) in scenarios.iter().zip(&series).enumerate() {
        let shift = (i as f64 - (series.len() as f64 - 1.0) / 2.0) * step / slot;
        let Look { colour, .. } = *look;
        for (x, value) in points {
            panel.bar(scene, x + shift, width, (0.0, value.unwrap_or(0.0)), colour);
        }
    }
    let total = |points: &[(f64, Option<f64>)]| points.iter().filter_map(|p| p.1).sum::<f64>();
    let words: Vec<String> = scenarios
        .iter()
        .zip(&series)
        .map(|((s, _), points)| format!("{} {}", s.label(), rough(total(points))))
        .collect();
    story
        .said
        .push(format!("{heading}, in all: {}", words.join(", ")));
    Some(())
}
