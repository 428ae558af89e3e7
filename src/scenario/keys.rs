//! Every key of the format with its meaning, for help.

use std::sync::OnceLock;

use super::shape::{Field, Form, Limits, ListShape, Shape, TableShape, format};

/// A key of a scenario file.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyInfo {
    /// The key as `--set` takes it; `<id>`, `<n>` and the like stand for names and positions.
    pub key: String,
    /// For keys of policies: the kind.
    pub kind: Option<String>,
    /// What it means.
    pub about: String,
    /// What may stand there, in words.
    pub value: String,
    /// Unit; empty if it has none.
    pub unit: String,
    /// Range of numbers, in words; empty if it is free.
    pub range: String,
    /// Whether it must be given.
    pub required: bool,
    /// Value when it is not given, as JSON.
    pub default: Option<String>,
}

/// Every key of the format, in its order.
pub fn keys() -> &'static [KeyInfo] {
    static KEYS: OnceLock<Vec<KeyInfo>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let mut keys = Vec::new();
        table(&format().root, "", None, &mut keys);
        keys
    })
}

fn table(shape: &TableShape, prefix: &str, kind: Option<&str>, keys: &mut Vec<KeyInfo>) {
    for field in &shape.fields {
        let key = format!("{prefix}{}", field.name);
        let (unit, range) = numbers(&field.shape);
        keys.push(KeyInfo {
            kind: kind.map(str::to_owned),
            about: field.about.clone(),
            value: value(&field.shape),
            unit,
            range,
            required: field.required,
            default: default(field),
            key: key.clone(),
        });
        inner(&field.shape, &key, kind, keys);
    }
}

/// The keys below a key.
fn inner(shape: &Shape, key: &str, kind: Option<&str>, keys: &mut Vec<KeyInfo>) {
    match shape {
        Shape::Table(shape) => table(shape, &format!("{key}."), kind, keys),
        Shape::List(list) => {
            let key = format!("{key}.{}", entry(list));
            inner(&list.item, &key, kind, keys);
        }
        Shape::Kinds { variants, .. } => {
            for (name, shape) in variants {
                table(shape, &format!("{key}."), Some(name), keys);
            }
        }
        _ => {}
    }
}

/// How an entry of a list is named.
fn entry(list: &ListShape) -> String {
    match &list.identity[..] {
        [] => "<n>".to_owned(),
        keys => keys
            .iter()
            .map(|key| format!("<{key}>"))
            .collect::<Vec<_>>()
            .join("/"),
    }
}

fn default(field: &Field) -> Option<String> {
    let default = field.default.as_ref()?;
    let structured = matches!(field.shape, Shape::Table(_)) || default.is_null();
    (!structured).then(|| default.to_string())
}

fn value(shape: &Shape) -> String {
    match shape {
        Shape::Table(_) => "a table".to_owned(),
        Shape::Map(map) => format!("a table of names, each with {}", value(&map.item)),
        Shape::List(list) => match list.item {
            Shape::Table(_) | Shape::Kinds { .. } => "a list of tables".to_owned(),
            ref item => format!("a list, each entry {}", value(item)),
        },
        Shape::Kinds { .. } => "a table whose keys depend on its kind".to_owned(),
        Shape::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            words.join(" | ")
        }
        Shape::Text(text) => match (&text.refers, text.id) {
            (Some(list), _) => format!("the id of a {list}"),
            (None, true) => "an id made of a-z, 0-9 and `-`".to_owned(),
            (None, false) => "a string".to_owned(),
        },
        Shape::Boolean => "true or false".to_owned(),
        Shape::Date => "a date such as 2019-01-29".to_owned(),
        Shape::Integer(_) => "a whole number".to_owned(),
        Shape::Plain(_) => "a number".to_owned(),
        Shape::Value { form, .. } => form_of(*form).to_owned(),
        Shape::Cell => "a string or a number".to_owned(),
    }
}

fn form_of(form: Form) -> &'static str {
    match form {
        Form::Number => "a number: bare, the name of a parameter, or a table with `value`",
        Form::Series => "a number, `{ steps = [...] }`, or a column of a CSV file",
        Form::Rate => {
            "a number with `per`, `{ steps = [...], per = ... }`, or a column of a CSV file"
        }
        Form::Distribution => "a number, a table with `distribution`, `points`, or a CSV file",
    }
}

/// Unit and range of a number, or of the numbers of a list.
fn numbers(shape: &Shape) -> (String, String) {
    match shape {
        Shape::List(list) => numbers(&list.item),
        Shape::Map(map) => numbers(&map.item),
        Shape::Integer(limits) | Shape::Plain(limits) => (String::new(), range(limits)),
        Shape::Value { limits, unit, .. } => (unit.clone(), range(limits)),
        _ => Default::default(),
    }
}

fn range(limits: &Limits) -> String {
    let top = limits.max.min(limits.limit);
    match (limits.min.is_finite(), top.is_finite()) {
        (true, true) => format!("{} to {top}", limits.min),
        (true, false) => format!("at least {}", limits.min),
        (false, true) => format!("at most {top}"),
        (false, false) => String::new(),
    }
}
