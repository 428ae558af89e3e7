//! What the reader should know of the numbers: which waits come first, and what is drawn by chance.

use crate::report::frame::{Frame, Grain};
use crate::report::manifest::{CountedBy, Manifest, PolicyInfo, RunKind, ScenarioInfo};
use crate::report::number::{counted, decimals, thousands};

/// Why the cohort figures come first, where both kinds are known.
pub fn cohort_note(frame: &Frame, info: &ScenarioInfo) -> Option<String> {
    let has = |measure: &str| {
        frame
            .total(&info.name, measure, Grain::Year)
            .iter()
            .any(|p| p.row.mean.is_some())
    };
    let cohort = has("cohort_merits_p50") || has("cohort_disposition_p50");
    let held = has("merits_wait_p50") || has("disposition_time_p50");
    (cohort && held).then(|| {
        "Waits by year of filing come first. Waits of the hearings held and the cases completed in \
         a year leave out everyone who is still waiting, so while the docket grows they are too \
         short; the figures by year of filing count those who still wait (Kaplan-Meier)."
            .to_owned()
    })
}

/// What the intervals leave out, where no number of the scenarios is drawn.
pub fn chance_note(manifest: &Manifest) -> Option<String> {
    let answers = matches!(
        manifest.kind,
        RunKind::Run | RunKind::Compare | RunKind::Sweep | RunKind::Optimize
    );
    let mut scenarios = manifest.scenarios.iter();
    if !answers || manifest.replications_done < 2 || scenarios.any(ScenarioInfo::draws_parameters) {
        return None;
    }
    let scenarios = manifest.scenarios.iter();
    let assumed =
        scenarios.map(|info| info.parameters.iter().filter(|p| p.assumption).count() as f64);
    let assumed: Vec<f64> = assumed.collect();
    let fewest = assumed.iter().copied().reduce(f64::min)?;
    let most = assumed.iter().copied().reduce(f64::max)?;
    let (whose, assumed) = if fewest == most {
        ("the", format!("{} of which", thousands(most)))
    } else {
        let range = format!("{} to {}", thousands(fewest), thousands(most));
        ("a", format!("{range} of which, depending on the scenario,"))
    };
    let chance = by_chance(manifest);
    Some(format!(
        "Every number of {whose} scenario is the same in all replications, so intervals and bands show \
         chance alone: which cases come, how hearings go, who leaves the bench{chance}. \
         What is not known about the numbers, {assumed} are assumptions, is in no interval."
    ))
}

/// What is drawn of the policies of any scenario, as clauses: nothing where nothing is.
pub fn by_chance(manifest: &Manifest) -> String {
    let opened = clause(manifest, |p| p.ready_drawn, "on which day", "opens");
    let by_chance = |p: &PolicyInfo| p.probability.is_some_and(|p| p > 0.0);
    opened + &clause(manifest, by_chance, "whether", "comes into force")
}

/// The policies of which something is drawn, as a clause.
fn clause(
    manifest: &Manifest,
    which: impl Fn(&PolicyInfo) -> bool,
    before: &str,
    after: &str,
) -> String {
    let policies = manifest.scenarios.iter().flat_map(|info| &info.policies);
    let mut names: Vec<&str> = policies
        .filter(|policy| which(policy))
        .map(PolicyInfo::whole)
        .collect();
    names.sort_unstable();
    names.dedup();
    match names[..] {
        [] => String::new(),
        [one] => format!(", and {before} \"{one}\" {after}"),
        _ => format!(
            ", and {before} each of \"{}\" {after}",
            names.join("\", \"")
        ),
    }
}

/// That futures with and without a policy are mixed, where its coming into force is drawn.
pub fn enacted(info: &ScenarioInfo) -> Option<String> {
    let mut drawn: Vec<(&str, f64)> = Vec::new();
    for policy in &info.policies {
        let probability = policy.probability.filter(|p| *p > 0.0);
        let named = probability.map(|probability| (policy.whole(), probability));
        drawn.extend(named.filter(|named| !drawn.contains(named)));
    }
    let list = drawn.iter().map(|(name, probability)| {
        format!(
            "\"{name}\" (probability {} %)",
            decimals(probability * 100.0, 0)
        )
    });
    let list: Vec<String> = list.collect();
    let whether = match list.len() {
        0 => return None,
        1 => format!("{} comes into force", list[0]),
        _ => format!("each of {} comes into force", list.join(", ")),
    };
    Some(format!(
        "Each replication draws whether {whether}: means and bands are of futures with it and \
         without it together."
    ))
}

/// How many replications were run, and why so many.
pub fn replications(manifest: &Manifest) -> String {
    let (done, asked) = (manifest.replications_done, manifest.replications_requested);
    let count = counted(done, "replication");
    let why = match &manifest.replications_by {
        CountedBy::Precision(wanted) => {
            let most = thousands(asked as f64);
            return format!(
                "{count} done: as many as the precision asked for ({wanted}: half the interval over \
                 the mean) took, at most {most}."
            );
        }
        CountedBy::Option => "as many as the command line asks for",
        CountedBy::Command => "as many as the command takes where none are asked for",
        CountedBy::Scenario => "as many as the scenario states",
    };
    let of = if done == asked {
        String::new()
    } else {
        format!(" of {}", thousands(asked as f64))
    };
    format!(
        "{count} done{of}, {why}: no precision was set, and the intervals say what that number gives."
    )
}

/// What the scenarios have, each thing once; what the first has not is said to be of the others.
pub fn together(manifest: &Manifest, of: impl Fn(&ScenarioInfo) -> Vec<String>) -> String {
    let mut scenarios = manifest.scenarios.iter();
    let mut all = scenarios.next().map(&of).unwrap_or_default();
    let mut text = all.join(", ");
    for scenario in scenarios {
        let more: Vec<String> = (of(scenario).into_iter())
            .filter(|thing| !all.contains(thing))
            .collect();
        if !more.is_empty() {
            let (label, list) = (scenario.label(), more.join(", "));
            text = format!("{text}; besides, in \u{201c}{label}\u{201d}: {list}");
            all.extend(more);
        }
    }
    text
}

/// What is to be said of the first scenario, and of those of which something else is to be said.
pub fn each(manifest: &Manifest, of: impl Fn(&ScenarioInfo) -> String) -> String {
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    for scenario in &manifest.scenarios {
        let text = of(scenario);
        match said.iter_mut().find(|(other, _)| *other == text) {
            Some((_, labels)) => labels.push(scenario.label()),
            None => said.push((text, vec![scenario.label()])),
        }
    }
    let many = said.len() > 1;
    let told = said.into_iter().map(|(text, labels)| match many {
        true => format!(
            "\u{201c}{}\u{201d}: {text}",
            labels.join("\u{201d}, \u{201c}")
        ),
        false => text,
    });
    told.collect::<Vec<_>>().join(" ")
}
