//! One definition of every measure: id, unit, meaning, and where it applies.
//!
//! It stands with the scenarios because they name measures: what a published figure is a figure
//! of is checked with all else that a file says.

mod catalogue;
mod times;

pub use catalogue::catalogue;
pub(super) use catalogue::measures;

use crate::court::{Adjournment, Blueprint};

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
    /// Whether it is 1 in replications in which something happens and 0 in the others: its mean is
    /// a probability.
    pub fn is_event(&self) -> bool {
        self.kind == Kind::Cleared
    }

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

    /// Whether it is counted on the last day of the horizon, whatever its period.
    pub fn up_to_the_end(&self) -> bool {
        self.kind == Kind::CohortOpen
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
