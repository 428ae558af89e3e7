//! What happened, in words that both models share.

use docketsim::court::*;
use docketsim::time::{Day, Month};

/// What is known of a case when something happens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    pub source: u8,
    pub ordinal: u32,
    /// Court, docket and stage; none before the case has any.
    pub place: Option<(CourtId, DocketId, StageId)>,
    pub filed: Day,
    pub members: u32,
    pub called: u32,
    pub held: u32,
    pub represented: bool,
    pub applies: bool,
    pub heard: bool,
    pub merits: bool,
    pub returned: bool,
}

impl Who {
    fn of(case: &Case) -> Self {
        Self {
            source: case.source().0,
            ordinal: case.ordinal(),
            place: Some((case.court(), case.docket(), case.stage())),
            filed: case.filed(),
            members: u32::from(case.members()),
            called: u32::from(case.called()),
            held: u32::from(case.held()),
            represented: case.has(Flags::REPRESENTED),
            applies: case.has(Flags::APPLIES),
            heard: case.has(Flags::HEARD),
            merits: case.has(Flags::MERITS),
            returned: case.has(Flags::RETURNED),
        }
    }

    /// The key of the case.
    pub fn key(&self) -> (u8, u32) {
        (self.source, self.ordinal)
    }
}

/// Stocks of a court at the end of a month, by docket where there are several.
#[derive(Clone, Debug, PartialEq)]
pub struct Stocks {
    pub court: CourtId,
    pub judges: u32,
    pub pending_hours: Vec<f64>,
    pub inactive: Vec<i64>,
    pub next_merits: Vec<Option<i32>>,
    pub cost: f64,
}

/// What belongs to no court at the end of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Besides {
    pub host_waiting: Vec<u32>,
    pub host_capacity: Vec<f64>,
    pub policy_cost: f64,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Entered(Entry),
    Left(Exit),
    Held {
        session: SessionId,
        minutes: u32,
    },
    Adjourned {
        session: SessionId,
        reason: Adjournment,
    },
    Taken(SiteId),
    Refused(SiteId),
    LeftSite {
        site: SiteId,
        days: i32,
    },
    StillPending,
    Sat {
        court: CourtId,
        session: SessionId,
        used: u32,
        available: u32,
    },
    Month(Box<Stocks>),
    Besides(Box<Besides>),
    Appeals(Month, u64),
}

/// One line of a log: when, to whom, what.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub day: Day,
    pub who: Option<Who>,
    pub what: What,
}

/// Listens to the fast model and writes everything down.
#[derive(Debug, Default)]
pub struct Scribe {
    pub lines: Vec<Line>,
}

impl Scribe {
    fn note(&mut self, day: Day, case: &Case, what: What) {
        let who = Some(Who::of(case));
        self.lines.push(Line { day, who, what });
    }
}

impl Monitor for Scribe {
    fn entered(&mut self, day: Day, case: &Case, entry: Entry) {
        self.note(day, case, What::Entered(entry));
    }

    fn left(&mut self, day: Day, case: &Case, exit: Exit) {
        self.note(day, case, What::Left(exit));
    }

    fn held(&mut self, day: Day, case: &Case, session: SessionId, minutes: u32) {
        self.note(day, case, What::Held { session, minutes });
    }

    fn adjourned(&mut self, day: Day, case: &Case, session: SessionId, reason: Adjournment) {
        self.note(day, case, What::Adjourned { session, reason });
    }

    fn sat(&mut self, day: Day, court: CourtId, session: SessionId, used: u32, available: u32) {
        let what = What::Sat {
            court,
            session,
            used,
            available,
        };
        let who = None;
        self.lines.push(Line { day, who, what });
    }

    fn host_taken(&mut self, day: Day, case: &Case, site: SiteId) {
        self.note(day, case, What::Taken(site));
    }

    fn host_refused(&mut self, day: Day, case: &Case, site: SiteId) {
        // Where it goes instead is not yet decided.
        let mut who = Who::of(case);
        who.place = None;
        let (who, what) = (Some(who), What::Refused(site));
        self.lines.push(Line { day, who, what });
    }

    fn host_left(&mut self, day: Day, case: &Case, site: SiteId, days: i32) {
        self.note(day, case, What::LeftSite { site, days });
    }

    fn month_ended(&mut self, s: &Snapshot) {
        let (day, who) = (s.day, None);
        let dockets = s.pending_hours.len() / s.courts.len();
        for (c, court) in s.courts.clone().enumerate() {
            let pairs = c * dockets..(c + 1) * dockets;
            let what = What::Month(Box::new(Stocks {
                court: CourtId(court as u16),
                judges: s.judges[c],
                pending_hours: s.pending_hours[pairs.clone()].to_vec(),
                inactive: s.inactive[pairs.clone()].to_vec(),
                next_merits: s.next_merits[pairs].to_vec(),
                cost: s.court_cost[c],
            }));
            self.lines.push(Line { day, who, what });
        }
        if s.courts.start == 0 {
            let what = What::Besides(Box::new(Besides {
                host_waiting: s.host_waiting.to_vec(),
                host_capacity: s.host_capacity.to_vec(),
                policy_cost: s.policy_cost,
            }));
            self.lines.push(Line { day, who, what });
        }
    }

    fn appeals_pending(&mut self, month: Month, cases: u64) {
        let (day, who, what) = (month.last_day(), None, What::Appeals(month, cases));
        self.lines.push(Line { day, who, what });
    }

    fn still_pending(&mut self, day: Day, case: &Case) {
        self.note(day, case, What::StillPending);
    }
}
