//! One integration binary for all tests of the whole.

mod court;
mod identities;
mod report;
mod report_data;
mod report_files;
mod scenario;
mod support;
mod theory;
