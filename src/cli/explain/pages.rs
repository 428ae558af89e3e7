//! The pages of single names: a key, a form of value, a measure, a code.

use super::SHOWN;
use super::layout::Page;
use super::measures;
use crate::diagnostic::Code;
use crate::experiment::Measure;
use crate::scenario::lexicon::Entry;

/// Whether a meaning says already what holds if nothing is given.
pub(super) fn says_default(meaning: &str) -> bool {
    meaning.contains("default")
}

pub(super) fn first_sentence(text: &str) -> String {
    match text.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => text.to_owned(),
    }
}

/// The pages of keys; where they are many, a list of them.
pub(super) fn several(name: &str, sort: &str, found: &[&Entry]) -> Vec<String> {
    if found.len() <= SHOWN {
        return found.iter().map(|key| key_page(key)).collect();
    }
    let mut page = Page::new(name, sort);
    let items: Vec<_> = found
        .iter()
        .map(|key| (key.key.clone(), key.meaning.clone()))
        .collect();
    page.list("Explain one of", &items);
    vec![page.text()]
}

pub(super) fn key_page(entry: &Entry) -> String {
    let mut page = Page::new(&entry.key, "scenario key");
    page.paragraph(&entry.meaning);
    page.fact("Form", &entry.form);
    page.fact("Unit", entry.unit.as_deref().unwrap_or_default());
    page.fact("Range", entry.range.as_deref().unwrap_or_default());
    let default = match (&entry.default, entry.required) {
        (_, true) => "none: it must be given",
        _ if says_default(&entry.meaning) => "",
        (Some(default), _) => default,
        (None, _) => "",
    };
    page.fact("Default", default);
    page.list("Words", &entry.words);
    page.list("Keys", &entry.keys);
    page.verbatim("Example", &entry.example);
    page.text()
}

pub(super) fn form_page(entry: &Entry) -> String {
    let mut page = Page::new(&entry.key, "form of value");
    page.paragraph(&entry.meaning);
    page.list("Keys", &entry.keys);
    for (meaning, keys) in &entry.tables {
        page.list(&format!("As a table: {meaning}"), keys);
    }
    page.verbatim("Example", &entry.example);
    page.text()
}

pub(super) fn measure_page(measure: &Measure) -> String {
    let mut page = Page::new(&measure.id, "measure");
    page.paragraph(&format!("{}.", measure.title));
    page.fact("Counts", &measure.definition);
    page.fact("Unit", &measure.unit);
    page.fact("Exists for", &measures::reach(measure));
    page.text()
}

pub(super) fn code_page(code: Code) -> String {
    let mut page = Page::new(code.as_str(), "diagnostic code");
    page.paragraph(code.description());
    page.paragraph("`docketsim check FILE` shows each place where the rule is broken, and what would be right.");
    page.text()
}
