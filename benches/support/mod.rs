//! What several benches share.
#![allow(dead_code)] // Each bench takes what it needs.

pub mod booking;
pub mod hold;
pub mod nation;

use std::path::{Path, PathBuf};

use docketsim::scenario::{Scenario, load};

/// Seed of all draws.
pub const SEED: u64 = 20_190_312;

/// A file of the project.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A scenario of the project.
pub fn scenario(name: &str) -> Scenario {
    let loaded = load(&path(name), &[]).unwrap_or_else(|faults| panic!("{faults}"));
    loaded.scenario
}
