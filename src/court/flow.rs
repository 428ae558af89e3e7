//! How cases find their next hearing, leave early and come back.

use super::blueprint::{CourtId, DocketId, StageId};
use super::case::{Case, Flags};
use super::event::Event;
use super::monitor::{Entry, Exit, Monitor};
use super::system::CourtSystem;
use super::tables::{Caseload, Place};
use crate::des::{EventList, Phase};
use crate::rng::Decision;
use crate::time::Day;

impl<M: Monitor> CourtSystem<'_, M> {
    #[inline(always)]
    pub(super) fn draw_attributes(&self, case: &mut Case) {
        let drawn = self.stream.bits(Decision::Represented, case.key(), 0);
        self.attributes[case.docket().index()].give(case, drawn);
    }

    #[inline(always)]
    pub(super) fn give_notice(&self, day: Day, case: &mut Case) {
        let docket = &self.blueprint.dockets[case.docket().index()];
        let u = self
            .stream
            .uniform(Decision::Notice, case.key(), u32::from(case.called()));
        case.ready_on(day + docket.notice.sample_days(u));
    }

    /// A case comes onto its docket.
    #[inline(always)]
    pub(super) fn enter(&mut self, day: Day, case: Case, entry: Entry) {
        self.monitor.entered(day, &case.apart(), entry);
        let at = self.stage_slot(case.court(), case.docket(), case.stage());
        self.count_in(day, at, &case.apart(), entry, Caseload::of(&case));
    }

    /// Cases that came onto a docket in the same way on the same day are counted: one of them stands
    /// for all.
    pub(super) fn count_in(
        &mut self,
        day: Day,
        at: usize,
        like: &Case,
        entry: Entry,
        caseload: Caseload,
    ) {
        self.stations[at].pending += caseload;
        self.records += caseload.records() as usize;
        self.monitor.came(day, like, entry, caseload.cases() as u32);
    }

    /// A case leaves its docket.
    pub(super) fn leave(&mut self, day: Day, case: &Case, exit: Exit) {
        self.station(case).pending -= Caseload::of(case);
        self.records -= 1;
        self.monitor.left(day, case, exit);
    }

    /// Finds the next hearing of a pending case: a day in the book, or a place in the queue.
    #[inline(always)]
    pub(super) fn seek(&mut self, case: Case, today: Day, events: &mut EventList<Event>) {
        let at = self.stage_slot(case.court(), case.docket(), case.stage());
        self.seek_at(at, case, today, events);
    }

    /// The same for a case whose station is known.
    #[inline(always)]
    pub(super) fn seek_at(
        &mut self,
        at: usize,
        mut case: Case,
        today: Day,
        events: &mut EventList<Event>,
    ) {
        case.count_sought();
        let place = self.stations[at].place;
        if place.under_rules || !self.shut.is_empty() {
            self.seek_under_rules(case.apart(), today, events);
        } else {
            let from = case.ready().max(today + 1);
            self.book.book(place.shelf, from, case);
        }
    }

    /// The same for cases of one station.
    pub(super) fn seek_all(
        &mut self,
        at: usize,
        cases: &mut [Case],
        today: Day,
        events: &mut EventList<Event>,
    ) {
        let place = self.stations[at].place;
        if place.under_rules || !self.shut.is_empty() {
            for case in cases {
                self.seek_at(at, case.apart(), today, events);
            }
        } else {
            cases.iter_mut().for_each(Case::count_sought);
            self.book.book_all(place.shelf, today + 1, cases);
        }
    }

    /// Finds the next hearing where there is more to it than a day with room.
    ///
    /// A respondent who would withdraw before the hearing gives the place back in time for
    /// others: no place is held.
    #[inline(never)]
    fn seek_under_rules(&mut self, case: Case, today: Day, events: &mut EventList<Event>) {
        let from = case.ready().max(today + 1);
        if !self.levers.relief.is_empty()
            && let Some((day, relief)) = self.relief(today, &case)
        {
            let disposition = self.levers.relief[relief].disposition;
            let event = |case| Event::Relieve(case, disposition);
            // Who comes back on the day itself is closed on the next one: else it could go on for ever.
            let earliest = if events.now().1 < Phase::Arrival {
                today.max(self.blueprint.start)
            } else {
                today + 1
            };
            let day = day.max(earliest);
            self.schedule_pending(day, case, event, events);
            return;
        }
        if self.ready.is_some() {
            // It is ready when the sessions of the day before are over: to be called on its
            // earliest day, and not again in the session that it comes from.
            if events.now() < (from - 1, Phase::Arrival) {
                self.schedule_pending(from - 1, case, Event::Ready, events);
            } else {
                self.queue_up(case);
            }
            return;
        }
        let leaves = self.withdrawal_day(today, &case);
        self.book_or_leave(case, from, leaves, events);
    }

    /// Books the first day with room, unless the respondent withdraws before it.
    pub(super) fn book_or_leave(
        &mut self,
        case: Case,
        from: Day,
        leaves: Option<Day>,
        events: &mut EventList<Event>,
    ) {
        let open = self.open_day(&case, from);
        if let Some(leaves) = leaves
            && open.is_none_or(|day| leaves < day)
        {
            self.schedule_pending(leaves, case, Event::Withdraw, events);
            return;
        }
        let (place, class) = (self.place(&case), self.class(&case));
        // Where its docket is heard on no day of the book it stays unbooked.
        let from = open.unwrap_or(self.blueprint.book_end() + 1);
        let shelf = self.book.shelf(place.lane, class, place.length);
        self.book.book(shelf, from, case);
    }

    /// First day with room for a case's hearing on which its docket is heard.
    pub(super) fn open_day(&mut self, case: &Case, from: Day) -> Option<Day> {
        let Place { lane, length, .. } = self.place(case);
        let mut day = self.book.first_open(lane, length, from)?;
        while let Some(until) = self.docket_shut(case, day) {
            day = self.book.first_open(lane, length, until)?;
        }
        Some(day)
    }

    /// Notes that the return of an inactive case is planned (1), or no longer (-1).
    pub(super) fn bind(&mut self, case: &Case, change: i64) {
        if case.has(Flags::INACTIVE) {
            let pair = self.pair(case.court(), case.docket());
            self.bound[pair] += change * i64::from(case.members());
        }
    }

    /// Seeks a hearing for a case that lost its place, with the minimum notice.
    #[inline(always)]
    pub(super) fn seek_again(&mut self, mut case: Case, today: Day, events: &mut EventList<Event>) {
        let notice = today + self.blueprint.rules.minimum_notice;
        case.ready_on(case.ready().max(notice));
        self.seek(case, today, events);
    }

    /// Puts a ready case into the queue of the call-up rule.
    pub(super) fn queue_up(&mut self, case: Case) {
        let lane = self.lane(&case);
        let class = self.class(&case);
        // The discipline keeps the order that it began with.
        let work = self.work[0].1[case.docket().index()][case.stage().index()];
        let queue = self
            .ready
            .as_mut()
            .expect("only the call-up rule has ready cases");
        queue.push(lane, usize::from(class), work, case);
    }

    /// A closed or inactive case comes back onto its docket.
    pub(super) fn come_back(&mut self, day: Day, mut case: Case, events: &mut EventList<Event>) {
        if case.has(Flags::INACTIVE) {
            let pair = self.pair(case.court(), case.docket());
            self.inactive[pair] -= i64::from(case.members());
            self.bind(&case, -1);
            case.put(Flags::INACTIVE, false);
            if !self.levers.relief.is_empty() && self.relieved_inactive(day, &case) {
                return;
            }
        }
        if !self.closed.is_empty() {
            case.set_court(self.court_to_return_to(&case));
        }
        case.put(Flags::RETURNED, true);
        case.forget_held();
        self.give_notice(day, &mut case);
        self.enter(day, case, Entry::Return);
        self.seek(case, day, events);
    }

    /// The appeals body decides the day's cases.
    pub(super) fn decide_appeals(&mut self, day: Day, events: &mut EventList<Event>) {
        if self.blueprint.appeals.is_none() {
            return;
        }
        self.appeals.admit(day);
        self.appeals.sit(self.decisions_due(day));
        while let Some(case) = self.appeals.next(day) {
            if self.is_remanded(day, &case) {
                self.remand(day, case, events);
            } else {
                self.bind(&case, -1);
            }
        }
        self.next_decisions(day + 1, events);
    }

    /// Decisions that the appeals body makes on a court day: those due since the court day before, so
    /// that a year's add up to its capacity whatever the calendar is [cases].
    pub(super) fn decisions_due(&self, day: Day) -> f64 {
        let (start, calendar) = (self.blueprint.start, &self.blueprint.calendar);
        let mut due = self.levers.decisions.at(day);
        let mut before = day - 1;
        while before >= start && !calendar.is_court_day(before) {
            due += self.levers.decisions.at(before);
            before = before - 1;
        }
        due / 365.25
    }

    pub(super) fn is_remanded(&self, day: Day, case: &Case) -> bool {
        let ordinal = u32::from(case.called());
        let u = (self.stream).uniform(Decision::AppealOutcome, case.key(), ordinal);
        u < self.levers.remand.at(day)
    }

    pub(super) fn remand(&mut self, day: Day, mut case: Case, events: &mut EventList<Event>) {
        let docket = &self.blueprint.dockets[case.docket().index()];
        let stage = docket.appeal.as_ref().map(|appeal| appeal.remand_stage);
        case.set_stage(stage.unwrap_or(StageId(0)));
        self.come_back(day, case, events);
    }

    /// Moves a case to another court or docket.
    pub(super) fn transfer(
        &mut self,
        day: Day,
        mut case: Case,
        (court, docket, stage): (CourtId, DocketId, StageId),
        events: &mut EventList<Event>,
    ) {
        self.leave(day, &case.apart(), Exit::TransferOut);
        if case.site().is_some() {
            self.leave_site(day, &case.apart());
            case.wait_at(None);
        }
        case.place_at(court, docket, stage);
        self.enter(day, case, Entry::TransferIn);
        self.seek(case, day, events);
    }

    /// Frees the place of a case at its host site.
    pub(super) fn leave_site(&mut self, day: Day, case: &Case) {
        if let Some(site) = case.site() {
            self.sites[site.index()].waiting -= u32::from(case.members());
            self.monitor.host_left(day, case, site, day - case.filed());
        }
    }
}
