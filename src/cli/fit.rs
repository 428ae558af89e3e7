//! What `calibrate` and `backtest` share: options, the fit, and the way to the files.

use clap::Args;
use rayon::ThreadPool;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::experiment::{began, interruptible, pool};
use super::failure::Failure;
use super::fitting::{Fitting, RUNS, doubts};
use super::options::{Format, check_target};
use super::publish::other_formats;
use super::terminal::Terminal;
use crate::experiment::search::Accepted;
use crate::experiment::{self, Detail, Experiment, Watch};
use crate::report::manifest::{Manifest, RunKind};
use crate::report::past::{ACCEPTED_FILE, Past, accepted_csv};
use crate::report::{self, OutputDir, Overwrite, Rows, Saved, describe};
use crate::scenario::{Instead, Scenario, load_instead};

/// Options of commands that fit a scenario to the past.
#[derive(Debug, Args)]
pub struct FitOptions {
    /// CSV file with the published values, in place of the one that the scenario's targets name;
    /// with the same columns
    #[arg(long, value_name = "CSV")]
    data: Option<PathBuf>,
    /// Last fiscal year that the fit may see; later years are held out [default: the scenario's]
    #[arg(long, visible_alias = "cut", value_name = "YEAR")]
    fit_until: Option<i32>,
    /// Runs of the fit that may be accepted; as many go before them, to find where to look
    #[arg(long, value_name = "N", default_value_t = RUNS, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    runs: u32,
    /// Replications in which the accepted vectors are run [default: the scenario's]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    replications: Option<u64>,
    /// Folder for the results [default: out/, the command and the name of the scenario]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Seed of all random numbers [default: the scenario's]
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// Worker threads; results do not depend on them [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    /// Sets a value as if the scenario file had it; repeatable
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// File formats of the rows
    #[arg(long, value_enum, value_delimiter = ',', default_value = "csv")]
    format: Vec<Format>,
    /// Writes the rows as JSON too: the same as --format json
    #[arg(long)]
    json: bool,
    /// Replaces results of other scenarios in the output folder
    #[arg(long)]
    force: bool,
    /// Says nothing but errors, warnings and results
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Says more about what it does
    #[arg(short, long)]
    pub verbose: bool,
}

/// A command at work.
pub struct Bench<'a> {
    pub options: &'a FitOptions,
    pub terminal: &'a Terminal,
    pub scenario: Scenario,
    pub watch: Arc<Watch>,
    pub pool: ThreadPool,
    target: PathBuf,
    started: Instant,
    manifest: Manifest,
}

impl<'a> Bench<'a> {
    /// Loads the scenario and makes ready; nothing is written.
    pub fn new(
        kind: RunKind,
        file: &Path,
        options: &'a FitOptions,
        terminal: &'a Terminal,
    ) -> Result<Self, Failure> {
        let instead = Instead {
            data: options.data.as_deref(),
            fit_until: options.fit_until,
            ..Instead::default()
        };
        let loaded = load_instead(file, &options.sets, instead);
        let loaded = loaded.map_err(|faults| Failure::Input(vec![faults]))?;
        terminal.diagnose(&loaded.warnings, &loaded.sources);
        let scenario = loaded.scenario;
        let word = if kind == RunKind::Calibrate {
            "calibrate"
        } else {
            "backtest"
        };
        let folder = || Path::new("out").join(format!("{word}-{}", scenario.name));
        let target = options.output.clone().unwrap_or_else(folder);
        options
            .format
            .iter()
            .try_for_each(|format| format.check())?;
        check_target(&target, &[&scenario.name], overwrite(options))?;
        let pool = pool(options.threads)?;
        let mut manifest =
            describe::manifest(kind, std::slice::from_ref(&scenario), Detail::Standard);
        began(&mut manifest);
        manifest.threads = pool.current_num_threads();
        manifest.seed = options.seed.unwrap_or(scenario.seed);
        Ok(Self {
            watch: interruptible(),
            started: Instant::now(),
            options,
            terminal,
            scenario,
            pool,
            target,
            manifest,
        })
    }

    /// Number of the replications that follow the fit.
    pub fn replications(&self) -> u64 {
        let n = self.options.replications;
        n.unwrap_or(u64::from(self.scenario.replications))
    }

    /// The means to fit and to forecast.
    pub fn fitting(&self) -> Fitting<'_> {
        Fitting {
            terminal: self.terminal,
            pool: &self.pool,
            watch: &self.watch,
            seed: self.manifest.seed,
            runs: self.options.runs,
        }
    }

    /// Writes rows, charts and report; ends by naming the files.
    pub fn write(
        mut self,
        shown: (&Scenario, &Experiment),
        accepted: &Accepted,
        (past, method): (Past, String),
    ) -> Result<(), Failure> {
        let (scenario, experiment) = shown;
        let done = experiment.replications.len() as u64;
        if done == 0 {
            return Err(Failure::Interrupted { done });
        }
        let manifest = &mut self.manifest;
        // A fit shows the years that it saw.
        manifest.scenarios[0].end = scenario.end.to_string();
        manifest.scenarios[0].fit = method;
        manifest.replications_requested = done;
        manifest.replications_done = done;
        manifest.interrupted = self.watch.stopped();
        manifest.events = experiment.replications.iter().map(|r| r.events).sum();
        manifest.wall_seconds = self.started.elapsed().as_secs_f64();
        manifest.events_per_second = manifest.events as f64 / manifest.wall_seconds;
        manifest.warnings = describe::warnings(manifest);
        manifest.warnings.extend(doubts(accepted));
        self.terminal.say("Drawing charts and report");
        let results = experiment::results(scenario, experiment);
        let replications = experiment::replications(scenario, experiment);
        let saved = Saved::new(self.manifest, results, Vec::new(), replications).with_past(past);
        let out = OutputDir::create(
            &self.target,
            &[&self.scenario.name],
            overwrite(self.options),
        )?;
        let mut extra = vec![
            (
                "scenario.resolved.toml".to_owned(),
                self.scenario.resolved_toml().as_bytes().to_vec(),
            ),
            (ACCEPTED_FILE.to_owned(), accepted_csv(accepted)?),
        ];
        extra.extend(other_formats(&self.options.format, &saved)?);
        let rows = if self.options.json || self.options.format.contains(&Format::Json) {
            Rows::CsvAndJson
        } else {
            Rows::Csv
        };
        self.terminal
            .wrote(&report::publish(out, saved, rows, &extra)?);
        if self.watch.stopped() {
            return Err(Failure::Interrupted { done });
        }
        Ok(())
    }
}

fn overwrite(options: &FitOptions) -> Overwrite {
    if options.force {
        Overwrite::Force
    } else {
        Overwrite::SameScenario
    }
}
