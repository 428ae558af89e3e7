//! Feedback: how arrivals, respondents and the bench answer to waits and load (model, section 6).
//!
//! Everything is off by default. Each answer uses only what was known before: waits published at
//! the ends of earlier months, the age of a case, last month's load.

use super::blueprint::{CourtId, DocketId, SourceId, StageId};
use super::case::Case;
use super::monitor::Monitor;
use super::system::CourtSystem;
use crate::time::Day;

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
                let pending: i64 = self.stations[slots]
                    .iter()
                    .map(|at| at.pending.cases())
                    .sum();
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
            let (start, calendar) = (self.blueprint.start, &self.blueprint.calendar);
            let so_far = calendar.court_days_between(start, today + 1).max(1);
            court_days * f64::from(today + 1 - start) / f64::from(so_far)
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
            let stations = self.stations[from..from + stages].iter();
            let pending = stations.map(|at| at.pending.cases()).sum::<i64>() as f64;
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

    /// Factor of feedback on the hazard of withdrawing, for a case, on average over some days [1].
    pub(super) fn withdrawal_grows(&self, since: Day, until: Day, case: &Case) -> f64 {
        let growth = self.blueprint.feedback.withdrawal.filter(|_| since < until);
        growth.map_or(1.0, |growth| {
            let age = |day: Day| f64::from(day - case.filed());
            growth.total(age(since), age(until)) / f64::from(until - since)
        })
    }
}
