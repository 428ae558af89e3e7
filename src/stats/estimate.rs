//! A mean with its confidence interval.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A mean over replications with its confidence interval: the only way a mean leaves the
/// statistics. What is not defined (the interval of fewer than two values, the mean of none) is
/// NaN; it is written as nothing (null, an empty cell) and read back as NaN.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The mean [unit of the values].
    #[serde(with = "nan_as_none")]
    pub mean: f64,
    /// Lower end of the confidence interval of the mean [unit of the values].
    #[serde(with = "nan_as_none")]
    pub ci_low: f64,
    /// Upper end of the confidence interval of the mean [unit of the values].
    #[serde(with = "nan_as_none")]
    pub ci_high: f64,
    /// Confidence level, as 0.95 [probability].
    pub level: f64,
    /// Values in the mean [replications].
    pub n: u64,
}

impl Estimate {
    /// The estimate from no value at all.
    #[must_use]
    pub fn missing(level: f64) -> Estimate {
        Estimate {
            mean: f64::NAN,
            ci_low: f64::NAN,
            ci_high: f64::NAN,
            level,
            n: 0,
        }
    }

    /// Half the width of the interval, NaN if there is none [unit of the values].
    #[must_use]
    pub fn half_width(&self) -> f64 {
        0.5 * (self.ci_high - self.ci_low)
    }

    /// Whether the interval contains a value.
    #[must_use]
    pub fn covers(&self, value: f64) -> bool {
        self.ci_low <= value && value <= self.ci_high
    }
}

/// JSON has no NaN, and serde_json would write null but not read it.
mod nan_as_none {
    use super::{Deserialize, Deserializer, Serialize, Serializer};

    #[allow(clippy::trivially_copy_pass_by_ref)] // The signature that serde calls.
    pub(super) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        Some(*value).filter(|v| !v.is_nan()).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        Ok(Option::deserialize(deserializer)?.unwrap_or(f64::NAN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_survives_json_even_without_an_interval() {
        let whole = Estimate {
            mean: 2.0,
            ci_low: 1.0,
            ci_high: 3.5,
            level: 0.95,
            n: 7,
        };
        let json = serde_json::to_string(&whole).unwrap();
        assert_eq!(serde_json::from_str::<Estimate>(&json).unwrap(), whole);
        assert_eq!(
            (whole.half_width(), whole.covers(3.5), whole.covers(0.9)),
            (1.25, true, false)
        );

        let json = serde_json::to_string(&Estimate::missing(0.9)).unwrap();
        assert_eq!(
            json,
            r#"{"mean":null,"ci_low":null,"ci_high":null,"level":0.9,"n":0}"#
        );
        assert!(
            serde_json::from_str::<Estimate>(&json)
                .unwrap()
                .mean
                .is_nan()
        );
    }

    #[test]
    fn an_undefined_end_is_an_empty_cell() {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer
            .serialize(Estimate {
                mean: 1.5,
                n: 1,
                ..Estimate::missing(0.95)
            })
            .unwrap();
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        assert_eq!(text, "mean,ci_low,ci_high,level,n\n1.5,,,0.95,1\n");
    }
}
