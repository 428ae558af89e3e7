//! One integration binary for all tests of the whole.

mod court;
mod identities;
mod support;
mod theory;
