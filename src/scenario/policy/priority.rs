//! `priority`: who is called first, and dedicated dockets.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bench::{Held, while_held};
use super::{AppliesTo, Body, Builder, Checker, Common, Number, Path, PolicyKind};
use crate::policy::{Change, Dedicated, Priority};
use crate::time::Schedule;

/// Sets the priority of a docket, turns the order round, or dedicates bench time to it.
///
/// A priority decides who is called first on a day and who is bumped last. Earlier days come from
/// dedicated bench time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct PriorityDocument {
    /// The docket.
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: String,
    /// Its priority: a lower number is called first; default: as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "maximum" = 255, "x-whole" = true, "x-unit" = "rank"))]
    pub priority: Option<Number>,
    /// Whether, within a priority, the case filed last is called first; holds for all dockets.
    #[serde(default)]
    pub newest_first: bool,
    /// Bench time set aside for the docket.
    #[serde(default)]
    #[schemars(extend("x-max-items" = 400))]
    pub dedicated: Vec<DedicatedDocument>,
    /// Which cases take the priority; booked hearings keep their day.
    #[serde(default)]
    pub applies_to: AppliesTo,
}

/// Bench time of a court set aside for the docket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct DedicatedDocument {
    /// The court.
    #[schemars(extend("x-ref" = "court"))]
    pub court: String,
    /// Session kind of the hearings that it is for.
    #[schemars(extend("x-ref" = "session"))]
    pub session: String,
    /// Session kind that it is taken from; default: the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ref" = "session"))]
    pub from: Option<String>,
    /// Share of the court's bench time of that kind, on top of what is reserved for the docket already.
    /// Hearings of the docket are booked into that time only: it is the docket's limit, too.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub share: Number,
}

impl PolicyKind for PriorityDocument {
    const NAME: &'static str = "priority";
    const SUMMARY: &'static str =
        "Sets who is called first: priority, last in first out, dedicated bench time.";
}

impl Body for PriorityDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn held(&self, policy: &Common, at: &Path, build: &Builder<'_>) -> Vec<Held> {
        let held = |(i, entry): (usize, &DedicatedDocument)| Held {
            court: entry.court.clone(),
            from: entry.from.as_ref().unwrap_or(&entry.session).clone(),
            share: while_held(policy, policy.effective.0, build.number(&entry.share)),
            minutes: Schedule::constant(0.0),
            at: at.key("dedicated").index(i).key("share"),
        };
        self.dedicated.iter().enumerate().map(held).collect()
    }

    fn sets(&self) -> Vec<(String, &'static str)> {
        let rank = self.priority.is_some();
        let lever = format!("the priority of docket `{}`", self.docket);
        rank.then_some((lever, "priority")).into_iter().collect()
    }

    fn change(&self, _policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let dedicated = |entry: &DedicatedDocument| Dedicated {
            court: build.court(&entry.court),
            session: build.session(&entry.session),
            from: build.session(entry.from.as_ref().unwrap_or(&entry.session)),
            share: build.number(&entry.share),
        };
        // Checked to lie in 0-255; a drawn value is rounded.
        let rank = self
            .priority
            .as_ref()
            .map(|n| build.number(n).round() as u8);
        Arc::new(Priority {
            docket: build.docket(&self.docket),
            priority: rank,
            newest_first: self.newest_first,
            dedicated: self.dedicated.iter().map(dedicated).collect(),
            cases: self.applies_to.cases(),
        })
    }
}
