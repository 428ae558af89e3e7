//! Files that extend others: read along the chain, then merged, the farthest first.
//!
//! Tables merge by key. Lists whose entries have an identity merge entry by entry: policies
//! replace, others merge; `remove = true` drops. Other lists, and values, replace. A table that
//! stands for a value is merged only into one of the same form (`value` into `value`, not into
//! `steps`), and its citation goes with it: a new value does not inherit the old one's source.

use std::path::{Path as FilePath, PathBuf};

use super::library::Library;
use super::node::{Node, Table, Value};
use super::parse;
use super::shape::{ListShape, Shape, TableShape};
use crate::diagnostic::{Code, Diagnostic, FileId};

/// Longest chain of files.
const DEPTH: usize = 16;

/// Reads a file and those it extends, the farthest first.
pub(super) fn chain(
    path: &FilePath,
    library: &mut Library<'_>,
) -> Result<Vec<Node>, Vec<Diagnostic>> {
    let mut chain = Vec::new();
    let mut seen: Vec<PathBuf> = Vec::new();
    let mut next = Some((path.to_owned(), None));
    let mut faults = Vec::new();
    while let Some((path, by)) = next.take() {
        let place = |fault: Diagnostic| match by {
            Some((_, origin)) => fault.at(origin, "extended here"),
            None => fault,
        };
        if seen.contains(&path) {
            let message = format!("`{}` extends itself", path.display());
            faults.push(place(Diagnostic::error(Code::ExtendsCycle, message)));
            break;
        }
        if seen.len() == DEPTH {
            let message = format!("a chain of `extends` has at most {DEPTH} files");
            faults.push(place(Diagnostic::error(Code::ExtendsTooDeep, message)));
            break;
        }
        let by = by.map(|(file, _): (FileId, _)| file);
        let file = match library.read(&path, by) {
            Ok(file) => file,
            Err(fault) => {
                faults.push(place(fault));
                break;
            }
        };
        seen.push(path);
        let text = library.sources.file(file).map_or("", |source| &source.text);
        match parse::document(file, text) {
            Ok(mut node) => {
                next = extends(&mut node, library, &mut faults);
                chain.push(node);
            }
            Err(found) => faults.extend(found),
        }
    }
    chain.reverse();
    if faults.is_empty() {
        Ok(chain)
    } else {
        Err(faults)
    }
}

type Place = (FileId, crate::diagnostic::Origin);

/// Takes `extends` out of a document.
fn extends(
    node: &mut Node,
    library: &Library<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Option<(PathBuf, Option<Place>)> {
    let Value::Table(table) = &mut node.value else {
        return None;
    };
    let entry = table.remove("extends")?;
    let origin = entry.node.origin;
    let Some(path) = entry.node.as_text() else {
        let message = "`extends` must be a string: the path of a file";
        faults.push(Diagnostic::error(Code::WrongType, message).at(origin, entry.node.type_name()));
        return None;
    };
    Some((
        library.resolve(origin.file, path),
        Some((origin.file, origin)),
    ))
}

/// Merges a document into the one that it extends.
pub(super) struct Merger {
    pub faults: Vec<Diagnostic>,
}

impl Merger {
    /// The document of a chain, the farthest file first.
    pub fn document(&mut self, chain: Vec<Node>, root: &TableShape) -> Node {
        let mut chain = chain.into_iter();
        let mut merged = Node::empty(Default::default());
        for node in &mut chain {
            merged.origin = node.origin;
            if let (Value::Table(base), Value::Table(child)) = (&mut merged.value, node.value) {
                self.fields(base, child, root);
            }
        }
        merged
    }

    fn fields(&mut self, base: &mut Table, child: Table, shape: &TableShape) {
        for mut entry in child.entries {
            let known = shape.field(&entry.key).map(|field| &field.shape);
            let old = base.remove(&entry.key);
            entry.node = match known {
                Some(shape) => self.value(old.map(|old| old.node), entry.node, shape),
                None => entry.node,
            };
            base.entries.push(entry);
        }
    }

    fn value(&mut self, base: Option<Node>, child: Node, shape: &Shape) -> Node {
        let Node { value, origin, .. } = child;
        let value = match (value, shape) {
            (Value::List(items), Shape::List(list)) if !list.identity.is_empty() => {
                let base = base.map(|base| base.value);
                let base = if let Some(Value::List(base)) = base {
                    base
                } else {
                    Vec::new()
                };
                Value::List(self.list(base, items, list))
            }
            (Value::Table(child), shape) => {
                let base = base.map(|base| remarked(base, shape).value);
                let base = if let Some(Value::Table(base)) = base {
                    base
                } else {
                    Table::default()
                };
                Value::Table(self.table(base, child, shape))
            }
            (value, _) => value,
        };
        Node::new(value, origin)
    }

    fn table(&mut self, mut base: Table, child: Table, shape: &Shape) -> Table {
        match shape {
            Shape::Table(shape) => self.fields(&mut base, child, shape),
            Shape::Map(map) => {
                for mut entry in child.entries {
                    let old = base.remove(&entry.key).map(|old| old.node);
                    entry.node = self.value(old, entry.node, &map.item);
                    base.entries.push(entry);
                }
            }
            Shape::Value { .. } if form(&base).is_some() => return value_table(base, child),
            _ => return child,
        }
        base
    }

    fn list(&mut self, mut base: Vec<Node>, items: Vec<Node>, shape: &ListShape) -> Vec<Node> {
        let inherited = base.len();
        let mut touched = vec![false; inherited];
        let mut dropped = vec![false; inherited];
        for mut item in items {
            let id = key(&item, shape);
            let at = id.and_then(|id| {
                base.iter()
                    .position(|old| key(old, shape) == Some(id.clone()))
            });
            // A second entry of the same file is left to be reported as a duplicate.
            let at = at.filter(|&at| at < inherited && !touched[at]);
            if removal(&mut item) {
                match at {
                    Some(at) => (touched[at], dropped[at]) = (true, true),
                    None => self.nothing_to_remove(&item),
                }
                continue;
            }
            match at {
                Some(at) if shape.replace => (base[at], touched[at]) = (item, true),
                Some(at) => {
                    touched[at] = true;
                    let old = std::mem::replace(&mut base[at], Node::empty(item.origin));
                    base[at] = self.value(Some(old), item, &shape.item);
                }
                None => {
                    let item = self.value(None, item, &shape.item);
                    base.push(item);
                }
            }
        }
        let kept = base.into_iter().enumerate();
        kept.filter(|(i, _)| !dropped.get(*i).copied().unwrap_or(false))
            .map(|(_, node)| node)
            .collect()
    }

    fn nothing_to_remove(&mut self, item: &Node) {
        let name = super::node::identity(item);
        let name = name.map_or_else(|| "this entry".to_owned(), |name| format!("`{name}`"));
        let message = format!("{name} is not inherited and cannot be removed");
        let origin = item.get("id").unwrap_or(item).origin;
        self.faults
            .push(Diagnostic::error(Code::NothingToRemove, message).at(origin, ""));
    }
}

/// What identifies an entry of a list.
fn key(item: &Node, shape: &ListShape) -> Option<Vec<String>> {
    shape
        .identity
        .iter()
        .map(|key| item.get(key)?.as_text().map(str::to_owned))
        .collect()
}

/// Takes `remove` out of an entry; whether it was true.
fn removal(item: &mut Node) -> bool {
    let Value::Table(table) = &mut item.value else {
        return false;
    };
    match table.get("remove").map(|node| &node.value) {
        Some(Value::Boolean(remove)) => {
            let remove = *remove;
            table.remove("remove");
            remove
        }
        _ => false,
    }
}

/// Which of its forms a value has.
pub(super) fn form(table: &Table) -> Option<&str> {
    let forms = ["value", "steps", "file", "points"];
    if table.text("value").is_some() {
        return Some("reference");
    }
    let form = forms.into_iter().find(|form| table.has(form));
    form.or_else(|| table.text("distribution"))
}

/// A bare number as a table, to which remarks can be added.
fn remarked(base: Node, shape: &Shape) -> Node {
    if !matches!(shape, Shape::Value { .. }) || base.as_number().is_none() {
        return base;
    }
    let origin = base.origin;
    let mut table = Table::default();
    table.set("value", origin, base);
    Node::new(Value::Table(table), origin)
}

/// A table that stands for a value, merged into an inherited one.
fn value_table(base: Table, child: Table) -> Table {
    if form(&child).is_some_and(|own| form(&base) != Some(own)) {
        return child;
    }
    let mut merged = base;
    let remarks = ["source", "note", "unit"];
    if child
        .entries
        .iter()
        .any(|entry| !remarks.contains(&entry.key.as_str()))
    {
        merged.remove("source");
        merged.remove("note");
    }
    for entry in child.entries {
        merged.set(&entry.key, entry.origin, entry.node);
    }
    merged
}
