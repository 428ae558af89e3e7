//! Durations in whole days, counted exactly.

/// Days per block.
const BLOCK: usize = 64;

/// A histogram over whole days. It merges exactly and in any order, which sketches do not; blocks
/// of 64 days are counted too, so that whoever reads it skips the days that do not occur.
///
/// Adding is three additions. Memory grows with the largest day ever added.
#[derive(Clone, Debug, Default)]
pub struct DayHistogram {
    /// A whole number of blocks.
    counts: Vec<u32>,
    blocks: Vec<u32>,
    /// The sum of the durations [days].
    sum: u64,
}

impl DayHistogram {
    /// An empty histogram.
    #[must_use]
    pub fn new() -> DayHistogram {
        DayHistogram::default()
    }

    /// Counts a duration of `days` [days] `weight` times.
    #[inline]
    pub fn add(&mut self, days: u32, weight: u32) {
        let day = days as usize;
        let (count, block) = (self.counts.get_mut(day), self.blocks.get_mut(day / BLOCK));
        let (Some(count), Some(block)) = (count, block) else {
            return self.add_beyond(days, weight);
        };
        *count = count.wrapping_add(weight);
        // A block holds no fewer than any of its days: when it does not overflow, no day does.
        let sum = block.checked_add(weight);
        *block = sum.expect("fewer than 2^32 durations fall in 64 days");
        self.sum += u64::from(days) * u64::from(weight);
    }

    /// The same, for days for which there is no room yet.
    #[cold]
    #[inline(never)]
    fn add_beyond(&mut self, days: u32, weight: u32) {
        self.grow(days as usize);
        self.add(days, weight);
    }

    /// Takes back a duration of `days` [days] that was added before, `weight` times.
    #[inline]
    pub fn remove(&mut self, days: u32, weight: u32) {
        let day = days as usize;
        let (count, block) = (self.counts.get_mut(day), self.blocks.get_mut(day / BLOCK));
        if let (Some(count), Some(block)) = (count, block)
            && let Some(left) = count.checked_sub(weight)
        {
            *count = left;
            *block -= weight;
            self.sum -= u64::from(days) * u64::from(weight);
        } else {
            assert!(weight == 0, "only what was added is removed");
        }
    }

    /// Durations counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.blocks.iter().map(|&count| u64::from(count)).sum()
    }

    /// The sum of the durations [days].
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.sum
    }

    /// The mean duration; `None` if there is none [days].
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| self.sum() as f64 / count as f64)
    }

    /// The smallest day not exceeded by at least a share `p` in [0, 1] of the durations: the
    /// inverse of the empirical distribution function (type 1 of Hyndman and Fan 1996); the
    /// least duration for `p` = 0, `None` if there is none [days].
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<u32> {
        Together::of(std::iter::once(self)).quantile(p)
    }

    /// Durations longer than `days`.
    #[must_use]
    pub fn count_above(&self, days: u32) -> u64 {
        let first = (days as usize).saturating_add(1).min(self.counts.len());
        let whole = first.div_ceil(BLOCK);
        let rest = &self.counts[first..whole * BLOCK];
        let counts = rest.iter().chain(&self.blocks[whole..]);
        counts.map(|&count| u64::from(count)).sum()
    }

    /// The days that occur, with their counts, in order.
    pub fn cells(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let day = |(day, count): (usize, &u32)| (day as u32, *count);
        let days = self.occupied().flat_map(|(first, block)| {
            let days = block.iter().enumerate();
            days.map(move |(i, count)| (first + i, count))
        });
        days.map(day).filter(|cell| cell.1 > 0)
    }

    /// The days in blocks, empty ones too: the first day of each block, the count of all its days, and
    /// their counts.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (u32, u32, &[u32; BLOCK])> {
        let firsts = (0..).step_by(BLOCK).zip(&self.blocks);
        let blocks = firsts.zip(self.counts.as_chunks::<BLOCK>().0);
        blocks.map(|((first, &count), days)| (first, count, days))
    }

    /// Adds all durations of another histogram.
    pub fn merge(&mut self, other: &DayHistogram) {
        if other.counts.len() > self.counts.len() {
            self.grow(other.counts.len() - 1);
        }
        let blocks = self.counts.as_chunks_mut::<BLOCK>().0.iter_mut();
        let others = other.counts.as_chunks::<BLOCK>().0.iter();
        let sums = self.blocks.iter_mut().zip(&other.blocks);
        for ((to, from), (sum, &more)) in blocks.zip(others).zip(sums) {
            if more > 0 {
                // No overflow, as long as the block has none.
                for (to, from) in to.iter_mut().zip(from) {
                    *to = to.wrapping_add(*from);
                }
                let both = sum.checked_add(more);
                *sum = both.expect("fewer than 2^32 durations fall in 64 days");
            }
        }
        self.sum += other.sum;
    }

    /// Empties it, at a cost in proportion to the blocks that occur, and keeps the memory.
    pub fn clear(&mut self) {
        for (days, count) in self.counts.chunks_exact_mut(BLOCK).zip(&mut self.blocks) {
            if *count > 0 {
                days.fill(0);
                *count = 0;
            }
        }
        self.sum = 0;
    }

    /// The blocks that are not empty: the first day of each, and the counts of its days.
    fn occupied(&self) -> impl Iterator<Item = (usize, &[u32])> {
        let blocks = self.counts.chunks_exact(BLOCK).zip(&self.blocks);
        let occupied = blocks.enumerate().filter(|(_, (_, count))| **count > 0);
        occupied.map(|(i, (days, _))| (i * BLOCK, days))
    }

    fn grow(&mut self, day: usize) {
        let blocks = day / BLOCK + 1;
        let more = blocks * BLOCK - self.counts.len();
        if self.counts.capacity() < blocks * BLOCK {
            // A quarter ahead, not as much again: there are tens of thousands of histograms.
            self.counts.reserve_exact(more.max(self.counts.len() / 4));
        }
        self.counts.resize(blocks * BLOCK, 0);
        self.blocks.resize(blocks, 0);
    }
}

/// Several histograms read as one. Their days are not merged: a quantile adds up the days of one
/// block only.
#[derive(Clone, Debug)]
pub struct Together<'a> {
    parts: Vec<&'a DayHistogram>,
    blocks: Vec<u64>,
}

impl<'a> Together<'a> {
    /// These histograms as one.
    #[must_use]
    pub fn of(parts: impl IntoIterator<Item = &'a DayHistogram>) -> Together<'a> {
        let parts: Vec<&DayHistogram> = parts.into_iter().collect();
        let longest = parts.iter().map(|part| part.blocks.len()).max();
        let mut blocks = vec![0; longest.unwrap_or(0)];
        for part in &parts {
            let counts = part.blocks.iter().map(|&count| u64::from(count));
            blocks.iter_mut().zip(counts).for_each(|(to, n)| *to += n);
        }
        Together { parts, blocks }
    }

    /// Durations counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.blocks.iter().sum()
    }

    /// The mean duration; `None` if there is none [days].
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let (count, sum) = (self.count(), self.parts.iter().map(|part| part.sum));
        (count > 0).then(|| sum.sum::<u64>() as f64 / count as f64)
    }

    /// How many of the durations, counted from one end, are at least a share `p` of them; none: there is
    /// no duration.
    fn rank(&self, p: f64) -> Option<u64> {
        let count = self.count();
        // p * count may lie above a whole number by rounding alone.
        let rank = (p * count as f64 * (1.0 - 4.0 * f64::EPSILON)).ceil();
        (count > 0).then(|| (rank as u64).clamp(1, count))
    }

    /// The largest day that at least a share `p` in [0, 1] of the durations reaches: the quantile of
    /// what is counted down from a day, as ages are from the days of filing [days].
    #[must_use]
    pub fn quantile_from_above(&self, p: f64) -> Option<u32> {
        let rank = self.rank(p)?;
        self.day_of_rank(self.count() - rank + 1)
    }

    /// As [`DayHistogram::quantile`] [days].
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<u32> {
        let rank = self.rank(p)?;
        self.day_of_rank(rank)
    }

    /// The day of the duration of `rank` 1..=count in ascending order.
    fn day_of_rank(&self, rank: u64) -> Option<u32> {
        let mut left = rank;
        let mut reached = |&count: &u64| {
            let here = left <= count;
            left -= if here { 0 } else { count };
            here
        };
        let block = self.blocks.iter().position(&mut reached)?;
        let mut days = [0u64; BLOCK];
        let holding = (self.parts.iter()).filter(|part| part.blocks.get(block) > Some(&0));
        for part in holding {
            let counts = part.counts[block * BLOCK..][..BLOCK].iter();
            days.iter_mut()
                .zip(counts)
                .for_each(|(to, &n)| *to += u64::from(n));
        }
        let day = days.iter().position(&mut reached)?;
        Some((block * BLOCK + day) as u32)
    }
}

/// Equal counts make equal histograms, whatever was touched on the way.
impl PartialEq for DayHistogram {
    fn eq(&self, other: &DayHistogram) -> bool {
        self.cells().eq(other.cells())
    }
}

impl Eq for DayHistogram {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(days: &[u32]) -> DayHistogram {
        let mut histogram = DayHistogram::new();
        days.iter().for_each(|&day| histogram.add(day, 1));
        histogram
    }

    fn durations() -> impl Strategy<Value = Vec<u32>> {
        prop::collection::vec(prop_oneof![0u32..10, 0u32..300], 0..60)
    }

    #[test]
    fn quantiles_by_hand() {
        let ten = of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        let at = [0.0, 0.05, 0.1, 0.11, 0.3, 0.5, 0.7, 0.9, 0.95, 1.0].map(|p| ten.quantile(p));
        assert_eq!(at, [1, 1, 1, 2, 3, 5, 7, 9, 10, 10].map(Some));
        assert_eq!((ten.count(), ten.sum(), ten.mean()), (10, 55, Some(5.5)));
    }

    #[test]
    fn quantiles_of_what_is_counted_down_from_a_day_mirror_those_of_days() {
        // Filed on days 0 to 9, seen on day 10: ages 1 to 10.
        let filed = of(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let filed = Together::of([&filed]);
        let ages = [0.0, 0.3, 0.5, 0.9, 1.0].map(|p| filed.quantile_from_above(p));
        assert_eq!(
            ages.map(|day| day.map(|day| 10 - day)),
            [1, 3, 5, 9, 10].map(Some)
        );
        assert_eq!(Together::of([]).quantile_from_above(0.5), None);
    }

    #[test]
    fn an_empty_histogram_has_no_mean_and_no_quantile() {
        let empty = DayHistogram::new();
        assert_eq!(
            (empty.mean(), empty.quantile(0.5), empty.count_above(0)),
            (None, None, 0)
        );
        let mut emptied = of(&[5]);
        emptied.remove(5, 1);
        assert_eq!((emptied.quantile(0.5), &emptied), (None, &empty));
    }

    #[test]
    #[should_panic(expected = "only what was added is removed")]
    fn what_was_never_added_cannot_be_removed() {
        of(&[70]).remove(69, 1);
    }

    proptest! {
        #![proptest_config(crate::testing::fixed())]

        #[test]
        fn it_agrees_with_the_sorted_durations(mut days in durations(), p in 0.0f64..=1.0, above in 0u32..400) {
            let histogram = of(&days);
            days.sort_unstable();
            let rank = ((p * days.len() as f64 - 1e-9).ceil() as usize).max(1);
            prop_assert_eq!(histogram.quantile(p), days.get(rank - 1).copied());
            prop_assert_eq!(histogram.sum(), days.iter().map(|&d| u64::from(d)).sum::<u64>());
            let longer = days.iter().filter(|&&d| d > above).count();
            prop_assert_eq!(histogram.count_above(above), longer as u64);
        }

        #[test]
        fn merging_is_exact_in_any_order(a in durations(), b in durations(), c in durations()) {
            let whole = of(&[a.clone(), b.clone(), c.clone()].concat());
            for parts in [[&a, &b, &c], [&c, &a, &b], [&b, &c, &a]] {
                let mut merged = DayHistogram::new();
                parts.iter().for_each(|part| merged.merge(&of(part)));
                prop_assert_eq!(&merged, &whole);
                prop_assert_eq!(merged.sum(), whole.sum());
            }
        }

        #[test]
        fn read_together_they_are_as_merged(parts in prop::collection::vec(durations(), 0..5), p in 0.0f64..=1.0) {
            let whole = of(&parts.concat());
            let parts: Vec<DayHistogram> = parts.iter().map(|days| of(days)).collect();
            let together = Together::of(&parts);
            let (count, sum) = (whole.count(), whole.sum());
            prop_assert_eq!((together.count(), together.quantile(p)), (count, whole.quantile(p)));
            prop_assert_eq!(together.mean(), (count > 0).then(|| sum as f64 / count as f64));
        }

        #[test]
        fn removing_undoes_adding_and_clearing_forgets_all(a in durations(), b in durations()) {
            let mut histogram = of(&a);
            b.iter().for_each(|&day| histogram.add(day, 3));
            b.iter().for_each(|&day| histogram.remove(day, 3));
            prop_assert_eq!(&histogram, &of(&a));
            prop_assert_eq!(histogram.sum(), of(&a).sum());
            histogram.clear();
            prop_assert_eq!(&histogram, &DayHistogram::new());
            prop_assert!(histogram.counts.iter().all(|&count| count == 0));
            histogram.merge(&of(&b));
            prop_assert_eq!(&histogram, &of(&b));
        }
    }
}
