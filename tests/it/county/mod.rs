//! A court whose past is simulated, so that the truth behind it is known.

use std::path::Path;

use docketsim::experiment::search::{Accepted, FitPlan, Problem, SearchError, calibrate};
use docketsim::experiment::{self, Detail, Plan, Shard, Watch};
use docketsim::scenario::{Faults, Memory, Scenario, load_from};

/// The scenario without a past.
pub const TEXT: &str = include_str!("county.toml");
/// The true bench time of the years, from 2010.
pub const BENCH: [f64; 7] = [0.9, 0.95, 1.1, 1.05, 1.0, 1.0, 1.1];
/// The true returns a year.
pub const RETURNS: f64 = 250.0;

/// Loads a text with more after it.
pub fn load(text: &str, more: &str) -> Result<Scenario, Faults> {
    let whole = format!("{text}\n{more}");
    let files = Memory::of([("county.toml", whole.as_str())]);
    load_from(&files, Path::new("county.toml"), &[]).map(|loaded| loaded.scenario)
}

/// Published series as text: pending and completions at the ends of the years from 2010.
pub fn published(points: &[(f64, f64)], vintage: &str) -> String {
    let series = |name: &str, pick: &dyn Fn(&(f64, f64)) -> f64| {
        let points: Vec<String> = (2010..)
            .zip(points)
            .map(|(year, both)| format!("{{ at = {year}-12-31, value = {} }}", pick(both)))
            .collect();
        format!(
            "[[actual.series]]\nname = \"{name}\"\nmeasure = \"{name}\"\nvintage = \"{vintage}\"\npoints = [{}]\n",
            points.join(", ")
        )
    };
    series("pending", &|both| both.0) + &series("completions", &|both| both.1)
}

/// The past of one replication with the true parameters: pending cases and decisions by year.
pub fn past(replication: u64) -> Vec<(f64, f64)> {
    let stub = published(&[(1.0, 1.0)], "first");
    let scenario = load(TEXT, &stub).unwrap_or_else(|faults| panic!("{faults}"));
    let names: Vec<String> = (2010..)
        .take(7)
        .map(|year| format!("bench_{year}"))
        .collect();
    let truth = names.iter().map(String::as_str).zip(BENCH);
    let truth: Vec<(&str, f64)> = truth.chain([("returns", RETURNS)]).collect();
    let model = scenario.model_with(truth);
    let layout = experiment::layout(&scenario, Detail::Standard);
    let stream = docketsim::rng::Stream::new(77, replication);
    let levers = docketsim::policy::enact_all(&model.levers, &model.policies, stream);
    let mut desk = docketsim::experiment::Desk::default();
    let draws = (stream, replication);
    let done = experiment::record(&model.blueprint, &levers, &layout, None, draws, &mut desk);
    let panel = done.unwrap().panel;
    let problem = Problem::new(&scenario).unwrap();
    let value = |target: usize, year| problem.targets[target].simulated(&layout, &panel, year);
    (2010..2017)
        .map(|year| (value(0, year), value(1, year)))
        .collect()
}

/// The county with a past.
pub fn county(past: &[(f64, f64)]) -> Scenario {
    load(TEXT, &published(past, "first")).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Fits a scenario.
pub fn fit(scenario: &Scenario, runs: usize) -> Result<Accepted, SearchError> {
    let problem = Problem::new(scenario)?;
    let plan = FitPlan {
        seed: scenario.seed,
        runs,
    };
    calibrate(&problem, plan, &Watch::default())
}

/// A plan of the scenario's own replications.
pub fn plan(scenario: &Scenario) -> Plan {
    Plan {
        seed: scenario.seed,
        replications: u64::from(scenario.replications),
        precision: None,
        shard: Shard::WHOLE,
        detail: Detail::Standard,
    }
}
