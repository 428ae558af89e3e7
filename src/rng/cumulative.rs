//! Categories drawn from a cumulative table.

use super::steps::Steps;
use super::uniform::Uniform;

/// Categories with shares, picked by inversion.
///
/// Categories keep their order: when a share grows at the expense of the next one, draws move
/// between these two only.
#[derive(Clone, Debug, PartialEq)]
pub struct Cumulative {
    /// Upper end of each category in [0, 1].
    ends: Vec<f64>,
    /// The category by the bits of a draw.
    steps: Steps,
}

/// Bits of the cells of steps among few categories, and among many.
const CELL_BITS: [u32; 2] = [6, 12];
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
        let bits = CELL_BITS[usize::from(ends.len() > FEW)];
        let of = |u| category(&ends, u) as u32;
        let steps = Steps::new(bits, of, |_| true);
        Ok(Cumulative { ends, steps })
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
        debug_assert!(
            0.0 < u.value() && u.value() < 1.0,
            "a uniform lies strictly between 0 and 1"
        );
        match self.steps.at(u) {
            Some(found) => found as usize,
            None => category(&self.ends, u.value()),
        }
    }
}

/// The first category that ends above a number.
#[inline(never)]
fn category(ends: &[f64], u: f64) -> usize {
    ends.partition_point(|&end| end <= u)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rng::{Bits32, Bits53};

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
        #![proptest_config(crate::testing::fixed())]

        /// Near the ends of categories too, where the steps are.
        #[test]
        fn bits_and_fractions_pick_the_first_category_that_ends_above(
            weights in prop::collection::vec(0.01f64..5.0, 1..40),
            bits in prop::collection::vec(any::<u64>(), 40),
        ) {
            let table = Cumulative::new(&weights).unwrap();
            let near = table.ends.iter().flat_map(|end| {
                let units = (end * (1u64 << 53) as f64) as u64;
                (0..9).map(move |n| ((units + n).saturating_sub(4) << 11).max(1 << 11))
            });
            for bits in bits.into_iter().chain(near) {
                let (whole, half) = (Bits53(bits), Bits32((bits >> 32) as u32));
                let first = |u: f64| table.ends.iter().position(|&end| end > u);
                prop_assert_eq!(Some(table.pick(whole)), first(whole.value()));
                prop_assert_eq!(Some(table.pick(whole.value())), first(whole.value()));
                prop_assert_eq!(Some(table.pick(half)), first(half.value()));
            }
        }

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
