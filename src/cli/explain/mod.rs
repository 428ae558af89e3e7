//! `explain`: what a key, measure, policy kind or diagnostic code means.

mod columns;
mod layout;
mod measures;
mod pages;

use std::collections::BTreeSet;

use clap::Args;

use super::failure::Failure;
use super::terminal::Terminal;
use crate::diagnostic::{Code, nearest};
use crate::experiment::Measure;
use crate::scenario::KINDS;
use crate::scenario::lexicon::{self, Entry};
use columns::{COLUMNS, COMMANDS, column_page, command_page};
use layout::Page;
use pages::{code_page, first_sentence, form_page, key_page, measure_page, says_default, several};

/// Says what a scenario key, a measure, a policy kind or a diagnostic code means, with unit,
/// default, range and an example; alone, lists what there is.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  docketsim explain court.judges\n  docketsim explain remain-in-host\n  \
    docketsim explain cohort_merits_p50\n  docketsim explain shares-not-one\n  docketsim explain"
)]
pub struct Explain {
    /// A scenario key, a measure id, a policy kind, a form of value or a diagnostic code
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

impl Explain {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let book = Book::new();
        let text = match &self.name {
            None => book.contents(),
            Some(name) => book.explain(name.trim()).ok_or_else(|| book.miss(name))?,
        };
        terminal.result(&text);
        Ok(())
    }
}

/// Everything that can be explained.
struct Book {
    keys: Vec<Entry>,
    forms: Vec<Entry>,
    /// Keys of the forms of values.
    parts: Vec<Entry>,
    measures: Vec<Measure>,
}

/// Most keys that are shown in full where only their last part was given.
const SHOWN: usize = 4;

impl Book {
    fn new() -> Self {
        Self {
            keys: lexicon::keys(),
            forms: lexicon::forms(),
            parts: lexicon::parts(),
            measures: measures::all(),
        }
    }

    /// Everything that a name means; `None` if it means nothing.
    fn explain(&self, name: &str) -> Option<String> {
        let mut pages: Vec<String> = Vec::new();
        // A kind as it is named among the keys is nothing else.
        if let Some(kind) = name
            .strip_prefix("policy.")
            .and_then(|kind| self.kind(kind))
        {
            return Some(kind);
        }
        // The word under `kind` says which kind a policy is.
        if let Some(above) = name.strip_suffix(".kind") {
            let word = above.rsplit('.').next().unwrap_or(above);
            if above == "policy" || above.starts_with("policy.") {
                let policy = || self.keys.iter().find(|key| key.key == "policy");
                return self.kind(word).or_else(|| policy().map(key_page));
            }
        }
        pages.extend(self.kind(name));
        pages.extend(
            self.forms
                .iter()
                .filter(|form| form.key == name)
                .map(form_page),
        );
        let measures = self.measures.iter();
        pages.extend(
            measures
                .filter(|measure| measures::answers(measure, name))
                .map(measure_page),
        );
        let codes = Code::ALL.iter().filter(|code| code.as_str() == name);
        pages.extend(codes.map(|&code| code_page(code)));
        pages.extend(column_page(name));
        pages.extend(command_page(name));
        pages.extend(self.keys_of(name).into_iter().map(key_page));
        let others: [fn(&Self, &str) -> Vec<String>; 4] =
            [Self::by_last_part, Self::part, Self::word, Self::within];
        for other in others {
            if pages.is_empty() {
                pages = other(self, name);
            }
        }
        (!pages.is_empty()).then(|| pages.join("\n\n"))
    }

    /// Keys of this name; where none has it exactly, those that it means with ids in it.
    fn keys_of(&self, name: &str) -> Vec<&Entry> {
        // A kind has a page of its own.
        let kind = |key: &Entry| {
            KINDS
                .iter()
                .any(|k| key.key == format!("policy.{}", k.name))
        };
        let all = || self.keys.iter().filter(|key| !kind(key));
        let inside = format!("policy.{name}");
        let exact = all().filter(|key| key.key == name || key.key == inside);
        let exact: Vec<&Entry> = exact.collect();
        if exact.is_empty() {
            return all()
                .filter(|key| key.answers(name) || key.answers(&inside))
                .collect();
        }
        exact
    }

    fn kind(&self, name: &str) -> Option<String> {
        let kind = KINDS.iter().find(|kind| kind.name == name)?;
        let key = format!("policy.{name}");
        let entry = self.keys.iter().find(|entry| entry.key == key)?;
        let mut page = Page::new(name, "policy kind");
        page.paragraph(kind.summary);
        page.list(
            &format!("Keys; more about one with `docketsim explain {key}.<key>`"),
            &self.marked(entry),
        );
        page.verbatim("Example", &entry.example);
        Some(page.text())
    }

    /// Keys of a kind; those that must be given are marked.
    fn marked(&self, kind: &Entry) -> Vec<(String, String)> {
        let full = |name: &str| format!("{}.{name}", kind.key);
        let note = |name: &str| {
            let key = self.keys.iter().find(|entry| entry.key == full(name))?;
            let unit = key.unit.as_ref().map(|unit| format!(" [{unit}]"));
            let default = match (&key.default, key.required) {
                (_, true) => " Must be given.".to_owned(),
                (Some(default), _) if !says_default(&key.meaning) => {
                    format!(" Default: {default}.")
                }
                _ => String::new(),
            };
            Some(format!("{}{default}", unit.unwrap_or_default()))
        };
        let keys = kind.keys.iter();
        keys.map(|(name, meaning)| {
            let note = note(name).unwrap_or_default();
            (name.clone(), format!("{meaning}{note}"))
        })
        .collect()
    }

    /// Keys of which only the last part was given.
    fn by_last_part(&self, name: &str) -> Vec<String> {
        // Within a bill the keys of all kinds come again.
        let bare = |key: &&Entry| key.last() == name && !key.key.contains(".policies.");
        let found: Vec<&Entry> = self.keys.iter().filter(bare).collect();
        several(name, "several scenario keys", &found)
    }

    /// A key of a form of value, with or without the name of the form.
    fn part(&self, name: &str) -> Vec<String> {
        let named = |part: &&Entry| part.key == name || part.last() == name;
        let found: Vec<&Entry> = self.parts.iter().filter(named).collect();
        several(name, "several keys of values", &found)
    }

    /// A word that keys may have as their value.
    fn word(&self, name: &str) -> Vec<String> {
        let keys = self
            .keys
            .iter()
            .filter(|key| !key.key.contains(".policies."));
        let uses = keys.chain(&self.parts).filter_map(|key| {
            let (_, meaning) = key.words.iter().find(|(word, _)| word == name)?;
            let meaning = if meaning.is_empty() {
                &key.meaning
            } else {
                meaning
            };
            Some((key.key.clone(), meaning.clone()))
        });
        // Forms of values have keys in common.
        let last = |key: &str| key.rsplit('.').next().map(str::to_owned);
        let mut seen = BTreeSet::new();
        let uses = uses.filter(|(key, meaning)| seen.insert((last(key), meaning.clone())));
        let uses: Vec<(String, String)> = uses.collect();
        if uses.is_empty() {
            return Vec::new();
        }
        let mut page = Page::new(name, "word");
        page.list("A value of these keys", &uses);
        vec![page.text()]
    }

    /// A key inside a value, or one of the user's own: what holds it, and what it is there.
    fn within(&self, name: &str) -> Vec<String> {
        let names: Vec<&str> = name.split('.').collect();
        let part = |name: &str| self.parts.iter().find(|part| part.last() == name);
        for at in (1..names.len()).rev() {
            let (above, below) = (names[..at].join("."), &names[at..]);
            let mut found = self.keys_of(&above);
            found.retain(|key| key.holds(below, |name| part(name).is_some()));
            if found.is_empty() {
                continue;
            }
            let mut pages = several(&above, "several scenario keys", &found);
            let mut page = Page::new(&below.join("."), "inside it");
            let parts = below.iter().filter_map(|name| part(name));
            let parts: Vec<_> = parts
                .map(|part| (part.last().to_owned(), part.meaning.clone()))
                .collect();
            page.list("Keys", &parts);
            if !parts.is_empty() {
                pages.push(page.text());
            }
            return pages;
        }
        Vec::new()
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let keys = self.keys.iter().chain(&self.forms).chain(&self.parts);
        let words = keys.clone().flat_map(|entry| &entry.words);
        let words = words.map(|(word, _)| word.as_str());
        let keys = keys.flat_map(|entry| [entry.key.as_str(), entry.last()]);
        let measures = self.measures.iter().map(|measure| measure.id.as_str());
        let codes = Code::ALL.iter().map(|code| code.as_str());
        let columns = COLUMNS.iter().map(|(name, _)| *name);
        keys.chain(words)
            .chain(measures)
            .chain(codes)
            .chain(columns)
            .chain(COMMANDS.iter().map(|(name, _)| *name))
    }

    fn miss(&self, name: &str) -> Failure {
        let names: BTreeSet<&str> = self.names().collect();
        let mut left: Vec<&str> = names.into_iter().collect();
        let mut near: Vec<String> = Vec::new();
        while let (Some(found), true) = (nearest(name, left.iter().copied()), near.len() < 3) {
            near.push(format!("`{found}`"));
            left.retain(|other| *other != found);
        }
        let part = name.to_lowercase();
        let holding = left
            .iter()
            .filter(|other| part.len() > 2 && other.contains(&part));
        near.extend(holding.take(3).map(|other| format!("`{other}`")));
        let hint = if near.is_empty() {
            "`docketsim explain` alone lists what there is".to_owned()
        } else {
            format!("nearest: {}", near.join(", "))
        };
        Failure::Argument(format!(
            "there is no key, measure, policy kind or diagnostic code `{name}`; {hint}"
        ))
    }

    /// What there is, in lists.
    fn contents(&self) -> String {
        let mut page = Page::new("docketsim explain NAME", "what can be explained");
        let pair = |name: &str, text: &str| (name.to_owned(), first_sentence(text));
        let top = self.keys.iter().filter(|key| !key.key.contains('.'));
        let top: Vec<_> = top.map(|key| pair(&key.key, &key.meaning)).collect();
        page.list(
            "Scenario files: tables, such as court; keys inside them as court.judges",
            &top,
        );
        let kinds: Vec<_> = KINDS
            .iter()
            .map(|kind| pair(kind.name, kind.summary))
            .collect();
        page.list("Policy kinds", &kinds);
        let forms: Vec<_> = self
            .forms
            .iter()
            .map(|form| pair(&form.key, &form.meaning))
            .collect();
        page.list("Forms of values", &forms);
        let measures = self.measures.iter();
        let measures: Vec<_> = measures
            .map(|m| pair(&m.id, &format!("{}.", m.title)))
            .collect();
        page.list("Measures", &measures);
        let codes: Vec<_> = Code::ALL
            .iter()
            .map(|code| pair(code.as_str(), code.description()))
            .collect();
        page.list("Diagnostic codes", &codes);
        let columns: Vec<_> = COLUMNS
            .iter()
            .map(|(name, text)| pair(name, text))
            .collect();
        page.list("Columns of the result files", &columns);
        let commands: Vec<_> = COMMANDS
            .iter()
            .map(|(name, text)| pair(name, text))
            .collect();
        page.list("Commands", &commands);
        page.text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    #[test]
    fn every_key_that_the_program_itself_names_is_explained() {
        let book = Book::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for folder in ["scenarios", "scenarios/policies"] {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_none_or(|extension| extension != "toml") {
                    continue;
                }
                let loaded = load(&path, &[]).unwrap_or_else(|faults| panic!("{faults}"));
                let numbers = loaded.scenario.parameters.into_iter();
                names.extend(numbers.map(|number| number.key));
            }
        }
        assert!(names.len() > 300, "{}", names.len());
        names.extend(KINDS.iter().map(|kind| format!("policy.{}", kind.name)));
        names.extend(KINDS.iter().map(|kind| kind.name.to_owned()));
        names.extend(book.keys.iter().map(|key| key.key.clone()));
        names.extend(book.parts.iter().map(|key| key.key.clone()));
        for words in book.keys.iter().chain(&book.parts).map(|key| &key.words) {
            names.extend(words.iter().map(|(word, _)| word.clone()));
        }
        names.extend(["normal", "pert", "steps", "timing", "remove"].map(str::to_owned));
        let missed = names.iter().filter(|name| book.explain(name).is_none());
        let missed: Vec<&String> = missed.collect();
        assert!(missed.is_empty(), "{missed:#?}");
    }

    #[test]
    fn a_kind_is_no_other_key_and_what_is_unknown_stays_so() {
        let book = Book::new();
        let page = book.explain("policy.deterrence").unwrap();
        assert!(page.starts_with("deterrence  (policy kind)"), "{page}");
        let mean = book.explain("judges.selection.mean").unwrap();
        assert!(
            mean.starts_with("judges.selection  (scenario key)"),
            "{mean}"
        );
        assert!(mean.contains("mean  (inside it)"), "{mean}");
        for nothing in [
            "judges.selection.maen",
            "court.nonsense.more",
            "scenario.seed.value",
        ] {
            assert!(book.explain(nothing).is_none(), "{nothing}");
        }
        let Failure::Argument(miss) = book.miss("nromal") else {
            panic!("a name that means nothing is a wrong argument");
        };
        assert!(miss.contains("`normal`"), "{miss}");
        let near: Vec<&str> = miss.split('`').skip(3).step_by(2).collect();
        let distinct: BTreeSet<&&str> = near.iter().collect();
        assert_eq!(near.len(), distinct.len(), "{miss}");
    }
}
