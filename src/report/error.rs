//! What can go wrong between rows and files.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why an output directory could not be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum OutputError {
    /// A file stands where the directory should be.
    NotADirectory(PathBuf),
    /// The path ends in no name of its own, such as `.` or `/`.
    NoName(PathBuf),
    /// The directory holds results of other scenarios.
    OtherScenario {
        /// The directory.
        path: PathBuf,
        /// What its manifest says.
        found: String,
        /// What was about to be written.
        wanted: String,
    },
    /// The directory holds results of another file whose scenario has the same name.
    OtherFile {
        /// The directory.
        path: PathBuf,
        /// The name of both.
        name: String,
        /// The file that its manifest names.
        found: String,
        /// The file that was about to be run.
        wanted: String,
    },
    /// The directory holds files, and none of them is our manifest.
    Foreign {
        /// The directory.
        path: PathBuf,
        /// One of the files.
        example: String,
    },
    /// A file that this program did not write has the name of one it is about to write.
    InTheWay(PathBuf),
    /// A name leads out of the output directory.
    BadName(String),
    /// A file or folder could not be written.
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The old results could not be put back; they are safe in another folder.
    Stranded {
        /// The target.
        path: PathBuf,
        /// Where the old results are.
        kept: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Finished results could not take their place; they are safe in another folder.
    Unplaced {
        /// Where they are.
        kept: PathBuf,
        /// What keeps them from their place.
        cause: Box<OutputError>,
    },
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::NotADirectory(path) => write!(
                f,
                "{} is a file, not a directory; give another directory with -o",
                path.display()
            ),
            OutputError::NoName(path) => write!(
                f,
                "{} has no name of its own and cannot be replaced as a whole; give a directory \
                 such as out/results with -o",
                path.display()
            ),
            OutputError::OtherScenario {
                path,
                found,
                wanted,
            } => write!(
                f,
                "{} holds results of {found}, and these are of {wanted}; give another directory \
                 with -o, or replace them with --force",
                path.display()
            ),
            OutputError::OtherFile {
                path,
                name,
                found,
                wanted,
            } => write!(
                f,
                "{} holds results of `{name}` from {found}, and {wanted} is another file of that \
                 name; give another directory with -o, set another [scenario] name in one of them, \
                 or replace the results with --force",
                path.display()
            ),
            OutputError::Foreign { path, example } => write!(
                f,
                "{} is not empty and holds no results of this program (it has `{example}`); give \
                 another directory with -o, or write into it with --force",
                path.display()
            ),
            OutputError::InTheWay(path) => write!(
                f,
                "{} was not written by this program and would be replaced; move it, or set it \
                 aside with --force",
                path.display()
            ),
            OutputError::BadName(name) => {
                write!(f, "`{name}` is not a file name inside the output directory")
            }
            OutputError::Write { path, source } => {
                write!(
                    f,
                    "cannot write {}: {}; {}",
                    path.display(),
                    said(source),
                    remedy(source)
                )
            }
            OutputError::Stranded { path, kept, source } => write!(
                f,
                "cannot replace {}: {source}; the old results are in {}: move them back by hand",
                path.display(),
                kept.display()
            ),
            OutputError::Unplaced { kept, cause } => {
                write!(
                    f,
                    "{cause}\nthe results are finished, and kept in {}",
                    kept.display()
                )
            }
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            OutputError::Write { source, .. } | OutputError::Stranded { source, .. } => {
                Some(source)
            }
            OutputError::Unplaced { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

/// What the system said, without the name of a temporary file, which means nothing to a reader.
pub fn said(error: &io::Error) -> String {
    let words = error.to_string();
    match words.split_once(" at path ") {
        Some((cause, _)) => cause.to_owned(),
        None => words,
    }
}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full: free some space, or give a directory on another disk with -o"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "you may not write there: give another directory with -o"
        }
        io::ErrorKind::NotFound => "no folder can be made there: give another directory with -o",
        io::ErrorKind::NotADirectory => {
            "a part of the path is a file: give another directory with -o"
        }
        _ => "give another directory with -o, or mend the cause and run again",
    }
}

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
