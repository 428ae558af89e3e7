//! The format describes itself.

use docketsim::scenario::lexicon::keys;
use docketsim::scenario::{KINDS, schema};

#[test]
fn every_key_is_explained() {
    for key in keys() {
        assert!(key.meaning.ends_with(['.', ']']), "{key:?}");
        assert!(!key.form.is_empty(), "{key:?}");
        let number = key.form.starts_with("a number:");
        if number && !key.key.starts_with("parameters") {
            assert!(
                key.unit.is_some() || key.key.starts_with("actual."),
                "{key:?}"
            );
        }
    }
}

#[test]
fn every_key_of_the_format_is_listed() {
    // Within a bill the keys of all kinds come again.
    let own = keys()
        .into_iter()
        .filter(|key| !key.key.contains(".policies."));
    let lines = own.map(|key| {
        let must = if key.required { " required" } else { "" };
        let default = key
            .default
            .map_or_else(String::new, |value| format!(" = {value}"));
        let (unit, range) = (key.unit.unwrap_or_default(), key.range.unwrap_or_default());
        let line = format!("{}{must}{default} [{unit}] {range}", key.key);
        line.trim().to_owned()
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_schema_names_every_kind_and_refers_to_nothing_that_is_missing() {
    let schema = schema();
    let text = schema.to_string();
    for kind in KINDS {
        assert!(text.contains(&format!("\"const\":\"{}\"", kind.name)));
    }
    for reference in text.split("\"$ref\":\"#/$defs/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schema["$defs"].get(name).is_some(), "{name}");
    }
    assert_eq!(schema["additionalProperties"], false);
    assert!(schema["properties"]["extends"].is_object());
}
