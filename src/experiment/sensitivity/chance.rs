//! How much of the variance of single replications is chance.

use crate::stats::Tally;

/// The share of the variance of single replications that is chance rather than the factors, from
/// the values of the same replications at points drawn from the factors' ranges, point by point;
/// `None` from fewer than two replications or points, or without variance [0-1].
///
/// Points and replications are crossed, since all points share their random numbers. So the
/// components of variance are those of a two-way layout without repetition (Searle, Casella and
/// McCulloch 1992, "Variance Components", section 4.3): of the points, of the replications, and of
/// what a replication does at one point and not at others. Chance is the last two.
pub fn share(values: &[Vec<f64>]) -> Option<f64> {
    let n = values.first().map_or(0, Vec::len);
    if values.len() < 2 || n < 2 {
        return None;
    }
    let points = values.len() as f64;
    let own: Tally = values.iter().flatten().copied().collect();
    let mean = own.mean()?;
    let rows: Vec<f64> = values.iter().filter_map(|row| mean_of(row)).collect();
    let column = |r: usize| mean_of(&values.iter().map(|row| row[r]).collect::<Vec<_>>());
    let columns: Vec<f64> = (0..n).filter_map(column).collect();
    let left = values.iter().zip(&rows).flat_map(|(row, at)| {
        let columns = columns.iter();
        let off = row.iter().zip(columns).map(move |(v, r)| v - at - r + mean);
        off.map(|v| v * v)
    });
    let squares = left.collect::<Tally>().mean()? * points * n as f64;
    let rest = squares / ((points - 1.0) * (n as f64 - 1.0));
    let between = variance(&rows)? - rest / n as f64;
    let chance = (variance(&columns)? - rest / points).max(0.0) + rest;
    let all = between.max(0.0) + chance;
    (all > 0.0).then(|| chance / all)
}

fn mean_of(values: &[f64]) -> Option<f64> {
    values.iter().copied().collect::<Tally>().mean()
}

fn variance(values: &[f64]) -> Option<f64> {
    values.iter().copied().collect::<Tally>().variance()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Decision, Stream};
    use crate::special::normal_quantile;

    /// Values with known parts: of the point, of the replication, of both.
    fn values(points: u64, n: u64, [of_point, of_replication, of_both]: [f64; 3]) -> Vec<Vec<f64>> {
        let stream = Stream::new(8, 0);
        let draw = |case, ordinal| {
            normal_quantile(stream.uniform(Decision::SyntheticA, case, ordinal as u32))
        };
        let value = |p: u64, r: u64| {
            100.0
                + of_point * draw(p, 0)
                + of_replication * draw(1 << 20, r)
                + of_both * draw(1 << 21 | p, r)
        };
        let row = |p: u64| (0..n).map(|r| value(p, r)).collect();
        (0..points).map(row).collect()
    }

    #[test]
    fn the_share_of_chance_is_found() {
        // Variances 9, 4 and 1: chance is 5/14. The variance of 200 normal draws is within 30 % of
        // the true one but once in 3,000: from 0.30 to 0.42.
        let share = share(&values(200, 200, [3.0, 2.0, 1.0])).unwrap();
        assert!((0.29..0.43).contains(&share), "{share}");
    }

    #[test]
    fn nothing_but_chance_is_all_and_nothing_but_factors_is_none() {
        assert!(share(&values(50, 6, [3.0, 0.0, 0.0])).unwrap() < 1e-9);
        assert!((share(&values(50, 6, [0.0, 2.0, 0.0])).unwrap() - 1.0).abs() < 1e-9);
        assert!(share(&values(50, 6, [0.0, 0.0, 1.0])).unwrap() > 0.8);
    }

    #[test]
    fn one_replication_cannot_tell() {
        assert_eq!(share(&values(50, 1, [3.0, 2.0, 1.0])), None);
        assert_eq!(share(&[vec![1.0, 2.0]]), None);
        assert_eq!(share(&[vec![2.0, 2.0], vec![2.0, 2.0]]), None);
    }
}
