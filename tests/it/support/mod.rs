//! Small court systems built in code, and monitors that remember.

use docketsim::court::*;
use docketsim::rng::{Cumulative, Distribution, Stream, Variate};
use docketsim::time::{CourtCalendar, Day, Holidays, Month, Schedule, Weekday};
use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// Property tests with the same cases in every run.
pub fn fixed(cases: u32, seed: u64) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..ProptestConfig::default()
    }
}

/// A constant variate.
pub fn always(value: f64) -> Variate {
    Variate::new(&Distribution::Constant(value))
}

/// First day of the toy systems.
pub fn start() -> Day {
    Day::from_ymd(2018, 10, 1).unwrap()
}

/// A toy court: one court of `judges` judges with `minutes` a day, one session kind, one docket
/// with one stage whose hearings take `hearing` minutes and always close the case; no arrivals.
pub struct Toy {
    pub blueprint: Blueprint,
}

impl Toy {
    pub fn new(judges: u32, minutes: f64, hearing: u16, days: i32) -> Self {
        let (start, end) = (start(), start() + days - 1);
        let book_limit = 4000;
        let blueprint = Blueprint {
            start,
            end,
            fiscal_year_start: 10,
            calendar: CourtCalendar::new(start, end + book_limit, &Weekday::ALL, &Holidays::None),
            rules: Rules {
                queue: Queue::BookAhead,
                rebooking: Rebooking::Never,
                minimum_notice: 1,
                book_limit,
            },
            sessions: vec![session("hearing", 1.0, true)],
            courts: vec![court("one", judges, minutes)],
            dockets: vec![docket("main", vec![closing_stage(0, hearing)])],
            dispositions: vec![disposition("decided"), disposition("withdrawn")],
            sources: Vec::new(),
            opening: Vec::new(),
            appeals: None,
            sites: Vec::new(),
            feedback: Feedback::default(),
        };
        Self { blueprint }
    }

    /// Poisson filings of this many cases a day.
    pub fn arrivals(mut self, per_day: f64) -> Self {
        self.blueprint.sources.push(source("arrivals", per_day));
        self
    }

    /// Pending cases at the start, all of one age.
    pub fn opening(mut self, pending: u32) -> Self {
        self.blueprint.opening.push(Opening {
            court: CourtId(0),
            docket: DocketId(0),
            pending,
            age: always(100.0),
            stages: vec![1.0],
            residual: always(0.0),
            inactive: 0,
            recalendar: 0.0,
        });
        self
    }

    pub fn rule(mut self, queue: Queue) -> Self {
        self.blueprint.rules.queue = queue;
        self
    }

    pub fn levers(&self) -> Levers {
        Levers::neutral(&self.blueprint)
    }

    pub fn run(&self, seed: u64) -> Log {
        run(&self.blueprint, &self.levers(), seed)
    }
}

/// Runs a system and remembers all that happened; panics on a breach.
pub fn run(blueprint: &Blueprint, levers: &Levers, seed: u64) -> Log {
    run_in(blueprint, levers, seed, &mut Workspace::default())
}

/// Like [`run`], in a workspace that may have been used before.
pub fn run_in(blueprint: &Blueprint, levers: &Levers, seed: u64, space: &mut Workspace) -> Log {
    let mut log = Log::default();
    let summary = simulate(blueprint, levers, Stream::new(seed, 0), space, &mut log);
    assert_eq!(summary.breach, None);
    log
}

pub fn session(id: &str, share: f64, merits: bool) -> SessionKind {
    SessionKind {
        id: id.into(),
        name: id.into(),
        share,
        overbooking: 1.0,
        merits,
    }
}

pub fn court(id: &str, judges: u32, minutes: f64) -> Court {
    Court {
        id: id.into(),
        name: id.into(),
        judges,
        minutes_per_day: minutes,
        judges_per_courtroom: 1.0,
        hiring: Hiring {
            selection: always(100.0),
            class_interval: 0,
            training: 0,
            learning: 0,
            starting_productivity: 1.0,
            departures: 0.0,
        },
        judge_year_cost: 0.0,
    }
}

pub fn docket(id: &str, stages: Vec<Stage>) -> Docket {
    Docket {
        id: id.into(),
        name: id.into(),
        waits: WaitPlace::InCountry,
        represented: 0.5,
        applies: 0.0,
        time_standard: 365,
        notice: always(0.0),
        withdrawn: Some(DispositionId(1)),
        stages,
        appeal: None,
        returns: Vec::new(),
    }
}

/// A stage whose only hearing closes the case.
pub fn closing_stage(session: u8, minutes: u16) -> Stage {
    stage(
        "hearing",
        session,
        minutes,
        vec![(1.0, Then::Close(DispositionId(0)))],
    )
}

pub fn stage(id: &str, session: u8, minutes: u16, then: Vec<(f64, Then)>) -> Stage {
    let shares: Vec<f64> = then.iter().map(|(share, _)| *share).collect();
    Stage {
        id: id.into(),
        session: SessionId(session),
        planned: minutes,
        minutes: always(f64::from(minutes)),
        absent: Absence {
            unrepresented: 0.0,
            represented: 0.0,
            minutes: 0,
            order: 0.0,
            disposition: None,
            interval: always(0.0),
        },
        outcomes: vec![OutcomeTable {
            from: None,
            represented: None,
            applies: None,
            from_hearing: 0,
            shares: Cumulative::new(&shares).unwrap(),
            outcomes: (then.into_iter())
                .map(|(share, then)| Outcome {
                    share,
                    then,
                    interval: always(1.0),
                })
                .collect(),
        }],
    }
}

pub fn disposition(id: &str) -> Disposition {
    Disposition {
        id: id.into(),
        name: id.into(),
        in_absentia: false,
        inactive: false,
    }
}

pub fn source(id: &str, per_day: f64) -> Source {
    Source {
        id: id.into(),
        name: id.into(),
        rate: Schedule::constant(per_day),
        counts_as: CountsAs::Receipts,
        destinations: vec![Destination {
            court: CourtId(0),
            docket: DocketId(0),
            share: 1.0,
        }],
        overdispersion: 0.0,
        weekdays: [1.0; 7],
        group_sizes: vec![1.0],
        exact_totals: false,
    }
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    Entered(Entry),
    Left(Exit),
    Held(SessionId, u32),
    Adjourned(SessionId, Adjournment),
    Taken(SiteId),
    Refused(SiteId),
    LeftSite(SiteId, i32),
    StillPending,
}

/// Remembers all that happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    pub events: Vec<(Day, Case, What)>,
    pub sat: Vec<(Day, CourtId, SessionId, u32, u32)>,
    /// Month's last day, judges by court, appeals pending, people by site.
    pub months: Vec<(Day, Vec<u32>, u64, Vec<u32>)>,
    pub next_merits: Vec<Vec<Option<i32>>>,
    pub costs: Vec<f64>,
}

impl Log {
    pub fn count(&self, what: impl Fn(&What) -> bool) -> usize {
        self.events.iter().filter(|(_, _, w)| what(w)).count()
    }

    /// Days, cases and dispositions of all completions, in order.
    pub fn completions(&self) -> Vec<(Day, Case, DispositionId)> {
        let completion = |&(day, case, what): &(Day, Case, What)| match what {
            What::Left(Exit::Completion(disposition)) => Some((day, case, disposition)),
            _ => None,
        };
        self.events.iter().filter_map(completion).collect()
    }

    /// Cases pending at the end of each day.
    pub fn pending(&self, first: Day, last: Day) -> Vec<i64> {
        let mut change = vec![0_i64; (last - first + 1) as usize];
        for (day, case, what) in &self.events {
            let n = i64::from(case.members());
            let slot = &mut change[(*day - first).max(0) as usize];
            match what {
                What::Entered(_) => *slot += n,
                What::Left(_) => *slot -= n,
                _ => {}
            }
        }
        change
            .iter()
            .scan(0, |pending, n| {
                *pending += n;
                Some(*pending)
            })
            .collect()
    }
}

impl Monitor for Log {
    fn entered(&mut self, day: Day, case: &Case, entry: Entry) {
        self.events.push((day, *case, What::Entered(entry)));
    }

    fn left(&mut self, day: Day, case: &Case, exit: Exit) {
        self.events.push((day, *case, What::Left(exit)));
    }

    fn held(&mut self, day: Day, case: &Case, session: SessionId, minutes: u32) {
        self.events.push((day, *case, What::Held(session, minutes)));
    }

    fn adjourned(&mut self, day: Day, case: &Case, session: SessionId, reason: Adjournment) {
        self.events
            .push((day, *case, What::Adjourned(session, reason)));
    }

    fn sat(&mut self, day: Day, court: CourtId, session: SessionId, used: u32, available: u32) {
        self.sat.push((day, court, session, used, available));
    }

    fn host_taken(&mut self, day: Day, case: &Case, site: SiteId) {
        self.events.push((day, *case, What::Taken(site)));
    }

    fn host_refused(&mut self, day: Day, case: &Case, site: SiteId) {
        self.events.push((day, *case, What::Refused(site)));
    }

    fn host_left(&mut self, day: Day, case: &Case, site: SiteId, days: i32) {
        self.events.push((day, *case, What::LeftSite(site, days)));
    }

    // Courts that are simulated one after another end their months one after another.
    fn month_ended(&mut self, s: &Snapshot) {
        let cost = s.court_cost.iter().sum::<f64>() + s.policy_cost;
        let known = self.months.iter().position(|(day, ..)| *day == s.day);
        if let Some(month) = known {
            self.months[month].1.extend(s.judges);
            self.next_merits[month].extend(s.next_merits);
            self.costs[month] += cost;
        } else {
            let (judges, people) = (s.judges.to_vec(), s.host_waiting.to_vec());
            self.months.push((s.day, judges, 0, people));
            self.next_merits.push(s.next_merits.to_vec());
            self.costs.push(cost);
        }
    }

    fn appeals_pending(&mut self, month: Month, cases: u64) {
        let mut months = self.months.iter_mut();
        let of_month = months.find(|(day, ..)| day.month() == month);
        of_month.expect("a month that has ended").2 = cases;
    }

    fn still_pending(&mut self, day: Day, case: &Case) {
        self.events.push((day, *case, What::StillPending));
    }
}
