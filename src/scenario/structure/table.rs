//! Tables and lists.

use super::Walker;
use super::placeholder::placeholder;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::scenario::node::{Entry, Node, Path, Table, Value, identity};
use crate::scenario::policy::KINDS;
use crate::scenario::shape::{ListShape, MapShape, Shape, TableShape};

/// The text that stands in place of a number, bare or in its table.
fn named(node: &Node) -> Option<&Node> {
    let own = node.get("value").unwrap_or(node);
    own.as_text().map(|_| own)
}

impl Walker<'_, '_> {
    /// A table with the keys of its shape.
    pub(super) fn table(&mut self, node: &Node, shape: &TableShape, path: &Path) -> Node {
        let Some(table) = node.as_table() else {
            return self.mistyped(node, &Shape::Table(shape.clone()), "a table", path);
        };
        let mut out = Table::default();
        for entry in &table.entries {
            match shape.field(&entry.key) {
                Some(field) => {
                    let value = self.value(&entry.node, &field.shape, &path.key(&entry.key));
                    out.entries.push(Entry {
                        node: value,
                        ..entry.clone()
                    });
                }
                None => self.unknown_key(entry, shape, path),
            }
        }
        for field in shape.fields.iter().filter(|field| field.required) {
            if !table.has(&field.name) {
                let message = if path.0.is_empty() {
                    format!("`{}` is missing", field.name)
                } else {
                    format!("{} needs `{}`", self.name(path), field.name)
                };
                let fault = Diagnostic::error(Code::MissingKey, message);
                self.report(fault.at(node.origin, format!("`{}` is missing", field.name)));
                self.replaced.push(path.key(&field.name));
                out.set(
                    &field.name,
                    node.origin,
                    placeholder(&field.shape, node.origin),
                );
            }
        }
        let out = Node::new(Value::Table(out), node.origin);
        if path.0.len() == 3 && path.describe(self.root).starts_with("actual.series.") {
            return self.actual(out, path);
        }
        if *path == Path::root("draws") {
            return self.draws(out, path);
        }
        out
    }

    fn unknown_key(&mut self, entry: &Entry, shape: &TableShape, path: &Path) {
        let place = if path.0.is_empty() {
            String::new()
        } else {
            format!(" in {}", self.name(path))
        };
        let message = format!("unknown key `{}`{place}", entry.key);
        let fault = Diagnostic::error(Code::UnknownKey, message).at(entry.origin, "unknown key");
        self.report(fault.suggest(&entry.key, shape.names()));
    }

    /// A table with free keys.
    pub(super) fn map(&mut self, node: &Node, shape: &MapShape, path: &Path) -> Node {
        let Some(table) = node.as_table() else {
            return self.mistyped(node, &Shape::Map(shape.clone()), "a table", path);
        };
        let mut out = Table::default();
        for entry in &table.entries {
            if shape.parameters {
                self.check_id(&entry.key, entry.origin, "_-");
            }
            if let Some(list) = &shape.refers {
                self.refer(&entry.key, list, None, entry.origin);
            }
            let at = path.key(&entry.key);
            let value = match named(&entry.node).filter(|_| shape.parameters) {
                Some(name) => self.parameter_by_name(&entry.node, name, &shape.item, &at),
                None => self.value(&entry.node, &shape.item, &at),
            };
            out.entries.push(Entry {
                node: value,
                ..entry.clone()
            });
        }
        Node::new(Value::Table(out), node.origin)
    }

    /// A parameter that is said to be another one, or a multiple of it: its value would depend on
    /// the order in which they are read, and on itself where they go in a circle.
    fn parameter_by_name(&mut self, node: &Node, name: &Node, shape: &Shape, path: &Path) -> Node {
        let message = format!("{} must be a number, not a string", self.name(path));
        let fault = Diagnostic::error(Code::WrongType, message).at(name.origin, "a string");
        let text = name.as_text().unwrap_or_default();
        self.report(fault.help(if text.parse::<f64>().is_ok() {
            format!("remove the quotes: {text}")
        } else {
            "a parameter is a number: multiply where it is used, `{ value = \"name\", scale = 2 }`"
                .to_owned()
        }));
        // What is only meant is used all the same.
        self.used.insert(text.to_owned());
        // What else is wrong in the table is told too, as of a number.
        if let Value::Table(table) = &node.value {
            let mut table = table.clone();
            table.remove("scale");
            table.set(
                "value",
                name.origin,
                Node::new(Value::Float(0.0), name.origin),
            );
            let number = &self.format.number;
            self.table(&Node::new(Value::Table(table), node.origin), number, path);
        }
        self.replace(node, shape, path)
    }

    /// A list.
    pub(super) fn list(&mut self, node: &Node, shape: &ListShape, path: &Path) -> Node {
        let Some(items) = node.as_list() else {
            return self.mistyped(node, &Shape::List(Box::new(shape.clone())), "a list", path);
        };
        let count = items.len();
        if count < shape.min || count > shape.max.min(shape.limit) {
            self.wrong_length(node, count, shape, path);
            return self.replace(node, &Shape::List(Box::new(shape.clone())), path);
        }
        if !shape.identity.is_empty() {
            self.duplicates(items);
        }
        let values = items.iter().enumerate();
        let values = values.map(|(i, item)| self.value(item, &shape.item, &path.index(i)));
        Node::new(Value::List(values.collect()), node.origin)
    }

    fn wrong_length(&mut self, node: &Node, count: usize, shape: &ListShape, path: &Path) {
        let name = self.name(path);
        let entries = |n: usize| {
            if n == 1 {
                "1 entry".to_owned()
            } else {
                format!("{n} entries")
            }
        };
        let fault = if count > shape.limit {
            let message = format!("{name} may have at most {}", entries(shape.limit));
            Diagnostic::error(Code::LimitExceeded, message)
        } else if shape.min == shape.max {
            let message = format!("{name} must have {}", entries(shape.min));
            Diagnostic::error(Code::WrongLength, message)
        } else {
            let (bound, word) = if count < shape.min {
                (shape.min, "least")
            } else {
                (shape.max, "most")
            };
            let message = format!("{name} must have at {word} {}", entries(bound));
            Diagnostic::error(Code::WrongLength, message)
        };
        self.report(fault.at(node.origin, entries(count)));
    }

    fn duplicates(&mut self, items: &[Node]) {
        let ids: Vec<Option<String>> = items.iter().map(identity).collect();
        for (i, id) in ids.iter().enumerate() {
            let Some(name) = id else { continue };
            let Some(first) = ids[..i].iter().position(|other| other == id) else {
                continue;
            };
            let place = |node: &Node| node.get("id").unwrap_or(node).origin;
            let fault = Diagnostic::error(Code::DuplicateId, format!("`{name}` is there twice"));
            let fault = fault.at(place(&items[i]), "the second one");
            self.report(fault.at(place(&items[first]), "the first one"));
        }
    }

    /// A table whose keys depend on the word under one key.
    pub(super) fn kinds(
        &mut self,
        node: &Node,
        key: &str,
        variants: &[(String, TableShape)],
        path: &Path,
    ) -> Node {
        let shape = || Shape::Kinds {
            key: key.to_owned(),
            variants: variants.to_vec(),
        };
        let Some(table) = node.as_table() else {
            return self.mistyped(node, &shape(), "a table", path);
        };
        let name = self.name(path);
        let Some(word) = table.get(key) else {
            let message = format!("{name} needs `{key}`");
            let fault = Diagnostic::error(Code::MissingKey, message).at(node.origin, "");
            self.report(fault.suggest("", variants.iter().map(|(name, _)| name.as_str())));
            return self.replace(node, &shape(), path);
        };
        let Some(kind) = word.as_text() else {
            let at = path.key(key);
            self.mistyped(word, &Shape::Text(Default::default()), "a string", &at);
            return self.replace(node, &shape(), path);
        };
        if let Some((_, table)) = variants.iter().find(|(name, _)| name == kind) {
            return self.table(node, table, path);
        }
        if KINDS.iter().any(|other| other.name == kind) {
            let message = format!("{name} may not be a {kind}: a bill holds no bills");
            let fault = Diagnostic::error(Code::NestedBill, message).at(word.origin, "");
            self.report(fault.help("list its provisions here, or make it a policy of its own"));
            return self.replace(node, &shape(), path);
        }
        let message = format!("there is no {key} `{kind}`");
        let fault = Diagnostic::error(Code::UnknownKind, message).at(word.origin, "unknown");
        let names = || variants.iter().map(|(name, _)| name.as_str());
        self.report(fault.suggest(kind, names()));
        // What else is wrong in it is told too, as of the kind that is probably meant.
        let meant = nearest(kind, names());
        if let Some((name, shape)) = variants.iter().find(|(name, _)| Some(&**name) == meant) {
            let mut table = table.clone();
            let word = Node::new(Value::Text(name.clone()), word.origin);
            table.set(key, word.origin, word);
            self.table(&Node::new(Value::Table(table), node.origin), shape, path);
        }
        self.replace(node, &shape(), path)
    }
}
