//! What a sweep found: in sentences, and as a table of its points.

use serde::Serialize;

use super::clears;
use super::neighbours::{RULE, apart, doubt, lines};
use crate::experiment::SweepRow;
use crate::report::frame::Frame;
use crate::report::manifest::{Manifest, SweepInfo, VariedInfo};
use crate::report::number::{counted, shown};
use crate::report::sweep::{Target, targets};

/// Most points in the table of the page.
const MOST_ROWS: usize = 250;

/// What a sweep found.
#[derive(Debug, Serialize)]
pub struct Swept {
    /// The grid in a sentence.
    pub grid: String,
    /// What came out, a sentence each.
    pub sentences: Vec<String>,
    /// The keys, with their units.
    pub keys: Vec<String>,
    /// The measures of the table.
    pub columns: Vec<Column>,
    /// The scenario as it stands, then the points.
    pub rows: Vec<Row>,
    /// Points that the table leaves out.
    pub left_out: usize,
}

/// A measure.
#[derive(Debug, Serialize)]
pub struct Column {
    /// What it is.
    pub title: String,
    /// Its unit.
    pub unit: String,
}

/// A point.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Its values; of the scenario as it stands those that are known.
    pub values: Vec<String>,
    /// Whether it is the scenario as it stands.
    pub stands: bool,
    /// Its numbers.
    pub cells: Vec<Cell>,
}

/// A measure at a point.
#[derive(Debug, Default, Serialize)]
pub struct Cell {
    /// The mean.
    pub mean: String,
    /// Its 95 % interval.
    pub interval: String,
    /// The mean paired difference from the scenario as it stands.
    pub difference: String,
    /// The 95 % interval of the difference.
    pub doubt: String,
}

/// What the sweep found; none where nothing was varied.
pub fn swept(frame: &Frame) -> Option<Swept> {
    let sweep = frame.saved.manifest.sweep.as_ref()?;
    let targets = targets(frame);
    let (rows, left_out) = rows(sweep, &targets);
    let column = |target: &Target| Column {
        title: target.title.clone(),
        unit: target.unit.clone(),
    };
    Some(Swept {
        grid: grid(&frame.saved.manifest, sweep),
        sentences: sentences(frame),
        keys: sweep.keys.iter().map(VariedInfo::label).collect(),
        columns: targets.iter().map(column).collect(),
        rows,
        left_out,
    })
}

/// What the sweep found, a sentence each.
pub fn sentences(frame: &Frame) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let targets = targets(frame);
    for target in &targets {
        let answer = match target.keys() {
            [key] => along(target, key),
            _ => across(target),
        };
        let told = [answer, apart(target), against(target)];
        all.push(told.into_iter().flatten().collect::<Vec<_>>().join(" "));
    }
    if all.iter().any(|said| said.contains("told apart")) {
        all.push(RULE.to_owned());
    }
    all.extend(clears::sentences(frame));
    if targets.is_empty() {
        all.push("No point of the grid has a result.".to_owned());
    }
    // A percent sign never stands alone at the beginning of a line.
    all.iter()
        .map(|text| text.replace(" %", "\u{a0}%"))
        .collect()
}

fn grid(manifest: &Manifest, sweep: &SweepInfo) -> String {
    let key = |key: &VariedInfo| {
        let low = key.values.first().copied().unwrap_or_default();
        let high = key.values.last().copied().unwrap_or_default();
        let n = counted(key.values.len() as u64, "value");
        format!(
            "{} from {} to {} ({n})",
            key.label(),
            shown(low),
            shown(high)
        )
    };
    let keys: Vec<String> = sweep.keys.iter().map(key).collect();
    let done = if sweep.points_done < sweep.points {
        format!(" {} of them were finished.", sweep.points_done)
    } else {
        String::new()
    };
    format!(
        "Varied: {}: {}, each of {} with the same random numbers as the scenario as it \
         stands.{done} All other numbers are those of the scenario: what is not known about them is \
         in no interval here.",
        keys.join("; "),
        counted(sweep.points, "point"),
        counted(manifest.replications_done, "replication")
    )
}

/// The interval of a mean, in brackets; nothing where there is none.
pub fn interval(target: &Target, row: &SweepRow) -> String {
    let ends = row.ci_low.zip(row.ci_high);
    ends.map_or(String::new(), |(low, high)| {
        format!(
            " (95 % interval of the mean: {} to {})",
            target.level(low),
            target.level(high)
        )
    })
}

/// How a measure goes along the values of the only key.
fn along(target: &Target, key: &VariedInfo) -> Option<String> {
    let rows: Vec<(f64, &SweepRow, f64)> = (key.values.iter().enumerate())
        .filter_map(|(point, value)| {
            let row = target.row(point)?;
            Some((*value, row, row.mean?))
        })
        .collect();
    let [first, .., last] = rows[..] else {
        let (value, row, mean) = *rows.first()?;
        let (mean, doubt) = (target.told(mean), interval(target, row));
        let title = &target.title;
        return Some(format!(
            "{title}: {mean}{doubt} with {} = {}.",
            key.key,
            shown(value)
        ));
    };
    let means: Vec<f64> = rows.iter().map(|row| row.2).collect();
    let way = match way(&means) {
        Way::Level => ": it is the same at all of them".to_owned(),
        Way::Falls => format!(", falling at every step{}", steps(target, &means)),
        Way::Rises => format!(", rising at every step{}", steps(target, &means)),
        Way::Mixed => {
            let by_mean =
                |a: &&(f64, &SweepRow, f64), b: &&(f64, &SweepRow, f64)| a.2.total_cmp(&b.2);
            let lowest = rows.iter().min_by(by_mean).unwrap_or(&first);
            let highest = rows.iter().max_by(by_mean).unwrap_or(&first);
            format!(
                ", but not in one direction: it is lowest at {} ({}) and highest at {} ({})",
                shown(lowest.0),
                target.level(lowest.2),
                shown(highest.0),
                target.level(highest.2)
            )
        }
    };
    Some(format!(
        "{}: from {} with {} = {}{} to {} with {}{}{way}.",
        target.title,
        target.told(first.2),
        key.key,
        shown(first.0),
        interval(target, first.1),
        target.told(last.2),
        shown(last.0),
        interval(target, last.1)
    ))
}

/// How much one step changes the mean, where there is more than one.
fn steps(target: &Target, means: &[f64]) -> String {
    let steps: Vec<f64> = means.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let by_size = |a: &&f64, b: &&f64| a.abs().total_cmp(&b.abs());
    let least = steps.iter().min_by(by_size);
    let most = steps.iter().max_by(by_size);
    let Some((least, most)) = least.zip(most).filter(|_| steps.len() > 1) else {
        return String::new();
    };
    let (least, most) = (target.level(least.abs()), target.level(most.abs()));
    if least == most {
        format!(", by {least}")
    } else {
        format!(", by {least} to {most}")
    }
}

/// Which way numbers go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Level,
    Falls,
    Rises,
    Mixed,
}

fn way(means: &[f64]) -> Way {
    let all = |holds: fn(f64, f64) -> bool| means.windows(2).all(|pair| holds(pair[0], pair[1]));
    if all(|a, b| a == b) {
        Way::Level
    } else if all(|a, b| b < a) {
        Way::Falls
    } else if all(|a, b| b > a) {
        Way::Rises
    } else {
        Way::Mixed
    }
}

/// How a measure goes over a grid of several keys.
fn across(target: &Target) -> Option<String> {
    let told = || (0..target.points.len()).filter_map(|at| Some((target.mean(at)?, at)));
    let lowest = told().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let highest = told().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let words = |(mean, at): (f64, usize)| {
        let row = target.row(at);
        let doubt = row.map_or(String::new(), |row| interval(target, row));
        format!("{}{doubt} with {}", target.told(mean), target.values(at))
    };
    let keys = target.keys().iter().enumerate();
    let ways = keys.filter_map(|(key, info)| {
        let lines = lines(target, key);
        let mut ways = lines.iter().map(|line| {
            let means: Vec<f64> = line.iter().filter_map(|&at| target.mean(at)).collect();
            way(&means)
        });
        let first = ways.next()?;
        let same = ways.all(|way| way == first);
        Some(match (first, same) {
            (Way::Falls, true) => format!("it falls at every step as {} grows", info.key),
            (Way::Rises, true) => format!("it rises at every step as {} grows", info.key),
            (Way::Level, true) => format!("{} does not change it", info.key),
            _ => format!("it does not go one way everywhere as {} grows", info.key),
        })
    });
    Some(format!(
        "{}: lowest {}; highest {}. Over the grid {}.",
        target.title,
        words(lowest),
        words(highest),
        ways.collect::<Vec<_>>().join("; ")
    ))
}

/// The point that differs most from the scenario as it stands.
fn against(target: &Target) -> Option<String> {
    let stands = target.stands?.mean?;
    let told = (0..target.points.len()).filter_map(|at| Some((target.row(at)?.diff_mean?, at)));
    let (diff, at) = told.max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()))?;
    if diff == 0.0 {
        return None;
    }
    let doubt = doubt(target.row(at)?).map_or(String::new(), |(low, high)| {
        let none = if low <= 0.0 && high >= 0.0 {
            ", so it may be none at all"
        } else {
            ""
        };
        format!(
            " (95 % interval of the mean difference: {} to {}{none})",
            target.change(low),
            target.change(high)
        )
    });
    Some(format!(
        "The scenario as it stands has {}; farthest from it is {}, with {}{doubt}.",
        target.told(stands),
        target.values(at),
        target.told_change(diff)
    ))
}

fn rows(sweep: &SweepInfo, targets: &[Target]) -> (Vec<Row>, usize) {
    let Some(first) = targets.first() else {
        return (Vec::new(), 0);
    };
    let value = |value: Option<f64>| value.map_or_else(|| "\u{2013}".to_owned(), shown);
    let mut rows = vec![Row {
        values: sweep.keys.iter().map(|key| value(key.stands)).collect(),
        stands: true,
        cells: targets.iter().map(standing).collect(),
    }];
    let done = (0..first.points.len()).filter(|&at| first.points[at].is_some());
    let done: Vec<usize> = done.collect();
    for &at in done.iter().take(MOST_ROWS) {
        let place = first.place(at);
        let values = sweep.keys.iter().zip(place);
        rows.push(Row {
            values: values.map(|(key, i)| shown(key.values[i])).collect(),
            stands: false,
            cells: targets.iter().map(|target| cell(target, at)).collect(),
        });
    }
    (rows, done.len().saturating_sub(MOST_ROWS))
}

fn standing(target: &Target) -> Cell {
    let Some(row) = target.stands else {
        return Cell::default();
    };
    let ends = row.ci_low.zip(row.ci_high);
    Cell {
        mean: row.mean.map(|mean| target.level(mean)).unwrap_or_default(),
        interval: ends.map_or(String::new(), |(low, high)| {
            format!("{} to {}", target.level(low), target.level(high))
        }),
        ..Cell::default()
    }
}

fn cell(target: &Target, at: usize) -> Cell {
    let Some(row) = target.row(at) else {
        return Cell {
            mean: "not reached".to_owned(),
            ..Cell::default()
        };
    };
    let range = |ends: Option<(f64, f64)>, say: &dyn Fn(f64) -> String| {
        ends.map_or(String::new(), |(low, high)| {
            format!("{} to {}", say(low), say(high))
        })
    };
    let (level, change) = (|v| target.level(v), |v| target.change(v));
    let mark = if row.n < target.replications {
        "\u{2020}"
    } else {
        ""
    };
    Cell {
        mean: row.mean.map_or(String::new(), |mean| level(mean) + mark),
        interval: range(row.ci_low.zip(row.ci_high), &level),
        difference: row.diff_mean.map(change).unwrap_or_default(),
        doubt: range(doubt(row), &change),
    }
}

/// Title of the page of a sweep.
pub fn title(manifest: &Manifest) -> Option<String> {
    let sweep = manifest.sweep.as_ref()?;
    let label = manifest.scenarios.first()?.label();
    Some(format!("{label}: sweep of {}", sweep.names()))
}

/// What a sweep is for, in words.
pub fn aim(manifest: &Manifest) -> String {
    let keys = varied(manifest, |key| {
        let values = counted(key.values.len() as u64, "value");
        format!("{} ({values})", key.key)
    });
    format!("To see how the answer moves with {keys}.")
}

/// The keys that are varied, in words.
fn varied(manifest: &Manifest, words: impl Fn(&VariedInfo) -> String) -> String {
    let keys = manifest.sweep.iter().flat_map(|sweep| &sweep.keys);
    keys.map(words).collect::<Vec<_>>().join(" and ")
}

/// How the points of a grid are made, in words; nothing where there is none.
pub fn points(manifest: &Manifest) -> String {
    let Some(sweep) = &manifest.sweep else {
        return String::new();
    };
    let values = |key: &VariedInfo| {
        let values = key.values.iter().map(f64::to_string);
        format!("{} = {}", key.key, values.collect::<Vec<_>>().join(", "))
    };
    format!(
        " A grid of {}: {}. Each point is the scenario with these numbers set, and nothing else.",
        counted(sweep.points, "point"),
        varied(manifest, values)
    )
}
