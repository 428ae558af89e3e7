//! Acts: what is done to many cases on one day.

use docketsim::court::*;
use docketsim::rng::Decision;
use docketsim::time::Day;

use super::agenda::{CaseNo, Event, Phase};
use super::diary::Lane;
use super::log::What;
use super::relief::is_open;
use super::world::{Person, World, courts};

/// Source of the cases of a wave.
const WAVE: u8 = 252;
/// Inactive cases closed for good leave in steps of this length [days].
const STEP: i32 = 30;

impl World<'_> {
    pub fn act(&mut self, act: usize) {
        match &self.levers.acts[act].what {
            Deed::CallOff(closure) => self.call_off(*closure),
            Deed::Relieve(relief) => self.relieve(*relief),
            Deed::Rerank(docket) => self.rerank(*docket),
            Deed::Move {
                from,
                to,
                tag,
                closes,
            } => {
                if *closes {
                    self.closed.push(act);
                }
                // Whom a court took in before the start is there already.
                if *closes || self.levers.acts[act].day >= self.blueprint.start {
                    self.move_cases(*from, to, *tag, *closes);
                }
            }
            Deed::Recalendar {
                docket,
                stage,
                cases,
                over,
                tag,
            } => {
                // What was due before the start has come back already.
                let passed = self.today - self.levers.acts[act].day;
                if passed == 0 {
                    self.recalendar((*docket, *stage), *cases, *over, *tag);
                } else if passed < *over {
                    let rest = f64::from(*cases) * f64::from(over - passed) / f64::from(*over);
                    self.recalendar((*docket, *stage), rest.round() as u32, over - passed, *tag);
                }
            }
        }
    }

    /// Takes cases out of the book (lane by lane: by day, in calling order, then those without a
    /// day), out of the ready queue (in calling order), from among those for whom something is planned, and
    /// from among the parked. Of booked cases none is left that leaves today.
    fn sweep(&mut self, pick: impl Fn(&Self, CaseNo) -> bool) -> Vec<CaseNo> {
        let chosen: Vec<bool> = (0..self.cases.len()).map(|c| pick(self, c)).collect();
        let mut taken = Vec::new();
        for diary in self.diaries.values_mut() {
            let before = taken.len();
            let booked = diary.extract((self.today, None), |case| chosen[case]);
            taken.extend(booked.into_iter().map(|(_, booking)| booking.case));
            taken.extend(diary.unbooked.iter().filter(|&&case| chosen[case]));
            diary.unbooked.retain(|&case| !chosen[case]);
            diary.gained |= taken.len() > before;
        }
        self.queue
            .sort_by_key(|w| (w.lane, w.priority, w.rank, w.number));
        taken.extend(self.queue.iter().map(|w| w.case).filter(|&c| chosen[c]));
        self.queue.retain(|w| !chosen[w.case]);
        let after = self.today - i32::from(!self.book_ahead());
        taken.extend(self.agenda.take_waiting(after, &chosen));
        taken.extend(self.parked.iter().filter(|&&case| chosen[case]));
        self.parked.retain(|&case| !chosen[case]);
        taken
    }

    /// Hearings of a closure are called off. Where a whole court is shut its days are blocked.
    fn call_off(&mut self, closure: usize) {
        let rule = &self.levers.closures[closure];
        if rule.until <= self.today {
            return;
        }
        if rule.docket.is_some() {
            self.shut.push(closure);
        }
        if !self.book_ahead() {
            return;
        }
        let from = rule.from.max(self.today);
        let mut called_off = Vec::new();
        for lane in self.lanes_of(&rule.courts) {
            let of_docket: Vec<bool> = (self.cases.iter())
                .map(|person| rule.docket.is_none_or(|docket| docket == person.docket))
                .collect();
            let diary = self.diaries.get_mut(&lane).unwrap();
            let taken = diary.extract((from, Some(rule.until)), |case| of_docket[case]);
            match rule.docket {
                None => diary.shut.extend((from.0..rule.until.0).map(Day)),
                Some(_) => diary.gained |= !taken.is_empty(),
            }
            let session = self.session_of(lane);
            for (_, booking) in taken {
                let reason = Adjournment::Closure;
                self.tell(booking.case, What::Adjourned { session, reason });
                called_off.push(booking.case);
            }
        }
        for case in called_off {
            self.seek_again(case);
        }
    }

    /// Lanes of courts, court by court: general ones by session kind, then reserved ones.
    fn lanes_of(&self, courts: &[CourtId]) -> Vec<Lane> {
        let mut lanes = Vec::new();
        for &court in courts {
            let sessions = (0..self.blueprint.sessions.len()).map(|k| SessionId(k as u8));
            lanes.extend(sessions.map(|session| Lane::General(court, session)));
            for (r, reserved) in self.levers.reserved.iter().enumerate() {
                if reserved.court == court {
                    lanes.push(Lane::Reserved(r));
                }
            }
        }
        lanes
    }

    /// Hearings of those whom a programme will close are called off; inactive cases that nothing
    /// is to bring back leave in monthly steps.
    fn relieve(&mut self, relief: usize) {
        let rule = &self.levers.relief[relief];
        if rule.pending > 0.0 {
            let taken = self.sweep(|world, case| {
                let person = &world.cases[case];
                person.docket == rule.docket
                    && person.filed < rule.from
                    && world.pair(Decision::Relief, case, rule.tag).0 < rule.pending
                    && world.relief_day(case, rule) >= world.today
                    && is_open(rule, world.relief_day(case, rule))
            });
            for case in taken {
                self.seek(case, self.today);
            }
        }
        if rule.inactive <= 0.0 {
            return;
        }
        // Month by month, each in its middle; the last one may be shorter.
        let mut steps: Vec<(i32, i32)> = Vec::new();
        let mut passed = 0;
        while passed < rule.over {
            let next = (passed + STEP).min(rule.over);
            steps.push((passed, next));
            passed = next;
        }
        if steps.is_empty() {
            steps.push((0, 0));
        }
        for court in courts(self.blueprint) {
            let whole = self.free_inactive((court, rule.docket)) as f64 * rule.inactive;
            let mut gone = 0;
            for &(begins, ends) in &steps {
                let day = rule.from + (begins + ends) / 2;
                let all = ends == rule.over;
                let share = f64::from(ends) / f64::from(rule.over.max(1));
                let upto = (whole * if all { 1.0 } else { share }).round() as i64;
                let cases = upto - gone;
                gone = upto;
                if cases > 0 && day >= self.today && is_open(rule, day) {
                    let event = Event::InactiveForgotten(court, rule.docket, cases);
                    self.agenda.add(day, Phase::Arrival, event);
                }
            }
        }
    }

    /// Booked hearings of a docket keep their day and take their new place in it, behind those of
    /// the same priority; ready cases queue up anew.
    fn rerank(&mut self, docket: DocketId) {
        let moves = |world: &Self, case: CaseNo, had: u8| {
            world.cases[case].docket == docket && world.priority(case) != had
        };
        if !self.book_ahead() {
            self.queue
                .sort_by_key(|w| (w.lane, w.priority, w.rank, w.number));
            let queue = std::mem::take(&mut self.queue);
            let (again, rest): (Vec<super::world::Waiting>, _) = queue
                .into_iter()
                .partition(|w| moves(self, w.case, w.priority));
            self.queue = rest;
            again.into_iter().for_each(|w| self.queue_up(w.case));
            return;
        }
        let lanes: Vec<Lane> = self.diaries.keys().copied().collect();
        for lane in lanes {
            let mut goes = vec![false; self.cases.len()];
            for booking in self.diaries[&lane]
                .pages
                .values()
                .flat_map(|page| &page.bookings)
            {
                goes[booking.case] = moves(self, booking.case, booking.priority);
            }
            let diary = self.diaries.get_mut(&lane).unwrap();
            let moved = diary.extract((self.today, None), |case| goes[case]);
            for (day, booking) in moved {
                let booking = self.booking(booking.case);
                self.diaries.get_mut(&lane).unwrap().book(day, booking);
            }
        }
    }

    /// Where a case of a court goes that is divided among others; none: it stays.
    fn new_court(&self, case: CaseNo, to: &[(CourtId, f64)], tag: u32) -> Option<CourtId> {
        let u = self.draw(Decision::Move, case, tag);
        let mut sum = 0.0;
        for (court, share) in to {
            sum += share;
            if u < sum {
                return Some(*court);
            }
        }
        // The last one takes what rounding leaves.
        to.last().filter(|_| sum >= 1.0 - 1e-9).map(|to| to.0)
    }

    /// The court to which a case comes back, when its own has closed.
    pub fn heir_of_closed_court(&self, case: CaseNo) -> CourtId {
        let mut court = self.cases[case].court;
        for &act in &self.closed {
            if let Deed::Move { from, to, tag, .. } = &self.levers.acts[act].what
                && *from == court
            {
                court = self.new_court(case, to, *tag).unwrap_or(court);
            }
        }
        court
    }

    /// People in a host country stay with the court that the programme names until it closes.
    fn move_cases(&mut self, from: CourtId, to: &[(CourtId, f64)], tag: u32, closes: bool) {
        let moved = self.sweep(|world, case| {
            let person = &world.cases[case];
            let stays = person.court != from || (person.site.is_some() && !closes);
            !stays && world.new_court(case, to, tag).is_some()
        });
        let noticed = self.today + self.blueprint.rules.minimum_notice;
        for case in moved {
            let court = self.new_court(case, to, tag).unwrap();
            let person = &mut self.cases[case];
            person.ready = person.ready.max(noticed);
            self.change_court(case, court);
        }
    }

    /// Another court takes a case over; people at a host site stay there.
    pub fn change_court(&mut self, case: CaseNo, court: CourtId) {
        self.leave(case, Exit::TransferOut);
        self.cases[case].court = court;
        self.enter(case, Entry::TransferIn);
        self.seek(case, self.today);
    }

    /// A wave of inactive cases comes back, court by court in proportion to what lies there, evenly
    /// over some days; at most those that nothing else is to bring back.
    fn recalendar(&mut self, (docket, stage): (DocketId, StageId), most: u32, over: i32, tag: u32) {
        let free: Vec<i64> = courts(self.blueprint)
            .map(|court| self.free_inactive((court, docket)))
            .collect();
        let total: i64 = free.iter().sum();
        if total == 0 {
            return;
        }
        let wave = total.min(i64::from(most));
        let (mut seen, mut done) = (0, 0);
        for (court, free) in courts(self.blueprint).zip(free) {
            seen += free;
            let upto = seen * wave / total;
            for n in done..upto {
                let wait = (n - done) * i64::from(over) / (upto - done);
                let day = self.today + wait as i32;
                if day <= self.blueprint.end {
                    self.wave_case(day, (court, docket, stage), tag % 256, n as u32);
                }
            }
            done = upto;
        }
    }

    fn wave_case(&mut self, day: Day, place: (CourtId, DocketId, StageId), tag: u32, n: u32) {
        let case = self.cases.len();
        let mut person = Person::new(WAVE, tag << 24 | n, day);
        (person.court, person.docket, person.stage) = place;
        person.inactive = true;
        person.inactive_since = self.today;
        self.cases.push(person);
        self.draw_attributes(case);
        self.bind(case, 1);
        self.agenda.add(day, Phase::Arrival, Event::ComesBack(case));
    }
}
