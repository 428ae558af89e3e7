//! The scenarios that ship with the program.

use std::path::{Path, PathBuf};

use docketsim::scenario::{Memory, load, load_from};

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("scenarios").unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    paths.sort();
    paths
}

#[test]
fn every_scenario_that_ships_loads_without_a_warning() {
    assert!(!files().is_empty());
    for path in files() {
        let loaded = load(&path, &[]).unwrap_or_else(|faults| panic!("{faults}"));
        let texts = loaded
            .warnings
            .iter()
            .map(|warning| warning.render(&loaded.sources, false));
        let texts: Vec<String> = texts.collect();
        assert!(texts.is_empty(), "{}", texts.join("\n"));
        // The file name is the name people type; the scenario name is the folder they get.
        assert_eq!(
            path.file_stem().unwrap().to_str().unwrap(),
            loaded.scenario.name
        );
    }
}

#[test]
fn every_scenario_that_ships_is_equal_to_its_resolved_text() {
    for path in files() {
        let Ok(first) = load(&path, &[]) else {
            continue;
        };
        let memory = Memory::of([("again.toml", first.scenario.resolved_toml())]);
        let second = load_from(&memory, Path::new("again.toml"), &[]).unwrap();
        assert!(first.scenario == second.scenario, "{}", path.display());
        assert_eq!(first.scenario.content_hash, second.scenario.content_hash);
    }
}
