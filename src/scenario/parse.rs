//! TOML text to a tree: every syntax error the parser can recover from, each at its place.

use toml::de::{DeTable, DeValue};

use super::node::{Entry, Node, Table, Value};
use crate::diagnostic::{Code, Diagnostic, FileId, Origin};
use crate::time::Day;

/// More syntax errors of one file than this are the echo of the first ones.
const SHOWN_ERRORS: usize = 20;

/// The tree of a document, or its syntax errors.
pub(super) fn document(file: FileId, text: &str) -> Result<Node, Vec<Diagnostic>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut faults: Vec<Diagnostic> = Vec::new();
    for error in errors.iter().take(SHOWN_ERRORS) {
        faults.push(syntax(file, text, error.message(), error.span()));
    }
    let origin = Origin::new(file, 0..0);
    let mut reader = Reader { file, faults };
    let table = reader.table(root.into_inner());
    if reader.faults.is_empty() {
        Ok(Node::new(Value::Table(table), origin))
    } else {
        Err(reader.faults)
    }
}

/// The tree of a single value within a text, or its syntax error.
pub(super) fn value(file: FileId, text: &str, offset: usize) -> Result<Node, Diagnostic> {
    let shifted = |span: std::ops::Range<usize>| span.start + offset..span.end + offset;
    let parsed = DeValue::parse(text)
        .map_err(|error| syntax(file, text, error.message(), error.span().map(shifted)))?;
    let mut reader = Reader {
        file,
        faults: Vec::new(),
    };
    let (span, inner) = (parsed.span(), parsed.into_inner());
    let mut node = reader.node(inner, span);
    if let Some(fault) = reader.faults.pop() {
        return Err(fault);
    }
    shift(&mut node, offset);
    Ok(node)
}

/// Moves the places of a tree, which was parsed as a text of its own.
fn shift(node: &mut Node, offset: usize) {
    let by = u32::try_from(offset).unwrap_or(u32::MAX);
    let moved = |origin: Origin| Origin {
        start: origin.start.saturating_add(by),
        end: origin.end.saturating_add(by),
        ..origin
    };
    node.origin = moved(node.origin);
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| shift(item, offset)),
        Value::Table(table) => {
            for entry in &mut table.entries {
                entry.origin = moved(entry.origin);
                shift(&mut entry.node, offset);
            }
        }
        _ => {}
    }
}

fn syntax(
    file: FileId,
    text: &str,
    message: &str,
    span: Option<std::ops::Range<usize>>,
) -> Diagnostic {
    let span = span.unwrap_or(text.len()..text.len());
    Diagnostic::error(Code::Syntax, "the text is not TOML").at(Origin::new(file, span), message)
}

struct Reader {
    file: FileId,
    faults: Vec<Diagnostic>,
}

impl Reader {
    fn table(&mut self, table: DeTable<'_>) -> Table {
        let mut entries: Vec<Entry> = table
            .into_iter()
            .map(|(key, value)| Entry {
                origin: Origin::new(self.file, key.span()),
                key: key.into_inner().into_owned(),
                node: {
                    let span = value.span();
                    self.node(value.into_inner(), span)
                },
            })
            .collect();
        // The parser sorts keys by name; people wrote them in another order.
        entries.sort_by_key(|entry| entry.origin);
        Table { entries }
    }

    fn node(&mut self, value: DeValue<'_>, span: std::ops::Range<usize>) -> Node {
        let origin = Origin::new(self.file, span);
        let value = match value {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(integer) => self.integer(integer.as_str(), integer.radix(), origin),
            DeValue::Float(float) => Value::Float(float.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(value) => Value::Boolean(value),
            DeValue::Datetime(time) => self.date(&time, origin),
            DeValue::Array(items) => {
                let nodes = items.into_iter().map(|item| {
                    let span = item.span();
                    self.node(item.into_inner(), span)
                });
                Value::List(nodes.collect())
            }
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node::new(value, origin)
    }

    fn integer(&mut self, digits: &str, radix: u32, origin: Origin) -> Value {
        if let Ok(value) = i64::from_str_radix(digits, radix) {
            return Value::Integer(value);
        }
        let message = "a whole number must fit into 64 bits";
        self.faults
            .push(Diagnostic::error(Code::LimitExceeded, message).at(origin, "too large"));
        Value::Integer(0)
    }

    fn date(&mut self, time: &toml::value::Datetime, origin: Origin) -> Value {
        let (None, None, Some(date)) = (time.time, time.offset, time.date) else {
            return Value::Time(time.to_string());
        };
        let (year, month, day) = (i32::from(date.year), date.month.into(), date.day.into());
        match Day::from_ymd(year, month, day) {
            Some(day) => Value::Date(day),
            None => {
                let message = "there is no such day";
                self.faults
                    .push(Diagnostic::error(Code::Syntax, message).at(origin, ""));
                Value::Time(time.to_string())
            }
        }
    }
}
