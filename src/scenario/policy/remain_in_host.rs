//! `remain-in-host`: waiting for hearings in a host country.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bench::{Held, while_held};
use super::{Body, Builder, Checker, Common, Date, Number, Path, PolicyKind, nought, unity};
use crate::court::{Site, SiteId};
use crate::diagnostic::Code;
use crate::policy::{Change, Deterrence, Readiness, RemainInHost, ReservedTime};
use crate::scenario::document::{Dist, Rate, Series, WaitRule};
use crate::time::Schedule;

/// Respondents from some ports wait for their hearings in a host country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct RemainInHostDocument {
    /// The sources whose arrivals it takes.
    #[schemars(length(min = 1), extend("x-ref" = "source", "x-max-items" = 200))]
    pub ports: Vec<String>,
    /// The court that hears them.
    #[schemars(extend("x-ref" = "court"))]
    pub court: String,
    /// The docket they are heard on; it waits in `host`.
    #[schemars(extend("x-ref" = "docket", "x-example" = "\"mpp\""))]
    pub docket: String,
    /// When the host is ready; default: on the effective date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready: Option<ReadyDocument>,
    /// People who can be hosted at a time.
    #[schemars(extend("minimum" = 0, "x-limit" = 50_000_000, "x-unit" = "people"))]
    pub capacity: Series,
    /// Daily intake when fully in force.
    #[schemars(extend("minimum" = 0, "x-limit" = 100_000, "x-unit" = "people"))]
    pub intake: Rate,
    /// From opening to the full intake.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub intake_ramp: Number,
    /// Share of arrivals at the ports that the programme is meant for.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub eligible: Number,
    /// Share of those who are exempt.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub exempt: Number,
    /// Bench time set aside on every court day.
    #[serde(default)]
    #[schemars(extend("x-max-items" = 16))]
    pub reserved: Vec<ReservedDocument>,
    /// Factor on the share absent while waiting.
    #[serde(default = "unity")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1000, "x-unit" = "factor"))]
    pub absence: Number,
    /// Hazard of withdrawing while waiting, added to the docket's.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 365, "x-unit" = "per year"))]
    pub withdrawal: Number,
    /// Effect on arrivals at the ports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deterrence: Option<DeterrenceDocument>,
    /// Running cost from opening on.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e15, "x-unit" = "currency per year"))]
    pub cost_per_year: Number,
    /// Paid once on opening.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e15, "x-unit" = "currency"))]
    pub setup_cost: Number,
}

/// When the host is ready: a date with a delay, or a capacity that it must reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct ReadyDocument {
    /// Ready on this date; default with a delay: the effective date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Delay after the date, drawn once for each replication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-unit" = "days"))]
    pub delay: Option<Dist>,
    /// Ready on the first day on which `capacity` reaches this many people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "x-limit" = 50_000_000, "x-unit" = "people"))]
    pub capacity: Option<Number>,
}

/// Bench time set aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct ReservedDocument {
    /// Session kind of the hearings that it is for.
    #[schemars(extend("x-ref" = "session"))]
    pub session: String,
    /// Session kind that it is taken from; default: the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-ref" = "session"))]
    pub from: Option<String>,
    /// Minutes of fully productive judges on a court day. Where more is set aside than there is, with
    /// shares held for other dockets, all of it is cut in proportion.
    #[schemars(extend("minimum" = 0, "x-limit" = 14_400_000, "x-unit" = "minutes"))]
    pub minutes: Number,
}

/// Effect on arrivals at the ports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct DeterrenceDocument {
    /// Factor on the filing rate.
    #[schemars(extend("minimum" = 0, "x-limit" = 100, "x-unit" = "factor"))]
    pub multiplier: Number,
    /// From opening to the effect.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub lag: Number,
}

impl PolicyKind for RemainInHostDocument {
    const NAME: &'static str = "remain-in-host";
    const SUMMARY: &'static str =
        "Respondents from some ports wait for their hearings in a host country.";
}

impl RemainInHostDocument {
    fn readiness(&self, policy: &Common, build: &Builder<'_>) -> Readiness {
        let Some(ready) = &self.ready else {
            return Readiness::AtOnce;
        };
        if let Some(capacity) = &ready.capacity {
            return Readiness::Capacity(build.number(capacity));
        }
        let date = ready.date.unwrap_or(policy.effective).0;
        let none = Dist::from(0.0);
        Readiness::After {
            date,
            delay: build.variate(ready.delay.as_ref().unwrap_or(&none)),
        }
    }
}

impl Body for RemainInHostDocument {
    fn check(&self, policy: &Common, at: &Path, check: &mut Checker<'_>) {
        let docket = check
            .document
            .docket
            .iter()
            .find(|docket| docket.id == self.docket);
        if let Some(docket) = docket.filter(|docket| docket.waits != WaitRule::Host) {
            let message = format!("docket `{}` does not wait in `host`", docket.id);
            check.error(
                Code::DocketNotHost,
                &at.key("docket"),
                message,
                "not a host docket",
            );
            check.help("give the docket `waits = \"host\"`, or name another docket");
        }
        if let Some(ready) = &self.ready {
            let other = if ready.date.is_some() {
                "date"
            } else {
                "delay"
            };
            if ready.capacity.is_some() && (ready.date.is_some() || ready.delay.is_some()) {
                let message = "the host is ready on a date or at a capacity, not both";
                check.error(Code::MisplacedKey, &at.key("ready").key(other), message, "");
            }
        }
        check.series_from(&self.capacity, &at.key("capacity"), policy.effective.0);
        check.series_from(&self.intake.0, &at.key("intake"), policy.effective.0);
        let adds = check.build.number(&self.withdrawal) > 0.0;
        if adds && docket.is_some_and(|docket| docket.withdrawn.is_none()) {
            let message = format!(
                "docket `{}` has no disposition for withdrawals",
                self.docket
            );
            check.error(
                Code::MissingKey,
                &at.key("withdrawal"),
                message,
                "withdrawals happen",
            );
            check.help("give the docket a `withdrawn = \"<disposition>\"`");
        }
    }

    fn is_site(&self) -> bool {
        true
    }

    fn site(&self, policy: &Common, build: &Builder<'_>) -> Option<Site> {
        Some(Site {
            id: policy.id.clone(),
            name: policy.name.clone().unwrap_or_else(|| policy.id.clone()),
            ports: self.ports.iter().map(|id| build.source(id)).collect(),
            court: build.court(&self.court),
            docket: build.docket(&self.docket),
        })
    }

    fn hears(&self) -> Option<&str> {
        Some(&self.court)
    }

    fn held(&self, policy: &Common, at: &Path, build: &Builder<'_>) -> Vec<Held> {
        let held = |(i, entry): (usize, &ReservedDocument)| Held {
            court: self.court.clone(),
            from: entry.from.as_ref().unwrap_or(&entry.session).clone(),
            share: Schedule::constant(0.0),
            minutes: while_held(policy, policy.effective.0, build.number(&entry.minutes)),
            at: at.key("reserved").index(i).key("minutes"),
        };
        self.reserved.iter().enumerate().map(held).collect()
    }

    fn raises(&self, source: &str) -> Option<&Number> {
        let deterrence = self.deterrence.as_ref()?;
        let ours = self.ports.iter().any(|id| id == source);
        ours.then_some(&deterrence.multiplier)
    }

    fn change(&self, policy: &Common, site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let reserved = |entry: &ReservedDocument| ReservedTime {
            session: build.session(&entry.session),
            from: build.session(entry.from.as_ref().unwrap_or(&entry.session)),
            minutes: build.number(&entry.minutes),
        };
        let deterrence = |entry: &DeterrenceDocument| Deterrence {
            multiplier: build.number(&entry.multiplier),
            lag: build.days(&entry.lag),
        };
        Arc::new(RemainInHost {
            policy: policy.id.clone(),
            site: SiteId(u8::try_from(site).expect("sites are limited to what an index holds")),
            ports: self.ports.iter().map(|id| build.source(id)).collect(),
            court: build.court(&self.court),
            docket: build.docket(&self.docket),
            readiness: self.readiness(policy, build),
            capacity: build.series(&self.capacity),
            intake: build.rate(&self.intake),
            intake_ramp: build.days(&self.intake_ramp),
            eligible: build.number(&self.eligible),
            exempt: build.number(&self.exempt),
            reserved: self.reserved.iter().map(reserved).collect(),
            absence: build.number(&self.absence),
            withdrawal: build.number(&self.withdrawal),
            deterrence: self.deterrence.as_ref().map(deterrence),
            cost_per_year: build.number(&self.cost_per_year),
            setup_cost: build.number(&self.setup_cost),
        })
    }
}
