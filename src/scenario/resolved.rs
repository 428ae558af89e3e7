//! The resolved document as text: the whole scenario in one file, each value with its origin.

use std::fmt::Write as _;

use super::node::{Entry, Node, Table, Value};
use super::shape::{Shape, TableShape, format};
use crate::diagnostic::Sources;

/// The text with origins, and the digest of the text without them.
pub(super) fn write(root: &Node, sources: &Sources) -> (String, String) {
    let digest = blake3::hash(text(root, None).as_bytes())
        .to_hex()
        .to_string();
    let mut out = String::from("# Resolved by docketsim: the whole scenario in one file.\n");
    out.push_str(&text(root, Some(sources)));
    (out, digest)
}

fn text(root: &Node, sources: Option<&Sources>) -> String {
    let mut writer = Writer {
        out: String::new(),
        sources,
    };
    if let Some(table) = root.as_table() {
        writer.body(table, Some(&Shape::Table(format().root.clone())), "");
    }
    writer.out
}

struct Writer<'a> {
    out: String,
    sources: Option<&'a Sources>,
}

impl Writer<'_> {
    /// The entries of a table: values first, since they would belong to a table written before.
    fn body(&mut self, table: &Table, shape: Option<&Shape>, prefix: &str) {
        let fields = shape.and_then(|shape| fields(shape, table));
        let mut entries: Vec<&Entry> = table.entries.iter().collect();
        // The order of the format: it does not depend on which file gave a value.
        entries.sort_by_key(|entry| {
            let names = fields.map(|fields| fields.names().position(|name| name == entry.key));
            (names.flatten().unwrap_or(usize::MAX), entry.key.clone())
        });
        let inner = |entry: &Entry| {
            let map = shape.and_then(|shape| {
                if let Shape::Map(map) = shape {
                    Some(&*map.item)
                } else {
                    None
                }
            });
            fields
                .and_then(|fields| fields.field(&entry.key))
                .map(|field| field.shape.clone())
                .or(map.cloned())
        };
        for entry in entries
            .iter()
            .filter(|entry| !is_section(&entry.node, inner(entry).as_ref()))
        {
            let value = inline(&entry.node);
            let _ = write!(self.out, "{} = {value}", key(&entry.key));
            self.origin(&entry.node);
        }
        for entry in entries {
            let shape = inner(entry);
            if !is_section(&entry.node, shape.as_ref()) {
                continue;
            }
            let path = format!("{prefix}{}", key(&entry.key));
            match &entry.node.value {
                Value::List(items) => {
                    let item = shape.as_ref().and_then(|s| {
                        if let Shape::List(l) = s {
                            Some(&l.item)
                        } else {
                            None
                        }
                    });
                    for node in items {
                        self.section(&format!("[[{path}]]"), node, item, &path);
                    }
                }
                _ => self.section(&format!("[{path}]"), &entry.node, shape.as_ref(), &path),
            }
        }
    }

    fn section(&mut self, head: &str, node: &Node, shape: Option<&Shape>, path: &str) {
        let Some(table) = node.as_table() else { return };
        let _ = write!(self.out, "\n{head}");
        self.origin(node);
        self.body(table, shape, &format!("{path}."));
    }

    fn origin(&mut self, node: &Node) {
        if let Some(sources) = self.sources {
            let _ = write!(
                self.out,
                "  # {}",
                sources.place(node.origin).replace(['\n', '\r'], " ")
            );
        }
        self.out.push('\n');
    }
}

fn fields<'s>(shape: &'s Shape, table: &Table) -> Option<&'s TableShape> {
    match shape {
        Shape::Table(table) => Some(table),
        Shape::Kinds { key, variants } => {
            let kind = table.text(key)?;
            variants
                .iter()
                .find(|(name, _)| name == kind)
                .map(|(_, table)| table)
        }
        _ => None,
    }
}

/// Whether an entry is written as a section of its own rather than on its line.
fn is_section(node: &Node, shape: Option<&Shape>) -> bool {
    match (&node.value, shape) {
        (Value::Table(table), Some(Shape::Table(_) | Shape::Map(_))) => !table.entries.is_empty(),
        (Value::List(items), Some(Shape::List(list))) => {
            let tables = matches!(list.item, Shape::Table(_) | Shape::Kinds { .. });
            let long = !list.identity.is_empty() || items.iter().any(deep);
            tables && long && !items.is_empty()
        }
        _ => false,
    }
}

/// Whether a table holds a list of tables.
fn deep(node: &Node) -> bool {
    let entries = node.as_table().into_iter().flat_map(|table| &table.entries);
    entries
        .filter_map(|entry| entry.node.as_list())
        .any(|list| list.iter().any(|n| n.as_table().is_some()))
}

/// A value on one line.
pub(super) fn inline(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => string(text),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Boolean(value) => value.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Time(text) => text.clone(),
        Value::Unread => String::new(),
        Value::List(items) => {
            format!(
                "[{}]",
                items.iter().map(inline).collect::<Vec<_>>().join(", ")
            )
        }
        Value::Table(table) if table.entries.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let pair = |entry: &Entry| format!("{} = {}", key(&entry.key), inline(&entry.node));
            let mut pairs: Vec<String> = table.entries.iter().map(pair).collect();
            pairs.sort();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

fn key(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(bare) {
        key.to_owned()
    } else {
        string(key)
    }
}

/// A TOML basic string.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
