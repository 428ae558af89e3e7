//! `backtest`: runs the past, and scores forecasts of years that the fit did not see.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

use super::failure::Failure;
use super::fit::{Bench, FitOptions};
use super::terminal::Terminal;
use crate::experiment::search::Mode;
use crate::report::manifest::RunKind;

/// Fits a scenario to the years up to its last fitted one, forecasts the later years, and holds the
/// forecasts against what came: errors by year, coverage and width of the 90 % band, and the same
/// scores for naive forecasts (last value, last trend, the stock-flow arithmetic of a spreadsheet).
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  docketsim backtest scenarios/us-immigration-history.toml --fit-until 2016\n\n\
    conditional: new cases, judges, motions and policies of later years are given as they came.\n\
    unconditional: nothing after the last fitted year is known.\n\n\
    It runs on one machine: the waves of a fit follow from one another, so there is no --shard."
)]
pub struct Backtest {
    /// Scenario file with a [history]
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What is known of the later years
    #[arg(long, value_enum, default_value_t = ModeChoice::Both)]
    mode: ModeChoice,
    #[command(flatten)]
    pub options: FitOptions,
}

/// What is known of the later years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModeChoice {
    /// Their new cases, judges, motions and policies
    Conditional,
    /// Nothing
    Unconditional,
    /// One after the other
    Both,
}

impl ModeChoice {
    fn modes(self) -> &'static [Mode] {
        match self {
            ModeChoice::Conditional => &[Mode::Conditional],
            ModeChoice::Unconditional => &[Mode::Unconditional],
            ModeChoice::Both => &Mode::ALL,
        }
    }
}

impl Backtest {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let bench = Bench::new(RunKind::Backtest, &self.file, &self.options, terminal)?;
        let given = bench.scenario.clone();
        let done = bench
            .fitting()
            .backtest(&given, self.mode.modes(), bench.replications())?;
        bench.write((&given, &done.shown), &done.accepted, done.findings)
    }
}
