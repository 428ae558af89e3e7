//! TOML text to a tree: every syntax error the parser can recover from, each at its place.

use toml::de::{DeTable, DeValue};

use super::node::{Entry, Node, Table, Value};
use crate::diagnostic::{Code, Diagnostic, FileId, Origin};
use crate::time::Day;

/// More syntax errors of one file than this are the echo of the first ones.
const SHOWN_ERRORS: usize = 20;

/// A document, as far as it could be read.
pub(super) struct Parsed {
    /// The tree; values with a syntax error stand as [`Value::Unread`].
    pub root: Node,
    pub faults: Vec<Diagnostic>,
    /// Whether every key is in the tree: else nothing follows from what is missing.
    pub whole: bool,
}

/// The tree of a document, with its syntax errors.
pub(super) fn document(file: FileId, text: &str) -> Parsed {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        file,
        faults: Vec::new(),
    };
    let mut table = reader.table(root.into_inner());
    let mut faults = Vec::new();
    let mut whole = true;
    for (i, error) in errors.iter().enumerate() {
        let start = error.span().map_or(text.len(), |span| span.start);
        whole &= second_value(error.message(), text, start) || spoil(&mut table, text, start);
        if i < SHOWN_ERRORS {
            faults.push(syntax(file, text, error.message(), error.span()));
        }
    }
    faults.extend(reader.faults);
    Parsed {
        root: Node::new(Value::Table(table), Origin::new(file, 0..0)),
        faults,
        whole,
    }
}

/// Whether an error says that a key has a second value: the first one holds. A second header of a
/// table is another matter.
fn second_value(message: &str, text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    message.starts_with("duplicate key") && !text[line..].trim_start().starts_with('[')
}

/// Marks the innermost value in which an error lies as unread; whether there is one. Of a value on
/// several lines it is not known where it ends, and what it has swallowed.
fn spoil(table: &mut Table, text: &str, at: usize) -> bool {
    table.entries.iter_mut().any(|entry| {
        // Where nothing stands that could be a value, the parser gives it no place.
        if entry.node.origin.end == 0 {
            let key = entry.origin.start as usize;
            let lost = key < at && !text[key..at].contains('\n');
            if lost {
                entry.node = Node::new(Value::Unread, entry.origin);
            }
            return lost;
        }
        spoil_node(&mut entry.node, text, at)
    })
}

fn spoil_node(node: &mut Node, text: &str, at: usize) -> bool {
    let inside = match &mut node.value {
        Value::List(items) => items.iter_mut().any(|item| spoil_node(item, text, at)),
        Value::Table(table) => spoil(table, text, at),
        _ => false,
    };
    let (start, end) = (node.origin.start as usize, node.origin.end as usize);
    let here = (start..=end).contains(&at) && !text[start..end].contains('\n');
    if here && !inside && !under_header(node, text) {
        node.value = Value::Unread;
        return true;
    }
    inside
}

/// Whether a value stands under a header such as `[court]`, which is its place in the text.
fn under_header(node: &Node, text: &str) -> bool {
    match &node.value {
        Value::Table(_) => text[node.origin.start as usize..].starts_with('['),
        Value::List(items) => items.first().is_some_and(|item| under_header(item, text)),
        _ => false,
    }
}

/// The tree of a single value within a text, or its syntax errors.
pub(super) fn value(file: FileId, text: &str, offset: usize) -> Result<Node, Vec<Diagnostic>> {
    let (parsed, errors) = DeValue::parse_recoverable(text);
    let mut reader = Reader {
        file,
        faults: Vec::new(),
    };
    let (span, inner) = (parsed.span(), parsed.into_inner());
    let mut node = reader.node(inner, span);
    // One slip may upset all that follows it: only the first error is sure to be one.
    let first = errors.first();
    let first = first.map(|error| syntax(file, text, error.message(), error.span()));
    let mut faults: Vec<Diagnostic> = first.into_iter().chain(reader.faults).collect();
    if faults.is_empty() {
        shift(&mut node, offset);
        return Ok(node);
    }
    for label in faults.iter_mut().flat_map(|fault| &mut fault.labels) {
        label.origin = moved(label.origin, offset);
    }
    Err(faults)
}

/// A place in a text that starts some bytes further on in another.
fn moved(origin: Origin, offset: usize) -> Origin {
    let by = u32::try_from(offset).unwrap_or(u32::MAX);
    Origin {
        start: origin.start.saturating_add(by),
        end: origin.end.saturating_add(by),
        ..origin
    }
}

/// Moves the places of a tree, which was parsed as a text of its own.
fn shift(node: &mut Node, offset: usize) {
    node.origin = moved(node.origin, offset);
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| shift(item, offset)),
        Value::Table(table) => {
            for entry in &mut table.entries {
                entry.origin = moved(entry.origin, offset);
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
            // A value without a key is told as a syntax error.
            .filter(|(key, _)| !key.span().is_empty())
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
        Value::Unread
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
                Value::Unread
            }
        }
    }
}
