//! Which split of a total is the best: in sentences, and as a table of the splits.

use serde::Serialize;

use crate::experiment::optimize::OptimizeRow;
use crate::report::frame::Frame;
use crate::report::manifest::{Chosen, Manifest};
use crate::report::number::{counted, lower, shown};
use crate::report::optimize::{Part, Splits, Told, percent};

/// Most splits in the table of the page.
const MOST_ROWS: usize = 50;
/// Most splits that are named in a sentence.
const MOST_NAMED: usize = 6;

/// A choice among splits.
#[derive(Debug, Serialize)]
pub struct Split {
    /// The question in a sentence.
    pub question: String,
    /// What came out, a sentence each.
    pub sentences: Vec<String>,
    /// The keys with their units.
    pub keys: Vec<String>,
    /// The measure that the choice is by.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// The scenario as it stands, then the splits, the best one first.
    pub rows: Vec<Row>,
    /// Splits that the table leaves out.
    pub left_out: usize,
}

/// A split.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Its values.
    pub values: Vec<String>,
    /// What is to be said of it.
    pub remark: &'static str,
    /// Mean.
    pub mean: String,
    /// Its 95 % interval.
    pub interval: String,
    /// Mean paired difference from the best split.
    pub best: String,
    /// Its 95 % interval.
    pub best_doubt: String,
    /// In which share of replications it is better than the best one.
    pub better: String,
    /// Mean paired difference from the scenario as it stands.
    pub difference: String,
    /// Its 95 % interval.
    pub doubt: String,
    /// Replications.
    pub n: u64,
}

/// What was chosen; none where nothing was split.
pub fn split(frame: &Frame) -> Option<Split> {
    let manifest = &frame.saved.manifest;
    let info = manifest.split.as_ref()?;
    let splits = Splits::of(frame);
    let keys = info
        .keys
        .iter()
        .zip(&info.units)
        .map(|(key, unit)| match unit.as_str() {
            "" => key.clone(),
            unit => format!("{key} [{unit}]"),
        });
    let all = splits.iter().flat_map(|splits| {
        let parts = std::iter::once(&splits.stands).chain(splits.parts.iter().take(MOST_ROWS));
        parts.map(|part| row(splits, part))
    });
    let told = splits.as_ref().map(|splits| &splits.told);
    Some(Split {
        question: question(manifest),
        sentences: sentences(frame),
        keys: keys.collect(),
        measure: told.map(|told| told.title.clone()).unwrap_or_default(),
        unit: told.map(|told| told.unit.clone()).unwrap_or_default(),
        rows: all.collect(),
        left_out: splits.map_or(0, |splits| splits.parts.len().saturating_sub(MOST_ROWS)),
    })
}

/// Title of the page of a choice.
pub fn title(manifest: &Manifest) -> Option<String> {
    let info = manifest.split.as_ref()?;
    let label = manifest.scenarios.first()?.label();
    let total = shown(info.total);
    Some(format!(
        "{label}: the best split of {total} between {}",
        between(&info.keys)
    ))
}

/// Keys in words.
fn between(keys: &[String]) -> String {
    match keys {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => keys.join(""),
    }
}

fn question(manifest: &Manifest) -> String {
    let Some(info) = &manifest.split else {
        return String::new();
    };
    let way = if info.measure.below {
        "lowest"
    } else {
        "highest"
    };
    format!(
        "Sought: of {} of {} between {} in steps of {} the one with the {way} mean. A difference of {} {} \
         matters. Every split has the same random numbers as the scenario as it stands; those that fall \
         behind go early. All other numbers are those of the scenario: what is not known about them is \
         in no interval here, unless the scenario draws it.",
        counted(info.splits, "split"),
        shown(info.total),
        between(&info.keys),
        shown(info.step),
        shown(four_digits(info.difference)),
        info.measure.unit
    )
}

/// A number to four significant digits.
fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// What was chosen, a sentence each.
pub fn sentences(frame: &Frame) -> Vec<String> {
    let splits = Splits::of(frame);
    let Some((splits, best)) = splits
        .as_ref()
        .and_then(|splits| Some((splits, splits.best()?)))
    else {
        return vec![
            "No split was run to the end of the first stage, or none has a value.".to_owned(),
        ];
    };
    let mut all = vec![answer(splits, best), certainty(splits)];
    all.extend(alike(splits));
    all.extend(against(splits, best));
    all.push(
        "The best split is the one that came out best here, so its mean flatters it a little: another \
         seed says how much."
            .to_owned(),
    );
    // A percent sign never stands alone at the beginning of a line.
    all.iter()
        .map(|text| text.replace(" %", "\u{a0}%"))
        .collect()
}

fn answer(splits: &Splits, best: &Part) -> String {
    let (told, info) = (&splits.told, splits.info);
    let way = if info.measure.below {
        "lowest"
    } else {
        "highest"
    };
    let row = best.row;
    let mean = row.mean.map_or_else(String::new, |mean| told.level(mean));
    format!(
        "Of {} of {} {} is {way} with {}: {mean}{}{}.",
        counted(info.splits, "split"),
        shown(info.total),
        lower(&told.title),
        splits.words(best),
        told.unit_words(),
        interval(told, row)
    )
}

/// The interval of a mean, in brackets; nothing where there is none.
fn interval(told: &Told, row: &OptimizeRow) -> String {
    let ends = row.ci_low.zip(row.ci_high);
    ends.map_or_else(String::new, |(low, high)| {
        format!(
            " (95 % interval of the mean: {} to {})",
            told.level(low),
            told.level(high)
        )
    })
}

/// How sure the choice is.
fn certainty(splits: &Splits) -> String {
    let info = splits.info;
    let n = counted(info.done, "replication");
    let zone = format!(
        "{} {}",
        shown(four_digits(info.difference)),
        info.measure.unit
    );
    let left = counted(info.left, "split");
    match info.chosen {
        Chosen::Best => format!(
            "It was left after {n}: if it is better than all others by {zone}, it is chosen with a \
             probability of at least 95 %; where others are nearer, it may be one of them."
        ),
        Chosen::Several => format!(
            "After {n}, all that were asked for, {left} were still left: that it is the best of them is not \
             sure at 95 %. More replications (`-n`), or a greater --difference than {zone}, decide."
        ),
        Chosen::Unfinished => format!(
            "The choice was stopped after {n}, with {left} still left: that it is the best of them is not sure."
        ),
    }
}

/// Which splits cannot be told from the best one.
fn alike(splits: &Splits) -> Option<String> {
    let known = |part: &&Part| part.row.best_diff_ci_low.is_some();
    let others: Vec<&Part> = splits.parts.iter().skip(1).filter(known).collect();
    let alike: Vec<&&Part> = others.iter().filter(|part| part.alike()).collect();
    if others.is_empty() {
        return None;
    }
    if alike.is_empty() {
        return Some(
            "The 95 % interval of the paired difference of every other split from it leaves out 0."
                .to_owned(),
        );
    }
    let named = alike.iter().take(MOST_NAMED).map(|part| splits.words(part));
    let more = match alike.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    Some(format!(
        "{} cannot be told from it (the 95 % interval of the paired difference holds 0): {}{more}.",
        counted(alike.len() as u64, "split"),
        named.collect::<Vec<_>>().join("; ")
    ))
}

/// The best split against the next one, the even one and the scenario as it stands.
fn against(splits: &Splits, best: &Part) -> Vec<String> {
    let mut all = Vec::new();
    let behind = |words: &str, part: &Part| {
        let (told, row) = (&splits.told, part.row);
        let mean = told.change(row.best_diff_mean?);
        let doubt = row.best_diff_ci_low.zip(row.best_diff_ci_high);
        let doubt = doubt.map_or_else(String::new, |(low, high)| {
            format!(
                " (95 % interval of the mean difference: {} to {})",
                told.change(low),
                told.change(high)
            )
        });
        let better = row.probability_better.map_or_else(String::new, |share| {
            format!(
                ", and is better in {} of {}",
                percent(share),
                counted(row.n.min(best.row.n), "replication")
            )
        });
        Some(format!(
            "{words} has {mean}{}{doubt}{better}.",
            told.unit_words()
        ))
    };
    if let Some(next) = splits.parts.get(1) {
        all.extend(behind(
            &format!("The next one, {},", splits.words(next)),
            next,
        ));
    }
    let even = splits
        .even()
        .filter(|even| even.row.trial != best.row.trial);
    match even {
        Some(even) => {
            all.extend(behind(
                &format!("The most even split, {},", splits.words(even)),
                even,
            ));
        }
        None => all.push("The best split is the most even one.".to_owned()),
    }
    let words = format!(
        "The scenario as it stands, {},",
        splits.words(&splits.stands)
    );
    all.extend(behind(&words, &splits.stands));
    let others = splits.beside.iter().filter_map(|told| {
        let row = best.row_of(told)?;
        let (mean, low, high) = (row.diff_mean?, row.diff_ci_low?, row.diff_ci_high?);
        (mean != 0.0 || low != high).then(|| {
            format!(
                "{}: {}{} (95 % interval of the mean difference: {} to {})",
                told.title,
                told.change(mean),
                told.unit_words(),
                told.change(low),
                told.change(high)
            )
        })
    });
    let others: Vec<String> = others.collect();
    if !others.is_empty() {
        all.push(format!(
            "With the best split, against the scenario as it stands: {}.",
            others.join("; ")
        ));
    }
    all
}

fn row(splits: &Splits, part: &Part) -> Row {
    let (told, row) = (&splits.told, part.row);
    let range = |ends: Option<(f64, f64)>, say: &dyn Fn(f64) -> String| {
        ends.map_or_else(String::new, |(low, high)| {
            format!("{} to {}", say(low), say(high))
        })
    };
    let (level, change) = (|v| told.level(v), |v| told.change(v));
    let remark = match row.verdict.as_str() {
        "answer" => "the best",
        "as-it-stands" => "as it stands",
        _ if row.trial == splits.info.even => "most even",
        _ => "",
    };
    Row {
        values: part.shown(),
        remark,
        mean: row.mean.map_or_else(|| "not reached".to_owned(), level),
        interval: range(row.ci_low.zip(row.ci_high), &level),
        best: row.best_diff_mean.map(change).unwrap_or_default(),
        best_doubt: range(row.best_diff_ci_low.zip(row.best_diff_ci_high), &change),
        better: row.probability_better.map(percent).unwrap_or_default(),
        difference: row.diff_mean.map(change).unwrap_or_default(),
        doubt: range(row.diff_ci_low.zip(row.diff_ci_high), &change),
        n: row.n,
    }
}

/// The aim of a choice, for the method; nothing where there is none.
pub fn aim(manifest: &Manifest) -> String {
    let info = manifest.split.as_ref();
    info.map_or_else(String::new, |info| {
        format!(
            "To choose the best of {} of {} between {}.",
            counted(info.splits, "split"),
            shown(info.total),
            between(&info.keys)
        )
    })
}

/// How a choice goes, for the method; nothing where there is none.
pub fn method(manifest: &Manifest) -> String {
    let info = manifest.split.as_ref();
    info.map_or_else(String::new, |info| {
        format!(
            " Ranking and selection: the fully sequential procedure KN of Kim and Nelson 2001 (ACM \
             Transactions on Modeling and Computer Simulation 11, 251) with common random numbers, a \
             first stage of 10 replications, a confidence of 95 % and an indifference zone of {} {}. \
             It takes the differences of pairs of splits to be normal. Intervals of single differences \
             are not widened for their number, and those of splits that went early are of the \
             replications they had. What is not known about other numbers is not in it, but where they \
             are drawn for each replication.",
            shown(four_digits(info.difference)),
            info.measure.unit
        )
    })
}
