//! Uniform numbers as fractions or as bits.

/// A uniform number, strictly between 0 and 1.
///
/// As bits it tells by a shift in which part of a table it falls; a fraction has to be multiplied,
/// cut and put back. Both give the same variate.
pub trait Uniform: Copy {
    /// The number as a fraction.
    fn value(self) -> f64;

    /// The part in which it falls when the numbers are cut into 2^`BITS` equal parts, and how far
    /// into that part it lies, from 0 to below 1.
    fn split<const BITS: u32>(self) -> (usize, f64);

    /// Whether the number lies in the middle of its part.
    const IN_THE_MIDDLE: bool;

    /// In which of 2^32 parts of the unit it falls.
    fn part(self) -> u32;
}

impl Uniform for f64 {
    #[inline(always)]
    fn value(self) -> f64 {
        self
    }

    #[inline(always)]
    fn split<const BITS: u32>(self) -> (usize, f64) {
        let place = self * f64::from(1u32 << BITS);
        // To 32 bits and on: the direct cast to 64 unsigned bits takes several instructions more.
        let part = place as u32;
        (part as usize, place - f64::from(part))
    }

    const IN_THE_MIDDLE: bool = false;

    #[inline(always)]
    fn part(self) -> u32 {
        // By way of a number with a sign: the direct cast to 32 bits takes more instructions.
        (self * (1u64 << u32::BITS) as f64) as i64 as u32
    }
}

/// 32 random bits, in the middle of their 2^32nd of the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bits32(pub u32);

impl Bits32 {
    /// How many of the numbers lie below `end`: those with fewer bits than that.
    #[must_use]
    pub fn below(end: f64) -> u64 {
        let all = 1u64 << u32::BITS;
        let mut below = ((end * all as f64) as u64).saturating_sub(1);
        while below < all && Bits32(below as u32).value() < end {
            below += 1;
        }
        below
    }

    /// Whether it is one of the first so many numbers.
    #[inline(always)]
    #[must_use]
    pub fn is_of_first(self, numbers: u64) -> bool {
        u64::from(self.0) < numbers
    }
}

impl Uniform for Bits32 {
    #[inline(always)]
    fn value(self) -> f64 {
        (f64::from(self.0) + 0.5) * (1.0 / (1u64 << 32) as f64)
    }

    #[inline(always)]
    fn split<const BITS: u32>(self) -> (usize, f64) {
        let rest = u32::BITS - BITS;
        // Converted with a sign, which is cheaper, where there is room for one.
        let within = f64::from((self.0 & ((1 << rest) - 1)) as i32) + 0.5;
        (
            (self.0 >> rest) as usize,
            within * (1.0 / (1u64 << rest) as f64),
        )
    }

    const IN_THE_MIDDLE: bool = true;

    #[inline(always)]
    fn part(self) -> u32 {
        self.0
    }
}

/// The upper 53 of 64 random bits, the last of them set: an odd multiple of 2^-53, which is never 0
/// or 1, has mean 1/2 exactly, and mirrors (1 - u is such a number too).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bits53(pub u64);

impl Uniform for Bits53 {
    #[inline(always)]
    fn value(self) -> f64 {
        (self.0 >> 11 | 1) as i64 as f64 * (1.0 / (1u64 << 53) as f64)
    }

    #[inline(always)]
    fn split<const BITS: u32>(self) -> (usize, f64) {
        let rest = u64::BITS - BITS;
        let within = (self.0 & ((1 << rest) - 1)) >> 11 | 1;
        let unit = 1.0 / (1u64 << (53 - BITS)) as f64;
        ((self.0 >> rest) as usize, within as i64 as f64 * unit)
    }

    const IN_THE_MIDDLE: bool = false;

    #[inline(always)]
    fn part(self) -> u32 {
        (self.0 >> u32::BITS) as u32
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(crate::testing::fixed())]

        /// Exactly: the product with a power of two and the difference round nothing.
        #[test]
        fn bits_and_fractions_fall_into_the_same_part_at_the_same_place(bits in any::<u64>()) {
            let (half, whole) = (Bits32(bits as u32), Bits53(bits));
            prop_assert_eq!(half.split::<10>(), half.value().split::<10>());
            prop_assert_eq!(half.part(), half.value().part());
            prop_assert_eq!(whole.split::<10>(), whole.value().split::<10>());
            prop_assert_eq!(whole.part(), whole.value().part());
        }
    }

    proptest! {
        #![proptest_config(crate::testing::fixed())]

        #[test]
        fn to_be_below_is_to_be_of_the_first(
            end in prop_oneof![Just(0.0), Just(1.0), Just(0.5), 0.0f64..1.0, 0.0f64..1e-9, 1.0f64..3.0],
            bits in any::<u32>(),
        ) {
            let below = Bits32::below(end);
            let near = (0..9).map(|n| (below + n).saturating_sub(4).min(u64::from(u32::MAX)) as u32);
            for number in near.chain([bits, 0, u32::MAX]).map(Bits32) {
                prop_assert_eq!(number.is_of_first(below), number.value() < end);
            }
        }
    }

    #[test]
    fn the_smallest_and_the_largest_are_no_bounds() {
        for (low, high) in [
            (Bits32(0).value(), Bits32(u32::MAX).value()),
            (Bits53(0).value(), Bits53(u64::MAX).value()),
        ] {
            assert!(0.0 < low && high < 1.0);
            assert_eq!(low, 1.0 - high);
        }
    }
}
