//! docketsim: discrete-event simulation of court backlogs.

pub mod court;
pub mod des;
pub mod policy;
pub mod rng;
pub mod special;
pub mod stats;
pub mod time;
