//! Scenario files: what loads, and what is said about what does not.

mod good;
