//! The output directory: all files or none.
//!
//! Everything is written into a fresh folder beside the target, which then takes the target's
//! place by renaming. Only files that an earlier manifest lists are ever replaced; whatever else
//! stands in the folder is kept.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

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

/// Refuses a target that could not be written later: to be asked before a long run.
pub fn preflight(
    target: &Path,
    scenarios: &[&str],
    overwrite: Overwrite,
) -> Result<(), OutputError> {
    if target.file_name().is_none() {
        return Err(OutputError::NoName(target.to_path_buf()));
    }
    match fs::metadata(target) {
        Ok(meta) if meta.is_dir() => check_occupied(target, scenarios, overwrite)?,
        Ok(_) => return Err(OutputError::NotADirectory(target.to_path_buf())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(target)(error)),
    }
    check_writable(target)
}

/// Makes a folder where the results will be prepared, and takes it away again: rights alone do not
/// tell whether that works.
fn check_writable(target: &Path) -> Result<(), OutputError> {
    let real = fs::canonicalize(target).unwrap_or_else(|_| target.to_path_buf());
    let above = real.ancestors().skip(1);
    let folder = above
        .map(|folder| match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        })
        .find(|folder| folder.is_dir())
        .unwrap_or(Path::new("."));
    let made = work_folder(folder);
    made.map(drop).map_err(failed(target))
}

/// A fresh folder that vanishes unless it is kept.
fn work_folder(parent: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".docketsim-").tempdir_in(parent)
}

fn check_occupied(
    target: &Path,
    scenarios: &[&str],
    overwrite: Overwrite,
) -> Result<(), OutputError> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(target).map_err(failed(target))? {
        let entry = entry.map_err(failed(target))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let Some(example) = names.into_iter().next() else {
        return Ok(());
    };
    if overwrite == Overwrite::Force {
        return Ok(());
    }
    match ours(target) {
        None => Err(OutputError::Foreign {
            path: target.to_path_buf(),
            example,
        }),
        // What an interrupted run left out was asked for all the same: the command comes again.
        Some(old) if [old.scenario_names(), old.asked_names()].contains(&scenarios.to_vec()) => {
            Ok(())
        }
        Some(old) => Err(OutputError::OtherScenario {
            path: target.to_path_buf(),
            found: quoted(&old.scenario_names()),
            wanted: quoted(scenarios),
        }),
    }
}

fn ours(target: &Path) -> Option<Manifest> {
    read_manifest(target)
        .ok()
        .filter(|manifest| manifest.program == PROGRAM)
}

fn quoted(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// An output directory being written: nothing shows before [`commit`](OutputDir::commit).
#[derive(Debug)]
pub struct OutputDir {
    target: PathBuf,
    overwrite: Overwrite,
    work: TempDir,
    files: BTreeSet<String>,
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
        let work = work_folder(&parent).map_err(failed(&parent))?;
        let fresh = work.path().join("new");
        // A plain folder inside: the temporary one is readable by its owner only.
        fs::create_dir(&fresh).map_err(failed(&fresh))?;
        Ok(OutputDir {
            target,
            overwrite,
            work,
            files: BTreeSet::new(),
        })
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
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed(&shown))?;
        }
        write_checked(&path, pieces).map_err(failed(&shown))?;
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
    pub fn commit(mut self, manifest: &mut Manifest) -> Result<Vec<PathBuf>, ReportError> {
        PROGRAM.clone_into(&mut manifest.program);
        self.files.insert(MANIFEST_FILE.to_owned());
        manifest.files = self.files.iter().cloned().collect();
        let bytes = manifest_json(manifest)?;
        self.write(MANIFEST_FILE, &bytes)?;
        let kept = self.foreign_files()?;
        self.swap(&kept)?;
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
        let listed: BTreeSet<PathBuf> = ours(&self.target)
            .map(|manifest| {
                manifest
                    .files
                    .iter()
                    .filter_map(|name| inside(name))
                    .collect()
            })
            .unwrap_or_default();
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

    fn place_for(&self, relative: &Path) -> Result<PathBuf, OutputError> {
        let fresh = self.fresh();
        if !fresh.join(relative).exists() {
            return Ok(relative.to_path_buf());
        }
        if self.overwrite == Overwrite::SameScenario {
            return Err(OutputError::InTheWay(self.target.join(relative)));
        }
        let aside = (1..)
            .map(|i| PathBuf::from(format!("{}.old{i}", relative.display())))
            .find(|name| !fresh.join(name).exists() && !self.target.join(name).exists())
            .expect("there are more numbers than files");
        Ok(aside)
    }

    fn swap(&mut self, kept: &[(PathBuf, PathBuf)]) -> Result<(), OutputError> {
        let (fresh, old) = (self.fresh(), self.work.path().join("old"));
        let existed = self.target.is_dir();
        if existed {
            fs::rename(&self.target, &old).map_err(failed(&self.target))?;
        }
        let outcome = fs::rename(&fresh, &self.target).and_then(|()| {
            kept.iter()
                .try_for_each(|(from, to)| carry(&old, from, &self.target, to))
        });
        match outcome {
            Ok(()) => Ok(()),
            Err(source) if existed => Err(self.undo(kept, source)),
            Err(source) => Err(failed(&self.target)(source)),
        }
    }

    /// Puts the old folder back; keeps the temporary one if that fails, since it holds the old.
    fn undo(&mut self, kept: &[(PathBuf, PathBuf)], source: io::Error) -> OutputError {
        let old = self.work.path().join("old");
        for (from, to) in kept {
            if self.target.join(to).exists() && !old.join(from).exists() {
                // A file that cannot go back stays in the target, and is found below.
                let _ = fs::rename(self.target.join(to), old.join(from));
            }
        }
        let back = if self.target.exists() {
            fs::rename(&self.target, self.work.path().join("failed"))
        } else {
            Ok(())
        };
        match back.and_then(|()| fs::rename(&old, &self.target)) {
            Ok(()) => failed(&self.target)(source),
            Err(_) => {
                self.work.disable_cleanup(true);
                OutputError::Stranded {
                    path: self.target.clone(),
                    kept: old,
                    source,
                }
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
