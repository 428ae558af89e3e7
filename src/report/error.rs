//! What can go wrong between rows and files.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::output::OutputError;

/// Why a report could not be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReportError {
    /// The output directory could not be written.
    Output(OutputError),
    /// A saved file could not be read.
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A saved file is not what this program writes.
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line where there is one.
        reason: String,
    },
    /// A chart could not be drawn.
    Draw {
        /// The chart's id.
        chart: String,
        /// What the drawing library said.
        reason: String,
    },
    /// The page could not be filled in.
    Page(String),
    /// Rows could not be turned into bytes.
    Encode(String),
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReportError::Output(error) => error.fmt(f),
            ReportError::Read { path, source } => {
                write!(f, "cannot read {}: {source}", path.display())?;
                if source.kind() == io::ErrorKind::NotFound {
                    write!(f, "; give a directory that `run` or `compare` wrote")?;
                }
                Ok(())
            }
            ReportError::Malformed { path, reason } => write!(
                f,
                "{} is not a file this version can read: {reason}; make the results again",
                path.display()
            ),
            ReportError::Draw { chart, reason } => {
                write!(f, "the chart `{chart}` could not be drawn: {reason}")
            }
            ReportError::Page(reason) => write!(f, "the report page could not be made: {reason}"),
            ReportError::Encode(reason) => write!(f, "the rows could not be written: {reason}"),
        }
    }
}

impl std::error::Error for ReportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ReportError::Output(error) => Some(error),
            ReportError::Read { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<OutputError> for ReportError {
    fn from(error: OutputError) -> Self {
        ReportError::Output(error)
    }
}
