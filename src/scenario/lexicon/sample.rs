//! Values as they might be written, within the limits of their schema.

use serde_json::Value as Json;

use super::Reader;
use super::example::table;

/// What identifies an entry of a list.
pub fn identity_of(list: &str, key: &str) -> String {
    let list = if key == "id" { list } else { key };
    format!("\"{}\"", id(list))
}

/// An id as it might stand in a list.
fn id(list: &str) -> &str {
    match list {
        "court" => "san-diego",
        "docket" => "non-detained",
        "session" | "stage" => "master",
        "disposition" => "removal",
        "source" => "port",
        "name" => "my-series",
        other => other,
    }
}

/// A value as it might be written.
pub fn sample<'a>(reader: &Reader<'a>, name: &str, property: &'a Json, real: &'a Json) -> String {
    if let Some(given) = property["x-example"].as_str() {
        return given.to_owned();
    }
    if let Some(form) = real["x-value"].as_str() {
        return value(form, property);
    }
    if real["items"].is_object() || real["prefixItems"].is_array() {
        let item = reader.resolve_item(real);
        let one = if reader.table(item) {
            table(reader, item, &[])
        } else {
            sample(reader, name, property_of_item(property, real), item)
        };
        let least = real["minItems"].as_u64().unwrap_or(1).max(1) as usize;
        return format!("[{}]", vec![one; least].join(", "));
    }
    if real["properties"].is_object() {
        return table(reader, real, &[]);
    }
    if real["additionalProperties"].is_object() {
        let item = reader.resolve(&real["additionalProperties"]);
        let key = property["x-key-ref"].as_str().map_or("my-number", id);
        let value = if item["x-value"].is_string() {
            value("number", property)
        } else {
            sample(reader, name, item, item)
        };
        return format!("{{ {key} = {value} }}");
    }
    scalar(name, property, real)
}

/// The keywords of a list's entries: its own, or those of the key.
fn property_of_item<'a>(property: &'a Json, real: &'a Json) -> &'a Json {
    if property["x-ref"].is_string() || property["x-unit"].is_string() {
        property
    } else {
        &real["items"]
    }
}

fn scalar(name: &str, property: &Json, real: &Json) -> String {
    let words = super::words::choices(real);
    if let Some((word, _)) = words.last() {
        return format!("\"{word}\"");
    }
    let kind = match &real["type"] {
        Json::String(kind) => kind.as_str(),
        Json::Array(kinds) => kinds.iter().find_map(Json::as_str).unwrap_or_default(),
        _ => "string",
    };
    match kind {
        "integer" | "number" => {
            let default = property["default"].as_f64();
            let least = property["minimum"].as_f64();
            default.or(least).unwrap_or(1.0).to_string()
        }
        "boolean" => "true".to_owned(),
        // An end is not the day on which it begins.
        _ if real["format"] == "date" && name == "until" => "2020-10-01".to_owned(),
        _ if real["format"] == "date" => "2019-10-01".to_owned(),
        _ => match property["x-ref"].as_str() {
            Some(list) => format!("\"{}\"", id(list)),
            None => text(name),
        },
    }
}

fn text(name: &str) -> String {
    let words = match name {
        "id" | "name" => "my-own",
        "title" => "More judges at the border courts",
        "question" => "What do more judges do to the backlog?",
        "source" => "A citation in words",
        "note" => "A remark",
        "currency" => "USD",
        "unit" => "people",
        "file" => "data/series.csv",
        "at" => "month",
        "column" | "cumulative" => "value",
        "measure" => "pending",
        "to" | "stage" | "remand_stage" => "master",
        other => other,
    };
    format!("\"{words}\"")
}

/// A number, series, rate or duration within its limits.
fn value(form: &str, property: &Json) -> String {
    let unit = property["x-unit"].as_str().unwrap_or_default();
    let number = number(unit, property);
    match form {
        "rate" => format!("{{ value = {number}, per = \"month\" }}"),
        "distribution" => distribution("lognormal"),
        _ => number,
    }
}

fn number(unit: &str, property: &Json) -> String {
    let usual: f64 = match unit {
        "share" => 0.25,
        "per year" => 0.05,
        "factor" => 1.2,
        "days" | "minutes" => 30.0,
        "months" => 3.0,
        "judges" | "courtrooms" => 7.0,
        "rank" => 2.0,
        _ if unit.starts_with("currency") => 1_000_000.0,
        _ => 1000.0,
    };
    let high = property["maximum"]
        .as_f64()
        .or(property["x-limit"].as_f64());
    let low = property["minimum"].as_f64().unwrap_or(f64::NEG_INFINITY);
    usual
        .max(low)
        .min(high.unwrap_or(f64::INFINITY))
        .to_string()
}

/// A distribution in its written form.
pub fn distribution(name: &str) -> String {
    let rest = match name {
        "uniform" => "low = 20, high = 60",
        "triangular" => "low = 20, mode = 30, high = 60",
        "exponential" => "mean = 30",
        "weibull" => "mean = 30, shape = 1.5",
        _ => "mean = 30, cv = 0.5",
    };
    format!("{{ distribution = \"{name}\", {rest} }}")
}

/// The forms of a value, each as a line of a scenario file.
pub fn form(name: &str) -> String {
    let lines: &[&str] = match name {
        "number" => &[
            "judges = 7",
            "judges = \"judge_teams\"  # an entry of [parameters]",
            "judges = { value = 7, low = 5, high = 9, distribution = \"pert\", source = \"A citation\" }",
        ],
        "series" => &[
            "posts = 8",
            "posts = { steps = [{ from = 2018-10-01, value = 8 }, { from = 2019-10-01, value = 9 }] }",
            "posts = { file = \"data/posts.csv\", at = \"date\", column = \"posts\", where = { court = \"San Diego\" } }",
        ],
        "rate" => &[
            "rate = { value = 2400, per = \"month\", source = \"A citation\" }",
            "rate = { file = \"data/filings.csv\", at = \"fiscal_year\", column = \"new_cases\", per = \"fiscal-year\" }",
        ],
        _ => &[
            "notice = 30",
            "notice = { distribution = \"uniform\", low = 20, high = 60 }",
            "age = { file = \"data/ages.csv\", column = \"days\", cumulative = \"share\" }",
        ],
    };
    lines.join("\n")
}
