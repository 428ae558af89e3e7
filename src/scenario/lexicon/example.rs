//! Examples: a few lines of a scenario file for every key, made from its schema.
//!
//! A type may give its own with the keyword `x-example`. A test reads every example and tries it
//! against the schema.

use serde_json::Value as Json;

use super::Reader;
use super::sample::{identity_of, sample};

/// The way to a key: the headers above it, then the tables written on its line.
#[derive(Clone, Debug, Default)]
pub struct Trail<'a> {
    headers: Vec<Header>,
    inline: Vec<Inline<'a>>,
}

/// A header such as `[[court]]`, with lines that make its table what it is.
#[derive(Clone, Debug)]
struct Header {
    path: String,
    listed: bool,
    lines: Vec<(String, String)>,
}

/// A table written on the line of its key.
#[derive(Clone, Debug)]
struct Inline<'a> {
    name: String,
    listed: bool,
    schema: &'a Json,
}

impl<'a> Trail<'a> {
    /// The way into a table or a list of tables.
    pub fn enter(&self, name: &str, property: &Json, inner: &'a Json, listed: bool) -> Self {
        let mut inside = self.clone();
        let identity = property["x-identity"].as_array();
        let plain = self.headers.is_empty() && !listed;
        if !self.inline.is_empty() || !(plain || identity.is_some()) {
            inside.inline.push(Inline {
                name: name.to_owned(),
                listed,
                schema: inner,
            });
            return inside;
        }
        let above = self
            .headers
            .last()
            .map(|header| format!("{}.", header.path));
        let keys = identity.into_iter().flatten().filter_map(Json::as_str);
        inside.headers.push(Header {
            path: format!("{}{name}", above.unwrap_or_default()),
            listed,
            lines: keys
                .map(|key| (key.to_owned(), identity_of(name, key)))
                .collect(),
        });
        inside
    }

    /// The way into a policy of a kind.
    pub fn of_kind(&self, variant: &'a Json, kind: &str) -> Self {
        let mut inside = self.clone();
        // A policy within another, as in a bill, is written on the line of its list.
        if let Some(table) = inside.inline.last_mut() {
            table.schema = variant;
            return inside;
        }
        if let Some(header) = inside.headers.last_mut() {
            header.lines = vec![
                ("id".to_owned(), format!("\"my-{kind}\"")),
                ("kind".to_owned(), format!("\"{kind}\"")),
            ];
        }
        inside.inline.push(Inline {
            name: String::new(),
            listed: false,
            schema: variant,
        });
        inside
    }

    /// The table that the way leads to, with what it must have.
    pub fn whole(&self, reader: &Reader<'a>, schema: &'a Json) -> String {
        let mut way = self.clone();
        if let Some(first) = schema["oneOf"].as_array().and_then(|kinds| kinds.first()) {
            let kind = first["properties"]["kind"]["const"].as_str();
            return way
                .of_kind(first, kind.unwrap_or_default())
                .whole(reader, first);
        }
        if let Some(last) = way.inline.pop_if(|last| last.name.is_empty()) {
            let lines = way.kind_lines(reader, last.schema, &[]);
            return way.text(&lines);
        }
        if let Some(last) = way.inline.pop() {
            let table = table(reader, last.schema, &[]);
            let value = if last.listed {
                format!("[{table}]")
            } else {
                table
            };
            return way.with(reader, &last.name, &value);
        }
        match way.own_key(schema) {
            Some((name, property)) => {
                let value = sample(reader, name, property, reader.resolve(property));
                way.with(reader, name, &value)
            }
            None => way.text(&[]),
        }
    }

    /// A key of a table that is merged: besides its identity one that it needs, or might have.
    fn own_key(&self, schema: &'a Json) -> Option<(&'a String, &'a Json)> {
        let known = |name: &str| {
            let mut lines = self.headers.iter().flat_map(|header| &header.lines);
            lines.any(|line| line.0 == name)
        };
        let mut unknown = properties(schema).filter(|(name, _)| !known(name));
        let needed = unknown.find(|(name, _)| is_required(schema, name));
        needed.or_else(|| {
            let mut unknown = properties(schema).filter(|(name, _)| !known(name));
            unknown.find(|(_, property)| !optional(property))
        })
    }

    /// A key with its value at the end of the way.
    pub fn with(&self, reader: &Reader<'a>, name: &str, value: &str) -> String {
        let mut way = self.clone();
        let mut pair = (name.to_owned(), value.to_owned());
        while let Some(last) = way.inline.pop() {
            if last.name.is_empty() {
                let lines = way.kind_lines(reader, last.schema, &[pair]);
                return way.text(&lines);
            }
            let table = table(reader, last.schema, &[pair]);
            let value = if last.listed {
                format!("[{table}]")
            } else {
                table
            };
            pair = (last.name, value);
        }
        way.text(&[pair])
    }

    /// Lines of a policy: the given ones, and what its kind must have.
    fn kind_lines(
        &self,
        reader: &Reader<'a>,
        variant: &'a Json,
        given: &[(String, String)],
    ) -> Vec<(String, String)> {
        let mut lines = required(reader, variant, given);
        // Of keys of which it must have one the first, unless another one is given.
        let choice = variant["x-one-of"].as_array().into_iter().flatten();
        let choice: Vec<&str> = choice.filter_map(Json::as_str).collect();
        let chosen = given
            .iter()
            .any(|(name, _)| choice.contains(&name.as_str()));
        if let Some(name) = choice.first().filter(|_| !chosen) {
            let property = &variant["properties"][name];
            let value = sample(reader, name, property, reader.resolve(property));
            lines.push(((*name).to_owned(), value));
        }
        lines.retain(|(name, _)| name != "id" && name != "kind");
        lines.extend(given.iter().cloned());
        lines
    }

    fn text(&self, lines: &[(String, String)]) -> String {
        let mut out: Vec<String> = Vec::new();
        for (i, header) in self.headers.iter().enumerate() {
            let last = i + 1 == self.headers.len();
            if header.listed {
                out.push(format!("[[{}]]", header.path));
            } else if last {
                out.push(format!("[{}]", header.path));
            }
            let given = |name: &str| last && lines.iter().any(|line| line.0 == name);
            let own = header.lines.iter().filter(|line| !given(&line.0));
            out.extend(own.map(|(name, value)| format!("{name} = {value}")));
        }
        out.extend(
            lines
                .iter()
                .map(|(name, value)| format!("{name} = {value}")),
        );
        out.join("\n")
    }
}

fn properties(schema: &Json) -> impl Iterator<Item = (&String, &Json)> {
    schema["properties"].as_object().into_iter().flatten()
}

fn is_required(schema: &Json, name: &str) -> bool {
    let list = schema["required"].as_array();
    list.is_some_and(|list| list.iter().any(|other| other == name))
}

/// Whether a key may be left out and has no default.
fn optional(property: &Json) -> bool {
    let types = property["type"].as_array();
    types.is_some_and(|types| types.iter().any(|name| name == "null"))
}

/// What a table must have besides what is given.
fn required<'a>(
    reader: &Reader<'a>,
    schema: &'a Json,
    given: &[(String, String)],
) -> Vec<(String, String)> {
    let names = schema["required"].as_array().into_iter().flatten();
    let missing = names
        .filter_map(Json::as_str)
        .filter(|name| given.iter().all(|(other, _)| other != name));
    missing
        .map(|name| {
            let property = &schema["properties"][name];
            let value = sample(reader, name, property, reader.resolve(property));
            (name.to_owned(), value)
        })
        .collect()
}

/// A table on one line: what it must have, and what is given; never empty.
pub fn table<'a>(reader: &Reader<'a>, schema: &'a Json, given: &[(String, String)]) -> String {
    // Of a policy the first kind.
    let schema = schema["oneOf"].get(0).unwrap_or(schema);
    let mut pairs = required(reader, schema, given);
    pairs.extend(given.iter().cloned());
    if pairs.is_empty()
        && let Some((name, property)) = properties(schema).next()
    {
        pairs.push((
            name.clone(),
            sample(reader, name, property, reader.resolve(property)),
        ));
    }
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    format!("{{ {} }}", pairs.join(", "))
}
