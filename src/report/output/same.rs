//! Whether results in a folder are of the scenarios that are about to be run.
//!
//! A name does not tell: files that extend one another, or are copies, have the same unless they say
//! otherwise. The content does not tell either, since a file that was edited is run again. So a
//! scenario is known by its file, or by its content where the file was moved.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::{Overwrite, inside, listed, ours};
use crate::report::error::OutputError;
use crate::report::manifest::{Manifest, ScenarioInfo};

/// A scenario that is about to be run.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its file.
    pub file: &'a str,
    /// Digest of its content.
    pub content_hash: &'a str,
}

impl<'a> Asked<'a> {
    /// A scenario that was run already, in parts.
    pub fn of(info: &'a ScenarioInfo) -> Self {
        Asked {
            name: &info.name,
            file: info.files.first().map_or("", String::as_str),
            content_hash: &info.content_hash,
        }
    }
}

/// Refuses a target with results of another file of the same name: to be asked before a long run.
///
/// # Errors
/// The first scenario that another file of its name has results of.
pub fn check_same(
    target: &Path,
    scenarios: &[Asked<'_>],
    overwrite: Overwrite,
) -> Result<(), OutputError> {
    let Some(old) = ours(target).filter(|_| overwrite != Overwrite::Force) else {
        return Ok(());
    };
    for asked in scenarios {
        let mut known = old.scenarios.iter();
        let Some(known) = known.find(|info| info.name == asked.name) else {
            continue;
        };
        if !same(target, known, asked) {
            return Err(OutputError::OtherFile {
                path: target.to_path_buf(),
                name: asked.name.to_owned(),
                found: known.files.first().cloned().unwrap_or_default(),
                wanted: asked.file.to_owned(),
            });
        }
    }
    Ok(())
}

fn same(target: &Path, known: &ScenarioInfo, asked: &Asked<'_>) -> bool {
    if known.content_hash == asked.content_hash {
        return true;
    }
    let seen = seen_from(target, asked.file);
    if seen.as_deref().is_some_and(|seen| is_result(target, seen)) {
        return true;
    }
    match seen {
        Some(seen) if !known.origin.is_empty() => digest(&seen) == known.origin,
        // Results of older versions, or of parts that other machines ran.
        _ => known.files.first().is_none_or(|file| file == asked.file),
    }
}

/// Whether a file is one of the results: the scenario as it was run lies among them.
fn is_result(target: &Path, seen: &str) -> bool {
    inside(seen).is_some_and(|within| listed(target).contains(&within))
}

/// Notes where the files of the scenarios are, before their results are put into the target.
pub(super) fn note(manifest: &mut Manifest, target: &Path) {
    let old = ours(target).map(|old| old.scenarios).unwrap_or_default();
    for info in &mut manifest.scenarios {
        let file = info.files.first().filter(|_| info.origin.is_empty());
        let Some(seen) = file.and_then(|file| seen_from(target, file)) else {
            continue;
        };
        // What was run of the results themselves is still of the file that they came from.
        let within = is_result(target, &seen);
        let known = old.iter().find(|old| within && old.name == info.name);
        info.origin = known.map_or_else(|| digest(&seen), |old| old.origin.clone());
    }
}

/// A way in short: the names of somebody's folders are nobody's business.
fn digest(way: &str) -> String {
    blake3::hash(way.as_bytes()).to_hex()[..16].to_owned()
}

/// The way from a folder, which need not be there yet, to a file; with `/` between its parts.
fn seen_from(folder: &Path, file: &str) -> Option<String> {
    let (folder, file) = (real(folder)?, fs::canonicalize(file).ok()?);
    let both = folder.components().zip(file.components());
    let shared = both.take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = file.components().skip(shared);
    let down = down.map(|part| part.as_os_str().to_string_lossy().into_owned());
    Some(up.chain(down).collect::<Vec<_>>().join("/"))
}

/// The real place of a folder, of which a part may be there already.
fn real(folder: &Path) -> Option<PathBuf> {
    let mut missing: Vec<Component<'_>> = Vec::new();
    let mut parts = folder.components();
    loop {
        let there = match parts.as_path() {
            path if path.as_os_str().is_empty() => Path::new("."),
            path => path,
        };
        if let Ok(real) = fs::canonicalize(there) {
            return Some(
                missing
                    .into_iter()
                    .rev()
                    .fold(real, |path, part| path.join(part)),
            );
        }
        missing.push(parts.next_back()?);
    }
}
