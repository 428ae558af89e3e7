//! Diagnostics: what is wrong with an input, where, by which rule, and what would be right.
//!
//! Nothing here prints: a [`Diagnostic`] is rendered to text in the manner of rustc by
//! [`Diagnostic::render`], and the command line layer decides where the text goes.

mod code;
mod render;

pub use code::Code;

use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, but probably does not mean what it says.
    Warning,
}

impl Severity {
    /// The word that opens the rendered diagnostic.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// A file (or another text) by its position in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub u16);

/// A place in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The text.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
}

impl Origin {
    /// The place with this byte range; texts longer than 4 GiB are refused long before.
    pub fn new(file: FileId, span: Range<usize>) -> Self {
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Self {
            file,
            start: offset(span.start),
            end: offset(span.end),
        }
    }
}

/// A text that diagnostics point into.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name as shown to people: a path, or `--set`.
    pub name: String,
    /// The text.
    pub text: String,
    /// The file that brought this one in, and how (`extends`).
    pub included_by: Option<FileId>,
    /// First byte of each line.
    lines: Vec<usize>,
}

/// The texts that diagnostics point into.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a text.
    pub fn add(&mut self, name: String, text: String, included_by: Option<FileId>) -> FileId {
        // Never more than a few dozen files: chains and CSV files are limited.
        let id = FileId(u16::try_from(self.files.len()).unwrap_or(u16::MAX));
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        self.files.push(Source {
            name,
            text,
            included_by,
            lines,
        });
        id
    }

    /// The text with this id.
    pub fn file(&self, id: FileId) -> Option<&Source> {
        self.files.get(usize::from(id.0))
    }

    /// Every text, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// Names of the files that a file builds on, the nearest first.
    pub fn bases(&self, of: FileId) -> Vec<&str> {
        let place = |by: usize| {
            let mut found = self.files.iter().enumerate();
            found.find(|(_, file)| file.included_by.is_some_and(|f| usize::from(f.0) == by))
        };
        let mut chain = Vec::new();
        let mut at = usize::from(of.0);
        while let Some((base, file)) = place(at).filter(|(base, _)| *base > at) {
            chain.push(file.name.as_str());
            at = base;
        }
        chain
    }

    /// Name of a text.
    pub fn name(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| &file.name)
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub fn position(&self, origin: Origin) -> (usize, usize) {
        let Some(file) = self.file(origin.file) else {
            return (1, 1);
        };
        let before = prefix(&file.text, origin.start as usize);
        let line = file.lines.partition_point(|start| *start <= before.len());
        let column = before[file.lines[line - 1]..].chars().count() + 1;
        (line, column)
    }

    /// `file:line` of a place.
    pub fn place(&self, origin: Origin) -> String {
        format!("{}:{}", self.name(origin.file), self.position(origin).0)
    }
}

/// The text up to a byte, cut back to a character boundary.
fn prefix(text: &str, byte: usize) -> &str {
    let mut end = byte.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A place with a word on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub origin: Origin,
    /// Name of the file, as shown to people.
    pub file: String,
    /// Line, from 1; 0 before [`Diagnostic::locate`].
    pub line: usize,
    /// Column in characters, from 1; 0 before [`Diagnostic::locate`].
    pub column: usize,
    /// What is to be seen there; may be empty.
    pub text: String,
}

/// One fault of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The rule broken.
    pub code: Code,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// Where; the first is the place of the fault, others explain it.
    pub labels: Vec<Label>,
    /// What would be right.
    pub help: Option<String>,
    /// Further remarks.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        let (severity, message) = (Severity::Error, message.into());
        Self {
            severity,
            code,
            message,
            labels: Vec::new(),
            help: None,
            notes: Vec::new(),
        }
    }

    /// A warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Adds a place.
    #[must_use]
    pub fn at(mut self, origin: Origin, text: impl Into<String>) -> Self {
        let (file, text) = (String::new(), text.into());
        self.labels.push(Label {
            origin,
            file,
            line: 0,
            column: 0,
            text,
        });
        self
    }

    /// Says what would be right.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the nearest of the valid names, or lists them when none is near.
    #[must_use]
    pub fn suggest<'a>(self, wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Self {
        let mut valid: Vec<&str> = valid.into_iter().collect();
        let mut seen = std::collections::BTreeSet::new();
        valid.retain(|name| seen.insert(*name));
        match nearest(wrong, valid.iter().copied()) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None if valid.is_empty() => self,
            None => {
                const SHOWN: usize = 12;
                let names: Vec<String> = valid
                    .iter()
                    .take(SHOWN)
                    .map(|name| format!("`{name}`"))
                    .collect();
                let more = if valid.len() > SHOWN { ", ..." } else { "" };
                self.help(format!("expected one of {}{more}", names.join(", ")))
            }
        }
    }

    /// Adds a remark.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Fills in file, line and column of every label, and says through which files an inherited
    /// value came.
    pub fn locate(&mut self, sources: &Sources) {
        for label in &mut self.labels {
            (label.line, label.column) = sources.position(label.origin);
            label.file = sources.name(label.origin.file).to_owned();
        }
        let Some(first) = self.labels.first() else {
            return;
        };
        let mut chain = vec![first.file.clone()];
        let mut above = sources
            .file(first.origin.file)
            .and_then(|file| file.included_by);
        while let Some(file) = above.and_then(|id| sources.file(id)) {
            chain.push(file.name.clone());
            above = file.included_by;
        }
        if chain.len() > 1 {
            chain.reverse();
            let note = format!("inherited through `extends`: {}", chain.join(" -> "));
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }
}

/// The valid name nearest to a wrong one, if it is near enough to be meant.
pub fn nearest<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A third of the letters may differ: `intakes` is `intake`, `foo` is nothing.
    let allowed = (wrong.chars().count() / 3).max(1);
    let best = valid
        .into_iter()
        .map(|name| (distance(&wrong.to_lowercase(), name), name))
        .min_by_key(|&(distance, _)| distance)?;
    (best.0 <= allowed).then_some(best.1)
}

/// Edit distance: insertions, deletions, substitutions and swaps of neighbours (optimal string
/// alignment; Levenshtein's recurrence with Damerau's swap).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let substitution = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = substitution.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_when_it_is_near() {
        let names = ["intake", "intake_ramp", "eligible"];
        assert_eq!(nearest("intakes", names), Some("intake"));
        assert_eq!(nearest("inatke", names), Some("intake"));
        assert_eq!(nearest("elligible", names), Some("eligible"));
        assert_eq!(nearest("quux", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let mut sources = Sources::default();
        let file = sources.add("x".into(), "a\nö = 1\n".into(), None);
        assert_eq!(sources.position(Origin::new(file, 2..4)), (2, 1));
        assert_eq!(sources.position(Origin::new(file, 4..5)), (2, 2));
        assert_eq!(sources.position(Origin::new(file, 3..4)), (2, 1));
        assert_eq!(sources.position(Origin::new(file, 99..99)), (3, 1));
    }
}
