//! The format describes itself.

use docketsim::scenario::{KINDS, keys, schema};

#[test]
fn every_key_is_explained() {
    for key in keys() {
        assert!(key.about.ends_with(['.', ']']), "{key:?}");
        assert!(!key.value.is_empty(), "{key:?}");
        let number = key.value.starts_with("a number:") || key.value.starts_with("a number,");
        if number && !key.key.starts_with("parameters") {
            assert!(
                !key.unit.is_empty() || key.key.starts_with("actual."),
                "{key:?}"
            );
        }
    }
}

#[test]
fn every_key_of_the_format_is_listed() {
    let lines = keys().iter().map(|key| {
        let kind = key
            .kind
            .as_ref()
            .map_or_else(String::new, |kind| format!(" ({kind})"));
        let must = if key.required { " required" } else { "" };
        let default = key
            .default
            .as_ref()
            .map_or_else(String::new, |value| format!(" = {value}"));
        format!(
            "{}{kind}{must}{default} [{}] {}",
            key.key, key.unit, key.range
        )
        .trim()
        .to_owned()
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
