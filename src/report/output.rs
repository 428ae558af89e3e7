//! The output directory: all files or none.
//!
//! Everything is written into a fresh folder beside the target, which then takes the target's
//! place by renaming. Only files that an earlier manifest lists are ever replaced; whatever else
//! stands in the folder is kept.

mod preflight;
mod same;
mod work;

pub use preflight::{check_free, preflight};
pub use same::{Asked, check_same};
pub use work::{Held, abandon};

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use work::Work;

use super::error::{OutputError, ReportError};
use super::export::{manifest_json, read_manifest};
use super::manifest::{MANIFEST_FILE, Manifest, PROGRAM};

fn failed(path: &Path) -> impl FnOnce(io::Error) -> OutputError + use<> {
    let path = path.to_path_buf();
    move |source| OutputError::Write { path, source }
}

/// What may stand in the target already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overwrite {
    /// Results of the same scenarios.
    #[default]
    SameScenario,
    /// Anything: our files are replaced, those of others are kept or set aside.
    Force,
}

fn ours(target: &Path) -> Option<Manifest> {
    read_manifest(target)
        .ok()
        .filter(|manifest| manifest.program == PROGRAM)
}

/// The files that an earlier manifest lists.
fn listed(target: &Path) -> BTreeSet<PathBuf> {
    let names = ours(target).map(|manifest| manifest.files);
    names
        .unwrap_or_default()
        .iter()
        .filter_map(|name| inside(name))
        .collect()
}

/// An output directory being written: nothing shows before [`commit`](OutputDir::commit).
#[derive(Debug)]
pub struct OutputDir {
    target: PathBuf,
    overwrite: Overwrite,
    work: Work,
    files: BTreeSet<String>,
    refused: Refused,
}

/// What becomes of finished results that cannot take their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// They go.
    Dropped,
    /// They are kept beside it.
    Kept,
}

impl OutputDir {
    /// Opens a fresh folder beside the target.
    pub fn create(
        target: &Path,
        scenarios: &[&str],
        overwrite: Overwrite,
    ) -> Result<Self, OutputError> {
        preflight(target, scenarios, overwrite)?;
        // A link to a directory stays a link: the directory it leads to is replaced.
        let linked = target
            .is_symlink()
            .then(|| fs::canonicalize(target))
            .transpose();
        let target = linked
            .map_err(failed(target))?
            .unwrap_or_else(|| target.to_path_buf());
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(failed(&parent))?;
        let work = Work::inside(&parent).map_err(failed(&parent))?;
        let fresh = work.path().join("new");
        // A plain folder inside: the temporary one is readable by its owner only.
        fs::create_dir(&fresh).map_err(failed(&fresh))?;
        Ok(OutputDir {
            target,
            overwrite,
            work,
            files: BTreeSet::new(),
            refused: Refused::Dropped,
        })
    }

    /// The same, but results that cannot take their place in the end are kept beside it: for those
    /// that took long to make.
    pub fn worth_keeping(mut self) -> Self {
        self.refused = Refused::Kept;
        self
    }

    /// Writes a file; `name` is relative, with `/` between folders.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.fill(name, |to| to.write_all(bytes))
    }

    /// Writes a file piece by piece: for what need not be in memory as a whole.
    pub fn fill(
        &mut self,
        name: &str,
        pieces: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), OutputError> {
        let relative = inside(name).ok_or_else(|| OutputError::BadName(name.to_owned()))?;
        let path = self.fresh().join(&relative);
        let shown = self.target.join(&relative);
        let write = |_: &mut Work| {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            write_checked(&path, pieces)
        };
        self.work.undisturbed(write).map_err(failed(&shown))?;
        self.files.insert(name.to_owned());
        Ok(())
    }

    /// Names written so far, sorted.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// Writes the manifest with the list of files, and puts the whole in place.
    ///
    /// Returns the paths of the files. On failure the target is as it was before.
    ///
    /// # Errors
    /// What keeps the results from their place, and where they are kept if they are.
    pub fn commit(mut self, manifest: &mut Manifest) -> Result<Vec<PathBuf>, ReportError> {
        PROGRAM.clone_into(&mut manifest.program);
        self.files.insert(MANIFEST_FILE.to_owned());
        manifest.files = self.files.iter().cloned().collect();
        same::note(manifest, &self.target);
        let bytes = manifest_json(manifest)?;
        self.write(MANIFEST_FILE, &bytes)?;
        let placed = self.foreign_files().and_then(|kept| self.swap(&kept));
        placed.map_err(|cause| self.refuse(cause))?;
        Ok(self
            .files
            .iter()
            .map(|name| self.target.join(name))
            .collect())
    }

    fn fresh(&self) -> PathBuf {
        self.work.path().join("new")
    }

    /// Files in the target that are not ours, and where they will stand.
    fn foreign_files(&self) -> Result<Vec<(PathBuf, PathBuf)>, OutputError> {
        if !self.target.is_dir() {
            return Ok(Vec::new());
        }
        let listed = listed(&self.target);
        let mut found = Vec::new();
        walk(&self.target, Path::new(""), &mut found)?;
        let mut moves = Vec::new();
        for relative in found {
            if listed.contains(&relative) {
                continue;
            }
            let to = self.place_for(&relative)?;
            moves.push((relative, to));
        }
        Ok(moves)
    }

    /// Where a file of others will stand: where it stands, unless a file of ours comes there, or
    /// where one of its folders is.
    fn place_for(&self, relative: &Path) -> Result<PathBuf, OutputError> {
        let fresh = self.fresh();
        let taken = |part: &&Path| {
            let place = fresh.join(part);
            place.exists() && (*part == relative || !place.is_dir())
        };
        let Some(taken) = relative.ancestors().filter(taken).last() else {
            return Ok(relative.to_path_buf());
        };
        if self.overwrite == Overwrite::SameScenario {
            return Err(OutputError::InTheWay(self.target.join(taken)));
        }
        let aside = self.free(&format!("{}.old", taken.display()));
        let below = relative.strip_prefix(taken);
        Ok(match below {
            Ok(below) if !below.as_os_str().is_empty() => aside.join(below),
            _ => aside,
        })
    }

    /// The first name with a number that neither the old nor the new folder has.
    fn free(&self, stem: &str) -> PathBuf {
        let fresh = self.fresh();
        (1..)
            .map(|i| PathBuf::from(format!("{stem}{i}")))
            .find(|name| !fresh.join(name).exists() && !self.target.join(name).exists())
            .expect("there are more numbers than files")
    }

    fn swap(&mut self, kept: &[(PathBuf, PathBuf)]) -> Result<(), OutputError> {
        let target = self.target.clone();
        // Whoever ends the program now waits until the old results or the new ones are in place.
        self.work.undisturbed(|work| swap(&target, work, kept))
    }

    /// Keeps finished results that cannot take their place, where they are worth it.
    fn refuse(&mut self, cause: OutputError) -> OutputError {
        if self.refused == Refused::Dropped || matches!(cause, OutputError::Stranded { .. }) {
            return cause;
        }
        let fresh = self.fresh();
        let name = self.target.file_name().unwrap_or_default();
        let beside = (1..)
            .map(|i| format!("{}.new{i}", name.to_string_lossy()))
            .map(|name| self.target.with_file_name(name))
            .find(|place| !place.exists() && !place.is_symlink())
            .expect("there are more numbers than files");
        let kept = match fs::rename(&fresh, &beside) {
            Ok(()) => beside,
            Err(_) => {
                self.work.stays(true);
                fresh
            }
        };
        OutputError::Unplaced {
            kept,
            cause: Box::new(cause),
        }
    }
}

/// Puts the new folder in the place of the old one, with the files of others.
fn swap(target: &Path, work: &mut Work, kept: &[(PathBuf, PathBuf)]) -> Result<(), OutputError> {
    let (fresh, old) = (work.path().join("new"), work.path().join("old"));
    let existed = target.is_dir();
    if existed {
        fs::rename(target, &old).map_err(failed(target))?;
    }
    let outcome = fs::rename(&fresh, target).and_then(|()| {
        kept.iter()
            .try_for_each(|(from, to)| carry(&old, from, target, to))
    });
    match outcome {
        Ok(()) => Ok(()),
        Err(source) if existed => Err(undo(target, work, kept, source)),
        Err(source) => Err(failed(target)(source)),
    }
}

/// Puts the old folder back; keeps the temporary one if that fails, since it holds the old.
fn undo(
    target: &Path,
    work: &mut Work,
    kept: &[(PathBuf, PathBuf)],
    source: io::Error,
) -> OutputError {
    let (fresh, old) = (work.path().join("new"), work.path().join("old"));
    for (from, to) in kept {
        if target.join(to).exists() && !old.join(from).exists() {
            // A file that cannot go back stays in the target, and is found below.
            let _ = fs::rename(target.join(to), old.join(from));
        }
    }
    let back = if target.exists() {
        fs::rename(target, &fresh)
    } else {
        Ok(())
    };
    match back.and_then(|()| fs::rename(&old, target)) {
        Ok(()) => failed(target)(source),
        Err(_) => {
            work.stays(true);
            OutputError::Stranded {
                path: target.to_path_buf(),
                kept: old,
                source,
            }
        }
    }
}

fn carry(old: &Path, from: &Path, target: &Path, to: &Path) -> io::Result<()> {
    let place = target.join(to);
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(old.join(from), place)
}

fn walk(root: &Path, below: &Path, found: &mut Vec<PathBuf>) -> Result<(), OutputError> {
    let folder = root.join(below);
    for entry in fs::read_dir(&folder).map_err(failed(&folder))? {
        let entry = entry.map_err(failed(&folder))?;
        let relative = below.join(entry.file_name());
        // A link is a file of its own: what it points to is none of our business.
        if entry.file_type().map_err(failed(&folder))?.is_dir() {
            walk(root, &relative, found)?;
        } else {
            found.push(relative);
        }
    }
    Ok(())
}

/// The name as a path that stays inside the directory.
fn inside(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(name);
    let plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    (plain && !name.is_empty()).then_some(path)
}

/// Writes and looks again: a full disk may only show when the buffers are emptied.
fn write_checked(
    path: &Path,
    pieces: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut to = Counted {
        file: BufWriter::new(File::create(path)?),
        bytes: 0,
    };
    pieces(&mut to)?;
    to.flush()?;
    let written = to.file.get_ref().metadata()?;
    if written.is_file() && written.len() != to.bytes {
        return Err(io::Error::new(
            io::ErrorKind::WriteZero,
            format!("only {} of {} bytes were written", written.len(), to.bytes),
        ));
    }
    Ok(())
}

/// A file, and how many bytes it was given.
struct Counted {
    file: BufWriter<File>,
    bytes: u64,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_as_such() {
        let full = Path::new("/dev/full");
        if !full.exists() {
            return;
        }
        let error = failed(full)(write_checked(full, |to| to.write_all(b"rows")).unwrap_err());
        let message = error.to_string();
        assert!(message.contains("/dev/full"), "{message}");
        assert!(message.contains("disk is full"), "{message}");
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        for bad in ["", "../x", "/etc/x", "charts/../../x"] {
            assert_eq!(inside(bad), None, "{bad}");
        }
        assert!(inside("charts/pending.svg").is_some());
    }
}
