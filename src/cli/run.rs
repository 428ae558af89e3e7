//! `run`: one scenario, many replications.

use clap::Args;
use std::path::{Path, PathBuf};

use super::experiment::Job;
use super::failure::Failure;
use super::options::Options;
use super::profile::profile;
use super::terminal::Terminal;
use crate::diagnostic::FileId;
use crate::report::manifest::RunKind;
use crate::scenario::{Instead, Loaded, Scenario, load, load_instead};

/// Runs one scenario and writes results, charts and a report.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  docketsim run scenarios/mpp-calexico.toml -n 200 \
    --set policy.mpp-calexico.capacity=4000\n  \
    docketsim run scenarios/us-immigration-national.toml --profile"
)]
pub struct Run {
    /// Scenario file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Also writes events.csv: all that happens to N cases of replication 0, for process mining
    #[arg(long, value_name = "N", conflicts_with = "shard", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    event_log: Option<u32>,
    /// Parameter vectors of which each replication takes one, such as the accepted.csv of calibrate
    #[arg(long, value_name = "FILE")]
    draws: Option<PathBuf>,
    /// Also runs N replications (6 if no number is given) with each number that has a range at its
    /// low and its high end: how much the answer moves stands in assumptions.csv and in the report
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "6",
        value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    assumptions: Option<u64>,
    /// Measures instead what a replication costs in time and memory, on one thread and on all, and
    /// writes nothing; -n is the replications of each thread [default: 3]
    #[arg(long, conflicts_with_all = ["event_log", "assumptions", "precision", "shard", "output", "detail", "format", "force"])]
    profile: bool,
    #[command(flatten)]
    pub options: Options,
}

impl Run {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let instead = Instead {
            draws: self.draws.as_deref(),
            ..Instead::default()
        };
        let loaded = load_instead(&self.file, &self.options.sets, instead)
            .map_err(|faults| Failure::Input(vec![faults]))?;
        terminal.diagnose(&loaded.warnings, &loaded.sources);
        let reformed = origin(&self.file, &loaded);
        let scenario = loaded.scenario;
        if self.profile {
            return profile(terminal, &scenario, &self.options);
        }
        let target = self.options.target(&scenario.name);
        Job {
            reformed,
            assumptions: self.assumptions,
            event_log: self.event_log.map(|n| n as usize),
            ..Job::new(
                (RunKind::Run, self.options.plan(&scenario)),
                vec![scenario],
                self.options.sink(target),
                &self.options,
            )
        }
        .run(terminal)
    }
}

/// What a scenario is a reform of: the root of the chain of files that it extends, or itself
/// without its settings; with what that is to it, in words.
pub fn origin(file: &Path, loaded: &Loaded) -> Option<(Scenario, String)> {
    let bases = loaded.sources.bases(FileId(0));
    for (i, base) in bases.iter().enumerate().rev() {
        // A root that is not whole on its own is no scenario: the next one above it may be.
        if let Ok(base) = load(Path::new(base), &[]) {
            let relation = if i == 0 {
                "the file that this scenario extends"
            } else {
                "the root of the chain of files that this scenario extends"
            };
            return Some((base.scenario, relation.to_owned()));
        }
    }
    let plain = load(file, &[]).ok()?.scenario;
    let changed = bases.is_empty() && plain.content_hash != loaded.scenario.content_hash;
    changed.then(|| {
        (
            plain,
            "this scenario without what was set on the command line".to_owned(),
        )
    })
}
