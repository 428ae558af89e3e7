//! The court model: a discrete-event simulation of every case and hearing.

mod blueprint;
mod levers;

pub use blueprint::*;
pub use levers::{CostStream, Levers, Reservation, SiteLevers};
