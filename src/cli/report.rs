//! `report`: charts and report again, from saved results.

use clap::Args;
use std::path::PathBuf;

use super::failure::Failure;
use super::terminal::Terminal;
use crate::report::redraw;

/// Draws charts and report again from saved results, without a run.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  docketsim report out/mpp-calexico")]
pub struct Report {
    /// Folder of results that another command wrote
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Says nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Says more about what it does
    #[arg(short, long)]
    pub verbose: bool,
}

impl Report {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        terminal.say(&format!(
            "Drawing charts and report of {}",
            self.dir.display()
        ));
        terminal.wrote(&redraw(&self.dir)?);
        Ok(())
    }
}
