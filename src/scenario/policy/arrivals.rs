//! `arrivals`: more or fewer filings.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Body, Builder, Checker, Common, Number, Path, PolicyKind, nought};
use crate::policy::{Arrivals, Change};

/// Multiplies the filing rate of sources.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct ArrivalsDocument {
    /// The sources.
    #[schemars(length(min = 1), extend("x-ref" = "source", "x-max-items" = 200))]
    pub sources: Vec<String>,
    /// Factor on their rate when fully in force.
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "factor"))]
    pub multiplier: Number,
    /// From the effective date to the first effect.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub lag: Number,
    /// From the first effect to the full effect.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub ramp: Number,
}

impl PolicyKind for ArrivalsDocument {
    const NAME: &'static str = "arrivals";
    const SUMMARY: &'static str =
        "Multiplies the filing rate of sources from a date on, with a lag and a ramp.";
}

impl Body for ArrivalsDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn raises(&self, source: &str) -> Option<&Number> {
        let ours = self.sources.iter().any(|id| id == source);
        ours.then_some(&self.multiplier)
    }

    fn change(&self, _policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        Arc::new(Arrivals {
            sources: self.sources.iter().map(|id| build.source(id)).collect(),
            multiplier: build.number(&self.multiplier),
            lag: build.days(&self.lag),
            ramp: build.days(&self.ramp),
        })
    }
}
