//! The measures there are, whatever a scenario holds.

use std::path::Path;

use crate::experiment::{Measure, Periods, Scope, catalogue};
use crate::scenario::{Memory, load_from};

/// A court system with one of everything.
const EXAMPLE: &str = include_str!("example.toml");
/// Ids of the example that stand for those of a scenario.
const OWN: [&str; 3] = ["disposition", "session", "site"];

/// Every measure; ids of a scenario stand as `<disposition>`, `<session>` or `<site>`.
pub fn all() -> Vec<Measure> {
    let files = Memory::of([("example.toml", EXAMPLE)]);
    // A test loads the example: it cannot fail here, and without it there is nothing to list.
    let Ok(loaded) = load_from(&files, Path::new("example.toml"), &[]) else {
        return Vec::new();
    };
    let mut measures = catalogue(loaded.scenario.blueprint(), "currency", true);
    for measure in &mut measures {
        if let Some((family, id)) = measure.id.split_once('.')
            && OWN.contains(&id)
        {
            measure.id = format!("{family}.<{id}>");
        }
    }
    measures
}

/// Whether a name means this measure; an id of a scenario may stand for `<...>`.
pub fn answers(measure: &Measure, query: &str) -> bool {
    let family = measure.id.split_once(".<").map(|(family, _)| family);
    measure.id == query
        || family.is_some_and(|family| {
            query
                .strip_prefix(family)
                .and_then(|rest| rest.strip_prefix('.'))
                .is_some_and(|id| !id.is_empty() && !id.contains('.'))
        })
}

/// Courts, dockets and periods for which a measure exists, in words.
pub fn reach(measure: &Measure) -> String {
    let place = match measure.scope {
        Scope::Everywhere => "every court and docket, and all together",
        Scope::Courts => "every court, and all together",
        Scope::Whole => "the whole system",
    };
    let time = match measure.periods {
        Periods::All => "by month, fiscal year and whole horizon",
        Periods::FilingYears => "by fiscal year of filing",
        Periods::Horizon => "over the whole horizon",
    };
    format!("{place}; {time}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_has_every_family_of_measures() {
        let all = all();
        let has = |id: &str| all.iter().any(|measure| measure.id == id);
        for id in [
            "pending",
            "completions.<disposition>",
            "hearing_settings.<session>",
            "host_waiting.<site>",
            "hearings_adjourned.bumped",
            "cohort_merits_p50",
            "cleared",
        ] {
            assert!(has(id), "{id}");
        }
    }

    #[test]
    fn an_id_of_a_scenario_may_stand_in_a_measure() {
        let all = all();
        let found = |query: &str| -> Vec<&str> {
            let hits = all.iter().filter(|measure| answers(measure, query));
            hits.map(|measure| measure.id.as_str()).collect()
        };
        assert_eq!(found("completions"), ["completions"]);
        assert_eq!(found("completions.removal"), ["completions.<disposition>"]);
        assert_eq!(
            found("hearings_adjourned.bumped"),
            ["hearings_adjourned.bumped"]
        );
    }
}
