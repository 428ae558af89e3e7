//! `calibrate`: fits named parameters to history.

use clap::Args;
use std::path::PathBuf;

use super::failure::Failure;
use super::fit::{Bench, FitOptions};
use super::fitting::{Findings, doubts, method};
use super::terminal::Terminal;
use crate::experiment::search::Problem;
use crate::experiment::{self, Detail, Plan, Shard};
use crate::report::manifest::RunKind;
use crate::report::past::Past;

/// Fits the parameters that a scenario's [history] names to its published series, and writes the
/// set of accepted parameter vectors with their weights, what the data say about each parameter,
/// charts and a report. `run --draws` draws from the set.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  docketsim calibrate scenarios/us-immigration-history.toml --fit-until 2016\n  \
    docketsim run scenarios/us-immigration-history.toml \
    --draws out/calibrate-us-immigration-history/accepted.csv\n\n\
    It runs on one machine: the waves of a fit follow from one another, so there is no --shard.\n\
    Runs that draw from its vectors can be parted."
)]
pub struct Calibrate {
    /// Scenario file with a [history]
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    pub options: FitOptions,
}

impl Calibrate {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let bench = Bench::new(RunKind::Calibrate, &self.file, &self.options, terminal)?;
        let given = bench.scenario.clone();
        let problem = Problem::new(&given)?;
        let fitting = bench.fitting();
        let accepted = fitting.fit(&problem)?;
        let day = problem.cut_day();
        let fitted = given.known_at(day).ending(day).with_draws(accepted.draws());
        let (seed, replications) = (fitting.seed, bench.replications());
        let plan = Plan {
            seed,
            replications,
            precision: None,
            shard: Shard::WHOLE,
            detail: Detail::Standard,
        };
        let experiment = fitting.follow("the accepted vectors", replications, |watch| {
            experiment::run(&fitted, &plan, watch)
        })?;
        let past = Past {
            parameters: accepted.parameters.clone(),
            fit: accepted.fit.clone(),
            ..Past::default()
        };
        let findings = Findings {
            past,
            method: method(&problem, &accepted),
            doubts: doubts(&accepted),
        };
        bench.write((&fitted, &experiment), &accepted, findings)
    }
}
