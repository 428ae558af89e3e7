//! Acts: what is done to many cases on one day, by one sweep over the book.
//!
//! A sweep takes the cases concerned wherever they wait: out of the book, out of the ready queue and
//! from among those that are yet to be ready or to leave. It frees their places, and finds them a new
//! place under the rules of the day. Who withdraws on the day itself does so where the case is.

use super::adjust::class_of;
use super::blueprint::{CourtId, DocketId, SessionId, StageId};
use super::book::LaneId;
use super::case::{Case, Flags, WAVE};
use super::event::Event;
use super::monitor::{Adjournment, Entry, Exit, Monitor};
use super::system::CourtSystem;
use super::touch::{Closure, Deed};
use crate::des::{EventList, Phase};
use crate::rng::{Decision, Stream};
use crate::time::Day;
use std::ops::Range;

/// Inactive cases closed for good leave in steps of this length [days].
const STEP: i32 = 30;

/// Bits of the ordinal of a case of a wave that count cases within the wave.
const WAVE_BITS: u32 = 24;
/// Largest number of waves of all policies, so that the keys of their cases differ.
pub const MAX_WAVES: usize = 1 << (u32::BITS - WAVE_BITS);

impl<M: Monitor> CourtSystem<'_, M> {
    /// Schedules the acts of all policies. Of acts before the start the first day does what still
    /// holds; what they moved is where it is in the opening docket.
    pub(super) fn schedule_acts(&self, events: &mut EventList<Event>) {
        let (start, end) = (self.blueprint.start, self.blueprint.end);
        for (i, act) in self.levers.acts.iter().enumerate() {
            let moved = match act.what {
                Deed::Move { closes, .. } => !closes && act.day < start,
                Deed::Recalendar { over, .. } => act.day < start && act.day + over <= start,
                Deed::CallOff(_) | Deed::Relieve(_) | Deed::Rerank(_) => false,
            };
            if act.day <= end && !moved {
                events.schedule(act.day.max(start), Phase::Policy, Event::Act(i as u16));
            }
        }
    }

    /// Does what is to be done today.
    pub(super) fn act(&mut self, today: Day, act: usize, events: &mut EventList<Event>) {
        let levers = self.levers;
        match &levers.acts[act].what {
            Deed::CallOff(closure) => self.call_off(today, *closure, events),
            Deed::Relieve(relief) => self.relieve_pending(today, *relief, events),
            Deed::Rerank(docket) => self.rerank(today, *docket),
            Deed::Move { closes, .. } => {
                if *closes {
                    self.closed.push(act);
                }
                self.move_pending(today, act, events);
            }
            Deed::Recalendar {
                docket,
                stage,
                cases,
                over,
                tag,
            } => {
                let passed = today - levers.acts[act].day;
                let cases = yet_to_come(*cases, passed, *over);
                let rest = (over - passed, *tag);
                self.recalendar(today, (*docket, *stage), cases, rest, events);
            }
        }
    }

    /// Takes the pending cases for which `pick` holds: booked, unbooked, ready, soon ready, leaving and
    /// parked.
    fn sweep(
        &mut self,
        today: Day,
        events: &mut EventList<Event>,
        mut pick: impl FnMut(&Case) -> bool,
    ) -> Vec<Case> {
        let mut taken = Vec::new();
        let (lengths, stride) = (&self.length_of, self.stride);
        let length = |case: &Case| super::capacity::length_of(lengths, stride, case);
        for lane in 0..self.available.len() {
            let before = taken.len();
            let id = LaneId(lane as u32);
            self.book.extract(id, today, length, &mut pick, &mut taken);
            if taken.len() > before {
                self.gained[lane] = true;
            }
        }
        if let Some(queue) = &mut self.ready {
            queue.extract(&mut pick, &mut taken);
        }
        if self.scheduled > 0 {
            // Who leaves today has waited until today; who is ready today is called tomorrow.
            let from = today + i32::from(self.ready.is_none());
            let mut waiting = Vec::new();
            let picked = |event: &Event| event.waiting().is_some_and(|case| pick(&case));
            events.extract(from, Phase::Arrival, picked, &mut waiting);
            self.scheduled -= waiting.len();
            taken.extend(waiting.iter().filter_map(Event::waiting));
        }
        let parked = std::mem::take(&mut self.parked);
        for case in parked {
            if pick(&case) {
                taken.push(case);
            } else {
                self.parked.push(case);
            }
        }
        taken
    }

    fn call_off(&mut self, today: Day, closure: usize, events: &mut EventList<Event>) {
        let rule = &self.levers.closures[closure];
        if rule.until <= today {
            return;
        }
        if rule.docket.is_some() {
            self.shut.push(closure);
        }
        if self.ready.is_some() {
            // Nothing is booked: on the days themselves nobody is called.
            return;
        }
        let mut called_off = Vec::new();
        for (lane, session) in self.lanes_of(rule) {
            let from = called_off.len();
            let days = rule.from.max(today)..rule.until;
            match rule.docket {
                None => self.book.block(lane, days, &mut called_off),
                Some(docket) => self.free(lane, today, days, docket, &mut called_off),
            }
            for case in &called_off[from..] {
                self.hearings += 1;
                let reason = Adjournment::Closure;
                self.tell_adjourned(today, session, case, reason);
            }
        }
        for case in called_off {
            self.seek_again(case, today, events);
        }
    }

    /// Lanes of the courts of a closure, with the session kind of their hearings.
    fn lanes_of(&self, closure: &Closure) -> Vec<(LaneId, SessionId)> {
        let sessions = self.blueprint.sessions.len();
        let general = self.blueprint.courts.len() * sessions;
        let mut lanes = Vec::new();
        for &court in &closure.courts {
            for k in 0..sessions {
                let lane = LaneId((court.index() * sessions + k) as u32);
                lanes.push((lane, SessionId(k as u8)));
            }
            for (r, reserved) in self.levers.reserved.iter().enumerate() {
                if reserved.court == court {
                    lanes.push((LaneId((general + r) as u32), reserved.session));
                }
            }
        }
        lanes
    }

    /// Takes the hearings of a docket on some days out of a lane that others use as well.
    fn free(
        &mut self,
        lane: LaneId,
        today: Day,
        days: Range<Day>,
        docket: DocketId,
        into: &mut Vec<Case>,
    ) {
        let (lengths, stride) = (&self.length_of, self.stride);
        let length = |case: &Case| super::capacity::length_of(lengths, stride, case);
        let before = into.len();
        let mut pick = |case: &Case| case.docket() == docket;
        self.book.extract_days(lane, days, length, &mut pick, into);
        if into.len() > before {
            self.book.reopen(lane, today);
            self.gained[lane.index()] = true;
        }
    }

    fn relieve_pending(&mut self, today: Day, relief: usize, events: &mut EventList<Event>) {
        let rule = &self.levers.relief[relief];
        let docket = rule.docket;
        let (stream, tag, share, from) = (self.stream, rule.tag, rule.pending, rule.from);
        if share > 0.0 {
            // Their hearings are called off while they wait for the decision.
            let taken = self.sweep(today, events, |case| {
                let (u, v) = stream.pair(Decision::Relief, case.key(), tag);
                let concerned = case.docket() == docket && case.filed() < from;
                let day = rule.day(v);
                concerned && u < share && day >= today && rule.open(day)
            });
            for case in taken {
                self.seek(case, today, events);
            }
        }
        if rule.inactive > 0.0 {
            self.plan_inactive_relief(relief, today, events);
        }
    }

    /// Inactive cases that nobody is to bring back leave in monthly steps; the others are met
    /// when they would come back.
    fn plan_inactive_relief(&self, relief: usize, today: Day, events: &mut EventList<Event>) {
        let rule = &self.levers.relief[relief];
        // In steps of a month, each in its middle, so that they come evenly over the time.
        let steps = ((rule.over + STEP - 1) / STEP).max(1);
        let end_of = |step: i32| (step * STEP).min(rule.over);
        for court in 0..self.blueprint.courts.len() {
            let pair = self.pair(CourtId(court as u16), rule.docket);
            let free = (self.inactive[pair] - self.bound[pair]).max(0);
            let whole = free as f64 * rule.inactive;
            let upto = |step: i32| {
                let share = f64::from(end_of(step)) / f64::from(rule.over.max(1));
                (whole * if step == steps { 1.0 } else { share }).round() as i64
            };
            for step in 0..steps {
                let day = rule.from + (end_of(step) + end_of(step + 1)) / 2;
                let cases = upto(step + 1) - upto(step);
                let ahead = day >= today && day <= self.blueprint.end;
                if cases > 0 && ahead && rule.open(day) {
                    let event = Event::Forget(pair as u32, cases as u32);
                    events.schedule(day, Phase::Arrival, event);
                }
            }
        }
    }

    /// Inactive cases are closed for good.
    pub(super) fn forget(&mut self, pair: usize, cases: i64) {
        let free = (self.inactive[pair] - self.bound[pair]).max(0);
        self.inactive[pair] -= cases.min(free);
    }

    /// Booked and ready cases of a docket whose class is another one now go to its end: those booked on
    /// the day they had.
    fn rerank(&mut self, today: Day, docket: DocketId) {
        let (now, levers, ranks) = (&self.today, self.levers, &self.ranks);
        let class = |case: &Case| usize::from(class_of(now, levers, ranks, case));
        let other = |was: usize, case: &Case| case.docket() == docket && class(case) != was;
        if let Some(queue) = &mut self.ready {
            let mut moved = Vec::new();
            queue.extract_of_class(&mut |was, case: &Case| other(was, case), &mut moved);
            moved.into_iter().for_each(|case| self.queue_up(case));
            return;
        }
        let days = today..self.blueprint.book_end() + 1;
        for lane in (0..self.available.len()).map(|lane| LaneId(lane as u32)) {
            self.book.reclass(lane, days.clone(), other, class);
        }
    }

    fn move_pending(&mut self, today: Day, act: usize, events: &mut EventList<Event>) {
        let (stream, levers) = (self.stream, self.levers);
        let Deed::Move {
            from,
            to,
            tag,
            closes,
        } = &levers.acts[act].what
        else {
            return;
        };
        let target = |case: &Case| new_court(stream, case, to, *tag);
        // People in a host country stay with the court that the programme names, while there is one.
        let moved = self.sweep(today, events, |case| {
            let goes = case.court() == *from && (*closes || case.site().is_none());
            goes && target(case).is_some()
        });
        for mut case in moved {
            let Some(court) = target(&case) else { continue };
            let notice = today + self.blueprint.rules.minimum_notice;
            case.ready_on(case.ready().max(notice));
            self.change_court(today, case, court, events);
        }
    }

    /// A case goes on before another court; respondents wait where they are.
    pub(super) fn change_court(
        &mut self,
        today: Day,
        mut case: Case,
        court: CourtId,
        events: &mut EventList<Event>,
    ) {
        self.leave(today, &case, Exit::TransferOut);
        case.set_court(court);
        self.enter(today, case, Entry::TransferIn);
        self.seek(case, today, events);
    }

    /// The court to which a case comes back: another one, where its own has closed.
    pub(super) fn court_to_return_to(&self, case: &Case) -> CourtId {
        let acts = self.closed.iter().map(|&act| &self.levers.acts[act].what);
        acts.fold(case.court(), |court, deed| match deed {
            Deed::Move { from, to, tag, .. } if *from == court => {
                new_court(self.stream, case, to, *tag).unwrap_or(court)
            }
            _ => court,
        })
    }

    /// Inactive cases of a docket come back, court by court in proportion to what lies there; at
    /// most those that no other rule is to bring back.
    fn recalendar(
        &mut self,
        today: Day,
        (docket, stage): (DocketId, StageId),
        cases: u32,
        (over, tag): (i32, u32),
        events: &mut EventList<Event>,
    ) {
        let courts = 0..self.blueprint.courts.len();
        let pairs: Vec<usize> = courts
            .map(|court| self.pair(CourtId(court as u16), docket))
            .collect();
        let free = |this: &Self, pair: usize| (this.inactive[pair] - this.bound[pair]).max(0);
        let total: i64 = pairs.iter().map(|&pair| free(self, pair)).sum();
        let wave = i64::from(cases).min(total);
        let (mut seen, mut done) = (0, 0_i64);
        for (court, &pair) in pairs.iter().enumerate() {
            seen += free(self, pair);
            let upto = if total > 0 { seen * wave / total } else { 0 };
            self.bound[pair] += upto - done;
            for n in done..upto {
                let day = today + ((n - done) * i64::from(over) / (upto - done)) as i32;
                if day > self.blueprint.end {
                    self.bound[pair] -= 1;
                    continue;
                }
                let mut case = self.wave_case(day, (CourtId(court as u16), docket, stage), tag, n);
                case.ready_on(today);
                events.schedule(day, Phase::Arrival, Event::Return(case));
            }
            done = upto;
        }
    }

    fn wave_case(
        &self,
        day: Day,
        (court, docket, stage): (CourtId, DocketId, StageId),
        tag: u32,
        n: i64,
    ) -> Case {
        let ordinal = tag << WAVE_BITS | (n as u32 & ((1 << WAVE_BITS) - 1));
        // When it was first filed is not known.
        let mut case = Case::new(WAVE, ordinal, day);
        case.place_at(court, docket, stage);
        case.put(Flags::INACTIVE, true);
        case.put(Flags::OPENING, true);
        self.draw_attributes(&mut case);
        case
    }
}

/// Cases of a wave that have not come back after some of its days.
fn yet_to_come(cases: u32, passed: i32, over: i32) -> u32 {
    if passed == 0 {
        return cases;
    }
    (f64::from(cases) * f64::from(over - passed) / f64::from(over)).round() as u32
}

/// Where a case goes of a court that is divided among others; none: it stays.
fn new_court(stream: Stream, case: &Case, to: &[(CourtId, f64)], tag: u32) -> Option<CourtId> {
    let u = stream.uniform(Decision::Move, case.key(), tag);
    let mut sum = 0.0;
    let found = to.iter().find(|(_, share)| {
        sum += share;
        u < sum
    });
    // The last one takes what rounding leaves.
    let whole = sum >= 1.0 - 1e-9;
    let found = found.or(to.last().filter(|_| whole));
    found.map(|&(court, _)| court)
}
