//! The close of a month and of the horizon: stocks are told, invariants checked.

use super::blueprint::{CourtId, DocketId, StageId};
use super::monitor::{Hearings, Monitor, Snapshot};
use super::system::CourtSystem;
use super::tables::{Caseload, Station};
use crate::time::Day;

impl<M: Monitor> CourtSystem<'_, M> {
    /// Closes the month that ends today.
    pub(super) fn close_month(&mut self, today: Day) {
        self.check_records(today);
        for court in self.courts() {
            self.count_judge_days(court, today + 1);
        }
        self.check_bench(today);
        self.check_sites(today);
        let courts = self.parts[self.part].courts.clone();
        let benches = self.benches[courts.clone()].iter();
        let judges: Vec<u32> = benches.map(|bench| bench.judges()).collect();
        let court_cost = self.judge_costs();
        let policy_cost = if courts.start == 0 {
            self.policy_costs(today) + std::mem::take(&mut self.case_costs)
        } else {
            0.0
        };
        let pending_hours = self.pending_hours(today);
        let hearings = self.take_hearings();
        let next_merits = self.next_merits(today);
        self.publish(today, &next_merits, &pending_hours);
        let host_waiting: Vec<u32> = self.sites.iter().map(|site| site.waiting).collect();
        let host_capacity: Vec<f64> = self
            .levers
            .sites
            .iter()
            .map(|site| site.capacity.at(today))
            .collect();
        let dockets = self.blueprint.dockets.len();
        let pairs = courts.start * dockets..courts.end * dockets;
        self.monitor.month_ended(&Snapshot {
            courts,
            month: today.month(),
            day: today,
            judges: &judges,
            pending_hours: &pending_hours,
            hearings: &hearings,
            inactive: &self.inactive[pairs],
            next_merits: &next_merits,
            host_waiting: &host_waiting,
            host_capacity: &host_capacity,
            court_cost: &court_cost,
            policy_cost,
        });
    }

    fn judge_costs(&mut self) -> Vec<f64> {
        let of = self.parts[self.part].courts.clone();
        let courts = self.blueprint.courts[of.clone()].iter();
        courts
            .zip(&mut self.judge_days[of])
            .map(|(court, (days, _))| std::mem::take(days) * court.judge_year_cost / 365.25)
            .collect()
    }

    fn policy_costs(&self, today: Day) -> f64 {
        let first = today.month().first_day().max(self.blueprint.start);
        let cost = |stream: &super::CostStream| {
            let running: f64 = (first.0..=today.0).map(|d| stream.per_day.at(Day(d))).sum();
            let once = stream.once.filter(|(day, _)| (first..=today).contains(day));
            running + once.map_or(0.0, |(_, amount)| amount)
        };
        self.levers.costs.iter().map(cost).sum()
    }

    fn pending_hours(&self, today: Day) -> Vec<f64> {
        let mut hours = Vec::new();
        let known = self.work.iter().rev().find(|(from, _)| *from <= today);
        let (_, dockets) = known.unwrap_or(&self.work[0]);
        for court in self.courts() {
            for (d, work) in dockets.iter().enumerate() {
                let from = self.stage_slot(court, DocketId(d as u8), StageId(0));
                let stations = self.stations[from..from + work.len()].iter().zip(work);
                let minutes: f64 = stations
                    .map(|(at, work)| at.pending.records() as f64 * work)
                    .sum();
                hours.push(minutes / 60.0);
            }
        }
        hours
    }

    /// The hearings of the month, by court, docket and session kind; another one begins.
    fn take_hearings(&mut self) -> Vec<Hearings> {
        let (dockets, sessions) = (self.blueprint.dockets.len(), self.blueprint.sessions.len());
        let courts = self.parts[self.part].courts.clone();
        let mut of = vec![Hearings::NONE; courts.len() * dockets * sessions];
        let stations = &mut self.stations[courts.start * self.stages..courts.end * self.stages];
        for (at, station) in stations.iter_mut().enumerate() {
            let (pair, step) = (at / self.stride, at % self.stages);
            let session = self.steps[step].stage.session;
            of[pair * sessions + session.index()].add(&station.hearings);
            station.hearings = Hearings::NONE;
        }
        of
    }

    /// Days to the first open merits slot, by court and docket; none without a merits stage, or
    /// when hearings are not booked.
    fn next_merits(&mut self, today: Day) -> Vec<Option<i32>> {
        let blueprint = self.blueprint;
        let mut days = Vec::new();
        for court in self.courts() {
            for (d, docket) in blueprint.dockets.iter().enumerate() {
                let is_merits =
                    |session: super::SessionId| blueprint.sessions[session.index()].merits;
                let stage = docket
                    .stages
                    .iter()
                    .position(|stage| is_merits(stage.session));
                days.push(stage.filter(|_| self.ready.is_none()).map(|stage| {
                    let (docket, stage) = (DocketId(d as u8), StageId(stage as u8));
                    let mut case = super::Case::new(super::SourceId(0), 0, today);
                    case.place_at(court, docket, stage);
                    let open = self.open_day(&case, today + 1);
                    // Beyond the book the wait is at least the book.
                    open.unwrap_or(blueprint.book_end() + 1) - today
                }));
            }
        }
        days
    }

    /// Every pending case is in exactly one place.
    fn check_records(&mut self, today: Day) {
        let queued = self.ready.as_ref().map_or(0, |queue| queue.len());
        let found = self.book.len() + queued + self.scheduled + self.parked.len();
        if found != self.records {
            let records = self.records;
            self.note_breach(format!(
                "{today}: {records} cases are pending, {found} were found"
            ));
        }
    }

    fn check_bench(&mut self, today: Day) {
        for c in self.courts().map(CourtId::index) {
            let court = &self.blueprint.courts[c];
            let rooms = self.levers.courtrooms[c].at(today).max(0.0) * court.judges_per_courtroom;
            let judges = self.benches[c].judges();
            if f64::from(judges) > rooms + 1e-6 {
                let id = &court.id;
                let text =
                    format!("{today}: {judges} judges at {id}, its courtrooms serve {rooms}");
                self.note_breach(text);
            }
        }
    }

    /// No site holds more than it may, but for those who were there when its capacity fell.
    fn check_sites(&mut self, today: Day) {
        let over = self.sites.iter().position(|site| !site.within_bounds());
        if let Some(site) = over {
            let (id, waiting) = (&self.blueprint.sites[site].id, self.sites[site].waiting);
            self.note_breach(format!(
                "{today}: {waiting} people wait at {id}, more than it can host"
            ));
        }
    }

    pub(super) fn note_breach(&mut self, text: String) {
        self.breach.get_or_insert(text);
    }

    /// The end of the horizon: checks that the books, of which every case was told, agreed with the
    /// counts by court, docket and stage.
    pub(super) fn finish(&mut self) {
        let end = self.blueprint.end;
        let ends = || {
            self.blueprint
                .months()
                .map(|month| month.last_day().min(end))
        };
        let appeals = self.appeals.pending(ends());
        for (last, cases) in ends().zip(appeals) {
            self.monitor.appeals_pending(last.month(), cases);
        }
        let left = |at: &Station| at.pending != Caseload::default();
        if let Some(slot) = self.stations.iter().position(left) {
            let (court, n) = (
                &self.blueprint.courts[slot / self.stages].id,
                self.stations[slot].pending.cases(),
            );
            self.note_breach(format!(
                "{end}: books and counts of {court} differ by {n} cases"
            ));
        }
    }

    /// The end of the horizon for the courts that are simulated: tells every case that is still pending.
    /// Where others are to follow its place is given back.
    pub(super) fn tell_pending(&mut self) {
        let end = self.blueprint.end;
        let (stride, stages) = (self.stride, self.stages);
        let (monitor, stations) = (&mut *self.monitor, &mut self.stations);
        let mut told = 0;
        let mut visit = |case: &super::Case| {
            let slot = case.docket().index() * stride + case.stage().index();
            let station = &mut stations[case.court().index() * stages + slot];
            station.pending -= Caseload::of(case);
            monitor.still_pending(end, case);
            told += 1;
        };
        let part = &self.parts[self.part];
        if self.parts.len() == 1 {
            self.book.for_each(&mut visit);
        } else {
            let lanes = part.lanes.iter();
            lanes.for_each(|&lane| self.book.close(lane, &mut visit));
        }
        (self.ready.iter()).for_each(|queue| queue.for_each(&mut visit));
        let here = |case: &mut super::Case| part.courts.contains(&case.court().index());
        let parked = self.parked.extract_if(.., here);
        parked.for_each(|case| visit(&case));
        self.records -= told;
    }
}
