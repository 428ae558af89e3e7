//! `administrative-closure` and `recalendar`: into inactivity and back.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scenario::document::Rate;

use super::{AppliesTo, Body, Builder, Checker, Common, Number, Path, PolicyKind, nought, unity};
use crate::court::StageId;
use crate::diagnostic::Code;
use crate::policy::{AdministrativeClosure, Change, Recalendar, Wave};

/// Longest wave of a flow [days].
const YEAR: usize = 366;

/// Opens or shuts the way from hearings into inactivity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct AdministrativeClosureDocument {
    /// The docket.
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: String,
    /// The disposition by which cases become inactive; it has `inactive = true`.
    #[schemars(extend("x-ref" = "disposition", "x-example" = "\"administrative-closure\""))]
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
#[schemars(extend("x-one-of" = ["cases", "rate"]))]
pub(in crate::scenario) struct RecalendarDocument {
    /// The docket.
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: String,
    /// How many come back in one wave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 16_000_000, "x-unit" = "cases"))]
    pub cases: Option<Number>,
    /// In place of one wave: how many come back at which time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 100_000, "x-unit" = "cases"))]
    pub rate: Option<Rate>,
    /// Time over which a wave comes back, evenly.
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

impl RecalendarDocument {
    /// The waves: one, or one for each stretch of the rate, none longer than a year.
    fn waves(&self, policy: &Common, build: &Builder<'_>) -> Vec<Wave> {
        let from = policy.effective.0;
        if let Some(cases) = &self.cases {
            return vec![Wave {
                after: 0,
                cases: build.number(cases),
                over: build.days(&self.over),
            }];
        }
        let rate = self.rate.as_ref().map(|rate| build.rate(rate));
        let end = build.document.scenario.end.0 + 1;
        let mut waves = Vec::new();
        for (first, days, per_day) in rate.iter().flat_map(|rate| rate.stretches(from, end)) {
            for start in (0..days).step_by(YEAR) {
                let over = (days - start).min(YEAR as i32);
                waves.push(Wave {
                    after: first + start - from,
                    cases: per_day * f64::from(over),
                    over,
                });
            }
        }
        waves
    }
}

impl RecalendarDocument {
    /// A wave of more cases than can be inactive is one of all of them.
    fn check_wave(&self, cases: &Number, policy: &Common, at: &Path, check: &mut Checker<'_>) {
        let (cases, day) = (check.build.number(cases), policy.effective.0);
        let most = check.inactive_by(&self.docket, day);
        if cases > most && check.sure(&Path::root("opening")) && check.sure(&Path::root("source")) {
            let message = format!(
                "policy `{}` brings back {cases} cases, no more than {} can be inactive on {day}",
                policy.id,
                most.ceil()
            );
            let code = Code::WaveBeyondInactive;
            check.warning(
                code,
                &at.key("cases"),
                message,
                "all that are inactive come back",
            );
        }
    }
}

impl Body for RecalendarDocument {
    fn check(&self, policy: &Common, at: &Path, check: &mut Checker<'_>) {
        let dockets = &check.document.docket;
        let docket = dockets.iter().find(|docket| docket.id == self.docket);
        if let (Some(docket), Some(stage)) = (docket, &self.stage) {
            check.stage_name(docket, stage, &at.key("stage"));
        }
        match (&self.cases, &self.rate) {
            (None, None) => {
                let message = format!("policy `{}` needs `cases` or `rate`", policy.id);
                check.error(Code::MissingKey, at, message, "neither");
            }
            (Some(_), Some(_)) => {
                let message = format!("policy `{}` has both `cases` and `rate`", policy.id);
                check.error(Code::MisplacedKey, &at.key("rate"), message, "");
                check.help("one wave has `cases`, a flow has `rate`");
            }
            (None, Some(rate)) => {
                check.series_from(&rate.0, &at.key("rate"), policy.effective.0);
            }
            (Some(cases), None) => self.check_wave(cases, policy, at, check),
        }
    }

    fn waves(&self, policy: &Common, build: &Builder<'_>) -> usize {
        self.waves(policy, build).len()
    }

    fn change(&self, policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let stage = self.stage.as_ref();
        Arc::new(Recalendar {
            docket: build.docket(&self.docket),
            stage: stage.map_or(StageId(0), |stage| build.stage(&self.docket, stage)),
            waves: self.waves(policy, build),
        })
    }
}
