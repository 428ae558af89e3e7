//! Where texts come from: files on disk, or held in memory.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use super::csv::Csv;
use crate::diagnostic::{Code, Diagnostic, FileId, Origin, Sources, nearest};

/// Largest file that is read [bytes].
pub const FILE_LIMIT: u64 = 4 * 1024 * 1024;

/// A place that holds files.
pub trait Files {
    /// The bytes of a file; never more than one beyond [`FILE_LIMIT`].
    ///
    /// # Errors
    /// If there is no such file, or it cannot be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Names of the files in a folder, as far as they are known: what a wrong name may mean.
    fn names(&self, _folder: &Path) -> Vec<String> {
        Vec::new()
    }
}

/// Files on disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        // Asked for first: opening a named pipe would wait for a writer.
        let metadata = std::fs::metadata(path)?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !metadata.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        let mut bytes = Vec::new();
        std::fs::File::open(path)?
            .take(FILE_LIMIT + 1)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let here = folder.as_os_str().is_empty();
        let folder = if here { Path::new(".") } else { folder };
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.path().is_file());
        let mut names: Vec<String> = files
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

/// Files held in memory, by path: for tests, benches and what-if pages.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub BTreeMap<PathBuf, Vec<u8>>);

impl Memory {
    /// Files from pairs of path and text.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let entry = |(path, text): (&str, &str)| (PathBuf::from(path), text.as_bytes().to_vec());
        Self(files.into_iter().map(entry).collect())
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0
            .get(path)
            .cloned()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let inside = |path: &&PathBuf| path.parent() == Some(folder);
        let names = self
            .0
            .keys()
            .filter(inside)
            .filter_map(|path| path.file_name());
        names
            .map(|name| name.to_string_lossy().into_owned())
            .collect()
    }
}

/// Every text read for a scenario.
pub(super) struct Library<'a> {
    files: &'a dyn Files,
    pub sources: Sources,
    /// Folder of each text, from which relative paths in it start.
    folders: Vec<PathBuf>,
    tables: BTreeMap<PathBuf, Option<Csv>>,
}

impl<'a> Library<'a> {
    pub fn new(files: &'a dyn Files) -> Self {
        Self {
            files,
            sources: Sources::default(),
            folders: Vec::new(),
            tables: BTreeMap::new(),
        }
    }

    /// Adds a text that is no file.
    pub fn add(&mut self, name: &str, text: String, folder: &Path) -> FileId {
        self.folders.push(folder.to_owned());
        self.sources.add(name.to_owned(), text, None)
    }

    /// The path that a text names, relative to the folder of that text.
    pub fn resolve(&self, from: FileId, path: &str) -> PathBuf {
        let folder = self
            .folders
            .get(usize::from(from.0))
            .map_or(Path::new(""), PathBuf::as_path);
        normal(&folder.join(path))
    }

    /// Reads a text file; what is wrong with it comes without a place.
    pub fn read(&mut self, path: &Path, by: Option<FileId>) -> Result<FileId, Diagnostic> {
        let name = path.display().to_string();
        let bytes = self
            .files
            .read(path)
            .map_err(|error| self.meant(path, unreadable(&name, &error)))?;
        if bytes.len() as u64 > FILE_LIMIT {
            let message = format!("`{name}` is larger than {FILE_LIMIT} bytes (4 MiB)");
            return Err(Diagnostic::error(Code::FileTooLarge, message));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            let message = format!("`{name}` is not UTF-8: see line {}", line + 1);
            Diagnostic::error(Code::NotUtf8, message).help("save the file as UTF-8")
        })?;
        // Spreadsheets write a byte order mark.
        let text = text
            .strip_prefix('\u{feff}')
            .map(str::to_owned)
            .unwrap_or(text);
        if text.trim().is_empty() {
            return Err(Diagnostic::error(
                Code::FileEmpty,
                format!("`{name}` is empty"),
            ));
        }
        self.folders
            .push(path.parent().unwrap_or(Path::new("")).to_owned());
        Ok(self.sources.add(name, text, by))
    }

    /// A fault of a path with the name of the file that may be meant, where there is none of this
    /// name.
    fn meant(&self, path: &Path, fault: Diagnostic) -> Diagnostic {
        let name = path
            .file_name()
            .filter(|_| fault.code == Code::FileNotFound);
        let (Some(name), Some(folder)) = (name, path.parent()) else {
            return fault;
        };
        let names = self.files.names(folder);
        match nearest(&name.to_string_lossy(), names.iter().map(String::as_str)) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault,
        }
    }

    /// A CSV file, read once; the second time a faulty file is `None` without a word.
    pub fn table(&mut self, path: &Path) -> Result<Option<&Csv>, Vec<Diagnostic>> {
        if !self.tables.contains_key(path) {
            self.tables.insert(path.to_owned(), None);
            let file = self.read(path, None).map_err(|fault| vec![fault])?;
            let text = self.sources.file(file).map_or("", |source| &source.text);
            self.tables
                .insert(path.to_owned(), Some(Csv::parse(file, text)?));
        }
        Ok(self.tables.get(path).and_then(Option::as_ref))
    }

    /// A fault of a file at the place that names it.
    pub fn named_here(&self, fault: Diagnostic, origin: Origin) -> Diagnostic {
        let missing = fault.code == Code::FileNotFound;
        let fault = fault.at(origin, "named here");
        if !missing {
            return fault;
        }
        let by = self.sources.name(origin.file);
        let start = if by.starts_with("--") && by != super::sets::NAME {
            "a path in an option starts where the command runs"
        } else {
            "a path starts from the folder of the scenario file that names it"
        };
        match fault.help {
            Some(_) => fault.note(start),
            None => fault.help(start),
        }
    }
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            Diagnostic::error(Code::FileNotFound, format!("there is no file `{name}`"))
        }
        io::ErrorKind::IsADirectory => Diagnostic::error(
            Code::NotAFile,
            format!("`{name}` is a directory, not a file"),
        ),
        _ => {
            let message = format!("`{name}` cannot be read: {error}");
            Diagnostic::error(Code::FileUnreadable, message)
        }
    }
}

/// A path without `.` and, where it can be told from the text, without `..`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        let inner = matches!(out.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::CurDir => {}
            Component::ParentDir if inner => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    if out.as_os_str().is_empty() {
        out.push(".");
    }
    out
}
