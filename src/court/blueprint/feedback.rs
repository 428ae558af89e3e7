//! What answers to waits and load, as the scenario says it.

use super::SourceId;

/// What answers to waits and load; nothing by default (model, section 6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feedback {
    /// Filings answer to the published wait.
    pub arrivals: Option<WaitResponse>,
    /// The share absent grows with the time since filing.
    pub absence: Option<Growth>,
    /// The hazard of withdrawing grows with the time since filing.
    pub withdrawal: Option<Growth>,
    /// Bench time answers to the load of the court.
    pub bench: Option<LoadResponse>,
}

/// How filings answer to the published wait: a power of its ratio to a reference.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitResponse {
    /// The sources that answer.
    pub sources: Vec<SourceId>,
    /// Elasticity of filings to the wait: above 0 waiting attracts, below it deters [1].
    pub elasticity: f64,
    /// Wait at which filings are as the scenario says [days].
    pub reference: f64,
    /// From publication to the answer [days].
    pub lag: i32,
    /// Smallest and largest factor on filings [1].
    pub limits: (f64, f64),
}

/// A factor that grows in a straight line with the time since filing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Added to the factor for each year beyond the reference [per year].
    pub per_year: f64,
    /// Time since filing at which the factor is 1 [days].
    pub reference: f64,
    /// Smallest and largest factor [1].
    pub limits: (f64, f64),
}

impl Growth {
    /// The factor for a case filed this many days ago [1].
    pub fn at(&self, days: i32) -> f64 {
        self.factor(f64::from(days))
    }

    fn factor(&self, age: f64) -> f64 {
        let years = (age - self.reference) / 365.25;
        (1.0 + self.per_year * years).clamp(self.limits.0, self.limits.1)
    }

    /// The ages between which the factor is no limit; the same where it never changes [days].
    fn slope(&self) -> (f64, f64) {
        if self.per_year == 0.0 {
            return (self.reference, self.reference);
        }
        let at = |factor: f64| self.reference + (factor - 1.0) / self.per_year * 365.25;
        let (least, most) = (at(self.limits.0), at(self.limits.1));
        (least.min(most), least.max(most))
    }

    /// The factor summed up over the days from one age to another [days].
    pub fn total(&self, from: f64, to: f64) -> f64 {
        let (begins, ends) = self.slope();
        let part = |a: f64, b: f64| {
            let (a, b) = (from.clamp(a, b), to.clamp(a, b));
            (b - a) * self.factor(0.5 * (a + b))
        };
        part(f64::NEG_INFINITY, begins) + part(begins, ends) + part(ends, f64::INFINITY)
    }

    /// How long after an age the factor has summed up to a total; infinite where it never does [days].
    pub fn days_to(&self, from: f64, total: f64) -> f64 {
        let (begins, ends) = self.slope();
        let (mut age, mut left) = (from, total);
        if age < begins {
            let (level, room) = (self.factor(age), begins - age);
            if level * room >= left {
                return left / level;
            }
            left -= level * room;
            age = begins;
        }
        if age < ends {
            let (level, room) = (self.factor(age), self.total(age, ends));
            if room >= left {
                // The root of a quadratic, in the form that loses no digits.
                let steep = self.per_year / 365.25;
                let root = (level * level + 2.0 * steep * left).max(0.0).sqrt();
                return age - from + 2.0 * left / (level + root);
            }
            left -= room;
            age = ends;
        }
        let level = self.factor(age);
        if level > 0.0 {
            age - from + left / level
        } else {
            f64::INFINITY
        }
    }
}

/// How bench time answers to the load: a power of its ratio to a reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadResponse {
    /// Elasticity of bench time to the load [1].
    pub elasticity: f64,
    /// Pending cases per judge at which bench time is as the scenario says [cases per judge].
    pub reference: f64,
    /// Smallest and largest factor on bench time [1].
    pub limits: (f64, f64),
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(crate::testing::fixed())]

        /// By summing the factor day by day, in small steps.
        #[test]
        fn a_growing_factor_adds_up_to_its_total_when_it_says(
            (per_year, reference) in (-5.0f64..5.0, -400.0f64..800.0),
            (least, more) in (0.1f64..1.0, 0.0f64..4.0),
            (from, days) in (-300.0f64..900.0, 0.0f64..900.0),
        ) {
            let limits = (least, least + more);
            let growth = Growth { per_year, reference, limits };
            let steps = 20_000;
            let width = days / f64::from(steps);
            let middle = |i: i32| growth.factor(from + (f64::from(i) + 0.5) * width);
            let sum: f64 = (0..steps).map(|i| middle(i) * width).sum();
            let total = growth.total(from, from + days);
            prop_assert!((total - sum).abs() <= 1e-6 * (1.0 + sum), "{total} {sum}");
            let after = growth.days_to(from, total);
            prop_assert!((after - days).abs() <= 1e-6 * (1.0 + days), "{after} {days}");
        }
    }

    #[test]
    fn a_factor_that_falls_to_nothing_never_adds_up_to_more() {
        let growth = Growth {
            per_year: -1.0,
            reference: 0.0,
            limits: (0.0, 10.0),
        };
        // From 1 to 0 within a year: half a year in all.
        assert_eq!(growth.days_to(0.0, 183.0), f64::INFINITY);
        assert!((growth.days_to(0.0, 0.375 * 365.25) - 0.5 * 365.25).abs() < 1e-9);
    }
}
