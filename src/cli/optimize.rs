//! `optimize`: the least value of a number with which targets are met often enough, or the best split
//! of a total.

use clap::{Args, Command};
use std::path::PathBuf;

use super::experiment::Job;
use super::failure::Failure;
use super::grid::{Asked, Grid};
use super::options::Around;
use super::run::origin;
use super::split::Total;
use super::target;
use super::terminal::Terminal;
use super::vary::Form;
use crate::experiment::optimize::{Named, Quantity, Side, Target};
use crate::report::manifest::RunKind;
use crate::scenario::{Faults, Instead, Loaded, Scenario, load_instead};

/// Finds the least value of a number with which targets are met in a stated share of replications, or
/// the best split of a total between numbers, everything with the same random numbers; says what
/// cannot be told apart, and writes a table of what was tried, a chart, a report, and the scenario at
/// the answer.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  docketsim optimize scenarios/crs-r47637-uncertain.toml \
    --vary parameters.additional_judges=0..1400:57 --target 'pending@fy:2033<20000' -n 20\n  \
    docketsim optimize scenarios/more-judges.toml --vary parameters.judge_teams=0..300:31 \
    --target 'pending<3500000' --target 'cost<5e9' --probability 0.9 -n 20\n  \
    docketsim optimize scenarios/policies/judges.toml --split policy.judges.courts.1.posts=0..6 \
    --split policy.judges.courts.2.posts=0..6 --total 6 --step 1 --minimise pending -n 40"
)]
pub struct Optimize {
    /// Scenario file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The number to find, and where: n values from a to b, every whole number from a to b, or the
    /// values listed; keys as in --set
    #[arg(
        long,
        value_name = "KEY=a..b[:n]|KEY=v1,v2",
        requires = "targets",
        required_unless_present = "splits",
        conflicts_with = "splits"
    )]
    vary: Option<String>,
    /// What is to hold: a measure below or above a value, over the horizon or in a period
    /// (pending@fy:2032<20000, pending@month:2032-09<500), of all or of a court or docket
    /// (pending@court=north<500). Repeatable: all are to hold in the same replication
    #[arg(
        long = "target",
        value_name = "MEASURE[@PERIOD]<VALUE",
        conflicts_with = "splits"
    )]
    targets: Vec<String>,
    /// In which share of replications it is to hold
    #[arg(long, value_name = "P", default_value_t = 0.8, value_parser = probability, conflicts_with = "splits")]
    probability: f64,
    /// A number that gets a part of a total, at least a and at most b; once for each of 2 to 4
    #[arg(long = "split", value_name = "KEY=a..b", requires_all = ["total", "step", "aim"])]
    splits: Vec<String>,
    /// What the parts add up to
    #[arg(long, value_name = "T", value_parser = positive, requires = "splits")]
    total: Option<f64>,
    /// In which steps the total is split
    #[arg(long, value_name = "S", value_parser = positive, requires = "splits")]
    step: Option<f64>,
    /// The best split has the lowest mean of this measure, over the horizon or, as in a target, in a
    /// period or of a court or docket
    #[arg(
        long,
        value_name = "MEASURE[@PERIOD]",
        group = "aim",
        requires = "splits"
    )]
    minimise: Option<String>,
    /// The best split has the highest mean of this measure
    #[arg(
        long,
        value_name = "MEASURE[@PERIOD]",
        group = "aim",
        requires = "splits"
    )]
    maximise: Option<String>,
    /// The difference of means that matters: of splits nearer to each other either will do [default:
    /// 1 % of the mean in the scenario as it stands]
    #[arg(long, value_name = "D", value_parser = positive, requires = "splits")]
    difference: Option<f64>,
    #[command(flatten)]
    pub around: Around,
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err("give a probability between 0 and 1, such as 0.8".to_owned()),
    }
}

fn positive(text: &str) -> Result<f64, String> {
    match text.replace('_', "").parse::<f64>() {
        Ok(value) if value > 0.0 && value.is_finite() => Ok(value),
        _ => Err("give a number above 0".to_owned()),
    }
}

/// What is to be found.
pub struct Hunt {
    /// The values of the only key, or the splits.
    pub grid: Grid,
    pub aim: Aim,
    /// Numbers that are told as well.
    pub beside: Vec<Quantity>,
    option: &'static str,
    file: PathBuf,
    sets: Vec<String>,
}

/// What is to be found of it.
pub enum Aim {
    /// The least value with which targets are met often enough.
    Least {
        targets: Vec<Target>,
        probability: f64,
    },
    /// The split with the best mean of a number.
    Split {
        total: Total,
        quantity: Quantity,
        side: Side,
        difference: Option<f64>,
    },
}

impl Hunt {
    /// The scenario at one of the points, under a name of its own.
    pub fn scenario_at(&self, point: usize) -> Result<Scenario, Failure> {
        let point = &self.grid.points[point];
        let name = format!("scenario.name={}-answer", point.scenario.name);
        let values = self.grid.keys.iter().zip(&point.values);
        let values = values.map(|(key, value)| format!("{key}={value}"));
        let varied: Vec<String> = std::iter::once(name).chain(values).collect();
        let instead = Instead {
            varied: (self.option, &varied),
            ..Instead::default()
        };
        let loaded = load_instead(&self.file, &self.sets, instead);
        let loaded = loaded.map_err(|faults| Failure::Input(vec![faults]))?;
        Ok(loaded.scenario)
    }
}

impl Optimize {
    /// The defaults of the common options that differ here, in the help.
    pub fn defaults(command: Command) -> Command {
        command.mut_arg("replications", |arg| {
            arg.help("Replications of each value; of each split the most [default: the scenario's]")
        })
    }

    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let (loaded, hunt) = self.hunt(terminal)?;
        let reformed = origin(&self.file, &loaded);
        let scenario = loaded.scenario;
        let options = self.around.options();
        let target = options.target(&format!("{}-optimize", scenario.name));
        Job {
            reformed,
            hunt: Some(hunt),
            ..Job::new(
                (RunKind::Optimize, options.plan(&scenario)),
                vec![scenario],
                options.sink(target),
                &options,
            )
        }
        .run(terminal)
    }

    /// The scenario as it stands, and what is to be found.
    fn hunt(&self, terminal: &Terminal) -> Result<(Loaded, Hunt), Failure> {
        let total = self.total.zip(self.step);
        let total = total.map(|(total, step)| Total { total, step });
        let (vary, form) = match (&self.vary, total) {
            (Some(vary), _) => (std::slice::from_ref(vary), Form::LEAST),
            (None, Some(total)) => (&self.splits[..], Form::split(total.step)),
            (None, None) => return Err(Failure::Argument("give --vary or --split".to_owned())),
        };
        let wrong = |base: Option<&Scenario>| self.aim(base, total).1;
        let asked = Asked {
            file: &self.file,
            sets: &self.around.sets,
            vary,
            form,
            total,
            also: &|base| wrong(base).into_iter().collect(),
        };
        let (loaded, grid) = Grid::load(terminal, &asked)?;
        let base = &loaded.scenario;
        let (Some(aim), _) = self.aim(Some(base), total) else {
            return Err(Failure::Argument(
                "give --minimise or --maximise".to_owned(),
            ));
        };
        let of_aim: Vec<&Quantity> = match &aim {
            Aim::Least { targets, .. } => targets.iter().map(|target| &target.quantity).collect(),
            Aim::Split { quantity, .. } => vec![quantity],
        };
        let told = |measure: &&str| {
            let mut known = of_aim.iter();
            !known.any(|quantity| quantity.measure == *measure && quantity.is_whole())
        };
        let beside = ["pending", "cost"].into_iter().filter(told);
        let beside = beside.filter_map(|measure| Quantity::find(base, Named::whole(measure)).ok());
        let hunt = Hunt {
            beside: beside.collect(),
            grid,
            aim,
            option: form.option,
            file: self.file.clone(),
            sets: self.around.sets.clone(),
        };
        Ok((loaded, hunt))
    }

    /// What is to be found, and what is wrong with it.
    fn aim(&self, base: Option<&Scenario>, total: Option<Total>) -> (Option<Aim>, Option<Faults>) {
        let aims = [
            ("--minimise", &self.minimise, Side::Below),
            ("--maximise", &self.maximise, Side::Above),
        ];
        let asked = aims
            .into_iter()
            .find_map(|(option, asked, side)| Some((option, asked.as_deref()?, side)));
        let (Some(total), Some((option, asked, side))) = (total, asked) else {
            let (targets, faults) = target::read(&self.targets, base);
            let probability = self.probability;
            let aim = Aim::Least {
                targets,
                probability,
            };
            return (Some(aim), faults);
        };
        let (quantity, faults) = target::aim((option, asked), base);
        let aim = quantity.map(|quantity| Aim::Split {
            total,
            quantity,
            side,
            difference: self.difference,
        });
        (aim, faults)
    }
}
