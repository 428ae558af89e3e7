//! Small scenario files of the tests, and what their results are read with.

use std::path::{Path, PathBuf};

use docketsim::experiment::{self, Detail, Experiment, Plan, ResultRow, Shard, Watch};
use docketsim::report::export::to_csv;
use docketsim::scenario::{Memory, Scenario, load_from};

/// A scenario file of the tests.
pub fn file(name: &str) -> PathBuf {
    root().join("tests/it/town").join(name)
}

/// Folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Loads a scenario file of the tests, with settings.
pub fn scenario(name: &str, sets: &[&str]) -> Scenario {
    let files = Memory::of([
        ("town.toml", include_str!("town.toml")),
        ("more-judges.toml", include_str!("more-judges.toml")),
        ("null.toml", include_str!("null.toml")),
        ("poisson.toml", include_str!("poisson.toml")),
        ("published.toml", include_str!("published.toml")),
        ("uncertain.toml", include_str!("uncertain.toml")),
    ]);
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    load_from(&files, Path::new(name), &sets)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario
}

/// A reference scenario, with settings.
pub fn reference(name: &str, sets: &[&str]) -> Scenario {
    let path = root().join("scenarios").join(name);
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    docketsim::scenario::load(&path, &sets)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario
}

/// A plan of so many replications.
pub fn plan(seed: u64, replications: u64) -> Plan {
    Plan {
        seed,
        replications,
        precision: None,
        detail: Detail::Standard,
        shard: Shard::WHOLE,
    }
}

/// Runs a plan on the threads of the current pool.
pub fn run(scenario: &Scenario, plan: &Plan) -> Experiment {
    experiment::run(scenario, plan, &Watch::default()).unwrap()
}

/// `results.csv` and `replications.csv` of an experiment.
pub fn files(scenario: &Scenario, experiment: &Experiment) -> (Vec<u8>, Vec<u8>) {
    (
        to_csv(&experiment::results(scenario, experiment)).unwrap(),
        to_csv(&experiment::replications(scenario, experiment)).unwrap(),
    )
}

/// The row of a measure of the whole system.
pub fn row<'a>(rows: &'a [ResultRow], measure: &str, period: &str) -> &'a ResultRow {
    let whole = |row: &&ResultRow| row.court == "all" && row.docket == "all";
    rows.iter()
        .filter(whole)
        .find(|row| row.measure == measure && row.period == period)
        .unwrap_or_else(|| panic!("no {measure} of {period}"))
}
