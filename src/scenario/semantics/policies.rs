//! Policies among themselves: ids, dates, contradictions, catchments.

use super::Checker;
use crate::court::{MAX_SITES, MAX_WAVES};
use crate::diagnostic::Code;
use crate::scenario::node::Path;
use crate::scenario::policy::{Flat, flat};
use crate::time::Day;

impl Checker<'_> {
    /// Checks every policy, and policies against each other.
    pub(super) fn policies(&mut self) {
        let document = self.document;
        for (i, policy) in document.policy.iter().enumerate() {
            let at = Path::root("policy").index(i);
            self.policy_dates(&policy.common, &at);
            policy.body().check(&policy.common, &at, self);
        }
        let policies = flat(document);
        for policy in policies.iter().filter(|policy| policy.bill.is_some()) {
            self.policy_dates(&policy.common, &policy.at);
            policy.body.check(&policy.common, &policy.at, self);
            self.provision_dates(policy);
        }
        self.unique_ids(&policies);
        self.contradictions(&policies);
        self.catchments(&policies);
        self.waves(&policies);
        self.sites(&policies);
        self.bench(&policies);
    }

    fn provision_dates(&mut self, policy: &Flat<'_>) {
        let bills = self.document.policy.iter();
        let bill = bills
            .enumerate()
            .find(|(_, bill)| Some(bill.common.id.as_str()) == policy.bill);
        let Some((i, bill)) = bill else { return };
        let (own, whole) = (policy.common.effective.0, bill.common.effective.0);
        if own < whole {
            let message = format!(
                "provision `{}` takes effect on {own}, before its bill",
                policy.common.id
            );
            self.error(
                Code::ProvisionBeforeBill,
                &policy.at.key("effective"),
                message,
                "",
            );
            let at = Path::root("policy").index(i).key("effective");
            self.also(&at, "the bill");
        }
        let ends = (policy.common.until, bill.common.until);
        if let (Some(own), Some(whole)) = ends
            && own.0 > whole.0
        {
            let message = format!(
                "provision `{}` ends on {}, after its bill",
                policy.common.id, own.0
            );
            let code = Code::ProvisionAfterBill;
            self.error(code, &policy.at.key("until"), message, "");
            let at = Path::root("policy").index(i).key("until");
            self.also(&at, "the bill");
        }
    }

    /// Provisions share one list of ids with all other policies.
    fn unique_ids(&mut self, policies: &[Flat<'_>]) {
        let bills = self.document.policy.iter().enumerate();
        let mut seen: Vec<(&str, Path)> = bills
            .map(|(i, policy)| (policy.common.id.as_str(), Path::root("policy").index(i)))
            .collect();
        for policy in policies.iter().filter(|policy| policy.bill.is_some()) {
            let id = policy.common.id.as_str();
            let twin = seen.iter().find(|(other, _)| *other == id);
            // Two of one list are reported with its structure.
            if let Some((_, first)) = twin.filter(|(_, first)| !siblings(first, &policy.at)) {
                let first = first.key("id");
                let message = format!("`{id}` is there twice");
                let place = policy.at.key("id");
                self.error(Code::DuplicateId, &place, message, "the second one");
                self.also(&first, "the first one");
            }
            seen.push((id, policy.at.clone()));
        }
    }

    /// Two policies that set one lever on one date contradict each other.
    fn contradictions(&mut self, policies: &[Flat<'_>]) {
        let mut seen: Vec<(String, Day, Path)> = Vec::new();
        for policy in policies {
            for (lever, key) in policy.body.sets() {
                let (day, place) = (policy.common.effective.0, policy.at.key(key));
                let twin = seen
                    .iter()
                    .find(|(other, on, _)| *other == lever && *on == day);
                if let Some((_, _, first)) = twin {
                    let message = format!("two policies set {lever} on {day}");
                    let first = first.clone();
                    self.error(Code::Contradiction, &place, message, "set here");
                    self.also(&first, "and here");
                    self.help("give one of them another date, or remove it");
                }
                seen.push((lever, day, place));
            }
        }
    }

    /// Checks that the keys of cases tell all waves apart.
    fn waves(&mut self, policies: &[Flat<'_>]) {
        if !self.sure(&Path::root("scenario")) {
            return;
        }
        let mut sum = 0;
        for policy in policies {
            let (before, own) = (sum, policy.body.waves(&policy.common, &self.build));
            sum += own;
            if before <= MAX_WAVES && sum > MAX_WAVES {
                let id = &policy.common.id;
                let message = format!(
                    "the waves of all policies are limited to {MAX_WAVES}, with `{id}` these are {sum}"
                );
                self.error(Code::LimitExceeded, &policy.at.key("rate"), message, "");
                self.help("a wave is a time without change, of a year at most: use longer steps");
            }
        }
    }

    /// The most cases of a docket that can be inactive by a day [cases].
    pub(in crate::scenario) fn inactive_by(&self, docket: &str, day: Day) -> f64 {
        let (document, build) = (self.document, &self.build);
        let ours = document.opening.iter().filter(|o| o.docket == docket);
        let inactive: f64 = ours.map(|opening| build.number(&opening.inactive)).sum();
        if !document.disposition.iter().any(|own| own.inactive) {
            return inactive;
        }
        // Any case may have come onto the docket and become inactive there.
        let pending = document.opening.iter().map(|o| build.number(&o.pending));
        let start = document.scenario.start.0;
        let sources = document.source.iter();
        let filed = sources.map(|s| build.rate(&s.rate).total(start, day.max(start)));
        inactive + pending.sum::<f64>() + filed.sum::<f64>()
    }

    /// Checks that a case can tell at which site its respondents wait.
    fn sites(&mut self, policies: &[Flat<'_>]) {
        let sites = || policies.iter().filter(|policy| policy.body.is_site());
        let Some(first) = sites().nth(MAX_SITES) else {
            return;
        };
        let message = format!(
            "host sites are limited to {MAX_SITES}, these are {}",
            sites().count()
        );
        self.error(
            Code::LimitExceeded,
            &first.at.key("kind"),
            message,
            "the first beyond that",
        );
    }

    /// No court can give away more than all of its filings, nor of its pending cases of a day.
    fn catchments(&mut self, policies: &[Flat<'_>]) {
        for policy in policies {
            let day = policy.common.effective.0;
            for (i, (court, _)) in policy.body.catchment(&self.build).iter().enumerate() {
                let others = policies.iter().filter(|other| holds(other, day));
                let taken = others.flat_map(|other| other.body.catchment(&self.build));
                let here = taken.filter(|(from, _)| from == court);
                let sum = here.map(|(_, share)| share).sum();
                self.no_more_than_all(sum, "filings", court, &policy.at, i, "share");
            }
            let own = policy.body.pending(&policy.common, &self.build);
            for (i, (court, day, _)) in own.iter().enumerate() {
                let others = policies.iter();
                let taken = others.flat_map(|other| other.body.pending(&other.common, &self.build));
                let here = taken.filter(|(from, on, _)| from == court && on == day);
                let sum = here.map(|(.., share)| share).sum();
                self.no_more_than_all(sum, "pending cases", court, &policy.at, i, "pending");
            }
        }
    }

    fn no_more_than_all(
        &mut self,
        sum: f64,
        what: &str,
        court: &str,
        policy: &Path,
        entry: usize,
        key: &str,
    ) {
        if sum > 1.0 + 1e-9 {
            let shown = (sum * 1e9).round() / 1e9;
            let message = format!("the shares of {what} taken from court `{court}` add to {shown}");
            let place = policy.key("catchment").index(entry).key(key);
            self.error(Code::CatchmentAboveOne, &place, message, "above 1 in all");
        }
    }
}

fn holds(policy: &Flat<'_>, day: Day) -> bool {
    let common = &policy.common;
    common.effective.0 <= day && common.until.is_none_or(|until| day < until.0)
}

/// Whether two places are entries of one list.
fn siblings(a: &Path, b: &Path) -> bool {
    let list = |path: &Path| path.0[..path.0.len() - 1].to_vec();
    list(a) == list(b)
}
