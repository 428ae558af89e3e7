//! What a search for a value found: in sentences, and as a table of the values that were tried.

use serde::Serialize;

use super::tried::{Column, Row, row};
use crate::report::frame::Frame;
use crate::report::manifest::{Ended, Manifest};
use crate::report::number::{counted, shown};
use crate::report::optimize::{Sought, Told, Trial, percent};

/// What a search found.
#[derive(Debug, Serialize)]
pub struct Found {
    /// The question in a sentence.
    pub question: String,
    /// What came out, a sentence each.
    pub sentences: Vec<String>,
    /// The key with its unit.
    pub key: String,
    /// The measures of the table.
    pub columns: Vec<Column>,
    /// The scenario as it stands, then the values, the lowest first.
    pub rows: Vec<Row>,
}

/// What the search found; none where nothing was sought.
pub fn found(frame: &Frame) -> Option<Found> {
    let sought = Sought::of(frame)?;
    let told = sought.told();
    let column = |told: &Told| Column {
        title: told.title.clone(),
        unit: told.unit.clone(),
    };
    let info = sought.info;
    let unit = Some(&info.unit).filter(|unit| !unit.is_empty());
    Some(Found {
        question: question(&sought, &frame.saved.manifest),
        sentences: sentences(frame),
        key: unit.map_or(info.key.clone(), |unit| format!("{} [{unit}]", info.key)),
        columns: told.iter().map(column).collect(),
        rows: (sought.stands.iter().chain(&sought.trials))
            .map(|trial| row(&sought, trial, &told))
            .collect(),
    })
}

/// Title of the page of a search.
pub fn title(manifest: &Manifest) -> Option<String> {
    let info = manifest.optimize.as_ref()?;
    let label = manifest.scenarios.first()?.label();
    Some(format!("{label}: how much of {} is enough", info.key))
}

fn question(sought: &Sought, manifest: &Manifest) -> String {
    let info = sought.info;
    format!(
        "Sought: {} between {} and {} ({}) with which {} in at least {} of replications. Tried: {}, each \
         in {} with the same random numbers as the scenario as it stands. All other numbers are those \
         of the scenario: what is not known about them is in no share and no interval here, unless the \
         scenario draws it.",
        info.key,
        shown(info.low),
        shown(info.high),
        counted(info.values, "value"),
        holds(sought),
        percent(info.probability),
        counted(info.tried, "value"),
        counted(manifest.replications_done, "replication"),
    )
    .replace(" %", "\u{a0}%")
}

/// The targets as what is to hold.
fn holds(sought: &Sought) -> String {
    format!("{} is met ({})", sought.noun(), sought.targets())
        .replace("all targets is", "all targets are")
}

/// What the search found, a sentence each.
pub fn sentences(frame: &Frame) -> Vec<String> {
    let Some(sought) = Sought::of(frame) else {
        return Vec::new();
    };
    let n = frame.saved.manifest.replications_done;
    let mut all = vec![answer(&sought)];
    all.extend(as_it_stands(&sought));
    all.extend(too_few(&sought, n));
    all.extend(doubtful(&sought, n));
    all.extend(monotone(&sought));
    all.extend(at_the_answer(&sought));
    // A percent sign never stands alone at the beginning of a line.
    all.iter()
        .map(|text| text.replace(" %", "\u{a0}%"))
        .collect()
}

fn met(trial: Option<&Trial>) -> String {
    let share = trial.and_then(Trial::share);
    share.map_or_else(|| "not known".to_owned(), |share| share.words())
}

/// The answer, or why there is none.
fn answer(sought: &Sought) -> String {
    let info = sought.info;
    let trials = sought.cheap_first();
    let least = if info.rises { "smallest" } else { "largest" };
    let often = percent(info.probability);
    let holds = holds(sought);
    let named = |trial: &Trial| sought.setting(trial.value);
    match (info.ended, &trials[..]) {
        (Ended::Least, _) => {
            let value = info.answer.unwrap_or_default();
            let place = trials.iter().position(|trial| trial.value == value);
            let before = place.and_then(|place| trials.get(place.checked_sub(1)?));
            let before = before.map_or_else(String::new, |trial| {
                format!(" With {} it is {}.", shown(trial.value), met(Some(trial)))
            });
            let unit = Some(format!(" {}", info.unit)).filter(|unit| unit.len() > 1);
            format!(
                "The {least} value of {} with which {holds} in at least {often} of replications is \
                 {}{}: the share is {}.{before}",
                info.key,
                shown(value),
                unit.unwrap_or_default(),
                met(sought.answer())
            )
        }
        (Ended::Already, [first, ..]) => format!(
            "With {}, the end of the range with the lowest share, {holds} in at least {often} of \
             replications already: the share is {}. A {} value may do too: the range ends there.",
            named(first),
            met(Some(first)),
            if info.rises { "lower" } else { "higher" }
        ),
        (Ended::Never, [first, others @ ..]) => {
            let share = |trial: &Trial| trial.share().map_or(0.0, |share| share.met);
            let best = others.iter().fold(first, |best, trial| {
                if share(trial) >= share(best) {
                    trial
                } else {
                    best
                }
            });
            format!(
                "With no value that was tried {holds} in at least {often} of replications: with {}, where \
                 the share is highest, it is {}. The others are taken to lie between their neighbours.",
                named(best),
                met(Some(best))
            )
        }
        (_, []) => "No value was tried to the end.".to_owned(),
        (_, trials) => {
            let enough = |trial: &&&Trial| {
                trial
                    .share()
                    .is_some_and(|share| share.met >= info.probability)
            };
            let yes = trials.iter().find(enough);
            let no = trials.iter().rfind(|trial| !enough(trial));
            let bound = |words: &str, trial: Option<&&Trial>| {
                trial.map_or_else(String::new, |trial| {
                    format!(" With {} {words}: {}.", named(trial), met(Some(trial)))
                })
            };
            format!(
                "The search was stopped before the {least} value of {} with which {holds} in at least \
                 {often} of replications was found.{}{}",
                info.key,
                bound("it is not enough", no),
                bound("it is", yes)
            )
        }
    }
}

/// How often the scenario as it stands meets the targets.
fn as_it_stands(sought: &Sought) -> Option<String> {
    let stands = sought.stands.as_ref()?;
    let share = stands.share()?.words();
    let meets = format!("meets {} in {share}", sought.noun());
    Some(if stands.value.is_finite() {
        let setting = sought.setting(stands.value);
        format!("The scenario as it stands ({setting}) {meets}.")
    } else {
        format!("The scenario as it stands {meets}.")
    })
}

/// That so few replications prove no share to be large enough.
fn too_few(sought: &Sought, n: u64) -> Option<String> {
    let p = sought.info.probability;
    // All of n are met: the exact interval begins at the n-th root of a fortieth.
    let enough = (0.025_f64.ln() / p.ln()).floor() + 1.0;
    ((n as f64) < enough).then(|| {
        format!(
            "{} are too few to be sure of {}: even a target that is met in all of them needs {}.",
            counted(n, "replication"),
            percent(p),
            shown(enough)
        )
    })
}

/// Which values cannot be told from one that is just enough.
fn doubtful(sought: &Sought, n: u64) -> Option<String> {
    let info = sought.info;
    if info.ended == Ended::Unfinished {
        return None;
    }
    let (n, often) = (counted(n, "replication"), percent(info.probability));
    let Some((first, last)) = info.doubtful else {
        return (info.ended == Ended::Least).then(|| {
            format!(
                "That is sure with {n}: the 95 % intervals of the answer and of the value before it lie on \
                 either side of {often}."
            )
        });
    };
    if first == last {
        return Some(format!(
            "With {n} only {} is in doubt: its 95 % interval holds {often}.",
            shown(first)
        ));
    }
    let (low, high) = (first.min(last), first.max(last));
    let (cheap, dear) = if info.rises {
        (info.low, info.high)
    } else {
        (info.high, info.low)
    };
    let open = match (first == cheap, last == dear) {
        (false, false) => "",
        (true, true) => " That is the whole range, and perhaps more.",
        _ => " That reaches an end of the range, and perhaps beyond.",
    };
    Some(format!(
        "With {n} the values from {} to {} cannot be told apart: their 95 % intervals hold {often}.{open}",
        shown(low),
        shown(high)
    ))
}

/// Whether the search was right to take for granted that more is better.
fn monotone(sought: &Sought) -> Option<String> {
    let info = sought.info;
    if sought.trials.len() < 3 {
        return None;
    }
    let way = if info.rises { "higher" } else { "lower" };
    if info.falls.is_empty() {
        return Some(format!(
            "The search takes for granted that shares never fall with {way} values; at the {} that \
             were tried they do not.",
            counted(info.tried, "value")
        ));
    }
    let share = |value: f64| {
        let share = sought.at(value).and_then(Trial::share);
        share.map_or_else(String::new, |share| percent(share.met))
    };
    let falls = info.falls.iter().map(|&(before, after)| {
        format!(
            "from {} with {} to {} with {}",
            share(before),
            shown(before),
            share(after),
            shown(after)
        )
    });
    Some(format!(
        "The search takes for granted that shares never fall with {way} values, and that does not \
         hold: they fall {}. Between values that were tried there may be others that are enough.",
        falls.collect::<Vec<_>>().join("; ")
    ))
}

/// What the answer brings, against the scenario as it stands.
fn at_the_answer(sought: &Sought) -> Option<String> {
    let answer = sought.answer()?;
    let stands = sought.info.stands;
    if stands == Some(answer.value) {
        return Some("The answer is the scenario as it stands.".to_owned());
    }
    let told = sought.beside();
    let change = |told: &Told| {
        let row = answer.row(told)?;
        let mean = row.diff_mean?;
        let none = mean == 0.0 && row.diff_ci_low == row.diff_ci_high;
        if none && row.measure == "cost" {
            return None;
        }
        let doubt = row.diff_ci_low.zip(row.diff_ci_high);
        let doubt = doubt.map_or_else(String::new, |(low, high)| {
            format!(
                " (95 % interval of the mean difference: {} to {})",
                told.change(low),
                told.change(high)
            )
        });
        Some(format!(
            "{}: {}{}{doubt}",
            told.title,
            told.change(mean),
            told.unit_words()
        ))
    };
    let changes: Vec<String> = told.iter().filter_map(change).collect();
    let stands = stands.map_or_else(String::new, |value| format!(" ({})", sought.setting(value)));
    (!changes.is_empty()).then(|| {
        format!(
            "With {}, against the scenario as it stands{stands}: {}.",
            sought.setting(answer.value),
            changes.join("; ")
        )
    })
}

/// The aim of a search, for the method.
pub fn aim(manifest: &Manifest) -> String {
    let info = manifest.optimize.as_ref();
    info.map_or_else(String::new, |info| {
        format!(
            "To find the least of {} of {} with which what is asked holds in at least {} of \
             replications.",
            counted(info.values, "value"),
            info.key,
            percent(info.probability)
        )
    })
}

/// How a search goes, for the method; nothing where there is none.
pub fn method(manifest: &Manifest) -> &'static str {
    if manifest.optimize.is_none() {
        return "";
    }
    " Both ends of the range are tried first: the one where the targets are met less often is the cheap \
     one. Then the step from a value that is not enough to one that is is halved until nothing lies \
     between (bisection), and so are the steps to the first value whose interval reaches the \
     probability and to the first whose interval lies above it. Every value that is tried has the same \
     replications as the scenario as it stands, with the same random numbers, and is paired with it. The \
     interval of a share of replications is exact (Clopper and Pearson 1934, Biometrika 26, 404). \
     A value is chosen by its share, not by its interval; a replication that has no value of a measure \
     does not meet its target. What is not known about other numbers is not in it, but where they are \
     drawn for each replication."
}
