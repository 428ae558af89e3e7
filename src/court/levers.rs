//! All that a policy may change: dated schedules, one for each lever.

use super::blueprint::{Blueprint, CourtId, DocketId, SessionId};
use super::touch::{Act, Closure, OutcomeRule, Rank, Relief, Representation, Route};
use crate::time::{Day, Schedule};

/// The levers of a court system, as schedules of the date.
///
/// The baseline values come from the scenario; policies change them from their effective date on
/// and nothing before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Levers {
    /// Factor on the filing rate, by source [1].
    pub arrivals: Vec<Schedule<f64>>,
    /// Authorised posts, by court [judges].
    pub posts: Vec<Schedule<f64>>,
    /// Courtrooms, by court [courtrooms].
    pub courtrooms: Vec<Schedule<f64>>,
    /// Factor on bench minutes, by court [1].
    pub productivity: Vec<Schedule<f64>>,
    /// Priority, by docket: a lower number is called first.
    pub priority: Vec<Schedule<u8>>,
    /// Factor on the share absent, by docket [1].
    pub absence: Vec<Schedule<f64>>,
    /// Hazard of withdrawing while waiting, by docket [per year].
    pub withdrawal: Vec<Schedule<f64>>,
    /// Bench time reserved for one docket at one court.
    pub reserved: Vec<Reservation>,
    /// Host sites, in the order of [`Blueprint::sites`].
    pub sites: Vec<SiteLevers>,
    /// What policies cost.
    pub costs: Vec<CostStream>,
    /// Decisions of the appeals body [cases per year].
    pub decisions: Schedule<f64>,
    /// Share of its decisions that remand the case to its court [0-1].
    pub remand: Schedule<f64>,
    /// Whether, within a priority, the case filed last is called first.
    pub newest_first: Schedule<bool>,
    /// Rules about outcomes of hearings.
    pub outcomes: Vec<OutcomeRule>,
    /// Representation found for respondents who have none.
    pub representation: Vec<Representation>,
    /// Priorities in place of the dockets' own; of several the last one holds.
    pub ranks: Vec<Rank>,
    /// New cases that go to another court; at most one move for each case.
    pub routes: Vec<Route>,
    /// Programmes that close cases or keep them from being filed.
    pub relief: Vec<Relief>,
    /// Days on which courts do not sit.
    pub closures: Vec<Closure>,
    /// What is done to many cases on one day, in the order of the policies.
    pub acts: Vec<Act>,
}

/// Bench time reserved for one docket at one court, on court days.
#[derive(Clone, Debug, PartialEq)]
pub struct Reservation {
    /// Court.
    pub court: CourtId,
    /// Docket that alone may use it.
    pub docket: DocketId,
    /// Session kind of the hearings it is for.
    pub session: SessionId,
    /// Session kind it is taken from: merits afternoons may be given to first hearings.
    pub from: SessionId,
    /// Share of the court's bench time of that kind set aside [0-1].
    pub share: Schedule<f64>,
    /// Bench time of fully productive judges set aside on a court day, besides [minutes].
    pub minutes: Schedule<f64>,
}

impl Reservation {
    /// Bench time set aside on a court day, of `whole` minutes that the court has of the kind, for
    /// judges of this productivity [minutes].
    pub fn asked(&self, today: Day, whole: f64, productivity: f64) -> f64 {
        self.share.at(today) * whole + self.minutes.at(today) * productivity
    }

    /// Whether any bench time is set aside.
    pub fn holds(&self, today: Day) -> bool {
        self.share.at(today) > 0.0 || self.minutes.at(today) > 0.0
    }
}

/// Levers of a host site.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteLevers {
    /// People who can be hosted at a time [people]; 0 before the site opens.
    pub capacity: Schedule<f64>,
    /// People who can be taken in on a day [people per day].
    pub intake: Schedule<f64>,
    /// Share of arrivals at its ports that the programme is meant for [0-1].
    pub eligible: Schedule<f64>,
    /// Share of those meant for it who are exempt [0-1].
    pub exempt: Schedule<f64>,
    /// Factor on the share of those who wait there that is absent from a hearing [1].
    pub absence: Schedule<f64>,
    /// Hazard of withdrawing while waiting there, besides that of the docket [1/year].
    pub withdrawal: Schedule<f64>,
}

impl SiteLevers {
    /// A site that is not open.
    pub fn shut() -> Self {
        let none = || Schedule::constant(0.0);
        Self {
            capacity: none(),
            intake: none(),
            eligible: none(),
            exempt: none(),
            absence: Schedule::constant(1.0),
            withdrawal: none(),
        }
    }
}

/// What a policy costs.
#[derive(Clone, Debug, PartialEq)]
pub struct CostStream {
    /// Policy id.
    pub policy: String,
    /// Running cost [currency per day].
    pub per_day: Schedule<f64>,
    /// Paid once, on a day [currency].
    pub once: Option<(Day, f64)>,
}

impl Levers {
    /// Levers of a system without policies: the schedules of posts, courtrooms, productivity,
    /// priority and withdrawal are the scenario's; every factor is 1 and every site is shut.
    pub fn neutral(blueprint: &Blueprint) -> Self {
        let courts = blueprint.courts.len();
        let dockets = blueprint.dockets.len();
        let posts = blueprint
            .courts
            .iter()
            .map(|c| Schedule::constant(f64::from(c.judges)));
        Self {
            arrivals: vec![Schedule::constant(1.0); blueprint.sources.len()],
            posts: posts.clone().collect(),
            courtrooms: posts.collect(),
            productivity: vec![Schedule::constant(1.0); courts],
            priority: vec![Schedule::constant(1); dockets],
            absence: vec![Schedule::constant(1.0); dockets],
            withdrawal: vec![Schedule::constant(0.0); dockets],
            reserved: Vec::new(),
            sites: vec![SiteLevers::shut(); blueprint.sites.len()],
            costs: Vec::new(),
            decisions: blueprint
                .appeals
                .as_ref()
                .map_or(Schedule::constant(0.0), |body| {
                    body.decisions_per_year.clone()
                }),
            remand: Schedule::constant(blueprint.appeals.as_ref().map_or(0.0, |body| body.remand)),
            newest_first: Schedule::constant(false),
            outcomes: Vec::new(),
            representation: Vec::new(),
            ranks: Vec::new(),
            routes: Vec::new(),
            relief: Vec::new(),
            closures: Vec::new(),
            acts: Vec::new(),
        }
    }

    /// Days on which any lever steps, sorted, each once.
    pub fn change_days(&self) -> Vec<Day> {
        let mut days: Vec<Day> = Vec::new();
        let mut collect = |schedule: &Schedule<f64>| {
            days.extend(schedule.steps().iter().map(|&(day, _)| day));
        };
        let plain = [
            &self.arrivals,
            &self.posts,
            &self.courtrooms,
            &self.productivity,
            &self.absence,
            &self.withdrawal,
        ];
        plain.into_iter().flatten().for_each(&mut collect);
        self.reserved
            .iter()
            .flat_map(|r| [&r.share, &r.minutes])
            .for_each(&mut collect);
        for site in &self.sites {
            let people = [&site.capacity, &site.intake, &site.eligible, &site.exempt];
            people.into_iter().for_each(&mut collect);
            [&site.absence, &site.withdrawal]
                .into_iter()
                .for_each(&mut collect);
        }
        self.costs.iter().for_each(|c| collect(&c.per_day));
        for rule in &self.outcomes {
            [&rule.factor, &rule.added, &rule.interval]
                .into_iter()
                .for_each(&mut collect);
        }
        self.representation.iter().for_each(|r| collect(&r.share));
        self.touching_days(&mut days);
        days.extend(
            self.priority
                .iter()
                .flat_map(|s| s.steps().iter().map(|&(day, _)| day)),
        );
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The reservation, by its position, in whose lane a docket's hearings of a session kind are
    /// booked at a court: the first that holds.
    pub(super) fn lane_of(
        &self,
        court: CourtId,
        docket: DocketId,
        session: SessionId,
        today: Day,
    ) -> Option<usize> {
        self.reserved.iter().position(|r| {
            (r.court, r.docket, r.session) == (court, docket, session) && r.holds(today)
        })
    }

    /// Days on which rules that are no numbers step.
    fn touching_days(&self, days: &mut Vec<Day>) {
        fn of<T>(schedule: &Schedule<T>) -> impl Iterator<Item = Day> + '_
        where
            T: Copy + PartialEq,
        {
            schedule.steps().iter().map(|&(day, _)| day)
        }
        self.outcomes
            .iter()
            .for_each(|rule| days.extend(of(&rule.most)));
        self.ranks
            .iter()
            .for_each(|rank| days.extend(of(&rank.rank)));
        days.extend(of(&self.newest_first));
    }
}
