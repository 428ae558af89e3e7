//! Why a command did not succeed, and with which exit code it ends.

use std::io;
use std::process::ExitCode;

use crate::experiment::RunError;
use crate::experiment::search::SearchError;
use crate::report::number::counted;
use crate::report::{OutputError, ReportError};
use crate::scenario::Faults;

/// Why a command did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// Scenario files cannot be used: all faults of each.
    Input(Vec<Faults>),
    /// An argument is wrong.
    Argument(String),
    /// The run failed.
    Run(RunError),
    /// The fit failed, or cannot be done.
    Search(SearchError),
    /// Results could not be written or read.
    Report(ReportError),
    /// Standard output could not be written.
    Print(io::ErrorKind),
    /// Interrupted by the user; what was finished has been written.
    Interrupted {
        /// Replications finished.
        done: u64,
    },
}

impl Failure {
    /// 1: a run failed; 2: bad input or arguments; 130: interrupted.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Failure::Run(RunError::UnknownMeasure { .. }) => 2,
            Failure::Run(_) | Failure::Search(SearchError::NothingAccepted { .. }) => 1,
            Failure::Search(_) => 2,
            Failure::Report(ReportError::Output(error)) if bad_target(error) => 2,
            // What was to be read was named by the user.
            Failure::Report(ReportError::Read { .. } | ReportError::Malformed { .. }) => 2,
            Failure::Report(_) | Failure::Print(_) => 1,
            Failure::Input(_) | Failure::Argument(_) => 2,
            Failure::Interrupted { .. } => 130,
        })
    }
}

/// Whether the target given is wrong, rather than the disk.
fn bad_target(error: &OutputError) -> bool {
    match error {
        OutputError::Write { .. } | OutputError::Stranded { .. } => false,
        OutputError::Unplaced { cause, .. } => bad_target(cause),
        _ => true,
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Input(faults) => {
                let count: usize = faults.iter().map(|f| f.diagnostics.len()).sum();
                write!(
                    f,
                    "{} in the input, nothing was run",
                    counted(count as u64, "fault")
                )
            }
            Failure::Argument(text) => f.write_str(text),
            Failure::Run(error) => error.fmt(f),
            Failure::Search(error) => error.fmt(f),
            Failure::Report(error) => error.fmt(f),
            Failure::Print(error) => write!(f, "cannot write to standard output: {error}"),
            Failure::Interrupted { done: 0 } => f.write_str(
                "interrupted before the first replication was finished, nothing was written",
            ),
            Failure::Interrupted { done } => {
                write!(
                    f,
                    "interrupted: the results are those of the {} finished",
                    counted(*done, "replication")
                )
            }
        }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        Failure::Run(error)
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Run(error) => Failure::Run(error),
            SearchError::Stopped => Failure::Interrupted { done: 0 },
            other => Failure::Search(other),
        }
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        Failure::Report(error)
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        Failure::Report(error.into())
    }
}
