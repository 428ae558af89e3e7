//! Sobol indices: which part of a variance each factor brings about, alone and with others.
//!
//! The design of Saltelli 2002, "Making best use of model evaluations to compute sensitivity
//! indices", Computer Physics Communications 145, 280, on a Sobol sequence. S1: Saltelli and others
//! 2010, "Variance based sensitivity analysis of model output", Computer Physics Communications 181,
//! 259, table 2 (b); ST: Jansen 1999, "Analysis of variance designs for model output", Computer
//! Physics Communications 117, 35. Names, order and formulas are those of SALib.

use super::bootstrap::{Draw, half_widths};
use crate::rng::{Decision, Stream};
use crate::stats::Tally;

/// The most factors: each takes two dimensions of the sequence.
pub const MOST_FACTORS: usize = sobol_burley::NUM_DIMENSIONS as usize / 2;

/// The part of a variance that a factor brings about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// Alone [share of the variance].
    pub s1: f64,
    /// Half of the 95 % interval of `s1` [likewise].
    pub s1_conf: f64,
    /// With all others [likewise].
    pub st: f64,
    /// Half of the 95 % interval of `st` [likewise].
    pub st_conf: f64,
}

/// Points of the design: for each of the samples a point A, for each factor the same with this one
/// factor of another point B, and B itself.
pub fn design(samples: usize, factors: usize, stream: Stream) -> Vec<Vec<f64>> {
    let bits = stream.bits(Decision::Sensitivity, Draw::Scramble.case(0), 0);
    let seed = (bits >> 32) as u32;
    let axis = |i: usize, d: usize| f64::from(sobol_burley::sample(i as u32, d as u32, seed));
    let block = |i: usize| {
        let a: Vec<f64> = (0..factors).map(|j| axis(i, j)).collect();
        let b: Vec<f64> = (factors..2 * factors).map(|j| axis(i, j)).collect();
        let mut points = vec![a.clone()];
        points.extend((0..factors).map(|j| {
            let mut mixed = a.clone();
            mixed[j] = b[j];
            mixed
        }));
        points.push(b);
        points
    };
    (0..samples).flat_map(block).collect()
}

/// Whether a point of the design is one of A or B: a draw of all factors together.
pub fn is_draw(point: usize, factors: usize) -> bool {
    let place = point % (factors + 2);
    place == 0 || place == factors + 1
}

/// The indices of each factor, from the values at the points of [`design`]; `None` where the values
/// do not vary.
pub fn indices(factors: usize, values: &[f64], stream: Stream) -> Option<Vec<Indices>> {
    let mean = values.iter().copied().collect::<Tally>().mean()?;
    // Far from zero the estimator of S1 would lose its digits to the mean.
    let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let blocks: Vec<&[f64]> = centred.chunks(factors + 2).collect();
    let all: Vec<usize> = (0..blocks.len()).collect();
    let found = estimates(factors, &blocks, &all);
    if !found.iter().all(|value| value.is_finite()) {
        return None;
    }
    let half = half_widths(blocks.len(), stream, Draw::Indices, |places| {
        estimates(factors, &blocks, places)
    });
    let one = |j: usize| Indices {
        s1: found[j],
        s1_conf: half[j],
        st: found[factors + j],
        st_conf: half[factors + j],
    };
    Some((0..factors).map(one).collect())
}

/// S1 of each factor, then ST of each, from some of the blocks; NaN where there is no variance.
fn estimates(factors: usize, blocks: &[&[f64]], places: &[usize]) -> Vec<f64> {
    let own = || places.iter().map(|&place| blocks[place]);
    let draws = own().flat_map(|block| [block[0], block[factors + 1]]);
    let (tally, count) = (draws.collect::<Tally>(), 2.0 * places.len() as f64);
    let variance = tally.variance().unwrap_or(f64::NAN) * (count - 1.0) / count;
    let share = |of: &dyn Fn(&[f64]) -> f64| {
        let mean = own().map(of).collect::<Tally>().mean();
        mean.filter(|_| variance > 0.0).unwrap_or(f64::NAN) / variance
    };
    let first = |j: usize| share(&|block| block[factors + 1] * (block[1 + j] - block[0]));
    let total = |j: usize| share(&|block| 0.5 * (block[0] - block[1 + j]).powi(2));
    let first: Vec<f64> = (0..factors).map(first).collect();
    first.into_iter().chain((0..factors).map(total)).collect()
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;

    fn found(samples: usize, factors: usize, of: impl Fn(&[f64]) -> f64) -> Vec<Indices> {
        let stream = Stream::new(11, 0);
        let points = design(samples, factors, stream);
        assert_eq!(points.len(), samples * (factors + 2));
        let values: Vec<f64> = points.iter().map(|point| of(point)).collect();
        indices(factors, &values, stream).unwrap()
    }

    /// Whether the indices are the true ones, within one and a half of their intervals: by a normal
    /// distribution an index is further off once in 300.
    fn agree(found: &[Indices], truth: &[(f64, f64)], widest: f64) {
        assert_eq!(found.len(), truth.len());
        for (own, (s1, st)) in found.iter().zip(truth) {
            assert!((own.s1 - s1).abs() <= 1.5 * own.s1_conf, "{own:?} {s1}");
            assert!((own.st - st).abs() <= 1.5 * own.st_conf, "{own:?} {st}");
            assert!(own.s1_conf < widest && own.st_conf < widest, "{own:?}");
        }
    }

    #[test]
    fn the_indices_of_ishigami_are_those_of_the_formula() {
        // Ishigami and Homma 1990 with a = 7 and b = 0.1 on (-pi, pi): third factor only with the first.
        let own = found(1024, 3, |x| {
            let z: Vec<f64> = x.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
            z[0].sin() + 7.0 * z[1].sin().powi(2) + 0.1 * z[2].powi(4) * z[0].sin()
        });
        let truth = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];
        agree(&own, &truth, 0.12);
    }

    #[test]
    fn the_indices_of_the_g_function_are_those_of_the_formula() {
        // Saltelli and Sobol 1995: the product of (|4 x - 2| + a) / (1 + a).
        let a = [0.0, 1.0, 4.5, 9.0, 99.0];
        let own = found(1024, 5, |x| {
            let parts = x.iter().zip(a);
            parts
                .map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a))
                .product()
        });
        let part = a.map(|a: f64| 1.0 / (3.0 * (1.0 + a).powi(2)));
        let all: f64 = part.iter().map(|v| 1.0 + v).product::<f64>() - 1.0;
        let truth = part.map(|v| (v / all, v * (1.0 + all) / (1.0 + v) / all));
        agree(&own, &truth, 0.15);
    }

    #[test]
    fn an_inert_factor_has_no_part_and_a_sum_has_no_interaction() {
        let own = found(256, 3, |x| 1e6 + 2.0 * x[0] + x[1]);
        for (own, share) in own.iter().zip([0.8, 0.2, 0.0]) {
            assert!((own.s1 - share).abs() < 0.02, "{own:?}");
            assert!((own.st - share).abs() < 0.02, "{own:?}");
        }
        assert_eq!((own[2].s1, own[2].st), (0.0, 0.0));
        let product = found(1024, 2, |x| (x[0] - 0.5) * (x[1] - 0.5));
        for own in product {
            assert!(own.s1.abs() < 0.1 && (own.st - 1.0).abs() < 0.1, "{own:?}");
        }
    }

    #[test]
    fn intervals_narrow_with_the_samples_and_nothing_is_said_without_variance() {
        let of = |x: &[f64]| x[0] + x[1] * x[2];
        let (few, many) = (found(32, 3, of), found(2048, 3, of));
        assert!(few[0].s1_conf > 3.0 * many[0].s1_conf);
        let values = vec![7.5; 16 * 5];
        assert_eq!(indices(3, &values, Stream::new(1, 0)), None);
    }

    #[test]
    fn draws_of_the_design_are_spread_evenly_and_follow_the_seed() {
        let points = design(64, 4, Stream::new(2, 0));
        for j in 0..4 {
            for place in [0, 5] {
                let own = points.chunks(6).map(|block| block[place][j]);
                let mut parts: Vec<usize> = own.map(|u| (u * 64.0) as usize).collect();
                parts.sort_unstable();
                assert_eq!(parts, (0..64).collect::<Vec<_>>(), "{j} {place}");
            }
        }
        assert!(is_draw(0, 4) && is_draw(5, 4) && is_draw(6, 4) && !is_draw(8, 4));
        assert_eq!(points, design(64, 4, Stream::new(2, 0)));
        assert_ne!(points, design(64, 4, Stream::new(3, 0)));
    }
}
