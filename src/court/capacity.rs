//! Capacity: what the bench and the levers of today allow each court to plan and to hear.

use super::adjust::shut_until;
use super::bench::{Bench, Planned};
use super::blueprint::{CourtId, DocketId, Rebooking, SessionId, StageId};
use super::book::LaneId;
use super::case::Case;
use super::event::Event;
use super::monitor::{Adjournment, Monitor};
use super::system::CourtSystem;
use super::tables::{DocketToday, Place, Station};
use crate::des::{EventList, Phase};
use crate::rng::Bits32;
use crate::time::Day;

impl<M: Monitor> CourtSystem<'_, M> {
    /// The bench of the start, and its first vacancies.
    pub(super) fn open_benches(&mut self, events: &mut EventList<Event>) {
        let start = self.blueprint.start;
        for id in self.courts() {
            let court = &self.blueprint.courts[id.index()];
            let bench = Bench::opening(id, court, start, self.stream, &mut self.planned);
            self.benches.push(bench);
        }
        self.schedule_seats(events);
    }

    /// Takes today's levers into use.
    pub(super) fn refresh_levers(&mut self, today: Day, events: &mut EventList<Event>) {
        let hazards = self.hazards();
        self.hold_levers(today);
        let before = self.ready.as_ref().map(|_| self.stations.clone());
        self.assign_places(today);
        if let Some(before) = before {
            self.change_lanes(&before);
        }
        self.change_hazards(today, hazards, events);
        for court in self.courts() {
            self.fit_posts(court, today);
            self.plan_capacity(court, today, events);
        }
        self.schedule_seats(events);
    }

    /// Takes those levers of a day into use that are no court's own.
    pub(super) fn hold_levers(&mut self, today: Day) {
        let classes = &self.classes;
        let class = |priority: u8| {
            let class = classes.binary_search(&priority);
            class.expect("every priority has a class") as u8
        };
        for (site, levers) in self.sites.iter_mut().zip(&self.levers.sites) {
            site.absence = levers.absence.at(today);
            site.withdrawal = levers.withdrawal.at(today);
        }
        for (d, now) in self.today.iter_mut().enumerate() {
            let id = DocketId(d as u8);
            let levers = self.levers;
            let sites = self.blueprint.sites.iter().zip(&self.sites);
            let mut sites = sites.filter(|(site, _)| site.docket == id);
            *now = DocketToday {
                class: class(levers.priority[d].at(today)),
                withdrawal: levers.withdrawal[d].at(today),
                outcomes_ruled: (levers.outcomes.iter()).any(|r| r.docket == id && r.holds(today)),
                represented: (levers.representation.iter())
                    .any(|r| r.docket == id && r.share.at(today) > 0.0),
                absence_by_site: sites.clone().any(|(_, now)| now.absence != 1.0),
                withdraw: levers.withdrawal[d].at(today) > 0.0
                    || sites.any(|(_, now)| now.withdrawal > 0.0),
                ranked: (levers.ranks.iter()).any(|r| r.docket == id && r.rank.at(today).is_some()),
            };
        }
        let ranks = self.levers.ranks.iter().map(|rank| rank.rank.at(today));
        self.ranks = ranks.map(|rank| rank.map(class)).collect();
        self.newest_first = self.levers.newest_first.at(today);
        self.refresh_steps(today);
    }

    fn refresh_steps(&mut self, today: Day) {
        let by_wait = self.blueprint.feedback.absence.is_some();
        for (d, now) in self.today.iter().enumerate() {
            let absence = self.levers.absence[d].at(today);
            for step in &mut self.steps[d * self.stride..(d + 1) * self.stride] {
                let share = |represented| step.stage.absent.share(represented) * absence;
                step.absent = [share(false), share(true)];
                step.absent_below = step.absent.map(Bits32::below);
                step.ruled =
                    now.outcomes_ruled || now.represented || now.absence_by_site || by_wait;
            }
        }
    }

    /// General lanes for all, reserved lanes for the dockets that have bench time today.
    fn assign_places(&mut self, today: Day) {
        let blueprint = self.blueprint;
        let sessions = blueprint.sessions.len();
        let general = blueprint.courts.len() * sessions;
        let rules = self.ready.is_some() || !self.levers.relief.is_empty();
        for court in self.courts() {
            let c = court.index();
            for (d, docket) in blueprint.dockets.iter().enumerate() {
                let now = self.today[d];
                for (s, stage) in docket.stages.iter().enumerate() {
                    let docket = DocketId(d as u8);
                    let reserved = self.levers.lane_of(court, docket, stage.session, today);
                    let lane =
                        reserved.map_or(c * sessions + stage.session.index(), |r| general + r);
                    let stage = StageId(s as u8);
                    let (slot, step) = (
                        self.stage_slot(court, docket, stage),
                        self.step(docket, stage),
                    );
                    let (lane, length) = (LaneId(lane as u32), self.length_of[step]);
                    self.stations[slot].place = Place {
                        shelf: self.book.shelf(lane, now.class, length),
                        lane,
                        length,
                        under_rules: rules || now.ranked || now.withdraw,
                    };
                }
            }
        }
    }

    /// Ready cases queue where they are heard from now on: a lane whose reservation has ended is no
    /// longer called.
    fn change_lanes(&mut self, before: &[Station]) {
        let Some(queue) = &mut self.ready else { return };
        let (now, stages, stride) = (&self.stations, self.stages, self.stride);
        let mut moved = Vec::new();
        let mut pick = |case: &Case| {
            let step = case.docket().index() * stride + case.stage().index();
            let slot = case.court().index() * stages + step;
            before[slot].place.lane != now[slot].place.lane
        };
        queue.extract(&mut pick, &mut moved);
        moved.into_iter().for_each(|case| self.queue_up(case));
    }

    /// Posts that may be filled: authorised, and no more than the courtrooms serve.
    fn posts(&self, court: CourtId, today: Day) -> usize {
        let c = court.index();
        let rooms = self.levers.courtrooms[c].at(today).max(0.0);
        let served = rooms * self.blueprint.courts[c].judges_per_courtroom;
        // A sum of parts of a post may lie below a whole one by rounding alone.
        let posts = self.levers.posts[c].at(today).min(served) + 1e-9;
        posts.floor().max(0.0) as usize
    }

    fn fit_posts(&mut self, court: CourtId, today: Day) {
        self.count_judge_days(court, today);
        let posts = self.posts(court, today);
        let hiring = &self.blueprint.courts[court.index()].hiring;
        let bench = &mut self.benches[court.index()];
        bench.set_posts(posts, hiring, today, self.stream, &mut self.planned);
    }

    /// A judge joins, is trained or leaves.
    pub(super) fn seat_event(&mut self, planned: Planned, events: &mut EventList<Event>) {
        let (court, today) = (planned.court, planned.day);
        self.count_judge_days(court, today);
        let posts = self.posts(court, today);
        let hiring = &self.blueprint.courts[court.index()].hiring;
        let bench = &mut self.benches[court.index()];
        if bench.happen(planned, posts, hiring, self.stream, &mut self.planned) {
            self.plan_capacity(court, today, events);
        }
        self.schedule_seats(events);
    }

    fn schedule_seats(&mut self, events: &mut EventList<Event>) {
        let end = self.blueprint.end;
        for planned in self.planned.drain(..).filter(|planned| planned.day <= end) {
            events.schedule(planned.day, Phase::Bench, Event::Seat(planned));
        }
    }

    /// Adds the judge days up to today, before the bench changes.
    pub(super) fn count_judge_days(&mut self, court: CourtId, today: Day) {
        let judges = f64::from(self.benches[court.index()].judges());
        let (days, since) = &mut self.judge_days[court.index()];
        *days += judges * f64::from(today - *since);
        *since = today;
    }

    /// The month's review: learning judges have gained, unbooked cases are tried again, and
    /// hearings are brought forward where the rules say so.
    pub(super) fn review(&mut self, today: Day, events: &mut EventList<Event>) {
        self.respond(today);
        for court in self.courts() {
            let hiring = &self.blueprint.courts[court.index()].hiring;
            self.benches[court.index()].review(hiring, today);
            self.plan_capacity(court, today, events);
        }
        for lane in self.lanes() {
            for case in self.book.take_unbooked(lane) {
                self.seek(case, today, events);
            }
            if std::mem::take(&mut self.gained[lane.index()]) {
                self.advance(lane, today);
            }
        }
    }

    fn advance(&mut self, lane: LaneId, today: Day) {
        if self.blueprint.rules.rebooking == Rebooking::Advance {
            let notice = self.blueprint.rules.minimum_notice;
            let (lengths, stride) = (&self.length_of, self.stride);
            let length = |case: &Case| length_of(lengths, stride, case);
            let (levers, known) = (self.levers, &self.shut);
            let shut = |case: &Case, day| shut_until(levers, known, case, day);
            let moving = &mut self.space.moving;
            self.book.advance(lane, today, notice, length, shut, moving);
        }
    }

    /// Bench time of a court on a court day [minutes].
    fn bench_minutes(&self, court: CourtId, today: Day) -> f64 {
        let c = court.index();
        let spec = &self.blueprint.courts[c];
        let productive = self.benches[c].productive();
        let minutes = productive * spec.minutes_per_day * self.levers.productivity[c].at(today);
        self.feedback
            .bench
            .get(c)
            .map_or(minutes, |factor| minutes * factor)
    }

    /// Splits today's bench time over the lanes of a court; bumps what no longer fits.
    fn plan_capacity(&mut self, court: CourtId, today: Day, events: &mut EventList<Event>) {
        let total = self.bench_minutes(court, today);
        let sessions = self.blueprint.sessions.len();
        let mut granted = vec![0.0; self.levers.reserved.len()];
        let rest: Vec<f64> = (0..sessions)
            .map(|k| self.grant(court, SessionId(k as u8), total, today, &mut granted))
            .collect();
        // What is reserved for the same hearings out of several session kinds is one lane.
        let kinds = court.index() * sessions..(court.index() + 1) * sessions;
        let mut reserved = self.reserved[kinds].concat();
        reserved.sort_unstable();
        for r in reserved {
            let same = &self.levers.reserved[r];
            let lane = self
                .levers
                .lane_of(same.court, same.docket, same.session, today);
            if let Some(lane) = lane.filter(|&lane| lane != r) {
                granted[lane] += std::mem::take(&mut granted[r]);
            }
        }
        let general = self.blueprint.courts.len() * sessions;
        for (k, &rest) in rest.iter().enumerate() {
            let place = court.index() * sessions + k;
            for i in 0..self.reserved[place].len() {
                let r = self.reserved[place][i];
                let lane = LaneId((general + r) as u32);
                let session = self.levers.reserved[r].session;
                self.set_capacity(lane, session, granted[r], today, events);
            }
            let lane = LaneId(place as u32);
            self.set_capacity(lane, SessionId(k as u8), rest, today, events);
        }
    }

    /// Grants the reservations that take from a session kind of a court their bench time; returns
    /// what is left for all [minutes]. Together they never exceed what the session kind has.
    fn grant(
        &self,
        court: CourtId,
        session: SessionId,
        total: f64,
        today: Day,
        granted: &mut [f64],
    ) -> f64 {
        let levers = self.levers;
        let productivity = levers.productivity[court.index()].at(today);
        let whole = total * self.blueprint.sessions[session.index()].share;
        let place = court.index() * self.blueprint.sessions.len() + session.index();
        let reserved = &self.reserved[place];
        let asked = |r: usize| levers.reserved[r].asked(today, whole, productivity);
        let all: f64 = reserved.iter().map(|&r| asked(r)).sum();
        let scale = if all > whole { whole / all } else { 1.0 };
        for &r in reserved {
            granted[r] = asked(r) * scale;
        }
        whole - all.min(whole)
    }

    fn set_capacity(
        &mut self,
        lane: LaneId,
        session: SessionId,
        minutes: f64,
        today: Day,
        events: &mut EventList<Event>,
    ) {
        let overbooking = self.blueprint.sessions[session.index()].overbooking;
        let bookable = (minutes * overbooking).round() as u32;
        self.available[lane.index()] = minutes.round() as u32;
        let before = self.book.bookable(lane);
        if bookable == before {
            return;
        }
        self.book.set_bookable(lane, today, bookable);
        if bookable < before {
            self.bump(lane, session, today, events);
        } else {
            self.gained[lane.index()] = true;
        }
    }

    /// Books hearings that no longer fit again.
    fn bump(
        &mut self,
        lane: LaneId,
        session: SessionId,
        today: Day,
        events: &mut EventList<Event>,
    ) {
        let mut bumped = std::mem::take(&mut self.space.bumped);
        let (lengths, stride) = (&self.length_of, self.stride);
        let length = |case: &Case| length_of(lengths, stride, case);
        self.book.bump(lane, today, length, &mut bumped);
        for case in bumped.drain(..) {
            self.hearings += 1;
            self.adjourn(today, session, case, Adjournment::Bumped, events);
        }
        self.space.bumped = bumped;
    }
}

/// Length class of a case's next hearing.
pub(super) fn length_of(lengths: &[u8], stride: usize, case: &Case) -> usize {
    usize::from(lengths[case.docket().index() * stride + case.stage().index()])
}
