//! The few special functions that samplers and intervals need, each tested against tabulated
//! values: a dependency for them would be larger than the rest of the statistics.

use std::f64::consts::PI;

/// Relative change at which a series or a continued fraction has settled.
const SETTLED: f64 = 1e-16;

/// Keeps the denominators of a continued fraction away from zero (modified Lentz method:
/// Thompson and Barnett 1986, J. Comput. Phys. 64, 490).
const TINY: f64 = 1e-300;

/// Natural logarithm of the gamma function, for `x` > 0.
///
/// Stirling's series (Abramowitz and Stegun 6.1.41) above 15, reached by the recurrence
/// gamma(x + 1) = x gamma(x) from below.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    debug_assert!(x > 0.0, "ln_gamma is used on the positive half line");
    let mut shifted = x;
    let mut product = 1.0;
    while shifted < 15.0 {
        product *= shifted;
        shifted += 1.0;
    }
    (shifted - 0.5) * shifted.ln() - shifted + 0.5 * (2.0 * PI).ln() + stirling_error(shifted)
        - product.ln()
}

/// ln gamma(a) less Stirling's formula, for `a` >= 15: the tail of the series is below 1e-17.
fn stirling_error(a: f64) -> f64 {
    let r = 1.0 / (a * a);
    (1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r * (1.0 / 1680.0 - r / 1188.0)))) / a
}

/// x^a e^-x / gamma(a): the common factor of the incomplete gamma functions.
///
/// For large `a` the logarithm is taken about its maximum (Loader 2000, "Fast and accurate
/// computation of binomial probabilities"): differences of terms near 10^7 would lose digits.
fn gamma_factor(a: f64, x: f64) -> f64 {
    if a < 15.0 {
        return (a * x.ln() - x - ln_gamma(a)).exp();
    }
    let off = (x - a) / a;
    (a / (2.0 * PI)).sqrt() * (-a * (off - off.ln_1p()) - stirling_error(a)).exp()
}

/// Regularised incomplete gamma functions (P(a, x), Q(a, x)), for `a` > 0 and `x` >= 0; the
/// smaller of the two keeps its relative precision.
///
/// Series below the mean, continued fraction above it (Abramowitz and Stegun 6.5.29, 6.5.31).
#[must_use]
pub fn incomplete_gamma(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x.is_infinite() {
        return (1.0, 0.0);
    }
    if x < a + 1.0 {
        let p = (gamma_factor(a, x) * gamma_series(a, x)).min(1.0);
        (p, 1.0 - p)
    } else {
        let q = (gamma_factor(a, x) * gamma_fraction(a, x)).min(1.0);
        (1.0 - q, q)
    }
}

fn gamma_series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    let mut n = a;
    while term > sum * SETTLED {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    sum
}

fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for i in 1..1_000_000 {
        let i = f64::from(i);
        let numerator = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(numerator * d + b);
        c = away_from_zero(b + numerator / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// Regularised incomplete beta function I_x(a, b), for `a`, `b` > 0 and `x` in [0, 1].
///
/// Continued fraction (Abramowitz and Stegun 26.5.8) on the side where it converges fast.
#[must_use]
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let log_factor = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p();
    if x < (a + 1.0) / (a + b + 2.0) {
        log_factor.exp() * beta_fraction(a, b, x) / a
    } else {
        1.0 - log_factor.exp() * beta_fraction(b, a, 1.0 - x) / b
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + numerator * d);
            c = away_from_zero(1.0 + numerator / c);
            value *= d * c;
            change = d * c;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

/// Distribution function of the standard normal.
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    let (p, q) = incomplete_gamma(0.5, 0.5 * z * z);
    if z < 0.0 { 0.5 * q } else { 0.5 + 0.5 * p }
}

/// Probability that a chi-square variate of `degrees` degrees of freedom exceeds `x`.
#[must_use]
pub fn chi_square_tail(degrees: f64, x: f64) -> f64 {
    incomplete_gamma(0.5 * degrees, 0.5 * x).1
}

/// Quantile of the standard normal, relative precision about 1e-16.
///
/// Wichura 1988, "Algorithm AS 241: The percentage points of the normal distribution", Applied
/// Statistics 37, 477-484 (routine PPND16).
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(0.180_625 - q * q, &CENTRE);
    }
    let r = (-p.min(1.0 - p).ln()).sqrt();
    let size = if r <= 5.0 {
        ratio(r - 1.6, &SHOULDER)
    } else {
        tail(r)
    };
    if q < 0.0 { -size } else { size }
}

/// Beyond the least positive probability lies infinity, which the rational function misses.
fn tail(r: f64) -> f64 {
    if r.is_infinite() {
        f64::INFINITY
    } else {
        ratio(r - 5.0, &TAIL)
    }
}

/// Numerator and denominator coefficients from the constant term up.
type Rational = [[f64; 8]; 2];

fn ratio(x: f64, coefficients: &Rational) -> f64 {
    let polynomial = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, &k| sum * x + k);
    polynomial(&coefficients[0]) / polynomial(&coefficients[1])
}

#[allow(clippy::excessive_precision)] // As printed in the paper.
const CENTRE: Rational = [
    [
        3.387_132_872_796_366_608_0,
        1.331_416_678_917_843_774_5e2,
        1.971_590_950_306_551_442_7e3,
        1.373_169_376_550_946_112_5e4,
        4.592_195_393_154_987_145_7e4,
        6.726_577_092_700_870_085_3e4,
        3.343_057_558_358_812_810_5e4,
        2.509_080_928_730_122_672_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091_125_2e1,
        6.871_870_074_920_579_083_0e2,
        5.394_196_021_424_751_107_7e3,
        2.121_379_430_158_659_586_7e4,
        3.930_789_580_009_271_061_0e4,
        2.872_908_573_572_194_267_4e4,
        5.226_495_278_852_854_561_0e3,
    ],
];

#[allow(clippy::excessive_precision)] // As printed in the paper.
const SHOULDER: Rational = [
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_90,
        5.769_497_221_460_691_405_50,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        2.417_807_251_774_506_117_70e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_40e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_40,
        6.897_673_349_851_000_045_50e-1,
        1.481_039_764_274_800_745_90e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946_00e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
];

#[allow(clippy::excessive_precision)] // As printed in the paper.
const TAIL: Rational = [
    [
        6.657_904_643_501_103_777_20,
        5.463_784_911_164_114_369_90,
        1.784_826_539_917_291_335_80,
        2.965_605_718_285_048_912_30e-1,
        2.653_218_952_657_612_309_30e-2,
        1.242_660_947_388_078_438_60e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        5.998_322_065_558_879_376_90e-1,
        1.369_298_809_227_358_053_10e-1,
        1.487_536_129_085_061_485_25e-2,
        7.868_691_311_456_132_591_00e-4,
        1.846_318_317_510_054_681_80e-5,
        1.421_511_758_316_445_888_70e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64, relative: f64) {
        let error = (value - expected).abs();
        assert!(
            error <= relative * expected.abs().max(1e-300),
            "{value} is not {expected}"
        );
    }

    #[test]
    fn ln_gamma_gives_factorials_and_the_half() {
        let mut log_factorial = 0.0f64;
        for n in 1..=170 {
            close(
                ln_gamma(f64::from(n) + 1.0).exp(),
                log_factorial.exp() * f64::from(n),
                2e-12,
            );
            log_factorial += f64::from(n).ln();
        }
        close(ln_gamma(0.5), 0.5 * PI.ln(), 1e-14);
        close(ln_gamma(1e6), 12_815_504.569_147_612, 1e-15);
        assert!(ln_gamma(1.0).abs() < 1e-14 && ln_gamma(2.0).abs() < 1e-14);
    }

    #[test]
    fn the_incomplete_gamma_function_has_its_closed_forms() {
        for x in [1e-8f64, 0.3, 1.0, 2.5, 10.0, 40.0] {
            close(incomplete_gamma(1.0, x).1, (-x).exp(), 1e-13);
            // Erlang of three stages.
            let erlang = (1.0 + x + 0.5 * x * x) * (-x).exp();
            close(incomplete_gamma(3.0, x).1, erlang, 1e-13);
        }
        assert_eq!(incomplete_gamma(2.0, 0.0), (0.0, 1.0));
        assert_eq!(incomplete_gamma(2.0, f64::INFINITY), (1.0, 0.0));
    }

    #[test]
    fn the_incomplete_gamma_function_agrees_with_poisson_sums_at_large_shape() {
        // Q(k + 1, m) = P(Poisson(m) <= k), summed outward from the mode in logarithms.
        let (mean, k) = (2_000.0f64, 2_050u32);
        let log_term = |j: u32| f64::from(j) * mean.ln() - mean - ln_gamma(f64::from(j) + 1.0);
        let sum: f64 = (0..=k).map(|j| log_term(j).exp()).sum();
        close(incomplete_gamma(f64::from(k) + 1.0, mean).1, sum, 1e-10);
    }

    #[test]
    fn the_incomplete_beta_function_has_its_closed_forms() {
        for x in [1e-6f64, 0.1, 0.37, 0.5, 0.8, 0.999] {
            close(incomplete_beta(1.0, 1.0, x), x, 1e-13);
            close(incomplete_beta(3.0, 1.0, x), x * x * x, 1e-13);
            close(incomplete_beta(1.0, 4.0, x), 1.0 - (1.0 - x).powi(4), 1e-10);
            close(
                incomplete_beta(0.5, 0.5, x),
                2.0 / PI * x.sqrt().asin(),
                1e-13,
            );
        }
        assert_eq!(
            (
                incomplete_beta(2.0, 3.0, 0.0),
                incomplete_beta(2.0, 3.0, 1.0)
            ),
            (0.0, 1.0)
        );
    }

    #[test]
    fn the_normal_quantile_has_its_tabulated_values() {
        close(normal_quantile(0.975), 1.959_963_984_540_054, 1e-15);
        close(normal_quantile(0.995), 2.575_829_303_548_901, 1e-15);
        close(normal_quantile(1e-10), -6.361_340_902_404_056, 1e-14);
        close(normal_quantile(1e-20), -9.262_340_089_798_408, 1e-14);
        assert_eq!(normal_quantile(0.5), 0.0);
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
    }

    #[test]
    fn the_normal_quantile_inverts_the_distribution_function() {
        for i in 1..2_000 {
            let p = f64::from(i) / 2_000.0;
            close(normal_cdf(normal_quantile(p)), p, 1e-13);
        }
        for exponent in 4..300 {
            let p = 10f64.powi(-exponent);
            close(normal_cdf(normal_quantile(p)), p, 1e-11);
        }
    }

    #[test]
    fn chi_square_tails_have_their_tabulated_values() {
        close(chi_square_tail(1.0, 3.841_458_820_694_124), 0.05, 1e-12);
        close(chi_square_tail(255.0, 293.247_835_080_700_1), 0.05, 1e-9);
    }
}
