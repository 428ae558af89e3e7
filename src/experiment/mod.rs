//! Experiments: scenarios times replications, run in parallel and folded in order.

mod rows;

pub use rows::{ComparisonRow, ReplicationRow, ResultRow};
