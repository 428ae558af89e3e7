//! The meaning of a document: every fault beyond its structure.

mod actual;
mod bench;
mod dates;
mod feedback;
mod history;
mod policies;
mod proceedings;
mod shares;
mod sources;

use super::build::Builder;
use super::document::{Document, Series};
use super::node::{Node, Path};

use crate::diagnostic::{Code, Diagnostic, Origin};
use crate::time::Day;
pub use history::year_of;

/// Checks a document whose structure is sound, or has been made so.
pub(super) struct Checker<'a> {
    pub document: &'a Document,
    pub build: Builder<'a>,
    /// With each drawn number at the low and at the high end of its range.
    ends: [Builder<'a>; 2],
    /// The tree of the document, for places.
    pub root: &'a Node,
    /// Places whose value is not the one written: nothing is reported about them again.
    pub replaced: &'a [Path],
    pub faults: Vec<Diagnostic>,
    /// Whether the last report was heard, so that its help may be added.
    heard: bool,
}

impl<'a> Checker<'a> {
    pub fn new(
        document: &'a Document,
        build: Builder<'a>,
        ends: [Builder<'a>; 2],
        root: &'a Node,
        replaced: &'a [Path],
    ) -> Self {
        Self {
            document,
            build,
            ends,
            root,
            replaced,
            faults: Vec::new(),
            heard: false,
        }
    }

    /// Runs every check.
    pub fn all(&mut self) {
        self.dates();
        self.courts();
        self.shares();
        self.sources();
        self.totals();
        self.books();
        self.proceedings();
        self.policies();
        self.feedback();
        self.history();
        self.actual();
    }

    /// Reports an error at a place.
    pub fn error(&mut self, code: Code, at: &Path, message: impl Into<String>, label: &str) {
        self.report(
            Diagnostic::error(code, message).at(self.origin(at), label),
            at,
        );
    }

    /// Reports a warning at a place.
    pub fn warning(&mut self, code: Code, at: &Path, message: impl Into<String>, label: &str) {
        self.report(
            Diagnostic::warning(code, message).at(self.origin(at), label),
            at,
        );
    }

    /// Says what would be right about the fault just reported.
    pub fn help(&mut self, help: impl Into<String>) {
        if let (true, Some(fault)) = (self.heard, self.faults.last_mut()) {
            fault.help = Some(help.into());
        }
    }

    /// Adds a further place to the fault just reported.
    pub fn also(&mut self, at: &Path, label: &str) {
        let origin = self.origin(at);
        if let (true, Some(fault)) = (self.heard, self.faults.pop()) {
            self.faults.push(fault.at(origin, label));
        }
    }

    /// Names the nearest valid name about the fault just reported.
    pub fn suggest<'n>(&mut self, wrong: &str, valid: impl IntoIterator<Item = &'n str>) {
        if let (true, Some(fault)) = (self.heard, self.faults.pop()) {
            self.faults.push(fault.suggest(wrong, valid));
        }
    }

    /// The largest size that something has, whatever is drawn.
    pub fn largest(&self, size: impl Fn(&Builder<'a>) -> f64) -> f64 {
        let all = self.ends.iter().chain([&self.build]);
        all.map(|build| size(build).abs()).fold(0.0, f64::max)
    }

    /// Whether a value is the one that was written, so that others may be judged by it.
    pub fn sure(&self, at: &Path) -> bool {
        !self.replaced.iter().any(|other| other.overlaps(at))
    }

    fn report(&mut self, fault: Diagnostic, at: &Path) {
        self.heard = self.sure(at);
        if self.heard {
            self.faults.push(fault);
        }
    }

    /// Place of a value, or of the table that lacks it.
    pub fn origin(&self, at: &Path) -> Origin {
        at.find(self.root).origin
    }

    /// How people call a place.
    pub fn name(&self, at: &Path) -> String {
        format!("`{}`", at.describe(self.root))
    }

    /// Checks that a series has a value from a day on.
    pub fn series_from(&mut self, series: &Series, at: &Path, day: Day) {
        let Series::Steps(steps) = series else { return };
        let Some(first) = steps.steps.first() else {
            return;
        };
        // A date that could not be read stands as day 0: nothing follows from it.
        if steps.before.is_some() || first.from.0 <= day || day == Day(0) {
            return;
        }
        let message = format!(
            "{} has no value from {day} to {}",
            self.name(at),
            first.from.0 - 1
        );
        let place = at.key("steps").index(0).key("from");
        self.error(Code::SeriesGap, &place, message, "the first value");
        self.help("`before = \"zero\"` or `before = \"first\"` says what holds before it");
    }
}
