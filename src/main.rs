//! The `docketsim` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    docketsim::cli::main()
}
