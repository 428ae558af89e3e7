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

/// A setting of an entry that a scenario does not have; another scenario may have it.
#[derive(Clone, Debug)]
pub struct Missed {
    /// Position of the setting among all.
    pub setting: usize,
    /// What is wrong, without what might have been meant.
    fault: Diagnostic,
    /// The name that no entry has.
    name: String,
    /// The names of entries that there are.
    names: Vec<String>,
    /// How many entries there are.
    count: usize,
}

impl Missed {
    /// The fault of one setting that several scenarios, or one, have no use for: at the part of the
    /// key to which the first of those came that came furthest, with the nearest name of all.
    pub fn fault<'m>(scenarios: impl IntoIterator<Item = &'m Missed>) -> Option<Diagnostic> {
        let mut furthest: Vec<&Missed> = Vec::new();
        for missed in scenarios {
            match furthest.first().map_or(0, |first| first.start()) {
                start if start > missed.start() => continue,
                start if start < missed.start() => furthest.clear(),
                _ => {}
            }
            furthest.push(missed);
        }
        let first = furthest.first()?;
        let names = furthest.iter().flat_map(|missed| &missed.names);
        let count = furthest.iter().map(|missed| missed.count).max();
        let mut fault = first.fault.clone();
        if count == Some(0) {
            fault.message += ": the list is empty";
        }
        let fault = fault.suggest(&first.name, names.map(String::as_str));
        let counted = count.filter(|count| *count > 0 && fault.help.is_none());
        Some(match counted {
            Some(count) => fault.help(format!("entries are counted from 1 to {count}")),
            None => fault,
        })
    }

    fn start(&self) -> u32 {
        self.fault
            .labels
            .first()
            .map_or(0, |label| label.origin.start)
    }
}

/// What is wrong with settings.
#[derive(Debug, Default)]
pub(super) struct Unset {
    pub faults: Vec<Diagnostic>,
    /// Those that name an entry which is not there.
    pub missed: Vec<Missed>,
}

/// Why a key leads nowhere.
enum Nowhere {
    Fault(Box<Diagnostic>),
    Missed(Box<Missed>),
}

impl From<Diagnostic> for Nowhere {
    fn from(fault: Diagnostic) -> Self {
        Nowhere::Fault(Box::new(fault))
    }
}

/// Applies settings, in order, and returns what is wrong with them.
pub(super) fn apply(
    root: &mut Node,
    (name, sets): (&str, &[String]),
    folder: &FilePath,
    library: &mut Library<'_>,
    shape: &TableShape,
) -> Unset {
    let mut unset = Unset::default();
    if sets.is_empty() {
        return unset;
    }
    let lines: Vec<String> = sets
        .iter()
        .map(|set| set.replace(['\n', '\r'], " "))
        .collect();
    let file = library.add(name, lines.join("\n"), folder);
    let mut offset = 0;
    for (i, line) in lines.iter().enumerate() {
        let setting = Setting { file, line, offset };
        // On the way to a place tables are made: a setting that leads nowhere leaves none behind.
        let mut changed = root.clone();
        let before = (unset.faults.len(), unset.missed.len());
        setting.apply(&mut changed, shape, &mut unset);
        if (unset.faults.len(), unset.missed.len()) == before {
            *root = changed;
        }
        for missed in &mut unset.missed[before.1..] {
            missed.setting = i;
        }
        offset += line.len() + 1;
    }
    unset
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
    fn apply(&self, root: &mut Node, shape: &TableShape, unset: &mut Unset) {
        let Some((key, value)) = self.line.split_once('=') else {
            let message = format!("`{}` is not a setting", self.line);
            let fault = Diagnostic::error(Code::SetSyntax, message);
            let fault = fault.at(self.origin(0, self.line.len()), "no `=`");
            unset.faults.push(fault.help("write KEY=VALUE"));
            return;
        };
        let root_shape = Shape::Table(shape.clone());
        let place = self.place(root, &root_shape, key);
        let shape = place.as_ref().ok().and_then(|place| place.shape);
        let value = self.value(value, key.len() + 1, shape);
        match (place, value) {
            (Ok(place), Ok(value)) => *place.node = self.fixed(place.node, value),
            (place, value) => {
                match place.err() {
                    Some(Nowhere::Fault(fault)) => unset.faults.push(*fault),
                    Some(Nowhere::Missed(missed)) => unset.missed.push(*missed),
                    None => {}
                }
                unset.faults.extend(value.err().into_iter().flatten());
            }
        }
    }

    /// Where a dotted key leads.
    fn place<'t, 's>(
        &self,
        root: &'t mut Node,
        shape: &'s Shape,
        key: &str,
    ) -> Result<Place<'t, 's>, Nowhere> {
        let parts: Vec<&str> = key.trim().split('.').map(str::trim).collect();
        if parts.iter().any(|part| part.is_empty()) {
            let message = format!("`{key}` is not a dotted key");
            let fault = Diagnostic::error(Code::SetSyntax, message);
            return Err(fault
                .at(self.origin(0, key.len()), "a part is empty")
                .into());
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
            // A parameter that is not there would be one that nothing refers to: a slip.
            if parts[..i] == ["parameters"] {
                known(place.node, part, origin)?;
            }
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
    ) -> Result<Place<'t, 's>, Nowhere> {
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
            let fault = fault.at(origin, "unknown key").suggest(part, table.names());
            return Err(fault.into());
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
fn entry<'t>(node: &'t mut Node, name: &str, origin: Origin) -> Result<&'t mut Node, Nowhere> {
    let items = node.as_list().unwrap_or_default();
    let count = items.len();
    let by_name = items
        .iter()
        .position(|item| identity(item).as_deref() == Some(name));
    let by_number = name
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    let found = by_name.or(by_number).filter(|&at| at < count);
    let names: Vec<String> = items.iter().filter_map(identity).collect();
    if let (Value::List(items), Some(at)) = (&mut node.value, found) {
        return Ok(&mut items[at]);
    }
    Err(missed("entry", name, names, count, origin))
}

/// Refuses a key that a table does not have.
fn known(node: &Node, key: &str, origin: Origin) -> Result<(), Nowhere> {
    let entries = node.as_table().map_or(&[][..], |table| &table.entries);
    let names: Vec<String> = entries.iter().map(|entry| entry.key.clone()).collect();
    if names.iter().any(|name| name == key) {
        return Ok(());
    }
    let count = names.len();
    Err(missed("parameter", key, names, count, origin))
}

/// What is not there.
fn missed(what: &str, name: &str, names: Vec<String>, count: usize, origin: Origin) -> Nowhere {
    let message = format!("there is no {what} `{name}`");
    Nowhere::Missed(Box::new(Missed {
        setting: 0,
        fault: Diagnostic::error(Code::UnknownName, message).at(origin, "unknown"),
        name: name.to_owned(),
        names,
        count,
    }))
}
