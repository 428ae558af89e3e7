//! `--set KEY=VALUE`: one value changed, by the keys of the file.
//!
//! Entries of lists are named by their id (`court.san-diego.judges`), opening entries by court
//! and docket (`opening.san-diego/mpp.pending`), entries without a name by their position from 1.
//! A bare number for a number with a range or a citation fixes it: range and citation go, since
//! they were of another value. `KEY.value=` changes the central value and leaves the range.

use std::path::Path as FilePath;

use super::library::Library;
use super::node::{Node, Value, identity};
use super::parse;
use super::shape::{Shape, TableShape};
use crate::diagnostic::{Code, Diagnostic, FileId, Origin};

/// Name of the text that holds the settings.
pub(super) const NAME: &str = "--set";

/// Applies settings, in order, and returns what is wrong with them.
pub(super) fn apply(
    root: &mut Node,
    sets: &[String],
    folder: &FilePath,
    library: &mut Library<'_>,
    shape: &TableShape,
) -> Vec<Diagnostic> {
    if sets.is_empty() {
        return Vec::new();
    }
    let lines: Vec<String> = sets
        .iter()
        .map(|set| set.replace(['\n', '\r'], " "))
        .collect();
    let file = library.add(NAME, lines.join("\n"), folder);
    let mut offset = 0;
    let mut faults = Vec::new();
    for line in &lines {
        let setting = Setting { file, line, offset };
        // On the way to a place tables are made: a setting that leads nowhere leaves none behind.
        let mut changed = root.clone();
        match setting.apply(&mut changed, shape) {
            Ok(()) => *root = changed,
            Err(found) => faults.extend(found),
        }
        offset += line.len() + 1;
    }
    faults
}

struct Setting<'a> {
    file: FileId,
    line: &'a str,
    offset: usize,
}

/// Where a key leads: a place in the tree, and what it must look like.
struct Place<'t, 's> {
    node: &'t mut Node,
    shape: Option<&'s Shape>,
}

impl Setting<'_> {
    fn apply(&self, root: &mut Node, shape: &TableShape) -> Result<(), Vec<Diagnostic>> {
        let Some((key, value)) = self.line.split_once('=') else {
            let message = format!("`{}` is not a setting", self.line);
            let fault = Diagnostic::error(Code::SetSyntax, message);
            let fault = fault.at(self.origin(0, self.line.len()), "no `=`");
            return Err(vec![fault.help("write KEY=VALUE")]);
        };
        let root_shape = Shape::Table(shape.clone());
        let place = self.place(root, &root_shape, key);
        let shape = place.as_ref().ok().and_then(|place| place.shape);
        let value = self.value(value, key.len() + 1, shape);
        match (place, value) {
            (Ok(place), Ok(value)) => {
                *place.node = self.fixed(place.node, value);
                Ok(())
            }
            (Err(fault), Ok(_)) => Err(vec![fault]),
            (Ok(_), Err(faults)) => Err(faults),
            (Err(fault), Err(faults)) => Err(std::iter::once(fault).chain(faults).collect()),
        }
    }

    /// Where a dotted key leads.
    fn place<'t, 's>(
        &self,
        root: &'t mut Node,
        shape: &'s Shape,
        key: &str,
    ) -> Result<Place<'t, 's>, Diagnostic> {
        let parts: Vec<&str> = key.trim().split('.').map(str::trim).collect();
        if parts.iter().any(|part| part.is_empty()) {
            let message = format!("`{key}` is not a dotted key");
            let fault = Diagnostic::error(Code::SetSyntax, message);
            return Err(fault.at(self.origin(0, key.len()), "a part is empty"));
        }
        let mut place = Place {
            node: root,
            shape: Some(shape),
        };
        let mut at = 0;
        for (i, part) in parts.iter().enumerate() {
            at += self.line[at..].find(part).unwrap_or(0);
            let origin = self.origin(at, at + part.len());
            let last = i + 1 == parts.len();
            place = self.enter(place, part, origin, last)?;
            at += part.len();
        }
        Ok(place)
    }

    fn origin(&self, start: usize, end: usize) -> Origin {
        Origin::new(self.file, self.offset + start..self.offset + end)
    }

    /// The value: TOML, or bare words as a string.
    fn value(
        &self,
        text: &str,
        start: usize,
        shape: Option<&Shape>,
    ) -> Result<Node, Vec<Diagnostic>> {
        let lead = text.len() - text.trim_start().len();
        let trimmed = text.trim();
        let parsed = parse::value(self.file, trimmed, self.offset + start + lead);
        parsed.or_else(|faults| {
            let words = matches!(shape, Some(Shape::Text(_) | Shape::Choice(_) | Shape::Cell));
            if !bare(trimmed, words) {
                return Err(faults);
            }
            let origin = self.origin(start + lead, start + lead + trimmed.len());
            Ok(Node::new(Value::Text(trimmed.to_owned()), origin))
        })
    }

    /// One step along the key.
    fn enter<'t, 's>(
        &self,
        place: Place<'t, 's>,
        part: &str,
        origin: Origin,
        last: bool,
    ) -> Result<Place<'t, 's>, Diagnostic> {
        let table = match place.shape {
            Some(Shape::List(list)) => {
                let node = entry(place.node, part, origin)?;
                return Ok(Place {
                    node,
                    shape: Some(&list.item),
                });
            }
            Some(Shape::Table(table)) => Some(table),
            Some(Shape::Kinds { key, variants }) => {
                let kind = place.node.get(key).and_then(Node::as_text);
                variants
                    .iter()
                    .find(|(name, _)| Some(name.as_str()) == kind)
                    .map(|(_, table)| table)
            }
            Some(Shape::Map(map)) => {
                let node = child(place.node, part, origin, last);
                return Ok(Place {
                    node,
                    shape: Some(&map.item),
                });
            }
            _ => None,
        };
        if matches!(place.node.value, Value::List(_)) {
            return Ok(Place {
                node: entry(place.node, part, origin)?,
                shape: None,
            });
        }
        let shape = table
            .and_then(|table| table.field(part))
            .map(|field| &field.shape);
        if let (Some(table), None) = (table, shape) {
            let fault = Diagnostic::error(Code::UnknownKey, format!("unknown key `{part}`"));
            return Err(fault.at(origin, "unknown key").suggest(part, table.names()));
        }
        Ok(Place {
            node: child(place.node, part, origin, last),
            shape,
        })
    }

    /// The new value of a place: a bare number keeps what is still true of the old one.
    fn fixed(&self, old: &Node, new: Node) -> Node {
        let Value::Table(table) = &old.value else {
            return new;
        };
        if new.as_number().is_none() || !table.has("value") {
            return new;
        }
        let mut table = table.clone();
        for key in ["source", "low", "high", "distribution", "scale", "note"] {
            table.remove(key);
        }
        let origin = new.origin;
        table.set("value", origin, new);
        Node::new(Value::Table(table), origin)
    }
}

/// Whether a text that is no TOML is meant as bare words: not where it opens a string, list or
/// table, nor where it is a slip in a number or date; `words`: whether words are asked for.
fn bare(text: &str, words: bool) -> bool {
    let opens = text.starts_with(['[', '{', '"', '\'']);
    let figure = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    !text.is_empty() && !opens && (words || !figure)
}

/// The value of a key, which is added where it is missing.
fn child<'t>(node: &'t mut Node, key: &str, origin: Origin, last: bool) -> &'t mut Node {
    // A number written bare becomes a table when a part of it is set.
    if !matches!(node.value, Value::Table(_)) {
        let old = std::mem::replace(node, Node::empty(origin));
        if let (Value::Table(table), Some(_)) = (&mut node.value, old.as_number()) {
            table.set("value", old.origin, old);
        }
    }
    let Value::Table(table) = &mut node.value else {
        unreachable!("whatever was no table has just become one")
    };
    let at = table.entries.iter().position(|entry| entry.key == key);
    let at = at.unwrap_or_else(|| {
        table.set(key, origin, Node::empty(origin));
        table.entries.len() - 1
    });
    if last {
        table.entries[at].origin = origin;
    }
    &mut table.entries[at].node
}

/// The entry of a list with this id, or at this position from 1.
fn entry<'t>(node: &'t mut Node, name: &str, origin: Origin) -> Result<&'t mut Node, Diagnostic> {
    let names: Vec<String> = node
        .as_list()
        .unwrap_or_default()
        .iter()
        .filter_map(identity)
        .collect();
    let Value::List(items) = &mut node.value else {
        let message = format!("there is no entry `{name}`: the list is empty");
        return Err(Diagnostic::error(Code::UnknownName, message).at(origin, "unknown"));
    };
    let by_name = items
        .iter()
        .position(|item| identity(item).as_deref() == Some(name));
    let by_number = name
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    let count = items.len();
    match by_name.or(by_number).filter(|&at| at < count) {
        Some(at) => Ok(&mut items[at]),
        None => {
            let message = format!("there is no entry `{name}`");
            let fault = Diagnostic::error(Code::UnknownName, message).at(origin, "unknown");
            let fault = fault.suggest(name, names.iter().map(String::as_str));
            let help = || format!("entries are counted from 1 to {count}");
            Err(if fault.help.is_none() {
                fault.help(help())
            } else {
                fault
            })
        }
    }
}
