//! The proceedings as data: dockets, their stages, what follows a hearing, and how cases end and come
//! back.

use super::{CourtId, Destination, DispositionId, DocketId, SessionId, SessionKind, StageId};
use crate::rng::{Cumulative, Variate};
use crate::time::{Day, Schedule};

/// Where respondents of a docket wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitPlace {
    /// In the country, at large.
    InCountry,
    /// In detention.
    Detained,
    /// In a host country, at the site that took them in.
    Host,
}

/// A docket: a class of cases with the same proceedings.
#[derive(Clone, Debug)]
pub struct Docket {
    /// Id used in scenario files and results.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Where respondents wait.
    pub waits: WaitPlace,
    /// Share of cases with a representative [0-1].
    pub represented: f64,
    /// Share of cases that apply for relief [0-1].
    pub applies: f64,
    /// Age at which a pending case is over the time standard [days].
    pub time_standard: i32,
    /// From filing to the earliest first hearing [days].
    pub notice: Variate,
    /// Disposition of a respondent who withdraws while waiting.
    pub withdrawn: Option<DispositionId>,
    /// The proceedings; a case starts at the first stage.
    pub stages: Vec<Stage>,
    /// Appeals against decisions of this docket.
    pub appeal: Option<Appeal>,
    /// How closed cases come back.
    pub returns: Vec<Return>,
}

impl Docket {
    /// Whether a case may have had a hearing on the merits, by the stage at which it is: at one of merits
    /// hearings, which may have been continued, and at one to which a case can advance from there.
    pub(in crate::court) fn stages_with_merits_behind(
        &self,
        sessions: &[SessionKind],
    ) -> Vec<bool> {
        let merits = |stage: &Stage| sessions[stage.session.index()].merits;
        let mut behind: Vec<bool> = self.stages.iter().map(merits).collect();
        let mut reached: Vec<usize> = (0..behind.len()).filter(|&stage| behind[stage]).collect();
        while let Some(stage) = reached.pop() {
            let tables = self.stages[stage].outcomes.iter();
            for outcome in tables.flat_map(|table| &table.outcomes) {
                if let Then::Advance(next) = outcome.then
                    && outcome.share > 0.0
                    && !behind[next.index()]
                {
                    behind[next.index()] = true;
                    reached.push(next.index());
                }
            }
        }
        behind
    }
}

/// A stage of the proceedings.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Id used in scenario files.
    pub id: String,
    /// Session kind of its hearings.
    pub session: SessionId,
    /// Minutes set aside in the book for a hearing [minutes].
    pub planned: u16,
    /// Minutes a hearing takes [minutes].
    pub minutes: Variate,
    /// Respondents who do not appear.
    pub absent: Absence,
    /// What follows a hearing: the last table whose conditions hold is used.
    pub outcomes: Vec<OutcomeTable>,
}

/// Respondents who do not appear at a hearing.
#[derive(Clone, Debug)]
pub struct Absence {
    /// Share absent, without a representative [0-1].
    pub unrepresented: f64,
    /// Share absent, with a representative [0-1].
    pub represented: f64,
    /// Bench time an absence takes [minutes].
    pub minutes: u16,
    /// Share of absences that end in an order in absentia [0-1].
    pub order: f64,
    /// Disposition of an order in absentia.
    pub disposition: Option<DispositionId>,
    /// From an absence without an order to the earliest next hearing [days].
    pub interval: Variate,
}

/// What follows a hearing, under conditions.
#[derive(Clone, Debug)]
pub struct OutcomeTable {
    /// Holds from this day on.
    pub from: Option<Day>,
    /// Holds for cases with (or without) a representative.
    pub represented: Option<bool>,
    /// Holds for cases that apply (or do not) for relief.
    pub applies: Option<bool>,
    /// Holds from this hearing held on, counted in the case from 1.
    pub from_hearing: u16,
    /// Cumulative shares, in the order of `outcomes`.
    pub shares: Cumulative,
    /// The outcomes.
    pub outcomes: Vec<Outcome>,
}

/// One outcome of a hearing.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Share of hearings with this outcome [0-1].
    pub share: f64,
    /// What follows.
    pub then: Then,
    /// To the earliest next hearing [days]; of no effect when the case closes.
    pub interval: Variate,
}

/// What follows a hearing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The same stage again.
    Continue,
    /// Another stage.
    Advance(StageId),
    /// The case ends.
    Close(DispositionId),
    /// Another court, or docket, or both; the case starts there at the stage named.
    Transfer {
        /// The court; none: the same.
        court: Option<CourtId>,
        /// The docket.
        docket: DocketId,
        /// The stage of that docket.
        stage: StageId,
    },
}

/// Appeals against decisions of a docket.
#[derive(Clone, Debug)]
pub struct Appeal {
    /// Share of decisions appealed, by disposition [0-1].
    pub shares: Vec<f64>,
    /// From the decision to the appeal [days].
    pub delay: Variate,
    /// Stage at which a remanded case comes back.
    pub remand_stage: StageId,
}

/// The appeals body: one queue, first come first served, with its own capacity.
#[derive(Clone, Debug)]
pub struct AppealsBody {
    /// Appeals pending at the start [cases]; they belong to no simulated case.
    pub opening: u32,
    /// Decisions a year [cases per year].
    pub decisions_per_year: Schedule<f64>,
    /// Share of decisions that remand the case to its court [0-1].
    pub remand: f64,
    /// Docket and court to which remands of opening appeals go, by share.
    pub opening_remands: Vec<Destination>,
}

/// How closed cases come back (motions to reopen, recalendaring).
#[derive(Clone, Debug)]
pub struct Return {
    /// Disposition of the cases concerned.
    pub disposition: DispositionId,
    /// Share that comes back, of the cases that are not appealed [0-1].
    pub share: f64,
    /// From closing to the return [days].
    pub delay: Variate,
    /// Stage at which the case comes back.
    pub stage: StageId,
}

/// How a case ends.
#[derive(Clone, Debug)]
pub struct Disposition {
    /// Id used in scenario files and in the measure `completions.<id>`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Whether it is an order in absentia.
    pub in_absentia: bool,
    /// Whether the case becomes inactive rather than finished (administrative closure).
    pub inactive: bool,
}
