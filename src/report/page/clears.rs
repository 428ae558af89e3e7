//! With which values of a sweep a backlog is cleared, where the scenario says when it is.

use crate::report::frame::Frame;
use crate::report::number::{decimals, shown, thousands};
use crate::report::period::{date, day_month_year};
use crate::report::sweep::{Target, clearing};

/// How often is often enough [share of replications].
const OFTEN: f64 = 0.8;
/// Most combinations of other values that are told one by one.
const MOST: usize = 8;

/// The threshold statements of a sweep.
pub fn sentences(frame: &Frame) -> Vec<String> {
    let level = frame.scenarios().first().and_then(|info| {
        let end = day_month_year(date(&info.end)?);
        Some((thousands(info.clearance_level?), end))
    });
    let Some(((level, end), target)) = level.zip(clearing(frame)) else {
        return Vec::new();
    };
    let event = Event {
        few: format!("fewer than {level} cases"),
        often: format!(
            "pending on some day up to {end} in at least {} of replications",
            percent(OFTEN)
        ),
    };
    let Event { few, often } = &event;
    let lines = along_the_first(&target);
    let shares: Vec<f64> = (0..target.points.len())
        .filter_map(|at| target.mean(at))
        .collect();
    let reached = shares.iter().filter(|share| **share >= OFTEN).count();
    if reached == 0 {
        return best(&target, &event).into_iter().collect();
    }
    if reached == shares.len() {
        return vec![format!("At every point of the grid {few} are {often}.")];
    }
    if lines.len() > MOST {
        let all = shares.len();
        return vec![format!(
            "At {reached} of {all} points of the grid {few} are {often}."
        )];
    }
    let tell = |line: &Vec<usize>| threshold(&target, line, &event);
    lines.iter().map(tell).collect()
}

/// What is to happen, and how often.
struct Event {
    few: String,
    often: String,
}

/// The points along the first key, a line for each combination of the values of the others.
fn along_the_first(target: &Target) -> Vec<Vec<usize>> {
    let first = target.keys().first().map_or(0, |key| key.values.len());
    let others = target.points.len() / first.max(1);
    let line = |other: usize| (0..first).map(|at| at * others + other).collect();
    (0..others).map(line).collect()
}

/// The first value of a line from which on a backlog is cleared often enough.
fn threshold(target: &Target, line: &[usize], Event { few, often }: &Event) -> String {
    let key = &target.keys()[0];
    let held = held(target, line[0]);
    let known: Vec<(usize, f64)> = (line.iter().enumerate())
        .filter_map(|(i, &at)| Some((i, target.mean(at)?)))
        .collect();
    let rises = known
        .first()
        .zip(known.last())
        .is_none_or(|(a, b)| a.1 <= b.1);
    let enough = |found: &&(usize, f64)| found.1 >= OFTEN;
    let (which, found) = if rises {
        ("smallest", known.iter().find(enough))
    } else {
        ("largest", known.iter().rev().find(enough))
    };
    let Some(&(i, _)) = found else {
        return format!("{held}with no value of {} are {few} {often}.", key.key).capitalised();
    };
    let beyond = |at: usize| if rises { at > i } else { at < i };
    let back: Vec<String> = known
        .iter()
        .filter(|(at, share)| beyond(*at) && *share < OFTEN)
        .map(|(at, share)| format!("{} ({})", shown(key.values[*at]), percent(*share)))
        .collect();
    let but = if back.is_empty() {
        String::new()
    } else {
        format!("; but beyond it not with {}", back.join(", "))
    };
    let before = if rises { i.checked_sub(1) } else { Some(i + 1) };
    let before = before.and_then(|at| {
        let (value, point) = (key.values.get(at)?, *line.get(at)?);
        let share = with_interval(target, point)?;
        Some(format!("; with {} it is {share}", shown(*value)))
    });
    format!(
        "{held}the {which} value of {} with which {few} are {often} is {}: {}{}{but}.",
        key.key,
        shown(key.values[i]),
        with_interval(target, line[i]).unwrap_or_default(),
        before.unwrap_or_default()
    )
    .capitalised()
}

/// The values of the other keys on a line.
fn held(target: &Target, at: usize) -> String {
    let others = target.keys().iter().zip(target.place(at)).skip(1);
    let words: Vec<String> = others
        .map(|(key, i)| format!("{} = {}", key.key, shown(key.values[i])))
        .collect();
    if words.is_empty() {
        String::new()
    } else {
        format!("with {} ", words.join(" and "))
    }
}

/// Where a backlog is cleared in most replications, though not often enough.
fn best(target: &Target, Event { few, often }: &Event) -> Option<String> {
    let points = (0..target.points.len()).filter_map(|at| Some((target.mean(at)?, at)));
    let (share, at) = points.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    let most = if share > 0.0 {
        let values = target.values(at);
        let share = with_interval(target, at)?;
        format!("; most often with {values}: {share}")
    } else {
        ", nor in any".to_owned()
    };
    Some(format!("At no point of the grid are {few} {often}{most}."))
}

fn with_interval(target: &Target, at: usize) -> Option<String> {
    let row = target.row(at)?;
    let share = percent(row.mean?);
    Some(match row.ci_low.zip(row.ci_high).filter(|_| row.n > 1) {
        Some((low, high)) => {
            format!(
                "{share} (95 % interval: {} to {})",
                percent(low),
                percent(high)
            )
        }
        None => share,
    })
}

fn percent(share: f64) -> String {
    format!("{} %", decimals(share * 100.0, 0))
}

/// A clause that may begin a sentence.
trait Capitalised {
    fn capitalised(self) -> String;
}

impl Capitalised for String {
    fn capitalised(self) -> String {
        let mut letters = self.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().collect::<String>() + letters.as_str()
        })
    }
}
