//! Runs that are told to stop: what they keep, and what they say of it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::{contents, folder, good, interrupted, run, said};

/// The manifest of a folder of results.
fn manifest(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap()
}

#[test]
fn an_interrupted_comparison_and_the_whole_take_each_others_place_in_a_folder() {
    let home = folder();
    let null = fs::read_to_string(home.path().join("null.toml")).unwrap();
    let third = null.replacen("name = \"null\"", "name = \"third\"", 1);
    fs::write(home.path().join("third.toml"), third).unwrap();
    let words = "compare town.toml null.toml third.toml --threads 1 -o out";
    let out = home.path().join("out");
    good(home.path(), &format!("{words} -n 2 -q"));
    let rest = interrupted(
        home.path(),
        &format!("{words} -n 300"),
        "Simulating null",
        0,
    );
    assert!(rest.contains("Left out"), "{rest}");
    assert_eq!(manifest(&out)["interrupted"], true);
    let asked: Vec<&str> = vec!["town", "null", "third"];
    assert_eq!(manifest(&out)["asked"], Value::from(asked));
    // Results of another scenario are refused as ever.
    let before = contents(&out);
    let other = run(home.path(), "run null.toml -n 2 -o out");
    assert_eq!(other.status.code(), Some(2), "{}", said(&other));
    assert!(contents(&out) == before);
    good(home.path(), &format!("{words} -n 2 -q"));
    assert_eq!(manifest(&out)["interrupted"], false);
    assert!(manifest(&out).get("asked").is_none());
}
