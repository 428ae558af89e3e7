//! One hearing: held or not, and what follows.

use super::adjust::{Follows, outcome_under_rules};
use super::blueprint::{Absence, SessionId, StageId, Then};
use super::case::{Case, Flags};
use super::event::Event;
use super::monitor::{Adjournment, Monitor};
use super::system::CourtSystem;
use super::tables::{Caseload, DocketToday};
use crate::des::EventList;
use crate::rng::{Decision, Stream, Uniform, halves};
use crate::time::Day;

/// What is drawn for a hearing. Drawn ahead for several hearings at once, it is at hand when the
/// branches that depend on it are to be decided.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Drawn {
    /// Whether the respondent appears, and the minutes.
    absent: u64,
    /// What follows, and the interval.
    outcome: u64,
}

impl Drawn {
    #[inline(always)]
    pub(super) fn of(stream: Stream, case: &Case) -> Self {
        let (key, ordinal) = (case.key(), u32::from(case.called()) + 1);
        Self {
            absent: stream.bits(Decision::Absent, key, ordinal),
            outcome: stream.bits(Decision::Outcome, key, ordinal),
        }
    }
}

/// A session of a court on a day.
#[derive(Clone, Copy)]
pub(super) struct Sitting {
    pub(super) day: Day,
    pub(super) session: SessionId,
    /// Position of the court's first station.
    pub(super) stations: usize,
}

impl<M: Monitor> CourtSystem<'_, M> {
    /// Calls one hearing; returns the bench time it takes [minutes].
    #[inline(always)]
    pub(super) fn hear(
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
