//! How a yearly series goes on after its last known value: a random walk of its logarithm.
//!
//! Nothing in a handful of years tells a trend from a level to which a series returns, so the last
//! value is the middle of the forecast, and the moves from year to year go on as large as they were.
//! How large they are is itself drawn, from what so few years say about it.

use crate::rng::{Decision, Distribution, Stream};
use crate::special::normal_quantile;

/// The walk that the known years of a series give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walk {
    /// Last known value.
    pub last: f64,
    /// Sum of the squared yearly changes of the logarithm.
    squares: f64,
    /// Number of changes.
    changes: usize,
}

impl Walk {
    /// The walk of yearly values in order; values of 0 or less count as no value.
    pub fn of(values: &[f64]) -> Option<Walk> {
        let last = *values.last()?;
        let logs: Vec<f64> = values
            .iter()
            .filter(|v| **v > 0.0)
            .map(|v| v.ln())
            .collect();
        let changes = logs.windows(2).map(|pair| pair[1] - pair[0]);
        Some(Walk {
            last,
            squares: changes.map(|c| c * c).sum(),
            changes: logs.len().saturating_sub(1),
        })
    }

    #[cfg(test)]
    /// Standard deviation of a yearly change of the logarithm, as estimated.
    fn spread(&self) -> f64 {
        if self.changes == 0 {
            return 0.0;
        }
        (self.squares / self.changes as f64).sqrt()
    }

    /// Values of the next years in one replication; the same `key` gives the same moves.
    pub fn path(&self, years: usize, stream: Stream, key: u64) -> Vec<f64> {
        if self.changes == 0 {
            return vec![self.last; years];
        }
        // The variance of n normal changes of unknown spread: their squares over chi-square(n).
        let n = self.changes as f64;
        let chi_square = Distribution::Gamma {
            mean: n,
            cv: (2.0 / n).sqrt(),
        };
        let u = stream.uniform(Decision::Forecast, key, 0);
        let spread = (self.squares / chi_square.quantile(u)).sqrt();
        let mut log = 0.0;
        let step = |year: usize| {
            let u = stream.uniform(Decision::Forecast, key, year as u32);
            log += spread * normal_quantile(u);
            self.last * f64::exp(log)
        };
        (1..=years).map(step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_series_goes_on_and_a_moving_one_keeps_its_middle() {
        let stream = Stream::new(5, 0);
        let steady = Walk::of(&[4.0, 4.0, 4.0]).expect("values");
        assert_eq!(steady.path(3, stream, 1), [4.0, 4.0, 4.0]);
        let moving = Walk::of(&[1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0]).expect("values");
        assert!((moving.spread() - 2.0_f64.ln()).abs() < 1e-12);
        let above = (0..2000).filter(|&r| {
            let path = moving.path(2, Stream::new(5, r), 1);
            path[1] > 2.0
        });
        // Binomial(2000, 1/2): beyond 1000 +- 110 once in a million.
        assert!((above.count() as i64 - 1000).abs() < 110);
    }

    #[test]
    fn the_spread_of_moves_is_wider_than_that_of_a_known_spread() {
        let values = [1.0, 1.1, 1.0, 1.1, 1.0];
        let walk = Walk::of(&values).expect("values");
        let moves: Vec<f64> = (0..4000)
            .map(|r| walk.path(1, Stream::new(9, r), 2)[0].ln() / walk.spread())
            .collect();
        // Student with 4 degrees: 5.0 % lie beyond 2.776, 13 times the share of a normal spread.
        let beyond = moves.iter().filter(|m| m.abs() > 2.776).count() as f64 / 4000.0;
        // Standard error 0.0034: off by 4.5 of them once in 100,000.
        assert!((beyond - 0.05).abs() < 0.0155, "{beyond}");
    }
}
