//! Experiments: scenarios times replications, run in parallel and folded in order.

mod assumptions;
mod attribution;
mod desk;
mod event_log;
mod fold;
mod layout;
pub mod optimize;
mod panel;
mod parallel;
mod points;
mod profile;
mod published;
mod reach;
mod recorder;
mod rows;
mod runner;
pub mod search;
pub mod sensitivity;
mod shapley;
mod shard;
mod sweep;
mod turns;

use crate::scenario::measure;
pub use crate::scenario::measure::{Flows, Kind, Measure, Periods, Scope, Wait, catalogue};
pub use assumptions::{MOVED, Moves, assumptions, moves};
pub use attribution::{Dissection, FACTORIAL, MOST_PROVISIONS, REST, TOTAL, provision_ids};
pub use desk::Desk;
pub use event_log::event_log;
pub use fold::{LEVEL, comparison, replications, results};
pub use layout::{Cell, Detail, Layout, Period, Slot};
pub use panel::{Columns, Panel, Shelf};
pub use profile::Cost;
pub use published::published;
pub use reach::Reach;
pub use recorder::Recorder;
pub use rows::{
    AssumptionRow, AttributionRow, BacktestRow, ComparisonRow, EventRow, FitRow, ParameterRow,
    PublishedRow, ReplicationRow, ResultRow, ScoreRow, SweepRow,
};
pub use runner::{
    Experiment, Plan, Precision, Replication, RunError, Watch, layout, record, replicate,
};
pub use shapley::DRAWN;
pub use shard::{Shard, join, read_panels, write_panels};
pub use sweep::{MOST_KEYS, Point, Sweep, Swept, whole_measures};
pub use turns::{run, run_in_turn};
