//! The quantiles against distribution functions written apart from them.

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
