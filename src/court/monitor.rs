//! All that a run reveals: the court calls, a monitor listens and changes nothing.

use super::blueprint::{CourtId, DispositionId, SessionId, SiteId};
use super::case::{Case, Flags};
use crate::time::{Day, Month};
use std::ops::Range;

/// How a case came onto a docket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// It was pending at the start.
    Opening,
    /// It was filed.
    Receipt,
    /// It came back after it was closed.
    Return,
    /// It came from another court or docket.
    TransferIn,
}

/// How a case left a docket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It was decided.
    Completion(DispositionId),
    /// It went to another court or docket.
    TransferOut,
}

/// Why a hearing did not bring the case on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Adjournment {
    /// The session's minutes were used up.
    InsufficientTime,
    /// It lost its place when capacity fell.
    Bumped,
    /// The court was shut.
    Closure,
    /// It was held and the same stage goes on another day.
    Continued,
    /// The respondent did not appear and no order was made.
    Absent,
}

impl Adjournment {
    /// All reasons, in the order of their indices.
    pub const ALL: [Adjournment; 5] = [
        Adjournment::InsufficientTime,
        Adjournment::Bumped,
        Adjournment::Closure,
        Adjournment::Continued,
        Adjournment::Absent,
    ];

    /// Name used in measures.
    pub fn name(self) -> &'static str {
        match self {
            Adjournment::InsufficientTime => "insufficient-time",
            Adjournment::Bumped => "bumped",
            Adjournment::Closure => "closure",
            Adjournment::Continued => "continued",
            Adjournment::Absent => "absent",
        }
    }
}

/// What became of hearings since the month began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hearings {
    /// Those held [hearings].
    pub held: u32,
    /// Those adjourned, by reason [hearings].
    pub adjourned: [u32; Adjournment::ALL.len()],
}

impl Hearings {
    /// No hearing.
    pub const NONE: Self = Self {
        held: 0,
        adjourned: [0; Adjournment::ALL.len()],
    };

    /// Adds others.
    pub fn add(&mut self, other: &Hearings) {
        self.held += other.held;
        let sums = self.adjourned.iter_mut().zip(other.adjourned);
        sums.for_each(|(sum, n)| *sum += n);
    }
}

/// Stocks at the end of a month, of some courts, and the hearings of the month.
#[derive(Debug)]
pub struct Snapshot<'a> {
    /// The courts: all, or one of those that are simulated one after another. What is told by court,
    /// or by court and docket, is told of these.
    pub courts: Range<usize>,
    /// The month.
    pub month: Month,
    /// Its last simulated day.
    pub day: Day,
    /// Judges on the bench, by court [judges].
    pub judges: &'a [u32],
    /// Bench hours of work still expected, by court and docket [hours].
    pub pending_hours: &'a [f64],
    /// Hearings of the month, by court, docket and session kind.
    pub hearings: &'a [Hearings],
    /// Inactive cases, by court and docket [cases].
    pub inactive: &'a [i64],
    /// Days to the first open merits slot, by court and docket [days].
    pub next_merits: &'a [Option<i32>],
    /// People waiting, by host site [people].
    pub host_waiting: &'a [u32],
    /// People who can be hosted, by host site [people].
    pub host_capacity: &'a [f64],
    /// Cost of the month, by court [currency].
    pub court_cost: &'a [f64],
    /// Cost of policies in the month, told with the first court [currency].
    pub policy_cost: f64,
}

/// Listens to a run. Every method has an empty default.
#[allow(unused_variables)]
pub trait Monitor {
    /// A case came onto the docket where it now is.
    fn entered(&mut self, day: Day, case: &Case, entry: Entry) {}

    /// Some cases came onto a docket in the same way on the same day [cases]: one of them, and all that
    /// is known of it but its name and its attributes is true of the others.
    fn came(&mut self, day: Day, like: &Case, entry: Entry, cases: u32) {}

    /// A case left the docket where it was.
    fn left(&mut self, day: Day, case: &Case, exit: Exit) {}

    /// A hearing was called and held; the case is as it was before, `minutes` of bench time.
    fn held(&mut self, day: Day, case: &Case, session: SessionId, minutes: u32) {}

    /// It was the first of its kind: the case, as it was before, has not all of these marks.
    fn held_first(&mut self, day: Day, case: &Case, marks: Flags) {}

    /// A hearing was adjourned.
    fn adjourned(&mut self, day: Day, case: &Case, session: SessionId, reason: Adjournment) {}

    /// A session ended: bench time used and bench time there was [minutes].
    fn sat(&mut self, day: Day, court: CourtId, session: SessionId, used: u32, available: u32) {}

    /// People were taken in at a host site.
    fn host_taken(&mut self, day: Day, case: &Case, site: SiteId) {}

    /// People were eligible for a host site and could not be placed.
    fn host_refused(&mut self, day: Day, case: &Case, site: SiteId) {}

    /// People left a host site after this many days.
    fn host_left(&mut self, day: Day, case: &Case, site: SiteId, days: i32) {}

    /// Courts go on from a day: all of them, or one of those that are simulated one after another,
    /// from a day that others have passed.
    fn turned_to(&mut self, day: Day) {}

    /// A month ended.
    fn month_ended(&mut self, snapshot: &Snapshot) {}

    /// Appeals pending at the end of a month [cases]: told when the horizon is over.
    fn appeals_pending(&mut self, month: Month, cases: u64) {}

    /// A case is still pending when the horizon ends; cases come in no particular order.
    fn still_pending(&mut self, day: Day, case: &Case) {}
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Monitor for Silent {}
