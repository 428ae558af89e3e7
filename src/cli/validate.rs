//! `validate`: scenarios against what is known, in one command: back-tests of those that hold out
//! years of published series, and single published figures beside the simulated ones.

use clap::{Args, Command};
use std::path::{Path, PathBuf};

use super::experiment::{Job, forecasts};
use super::failure::Failure;
use super::fitting::RUNS;
use super::options::{Options, SETS, load_all};
use super::terminal::Terminal;
use crate::report::manifest::RunKind;
use crate::scenario::load;

/// Replications of each scenario unless another number is asked for: enough to tell an error of
/// a few per cent from noise, few enough for a coffee break.
const REPLICATIONS: u64 = 40;

/// Holds scenarios against what is known. Those with a [history] are back-tested: fitted to the years
/// up to a cut, and scored on the later ones beside naive forecasts. Of the others each figure that
/// they say was published stands beside the simulated one with a verdict, and each assumption beside
/// how much it moves the answer.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  docketsim validate\n  \
    docketsim validate scenarios/crs-r47637-300.toml scenarios/crs-r47637-700.toml -n 20")]
pub struct Validate {
    /// Scenario files [default: those in scenarios/ that state published figures of their own, or hold
    /// out years of a [history]]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Replications with each number that has a range at its low and its high end; 0: none
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u64).range(0..=1_000_000))]
    assumptions: u64,
    /// Runs of a back-test's fit that may be accepted; as many go before them, to find where to look
    #[arg(long, value_name = "N", default_value_t = RUNS, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    runs: u32,
    #[command(flatten)]
    pub options: Options,
}

impl Validate {
    /// The defaults of the common options that differ here, in the help.
    pub fn defaults(command: Command) -> Command {
        let replications = format!(
            "Replications of each scenario; with --precision the most [default: {REPLICATIONS}; a back-test's: its scenario's]"
        );
        command
            .mut_arg("output", |arg| {
                arg.help("Folder for the results [default: out/validation]")
            })
            .mut_arg("replications", |arg| arg.help(replications))
            .mut_arg("sets", |arg| arg.help(SETS))
            .mut_arg("seed", |arg| {
                arg.help("Seed of all random numbers [default: the first scenario's; a back-test's: its scenario's]")
            })
    }

    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let files = if self.files.is_empty() {
            reference(Path::new("scenarios"))?
        } else {
            self.files
        };
        let scenarios = load_all(terminal, &files, &self.options.sets)?;
        let bare = scenarios.iter().zip(&files);
        let mut bare =
            bare.filter(|(scenario, _)| scenario.actual_values.is_empty() && !forecasts(scenario));
        if let Some((scenario, file)) = bare.next() {
            return Err(Failure::Argument(format!(
                "`{}` ({}) states no published figure and holds out no year: add [[actual.value]] or [history] (see `docketsim explain actual.value` and `docketsim explain history`)",
                scenario.name,
                file.display()
            )));
        }
        let past = scenarios.iter().find(|scenario| forecasts(scenario));
        if let Some(scenario) = past.filter(|_| self.options.shard.is_some()) {
            return Err(Failure::Argument(format!(
                "`{}` is back-tested, and a back-test cannot be parted: leave out --shard, or name only scenarios without [history]",
                scenario.name
            )));
        }
        let mut options = self.options;
        let asked = options.replications;
        options.replications = asked.or(Some(REPLICATIONS));
        let target = options.target("validation");
        Job {
            assumptions: Some(self.assumptions).filter(|n| *n > 0),
            backtests: Some((self.runs, asked)),
            ..Job::new(
                (RunKind::Validate, options.plan(&scenarios[0])),
                scenarios,
                options.sink(target),
                &options,
            )
        }
        .run(terminal)
    }
}

/// The scenario files of a folder that state figures of their own, by name.
fn reference(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    files.sort();
    // A faulty file is told about when the chosen ones are loaded.
    let own = |path: &PathBuf| match load(path, &[]) {
        Ok(loaded) => {
            let figures = &loaded.scenario.actual_values;
            figures.iter().any(|value| value.own) || forecasts(&loaded.scenario)
        }
        Err(_) => true,
    };
    files.retain(own);
    if files.is_empty() {
        return Err(Failure::Argument(format!(
            "no scenario in {}/ states a published figure or holds out years; name scenario files",
            folder.display()
        )));
    }
    Ok(files)
}
