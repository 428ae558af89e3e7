//! `compare`: the same replications of a baseline and of other scenarios.

use clap::{Args, Command};
use std::path::PathBuf;

use super::experiment::Job;
use super::failure::Failure;
use super::options::{Options, SETS, load_all, together};
use super::terminal::Terminal;
use crate::experiment::{MOST_PROVISIONS, provision_ids};
use crate::report::manifest::RunKind;
use crate::scenario::Scenario;

/// Runs the same replications of a baseline and of other scenarios, and writes the paired
/// differences with intervals, overlaid charts and a report.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  docketsim compare scenarios/us-immigration-2019.toml \
    scenarios/mpp-san-ysidro.toml scenarios/mpp-calexico.toml\n  \
    docketsim compare scenarios/us-immigration-2019.toml scenarios/mpp-calexico.toml \
    --attribute -n 50"
)]
pub struct Compare {
    /// Scenario file of the baseline
    #[arg(value_name = "BASELINE")]
    baseline: PathBuf,
    /// Scenario files to compare with it
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Takes the reforms apart: which of a scenario's policies, or provisions of its bill, does
    /// what. Runs every subset of up to 6 of them, and drawn orders of more
    #[arg(long, conflicts_with = "shard")]
    attribute: bool,
    #[command(flatten)]
    pub options: Options,
}

impl Compare {
    /// The defaults of the common options that differ here, in the help.
    pub fn defaults(command: Command) -> Command {
        command
            .mut_arg("output", |arg| {
                arg.help("Folder for the results [default: out/ and the names of the scenarios]")
            })
            .mut_arg("replications", |arg| {
                arg.help("Replications of each scenario; with --precision the most [default: the baseline's; with --precision 100,000]")
            })
            .mut_arg("sets", |arg| arg.help(SETS))
            .mut_arg("seed", |arg| {
                arg.help("Seed of all random numbers [default: the baseline's]")
            })
    }

    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let files: Vec<PathBuf> = std::iter::once(self.baseline).chain(self.files).collect();
        let scenarios = load_all(terminal, &files, &self.options.sets)?;
        let names: Vec<&str> = scenarios.iter().map(|s| s.name.as_str()).collect();
        if self.attribute {
            scenarios[1..]
                .iter()
                .try_for_each(|s| divisible(&scenarios[0], s))?;
        }
        let target = self.options.target(&together(&names));
        Job {
            attribute: self.attribute,
            ..Job::new(
                (RunKind::Compare, self.options.plan(&scenarios[0])),
                scenarios,
                self.options.sink(target),
                &self.options,
            )
        }
        .run(terminal)
    }
}

/// Refuses a scenario that cannot be taken apart.
fn divisible(baseline: &Scenario, scenario: &Scenario) -> Result<(), Failure> {
    let name = &scenario.name;
    match provision_ids(baseline, scenario).len() {
        0 => Err(Failure::Argument(format!(
            "--attribute: `{name}` has no policy that the baseline `{}` does not have",
            baseline.name
        ))),
        many if many > MOST_PROVISIONS => Err(Failure::Argument(format!(
            "--attribute: `{name}` has {many} policies of its own; at most {MOST_PROVISIONS} can be taken apart"
        ))),
        _ => Ok(()),
    }
}
