//! Scenario files: what loads, and what is said about what does not.

// Helpers of tests are tests.
#![allow(clippy::unwrap_used)]

mod at_once;
mod bad;
mod format;
mod good;
mod mutation;
mod reference;
mod resolved;
mod settings;
mod unsaid;
pub mod world;
