//! A distribution compiled for the hot loop.

use super::distribution::Distribution;
pub use super::distribution::exponential;
use super::steps::Steps;
use super::uniform::Uniform;
use std::sync::Arc;

/// Cells of the quantile table.
const CELLS: usize = 1 << CELL_BITS;
/// Bits of a uniform number that say in which cell it falls.
const CELL_BITS: u32 = 10;
/// Cells at each end in which the exact quantile is used: tails are no straight lines.
const OUTER: usize = 2;

/// Most cells of steps in a cell of the quantile table.
const MOST_PARTS: f64 = 8.0;

/// A sampler by inversion: one uniform, one variate, monotone in the uniform (in the outer cells of
/// a gamma law, whose exact quantile is iterated, up to a relative 1e-12).
///
/// Days and minutes are whole, and so few that a cell seldom holds more than one step: of bits they
/// are looked up without a floating-point number. Copies share all tables, so that dockets and
/// courts of like laws have one in the cache.
#[derive(Clone, Debug, PartialEq)]
pub struct Variate {
    days: Steps,
    minutes: Steps,
    law: Arc<Law>,
}

/// Of a length known to the compiler, which then sees that no index leaves it.
type Quantiles = [f64; CELLS + 1];

#[derive(Debug, PartialEq)]
struct Law {
    kind: Kind,
    mean: f64,
}

#[derive(Debug, PartialEq)]
enum Kind {
    Constant(f64),
    /// Exact at the cost of a multiplication.
    Uniform {
        low: f64,
        width: f64,
    },
    /// Quantiles at i / 1,024, joined by straight lines between the outer cells.
    Table {
        quantiles: Box<Quantiles>,
        exact: Distribution,
    },
}

impl Variate {
    /// Compiles a valid distribution.
    #[must_use]
    pub fn new(distribution: &Distribution) -> Variate {
        let kind = match (distribution.constant(), distribution) {
            (Some(value), _) => Kind::Constant(value),
            (None, &Distribution::Uniform { low, high }) => Kind::Uniform {
                low,
                width: high - low,
            },
            (None, _) => Kind::Table {
                quantiles: table(distribution),
                exact: distribution.clone(),
            },
        };
        let law = Law {
            kind,
            mean: distribution.mean(),
        };
        let days = law.steps(|value| whole_days(value) as u32);
        // They differ where minutes are fewer than one.
        let same = law.kind.sample(f64::EPSILON) >= 0.5;
        let minutes = if same {
            days.clone()
        } else {
            law.steps(whole_minutes)
        };
        Variate {
            days,
            minutes,
            law: Arc::new(law),
        }
    }

    /// The mean of the distribution [unit of its values].
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.law.mean
    }

    /// The variate of a uniform `u` in (0, 1) [unit of the distribution's values].
    #[inline]
    #[must_use]
    pub fn sample(&self, u: impl Uniform) -> f64 {
        self.law.kind.sample(u)
    }

    /// The variate rounded to whole days, at least 0 [days].
    #[inline]
    #[must_use]
    pub fn sample_days(&self, u: impl Uniform) -> i32 {
        match self.days.at(u) {
            Some(days) => days as i32,
            None => self.law.days(u.value()),
        }
    }

    /// The variate rounded to whole minutes, at least 1 unless it is 0 or less [minutes].
    #[inline]
    #[must_use]
    pub fn sample_minutes(&self, u: impl Uniform) -> u32 {
        match self.minutes.at(u) {
            Some(minutes) => minutes,
            None => self.law.minutes(u.value()),
        }
    }
}

impl Law {
    #[inline(never)]
    fn days(&self, u: f64) -> i32 {
        whole_days(self.kind.sample(u))
    }

    #[inline(never)]
    fn minutes(&self, u: f64) -> u32 {
        whole_minutes(self.kind.sample(u))
    }

    /// The whole numbers of this law, rounded in one way.
    fn steps(&self, whole: impl Fn(f64) -> u32) -> Steps {
        let of = |u: f64| whole(self.kind.sample(u));
        match self.kind {
            Kind::Constant(value) => Steps::level(whole(value)),
            Kind::Uniform { width, .. } => {
                let cells = width.clamp(1.0, CELLS as f64 / 2.0) as usize * 2;
                Steps::new(cells.next_power_of_two().ilog2(), of, |_| true)
            }
            Kind::Table { ref quantiles, .. } => {
                // Where the law is wide, a cell of the table is several of the steps.
                let wide = (quantiles[CELLS - OUTER] - quantiles[OUTER]) / CELLS as f64;
                let more = wide.clamp(1.0, MOST_PARTS).log2().ceil() as u32;
                // Iterated quantiles may differ by a last digit.
                let inner = |cell| (OUTER..CELLS - OUTER).contains(&(cell >> more));
                Steps::new(CELL_BITS + more, of, inner)
            }
        }
    }
}

impl Kind {
    #[inline]
    fn sample(&self, u: impl Uniform) -> f64 {
        match self {
            Kind::Constant(value) => *value,
            Kind::Uniform { low, width } => low + width * u.value(),
            Kind::Table { quantiles, exact } => interpolate(quantiles, exact, u),
        }
    }
}

fn whole_days(days: f64) -> i32 {
    // The cast cuts off at the ends of the type, and cuts the fraction.
    (days.max(0.0) + 0.5) as i32
}

fn whole_minutes(minutes: f64) -> u32 {
    if minutes > 0.0 {
        ((minutes + 0.5) as u32).max(1)
    } else {
        0
    }
}

fn table(distribution: &Distribution) -> Box<Quantiles> {
    let mut last = f64::NEG_INFINITY;
    Box::new(std::array::from_fn(|i| {
        // The ends are never read: their quantiles may be infinite.
        let inner = i.clamp(1, CELLS - 1) as f64 / CELLS as f64;
        // Iterated quantiles may differ by a last digit: the table must not fall.
        last = distribution.quantile(inner).max(last);
        last
    }))
}

#[inline]
fn interpolate(quantiles: &Quantiles, exact: &Distribution, u: impl Uniform) -> f64 {
    let (cell, within) = u.split::<CELL_BITS>();
    if cell.wrapping_sub(OUTER) < CELLS - 2 * OUTER {
        let (left, right) = (quantiles[cell], quantiles[cell + 1]);
        let between = left + within * (right - left);
        // Not `min`, which spends six more instructions on numbers that are none.
        return if between < right { between } else { right };
    }
    outer(quantiles, exact, u.value(), cell)
}

/// Kept out of the hot path; bounded by the table so that rounding never breaks monotony.
#[cold]
#[inline(never)]
fn outer(quantiles: &Quantiles, exact: &Distribution, u: f64, cell: usize) -> f64 {
    let value = exact.quantile(u);
    if cell < OUTER {
        value.min(quantiles[OUTER])
    } else {
        value.max(quantiles[CELLS - OUTER])
    }
}

#[cfg(test)]
mod tests {
    use super::super::distribution::tests::{cdf, examples, has_lumps};
    use super::*;
    use crate::rng::{Bits32, Bits53, Decision, Stream};

    fn variates() -> Vec<(Distribution, Variate)> {
        examples()
            .into_iter()
            .map(|d| (d.clone(), Variate::new(&d)))
            .collect()
    }

    #[test]
    fn samples_follow_the_exact_law() {
        // Kolmogorov-Smirnov at level 1e-4 each (13 laws: false alarm 1.3e-3); the
        // critical value is sqrt(ln(2 / level) / 2 n) (Smirnov 1948).
        let n = 100_000u64;
        let critical = ((2.0f64 / 1e-4).ln() / (2.0 * n as f64)).sqrt();
        let stream = Stream::new(4, 0);
        for (i, (law, variate)) in variates().iter().enumerate() {
            if has_lumps(law) {
                continue;
            }
            let draw = |case| variate.sample(stream.uniform(Decision::SyntheticA, case, i as u32));
            let mut draws: Vec<f64> = (0..n).map(draw).collect();
            draws.sort_by(f64::total_cmp);
            let distance = draws
                .iter()
                .enumerate()
                .map(|(k, &x)| {
                    let p = cdf(law, x);
                    (p - k as f64 / n as f64)
                        .abs()
                        .max(((k + 1) as f64 / n as f64 - p).abs())
                })
                .fold(0.0, f64::max);
            assert!(distance < critical, "{law:?}: distance {distance}");
        }
    }

    #[test]
    fn the_table_shifts_no_mean_by_more_than_a_part_in_two_thousand() {
        // Stratified uniforms leave the error of the table, and 2e-4 of the stratification.
        for (law, variate) in variates() {
            let n = 400_000;
            let sum: f64 = (0..n)
                .map(|i| variate.sample((f64::from(i) + 0.5) / f64::from(n)))
                .sum();
            let ratio = sum / f64::from(n) / variate.mean();
            assert!((ratio - 1.0).abs() < 5e-4, "{law:?}: {ratio}");
        }
    }

    #[test]
    fn samples_never_fall_as_u_rises() {
        for (law, variate) in variates() {
            let n = 200_000;
            let mut us: Vec<f64> = (1..n).map(|i| f64::from(i) / f64::from(n)).collect();
            for node in 0..=CELLS {
                let u = node as f64 / CELLS as f64;
                us.extend(
                    [u.next_down(), u, u.next_up()]
                        .iter()
                        .filter(|u| 0.0 < **u && **u < 1.0),
                );
            }
            us.sort_by(f64::total_cmp);
            let mut last = f64::NEG_INFINITY;
            for u in us {
                let value = variate.sample(u);
                // Where the exact gamma quantile is used, neighbouring floats may swap digits.
                let iterated = matches!(law, Distribution::Gamma { .. });
                let inner = (OUTER..CELLS - OUTER).contains(&((u * CELLS as f64) as usize));
                let slack = if iterated && !inner {
                    1e-12 * value
                } else {
                    0.0
                };
                assert!(value >= last - slack && value.is_finite(), "{law:?} at {u}");
                last = value;
            }
        }
    }

    #[test]
    fn the_outer_cells_are_exact() {
        let law = Distribution::LogNormal {
            mean: 200.0,
            cv: 1.2,
        };
        let variate = Variate::new(&law);
        for u in [1e-12, 1e-4, 0.0019, 0.9981, 0.9999, 1.0 - 1e-12] {
            assert_eq!(variate.sample(u), law.quantile(u));
        }
    }

    #[test]
    fn whole_numbers_are_the_rounded_variates() {
        let stream = Stream::new(9, 0);
        for (i, (law, variate)) in variates().iter().enumerate() {
            let draws = (0..200_000).map(|case| stream.bits(Decision::SyntheticA, case, i as u32));
            // Both sides of every step of the table, as near as units lie.
            let steps = (1..u64::from(u16::MAX)).map(|n| n << 48);
            let near = steps.flat_map(|bits| [bits - 1, bits]);
            for bits in draws.chain(near) {
                let (whole, half) = (Bits53(bits), Bits32((bits >> 32) as u32));
                for (days, of) in [
                    (variate.sample_days(whole), whole.value()),
                    (variate.sample_days(whole.value()), whole.value()),
                    (variate.sample_days(half), half.value()),
                ] {
                    assert_eq!(days, whole_days(variate.sample(of)), "{law:?} at {of}");
                }
                let minutes = whole_minutes(variate.sample(whole.value()));
                assert_eq!(
                    variate.sample_minutes(whole),
                    minutes,
                    "{law:?} at {whole:?}"
                );
            }
        }
    }

    #[test]
    fn the_whole_number_changes_exactly_where_the_rounded_variate_does() {
        for (law, variate) in variates() {
            for cell in OUTER as u64..(CELLS - OUTER) as u64 {
                let units = |place: u64| cell << 43 | place;
                let rounded =
                    |place: u64| whole_days(variate.sample(Bits53(units(place) << 11).value()));
                let (mut low, mut high) = (1u64, (1 << 43) - 1);
                if rounded(low) == rounded(high) {
                    continue;
                }
                while high - low > 2 {
                    let middle = low.midpoint(high) | 1;
                    if rounded(middle) > rounded(1) {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                for place in [low, high] {
                    let days = variate.sample_days(Bits53(units(place) << 11));
                    assert_eq!(days, rounded(place), "{law:?}: cell {cell}");
                }
            }
        }
    }

    #[test]
    fn days_and_minutes_are_whole_and_bounded() {
        let days = Variate::new(&Distribution::Uniform {
            low: -3.0,
            high: 3.0,
        });
        assert_eq!(days.sample_days(0.1), 0);
        assert_eq!(days.sample_days(0.91), 2);
        let constant = |value| Variate::new(&Distribution::Constant(value));
        assert_eq!(constant(2.5).sample_days(0.5), 3);
        assert_eq!(constant(1e300).sample_days(0.5), i32::MAX);
        assert_eq!(constant(0.0).sample_minutes(0.5), 0);
        assert_eq!(constant(0.01).sample_minutes(0.5), 1);
        assert_eq!(constant(29.6).sample_minutes(0.5), 30);
    }
}
