//! What is given after an option that may be repeated, read with the place of every word.

use crate::diagnostic::{Code, Diagnostic, FileId, Origin, Sources};
use crate::scenario::Faults;

/// All that is given after an option, a line each time.
pub struct Given {
    lines: Vec<String>,
    sources: Sources,
    file: FileId,
}

impl Given {
    /// What is given after an option.
    pub fn new(option: &str, asked: &[String]) -> Self {
        let lines: Vec<String> = asked
            .iter()
            .map(|text| text.replace(['\n', '\r'], " "))
            .collect();
        let mut sources = Sources::default();
        let file = sources.add(option.to_owned(), lines.join("\n"), None);
        Self {
            lines,
            sources,
            file,
        }
    }

    /// The lines, in their order.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut offset = 0;
        self.lines.iter().map(move |text| {
            let line = Line {
                file: self.file,
                text,
                offset,
            };
            offset += text.len() + 1;
            line
        })
    }

    /// What is wrong, with what was given; none where nothing is.
    pub fn faults(self, mut diagnostics: Vec<Diagnostic>) -> Option<Faults> {
        diagnostics
            .iter_mut()
            .for_each(|fault| fault.locate(&self.sources));
        (!diagnostics.is_empty()).then_some(Faults {
            diagnostics,
            sources: self.sources,
        })
    }
}

/// What is given after an option once.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    file: FileId,
    pub text: &'a str,
    offset: usize,
}

/// What is wrong with a line.
pub type Wrong = Box<Diagnostic>;

impl Line<'_> {
    /// A fault of a part of the line.
    pub fn fault(&self, code: Code, part: &str, message: String, word: &str) -> Diagnostic {
        let from = part.as_ptr() as usize - self.text.as_ptr() as usize;
        let lead = part.len() - part.trim_start().len();
        let start = self.offset + from + lead;
        let origin = Origin::new(self.file, start..start + part.trim().len());
        Diagnostic::error(code, message).at(origin, word)
    }

    /// Whether a word is a part of the line.
    pub fn holds(&self, part: &str) -> bool {
        let (own, part) = (
            self.text.as_bytes().as_ptr_range(),
            part.as_bytes().as_ptr_range(),
        );
        own.start <= part.start && part.end <= own.end
    }

    /// A number; `help` says what to do about what is none.
    pub fn number(&self, part: &str, help: &str) -> Result<f64, Wrong> {
        let trimmed = part.trim();
        // As in TOML: 1_000.
        let figures = trimmed.replace('_', "");
        match figures.parse::<f64>() {
            // A negative zero is zero.
            Ok(value) if value.is_finite() => Ok(value + 0.0),
            Ok(_) => {
                let message = format!("{trimmed} is no finite number");
                Err(Box::new(self.fault(Code::NotFinite, part, message, "")))
            }
            Err(_) => {
                let message = format!("`{trimmed}` is no number");
                let fault = self.fault(Code::SetSyntax, part, message, "");
                Err(Box::new(fault.help(help)))
            }
        }
    }
}
