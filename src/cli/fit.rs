//! What `calibrate` and `backtest` share: options, the fit, and the way to the files.

use clap::Args;
use rayon::ThreadPool;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::experiment::{began, interruptible, pool};
use super::failure::Failure;
use super::progress::Progress;
use super::terminal::Terminal;
use crate::experiment::search::{ACCEPTING, Accepted, EXPLORING, FitPlan, Problem, calibrate};
use crate::experiment::{self, Detail, Experiment, Watch};
use crate::report::manifest::{Manifest, RunKind};
use crate::report::past::{ACCEPTED_FILE, Past, accepted_csv};
use crate::report::{self, OutputDir, Overwrite, Rows, Saved, describe, preflight};
use crate::scenario::{Scenario, load_with_data};

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
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    runs: u32,
    /// Replications in which the accepted vectors are run [default: the scenario's]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    replications: Option<u64>,
    /// Folder for the results
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
    /// Writes the rows as JSON too
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
        let mut sets = options.sets.clone();
        sets.extend(
            options
                .fit_until
                .map(|year| format!("history.fitted_until={year}")),
        );
        let loaded = load_with_data(file, &sets, options.data.as_deref());
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
        preflight(&target, &[&scenario.name], overwrite(options))?;
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

    /// Seed and number of the replications that follow the fit.
    pub fn replications(&self) -> (u64, u64) {
        let n = self.options.replications;
        (
            self.manifest.seed,
            n.unwrap_or(u64::from(self.scenario.replications)),
        )
    }

    /// Fits the problem, and says what came of it.
    pub fn fit(&mut self, problem: &Problem<'_>) -> Result<Accepted, Failure> {
        let plan = FitPlan {
            seed: self.manifest.seed,
            runs: self.options.runs as usize,
        };
        let count = problem.parameters.len();
        self.terminal.say(&format!(
            "Fitting {count} parameters of {} to fiscal years up to {}: {} runs, seed {}, {} threads",
            self.scenario.name,
            problem.cut,
            plan.total(),
            plan.seed,
            self.manifest.threads
        ));
        let progress = Progress::follow(self.terminal, "fit", plan.total(), &self.watch);
        let accepted = self.pool.install(|| calibrate(problem, plan, &self.watch));
        drop(progress);
        let accepted = accepted?;
        self.manifest.fit = method(problem, &accepted);
        self.say_fit(&accepted);
        Ok(accepted)
    }

    fn say_fit(&self, accepted: &Accepted) {
        self.terminal.result(&format!(
            "{} of {} runs accepted, worth {:.0} of equal weight",
            accepted.vectors.len(),
            accepted.runs,
            accepted.effective
        ));
        let shown = |value: Option<f64>| value.map_or(String::new(), |v| format!("{v:.3}"));
        for row in &accepted.parameters {
            let company = match row.verdict.as_str() {
                "only together" => format!(
                    " with {} (correlation {})",
                    row.partner,
                    shown(row.correlation)
                ),
                "not identified" => format!(": {} of the spread is left", shown(row.spread_ratio)),
                _ => String::new(),
            };
            self.terminal.result(&format!(
                "  {} {} ({} to {}): {}{company}",
                row.parameter,
                shown(row.p50),
                shown(row.p05),
                shown(row.p95),
                row.verdict
            ));
        }
    }

    /// Follows replications of a part of the work.
    pub fn follow<T>(&self, label: &str, n: u64, work: impl FnOnce(&Watch) -> T + Send) -> T
    where
        T: Send,
    {
        self.terminal
            .say(&format!("Simulating {label}: {n} replications"));
        let progress = Progress::follow(self.terminal, label, n, &self.watch);
        let done = self.pool.install(|| work(&self.watch));
        drop(progress);
        done
    }

    /// Writes rows, charts and report; ends by naming the files.
    pub fn write(
        mut self,
        shown: (&Scenario, &Experiment),
        accepted: &Accepted,
        past: Past,
    ) -> Result<(), Failure> {
        let (scenario, experiment) = shown;
        let done = experiment.replications.len() as u64;
        if done == 0 {
            return Err(Failure::Interrupted { done });
        }
        let manifest = &mut self.manifest;
        // A fit shows the years that it saw.
        manifest.scenarios[0].end = scenario.end.to_string();
        manifest.replications_requested = done;
        manifest.replications_done = done;
        manifest.interrupted = self.watch.stopped();
        manifest.events = experiment.replications.iter().map(|r| r.events).sum();
        manifest.wall_seconds = self.started.elapsed().as_secs_f64();
        manifest.events_per_second = manifest.events as f64 / manifest.wall_seconds;
        manifest.warnings = describe::warnings(manifest, std::slice::from_ref(scenario));
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
        let extra = [
            (
                "scenario.resolved.toml".to_owned(),
                self.scenario.resolved_toml().as_bytes().to_vec(),
            ),
            (ACCEPTED_FILE.to_owned(), accepted_csv(accepted)?),
        ];
        let rows = if self.options.json {
            Rows::CsvAndJson
        } else {
            Rows::Csv
        };
        for path in report::publish(out, saved, rows, &extra)? {
            self.terminal.say(&format!("wrote {}", path.display()));
        }
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

/// How the fit was done, in words.
fn method(problem: &Problem<'_>, accepted: &Accepted) -> String {
    let targets: Vec<String> = problem
        .targets
        .iter()
        .map(|target| {
            format!(
                "{} (tolerance {:.1} %)",
                target.series,
                100.0 * target.tolerance
            )
        })
        .collect();
    format!(
        "History matching on fiscal years up to {}{}: {EXPLORING} waves of runs explore{}, of {} runs in {ACCEPTING} waves after them {} are accepted (no target more than three standard deviations off), with weights worth {:.0} vectors of equal weight. All runs share their random numbers; each wave is a Latin hypercube. Targets: {}.",
        problem.cut,
        if problem.vintage.is_empty() {
            String::new()
        } else {
            format!(", data of {}", problem.vintage)
        },
        if problem.scale < 1.0 {
            format!(
                ", on {} of the system and set against runs of the whole",
                problem.scale
            )
        } else {
            String::new()
        },
        accepted.runs,
        accepted.vectors.len(),
        accepted.effective,
        targets.join("; ")
    )
}

/// Below this number of equally weighted vectors a fit is too thin to trust its quantiles.
const THIN: f64 = 30.0;

/// What the reader should know about a fit before trusting it.
fn doubts(accepted: &Accepted) -> Vec<String> {
    let mut doubts = Vec::new();
    if accepted.effective < THIN {
        doubts.push(format!(
            "The accepted vectors are worth only {:.0} of equal weight: intervals of parameters are rough. More --runs help.",
            accepted.effective
        ));
    }
    let unknown = accepted
        .parameters
        .iter()
        .filter(|row| row.verdict == "not identified");
    let unknown: Vec<&str> = unknown.map(|row| row.parameter.as_str()).collect();
    if !unknown.is_empty() {
        doubts.push(format!(
            "The published series do not identify {}: after the fit nearly the whole range is left.",
            unknown.join(", ")
        ));
    }
    let together = accepted
        .parameters
        .iter()
        .filter(|row| row.verdict == "only together");
    for row in together {
        doubts.push(format!(
            "The published series identify {} only together with {} (correlation {:.2}): single values mean little.",
            row.parameter,
            row.partner,
            row.correlation.unwrap_or(0.0)
        ));
    }
    doubts
}
