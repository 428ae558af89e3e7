//! Named forms of `arrivals`: `e-verify`, `end-diversity-visa`, `fear-standard`, `deterrence`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Body, Builder, Checker, Common, Number, Path, PolicyKind, nought, unity};
use crate::policy::{Arrivals, ArrivalsForm, Change};

/// Mandatory checks of the right to work: fewer come who come to work.
///
/// Filings of the sources are multiplied by 1 - working * coverage * effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct EVerifyDocument {
    /// The sources.
    #[schemars(length(min = 1), extend("x-ref" = "source", "x-max-items" = 200))]
    pub sources: Vec<String>,
    /// Share of their filings that concern people who came to work.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub working: Number,
    /// Share of jobs at which the check is really made.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub coverage: Number,
    /// Share of those who would not come if every job were checked.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub effect: Number,
    /// From the effective date to the first effect.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub lag: Number,
    /// From the first effect to the full effect.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub ramp: Number,
}

/// The end of the diversity visa lottery: winners live abroad, so the direct effect is near zero.
///
/// Filings of the sources are multiplied by 1 + direct_effect + diverted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct EndDiversityVisaDocument {
    /// The sources.
    #[schemars(length(min = 1), extend("x-ref" = "source", "x-max-items" = 200))]
    pub sources: Vec<String>,
    /// Change of their filings because winners no longer come before the courts.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = -1, "maximum" = 0, "x-unit" = "share"))]
    pub direct_effect: Number,
    /// Change of their filings because some who would have won come in another way.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub diverted: Number,
    /// From the effective date to the first effect.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub lag: Number,
}

/// A higher standard of credible fear: fewer claims are referred to the courts.
///
/// Filings of the sources are multiplied by 1 - screened * (1 - after / before).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct FearStandardDocument {
    /// The sources.
    #[schemars(length(min = 1), extend("x-ref" = "source", "x-max-items" = 200))]
    pub sources: Vec<String>,
    /// Share of their filings that are referred by a screening of fear.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub screened: Number,
    /// Share of claims referred under the standard in force.
    #[schemars(extend("minimum" = 0.001, "maximum" = 1, "x-unit" = "share"))]
    pub before: Number,
    /// Share of claims referred under the new standard.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub after: Number,
    /// From the effective date to the first effect.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub lag: Number,
    /// From the first effect to the full effect.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub ramp: Number,
}

/// People are kept from coming by what they hear; such effects are often seen to fade.
///
/// Filings of the sources are multiplied by 1 - effect, less as the effect fades.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct DeterrenceFormDocument {
    /// The sources.
    #[schemars(length(min = 1), extend("x-ref" = "source", "x-max-items" = 200))]
    pub sources: Vec<String>,
    /// Share of filings that do not happen at the full effect; below 0: more of them.
    #[schemars(extend("minimum" = -10, "maximum" = 1, "x-unit" = "share"))]
    pub effect: Number,
    /// Time in which half of the effect is gone again; default: it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 30, "x-limit" = 36500, "x-unit" = "days"))]
    pub half_life: Option<Number>,
    /// From the effective date to the first effect.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub lag: Number,
    /// From the first effect to the full effect.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub ramp: Number,
}

/// Filings of some sources times a factor, in time.
struct Shape<'a> {
    sources: &'a [String],
    multiplier: f64,
    lag: &'a Number,
    ramp: Option<&'a Number>,
    half_life: Option<f64>,
}

fn form(kind: &'static str, shape: Shape<'_>, build: &Builder<'_>) -> Arc<dyn Change> {
    Arc::new(ArrivalsForm {
        kind,
        arrivals: Arrivals {
            sources: shape.sources.iter().map(|id| build.source(id)).collect(),
            multiplier: shape.multiplier.max(0.0),
            lag: build.days(shape.lag),
            ramp: shape.ramp.map_or(0, |ramp| build.days(ramp)),
        },
        half_life: shape.half_life,
    })
}

impl PolicyKind for EVerifyDocument {
    const NAME: &'static str = "e-verify";
    const SUMMARY: &'static str =
        "Mandatory checks of the right to work: fewer filings of those who come to work.";
}

impl Body for EVerifyDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn change(&self, _policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let reached = build.number(&self.working) * build.number(&self.coverage);
        let shape = Shape {
            sources: &self.sources,
            multiplier: 1.0 - reached * build.number(&self.effect),
            lag: &self.lag,
            ramp: Some(&self.ramp),
            half_life: None,
        };
        form(Self::NAME, shape, build)
    }
}

impl PolicyKind for EndDiversityVisaDocument {
    const NAME: &'static str = "end-diversity-visa";
    const SUMMARY: &'static str =
        "The end of the diversity visa lottery: a direct effect on filings near zero.";
}

impl Body for EndDiversityVisaDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn change(&self, _policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let change = build.number(&self.direct_effect) + build.number(&self.diverted);
        let shape = Shape {
            sources: &self.sources,
            multiplier: 1.0 + change,
            lag: &self.lag,
            ramp: None,
            half_life: None,
        };
        form(Self::NAME, shape, build)
    }
}

impl PolicyKind for FearStandardDocument {
    const NAME: &'static str = "fear-standard";
    const SUMMARY: &'static str =
        "A higher standard of credible fear: fewer claims are referred to the courts.";
}

impl Body for FearStandardDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn change(&self, _policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let kept = build.number(&self.after) / build.number(&self.before);
        let shape = Shape {
            sources: &self.sources,
            multiplier: 1.0 - build.number(&self.screened) * (1.0 - kept),
            lag: &self.lag,
            ramp: Some(&self.ramp),
            half_life: None,
        };
        form(Self::NAME, shape, build)
    }
}

impl PolicyKind for DeterrenceFormDocument {
    const NAME: &'static str = "deterrence";
    const SUMMARY: &'static str =
        "People are kept from coming: fewer filings, after a lag, with an effect that may fade.";
}

impl Body for DeterrenceFormDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn change(&self, _policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let shape = Shape {
            sources: &self.sources,
            multiplier: 1.0 - build.number(&self.effect),
            lag: &self.lag,
            ramp: Some(&self.ramp),
            half_life: self.half_life.as_ref().map(|days| build.number(days)),
        };
        form(Self::NAME, shape, build)
    }
}
