//! Durations in whole days, counted exactly.

use serde::{Deserialize, Serialize};

/// Days per block.
const BLOCK: usize = 64;

/// A histogram over whole days. It merges exactly and in any order, which sketches do not; blocks
/// of 64 days are counted too, so that a quantile skips what it need not look at.
///
/// Memory grows with the largest day ever added. It is stored as the list of its (day, count)
/// pairs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(u32, u32)>", into = "Vec<(u32, u32)>")]
pub struct DayHistogram {
    /// A whole number of blocks.
    counts: Vec<u32>,
    blocks: Vec<u64>,
    count: u64,
    /// Sum of days times their counts [days].
    sum: u64,
    /// The days touched since the last clearing lie in `touched.0..touched.1`.
    touched: (usize, usize),
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
        if weight == 0 {
            return;
        }
        let day = days as usize;
        if day >= self.counts.len() {
            self.grow(day);
        }
        self.touch(day);
        let count = self.counts[day].checked_add(weight);
        self.counts[day] = count.expect("fewer than 2^32 durations fall on one day");
        self.blocks[day / BLOCK] += u64::from(weight);
        self.count += u64::from(weight);
        self.sum += u64::from(days) * u64::from(weight);
    }

    /// Takes back a duration of `days` [days] that was added before, `weight` times.
    #[inline]
    pub fn remove(&mut self, days: u32, weight: u32) {
        if weight == 0 {
            return;
        }
        let day = days as usize;
        let left = self
            .counts
            .get(day)
            .and_then(|count| count.checked_sub(weight));
        self.counts[day] = left.expect("only what was added is removed");
        self.blocks[day / BLOCK] -= u64::from(weight);
        self.count -= u64::from(weight);
        self.sum -= u64::from(days) * u64::from(weight);
    }

    /// Durations counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The sum of the durations [days].
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.sum
    }

    /// The mean duration; `None` if there is none [days].
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    /// The smallest day not exceeded by at least a share `p` in [0, 1] of the durations: the
    /// inverse of the empirical distribution function (type 1 of Hyndman and Fan 1996); the
    /// least duration for `p` = 0, `None` if there is none [days].
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<u32> {
        if self.count == 0 {
            return None;
        }
        // p * count may lie above a whole number by rounding alone.
        let rank = (p * self.count as f64 * (1.0 - 4.0 * f64::EPSILON)).ceil();
        self.day_of_rank((rank as u64).clamp(1, self.count))
    }

    /// Durations longer than `days`.
    #[must_use]
    pub fn count_above(&self, days: u32) -> u64 {
        let first = (days as usize).saturating_add(1).min(self.counts.len());
        let whole = first.div_ceil(BLOCK);
        let within: u64 = self.counts[first..whole * BLOCK]
            .iter()
            .map(|&c| u64::from(c))
            .sum();
        within + self.blocks[whole..].iter().sum::<u64>()
    }

    /// The days that occur, with their counts, in order.
    pub fn cells(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let (first, end) = self.touched;
        let days = self.counts[first..end].iter().enumerate();
        days.filter(|cell| *cell.1 > 0)
            .map(move |(i, &count)| ((first + i) as u32, count))
    }

    /// Adds all durations of another histogram.
    pub fn merge(&mut self, other: &DayHistogram) {
        let (first, end) = other.touched;
        if first == end {
            return;
        }
        self.count += other.count;
        self.sum += other.sum;
        assert!(
            self.count <= u64::from(u32::MAX),
            "fewer than 2^32 durations fall on one day"
        );
        if end > self.counts.len() {
            self.grow(end - 1);
        }
        self.touch(first);
        self.touch(end - 1);
        let counts = self.counts[first..end].iter_mut();
        counts
            .zip(&other.counts[first..end])
            .for_each(|(to, from)| *to += from);
        let blocks = first / BLOCK..end.div_ceil(BLOCK);
        let to = self.blocks[blocks.clone()].iter_mut();
        to.zip(&other.blocks[blocks])
            .for_each(|(to, from)| *to += from);
    }

    /// Empties it, at a cost in proportion to the range of days touched, and keeps the memory.
    pub fn clear(&mut self) {
        let (first, end) = self.touched;
        self.counts[first..end].fill(0);
        self.blocks[first / BLOCK..end.div_ceil(BLOCK)].fill(0);
        (self.count, self.sum, self.touched) = (0, 0, (0, 0));
    }

    #[inline]
    fn touch(&mut self, day: usize) {
        let (first, end) = self.touched;
        self.touched = if first == end {
            (day, day + 1)
        } else {
            (first.min(day), end.max(day + 1))
        };
    }

    #[cold]
    fn grow(&mut self, day: usize) {
        let blocks = day / BLOCK + 1;
        self.counts.resize(blocks * BLOCK, 0);
        self.blocks.resize(blocks, 0);
    }

    /// The day of the duration of `rank` 1..=count in ascending order.
    fn day_of_rank(&self, rank: u64) -> Option<u32> {
        let mut left = rank;
        let start = self.touched.0 / BLOCK;
        let block = start
            + self.blocks[start..].iter().position(|&count| {
                let here = left <= count;
                left -= if here { 0 } else { count };
                here
            })?;
        let days = &self.counts[block * BLOCK..(block + 1) * BLOCK];
        let day = days.iter().position(|&count| {
            let here = left <= u64::from(count);
            left -= if here { 0 } else { u64::from(count) };
            here
        })?;
        Some((block * BLOCK + day) as u32)
    }
}

/// Equal counts make equal histograms, whatever was touched on the way.
impl PartialEq for DayHistogram {
    fn eq(&self, other: &DayHistogram) -> bool {
        self.count == other.count && self.sum == other.sum && self.cells().eq(other.cells())
    }
}

impl Eq for DayHistogram {}

impl From<Vec<(u32, u32)>> for DayHistogram {
    fn from(cells: Vec<(u32, u32)>) -> DayHistogram {
        let mut histogram = DayHistogram::new();
        cells
            .into_iter()
            .for_each(|(day, count)| histogram.add(day, count));
        histogram
    }
}

impl From<DayHistogram> for Vec<(u32, u32)> {
    fn from(histogram: DayHistogram) -> Vec<(u32, u32)> {
        histogram.cells().collect()
    }
}

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

    #[test]
    fn it_is_stored_as_its_cells() {
        let json = serde_json::to_string(&of(&[700, 3, 3])).unwrap();
        assert_eq!(json, "[[3,2],[700,1]]");
        assert_eq!(
            serde_json::from_str::<DayHistogram>(&json).unwrap(),
            of(&[3, 3, 700])
        );
    }

    proptest! {
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
            }
        }

        #[test]
        fn removing_undoes_adding_and_clearing_forgets_all(a in durations(), b in durations()) {
            let mut histogram = of(&a);
            b.iter().for_each(|&day| histogram.add(day, 3));
            b.iter().for_each(|&day| histogram.remove(day, 3));
            prop_assert_eq!(&histogram, &of(&a));
            histogram.clear();
            prop_assert_eq!(&histogram, &DayHistogram::new());
            prop_assert!(histogram.counts.iter().all(|&count| count == 0));
            histogram.merge(&of(&b));
            prop_assert_eq!(&histogram, &of(&b));
        }
    }
}
