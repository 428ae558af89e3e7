//! One integration binary for all tests of the whole.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should fail where it stands"
)]

mod anything;
mod arithmetic;
mod asked;
mod assumptions;
mod attribution;
mod backtest;
mod calibrate;
mod cli;
mod commands;
mod county;
mod court;
mod crowds;
mod experiment;
mod first_hearings;
mod folders;
mod identities;
#[cfg(unix)]
mod interrupts;
mod layers;
mod optimize;
mod policies;
mod published;
mod readme;
mod reference;
mod report;
mod report_data;
mod report_files;
mod report_words;
mod returns;
mod scenario;
mod sensitivity;
mod shards;
mod splits;
mod support;
mod sweep;
mod theory;
mod theory_draws;
mod theory_flows;
mod theory_intervals;
mod theory_queues;
mod town;
mod unlike;
