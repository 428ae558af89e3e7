//! Space-filling designs.

use crate::rng::{Decision, Stream};

/// A Latin hypercube of `points` in (0, 1) in each of `dimensions` (McKay, Beckman and Conover
/// 1979): each axis is cut into as many equal parts as there are points, and each part holds one.
///
/// `tag` tells designs of one stream apart.
pub fn latin_hypercube(
    points: usize,
    dimensions: usize,
    stream: Stream,
    tag: u32,
) -> Vec<Vec<f64>> {
    let axes = (0..dimensions as u64).map(|d| {
        let key = |i: usize| ((u64::from(tag) << 12 | d) << 24) | i as u64;
        let mut order: Vec<usize> = (0..points).collect();
        order.sort_by_key(|&i| stream.bits(Decision::Design, key(i), 0));
        let mut axis = vec![0.0; points];
        for (part, i) in order.into_iter().enumerate() {
            let u = stream.uniform(Decision::Design, key(i), 1);
            axis[i] = (part as f64 + u) / points as f64;
        }
        axis
    });
    let axes: Vec<Vec<f64>> = axes.collect();
    let point = |i: usize| axes.iter().map(|axis| axis[i]).collect();
    (0..points).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_every_axis_holds_one_point() {
        let design = latin_hypercube(37, 5, Stream::new(3, 0), 1);
        for d in 0..5 {
            let mut parts: Vec<usize> = design.iter().map(|p| (p[d] * 37.0) as usize).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..37).collect::<Vec<_>>());
        }
    }

    #[test]
    fn axes_and_tags_are_shuffled_apart() {
        let design = |tag| latin_hypercube(50, 2, Stream::new(3, 0), tag);
        let (a, b) = (design(1), design(2));
        assert_ne!(a, b);
        assert_eq!(a, design(1));
        // Two independent axes of 50 points: the correlation lies within 0.46 but once in 1,000.
        let mean = |d: usize| a.iter().map(|p| p[d]).sum::<f64>() / 50.0;
        let (m, n) = (mean(0), mean(1));
        let cov: f64 = a.iter().map(|p| (p[0] - m) * (p[1] - n)).sum::<f64>() / 50.0;
        assert!((cov * 12.0).abs() < 0.46, "{cov}");
    }
}
