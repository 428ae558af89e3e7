//! The event log of some cases of one replication, for process mining.
//!
//! The cases are those with the lowest hash of their key: every case is as likely to be among them
//! as any other, and the same cases are followed in every scenario. A family that was filed together
//! is one of them: it has one row for each event, which says of how many cases it tells.

use std::collections::BTreeMap;

use super::rows::EventRow;
use super::runner::RunError;
use crate::court::{
    Adjournment, Blueprint, Case, Entry, Exit, INACTIVE, Monitor, OPENING, OPENING_APPEALS,
    SessionId, SiteId, Workspace, simulate,
};
use crate::policy::enact_all;
use crate::rng::Stream;
use crate::scenario::Scenario;
use crate::time::Day;

/// The first event of every case.
const FILED: &str = "filed";

/// Follows at most `cases` cases through replication 0.
///
/// # Errors
/// A breach of an invariant of the model.
pub fn event_log(scenario: &Scenario, seed: u64, cases: usize) -> Result<Vec<EventRow>, RunError> {
    let stream = Stream::new(seed, 0);
    let model = scenario.model(stream);
    let levers = enact_all(&model.levers, &model.policies, stream);
    let mut log = EventLog {
        blueprint: &model.blueprint,
        most: cases,
        followed: BTreeMap::new(),
    };
    let mut space = Workspace::default();
    let summary = simulate(&model.blueprint, &levers, stream, &mut space, &mut log);
    match summary.breach {
        Some(what) => Err(RunError::Breach {
            replication: 0,
            what,
        }),
        None => Ok(log.rows()),
    }
}

/// Hash and key of a case.
type Followed = (u64, u64);

/// A monitor that writes down what happens to some cases.
struct EventLog<'a> {
    blueprint: &'a Blueprint,
    most: usize,
    followed: BTreeMap<Followed, Vec<(Day, EventRow)>>,
}

impl EventLog<'_> {
    /// Follows a case from its first appearance on, if it is among the lowest so far.
    fn appear(&mut self, case: &Case) {
        let id = identity(case);
        let low = self
            .followed
            .last_key_value()
            .is_none_or(|(last, _)| id < *last);
        if self.followed.contains_key(&id) || (self.followed.len() >= self.most && !low) {
            return;
        }
        self.followed.insert(id, Vec::new());
        if self.followed.len() > self.most {
            self.followed.pop_last();
        }
    }

    fn log(&mut self, day: Day, case: &Case, event: String, resource: String) {
        let id = identity(case);
        if self
            .followed
            .last_key_value()
            .is_none_or(|(last, _)| id > *last)
        {
            return;
        }
        let (court, docket) = (case.court().index(), case.docket().index());
        let row = EventRow {
            case_id: name(self.blueprint, case),
            event,
            time: day.to_string(),
            court: self.blueprint.courts[court].id.clone(),
            docket: self.blueprint.dockets[docket].id.clone(),
            resource,
            cases: case.members(),
        };
        if let Some(events) = self.followed.get_mut(&id) {
            events.push((day, row));
        }
    }

    /// Whether a case may be followed: asked before texts are made for it.
    fn follows(&self, case: &Case) -> bool {
        self.followed.contains_key(&identity(case))
    }

    fn site(&self, site: SiteId) -> String {
        self.blueprint.sites[site.index()].id.clone()
    }

    fn court(&self, case: &Case) -> String {
        self.blueprint.courts[case.court().index()].id.clone()
    }

    fn bench(&self, case: &Case, session: SessionId) -> String {
        let session = &self.blueprint.sessions[session.index()].id;
        format!("{}/{session}", self.court(case))
    }

    fn source(&self, case: &Case) -> String {
        let sources = &self.blueprint.sources;
        let source = sources.get(case.source().index());
        source.map_or_else(|| "opening docket".to_owned(), |source| source.id.clone())
    }

    /// The events case by case, in the order of first events.
    fn rows(self) -> Vec<EventRow> {
        let mut cases: Vec<Vec<(Day, EventRow)>> = self.followed.into_values().collect();
        cases.retain(|events| !events.is_empty());
        for events in &mut cases {
            // Stable: events of a day stay in their order, but a case is filed before anything else
            // happens to it, also where a host site is asked first.
            events.sort_by_key(|(day, row)| (*day, row.event != FILED));
        }
        cases.sort_by(|a, b| (a[0].0, &a[0].1.case_id).cmp(&(b[0].0, &b[0].1.case_id)));
        cases.into_iter().flatten().map(|(_, row)| row).collect()
    }
}

impl Monitor for EventLog<'_> {
    fn entered(&mut self, day: Day, case: &Case, entry: Entry) {
        self.appear(case);
        if !self.follows(case) {
            return;
        }
        let source = self.source(case);
        match entry {
            Entry::Opening => {
                self.log(case.filed(), case, FILED.to_owned(), source.clone());
                self.log(day, case, "pending at the start".to_owned(), source);
            }
            Entry::Receipt => self.log(day, case, FILED.to_owned(), source),
            Entry::Return => self.log(day, case, "returned".to_owned(), self.court(case)),
            Entry::TransferIn => self.log(day, case, "transferred".to_owned(), self.court(case)),
        }
    }

    fn left(&mut self, day: Day, case: &Case, exit: Exit) {
        if let (true, Exit::Completion(disposition)) = (self.follows(case), exit) {
            let how = &self.blueprint.dispositions[disposition.index()].id;
            self.log(day, case, format!("completed: {how}"), self.court(case));
        }
    }

    fn held(&mut self, day: Day, case: &Case, session: SessionId, _minutes: u32) {
        if self.follows(case) {
            let what = &self.blueprint.sessions[session.index()].id;
            let event = format!("hearing held: {what}");
            self.log(day, case, event, self.bench(case, session));
        }
    }

    fn adjourned(&mut self, day: Day, case: &Case, session: SessionId, reason: Adjournment) {
        // A hearing that is continued has been held.
        if reason != Adjournment::Continued && self.follows(case) {
            let event = format!("hearing adjourned: {}", reason.name());
            self.log(day, case, event, self.bench(case, session));
        }
    }

    fn host_taken(&mut self, day: Day, case: &Case, site: SiteId) {
        // Cases may be taken in before they come onto the docket.
        self.appear(case);
        if self.follows(case) {
            self.log(
                day,
                case,
                "sent to the host country".to_owned(),
                self.site(site),
            );
        }
    }

    fn host_refused(&mut self, day: Day, case: &Case, site: SiteId) {
        self.appear(case);
        if self.follows(case) {
            let event = "not placed in the host country".to_owned();
            self.log(day, case, event, self.site(site));
        }
    }

    fn host_left(&mut self, day: Day, case: &Case, site: SiteId, _days: i32) {
        if self.follows(case) {
            self.log(
                day,
                case,
                "left the host country".to_owned(),
                self.site(site),
            );
        }
    }
}

/// Hash and key of a case: the finaliser of SplitMix64, a bijection.
fn identity(case: &Case) -> Followed {
    let key = case.key();
    let mut z = key.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31), key)
}

/// Name of a case: its source and number.
fn name(blueprint: &Blueprint, case: &Case) -> String {
    let source = match case.source() {
        OPENING => "opening",
        INACTIVE => "inactive",
        OPENING_APPEALS => "appeal",
        source => blueprint
            .sources
            .get(source.index())
            .map_or("", |source| &source.id),
    };
    format!("{source}-{}", case.ordinal())
}
