//! Levers that touch single cases: outcomes of hearings, representation, rank, ways into court,
//! relief, closures of courts, and acts that sweep the book on one day.
//!
//! None of them knows which policy it came from. Each has a neutral value at which a run differs
//! by no bit from one without it, and each says which cases it reaches.

use super::blueprint::{CourtId, DispositionId, DocketId, StageId};
use crate::time::{Day, Schedule};

/// Which cases a rule reaches, by their day of filing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cases {
    /// All of them.
    #[default]
    All,
    /// Those filed from the rule's first day on.
    New,
    /// Those filed before the rule's first day.
    Pending,
}

/// The cases that a rule reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Which cases.
    pub cases: Cases,
    /// First day of the rule.
    pub since: Day,
}

impl Reach {
    /// Whether a case filed on this day is reached.
    #[inline]
    pub fn covers(self, filed: Day) -> bool {
        match self.cases {
            Cases::All => true,
            Cases::New => filed >= self.since,
            Cases::Pending => filed < self.since,
        }
    }
}

/// The outcomes that a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Affected {
    /// The same stage again.
    Continue,
    /// The case ends in this way.
    Close(DispositionId),
}

/// A rule about one outcome of the hearings of a docket.
///
/// What it takes from the outcome goes to the outcomes without a factor, in proportion to their
/// shares, and what it adds is taken from them in the same way; a share ends at all there is, and
/// an outcome is left alone where nothing else can follow. Rules compose: factors multiply, added
/// shares combine as independent chances, of two limits the lower holds.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeRule {
    /// The docket.
    pub docket: DocketId,
    /// The outcome.
    pub what: Affected,
    /// Factor on its share [1].
    pub factor: Schedule<f64>,
    /// Share of hearings that have this outcome besides; only for closings [0-1].
    pub added: Schedule<f64>,
    /// Factor on the interval that follows it [1].
    pub interval: Schedule<f64>,
    /// Hearings held in the case from which on it no longer happens [hearings].
    pub most: Schedule<u16>,
    /// The cases concerned.
    pub reach: Reach,
}

impl OutcomeRule {
    /// A rule that changes nothing.
    pub fn neutral(docket: DocketId, what: Affected, reach: Reach) -> Self {
        Self {
            docket,
            what,
            factor: Schedule::constant(1.0),
            added: Schedule::constant(0.0),
            interval: Schedule::constant(1.0),
            most: Schedule::constant(u16::MAX),
            reach,
        }
    }

    /// Whether it changes anything on a day.
    pub fn holds(&self, today: Day) -> bool {
        self.factor.at(today) != 1.0
            || self.added.at(today) > 0.0
            || self.interval.at(today) != 1.0
            || self.most.at(today) < u16::MAX
    }
}

/// Representation found for respondents who have none, before a hearing that is held while it is
/// offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Representation {
    /// The docket.
    pub docket: DocketId,
    /// Share of those without a representative who get one [0-1].
    pub share: Schedule<f64>,
    /// Factor on the minutes of their hearings [1].
    pub minutes: f64,
    /// Paid once for each case [currency per case].
    pub cost: f64,
    /// The cases concerned.
    pub reach: Reach,
}

/// A priority in place of the docket's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Rank {
    /// The docket.
    pub docket: DocketId,
    /// The priority while it holds: a lower number is called first.
    pub rank: Schedule<Option<u8>>,
    /// The cases concerned.
    pub reach: Reach,
}

/// New cases of one court that go to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The court they would have gone to.
    pub from: CourtId,
    /// The court they go to.
    pub to: CourtId,
    /// Share of them [0-1].
    pub share: Schedule<f64>,
}

/// A programme that closes cases of a docket, or keeps them from being filed.
#[derive(Clone, Debug, PartialEq)]
pub struct Relief {
    /// The docket.
    pub docket: DocketId,
    /// How the cases end.
    pub disposition: DispositionId,
    /// Share of the cases pending on the first day that is closed [0-1].
    pub pending: f64,
    /// Share of inactive cases that is closed for good [0-1].
    pub inactive: f64,
    /// Share of new cases that is not filed [0-1].
    pub arriving: Schedule<f64>,
    /// First day.
    pub from: Day,
    /// First day on which it no longer closes cases; none: it lasts.
    pub until: Option<Day>,
    /// Time over which the cases are closed, evenly [days].
    pub over: i32,
    /// Ordinal of its draws.
    pub tag: u32,
}

impl Relief {
    /// Whether it closes cases on a day.
    pub fn open(&self, day: Day) -> bool {
        day >= self.from && self.until.is_none_or(|until| day < until)
    }

    /// The day on which it closes a case, from a uniform number.
    pub(super) fn day(&self, u: f64) -> Day {
        self.from + (u * f64::from(self.over)) as i32
    }
}

/// Days on which courts do not sit, or do not hear one docket.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// The courts.
    pub courts: Vec<CourtId>,
    /// The docket that is not heard; none: no session at all.
    pub docket: Option<DocketId>,
    /// Day on which it becomes known: booked hearings are called off, the book is blocked.
    pub known: Day,
    /// First day without sessions.
    pub from: Day,
    /// First day with sessions again.
    pub until: Day,
}

impl Closure {
    /// Whether a court is closed on a day, for all dockets or for this one.
    pub fn shuts(&self, court: CourtId, docket: Option<DocketId>, day: Day) -> bool {
        day >= self.from
            && day < self.until
            && (self.docket.is_none() || self.docket == docket)
            && self.courts.contains(&court)
    }
}

/// Something done to many cases on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// The day.
    pub day: Day,
    /// What is done.
    pub what: Deed,
}

/// What an act does.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Booked hearings of a closure, by its position in the levers, are called off.
    CallOff(usize),
    /// Cases of a relief programme, by its position in the levers, are found.
    Relieve(usize),
    /// Booked and ready cases of a docket take the rank that holds from this day on.
    Rerank(DocketId),
    /// Pending cases of one court go to others.
    Move {
        /// The court.
        from: CourtId,
        /// Courts they go to, each with its share [0-1]; the rest stays.
        to: Vec<(CourtId, f64)>,
        /// Ordinal of the draws.
        tag: u32,
        /// Whether the court closes: those who come back to it later go there as well.
        closes: bool,
    },
    /// Inactive cases come back.
    Recalendar {
        /// The docket.
        docket: DocketId,
        /// The stage at which they come back.
        stage: StageId,
        /// How many, at most all that are inactive [cases].
        cases: u32,
        /// Time over which they come back, evenly [days].
        over: i32,
        /// Number of the wave, in the keys of its cases.
        tag: u32,
    },
}
