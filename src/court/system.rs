//! The court system in a run: the model behind the future event list.

use super::appeals::AppealsState;
use super::bench::{Bench, Planned};
use super::blueprint::{Blueprint, CourtId, DocketId, SourceId, StageId};
use super::book::{Book, LaneId};
use super::case::Case;
use super::event::Event;
use super::feedback::FeedbackState;
use super::host::SiteState;
use super::levers::Levers;
use super::monitor::Monitor;
use super::parts::{Filings, Part};
use super::ready::ReadyQueue;
use super::tables::{
    Attributes, DocketToday, Place, Routes, Station, Step, padded, reserved, stride,
};
use super::work::work_ahead;
use super::workspace::Workspace;
use crate::des::{EventList, Model, Phase};
use crate::rng::Stream;
use crate::time::Day;
use std::collections::VecDeque;

/// The court system in one replication.
pub struct CourtSystem<'a, M: Monitor> {
    pub(super) blueprint: &'a Blueprint,
    pub(super) levers: &'a Levers,
    pub(super) stream: Stream,
    pub(super) monitor: &'a mut M,
    pub(super) space: &'a mut Workspace,
    pub(super) book: Book,
    pub(super) ready: Option<ReadyQueue>,
    pub(super) appeals: AppealsState,
    pub(super) benches: Vec<Bench>,
    pub(super) planned: Vec<Planned>,
    pub(super) sites: Vec<SiteState>,
    pub(super) sites_opened: Option<Day>,
    /// Distinct priorities, sorted: the classes of the book.
    pub(super) classes: Vec<u8>,
    /// Class, absence factor and withdrawal hazard of each docket, today.
    pub(super) today: Vec<DocketToday>,
    /// By court, docket and stage.
    pub(super) stations: Vec<Station>,
    /// Bench time of a court day, by lane [minutes].
    pub(super) available: Vec<u32>,
    /// Reservations that take from a session kind of a court, by court and session.
    pub(super) reserved: Vec<Vec<usize>>,
    /// Lanes that gained capacity since the last review.
    pub(super) gained: Vec<bool>,
    /// What a hearing needs to know of its stage, by docket and stage.
    pub(super) steps: Vec<Step<'a>>,
    /// By docket.
    pub(super) attributes: Vec<Attributes>,
    /// Length class of hearings, by docket and stage.
    pub(super) length_of: Vec<u8>,
    /// Where the filings of each source go.
    pub(super) routes: Vec<Routes<'a>>,
    /// Expected bench time to come, by docket and stage [minutes].
    /// By the day from which on it holds; the first holds before, too.
    pub(super) work: Vec<(Day, Vec<Vec<f64>>)>,
    /// Stages set aside for each docket: as many as the longest proceedings have.
    pub(super) stride: usize,
    /// Stages set aside for a court.
    pub(super) stages: usize,
    /// Inactive cases, by court and docket [cases].
    pub(super) inactive: Vec<i64>,
    /// Those of them whose return is planned, or who have appealed [cases].
    pub(super) bound: Vec<i64>,
    /// Class of each rule about rank, where it holds today.
    pub(super) ranks: Vec<Option<u8>>,
    /// Whether the case filed last is called first, today.
    pub(super) newest_first: bool,
    /// Closures of single dockets that are known, by their position in the levers.
    pub(super) shut: Vec<usize>,
    /// Costs of single cases since the month began [currency].
    pub(super) case_costs: f64,
    /// Acts by which courts have closed, by their position in the levers.
    pub(super) closed: Vec<usize>,
    /// What waits and load have changed.
    pub(super) feedback: FeedbackState,
    /// Pending records that wait in the event list.
    pub(super) scheduled: usize,
    /// Pending records.
    pub(super) records: usize,
    /// Pending cases whose next event lies beyond the horizon.
    pub(super) parked: Vec<Case>,
    /// Judge days of the month, by court, and the day up to which they are counted.
    pub(super) judge_days: Vec<(f64, Day)>,
    /// Factor of the month on each source.
    pub(super) month_factor: Vec<f64>,
    /// Filings of the fiscal year of sources with exact totals, latest first.
    pub(super) exact: Vec<Vec<(i32, u32)>>,
    /// Hearings called or adjourned so far.
    pub(super) hearings: u64,
    pub(super) breach: Option<String>,
    /// Courts that are simulated together, and the position of those that now are.
    pub(super) parts: Vec<Part>,
    pub(super) part: usize,
    /// Where courts are simulated one after another: remands that are known, by court, with their day.
    pub(super) remands: Vec<VecDeque<(Day, Case)>>,
    /// The same for filings, by source and court.
    pub(super) sorted: Vec<Filings>,
}

/// What a run amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunSummary {
    /// Events handled, hearings included.
    pub events: u64,
    /// Hearings called or adjourned.
    pub hearings: u64,
    /// The first invariant that did not hold.
    pub breach: Option<String>,
}

/// Runs one replication of a court system and tells a monitor all that happens.
pub fn simulate<M: Monitor>(
    blueprint: &Blueprint,
    levers: &Levers,
    stream: Stream,
    space: &mut Workspace,
    monitor: &mut M,
) -> RunSummary {
    let parts = Part::all(blueprint, levers);
    let mut events = space.prepare(blueprint, levers, parts.len());
    let mut system = CourtSystem::open(blueprint, levers, stream, space, monitor, parts);
    let handled = system.run(&mut events);
    system.finish();
    let summary = RunSummary {
        events: handled + system.hearings,
        hearings: system.hearings,
        breach: system.breach.take(),
    };
    let (book, ready) = (system.book, system.ready);
    let (appeals, sorted) = (system.appeals, system.sorted);
    space.book = Some(book);
    space.ready = ready;
    space.appeals = appeals;
    space.sorted = sorted;
    space.events = events;
    summary
}

impl<'a, M: Monitor> CourtSystem<'a, M> {
    fn open(
        blueprint: &'a Blueprint,
        levers: &'a Levers,
        stream: Stream,
        space: &'a mut Workspace,
        monitor: &'a mut M,
        parts: Vec<Part>,
    ) -> Self {
        let book = space.book.take().expect("the workspace was prepared");
        let shape = space.shape.as_ref().expect("the workspace was prepared");
        let pairs = blueprint.courts.len() * blueprint.dockets.len();
        let lengths = &shape.lengths;
        let length = |planned| {
            lengths
                .binary_search(&planned)
                .expect("every length is listed")
        };
        let stride = stride(blueprint);
        let stages = stride * blueprint.dockets.len();
        let lanes = shape.lanes;
        Self {
            book,
            ready: space.ready.take(),
            appeals: std::mem::take(&mut space.appeals),
            benches: Vec::new(),
            planned: Vec::new(),
            sites: vec![SiteState::default(); blueprint.sites.len()],
            sites_opened: None,
            classes: shape.classes.clone(),
            today: vec![DocketToday::default(); blueprint.dockets.len()],
            stations: vec![Station::default(); blueprint.courts.len() * stages],
            available: vec![0; lanes],
            reserved: reserved(blueprint, levers),
            gained: vec![false; lanes],
            length_of: (padded(blueprint, stride))
                .map(|(_, stage)| length(stage.planned) as u8)
                .collect(),
            routes: Routes::all(blueprint),
            steps: Step::all(blueprint, stride),
            attributes: Attributes::all(blueprint),
            work: work_ahead(blueprint),
            stride,
            stages,
            inactive: vec![0; pairs],
            bound: vec![0; pairs],
            ranks: Vec::new(),
            newest_first: false,
            shut: Vec::new(),
            closed: Vec::new(),
            case_costs: 0.0,
            feedback: FeedbackState::default(),
            scheduled: 0,
            records: 0,
            parked: Vec::new(),
            judge_days: vec![(0.0, blueprint.start); blueprint.courts.len()],
            month_factor: vec![1.0; blueprint.sources.len()],
            exact: vec![Vec::new(); blueprint.sources.len()],
            hearings: 0,
            breach: None,
            parts,
            part: 0,
            remands: vec![VecDeque::new(); blueprint.courts.len()],
            sorted: std::mem::take(&mut space.sorted),
            blueprint,
            levers,
            stream,
            monitor,
            space,
        }
    }

    /// Opens the docket and schedules the first events.
    pub(super) fn start(&mut self, events: &mut EventList<Event>) {
        let (start, end) = (self.blueprint.start, self.blueprint.end);
        self.open_benches(events);
        self.refresh_levers(start, events);
        self.open_docket(events);
        for day in self.levers.change_days() {
            if day > start && day <= end {
                events.schedule(day, Phase::Policy, Event::Levers);
            }
        }
        self.schedule_acts(events);
        for month in self.blueprint.months() {
            if month.first_day() > start {
                events.schedule(month.first_day(), Phase::Bench, Event::Review);
            }
            events.schedule(month.last_day().min(end), Phase::Close, Event::CloseMonth);
        }
        for court in self.courts() {
            self.next_session(start, court, events);
        }
        if self.blueprint.appeals.is_some() && !self.apart() {
            self.next_decisions(start, events);
        }
        for source in 0..self.blueprint.sources.len() {
            events.schedule(start, Phase::Arrival, Event::File(SourceId(source as u8)));
        }
    }

    /// Schedules the next session of a court on or after a day.
    pub(super) fn next_session(&self, from: Day, court: CourtId, events: &mut EventList<Event>) {
        if let Some(day) = self.court_day(from) {
            events.schedule(day, Phase::Session, Event::Sit(court));
        }
    }

    /// Schedules the next day of the appeals body on or after a day.
    pub(super) fn next_decisions(&self, from: Day, events: &mut EventList<Event>) {
        if let Some(day) = self.court_day(from) {
            events.schedule(day, Phase::Session, Event::Decide);
        }
    }

    pub(super) fn court_day(&self, from: Day) -> Option<Day> {
        self.blueprint
            .calendar
            .next_on_or_after(from)
            .filter(|&day| day <= self.blueprint.end)
    }

    /// Schedules an event of a pending case, or parks the case when it lies beyond the horizon.
    pub(super) fn schedule_pending(
        &mut self,
        day: Day,
        case: Case,
        event: impl FnOnce(Case) -> Event,
        events: &mut EventList<Event>,
    ) {
        if day > self.blueprint.end {
            self.parked.push(case);
        } else {
            self.scheduled += 1;
            events.schedule(day, Phase::Arrival, event(case));
        }
    }

    #[inline]
    pub(super) fn pair(&self, court: CourtId, docket: DocketId) -> usize {
        court.index() * self.blueprint.dockets.len() + docket.index()
    }

    /// Position of a docket's stage among the stages of all dockets.
    #[inline]
    pub(super) fn step(&self, docket: DocketId, stage: StageId) -> usize {
        docket.index() * self.stride + stage.index()
    }

    #[inline]
    pub(super) fn stage_slot(&self, court: CourtId, docket: DocketId, stage: StageId) -> usize {
        court.index() * self.stages + self.step(docket, stage)
    }

    /// The stage at which a case is.
    #[inline(always)]
    pub(super) fn station(&mut self, case: &Case) -> &mut Station {
        let slot = self.stage_slot(case.court(), case.docket(), case.stage());
        &mut self.stations[slot]
    }

    /// Where the next hearing of a case is booked.
    #[inline(always)]
    pub(super) fn place(&self, case: &Case) -> Place {
        self.stations[self.stage_slot(case.court(), case.docket(), case.stage())].place
    }

    #[inline]
    pub(super) fn lane(&self, case: &Case) -> LaneId {
        self.place(case).lane
    }
}

impl<M: Monitor> Model for CourtSystem<'_, M> {
    type Event = Event;

    fn handle(&mut self, day: Day, _: Phase, event: &Event, events: &mut EventList<Event>) {
        match *event {
            Event::Levers => self.refresh_levers(day, events),
            Event::Seat(planned) => self.seat_event(planned, events),
            Event::Review => self.review(day, events),
            Event::Sit(court) => self.sit(day, court, events),
            Event::Decide => self.decide_appeals(day, events),
            Event::File(source) => self.file(day, source, events),
            Event::Ready(case) => {
                self.scheduled -= 1;
                self.queue_up(case);
            }
            Event::Withdraw(case) => {
                self.scheduled -= 1;
                self.withdraw(day, case, events);
            }
            Event::Appealed(case) => self.appeals.push(day, case),
            Event::Return(case) => self.come_back(day, case, events),
            Event::Act(act) => self.act(day, usize::from(act), events),
            Event::Relieve(case, disposition) => {
                self.scheduled -= 1;
                self.close(day, case, disposition, events);
            }
            Event::Forget(pair, cases) => self.forget(pair as usize, i64::from(cases)),
            Event::CloseMonth => self.close_month(day),
        }
    }
}
