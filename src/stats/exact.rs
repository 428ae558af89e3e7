//! The exact interval of a probability.

use super::estimate::Estimate;
use crate::special::incomplete_beta;

/// The share of `n` trials that came true, with its confidence interval at `level`, as 0.95, of
/// Clopper and Pearson 1934, "The use of confidence or fiducial limits illustrated in the case of
/// the binomial", Biometrika 26, 404: it covers the probability at least as often as its level says,
/// whatever the probability and however few the trials. Where a decision hangs on one end of it that
/// is worth its greater width.
#[must_use]
pub fn exact_probability(came_true: u64, n: u64, level: f64) -> Estimate {
    debug_assert!(came_true <= n, "no more come true than are tried");
    if n == 0 {
        return Estimate::missing(level);
    }
    let tail = 0.5 * (1.0 - level);
    let (k, rest) = (came_true as f64, (n - came_true) as f64);
    let ci_low = if came_true == 0 {
        0.0
    } else {
        beta_quantile(k, rest + 1.0, tail)
    };
    let ci_high = if came_true == n {
        1.0
    } else {
        beta_quantile(k + 1.0, rest, 1.0 - tail)
    };
    Estimate {
        mean: k / n as f64,
        ci_low,
        ci_high,
        level,
        n,
    }
}

/// The value that a beta variate does not exceed with probability `p`: halving an interval until
/// nothing lies between its ends.
fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if incomplete_beta(a, b, middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::special::ln_gamma;

    #[test]
    fn the_ends_are_those_at_which_a_tail_of_the_binomial_distribution_has_a_fortieth() {
        // Sums of binomial probabilities in Python, halved down to the last digit.
        let known = [
            (0, 10, 0.0, 0.308_497_107_8),
            (10, 10, 0.691_502_892_2, 1.0),
            (8, 10, 0.443_904_537_7, 0.974_789_273_7),
            (160, 200, 0.737_773_635_4, 0.853_105_511_8),
        ];
        for (k, n, low, high) in known {
            let share = exact_probability(k, n, 0.95);
            assert_eq!(share.mean, k as f64 / n as f64);
            assert!((share.ci_low - low).abs() < 1e-9, "{k} of {n}: {share:?}");
            assert!((share.ci_high - high).abs() < 1e-9, "{k} of {n}: {share:?}");
        }
        // By hand: of one that came true, or not, p^n and its mirror.
        let one = exact_probability(1, 1, 0.95);
        assert!((one.ci_low - 0.025).abs() < 1e-12 && one.ci_high == 1.0);
        assert!(exact_probability(0, 0, 0.95).mean.is_nan());
    }

    #[test]
    fn the_interval_covers_the_probability_at_least_as_often_as_it_says() {
        // No chance in it: the probability of each count that covers, added up.
        let log_choose =
            |n: f64, k: f64| ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
        for n in [1_u64, 5, 20, 50] {
            let intervals: Vec<Estimate> = (0..=n).map(|k| exact_probability(k, n, 0.95)).collect();
            for percent in 1..100 {
                let p = f64::from(percent) / 100.0;
                let covered: f64 = (0..=n)
                    .filter(|&k| intervals[k as usize].covers(p))
                    .map(|k| {
                        let (k, n) = (k as f64, n as f64);
                        (log_choose(n, k) + k * p.ln() + (n - k) * (-p).ln_1p()).exp()
                    })
                    .sum();
                assert!(
                    (0.95 - 1e-9..=1.0 + 1e-9).contains(&covered),
                    "{n} {p} {covered}"
                );
            }
        }
    }
}
