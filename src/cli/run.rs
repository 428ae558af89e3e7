//! `run`: one scenario, many replications.

use clap::Args;
use std::path::PathBuf;

use super::experiment::Job;
use super::failure::Failure;
use super::options::{Options, load_all};
use super::terminal::Terminal;
use crate::report::manifest::RunKind;

/// Runs one scenario and writes results, charts and a report.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  docketsim run scenarios/mpp-calexico.toml -n 200 \
    --set policy.mpp-calexico.capacity=4000")]
pub struct Run {
    /// Scenario file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    pub options: Options,
}

impl Run {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let scenarios = load_all(terminal, &[self.file], &self.options.sets)?;
        let target = self.options.target(&scenarios[0].name);
        Job { kind: RunKind::Run, scenarios, target, options: &self.options }.run(terminal)
    }
}
