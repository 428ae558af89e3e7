//! `schema`: the format of scenario files for editors.

use clap::Args;

use super::failure::Failure;
use super::terminal::Terminal;
use crate::scenario::editor_schema;

/// Prints the JSON Schema of scenario files, for completion and checks in editors.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  docketsim schema > docketsim.schema.json\n\n\
    Then, as the first line of a scenario file, for editors that know TOML schemas:\n  \
    #:schema ./docketsim.schema.json"
)]
pub struct SchemaCommand {}

impl SchemaCommand {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        terminal.result(&format!("{:#}", editor_schema()));
        Ok(())
    }
}
