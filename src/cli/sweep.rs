//! `sweep`: a grid of values of one to three keys.

use clap::Args;
use std::path::PathBuf;

use super::experiment::Job;
use super::failure::Failure;
use super::grid::{Asked, Grid, fault_of};
use super::options::Around;
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
    #[command(flatten)]
    pub around: Around,
}

impl Sweep {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let measures = &self.measures;
        let (loaded, mut grid) = Grid::load(
            terminal,
            &Asked {
                file: &self.file,
                sets: &self.around.sets,
                vary: &self.vary,
                form: Form::SWEEP,
                total: None,
                also: &|base| base.map_or(Vec::new(), |base| unknown(measures, base)),
            },
        )?;
        grid.info.measures.clone_from(measures);
        let reformed = origin(&self.file, &loaded);
        let scenario = loaded.scenario;
        let options = self.around.options();
        let target = options.target(&format!("{}-sweep", scenario.name));
        Job {
            reformed,
            grid: Some(grid),
            ..Job::new(
                (RunKind::Sweep, options.plan(&scenario)),
                vec![scenario],
                options.sink(target),
                &options,
            )
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
