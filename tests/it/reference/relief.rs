//! Relief programmes: cases that are closed, kept from being filed, or closed while inactive.

use docketsim::court::{DispositionId, DocketId, Relief};
use docketsim::rng::Decision;
use docketsim::time::Day;

use super::agenda::CaseNo;
use super::world::World;

impl World<'_> {
    /// Whether a programme keeps a new case from being filed on a docket.
    pub fn kept_from_filing(&self, case: CaseNo, docket: DocketId) -> bool {
        self.levers.relief.iter().any(|relief| {
            let u = self.pair(Decision::Relief, case, relief.tag).0;
            relief.docket == docket && u < relief.arriving.at(self.today)
        })
    }

    /// The day on which a programme closes a case.
    pub fn relief_day(&self, case: CaseNo, relief: &Relief) -> Day {
        let v = self.pair(Decision::Relief, case, relief.tag).1;
        relief.from + (v * f64::from(relief.over)) as i32
    }

    /// When, and how, a programme that is open on `day` closes a pending case.
    pub fn relief(&self, case: CaseNo, day: Day) -> Option<(Day, DispositionId)> {
        let person = &self.cases[case];
        let mut concerned = self.levers.relief.iter().filter(|relief| {
            relief.docket == person.docket
                && person.filed < relief.from
                && is_open(relief, day)
                && self.pair(Decision::Relief, case, relief.tag).0 < relief.pending
                && self.relief_day(case, relief) >= day
                && is_open(relief, self.relief_day(case, relief))
        });
        let relief = concerned.next()?;
        Some((self.relief_day(case, relief), relief.disposition))
    }

    /// Whether a programme closed an inactive case for good by today, of which it was known when it
    /// began that it would come back.
    pub fn relieved_while_inactive(&self, case: CaseNo) -> bool {
        self.levers.relief.iter().any(|relief| {
            let day = self.relief_day(case, relief);
            relief.docket == self.cases[case].docket
                && self.cases[case].inactive_since < relief.from.max(self.blueprint.start)
                && (self.blueprint.start..=self.today).contains(&day)
                && is_open(relief, day)
                && self.pair(Decision::Relief, case, relief.tag).0 < relief.inactive
        })
    }
}

/// Whether a programme closes cases on a day.
pub fn is_open(relief: &Relief, day: Day) -> bool {
    day >= relief.from && relief.until.is_none_or(|until| day < until)
}
