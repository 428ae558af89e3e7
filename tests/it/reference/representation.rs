//! Representatives found by policies for respondents who have none.

use docketsim::court::Representation;
use docketsim::rng::Decision;

use super::agenda::CaseNo;
use super::capacity::reaches;
use super::world::World;

impl World<'_> {
    /// Whether representatives are offered on a case's docket today.
    pub fn representation_offered(&self, case: CaseNo) -> bool {
        let docket = self.cases[case].docket;
        let mut offers = self.levers.representation.iter();
        offers.any(|r| r.docket == docket && r.share.at(self.today) > 0.0)
    }

    /// Offers that reach a case, in order.
    fn offers(&self, case: CaseNo) -> Vec<&Representation> {
        let person = &self.cases[case];
        let offers = self.levers.representation.iter();
        let reached =
            offers.filter(|r| r.docket == person.docket && reaches(r.reach, person.filed));
        reached.collect()
    }

    /// A respondent without a representative gets one from the first offer, of those that reach
    /// the case, at which the docket's own share and the shares found so far exceed the draw.
    pub fn find_representative(&mut self, case: CaseNo) {
        let own = self.docket(case).represented;
        let u = self.pair(Decision::Represented, case, 0).0;
        if self.cases[case].represented || u < own {
            return;
        }
        let mut without = 1.0 - own;
        let mut cost = None;
        for offer in self.offers(case) {
            without *= 1.0 - offer.share.at(self.today);
            if u < 1.0 - without {
                cost = Some(offer.cost);
                break;
            }
        }
        if let Some(cost) = cost {
            self.case_costs += cost * f64::from(self.cases[case].members);
            self.cases[case].represented = true;
        }
    }

    /// Hearings of those whose representative was found take longer, or shorter [minutes].
    pub fn minutes_with_representative(&self, case: CaseNo, minutes: u32) -> u32 {
        let own = self.docket(case).represented;
        let u = self.pair(Decision::Represented, case, 0).0;
        if !self.cases[case].represented || u < own {
            return minutes;
        }
        let factor: f64 = self
            .offers(case)
            .iter()
            .filter(|offer| offer.share.at(self.today) > 0.0)
            .map(|offer| offer.minutes)
            .product();
        (f64::from(minutes) * factor).round().max(1.0) as u32
    }
}
