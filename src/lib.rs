//! docketsim: discrete-event simulation of court backlogs.

pub mod des;
pub mod rng;
pub mod special;
pub mod stats;
pub mod time;
