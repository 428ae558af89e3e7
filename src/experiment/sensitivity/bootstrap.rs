//! How well a statistic of a sample is known, told from the sample alone.

use crate::rng::{Decision, Stream};
use crate::special::normal_quantile;
use crate::stats::Tally;

/// Samples that are drawn from a sample.
pub const RESAMPLES: u64 = 500;
/// The most values of a sample: a sequence of draws holds no more.
pub const MOST: usize = 1 << 16;

/// What is drawn: draws of one kind never share a number with those of another.
#[derive(Clone, Copy, Debug)]
pub(super) enum Draw {
    /// Where a trajectory starts, and in which order it goes.
    Trajectory = 0,
    /// The scrambling of the Sobol sequence.
    Scramble = 1,
    /// Trajectories of a resample.
    Effects = 2,
    /// Rows of a resample.
    Indices = 3,
}

impl Draw {
    /// The case of a draw.
    pub fn case(self, of: u64) -> u64 {
        (self as u64) << 32 | of
    }
}

/// Half of the 95 % interval of each of some statistics: 1.96 standard deviations over samples of the
/// same size, drawn with replacement (Efron 1979), as SALib gives it; NaN where it cannot be told.
///
/// `statistics` takes the places of the values that a sample has, of `size` values in all.
pub(super) fn half_widths(
    size: usize,
    stream: Stream,
    draw: Draw,
    statistics: impl Fn(&[usize]) -> Vec<f64>,
) -> Vec<f64> {
    let mut tallies: Vec<Tally> = Vec::new();
    for resample in 0..RESAMPLES {
        let mut draws = stream.sequence(Decision::Sensitivity, draw.case(resample));
        let place = |_| (draws.uniform() * size as f64) as usize;
        let places: Vec<usize> = (0..size).map(place).map(|at| at.min(size - 1)).collect();
        let values = statistics(&places);
        tallies.resize(values.len(), Tally::new());
        let known = tallies.iter_mut().zip(values);
        known
            .filter(|(_, value)| value.is_finite())
            .for_each(|(tally, value)| tally.add(value));
    }
    let z = normal_quantile(0.975);
    let half = |tally: &Tally| tally.variance().map_or(f64::NAN, |v| z * v.sqrt());
    tallies.iter().map(half).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_half_width_of_a_mean_is_that_of_the_normal_distribution() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let mean = |places: &[usize]| {
            let sum: f64 = places.iter().map(|&at| values[at]).sum();
            vec![sum / places.len() as f64, f64::NAN]
        };
        let half = half_widths(100, Stream::new(1, 0), Draw::Effects, mean);
        // Of the numbers from 0 to 99 the standard deviation is 28.87: 1.96 * 28.87 / 10 = 5.66. A
        // standard deviation from 500 resamples is off by 3.2 %: four times that once in 16,000.
        assert!((half[0] / 5.66 - 1.0).abs() < 0.13, "{half:?}");
        assert!(half[1].is_nan());
    }
}
