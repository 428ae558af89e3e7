//! The method in the order of STRESS-DES (Monks and others, 2019), from the manifest.

use serde::Serialize;

use crate::report::manifest::{Manifest, RunKind, ScenarioInfo};
use crate::report::number::{decimals, thousands};

/// A section of the method: its heading and its items.
#[derive(Debug, Serialize)]
pub struct Part {
    /// Heading of the standard.
    pub heading: &'static str,
    /// Items: a label and what there is to say.
    pub items: Vec<(String, String)>,
}

/// The six sections.
pub fn lines(manifest: &Manifest) -> Vec<Part> {
    let part = |heading, items: Vec<(&str, String)>| Part {
        heading,
        items: items
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(label, text)| (label.to_owned(), text))
            .collect(),
    };
    let Some(base) = manifest.scenarios.first() else {
        return Vec::new();
    };
    vec![
        part("Objectives", objectives(manifest)),
        part("Logic", logic(manifest, base)),
        part("Data", data(manifest, base)),
        part("Experimentation", experimentation(manifest, base)),
        part("Implementation", implementation(manifest)),
        part("Code access", access(manifest)),
    ]
}

fn objectives(manifest: &Manifest) -> Vec<(&'static str, String)> {
    let questions: Vec<&str> = manifest
        .scenarios
        .iter()
        .map(|s| s.question.as_str())
        .filter(|q| !q.is_empty())
        .collect();
    let outputs: Vec<String> = manifest
        .measures
        .iter()
        .map(|m| format!("{} [{}]", m.title, m.unit))
        .collect();
    let aim = match manifest.kind {
        RunKind::Run => "To project one scenario, with its uncertainty.".to_owned(),
        RunKind::Calibrate => format!("To fit parameters to the past. {}", manifest.fit),
        RunKind::Backtest => format!(
            "To forecast years that the fit did not see, and to score the forecasts. {}",
            manifest.fit
        ),
        RunKind::Compare => format!(
            "To compare {} scenario(s) with a baseline, replication by replication.",
            manifest.scenarios.len().saturating_sub(1)
        ),
    };
    vec![
        ("Purpose", questions.join(" ")),
        ("Outputs", outputs.join("; ")),
        ("Aim of the experiment", aim),
    ]
}

fn logic(manifest: &Manifest, base: &ScenarioInfo) -> Vec<(&'static str, String)> {
    let rules: Vec<String> = base
        .rules
        .iter()
        .map(|r| format!("{}: {}", r.label, r.value))
        .collect();
    let dockets: Vec<String> = base
        .dockets
        .iter()
        .map(|d| format!("{} (waits {})", d.name, d.waits.words()))
        .collect();
    let changes: usize = manifest.scenarios.iter().map(|s| s.differences.len()).sum();
    let entities = format!(
        "Cases, each in a court and a docket: {}.",
        dockets.join(", ")
    );
    let rules = sentence_list(&rules);
    let queues = format!("At each court, hearings wait for bench time by these rules. {rules}");
    vec![
        (
            "Overview",
            "A discrete-event simulation of single cases: each is filed, waits for its hearings, \
             is heard or adjourned, and is closed; closed cases may be appealed or come back."
                .to_owned(),
        ),
        ("Entities", entities),
        ("Resources", resources(base)),
        ("Queues", queues),
        (
            "Entry and exit",
            "Cases enter from the sources by a dated rate and with the opening docket; they leave \
             on the day of the first-instance decision. A remand or a reopening is a return."
                .to_owned(),
        ),
        (
            "Scenario logic",
            if changes == 0 {
                String::new()
            } else {
                format!("{changes} value(s) differ from the baseline; each is listed above.")
            },
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
        "Judges of {} court(s), each with a career from hiring to departure, and the bench minutes \
         they give on court days. Session kinds: {}.",
        base.courts.len(),
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

fn data(manifest: &Manifest, base: &ScenarioInfo) -> Vec<(&'static str, String)> {
    let all = manifest.scenarios.iter().flat_map(|s| &s.parameters);
    let (mut sourced, mut assumed, mut drawn) = (0, 0, 0);
    for parameter in all {
        if parameter.assumption {
            assumed += 1
        } else {
            sourced += 1
        }
        drawn += usize::from(parameter.distribution.is_some());
    }
    let series: Vec<String> = base
        .actual
        .iter()
        .map(|a| format!("{} ({})", a.name, a.source))
        .collect();
    vec![
        (
            "Sources",
            format!("{sourced} parameter(s) have a source, given beside each value above."),
        ),
        (
            "Assumptions",
            format!("{assumed} parameter(s) have none and are marked as assumptions."),
        ),
        (
            "Uncertain inputs",
            format!("{drawn} parameter(s) are drawn anew for each replication, as listed."),
        ),
        ("Actual series shown", sentence_list(&series)),
    ]
}

fn experimentation(manifest: &Manifest, base: &ScenarioInfo) -> Vec<(&'static str, String)> {
    let interrupted = if manifest.interrupted {
        " The run was stopped before the end."
    } else {
        ""
    };
    vec![
        (
            "Initial state",
            "The pending cases of the first day with their ages; nothing is warmed up or deleted."
                .to_owned(),
        ),
        ("Run length", format!("{} to {}.", base.start, base.end)),
        (
            "Replications",
            format!(
                "{} done of {} asked for.{interrupted}",
                thousands(manifest.replications_done as f64),
                thousands(manifest.replications_requested as f64)
            ),
        ),
        (
            "Intervals",
            "The 95 % interval is that of the mean over replications: it says how well the mean is \
             known. The 5th to 95th percentile of replications says how far single futures lie \
             apart. The two are never mixed; differences between scenarios are paired."
                .to_owned(),
        ),
    ]
}

fn implementation(manifest: &Manifest) -> Vec<(&'static str, String)> {
    vec![
        (
            "Software",
            format!(
                "{} {}, written in Rust.",
                manifest.program, manifest.version
            ),
        ),
        (
            "Random numbers",
            format!(
                "Every draw is keyed by seed ({}), replication, decision, case and ordinal: the \
                 same in every scenario, on any number of threads.",
                manifest.seed
            ),
        ),
        (
            "Order of events",
            "By day; within a day policies, then bench, then sessions, then arrivals, then the \
             close of books."
                .to_owned(),
        ),
        (
            "Run time",
            format!(
                "{} seconds on {} thread(s); {} events, {} a second. Started {}.",
                decimals(manifest.wall_seconds, 1),
                manifest.threads,
                thousands(manifest.events as f64),
                thousands(manifest.events_per_second),
                manifest.started
            ),
        ),
    ]
}

fn access(manifest: &Manifest) -> Vec<(&'static str, String)> {
    let files: Vec<String> = manifest
        .scenarios
        .iter()
        .map(|s| {
            format!(
                "{} from {} (content {})",
                s.name,
                s.files.join(", extending "),
                s.content_hash
            )
        })
        .collect();
    vec![
        ("Code", manifest.code.clone()),
        ("Scenario files", sentence_list(&files)),
    ]
}
