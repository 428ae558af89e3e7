//! What the user sees: messages on stderr, results on stdout.
#![allow(
    clippy::print_stderr,
    reason = "the one place that talks to a terminal"
)]

use std::io::{IsTerminal, Write as _};

use super::failure::Failure;
use crate::diagnostic::{Diagnostic, Sources};

/// The terminal, or what stands in for it.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    quiet: bool,
    verbose: bool,
    colour: bool,
}

impl Terminal {
    /// Colours are used on a terminal unless `NO_COLOR` is set.
    pub fn new(quiet: bool, verbose: bool) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            quiet,
            verbose,
            colour: std::io::stderr().is_terminal() && !plain,
        }
    }

    /// Whether progress is worth showing.
    pub fn shows_progress(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// Says what the program does.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            eprintln!("{text}");
        }
    }

    /// Says what only those want to know who asked for it.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            eprintln!("{text}");
        }
    }

    /// Prints a result.
    pub fn result(&self, text: &str) {
        // A reader that has read enough, as `head`, is no failure.
        let _ = writeln!(std::io::stdout(), "{text}");
    }

    /// Prints diagnostics.
    pub fn diagnose(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        for diagnostic in diagnostics {
            eprintln!("{}", diagnostic.render(sources, self.colour));
        }
    }

    /// Prints why a command did not succeed.
    pub fn fail(&self, failure: &Failure) {
        if let Failure::Input(faults) = failure {
            for fault in faults {
                self.diagnose(&fault.diagnostics, &fault.sources);
            }
        }
        eprintln!("docketsim: {failure}");
    }
}
