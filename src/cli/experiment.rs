//! Running scenarios and writing what came out: the way of `run` and `compare`.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use super::failure::Failure;
use super::options::{Format, Options, Sink};
use super::progress::Progress;
use super::terminal::Terminal;
use crate::experiment::{
    self, AssumptionRow, AttributionRow, DRAWN, Dissection, Experiment, FACTORIAL, Moves, RunError,
    Watch, panels_to_bytes, provision_ids,
};
use crate::report::export::{EVENTS_FILE, to_csv};
use crate::report::manifest::{Manifest, RunKind, ShardInfo};
use crate::report::xlsx::{WORKBOOK_FILE, workbook};
use crate::report::{self, OutputDir, Rows, Saved, describe, reform};
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
    /// Cases of the first scenario to follow.
    pub event_log: Option<usize>,
    pub sink: Sink<'a>,
    pub options: &'a Options,
}

impl Job<'_> {
    /// Runs, folds, draws and writes; ends by naming the files.
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let names: Vec<&str> = self.scenarios.iter().map(|s| s.name.as_str()).collect();
        self.sink.check(&names)?;
        let watch = interruptible();
        let pool = pool(self.options.threads)?;
        let started = Instant::now();
        let mut manifest = self.manifest(pool.current_num_threads());
        let experiments = self.experiments(terminal, &pool, &watch)?;
        let done = experiments
            .iter()
            .map(|e| e.replications.len() as u64)
            .min()
            .unwrap_or(0);
        if done == 0 {
            return Err(Failure::Interrupted { done });
        }
        let parts = self.attribution(terminal, &pool, &watch, &experiments)?;
        if self.attribute {
            manifest.attribution = self.method(&manifest);
        }
        let moves = self.moves(terminal, &pool, &watch)?;
        self.complete(&mut manifest, &experiments, started);
        let mut files = self.resolved();
        files.extend(self.events(terminal)?);
        if self.options.shard.is_some() {
            let panels = self.scenarios.iter().zip(&experiments);
            files.extend(panels.map(|(s, e)| (panels_file(&s.name), panels_to_bytes(e))));
        }
        let both: Vec<_> = self.scenarios.iter().zip(experiments).collect();
        let log = self.scenarios.iter().enumerate();
        let log = log.flat_map(|(i, s)| experiment::assumptions(s, moves.get(i)));
        let told = (parts, log.collect());
        write(terminal, &self.sink, manifest, &both, told, files)?;
        if watch.stopped() {
            Err(Failure::Interrupted { done })
        } else {
            Ok(())
        }
    }

    fn experiments(
        &self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
    ) -> Result<Vec<Experiment>, Failure> {
        // All scenarios share the baseline's seed and count: differences are paired.
        let plan = self.options.plan(&self.scenarios[0]);
        let mut experiments = Vec::new();
        for scenario in &self.scenarios {
            let (name, n) = (&scenario.name, plan.replications);
            let threads = pool.current_num_threads();
            let up_to = if plan.precision.is_some() {
                "up to "
            } else {
                ""
            };
            terminal.say(&format!(
                "Simulating {name}: {up_to}{n} replications, seed {}, {threads} threads",
                plan.seed
            ));
            let progress = Progress::follow(terminal, name, n, watch);
            let experiment = pool.install(|| experiment::run(scenario, &plan, watch));
            drop(progress);
            experiments.push(experiment?);
        }
        Ok(experiments)
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
                "Taking {name} apart: {} provisions, {runs} more runs of each of {n} replications",
                dissection.ids().len()
            ));
            let progress = Progress::follow(terminal, name, runs * n, watch);
            let own = pool.install(|| dissection.run(&plan, watch));
            drop(progress);
            rows.extend(own?);
        }
        Ok(rows)
    }

    /// The answer of each scenario with its numbers moved, where that was asked for.
    fn moves(
        &self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
    ) -> Result<Vec<Moves>, Failure> {
        let Some(replications) = self.assumptions else {
            return Ok(Vec::new());
        };
        let mut plan = self.options.plan(&self.scenarios[0]);
        plan.replications = replications;
        let mut all = Vec::new();
        for scenario in &self.scenarios {
            let (name, runs) = (&scenario.name, experiment::moves(scenario));
            if runs == 0 {
                all.push(Moves::default());
                continue;
            }
            terminal.say(&format!(
                "Moving {} numbers of {name} to the ends of their ranges: {runs} runs of {replications} replications",
                runs / 2
            ));
            let progress = Progress::follow(terminal, name, runs * replications, watch);
            let moves = pool.install(|| Moves::run(scenario, &plan, watch));
            drop(progress);
            all.push(moves?);
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
        manifest.replications_done = experiments
            .iter()
            .map(|e| e.replications.len() as u64)
            .min()
            .unwrap_or(0);
        manifest.interrupted = experiments.iter().any(|e| e.interrupted);
        manifest.warnings = describe::warnings(manifest, &self.scenarios);
    }

    /// The scenarios as they were run, each in a file of its own.
    fn resolved(&self) -> Vec<(String, Vec<u8>)> {
        let scenarios = self.scenarios.iter();
        let text = |s: &Scenario| s.resolved_toml().as_bytes().to_vec();
        scenarios
            .map(|s| (resolved_file(self.kind, &s.name), text(s)))
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

/// File of the panels of a scenario in the folder of a shard.
pub fn panels_file(scenario: &str) -> String {
    format!("{scenario}.panels")
}

/// File of a scenario as it was run, in the folder of its results.
pub fn resolved_file(kind: RunKind, scenario: &str) -> String {
    match kind {
        RunKind::Run | RunKind::Calibrate | RunKind::Backtest => {
            "scenario.resolved.toml".to_owned()
        }
        RunKind::Compare | RunKind::Validate => format!("{scenario}.resolved.toml"),
    }
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

/// The rows in formats other than CSV and JSON.
fn other_formats(sink: &Sink<'_>, saved: &Saved) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut files = Vec::new();
    if sink.wants(Format::Xlsx) {
        files.push((WORKBOOK_FILE.to_owned(), workbook(saved)?));
    }
    #[cfg(feature = "parquet")]
    if sink.wants(Format::Parquet) {
        files.extend(report::parquet::files(saved)?);
    }
    Ok(files)
}

/// Folds experiments, the baseline first, and writes rows, charts, report and the further files.
pub fn write(
    terminal: &Terminal,
    sink: &Sink<'_>,
    manifest: Manifest,
    experiments: &[(&Scenario, Experiment)],
    (attribution, log): (Vec<AttributionRow>, Vec<AssumptionRow>),
    mut files: Vec<(String, Vec<u8>)>,
) -> Result<(), Failure> {
    let all = || experiments.iter().map(|(s, e)| (*s, e));
    let results = all().flat_map(|(s, e)| experiment::results(s, e)).collect();
    let replications = all()
        .flat_map(|(s, e)| experiment::replications(s, e))
        .collect();
    let baseline = (experiments[0].0, &experiments[0].1);
    let paired = manifest.kind == RunKind::Compare;
    let comparison = all()
        .skip(1)
        .filter(|_| paired)
        .flat_map(|other| experiment::comparison(baseline, other));
    let comparison = comparison.collect();
    terminal.say("Drawing charts and report");
    let seconds = manifest.wall_seconds;
    let (events, rate) = (manifest.events, manifest.events_per_second);
    let published = all().flat_map(|(s, e)| experiment::published(s, e));
    let kind = manifest.kind;
    let saved = Saved::new(manifest, results, comparison, replications)
        .with_attribution(attribution)
        .with_evidence(published.collect(), log);
    let said = if kind == RunKind::Validate {
        report::verdicts(&saved)
    } else {
        report::headlines(&saved)
    };
    for line in said {
        terminal.result(&line);
    }
    let names: Vec<&str> = all().map(|(s, _)| s.name.as_str()).collect();
    let out = OutputDir::create(&sink.target, &names, sink.overwrite)?;
    let rows = if sink.wants(Format::Json) {
        Rows::CsvAndJson
    } else {
        Rows::Csv
    };
    files.extend(other_formats(sink, &saved)?);
    let paths = report::publish(out, saved, rows, &files)?;
    terminal.detail(&format!(
        "{events} events in {seconds:.1} s, {:.1} million a second",
        rate / 1e6
    ));
    for path in paths {
        terminal.say(&format!("wrote {}", path.display()));
    }
    Ok(())
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
