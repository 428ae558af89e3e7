//! `representation`: representatives for those who have none.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AppliesTo, Body, Builder, Checker, Common, Number, Path, PolicyKind, nought, unity};
use crate::policy::{Change, RepresentationOffer};

/// Finds representatives for respondents of a docket who have none.
///
/// One is found before a hearing held while it is in force, and stays when it ends. Absence and
/// outcomes then are those of represented cases, as the docket says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct RepresentationDocument {
    /// The docket.
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: String,
    /// Share of those without a representative who get one.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub share: Number,
    /// Factor on the minutes of their hearings while it is in force.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "factor"))]
    pub minutes: Number,
    /// Paid once for each case.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e9, "x-unit" = "currency per case"))]
    pub cost_per_case: Number,
    /// Running cost besides.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e15, "x-unit" = "currency per year"))]
    pub cost_per_year: Number,
    /// To the full share.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub ramp: Number,
    /// Which cases it touches.
    #[serde(default)]
    pub applies_to: AppliesTo,
}

impl PolicyKind for RepresentationDocument {
    const NAME: &'static str = "representation";
    const SUMMARY: &'static str = "Finds representatives for respondents who have none, at a cost.";
}

impl Body for RepresentationDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn change(&self, policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        Arc::new(RepresentationOffer {
            policy: policy.id.clone(),
            docket: build.docket(&self.docket),
            share: build.number(&self.share),
            minutes: build.number(&self.minutes),
            cost_per_case: build.number(&self.cost_per_case),
            cost_per_year: build.number(&self.cost_per_year),
            ramp: build.days(&self.ramp),
            cases: self.applies_to.cases(),
        })
    }
}
