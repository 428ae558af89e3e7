//! What a report says of the policies of a scenario.

use std::collections::BTreeMap;

use super::manifest::{Labelled, PolicyInfo};
use crate::scenario::{self, Scenario};

/// The policies, provisions of a bill one by one.
pub fn policies(scenario: &Scenario) -> Vec<PolicyInfo> {
    let info = |p: &scenario::PolicyInfo| PolicyInfo {
        id: p.id.clone(),
        kind: p.kind.clone(),
        name: p.name.clone(),
        bill: p.bill_name.clone(),
        ready_drawn: ready_drawn(scenario, &p.key),
        effective: p.effective.to_string(),
        until: p.until.map(|day| (day - 1).to_string()),
        probability: (p.probability < 1.0).then_some(p.probability),
        source: p.source.clone(),
        note: p.note.clone(),
        fields: fields(scenario, &p.key),
        file: p.file.clone(),
        line: p.line as u32,
    };
    scenario.policies_info.iter().map(info).collect()
}

/// Whether the time until the host is ready comes from a distribution: one of more than one number.
fn ready_drawn(scenario: &Scenario, key: &str) -> bool {
    let delay = format!("{key}.ready.delay.");
    let numbers = scenario.parameters.iter();
    numbers.filter(|p| p.key.starts_with(&delay)).count() > 1
}

/// What a policy sets, by the end of its key. A list of courts has the name of the court in place of
/// its number.
fn fields(scenario: &Scenario, key: &str) -> Vec<Labelled> {
    const COLUMNS: [&str; 4] = ["kind", "effective", "until", "probability"];
    let prefix = format!("{key}.");
    let values = scenario.values.iter();
    let own = values.filter_map(|value| Some((value.key.strip_prefix(&prefix)?, &value.shown)));
    let own: Vec<(&str, &String)> = own.filter(|(key, _)| !COLUMNS.contains(key)).collect();
    let courts = &scenario.blueprint().courts;
    let name = |id: &str| {
        let court = courts.iter().find(|court| court.id == id);
        court.map_or_else(|| id.to_owned(), |court| court.name.clone())
    };
    let named = own
        .iter()
        .filter_map(|(key, shown)| Some((item(key)?, shown)));
    let named = named.filter(|((_, field), _)| *field == "court");
    let named: BTreeMap<&str, String> = named.map(|((of, _), id)| (of, name(id))).collect();
    let label = |key: &str| {
        let Some((of, field)) = item(key) else {
            return Some(key.to_owned());
        };
        match named.get(of) {
            Some(_) if field == "court" => None,
            Some(court) => Some(format!("{field} at {court}")),
            None => Some(key.to_owned()),
        }
    };
    let labelled = own.iter().filter_map(|(key, shown)| {
        Some(Labelled {
            label: label(key)?,
            value: shown.to_string(),
        })
    });
    labelled.collect()
}

/// The item of a list of courts that a key is of, and its field: `courts.2` and `posts`.
fn item(key: &str) -> Option<(&str, &str)> {
    let rest = key.strip_prefix("courts.")?;
    let (number, field) = rest.split_once('.')?;
    let length = key.len() - rest.len() + number.len();
    Some((&key[..length], field))
}
