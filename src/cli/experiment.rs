//! Running scenarios and writing what came out: the way of `run`, of `compare`, and of all that looks around
//! a scenario.

mod apart;
mod doubts;
mod factors;
mod grid;
mod means;
mod moved;
mod optimum;
mod simulate;

use means::Means;
pub use simulate::forecasts;
use std::time::Instant;

use super::alike::{self, distinct, same_files};
use super::failure::Failure;
use super::grid::Grid;
use super::interrupt::interruptible;
use super::machine::{began, pool, system, utc_now};
use super::optimize::Hunt;
use super::options::{Options, Sink};
use super::publish::{Told, certain_files, panels_file, resolved_file, write};
use super::resolved::as_run;
use super::seal::digest;
use super::terminal::Terminal;
use crate::experiment::sensitivity::Study;
use crate::experiment::{self, Experiment, Plan, Shard};
use crate::report::export::{EVENTS_FILE, to_csv};
use crate::report::manifest::{CountedBy, Manifest, RunKind, ShardInfo};
use crate::report::sensitivity::POINTS_FILE;
use crate::report::{describe, reform};
use crate::scenario::Scenario;

/// Scenarios to run, and where the results go.
pub struct Job<'a> {
    pub kind: RunKind,
    /// All scenarios share the seed and the count of the first: differences are paired.
    pub plan: Plan,
    /// In a comparison the first is the baseline.
    pub scenarios: Vec<Scenario>,
    /// What the only scenario is a reform of, and what that is to it.
    pub reformed: Option<(Scenario, String)>,
    /// Whether the other scenarios are taken apart.
    pub attribute: bool,
    /// Replications in which each number with a range is moved to its ends, for the log.
    pub assumptions: Option<u64>,
    /// The grid around the only scenario.
    pub grid: Option<Grid>,
    /// The value of a number of the only scenario that is to be found.
    pub hunt: Option<Hunt>,
    /// Runs of a fit, where scenarios that hold out years are back-tested in place of a plain run;
    /// and replications, where others than the scenario's are asked for.
    pub backtests: Option<(u32, Option<u64>)>,
    /// Which numbers of the first scenario move a measure most, where that is asked.
    pub sensitivity: Option<Study>,
    /// Cases of the first scenario to follow.
    pub event_log: Option<usize>,
    pub sink: Sink<'a>,
    pub options: &'a Options,
}

/// What there is to write, as it comes together.
struct Outcome {
    manifest: Manifest,
    told: Told,
    /// What the reader should know, and hears of while it runs.
    doubts: Vec<String>,
    /// Further files, by name.
    files: Vec<(String, Vec<u8>)>,
}

impl<'a> Job<'a> {
    /// The replications of a plan, and nothing more.
    pub fn new(
        (kind, plan): (RunKind, Plan),
        scenarios: Vec<Scenario>,
        sink: Sink<'a>,
        options: &'a Options,
    ) -> Self {
        Self {
            kind,
            plan,
            scenarios,
            reformed: None,
            attribute: false,
            assumptions: None,
            grid: None,
            hunt: None,
            backtests: None,
            sensitivity: None,
            event_log: None,
            sink,
            options,
        }
    }
}

impl Job<'_> {
    /// Runs, folds, draws and writes; ends by naming the files.
    pub fn run(mut self, terminal: &Terminal) -> Result<(), Failure> {
        let asked = self.check()?;
        let watch = interruptible(terminal);
        let pool = pool(self.options.start.threads)?;
        let means = Means {
            terminal,
            pool: &pool,
            watch: &watch,
        };
        let (started, began) = (Instant::now(), utc_now());
        self.announce(terminal);
        let mut told = Told::default();
        let (experiments, left_out) = self.experiments(means, &mut told)?;
        let mut outcome = self.outcome(&experiments, told, left_out);
        outcome.manifest.started = began;
        outcome.manifest.threads = pool.current_num_threads();
        if self.scenarios.len() < asked.len() {
            outcome.manifest.asked = asked;
        }
        self.take_apart(means, &experiments, &mut outcome)?;
        self.sweep(means, &experiments, &mut outcome)?;
        self.optimize(means, &experiments, &mut outcome)?;
        self.study(means, &mut outcome)?;
        self.log_assumptions(means, &mut outcome)?;
        self.follow_cases(terminal, &mut outcome)?;
        self.write(means, started, experiments, outcome)
    }

    /// Refuses what is known not to work before anything runs; the names of the scenarios.
    fn check(&self) -> Result<Vec<String>, Failure> {
        distinct(&self.scenarios)?;
        self.check_runs()?;
        let asked: Vec<String> = self.scenarios.iter().map(|s| s.name.clone()).collect();
        let names: Vec<&str> = asked.iter().map(String::as_str).collect();
        self.options.check_shard(&self.scenarios[0])?;
        self.sink.check(&names, &self.certain_files(&names))?;
        same_files(&self.sink.target, &self.scenarios, self.sink.overwrite)?;
        Ok(asked)
    }

    /// Files that will be written, whatever comes out of the run.
    fn certain_files(&self, names: &[&str]) -> Vec<String> {
        let mut files = certain_files(self.kind, names, &self.sink);
        files.extend(self.event_log.map(|_| EVENTS_FILE.to_owned()));
        files.extend(self.sensitivity.iter().map(|_| POINTS_FILE.to_owned()));
        if self.options.shard.is_some() {
            files.extend(names.iter().map(|name| panels_file(name)));
        }
        files
    }

    /// What there is to write once the replications are done.
    fn outcome(&self, experiments: &[Experiment], told: Told, left_out: Vec<String>) -> Outcome {
        let mut doubts = self.imprecise(experiments);
        doubts.extend(left_out);
        if self.kind == RunKind::Compare {
            doubts.extend(alike::unlike(&self.scenarios));
        }
        let mut manifest = self.manifest();
        let done = common(&told.fits, experiments);
        let described = manifest.scenarios.iter_mut().zip(&told.fits);
        for ((info, fit), experiment) in described.zip(experiments) {
            info.fit.clone_from(fit);
            let own = experiment.done();
            info.replications = (!fit.is_empty() || own != done).then_some(own);
        }
        manifest.replications_done = done;
        Outcome {
            manifest,
            told,
            doubts,
            files: Vec::new(),
        }
    }

    fn manifest(&self) -> Manifest {
        let plan = &self.plan;
        let mut manifest = describe::manifest(self.kind, &self.scenarios, plan.detail);
        if let Some((baseline, relation)) = &self.reformed {
            reform::fill(&mut manifest, 0, &self.scenarios[0], baseline, relation);
        }
        began(&mut manifest);
        manifest.seed = plan.seed;
        manifest.replications_requested = plan.replications;
        manifest.replications_by = match self.backtests {
            Some((_, None)) if plan.precision.is_none() => CountedBy::Command,
            _ if self.sensitivity.is_some() && self.options.replications.is_none() => {
                CountedBy::Command
            }
            _ => self.options.counted_by(),
        };
        manifest.shard = self.options.shard.map(|shard| ShardInfo {
            index: shard.index,
            of: shard.of,
        });
        manifest.system = system();
        manifest
    }

    fn complete(&self, manifest: &mut Manifest, experiments: &[Experiment], started: Instant) {
        let replications = experiments.iter().flat_map(|e| &e.replications);
        manifest.events += replications.map(|r| r.events).sum::<u64>();
        manifest.wall_seconds = started.elapsed().as_secs_f64();
        manifest.events_per_second = manifest.events as f64 / manifest.wall_seconds;
        manifest.warnings = describe::warnings(manifest);
    }

    /// The scenarios as they were run, each in a file of its own.
    fn resolved(&self, experiments: &[Experiment]) -> Vec<(String, Vec<u8>)> {
        let text = |s: &Scenario, experiment: &Experiment| {
            let replications = match self.plan.shard {
                Shard::WHOLE => experiment.done(),
                // The file stands for the whole.
                _ => self.plan.replications,
            };
            as_run(s, self.seed(s), replications)
        };
        let both = self.scenarios.iter().zip(experiments);
        both.map(|(s, e)| (resolved_file(self.kind, &s.name), text(s, e)))
            .collect()
    }

    /// Adds the event log of the first scenario, where it was asked for.
    fn follow_cases(&self, terminal: &Terminal, outcome: &mut Outcome) -> Result<(), Failure> {
        let Some(cases) = self.event_log else {
            return Ok(());
        };
        terminal.say(&format!("Following {cases} cases through replication 0"));
        let rows = experiment::event_log(&self.scenarios[0], self.plan.seed, cases)?;
        let file = (EVENTS_FILE.to_owned(), to_csv(&rows)?);
        outcome.files.push(file);
        Ok(())
    }

    /// Writes all there is; fails if the run was stopped before its end.
    fn write(
        &self,
        means: Means<'_>,
        started: Instant,
        experiments: Vec<Experiment>,
        outcome: Outcome,
    ) -> Result<(), Failure> {
        let Outcome {
            mut manifest,
            mut told,
            doubts,
            files,
        } = outcome;
        manifest.interrupted = means.watch.stopped();
        self.complete(&mut manifest, &experiments, started);
        manifest.warnings.append(&mut told.doubts);
        for doubt in doubts {
            means.terminal.warn(&doubt);
            manifest.warnings.push(doubt);
        }
        let mut all = self.resolved(&experiments);
        if manifest.shard.is_some() {
            seal(&mut manifest, &all);
        }
        all.extend(files);
        let done = manifest.replications_done;
        let both: Vec<_> = self.scenarios.iter().zip(experiments).collect();
        write(means.terminal, &self.sink, manifest, &both, told, all)?;
        if means.watch.stopped() {
            Err(Failure::Interrupted { done })
        } else {
            Ok(())
        }
    }
}

/// Notes what the files of the scenarios were, so that `merge` sees if one was changed.
fn seal(manifest: &mut Manifest, resolved: &[(String, Vec<u8>)]) {
    for (info, (_, bytes)) in manifest.scenarios.iter_mut().zip(resolved) {
        info.resolved_hash = digest(bytes);
    }
}

/// Replications that the scenarios have in common. Those of back-tests are their own, unless there is
/// nothing else.
fn common(fits: &[String], experiments: &[Experiment]) -> u64 {
    let plain = fits
        .iter()
        .zip(experiments)
        .filter(|(fit, _)| fit.is_empty());
    let plain = plain.map(|(_, e)| e.done()).min();
    let all = experiments.iter().map(Experiment::done);
    plain.or(all.min()).unwrap_or(0)
}
