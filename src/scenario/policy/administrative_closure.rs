//! `administrative-closure` and `recalendar`: into inactivity and back.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AppliesTo, Body, Builder, Checker, Common, Number, Path, PolicyKind, nought, unity};
use crate::court::StageId;
use crate::diagnostic::Code;
use crate::policy::{AdministrativeClosure, Change, Recalendar};

/// Opens or shuts the way from hearings into inactivity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct AdministrativeClosureDocument {
    /// The docket.
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: String,
    /// The disposition by which cases become inactive; it has `inactive = true`.
    #[schemars(extend("x-ref" = "disposition"))]
    pub disposition: String,
    /// Share of hearings that end so, besides those by the docket's own rules; all other outcomes
    /// share what is left.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub share: Number,
    /// Factor on the share by the docket's own rules; 0 shuts the way, the other outcomes share
    /// what is freed.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "factor"))]
    pub multiplier: Number,
    /// To the full effect.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub ramp: Number,
    /// Which cases it touches, at their next hearing.
    #[serde(default)]
    pub applies_to: AppliesTo,
}

/// Inactive cases of a docket come back in a dated wave, at most all that are inactive.
///
/// Court by court in proportion to what lies there. Cases that come back by another rule are not
/// taken. Their day of filing is not known: they count from their return.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct RecalendarDocument {
    /// The docket.
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: String,
    /// How many come back.
    #[schemars(extend("minimum" = 0, "x-limit" = 16_000_000, "x-unit" = "cases"))]
    pub cases: Number,
    /// Time over which they come back, evenly.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub over: Number,
    /// Stage at which they come back; default: the docket's first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

impl PolicyKind for AdministrativeClosureDocument {
    const NAME: &'static str = "administrative-closure";
    const SUMMARY: &'static str = "Opens or shuts the way from hearings into inactivity.";
}

impl Body for AdministrativeClosureDocument {
    fn check(&self, _policy: &Common, at: &Path, check: &mut Checker<'_>) {
        let list = &check.document.disposition;
        let own = list.iter().find(|own| own.id == self.disposition);
        if own.is_some_and(|own| !own.inactive) {
            let message = format!("disposition `{}` does not make inactive", self.disposition);
            let place = at.key("disposition");
            check.error(Code::DispositionNotInactive, &place, message, "finishes");
            check.help("give the disposition `inactive = true`, or name another one");
        }
    }

    fn change(&self, _policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        Arc::new(AdministrativeClosure {
            docket: build.docket(&self.docket),
            disposition: build.disposition(&self.disposition),
            share: build.number(&self.share),
            multiplier: build.number(&self.multiplier),
            ramp: build.days(&self.ramp),
            cases: self.applies_to.cases(),
        })
    }
}

impl PolicyKind for RecalendarDocument {
    const NAME: &'static str = "recalendar";
    const SUMMARY: &'static str = "Brings inactive cases of a docket back in a dated wave.";
}

impl Body for RecalendarDocument {
    fn check(&self, _policy: &Common, at: &Path, check: &mut Checker<'_>) {
        let dockets = &check.document.docket;
        let docket = dockets.iter().find(|docket| docket.id == self.docket);
        if let (Some(docket), Some(stage)) = (docket, &self.stage) {
            check.stage_name(docket, stage, &at.key("stage"));
        }
    }

    fn change(&self, _policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let stage = self.stage.as_ref();
        Arc::new(Recalendar {
            docket: build.docket(&self.docket),
            stage: stage.map_or(StageId(0), |stage| build.stage(&self.docket, stage)),
            cases: build.count(&self.cases),
            over: build.days(&self.over),
        })
    }
}
