//! Bench time shared out: lanes, what they may book, what is bumped, the review of a month.

use docketsim::court::*;
use docketsim::time::{Day, Schedule};

use super::Slip;
use super::agenda::CaseNo;
use super::diary::{Booking, Lane};
use super::log::What;
use super::world::{World, courts};

/// Days on which any lever steps, in order, each once.
pub fn lever_days(levers: &Levers) -> Vec<Day> {
    fn days<T: Copy + PartialEq>(schedule: &Schedule<T>, into: &mut Vec<Day>) {
        into.extend(schedule.steps().iter().map(|(day, _)| *day));
    }
    let mut all = Vec::new();
    let numbers = [
        &levers.arrivals,
        &levers.posts,
        &levers.courtrooms,
        &levers.productivity,
        &levers.absence,
        &levers.withdrawal,
    ];
    numbers
        .into_iter()
        .flatten()
        .for_each(|s| days(s, &mut all));
    levers.priority.iter().for_each(|s| days(s, &mut all));
    for reserved in &levers.reserved {
        days(&reserved.share, &mut all);
        days(&reserved.minutes, &mut all);
    }
    for site in &levers.sites {
        let people = [&site.capacity, &site.intake, &site.eligible, &site.exempt];
        let of_site = people.into_iter().chain([&site.absence, &site.withdrawal]);
        of_site.for_each(|s| days(s, &mut all));
    }
    levers.costs.iter().for_each(|c| days(&c.per_day, &mut all));
    for rule in &levers.outcomes {
        let of_rule = [&rule.factor, &rule.added, &rule.interval];
        of_rule.into_iter().for_each(|s| days(s, &mut all));
        days(&rule.most, &mut all);
    }
    for rule in &levers.representation {
        days(&rule.share, &mut all);
    }
    levers.ranks.iter().for_each(|r| days(&r.rank, &mut all));
    days(&levers.newest_first, &mut all);
    all.sort();
    all.dedup();
    all
}

impl World<'_> {
    /// Levers step: courts fit their seats and plan anew, one court after the other.
    pub fn levers_change(&mut self) {
        // Ready cases queue where they are heard from now on.
        self.queue
            .sort_by_key(|w| (w.lane, w.priority, w.rank, w.number));
        let queue = std::mem::take(&mut self.queue);
        let elsewhere = |w: &super::world::Waiting| w.lane != self.lane(w.case);
        let (again, stay): (Vec<_>, Vec<_>) = queue.into_iter().partition(elsewhere);
        self.queue = stay;
        again.into_iter().for_each(|w| self.queue_up(w.case));
        self.hazards_change();
        for court in courts(self.blueprint) {
            self.fit_seats(court);
            self.plan_capacity(court);
        }
    }

    /// The lane of a case's next hearing: reserved for its docket where there is one today.
    pub fn lane(&self, case: CaseNo) -> Lane {
        let (court, docket) = self.pair_of(case);
        self.lane_of(court, docket, self.stage(case).session)
    }

    pub fn lane_of(&self, court: CourtId, docket: DocketId, session: SessionId) -> Lane {
        let today = self.today;
        let reserved = self.levers.reserved.iter().position(|r| {
            let holds = r.share.at(today) > 0.0 || r.minutes.at(today) > 0.0;
            (r.court, r.docket, r.session) == (court, docket, session) && holds
        });
        reserved.map_or(Lane::General(court, session), Lane::Reserved)
    }

    /// Session kind of the hearings of a lane.
    pub fn session_of(&self, lane: Lane) -> SessionId {
        match lane {
            Lane::General(_, session) => session,
            Lane::Reserved(r) => self.levers.reserved[r].session,
        }
    }

    /// Shares out a court's bench time by session kind: to reserved lanes first, then to all.
    pub fn plan_capacity(&mut self, court: CourtId) {
        let (today, levers) = (self.today, self.levers);
        let total = self.bench_minutes(court);
        let productivity = levers.productivity[court.index()].at(today);
        let share = |session: SessionId| self.blueprint.sessions[session.index()].share;
        let asked = |r: &Reservation| {
            r.share.at(today) * (total * share(r.from)) + r.minutes.at(today) * productivity
        };
        let from = |session: SessionId| {
            let here = move |r: &&Reservation| r.court == court && r.from == session;
            levers.reserved.iter().filter(here).map(asked).sum::<f64>()
        };
        let granted = |r: &Reservation| {
            let (whole, wanted) = (total * share(r.from), from(r.from));
            asked(r) * if wanted > whole { whole / wanted } else { 1.0 }
        };
        // By lane: what several session kinds give to the same hearings comes together.
        let lane_minutes = |lane: usize| -> f64 {
            let same = |r: &&Reservation| {
                let hearings = (r.court, r.docket, r.session);
                r.court == court
                    && self.lane_of(hearings.0, hearings.1, hearings.2) == Lane::Reserved(lane)
            };
            levers.reserved.iter().filter(same).map(granted).sum()
        };
        let sessions = (0..self.blueprint.sessions.len()).map(|k| SessionId(k as u8));
        let plan: Vec<(Lane, f64)> = sessions
            .flat_map(|session| {
                let reserved = levers.reserved.iter().enumerate();
                let here = move |r: &Reservation| r.court == court && r.from == session;
                let reserved = reserved.filter(|(_, r)| here(r));
                let mut plan: Vec<(Lane, f64)> = reserved
                    .map(|(r, _)| (Lane::Reserved(r), lane_minutes(r)))
                    .collect();
                let whole = total * share(session);
                let rest = whole - from(session).min(whole);
                plan.push((Lane::General(court, session), rest));
                plan
            })
            .collect();
        for (lane, minutes) in plan {
            self.set_capacity(lane, minutes);
        }
    }

    /// A lane gets so many minutes a court day from today on; what no longer fits is bumped.
    fn set_capacity(&mut self, lane: Lane, minutes: f64) {
        let session = self.session_of(lane);
        let overbooking = self.blueprint.sessions[session.index()].overbooking;
        let bookable = (minutes * overbooking).round() as u32;
        let today = self.today;
        let diary = self.diaries.get_mut(&lane).unwrap();
        diary.available = minutes.round() as u32;
        if bookable > diary.bookable {
            diary.gained = true;
        }
        let fell = bookable < diary.bookable;
        diary.bookable = bookable;
        if !fell || self.slip == Some(Slip::NobodyBumped) {
            return;
        }
        for case in diary.bump(today) {
            let reason = Adjournment::Bumped;
            self.tell(case, What::Adjourned { session, reason });
            self.seek_again(case);
        }
    }

    /// The review of a month: feedback, learning judges, unbooked cases, bringing forward.
    pub fn month_begins(&mut self) {
        self.answer_to_waits_and_load();
        for court in courts(self.blueprint) {
            self.look_at_bench(court);
            self.plan_capacity(court);
        }
        let lanes: Vec<Lane> = self.diaries.keys().copied().collect();
        for lane in lanes {
            let unbooked = std::mem::take(&mut self.diaries.get_mut(&lane).unwrap().unbooked);
            for case in unbooked {
                self.seek(case, self.today);
            }
            let diary = self.diaries.get_mut(&lane).unwrap();
            let gained = std::mem::take(&mut diary.gained);
            if gained && self.blueprint.rules.rebooking == Rebooking::Advance {
                self.bring_forward(lane);
            }
        }
    }

    /// Booked hearings take earlier days, next in line first; none moves before it is ready, none
    /// gets less than the minimum notice or a day on which its docket is not heard, none moves back.
    fn bring_forward(&mut self, lane: Lane) {
        let from = self.today + self.blueprint.rules.minimum_notice;
        let later: Vec<Day> = {
            let pages = self.diaries[&lane].pages.range(from..);
            pages.map(|(day, _)| *day).collect()
        };
        for had in later {
            for booking in self.diaries.get_mut(&lane).unwrap().take(had) {
                let earliest = from.max(self.cases[booking.case].ready);
                let pair = self.pair_of(booking.case);
                let open = self.open_day_of(pair, lane, booking.minutes, earliest);
                let day = open.map_or(had, |open| open.min(had));
                self.diaries.get_mut(&lane).unwrap().book(day, booking);
            }
        }
    }

    /// Priority of a case today: that of the last rule about rank that reaches it and holds, or
    /// else its docket's.
    pub fn priority(&self, case: CaseNo) -> u8 {
        let person = &self.cases[case];
        let ranks = self.levers.ranks.iter().rev();
        let reaching =
            ranks.filter(|r| r.docket == person.docket && reaches(r.reach, person.filed));
        let own = reaching.filter_map(|r| r.rank.at(self.today)).next();
        own.unwrap_or(self.levers.priority[person.docket.index()].at(self.today))
    }

    /// A booking of a case's next hearing.
    pub fn booking(&self, case: CaseNo) -> Booking {
        Booking {
            case,
            priority: self.priority(case),
            minutes: u32::from(self.stage(case).planned),
        }
    }
}

/// Whether a rule reaches a case filed on a day.
pub fn reaches(reach: Reach, filed: Day) -> bool {
    match reach.cases {
        Cases::All => true,
        Cases::New => filed >= reach.since,
        Cases::Pending => filed < reach.since,
    }
}
