//! One integration binary for all tests of the whole.

mod report;
mod report_data;
mod report_files;
