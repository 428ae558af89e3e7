//! Options that several commands share.

use clap::{Args, ValueEnum};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::terminal::Terminal;
use crate::diagnostic::{Diagnostic, Sources};
use crate::experiment::{Detail, Plan, Precision, Shard};
use crate::report::manifest::CountedBy;
use crate::report::number::counted;
use crate::report::{OutputError, Overwrite, Rows, check_free, preflight};
use crate::scenario::{Disk, Faults, Missed, Scenario, load_among};

/// The largest seed: a scenario file, such as the resolved one, holds no larger number.
pub const MOST_SEED: u64 = i64::MAX as u64;

/// What `--set` does where there are several scenario files.
pub const SETS: &str = "Sets a value as if each file had it, such as scenario.end=2028-09-30; one of \
    an entry, such as court.san-diego.judges=9, in the files that have this entry; repeatable";

/// What the runs of a command start from.
#[derive(Debug, Args)]
pub struct Start {
    /// Seed of all random numbers [default: the scenario's]
    #[arg(long, value_name = "SEED", value_parser = clap::value_parser!(u64).range(..=MOST_SEED))]
    pub seed: Option<u64>,
    /// Worker threads; results do not depend on them [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub threads: Option<u64>,
}

/// In which formats a command writes rows.
#[derive(Debug, Args)]
pub struct Formats {
    /// File formats of the rows
    #[arg(long, value_enum, value_delimiter = ',', default_value = "csv")]
    pub format: Vec<Format>,
}

/// How a command goes about its results.
#[derive(Debug, Args)]
pub struct Manner {
    /// Replaces results of other scenarios in the output folder
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub voice: Voice,
}

/// How much a command says.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Voice {
    /// Says nothing but errors, warnings and results
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Says more about what it does
    #[arg(short, long)]
    pub verbose: bool,
}

/// Options of commands that run scenarios.
#[derive(Debug, Args)]
pub struct Options {
    /// Folder for the results [default: out/ and the name of the scenario]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Replications of each scenario; with --precision the most [default: the scenario's; with
    /// --precision 100,000]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub replications: Option<u64>,
    #[command(flatten)]
    pub start: Start,
    /// Sets a value as if the scenario file had it, such as court.san-diego.judges=9; repeatable
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub sets: Vec<String>,
    /// Goes on until the 95 % interval of a measure over the horizon is this narrow, such as
    /// pending=0.01 for a half-width of 1 % of the mean
    #[arg(long, value_name = "MEASURE=REL", value_parser = precision)]
    pub precision: Option<Precision>,
    /// Runs every N-th replication only, from the I-th on: one of N parts for `merge` to join; the
    /// default folder says which
    #[arg(long, value_name = "I/N", value_parser = shard, conflicts_with = "precision")]
    pub shard: Option<Shard>,
    /// How finely results are reported: full writes every month of every court and docket
    #[arg(long, value_enum, default_value_t = DetailChoice::Standard)]
    pub detail: DetailChoice,
    #[command(flatten)]
    pub formats: Formats,
    #[command(flatten)]
    pub manner: Manner,
}

/// Options of commands that run a scenario as it stands and others around it.
#[derive(Debug, Args)]
pub struct Around {
    /// Folder for the results [default: out/, the name of the scenario and that of the command]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replications of all that is tried, and of the scenario as it stands [default: the scenario's]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub replications: Option<u64>,
    #[command(flatten)]
    start: Start,
    /// Sets a value in all that is tried and in the scenario as it stands; repeatable
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub sets: Vec<String>,
    #[command(flatten)]
    formats: Formats,
    #[command(flatten)]
    pub manner: Manner,
}

impl Around {
    /// As options of a run, of the whole and in the usual detail.
    pub fn options(self) -> Options {
        Options {
            output: self.output,
            replications: self.replications,
            start: self.start,
            sets: self.sets,
            precision: None,
            shard: None,
            detail: DetailChoice::Standard,
            formats: self.formats,
            manner: self.manner,
        }
    }
}

/// How finely results are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DetailChoice {
    /// Months for the whole, each court, and each court and docket of which the scenario states a
    /// published figure; all courts by docket in fiscal years and the horizon
    Standard,
    /// Months of every court and docket too
    Full,
}

/// A file format of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The tables (always written: charts are drawn from them)
    Csv,
    /// The same rows as JSON
    Json,
    /// An Excel workbook with the rows as tables, and charts of pending cases and waits
    Xlsx,
    /// The same rows as Parquet, where the program was built with it
    Parquet,
}

impl Format {
    /// Refuses a format that this program was built without.
    pub fn check(self) -> Result<(), Failure> {
        if self == Format::Parquet && cfg!(not(feature = "parquet")) {
            return Err(Failure::Argument(
                "this program was built without Parquet; build it with `cargo build --release --features parquet`, or take --format csv".to_owned(),
            ));
        }
        Ok(())
    }
}

fn precision(text: &str) -> Result<Precision, String> {
    let (measure, relative) = text
        .split_once('=')
        .ok_or("give MEASURE=REL, such as pending=0.01")?;
    match relative.parse::<f64>() {
        Ok(relative) if relative > 0.0 && relative < 1.0 => Ok(Precision {
            measure: measure.to_owned(),
            relative,
        }),
        _ => Err(format!(
            "`{relative}` is not a share between 0 and 1, such as 0.01"
        )),
    }
}

fn shard(text: &str) -> Result<Shard, String> {
    let numbers = text.split_once('/');
    let numbers = numbers.and_then(|(i, n)| Shard::new(i.parse().ok()?, n.parse().ok()?));
    numbers.ok_or_else(|| "give I/N with I from 1 to N, such as 2/5".to_owned())
}

/// Replications after which a precision target is given up, unless another number is asked for.
const MOST: u64 = 100_000;

impl Options {
    /// What to run, with the scenario's own values where an option is not given.
    pub fn plan(&self, scenario: &Scenario) -> Plan {
        let most = if self.precision.is_some() {
            MOST
        } else {
            u64::from(scenario.replications)
        };
        Plan {
            seed: self.start.seed.unwrap_or(scenario.seed),
            replications: self.replications.unwrap_or(most),
            precision: self.precision.clone(),
            detail: match self.detail {
                DetailChoice::Standard => Detail::Standard,
                DetailChoice::Full => Detail::Full,
            },
            shard: self.shard.unwrap_or(Shard::WHOLE),
        }
    }

    /// What says how many replications are run.
    pub fn counted_by(&self) -> CountedBy {
        match (&self.precision, self.replications) {
            (Some(wanted), _) => {
                CountedBy::Precision(format!("{}={}", wanted.measure, wanted.relative))
            }
            (None, Some(_)) => CountedBy::Option,
            (None, None) => CountedBy::Scenario,
        }
    }

    /// Refuses more parts than there are replications: one without any could not be joined.
    pub fn check_shard(&self, scenario: &Scenario) -> Result<(), Failure> {
        let Some(Shard { index, of }) = self.shard else {
            return Ok(());
        };
        let most = self.plan(scenario).replications;
        if of <= most {
            return Ok(());
        }
        Err(Failure::Argument(format!(
            "--shard {index}/{of}: {} can be run in at most {}; give fewer, or more replications with -n",
            counted(most, "replication"),
            counted(most, "part")
        )))
    }

    /// Name of the results: parts of a run do not take each other's place.
    fn part(&self, name: &str) -> String {
        match self.shard {
            Some(Shard { index, of }) => format!("{name}-{index}-of-{of}"),
            None => name.to_owned(),
        }
    }

    /// Folder for the results.
    pub fn target(&self, name: &str) -> PathBuf {
        self.output
            .clone()
            .unwrap_or_else(|| Path::new("out").join(self.part(name)))
    }

    /// Where the results go, and in which formats.
    pub fn sink(&self, target: PathBuf) -> Sink<'_> {
        Sink {
            target,
            formats: &self.formats.format,
            overwrite: overwrite(self.manner.force),
        }
    }
}

/// Longest name of a folder that lists all scenarios [bytes].
const LONGEST: usize = 150;

/// Name of the results of several scenarios: all their names, or that of the first and how many
/// others there are.
pub fn together(names: &[&str]) -> String {
    let all = names.join("-vs-");
    match names {
        [first, others @ ..] if all.len() > LONGEST => {
            format!(
                "{first}-vs-{}",
                counted(others.len() as u64, "scenario").replace(' ', "-")
            )
        }
        _ => all,
    }
}

/// Refuses a folder for results that could not be written, before a long run; it was named by the
/// user, unless the disk is full.
pub fn check_target(
    target: &Path,
    scenarios: &[&str],
    overwrite: Overwrite,
) -> Result<(), Failure> {
    if target.is_symlink() && !target.exists() {
        return Err(Failure::Argument(format!(
            "{} is a link that leads nowhere; give another directory with -o",
            target.display()
        )));
    }
    preflight(target, scenarios, overwrite).map_err(|error| match &error {
        OutputError::Write { source, .. } if source.kind() != ErrorKind::StorageFull => {
            Failure::Argument(error.to_string())
        }
        _ => error.into(),
    })
}

/// What may be replaced.
pub fn overwrite(force: bool) -> Overwrite {
    if force {
        Overwrite::Force
    } else {
        Overwrite::SameScenario
    }
}

/// Where results go, and in which formats.
#[derive(Clone, Debug)]
pub struct Sink<'a> {
    pub target: PathBuf,
    pub formats: &'a [Format],
    pub overwrite: Overwrite,
}

impl Sink<'_> {
    /// Whether rows are written in this format too.
    pub fn wants(&self, format: Format) -> bool {
        self.formats.contains(&format)
    }

    /// In which forms rows are written by all commands.
    pub fn rows(&self) -> Rows {
        if self.wants(Format::Json) {
            Rows::CsvAndJson
        } else {
            Rows::Csv
        }
    }

    /// Refuses a folder or a format that would fail after a long run, or a folder with something
    /// else where these files will be.
    pub fn check(&self, scenarios: &[&str], files: &[String]) -> Result<(), Failure> {
        self.formats.iter().try_for_each(|format| format.check())?;
        check_target(&self.target, scenarios, self.overwrite)?;
        Ok(check_free(&self.target, files, self.overwrite)?)
    }
}

/// Loads scenarios; faults of all of them are reported together.
///
/// Settings of entries hold for the scenarios that have these entries: a fault are those that none has.
pub fn load_all(
    terminal: &Terminal,
    files: &[PathBuf],
    sets: &[String],
) -> Result<Vec<Scenario>, Failure> {
    let results: Vec<_> = files
        .iter()
        .map(|file| load_among(&Disk, file, sets))
        .collect();
    let mut unused = unused(sets, results.iter().map(|(_, missed)| missed.as_deref()));
    let sound = unused.is_empty() && results.iter().all(|(loaded, _)| loaded.is_ok());
    let mut all = Vec::new();
    let mut faults = Vec::new();
    for (file, (loaded, missed)) in files.iter().zip(results) {
        // What no scenario has is told with the first.
        let none = std::mem::take(&mut unused);
        let left_out = missed.into_iter().flatten().filter(|_| sound);
        for set in left_out.filter_map(|missed| sets.get(missed.setting)) {
            let file = file.display();
            terminal.warn(&format!(
                "{file} has no such entry: --set {set} does not apply to it"
            ));
        }
        match loaded {
            Ok(loaded) if none.is_empty() => {
                terminal.diagnose(&loaded.warnings, &loaded.sources);
                all.push(loaded.scenario);
            }
            Ok(loaded) => faults.push(located(none, loaded.warnings, loaded.sources)),
            Err(fault) => faults.push(located(none, fault.diagnostics, fault.sources)),
        }
    }
    if faults.is_empty() {
        Ok(all)
    } else {
        Err(Failure::Input(faults))
    }
}

/// The faults of settings that no scenario has a use for; one that could not be read might.
fn unused<'m>(
    sets: &[String],
    missed: impl Iterator<Item = Option<&'m [Missed]>>,
) -> Vec<Diagnostic> {
    let Some(missed) = missed.collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let fault = |i: usize| {
        let of = |missed: &&'m [Missed]| missed.iter().find(|missed| missed.setting == i);
        let each = missed.iter().map(of).collect::<Option<Vec<_>>>()?;
        Missed::fault(each)
    };
    (0..sets.len()).filter_map(fault).collect()
}

/// The faults of a scenario together with those of settings.
fn located(mut of_sets: Vec<Diagnostic>, found: Vec<Diagnostic>, sources: Sources) -> Faults {
    of_sets.iter_mut().for_each(|fault| fault.locate(&sources));
    Faults {
        diagnostics: found.into_iter().chain(of_sets).collect(),
        sources,
    }
}
