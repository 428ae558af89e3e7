//! docketsim: discrete-event simulation of court backlogs.

pub mod experiment;
pub mod report;
