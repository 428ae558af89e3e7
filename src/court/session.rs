//! A court day: hearings are called, held or adjourned, and cases move on.

use super::adjust::{Follows, outcome_under_rules};
use super::blueprint::{Absence, CourtId, SessionId, StageId, Then};
use super::book::LaneId;
use super::case::{Case, Flags};
use super::monitor::{Adjournment, Monitor};
use super::system::{CourtSystem, Event};
use super::tables::{Caseload, DocketToday};
use crate::des::EventList;
use crate::rng::{Decision, Stream, Uniform, halves};
use crate::time::Day;

/// Hearings whose draws are made ahead.
const AHEAD: usize = 16;

/// What is drawn for a hearing. Drawn ahead for several hearings at once, it is at hand when the
/// branches that depend on it are to be decided.
#[derive(Clone, Copy, Debug, Default)]
struct Drawn {
    /// Whether the respondent appears, and the minutes.
    absent: u64,
    /// What follows, and the interval.
    outcome: u64,
}

impl Drawn {
    #[inline(always)]
    fn of(stream: Stream, case: &Case) -> Self {
        let (key, ordinal) = (case.key(), u32::from(case.called()) + 1);
        Self {
            absent: stream.bits(Decision::Absent, key, ordinal),
            outcome: stream.bits(Decision::Outcome, key, ordinal),
        }
    }
}

/// A session of a court on a day.
#[derive(Clone, Copy)]
struct Sitting {
    day: Day,
    session: SessionId,
    /// Position of the court's first station.
    stations: usize,
}

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

    /// Calls one hearing; returns the bench time it takes [minutes].
    #[inline(always)]
    fn hear(
        &mut self,
        sitting: Sitting,
        case: Case,
        drawn: Drawn,
        events: &mut EventList<Event>,
    ) -> u32 {
        if self.steps[self.step(case.docket(), case.stage())].ruled {
            self.hear_under_rules(sitting, case.apart(), drawn, events)
        } else {
            self.hear_one::<false>(sitting, case, drawn, events)
        }
    }

    /// The rare hearing about which rules hold: out of the way of the others.
    #[inline(never)]
    fn hear_under_rules(
        &mut self,
        sitting: Sitting,
        case: Case,
        drawn: Drawn,
        events: &mut EventList<Event>,
    ) -> u32 {
        self.hear_one::<true>(sitting, case, drawn, events)
    }

    #[inline(always)]
    fn hear_one<const RULED: bool>(
        &mut self,
        sitting: Sitting,
        mut case: Case,
        drawn: Drawn,
        events: &mut EventList<Event>,
    ) -> u32 {
        let day = sitting.day;
        let place = self.step(case.docket(), case.stage());
        let at = sitting.stations + place;
        let step = &self.steps[place];
        let (stage, only, marks) = (step.stage, step.only, step.marks);
        let (shares, below) = (step.absent, step.absent_below);
        let now = if RULED {
            self.today[case.docket().index()]
        } else {
            DocketToday::default()
        };
        if RULED && now.represented {
            self.find_representative(day, &mut case);
        }
        let represented = case.has(Flags::REPRESENTED);
        case.count_called();
        let (absent, length) = halves(drawn.absent);
        let stays_away = if RULED {
            let mut share = shares[usize::from(represented)];
            share *= case
                .site()
                .map_or(1.0, |site| self.sites[site.index()].absence);
            share *= self.absence_grows(day, &case);
            absent.value() < share
        } else {
            absent.is_of_first(below[usize::from(represented)])
        };
        if stays_away {
            self.absent(sitting, at, marks, &stage.absent, case, events);
            return u32::from(stage.absent.minutes);
        }
        let mut minutes = stage.minutes.sample_minutes(length);
        if RULED && now.represented {
            minutes = self.represented_minutes(day, &case, minutes);
        }
        self.hold(sitting, at, marks, &mut case, minutes);
        let (which, interval) = halves(drawn.outcome);
        let table = only.unwrap_or_else(|| {
            let applies = case.has(Flags::APPLIES);
            stage.outcomes_of(day, represented, applies, u16::from(case.held()))
        });
        if RULED && now.outcomes_ruled {
            let follows = outcome_under_rules(self.levers, day, &case, table, which.value());
            self.go_on_under_rules(sitting, at, case, follows, interval.value(), events);
            return minutes;
        }
        let outcome = &table.outcomes[table.shares.pick(which)];
        if let Then::Close(disposition) = outcome.then {
            self.close(day, case.apart(), disposition, events);
            return minutes;
        }
        case.ready_on(day + outcome.interval.sample_days(interval));
        match outcome.then {
            Then::Continue => self.try_again(sitting, at, case, Adjournment::Continued, events),
            Then::Advance(stage) => self.advance_to(stage, sitting, at, case, events),
            then => self.go_on(sitting, at, case.apart(), then, events),
        }
        minutes
    }

    /// What follows a hearing, where rules hold about outcomes.
    #[inline(never)]
    fn go_on_under_rules(
        &mut self,
        sitting: Sitting,
        at: usize,
        mut case: Case,
        (then, interval, stretch): Follows<'_>,
        u: f64,
        events: &mut EventList<Event>,
    ) {
        if !matches!(then, Then::Close(_)) {
            let days = f64::from(interval.sample_days(u)) * stretch;
            case.ready_on(sitting.day + days.round() as i32);
        }
        self.go_on(sitting, at, case, then, events);
    }

    #[inline(always)]
    fn hold(&mut self, sitting: Sitting, at: usize, marks: Flags, case: &mut Case, minutes: u32) {
        self.stations[at].hearings.held += 1;
        let Sitting { day, session, .. } = sitting;
        self.monitor.held(day, &case.apart(), session, minutes);
        if !case.has(marks) {
            self.monitor.held_first(day, &case.apart(), marks);
        }
        case.count_held();
        case.put(marks, true);
    }

    #[inline(never)]
    fn go_on(
        &mut self,
        sitting: Sitting,
        at: usize,
        case: Case,
        then: Then,
        events: &mut EventList<Event>,
    ) {
        let day = sitting.day;
        match then {
            Then::Continue => self.try_again(sitting, at, case, Adjournment::Continued, events),
            Then::Advance(stage) => self.advance_to(stage, sitting, at, case, events),
            Then::Transfer {
                court,
                docket,
                stage,
            } => {
                let court = court.unwrap_or(case.court());
                self.transfer(day, case.apart(), (court, docket, stage), events);
            }
            Then::Close(disposition) => self.close(day, case.apart(), disposition, events),
        }
    }

    /// The next hearing is one of another stage.
    #[inline(always)]
    fn advance_to(
        &mut self,
        stage: StageId,
        sitting: Sitting,
        at: usize,
        mut case: Case,
        events: &mut EventList<Event>,
    ) {
        self.stations[at].pending -= Caseload::of(&case);
        case.set_stage(stage);
        let at = sitting.stations + self.step(case.docket(), stage);
        self.stations[at].pending += Caseload::of(&case);
        self.seek_at(at, case, sitting.day, events);
    }

    /// The same stage goes on another day.
    #[inline(always)]
    fn try_again(
        &mut self,
        sitting: Sitting,
        at: usize,
        case: Case,
        reason: Adjournment,
        events: &mut EventList<Event>,
    ) {
        let Sitting { day, session, .. } = sitting;
        self.stations[at].hearings.adjourned[reason as usize] += 1;
        self.monitor.adjourned(day, &case.apart(), session, reason);
        self.seek_at(at, case, day, events);
    }

    /// A respondent does not appear: an order in absentia, or another day.
    #[inline(always)]
    fn absent(
        &mut self,
        sitting: Sitting,
        at: usize,
        marks: Flags,
        absence: &Absence,
        mut case: Case,
        events: &mut EventList<Event>,
    ) {
        let day = sitting.day;
        let ordinal = u32::from(case.called());
        let drawn = self.stream.bits(Decision::AbsentOrder, case.key(), ordinal);
        let (order, interval) = halves(drawn);
        if let Some(disposition) = absence
            .disposition
            .filter(|_| order.value() < absence.order)
        {
            self.hold(sitting, at, marks, &mut case, u32::from(absence.minutes));
            self.close(day, case.apart(), disposition, events);
        } else {
            case.ready_on(day + absence.interval.sample_days(interval));
            self.try_again(sitting, at, case, Adjournment::Absent, events);
        }
    }
}
