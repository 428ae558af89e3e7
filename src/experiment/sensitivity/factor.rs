//! Factors: the numbers of a scenario that can be moved, and how they are moved.

use crate::scenario::{ParameterInfo, Scenario, Spread};

/// Quantiles at which a number with a distribution counts as low and as high.
const TAILS: (f64, f64) = (0.05, 0.95);

/// A number that can be moved.
#[derive(Clone, Copy, Debug)]
pub struct Factor<'s> {
    /// The number.
    pub number: &'s ParameterInfo,
    /// Its distribution; none: all of its range is alike.
    pub spread: Option<Spread>,
    low: f64,
    high: f64,
}

impl<'s> Factor<'s> {
    fn of(number: &'s ParameterInfo) -> Option<Self> {
        let (low, high) = number.low.zip(number.high)?;
        let spread = number.distribution.filter(|spread| *spread != Spread::None);
        (number.movable && low < high).then_some(Factor {
            number,
            spread,
            low,
            high,
        })
    }

    /// Name under which a model takes its value.
    pub fn name(&self) -> &'s str {
        self.number.name()
    }

    /// The value that it does not exceed with probability `p` [0-1].
    pub fn at(&self, p: f64) -> f64 {
        match self.spread {
            // Where tails are long a quantile at an end is the end to a few digits only.
            Some(_) if p > 0.0 && p < 1.0 => self.number.quantile(p),
            _ => self.low + p * (self.high - self.low),
        }
    }

    /// Its low end: that of the range, or the 5 % quantile of the distribution.
    pub fn low(&self) -> f64 {
        self.spread.map_or(self.low, |_| self.at(TAILS.0))
    }

    /// Its high end: that of the range, or the 95 % quantile of the distribution.
    pub fn high(&self) -> f64 {
        self.spread.map_or(self.high, |_| self.at(TAILS.1))
    }

    /// How it is distributed, in words; empty for a range all of which is alike.
    pub fn distribution(&self) -> String {
        let words = |spread: Spread| format!("{} {} to {}", spread.word(), self.low, self.high);
        self.spread.map(words).unwrap_or_default()
    }
}

/// The numbers of a scenario that can be moved, in the order of the file.
pub fn factors(scenario: &Scenario) -> Vec<Factor<'_>> {
    scenario.parameters.iter().filter_map(Factor::of).collect()
}
