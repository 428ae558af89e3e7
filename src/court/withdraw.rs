//! Respondents who withdraw while they wait for a hearing: by a hazard that may change.
//!
//! Under the call-up rule a withdrawal comes to light when the case is called. Where hearings are
//! booked the day is drawn when a hearing is sought, and no place is held for who would withdraw before
//! it. A hazard has no memory: when it changes, the day is drawn again for all whom it concerns.

use super::blueprint::Growth;
use super::case::Case;
use super::event::Event;
use super::monitor::Monitor;
use super::system::CourtSystem;
use crate::des::{EventList, Phase};
use crate::rng::{Decision, Stream};
use crate::time::Day;

/// Ordinals of withdrawal draws from here on are those of days on which a hazard changes: those
/// below count the times that a hearing was sought.
const CHANGES: i32 = 256;

/// Hazards of withdrawing while waiting, by docket, and by host site besides [1/year].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hazards {
    dockets: Vec<f64>,
    sites: Vec<f64>,
}

impl Hazards {
    fn of(&self, case: &Case) -> f64 {
        let site = case.site().map_or(0.0, |site| self.sites[site.index()]);
        self.dockets[case.docket().index()] + site
    }
}

/// A change of hazards on a day.
struct Change {
    today: Day,
    before: Hazards,
    now: Hazards,
    growth: Option<Growth>,
    stream: Stream,
    ordinal: u32,
}

impl Change {
    fn concerns(&self, case: &Case) -> bool {
        self.before.of(case) != self.now.of(case)
    }

    fn leaves(&self, case: &Case) -> Option<Day> {
        let hazard = (self.now.of(case), self.growth);
        leaves(self.stream, case, self.ordinal, self.today, hazard)
    }

    fn leaves_before(&self, case: &Case, hearing: Day) -> bool {
        self.concerns(case) && self.leaves(case).is_some_and(|leaves| leaves < hearing)
    }
}

/// Day on which a respondent withdraws by a hazard that stays as it is [1/year], but for its growth with
/// the time since filing; none: never.
fn leaves(
    stream: Stream,
    case: &Case,
    ordinal: u32,
    today: Day,
    (hazard, growth): (f64, Option<Growth>),
) -> Option<Day> {
    if hazard <= 0.0 {
        return None;
    }
    let days = bound(stream, case, ordinal) / hazard;
    let age = f64::from(today - case.filed());
    let days = growth.map_or(days, |growth| growth.days_to(age, days));
    Some(today + 1 + days.min(100_000.0) as i32)
}

/// Hazard that a respondent bears before withdrawing [days/year].
fn bound(stream: Stream, case: &Case, ordinal: u32) -> f64 {
    let u = stream.uniform(Decision::Withdrawal, case.key(), ordinal);
    -(1.0 - u).ln() * 365.25
}

impl<M: Monitor> CourtSystem<'_, M> {
    /// The hazards of today.
    pub(super) fn hazards(&self) -> Hazards {
        Hazards {
            dockets: self.today.iter().map(|docket| docket.withdrawal).collect(),
            sites: self.sites.iter().map(|site| site.withdrawal).collect(),
        }
    }

    /// Day on which a respondent who seeks a hearing today would withdraw; none: never.
    pub(super) fn withdrawal_day(&self, today: Day, case: &Case) -> Option<Day> {
        let docket = self.today[case.docket().index()].withdrawal;
        let site = case
            .site()
            .map_or(0.0, |site| self.sites[site.index()].withdrawal);
        let hazard = (docket + site, self.blueprint.feedback.withdrawal);
        let ordinal = u32::from(case.sought());
        leaves(self.stream, case, ordinal, today, hazard)
    }

    /// Whether a respondent who was ready the day after one has withdrawn until another.
    pub(super) fn withdrew(&self, since: Day, until: Day, case: &Case) -> bool {
        let docket = self.levers.withdrawal[case.docket().index()].total(since, until);
        let site = case.site().map_or(0.0, |site| {
            self.levers.sites[site.index()]
                .withdrawal
                .total(since, until)
        });
        let borne = (docket + site) * self.withdrawal_grows(since, until, case);
        borne > 0.0 && bound(self.stream, case, u32::from(case.sought())) < borne
    }

    /// A respondent withdraws.
    pub(super) fn withdraw(&mut self, day: Day, case: Case, events: &mut EventList<Event>) {
        let docket = &self.blueprint.dockets[case.docket().index()];
        let disposition = docket
            .withdrawn
            .expect("a docket with withdrawals names their disposition");
        self.close(day, case, disposition, events);
    }

    /// Hazards are no longer what they were: some of those who are booked withdraw before their
    /// day, and some of those who were to withdraw come to a hearing first.
    pub(super) fn change_hazards(
        &mut self,
        today: Day,
        before: Hazards,
        events: &mut EventList<Event>,
    ) {
        let now = self.hazards();
        if self.ready.is_some() || now == before {
            return;
        }
        let change = Change {
            today,
            before,
            now,
            growth: self.blueprint.feedback.withdrawal,
            stream: self.stream,
            ordinal: (CHANGES + (today - self.blueprint.start)) as u32,
        };
        let waiting = self.take_unbooked(&change, events);
        self.withdraw_booked(&change, events);
        for case in waiting {
            self.stay_or_leave(today, case, change.leaves(&case), events);
        }
    }

    /// Takes those who were to withdraw, within the horizon or after it. Who withdraws today does so
    /// by the hazard up to now.
    fn take_unbooked(&mut self, change: &Change, events: &mut EventList<Event>) -> Vec<Case> {
        let mut leaving = Vec::new();
        let picked =
            |event: &Event| matches!(event, Event::Withdraw(case) if change.concerns(case));
        events.extract(change.today + 1, Phase::Arrival, picked, &mut leaving);
        self.scheduled -= leaving.len();
        let mut taken: Vec<Case> = (leaving.iter())
            .filter_map(|event| match event {
                Event::Withdraw(case) => Some(*case),
                _ => None,
            })
            .collect();
        for case in std::mem::take(&mut self.parked) {
            // Others are parked until a programme closes them.
            let here = self.parts[self.part].courts.contains(&case.court().index());
            if here && change.concerns(&case) && self.relief(change.today, &case).is_none() {
                taken.push(case);
            } else {
                self.parked.push(case);
            }
        }
        taken
    }

    fn withdraw_booked(&mut self, change: &Change, events: &mut EventList<Event>) {
        if self.book.is_empty() {
            return;
        }
        let (today, last) = (change.today, self.blueprint.book_end());
        let (lengths, stride) = (&self.length_of, self.stride);
        let length = |case: &Case| super::capacity::length_of(lengths, stride, case);
        let mut leaving = Vec::new();
        for lane in self.lanes() {
            let before = leaving.len();
            for day in (today.0..=last.0).map(Day) {
                let mut pick = |case: &Case| change.leaves_before(case, day);
                self.book
                    .extract_days(lane, day..day + 1, length, &mut pick, &mut leaving);
            }
            if leaving.len() > before {
                self.book.reopen(lane, today);
                self.gained[lane.index()] = true;
            }
        }
        for case in leaving {
            if let Some(day) = change.leaves(&case) {
                self.schedule_pending(day, case, Event::Withdraw, events);
            }
        }
    }

    /// Who was to withdraw seeks a hearing, with the minimum notice; whose court has closed seeks
    /// it where its cases went.
    fn stay_or_leave(
        &mut self,
        today: Day,
        mut case: Case,
        leaves: Option<Day>,
        events: &mut EventList<Event>,
    ) {
        let notice = today + self.blueprint.rules.minimum_notice;
        case.ready_on(case.ready().max(notice));
        let court = self.court_to_return_to(&case);
        if court == case.court() {
            let from = case.ready().max(today + 1);
            self.book_or_leave(case, from, leaves, events);
        } else {
            self.change_court(today, case, court, events);
        }
    }
}
