//! Reports: rows to files, files to charts and a page.
//!
//! Everything is drawn **from the saved rows** and the manifest, never from a run in memory, so
//! that `report DIR` gives the same pictures as the run that wrote the directory.

pub mod chart;
mod error;
pub mod export;
pub mod frame;
pub mod manifest;
pub mod number;
mod output;
pub mod period;

pub use chart::{Chart, draw_all};
pub use error::ReportError;
pub use manifest::Manifest;
pub use output::{OutputDir, OutputError, Overwrite, preflight};

use crate::experiment::{ComparisonRow, ReplicationRow, ResultRow};
use export::TidyRow;

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
}

impl Saved {
    /// Takes rows as they will be read back: with the digits that are saved.
    pub fn new(
        manifest: Manifest,
        results: Vec<ResultRow>,
        comparison: Vec<ComparisonRow>,
        replications: Vec<ReplicationRow>,
    ) -> Self {
        fn saved<R: TidyRow>(rows: Vec<R>) -> Vec<R> {
            rows.into_iter().map(TidyRow::rounded).collect()
        }
        Saved {
            manifest,
            results: saved(results),
            comparison: saved(comparison),
            replications: saved(replications),
        }
    }
}
