//! Experiments: scenarios times replications, run in parallel and folded in order.

mod fold;
mod layout;
mod measure;
mod recorder;
mod rows;
mod runner;

pub use fold::{LEVEL, comparison, replications, results};
pub use layout::{Cell, Detail, Layout, Period, Slot};
pub use measure::{Flows, Kind, Measure, Periods, Scope, Wait, catalogue};
pub use recorder::Recorder;
pub use rows::{ComparisonRow, ReplicationRow, ResultRow};
pub use runner::{Experiment, Plan, Precision, Replication, RunError, Watch, layout, replicate, run};
