//! The scenario as it was known on a day: what came later is not there.

use serde_json::Value as Json;

use super::build::Builder;
use super::document::Document;
use super::draws::Draws;
use super::semantics::year_of;
use super::{Scenario, assemble};
use crate::time::Day;

impl Scenario {
    /// The scenario without what a day did not know: later values of dated series (the last known
    /// one lasts), policies that take effect later, the ends of policies in force, and drawn
    /// vectors. Parameters of yearly families keep their dates, since they are forecast.
    pub fn known_at(&self, day: Day) -> Scenario {
        let yearly = self.document.history.as_ref().map(|h| h.yearly.clone());
        let yearly = yearly.unwrap_or_default();
        let kept = |name: &str| yearly.iter().any(|stem| year_of(name, stem).is_some());
        let mut json = serde_json::to_value(&self.document).expect("a document can be written");
        forget_policies(&mut json, day);
        forget_steps(&mut json, day, &kept);
        let mut document: Document =
            serde_json::from_value(json).expect("a document without some of its parts is one");
        document.draws = None;
        self.with_document(document)
    }

    /// The scenario with another last day, not after its own.
    pub fn ending(&self, last: Day) -> Scenario {
        let mut document = self.document.clone();
        document.scenario.end.0 = last.min(document.scenario.end.0);
        document
            .policy
            .retain(|policy| policy.common.effective.0 <= last);
        self.with_document(document)
    }

    /// The scenario without drawn vectors.
    pub fn without_draws(&self) -> Scenario {
        let mut document = self.document.clone();
        document.draws = None;
        self.with_document(document)
    }

    /// The scenario with drawn vectors in place of its own.
    pub fn with_draws(&self, draws: Draws) -> Scenario {
        let mut scenario = self.clone();
        scenario.draws = Some(draws);
        scenario
    }

    fn with_document(&self, document: Document) -> Scenario {
        let build = Builder::new(&document, &self.central, &self.variates);
        let model = build.model(&self.model.blueprint.calendar);
        Scenario {
            end: document.scenario.end.0,
            draws: assemble::draws(&document),
            model,
            document,
            ..self.clone()
        }
    }
}

/// A date of a table.
fn date(table: &Json, key: &str) -> Option<Day> {
    table.get(key)?.as_str()?.parse().ok()
}

/// Drops policies after a day, in bills as well, and the ends of those that hold.
fn forget_policies(json: &mut Json, day: Day) {
    for key in ["policy", "policies"] {
        let Some(list) = json.get_mut(key).and_then(Json::as_array_mut) else {
            continue;
        };
        list.retain(|policy| date(policy, "effective").is_none_or(|from| from <= day));
        for policy in list {
            let later = date(policy, "until").is_some_and(|until| until > day);
            // A closure is announced with its end.
            let announced = policy.get("kind").is_some_and(|kind| kind == "closure");
            if let (Some(table), true) = (policy.as_object_mut(), later && !announced) {
                table.remove("until");
            }
            forget_policies(policy, day);
        }
    }
}

/// Drops later steps of every series; where none is left the first one stays.
fn forget_steps(json: &mut Json, day: Day, kept: &dyn Fn(&str) -> bool) {
    match json {
        Json::Object(table) => {
            if let Some(steps) = table.get_mut("steps").and_then(Json::as_array_mut) {
                let named = |step: &Json| step["value"].as_str().is_some_and(kept);
                let first = steps.first().cloned();
                steps.retain(|step| {
                    date(step, "from").is_none_or(|from| from <= day) || named(step)
                });
                if let (true, Some(first)) = (steps.is_empty(), first) {
                    steps.push(first);
                }
                let until = table.get("until").and_then(Json::as_str);
                let until: Option<Day> = until.and_then(|text| text.parse().ok());
                if until.is_some_and(|until| until > day) {
                    table.remove("until");
                }
            }
            table
                .values_mut()
                .for_each(|value| forget_steps(value, day, kept));
        }
        Json::Array(items) => items
            .iter_mut()
            .for_each(|item| forget_steps(item, day, kept)),
        _ => {}
    }
}
