//! `continuance`: fewer or shorter continuances.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AppliesTo, Body, Builder, Checker, Common, Number, Path, PolicyKind, unity};
use crate::policy::{Change, Continuance};

/// Caps or scales continuances: hearings after which the same stage goes on another day.
///
/// What is taken from them goes to the other outcomes in proportion, and what they gain comes from
/// these. A hearing that nothing else can follow is still continued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct ContinuanceDocument {
    /// The dockets.
    #[schemars(length(min = 1), extend("x-ref" = "docket", "x-max-items" = 32))]
    pub dockets: Vec<String>,
    /// Factor on the share of hearings that are continued; no more than all of them are.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "factor"))]
    pub multiplier: Number,
    /// Hearings held in a case, this one included, from which on none is continued; default: no
    /// cap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 1, "maximum" = 254, "x-whole" = true, "x-unit" = "hearings"))]
    pub max_hearings: Option<Number>,
    /// Factor on the interval to the next hearing.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "factor"))]
    pub interval: Number,
    /// Which cases it touches, at their next hearing.
    #[serde(default)]
    pub applies_to: AppliesTo,
}

impl PolicyKind for ContinuanceDocument {
    const NAME: &'static str = "continuance";
    const SUMMARY: &'static str = "Caps or scales continuances, or the intervals after them.";
}

impl Body for ContinuanceDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn change(&self, _policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let most = self.max_hearings.as_ref().map(|n| build.minutes(n));
        Arc::new(Continuance {
            dockets: self.dockets.iter().map(|id| build.docket(id)).collect(),
            multiplier: build.number(&self.multiplier),
            most,
            interval: build.number(&self.interval),
            cases: self.applies_to.cases(),
        })
    }
}
