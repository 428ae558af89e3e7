//! Files that extend others: read along the chain, then merged, the farthest first.
//!
//! Tables merge by key. Lists whose entries have an identity merge entry by entry: policies
//! replace, others merge; `remove = true` drops. Other lists, and values, replace. A table that
//! stands for a value is merged only into one of the same form (`value` into `value`, not into
//! `steps`), and its citation goes with it: a new value does not inherit the old one's source.

use std::path::{Path as FilePath, PathBuf};

use super::library::Library;
use super::node::{Entry, Node, Table, Value, identity};
use super::parse;
use super::shape::{ListShape, Shape, TableShape};
use crate::diagnostic::{Code, Diagnostic, FileId};

/// Longest chain of files.
const DEPTH: usize = 16;

/// Files that extend one another, as far as they could be read.
pub(super) struct Chain {
    /// The documents, the farthest file first.
    pub documents: Vec<Node>,
    pub faults: Vec<Diagnostic>,
    /// Whether everything was read: else nothing follows from what is missing.
    pub whole: bool,
}

/// Reads a file and those it extends.
pub(super) fn chain(path: &FilePath, library: &mut Library<'_>) -> Chain {
    let mut documents = Vec::new();
    let mut whole = true;
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
            whole = false;
            break;
        }
        if seen.len() == DEPTH {
            let message = format!("a chain of `extends` has at most {DEPTH} files");
            faults.push(place(Diagnostic::error(Code::ExtendsTooDeep, message)));
            whole = false;
            break;
        }
        let by = by.map(|(file, _): (FileId, _)| file);
        let file = match library.read(&path, by) {
            Ok(file) => file,
            Err(fault) => {
                faults.push(place(fault));
                whole = false;
                break;
            }
        };
        seen.push(path);
        let text = library.sources.file(file).map_or("", |source| &source.text);
        let mut parsed = parse::document(file, text);
        faults.extend(parsed.faults);
        whole &= parsed.whole;
        match extends(&mut parsed.root, library) {
            Ok(base) => next = base,
            Err(fault) => {
                faults.extend(fault);
                whole = false;
            }
        }
        documents.push(parsed.root);
    }
    documents.reverse();
    Chain {
        documents,
        faults,
        whole,
    }
}

type Place = (FileId, crate::diagnostic::Origin);

/// Takes `extends` out of a document: the path that it names; if it names none, the fault, unless
/// it has been told.
fn extends(
    node: &mut Node,
    library: &Library<'_>,
) -> Result<Option<(PathBuf, Option<Place>)>, Option<Diagnostic>> {
    let Value::Table(table) = &mut node.value else {
        return Ok(None);
    };
    let Some(Entry { node, .. }) = table.remove("extends") else {
        return Ok(None);
    };
    let origin = node.origin;
    let fault =
        |code, message: &str, label: &str| Some(Diagnostic::error(code, message).at(origin, label));
    match &node.value {
        Value::Unread => Err(None),
        Value::Text(path) if path.trim().is_empty() => {
            let message = "`extends` names no file";
            let fault = fault(Code::FileNotFound, message, "empty");
            Err(fault.map(|fault| fault.help("give the path of a file, or leave `extends` out")))
        }
        Value::Text(path) => {
            let path = library.resolve(origin.file, path);
            Ok(Some((path, Some((origin.file, origin)))))
        }
        _ => {
            let message = "`extends` must be a string: the path of a file";
            Err(fault(Code::WrongType, message, node.type_name()))
        }
    }
}

/// Whether an entry asks for the inherited one of its identity to be dropped.
enum Removal {
    No,
    Yes,
    /// It has a `remove` that is neither true nor false, which is told.
    Unclear,
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
            match (self.removal(&mut item, shape), at) {
                (Removal::No, _) => {}
                (Removal::Yes, Some(at)) => {
                    (touched[at], dropped[at]) = (true, true);
                    continue;
                }
                (Removal::Yes, None) => {
                    self.nothing_to_remove(&item, &base[..inherited]);
                    continue;
                }
                // What is inherited stays, so that nothing else follows from the slip.
                (Removal::Unclear, _) => continue,
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

    fn nothing_to_remove(&mut self, item: &Node, inherited: &[Node]) {
        let name = identity(item);
        let message = match &name {
            Some(name) => format!("`{name}` is not inherited and cannot be removed"),
            None => "this entry is not inherited and cannot be removed".to_owned(),
        };
        let origin = item.get("id").unwrap_or(item).origin;
        let fault = Diagnostic::error(Code::NothingToRemove, message).at(origin, "");
        let names: Vec<String> = inherited.iter().filter_map(identity).collect();
        let names = names.iter().map(String::as_str);
        self.faults.push(match &name {
            Some(name) => fault.suggest(name, names),
            None => fault,
        });
    }

    /// Takes `remove` out of an entry, and says what it asks for.
    fn removal(&mut self, item: &mut Node, shape: &ListShape) -> Removal {
        let Value::Table(table) = &mut item.value else {
            return Removal::No;
        };
        let Some(Entry { node, .. }) = table.remove("remove") else {
            return Removal::No;
        };
        match node.value {
            Value::Boolean(true) => {
                self.unknown_beside_remove(table, shape);
                Removal::Yes
            }
            Value::Boolean(false) => Removal::No,
            Value::Unread => Removal::Unclear,
            _ => {
                let found = node.type_name();
                let message = format!("`remove` must be true or false, not {found}");
                let fault = Diagnostic::error(Code::WrongType, message).at(node.origin, found);
                self.faults.push(fault);
                Removal::Unclear
            }
        }
    }

    /// Reports keys that no such entry has: what is dropped is not looked at again.
    fn unknown_beside_remove(&mut self, table: &Table, shape: &ListShape) {
        let known: Vec<&str> = match &shape.item {
            Shape::Table(item) => item.names().collect(),
            Shape::Kinds { key, variants } => {
                let kind = table.text(key);
                let fits = |name: &str| kind.is_none_or(|kind| kind == name);
                let variants = variants.iter().filter(|(name, _)| fits(name));
                variants.flat_map(|(_, item)| item.names()).collect()
            }
            _ => return,
        };
        // A kind that there is not is no matter where its policy goes.
        for entry in table.entries.iter().filter(|_| !known.is_empty()) {
            if !known.contains(&entry.key.as_str()) {
                let message = format!("unknown key `{}` beside `remove = true`", entry.key);
                let fault = Diagnostic::error(Code::UnknownKey, message);
                let fault = fault.at(entry.origin, "unknown key");
                self.faults
                    .push(fault.suggest(&entry.key, known.iter().copied()));
            }
        }
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
