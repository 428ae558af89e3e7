//! How respondents withdraw while they wait.

use docketsim::rng::Decision;
use docketsim::time::Day;

use super::agenda::{CaseNo, Event};
use super::diary::Lane;
use super::world::World;

impl World<'_> {
    /// Day on which the respondent would withdraw, counted from a day; none: never.
    pub fn withdrawal(&self, case: CaseNo, day: Day) -> Option<Day> {
        self.withdrawal_drawn(case, day, self.cases[case].sought)
    }

    fn withdrawal_drawn(&self, case: CaseNo, day: Day, ordinal: u32) -> Option<Day> {
        let hazard = self.hazard(case, self.today);
        if hazard <= 0.0 {
            return None;
        }
        let u = self.draw(Decision::Withdrawal, case, ordinal);
        let total = -(1.0 - u).ln() * 365.25 / hazard;
        // The last day by whose beginning the hazard has not yet added up to what is borne.
        let (mut whole, mut beyond) = (0, 100_001);
        while beyond - whole > 1 {
            let between = (whole + beyond) / 2;
            let borne = self.withdrawal_grown(case, day, day + between);
            (whole, beyond) = if borne <= total {
                (between, beyond)
            } else {
                (whole, between)
            };
        }
        Some(day + 1 + whole)
    }

    /// Whether the hazards of the days since one have added up to what the respondent bears.
    pub fn withdrew_since(&self, case: CaseNo, since: Day) -> bool {
        let days = (since.0..self.today.0).map(Day);
        let borne: f64 = days.map(|day| self.hazard(case, day)).sum();
        let u = self.draw(Decision::Withdrawal, case, self.cases[case].sought);
        let bound = -(1.0 - u).ln() * 365.25;
        let days = f64::from(self.today - since).max(1.0);
        bound < borne * self.withdrawal_grown(case, since, self.today) / days
    }

    /// Hazard of withdrawing on a day, without feedback: of the docket and of the site.
    fn hazard(&self, case: CaseNo, day: Day) -> f64 {
        let person = &self.cases[case];
        let site = person.site.map_or(0.0, |site| {
            self.levers.sites[site.index()].withdrawal.at(day)
        });
        self.levers.withdrawal[person.docket.index()].at(day) + site
    }

    pub fn withdraws(&mut self, case: CaseNo) {
        let disposition = self.docket(case).withdrawn.unwrap();
        self.close(case, disposition);
    }

    /// Who has another hazard than yesterday withdraws on a day drawn anew: some of those booked
    /// before their hearing, some of those about to withdraw after one.
    pub fn hazards_change(&mut self) {
        if !self.book_ahead() {
            return;
        }
        let cases = 0..self.cases.len();
        let changed: Vec<bool> = cases
            .map(|case| self.hazard(case, self.today - 1) != self.hazard(case, self.today))
            .collect();
        let mut waiting = self.agenda.take_withdrawals(self.today, &changed);
        for case in std::mem::take(&mut self.parked) {
            if changed[case] && self.relief(case, self.today).is_none() {
                waiting.push(case);
            } else {
                self.parked.push(case);
            }
        }
        let ordinal = 256 + (self.today - self.blueprint.start) as u32;
        let drawn = |world: &Self, case| world.withdrawal_drawn(case, world.today, ordinal);
        let mut leaving = Vec::new();
        let lanes: Vec<Lane> = self.diaries.keys().copied().collect();
        for lane in lanes {
            let mut leaves = vec![false; self.cases.len()];
            for (day, case) in self.diaries[&lane].bookings(self.today) {
                leaves[case] = changed[case] && drawn(self, case).is_some_and(|on| on < day);
            }
            let diary = self.diaries.get_mut(&lane).unwrap();
            let of_lane = diary.extract((self.today, None), |case| leaves[case]);
            diary.gained |= !of_lane.is_empty();
            leaving.extend(of_lane.into_iter().map(|(_, booking)| booking.case));
        }
        for case in leaving {
            let day = drawn(self, case).unwrap();
            self.schedule(day, case, Event::Withdraws(case));
        }
        for case in waiting {
            self.stays_or_leaves(case, drawn(self, case));
        }
    }

    fn stays_or_leaves(&mut self, case: CaseNo, leaves: Option<Day>) {
        let notice = self.today + self.blueprint.rules.minimum_notice;
        self.cases[case].ready = self.cases[case].ready.max(notice);
        let court = self.heir_of_closed_court(case);
        let person = &self.cases[case];
        if court == person.court {
            let earliest = person.ready.max(self.today + 1);
            self.book_or_leave(case, earliest, leaves);
        } else {
            self.change_court(case, court);
        }
    }
}
