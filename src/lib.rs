//! docketsim: discrete-event simulation of court backlogs.
