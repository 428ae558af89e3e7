//! `relief-program`: cases closed, or never filed, because people get a status.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AppliesTo, Body, Builder, Checker, Common, Number, Path, PolicyKind, nought};
use crate::policy::{Change, ReliefProgram};

/// A share of the cases of a docket is closed over a period, or never filed.
///
/// Which pending cases it is, is drawn once for each case on the effective date; their hearings
/// are then called off, and each is closed on its own day. When it ends, what is not closed by
/// then goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct ReliefProgramDocument {
    /// The docket.
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: String,
    /// How the cases end.
    #[schemars(extend("x-ref" = "disposition"))]
    pub disposition: String,
    /// Share of the docket's pending cases that is closed; nothing if it applies to new ones only.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub share: Number,
    /// Share of its new cases that is not filed while it holds; default: `share`; nothing if it
    /// applies to pending ones only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub arriving: Option<Number>,
    /// Share of its inactive cases that is closed for good; they count as no completions.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub inactive: Number,
    /// Time over which pending and inactive cases are closed, evenly.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub over: Number,
    /// Which cases it touches.
    #[serde(default)]
    pub applies_to: AppliesTo,
}

impl PolicyKind for ReliefProgramDocument {
    const NAME: &'static str = "relief-program";
    const SUMMARY: &'static str =
        "Closes a share of pending and inactive cases over a period and keeps new ones away.";
}

impl Body for ReliefProgramDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn change(&self, _policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let touches = |cases: AppliesTo, share: f64| {
            if [AppliesTo::All, cases].contains(&self.applies_to) {
                share
            } else {
                0.0
            }
        };
        let arriving = build.number(self.arriving.as_ref().unwrap_or(&self.share));
        Arc::new(ReliefProgram {
            docket: build.docket(&self.docket),
            disposition: build.disposition(&self.disposition),
            pending: touches(AppliesTo::Pending, build.number(&self.share)),
            inactive: touches(AppliesTo::Pending, build.number(&self.inactive)),
            arriving: touches(AppliesTo::New, arriving),
            over: build.days(&self.over),
        })
    }
}
