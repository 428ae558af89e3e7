//! Which numbers move a measure most, in sentences: for the page and the terminal.

use crate::experiment::sensitivity::SensitivityRow;
use crate::report::manifest::Manifest;
use crate::report::number::{
    counted, decimals, difference, quoted_with_unit, short, size, thousands,
};

/// A number whose effect, even at the upper end of its interval, is below this share of the largest
/// can be left where it is.
const NEGLIGIBLE: f64 = 0.05;
/// Effects that spread over more than this share of their mean depend on where numbers are.
const UNLIKE: f64 = 0.5;
/// Parts of the variance below this are not named after the first.
const LEAST: f64 = 0.01;
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

/// A title as the subject of a sentence.
fn subject(title: &str) -> String {
    match title.contains(',') {
        true => format!("\u{201c}{title}\u{201d}"),
        false => title.to_owned(),
    }
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
    let title = subject(&manifest.title_of(&first.measure));
    let base = quoted_with_unit(first.base?, &first.unit);
    if swing(first) == 0.0 {
        return Some(format!(
            "{title}: {} moved one at a time, and none changes it from {base}.",
            counted(known.len() as u64, "number")
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
    let open = |low: Option<f64>, high: Option<f64>| {
        let ends = low.zip(high);
        ends.is_some_and(|(low, high)| low <= 0.0 && high >= 0.0)
    };
    if open(first.at_low_ci_low, first.at_low_ci_high)
        && open(first.at_high_ci_low, first.at_high_ci_high)
    {
        text.push_str(" Neither is told apart from no change.");
    }
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
    let told = |(_, s1, half): &&Index| s1 + half >= LEAST;
    let others: Vec<String> = rest.iter().filter(told).take(2).map(words).collect();
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
    let halves = rows.iter().flat_map(|row| [row.S1_conf, row.ST_conf]);
    let wide = match halves.flatten().fold(0.0, f64::max) > WIDE {
        true => " The intervals are wide: more --samples narrow them.",
        false => "",
    };
    Some(format!(
        "Of the variance when {} vary together, these bring about most alone: {}{others} (S1, 95\u{a0}% interval).{overlap}{wide}",
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
    Some(if sure.is_empty() {
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
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::manifest::SensitivityInfo;

    /// A row with a mean absolute effect, its half interval and sigma, S1 and ST, and their half interval.
    fn row(
        factor: &str,
        [effect, half, sigma]: [f64; 3],
        [s1, st, conf]: [f64; 3],
    ) -> SensitivityRow {
        SensitivityRow {
            measure: "pending".into(),
            unit: "cases".into(),
            factor: format!("parameters.{factor}"),
            low: Some(1.0),
            high: Some(3.0),
            base: Some(1000.0),
            at_low: Some(-0.4 * effect),
            at_low_ci_low: Some(-0.5 * effect),
            at_low_ci_high: Some(-0.3 * effect),
            at_high: Some(0.6 * effect),
            at_high_ci_low: Some(0.5 * effect),
            at_high_ci_high: Some(0.7 * effect),
            mu_star: Some(effect),
            mu_star_conf: Some(half),
            sigma: Some(sigma),
            S1: Some(s1),
            S1_conf: Some(conf),
            ST: Some(st),
            ST_conf: Some(conf),
            n: 4,
            ..SensitivityRow::default()
        }
    }

    fn said(rows: &[SensitivityRow], chance: Option<f64>) -> String {
        let manifest = Manifest {
            sensitivity: Some(SensitivityInfo {
                measures: vec!["pending".into()],
                chance: vec![chance],
                ..SensitivityInfo::default()
            }),
            ..Manifest::default()
        };
        let rows: Vec<&SensitivityRow> = rows.iter().collect();
        sentences(&manifest, &rows)
            .join("\n")
            .replace('\u{a0}', " ")
    }

    #[test]
    fn what_leads_beyond_doubt_is_said_to() {
        let rows = [
            row("receipts", [500.0, 40.0, 20.0], [0.8, 0.82, 0.05]),
            row("departures", [100.0, 10.0, 5.0], [0.1, 0.12, 0.05]),
            row("training", [4.0, 1.0, 1.0], [0.0, 0.0, 0.01]),
        ];
        let said = said(&rows, Some(0.123));
        for words in [
            "moves most with receipts: \u{2212}200 (95 % interval \u{2212}250 to \u{2212}150) at 1, +300 (95 % \
             interval +250 to +350) at 3.",
            "it is 1,000 cases (mean of 4 replications). Then come departures (\u{2212}40 at 1, +60 at 3)",
            "changes it by 500 on average (mu_star, 95 % interval 460 to 540); no other number's interval \
             reaches it.",
            "1 of 3 numbers does less than 5 % of that, at the upper end of its interval too, and can be left \
             at its value: training.",
            "these bring about most alone: receipts 80 % (75 % to 85 %), departures 10 % (5 % to 15 %)",
            "No interaction is told apart from none",
            "about 12 % is chance",
        ] {
            assert!(said.contains(words), "{words}\n{said}");
        }
        assert!(
            !said.contains("overlap")
                && !said.contains("Neither")
                && !said.contains("sigma")
                && !said.contains("wide")
        );
    }

    #[test]
    fn what_is_not_settled_is_said_not_to_be() {
        let mut rows = [
            row("receipts", [500.0, 80.0, 300.0], [0.3, 0.9, 0.25]),
            row("departures", [450.0, 80.0, 20.0], [0.25, 0.3, 0.25]),
        ];
        (rows[0].at_low_ci_high, rows[0].at_high_ci_low) = (Some(0.0), Some(-10.0));
        let said = said(&rows, None);
        for words in [
            "Neither is told apart from no change.",
            "it is not settled that it is the first: the interval overlaps with departures",
            "How much it moves with receipts depends on where this number or others stand",
            "The intervals of the first two overlap.",
            "(ST less S1, beyond the intervals of both) they bring about: receipts 60 %.",
            "The intervals are wide: more --samples narrow them.",
            "cannot be told from 4 replications at each point",
        ] {
            assert!(said.contains(words), "{words}\n{said}");
        }
        assert!(!said.contains("can be left"), "{said}");
    }

    #[test]
    fn views_that_were_not_made_are_not_told_of() {
        let mut bare = row("receipts", [500.0, 40.0, 20.0], [0.8, 0.82, 0.05]);
        (bare.mu_star, bare.S1, bare.ST) = (None, None, None);
        let told = said(&[bare.clone()], None);
        assert_eq!(told.lines().count(), 1, "{told}");
        (bare.at_low, bare.at_high) = (Some(0.0), Some(0.0));
        let told = said(&[bare], None);
        assert!(
            told.contains("1 number moved one at a time, and none changes it from 1,000 cases"),
            "{told}"
        );
    }
}
