//! The document as a tree in which every value knows the place it came from.

use serde_json::{Map, Value as Json};

use crate::diagnostic::Origin;
use crate::time::Day;

/// A value and where it came from.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The value.
    pub value: Value,
    /// Its place.
    pub origin: Origin,
    /// Name under which the value of this number is looked up when a model is built, where it may
    /// take others and stands in place.
    pub hoisted: Option<String>,
}

/// A value of a document.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Date(Day),
    /// A time or a date with a time: in no place of the format.
    Time(String),
    /// What is written is no value; the fault has been told.
    Unread,
    List(Vec<Node>),
    Table(Table),
}

/// Entries of a table, in the order of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: String,
    /// Place of the key.
    pub origin: Origin,
    pub node: Node,
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Adds or replaces an entry.
    pub fn set(&mut self, key: &str, origin: Origin, node: Node) {
        match self.entries.iter_mut().find(|entry| entry.key == key) {
            Some(entry) => {
                *entry = Entry {
                    key: key.to_owned(),
                    origin,
                    node,
                }
            }
            None => self.entries.push(Entry {
                key: key.to_owned(),
                origin,
                node,
            }),
        }
    }

    /// Takes an entry out.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }

    /// Whether there is such a key.
    pub fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// The text of a key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::as_text)
    }
}

impl Node {
    /// A value from a place.
    pub fn new(value: Value, origin: Origin) -> Self {
        Self {
            value,
            origin,
            hoisted: None,
        }
    }

    /// An empty table.
    pub fn empty(origin: Origin) -> Self {
        Self::new(Value::Table(Table::default()), origin)
    }

    /// The table, if it is one.
    pub fn as_table(&self) -> Option<&Table> {
        if let Value::Table(table) = &self.value {
            Some(table)
        } else {
            None
        }
    }

    /// The list, if it is one.
    pub fn as_list(&self) -> Option<&[Node]> {
        if let Value::List(items) = &self.value {
            Some(items)
        } else {
            None
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value {
            Some(text)
        } else {
            None
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self.value {
            Value::Integer(value) => Some(value as f64),
            Value::Float(value) => Some(value),
            _ => None,
        }
    }

    /// The value under a key, if this is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_table().and_then(|table| table.get(key))
    }

    /// The value at the end of a path of keys, to be changed.
    pub fn get_mut(&mut self, path: &[&str]) -> Option<&mut Node> {
        let Some((key, rest)) = path.split_first() else {
            return Some(self);
        };
        let Value::Table(table) = &mut self.value else {
            return None;
        };
        let entry = table.entries.iter_mut().find(|entry| entry.key == *key)?;
        entry.node.get_mut(rest)
    }

    /// Whether what is written is no value.
    pub fn unread(&self) -> bool {
        matches!(self.value, Value::Unread)
    }

    /// What kind of value it is, for people.
    pub fn type_name(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a string",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Date(_) => "a date",
            Value::Time(_) => "a time",
            Value::Unread => "no value",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The tree for serde: numbers in place that may move become references to their own name.
    pub fn to_json(&self) -> Json {
        if let Some(name) = &self.hoisted {
            return match self.get("per") {
                Some(per) => serde_json::json!({ "value": name, "per": per.to_json() }),
                None => Json::String(name.clone()),
            };
        }
        match &self.value {
            Value::Text(text) | Value::Time(text) => Json::String(text.clone()),
            Value::Unread => Json::Null,
            Value::Integer(value) => Json::from(*value),
            Value::Float(value) => Json::from(*value),
            Value::Boolean(value) => Json::Bool(*value),
            Value::Date(day) => Json::String(day.to_string()),
            Value::List(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            Value::Table(table) => {
                let entries = table.entries.iter();
                let pairs = entries.map(|entry| (entry.key.clone(), entry.node.to_json()));
                Json::Object(pairs.collect::<Map<_, _>>())
            }
        }
    }
}

/// A step of a path into the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A key of a table.
    Key(String),
    /// A position in a list, from 0.
    Index(usize),
}

/// A path into the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Path(pub Vec<Step>);

impl Path {
    /// The path to a key of the root.
    pub fn root(key: &str) -> Self {
        Self::default().key(key)
    }

    /// The path to a key of the table here.
    pub fn key(&self, key: &str) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Key(key.to_owned()));
        Self(steps)
    }

    /// The path to an entry of the list here.
    pub fn index(&self, index: usize) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Index(index));
        Self(steps)
    }

    /// Whether one of the two paths leads through the other.
    pub fn overlaps(&self, other: &Path) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a == b)
    }

    /// The node at the end of the path, or the last one there is on the way.
    pub fn find<'a>(&self, root: &'a Node) -> &'a Node {
        let mut node = root;
        for step in &self.0 {
            let next = match step {
                Step::Key(key) => node.get(key),
                Step::Index(index) => node.as_list().and_then(|items| items.get(*index)),
            };
            let Some(next) = next else { return node };
            node = next;
        }
        node
    }

    /// The path as people write it: entries of lists by their id, or counted from 1.
    pub fn describe(&self, root: &Node) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut node = Some(root);
        for step in &self.0 {
            match step {
                Step::Key(key) => {
                    node = node.and_then(|node| node.get(key));
                    parts.push(key.clone());
                }
                Step::Index(index) => {
                    node = node
                        .and_then(|node| node.as_list())
                        .and_then(|list| list.get(*index));
                    let label = node.and_then(identity);
                    parts.push(label.unwrap_or_else(|| (index + 1).to_string()));
                }
            }
        }
        parts.join(".")
    }
}

/// How people name an entry of a list: its id, name, or court and docket.
///
/// Only opening entries are known by court and docket, and only published series by name.
pub(super) fn identity(node: &Node) -> Option<String> {
    let table = node.as_table()?;
    if let Some(id) = table.text("id") {
        return Some(id.to_owned());
    }
    if table.has("pending") {
        return Some(format!(
            "{}/{}",
            table.text("court")?,
            table.text("docket")?
        ));
    }
    if table.has("measure") {
        return table.text("name").map(str::to_owned);
    }
    None
}
