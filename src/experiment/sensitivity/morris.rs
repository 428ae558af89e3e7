//! Morris screening: which factors matter at all, from few runs.
//!
//! Morris 1991, "Factorial sampling plans for preliminary computational experiments", Technometrics
//! 33, 161; mu_star: Campolongo, Cariboni and Saltelli 2007, "An effective screening design for
//! sensitivity analysis of large models", Environmental Modelling & Software 22, 1509. Names are
//! those of SALib.

use super::bootstrap::{Draw, half_widths};
use crate::rng::{Decision, Stream};
use crate::stats::Tally;

/// Levels at which a factor may be: 0, 1/3, 2/3 and 1 of its range.
pub const LEVELS: u32 = 4;

/// What a factor does along its whole range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effects {
    /// Mean elementary effect [unit of the values for the whole range].
    pub mu: f64,
    /// Mean absolute elementary effect [likewise].
    pub mu_star: f64,
    /// Half of the 95 % interval of `mu_star` [likewise].
    pub mu_star_conf: f64,
    /// Standard deviation of the elementary effects [likewise].
    pub sigma: f64,
}

/// Points of trajectories, one trajectory after another: each starts anywhere on the grid and moves
/// every factor once by 2/3 of its range, in an order of its own. It has one point more than there
/// are factors.
pub fn trajectories(count: usize, factors: usize, stream: Stream) -> Vec<Vec<f64>> {
    let of = |t: usize| trajectory(t as u64, factors, stream);
    (0..count).flat_map(of).collect()
}

fn trajectory(number: u64, factors: usize, stream: Stream) -> Vec<Vec<f64>> {
    let case = Draw::Trajectory.case(number);
    let mut draws = stream.sequence(Decision::Sensitivity, case);
    let mut own: Vec<(u32, f64)> = (0..factors)
        .map(|_| {
            (
                (draws.uniform() * f64::from(LEVELS)) as u32,
                draws.uniform(),
            )
        })
        .collect();
    let mut order: Vec<usize> = (0..factors).collect();
    order.sort_by(|&a, &b| own[a].1.total_cmp(&own[b].1).then(a.cmp(&b)));
    let point = |levels: &[(u32, f64)]| -> Vec<f64> {
        let part = |(level, _): &(u32, f64)| f64::from(*level) / f64::from(LEVELS - 1);
        levels.iter().map(part).collect()
    };
    let mut points = vec![point(&own)];
    for factor in order {
        let level = &mut own[factor].0;
        *level = (*level + LEVELS / 2) % LEVELS;
        points.push(point(&own));
    }
    points
}

/// The effects of each factor, from the values at the points of [`trajectories`].
pub fn effects(points: &[Vec<f64>], values: &[f64], stream: Stream) -> Vec<Effects> {
    let factors = points.first().map_or(0, Vec::len);
    let trajectories = points.chunks(factors + 1).zip(values.chunks(factors + 1));
    let elementary: Vec<Vec<f64>> = trajectories.map(|(p, v)| elementary(p, v)).collect();
    let of = |factor: usize| elementary.iter().map(move |effects| effects[factor]);
    let mean_size = |places: &[usize]| -> Vec<f64> {
        let one = |factor: usize| {
            let sizes = places.iter().map(|&t| elementary[t][factor].abs());
            sizes.collect::<Tally>().mean().unwrap_or(f64::NAN)
        };
        (0..factors).map(one).collect()
    };
    let half = half_widths(elementary.len(), stream, Draw::Effects, mean_size);
    let effects = |factor: usize| {
        let (all, sizes): (Tally, Tally) =
            (of(factor).collect(), of(factor).map(f64::abs).collect());
        Effects {
            mu: all.mean().unwrap_or(f64::NAN),
            mu_star: sizes.mean().unwrap_or(f64::NAN),
            mu_star_conf: half[factor],
            sigma: all.variance().map_or(f64::NAN, f64::sqrt),
        }
    };
    (0..factors).map(effects).collect()
}

/// The elementary effect of each factor on one trajectory.
fn elementary(points: &[Vec<f64>], values: &[f64]) -> Vec<f64> {
    let mut effects = vec![f64::NAN; points[0].len()];
    for (p, v) in points.windows(2).zip(values.windows(2)) {
        for (factor, effect) in effects.iter_mut().enumerate() {
            let step = p[1][factor] - p[0][factor];
            if step != 0.0 {
                *effect = (v[1] - v[0]) / step;
            }
        }
    }
    effects
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screened(
        count: usize,
        factors: usize,
        of: impl Fn(&[f64]) -> f64,
    ) -> (Vec<Vec<f64>>, Vec<Effects>) {
        let stream = Stream::new(5, 0);
        let points = trajectories(count, factors, stream);
        let values: Vec<f64> = points.iter().map(|point| of(point)).collect();
        let found = effects(&points, &values, stream);
        (points, found)
    }

    #[test]
    fn a_trajectory_moves_every_factor_once_by_two_thirds_on_the_grid() {
        let (points, _) = screened(40, 6, |_| 0.0);
        assert_eq!(points.len(), 40 * 7);
        let mut first_moved = [0; 6];
        for trajectory in points.chunks(7) {
            let mut moved = vec![0; 6];
            for (i, step) in trajectory.windows(2).enumerate() {
                let changed: Vec<usize> = (0..6).filter(|&j| step[0][j] != step[1][j]).collect();
                assert_eq!(changed.len(), 1);
                let j = changed[0];
                assert!(((step[1][j] - step[0][j]).abs() - 2.0 / 3.0).abs() < 1e-15);
                moved[j] += 1;
                first_moved[j] += usize::from(i == 0);
            }
            assert_eq!(moved, [1; 6]);
            let grid = |x: &f64| (x * 3.0 - (x * 3.0).round()).abs() < 1e-12;
            assert!(trajectory.iter().flatten().all(grid));
        }
        // Binomial(40, 1/6): from 1 to 16 with probability 0.999 for all six together.
        assert!(
            first_moved.iter().all(|n| (1..=16).contains(n)),
            "{first_moved:?}"
        );
        let down = points.chunks(7).filter(|t| t[0][0] > 0.5).count();
        // Binomial(40, 1/2): from 9 to 31 with probability 0.9997.
        assert!((9..=31).contains(&down), "{down}");
    }

    #[test]
    fn a_linear_function_has_its_slopes_without_spread_and_an_inert_factor_none() {
        let (_, found) = screened(6, 3, |x| 5.0 + 3.0 * x[0] - 2.0 * x[1]);
        for (effects, slope) in found.iter().zip([3.0, -2.0, 0.0_f64]) {
            assert!((effects.mu - slope).abs() < 1e-12);
            assert!((effects.mu_star - slope.abs()).abs() < 1e-12);
            assert!(effects.sigma.abs() < 1e-12 && effects.mu_star_conf.abs() < 1e-12);
        }
        assert_eq!(found[2].mu_star, 0.0);
    }

    #[test]
    fn an_interaction_and_a_turning_point_show_in_sigma() {
        // The effect of either factor is the level of the other: 0, 1/3, 2/3 or 1 alike, with mean
        // 1/2 and standard deviation 0.373; of 200 the mean is within 0.1 but once in 6,000.
        let (_, product) = screened(200, 2, |x| x[0] * x[1]);
        for effects in product {
            assert!((effects.mu - 0.5).abs() < 0.1, "{effects:?}");
            assert!((effects.sigma - 0.373).abs() < 0.05, "{effects:?}");
            assert!(effects.mu_star_conf > 0.02 && effects.mu_star_conf < 0.1);
        }
        // Rising to one half and falling after it: effects cancel in mu and not in mu_star.
        let (_, hill) = screened(200, 2, |x| (x[0] - 0.5).powi(2) + 0.01 * x[1]);
        assert!(hill[0].mu.abs() < 0.05, "{hill:?}");
        assert!((hill[0].mu_star - 1.0 / 3.0).abs() < 1e-9, "{hill:?}");
        assert!((hill[1].mu - 0.01).abs() < 1e-9);
    }
}
