//! The layers: imports point down only.
//!
//! `main > cli > report > experiment > scenario > policy > court > des > time`, with statistics,
//! draws and diagnostics at the bottom. A source file is read as text: comments and strings are
//! taken out, then every path that starts at the root of the crate is looked up.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers from the bottom up; a layer may use those before it.
const LAYERS: [&str; 14] = [
    "testing",
    "special",
    "diagnostic",
    "time",
    "rng",
    "stats",
    "des",
    "court",
    "policy",
    "scenario",
    "experiment",
    "report",
    "cli",
    "main",
];

/// Statistics observe the court, never the reverse: these look down on `stats` and may not use it.
const WITHOUT_STATISTICS: [&str; 4] = ["des", "court", "policy", "scenario"];

/// Modules that `main` is allowed to know.
const KNOWN_TO_MAIN: [&str; 1] = ["cli"];

/// A source file: its layer, how deep its module lies, and its text.
struct Source {
    path: PathBuf,
    layer: String,
    depth: usize,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
        let inner = inner.strip_suffix("/mod").unwrap_or(inner);
        Self {
            path: path.into(),
            layer: inner.split('/').next().unwrap_or(inner).to_owned(),
            depth: inner.split('/').count(),
            text: text.to_owned(),
        }
    }

    fn faults(&self) -> Vec<String> {
        let used = roots(&code(&self.text), self.depth);
        let fault = |layer: &String| {
            forbidden(&self.layer, layer)
                .map(|why| format!("{}: uses {layer}: {why}", self.path.display()))
        };
        used.iter().filter_map(fault).collect()
    }
}

/// Why a layer may not use another, if it may not.
fn forbidden(from: &str, to: &str) -> Option<String> {
    let rank = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    let Some(above) = rank(from) else {
        return Some(format!("`{from}` is in no layer: add it to the list"));
    };
    // Names at the root that are no layer are what `lib.rs` itself declares: there is nothing else.
    let Some(below) = rank(to) else {
        return Some(format!("`{to}` is in no layer: add it to the list"));
    };
    if below > above {
        return Some(format!("{from} lies below it"));
    }
    if to == "stats" && WITHOUT_STATISTICS.contains(&from) {
        return Some(format!("statistics observe {from}, never the reverse"));
    }
    if from == "main" && !KNOWN_TO_MAIN.contains(&to) {
        return Some("main only calls the command line".to_owned());
    }
    None
}

/// The text without comments, and with empty strings and characters.
fn code(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let skipped = comment(rest).or_else(|| literal(rest, out.chars().next_back()));
        if let Some(length) = skipped {
            out.push(' ');
            at += length;
        } else {
            let c = rest.chars().next().unwrap();
            out.push(c);
            at += c.len_utf8();
        }
    }
    out
}

/// Length of the comment that the text starts with.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    text.strip_prefix("/*")?;
    let (mut depth, mut at) = (0, 0);
    loop {
        let rest = &text[at..];
        if rest.is_empty() {
            return Some(at);
        }
        let step = match rest.get(..2) {
            Some("/*") => {
                depth += 1;
                2
            }
            Some("*/") => {
                depth -= 1;
                2
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        at += step;
        if depth == 0 {
            return Some(at);
        }
    }
}

/// Length of the string or character that the text starts with, after the character `before`.
fn literal(text: &str, before: Option<char>) -> Option<usize> {
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if !in_word && let Some(raw) = text.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let body = &raw[hashes + 1..];
            let length = body.find(&end)? + end.len();
            return Some(1 + hashes + 1 + length);
        }
    }
    if let Some(body) = text.strip_prefix('"') {
        return Some(1 + quoted(body, '"')?);
    }
    // A character, not a lifetime: it closes after one (escaped) character.
    let body = text.strip_prefix('\'')?;
    let first = body.chars().next()?;
    if first == '\\' || body[first.len_utf8()..].starts_with('\'') {
        return Some(1 + quoted(body, '\'')?);
    }
    None
}

/// Length up to and with the closing quote.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return Some(at + quote.len_utf8());
        }
    }
    None
}

/// What stands behind every path from the root of the crate, in a module this deep.
fn roots(code: &str, depth: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for start in ["crate::", "docketsim::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                found.extend(heads(&code[at + start.len()..]));
            }
        }
    }
    // `super::super::x` in a module two deep; a module within the file lies one deeper.
    for (at, _) in code.match_indices("super::") {
        if code[..at].ends_with("super::") {
            continue;
        }
        let mut rest = &code[at..];
        let mut steps = 0;
        while let Some(next) = rest.strip_prefix("super::") {
            rest = next;
            steps += 1;
        }
        if steps >= depth {
            let layers = heads(rest).into_iter();
            found.extend(layers.filter(|name| LAYERS.contains(&name.as_str())));
        }
    }
    found
}

/// First names of a path or of a group of paths: `a::B`, `{a::B, c::{D, E}}`.
fn heads(text: &str) -> Vec<String> {
    let text = text.trim_start();
    let Some(group) = text.strip_prefix('{') else {
        let end = text
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(text.len());
        let name = &text[..end];
        return (!name.is_empty())
            .then(|| name.to_owned())
            .into_iter()
            .collect();
    };
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                found.extend(heads(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    found
}

fn sources(folder: &Path, into: &mut Vec<Source>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in entries {
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy();
            let name = name.replace('\\', "/");
            // `lib.rs` declares the layers and stands above them.
            if name != "src/lib.rs" {
                into.push(Source::new(&name, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
}

#[test]
fn imports_point_down_only() {
    let mut all = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    assert!(all.len() > 100, "the sources are read: {}", all.len());
    let faults: Vec<String> = all.iter().flat_map(Source::faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // Were paths not found, nothing would ever be at fault.
    let cli = all.iter().find(|s| s.path.ends_with("cli/experiment.rs"));
    let used = roots(&code(&cli.unwrap().text), 2);
    let expected = ["experiment", "report", "scenario"].map(str::to_owned);
    assert_eq!(used, BTreeSet::from(expected));
}

#[test]
fn every_module_is_in_a_layer() {
    let text = code(include_str!("../../src/lib.rs"));
    let modules = text.split("mod ").skip(1);
    let modules: BTreeSet<&str> = modules.filter_map(|m| m.split(';').next()).collect();
    let layers: BTreeSet<&str> = LAYERS.into_iter().filter(|l| *l != "main").collect();
    assert_eq!(modules, layers);
}

#[test]
fn an_upward_import_is_caught_however_it_is_written() {
    let caught = |path: &str, text: &str| !Source::new(path, text).faults().is_empty();
    for text in [
        "use crate::policy::Policy;",
        "pub use crate::policy::Policy;",
        "use crate::{des::EventList, policy::{Policy, Window}};",
        "use crate::{\n    time::Day,\n    experiment as e,\n};",
        "fn f() -> crate::scenario::Scenario { todo() }",
        "use super::super::report::page;",
        "mod tests { use super::super::cli; }",
        "use docketsim::cli::main;",
        "use crate::stats::Tally;",
        "let a = '\"'; use crate::cli; let b = '\"';",
    ] {
        assert!(caught("src/court/book.rs", text), "{text}");
    }
    for text in [
        "use crate::des::EventList;",
        "use crate::{court::Case, time::{Day, Month}};",
        "use super::case::Case;",
        "//! See [`crate::policy`].\n/* use crate::cli; */",
        "let text = \"use crate::cli\"; let raw = r#\"crate::cli \" \"#;",
        "macro_crate::cli!()",
    ] {
        assert!(!caught("src/court/book.rs", text), "{text}");
    }
    assert!(caught("src/special.rs", "use crate::time::Day;"));
    assert!(caught("src/main.rs", "docketsim::court::simulate();"));
    assert!(caught("src/report/mod.rs", "use super::cli::Terminal;"));
    assert!(
        caught("src/helper.rs", "use crate::time::Day;"),
        "in no layer"
    );
    assert!(
        caught("src/cli/mod.rs", "use crate::helper::f;"),
        "in no layer"
    );
}

#[test]
fn property_tests_have_a_fixed_seed() {
    let mut all = Vec::new();
    for folder in ["src", "tests"] {
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut all,
        );
    }
    let mut found = 0;
    for source in all {
        let text: String = code(&source.text).split_whitespace().collect();
        let count = |what: &str| text.matches(what).count();
        let (tests, fixed) = (count("proptest!{"), count("proptest!{#![proptest_config("));
        let helped =
            count("proptest_config(fixed(") + count("proptest_config(crate::testing::fixed(");
        assert_eq!((tests, tests), (fixed, helped), "{}", source.path.display());
        found += tests;
    }
    assert!(found > 15, "{found}");
}
