//! Scenarios as they were run, so that running them again gives the same results.

use crate::scenario::Scenario;

/// The resolved scenario with the seed and the number of replications of the run.
pub fn as_run(scenario: &Scenario, seed: u64, replications: u64) -> Vec<u8> {
    let run = [("seed", seed), ("replications", replications)];
    let own = [scenario.seed, u64::from(scenario.replications)];
    let changed = run.iter().zip(own).filter(|((_, run), own)| run != own);
    let changed: Vec<_> = changed.map(|(run, _)| *run).collect();
    as_run_toml(scenario.resolved_toml(), &changed).into_bytes()
}

/// The text with other values of some keys of the scenario.
fn as_run_toml(resolved: &str, changed: &[(&str, u64)]) -> String {
    let mut text = String::new();
    let mut section = "";
    for line in resolved.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let here = section.starts_with("[scenario]");
        let replaced = |(key, _): &(&str, u64)| line.starts_with(&format!("{key} = "));
        if here && changed.iter().any(replaced) {
            continue;
        }
        text.push_str(line);
        text.push('\n');
        if here && line == section {
            for (key, value) in changed {
                text.push_str(&format!("{key} = {value}  # as run\n"));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolved_scenario_has_the_seed_and_replications_of_the_run() {
        let resolved = "# Resolved\n\n[scenario]  # a:1\nname = \"a\"\nseed = 4  # a:3\n\
            replications = 20  # a:4\n\n[other]\nseed = 4\n";
        assert_eq!(as_run_toml(resolved, &[]), resolved);
        assert_eq!(
            as_run_toml(resolved, &[("seed", 9), ("replications", 5)]),
            "# Resolved\n\n[scenario]  # a:1\nseed = 9  # as run\n\
             replications = 5  # as run\nname = \"a\"\n\n[other]\nseed = 4\n"
        );
    }
}
