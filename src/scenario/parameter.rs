//! Numbers with what is known about them, and how uncertain ones are drawn.

use serde::Serialize;

use super::document::Spread;
use crate::rng::{Decision, Distribution, Stream};
use crate::special::{incomplete_beta, normal_quantile};

/// A number of a scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParameterInfo {
    /// Where it stands, as `--set` takes it.
    pub key: String,
    /// Its value, or the central value of an uncertain one.
    pub value: f64,
    /// Unit, in words.
    pub unit: String,
    /// Lowest plausible value.
    pub low: Option<f64>,
    /// Highest plausible value.
    pub high: Option<f64>,
    /// How it is drawn for each replication; none: it is fixed.
    pub distribution: Option<Spread>,
    /// Citation.
    pub source: Option<String>,
    /// Whether it has no citation.
    pub assumption: bool,
    /// Remark.
    pub note: Option<String>,
    /// Whether a model may be built with either end of its range in its place.
    pub movable: bool,
    /// How many values it stands for: above 1 for a series with one citation, of which
    /// `value` is the first.
    pub values: usize,
    /// File in which it stands.
    pub file: String,
    /// Line in the file.
    pub line: usize,
}

impl ParameterInfo {
    /// Name under which it is drawn: the same parameter has the same draw in every scenario.
    pub fn name(&self) -> &str {
        self.key.strip_prefix("parameters.").unwrap_or(&self.key)
    }

    /// Whether it is drawn for each replication.
    pub fn uncertain(&self) -> bool {
        self.distribution.is_some()
    }

    /// The value that is not exceeded with probability `p` in (0, 1); the central value of a
    /// fixed number.
    pub fn quantile(&self, p: f64) -> f64 {
        let (Some(spread), Some(low), Some(high)) = (self.distribution, self.low, self.high) else {
            return self.value;
        };
        if low >= high {
            return self.value;
        }
        let mode = self.value;
        let drawn = match spread {
            Spread::None => self.value,
            Spread::Uniform => Distribution::Uniform { low, high }.quantile(p),
            Spread::Triangular => Distribution::Triangular { low, mode, high }.quantile(p),
            Spread::Normal => bell(low, mode, high, p),
            Spread::Lognormal => bell(low.ln(), mode.ln(), high.ln(), p).exp(),
            Spread::Pert => pert(low, mode, high, p),
        };
        drawn.clamp(low, high)
    }

    /// The value of one replication.
    pub fn draw(&self, stream: Stream) -> f64 {
        self.quantile(stream.uniform(Decision::Parameter, key(self.name()), 0))
    }
}

/// A name as the case of a draw: FNV-1a folded to the 40 bits that a draw's key holds.
pub fn key(name: &str) -> u64 {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash ^ (hash >> 40)) & ((1 << 40) - 1)
}

/// A bell with median `mid`, of which `low` and `high` are the 5 % and 95 % quantiles; cut there.
fn bell(low: f64, mid: f64, high: f64, p: f64) -> f64 {
    // Cutting a tail of 5 % at each side leaves the middle 90 %, drawn evenly.
    let z = normal_quantile(0.05 + 0.9 * p) / normal_quantile(0.95);
    mid + z * if z < 0.0 { mid - low } else { high - mid }
}

/// PERT (Malcolm and others 1959): a beta distribution whose mean is (low + 4 mode + high) / 6.
fn pert(low: f64, mode: f64, high: f64, p: f64) -> f64 {
    let width = high - low;
    let (a, b) = (
        1.0 + 4.0 * (mode - low) / width,
        1.0 + 4.0 * (high - mode) / width,
    );
    // Bisection to the last bit: called once for each parameter and replication.
    let (mut below, mut above) = (0.0_f64, 1.0_f64);
    for _ in 0..60 {
        let middle = 0.5 * (below + above);
        if incomplete_beta(a, b, middle) < p {
            below = middle
        } else {
            above = middle
        }
    }
    low + 0.5 * (below + above) * width
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(spread: Spread) -> ParameterInfo {
        ParameterInfo {
            key: "parameters.x".into(),
            value: 3.0,
            unit: String::new(),
            low: Some(2.0),
            high: Some(6.0),
            distribution: Some(spread),
            source: None,
            assumption: true,
            note: None,
            movable: true,
            values: 1,
            file: String::new(),
            line: 1,
        }
    }

    #[test]
    fn quantiles_rise_within_the_range_and_meet_its_ends() {
        use Spread::{Lognormal, Normal, Pert, Triangular, Uniform};
        for spread in [Uniform, Triangular, Normal, Lognormal, Pert] {
            let parameter = parameter(spread);
            let values: Vec<f64> = (0..=1000)
                .map(|i| parameter.quantile((f64::from(i) + 1e-9) / 1000.001))
                .collect();
            assert!(values.windows(2).all(|w| w[0] <= w[1]), "{spread:?}");
            assert!((values[0] - 2.0).abs() < 0.02, "{spread:?} {}", values[0]);
            assert!(
                (values[1000] - 6.0).abs() < 0.1,
                "{spread:?} {}",
                values[1000]
            );
        }
    }

    #[test]
    fn the_centre_is_the_median_of_bells_and_pert_has_its_mean() {
        assert!((parameter(Spread::Normal).quantile(0.5) - 3.0).abs() < 1e-9);
        assert!((parameter(Spread::Lognormal).quantile(0.5) - 3.0).abs() < 1e-9);
        let pert = parameter(Spread::Pert);
        let mean = (0..10_000)
            .map(|i| pert.quantile((f64::from(i) + 0.5) / 1e4))
            .sum::<f64>()
            / 1e4;
        assert!(
            (mean - (2.0 + 4.0 * 3.0 + 6.0) / 6.0).abs() < 1e-3,
            "{mean}"
        );
    }
}
