//! docketsim: discrete-event simulation of court backlogs.

pub mod court;
pub mod des;
pub mod diagnostic;
pub mod policy;
pub mod rng;
pub mod scenario;
pub mod special;
pub mod stats;
pub mod time;
