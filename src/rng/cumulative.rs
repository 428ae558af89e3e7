//! Categories drawn from a cumulative table.

use super::uniform::Uniform;

/// Categories with shares, picked by inversion.
///
/// Categories keep their order: when a share grows at the expense of the next one, draws move
/// between these two only.
#[derive(Clone, Debug, PartialEq)]
pub struct Cumulative {
    /// Upper end of each category in [0, 1].
    ends: Vec<f64>,
    /// Where to look, by the first bits of a draw (Chen and Asau 1974): the first look is nearly
    /// always the last, and the branch behind it is predicted.
    guide: Box<[u32]>,
    /// Bits of a draw that say where to look.
    bits: u32,
}

/// Bits that say where to look among few categories, and among many.
const GUIDE_BITS: [u32; 2] = [8, 12];
/// Categories up to which they are few.
const FEW: usize = 16;

impl Cumulative {
    /// The table of categories with these weights, which are divided by their sum.
    ///
    /// # Errors
    /// If there is no weight, one is negative or not finite, or all are zero.
    pub fn new(weights: &[f64]) -> Result<Cumulative, String> {
        if let Some(wrong) = weights.iter().find(|w| !w.is_finite() || **w < 0.0) {
            return Err(format!(
                "a weight is {wrong}: weights are finite and not negative"
            ));
        }
        let total: f64 = weights.iter().sum();
        let last = weights.iter().rposition(|&w| w > 0.0);
        let Some(last) = last.filter(|_| total.is_finite()) else {
            return Err("the weights sum to no positive finite number".to_owned());
        };
        let mut sum = 0.0;
        let mut ends: Vec<f64> = weights
            .iter()
            .map(|weight| {
                sum += weight;
                sum / total
            })
            .collect();
        // Rounding must not leave a gap at the top, nor give it to a category of weight zero.
        ends[last..].fill(1.0);
        let bits = GUIDE_BITS[usize::from(ends.len() > FEW)];
        let guide = guide(&ends, bits);
        Ok(Cumulative { ends, guide, bits })
    }

    /// How many categories there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Never: a table has at least one category.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The share of a category [probability].
    #[must_use]
    pub fn share(&self, category: usize) -> f64 {
        self.ends[category]
            - if category == 0 {
                0.0
            } else {
                self.ends[category - 1]
            }
    }

    /// The category of a uniform `u` in (0, 1), never one of weight zero.
    #[inline]
    #[must_use]
    pub fn pick(&self, u: impl Uniform) -> usize {
        let (part, u) = (u.part(self.bits), u.value());
        debug_assert!(
            0.0 < u && u < 1.0,
            "a uniform lies strictly between 0 and 1"
        );
        let mut category = self.guide[part] as usize;
        while self.ends[category] <= u {
            category += 1;
        }
        category
    }
}

/// The category of the lowest draw that has each value of the first bits.
fn guide(ends: &[f64], bits: u32) -> Box<[u32]> {
    let first = |u: f64| ends.partition_point(|&end| end <= u) as u32;
    let cells = 1u32 << bits;
    let lowest = (0..cells).map(|i| f64::from(i) / f64::from(cells));
    lowest.map(first).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn impossible_weights_are_refused_with_the_reason() {
        for (weights, reason) in [
            (&[][..], "the weights sum to no positive finite number"),
            (&[0.0, 0.0], "the weights sum to no positive finite number"),
            (
                &[0.5, -0.1],
                "a weight is -0.1: weights are finite and not negative",
            ),
            (
                &[0.5, f64::NAN],
                "a weight is NaN: weights are finite and not negative",
            ),
        ] {
            assert_eq!(Cumulative::new(weights).unwrap_err(), reason);
        }
    }

    #[test]
    fn shares_are_the_weights_over_their_sum() {
        let table = Cumulative::new(&[1.0, 0.0, 3.0]).unwrap();
        assert_eq!(
            (table.share(0), table.share(1), table.share(2)),
            (0.25, 0.0, 0.75)
        );
        assert_eq!((table.len(), table.is_empty()), (3, false));
    }

    proptest! {
        #[test]
        fn the_pick_is_monotone_and_never_of_weight_zero(
            weights in prop::collection::vec(prop_oneof![Just(0.0), 0.0f64..5.0], 1..100),
            mut us in prop::collection::vec(1e-300f64..1.0, 1..50),
        ) {
            us.extend([f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0]);
            us.sort_by(f64::total_cmp);
            if let Ok(table) = Cumulative::new(&weights) {
                let picks: Vec<usize> = us.iter().map(|&u| table.pick(u)).collect();
                prop_assert!(picks.is_sorted());
                prop_assert!(picks.iter().all(|&pick| weights[pick] > 0.0));
                let sought = |u: &f64| table.ends.partition_point(|end| end <= u);
                prop_assert!(us.iter().map(sought).eq(picks));
            }
        }
    }
}
