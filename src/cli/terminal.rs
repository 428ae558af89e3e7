//! What the user sees: messages on stderr, results on stdout.
use std::io::{self, IsTerminal, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::failure::Failure;
use crate::diagnostic::{Diagnostic, Sources};
use crate::report::number::counted;

/// The terminal, or what stands in for it.
#[derive(Debug)]
pub struct Terminal {
    quiet: bool,
    verbose: bool,
    colour: bool,
    /// Why a result could not be printed.
    unprinted: OnceLock<io::ErrorKind>,
}

impl Terminal {
    /// Colours are used on a terminal unless `NO_COLOR` is set.
    pub fn new(quiet: bool, verbose: bool) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            quiet,
            verbose,
            colour: std::io::stderr().is_terminal() && !plain,
            unprinted: OnceLock::new(),
        }
    }

    /// Another one of the same kind, for a thread of its own.
    pub fn twin(&self) -> Self {
        Self::new(self.quiet, self.verbose)
    }

    /// Whether progress is worth showing.
    pub fn shows_progress(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// Says what the program does.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            tell(text);
        }
    }

    /// Says what the reader should know before trusting the numbers: even those who want to hear
    /// little.
    pub fn warn(&self, text: &str) {
        tell(text);
    }

    /// Says something while progress may be shown, on a line of its own.
    pub fn say_beside_progress(&self, text: &str) {
        let away = if self.shows_progress() { "\n" } else { "" };
        self.say(&format!("{away}{text}"));
    }

    /// Says what only those want to know who asked for it.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            tell(text);
        }
    }

    /// Names the files that were written: charts are many, and counted unless all is asked for.
    pub fn wrote(&self, paths: &[PathBuf]) {
        let folded = |path: &&PathBuf| !self.verbose && in_charts(path);
        let (charts, others): (Vec<_>, Vec<_>) = paths.iter().partition(folded);
        for path in others {
            self.say(&format!("wrote {}", path.display()));
        }
        if let Some(folder) = charts.first().and_then(|path| path.parent()) {
            let pictures = counted(charts.len() as u64, "picture");
            self.say(&format!("wrote {}: {pictures}", folder.join("").display()));
        }
    }

    /// Prints a result. Where that fails, the work goes on, and [`Terminal::printed`] tells of it.
    pub fn result(&self, text: &str) {
        let mut out = io::stdout();
        self.note(writeln!(out, "{text}").and_then(|()| out.flush()));
    }

    /// Notes how printing ended: a reader that has read enough, as `head`, is no failure.
    pub fn note(&self, printed: io::Result<()>) {
        let failed = printed.err().map(|error| error.kind());
        if let Some(kind) = failed.filter(|kind| *kind != io::ErrorKind::BrokenPipe) {
            // The first failure says why.
            let _ = self.unprinted.set(kind);
        }
    }

    /// Whether all results were printed.
    pub fn printed(&self) -> Result<(), Failure> {
        match self.unprinted.get() {
            Some(kind) => Err(Failure::Print(*kind)),
            None => Ok(()),
        }
    }

    /// Prints diagnostics.
    pub fn diagnose(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        for diagnostic in diagnostics {
            tell(&diagnostic.render(sources, self.colour).to_string());
        }
    }

    /// Prints why a command did not succeed.
    pub fn fail(&self, failure: &Failure) {
        if let Failure::Input(faults) = failure {
            for fault in faults {
                self.diagnose(&fault.diagnostics, &fault.sources);
            }
        }
        // One reason a line: a reader of logs finds each by who said it.
        for line in failure.to_string().lines() {
            tell(&format!("docketsim: {line}"));
        }
    }
}

/// Says something; when nobody listens any more, the work goes on all the same.
fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn in_charts(path: &Path) -> bool {
    path.parent()
        .is_some_and(|folder| folder.ends_with("charts"))
}
