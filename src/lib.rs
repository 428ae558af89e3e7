//! docketsim: discrete-event simulation of court backlogs.

pub mod cli;
pub mod court;
pub mod des;
pub mod diagnostic;
pub mod experiment;
pub mod policy;
pub mod report;
pub mod rng;
pub mod scenario;
pub mod special;
pub mod stats;
pub mod time;
