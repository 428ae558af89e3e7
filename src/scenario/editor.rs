//! The JSON Schema of scenario files as editors want it: a file that extends another need not
//! repeat what it inherits.
//!
//! The root describes every file, with nothing required; a file without `extends` must besides be
//! a whole document. Which entries merge and which replace is read from the same keywords that
//! the loader follows.

use serde_json::{Map, Value as Json, json};

use super::shape::schema;

/// The JSON Schema of scenario files, whole ones and those that extend another.
pub fn editor_schema() -> Json {
    let mut whole = schema();
    without_null(&mut whole);
    let mut definitions = match whole["$defs"].take() {
        Json::Object(definitions) => definitions,
        _ => Map::new(),
    };
    if let Json::Object(root) = &mut whole {
        root.remove("$defs");
        root.remove("$schema");
    }
    let mut relaxer = Relaxer {
        whole: definitions.clone(),
        parts: Map::new(),
    };
    let mut root = relaxer.table(&whole, &[]);
    definitions.extend(relaxer.parts);
    definitions.insert("Whole".to_owned(), whole);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("A docketsim scenario");
    root["if"] = json!({ "not": { "required": ["extends"] } });
    root["then"] = json!({ "$ref": "#/$defs/Whole" });
    root["$defs"] = Json::Object(definitions);
    root
}

/// Takes out null as a choice: TOML has none.
fn without_null(schema: &mut Json) {
    match schema {
        Json::Object(table) => {
            if let Some(Json::Array(options)) = table.get_mut("anyOf") {
                options.retain(|option| option["type"] != "null");
            }
            if let Some(Json::Array(names)) = table.get_mut("type") {
                names.retain(|name| name != "null");
                if let [one] = names.as_slice() {
                    let one = one.clone();
                    table.insert("type".to_owned(), one);
                }
            }
            if table.get("default") == Some(&Json::Null) {
                table.remove("default");
            }
            table.values_mut().for_each(without_null);
        }
        Json::Array(list) => list.iter_mut().for_each(without_null),
        _ => {}
    }
}

struct Relaxer {
    whole: Map<String, Json>,
    /// Relaxed copies of definitions, by their new names.
    parts: Map<String, Json>,
}

impl Relaxer {
    /// A table of which parts may be inherited; some keys say which entry it is.
    fn table(&mut self, schema: &Json, identity: &[Json]) -> Json {
        let mut part = schema.clone();
        if let Some(table) = part.as_object_mut() {
            table.remove("required");
        }
        if !identity.is_empty() {
            part["required"] = Json::Array(identity.to_vec());
            part["properties"]["remove"] = json!({
                "type": "boolean",
                "description": "Drops the inherited entry of this identity.",
            });
        }
        if let Some(Json::Object(properties)) = part.get_mut("properties") {
            for (name, property) in properties.iter_mut().filter(|(name, _)| *name != "remove") {
                if name != "extends" {
                    *property = self.property(property);
                }
            }
        }
        part
    }

    fn property(&mut self, schema: &Json) -> Json {
        let mut part = schema.clone();
        let identity = schema["x-identity"].as_array().cloned().unwrap_or_default();
        if let Some(name) = schema["$ref"].as_str() {
            part["$ref"] = self.reference(name, &[]);
        } else if let Some(options) = schema["anyOf"].as_array() {
            part["anyOf"] = options.iter().map(|option| self.property(option)).collect();
        } else if !identity.is_empty() {
            if let Some(table) = part.as_object_mut() {
                table.remove("minItems");
            }
            part["items"] = self.entry(&schema["items"], &identity, schema["x-replace"] == true);
        } else if schema["additionalProperties"].is_object() {
            part["additionalProperties"] = self.property(&schema["additionalProperties"]);
        }
        part
    }

    /// An entry of a list that is merged by identity.
    fn entry(&mut self, item: &Json, identity: &[Json], replaces: bool) -> Json {
        if replaces {
            let dropped = json!({
                "type": "object",
                "description": "Drops the inherited entry of this identity.",
                "properties": { "remove": { "const": true } },
                "required": identity.iter().cloned().chain([json!("remove")]).collect::<Vec<_>>(),
            });
            return json!({ "anyOf": [item, dropped] });
        }
        match item["$ref"].as_str() {
            Some(name) => json!({ "$ref": self.reference(name, identity) }),
            None => self.table(item, identity),
        }
    }

    /// A reference to the relaxed copy of a definition.
    fn reference(&mut self, reference: &str, identity: &[Json]) -> Json {
        let name = reference.trim_start_matches("#/$defs/").to_owned();
        let part = format!("{name}Part");
        if !self.parts.contains_key(&part) {
            // Known before it is made: a definition may refer to itself.
            self.parts.insert(part.clone(), Json::Bool(true));
            let schema = self.whole.get(&name).cloned().unwrap_or(Json::Bool(true));
            let relaxed = if schema["properties"].is_object() {
                self.table(&schema, identity)
            } else {
                self.property(&schema)
            };
            self.parts.insert(part.clone(), relaxed);
        }
        json!(format!("#/$defs/{part}"))
    }
}
