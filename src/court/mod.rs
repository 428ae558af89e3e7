//! The court model: a discrete-event simulation of every case and hearing.

mod acts;
mod adjust;
mod appeals;
mod arrive;
mod bench;
mod blueprint;
mod book;
mod capacity;
mod case;
mod closing;
mod feedback;
mod filing;
mod flow;
mod host;
mod levers;
mod monitor;
mod opening;
mod ready;
mod session;
mod system;
mod touch;
mod work;
mod workspace;

pub use blueprint::*;
pub use book::{Book, LaneId};
pub use case::{
    Case, Flags, INACTIVE, MAX_OPENING_CASES, MAX_OPENING_ENTRIES, MAX_SOURCES, OPENING,
    OPENING_APPEALS,
};
pub use feedback::{Feedback, Growth, LoadResponse, WaitResponse};
pub use filing::MAX_RATE;
pub use levers::{CostStream, Levers, Reservation, SiteLevers};
pub use monitor::{Adjournment, Entry, Exit, Monitor, Silent, Snapshot};
pub use system::{Event, RunSummary, simulate};
pub use touch::{
    Act, Affected, Cases, Closure, Deed, OutcomeRule, Rank, Reach, Relief, Representation, Route,
};
pub use work::expected_minutes;
pub use workspace::Workspace;
