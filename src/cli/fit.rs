//! What `calibrate` and `backtest` share: options, the fit, and the way to the files.

use clap::Args;
use rayon::ThreadPool;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::alike::same_files;
use super::failure::Failure;
use super::fitting::{Findings, Fitting, RUNS};
use super::interrupt::interruptible;
use super::machine::{began, pool};
use super::options::{Format, Formats, Manner, Start, check_target, overwrite};
use super::publish::{RESOLVED_FILE, other_files, other_formats, warn_of_letters};
use super::resolved::as_run;
use super::terminal::Terminal;
use crate::experiment::search::Accepted;
use crate::experiment::{self, Detail, Experiment, Watch};
use crate::report::manifest::{CountedBy, Manifest, RunKind};
use crate::report::past::{ACCEPTED_FILE, accepted_csv};
use crate::report::{self, OutputDir, Rows, Saved, check_free, describe};
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
    #[command(flatten)]
    start: Start,
    /// Sets a value as if the scenario file had it; repeatable
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    #[command(flatten)]
    formats: Formats,
    /// Writes the rows as JSON too: the same as --format json
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub manner: Manner,
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
        let formats = &options.formats.format;
        formats.iter().try_for_each(|format| format.check())?;
        let replaced = overwrite(options.manner.force);
        check_target(&target, &[&scenario.name], replaced)?;
        same_files(&target, std::slice::from_ref(&scenario), replaced)?;
        let mut files = report::certain_files(kind, options.rows());
        files.extend(other_files(formats, &files));
        files.extend([RESOLVED_FILE, ACCEPTED_FILE].map(str::to_owned));
        check_free(&target, &files, replaced)?;
        let watch = interruptible(terminal);
        let pool = pool(options.start.threads)?;
        let mut manifest =
            describe::manifest(kind, std::slice::from_ref(&scenario), Detail::Standard);
        began(&mut manifest);
        manifest.threads = pool.current_num_threads();
        manifest.seed = options.start.seed.unwrap_or(scenario.seed);
        Ok(Self {
            watch,
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
        findings: Findings,
    ) -> Result<(), Failure> {
        let (scenario, experiment) = shown;
        let done = experiment.done();
        if done == 0 {
            return Err(Failure::Interrupted { done });
        }
        let requested = self.replications();
        let manifest = &mut self.manifest;
        // A fit shows the years that it saw.
        manifest.scenarios[0].end = scenario.end.to_string();
        manifest.scenarios[0].fit = findings.method;
        manifest.replications_requested = requested;
        manifest.replications_by = match self.options.replications {
            Some(_) => CountedBy::Option,
            None => CountedBy::Scenario,
        };
        manifest.replications_done = done;
        manifest.interrupted = self.watch.stopped();
        manifest.events = experiment.replications.iter().map(|r| r.events).sum();
        manifest.wall_seconds = self.started.elapsed().as_secs_f64();
        manifest.events_per_second = manifest.events as f64 / manifest.wall_seconds;
        manifest.warnings = describe::warnings(manifest);
        manifest.warnings.extend(findings.doubts);
        warn_of_letters(self.terminal, manifest);
        self.terminal.say("Drawing charts and report");
        let results = experiment::results(scenario, experiment);
        let replications = experiment::replications(scenario, experiment);
        let seed = self.manifest.seed;
        let saved =
            Saved::new(self.manifest, results, Vec::new(), replications).with_past(findings.past);
        let names = [self.scenario.name.as_str()];
        let out = OutputDir::create(&self.target, &names, overwrite(self.options.manner.force))?;
        let mut extra = vec![
            (RESOLVED_FILE.to_owned(), as_run(&self.scenario, seed, done)),
            (ACCEPTED_FILE.to_owned(), accepted_csv(accepted)?),
        ];
        extra.extend(other_formats(&self.options.formats.format, &saved)?);
        let (out, rows) = (out.worth_keeping(), self.options.rows());
        self.terminal
            .wrote(&report::publish(out, saved, rows, &extra)?);
        if self.watch.stopped() {
            return Err(Failure::Interrupted { done });
        }
        Ok(())
    }
}

impl FitOptions {
    /// In which forms rows are written.
    fn rows(&self) -> Rows {
        if self.json || self.formats.format.contains(&Format::Json) {
            Rows::CsvAndJson
        } else {
            Rows::Csv
        }
    }
}
