//! The opening docket: pending, inactive and appealed cases of the first day.

use super::blueprint::StageId;
use super::case::{Case, Flags, INACTIVE, OPENING, OPENING_APPEALS, opening_ordinal};
use super::monitor::{Entry, Monitor};
use super::system::{CourtSystem, Event};
use crate::des::{EventList, Phase};
use crate::rng::{Bits53, Cumulative, Decision};

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

    /// Pending cases of all entries, merged by filing day; ages are stratified, so that each entry
    /// has exactly the age profile of its data.
    fn open_pending(&mut self, events: &mut EventList<Event>) {
        let start = self.blueprint.start;
        let entries = self.entries();
        let stages = |&e: &usize| {
            let stages = Cumulative::new(&self.blueprint.opening[e].stages);
            stages.expect("shares were checked when loaded")
        };
        let stages: Vec<Cumulative> = entries.iter().map(stages).collect();
        let mut next: Vec<(i32, u32)> = (entries.iter().map(|&e| self.opening_age(e, 0))).collect();
        while let Some(age) = next
            .iter()
            .filter(|(_, left)| *left > 0)
            .map(|&(age, _)| age)
            .max()
        {
            for (&e, (next, stages)) in entries.iter().zip(next.iter_mut().zip(&stages)) {
                while next.1 > 0 && next.0 >= age {
                    let n = self.blueprint.opening[e].pending - next.1;
                    let case = self.opening_case(e, n, next.0, stages);
                    self.enter(start, case, Entry::Opening);
                    self.seek(case, start - 1, events);
                    *next = self.opening_age(e, n + 1);
                }
            }
        }
    }

    /// Age of the n-th oldest case of an entry, and how many cases are left from it on.
    fn opening_age(&self, entry: usize, n: u32) -> (i32, u32) {
        let opening = &self.blueprint.opening[entry];
        let left = opening.pending.saturating_sub(n);
        if left == 0 {
            return (i32::MIN, 0);
        }
        let key = super::case::case_key(OPENING, opening_ordinal(entry, n));
        let u = self.stream.uniform(Decision::OpeningAge, key, 0);
        let rank = (f64::from(left) - u) / f64::from(opening.pending);
        (
            opening
                .age
                .sample_days(rank.clamp(1e-12, 1.0 - 1e-12))
                .max(1),
            left,
        )
    }

    fn opening_case(&self, entry: usize, n: u32, age: i32, stages: &Cumulative) -> Case {
        let opening = &self.blueprint.opening[entry];
        let filed = self.blueprint.start - age;
        let mut case = Case::new(OPENING, opening_ordinal(entry, n), filed);
        let drawn = |decision| Bits53(self.stream.bits(decision, case.key(), 0));
        let stage = stages.pick(drawn(Decision::OpeningStage));
        let residual = drawn(Decision::OpeningResidual);
        case.place_at(opening.court, opening.docket, StageId(stage as u8));
        case.ready_on(self.blueprint.start + opening.residual.sample_days(residual));
        case.put(Flags::OPENING, true);
        // Their past is not known; they may well have been heard.
        case.put(Flags::HEARD, true);
        self.draw_attributes(&mut case);
        case
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
