//! Scenarios against their baseline: side by side, and as paired differences.

use super::actual;
use super::axis::Values;
use super::chosen::{chosen, look_of, versus, versus_most};
use super::common::{Draft, View, at_ends, highest, last, middle, replications};
use super::fan::end_day;
use super::labels::{EndLabel, Key, end_width};
use super::plot::{Across, Panel, Sheet, Up, levelled};
use super::scene::Scene;
use super::style::{HEIGHT, Look, WIDTH};
use crate::report::frame::{ALL, DiffPoint, Frame, Grain, Point};
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{rough, signed};

/// A scenario with its look and the points of one series.
pub struct Line<'a> {
    /// The scenario.
    pub scenario: &'a ScenarioInfo,
    /// Its look.
    pub look: Look,
    /// Its points.
    pub points: Vec<Point<'a>>,
}

/// One line per scenario that has values, of those that are drawn beside each other.
pub fn lines<'a>(frame: &Frame<'a>, measure: &str, court: &str, docket: &str) -> Vec<Line<'a>> {
    chosen(frame)
        .into_iter()
        .map(|(scenario, look)| Line {
            scenario,
            look,
            points: frame.finest(&scenario.name, measure, court, docket),
        })
        .filter(|line| line.points.iter().any(|p| p.row.mean.is_some()))
        .collect()
}

/// Lines of all scenarios in a panel, with the 90 % band at the end as a bar at the edge.
pub fn overlay(scene: &mut Scene, panel: &Panel, lines: &[Line]) {
    for line in lines {
        panel.line(
            scene,
            &at_ends(&line.points, middle),
            line.look.colour,
            line.look.dash,
        );
    }
}

/// Axis of the dates that any scenario has, with the baseline's fiscal years.
pub fn across_all(frame: &Frame) -> Option<Across<'static>> {
    let scenarios = frame.scenarios().iter();
    let dates = scenarios.filter_map(|scenario| View { frame, scenario }.dates());
    let (from, to) = dates.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    Some(Across::Dates(from, to, frame.baseline()?.fiscal_year_start))
}

/// Pending caseload of all scenarios.
pub fn pending(frame: &Frame) -> Option<Draft> {
    let baseline = frame.baseline()?;
    let lines = lines(frame, "pending", ALL, ALL);
    if lines.len() < 2 {
        return None;
    }
    let view = View {
        frame,
        scenario: baseline,
    };
    let title = "Pending caseload under each scenario";
    let bars = if frame.saved.manifest.replications_done > 1 {
        " Bars at the right edge: 90 % band at the end, 5th to 95th percentile of replications."
    } else {
        ""
    };
    let n = replications(frame);
    let caption = format!("{n} Lines: median of replications.{bars}");
    let across = across_all(frame)?;
    let (start, end) = view.dates()?;
    let actual = actual::actual(view, "pending", start, end);
    let caption = format!("{caption}{}", actual::sources(&actual));
    let mut sheet = Sheet::new((WIDTH, HEIGHT), title, &versus_most(frame), &caption);
    sheet.legend(&actual::entries(&actual));
    let mut labels = end_labels(&lines);
    let gap = 8.0 * lines.len() as f64;
    let width = end_width(&labels, 230.0);
    let high = highest(lines.iter().flat_map(|l| &l.points)).max(actual::highest(&actual));
    let up = Up::from_zero(high, "cases pending at the end of each month");
    let outer = sheet.body.less_right(width + gap);
    let panel = Panel::new(&mut sheet.scene, outer, "", across, &up);
    overlay(&mut sheet.scene, &panel, &lines);
    for (i, line) in lines.iter().enumerate() {
        end_bar(&mut sheet.scene, &panel, line, i);
    }
    actual::draw(&mut sheet.scene, &panel, &actual);
    labels
        .iter_mut()
        .for_each(|label| label.y = panel.y.at(label.y));
    let wide = Panel {
        area: panel.area.less_right(-gap),
        ..panel
    };
    wide.end_labels(&mut sheet.scene, &labels, width);
    let said: Vec<String> = labels
        .iter()
        .map(|l| format!("{}: {}", l.text, l.detail))
        .collect();
    let alt = format!(
        "Line chart, one line per scenario. Median pending at the end: {}.",
        said.join("; ")
    );
    Some(draft("compare-pending", title, &caption, alt, sheet.scene))
}

/// Labels with the last value of each line, in values rather than pixels; with their days where
/// the lines end on different ones.
fn end_labels(lines: &[Line]) -> Vec<EndLabel> {
    let end = |line: &Line| last(&at_ends(&line.points, middle));
    let mut ends = lines.iter().filter_map(end).map(|(x, _)| x);
    let first = ends.next();
    let alike = ends.all(|x| Some(x) == first);
    let label = |line: &Line| {
        let (x, y) = end(line)?;
        let day = (!alike).then(|| format!(" on {}", end_day(x)));
        let key = Some(Key::Line(line.look, false));
        Some(EndLabel {
            y,
            key,
            text: line.scenario.label().to_owned(),
            detail: rough(y) + &day.unwrap_or_default(),
        })
    };
    lines.iter().filter_map(label).collect()
}

fn end_bar(scene: &mut Scene, panel: &Panel, line: &Line, i: usize) {
    let Some(row) = line.points.last().map(|p| p.row) else {
        return;
    };
    if let (Some(low), Some(high)) = (row.p05, row.p95) {
        let x = panel.area.right + 6.0 + 8.0 * i as f64;
        let (y0, y1) = (panel.y.at(low), panel.y.at(high));
        scene.line(
            vec![(x, y0 + 0.5), (x, y1 - 0.5)],
            line.look.colour,
            4.0,
            &[],
        );
    }
}

/// A draft that shows several scenarios.
pub fn draft(id: &str, title: &str, caption: &str, alt: String, scene: Scene) -> Draft {
    Draft {
        id: id.to_owned(),
        scenario: None,
        title: title.to_owned(),
        caption: caption.to_owned(),
        alt,
        scene,
    }
}

/// A scenario with its look and its differences from the baseline.
struct Differences<'a> {
    scenario: &'a ScenarioInfo,
    look: Look,
    points: Vec<DiffPoint<'a>>,
}

impl Differences<'_> {
    /// Heading and unit of the panel, and the room for a label beside it [pixels].
    fn words(&self, panels: usize) -> (&str, String, f64) {
        if panels == 1 {
            let unit = "difference in cases pending at the end of each month";
            return ("", unit.to_owned(), 150.0);
        }
        (self.scenario.label(), last_words(&self.points), 0.0)
    }
}

fn all_differences<'a>(frame: &Frame<'a>) -> Vec<Differences<'a>> {
    let mut all = Vec::new();
    for scenario in frame.others() {
        let get = |grain| frame.differences(&scenario.name, "pending", ALL, ALL, grain);
        let months = get(Grain::Month);
        let points = if months.is_empty() {
            get(Grain::Year)
        } else {
            months
        };
        if points.iter().any(|p| p.row.diff_mean.is_some()) {
            all.push(Differences {
                scenario,
                look: look_of(frame, scenario),
                points,
            });
        }
    }
    all
}

/// Paired differences in pending cases, with the interval of their mean, around a zero line.
pub fn paired_difference(frame: &Frame) -> Option<Draft> {
    let baseline = frame.baseline()?;
    let all = all_differences(frame);
    let columns = all.len().clamp(1, 3);
    let rows = all.len().div_ceil(columns);
    if rows == 0 {
        return None;
    }
    let title = "Difference in pending cases";
    let caption = format!(
        "{} Scenario less baseline ({}), paired replication by replication. Line: mean; band: 95 % \
         interval of the mean. Below zero: fewer pending cases than in the baseline.",
        replications(frame),
        baseline.label()
    );
    let height = HEIGHT + (rows as f64 - 1.0) * 260.0;
    let mut sheet = Sheet::new((WIDTH, height), title, &versus(frame), &caption);
    let (low, high) = reach(all.iter().flat_map(|d| &d.points));
    let across = View {
        frame,
        scenario: baseline,
    }
    .across()?;
    let cells = sheet.date_body().cells(columns, rows, (28.0, 16.0));
    let mut said = Vec::new();
    let words: Vec<_> = all.iter().map(|one| one.words(all.len())).collect();
    let above: Vec<_> = words
        .iter()
        .map(|(heading, unit, _)| (*heading, unit.as_str()))
        .collect();
    let cells = levelled(cells, columns, &above);
    for ((differences, (heading, unit, room)), cell) in all.iter().zip(words).zip(cells) {
        let up = Up {
            low,
            high,
            values: Values::Signed,
            ticks: 6,
            title: unit,
        };
        let outer = cell.less_right(room);
        let panel = Panel::new(&mut sheet.scene, outer, heading, across, &up);
        let words = difference_line(&mut sheet.scene, &panel, differences, room);
        said.extend(words.map(|words| format!("{}: {words}", differences.scenario.label())));
    }
    let alt = format!(
        "Line chart of paired differences around zero. {}.",
        said.join("; ")
    );
    Some(draft(
        "compare-difference",
        title,
        &caption,
        alt,
        sheet.scene,
    ))
}

/// Lowest and highest number of the differences, zero included.
fn reach<'a>(points: impl Iterator<Item = &'a DiffPoint<'a>>) -> (f64, f64) {
    let ends = points
        .flat_map(|p| [p.row.diff_mean, p.row.ci_low, p.row.ci_high])
        .flatten();
    ends.fold((0.0, 0.0), |(low, high), v| (low.min(v), high.max(v)))
}

/// The last difference with its interval.
fn last_words(points: &[DiffPoint]) -> String {
    let Some(last) = points.iter().rev().find(|p| p.row.diff_mean.is_some()) else {
        return String::new();
    };
    let number = |v: Option<f64>| v.map(signed).unwrap_or_default();
    let mean = number(last.row.diff_mean);
    let (low, high) = (number(last.row.ci_low), number(last.row.ci_high));
    format!(
        "{mean} cases at {} (95 % interval {low} to {high})",
        end_day(last.to)
    )
}

fn difference_line(
    scene: &mut Scene,
    panel: &Panel,
    differences: &Differences,
    room: f64,
) -> Option<String> {
    let Differences { look, points, .. } = differences;
    let band: Vec<_> = points
        .iter()
        .map(|p| (p.to, p.row.ci_low, p.row.ci_high))
        .collect();
    panel.band(scene, &band, super::fan::band_colour(look.colour));
    let line: Vec<_> = points.iter().map(|p| (p.to, p.row.diff_mean)).collect();
    panel.line(scene, &line, look.colour, &[]);
    let (x, value) = last(&line)?;
    let text = signed(value);
    if room > 0.0 {
        let detail = format!("at {}", end_day(x));
        let label = EndLabel {
            y: panel.y.at(value),
            key: None,
            text: text.clone(),
            detail,
        };
        panel.end_labels(scene, &[label], room);
    }
    Some(format!("{text} at {}", end_day(x)))
}
