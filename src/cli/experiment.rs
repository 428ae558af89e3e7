//! Running scenarios and writing what came out: the way of `run` and `compare`.

mod apart;
mod doubts;
mod factors;
mod grid;
mod optimum;

use std::sync::Arc;
use std::time::Instant;

use super::alike::{self, distinct, same_files};
use super::failure::Failure;
use super::fitting::{Backtested, Fitting};
use super::grid::Grid;
use super::interrupt::interruptible;
use super::machine::{began, pool, system, utc_now};
use super::optimize::Hunt;
use super::options::{Options, Sink};
use super::progress::Progress;
use super::publish::{Told, certain_files, panels_file, resolved_file, write};
use super::resolved::as_run;
use super::seal::digest;
use super::terminal::Terminal;
use crate::experiment::search::{Mode, Problem, SearchError, check_runs};
use crate::experiment::sensitivity::Study;
use crate::experiment::{self, Experiment, Moves, Plan, Shard, Watch, run_in_turn};
use crate::report::export::{EVENTS_FILE, to_csv};
use crate::report::manifest::{CountedBy, Manifest, RunKind, ShardInfo};
use crate::report::number::counted;
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

impl Job<'_> {
    /// Runs, folds, draws and writes; ends by naming the files.
    pub fn run(mut self, terminal: &Terminal) -> Result<(), Failure> {
        distinct(&self.scenarios)?;
        self.check_runs()?;
        let asked: Vec<String> = self.scenarios.iter().map(|s| s.name.clone()).collect();
        let names: Vec<&str> = asked.iter().map(String::as_str).collect();
        self.options.check_shard(&self.scenarios[0])?;
        self.sink.check(&names, &self.certain_files(&names))?;
        same_files(&self.sink.target, &self.scenarios, self.sink.overwrite)?;
        let watch = interruptible(terminal);
        let pool = pool(self.options.start.threads)?;
        let (started, began) = (Instant::now(), utc_now());
        let mut told = Told::default();
        self.announce(terminal);
        let (experiments, left_out) = self.experiments(terminal, &pool, &watch, &mut told)?;
        let mut manifest = self.manifest(pool.current_num_threads());
        manifest.started = began;
        if self.scenarios.len() < asked.len() {
            manifest.asked = asked;
        }
        let mut doubts = self.imprecise(&experiments);
        doubts.extend(left_out);
        if self.kind == RunKind::Compare {
            doubts.extend(alike::unlike(&self.scenarios));
        }
        let done = common(&told.fits, &experiments);
        let described = manifest.scenarios.iter_mut().zip(&told.fits);
        for ((info, fit), experiment) in described.zip(&experiments) {
            info.fit.clone_from(fit);
            let own = experiment.done();
            info.replications = (!fit.is_empty() || own != done).then_some(own);
        }
        manifest.replications_done = done;
        told.attribution = self.attribution(terminal, &pool, &watch, &experiments)?;
        if self.attribute {
            manifest.attribution = self.method(&manifest);
        }
        let swept = self.sweep(terminal, &pool, &watch, &experiments)?;
        let sought = self.optimize(terminal, &pool, &watch, &experiments)?;
        let moves = self.moves(terminal, &pool, &watch)?;
        let means = (terminal, &pool, &watch);
        let points = self.sensitivity(means, &mut told, &mut manifest, &mut doubts)?;
        manifest.interrupted = watch.stopped();
        if manifest.interrupted {
            doubts.extend(self.cut_short(done, &told.attribution));
            doubts.extend(self.missing(swept.points));
            doubts.extend(self.unfinished(&sought));
        }
        manifest.sweep = self.swept(&swept);
        manifest.events = swept.events + sought.events;
        manifest.optimize = sought.least;
        manifest.split = sought.split;
        self.complete(&mut manifest, &experiments, started);
        told.sweep = swept.rows;
        told.optimize = sought.rows;
        manifest.warnings.append(&mut told.doubts);
        for doubt in doubts {
            terminal.warn(&doubt);
            manifest.warnings.push(doubt);
        }
        let mut files = self.resolved(&experiments);
        if manifest.shard.is_some() {
            seal(&mut manifest, &files);
        }
        files.extend(sought.files);
        files.extend(self.events(terminal)?);
        files.extend(points);
        let both: Vec<_> = self.scenarios.iter().zip(experiments).collect();
        let log = self.scenarios.iter().enumerate();
        let moved = |i: usize| moves.get(i).and_then(Option::as_ref);
        let log = log.flat_map(|(i, s)| experiment::assumptions(s, moved(i)));
        told.assumptions = log.collect();
        write(terminal, &self.sink, manifest, &both, told, files)?;
        if watch.stopped() {
            Err(Failure::Interrupted { done })
        } else {
            Ok(())
        }
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

    /// Refuses too few runs for the fit of any scenario, whichever comes last.
    fn check_runs(&self) -> Result<(), Failure> {
        for scenario in &self.scenarios {
            let Some(runs) = self.fit_runs(scenario) else {
                continue;
            };
            let enough = check_runs(&Problem::new(scenario)?, runs as usize);
            enough.map_err(|error| Failure::Argument(format!("{}: {error}", scenario.name)))?;
        }
        Ok(())
    }

    /// The experiments of the scenarios, and what is to be said of scenarios without one: they are
    /// left out from here on.
    fn experiments(
        &mut self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
        told: &mut Told,
    ) -> Result<(Vec<Experiment>, Vec<String>), Failure> {
        if self.kind == RunKind::Compare {
            let done = self.simulate(terminal, pool, watch, &self.scenarios)?;
            let experiments = done.ok_or(Failure::Interrupted { done: 0 })?;
            told.fits.resize(experiments.len(), String::new());
            return Ok((experiments, Vec::new()));
        }
        let (mut experiments, mut said) = (Vec::new(), Vec::new());
        let (mut unfinished, mut refused) = (Vec::new(), None);
        for scenario in std::mem::take(&mut self.scenarios) {
            if watch.stopped() {
                unfinished.push(scenario.name);
                continue;
            }
            match self.experiment(terminal, pool, watch, &scenario, told) {
                Ok(Some(experiment)) => {
                    experiments.push(experiment);
                    self.scenarios.push(scenario);
                }
                Ok(None) => unfinished.push(scenario.name),
                // A model that cannot have its past is a finding: it takes nothing from the others.
                Err(Failure::Search(error @ SearchError::NothingAccepted { .. })) => {
                    said.push(format!("Left out: {}: {error}.", scenario.name));
                    refused = Some(error);
                }
                Err(other) => return Err(other),
            }
        }
        if experiments.is_empty() {
            return Err(refused.map_or(Failure::Interrupted { done: 0 }, Failure::Search));
        }
        if !unfinished.is_empty() {
            said.push(format!(
                "Left out, as the run was interrupted before a replication of it was finished: {}.",
                unfinished.join(", ")
            ));
        }
        Ok((experiments, said))
    }

    /// The experiment of a scenario; none if the run was stopped before a replication was finished.
    fn experiment(
        &self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
        scenario: &Scenario,
        told: &mut Told,
    ) -> Result<Option<Experiment>, Failure> {
        if let Some(runs) = self.fit_runs(scenario) {
            let done = match self.backtest(terminal, pool, watch, (scenario, runs)) {
                Err(Failure::Interrupted { .. }) => return Ok(None),
                done => done?,
            };
            told.doubts.extend(done.findings.doubts);
            told.past.extend(done.findings.past);
            told.fits.push(done.findings.method);
            return Ok(Some(done.shown));
        }
        let done = self.simulate(terminal, pool, watch, std::slice::from_ref(scenario))?;
        told.fits.extend(done.as_ref().map(|_| String::new()));
        Ok(done.and_then(|experiments| experiments.into_iter().next()))
    }

    /// The experiments of scenarios by the plan, all in turn; none if the run was stopped before each
    /// had a replication.
    fn simulate(
        &self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
        scenarios: &[Scenario],
    ) -> Result<Option<Vec<Experiment>>, Failure> {
        let n = self.plan.replications;
        let names: Vec<&str> = scenarios.iter().map(|s| s.name.as_str()).collect();
        let (label, each) = match names[..] {
            [alone] => (alone, ""),
            _ => ("comparison", " of each, in turn"),
        };
        let up_to = if self.plan.precision.is_some() {
            "up to "
        } else {
            ""
        };
        terminal.say(&format!(
            "Simulating {}: {up_to}{}{each}, seed {}, {}",
            names.join(", "),
            counted(n, "replication"),
            self.plan.seed,
            counted(pool.current_num_threads() as u64, "thread")
        ));
        let progress = Progress::follow(terminal, label, n * names.len() as u64, watch);
        let experiments = pool.install(|| run_in_turn(scenarios, &self.plan, watch));
        drop(progress);
        let experiments = experiments?;
        let begun = experiments.iter().all(|e| !e.replications.is_empty());
        Ok(begun.then_some(experiments))
    }

    /// Runs of a scenario's fit, where it is back-tested.
    fn fit_runs(&self, scenario: &Scenario) -> Option<u32> {
        let (runs, _) = self.backtests.filter(|_| forecasts(scenario))?;
        Some(runs)
    }

    /// The seed of a scenario: that of all, or its own where it is back-tested.
    fn seed(&self, scenario: &Scenario) -> u64 {
        match self.fit_runs(scenario) {
            Some(_) => self.options.start.seed.unwrap_or(scenario.seed),
            None => self.plan.seed,
        }
    }

    /// The forecasts of a scenario's held-out years, as `backtest` makes them: under its own seed,
    /// in its own number of replications, unless others are asked for.
    fn backtest(
        &self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
        (scenario, runs): (&Scenario, u32),
    ) -> Result<Backtested, Failure> {
        let fitting = Fitting {
            terminal,
            pool,
            watch,
            seed: self.seed(scenario),
            runs,
        };
        terminal.result(&format!("{}:", scenario.name));
        let asked = self.backtests.and_then(|(_, replications)| replications);
        let n = asked.unwrap_or(u64::from(scenario.replications));
        fitting.backtest(scenario, &Mode::ALL, n)
    }

    /// The answer of each scenario with its numbers moved, where that was asked for.
    fn moves(
        &self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
    ) -> Result<Vec<Option<Moves>>, Failure> {
        let Some(replications) = self.assumptions else {
            return Ok(Vec::new());
        };
        let plan = Plan {
            replications,
            ..self.plan.clone()
        };
        let mut all = Vec::new();
        for scenario in &self.scenarios {
            let (name, runs) = (&scenario.name, experiment::moves(scenario));
            if self.fit_runs(scenario).is_some() {
                // Its numbers were fitted: what the series leave of their ranges is told instead.
                all.push(None);
                continue;
            }
            if runs == 0 {
                all.push(Some(Moves::default()));
                continue;
            }
            terminal.say(&format!(
                "Moving {} of {name} to the ends of their ranges: {runs} runs of {}",
                counted(runs / 2, "number"),
                counted(replications, "replication")
            ));
            let progress = Progress::follow(terminal, name, runs * replications, watch);
            let moves = pool.install(|| Moves::run(scenario, &plan, watch));
            drop(progress);
            all.push(Some(moves?));
        }
        Ok(all)
    }

    fn manifest(&self, threads: usize) -> Manifest {
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
        manifest.threads = threads;
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

    /// The event log of the first scenario, where it was asked for.
    fn events(&self, terminal: &Terminal) -> Result<Option<(String, Vec<u8>)>, Failure> {
        let Some(cases) = self.event_log else {
            return Ok(None);
        };
        terminal.say(&format!("Following {cases} cases through replication 0"));
        let rows = experiment::event_log(&self.scenarios[0], self.plan.seed, cases)?;
        Ok(Some((EVENTS_FILE.to_owned(), to_csv(&rows)?)))
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

/// Whether a scenario holds out years that its fit does not see.
pub fn forecasts(scenario: &Scenario) -> bool {
    Problem::new(scenario).is_ok_and(|problem| !problem.held_out().is_empty())
}
