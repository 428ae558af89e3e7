//! One definition of every measure: id, unit, meaning, and where it applies.
//!
//! It stands with the scenarios because they name measures: what a published figure is a figure
//! of is checked with all else that a file says.

use crate::court::{Adjournment, Blueprint, Disposition, SessionKind, Site};

/// What is measured, and from what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A count over the period: position among the flows.
    Flow(usize),
    /// One flow over another.
    Share(usize, usize),
    /// Cases pending at the period's end.
    Pending,
    /// Mean age of the pending cases.
    AgeMean,
    /// A quantile of the age of the pending cases.
    AgeQuantile(f64),
    /// Mean of a wait that ended in the period.
    WaitMean(Wait),
    /// A quantile of a wait that ended in the period.
    WaitQuantile(Wait, f64),
    /// Days to the first open merits slot.
    NextMerits,
    /// Judges on the bench at the period's end.
    Judges,
    /// Bench time used over bench time there was.
    Utilisation,
    /// People waiting in host countries at the period's end.
    HostWaiting,
    /// People who can be hosted at the period's end.
    HostCapacity,
    /// Mean days at a host site of those who left it in the period.
    HostDays,
    /// People waiting at one site.
    SiteWaiting(usize),
    /// People one site can host.
    SiteCapacity(usize),
    /// People taken in at one site in the period.
    SiteTaken(usize),
    /// People refused at one site in the period.
    SiteRefused(usize),
    /// Bench hours expected in the pending docket.
    PendingHours,
    /// Pending cases older than their docket's time standard.
    OverStandard,
    /// Inactive cases at the period's end.
    Inactive,
    /// Appeals pending at the period's end.
    AppealsPending,
    /// People in detention at the period's end.
    Detained,
    /// Cost over the period.
    Cost,
    /// A Kaplan-Meier quantile of a wait, by fiscal year of filing.
    CohortQuantile(Wait, f64),
    /// Share of a filing cohort still pending at the end of the horizon.
    CohortOpen,
    /// Days from the start until pending first falls below the scenario's level.
    Clearance,
    /// Whether pending fell below the scenario's level.
    Cleared,
}

/// A wait that is measured in whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Filing to the first hearing held.
    FirstHearing,
    /// Filing to the first merits hearing held.
    Merits,
    /// Filing to completion.
    Disposition,
}

impl Wait {
    /// All waits, in the order of their indices.
    pub const ALL: [Wait; 3] = [Wait::FirstHearing, Wait::Merits, Wait::Disposition];

    /// Position in [`Wait::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }
}

/// Courts and dockets for which a measure exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every court and docket, and their totals.
    Everywhere,
    /// Every court and their total; dockets together.
    Courts,
    /// The whole system only.
    Whole,
}

/// Periods for which a measure exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Periods {
    /// Months, fiscal years and the horizon.
    All,
    /// Fiscal years (of filing) only.
    FilingYears,
    /// The horizon only.
    Horizon,
}

/// A measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Stable id.
    pub id: String,
    /// Unit.
    pub unit: String,
    /// Title for charts and tables.
    pub title: String,
    /// Definition and counting rule.
    pub definition: String,
    /// What is measured.
    pub kind: Kind,
    /// Where it exists.
    pub scope: Scope,
    /// When it exists.
    pub periods: Periods,
}

impl Measure {
    /// Whether it is counted at the end of a period.
    pub fn at_end(&self) -> bool {
        use Kind::{AgeMean, AgeQuantile, AppealsPending, Detained, HostCapacity, HostWaiting};
        use Kind::{Inactive, Judges, NextMerits, OverStandard, Pending, PendingHours};
        use Kind::{SiteCapacity, SiteWaiting};
        matches!(
            self.kind,
            Pending
                | AgeMean
                | AgeQuantile(_)
                | NextMerits
                | Judges
                | HostWaiting
                | HostCapacity
                | SiteWaiting(_)
                | SiteCapacity(_)
                | PendingHours
                | OverStandard
                | Inactive
                | AppealsPending
                | Detained
        )
    }

    /// Whether the values of months add up to that of a longer time.
    pub fn adds_up(&self) -> bool {
        matches!(
            self.kind,
            Kind::Flow(_) | Kind::SiteTaken(_) | Kind::SiteRefused(_) | Kind::Cost
        )
    }
}

/// Positions of the flows that are counted for each court and docket.
#[derive(Clone, Debug)]
pub struct Flows {
    /// Number of dispositions.
    dispositions: usize,
    /// Number of session kinds.
    sessions: usize,
}

impl Flows {
    /// Filings.
    pub const RECEIPTS: usize = 0;
    /// Cases that came back.
    pub const RETURNS: usize = 1;
    /// Cases from other courts and dockets.
    pub const TRANSFERS_IN: usize = 2;
    /// Cases to other courts and dockets.
    pub const TRANSFERS_OUT: usize = 3;
    /// Decisions.
    pub const COMPLETIONS: usize = 4;
    /// Decisions in absentia.
    pub const IN_ABSENTIA: usize = 5;
    /// Hearings held.
    pub const HELD: usize = 6;
    /// First of the adjournments, in the order of [`Adjournment::ALL`].
    pub const ADJOURNED: usize = 7;

    /// Flows of a court system.
    pub fn of(blueprint: &Blueprint) -> Self {
        let (dispositions, sessions) = (blueprint.dispositions.len(), blueprint.sessions.len());
        Self {
            dispositions,
            sessions,
        }
    }

    /// Decisions with this disposition.
    pub fn disposition(&self, i: usize) -> usize {
        Self::ADJOURNED + Adjournment::ALL.len() + i
    }

    /// Hearing settings of this session kind.
    pub fn settings(&self, i: usize) -> usize {
        self.disposition(self.dispositions) + i
    }

    /// Number of flows.
    pub fn len(&self) -> usize {
        self.settings(self.sessions)
    }

    /// There are always flows.
    pub fn is_empty(&self) -> bool {
        false
    }
}

struct Builder {
    list: Vec<Measure>,
}

impl Builder {
    fn add(
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
pub(super) fn measures(
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
    let age = "of the time since filing of the cases pending at the period's end.";
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
        "Pending cases older than their docket's time standard, at the period's end.",
        Kind::OverStandard,
    );
    stock(
        "pending_hours",
        "hours",
        "Bench hours pending",
        "Bench time still expected in the pending cases by their stage, with the rules of the start.",
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

fn waits(b: &mut Builder) {
    let kinds = [
        (
            "first_hearing_wait",
            "Wait to the first hearing",
            "filing to the first hearing held, for cases that had it in the period",
        ),
        (
            "merits_wait",
            "Wait to the merits hearing",
            "filing to the first merits hearing held, for cases that had it in the period",
        ),
        (
            "disposition_time",
            "Time to completion",
            "filing to completion, for cases completed in the period",
        ),
    ];
    for (wait, (id, title, meaning)) in Wait::ALL.into_iter().zip(kinds) {
        let note = "Cases pending at the start or returned are left out where their past is not known; while the docket grows the long waits are still pending: see the cohort measures.";
        let stats = [
            ("mean", "mean", Kind::WaitMean(wait)),
            ("p50", "median", Kind::WaitQuantile(wait, 0.5)),
            ("p90", "90th percentile", Kind::WaitQuantile(wait, 0.9)),
        ];
        for (suffix, name, kind) in stats {
            let definition = format!("The {name} of days from {meaning}. {note}");
            b.add(
                &format!("{id}_{suffix}"),
                "days",
                &format!("{title}, {name}"),
                &definition,
                kind,
                Scope::Everywhere,
            );
        }
    }
    b.add(
        "next_available_merits",
        "days",
        "Days to the next open merits slot",
        "Days from the period's end to the first day with room in the book for a merits hearing; for several courts and dockets the mean over their pending cases. A wait beyond the book counts as the length of the book.",
        Kind::NextMerits,
        Scope::Everywhere,
    );
}

fn hearings(b: &mut Builder, sessions: &[SessionKind], flows: &Flows) {
    use Scope::Everywhere as E;
    let held = "Hearings called at which the respondent appeared or an order in absentia was made.";
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
            "Settings of the session kind \"{}\" that came up: held, or adjourned for any reason.",
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

fn cohorts(b: &mut Builder) {
    let kinds = [
        (
            "cohort_first_hearing",
            "Wait to the first hearing by filing year",
        ),
        ("cohort_merits", "Wait to the merits hearing by filing year"),
        ("cohort_disposition", "Time to completion by filing year"),
    ];
    for (wait, (id, title)) in Wait::ALL.into_iter().zip(kinds) {
        for (suffix, p, name) in [("p50", 0.5, "median"), ("p90", 0.9, "90th percentile")] {
            let definition = format!(
                "Kaplan-Meier {name} [days] for the cases filed in the fiscal year: cases that are still pending at the end of the horizon, or ended without such a hearing, are censored. Empty where the quantile is not reached. A case counts where it is when the wait ends."
            );
            let kind = Kind::CohortQuantile(wait, p);
            let measure = b.add(
                &format!("{id}_{suffix}"),
                "days",
                &format!("{title}, {name}"),
                &definition,
                kind,
                Scope::Everywhere,
            );
            measure.periods = Periods::FilingYears;
        }
    }
    let open = "Share of the cases filed in the fiscal year that are still pending at the end of the horizon.";
    let measure = b.add(
        "cohort_open_share",
        "share",
        "Still pending by filing year",
        open,
        Kind::CohortOpen,
        Scope::Everywhere,
    );
    measure.periods = Periods::FilingYears;
}

fn clearing(b: &mut Builder) {
    let text = "Days from the start to the first day on which pending falls below the scenario's clearance level; empty in replications that never do.";
    b.add(
        "clearance_date",
        "days",
        "Days to clearance",
        text,
        Kind::Clearance,
        Scope::Whole,
    )
    .periods = Periods::Horizon;
    let text = "Share of replications in which pending falls below the scenario's clearance level.";
    b.add(
        "cleared",
        "share",
        "Cleared",
        text,
        Kind::Cleared,
        Scope::Whole,
    )
    .periods = Periods::Horizon;
}
