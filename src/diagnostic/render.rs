//! Diagnostics as text, in the manner of rustc.

use std::fmt::Write as _;

use super::{Diagnostic, Label, Severity, Sources, prefix};

const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[1;33m";
const BLUE: &str = "\u{1b}[1;34m";
const BOLD: &str = "\u{1b}[1m";
const RESET: &str = "\u{1b}[0m";

/// Characters of a source line shown before the place, and in all: lines may be megabytes long.
const BEFORE: usize = 80;
const SHOWN: usize = 160;

/// Wraps a text in a colour, or leaves it.
struct Paint {
    colour: bool,
}

impl Paint {
    fn paint(&self, style: &str, text: &str) -> String {
        if self.colour {
            format!("{style}{text}{RESET}")
        } else {
            text.to_owned()
        }
    }
}

impl Diagnostic {
    /// The diagnostic as text of several lines, ending with a line break.
    pub fn render(&self, sources: &Sources, colour: bool) -> String {
        let mut located = self.clone();
        located.locate(sources);
        let paint = Paint { colour };
        let style = if self.severity == Severity::Error {
            RED
        } else {
            YELLOW
        };
        let head = paint.paint(style, &format!("{}[{}]", self.severity.as_str(), self.code));
        let mut out = format!(
            "{head}{}\n",
            paint.paint(BOLD, &format!(": {}", self.message))
        );
        let gutter = located
            .labels
            .iter()
            .map(|label| label.line.to_string().len())
            .max();
        let gutter = gutter.unwrap_or(1);
        for (i, label) in located.labels.iter().enumerate() {
            let style = if i == 0 { style } else { BLUE };
            snippet(&mut out, sources, label, i == 0, gutter, style, &paint);
        }
        let mut remark = |kind: &str, text: &str| {
            let sign = paint.paint(BLUE, "=");
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{:gutter$} {sign} {kind}: {text}", "");
        };
        if let Some(help) = &located.help {
            remark("help", help);
        }
        located.notes.iter().for_each(|note| remark("note", note));
        out
    }
}

/// One label: its place, the source line and the carets under it.
fn snippet(
    out: &mut String,
    sources: &Sources,
    label: &Label,
    primary: bool,
    gutter: usize,
    style: &str,
    paint: &Paint,
) {
    let arrow = paint.paint(BLUE, if primary { "-->" } else { ":::" });
    let (file, line, column) = (&label.file, label.line, label.column);
    let _ = writeln!(out, "{:gutter$}{arrow} {file}:{line}:{column}", "");
    let text = sources
        .file(label.origin.file)
        .map_or("", |file| &file.text);
    if text.trim().is_empty() {
        if !label.text.is_empty() {
            let _ = writeln!(
                out,
                "{:gutter$} {} {}",
                "",
                paint.paint(BLUE, "="),
                label.text
            );
        }
        return;
    }
    let (shown, pad, width) = window(text, label);
    let bar = paint.paint(BLUE, "|");
    let number = paint.paint(BLUE, &format!("{line:>gutter$}"));
    let mark = if primary { "^" } else { "-" }.repeat(width);
    let marks = paint.paint(style, format!("{mark} {}", label.text).trim_end());
    let _ = writeln!(out, "{:gutter$} {bar}", "");
    let _ = writeln!(out, "{}", format!("{number} {bar} {shown}").trim_end());
    let _ = writeln!(out, "{:gutter$} {bar} {pad}{marks}", "");
}

/// The part of the source line to show, the space before the carets, and their number.
fn window(text: &str, label: &Label) -> (String, String, usize) {
    let before = prefix(text, label.origin.start as usize);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..]
        .split('\n')
        .next()
        .unwrap_or("")
        .trim_end_matches('\r');
    let column = label.column.saturating_sub(1);
    let skipped = column.saturating_sub(BEFORE);
    let visible = |c: char| {
        if c.is_control() && c != '\t' {
            '\u{fffd}'
        } else {
            c
        }
    };
    let shown: String = line
        .chars()
        .skip(skipped)
        .take(SHOWN)
        .map(visible)
        .collect();
    let blank = |c: char| if c == '\t' { '\t' } else { ' ' };
    let mut pad: String = line
        .chars()
        .skip(skipped)
        .take(column - skipped)
        .map(blank)
        .collect();
    // A place beyond the end of the line (a missing value) still gets its caret.
    let given = pad.chars().count();
    pad.extend(std::iter::repeat_n(' ', column - skipped - given));
    let marked = prefix(text, label.origin.end as usize);
    let marked = marked.get(before.len()..).unwrap_or("");
    let marked = marked
        .split(['\n', '\r'])
        .next()
        .unwrap_or("")
        .chars()
        .count();
    let room = shown.chars().count().saturating_sub(column - skipped);
    (shown, pad, marked.min(room).max(1))
}
