//! The court system of the reference: everything in plain lists, one case one struct.

use std::collections::{BTreeMap, VecDeque};

use docketsim::court::*;
use docketsim::rng::{Decision, Stream};
use docketsim::time::{Day, FiscalYear, Month};

use super::Slip;
use super::agenda::{Agenda, CaseNo, Event, Phase};
use super::bench::Bench;
use super::diary::{Diary, Lane};
use super::log::{Line, What, Who};

/// A case, or a group of cases filed and heard together.
#[derive(Clone, Debug)]
pub struct Person {
    pub source: u8,
    pub ordinal: u32,
    pub filed: Day,
    /// Earliest day of the next hearing.
    pub ready: Day,
    pub court: CourtId,
    pub docket: DocketId,
    pub stage: StageId,
    pub members: u32,
    pub called: u32,
    pub held: u32,
    /// Times a next hearing was sought.
    pub sought: u32,
    pub represented: bool,
    pub applies: bool,
    pub heard: bool,
    pub merits: bool,
    pub returned: bool,
    /// Whether it is inactive, or comes back from there.
    pub inactive: bool,
    /// Day on which it was decided whether it comes back from there.
    pub inactive_since: Day,
    pub site: Option<SiteId>,
    /// Whether it is on a docket.
    pub pending: bool,
}

impl Person {
    pub fn new(source: u8, ordinal: u32, filed: Day) -> Self {
        Self {
            source,
            ordinal,
            filed,
            ready: filed,
            court: CourtId(0),
            docket: DocketId(0),
            stage: StageId(0),
            members: 1,
            called: 0,
            held: 0,
            sought: 0,
            represented: false,
            applies: false,
            heard: false,
            merits: false,
            returned: false,
            inactive: false,
            inactive_since: filed,
            site: None,
            pending: false,
        }
    }

    /// Key of every draw: source and ordinal.
    pub fn key(&self) -> u64 {
        key(self.source, self.ordinal)
    }

    pub fn who(&self) -> Who {
        Who {
            source: self.source,
            ordinal: self.ordinal,
            place: Some((self.court, self.docket, self.stage)),
            filed: self.filed,
            members: self.members,
            called: self.called,
            held: self.held.min(255),
            represented: self.represented,
            applies: self.applies,
            heard: self.heard,
            merits: self.merits,
            returned: self.returned,
        }
    }
}

/// Key of the draws of a source and a number of its own.
pub fn key(source: u8, ordinal: u32) -> u64 {
    u64::from(source) * (1 << 32) + u64::from(ordinal)
}

/// A case in the ready queue of the call-up rule.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    pub lane: Lane,
    pub priority: u8,
    /// What the discipline orders by.
    pub rank: i32,
    /// Counts those who have queued up.
    pub number: u64,
    pub case: CaseNo,
}

/// People at a host site, and those who can still be taken in today.
#[derive(Clone, Debug, Default)]
pub struct HostSite {
    pub waiting: u32,
    pub quota: f64,
}

/// The court system in one replication.
pub struct World<'a> {
    pub blueprint: &'a Blueprint,
    pub levers: &'a Levers,
    pub stream: Stream,
    pub slip: Option<Slip>,
    pub today: Day,
    pub phase: Phase,
    pub agenda: Agenda,
    pub lines: Vec<Line>,
    pub cases: Vec<Person>,
    pub diaries: BTreeMap<Lane, Diary>,
    pub queue: Vec<Waiting>,
    pub queued: u64,
    /// Pending cases whose next event lies beyond the end.
    pub parked: Vec<CaseNo>,
    pub benches: Vec<Bench>,
    pub appeals: VecDeque<CaseNo>,
    /// Appeals that have come since the body last sat.
    pub appeals_arrived: Vec<(Day, CaseNo)>,
    pub decisions_due: f64,
    pub sites: Vec<HostSite>,
    pub sites_opened: Option<Day>,
    /// Inactive cases, and those of them that something is to bring back.
    pub inactive: BTreeMap<(CourtId, DocketId), i64>,
    pub bound: BTreeMap<(CourtId, DocketId), i64>,
    /// Closures of single dockets that are known.
    pub shut: Vec<usize>,
    /// Acts by which courts have closed, in order.
    pub closed: Vec<usize>,
    pub case_costs: f64,
    /// Waits published at the ends of months.
    pub published: Vec<(Day, f64)>,
    pub filings_answer: f64,
    pub bench_answers: Vec<f64>,
    pub month_factor: Vec<f64>,
    /// Filings to come of sources with exact totals.
    pub exact: Vec<BTreeMap<Day, Vec<u32>>>,
    /// Expected minutes to come, by docket and stage.
    pub work: Vec<Vec<f64>>,
    /// The same with the rules of a later day.
    pub hours_work: (Day, Vec<Vec<f64>>),
}

/// All that happens in one replication.
pub fn run(
    blueprint: &Blueprint,
    levers: &Levers,
    stream: Stream,
    slip: Option<Slip>,
) -> Vec<Line> {
    let mut world = World::new(blueprint, levers, stream, slip);
    world.open();
    while let Some((day, phase, event)) = world.agenda.next() {
        (world.today, world.phase) = (day, phase);
        world.happens(event);
    }
    world.tell_pending();
    world.lines
}

impl<'a> World<'a> {
    fn new(b: &'a Blueprint, levers: &'a Levers, stream: Stream, slip: Option<Slip>) -> Self {
        let mut diaries = BTreeMap::new();
        for court in courts(b) {
            for session in (0..b.sessions.len()).map(|k| SessionId(k as u8)) {
                diaries.insert(Lane::General(court, session), Diary::default());
            }
        }
        for r in 0..levers.reserved.len() {
            diaries.insert(Lane::Reserved(r), Diary::default());
        }
        Self {
            blueprint: b,
            levers,
            stream,
            slip,
            today: b.start,
            phase: Phase::Policy,
            agenda: Agenda::new(b.end),
            lines: Vec::new(),
            cases: Vec::new(),
            diaries,
            queue: Vec::new(),
            queued: 0,
            parked: Vec::new(),
            benches: Vec::new(),
            appeals: VecDeque::new(),
            appeals_arrived: Vec::new(),
            decisions_due: 0.0,
            sites: vec![HostSite::default(); b.sites.len()],
            sites_opened: None,
            inactive: pairs(b).map(|pair| (pair, 0)).collect(),
            bound: pairs(b).map(|pair| (pair, 0)).collect(),
            shut: Vec::new(),
            closed: Vec::new(),
            case_costs: 0.0,
            published: Vec::new(),
            filings_answer: 1.0,
            bench_answers: vec![1.0; b.courts.len()],
            month_factor: vec![1.0; b.sources.len()],
            exact: vec![BTreeMap::new(); b.sources.len()],
            work: super::work::expected(b, b.start),
            hours_work: (b.start, super::work::expected(b, b.start)),
        }
    }

    /// The first day before anything happens: benches, levers, the opening docket, first events.
    fn open(&mut self) {
        let (start, end) = (self.blueprint.start, self.blueprint.end);
        self.open_benches();
        self.levers_change();
        self.open_pending();
        self.open_inactive();
        self.open_appeals();
        for day in super::capacity::lever_days(self.levers) {
            if day > start {
                self.agenda.add(day, Phase::Policy, Event::LeversChange);
            }
        }
        for (i, act) in self.levers.acts.iter().enumerate() {
            self.agenda
                .add(act.day.max(start), Phase::Policy, Event::Act(i));
        }
        for month in (start.month().0..=end.month().0).map(Month) {
            if month.first_day() > start {
                self.agenda
                    .add(month.first_day(), Phase::Bench, Event::MonthBegins);
            }
            let last = month.last_day().min(end);
            self.agenda.add(last, Phase::Close, Event::MonthEnds);
        }
        for court in courts(self.blueprint) {
            self.next_court_day(start, Event::CourtSits(court));
        }
        if self.blueprint.appeals.is_some() {
            self.next_court_day(start, Event::AppealsBodySits);
        }
        for source in (0..self.blueprint.sources.len()).map(|s| SourceId(s as u8)) {
            self.agenda
                .add(start, Phase::Arrival, Event::Filings(source));
        }
    }

    pub fn next_court_day(&mut self, from: Day, event: Event) {
        if let Some(day) = self.blueprint.calendar.next_on_or_after(from) {
            self.agenda.add(day, Phase::Session, event);
        }
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::LeversChange => self.levers_change(),
            Event::Act(act) => self.act(act),
            Event::Seat {
                court,
                seat,
                incumbent,
                change,
            } => self.seat_changes(court, seat, incumbent, change),
            Event::MonthBegins => self.month_begins(),
            Event::CourtSits(court) => self.court_sits(court),
            Event::AppealsBodySits => self.appeals_body_sits(),
            Event::Filings(source) => self.filings(source),
            Event::BecomesReady(case) => self.queue_up(case),
            Event::Withdraws(case) => self.withdraws(case),
            Event::IsRelieved(case, disposition) => self.close(case, disposition),
            Event::IsAppealed(case) => self.appeals_arrived.push((self.today, case)),
            Event::ComesBack(case) => self.comes_back(case),
            Event::InactiveForgotten(court, docket, cases) => {
                let forgotten = cases.min(self.free_inactive((court, docket)));
                self.count_inactive((court, docket), -forgotten);
            }
            Event::MonthEnds => self.month_ends(),
        }
    }

    /// An event of a pending case among the filings of a day; beyond the end the case is parked.
    pub fn schedule(&mut self, day: Day, case: CaseNo, event: Event) {
        if day > self.blueprint.end {
            self.parked.push(case);
        } else {
            self.agenda.add(day, Phase::Arrival, event);
        }
    }

    pub fn tell(&mut self, case: CaseNo, what: What) {
        let (day, who) = (self.today, Some(self.cases[case].who()));
        self.lines.push(Line { day, who, what });
    }

    /// Tells what is no case's own.
    pub fn tell_of_all(&mut self, what: What) {
        let (day, who) = (self.today, None);
        self.lines.push(Line { day, who, what });
    }

    fn tell_pending(&mut self) {
        self.today = self.blueprint.end;
        for case in 0..self.cases.len() {
            if self.cases[case].pending {
                self.tell(case, What::StillPending);
            }
        }
    }

    /// A uniform number of a case.
    pub fn draw(&self, decision: Decision, case: CaseNo, ordinal: u32) -> f64 {
        self.stream
            .uniform(decision, self.cases[case].key(), ordinal)
    }

    /// Two uniform numbers of a case.
    pub fn pair(&self, decision: Decision, case: CaseNo, ordinal: u32) -> (f64, f64) {
        self.stream.pair(decision, self.cases[case].key(), ordinal)
    }

    pub fn docket(&self, case: CaseNo) -> &'a Docket {
        &self.blueprint.dockets[self.cases[case].docket.index()]
    }

    pub fn stage(&self, case: CaseNo) -> &'a Stage {
        &self.docket(case).stages[self.cases[case].stage.index()]
    }

    pub fn pair_of(&self, case: CaseNo) -> (CourtId, DocketId) {
        (self.cases[case].court, self.cases[case].docket)
    }

    pub fn book_ahead(&self) -> bool {
        self.blueprint.rules.queue == Queue::BookAhead
    }

    /// Last day of the book.
    pub fn book_end(&self) -> Day {
        self.blueprint.end + self.blueprint.rules.book_limit
    }

    /// First and last day of the fiscal year of a day.
    pub fn fiscal_year(&self, day: Day) -> (FiscalYear, Day, Day) {
        let month = self.blueprint.fiscal_year_start;
        let year = FiscalYear::of(day.month(), month);
        (year, year.first_day(month), year.last_day(month))
    }

    /// Inactive cases that nothing is to bring back.
    pub fn free_inactive(&self, pair: (CourtId, DocketId)) -> i64 {
        (self.inactive[&pair] - self.bound[&pair]).max(0)
    }

    pub fn count_inactive(&mut self, pair: (CourtId, DocketId), change: i64) {
        *self.inactive.get_mut(&pair).unwrap() += change;
    }

    /// Notes that an inactive case is to come back (1), or no longer (-1).
    pub fn bind(&mut self, case: CaseNo, change: i64) {
        if self.cases[case].inactive {
            let pair = self.pair_of(case);
            *self.bound.get_mut(&pair).unwrap() += change * i64::from(self.cases[case].members);
        }
    }
}

pub fn courts(b: &Blueprint) -> impl Iterator<Item = CourtId> + use<> {
    (0..b.courts.len()).map(|c| CourtId(c as u16))
}

pub fn dockets(b: &Blueprint) -> impl Iterator<Item = DocketId> + use<> {
    (0..b.dockets.len()).map(|d| DocketId(d as u8))
}

pub fn pairs(b: &Blueprint) -> impl Iterator<Item = (CourtId, DocketId)> {
    courts(b).flat_map(|court| dockets(b).map(move |docket| (court, docket)))
}
