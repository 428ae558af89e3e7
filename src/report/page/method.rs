//! The method as the checklist of STRESS-DES (Monks and others 2019, "Strengthening the reporting
//! of empirical simulation studies: introducing the STRESS guidelines", Journal of Simulation 13,
//! 55): every item, filled from the manifest.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{notes, sensitivity, sought, split, swept};
use crate::report::manifest::{Manifest, ParameterInfo, RunKind, ScenarioInfo};
use crate::report::number::{counted, decimals, thousands};

/// A section of the checklist: its heading and its items.
#[derive(Debug, Serialize)]
pub struct Part {
    /// Heading of the standard.
    pub heading: &'static str,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item of the checklist.
#[derive(Debug, Serialize)]
pub struct Item {
    /// Number in the standard.
    pub number: &'static str,
    /// Its name.
    pub label: &'static str,
    /// What there is to say.
    pub text: String,
}

fn item(number: &'static str, label: &'static str, text: impl Into<String>) -> Item {
    let text = text.into();
    Item {
        number,
        label,
        text: if text.is_empty() {
            "Not stated.".to_owned()
        } else {
            text
        },
    }
}

/// The six sections; `logged`: whether the page has a log of assumptions.
pub fn lines(manifest: &Manifest, logged: bool) -> Vec<Part> {
    let part = |heading, items| Part { heading, items };
    let Some(base) = manifest.scenarios.first() else {
        return Vec::new();
    };
    let mut logic = logic(manifest);
    logic.extend(components(manifest));
    vec![
        part("Objectives", objectives(manifest)),
        part("Logic", logic),
        part("Data", data(manifest, logged)),
        part("Experimentation", experimentation(manifest, base)),
        part("Implementation", implementation(manifest)),
        part("Code access", access(manifest)),
    ]
}

fn objectives(manifest: &Manifest) -> Vec<Item> {
    let mut questions: Vec<&str> = Vec::new();
    for question in manifest.scenarios.iter().map(|s| s.question.as_str()) {
        if !question.is_empty() && !questions.contains(&question) {
            questions.push(question);
        }
    }
    let outputs: Vec<String> = manifest
        .measures
        .iter()
        .map(|m| format!("{} [{}]", m.title, m.unit))
        .collect();
    let fits: Vec<&str> = (manifest.scenarios.iter().map(|s| s.fit.as_str()))
        .filter(|fit| !fit.is_empty())
        .collect();
    let (backtests, fits) = (fits.len(), fits.join(" "));
    let aim = match manifest.kind {
        RunKind::Run => "To project one scenario, with its uncertainty.".to_owned(),
        RunKind::Calibrate => format!("To fit parameters to the past. {fits}"),
        RunKind::Backtest => format!(
            "To forecast years that the fit did not see, and to score the forecasts. {fits}"
        ),
        RunKind::Compare => format!(
            "To compare {} with a baseline, replication by replication.",
            counted(
                manifest.scenarios.len().saturating_sub(1) as u64,
                "scenario"
            )
        ),
        RunKind::Sweep => swept::aim(manifest),
        RunKind::Sensitivity => sensitivity::aim(manifest, manifest.scenarios.first()),
        RunKind::Optimize => sought::aim(manifest) + &split::aim(manifest),
        RunKind::Validate => format!(
            "To hold {} against published figures, and to forecast years that the fit of {backtests} of them did not see. {fits}",
            counted(manifest.scenarios.len() as u64, "scenario")
        ),
    };
    vec![
        item("1.1", "Purpose of the model", questions.join(" ")),
        item(
            "1.2",
            "Model outputs",
            format!(
                "{}. Each is defined above, under measures; intervals: item 4.3.",
                outputs.join("; ")
            ),
        ),
        item("1.3", "Experimentation aims", aim),
    ]
}

fn logic(manifest: &Manifest) -> Vec<Item> {
    let changes: usize = manifest.scenarios.iter().map(|s| s.differences.len()).sum();
    let scenario = if changes == 0 {
        "No value differs from a baseline.".to_owned()
    } else {
        format!(
            "Differences from the baseline: {}; each is listed in the reform card.",
            counted(changes as u64, "value")
        )
    };
    vec![
        item(
            "2.1",
            "Base model overview diagram",
            "Source \u{2192} court and docket \u{2192} book or queue \u{2192} hearing \u{2192} \
             (adjourned, continued or advanced: back to the book) \u{2192} closed with a \
             disposition \u{2192} (appealed, remanded, reopened: back to the book). Meanwhile the \
             respondent waits in the country, in detention or at a host site.",
        ),
        item(
            "2.2",
            "Base model logic",
            "A discrete-event simulation of single cases: each is filed, waits for its hearings, \
             is heard or adjourned, and is closed; closed cases may be appealed or come back. \
             Judges are hired, learn and leave; on court days they give bench time, which kinds \
             of session share.",
        ),
        item("2.3", "Scenario logic", scenario + &swept::points(manifest)),
        item(
            "2.4",
            "Algorithms",
            "Booking on the first court day with free bookable minutes, or calling up from a \
             queue; when capacity falls, booked hearings are bumped, lowest priority first, and \
             booked again. Filings: a Poisson process thinned from a dominating one, keyed by \
             case. Waits by year of filing: Kaplan-Meier, pending cases censored. Provisions of a \
             reform: order-averaged effects (Shapley).",
        ),
    ]
}

fn components(manifest: &Manifest) -> Vec<Item> {
    let rules = notes::each(manifest, |info| {
        let rules = info.rules.iter();
        let rules: Vec<String> = rules.map(|r| format!("{}: {}", r.label, r.value)).collect();
        sentence_list(&rules)
    });
    let dockets = notes::together(manifest, |info| {
        let dockets = info.dockets.iter();
        let words = dockets.map(|d| format!("{} (waits {})", d.name, d.waits.words()));
        words.collect()
    });
    let entities = format!("Cases, each in a court and a docket: {dockets}.");
    let queues = format!("At each court, hearings wait for bench time by these rules. {rules}");
    let resources = notes::each(manifest, resources);
    vec![
        item("2.5.1", "Components: entities", entities),
        item(
            "2.5.2",
            "Components: activities",
            "Hearings, stage by stage: their planned and actual minutes, absences and outcomes are \
             the parameters under docket. Hiring: selection, classes, training and learning, the \
             parameters under judges.",
        ),
        item("2.5.3", "Components: resources", resources),
        item("2.5.4", "Components: queues", queues),
        item(
            "2.5.5",
            "Components: entry and exit points",
            "Cases enter from the sources by a dated rate and with the opening docket; they leave \
             on the day of the first-instance decision. A remand or a reopening is a return.",
        ),
    ]
}

fn resources(base: &ScenarioInfo) -> String {
    let sessions = base.sessions.iter().map(|s| {
        let (share, booked) = (decimals(s.share * 100.0, 0), decimals(s.overbooking, 2));
        let name = &s.name;
        format!("{name} ({share} % of bench time, {booked} minutes booked per planned minute)")
    });
    format!(
        "Judges of {}, each with a career from hiring to departure, and the bench minutes \
         they give on court days. Session kinds: {}.",
        counted(base.courts.len() as u64, "court"),
        sessions.collect::<Vec<_>>().join(", ")
    )
}

fn sentence_list(items: &[String]) -> String {
    if items.is_empty() {
        String::new()
    } else {
        format!("{}.", items.join("; "))
    }
}

fn data(manifest: &Manifest, logged: bool) -> Vec<Item> {
    // Scenarios that extend one file share its numbers: each counts once.
    let all = manifest.scenarios.iter().flat_map(|s| &s.parameters);
    let distinct: BTreeMap<(&str, &str, u32), &ParameterInfo> = all
        .map(|p| ((p.key.as_str(), p.file.as_str(), p.line), p))
        .collect();
    let count = |which: fn(&ParameterInfo) -> bool| {
        let found = distinct.values().filter(|p| which(p)).count();
        counted(found as u64, "parameter")
    };
    let sourced = count(|p| !p.assumption);
    let assumed = count(|p| p.assumption);
    let drawn = count(|p| p.distribution.is_some());
    let series = notes::together(manifest, |info| {
        let series = info.actual.iter();
        series
            .map(|a| format!("{} ({})", a.name, a.source))
            .collect()
    });
    let mut sources = format!("With a source, given beside each value above: {sourced}.");
    if !series.is_empty() {
        sources = format!("{sources} Actual series shown: {series}.");
    }
    vec![
        item("3.1", "Data sources", sources),
        item(
            "3.2",
            "Pre-processing",
            "None by the program: columns of CSV files are taken as they are, times a stated \
             factor. What was derived from published numbers says so in its source or note.",
        ),
        item(
            "3.3",
            "Input parameters",
            format!(
                "All are listed above. Drawn anew for each replication, from the distribution \
                 listed: {drawn}{}.",
                notes::by_chance(manifest)
            ),
        ),
        item(
            "3.4",
            "Assumptions",
            format!(
                "Without a source: {assumed}, marked as assumptions above{}.",
                if logged {
                    " and listed in the assumptions log"
                } else {
                    ""
                }
            ),
        ),
    ]
}

fn experimentation(manifest: &Manifest, base: &ScenarioInfo) -> Vec<Item> {
    let interrupted = if manifest.interrupted {
        " The run was stopped before the end."
    } else {
        ""
    };
    let points = if manifest.sweep.is_some() {
        " Every point of the grid has the same replications as the scenario as it stands, with \
         the same random numbers, and is paired with it. What is not known about the numbers that \
         are not varied is not in the grid, but where they are drawn for each replication."
    } else {
        ""
    };
    let search = sought::method(manifest).to_owned() + &split::method(manifest);
    let replications = format!(
        "{}{interrupted}{points}{search} The 95 % interval is that of the mean \
         over replications (Student's t; of a probability Wilson's, of the difference of two Agresti and Min's): it says \
         how well the mean is known. The 5th to 95th \
         percentile of replications says how far single futures lie apart. The two are never \
         mixed; differences between scenarios are paired. {}",
        notes::replications(manifest),
        sensitivity::method(manifest)
    );
    let replications = replications.trim_end().to_owned();
    let lengths: Vec<String> = manifest
        .scenarios
        .iter()
        .map(|s| format!("{} to {}", s.start, s.end))
        .collect();
    let same = lengths.iter().all(|length| *length == lengths[0]);
    let length = if same {
        format!("{} to {}.", base.start, base.end)
    } else {
        sentence_list(&lengths)
    };
    vec![
        item(
            "4.1",
            "Initialisation",
            "Terminating: it starts with the pending cases of the first day and their ages; \
             nothing is warmed up or deleted.",
        ),
        item("4.2", "Run length", length),
        item("4.3", "Estimation approach", replications),
    ]
}

fn implementation(manifest: &Manifest) -> Vec<Item> {
    let software = format!(
        "{} {}, written in Rust.",
        manifest.program, manifest.version
    );
    let random = format!(
        "Every draw is keyed by seed ({}), replication, decision, case and ordinal (the \
         mixer wyhash64): the same in every scenario, on any number of threads. \
         Draws by inversion.",
        manifest.seed
    );
    let time = format!(
        "{} seconds on {}; {} events, {} a second; {}. Started {}.",
        decimals(manifest.wall_seconds, 1),
        counted(manifest.threads as u64, "thread"),
        thousands(manifest.events as f64),
        thousands(manifest.events_per_second),
        if manifest.system.is_empty() {
            "the machine is not known"
        } else {
            &manifest.system
        },
        manifest.started
    );
    vec![
        item("5.1", "Software or programming language", software),
        item("5.2", "Random sampling", random),
        item(
            "5.3",
            "Model execution",
            "Next event by day; within a day policies, then bench, then sessions, then arrivals, \
             then the close of books. Replications run in parallel and are folded in their order.",
        ),
        item("5.4", "System specification", time),
    ]
}

/// The files of a scenario: those that extend one another, and the series that they read.
fn files(info: &ScenarioInfo) -> String {
    let (documents, series): (Vec<&str>, Vec<&str>) =
        (info.files.iter().map(String::as_str)).partition(|file| !file.ends_with(".csv"));
    let documents = documents.join(", extending ");
    if series.is_empty() {
        return documents;
    }
    format!("{documents}, with data of {}", series.join(", "))
}

fn access(manifest: &Manifest) -> Vec<Item> {
    let files: Vec<String> = manifest
        .scenarios
        .iter()
        .map(|s| format!("{} from {} (content {})", s.name, files(s), s.content_hash))
        .collect();
    let text = format!(
        "{} Scenario files: {}",
        manifest.code,
        sentence_list(&files)
    );
    vec![item("6.1", "Computer model sharing statement", text)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_of_the_checklist_is_answered() {
        let manifest = Manifest {
            scenarios: vec![ScenarioInfo::default()],
            ..Manifest::default()
        };
        let parts = lines(&manifest, true);
        let numbers: Vec<&str> = parts
            .iter()
            .flat_map(|p| &p.items)
            .map(|i| i.number)
            .collect();
        let all = "1.1 1.2 1.3 2.1 2.2 2.3 2.4 2.5.1 2.5.2 2.5.3 2.5.4 2.5.5 3.1 3.2 3.3 3.4 4.1 \
                   4.2 4.3 5.1 5.2 5.3 5.4 6.1";
        assert_eq!(numbers, all.split_whitespace().collect::<Vec<_>>());
        assert!(
            parts
                .iter()
                .flat_map(|p| &p.items)
                .all(|i| !i.text.is_empty())
        );
    }
}
