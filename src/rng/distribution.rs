//! The distributions a scenario may name, with exact quantiles.

use std::f64::consts::LN_2;

use serde::Serialize;

use crate::special::{incomplete_gamma, ln_gamma, normal_quantile};

/// A distribution of delays, minutes or parameters, in terms an analyst has at hand: the mean and
/// the coefficient of variation `cv` (standard deviation over mean) instead of shapes and rates.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Distribution {
    /// Always the same value.
    Constant(f64),
    /// Equally likely between two values.
    #[allow(missing_docs)]
    Uniform { low: f64, high: f64 },
    /// A triangle of likelihood over three values.
    #[allow(missing_docs)]
    Triangular { low: f64, mode: f64, high: f64 },
    /// Exponential: memoryless waiting.
    #[allow(missing_docs)]
    Exponential { mean: f64 },
    /// Log-normal.
    #[allow(missing_docs)]
    LogNormal { mean: f64, cv: f64 },
    /// Gamma (Erlang when 1 / cv^2 is whole).
    #[allow(missing_docs)]
    Gamma { mean: f64, cv: f64 },
    /// Weibull: `shape` below 1 for hazards that fall, above 1 for hazards that rise.
    #[allow(missing_docs)]
    Weibull { mean: f64, shape: f64 },
    /// Points (cumulative probability, value), joined by straight lines: a quantile function.
    Empirical(Vec<(f64, f64)>),
}

use Distribution::{
    Constant, Empirical, Exponential, Gamma, LogNormal, Triangular, Uniform, Weibull,
};

impl Distribution {
    /// Checks the parameters.
    ///
    /// # Errors
    /// In words, the first rule that the parameters break.
    pub fn validate(&self) -> Result<(), String> {
        match *self {
            Constant(value) => finite("the value", value),
            Uniform { low, high } => ordered("low", low, "high", high),
            Triangular { low, mode, high } => {
                ordered("low", low, "mode", mode)?;
                ordered("mode", mode, "high", high)
            }
            Exponential { mean } => positive("mean", mean),
            LogNormal { mean, cv } | Gamma { mean, cv } => {
                positive("mean", mean)?;
                positive("cv", cv)
            }
            Weibull { mean, shape } => {
                positive("mean", mean)?;
                positive("shape", shape)
            }
            Empirical(ref points) => validate_points(points),
        }
    }

    /// The mean [unit of the values].
    #[must_use]
    pub fn mean(&self) -> f64 {
        match *self {
            Constant(value) => value,
            Uniform { low, high } => 0.5 * (low + high),
            Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Exponential { mean }
            | LogNormal { mean, .. }
            | Gamma { mean, .. }
            | Weibull { mean, .. } => mean,
            Empirical(ref points) => empirical_mean(points),
        }
    }

    /// The value that is not exceeded with probability `p` in (0, 1) [unit of the values].
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        match *self {
            Constant(value) => value,
            Uniform { low, high } => (low + p * (high - low)).min(high),
            Triangular { low, mode, high } => triangular(low, mode, high, p),
            Exponential { mean } => exponential(mean, p),
            LogNormal { mean, cv } => {
                // ln X has variance ln(1 + cv^2) and mean ln(mean) less half of it.
                let variance = (cv * cv).ln_1p();
                mean * (variance.sqrt() * normal_quantile(p) - 0.5 * variance).exp()
            }
            Gamma { mean, cv } => {
                let shape = 1.0 / (cv * cv);
                mean / shape * gamma_quantile(shape, p)
            }
            Weibull { mean, shape } => {
                let scale = mean / ln_gamma(1.0 + 1.0 / shape).exp();
                scale * exponential(1.0, p).powf(1.0 / shape)
            }
            Empirical(ref points) => empirical_quantile(points, p),
        }
    }

    /// The single value of a distribution without spread.
    #[must_use]
    pub fn constant(&self) -> Option<f64> {
        match *self {
            Constant(value) => Some(value),
            Uniform { low, high } | Triangular { low, high, .. } => (low == high).then_some(low),
            Empirical(ref points) => {
                let (first, last) = (points.first()?, points.last()?);
                (first.1 == last.1).then_some(first.1)
            }
            _ => None,
        }
    }
}

/// An exponential variate by inversion, exact near 0 where `1 - u` would lose digits.
#[inline]
#[must_use]
pub fn exponential(mean: f64, u: f64) -> f64 {
    -mean * (-u).ln_1p()
}

fn finite(name: &str, value: f64) -> Result<(), String> {
    if value.is_finite() {
        Ok(())
    } else {
        Err(format!("{name} is {value}: it must be finite"))
    }
}

fn positive(name: &str, value: f64) -> Result<(), String> {
    finite(name, value)?;
    if value > 0.0 {
        Ok(())
    } else {
        Err(format!("{name} is {value}: it must be above 0"))
    }
}

fn ordered(low_name: &str, low: f64, high_name: &str, high: f64) -> Result<(), String> {
    finite(low_name, low)?;
    finite(high_name, high)?;
    if low <= high {
        return Ok(());
    }
    Err(format!("{low_name} ({low}) is above {high_name} ({high})"))
}

fn validate_points(points: &[(f64, f64)]) -> Result<(), String> {
    let Some(last) = points.last() else {
        return Err("an empirical distribution needs at least one point".to_owned());
    };
    for &(probability, value) in points {
        finite("a value", value)?;
        if !(0.0..=1.0).contains(&probability) {
            return Err(format!(
                "the cumulative probability {probability} is not between 0 and 1"
            ));
        }
    }
    for pair in points.windows(2) {
        ordered(
            "the cumulative probability",
            pair[0].0,
            "the next one",
            pair[1].0,
        )?;
        ordered("the value", pair[0].1, "the next one", pair[1].1)?;
    }
    if (last.0 - 1.0).abs() > 1e-9 {
        return Err(format!(
            "the last cumulative probability is {}: it must be 1",
            last.0
        ));
    }
    Ok(())
}

/// Below the first point the quantile is level, so the first probability is a lump at its value.
fn empirical_mean(points: &[(f64, f64)]) -> f64 {
    let Some(first) = points.first() else {
        return f64::NAN;
    };
    let strips = points
        .windows(2)
        .map(|w| (w[1].0 - w[0].0) * 0.5 * (w[0].1 + w[1].1));
    first.0 * first.1 + strips.sum::<f64>()
}

fn empirical_quantile(points: &[(f64, f64)], p: f64) -> f64 {
    let above = points.partition_point(|point| point.0 < p);
    match (above.checked_sub(1).map(|i| points[i]), points.get(above)) {
        (Some((p0, v0)), Some(&(p1, v1))) => (v0 + (p - p0) / (p1 - p0) * (v1 - v0)).min(v1),
        (None, Some(&(_, first))) => first,
        (Some((_, last)), None) => last,
        (None, None) => f64::NAN,
    }
}

fn triangular(low: f64, mode: f64, high: f64, p: f64) -> f64 {
    let width = high - low;
    if width == 0.0 {
        return low;
    }
    if p < (mode - low) / width {
        low + (p * width * (mode - low)).sqrt()
    } else {
        high - ((1.0 - p) * width * (high - mode)).sqrt()
    }
}

/// Quantile of the gamma distribution of unit scale: Halley steps on the logarithm of the variate,
/// kept inside a bracket that each step narrows.
fn gamma_quantile(shape: f64, p: f64) -> f64 {
    let constant = ln_gamma(shape);
    // Where the lower tail is x^a / gamma(a + 1): a lower bound, and exact for small x.
    let small = (p.ln() + shape.ln() + constant) / shape;
    let mut low = small - 1e-9 * (1.0 + small.abs());
    let mut high = f64::INFINITY;
    let mut log_x = start(shape, p, small).max(low);
    for _ in 0..200 {
        let x = log_x.exp();
        let (lower, upper) = incomplete_gamma(shape, x);
        // The smaller tail is the precise one.
        let error = if p < 0.5 {
            lower - p
        } else {
            (1.0 - p) - upper
        };
        if error > 0.0 {
            high = log_x
        } else {
            low = log_x
        }
        // Newton's step, and its correction by the curvature: the density's derivative in log x is
        // the density times (shape - x).
        let newton = error / (shape * log_x - x - constant).exp();
        let halley = log_x - newton / (1.0 - 0.5 * newton * (shape - x));
        if newton.abs() <= 1e-6 {
            // The error falls with the cube: nothing is left of it.
            return halley.exp();
        }
        let middle = if high.is_finite() {
            0.5 * (low + high)
        } else {
            low + LN_2
        };
        log_x = if halley > low && halley < high {
            halley
        } else {
            middle
        };
    }
    log_x.exp()
}

/// Wilson and Hilferty 1931, "The distribution of chi-square"; the small-x form where that fails.
fn start(shape: f64, p: f64, small: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + ninth.sqrt() * normal_quantile(p);
    if root > 0.3 {
        shape.ln() + 3.0 * root.ln()
    } else {
        small
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::special::normal_cdf;

    /// One of each kind, and of each difficulty.
    pub(crate) fn examples() -> Vec<Distribution> {
        vec![
            Constant(3.5),
            Uniform {
                low: 2.0,
                high: 9.0,
            },
            Triangular {
                low: 1.0,
                mode: 2.0,
                high: 9.0,
            },
            Triangular {
                low: 1.0,
                mode: 1.0,
                high: 3.0,
            },
            Exponential { mean: 30.0 },
            LogNormal {
                mean: 200.0,
                cv: 1.2,
            },
            LogNormal {
                mean: 90.0,
                cv: 0.1,
            },
            Gamma {
                mean: 45.0,
                cv: 0.4,
            },
            Gamma {
                mean: 700.0,
                cv: 1.0,
            },
            Gamma {
                mean: 10.0,
                cv: 2.5,
            },
            Gamma {
                mean: 10.0,
                cv: 0.01,
            },
            Weibull {
                mean: 60.0,
                shape: 0.7,
            },
            Weibull {
                mean: 60.0,
                shape: 3.0,
            },
            Empirical(vec![(0.0, 1.0), (0.5, 4.0), (0.75, 20.0), (1.0, 21.0)]),
            Empirical(vec![(0.2, 5.0), (0.2, 9.0), (0.6, 10.0), (1.0, 40.0)]),
        ]
    }

    /// Whether a single value has a probability of its own.
    pub(crate) fn has_lumps(distribution: &Distribution) -> bool {
        match distribution {
            Constant(_) => true,
            Empirical(points) => points[0].0 > 0.0,
            _ => false,
        }
    }

    /// The exact distribution function, written apart from the quantiles.
    pub(crate) fn cdf(distribution: &Distribution, x: f64) -> f64 {
        match *distribution {
            Constant(value) => f64::from(u8::from(x >= value)),
            Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Triangular { low, mode, .. } if x < mode => {
                let (_, _, high) = triangle(distribution);
                (x - low).max(0.0).powi(2) / ((high - low) * (mode - low))
            }
            Triangular { low, mode, high } => {
                1.0 - (high - x).max(0.0).powi(2) / ((high - low) * (high - mode))
            }
            Exponential { mean } => 1.0 - (-x / mean).exp(),
            LogNormal { mean, cv } => {
                let s2 = (1.0 + cv * cv).ln();
                normal_cdf(((x / mean).ln() + 0.5 * s2) / s2.sqrt())
            }
            Gamma { mean, cv } => {
                let shape = 1.0 / (cv * cv);
                incomplete_gamma(shape, x * shape / mean).0
            }
            Weibull { mean, shape } => {
                let scale = mean / ln_gamma(1.0 + 1.0 / shape).exp();
                1.0 - (-(x / scale).powf(shape)).exp()
            }
            Empirical(ref points) => {
                let above = points.partition_point(|point| point.1 <= x);
                if above == 0 {
                    return 0.0;
                }
                let (p0, v0) = points[above - 1];
                points
                    .get(above)
                    .map_or(1.0, |&(p1, v1)| p0 + (x - v0) / (v1 - v0) * (p1 - p0))
            }
        }
    }

    fn triangle(distribution: &Distribution) -> (f64, f64, f64) {
        match *distribution {
            Triangular { low, mode, high } => (low, mode, high),
            _ => unreachable!(),
        }
    }

    #[test]
    fn the_quantile_inverts_the_distribution_function() {
        for distribution in examples() {
            assert_eq!(distribution.validate(), Ok(()));
            if has_lumps(&distribution) {
                continue;
            }
            for p in [1e-9, 1e-4, 0.01, 0.2, 0.5, 0.8, 0.99, 0.9999, 1.0 - 1e-9] {
                let back = cdf(&distribution, distribution.quantile(p));
                let tail = p.min(1.0 - p);
                // For a narrow gamma the shape is 10^4, and x carries its 1e-16 into the tail.
                assert!(
                    (back - p).abs() < 1e-6 * tail + 1e-15,
                    "{distribution:?} {p}: {back}"
                );
            }
        }
    }

    #[test]
    fn the_mean_is_the_integral_of_the_quantile() {
        for distribution in examples() {
            let n = 200_000;
            let sum: f64 = (0..n)
                .map(|i| distribution.quantile((f64::from(i) + 0.5) / f64::from(n)))
                .sum();
            let (mean, integral) = (distribution.mean(), sum / f64::from(n));
            assert!(
                (integral / mean - 1.0).abs() < 2e-4,
                "{distribution:?}: {integral}"
            );
        }
    }

    #[test]
    fn a_wild_gamma_still_has_finite_quantiles_that_rise() {
        let wild = Gamma {
            mean: 10.0,
            cv: 30.0,
        };
        let ps = [
            f64::MIN_POSITIVE,
            1e-12,
            0.1,
            0.5,
            0.9,
            0.99,
            0.999_9,
            1.0 - 1e-15,
        ];
        let quantiles = ps.map(|p| wild.quantile(p));
        assert!(
            quantiles.is_sorted() && quantiles.iter().all(|q| q.is_finite()),
            "{quantiles:?}"
        );
        assert!((cdf(&wild, wild.quantile(0.999)) - 0.999).abs() < 1e-12);
    }

    #[test]
    fn an_empirical_quantile_follows_its_points() {
        let lumps = Empirical(vec![(0.2, 5.0), (0.2, 9.0), (0.6, 10.0), (1.0, 40.0)]);
        let expected = [
            (0.1, 5.0),
            (0.2, 5.0),
            (0.4, 9.5),
            (0.6, 10.0),
            (0.8, 25.0),
            (1.0, 40.0),
        ];
        for (p, value) in expected {
            assert!((lumps.quantile(p) - value).abs() < 1e-12, "{p}");
        }
        assert!((lumps.mean() - (0.2 * 5.0 + 0.4 * 9.5 + 0.4 * 25.0)).abs() < 1e-12);
    }

    #[test]
    fn impossible_parameters_are_refused_in_words() {
        let refused = [
            (Constant(f64::NAN), "the value is NaN: it must be finite"),
            (
                Uniform {
                    low: 2.0,
                    high: 1.0,
                },
                "low (2) is above high (1)",
            ),
            (
                Triangular {
                    low: 1.0,
                    mode: 4.0,
                    high: 3.0,
                },
                "mode (4) is above high (3)",
            ),
            (Exponential { mean: 0.0 }, "mean is 0: it must be above 0"),
            (
                Gamma {
                    mean: 1.0,
                    cv: -0.5,
                },
                "cv is -0.5: it must be above 0",
            ),
            (
                Weibull {
                    mean: 1.0,
                    shape: 0.0,
                },
                "shape is 0: it must be above 0",
            ),
            (
                Empirical(vec![]),
                "an empirical distribution needs at least one point",
            ),
            (
                Empirical(vec![(0.0, 1.0), (0.9, 2.0)]),
                "the last cumulative probability is 0.9: it must be 1",
            ),
            (
                Empirical(vec![(0.0, 3.0), (1.0, 2.0)]),
                "the value (3) is above the next one (2)",
            ),
        ];
        for (distribution, reason) in refused {
            assert_eq!(distribution.validate().unwrap_err(), reason);
        }
    }

    #[test]
    fn distributions_without_spread_are_constants() {
        assert_eq!(
            Uniform {
                low: 2.0,
                high: 2.0
            }
            .constant(),
            Some(2.0)
        );
        assert_eq!(
            Triangular {
                low: 2.0,
                mode: 2.0,
                high: 2.0
            }
            .constant(),
            Some(2.0)
        );
        assert_eq!(Empirical(vec![(1.0, 4.0)]).constant(), Some(4.0));
        assert_eq!(Exponential { mean: 1.0 }.constant(), None);
    }
}
