//! The `docketsim` command.
fn main() {}
