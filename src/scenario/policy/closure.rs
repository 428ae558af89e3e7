//! `closure`: no sessions between two dates.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Body, Builder, Checker, Common, Date, Path, PolicyKind};
use crate::diagnostic::Code;
use crate::policy::{Change, CourtClosure};

/// Courts do not sit from a date to `until`; or one docket is not heard there.
///
/// On the effective date it becomes known: booked hearings are adjourned for `closure` and booked
/// again, and the book offers none of its days any more. Judges stay, and cost what they cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-until" = "First day on which courts sit again: a closure is announced with its end."))]
pub(in crate::scenario) struct ClosureDocument {
    /// The courts; default: all.
    #[serde(default)]
    #[schemars(extend("x-ref" = "court", "x-max-items" = 200))]
    pub courts: Vec<String>,
    /// The docket that is not heard; default: no session at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ref" = "docket"))]
    pub docket: Option<String>,
    /// First day without sessions; default: the effective date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
}

impl PolicyKind for ClosureDocument {
    const NAME: &'static str = "closure";
    const SUMMARY: &'static str =
        "No sessions between two dates: booked hearings are adjourned and booked again.";
}

impl Body for ClosureDocument {
    fn check(&self, policy: &Common, at: &Path, check: &mut Checker<'_>) {
        let Some(until) = policy.until else {
            let message = format!(
                "closure `{}` needs `until`: when courts sit again",
                policy.id
            );
            check.error(Code::MissingKey, at, message, "`until` is missing");
            return;
        };
        let Some(from) = self.from else { return };
        let place = at.key("from");
        if from.0 < policy.effective.0 {
            let message = format!("closure `{}` starts before it is known", policy.id);
            check.error(Code::ClosureDates, &place, message, "");
            check.also(&at.key("effective"), "known");
        } else if from.0 >= until.0 && check.sure(&at.key("until")) {
            let message = format!(
                "closure `{}` ends on {}, before it starts",
                policy.id, until.0
            );
            check.error(Code::ClosureDates, &place, message, "");
            check.also(&at.key("until"), "the end");
        }
    }

    fn change(&self, policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        Arc::new(CourtClosure {
            courts: build.courts(&self.courts),
            docket: self.docket.as_ref().map(|id| build.docket(id)),
            from: self.from.unwrap_or(policy.effective).0,
        })
    }
}
