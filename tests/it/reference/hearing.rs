//! A court day: who is called, what a hearing takes, and what follows it.

use docketsim::court::*;
use docketsim::rng::{Cumulative, Decision, Variate};
use docketsim::time::Day;

use super::Slip;
use super::agenda::{CaseNo, Event};
use super::capacity::reaches;
use super::diary::Lane;
use super::log::{Line, What};
use super::world::World;

impl<'a> World<'a> {
    /// A court sits: for each session kind first the reserved lanes that take from it, then the
    /// general one with the bench time that they left.
    pub fn court_sits(&mut self, court: CourtId) {
        if !self.court_shut(court) {
            for session in (0..self.blueprint.sessions.len()).map(|k| SessionId(k as u8)) {
                self.session(court, session);
            }
        }
        self.next_court_day(self.today + 1, Event::CourtSits(court));
    }

    fn court_shut(&self, court: CourtId) -> bool {
        let day = self.today;
        self.levers.closures.iter().any(|c| {
            let known = c.known <= day && c.docket.is_none();
            known && c.courts.contains(&court) && c.from <= day && day < c.until
        })
    }

    fn session(&mut self, court: CourtId, session: SessionId) {
        let (mut unused, mut overrun) = (0, 0);
        for r in 0..self.levers.reserved.len() {
            let reserved = &self.levers.reserved[r];
            if (reserved.court, reserved.from) == (court, session) {
                let available = self.diaries[&Lane::Reserved(r)].available;
                let used = self.hear_lane(Lane::Reserved(r), available);
                unused += available.saturating_sub(used);
                overrun += used.saturating_sub(available);
                self.tell_sat(court, reserved.session, used, used.min(available));
            }
        }
        let lane = Lane::General(court, session);
        let available = (self.diaries[&lane].available + unused).saturating_sub(overrun);
        let used = self.hear_lane(lane, available);
        self.tell_sat(court, session, used, available);
    }

    fn tell_sat(&mut self, court: CourtId, session: SessionId, used: u32, available: u32) {
        if available > 0 {
            let what = What::Sat {
                court,
                session,
                used,
                available,
            };
            let (day, who) = (self.today, None);
            self.lines.push(Line { day, who, what });
        }
    }

    fn hear_lane(&mut self, lane: Lane, available: u32) -> u32 {
        if self.book_ahead() {
            self.hear_booked(lane, available)
        } else {
            self.call_up(lane, available)
        }
    }

    /// Booked hearings are called in order while minutes last; the rest are adjourned.
    fn hear_booked(&mut self, lane: Lane, available: u32) -> u32 {
        let session = self.session_of(lane);
        let bookings = self.diaries.get_mut(&lane).unwrap().take(self.today);
        let mut called: Vec<CaseNo> = bookings.iter().map(|booking| booking.case).collect();
        if self.levers.newest_first.at(self.today) {
            let filed = |case: CaseNo| std::cmp::Reverse(self.cases[case].filed);
            called.sort_by_key(|&case| (self.priority(case), filed(case)));
        }
        if self.slip == Some(Slip::LastBookedFirst) {
            called.reverse();
        }
        let mut used = 0;
        for case in called {
            let reason = if self.docket_shut(self.pair_of(case), self.today).is_some() {
                Adjournment::Closure
            } else if self.minutes_left(used, available, case) {
                used += self.hear(case, session);
                continue;
            } else {
                Adjournment::InsufficientTime
            };
            self.tell(case, What::Adjourned { session, reason });
            self.seek_again(case);
        }
        used
    }

    /// Whether one more is called: the last one called may overrun.
    fn minutes_left(&self, used: u32, available: u32, case: CaseNo) -> bool {
        if self.slip == Some(Slip::NoOverrun) {
            return used + u32::from(self.stage(case).planned) <= available;
        }
        used < available
    }

    /// Ready cases are called while minutes last: by priority, then by the discipline.
    fn call_up(&mut self, lane: Lane, available: u32) -> u32 {
        let session = self.session_of(lane);
        let mut used = 0;
        while used < available {
            let Some(case) = self.next_ready(lane) else {
                break;
            };
            if let Some(until) = self.docket_shut(self.pair_of(case), self.today) {
                self.schedule(until - 1, case, Event::BecomesReady(case));
                continue;
            }
            // A withdrawal since the case was ready comes to light now.
            if self.withdrew_since(case, self.cases[case].ready - 1) {
                self.withdraws(case);
                continue;
            }
            used += self.hear(case, session);
        }
        used
    }

    fn next_ready(&mut self, lane: Lane) -> Option<CaseNo> {
        let newest = self.levers.newest_first.at(self.today);
        let last = newest || self.blueprint.rules.queue == Queue::CallUp(Discipline::LastFiled);
        let here = self
            .queue
            .iter()
            .enumerate()
            .filter(|(_, w)| w.lane == lane);
        let order = |rank: i32, number: u64| {
            let (rank, mut number) = (i64::from(rank), number as i64);
            if self.slip == Some(Slip::QueueTiesReversed) {
                number = -number;
            }
            if last {
                (-rank, -number)
            } else {
                (rank, number)
            }
        };
        let next = here.min_by_key(|(_, w)| (w.priority, order(w.rank, w.number)))?;
        let place = next.0;
        Some(self.queue.swap_remove(place).case)
    }

    /// One hearing; returns the minutes it takes.
    fn hear(&mut self, case: CaseNo, session: SessionId) -> u32 {
        let stage = self.stage(case);
        let offered = self.representation_offered(case);
        if offered {
            self.find_representative(case);
        }
        self.cases[case].called += 1;
        let called = self.cases[case].called;
        let (absent, length) = self.pair(Decision::Absent, case, called);
        if absent < self.absent_share(case) {
            self.does_not_appear(case, session);
            return u32::from(stage.absent.minutes);
        }
        let mut minutes = stage.minutes.sample_minutes(length);
        if offered {
            minutes = self.minutes_with_representative(case, minutes);
        }
        if self.slip == Some(Slip::OneMoreMinute) {
            minutes += 1;
        }
        self.held(case, session, minutes);
        let before = u32::from(self.slip == Some(Slip::AnotherDraw));
        let (which, interval) = self.pair(Decision::Outcome, case, called - before);
        let (then, variate, stretch) = self.outcome(case, which);
        if let Some(variate) = variate {
            let days = f64::from(variate.sample_days(interval)) * stretch;
            self.cases[case].ready = self.after(days.round() as i32);
        }
        self.follow(case, session, then);
        minutes
    }

    fn absent_share(&self, case: CaseNo) -> f64 {
        let (person, absent) = (&self.cases[case], &self.stage(case).absent);
        let own = if person.represented {
            absent.represented
        } else {
            absent.unrepresented
        };
        let lever = self.levers.absence[person.docket.index()].at(self.today);
        let site = person.site.map_or(1.0, |site| {
            self.levers.sites[site.index()].absence.at(self.today)
        });
        own * lever * site * self.absence_grows(case)
    }

    fn held(&mut self, case: CaseNo, session: SessionId, minutes: u32) {
        self.tell(case, What::Held { session, minutes });
        let merits = self.blueprint.sessions[session.index()].merits;
        let person = &mut self.cases[case];
        person.held += 1;
        person.heard = true;
        person.merits |= merits;
    }

    fn follow(&mut self, case: CaseNo, session: SessionId, then: Then) {
        match then {
            Then::Continue => {
                let reason = Adjournment::Continued;
                self.tell(case, What::Adjourned { session, reason });
                self.seek(case, self.today);
            }
            Then::Advance(stage) => {
                self.cases[case].stage = stage;
                self.seek(case, self.today);
            }
            Then::Close(disposition) => self.close(case, disposition),
            Then::Transfer {
                court,
                docket,
                stage,
            } => {
                let court = court.unwrap_or(self.cases[case].court);
                self.transfer(case, court, docket, stage);
            }
        }
    }

    /// An order in absentia, or another day.
    fn does_not_appear(&mut self, case: CaseNo, session: SessionId) {
        let absent = &self.stage(case).absent;
        let (order, interval) = self.pair(Decision::AbsentOrder, case, self.cases[case].called);
        match absent.disposition {
            Some(disposition) if order < absent.order => {
                self.held(case, session, u32::from(absent.minutes));
                self.close(case, disposition);
            }
            _ => {
                let reason = Adjournment::Absent;
                self.tell(case, What::Adjourned { session, reason });
                self.cases[case].ready = self.after(absent.interval.sample_days(interval));
                self.seek(case, self.today);
            }
        }
    }

    /// The outcome of a hearing: what follows, the interval (none when the case ends) and a factor
    /// on it. The last table whose conditions hold is used, with the shares that rules leave.
    fn outcome(&self, case: CaseNo, u: f64) -> (Then, Option<&'a Variate>, f64) {
        let person = &self.cases[case];
        let table = holding(
            self.stage(case),
            self.today,
            (person.represented, person.applies),
            person.held.min(255) as u16,
        );
        let rules = || {
            let rules = self.levers.outcomes.iter();
            rules.filter(|r| r.docket == person.docket && reaches(r.reach, person.filed))
        };
        let scaled: Vec<Option<f64>> = (table.outcomes.iter())
            .map(|outcome| {
                let about = rules().filter(|r| concerns(r.what, outcome.then));
                let factor: f64 = about
                    .map(|r| {
                        let spent = person.held.min(255) >= u32::from(r.most.at(self.today));
                        if spent { 0.0 } else { r.factor.at(self.today) }
                    })
                    .product();
                (factor != 1.0).then_some(outcome.share * factor)
            })
            .collect();
        let shares = shares_left(table, &scaled);
        // Each added share is an independent chance; the table's outcomes share what they leave.
        let added = rules().filter_map(|r| match r.what {
            Affected::Close(disposition) => Some((disposition, r.added.at(self.today))),
            Affected::Continue => None,
        });
        let (mut left, mut closings) = (1.0, Vec::new());
        for (disposition, share) in added {
            closings.push((disposition, left * share));
            left *= 1.0 - share;
        }
        let listed: f64 = shares.iter().sum();
        let mut all: Vec<f64> = shares.iter().map(|share| share / listed * left).collect();
        all.extend(closings.iter().map(|(_, share)| *share));
        let which = Cumulative::new(&all)
            .expect("shares are no negative")
            .pick(u);
        let Some(outcome) = table.outcomes.get(which) else {
            let (disposition, _) = closings[which - table.outcomes.len()];
            return (Then::Close(disposition), None, 1.0);
        };
        let about = rules().filter(|r| concerns(r.what, outcome.then));
        let stretch = about.map(|r| r.interval.at(self.today)).product();
        let ends = matches!(outcome.then, Then::Close(_));
        let interval = (!ends).then_some(&outcome.interval);
        (outcome.then, interval, stretch)
    }
}

/// Shares of the outcomes of a table, of which some are scaled by rules: the others share what
/// these leave. Where a rule would leave nothing that can follow, no rule holds.
fn shares_left(table: &OutcomeTable, scaled: &[Option<f64>]) -> Vec<f64> {
    let own: Vec<f64> = table.outcomes.iter().map(|o| o.share).collect();
    let pairs = || own.iter().zip(scaled);
    let taken: f64 = scaled.iter().flatten().sum();
    let others: f64 = pairs()
        .filter(|(_, s)| s.is_none())
        .map(|(own, _)| own)
        .sum();
    if taken + others <= 0.0 {
        return own;
    }
    let rest = (1.0 - taken).max(0.0);
    pairs()
        .map(|(own, scaled)| match scaled {
            Some(share) => *share,
            None => own / others * rest,
        })
        .collect()
}

/// The outcome table that holds: the last one whose conditions do.
pub fn holding(
    stage: &Stage,
    day: Day,
    (represented, applies): (bool, bool),
    hearing: u16,
) -> &OutcomeTable {
    let holds = |table: &&OutcomeTable| {
        table.from.is_none_or(|from| from <= day)
            && table.represented.is_none_or(|wanted| wanted == represented)
            && table.applies.is_none_or(|wanted| wanted == applies)
            && table.from_hearing <= hearing
    };
    let last = stage.outcomes.iter().rev().find(holds);
    last.unwrap_or(&stage.outcomes[0])
}

fn concerns(what: Affected, then: Then) -> bool {
    match what {
        Affected::Continue => then == Then::Continue,
        Affected::Close(disposition) => then == Then::Close(disposition),
    }
}
