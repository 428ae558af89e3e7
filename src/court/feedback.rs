//! Feedback: how arrivals, respondents and the bench answer to waits and load (model, section 6).
//!
//! Everything is off by default. Each answer uses only what was known before: waits published at
//! the ends of earlier months, the age of a case, last month's load.

use super::blueprint::{CourtId, DocketId, SourceId, StageId};
use super::case::Case;
use super::monitor::Monitor;
use super::system::CourtSystem;
use crate::time::Day;

/// What answers to waits and load; nothing by default (model, section 6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feedback {
    /// Filings answer to the published wait.
    pub arrivals: Option<WaitResponse>,
    /// The share absent grows with the time since filing.
    pub absence: Option<Growth>,
    /// The hazard of withdrawing grows with the time since filing.
    pub withdrawal: Option<Growth>,
    /// Bench time answers to the load of the court.
    pub bench: Option<LoadResponse>,
}

/// How filings answer to the published wait: a power of its ratio to a reference.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitResponse {
    /// The sources that answer.
    pub sources: Vec<SourceId>,
    /// Elasticity of filings to the wait: above 0 waiting attracts, below it deters [1].
    pub elasticity: f64,
    /// Wait at which filings are as the scenario says [days].
    pub reference: f64,
    /// From publication to the answer [days].
    pub lag: i32,
    /// Smallest and largest factor on filings [1].
    pub limits: (f64, f64),
}

/// A factor that grows in a straight line with the time since filing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Added to the factor for each year beyond the reference [per year].
    pub per_year: f64,
    /// Time since filing at which the factor is 1 [days].
    pub reference: f64,
    /// Smallest and largest factor [1].
    pub limits: (f64, f64),
}

impl Growth {
    /// The factor for a case filed this many days ago [1].
    pub fn at(&self, days: i32) -> f64 {
        let years = (f64::from(days) - self.reference) / 365.25;
        (1.0 + self.per_year * years).clamp(self.limits.0, self.limits.1)
    }
}

/// How bench time answers to the load: a power of its ratio to a reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadResponse {
    /// Elasticity of bench time to the load [1].
    pub elasticity: f64,
    /// Pending cases per judge at which bench time is as the scenario says [cases per judge].
    pub reference: f64,
    /// Smallest and largest factor on bench time [1].
    pub limits: (f64, f64),
}

/// A power of a ratio within limits; 1 where there is nothing to compare.
fn response(value: f64, reference: f64, elasticity: f64, (least, most): (f64, f64)) -> f64 {
    if value <= 0.0 || reference <= 0.0 {
        return 1.0;
    }
    (value / reference).powf(elasticity).clamp(least, most)
}

/// What feedback has made of things so far.
#[derive(Clone, Debug, Default)]
pub(super) struct FeedbackState {
    /// Waits published, with the day of publication [days].
    published: Vec<(Day, f64)>,
    /// Factor on the filings of sources that answer, this month [1].
    pub(super) arrivals: Option<f64>,
    /// Factor on bench time, by court, this month; empty: none [1].
    pub(super) bench: Vec<f64>,
}

impl<M: Monitor> CourtSystem<'_, M> {
    /// Takes what was published and last month's load into account, at the start of a month.
    pub(super) fn respond(&mut self, today: Day) {
        if let Some(answer) = &self.blueprint.feedback.arrivals {
            let known = self.feedback.published.iter().rev();
            let wait = known
                .filter(|(day, _)| *day + answer.lag <= today)
                .map(|&(_, wait)| wait)
                .next();
            self.feedback.arrivals =
                wait.map(|wait| response(wait, answer.reference, answer.elasticity, answer.limits));
        }
        if let Some(answer) = self.blueprint.feedback.bench {
            let factor = |court: usize| {
                let slots = court * self.stages..(court + 1) * self.stages;
                let pending: i64 = self.pending[slots].iter().sum();
                let judges = f64::from(self.benches[court].judges().max(1));
                let load = pending as f64 / judges;
                response(load, answer.reference, answer.elasticity, answer.limits)
            };
            self.feedback.bench = (0..self.blueprint.courts.len()).map(factor).collect();
        }
    }

    /// Publishes the wait at the end of a month: days to the first open merits slot, weighted by
    /// pending cases; where hearings are not booked, days of bench time in the pending docket.
    pub(super) fn publish(&mut self, today: Day, next: &[Option<i32>], hours: &[f64]) {
        if self.blueprint.feedback.arrivals.is_none() {
            return;
        }
        let wait = if self.ready.is_none() {
            self.booked_wait(next)
        } else {
            let minutes: f64 = self.available.iter().map(|&m| f64::from(m)).sum();
            let court_days = hours.iter().sum::<f64>() * 60.0 / minutes.max(1.0);
            court_days * 365.25 / 250.0
        };
        self.feedback.published.push((today, wait));
    }

    fn booked_wait(&self, next: &[Option<i32>]) -> f64 {
        let (mut sum, mut weight) = (0.0, 0.0);
        for (pair, days) in next.iter().enumerate() {
            let Some(days) = days else { continue };
            let dockets = self.blueprint.dockets.len();
            let (court, docket) = (pair / dockets, pair % dockets);
            let docket = DocketId(docket as u8);
            let from = self.stage_slot(CourtId(court as u16), docket, StageId(0));
            let stages = self.blueprint.dockets[docket.index()].stages.len();
            let pending = self.pending[from..from + stages].iter().sum::<i64>() as f64;
            sum += f64::from(*days) * pending;
            weight += pending;
        }
        if weight > 0.0 { sum / weight } else { 0.0 }
    }

    /// Factor of feedback on the filings of a source, this month [1].
    pub(super) fn arrivals_respond(&self, source: SourceId) -> f64 {
        match (&self.blueprint.feedback.arrivals, self.feedback.arrivals) {
            (Some(answer), Some(factor)) if answer.sources.contains(&source) => factor,
            _ => 1.0,
        }
    }

    /// Factor of feedback on the share absent, for a case [1].
    pub(super) fn absence_grows(&self, day: Day, case: &Case) -> f64 {
        let growth = self.blueprint.feedback.absence;
        growth.map_or(1.0, |growth| growth.at(day - case.filed()))
    }

    /// Factor of feedback on the hazard of withdrawing, for a case [1].
    pub(super) fn withdrawal_grows(&self, day: Day, case: &Case) -> f64 {
        let growth = self.blueprint.feedback.withdrawal;
        growth.map_or(1.0, |growth| growth.at(day - case.filed()))
    }
}
