//! Student's t distribution.

use std::sync::OnceLock;

use crate::special::{incomplete_beta, ln_gamma, normal_quantile};

/// The level that nearly every interval has.
const USUAL: f64 = 0.975;
/// Degrees of freedom up to which the quantiles of the usual level are kept.
const KEPT: usize = 1_024;

/// The value that a t variate of `degrees` (at least 1) degrees of freedom does not exceed with
/// probability `p` in (0, 1).
#[must_use]
pub fn t_quantile(degrees: u64, p: f64) -> f64 {
    static TABLE: OnceLock<Vec<f64>> = OnceLock::new();
    if p == USUAL && degrees <= KEPT as u64 {
        let fill = || {
            (0..=KEPT)
                .map(|d| quantile(d.max(1) as f64, USUAL))
                .collect()
        };
        return TABLE.get_or_init(fill)[degrees as usize];
    }
    quantile(degrees as f64, p)
}

/// The probability that a t variate of `degrees` degrees of freedom is at least as far from 0 as
/// `t` (Abramowitz and Stegun 26.7.1).
fn two_sided(degrees: f64, t: f64) -> f64 {
    if t.is_infinite() {
        return 0.0;
    }
    incomplete_beta(0.5 * degrees, 0.5, degrees / (degrees + t * t))
}

/// Newton steps from the Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5), kept inside a
/// bracket that each step narrows.
fn quantile(degrees: f64, p: f64) -> f64 {
    if p == 0.5 {
        return 0.0;
    }
    let tail = p.min(1.0 - p);
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut t = expansion(degrees, normal_quantile(1.0 - tail));
    let log_norm = ln_gamma(0.5 * (degrees + 1.0))
        - ln_gamma(0.5 * degrees)
        - 0.5 * (degrees * std::f64::consts::PI).ln();
    for _ in 0..200 {
        let excess = 0.5 * two_sided(degrees, t) - tail;
        if excess > 0.0 {
            low = t
        } else {
            high = t
        }
        let density = (log_norm - 0.5 * (degrees + 1.0) * (t * t / degrees).ln_1p()).exp();
        let step = t + excess / density;
        let middle = if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * low.max(1.0)
        };
        let next = if step > low && step < high {
            step
        } else {
            middle
        };
        let settled = (next - t).abs() <= 1e-14 * t;
        t = next;
        if settled {
            break;
        }
    }
    if p < 0.5 { -t } else { t }
}

fn expansion(degrees: f64, z: f64) -> f64 {
    let z2 = z * z;
    let first = z * (z2 + 1.0) / 4.0;
    let second = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    z + first / degrees + second / (degrees * degrees)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantiles_are_those_of_the_tables() {
        // Fisher and Yates; more digits for 1 and 2 degrees of freedom from the closed forms.
        let table = [
            (1, 0.975, 12.706_204_736_174_698, 1e-12),
            (1, 0.999_5, 636.619_248_768_719, 1e-11),
            (2, 0.975, 4.302_652_729_749_464, 1e-12),
            (3, 0.95, 2.353, 5e-4),
            (5, 0.975, 2.571, 5e-4),
            (9, 0.995, 3.250, 5e-4),
            (10, 0.9, 1.372, 5e-4),
            (29, 0.975, 2.045, 5e-4),
            (60, 0.995, 2.660, 5e-4),
            (120, 0.975, 1.980, 5e-4),
            (1_000_000, 0.975, 1.959_966_4, 1e-6),
        ];
        for (degrees, p, expected, tolerance) in table {
            let t = t_quantile(degrees, p);
            assert!(
                (t - expected).abs() < tolerance * expected,
                "{degrees} {p}: {t}"
            );
            assert!(
                (t_quantile(degrees, 1.0 - p) + t).abs() < 1e-9 * t,
                "{degrees} {p}"
            );
        }
        assert_eq!(t_quantile(7, 0.5), 0.0);
    }

    #[test]
    fn the_quantile_inverts_the_tail_probability() {
        for degrees in [1, 2, 3, 7, 30, 400, 5_000] {
            for tail in [0.4, 0.2, 0.05, 0.025, 0.001, 1e-6] {
                let t = t_quantile(degrees, 1.0 - tail);
                let back = 0.5 * two_sided(degrees as f64, t);
                assert!((back / tail - 1.0).abs() < 1e-8, "{degrees} {tail}: {back}");
            }
        }
    }

    #[test]
    fn the_usual_level_is_found_in_the_table() {
        assert_eq!(0.5 + 0.5 * 0.95, USUAL);
        assert_eq!(t_quantile(29, USUAL), quantile(29.0, USUAL));
    }

    #[test]
    fn quantiles_fall_as_the_degrees_of_freedom_rise() {
        let quantiles: Vec<f64> = (1..1_100).rev().map(|d| t_quantile(d, 0.975)).collect();
        assert!(quantiles.is_sorted());
    }

    #[test]
    fn tail_probabilities_have_their_closed_forms() {
        // One degree of freedom: Cauchy.
        let cauchy = 1.0 - 2.0 / std::f64::consts::PI * 2f64.atan();
        assert!((two_sided(1.0, 2.0) - cauchy).abs() < 1e-13);
        assert_eq!(two_sided(5.0, 0.0), 1.0);
        assert_eq!(two_sided(5.0, f64::INFINITY), 0.0);
        assert_eq!(two_sided(5.0, -2.0), two_sided(5.0, 2.0));
    }
}
