//! Which numbers every replication has, and which the end of the horizon has cut off.

use super::super::manifest::ScenarioInfo;
use super::super::period::Period;
use super::{Frame, Point};
use crate::experiment::{Reach, ResultRow};

/// The share of a filing year's cases that wait still: there wherever anybody filed.
const OPEN_SHARE: &str = "cohort_open_share";

impl Frame<'_> {
    /// For how many replications of a scenario a measure that has a value in `n` stands.
    pub fn reach(&self, scenario: &ScenarioInfo, measure: &str, n: u64) -> Reach {
        Reach::of(measure, n, self.saved.manifest.replications_of(scenario))
    }

    /// The same of the number at a point. Of a filing year those replications count in which anybody
    /// filed: where a docket is there in few, for a policy that came about in few, the end of the
    /// horizon has cut off nothing.
    pub fn reach_at(&self, scenario: &ScenarioInfo, point: &Point) -> Reach {
        let row = point.row;
        let reach = self.reach(scenario, &row.measure, row.n);
        let open = self.at(
            &row.scenario,
            OPEN_SHARE,
            &row.court,
            &row.docket,
            point.period,
        );
        let filed = open.map(|open| open.n).filter(|_| reach == Reach::Few);
        match filed.map(|filed| Reach::of(&row.measure, row.n, filed)) {
            Some(Reach::All | Reach::Some) => Reach::Some,
            _ => reach,
        }
    }

    /// Whether every replication of a scenario has the number of a row.
    pub fn reached(&self, scenario: &ScenarioInfo, row: &ResultRow) -> bool {
        row.mean.is_some() && self.reach(scenario, &row.measure, row.n) == Reach::All
    }

    /// Whether every replication in which anybody filed in the year of a cohort's point has its number.
    pub fn reached_by_all_who_filed(&self, scenario: &ScenarioInfo, point: &Point) -> bool {
        let row = point.row;
        let (court, docket) = (&row.court, &row.docket);
        let open = self.at(&row.scenario, OPEN_SHARE, court, docket, point.period);
        let all = self.saved.manifest.replications_of(scenario);
        row.n >= open.map_or(all, |open| open.n)
    }

    /// Whether anybody filed in the period of a cohort's row.
    pub fn filed(&self, row: &ResultRow, period: Period) -> bool {
        let open = self.at(&row.scenario, OPEN_SHARE, &row.court, &row.docket, period);
        open.is_none_or(|open| open.mean.is_some())
    }
}
