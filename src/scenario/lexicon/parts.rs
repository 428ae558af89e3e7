//! The keys of the tables as which values may be written, such as `low` of a number.

use serde_json::Value as Json;

use super::{Entry, FORMS, Reader, sample};
use crate::scenario::shape::schema;

/// Every key of every form of value, after the name of the form, or of the distribution; and
/// `remove`, which stands in entries of lists that are inherited.
pub fn parts() -> Vec<Entry> {
    let schema = schema();
    let reader = Reader {
        schema: &schema,
        entries: Vec::new(),
    };
    let mut parts: Vec<Entry> = Vec::new();
    for (form, of) in FORMS {
        for table in reader.tables(&schema["$defs"][of]) {
            let word = table["properties"]["distribution"]["const"].as_str();
            reader.keys_of_table(word.unwrap_or(form), table, &mut parts);
        }
    }
    parts.push(Entry {
        key: "remove".to_owned(),
        meaning: "`true` drops the entry of this identity that `extends` brings in.".to_owned(),
        form: "true or false, in an entry of a list".to_owned(),
        example: "extends = \"mpp.toml\"\n\n[[policy]]\nid = \"mpp\"\nremove = true".to_owned(),
        ..Entry::default()
    });
    parts
}

impl<'a> Reader<'a> {
    /// Adds the keys of a table, and of tables in lists in it, unless they are there already.
    fn keys_of_table(&self, name: &str, table: &'a Json, parts: &mut Vec<Entry>) {
        let required = table["required"].as_array();
        let properties = table["properties"].as_object().into_iter().flatten();
        for (key, property) in properties.filter(|(_, p)| !p["const"].is_string()) {
            let real = self.resolve(property);
            let needed = required.is_some_and(|list| list.iter().any(|other| other == key));
            let mut entry = self.entry(&format!("{name}.{key}"), property, real, needed);
            let value = sample::sample(self, key, property, real);
            entry.example = format!("{key} = {value}");
            if parts.iter().all(|other| other.key != entry.key) {
                parts.push(entry);
            }
            let item = self.resolve(&real["items"]);
            if self.table(item) {
                self.keys_of_table(&format!("{name}.{key}"), item, parts);
            }
        }
    }
}
