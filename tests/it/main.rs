//! One integration binary for all tests of the whole.

mod support;
mod theory;
