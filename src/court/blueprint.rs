//! The court system as data: everything that no policy changes.
//!
//! Nothing here knows a country: courts, dockets, session kinds, stages, dispositions and sources
//! are lists read from a scenario. What a policy may change is in [`Levers`](super::Levers).

mod feedback;
mod proceedings;

pub use feedback::{Feedback, Growth, LoadResponse, WaitResponse};
pub use proceedings::{
    Absence, Appeal, AppealsBody, Disposition, Docket, Outcome, OutcomeTable, Return, Stage, Then,
    WaitPlace,
};

use crate::rng::Variate;
use crate::time::{CourtCalendar, Day, FiscalYear, Month, Schedule};

macro_rules! index_type {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $inner);

        impl $name {
            /// Position in the list of the blueprint.
            #[inline]
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}

index_type!(
    /// A court, by its position in [`Blueprint::courts`].
    CourtId(u16)
);
index_type!(
    /// A docket, by its position in [`Blueprint::dockets`].
    DocketId(u8)
);
index_type!(
    /// A stage, by its position in [`Docket::stages`].
    StageId(u8)
);
index_type!(
    /// A session kind, by its position in [`Blueprint::sessions`].
    SessionId(u8)
);
index_type!(
    /// A disposition, by its position in [`Blueprint::dispositions`].
    DispositionId(u8)
);
index_type!(
    /// A source of cases, by its position in [`Blueprint::sources`].
    SourceId(u8)
);
index_type!(
    /// A host site, by its position in [`Blueprint::sites`].
    SiteId(u8)
);

/// The court system: everything that no policy changes.
#[derive(Clone, Debug)]
pub struct Blueprint {
    /// First simulated day.
    pub start: Day,
    /// Last simulated day (inclusive).
    pub end: Day,
    /// Month in which the fiscal year starts [1-12].
    pub fiscal_year_start: u32,
    /// On which days courts sit; covers the horizon and the book beyond it.
    pub calendar: CourtCalendar,
    /// How the queue works.
    pub rules: Rules,
    /// Kinds of session that share a court day.
    pub sessions: Vec<SessionKind>,
    /// The courts.
    pub courts: Vec<Court>,
    /// The dockets.
    pub dockets: Vec<Docket>,
    /// How cases end.
    pub dispositions: Vec<Disposition>,
    /// Where cases come from.
    pub sources: Vec<Source>,
    /// The pending caseload at the start.
    pub opening: Vec<Opening>,
    /// The appeals body, where the scenario has one.
    pub appeals: Option<AppealsBody>,
    /// Host sites that policies open.
    pub sites: Vec<Site>,
    /// What answers to waits and load.
    pub feedback: Feedback,
}

impl Blueprint {
    /// Fiscal year of a day.
    pub fn fiscal_year(&self, day: Day) -> FiscalYear {
        FiscalYear::of(day.month(), self.fiscal_year_start)
    }

    /// Months of the horizon, in order; the first and the last may be partial.
    pub fn months(&self) -> impl Iterator<Item = Month> + use<> {
        (self.start.month().0..=self.end.month().0).map(Month)
    }

    /// Days of the horizon [days].
    pub fn days(&self) -> i32 {
        self.end - self.start + 1
    }

    /// Last day on which a hearing may be booked.
    pub fn book_end(&self) -> Day {
        self.end + self.rules.book_limit
    }
}

/// How the queue works (model, section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How hearings get their day.
    pub queue: Queue,
    /// What happens to the book when capacity rises.
    pub rebooking: Rebooking,
    /// Shortest notice of a hearing that is booked again [days].
    pub minimum_notice: i32,
    /// How far beyond the end of the horizon the book reaches [days].
    pub book_limit: i32,
}

/// How hearings get their day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Each hearing is booked on the first day with free bookable minutes.
    BookAhead,
    /// Ready cases wait in a queue and are called while the session lasts.
    CallUp(Discipline),
}

/// Order in which ready cases are called up, within their priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    /// First come, first served by case: earliest filing day first.
    FirstFiled,
    /// First come, first served by hearing: earliest ready day first.
    FirstReady,
    /// Last in, first out: latest filing day first.
    LastFiled,
    /// Least work still expected in the case first.
    ShortestWork,
}

/// What happens to the book when capacity rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rebooking {
    /// The book is left alone; new bookings take the new minutes.
    Never,
    /// Booked hearings are brought forward, with the minimum notice.
    Advance,
}

/// A kind of session (master calendar, individual, ...).
#[derive(Clone, Debug)]
pub struct SessionKind {
    /// Id used in scenario files and measures.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Share of the bench time [0-1]; the shares of all kinds add to 1.
    pub share: f64,
    /// Bookable minutes for each planned minute [1]: above 1, since many do not appear.
    pub overbooking: f64,
    /// Whether a hearing of this kind decides on the merits.
    pub merits: bool,
}

/// A court.
#[derive(Clone, Debug)]
pub struct Court {
    /// Id used in scenario files and results.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Judges on the bench at the start [judges].
    pub judges: u32,
    /// Bench time of a fully productive judge on a court day [minutes].
    pub minutes_per_day: f64,
    /// Judges that one courtroom serves [judges per courtroom].
    pub judges_per_courtroom: f64,
    /// How vacancies are filled.
    pub hiring: Hiring,
    /// What a judge team costs [currency per judge and year].
    pub judge_year_cost: f64,
}

/// The hiring pipeline: vacancy, selection, class, training, learning, bench.
#[derive(Clone, Debug)]
pub struct Hiring {
    /// From the vacancy to the selection [days].
    pub selection: Variate,
    /// Months between two classes of new judges, counted from January [months]; 0: no classes, judges join when selected.
    pub class_interval: u32,
    /// From joining to the first hearing [days].
    pub training: i32,
    /// From the first hearing to full productivity [days].
    pub learning: i32,
    /// Productivity at the first hearing [0-1].
    pub starting_productivity: f64,
    /// Share of judges who leave in a year [per judge and year], a constant hazard.
    pub departures: f64,
}

/// Whether filings of a source are new cases or old ones coming back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountsAs {
    /// New cases: `receipts`.
    Receipts,
    /// Old cases coming back that the simulation never held: `returns`.
    Returns,
}

/// A source of cases.
#[derive(Clone, Debug)]
pub struct Source {
    /// Id used in scenario files.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Expected filings [cases per day].
    pub rate: Schedule<f64>,
    /// What filings count as.
    pub counts_as: CountsAs,
    /// Where they go; shares add to 1.
    pub destinations: Vec<Destination>,
    /// Coefficient of variation of a gamma factor drawn for each month [1]; 0: Poisson.
    pub overdispersion: f64,
    /// Relative weight of each weekday from Monday; their mean over the week is 1 [1].
    pub weekdays: [f64; 7],
    /// Shares of groups of 1, 2, 3, ... cases filed and heard together; add to 1.
    pub group_sizes: Vec<f64>,
    /// Whether each fiscal year's count is exact and only its days are random.
    pub exact_totals: bool,
}

/// Where filings go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Destination {
    /// Court.
    pub court: CourtId,
    /// Docket.
    pub docket: DocketId,
    /// Share [0-1].
    pub share: f64,
}

/// Pending (or inactive) cases of a court and docket at the start.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Court.
    pub court: CourtId,
    /// Docket.
    pub docket: DocketId,
    /// Pending cases [cases].
    pub pending: u32,
    /// Age of the pending cases at the start [days].
    pub age: Variate,
    /// Share of pending cases at each stage of the docket; add to 1.
    pub stages: Vec<f64>,
    /// From the start to the earliest next hearing of a pending case [days].
    pub residual: Variate,
    /// Inactive cases [cases].
    pub inactive: u32,
    /// Share of inactive cases that come back in a year, a constant hazard [per year].
    pub recalendar: f64,
}

/// A place in a host country where respondents wait.
#[derive(Clone, Debug)]
pub struct Site {
    /// Id used in scenario files and in the measure `host_waiting.<id>`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The ports (sources) whose arrivals it takes.
    pub ports: Vec<SourceId>,
    /// The court that hears them.
    pub court: CourtId,
    /// The docket they are heard on.
    pub docket: DocketId,
}
