//! One integration binary for all tests of the whole.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should fail where it stands"
)]

mod anything;
mod arithmetic;
mod assumptions;
mod attribution;
mod cli;
mod commands;
mod court;
mod experiment;
mod identities;
mod layers;
mod policies;
mod published;
mod readme;
mod report;
mod report_data;
mod report_files;
mod scenario;
mod support;
mod theory;
mod town;
