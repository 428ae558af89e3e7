//! Running scenarios and writing what came out: the way of `run` and `compare`.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use super::alike;
use super::failure::Failure;
use super::fitting::{Backtested, Fitting, doubts};
use super::options::{Options, Sink};
use super::progress::Progress;
use super::publish::{Told, resolved_file, write};
use super::terminal::{Terminal, counted};
use crate::experiment::search::{Mode, Problem};
use crate::experiment::{
    self, AttributionRow, DRAWN, Dissection, Experiment, FACTORIAL, Moves, RunError, Shard, Watch,
    provision_ids,
};
use crate::report::export::{EVENTS_FILE, to_csv};
use crate::report::manifest::{Manifest, RunKind, ShardInfo};
use crate::report::{describe, reform};
use crate::scenario::Scenario;

/// Scenarios to run, and where the results go.
pub struct Job<'a> {
    pub kind: RunKind,
    /// In a comparison the first is the baseline.
    pub scenarios: Vec<Scenario>,
    /// What the only scenario is a reform of, and what that is to it.
    pub reformed: Option<(Scenario, String)>,
    /// Whether the other scenarios are taken apart.
    pub attribute: bool,
    /// Replications in which each number with a range is moved to its ends, for the log.
    pub assumptions: Option<u64>,
    /// Runs of a fit, where scenarios that hold out years are back-tested in place of a plain run;
    /// and replications, where others than the scenario's are asked for.
    pub backtests: Option<(u32, Option<u64>)>,
    /// Cases of the first scenario to follow.
    pub event_log: Option<usize>,
    pub sink: Sink<'a>,
    pub options: &'a Options,
}

impl Job<'_> {
    /// Runs, folds, draws and writes; ends by naming the files.
    pub fn run(mut self, terminal: &Terminal) -> Result<(), Failure> {
        let names: Vec<&str> = self.scenarios.iter().map(|s| s.name.as_str()).collect();
        self.options.check_shard(&self.scenarios[0])?;
        self.sink.check(&names)?;
        let watch = interruptible();
        let pool = pool(self.options.threads)?;
        let (started, began) = (Instant::now(), utc_now());
        let mut told = Told::default();
        let mut experiments = self.experiments(terminal, &pool, &watch, &mut told)?;
        if experiments.is_empty() {
            return Err(Failure::Interrupted { done: 0 });
        }
        let left_out = self.scenarios.split_off(experiments.len());
        let mut manifest = self.manifest(pool.current_num_threads());
        manifest.started = began;
        let mut doubts = self.imprecise(&experiments);
        doubts.extend(unfinished(&left_out));
        if self.kind == RunKind::Compare {
            doubts.extend(alike::cut(&self.scenarios, &mut experiments));
            doubts.extend(alike::unlike(&self.scenarios));
        }
        let done = common(&told.fits, &experiments);
        let described = manifest.scenarios.iter_mut().zip(&told.fits);
        for ((info, fit), experiment) in described.zip(&experiments) {
            info.fit.clone_from(fit);
            let own = experiment.replications.len() as u64;
            info.replications = (!fit.is_empty() || own != done).then_some(own);
        }
        manifest.replications_done = done;
        told.attribution = self.attribution(terminal, &pool, &watch, &experiments)?;
        if self.attribute {
            manifest.attribution = self.method(&manifest);
        }
        let moves = self.moves(terminal, &pool, &watch)?;
        manifest.interrupted = watch.stopped();
        if manifest.interrupted {
            doubts.extend(self.cut_short(done, &told.attribution));
        }
        self.complete(&mut manifest, &experiments, started);
        manifest.warnings.append(&mut told.doubts);
        for doubt in doubts {
            terminal.say(&doubt);
            manifest.warnings.push(doubt);
        }
        let mut files = self.resolved(&experiments);
        files.extend(self.events(terminal)?);
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

    /// The experiments of the scenarios, up to the first of which no replication was finished when
    /// the run was stopped.
    fn experiments(
        &self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
        told: &mut Told,
    ) -> Result<Vec<Experiment>, Failure> {
        // All scenarios share the baseline's seed and count: differences are paired.
        let plan = self.options.plan(&self.scenarios[0]);
        let mut experiments = Vec::new();
        for scenario in &self.scenarios {
            if watch.stopped() {
                break;
            }
            if let Some(runs) = self.fit_runs(scenario) {
                let done = match self.backtest(terminal, pool, watch, (scenario, runs)) {
                    Err(Failure::Interrupted { .. }) => break,
                    done => done?,
                };
                if done.shown.replications.is_empty() {
                    break;
                }
                told.doubts.extend(doubts(&done.accepted));
                told.past.extend(done.past);
                told.fits.push(done.method);
                experiments.push(done.shown);
                continue;
            }
            let (name, n) = (&scenario.name, plan.replications);
            let threads = pool.current_num_threads();
            let up_to = if plan.precision.is_some() {
                "up to "
            } else {
                ""
            };
            terminal.say(&format!(
                "Simulating {name}: {up_to}{}, seed {}, {}",
                counted(n, "replication"),
                plan.seed,
                counted(threads as u64, "thread")
            ));
            let progress = Progress::follow(terminal, name, n, watch);
            let experiment = pool.install(|| experiment::run(scenario, &plan, watch));
            drop(progress);
            let experiment = experiment?;
            if experiment.replications.is_empty() {
                break;
            }
            told.fits.push(String::new());
            experiments.push(experiment);
        }
        if self.kind == RunKind::Compare && plan.precision.is_some() {
            let means = (terminal, pool, watch);
            alike::run_all_on(means, &plan, &self.scenarios, &mut experiments)?;
        }
        Ok(experiments)
    }

    /// Runs of a scenario's fit, where it is back-tested.
    fn fit_runs(&self, scenario: &Scenario) -> Option<u32> {
        let (runs, _) = self.backtests.filter(|_| forecasts(scenario))?;
        Some(runs)
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
            seed: self.options.seed.unwrap_or(scenario.seed),
            runs,
        };
        terminal.result(&format!("{}:", scenario.name));
        let asked = self.backtests.and_then(|(_, replications)| replications);
        let n = asked.unwrap_or(u64::from(scenario.replications));
        fitting.backtest(scenario, &Mode::ALL, n)
    }

    /// The effects of the provisions of all scenarios but the baseline.
    fn attribution(
        &self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
        experiments: &[Experiment],
    ) -> Result<Vec<AttributionRow>, Failure> {
        let mut rows = Vec::new();
        let both = || self.scenarios.iter().zip(experiments);
        let Some(baseline) = both().next().filter(|_| self.attribute) else {
            return Ok(rows);
        };
        let plan = self.options.plan(&self.scenarios[0]);
        for scenario in both().skip(1) {
            let dissection = Dissection::new(baseline, scenario);
            let runs = dissection.runs();
            let (name, n) = (&scenario.0.name, scenario.1.replications.len() as u64);
            terminal.say(&format!(
                "Taking {name} apart: {}, {} of each of {}",
                counted(dissection.ids().len() as u64, "provision"),
                counted(runs, "more run"),
                counted(n, "replication")
            ));
            let progress = Progress::follow(terminal, name, runs * n, watch);
            let own = pool.install(|| dissection.run(&plan, watch));
            drop(progress);
            rows.extend(own?);
        }
        Ok(rows)
    }

    /// What is to be said of stages after the replications, when the run was stopped.
    fn cut_short(&self, done: u64, attribution: &[AttributionRow]) -> Vec<String> {
        let mut doubts = Vec::new();
        let fewest = attribution.iter().map(|row| row.n).min();
        match fewest {
            Some(n) if n < done => doubts.push(format!(
                "The provisions were taken apart in {n} of {done} replications, then the run was \
                 interrupted."
            )),
            None if self.attribute => doubts
                .push("The run was interrupted before the provisions were taken apart.".to_owned()),
            _ => {}
        }
        if self.assumptions.is_some() {
            doubts.push(
                "The run was interrupted while numbers were moved, or before: each number's effect \
                 says in how many replications it was moved."
                    .to_owned(),
            );
        }
        doubts
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
        let mut plan = self.options.plan(&self.scenarios[0]);
        plan.replications = replications;
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

    /// How provisions were taken apart, in words.
    fn method(&self, manifest: &Manifest) -> String {
        let own = |scenario: &Scenario| provision_ids(&self.scenarios[0], scenario).len();
        let most = self.scenarios[1..].iter().map(own).max().unwrap_or(0);
        let orders = if most <= FACTORIAL {
            "averaged over every order of enactment (Shapley values); every subset was run"
                .to_owned()
        } else {
            format!(
                "averaged over orders of enactment (Shapley values): all of them with up to {FACTORIAL} provisions, else {DRAWN} drawn for each replication from seed {} and their reverses",
                manifest.seed
            )
        };
        format!(
            "The effect of a provision, {orders}, with the same random numbers. Effects add up to the whole difference in each replication; 95 % intervals are those of the mean over replications. Waits by year of filing are taken apart for the last year whose cases have them in every subset, and left out where there is none."
        )
    }

    fn manifest(&self, threads: usize) -> Manifest {
        let plan = self.options.plan(&self.scenarios[0]);
        let mut manifest = describe::manifest(self.kind, &self.scenarios, plan.detail);
        if let Some((baseline, relation)) = &self.reformed {
            reform::fill(&mut manifest, 0, &self.scenarios[0], baseline, relation);
        }
        began(&mut manifest);
        manifest.seed = plan.seed;
        manifest.replications_requested = plan.replications;
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
        manifest.events = replications.map(|r| r.events).sum();
        manifest.wall_seconds = started.elapsed().as_secs_f64();
        manifest.events_per_second = manifest.events as f64 / manifest.wall_seconds;
        manifest.warnings = describe::warnings(manifest);
    }

    /// What is to be said of runs that did not reach the precision asked for.
    fn imprecise(&self, experiments: &[Experiment]) -> Vec<String> {
        let Some(target) = &self.options.precision else {
            return Vec::new();
        };
        let missed = |(scenario, experiment): (&Scenario, &Experiment)| {
            let reached = experiment.missed?;
            let (name, measure) = (&scenario.name, &target.measure);
            let wanted = four_digits(100.0 * target.relative);
            let n = counted(experiment.replications.len() as u64, "replication");
            let reached = if reached.is_finite() {
                format!("it is {:.2} %", 100.0 * reached)
            } else {
                "there is none".to_owned()
            };
            Some(format!(
                "{name}: the precision asked for was not reached. The half-width of the 95 % interval of \
                 {measure} was to be {wanted} % of the mean; after {n} {reached}."
            ))
        };
        self.scenarios
            .iter()
            .zip(experiments)
            .filter_map(missed)
            .collect()
    }

    /// The scenarios as they were run, each in a file of its own.
    fn resolved(&self, experiments: &[Experiment]) -> Vec<(String, Vec<u8>)> {
        let plan = self.options.plan(&self.scenarios[0]);
        let text = |s: &Scenario, experiment: &Experiment| {
            let replications = match plan.shard {
                Shard::WHOLE => experiment.replications.len() as u64,
                // The file stands for the whole.
                _ => plan.replications,
            };
            let as_run = [("seed", plan.seed), ("replications", replications)];
            let own = [s.seed, u64::from(s.replications)];
            let changed = as_run.iter().zip(own).filter(|((_, run), own)| run != own);
            let changed: Vec<_> = changed.map(|(run, _)| *run).collect();
            as_run_toml(s.resolved_toml(), &changed).into_bytes()
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
        let seed = self.options.plan(&self.scenarios[0]).seed;
        let rows = experiment::event_log(&self.scenarios[0], seed, cases)?;
        Ok(Some((EVENTS_FILE.to_owned(), to_csv(&rows)?)))
    }
}

/// What is to be said of scenarios of which nothing was finished.
fn unfinished(left_out: &[Scenario]) -> Option<String> {
    let names: Vec<&str> = left_out.iter().map(|s| s.name.as_str()).collect();
    (!names.is_empty()).then(|| {
        format!(
            "Left out, as the run was interrupted before a replication of it was finished: {}.",
            names.join(", ")
        )
    })
}

/// Replications that the scenarios have in common. Those of back-tests are their own, unless there is
/// nothing else.
fn common(fits: &[String], experiments: &[Experiment]) -> u64 {
    let done = |e: &Experiment| e.replications.len() as u64;
    let plain = fits
        .iter()
        .zip(experiments)
        .filter(|(fit, _)| fit.is_empty());
    let plain = plain.map(|(_, e)| done(e)).min();
    plain.or(experiments.iter().map(done).min()).unwrap_or(0)
}

/// A resolved scenario with the seed and the number of replications of the run, so that running it
/// again gives the same results.
fn as_run_toml(resolved: &str, changed: &[(&str, u64)]) -> String {
    let mut text = String::new();
    let mut section = "";
    for line in resolved.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let here = section.starts_with("[scenario]");
        let replaced = |(key, _): &(&str, u64)| line.starts_with(&format!("{key} = "));
        if here && changed.iter().any(replaced) {
            continue;
        }
        text.push_str(line);
        text.push('\n');
        if here && line == section {
            for (key, value) in changed {
                text.push_str(&format!("{key} = {value}  # as run\n"));
            }
        }
    }
    text
}

/// Whether a scenario holds out years that its fit does not see.
pub fn forecasts(scenario: &Scenario) -> bool {
    Problem::new(scenario).is_ok_and(|problem| !problem.held_out().is_empty())
}

/// A number to four significant digits, as it is written.
fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// Worker threads: as many as wanted, or one for each core.
pub fn pool(threads: Option<u64>) -> Result<rayon::ThreadPool, Failure> {
    let threads = threads.unwrap_or(0) as usize;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| RunError::Threads(error.to_string()).into())
}

/// Notes how and when the program was called.
pub fn began(manifest: &mut Manifest) {
    manifest.command_line = std::env::args().collect();
    if let Some(program) = manifest.command_line.first_mut() {
        // Where the program lies on this machine is of no use to a reader.
        "docketsim".clone_into(program);
    }
    manifest.started = utc_now();
}

/// A watch that Ctrl-C asks to stop; a second Ctrl-C ends the program at once.
pub fn interruptible() -> Arc<Watch> {
    static WATCH: OnceLock<Arc<Watch>> = OnceLock::new();
    let watch = WATCH.get_or_init(|| {
        let watch = Arc::new(Watch::default());
        let asked = Arc::clone(&watch);
        // Without a handler Ctrl-C ends the program as ever: no reason to refuse to run.
        let _ = ctrlc::set_handler(move || {
            if asked.stopped() {
                std::process::exit(130);
            }
            asked.stop();
        });
        watch
    });
    Arc::clone(watch)
}

/// The machine, as far as a reader may want to know it.
fn system() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    format!("{os} on {arch}, {cores} core(s)")
}

fn utc_now() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.map_or(0, |d| d.as_secs() as i64);
    let time = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolved_scenario_has_the_seed_and_replications_of_the_run() {
        let resolved = "# Resolved\n\n[scenario]  # a:1\nname = \"a\"\nseed = 4  # a:3\n\
            replications = 20  # a:4\n\n[other]\nseed = 4\n";
        assert_eq!(as_run_toml(resolved, &[]), resolved);
        assert_eq!(
            as_run_toml(resolved, &[("seed", 9), ("replications", 5)]),
            "# Resolved\n\n[scenario]  # a:1\nseed = 9  # as run\n\
             replications = 5  # as run\nname = \"a\"\n\n[other]\nseed = 4\n"
        );
    }
}
