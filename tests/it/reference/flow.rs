//! How a case enters and leaves a docket, finds its next hearing, closes and comes back.

use docketsim::court::*;
use docketsim::rng::Decision;
use docketsim::time::Day;

use super::Slip;
use super::agenda::{CaseNo, Event, Phase};
use super::diary::Lane;
use super::log::What;
use super::world::{Waiting, World};

impl World<'_> {
    pub fn enter(&mut self, case: CaseNo, entry: Entry) {
        self.cases[case].pending = true;
        self.tell(case, What::Entered(entry));
    }

    pub fn leave(&mut self, case: CaseNo, exit: Exit) {
        self.cases[case].pending = false;
        self.tell(case, What::Left(exit));
    }

    pub fn draw_attributes(&mut self, case: CaseNo) {
        let docket = self.docket(case);
        let (u, v) = self.pair(Decision::Represented, case, 0);
        self.cases[case].represented = u < docket.represented;
        self.cases[case].applies = v < docket.applies;
    }

    /// Notice of the first hearing, and of the first one after a return.
    pub fn give_notice(&mut self, case: CaseNo) {
        let u = self.draw(Decision::Notice, case, self.cases[case].called);
        let notice = self.docket(case).notice.sample_days(u);
        self.cases[case].ready = self.today + notice;
    }

    /// Finds the next hearing of a pending case, as seen on `day`.
    pub fn seek(&mut self, case: CaseNo, day: Day) {
        let person = &mut self.cases[case];
        person.sought = (person.sought + 1) % 256;
        let earliest = person.ready.max(day + 1);
        if let Some((on, disposition)) = self.relief(case, day) {
            let event = Event::IsRelieved(case, disposition);
            // After the sessions of a day it is too late for that day.
            let late = self.phase >= Phase::Arrival;
            let earliest = if late { day + 1 } else { day };
            self.schedule(on.max(earliest).max(self.blueprint.start), case, event);
        } else if self.book_ahead() {
            self.seek_a_day(case, day, earliest);
        } else if (self.today, self.phase) < (earliest - 1, Phase::Arrival) {
            // Ready when the sessions of the day before are over.
            self.schedule(earliest - 1, case, Event::BecomesReady(case));
        } else {
            self.queue_up(case);
        }
    }

    /// Books the first day with room; who would withdraw before it holds no place.
    fn seek_a_day(&mut self, case: CaseNo, day: Day, earliest: Day) {
        self.book_or_leave(case, earliest, self.withdrawal(case, day));
    }

    pub fn book_or_leave(&mut self, case: CaseNo, earliest: Day, leaves: Option<Day>) {
        let booking = self.booking(case);
        let lane = self.lane(case);
        let open = self.open_day(case, lane, earliest);
        if let Some(leaves) = leaves
            && open.is_none_or(|open| leaves < open)
        {
            self.schedule(leaves, case, Event::Withdraws(case));
            return;
        }
        let diary = self.diaries.get_mut(&lane).unwrap();
        match open {
            Some(open) => diary.book(open, booking),
            None => diary.unbooked.push(case),
        }
    }

    /// First day with room on which no closure keeps the docket from being heard.
    fn open_day(&self, case: CaseNo, lane: Lane, from: Day) -> Option<Day> {
        let (pair, minutes) = (self.pair_of(case), u32::from(self.stage(case).planned));
        self.open_day_of(pair, lane, minutes, from)
    }

    pub fn open_day_of(
        &self,
        pair: (CourtId, DocketId),
        lane: Lane,
        minutes: u32,
        from: Day,
    ) -> Option<Day> {
        let (diary, calendar) = (&self.diaries[&lane], &self.blueprint.calendar);
        let mut from = from;
        loop {
            let open = diary.first_open(calendar, (from, self.book_end()), minutes)?;
            match self.docket_shut(pair, open) {
                Some(until) => from = until,
                None => return Some(open),
            }
        }
    }

    /// Day on which a known closure of the docket that holds on a day ends.
    pub fn docket_shut(&self, (court, docket): (CourtId, DocketId), day: Day) -> Option<Day> {
        let known = self.shut.iter().map(|&i| &self.levers.closures[i]);
        let shuts = known.filter(|c| {
            c.courts.contains(&court) && c.docket == Some(docket) && c.from <= day && day < c.until
        });
        shuts.map(|c| c.until).max()
    }

    /// Seeks a hearing for a case that lost its place, with the minimum notice.
    pub fn seek_again(&mut self, case: CaseNo) {
        let notice = match self.slip {
            Some(Slip::NoMinimumNotice) => 0,
            _ => self.blueprint.rules.minimum_notice,
        };
        let person = &mut self.cases[case];
        person.ready = person.ready.max(self.today + notice);
        self.seek(case, self.today);
    }

    /// The case joins the ready queue of the call-up rule.
    pub fn queue_up(&mut self, case: CaseNo) {
        let Queue::CallUp(discipline) = self.blueprint.rules.queue else {
            unreachable!("only the call-up rule has a ready queue");
        };
        let person = &self.cases[case];
        let rank = match discipline {
            Discipline::FirstFiled | Discipline::LastFiled => person.filed.0,
            Discipline::FirstReady => person.ready.0,
            Discipline::ShortestWork => {
                self.work[person.docket.index()][person.stage.index()] as i32
            }
        };
        self.queued += 1;
        self.queue.push(Waiting {
            lane: self.lane(case),
            priority: self.priority(case),
            rank,
            number: self.queued,
            case,
        });
    }

    /// The first-instance decision.
    pub fn close(&mut self, case: CaseNo, disposition: DispositionId) {
        self.leave(case, Exit::Completion(disposition));
        self.leave_site(case);
        if self.blueprint.dispositions[disposition.index()].inactive {
            self.cases[case].inactive = true;
            self.cases[case].inactive_since = self.today;
            let members = i64::from(self.cases[case].members);
            self.count_inactive(self.pair_of(case), members);
        }
        if self.is_appealed(case, disposition) {
            self.bind(case, 1);
        } else {
            self.plan_return(case, disposition);
        }
    }

    fn is_appealed(&mut self, case: CaseNo, disposition: DispositionId) -> bool {
        let (Some(appeal), Some(_)) = (&self.docket(case).appeal, &self.blueprint.appeals) else {
            return false;
        };
        let (u, v) = self.pair(Decision::Appeal, case, self.cases[case].called);
        if u >= appeal.shares[disposition.index()] {
            return false;
        }
        let day = self.today + appeal.delay.sample_days(v);
        self.agenda
            .add(day, Phase::Arrival, Event::IsAppealed(case));
        true
    }

    fn plan_return(&mut self, case: CaseNo, disposition: DispositionId) {
        let blueprint = self.blueprint;
        let rules = &blueprint.dockets[self.cases[case].docket.index()].returns;
        let (mut u, v) = self.pair(Decision::Return, case, self.cases[case].called);
        // Each entry of the disposition takes its share of the numbers, one after the other.
        for rule in rules.iter().filter(|rule| rule.disposition == disposition) {
            if u >= rule.share {
                u -= rule.share;
                continue;
            }
            let day = self.today + rule.delay.sample_days(v);
            if day > blueprint.end {
                return;
            }
            self.cases[case].stage = rule.stage;
            self.bind(case, 1);
            self.agenda.add(day, Phase::Arrival, Event::ComesBack(case));
            return;
        }
    }

    /// A closed or inactive case comes back, unless a relief programme closed it for good.
    pub fn comes_back(&mut self, case: CaseNo) {
        if self.cases[case].inactive {
            let members = i64::from(self.cases[case].members);
            self.count_inactive(self.pair_of(case), -members);
            self.bind(case, -1);
            self.cases[case].inactive = false;
            if self.relieved_while_inactive(case) {
                return;
            }
        }
        self.cases[case].court = self.heir_of_closed_court(case);
        self.cases[case].returned = true;
        self.cases[case].held = 0;
        self.give_notice(case);
        self.enter(case, Entry::Return);
        self.seek(case, self.today);
    }

    /// The appeals body decides what is due, first come first served, those of one day court by court;
    /// what it could have decided with an empty queue is lost, but for a fraction of a decision.
    pub fn appeals_body_sits(&mut self) {
        let mut arrived = std::mem::take(&mut self.appeals_arrived);
        arrived.sort_by_key(|&(day, case)| (day, self.cases[case].court));
        self.appeals.extend(arrived.iter().map(|&(_, case)| case));
        let mut day = self.today;
        loop {
            self.decisions_due += self.levers.decisions.at(day) / 365.25;
            day = day - 1;
            if day < self.blueprint.start || self.blueprint.calendar.is_court_day(day) {
                break;
            }
        }
        let remand = self.levers.remand.at(self.today);
        while self.decisions_due >= 1.0 {
            let Some(case) = self.appeals.pop_front() else {
                self.decisions_due = self.decisions_due.fract();
                break;
            };
            self.decisions_due -= f64::from(self.cases[case].members);
            let u = self.draw(Decision::AppealOutcome, case, self.cases[case].called);
            if u < remand {
                let appeal = self.docket(case).appeal.as_ref();
                self.cases[case].stage = appeal.map_or(StageId(0), |a| a.remand_stage);
                self.comes_back(case);
            } else {
                self.bind(case, -1);
            }
        }
        self.next_court_day(self.today + 1, Event::AppealsBodySits);
    }

    pub fn transfer(&mut self, case: CaseNo, court: CourtId, docket: DocketId, stage: StageId) {
        self.leave(case, Exit::TransferOut);
        self.leave_site(case);
        let person = &mut self.cases[case];
        (person.court, person.docket, person.stage) = (court, docket, stage);
        self.enter(case, Entry::TransferIn);
        self.seek(case, self.today);
    }

    fn leave_site(&mut self, case: CaseNo) {
        if let Some(site) = self.cases[case].site {
            let days = self.today - self.cases[case].filed;
            self.sites[site.index()].waiting -= self.cases[case].members;
            self.tell(case, What::LeftSite { site, days });
            self.cases[case].site = None;
        }
    }

    /// The interval to the next hearing [days].
    pub fn after(&self, days: i32) -> Day {
        let late = i32::from(self.slip == Some(Slip::OneDayLater));
        self.today + days + late
    }
}
