//! Scenario files in memory, to be spoilt.

use std::path::Path;

use docketsim::diagnostic::{Diagnostic, Sources};
use docketsim::scenario::{Faults, Loaded, Memory, Scenario, load_from};

/// The files of the tests, in memory.
#[derive(Clone)]
pub struct World {
    pub files: Memory,
    pub path: String,
    pub sets: Vec<String>,
}

/// `base.toml`, with what it needs, and `mpp.toml` and `kinds.toml`, which extend it.
pub fn world(path: &str) -> World {
    let files = [
        ("base.toml", include_str!("files/base.toml")),
        ("mpp.toml", include_str!("files/mpp.toml")),
        ("kinds.toml", include_str!("files/kinds.toml")),
        (
            "data/eoir_caseload.csv",
            include_str!("files/data/eoir_caseload.csv"),
        ),
        (
            "data/opening_age.csv",
            include_str!("files/data/opening_age.csv"),
        ),
    ];
    World {
        files: Memory::of(files),
        path: path.to_owned(),
        sets: Vec::new(),
    }
}

impl World {
    /// Replaces the only place where `from` stands.
    pub fn edit(mut self, file: &str, from: &str, to: &str) -> Self {
        let bytes = self.files.0.get_mut(Path::new(file)).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert_eq!(
            text.matches(from).count(),
            1,
            "`{from}` must stand once in {file}"
        );
        *bytes = text.replace(from, to).into_bytes();
        self
    }

    /// Replaces the only place where `from` stands in `base.toml`.
    pub fn base(self, from: &str, to: &str) -> Self {
        self.edit("base.toml", from, to)
    }

    /// Adds text at the end of a file.
    pub fn append(mut self, file: &str, text: &str) -> Self {
        self.files
            .0
            .get_mut(Path::new(file))
            .unwrap()
            .extend(text.bytes());
        self
    }

    /// Adds or replaces a file.
    pub fn file(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.files.0.insert(path.into(), text.as_ref().to_vec());
        self
    }

    /// Adds a setting.
    pub fn set(mut self, set: &str) -> Self {
        self.sets.push(set.to_owned());
        self
    }

    /// Loads the scenario.
    pub fn load(&self) -> Result<Loaded, Faults> {
        load_from(&self.files, Path::new(&self.path), &self.sets)
    }

    /// Faults or warnings, and the files they are of.
    pub fn diagnosed(&self) -> (Vec<Diagnostic>, Sources) {
        match self.load() {
            Ok(loaded) => (loaded.warnings, loaded.sources),
            Err(faults) => (faults.diagnostics, faults.sources),
        }
    }

    /// The scenario, which must load.
    pub fn scenario(&self) -> Scenario {
        self.load()
            .unwrap_or_else(|faults| panic!("{faults}"))
            .scenario
    }
}
