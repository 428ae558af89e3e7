//! Reports: rows to files, files to charts and a page.
//!
//! Everything is drawn **from the saved rows** and the manifest, never from a run in memory, so
//! that `report DIR` gives the same pictures as the run that wrote the directory.

pub mod arithmetic;
pub mod chart;
pub mod describe;
mod error;
pub mod evidence;
pub mod export;
pub mod frame;
pub mod manifest;
pub mod number;
pub mod optimize;
mod output;
mod page;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod past;
pub mod period;
mod policies;
pub mod reform;
pub mod sensitivity;
pub mod sweep;
pub mod tables;
pub mod xlsx;

pub use chart::{Chart, draw_all, lacking_letters};
pub use error::{OutputError, ReportError, said};
pub use manifest::Manifest;
pub use output::{Asked, Held, OutputDir, Overwrite, abandon, check_free, check_same, preflight};
pub use page::{command_line, headlines, movers, page, verdicts};
pub use past::Past;

use std::path::{Path, PathBuf};

use crate::experiment::optimize::OptimizeRow;
use crate::experiment::sensitivity::SensitivityRow;
use crate::experiment::{
    AssumptionRow, AttributionRow, ComparisonRow, PublishedRow, ReplicationRow, ResultRow, SweepRow,
};
use evidence::{ASSUMPTIONS_FILE, PUBLISHED_FILE};
use export::{
    ATTRIBUTION_FILE, COMPARISON_FILE, REPLICATIONS_FILE, RESULTS_FILE, TidyRow, to_csv, to_json,
};
use manifest::{MANIFEST_FILE, RunKind};
use optimize::OPTIMIZE_FILE;
use past::{BACKTEST_FILE, FIT_FILE, PARAMETERS_FILE, SCORES_FILE};
use sensitivity::SENSITIVITY_FILE;
use sweep::SWEEP_FILE;

/// What an output directory holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saved {
    /// What was run.
    pub manifest: Manifest,
    /// Rows of `results.csv`.
    pub results: Vec<ResultRow>,
    /// Rows of `comparison.csv`; none unless scenarios were compared.
    pub comparison: Vec<ComparisonRow>,
    /// Rows of `replications.csv`.
    pub replications: Vec<ReplicationRow>,
    /// Rows of `attribution.csv`; none unless a reform was taken apart.
    pub attribution: Vec<AttributionRow>,
    /// Rows of a fit or a backtest; none in other runs.
    pub past: Past,
    /// Rows of `published.csv`; none unless a scenario states published figures.
    pub published: Vec<PublishedRow>,
    /// Rows of `assumptions.csv`.
    pub assumptions: Vec<AssumptionRow>,
    /// Rows of `sweep.csv`; none unless numbers were varied.
    pub sweep: Vec<SweepRow>,
    /// Rows of `sensitivity.csv`; none in other runs.
    pub sensitivity: Vec<SensitivityRow>,
    /// Rows of `optimize.csv`; none unless a value was sought.
    pub optimize: Vec<OptimizeRow>,
}

impl Saved {
    /// Takes rows as they will be read back: with the digits that are saved.
    pub fn new(
        mut manifest: Manifest,
        results: Vec<ResultRow>,
        comparison: Vec<ComparisonRow>,
        replications: Vec<ReplicationRow>,
    ) -> Self {
        manifest.tell_apart();
        Saved {
            manifest,
            results: saved(results),
            comparison: saved(comparison),
            replications: saved(replications),
            ..Saved::default()
        }
    }

    /// The same with the effects of provisions.
    pub fn with_attribution(mut self, rows: Vec<AttributionRow>) -> Self {
        self.attribution = saved(rows);
        self
    }

    /// The same with the points of a sweep.
    pub fn with_sweep(mut self, rows: Vec<SweepRow>) -> Self {
        self.sweep = saved(rows);
        self
    }

    /// The same with the values that were tried.
    pub fn with_optimize(mut self, rows: Vec<OptimizeRow>) -> Self {
        self.optimize = saved(rows);
        self
    }

    /// The same with the rows of a fit or a backtest.
    pub fn with_past(mut self, past: Past) -> Self {
        self.past = past.rounded();
        self
    }

    /// The same with published figures and the assumptions log.
    pub fn with_evidence(
        mut self,
        published: Vec<PublishedRow>,
        assumptions: Vec<AssumptionRow>,
    ) -> Self {
        self.published = saved(published);
        self.assumptions = saved(assumptions);
        self
    }

    /// The same with what each factor does to a measure.
    pub fn with_sensitivity(mut self, rows: Vec<SensitivityRow>) -> Self {
        self.sensitivity = saved(rows);
        self
    }

    /// Reads an output directory back.
    ///
    /// # Errors
    /// A file that cannot be read, or is not what was written.
    pub fn read(dir: &Path) -> Result<Self, ReportError> {
        let mut manifest = export::read_manifest(dir)?;
        manifest.tell_apart();
        let listed = |name: &str| manifest.files.iter().any(|file| file == name);
        let comparison = listed(COMPARISON_FILE);
        let replications = listed(REPLICATIONS_FILE);
        let attribution = listed(ATTRIBUTION_FILE);
        let (published, assumptions) = (listed(PUBLISHED_FILE), listed(ASSUMPTIONS_FILE));
        let sensitivity = listed(SENSITIVITY_FILE);
        let (sweep, optimize) = (listed(SWEEP_FILE), listed(OPTIMIZE_FILE));
        let results: Vec<ResultRow> = export::read_csv(&dir.join(RESULTS_FILE))?;
        if results.is_empty() {
            let path = dir.join(RESULTS_FILE);
            return Err(export::spoilt(&path, "it has no row".to_owned()));
        }
        Ok(Saved {
            results,
            comparison: rows_if(comparison, &dir.join(COMPARISON_FILE))?,
            replications: rows_if(replications, &dir.join(REPLICATIONS_FILE))?,
            attribution: rows_if(attribution, &dir.join(ATTRIBUTION_FILE))?,
            past: Past::read(dir, &manifest)?,
            published: rows_if(published, &dir.join(PUBLISHED_FILE))?,
            assumptions: rows_if(assumptions, &dir.join(ASSUMPTIONS_FILE))?,
            sweep: rows_if(sweep, &dir.join(SWEEP_FILE))?,
            sensitivity: rows_if(sensitivity, &dir.join(SENSITIVITY_FILE))?,
            optimize: rows_if(optimize, &dir.join(OPTIMIZE_FILE))?,
            manifest,
        })
    }
}

fn saved<R: TidyRow>(rows: Vec<R>) -> Vec<R> {
    rows.into_iter().map(TidyRow::rounded).collect()
}

fn rows_if<R: TidyRow>(wanted: bool, path: &Path) -> Result<Vec<R>, ReportError> {
    if wanted {
        export::read_csv(path)
    } else {
        Ok(Vec::new())
    }
}

/// In which forms rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rows {
    /// CSV.
    #[default]
    Csv,
    /// CSV, and the same rows as JSON.
    CsvAndJson,
}

/// File of the page.
pub const PAGE_FILE: &str = "report.html";

/// Files that [`publish`] writes for every run of a kind, whatever comes out of it.
pub fn certain_files(kind: RunKind, forms: Rows) -> Vec<String> {
    let mut rows = vec![RESULTS_FILE, REPLICATIONS_FILE];
    match kind {
        RunKind::Run | RunKind::Validate => {}
        RunKind::Compare => rows.push(COMPARISON_FILE),
        RunKind::Sweep => rows.push(SWEEP_FILE),
        RunKind::Sensitivity => rows.push(SENSITIVITY_FILE),
        RunKind::Optimize => rows.push(OPTIMIZE_FILE),
        RunKind::Calibrate => rows.extend([PARAMETERS_FILE, FIT_FILE]),
        RunKind::Backtest => {
            rows.extend([PARAMETERS_FILE, FIT_FILE, BACKTEST_FILE, SCORES_FILE]);
        }
    }
    let mut files: Vec<String> = [MANIFEST_FILE, PAGE_FILE, "charts/pending.svg"]
        .iter()
        .chain(&rows)
        .map(|name| (*name).to_owned())
        .collect();
    if forms == Rows::CsvAndJson {
        files.extend(rows.iter().map(|name| json_file(name)));
    }
    files
}

/// Name of the same rows as JSON.
fn json_file(csv: &str) -> String {
    csv.replace(".csv", ".json")
}

/// Writes rows, charts, page and manifest, and puts the directory in place.
///
/// `extra` holds further files by name, such as the resolved scenario. Returns the paths written.
pub fn publish(
    mut out: OutputDir,
    mut saved: Saved,
    rows: Rows,
    extra: &[(String, Vec<u8>)],
) -> Result<Vec<PathBuf>, ReportError> {
    write_rows(&mut out, RESULTS_FILE, &saved.results, rows)?;
    if saved.manifest.kind == RunKind::Compare {
        write_rows(&mut out, COMPARISON_FILE, &saved.comparison, rows)?;
    }
    if saved.manifest.kind == RunKind::Sweep {
        write_rows(&mut out, SWEEP_FILE, &saved.sweep, rows)?;
    }
    if saved.manifest.kind == RunKind::Optimize {
        write_rows(&mut out, OPTIMIZE_FILE, &saved.optimize, rows)?;
    }
    write_rows(&mut out, REPLICATIONS_FILE, &saved.replications, rows)?;
    if !saved.attribution.is_empty() {
        write_rows(&mut out, ATTRIBUTION_FILE, &saved.attribution, rows)?;
    }
    saved.past.write(&mut out, rows)?;
    if !saved.published.is_empty() {
        write_rows(&mut out, PUBLISHED_FILE, &saved.published, rows)?;
    }
    if !saved.assumptions.is_empty() {
        write_rows(&mut out, ASSUMPTIONS_FILE, &saved.assumptions, rows)?;
    }
    if !saved.sensitivity.is_empty() {
        write_rows(&mut out, SENSITIVITY_FILE, &saved.sensitivity, rows)?;
    }
    for (name, bytes) in extra {
        out.write(name, bytes)?;
    }
    write_pictures(&mut out, &saved)?;
    out.commit(&mut saved.manifest)
}

fn write_rows<R: TidyRow + Clone>(
    out: &mut OutputDir,
    file: &str,
    rows: &[R],
    forms: Rows,
) -> Result<(), ReportError> {
    out.write(file, &to_csv(rows)?)?;
    if forms == Rows::CsvAndJson {
        out.write(&json_file(file), &to_json(rows)?)?;
    }
    Ok(())
}

fn write_pictures(out: &mut OutputDir, saved: &Saved) -> Result<(), ReportError> {
    let charts = draw_all(saved)?;
    for chart in &charts {
        out.write(&format!("charts/{}.svg", chart.id), chart.svg.as_bytes())?;
        out.write(&format!("charts/{}.png", chart.id), &chart.png)?;
    }
    out.write(PAGE_FILE, page(saved, &charts)?.as_bytes())?;
    Ok(())
}

/// Draws the charts and the page of an output directory again, from its files alone.
///
/// Every other file is carried over as it is. Returns the paths of what was drawn.
pub fn redraw(dir: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let mut saved = Saved::read(dir)?;
    let names = saved.manifest.scenario_names();
    let mut out = OutputDir::create(dir, &names, Overwrite::SameScenario)?;
    let drawn = |name: &str| name.starts_with("charts/") || name == PAGE_FILE;
    for name in saved.manifest.files.iter().filter(|name| !drawn(name)) {
        if name != MANIFEST_FILE {
            let path = dir.join(name);
            let bytes =
                std::fs::read(&path).map_err(|source| ReportError::Read { path, source })?;
            out.write(name, &bytes)?;
        }
    }
    write_pictures(&mut out, &saved)?;
    let written = out.commit(&mut saved.manifest)?;
    let under = |path: &PathBuf| {
        path.strip_prefix(dir)
            .is_ok_and(|p| drawn(&p.to_string_lossy().replace('\\', "/")))
    };
    Ok(written.into_iter().filter(under).collect())
}
