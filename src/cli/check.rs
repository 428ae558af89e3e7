//! `check`: loads and validates, runs nothing.

use clap::Args;
use std::path::PathBuf;

use super::failure::Failure;
use super::options::{SETS, load_all};
use super::terminal::Terminal;
use crate::report::number::counted;

/// Loads scenarios and prints every fault at once; runs nothing.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  docketsim check scenarios/*.toml")]
pub struct Check {
    /// Scenario files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(long = "set", value_name = "KEY=VALUE", help = SETS)]
    sets: Vec<String>,
    /// Says nothing but errors, warnings and results
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Says more about what it does: which files it read
    #[arg(short, long)]
    pub verbose: bool,
}

impl Check {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let scenarios = load_all(terminal, &self.files, &self.sets)?;
        for (file, scenario) in self.files.iter().zip(&scenarios) {
            for read in scenario.files() {
                terminal.detail(&format!("{}: read {read}", file.display()));
            }
            let blueprint = scenario.blueprint();
            let assumptions = scenario.parameters.iter().filter(|p| p.assumption).count();
            terminal.result(&format!(
                "{}: good. {} from {} to {}, {}, {}, {}; {}, {} of them assumptions",
                file.display(),
                scenario.name,
                scenario.start,
                scenario.end,
                counted(blueprint.courts.len() as u64, "court"),
                counted(blueprint.dockets.len() as u64, "docket"),
                counted(scenario.policies().len() as u64, "policy"),
                counted(scenario.parameters.len() as u64, "number"),
                assumptions,
            ));
        }
        Ok(())
    }
}
