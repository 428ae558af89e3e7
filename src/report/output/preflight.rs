//! What would keep results from their place, found out before a long run.

use std::fs;
use std::io;
use std::path::Path;

use super::work::Work;
use super::{Overwrite, failed, inside, listed, ours};
use crate::report::error::OutputError;

/// Refuses a target that could not be written later: to be asked before a long run.
///
/// # Errors
/// What is wrong with the target.
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
    check_replaceable(target)
}

/// Refuses names of files where the target has something that this program did not write: to be
/// asked before a long run.
///
/// # Errors
/// The first file or folder in the way.
pub fn check_free(
    target: &Path,
    names: &[String],
    overwrite: Overwrite,
) -> Result<(), OutputError> {
    if overwrite == Overwrite::Force {
        return Ok(());
    }
    let ours = listed(target);
    let blocking = |name: &String| {
        let name = inside(name)?;
        let mut above: Vec<&Path> = name.ancestors().skip(1).collect();
        above.pop();
        let file = above.into_iter().rev().find(|part| {
            let place = target.join(part);
            place.is_symlink() || place.exists() && !place.is_dir()
        });
        let place = target.join(&name);
        let own =
            || place.is_dir() || (place.is_symlink() || place.exists()) && !ours.contains(&name);
        file.map(|part| target.join(part))
            .or_else(|| own().then_some(place.clone()))
    };
    match names.iter().find_map(blocking) {
        Some(path) => Err(OutputError::InTheWay(path)),
        None => Ok(()),
    }
}

/// Makes a folder where the results will be prepared, moves what is in their place there and back,
/// and takes the folder away again: rights alone do not tell whether that works.
fn check_replaceable(target: &Path) -> Result<(), OutputError> {
    let real = fs::canonicalize(target).unwrap_or_else(|_| target.to_path_buf());
    let above = real.ancestors().skip(1);
    let folder = above
        .map(|folder| match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        })
        .find(|folder| folder.is_dir())
        .unwrap_or(Path::new("."));
    let mut work = Work::inside(folder).map_err(failed(target))?;
    if !real.is_dir() {
        return Ok(());
    }
    work.undisturbed(|work| there_and_back(target, &real, work))
}

/// A mount point, or a folder of others, may not be moved although all may be written around it.
fn there_and_back(target: &Path, real: &Path, work: &mut Work) -> Result<(), OutputError> {
    let aside = work.path().join("old");
    fs::rename(real, &aside).map_err(failed(target))?;
    fs::rename(&aside, real).map_err(|source| {
        work.stays(true);
        OutputError::Stranded {
            path: target.to_path_buf(),
            kept: aside,
            source,
        }
    })
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

fn quoted(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
