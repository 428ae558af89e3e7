//! `completions` and `man`: what a shell and a reader of manuals want.

use clap::{Args, Command};
use clap_complete::Shell;

use super::failure::Failure;
use super::terminal::Terminal;

/// Prints the completions of a shell.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  docketsim completions bash > ~/.local/share/bash-completion/completions/docketsim\n  \
    docketsim completions zsh > ~/.zfunc/_docketsim\n  \
    docketsim completions fish > ~/.config/fish/completions/docketsim.fish\n  \
    docketsim completions powershell >> $PROFILE"
)]
pub struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    pub fn run(self, terminal: &Terminal, mut command: Command) -> Result<(), Failure> {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut command, "docketsim", &mut bytes);
        terminal.result(String::from_utf8_lossy(&bytes).trim_end());
        Ok(())
    }
}

/// Prints the manual page of the program or of a command.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  docketsim man | man -l -\n  docketsim man compare > docketsim-compare.1"
)]
pub struct Man {
    /// A command [default: the program]
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

impl Man {
    pub fn run(self, terminal: &Terminal, mut command: Command) -> Result<(), Failure> {
        command.build();
        let command = match &self.command {
            None => command,
            Some(name) => {
                let names = command.get_subcommands().map(Command::get_name);
                let names = names.collect::<Vec<_>>().join(", ");
                let found = command.find_subcommand(name).cloned();
                found.ok_or_else(|| {
                    Failure::Argument(format!("there is no command `{name}`; there are {names}"))
                })?
            }
        };
        let mut bytes = Vec::new();
        let made = clap_mangen::Man::new(command).render(&mut bytes);
        made.map_err(|error| Failure::Argument(format!("the manual could not be made: {error}")))?;
        terminal.result(String::from_utf8_lossy(&bytes).trim_end());
        Ok(())
    }
}
