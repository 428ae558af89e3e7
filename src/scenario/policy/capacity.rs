//! `productivity` and `appeals`: what the bench and the appeals body get done.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Body, Builder, Checker, Common, Number, Path, PolicyKind, nought, unity};
use crate::diagnostic::Code;
use crate::policy::{Appeals, Change, Productivity};

/// Scales the bench time of courts: quotas, new technology, support staff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct ProductivityDocument {
    /// The courts; default: all.
    #[serde(default)]
    #[schemars(extend("x-ref" = "court", "x-max-items" = 200))]
    pub courts: Vec<String>,
    /// Factor on bench time when fully in force.
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
    /// Running cost.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e15, "x-unit" = "currency per year"))]
    pub cost_per_year: Number,
    /// Paid once on the effective date.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e15, "x-unit" = "currency"))]
    pub setup_cost: Number,
}

/// Changes what the appeals body decides: first set, then multiplied, then added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct AppealsPolicyDocument {
    /// Decisions in a year; default: as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36_500_000, "x-unit" = "cases per year"))]
    pub decisions_per_year: Option<Number>,
    /// Factor on decisions in a year.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "factor"))]
    pub multiplier: Number,
    /// Added to decisions in a year.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36_500_000, "x-unit" = "cases per year"))]
    pub added: Number,
    /// Share of decisions that remand the case to its court; default: as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub remand: Option<Number>,
    /// To the full effect of `multiplier` and `added`.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub ramp: Number,
    /// Running cost.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e15, "x-unit" = "currency per year"))]
    pub cost_per_year: Number,
}

impl PolicyKind for ProductivityDocument {
    const NAME: &'static str = "productivity";
    const SUMMARY: &'static str = "Scales the bench time of courts, with a lag and a ramp.";
}

impl Body for ProductivityDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn change(&self, policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        Arc::new(Productivity {
            policy: policy.id.clone(),
            courts: build.courts(&self.courts),
            multiplier: build.number(&self.multiplier),
            lag: build.days(&self.lag),
            ramp: build.days(&self.ramp),
            cost_per_year: build.number(&self.cost_per_year),
            setup_cost: build.number(&self.setup_cost),
        })
    }
}

impl PolicyKind for AppealsPolicyDocument {
    const NAME: &'static str = "appeals";
    const SUMMARY: &'static str = "Changes the capacity and the remands of the appeals body.";
}

impl Body for AppealsPolicyDocument {
    fn check(&self, policy: &Common, at: &Path, check: &mut Checker<'_>) {
        if check.document.appeals.is_none() {
            let message = format!("policy `{}` needs an appeals body", policy.id);
            check.error(Code::MissingKey, &at.key("kind"), message, "no `[appeals]`");
            check.help("add an `[appeals]` table with `decisions_per_year`");
        }
    }

    fn sets(&self) -> Vec<(String, &'static str)> {
        let own = [
            (self.decisions_per_year.is_some(), "decisions_per_year"),
            (self.remand.is_some(), "remand"),
        ];
        let set = own.into_iter().filter(|(set, _)| *set);
        set.map(|(_, key)| (format!("`{key}` of the appeals body"), key))
            .collect()
    }

    fn change(&self, policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let number = |own: &Option<Number>| own.as_ref().map(|n| build.number(n));
        Arc::new(Appeals {
            policy: policy.id.clone(),
            decisions: number(&self.decisions_per_year),
            multiplier: build.number(&self.multiplier),
            added: build.number(&self.added),
            remand: number(&self.remand),
            ramp: build.days(&self.ramp),
            cost_per_year: build.number(&self.cost_per_year),
        })
    }
}
