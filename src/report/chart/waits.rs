//! How long people wait, by docket: of the hearings held in a year, and of the cases filed in it.

use super::common::{Draft, View, in_slots, partial_words};
use super::labels::{Entry, Key};
use super::plot::{Across, Panel, Sheet, Up};
use super::scene::Scene;
use super::style::{DASHED, HEIGHT, INK, Look, SOLID, Shape, WIDTH, look};
use crate::report::frame::{ALL, Grain, Point};
use crate::report::number::thousands;
use crate::report::period::Period;

/// Most dockets in one chart.
const MOST: usize = 5;

/// A family of waits and its heading.
type Family = (&'static str, &'static str);

const PERIOD: [Family; 3] = [
    ("first_hearing_wait", "Filing to first hearing"),
    ("merits_wait", "Filing to merits hearing"),
    ("disposition_time", "Filing to completion"),
];
const COHORT: [Family; 3] = [
    ("cohort_first_hearing", "Filing to first hearing"),
    ("cohort_merits", "Filing to merits hearing"),
    ("cohort_disposition", "Filing to completion"),
];

/// A docket's id, its name, and its look.
struct Line<'a> {
    id: &'a str,
    name: &'a str,
    look: Look,
}

/// Median and 90th percentile by the year in which the hearing was held or the case completed.
pub fn by_period(view: View) -> Option<Draft> {
    let words = "By the fiscal year in which the hearing was held or the case completed: while a \
                 docket grows, the longest waits are still going on and are not counted here.";
    waits(
        view,
        "waits",
        "Waits of cases heard and completed",
        &PERIOD,
        words,
    )
}

/// Median and 90th percentile by the year of filing, pending cases included.
pub fn by_cohort(view: View) -> Option<Draft> {
    let words = "By the fiscal year of filing; cases still pending count as not yet over, those that ended \
                 without a hearing as never having it (Kaplan-Meier). A quantile that not every replication has reached by the end of the \
                 horizon is marked, not drawn: the replications that have are the short ones.";
    waits(
        view,
        "cohort-waits",
        "Waits of everyone who filed",
        &COHORT,
        words,
    )
}

fn waits(view: View, id: &str, title: &str, families: &[Family], words: &str) -> Option<Draft> {
    let lines = dockets(view, families);
    let families: Vec<Family> = families
        .iter()
        .filter(|f| lines.iter().any(|l| has_family(view, f, l)))
        .copied()
        .collect();
    if families.is_empty() {
        return None;
    }
    let (years, partial) = view.years();
    let cohort = families.iter().any(|family| is_cohort(family.0));
    // What is held, and yet has no panel here: a reader would look for it.
    let rare = PERIOD.iter().zip(&COHORT).filter(|(held, filed)| {
        cohort && !families.contains(filed) && lines.iter().any(|l| has_family(view, held, l))
    });
    let rare: String = rare
        .map(|(_, filed)| {
            format!(
                " {}: no year of any docket has come to half of its cases.",
                filed.1
            )
        })
        .collect();
    let caption = view.caption(&format!(
        "{words}{rare} Means of replications. {}",
        partial_words(&partial)
    ));
    let mut sheet = Sheet::new((WIDTH, HEIGHT), title, view.scenario.label(), &caption);
    sheet.legend(&entries(
        &lines,
        cohort && any_unreached(view, &families, &lines),
    ));
    let cells = sheet.body.cells(families.len(), 1, (30.0, 0.0));
    let mut said = Vec::new();
    for (family, cell) in families.iter().zip(cells) {
        let high = top(view, family.0, &lines) * if cohort { 1.15 } else { 1.0 };
        let up = Up::from_zero(high, "days");
        let across = Across::Years(&years, view.scenario.fiscal_year_start, &partial);
        let panel = Panel::new(&mut sheet.scene, cell, family.1, across, &up);
        for (i, line) in lines.iter().enumerate() {
            // Marks of several dockets in one year stand beside each other.
            let shift = (i as f64 - (lines.len() as f64 - 1.0) / 2.0) * 9.0;
            for (quantile, dash, drop) in [("p90", DASHED, 8.0), ("p50", SOLID, 26.0)] {
                let points = series(view, family.0, quantile, line);
                let drawn = drawable(view, &points);
                draw_line(&mut sheet.scene, &panel, &drawn, &years, line.look, dash);
                if cohort {
                    let missing = unreached(view, (family.0, quantile), &years, line);
                    let at = (shift, drop);
                    mark_unreached(
                        &mut sheet.scene,
                        &panel,
                        &missing,
                        at,
                        line.look,
                        dash.is_empty(),
                    );
                }
            }
            said.extend(last_words(view, family, line));
        }
    }
    let alt = format!(
        "Line charts by fiscal year, median and 90th percentile by docket. Last medians{}: {}.",
        if cohort {
            " that every replication has reached"
        } else {
            ""
        },
        said.join("; ")
    );
    Some(view.draft(id, title, &caption, alt, sheet.scene))
}

/// Dockets with most pending cases at the end; all together where there is no docket.
fn dockets<'a>(view: View<'a>, families: &[Family]) -> Vec<Line<'a>> {
    let mut found: Vec<(Line, f64)> = Vec::new();
    for (i, docket) in view.scenario.dockets.iter().enumerate() {
        // By its place in the scenario: a docket looks the same in every chart of waits.
        let line = Line {
            id: &docket.id,
            name: &docket.name,
            look: look(i),
        };
        if families.iter().any(|f| has_family(view, f, &line)) {
            let pending = view
                .frame
                .series(view.name(), "pending", ALL, &docket.id, Grain::Year);
            let size = pending.last().and_then(|p| p.row.mean).unwrap_or(0.0);
            found.push((line, size));
        }
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found.truncate(MOST);
    if found.is_empty() {
        let together = Line {
            id: ALL,
            name: "all dockets",
            look: look(0),
        };
        found.push((together, 0.0));
    }
    found.into_iter().map(|(line, _)| line).collect()
}

fn series<'a>(view: View<'a>, family: &str, quantile: &str, line: &Line) -> Vec<Point<'a>> {
    view.frame.series(
        view.name(),
        &format!("{family}_{quantile}"),
        ALL,
        line.id,
        Grain::Year,
    )
}

fn has_family(view: View, family: &Family, line: &Line) -> bool {
    ["p50", "p90"].iter().any(|q| {
        series(view, family.0, q, line)
            .iter()
            .any(|p| p.row.mean.is_some())
    })
}

fn top(view: View, family: &str, lines: &[Line]) -> f64 {
    let means = lines.iter().flat_map(|line| {
        ["p50", "p90"].into_iter().flat_map(move |q| {
            drawable(view, &series(view, family, q, line))
                .into_iter()
                .filter_map(|p| p.row.mean)
        })
    });
    means.fold(1.0, f64::max)
}

/// Points that may be drawn. The quantile of a filing year that some replications do not reach is
/// missing where it is long: the mean of the others, year by year of fewer and shorter ones, would be
/// a fall that is none.
fn drawable<'a>(view: View, points: &[Point<'a>]) -> Vec<Point<'a>> {
    let (frame, info) = (view.frame, view.scenario);
    let whole = |p: &Point| !is_cohort(&p.row.measure) || frame.reached_by_all_who_filed(info, p);
    let kept = |p: &&Point| p.row.mean.is_some() && whole(p);
    points.iter().filter(kept).copied().collect()
}

fn is_cohort(measure: &str) -> bool {
    measure.starts_with("cohort_")
}

fn draw_line(
    scene: &mut Scene,
    panel: &Panel,
    points: &[Point],
    years: &[i32],
    look: Look,
    dash: super::style::Dash,
) {
    let slots = in_slots(points, years, |row| row.mean);
    panel.line(scene, &slots, look.colour, dash);
    panel.marks(scene, &slots, look, dash.is_empty());
}

/// Whether anybody waits on a docket for what a family measures: its proceedings may have no merits
/// hearing, and those who come to it from another one may all have had their first hearing there.
fn waited_for(view: View, family: &str, line: &Line) -> bool {
    let some = |measure: &str| {
        let points = view
            .frame
            .series(view.name(), measure, ALL, line.id, Grain::Year);
        points
            .iter()
            .any(|p| p.row.mean.is_some_and(|mean| mean > 0.0))
    };
    let mut dockets = view.scenario.dockets.iter();
    match family {
        "cohort_first_hearing" => some("receipts") || some("first_hearing_wait_mean"),
        "cohort_merits" => !dockets.any(|d| d.id == line.id && d.without_merits),
        _ => true,
    }
}

/// Slots of years whose cohort has not reached the quantile; years in which nobody filed are none.
fn unreached(view: View, (family, quantile): (&str, &str), years: &[i32], line: &Line) -> Vec<f64> {
    if !waited_for(view, family, line) {
        return Vec::new();
    }
    let points = series(view, family, quantile, line);
    let filed = |point: &Point| view.frame.filed(point.row, point.period);
    let reached: Vec<_> = drawable(view, &points).iter().map(|p| p.period).collect();
    let missing: Vec<Point> = points
        .iter()
        .filter(|p| filed(p) && !reached.contains(&p.period))
        .copied()
        .collect();
    let slots = in_slots(&missing, years, |row| Some(row.n as f64));
    slots
        .into_iter()
        .filter_map(|(x, n)| n.map(|_| x))
        .collect()
}

fn any_unreached(view: View, families: &[Family], lines: &[Line]) -> bool {
    let (years, _) = view.years();
    families.iter().any(|f| {
        lines.iter().any(|l| {
            ["p50", "p90"]
                .iter()
                .any(|q| !unreached(view, (f.0, q), &years, l).is_empty())
        })
    })
}

fn mark_unreached(
    scene: &mut Scene,
    panel: &Panel,
    slots: &[f64],
    (shift, drop): (f64, f64),
    look: Look,
    filled: bool,
) {
    let look = Look {
        shape: Shape::Arrow,
        ..look
    };
    for x in slots {
        scene.point(
            (panel.x.at(*x) + shift, panel.area.top + drop),
            4.0,
            look,
            filled,
        );
    }
}

fn entries(lines: &[Line], unreached: bool) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    if lines.len() > 1 || lines[0].id != ALL {
        for line in lines {
            let look = Look {
                dash: SOLID,
                ..line.look
            };
            entries.push((Key::Line(look, true), line.name.to_owned()));
        }
    }
    entries.push((Key::Plain(INK, SOLID), "median".to_owned()));
    entries.push((Key::Plain(INK, DASHED), "90th percentile".to_owned()));
    if unreached {
        let look = Look {
            colour: INK,
            dash: SOLID,
            shape: Shape::Arrow,
        };
        entries.push((
            Key::Mark(look, true),
            "median not yet reached in all replications".to_owned(),
        ));
        entries.push((
            Key::Mark(look, false),
            "90th percentile not yet reached in all".to_owned(),
        ));
    }
    entries
}

/// The last median that is drawn, with its year: dockets and families end in unlike ones.
fn last_words(view: View, family: &Family, line: &Line) -> Option<String> {
    let points = drawable(view, &series(view, family.0, "p50", line));
    let last = points.last()?;
    let Period::Fiscal(year) = last.period else {
        return None;
    };
    let filed = if is_cohort(family.0) { "filed in " } else { "" };
    Some(format!(
        "{}, {}: {} days ({filed}{})",
        family.1,
        line.name,
        thousands(last.row.mean?),
        view.year_name(year)
    ))
}
