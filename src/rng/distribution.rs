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

/// A number as people write it: one of many digits by its power of ten.
pub(crate) fn shown(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || !value.is_finite() || (1e-9..1e15).contains(&size) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

fn ordered(low_name: &str, low: f64, high_name: &str, high: f64) -> Result<(), String> {
    finite(low_name, low)?;
    finite(high_name, high)?;
    if low <= high {
        return Ok(());
    }
    let (low, high) = (shown(low), shown(high));
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
pub(super) mod tests;
