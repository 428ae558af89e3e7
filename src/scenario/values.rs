//! Every value of a scenario with its place: what a reform card compares.
//!
//! Names, titles, remarks and citations are no values: they change nothing. Published series are
//! none either.

use super::document::default_currency;
use super::node::{Node, Table, Value, identity};
use super::resolved::inline;
use super::shape::{Shape, TableShape, format};
use crate::diagnostic::{Origin, Sources};

/// A value of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueInfo {
    /// Where it stands, as `--set` takes it.
    pub key: String,
    /// The value with its unit, for people: long series in short.
    pub shown: String,
    /// The whole value: equal only where nothing differs.
    pub exact: String,
    /// Citation; that of the parameter where it stands for one by name.
    pub source: Option<String>,
    /// Whether it is a number without a citation.
    pub assumption: bool,
    /// File in which it stands.
    pub file: String,
    /// Line in the file.
    pub line: usize,
}

/// Keys that say something for people and change nothing.
const LABELS: [&str; 7] = ["id", "name", "title", "question", "source", "note", "unit"];

/// The values of a resolved document, in its order.
pub(super) fn collect(tree: &Node, sources: &Sources) -> Vec<ValueInfo> {
    let mut collector = Collector {
        tree,
        sources,
        values: Vec::new(),
    };
    if let Some(table) = tree.as_table() {
        collector.table(table, Some(&format().root), "");
    }
    collector.values
}

struct Collector<'a> {
    tree: &'a Node,
    sources: &'a Sources,
    values: Vec<ValueInfo>,
}

impl<'a> Collector<'a> {
    fn table(&mut self, table: &'a Table, shape: Option<&TableShape>, prefix: &str) {
        for entry in &table.entries {
            let label = LABELS.contains(&entry.key.as_str()) && entry.node.as_text().is_some();
            if label || (prefix.is_empty() && entry.key == "actual") {
                continue;
            }
            let field = shape.and_then(|shape| shape.field(&entry.key));
            let key = format!("{prefix}{}", entry.key);
            self.node(&entry.node, field.map(|field| &field.shape), &key);
        }
    }

    fn node(&mut self, node: &'a Node, shape: Option<&Shape>, key: &str) {
        match (&node.value, shape) {
            (Value::Table(table), Some(Shape::Table(shape))) => {
                self.table(table, Some(shape), &format!("{key}."));
            }
            (
                Value::Table(table),
                Some(Shape::Kinds {
                    key: word,
                    variants,
                }),
            ) => {
                let kind = table.text(word);
                let variant = variants
                    .iter()
                    .find(|(name, _)| Some(name.as_str()) == kind);
                let shape = variant.map(|(_, shape)| shape);
                self.table(table, shape, &format!("{key}."));
            }
            (Value::Table(table), Some(Shape::Map(map))) => {
                for entry in &table.entries {
                    let key = format!("{key}.{}", entry.key);
                    self.node(&entry.node, Some(&map.item), &key);
                }
            }
            (Value::List(items), Some(Shape::List(list))) if is_table(&list.item) => {
                for (i, item) in items.iter().enumerate() {
                    let label = identity(item).unwrap_or_else(|| (i + 1).to_string());
                    self.node(item, Some(&list.item), &format!("{key}.{label}"));
                }
            }
            (_, Some(Shape::Value { unit, .. })) => self.value(node, unit, key),
            _ => {
                let exact = inline(node);
                self.push(node.origin, key, (words(node), exact), (None, false));
            }
        }
    }

    fn value(&mut self, node: &'a Node, unit: &str, key: &str) {
        // A number by name has the citation of the parameter.
        let name = node.as_text().or_else(|| node.get("value")?.as_text());
        let named = name.and_then(|name| self.parameter(name));
        let said = |key: &str| {
            let own = node.as_table().and_then(|table| table.text(key));
            own.or_else(|| named?.as_table()?.text(key))
        };
        let source = said("source");
        // A multiple of a parameter is in the unit of its key.
        let scaled = node.get("scale").is_some() && name.is_some();
        let unit = said("unit").filter(|_| !scaled).unwrap_or(unit);
        let unit = unit.replacen("currency", &self.currency(), 1);
        let per = node.as_table().and_then(|table| table.text("per"));
        let per = per.filter(|_| !unit.contains(" per "));
        let per = per.map_or(String::new(), |per| format!(" per {per}"));
        let shown = format!("{} {unit}", self.shown(node));
        let shown = shown.trim_end().to_owned() + &per;
        let cited = (source.map(str::to_owned), source.is_none());
        self.push(node.origin, key, (shown, exact(node)), cited);
    }

    fn push(
        &mut self,
        origin: Origin,
        key: &str,
        (shown, exact): (String, String),
        (source, assumption): (Option<String>, bool),
    ) {
        self.values.push(ValueInfo {
            key: key.to_owned(),
            shown,
            exact,
            source,
            assumption,
            file: self.sources.name(origin.file).to_owned(),
            line: self.sources.position(origin).0,
        });
    }

    fn currency(&self) -> String {
        let stated = self
            .tree
            .get("scenario")
            .and_then(|about| about.get("currency"));
        let stated = stated.and_then(Node::as_text).map(str::to_owned);
        stated.unwrap_or_else(default_currency)
    }

    fn parameter(&self, name: &str) -> Option<&'a Node> {
        self.tree.get("parameters").and_then(|list| list.get(name))
    }

    /// A value in short, without its unit.
    fn shown(&self, node: &Node) -> String {
        if let Some(name) = node.as_text() {
            let central = self.parameter(name).and_then(super::structure::central);
            return central.map_or_else(|| name.to_owned(), |value| format!("{name} = {value}"));
        }
        let Some(table) = node.as_table() else {
            return words(node);
        };
        if let Some(value) = table.get("value") {
            let scale = table.get("scale").map_or(String::new(), |scale| {
                format!(" times {}", self.shown(scale))
            });
            return format!("{}{scale}{}", self.shown(value), range(table));
        }
        if let Some(steps) = table.get("steps").and_then(Node::as_list) {
            return self.steps(steps);
        }
        if let Some(points) = table.get("points").and_then(Node::as_list) {
            return format!("{} points from data", points.len());
        }
        match table.text("distribution") {
            Some(name) => format!("{name}: {}", self.numbers(table)),
            None => inline(node),
        }
    }

    fn steps(&self, steps: &[Node]) -> String {
        let one = |step: &Node| {
            let value = step
                .get("value")
                .map_or(String::new(), |value| self.shown(value));
            let from = step.get("from").map_or(String::new(), words);
            format!("{value} from {from}")
        };
        match steps {
            [first, .., last] if steps.len() > 3 => {
                format!("{} values: {}, ..., {}", steps.len(), one(first), one(last))
            }
            _ => {
                let all: Vec<String> = steps.iter().map(one).collect();
                all.join(", ")
            }
        }
    }

    /// The numbers of a distribution.
    fn numbers(&self, table: &Table) -> String {
        let own = table
            .entries
            .iter()
            .filter(|entry| entry.key != "distribution" && !LABELS.contains(&entry.key.as_str()));
        let words: Vec<String> = own
            .map(|entry| format!("{} {}", entry.key, self.shown(&entry.node)))
            .collect();
        words.join(", ")
    }
}

/// A value as people would say it.
fn words(node: &Node) -> String {
    match (&node.value, node.as_number()) {
        (_, Some(number)) => number.to_string(),
        (Value::Text(text), _) => text.clone(),
        (Value::List(items), _) => {
            let items: Vec<String> = items.iter().map(words).collect();
            items.join(", ")
        }
        _ => inline(node),
    }
}

fn is_table(shape: &Shape) -> bool {
    matches!(shape, Shape::Table(_) | Shape::Kinds { .. })
}

/// Range and spread of an uncertain number.
fn range(table: &Table) -> String {
    let number = |key: &str| table.get(key).map(words);
    match (number("low"), number("high")) {
        (Some(low), Some(high)) => {
            let spread = table
                .text("distribution")
                .map_or(String::new(), |d| format!(", {d}"));
            format!(" ({low} to {high}{spread})")
        }
        _ => String::new(),
    }
}

/// The whole value without what is said about it, the same for 7 and { value = 7 }.
fn exact(node: &Node) -> String {
    let bare = |node: &Node| match node.as_number() {
        Some(number) => number.to_string(),
        None => inline(&without_labels(node)),
    };
    let only = node.as_table().and_then(|table| {
        let value = table.get("value")?;
        let known = |key: &str| key == "value" || LABELS.contains(&key);
        table
            .entries
            .iter()
            .all(|entry| known(&entry.key))
            .then_some(value)
    });
    only.map_or_else(|| bare(node), bare)
}

fn without_labels(node: &Node) -> Node {
    let mut bare = node.clone();
    match &mut bare.value {
        Value::Table(table) => {
            table.entries.retain(|entry| {
                !(LABELS.contains(&entry.key.as_str()) && entry.node.as_text().is_some())
            });
            for entry in &mut table.entries {
                entry.node = without_labels(&entry.node);
            }
        }
        Value::List(items) => {
            for item in items {
                *item = without_labels(item);
            }
        }
        _ => {}
    }
    bare
}
