//! Host sites: who waits there, how many can be taken in on a day.

use super::levers::SiteLevers;
use crate::time::Day;

/// A host site in a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct SiteState {
    /// People waiting there [people].
    pub waiting: u32,
    /// People who can still be taken in today; below 0 after a family that exceeded it [people].
    quota: f64,
    /// People who can be hosted at a time, today [people].
    pub capacity: f64,
    /// People who may be there today: the capacity, or those who were there when it fell [people].
    bound: f64,
    /// Whether the bound was ever exceeded.
    exceeded: bool,
    /// Share of arrivals the programme is meant for, today [0-1].
    pub eligible: f64,
    /// Share of those exempt, today [0-1].
    pub exempt: f64,
    /// Factor on the share absent of those who wait there, today [1].
    pub absence: f64,
    /// Hazard of withdrawing while waiting there, today [1/year].
    pub withdrawal: f64,
}

impl SiteState {
    /// A new day: today's levers and quota. Whole places not used yesterday are not carried over;
    /// fractions are, and people beyond yesterday's quota take from today's.
    pub fn open_day(&mut self, levers: &SiteLevers, today: Day) {
        self.exceeded |= f64::from(self.waiting) > self.bound;
        self.capacity = levers.capacity.at(today);
        self.bound = self.capacity.max(f64::from(self.waiting));
        self.eligible = levers.eligible.at(today);
        self.exempt = levers.exempt.at(today);
        let left = if self.quota >= 1.0 {
            self.quota.fract()
        } else {
            self.quota
        };
        self.quota = left + levers.intake.at(today);
    }

    /// Whether no more people were ever there than might be.
    pub fn within_bounds(&self) -> bool {
        !self.exceeded && f64::from(self.waiting) <= self.bound
    }

    /// Takes in a group, if quota and capacity allow; says whether it did.
    pub fn take_in(&mut self, people: u32) -> bool {
        let fits = f64::from(self.waiting + people) <= self.capacity;
        if self.quota < 1.0 || !fits {
            return false;
        }
        // A family is not parted: the last group of a day may exceed its quota.
        self.quota -= f64::from(people);
        self.waiting += people;
        true
    }
}
