//! Folders in which results are prepared: they go when nobody needs them any more, also when the
//! program is told to end at once.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempDir;

/// The folders in use. Whoever writes into one holds them, so that none goes under his hands.
static IN_USE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// All folders in use; nothing is written into any of them as long as this is held.
#[derive(Debug)]
pub struct Held(MutexGuard<'static, BTreeSet<PathBuf>>);

fn hold() -> Held {
    Held(IN_USE.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Removes what is being written and not yet in place: for a program that ends at once.
///
/// Until what is returned goes, nothing more is written: keep it to the end.
pub fn abandon() -> Held {
    let held = hold();
    for folder in held.0.iter() {
        // What cannot be removed stays: the program ends all the same.
        let _ = fs::remove_dir_all(folder);
    }
    held
}

/// A fresh folder that vanishes unless it is kept.
#[derive(Debug)]
pub(super) struct Work {
    path: PathBuf,
    folder: Option<TempDir>,
}

impl Work {
    /// Makes a folder inside another one.
    pub fn inside(parent: &Path) -> io::Result<Self> {
        let mut held = hold();
        let folder = tempfile::Builder::new()
            .prefix(".docketsim-")
            .tempdir_in(parent)?;
        let path = folder.path().to_path_buf();
        held.0.insert(path.clone());
        Ok(Self {
            path,
            folder: Some(folder),
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does something in it from beginning to end.
    pub fn undisturbed<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let _held = hold();
        act(self)
    }

    /// Whether it stays where it is once it is no longer in use.
    pub fn stays(&mut self, stays: bool) {
        if let Some(folder) = &mut self.folder {
            folder.disable_cleanup(stays);
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let mut held = hold();
        held.0.remove(&self.path);
        drop(self.folder.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_abandoned_is_gone_and_what_was_kept_is_not() {
        let home = tempfile::tempdir().expect("a folder");
        let mut kept = Work::inside(home.path()).expect("a folder");
        kept.stays(true);
        let place = kept.path().to_path_buf();
        drop(kept);
        let work = Work::inside(home.path()).expect("a folder");
        fs::create_dir(work.path().join("new")).expect("a folder");
        fs::write(work.path().join("new/results.csv"), "half").expect("a file");
        drop(abandon());
        assert!(place.exists() && !work.path().exists());
    }
}
