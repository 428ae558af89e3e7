//! Which numbers move a measure most, in sentences: for the page and the terminal.

use crate::experiment::sensitivity::SensitivityRow;
use crate::report::manifest::Manifest;
use crate::report::number::{counted, decimals, difference, quoted, short, size, thousands};

/// A number whose effect, even at the upper end of its interval, is below this share of the largest
/// can be left where it is.
const NEGLIGIBLE: f64 = 0.05;
/// Effects that spread over more than this share of their mean depend on where numbers are.
const UNLIKE: f64 = 0.5;
/// Half an interval of an index above which more samples are advised.
const WIDE: f64 = 0.2;
/// The most numbers that a sentence names.
const NAMED: usize = 5;

/// What the rows of a measure say.
pub fn sentences(manifest: &Manifest, rows: &[&SensitivityRow]) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(moved(manifest, rows));
    said.extend(screened(rows));
    said.extend(negligible(rows));
    said.extend(unlike(rows));
    said.extend(apportioned(rows));
    said.extend(together(rows));
    said.extend(chance(manifest, rows));
    said
}

/// Key of a factor as it is named in a sentence.
fn key(row: &SensitivityRow) -> &str {
    row.factor
        .strip_prefix("parameters.")
        .unwrap_or(&row.factor)
}

/// The first of a list, and how many more there are.
fn list(keys: &[&str]) -> String {
    let shown = keys[..keys.len().min(NAMED)].join(", ");
    match keys.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Which number moves it most, one at a time.
fn moved(manifest: &Manifest, rows: &[&SensitivityRow]) -> Option<String> {
    let mut known: Vec<&SensitivityRow> = (rows.iter().copied())
        .filter(|row| row.swing().is_some())
        .collect();
    let swing = |row: &SensitivityRow| row.swing().unwrap_or(0.0);
    known.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
    let first = known.first()?;
    let title = manifest.title_of(&first.measure);
    let base = quoted(first.base?, &first.unit);
    if swing(first) == 0.0 {
        return Some(format!(
            "{title}: none of the {} numbers changes it from {base}, one at a time.",
            known.len()
        ));
    }
    let mut text = format!(
        "{title} moves most with {}: {}, {}. All others are at their central values, where it is {base} \
         (mean of {}).",
        key(first),
        end(
            first,
            first.low,
            first.at_low,
            (first.at_low_ci_low, first.at_low_ci_high)
        ),
        end(
            first,
            first.high,
            first.at_high,
            (first.at_high_ci_low, first.at_high_ci_high)
        ),
        counted(first.n, "replication")
    );
    let others = known[1..].iter().take(2).filter(|row| swing(row) > 0.0);
    let others: Vec<String> = others
        .map(|row| {
            let none = (None, None);
            format!(
                "{} ({}, {})",
                key(row),
                end(row, row.low, row.at_low, none),
                end(row, row.high, row.at_high, none)
            )
        })
        .collect();
    if !others.is_empty() {
        text = format!("{text} Then come {}.", others.join(" and "));
    }
    Some(text)
}

/// The change at an end, with its interval where there is one.
fn end(
    row: &SensitivityRow,
    at: Option<f64>,
    change: Option<f64>,
    interval: (Option<f64>, Option<f64>),
) -> String {
    let words = |v: f64| difference(v, &row.unit);
    let interval = match interval {
        (Some(low), Some(high)) => {
            format!(" (95\u{a0}% interval {} to {})", words(low), words(high))
        }
        _ => String::new(),
    };
    format!(
        "{}{interval} at {}",
        change.map(words).unwrap_or_default(),
        at.map(short).unwrap_or_default()
    )
}

/// Rows with a mean absolute effect, the largest first.
fn by_effect<'a>(rows: &[&'a SensitivityRow]) -> Vec<(&'a SensitivityRow, f64, f64)> {
    let known = rows.iter().filter_map(|row| {
        let half = row.mu_star_conf.unwrap_or(0.0);
        Some((*row, row.mu_star?, half))
    });
    let mut known: Vec<_> = known.collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1));
    known
}

/// Which does most wherever the others are, and which may do as much.
fn screened(rows: &[&SensitivityRow]) -> Option<String> {
    let known = by_effect(rows);
    let (first, most, half) = *known.first().filter(|(_, most, _)| *most > 0.0)?;
    let size = |v: f64| size(v, &first.unit);
    let rivals = known[1..]
        .iter()
        .filter(|(_, effect, own)| effect + own >= most - half);
    let rivals: Vec<&str> = rivals.map(|(row, ..)| key(row)).collect();
    let settled = if rivals.is_empty() {
        "no other number's interval reaches it".to_owned()
    } else {
        format!(
            "it is not settled that it is the first: the interval overlaps with {}",
            list(&rivals)
        )
    };
    Some(format!(
        "With the others anywhere in their ranges, the whole range of {} changes it by {} on average \
         (mu_star, 95\u{a0}% interval {} to {}); {settled}.",
        key(first),
        size(most),
        size((most - half).max(0.0)),
        size(most + half)
    ))
}

/// Which numbers can be left where they are.
fn negligible(rows: &[&SensitivityRow]) -> Option<String> {
    let known = by_effect(rows);
    let most = known
        .first()
        .map(|(_, most, _)| *most)
        .filter(|m| *m > 0.0)?;
    let small = known
        .iter()
        .filter(|(_, effect, half)| effect + half < NEGLIGIBLE * most);
    let small: Vec<&str> = small.map(|(row, ..)| key(row)).collect();
    let (count, all) = (
        thousands(small.len() as f64),
        counted(known.len() as u64, "number"),
    );
    let (does, its) = match small.len() {
        0 => return None,
        1 => ("does", "its interval too, and can be left at its value"),
        _ => ("do", "their intervals too, and can be left at their values"),
    };
    Some(format!(
        "{count} of {all} {does} less than {} of that, at the upper end of {its}: {}.",
        percent(NEGLIGIBLE),
        list(&small)
    ))
}

/// Whose effect depends on where numbers are.
fn unlike(rows: &[&SensitivityRow]) -> Option<String> {
    let known = by_effect(rows);
    let most = known
        .first()
        .map(|(_, most, _)| *most)
        .filter(|m| *m > 0.0)?;
    let unlike = known.iter().filter(|(row, effect, _)| {
        let sigma = row.sigma.unwrap_or(0.0);
        *effect >= NEGLIGIBLE * most && sigma > UNLIKE * effect
    });
    let unlike: Vec<&str> = unlike.map(|(row, ..)| key(row)).collect();
    (!unlike.is_empty()).then(|| {
        format!(
            "How much it moves with {} depends on where this number or others stand (sigma above half of \
             mu_star): a range of changes says more than one of them.",
            list(&unlike)
        )
    })
}

fn percent(share: f64) -> String {
    format!("{}\u{a0}%", decimals(100.0 * share, 0))
}

/// An index of a factor with half its interval.
type Index<'a> = (&'a SensitivityRow, f64, f64);

/// Which part of the variance each brings about alone.
fn apportioned(rows: &[&SensitivityRow]) -> Option<String> {
    let known = rows.iter().filter_map(|row| {
        let half = row.S1_conf.unwrap_or(0.0);
        Some((*row, row.S1?, half))
    });
    let mut known: Vec<Index> = known.collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (first, rest) = known.split_first()?;
    let words = |(row, s1, half): &Index| {
        format!(
            "{} {} ({} to {})",
            key(row),
            percent(*s1),
            percent(s1 - half),
            percent(s1 + half)
        )
    };
    let others: Vec<String> = rest.iter().take(2).map(words).collect();
    let overlap = rest
        .first()
        .is_some_and(|second| second.1 + second.2 >= first.1 - first.2);
    let overlap = match overlap {
        true => " The intervals of the first two overlap.",
        false => "",
    };
    let others = match others.is_empty() {
        true => String::new(),
        false => format!(", {}", others.join(", ")),
    };
    let which = if known.len() > 3 {
        "the first three bring about alone"
    } else {
        "each brings about alone"
    };
    Some(format!(
        "Of the variance when {} vary together, {which}: {}{others} (S1, 95\u{a0}% interval).{overlap}",
        counted(known.len() as u64, "number"),
        words(first)
    ))
}

/// What numbers bring about only together with others.
fn together(rows: &[&SensitivityRow]) -> Option<String> {
    let known = rows.iter().filter_map(|row| {
        let gap = row.ST? - row.S1?;
        let doubt = row.ST_conf.unwrap_or(0.0) + row.S1_conf.unwrap_or(0.0);
        Some((*row, gap, doubt))
    });
    let mut known: Vec<Index> = known.collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (first, gap, doubt) = *known.first()?;
    let sure = known.iter().filter(|(_, gap, doubt)| gap > doubt);
    let sure: Vec<String> = sure
        .map(|(row, gap, _)| format!("{} {}", key(row), percent(*gap)))
        .collect();
    let mut text = if sure.is_empty() {
        format!(
            "No interaction is told apart from none: the most that a number brings about only together with \
             others (ST less S1) is {} for {}, and its doubt is {}.",
            percent(gap.max(0.0)),
            key(first),
            percent(doubt)
        )
    } else {
        format!(
            "Only together with others (ST less S1, beyond the intervals of both) they bring about: {}.",
            sure.join(", ")
        )
    };
    let halves = rows
        .iter()
        .flat_map(|row| [row.S1_conf, row.ST_conf])
        .flatten();
    if halves.fold(0.0, f64::max) > WIDE {
        text.push_str(" These intervals are wide: more --samples narrow them.");
    }
    Some(text)
}

/// How much of what single replications do is chance.
fn chance(manifest: &Manifest, rows: &[&SensitivityRow]) -> Option<String> {
    let info = manifest.sensitivity.as_ref()?;
    let first = rows.iter().find(|row| row.S1.is_some())?;
    let n = counted(first.n, "replication");
    Some(match info.chance_of(&first.measure) {
        Some(share) => format!(
            "Of the variance of single replications {} is chance, the rest these numbers: a rough figure, \
             from {n} at each point.",
            if share < 0.01 {
                "less than 1\u{a0}%".to_owned()
            } else {
                format!("about {}", percent(share))
            }
        ),
        None => format!(
            "How much of the variance of single replications is chance cannot be told from {n} at each point."
        ),
    })
}
