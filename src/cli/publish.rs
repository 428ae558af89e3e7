//! Writing what came out of an experiment.

use super::failure::Failure;
use super::options::{Format, Sink};
use super::seal::Sealed;
use super::terminal::Terminal;
use crate::experiment::optimize::OptimizeRow;
use crate::experiment::sensitivity::SensitivityRow;
use crate::experiment::{self, AssumptionRow, AttributionRow, Experiment, SweepRow, write_panels};
use crate::report::manifest::{Manifest, RunKind};
use crate::report::past::Past;
use crate::report::xlsx::{WORKBOOK_FILE, workbook};
use crate::report::{self, OutputDir, Saved};
use crate::scenario::Scenario;

/// What is told beside the rows of the replications.
#[derive(Default)]
pub struct Told {
    pub attribution: Vec<AttributionRow>,
    pub assumptions: Vec<AssumptionRow>,
    pub past: Past,
    pub sweep: Vec<SweepRow>,
    pub sensitivity: Vec<SensitivityRow>,
    pub optimize: Vec<OptimizeRow>,
    /// How each scenario was fitted, in words; empty where it was not.
    pub fits: Vec<String>,
    /// What the reader should know of the fits.
    pub doubts: Vec<String>,
}

/// File of the panels of a scenario in the folder of a shard.
pub fn panels_file(scenario: &str) -> String {
    format!("{scenario}.panels")
}

/// File of the only scenario as it was run, in the folder of its results.
pub const RESOLVED_FILE: &str = "scenario.resolved.toml";

/// File of a scenario as it was run, in the folder of its results.
pub fn resolved_file(kind: RunKind, scenario: &str) -> String {
    match kind {
        RunKind::Run
        | RunKind::Calibrate
        | RunKind::Backtest
        | RunKind::Sweep
        | RunKind::Sensitivity
        | RunKind::Optimize => RESOLVED_FILE.to_owned(),
        RunKind::Compare | RunKind::Validate => format!("{scenario}.resolved.toml"),
    }
}

/// Files that will be written, whatever comes out of the run.
pub fn certain_files(kind: RunKind, scenarios: &[&str], sink: &Sink<'_>) -> Vec<String> {
    let mut files = report::certain_files(kind, sink.rows());
    files.extend(scenarios.iter().map(|name| resolved_file(kind, name)));
    files.extend(other_files(sink.formats, &files));
    files
}

/// Files of the same tables in formats other than CSV and JSON.
pub fn other_files(formats: &[Format], files: &[String]) -> Vec<String> {
    let mut others = Vec::new();
    if formats.contains(&Format::Xlsx) {
        others.push(WORKBOOK_FILE.to_owned());
    }
    if formats.contains(&Format::Parquet) {
        let tables = files.iter().filter_map(|file| file.strip_suffix(".csv"));
        others.extend(tables.map(|name| format!("{name}.parquet")));
    }
    others
}

/// Says, once, that names have letters which the charts cannot show.
pub fn warn_of_letters(terminal: &Terminal, manifest: &mut Manifest) {
    if let Some(doubt) = report::lacking_letters(manifest) {
        terminal.warn(&doubt);
        manifest.warnings.push(doubt);
    }
}

/// The rows in formats other than CSV and JSON.
pub fn other_formats(formats: &[Format], saved: &Saved) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut files = Vec::new();
    if formats.contains(&Format::Xlsx) {
        files.push((WORKBOOK_FILE.to_owned(), workbook(saved)?));
    }
    #[cfg(feature = "parquet")]
    if formats.contains(&Format::Parquet) {
        files.extend(report::parquet::files(saved)?);
    }
    Ok(files)
}

/// Folds experiments, the baseline first, and writes rows, charts, report and the further files.
pub fn write(
    terminal: &Terminal,
    sink: &Sink<'_>,
    mut manifest: Manifest,
    experiments: &[(&Scenario, Experiment)],
    told: Told,
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
    warn_of_letters(terminal, &mut manifest);
    terminal.say("Drawing charts and report");
    let seconds = manifest.wall_seconds;
    let (events, rate) = (manifest.events, manifest.events_per_second);
    let published = all().flat_map(|(s, e)| experiment::published(s, e));
    let (kind, part) = (manifest.kind, manifest.shard.is_some());
    let mut saved = Saved::new(manifest, results, comparison, replications)
        .with_attribution(told.attribution)
        .with_evidence(published.collect(), told.assumptions)
        .with_past(told.past)
        .with_sweep(told.sweep)
        .with_sensitivity(told.sensitivity)
        .with_optimize(told.optimize);
    let said = match kind {
        RunKind::Validate => report::verdicts(&saved),
        RunKind::Sensitivity => report::movers(&saved),
        _ => report::headlines(&saved),
    };
    for line in said {
        terminal.result(&line);
    }
    let asked = saved.manifest.asked_names();
    let mut out = OutputDir::create(&sink.target, &asked, sink.overwrite)?.worth_keeping();
    for (scenario, experiment) in all().filter(|_| part) {
        let mut digest = String::new();
        out.fill(&panels_file(&scenario.name), |to| {
            let mut to = Sealed::new(to);
            write_panels(experiment, &mut to)?;
            digest = to.digest();
            Ok(())
        })?;
        let mut infos = saved.manifest.scenarios.iter_mut();
        if let Some(info) = infos.find(|info| info.name == scenario.name) {
            info.panels_hash = digest;
        }
    }
    files.extend(other_formats(sink.formats, &saved)?);
    let paths = report::publish(out, saved, sink.rows(), &files)?;
    terminal.detail(&format!(
        "{events} events in {seconds:.1} s, {:.1} million a second",
        rate / 1e6
    ));
    terminal.wrote(&paths);
    Ok(())
}
