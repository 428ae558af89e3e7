//! The end of a month: stocks and costs; and what answers to them.

use docketsim::court::*;
use docketsim::time::Day;

use super::Slip;
use super::agenda::CaseNo;
use super::log::{Besides, Stocks, What};
use super::world::{World, courts, pairs};

impl World<'_> {
    pub fn month_ends(&mut self) {
        let today = self.today;
        for court in courts(self.blueprint) {
            self.count_judge_days(court, today + 1);
        }
        let stages = self.blueprint.dockets.iter().flat_map(|d| &d.stages);
        let mut tables = stages.flat_map(|stage| &stage.outcomes);
        let since = self.hours_work.0;
        if tables.any(|t| t.from.is_some_and(|from| since < from && from <= today)) {
            self.hours_work = (today, super::work::expected(self.blueprint, today));
        }
        let costs = self.judge_costs();
        let stocks = courts(self.blueprint).zip(costs).map(|(court, cost)| {
            let pairs = || pairs(self.blueprint).filter(move |(c, _)| *c == court);
            Stocks {
                court,
                judges: self.benches[court.index()].judges(),
                pending_hours: pairs().map(|pair| self.pending_hours(pair)).collect(),
                inactive: pairs().map(|pair| self.inactive[&pair]).collect(),
                next_merits: pairs().map(|pair| self.next_merits(pair)).collect(),
                cost,
            }
        });
        let stocks: Vec<Stocks> = stocks.collect();
        self.publish(&stocks);
        for of_court in stocks {
            self.tell_of_all(What::Month(Box::new(of_court)));
        }
        let policy_cost = self.policy_costs();
        self.tell_of_all(What::Besides(Box::new(Besides {
            host_waiting: self.sites.iter().map(|site| site.waiting).collect(),
            host_capacity: (self.levers.sites.iter())
                .map(|site| site.capacity.at(today))
                .collect(),
            policy_cost,
        })));
        let arrived = self.appeals_arrived.iter().map(|(_, case)| case);
        let appeals = self.appeals.iter().chain(arrived);
        let pending = appeals.map(|&case| self.members(case)).sum();
        self.tell_of_all(What::Appeals(today.month(), pending));
    }

    fn members(&self, case: CaseNo) -> u64 {
        u64::from(self.cases[case].members)
    }

    fn pending_hours(&self, (court, docket): (CourtId, DocketId)) -> f64 {
        let here = self
            .cases
            .iter()
            .filter(|person| person.pending && (person.court, person.docket) == (court, docket));
        // A group is heard together.
        let minutes = here.map(|person| self.hours_work.1[docket.index()][person.stage.index()]);
        let off = f64::from(u8::from(self.slip == Some(Slip::HoursOffByAMillionth))) * 1e-6;
        minutes.sum::<f64>() / 60.0 * (1.0 + off)
    }

    fn pending(&self, counts: impl Fn(CourtId, DocketId) -> bool) -> u32 {
        let here = self
            .cases
            .iter()
            .filter(|p| p.pending && counts(p.court, p.docket));
        here.map(|person| person.members).sum()
    }

    fn judge_costs(&mut self) -> Vec<f64> {
        let courts = self.blueprint.courts.iter().zip(&mut self.benches);
        courts
            .map(|(court, bench)| {
                std::mem::take(&mut bench.judge_days) * court.judge_year_cost / 365.25
            })
            .collect()
    }

    fn policy_costs(&mut self) -> f64 {
        let first = self.today.month().first_day().max(self.blueprint.start);
        let mut cost = std::mem::take(&mut self.case_costs);
        for stream in &self.levers.costs {
            for day in (first.0..=self.today.0).map(Day) {
                cost += stream.per_day.at(day);
                cost += stream
                    .once
                    .filter(|once| once.0 == day)
                    .map_or(0.0, |once| once.1);
            }
        }
        cost
    }

    /// Days to the first open slot of the docket's first merits stage; beyond the book the book.
    fn next_merits(&self, (court, docket): (CourtId, DocketId)) -> Option<i32> {
        if !self.book_ahead() {
            return None;
        }
        let mut stages = self.blueprint.dockets[docket.index()].stages.iter();
        let merits = |stage: &&Stage| self.blueprint.sessions[stage.session.index()].merits;
        let stage = stages.find(merits)?;
        let lane = self.lane_of(court, docket, stage.session);
        let minutes = u32::from(stage.planned);
        let open = self.open_day_of((court, docket), lane, minutes, self.today + 1);
        Some(open.unwrap_or(self.book_end() + 1) - self.today)
    }

    // Feedback.

    /// The wait that is published: days to the first open merits slot, weighted by pending cases;
    /// where hearings are not booked, the days of bench time that the pending cases need.
    fn publish(&mut self, stocks: &[Stocks]) {
        let wait = if self.book_ahead() {
            let (mut sum, mut weight) = (0.0, 0.0);
            let next_merits = stocks.iter().flat_map(|of_court| &of_court.next_merits);
            for (pair, days) in pairs(self.blueprint).zip(next_merits) {
                let pending = f64::from(self.pending(|court, docket| (court, docket) == pair));
                if let Some(days) = days {
                    sum += f64::from(*days) * pending;
                    weight += pending;
                }
            }
            if weight > 0.0 { sum / weight } else { 0.0 }
        } else {
            let minutes: u32 = self.diaries.values().map(|diary| diary.available).sum();
            let hours: f64 = stocks.iter().flat_map(|s| &s.pending_hours).sum();
            let days = (self.blueprint.start.0..=self.today.0).map(Day);
            let calendar = &self.blueprint.calendar;
            let court_days = days.clone().filter(|day| calendar.is_court_day(*day));
            let days_a_court_day = days.count() as f64 / court_days.count().max(1) as f64;
            hours * 60.0 / f64::from(minutes).max(1.0) * days_a_court_day
        };
        self.published.push((self.today, wait));
    }

    /// At the start of a month filings answer to the last wait known, benches to their load.
    pub fn answer_to_waits_and_load(&mut self) {
        let feedback = &self.blueprint.feedback;
        if let Some(answer) = &feedback.arrivals {
            let known = |(day, _): &&(Day, f64)| *day + answer.lag <= self.today;
            let wait = self.published.iter().rev().find(known);
            self.filings_answer = wait.map_or(1.0, |&(_, wait)| {
                response(wait, answer.reference, answer.elasticity, answer.limits)
            });
        }
        if let Some(answer) = feedback.bench {
            for court in courts(self.blueprint) {
                let judges = self.benches[court.index()].judges().max(1);
                let pending = self.pending(|c, _| c == court);
                let load = f64::from(pending) / f64::from(judges);
                self.bench_answers[court.index()] =
                    response(load, answer.reference, answer.elasticity, answer.limits);
            }
        }
    }

    pub fn filings_answer_of(&self, source: SourceId) -> f64 {
        let answer = self.blueprint.feedback.arrivals.as_ref();
        match answer {
            Some(answer) if answer.sources.contains(&source) => self.filings_answer,
            _ => 1.0,
        }
    }

    pub fn absence_grows(&self, case: CaseNo) -> f64 {
        let growth = self.blueprint.feedback.absence;
        growth.map_or(1.0, |g| grown(g, self.today - self.cases[case].filed))
    }

    /// Days from one to another, each counted as often as the hazard of withdrawing has grown by then.
    pub fn withdrawal_grown(&self, case: CaseNo, since: Day, until: Day) -> f64 {
        let plain = f64::from(until - since);
        let growth = self.blueprint.feedback.withdrawal;
        growth.map_or(plain, |g| {
            let filed = self.cases[case].filed;
            grown_over(g, f64::from(since - filed), f64::from(until - filed))
        })
    }
}

/// A power of a ratio within limits; 1 where there is nothing to compare.
fn response(value: f64, reference: f64, elasticity: f64, (least, most): (f64, f64)) -> f64 {
    if value <= 0.0 || reference <= 0.0 {
        return 1.0;
    }
    (value / reference).powf(elasticity).clamp(least, most)
}

/// The area under a straight line within limits, from one age to another: the lower limit, and what
/// the line is above it, less what it is above the upper one.
fn grown_over(growth: Growth, from: f64, to: f64) -> f64 {
    let (least, most) = growth.limits;
    let slope = growth.per_year / 365.25;
    let line = |age: f64| 1.0 + slope * (age - growth.reference);
    if slope == 0.0 {
        return (to - from) * 1.0f64.clamp(least, most);
    }
    let above = |level: f64| {
        let squared = |age: f64| (line(age) - level).max(0.0).powi(2);
        (squared(to) - squared(from)) / (2.0 * slope)
    };
    least * (to - from) + above(least) - above(most)
}

/// A straight line in the years since filing, within limits.
fn grown(growth: Growth, days: i32) -> f64 {
    let years = (f64::from(days) - growth.reference) / 365.25;
    (1.0 + growth.per_year * years).clamp(growth.limits.0, growth.limits.1)
}
