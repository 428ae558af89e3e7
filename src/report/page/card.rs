//! The reform card on the page: differences in groups, by what they belong to.

use serde::Serialize;

use crate::report::manifest::{Difference, ScenarioInfo};

/// The differences of a scenario from its baseline.
#[derive(Debug, Serialize)]
pub struct Card<'a> {
    /// The scenario.
    pub label: &'a str,
    /// What it is compared with.
    pub baseline: String,
    /// The differences, by what they belong to.
    pub groups: Vec<Group<'a>>,
}

/// Differences in one part of a scenario.
#[derive(Debug, Serialize)]
pub struct Group<'a> {
    /// The part, and what happens to it.
    pub heading: String,
    /// Citation of a policy.
    pub source: Option<&'a str>,
    /// Its rows.
    pub rows: Vec<Row<'a>>,
}

/// A difference, with the end of its key.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    /// The key within its part.
    pub key: &'a str,
    /// The difference.
    pub info: &'a Difference,
}

/// The card of a scenario; `None` where it has no baseline.
pub fn card<'a>(info: &'a ScenarioInfo) -> Option<Card<'a>> {
    if info.baseline.is_none() && info.differences.is_empty() {
        return None;
    }
    let mut groups: Vec<(&str, Vec<Row>)> = Vec::new();
    for difference in &info.differences {
        let (part, key) = split(&difference.key);
        let row = Row {
            key,
            info: difference,
        };
        match groups.iter_mut().find(|(other, _)| *other == part) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((part, vec![row])),
        }
    }
    // Policies are what the reader looks for.
    groups.sort_by_key(|(part, _)| !part.starts_with("policy"));
    Some(Card {
        label: info.label(),
        baseline: baseline(info),
        groups: groups
            .into_iter()
            .map(|(part, rows)| Group {
                heading: heading(part, &rows),
                source: part
                    .strip_prefix("policy.")
                    .and_then(|id| info.policies.iter().find(|policy| policy.id == id))
                    .and_then(|policy| policy.source.as_deref()),
                rows,
            })
            .collect(),
    })
}

fn baseline(info: &ScenarioInfo) -> String {
    let Some(baseline) = &info.baseline else {
        return "the baseline".to_owned();
    };
    let title = if baseline.title.is_empty() {
        &baseline.name
    } else {
        &baseline.title
    };
    format!("{title} ({}): {}", baseline.file, baseline.relation)
}

/// The part that a key belongs to, and the rest of the key.
fn split(key: &str) -> (&str, &str) {
    let listed = [
        "policy",
        "policies",
        "court",
        "docket",
        "source",
        "session",
        "disposition",
        "opening",
    ];
    let mut dots = key.match_indices('.').map(|(at, _)| at);
    let first = dots.next();
    let entry = first.is_some_and(|at| listed.contains(&&key[..at]));
    match if entry { dots.next() } else { first } {
        Some(at) => (&key[..at], &key[at + 1..]),
        None if entry => (key, ""),
        None => (key, key),
    }
}

fn heading(part: &str, rows: &[Row]) -> String {
    let name = match part.split_once('.') {
        Some((list, id)) => format!("{} {id}", capital(list)),
        None => capital(part),
    };
    // A new court or policy has a value that every one has.
    let whole = |row: &&Row| ["kind", "judges", "waits", "pending", "share"].contains(&row.key);
    let identity = rows.iter().find(whole);
    let entry = part.contains('.');
    let new = rows.iter().all(|row| row.info.baseline.is_empty());
    let gone = rows.iter().all(|row| row.info.scenario.is_empty());
    match (entry, new, gone) {
        (true, true, _) if identity.is_some() || rows.len() > 2 => format!("{name}: new"),
        (true, _, true) => format!("{name}: dropped"),
        _ => name,
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_belongs_to_its_entry_or_its_table() {
        assert_eq!(split("policy.mpp.capacity"), ("policy.mpp", "capacity"));
        assert_eq!(
            split("docket.asylum.stage.merits.planned"),
            ("docket.asylum", "stage.merits.planned")
        );
        assert_eq!(split("rules.minimum_notice"), ("rules", "minimum_notice"));
        assert_eq!(split("parameters.posts"), ("parameters", "posts"));
    }
}
