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
    let answers = matches!(manifest.kind, RunKind::Run | RunKind::Compare);
    let mut scenarios = manifest.scenarios.iter();
    if !answers || manifest.replications_done < 2 || scenarios.any(ScenarioInfo::draws_parameters) {
        return None;
    }
    let first = manifest.scenarios.first()?;
    let assumed = first.parameters.iter().filter(|p| p.assumption).count();
    let assumed = thousands(assumed as f64);
    let opened = clause(manifest, |p| p.ready_drawn, "on which day", "opens");
    let by_chance = |p: &PolicyInfo| p.probability.is_some_and(|p| p > 0.0);
    let enacted = clause(manifest, by_chance, "whether", "comes into force");
    Some(format!(
        "Every number of the scenario is the same in all replications, so intervals and bands show \
         chance alone: which cases come, how hearings go, who leaves the bench{opened}{enacted}. \
         What is not known about the numbers, {assumed} of which are assumptions, is in no interval."
    ))
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
