//! `optimize`: the least value of a number with which targets are met often enough.

use clap::Args;
use std::path::{Path, PathBuf};

use super::experiment::Job;
use super::failure::Failure;
use super::grid::{Asked, Grid};
use super::options::{DetailChoice, Formats, Manner, Options, Start};
use super::run::origin;
use super::target;
use super::terminal::Terminal;
use super::vary::Steps;
use crate::experiment::optimize::{Named, Quantity, Target};
use crate::report::manifest::RunKind;
use crate::scenario::{Instead, Loaded, Scenario, load_instead};

/// Finds the least value of a number with which targets are met in a stated share of replications,
/// every value with the same random numbers; says which values cannot be told apart, and writes a
/// table of those that were tried, a chart, a report, and the scenario at the answer.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  docketsim optimize scenarios/crs-r47637-uncertain.toml \
    --vary parameters.additional_judges=0..1400:57 --target 'pending@fy:2033<20000' -n 20\n  \
    docketsim optimize scenarios/more-judges.toml --vary policy.more-judges.courts.1.posts=0..200:21 \
    --target 'pending<1000000' --target 'cost<1e10' --probability 0.9 -n 20"
)]
pub struct Optimize {
    /// Scenario file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The number to find, and where: n values from a to b, every whole number from a to b, or the
    /// values listed; keys as in --set
    #[arg(long, value_name = "KEY=a..b[:n]|KEY=v1,v2")]
    vary: String,
    /// What is to hold: a measure below or above a value, over the horizon or in a period
    /// (pending@fy:2032<20000, pending@month:2032-09<500), of all or of a court or docket
    /// (pending@court=north<500). Repeatable: all are to hold in the same replication
    #[arg(
        long = "target",
        value_name = "MEASURE[@PERIOD]<VALUE",
        required = true
    )]
    targets: Vec<String>,
    /// In which share of replications it is to hold
    #[arg(long, value_name = "P", default_value_t = 0.8, value_parser = probability)]
    probability: f64,
    /// Folder for the results [default: out/, the name of the scenario and -optimize]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replications of each value [default: the scenario's]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    replications: Option<u64>,
    #[command(flatten)]
    start: Start,
    /// Sets a value with all values and in the scenario as it stands; repeatable
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    #[command(flatten)]
    formats: Formats,
    #[command(flatten)]
    pub manner: Manner,
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err("give a probability between 0 and 1, such as 0.8".to_owned()),
    }
}

/// What is to be found.
pub struct Hunt {
    /// The values of the only key.
    pub grid: Grid,
    pub targets: Vec<Target>,
    /// Numbers that are told as well.
    pub beside: Vec<Quantity>,
    pub probability: f64,
    file: PathBuf,
    sets: Vec<String>,
}

impl Hunt {
    /// The scenario with one of the values, under a name of its own.
    pub fn scenario_with(&self, value: f64) -> Result<Scenario, Failure> {
        let name = &self.grid.points[0].scenario.name;
        let key = &self.grid.keys[0];
        let varied = [
            format!("scenario.name={name}-answer"),
            format!("{key}={value}"),
        ];
        let instead = Instead {
            varied: &varied,
            ..Instead::default()
        };
        let loaded = load_instead(&self.file, &self.sets, instead);
        let loaded = loaded.map_err(|faults| Failure::Input(vec![faults]))?;
        Ok(loaded.scenario)
    }
}

impl Optimize {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let (loaded, hunt) = self.hunt(terminal)?;
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
        let folder = || Path::new("out").join(format!("{}-optimize", scenario.name));
        let target = options.output.clone().unwrap_or_else(folder);
        Job {
            kind: RunKind::Optimize,
            plan: options.plan(&scenario),
            scenarios: vec![scenario],
            reformed,
            attribute: false,
            assumptions: None,
            grid: None,
            hunt: Some(hunt),
            backtests: None,
            event_log: None,
            sink: options.sink(target),
            options: &options,
        }
        .run(terminal)
    }

    /// The scenario as it stands, and what is to be found.
    fn hunt(&self, terminal: &Terminal) -> Result<(Loaded, Hunt), Failure> {
        let wrong = |base: Option<&Scenario>| target::read(&self.targets, base).1;
        let asked = Asked {
            file: &self.file,
            sets: &self.sets,
            vary: std::slice::from_ref(&self.vary),
            steps: Steps::Whole,
            also: &|base| wrong(base).into_iter().collect(),
        };
        let (loaded, grid) = Grid::load(terminal, &asked)?;
        let (targets, _) = target::read(&self.targets, Some(&loaded.scenario));
        let told = |measure: &&str| {
            let whole = |target: &Target| {
                let quantity = &target.quantity;
                quantity.measure == *measure && quantity.is_whole()
            };
            !targets.iter().any(whole)
        };
        let beside = ["pending", "cost"].into_iter().filter(told);
        let beside = beside
            .filter_map(|measure| Quantity::find(&loaded.scenario, Named::whole(measure)).ok());
        let hunt = Hunt {
            beside: beside.collect(),
            grid,
            targets,
            probability: self.probability,
            file: self.file.clone(),
            sets: self.sets.clone(),
        };
        Ok((loaded, hunt))
    }
}
