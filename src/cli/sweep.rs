//! `sweep`: a grid of values of one to three keys.

use clap::Args;
use std::path::{Path, PathBuf};

use super::experiment::Job;
use super::failure::Failure;
use super::grid::{Asked, Grid, fault_of};
use super::options::{DetailChoice, Formats, Manner, Options, Start};
use super::run::origin;
use super::terminal::Terminal;
use super::vary::Form;
use crate::diagnostic::{Code, Diagnostic};
use crate::experiment::whole_measures;
use crate::report::manifest::RunKind;
use crate::scenario::{Faults, Scenario};

/// Runs a scenario as it stands and at every point of a grid of values, with the same random
/// numbers, and writes the points as a table with paired differences, a line chart or heat map,
/// and a report.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  docketsim sweep scenarios/crs-r47637-300.toml \
    --vary parameters.additional_judges=100..700:4 -n 20\n\n\
    With --vary parameters.receipts=300000,392000,500000 beside it, it is a heat map.\n\
    `docketsim explain sweep` tells more."
)]
pub struct Sweep {
    /// Scenario file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Varies a number: n values from a to b, both included, or the values listed; keys as in
    /// --set. Repeatable for a grid of up to 3 keys
    #[arg(long, value_name = "KEY=a..b:n|KEY=v1,v2", required = true)]
    vary: Vec<String>,
    /// Draws the charts of this measure of the whole system over the horizon; repeatable [default:
    /// pending, the wait to the merits hearing, and cost where there is one]
    #[arg(long = "measure", value_name = "ID")]
    measures: Vec<String>,
    /// Folder for the results [default: out/, the name of the scenario and -sweep]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replications of each point [default: the scenario's]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    replications: Option<u64>,
    #[command(flatten)]
    start: Start,
    /// Sets a value at all points and in the scenario as it stands; repeatable
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    #[command(flatten)]
    formats: Formats,
    #[command(flatten)]
    pub manner: Manner,
}

impl Sweep {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let measures = &self.measures;
        let (loaded, mut grid) = Grid::load(
            terminal,
            &Asked {
                file: &self.file,
                sets: &self.sets,
                vary: &self.vary,
                form: Form::SWEEP,
                total: None,
                also: &|base| base.map_or(Vec::new(), |base| unknown(measures, base)),
            },
        )?;
        grid.info.measures.clone_from(measures);
        let reformed = origin(&self.file, &loaded);
        let scenario = loaded.scenario;
        let options = Options {
            output: self.output,
            replications: self.replications,
            start: self.start,
            sets: self.sets,
            precision: None,
            shard: None,
            detail: DetailChoice::Standard,
            formats: self.formats,
            manner: self.manner,
        };
        let folder = || Path::new("out").join(format!("{}-sweep", scenario.name));
        let target = options.output.clone().unwrap_or_else(folder);
        Job {
            kind: RunKind::Sweep,
            plan: options.plan(&scenario),
            scenarios: vec![scenario],
            reformed,
            attribute: false,
            assumptions: None,
            sensitivity: None,
            grid: Some(grid),
            hunt: None,
            backtests: None,
            event_log: None,
            sink: options.sink(target),
            options: &options,
        }
        .run(terminal)
    }
}

/// Measures that the whole system does not have over the horizon.
fn unknown(measures: &[String], base: &Scenario) -> Vec<Faults> {
    let known = whole_measures(base);
    let wrong = measures.iter().filter(|id| !known.contains(id));
    let fault = |id: &String| {
        let message = format!("`{id}` is no measure of the whole system over the horizon");
        fault_of("--measure", std::slice::from_ref(id), |origin| {
            let fault = Diagnostic::error(Code::UnknownName, message.clone());
            let fault = fault.at(origin, "unknown measure");
            fault.suggest(id, known.iter().map(String::as_str))
        })
    };
    wrong.map(fault).collect()
}
