//! The list of all measures: ids, titles, definitions and counting rules.

use super::times::{clearing, cohorts, waits};
use super::{Flows, Kind, Measure, Periods, Scope};
use crate::court::{Adjournment, Blueprint, Disposition, SessionKind, Site};

/// The list as it grows.
pub(super) struct Builder {
    list: Vec<Measure>,
}

impl Builder {
    /// Adds a measure of all periods.
    pub(super) fn add(
        &mut self,
        id: &str,
        unit: &str,
        title: &str,
        definition: &str,
        kind: Kind,
        scope: Scope,
    ) -> &mut Measure {
        self.list.push(Measure {
            id: id.to_owned(),
            unit: unit.to_owned(),
            title: title.to_owned(),
            definition: definition.to_owned(),
            kind,
            scope,
            periods: Periods::All,
        });
        self.list.last_mut().expect("just pushed")
    }
}

/// All measures of a court system, in the order of the result files.
pub fn catalogue(blueprint: &Blueprint, currency: &str, clearance: bool) -> Vec<Measure> {
    let Blueprint {
        dispositions,
        sessions,
        sites,
        ..
    } = blueprint;
    measures(dispositions, sessions, sites, currency, clearance)
}

/// All measures of a court system with these dispositions, kinds of session and host sites, and
/// perhaps a level at which its backlog counts as cleared.
pub(in crate::scenario) fn measures(
    dispositions: &[Disposition],
    sessions: &[SessionKind],
    sites: &[Site],
    currency: &str,
    clearance: bool,
) -> Vec<Measure> {
    let mut b = Builder { list: Vec::new() };
    let flows = Flows {
        dispositions: dispositions.len(),
        sessions: sessions.len(),
    };
    case_flows(&mut b, dispositions, &flows);
    stocks(&mut b);
    waits(&mut b);
    hearings(&mut b, sessions, &flows);
    resources(&mut b, currency);
    hosts(&mut b, sites);
    cohorts(&mut b);
    if clearance {
        clearing(&mut b);
    }
    b.list
}

fn case_flows(b: &mut Builder, dispositions: &[Disposition], flows: &Flows) {
    use Scope::Everywhere as E;
    let mut flow = |id: &str, title: &str, definition: &str, position| {
        b.add(id, "cases", title, definition, Kind::Flow(position), E);
    };
    flow(
        "receipts",
        "Receipts",
        "New cases filed in the period.",
        Flows::RECEIPTS,
    );
    flow(
        "returns",
        "Returns",
        "Closed or inactive cases that came back: motions to reopen, recalendaring, remands.",
        Flows::RETURNS,
    );
    flow(
        "transfers_in",
        "Transfers in",
        "Cases from another court or docket.",
        Flows::TRANSFERS_IN,
    );
    flow(
        "transfers_out",
        "Transfers out",
        "Cases to another court or docket.",
        Flows::TRANSFERS_OUT,
    );
    flow(
        "completions",
        "Completions",
        "First-instance decisions, initial and subsequent together, on the day of the decision.",
        Flows::COMPLETIONS,
    );
    for (i, disposition) in dispositions.iter().enumerate() {
        let id = format!("completions.{}", disposition.id);
        let title = format!("Completions: {}", disposition.name);
        let definition = format!("Completions with the disposition \"{}\".", disposition.name);
        flow(&id, &title, &definition, flows.disposition(i));
    }
}

fn stocks(b: &mut Builder) {
    use Scope::Everywhere as E;
    let mut stock = |id: &str, unit: &str, title: &str, definition: &str, kind| {
        b.add(id, unit, title, definition, kind, E);
    };
    stock(
        "pending",
        "cases",
        "Pending caseload",
        "Cases filed or returned and not completed, at the period's end; inactive cases and appeals are not among them.",
        Kind::Pending,
    );
    let age = "of the time since filing of the cases pending at the period's end. Of cases whose filing is not known (inactive or on appeal at the start, or of a source that counts as returns) it is the time since they came back.";
    stock(
        "pending_age_mean",
        "days",
        "Age of pending cases, mean",
        &format!("Mean {age}"),
        Kind::AgeMean,
    );
    for (id, p, name) in [("p50", 0.5, "median"), ("p90", 0.9, "90th percentile")] {
        stock(
            &format!("pending_age_{id}"),
            "days",
            &format!("Age of pending cases, {name}"),
            &format!("The {name} {age}"),
            Kind::AgeQuantile(p),
        );
    }
    stock(
        "pending_over_standard",
        "cases",
        "Pending over the time standard",
        "Pending cases older than their docket's time standard, at the period's end; cases whose filing is not known are as old as their return.",
        Kind::OverStandard,
    );
    stock(
        "pending_hours",
        "hours",
        "Bench hours pending",
        "Bench time still expected in the pending cases by their stage, with the rules of that day but those of policies.",
        Kind::PendingHours,
    );
    stock(
        "inactive",
        "cases",
        "Inactive cases",
        "Administratively closed cases, at the period's end.",
        Kind::Inactive,
    );
    stock(
        "detained",
        "people",
        "In detention",
        "Pending cases of dockets whose respondents wait in detention, at the period's end.",
        Kind::Detained,
    );
}

fn hearings(b: &mut Builder, sessions: &[SessionKind], flows: &Flows) {
    use Scope::Everywhere as E;
    let held = "Hearings called at which the respondent appeared or an order in absentia was made. A family heard together has one hearing.";
    b.add(
        "hearings_held",
        "hearings",
        "Hearings held",
        held,
        Kind::Flow(Flows::HELD),
        E,
    );
    let reasons = [
        "Booked hearings not called, because the session's minutes were used up.",
        "Booked hearings that lost their place when capacity fell (a judge left, bench time was reserved for another docket).",
        "Booked hearings on days on which the court was shut.",
        "Hearings held after which the same stage goes on another day (they are also in hearings_held).",
        "Hearings at which the respondent did not appear and no order was made.",
    ];
    for (i, (reason, text)) in Adjournment::ALL.into_iter().zip(reasons).enumerate() {
        let id = format!("hearings_adjourned.{}", reason.name());
        let title = format!("Hearings adjourned: {}", reason.name().replace('-', " "));
        b.add(
            &id,
            "hearings",
            &title,
            text,
            Kind::Flow(Flows::ADJOURNED + i),
            E,
        );
    }
    for (i, session) in sessions.iter().enumerate() {
        let id = format!("hearing_settings.{}", session.id);
        let title = format!("Hearing settings: {}", session.name);
        let text = format!(
            "Settings of the session kind \"{}\" that came up: held, or adjourned for any reason. That of a family heard together is one.",
            session.name
        );
        b.add(
            &id,
            "hearings",
            &title,
            &text,
            Kind::Flow(flows.settings(i)),
            E,
        );
    }
    b.add(
        "in_absentia_share",
        "share",
        "In absentia share",
        "Orders in absentia over completions.",
        Kind::Share(Flows::IN_ABSENTIA, Flows::COMPLETIONS),
        E,
    );
}

fn resources(b: &mut Builder, currency: &str) {
    let courts = Scope::Courts;
    b.add(
        "judges",
        "judges",
        "Judges on the bench",
        "Judges on the bench at the period's end, those in training among them.",
        Kind::Judges,
        courts,
    );
    b.add(
        "bench_utilisation",
        "share",
        "Bench utilisation",
        "Bench minutes used within sessions over bench minutes there were; overruns do not count.",
        Kind::Utilisation,
        courts,
    );
    b.add(
        "cost",
        currency,
        "Cost",
        "Judge teams on the bench by the day, at the scenario's cost a year; for the whole system also the costs of policies.",
        Kind::Cost,
        courts,
    );
    b.add(
        "appeals_pending",
        "cases",
        "Appeals pending",
        "Appeals filed and not decided, at the period's end.",
        Kind::AppealsPending,
        Scope::Whole,
    );
}

fn hosts(b: &mut Builder, sites: &[Site]) {
    if sites.is_empty() {
        return;
    }
    let whole = Scope::Whole;
    let waiting = "People waiting for their hearings in a host country, at the period's end";
    b.add(
        "host_waiting",
        "people",
        "Waiting in a host country",
        &format!("{waiting}."),
        Kind::HostWaiting,
        Scope::Everywhere,
    );
    b.add(
        "host_capacity",
        "people",
        "Host capacity",
        "People who can be hosted at a time, at the period's end.",
        Kind::HostCapacity,
        whole,
    );
    b.add(
        "host_refused",
        "people",
        "Refused at the host",
        "People the programme was meant for who could not be placed, for want of intake or capacity; they took the ordinary path.",
        Kind::SiteRefused(usize::MAX),
        whole,
    );
    b.add(
        "host_taken",
        "people",
        "Taken in by the host",
        "People taken in at host sites in the period.",
        Kind::SiteTaken(usize::MAX),
        whole,
    );
    b.add(
        "host_days_mean",
        "days",
        "Days waited in the host country",
        "Mean days at the site of those who left it in the period.",
        Kind::HostDays,
        whole,
    );
    for (s, site) in sites.iter().enumerate() {
        let mut add = |id: &str, title: &str, kind| {
            let id = format!("{id}.{}", site.id);
            b.add(
                &id,
                "people",
                &format!("{title}: {}", site.name),
                &format!("{title}, site \"{}\".", site.name),
                kind,
                whole,
            );
        };
        add(
            "host_waiting",
            "Waiting in the host country",
            Kind::SiteWaiting(s),
        );
        add("host_capacity", "Host capacity", Kind::SiteCapacity(s));
        add("host_taken", "Taken in by the host", Kind::SiteTaken(s));
        add("host_refused", "Refused at the host", Kind::SiteRefused(s));
    }
}
