//! A court day: hearings are called, heard or adjourned.

use super::blueprint::{CourtId, SessionId};
use super::book::LaneId;
use super::case::Case;
use super::event::Event;
use super::hearing::{Drawn, Sitting};
use super::monitor::{Adjournment, Monitor};
use super::system::CourtSystem;
use crate::des::EventList;
use crate::time::Day;

/// Hearings whose draws are made ahead.
const AHEAD: usize = 16;

impl<M: Monitor> CourtSystem<'_, M> {
    /// A court sits: first the lanes held for single dockets, then the general ones, which take
    /// over the bench time that the others left unused.
    pub(super) fn sit(&mut self, day: Day, court: CourtId, events: &mut EventList<Event>) {
        if !self.levers.closures.is_empty() && self.court_shut(court, day) {
            self.next_session(day + 1, court, events);
            return;
        }
        if !self.blueprint.calendar.is_court_day(day) {
            self.note_breach(format!("{day}: a court sits on a day that is no court day"));
        }
        let sessions = self.blueprint.sessions.len();
        let general = self.blueprint.courts.len() * sessions;
        for session in 0..sessions {
            // What a lane left unused or overran: an overrun is bench time of the others.
            let mut left = 0;
            let place = court.index() * sessions + session;
            for i in 0..self.reserved[place].len() {
                let r = self.reserved[place][i];
                let (kind, lane) = (
                    self.levers.reserved[r].session,
                    LaneId((general + r) as u32),
                );
                let available = self.available[lane.index()];
                let sitting = self.sitting(day, court, kind);
                let used = self.hear_lane(sitting, lane, available, events);
                left += i64::from(available) - i64::from(used);
                self.tell_sat(day, court, kind, used, used.min(available));
            }
            let (kind, lane) = (SessionId(session as u8), LaneId(place as u32));
            let available = i64::from(self.available[lane.index()]) + left;
            let available = available.max(0) as u32;
            let sitting = self.sitting(day, court, kind);
            let used = self.hear_lane(sitting, lane, available, events);
            self.tell_sat(day, court, kind, used, available);
        }
        self.take_remands(day, court, events);
        self.next_session(day + 1, court, events);
    }

    fn sitting(&self, day: Day, court: CourtId, session: SessionId) -> Sitting {
        Sitting {
            day,
            session,
            stations: court.index() * self.stages,
        }
    }

    fn tell_sat(
        &mut self,
        day: Day,
        court: CourtId,
        session: SessionId,
        used: u32,
        available: u32,
    ) {
        if available > 0 {
            self.monitor.sat(day, court, session, used, available);
        }
    }

    /// Hears the cases of a lane; returns the bench time used [minutes].
    fn hear_lane(
        &mut self,
        sitting: Sitting,
        lane: LaneId,
        available: u32,
        events: &mut EventList<Event>,
    ) -> u32 {
        if self.ready.is_some() {
            self.call_up(sitting, lane, available, events)
        } else {
            self.call_booked(sitting, lane, available, events)
        }
    }

    /// Calls the day's booked hearings in order; when the minutes are used up, the rest are
    /// adjourned. The last hearing called may overrun.
    fn call_booked(
        &mut self,
        sitting: Sitting,
        lane: LaneId,
        available: u32,
        events: &mut EventList<Event>,
    ) -> u32 {
        let Sitting { day, session, .. } = sitting;
        let mut called = std::mem::take(&mut self.space.called);
        self.book.take(lane, day, &mut called);
        // What is heard next: the same lane on the next day, or another lane today.
        let mut next = None;
        if self.apart() {
            next = self
                .court_day(day + 1)
                .map(|next| self.book.walk(lane, next));
        } else {
            self.book.fetch_ahead(lane, day);
        }
        if self.newest_first {
            called.sort_by_key(|case| (self.class(case), std::cmp::Reverse(case.filed())));
        }
        self.hearings += called.len() as u64;
        let (mut early, shut) = (false, !self.shut.is_empty());
        let mut used = 0;
        let mut drawn = [Drawn::default(); AHEAD];
        for ahead in called.chunks(AHEAD) {
            if let Some(next) = &mut next {
                self.book.fetch_next(next);
            }
            if used < available {
                for (drawn, case) in drawn.iter_mut().zip(ahead) {
                    *drawn = Drawn::of(self.stream, case);
                }
            }
            // A case is ready after it was filed, and called no earlier than it is ready.
            early |= ahead
                .iter()
                .fold(0, |early, case| early | case.days_beyond(day))
                != 0;
            for (&case, &drawn) in ahead.iter().zip(&drawn) {
                if shut && self.docket_shut(&case.apart(), day).is_some() {
                    self.adjourn(day, session, case, Adjournment::Closure, events);
                } else if used < available {
                    used += self.hear(sitting, case, drawn, events);
                } else {
                    self.adjourn(day, session, case, Adjournment::InsufficientTime, events);
                }
            }
        }
        called.clear();
        self.space.called = called;
        if early {
            self.note_breach(format!(
                "{day}: a hearing was called before its case was ready"
            ));
        }
        used
    }

    /// A hearing is not held: the case seeks another day.
    #[inline(always)]
    pub(super) fn adjourn(
        &mut self,
        day: Day,
        session: SessionId,
        case: Case,
        reason: Adjournment,
        events: &mut EventList<Event>,
    ) {
        self.tell_adjourned(day, session, &case, reason);
        self.seek_again(case, day, events);
    }

    #[inline(always)]
    pub(super) fn tell_adjourned(
        &mut self,
        day: Day,
        session: SessionId,
        case: &Case,
        reason: Adjournment,
    ) {
        self.station(case).hearings.adjourned[reason as usize] += 1;
        self.monitor.adjourned(day, case, session, reason);
    }

    /// Calls ready cases while the session lasts.
    fn call_up(
        &mut self,
        sitting: Sitting,
        lane: LaneId,
        available: u32,
        events: &mut EventList<Event>,
    ) -> u32 {
        let day = sitting.day;
        let mut used = 0;
        while used < available {
            let queue = self.ready.as_mut().expect("the call-up rule has a queue");
            let Some(case) = queue.pop(lane, self.newest_first) else {
                break;
            };
            if let Some(until) = self.docket_shut(&case, day) {
                self.schedule_pending(until - 1, case, Event::Ready, events);
                continue;
            }
            // A withdrawal comes to light when the case is called.
            if self.withdrew(case.ready() - 1, day, &case) {
                self.withdraw(day, case, events);
                continue;
            }
            self.hearings += 1;
            let drawn = Drawn::of(self.stream, &case);
            used += self.hear(sitting, case, drawn, events);
        }
        used
    }
}
