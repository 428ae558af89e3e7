//! CSV files with the place of every cell.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, FileId, Origin};

/// A table with a header.
#[derive(Clone, Debug)]
pub(super) struct Csv {
    pub header: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
}

/// A cell and its place.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub text: String,
    pub origin: Origin,
}

impl Csv {
    /// Reads a CSV text (RFC 4180; blank lines are skipped).
    pub fn parse(file: FileId, text: &str) -> Result<Csv, Vec<Diagnostic>> {
        let mut rows = records(file, text)
            .map_err(|fault| vec![fault])?
            .into_iter();
        let header = rows.next().unwrap_or_default();
        let rows: Vec<Vec<Cell>> = rows.collect();
        let ragged = rows.iter().filter(|row| row.len() != header.len());
        let faults = ragged.map(|row| {
            let fields = |count: usize| match count {
                1 => "1 field".to_owned(),
                _ => format!("{count} fields"),
            };
            let (own, wanted) = (fields(row.len()), fields(header.len()));
            let origin = row
                .first()
                .map_or(Origin::new(file, 0..0), |cell| cell.origin);
            let message = format!("a row has {own}, the header {wanted}");
            Diagnostic::error(Code::CsvMalformed, message).at(origin, "this row")
        });
        let faults = first_ones(faults.collect(), "such rows");
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Csv { header, rows })
    }

    /// Place of the header.
    pub fn top(&self) -> Origin {
        let ends = self.header.first().zip(self.header.last());
        ends.map_or(Origin::new(FileId(0), 0..0), |(first, last)| Origin {
            end: last.origin.end,
            ..first.origin
        })
    }

    /// Position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|cell| cell.text == name)
    }
}

/// Faults of one kind in a CSV file that are shown.
const SHOWN: usize = 3;

/// The first ones of faults of one kind, since a wrong column has as many as rows; the last of them
/// says how many more there are.
pub(super) fn first_ones(mut faults: Vec<Diagnostic>, noun: &str) -> Vec<Diagnostic> {
    let more = faults.len().saturating_sub(SHOWN);
    faults.truncate(SHOWN);
    if more > 0
        && let Some(last) = faults.last_mut()
    {
        last.notes.push(format!("and {more} more {noun}"));
    }
    faults
}

fn records(file: FileId, text: &str) -> Result<Vec<Vec<Cell>>, Diagnostic> {
    let mut records = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let mut record = Vec::new();
        loop {
            let (cell, next) = field(file, text, at)?;
            record.push(cell);
            at = next;
            // A field ends at a comma, a line break or the end of the text.
            match text.as_bytes().get(at) {
                Some(b',') => at += 1,
                Some(b'\r') => {
                    at += if text.as_bytes().get(at + 1) == Some(&b'\n') {
                        2
                    } else {
                        1
                    };
                    break;
                }
                Some(_) => {
                    at += 1;
                    break;
                }
                None => break,
            }
        }
        if record.len() > 1 || record.iter().any(|cell| !cell.text.trim().is_empty()) {
            records.push(record);
        }
    }
    Ok(records)
}

/// The field that starts at a byte, and the byte at which it ends.
fn field(file: FileId, text: &str, start: usize) -> Result<(Cell, usize), Diagnostic> {
    let rest = &text[start..];
    let cell = |text: String, span: Range<usize>| Cell {
        text,
        origin: Origin::new(file, span),
    };
    if !rest.starts_with('"') {
        let end = start + rest.find([',', '\r', '\n']).unwrap_or(rest.len());
        return Ok((cell(text[start..end].trim().to_owned(), start..end), end));
    }
    let mut content = String::new();
    let mut at = start + 1;
    loop {
        let Some(quote) = text[at..].find('"').map(|offset| at + offset) else {
            let message = "a quoted field has no end";
            let place = Origin::new(file, start..start + 1);
            return Err(Diagnostic::error(Code::CsvMalformed, message).at(place, "opened here"));
        };
        content.push_str(&text[at..quote]);
        at = quote + 1;
        if text[at..].starts_with('"') {
            content.push('"');
            at += 1;
        } else {
            break;
        }
    }
    // What stands between the closing quote and the comma belongs to the field, as in most readers.
    let rest = &text[at..];
    let end = at + rest.find([',', '\r', '\n']).unwrap_or(rest.len());
    content.push_str(text[at..end].trim_end());
    Ok((cell(content, start..end), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let rows = records(FileId(0), text).unwrap();
        rows.into_iter()
            .map(|row| row.into_iter().map(|cell| cell.text).collect())
            .collect()
    }

    #[test]
    fn fields_are_read_with_quotes_and_either_line_break() {
        let rows = texts("a,b\r\n\"x, \"\"y\"\"\",2\n\nlast,\n");
        assert_eq!(
            rows,
            [vec!["a", "b"], vec!["x, \"y\"", "2"], vec!["last", ""]]
        );
    }

    #[test]
    fn a_ragged_row_and_an_open_quote_are_refused() {
        assert!(Csv::parse(FileId(0), "a,b\n1\n").is_err());
        assert!(Csv::parse(FileId(0), "a,b\n\"1,2\n").is_err());
    }

    #[test]
    fn every_ragged_row_is_told_up_to_a_few() {
        let faults = |text: &str| Csv::parse(FileId(0), text).unwrap_err();
        assert_eq!(faults("a,b\n1\n1,2\n1,2,3\n").len(), 2);
        let many = faults("a,b\n1\n1\n1\n1\n1\n");
        assert_eq!(many.len(), 3);
        assert_eq!(many[2].notes, ["and 2 more such rows"]);
        assert_eq!(many[0].message, "a row has 1 field, the header 2 fields");
    }
}
