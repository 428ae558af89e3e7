//! Schemas in words: what may be written, within which limits, and what holds otherwise.

use serde_json::Value as Json;

use super::{Reader, text};

/// What may be written at a key.
pub fn form<'a>(reader: &Reader<'a>, property: &Json, real: &'a Json) -> String {
    if let Some(value) = real["x-value"].as_str() {
        return value_form(value).to_owned();
    }
    if real["items"].is_object() || real["prefixItems"].is_array() {
        return list_form(reader, property, real);
    }
    if real["properties"].is_object() {
        return "a table".to_owned();
    }
    if real["additionalProperties"].is_object() {
        return "a table with keys of your own".to_owned();
    }
    if let Some(list) = property["x-ref"].as_str() {
        return format!("a string: the id of a `{list}`");
    }
    if property["x-id"] == true {
        return "a string: an id of a-z, 0-9 and `-`".to_owned();
    }
    if real["x-cell"] == true {
        return "a string, number or truth value".to_owned();
    }
    scalar(real)
}

fn value_form(value: &str) -> &'static str {
    match value {
        "number" => {
            "a number: bare, the name of a parameter, or a table { value, source, ... } (see `explain number`)"
        }
        "series" => {
            "a series: a number, steps from dates on, or a column of a CSV file (see `explain series`)"
        }
        "rate" => "a rate: a count in a given time, dated or not (see `explain rate`)",
        _ => {
            "a duration: a number, a distribution, or points from data (see `explain distribution`)"
        }
    }
}

fn list_form<'a>(reader: &Reader<'a>, property: &Json, real: &'a Json) -> String {
    let item = reader.resolve_item(real);
    if reader.table(item) {
        return "a list of tables".to_owned();
    }
    if let Some(value) = item["x-value"].as_str() {
        return format!("a list of {value}s");
    }
    if let Some(list) = property["x-ref"].as_str() {
        return format!("a list of strings: ids of a `{list}`");
    }
    format!("a list of which each entry is {}", scalar(item))
}

fn scalar(schema: &Json) -> String {
    if schema["format"] == "date" {
        return "a date without quotes".to_owned();
    }
    if !choices(schema).is_empty() {
        return "one of the words below".to_owned();
    }
    let name = match &schema["type"] {
        Json::String(name) => name.as_str(),
        Json::Array(names) => names.iter().find_map(Json::as_str).unwrap_or("string"),
        _ => "string",
    };
    let words = match name {
        "integer" => "a whole number",
        "number" => "a number, as it stands",
        "boolean" => "true or false",
        _ => "a string",
    };
    words.to_owned()
}

/// Lowest and highest value in words.
pub fn range(schema: &Json) -> Option<String> {
    let bound = |key: &str| schema[key].as_f64();
    let low = bound("minimum");
    let high = bound("maximum").or_else(|| bound("x-limit"));
    let whole = if schema["x-whole"] == true {
        ", whole"
    } else {
        ""
    };
    match (low, high) {
        (Some(low), Some(high)) => Some(format!("{} to {}{whole}", plain(low), plain(high))),
        (Some(low), None) => Some(format!("{} or more{whole}", plain(low))),
        (None, Some(high)) => Some(format!("at most {}{whole}", plain(high))),
        (None, None) => None,
    }
}

/// A number with thousands separators, however large.
fn plain(value: f64) -> String {
    let text = value.abs().to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::from(if value < 0.0 { "-" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// The words of an enumeration with their meaning.
pub fn choices(schema: &Json) -> Vec<(String, String)> {
    let constant = |one: &Json| {
        let word = one["const"].as_str()?;
        Some((word.to_owned(), text(&one["description"])))
    };
    let listed = schema["enum"].as_array().into_iter().flatten();
    let listed = listed
        .filter_map(Json::as_str)
        .map(|word| (word.to_owned(), String::new()));
    let described = schema["oneOf"].as_array().into_iter().flatten();
    let described =
        described.flat_map(|one| constant(one).map_or_else(|| choices(one), |c| vec![c]));
    constant(schema)
        .into_iter()
        .chain(listed)
        .chain(described)
        .collect()
}

/// A default as it would be written; nothing where it says nothing.
pub fn default(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::Array(list) if list.is_empty() => Some("none".to_owned()),
        Json::Object(table) if table.is_empty() => Some("empty".to_owned()),
        // A table's keys have defaults of their own.
        Json::Object(_) => None,
        Json::Array(list) if list.iter().any(Json::is_object) => None,
        other => Some(inline(other)),
    }
}

fn inline(value: &Json) -> String {
    match value {
        Json::Number(number) => plain(number.as_f64().unwrap_or(f64::NAN)),
        Json::Array(list) => {
            let items: Vec<String> = list.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

impl<'a> Reader<'a> {
    /// The schema of the entries of a list.
    pub(super) fn resolve_item(&self, list: &'a Json) -> &'a Json {
        if list["prefixItems"].is_array() {
            self.resolve(&list["prefixItems"][0])
        } else {
            self.resolve(&list["items"])
        }
    }
}
