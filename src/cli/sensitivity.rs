//! `sensitivity`: which uncertain number of a scenario moves a measure most.

use clap::{Args, Command};
use std::path::PathBuf;

use super::experiment::Job;
use super::failure::Failure;
use super::options::Around;
use super::terminal::Terminal;
use crate::experiment::MOVED;
use crate::experiment::sensitivity::{Findings, MOST_FACTORS, MOST_SAMPLES, Study, View, factors};
use crate::report::manifest::RunKind;
use crate::report::number::{counted, thousands};
use crate::scenario::{Scenario, load};

/// Replications at each point, unless another number is asked for.
const REPLICATIONS: u64 = 4;

/// Says which uncertain number of a scenario moves a measure most: each at its low and its high end
/// (tornado), screening after Morris, and Sobol indices of those that matter.
///
/// Moved are the numbers of the file that have a range (low, high) or a distribution. All points run
/// the same replications under the same random numbers.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  docketsim sensitivity scenarios/crs-r47637-uncertain.toml\n  \
    docketsim sensitivity scenarios/us-immigration-2019.toml --measure pending --measure cost --top 4\n\n\
    Runs: (1 + 2 F) + R (F + 1) + N (K + 2) points for F numbers, R trajectories, N samples and K numbers \
    with Sobol indices, each in so many replications; they are told before they begin."
)]
pub struct Sensitivity {
    /// Scenario file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Measure of the whole system over the horizon; repeatable, all from the same runs
    /// [default: pending]
    #[arg(long = "measure", value_name = "ID")]
    measures: Vec<String>,
    /// Trajectories of the screening
    #[arg(long, value_name = "R", default_value_t = 10, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    trajectories: u32,
    /// Samples of the Sobol indices, a power of two: more narrow their intervals
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = samples)]
    samples: usize,
    /// Numbers with Sobol indices: those with the largest effect in the screening; the others stay at
    /// their central values, and 0 leaves the indices out
    #[arg(long, value_name = "K", default_value_t = 6, value_parser = clap::value_parser!(u32).range(0..=MOST_FACTORS as i64))]
    top: u32,
    #[command(flatten)]
    pub around: Around,
}

fn samples(text: &str) -> Result<usize, String> {
    let number = text.parse::<usize>().ok();
    let allowed = number.filter(|n| n.is_power_of_two() && (8..=MOST_SAMPLES).contains(n));
    allowed
        .ok_or_else(|| format!("give a power of two from 8 to {MOST_SAMPLES}, such as 64 or 256"))
}

impl Sensitivity {
    /// The defaults of the common options that differ here, in the help.
    pub fn defaults(command: Command) -> Command {
        let replications = format!("Replications at each point [default: {REPLICATIONS}]");
        command.mut_arg("replications", |arg| arg.help(replications))
    }

    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let loaded =
            load(&self.file, &self.around.sets).map_err(|faults| Failure::Input(vec![faults]))?;
        terminal.diagnose(&loaded.warnings, &loaded.sources);
        let scenario = loaded.scenario;
        let study = self.study();
        let options = self.around.options();
        let mut plan = options.plan(&scenario);
        plan.replications = options.replications.unwrap_or(REPLICATIONS);
        enough(&scenario)?;
        let planned = Findings::new(&scenario, study.clone(), &plan)?;
        terminal.say(&planned_runs(&planned, plan.replications));
        let target = options.target(&format!("{}-sensitivity", scenario.name));
        Job {
            sensitivity: Some(study),
            ..Job::new(
                (RunKind::Sensitivity, plan),
                vec![scenario],
                options.sink(target),
                &options,
            )
        }
        .run(terminal)
    }

    /// What is asked: each measure once.
    fn study(&self) -> Study {
        let mut measures: Vec<String> = Vec::new();
        for id in &self.measures {
            if !measures.contains(id) {
                measures.push(id.clone());
            }
        }
        if measures.is_empty() {
            measures.push(MOVED.to_owned());
        }
        Study {
            measures,
            trajectories: self.trajectories as usize,
            samples: self.samples,
            top: self.top as usize,
        }
    }
}

/// Refuses a scenario with fewer than two numbers that can be moved.
fn enough(scenario: &Scenario) -> Result<(), Failure> {
    let count = factors(scenario).len();
    if count > 1 {
        return Ok(());
    }
    let found = match count {
        0 => "no number of it can be moved".to_owned(),
        _ => "only one number of it can be moved, and there is nothing to compare it with (`run \
              --assumptions` moves it to its ends)"
            .to_owned(),
    };
    Err(Failure::Argument(format!(
        "{}: {found}. Give a number a range, as in `departures = {{ value = 0.07, low = 0.06, high = 0.08 }}`, \
         or a distribution between its ends, such as `distribution = \"uniform\"`; `docketsim explain number` says more",
        scenario.name
    )))
}

/// How many runs there will be, in words.
fn planned_runs(findings: &Findings<'_>, n: u64) -> String {
    let points = |view| findings.points(view);
    let all: u64 = View::ALL.into_iter().map(points).sum();
    let sobol = match findings.top() {
        0 => String::new(),
        top => format!(
            ", {} for the Sobol indices of {top} of them",
            thousands(points(View::Sobol) as f64)
        ),
    };
    format!(
        "{} can be moved: {} one at a time, {} for the screening{sobol}; {} of {} each: {}",
        counted(findings.factors() as u64, "number"),
        counted(points(View::Tornado), "point"),
        thousands(points(View::Morris) as f64),
        counted(all, "point"),
        counted(n, "replication"),
        counted((1 + all) * n, "run"),
    )
}
