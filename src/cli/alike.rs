//! What several scenarios must have in common or apart, and what is said where they have not.

use std::path::Path;
use std::sync::Arc;

use super::failure::Failure;
use super::progress::Progress;
use super::terminal::Terminal;
use crate::experiment::{self, Experiment, Plan, Watch, run_on};
use crate::report::number::counted;
use crate::report::period::month_name;
use crate::report::{Asked, Overwrite, check_same};
use crate::scenario::Scenario;

/// Refuses scenarios of one name.
pub fn distinct(scenarios: &[Scenario]) -> Result<(), Failure> {
    let names: Vec<&str> = scenarios.iter().map(|s| s.name.as_str()).collect();
    match (1..names.len()).find(|&i| names[..i].contains(&names[i])) {
        Some(twice) => Err(Failure::Argument(format!(
            "two of the scenarios are named `{}`: their results could not be told apart; set another [scenario] name in one of them",
            names[twice]
        ))),
        None => Ok(()),
    }
}

/// Refuses a folder with results of other files whose scenarios have the same names.
pub fn same_files<'a>(
    target: &Path,
    scenarios: &'a [Scenario],
    overwrite: Overwrite,
) -> Result<(), Failure> {
    let asked = |scenario: &'a Scenario| Asked {
        name: &scenario.name,
        file: scenario.files().first().map_or("", String::as_str),
        content_hash: &scenario.content_hash,
    };
    let asked: Vec<Asked> = scenarios.iter().map(asked).collect();
    Ok(check_same(target, &asked, overwrite)?)
}

/// Runs on those that reached their precision before others did: pairs need both.
pub fn run_all_on(
    (terminal, pool, watch): (&Terminal, &rayon::ThreadPool, &Arc<Watch>),
    plan: &Plan,
    scenarios: &[Scenario],
    experiments: &mut [Experiment],
) -> Result<(), Failure> {
    let plan = plan.up_to_the_longest(experiments);
    let shorter = |(_, own): &(_, &mut Experiment)| own.done() < plan.replications;
    for (scenario, experiment) in scenarios.iter().zip(experiments).filter(shorter) {
        if watch.stopped() {
            break;
        }
        let more = plan.replications - experiment.done();
        terminal.say(&format!(
            "Running {} on: {}, as many as the others have",
            scenario.name,
            counted(more, "more replication")
        ));
        let progress = Progress::follow(terminal, &scenario.name, more, watch);
        let result = pool.install(|| run_on(scenario, &plan, watch, experiment));
        drop(progress);
        result?;
    }
    Ok(())
}

/// Leaves of each experiment the replications that all of them finished; says so where that is
/// fewer than some did.
pub fn cut(scenarios: &[Scenario], experiments: &mut [Experiment]) -> Option<String> {
    let before: Vec<u64> = experiments.iter().map(Experiment::done).collect();
    let least = experiment::cut(experiments)?;
    let longer: Vec<String> = (scenarios.iter().zip(before))
        .filter(|(_, done)| *done > least)
        .map(|(scenario, done)| format!("{} had {done}", scenario.name))
        .collect();
    (!longer.is_empty()).then(|| {
        format!(
            "The comparison is cut to the first {}, which all scenarios finished: {}.",
            counted(least, "replication"),
            longer.join(", ")
        )
    })
}

/// What is to be said of scenarios that are held against a baseline of another time, of other
/// years, or in another currency: what is not compared, and what can be.
pub fn unlike(scenarios: &[Scenario]) -> Vec<String> {
    let [baseline, others @ ..] = scenarios else {
        return Vec::new();
    };
    let mut doubts = Vec::new();
    for scenario in others {
        let (name, base) = (&scenario.name, &baseline.name);
        if (scenario.start, scenario.end) != (baseline.start, baseline.end) {
            doubts.push(format!(
                "{name} runs from {} to {}, {base} from {} to {}: only months and fiscal years of \
                 the same days in both are compared, nothing over the horizon or at its end.",
                scenario.start, scenario.end, baseline.start, baseline.end
            ));
        }
        let starts = |scenario: &Scenario| month_name(scenario.blueprint().fiscal_year_start);
        if starts(scenario) != starts(baseline) {
            doubts.push(format!(
                "Fiscal years of {name} start in {}, those of {base} in {}: they are not compared; \
                 months are, and the horizon where it is of the same days.",
                starts(scenario),
                starts(baseline)
            ));
        }
        if scenario.currency != baseline.currency {
            doubts.push(format!(
                "{name} counts in {}, {base} in {}: their costs are not compared.",
                scenario.currency, baseline.currency
            ));
        }
    }
    doubts
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::experiment::{Detail, Shard, run};
    use crate::scenario::{Memory, load_from};

    #[test]
    fn a_comparison_is_cut_to_what_all_have_and_says_so_once() {
        let text = include_str!("../../tests/it/town/town.toml");
        let load = |name: &str| {
            let own = text.replace("name = \"town\"", &format!("name = \"{name}\""));
            let files = Memory::of([("town.toml", own.as_str())]);
            let sets = ["scenario.end=2018-10-31".to_owned()];
            let loaded = load_from(&files, Path::new("town.toml"), &sets);
            loaded.expect("the town loads").scenario
        };
        let scenarios = [load("one"), load("other")];
        let experiment = |scenario: &Scenario, replications: u64| {
            let plan = Plan {
                seed: 1,
                replications,
                precision: None,
                detail: Detail::Standard,
                shard: Shard::WHOLE,
            };
            run(scenario, &plan, &Watch::default()).expect("the town runs")
        };
        let mut both = [experiment(&scenarios[0], 5), experiment(&scenarios[1], 2)];
        let said = cut(&scenarios, &mut both);
        let words = "The comparison is cut to the first 2 replications, which all scenarios \
                     finished: one had 5.";
        assert_eq!(said.as_deref(), Some(words));
        assert_eq!(both.each_ref().map(Experiment::done), [2, 2]);
        assert_eq!(cut(&scenarios, &mut both), None);
    }
}
