//! Courts that nothing connects but the appeals body are simulated one after another.
//!
//! While courts take turns day by day, the books of each are far from the cache when it sits again.
//! So a court goes on alone for as long as the decisions on its appeals are known: the body hears
//! appeals in the order in which they come, and those that wait for it keep it busy for a time in
//! which no new one is reached. Within a court everything happens in the same order either way, and
//! no draw knows the order: results are the same to the last bit.

use super::blueprint::{Blueprint, CourtId, Queue, SourceId, Then};
use super::book::LaneId;
use super::event::Event;
use super::filing::{Filing, day_of};
use super::levers::Levers;
use super::monitor::Monitor;
use super::system::CourtSystem;
use crate::des::{self, EventList};
use crate::time::Day;
use std::ops::Range;

/// Courts that are simulated together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) courts: Range<usize>,
    /// Their lanes, in order.
    pub(super) lanes: Vec<LaneId>,
}

/// Filings of a source before a court, in the order in which they come.
#[derive(Clone, Debug, Default)]
pub(super) struct Filings {
    all: Vec<Filing>,
    /// How many of them have been filed.
    pub(super) filed: usize,
}

impl Filings {
    /// Forgets them and keeps the memory.
    fn clear(&mut self) {
        self.all.clear();
        self.filed = 0;
    }

    /// Those of a day, all before it being filed.
    pub(super) fn of_day(&self, day: Day, start: Day) -> &[Filing] {
        let left = &self.all[self.filed..];
        let of_day = left
            .iter()
            .take_while(|filing| day_of(filing.ordinal) == (day - start) as u32);
        &left[..of_day.count()]
    }
}

/// Whether nothing connects the courts of a system but the appeals body: no case of one comes before
/// another, nothing counts the cases of several, and no policy reaches for cases of all.
pub fn independent(blueprint: &Blueprint, levers: &Levers) -> bool {
    let stages = blueprint.dockets.iter().flat_map(|docket| &docket.stages);
    let tables = stages.flat_map(|stage| &stage.outcomes);
    let mut outcomes = tables.flat_map(|table| &table.outcomes);
    let stays = outcomes.all(|o| !matches!(o.then, Then::Transfer { court: Some(_), .. }));
    let feedback = &blueprint.feedback;
    stays
        && blueprint.rules.queue == Queue::BookAhead
        && blueprint.sites.is_empty()
        && blueprint.sources.iter().all(|source| !source.exact_totals)
        && (feedback.arrivals.is_none() && feedback.bench.is_none())
        && (levers.acts.is_empty() && levers.closures.is_empty())
        && (levers.routes.is_empty() && levers.relief.is_empty())
        && levers.representation.is_empty()
}

impl Part {
    /// The parts of a court system: each court, or all of them together.
    pub(super) fn all(blueprint: &Blueprint, levers: &Levers) -> Vec<Self> {
        let courts = blueprint.courts.len();
        let sessions = blueprint.sessions.len();
        let part = |of: Range<usize>| {
            let general = of.start * sessions..of.end * sessions;
            let reserved = levers.reserved.iter().enumerate();
            let reserved = reserved.filter(|(_, r)| of.contains(&r.court.index()));
            let reserved = reserved.map(|(r, _)| courts * sessions + r);
            let lanes = general.chain(reserved).map(|lane| LaneId(lane as u32));
            Self {
                lanes: lanes.collect(),
                courts: of,
            }
        };
        if independent(blueprint, levers) {
            (0..courts).map(|court| part(court..court + 1)).collect()
        } else {
            vec![part(0..courts)]
        }
    }
}

impl<M: Monitor> CourtSystem<'_, M> {
    /// The courts of the part that is simulated.
    pub(super) fn courts(&self) -> impl Iterator<Item = CourtId> + use<M> {
        let courts = self.parts[self.part].courts.clone();
        courts.map(|court| CourtId(court as u16))
    }

    /// The lanes of the part that is simulated.
    pub(super) fn lanes(&self) -> Vec<LaneId> {
        self.parts[self.part].lanes.clone()
    }

    /// Whether courts are simulated one after another.
    pub(super) fn apart(&self) -> bool {
        self.parts.len() > 1
    }

    /// Runs the whole horizon; gives how many events there were.
    pub(super) fn run(&mut self, lists: &mut [EventList<Event>]) -> u64 {
        self.open_appeals();
        let (start, end) = (self.blueprint.start, self.blueprint.end);
        let mut handled = 0;
        let mut from = start;
        while from <= end {
            // Apart, courts go on to the last day for which the body has decided.
            let until = if self.apart() {
                let until = self.decide_ahead(from);
                self.sort_filings(from, until);
                until
            } else {
                end
            };
            for (part, events) in lists.iter_mut().enumerate() {
                self.turn_to(part, from);
                if from == start {
                    self.start(events);
                }
                handled += des::run_until(self, events, until);
                if until == end {
                    self.tell_pending();
                }
            }
            from = until + 1;
        }
        handled
    }

    /// The part whose courts go on from a day, under the levers of the day before.
    fn turn_to(&mut self, part: usize, from: Day) {
        self.part = part;
        if from > self.blueprint.start {
            self.hold_levers(from - 1);
        }
        self.monitor.turned_to(from);
    }

    /// Decides the appeals of the days from one on, which follows the last day that all courts have
    /// finished; returns the last day up to which all decisions are known.
    fn decide_ahead(&mut self, from: Day) -> Day {
        let end = self.blueprint.end;
        self.appeals.admit(from);
        let mut day = self.court_day(from);
        while let Some(today) = day {
            let due = self.decisions_due(today);
            // Appeals that come from this day on are not yet known.
            if today > from && !self.appeals.is_enough(due) {
                return today - 1;
            }
            self.appeals.sit(due);
            while let Some(case) = self.appeals.next(today) {
                if self.is_remanded(today, &case) {
                    self.remands[case.court().index()].push_back((today, case));
                } else {
                    self.bind(&case, -1);
                }
            }
            day = self.court_day(today + 1);
        }
        end
    }

    /// The appeals of a court that were remanded today come back.
    pub(super) fn take_remands(
        &mut self,
        today: Day,
        court: CourtId,
        events: &mut EventList<Event>,
    ) {
        let known = |remand: &mut (Day, super::Case)| remand.0 <= today;
        while let Some((_, case)) = self.remands[court.index()].pop_front_if(known) {
            self.remand(today, case, events);
        }
    }

    /// Draws the filings of some days and sorts them by court, in the order in which they come.
    fn sort_filings(&mut self, from: Day, until: Day) {
        let courts = self.blueprint.courts.len();
        let lists = self.blueprint.sources.len() * courts;
        self.sorted.resize_with(lists, Filings::default);
        self.sorted.iter_mut().for_each(Filings::clear);
        let mut filed = std::mem::take(&mut self.space.filed);
        for s in 0..self.blueprint.sources.len() {
            let source = SourceId(s as u8);
            for day in (from.0..=until.0).map(Day) {
                self.draw_filings(day, source, &mut filed);
                let routes = &self.routes[s];
                for &ordinal in &filed {
                    let filing = routes.filing(self.stream, source, ordinal);
                    let to = &routes.destinations[usize::from(filing.destination)];
                    self.sorted[s * courts + to.court.index()].all.push(filing);
                }
            }
        }
        self.space.filed = filed;
    }

    /// The filings of a source before the court that is simulated.
    pub(super) fn sorted_filings(&mut self, source: SourceId) -> &mut Filings {
        let courts = self.blueprint.courts.len();
        let court = self.parts[self.part].courts.start;
        &mut self.sorted[source.index() * courts + court]
    }
}
