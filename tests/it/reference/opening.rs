//! The opening docket: pending, inactive and appealed cases of the first day.

use docketsim::court::*;
use docketsim::rng::{Cumulative, Decision};
use docketsim::time::Day;

use super::agenda::{CaseNo, Event, Phase};
use super::world::{Person, World, key};

/// Sources of cases that the simulation did not see filed.
const PENDING: u8 = 255;
const INACTIVE: u8 = 254;
const APPEALED: u8 = 253;
/// Cases of an entry of the opening docket are numbered from 2^23 times its place on.
const ENTRY_BITS: u32 = 23;

fn ordinal(entry: usize, n: u32) -> u32 {
    (entry as u32) << ENTRY_BITS | n
}

impl World<'_> {
    /// Pending cases of all entries come in from the oldest to the youngest, those of one age
    /// entry by entry.
    pub fn open_pending(&mut self) {
        let mut cases: Vec<(i32, usize, u32)> = Vec::new();
        for (entry, opening) in self.blueprint.opening.iter().enumerate() {
            // Within an entry the ages never rise, but for the last digits of a law.
            let mut youngest = i32::MAX;
            for n in 0..opening.pending {
                let age = self.age(entry, n);
                youngest = youngest.min(age);
                cases.push((-youngest, entry, n));
            }
        }
        cases.sort();
        for (_, entry, n) in cases {
            let case = self.pending_case(entry, n);
            self.enter(case, Entry::Opening);
            // As if on the day before: the first day's sessions are open to them.
            self.seek(case, self.blueprint.start - 1);
        }
    }

    /// Age of the n-th oldest of an entry's cases: one in each n-th part of the law [days].
    fn age(&self, entry: usize, n: u32) -> i32 {
        let opening = &self.blueprint.opening[entry];
        let own = key(PENDING, ordinal(entry, n));
        let u = self.stream.uniform(Decision::OpeningAge, own, 0);
        let rank = (f64::from(opening.pending - n) - u) / f64::from(opening.pending);
        opening
            .age
            .sample_days(rank.clamp(1e-12, 1.0 - 1e-12))
            .max(1)
    }

    fn pending_case(&mut self, entry: usize, n: u32) -> CaseNo {
        let opening = &self.blueprint.opening[entry];
        let start = self.blueprint.start;
        let filed = start - self.age(entry, n);
        let case = self.add(PENDING, ordinal(entry, n), filed, opening);
        let stages = Cumulative::new(&opening.stages).unwrap();
        let stage = stages.pick(self.draw(Decision::OpeningStage, case, 0));
        let residual = self.draw(Decision::OpeningResidual, case, 0);
        let past_merits = self.may_be_past_merits(opening.docket, stage);
        let person = &mut self.cases[case];
        person.stage = StageId(stage as u8);
        person.ready = start + opening.residual.sample_days(residual);
        // Their past is not known; they may well have been heard.
        person.heard = true;
        person.merits = past_merits;
        self.draw_attributes(case);
        case
    }

    /// Whether a merits hearing can come before one at a stage of a docket: at the same stage, or at one
    /// from which that is reached.
    fn may_be_past_merits(&self, docket: DocketId, stage: usize) -> bool {
        let docket = &self.blueprint.dockets[docket.index()];
        let merits = |s: usize| self.blueprint.sessions[docket.stages[s].session.index()].merits;
        let leads = |from: usize, to: usize| {
            let tables = docket.stages[from].outcomes.iter();
            let mut outcomes = tables.flat_map(|table| &table.outcomes);
            let then = Then::Advance(StageId(to as u8));
            outcomes.any(|outcome| outcome.share > 0.0 && outcome.then == then)
        };
        // Stages from which this one is reached, one step further back each time.
        let stages = 0..docket.stages.len();
        let mut before = vec![stage];
        for _ in stages.clone() {
            let further = stages.clone().filter(|&s| {
                let leads_there = before.iter().any(|&to| leads(s, to));
                leads_there && !before.contains(&s)
            });
            let further: Vec<usize> = further.collect();
            before.extend(further);
        }
        before.into_iter().any(merits)
    }

    fn add(&mut self, source: u8, ordinal: u32, filed: Day, opening: &Opening) -> CaseNo {
        let case = self.cases.len();
        let mut person = Person::new(source, ordinal, filed);
        (person.court, person.docket) = (opening.court, opening.docket);
        self.cases.push(person);
        case
    }

    /// Inactive cases; those that come back within the horizon, by their hazard, are known.
    pub fn open_inactive(&mut self) {
        let (start, end) = (self.blueprint.start, self.blueprint.end);
        for (entry, opening) in self.blueprint.opening.iter().enumerate() {
            let pair = (opening.court, opening.docket);
            self.count_inactive(pair, i64::from(opening.inactive));
            if opening.recalendar <= 0.0 {
                continue;
            }
            for n in 0..opening.inactive {
                let own = key(INACTIVE, ordinal(entry, n));
                let u = self.stream.uniform(Decision::Recalendar, own, 0);
                let days = -(1.0 - u).ln() / opening.recalendar * 365.25;
                if days < f64::from(end - start + 1) {
                    let back = start + days as i32;
                    let case = self.add(INACTIVE, ordinal(entry, n), back, opening);
                    self.cases[case].inactive = true;
                    self.cases[case].inactive_since = start - 1;
                    self.draw_attributes(case);
                    self.bind(case, 1);
                    self.agenda
                        .add(back, Phase::Arrival, Event::ComesBack(case));
                }
            }
        }
    }

    pub fn open_appeals(&mut self) {
        let Some(body) = &self.blueprint.appeals else {
            return;
        };
        let shares: Vec<f64> = body.opening_remands.iter().map(|d| d.share).collect();
        let table = Cumulative::new(&shares).ok();
        for n in 0..body.opening {
            let case = self.cases.len();
            self.cases
                .push(Person::new(APPEALED, n, self.blueprint.start));
            if let Some(table) = &table {
                let u = self.draw(Decision::Destination, case, 0);
                let to = &body.opening_remands[table.pick(u)];
                let person = &mut self.cases[case];
                (person.court, person.docket) = (to.court, to.docket);
            }
            self.draw_attributes(case);
            self.appeals.push_back(case);
        }
    }
}
