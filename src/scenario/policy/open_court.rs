//! `open-court`: a court that opens.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bench::{Staff, while_held};
use super::{Body, Builder, Checker, Common, Number, Path, PolicyKind, nought};
use crate::diagnostic::Code;
use crate::policy::{Catchment, Change, OpenCourt};
use crate::time::Day;

/// Opens a court of the scenario that had no judges, and sends it cases of others.
///
/// When it ends, the court closes and its pending cases go back to the courts of its catchment, those of
/// people at a host site too, who wait there as before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct OpenCourtDocument {
    /// The court: one of the scenario, with `judges = 0`.
    #[schemars(extend("x-ref" = "court", "x-example" = "\"new-court\""))]
    pub court: String,
    /// Authorised posts, filled through the hiring pipeline.
    #[schemars(extend("minimum" = 0, "x-limit" = 10000, "x-unit" = "judges"))]
    pub posts: Number,
    /// Courtrooms; default: as many as posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 10000, "x-unit" = "courtrooms"))]
    pub courtrooms: Option<Number>,
    /// From the effective date to the opening: building, leasing, equipping.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub lead_time: Number,
    /// How long before the opening the posts may be filled, at most the lead time.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub hiring_ahead: Number,
    /// Courts from which it takes cases.
    #[schemars(length(min = 1), extend("x-max-items" = 200))]
    pub catchment: Vec<CatchmentDocument>,
    /// Paid once on the effective date.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e15, "x-unit" = "currency"))]
    pub setup_cost: Number,
    /// Running cost from the opening on, besides judge teams.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e15, "x-unit" = "currency per year"))]
    pub cost_per_year: Number,
}

/// What a new court takes from another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct CatchmentDocument {
    /// The other court.
    #[schemars(extend("x-ref" = "court"))]
    pub court: String,
    /// Share of its filings that go to the new court from the opening on.
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub share: Number,
    /// Share of its pending cases that move on the day of the opening, each to a new hearing.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub pending: Number,
}

impl PolicyKind for OpenCourtDocument {
    const NAME: &'static str = "open-court";
    const SUMMARY: &'static str =
        "Opens a court: posts, courtrooms, lead time, and a catchment taken from other courts.";
}

impl OpenCourtDocument {
    fn check_court(&self, policy: &Common, at: &Path, check: &mut Checker<'_>) {
        let courts = &check.document.court;
        let Some(court) = courts.iter().find(|court| court.id == self.court) else {
            return;
        };
        let posts = court.posts.as_ref().map(|posts| check.build.series(posts));
        let posts = posts.map_or(0.0, |posts| posts.at(policy.effective.0));
        if check.build.number(&court.judges) > 0.0 || posts > 0.0 {
            let message = format!("court `{}` is open already", self.court);
            let label = "has judges or posts before";
            check.error(Code::CourtAlreadyOpen, &at.key("court"), message, label);
            check.help("name a court with `judges = 0`, or add posts by a policy of kind `judges`");
        }
    }
}

impl Body for OpenCourtDocument {
    fn check(&self, policy: &Common, at: &Path, check: &mut Checker<'_>) {
        self.check_court(policy, at, check);
        for (i, from) in self.catchment.iter().enumerate() {
            if from.court == self.court {
                let place = at.key("catchment").index(i).key("court");
                let message = format!("court `{}` cannot take cases from itself", self.court);
                check.error(Code::UnknownName, &place, message, "the new court");
                check.help("name another court");
            }
        }
        let opening = policy.effective.0 + check.build.days(&self.lead_time);
        let end = check.document.scenario.end.0;
        if opening > end && policy.effective.0 <= end {
            let message = format!("court `{}` opens after the end, {end}", self.court);
            check.error(Code::EffectiveAfterEnd, &at.key("lead_time"), message, "");
            check.help("shorten the lead time, or let the scenario end later");
        }
    }

    fn staff(&self, policy: &Common, at: &Path, build: &Builder<'_>) -> Vec<Staff> {
        let ahead = build.days(&self.lead_time) - build.days(&self.hiring_ahead);
        let from = policy.effective.0 + ahead.max(0);
        let posts = build.number(&self.posts);
        let rooms = self.courtrooms.as_ref().map_or(posts, |n| build.number(n));
        vec![Staff {
            court: self.court.clone(),
            posts: while_held(policy, from, posts),
            courtrooms: while_held(policy, from, rooms),
            at: at.key("posts"),
        }]
    }

    fn catchment(&self, build: &Builder<'_>) -> Vec<(String, f64)> {
        let entry = |from: &CatchmentDocument| (from.court.clone(), build.number(&from.share));
        self.catchment.iter().map(entry).collect()
    }

    fn pending(&self, policy: &Common, build: &Builder<'_>) -> Vec<(String, Day, f64)> {
        let opening = policy.effective.0 + build.days(&self.lead_time);
        let entry =
            |from: &CatchmentDocument| (from.court.clone(), opening, build.number(&from.pending));
        self.catchment.iter().map(entry).collect()
    }

    fn change(&self, policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let posts = build.number(&self.posts);
        let catchment = |from: &CatchmentDocument| Catchment {
            court: build.court(&from.court),
            share: build.number(&from.share),
            pending: build.number(&from.pending),
        };
        Arc::new(OpenCourt {
            policy: policy.id.clone(),
            court: build.court(&self.court),
            posts,
            courtrooms: self.courtrooms.as_ref().map_or(posts, |n| build.number(n)),
            lead_time: build.days(&self.lead_time),
            hiring_ahead: build.days(&self.hiring_ahead),
            catchment: self.catchment.iter().map(catchment).collect(),
            setup_cost: build.number(&self.setup_cost),
            cost_per_year: build.number(&self.cost_per_year),
        })
    }
}
