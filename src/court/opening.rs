//! The opening docket: pending, inactive and appealed cases of the first day.

use super::blueprint::{Blueprint, Opening, StageId};
use super::case::{Case, Flags, INACTIVE, OPENING, OPENING_APPEALS, case_key, opening_ordinal};
use super::event::Event;
use super::monitor::{Entry, Monitor};
use super::system::CourtSystem;
use super::tables::Attributes;
use crate::des::{EventList, Phase};
use crate::rng::{Bits53, Cumulative, Decision, Stream};
use crate::time::Day;

/// Cases whose draws are made ahead.
const AHEAD: usize = 16;

/// What is drawn for a case of the opening docket.
#[derive(Clone, Copy, Debug, Default)]
struct Drawn {
    age: i32,
    stage: u64,
    residual: u64,
    represented: u64,
}

/// The pending cases of an entry, from the oldest on.
///
/// Ages are stratified, so that each entry has exactly the age profile of its data: the n-th oldest
/// case has an age out of the n-th part of it.
struct Coming<'b> {
    entry: usize,
    opening: &'b Opening,
    attributes: Attributes,
    start: Day,
    stages: Cumulative,
    /// What may be taken as known of a case, by stage.
    known: Vec<Flags>,
    stream: Stream,
    /// Cases before the one that comes next [cases].
    before: u32,
    drawn: [Drawn; AHEAD],
}

impl<'b> Coming<'b> {
    fn of(entry: usize, blueprint: &'b Blueprint, stream: Stream) -> Self {
        let opening = &blueprint.opening[entry];
        let stages = Cumulative::new(&opening.stages);
        let docket = &blueprint.dockets[opening.docket.index()];
        // Their past is not known; they may well have been heard, some of them on the merits.
        let known = |merits| Flags::of(&[Flags::OPENING, Flags::heard(merits)]);
        let merits = docket.stages_with_merits_behind(&blueprint.sessions);
        let mut coming = Self {
            entry,
            opening,
            attributes: Attributes::of(docket),
            start: blueprint.start,
            stages: stages.expect("shares were checked when loaded"),
            known: merits.into_iter().map(known).collect(),
            stream,
            before: 0,
            drawn: [Drawn::default(); AHEAD],
        };
        coming.draw();
        coming
    }

    fn key(&self, n: u32) -> u64 {
        case_key(OPENING, opening_ordinal(self.entry, n))
    }

    /// Draws for the cases that come next.
    fn draw(&mut self) {
        let (stream, pending) = (self.stream, self.opening.pending);
        let left = (pending - self.before).min(AHEAD as u32);
        for (n, place) in (self.before..self.before + left).zip(0..AHEAD) {
            let key = self.key(n);
            let u = stream.uniform(Decision::OpeningAge, key, 0);
            let rank = (f64::from(pending - n) - u) / f64::from(pending);
            let rank = rank.clamp(1e-12, 1.0 - 1e-12);
            self.drawn[place] = Drawn {
                age: self.opening.age.sample_days(rank).max(1),
                stage: stream.bits(Decision::OpeningStage, key, 0),
                residual: stream.bits(Decision::OpeningResidual, key, 0),
                represented: stream.bits(Decision::Represented, key, 0),
            };
        }
    }

    /// Age of the next case; none: all have come [days].
    #[inline(always)]
    fn age(&self) -> Option<i32> {
        let place = self.before as usize % AHEAD;
        (self.before < self.opening.pending).then(|| self.drawn[place].age)
    }

    /// The next case.
    #[inline(always)]
    fn next(&mut self) -> Case {
        let drawn = self.drawn[self.before as usize % AHEAD];
        let opening = self.opening;
        let ordinal = opening_ordinal(self.entry, self.before);
        let mut case = Case::new(OPENING, ordinal, self.start - drawn.age);
        let stage = self.stages.pick(Bits53(drawn.stage));
        case.place_at(opening.court, opening.docket, StageId(stage as u8));
        let residual = opening.residual.sample_days(Bits53(drawn.residual));
        case.ready_on(self.start + residual);
        case.put(self.known[stage], true);
        self.attributes.give(&mut case, drawn.represented);
        self.before += 1;
        if (self.before as usize).is_multiple_of(AHEAD) {
            self.draw();
        }
        case
    }
}

impl<M: Monitor> CourtSystem<'_, M> {
    /// Puts the opening docket of the courts that are simulated in place, oldest cases first.
    pub(super) fn open_docket(&mut self, events: &mut EventList<Event>) {
        self.open_pending(events);
        self.open_inactive(events);
    }

    /// The entries of the opening docket at the courts that are simulated.
    fn entries(&self) -> Vec<usize> {
        let courts = &self.parts[self.part].courts;
        let entries = self.blueprint.opening.iter().enumerate();
        let here = entries.filter(|(_, opening)| courts.contains(&opening.court.index()));
        here.map(|(entry, _)| entry).collect()
    }

    /// Pending cases of all entries, merged by filing day.
    fn open_pending(&mut self, events: &mut EventList<Event>) {
        let start = self.blueprint.start;
        let (blueprint, stream) = (self.blueprint, self.stream);
        let entries = self.entries().into_iter();
        let mut entries: Vec<Coming<'_>> = entries
            .map(|entry| Coming::of(entry, blueprint, stream))
            .collect();
        while let Some(age) = entries.iter().filter_map(Coming::age).max() {
            for entry in &mut entries {
                while entry.age().is_some_and(|of| of >= age) {
                    let case = entry.next();
                    self.enter(start, case, Entry::Opening);
                    self.seek(case, start - 1, events);
                }
            }
        }
    }

    fn open_inactive(&mut self, events: &mut EventList<Event>) {
        let start = self.blueprint.start;
        for e in self.entries() {
            let opening = &self.blueprint.opening[e];
            let pair = self.pair(opening.court, opening.docket);
            self.inactive[pair] += i64::from(opening.inactive);
            if opening.recalendar <= 0.0 {
                continue;
            }
            for n in 0..opening.inactive {
                let mut case = Case::new(INACTIVE, opening_ordinal(e, n), start);
                case.place_at(opening.court, opening.docket, StageId(0));
                case.put(Flags::INACTIVE, true);
                case.put(Flags::OPENING, true);
                case.ready_on(start - 1);
                let u = self.stream.uniform(Decision::Recalendar, case.key(), 0);
                let days = -(1.0 - u).ln() / opening.recalendar * 365.25;
                if days < f64::from(self.blueprint.days()) {
                    let day = start + days as i32;
                    case.file_on(day);
                    self.draw_attributes(&mut case);
                    self.bind(&case, 1);
                    events.schedule(day, Phase::Arrival, Event::Return(case));
                }
            }
        }
    }

    /// Appeals that wait for a decision at the start.
    pub(super) fn open_appeals(&mut self) {
        let Some(appeals) = &self.blueprint.appeals else {
            return;
        };
        let shares: Vec<f64> = appeals.opening_remands.iter().map(|d| d.share).collect();
        let destinations = Cumulative::new(&shares).ok();
        for ordinal in 0..appeals.opening {
            let mut case = Case::new(OPENING_APPEALS, ordinal, self.blueprint.start);
            case.put(Flags::OPENING, true);
            if let Some(destinations) = &destinations {
                let u = self.stream.uniform(Decision::Destination, case.key(), 0);
                let destination = appeals.opening_remands[destinations.pick(u)];
                case.place_at(destination.court, destination.docket, StageId(0));
            }
            self.draw_attributes(&mut case);
            self.appeals.open(case);
        }
    }
}
