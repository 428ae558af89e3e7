//! Days that may have room, as sets of bits: the first one on or after a day in constant time.

/// Days in a word.
pub(super) const WORD: usize = u64::BITS as usize;

/// Rows of days, each a set: one bit for each day, and one for each word that is not empty. A row of
/// twenty years is 1 KB, so that the rows of all courts stay in the cache.
#[derive(Clone, Debug)]
pub(super) struct OpenDays {
    /// The full set.
    all: Vec<u64>,
    /// Days of a row.
    span: usize,
    /// Bits of the days, by row.
    days: Vec<u64>,
    /// Bits of the words with days, by row.
    words: Vec<u64>,
    /// Words of a row of `words`.
    tops: usize,
}

/// A row: where its bits are, and what is known of them. Whoever looks up a row keeps it beside
/// what else there is to know of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// First word of its days.
    days: u32,
    /// First word of its words.
    words: u32,
    /// Words from which on nothing was ever taken out.
    reach: u32,
    /// Days that are known to be out, from one day to before another, which is in: where all is booked
    /// up, a look-up starts behind them.
    gap: (u32, u32),
}

impl Row {
    /// The first day on or after `from` that is not known to be out.
    #[inline(always)]
    pub(super) fn behind_gap(&self, from: u32) -> u32 {
        let (start, end) = self.gap;
        let within = from.wrapping_sub(start) < end - start;
        if within { end } else { from }
    }
}

impl OpenDays {
    /// Full rows of the days that `holds` allows.
    pub(super) fn new(rows: usize, days: usize, holds: impl Fn(usize) -> bool) -> Self {
        let mut all = vec![0; days.div_ceil(WORD).max(1)];
        for day in (0..days).filter(|&day| holds(day)) {
            all[day / WORD] |= 1 << (day % WORD);
        }
        let tops = all.len().div_ceil(WORD);
        Self {
            days: vec![0; rows * all.len()],
            words: vec![0; rows * tops],
            span: days,
            all,
            tops,
        }
    }

    /// A full row, by its position.
    pub(super) fn row(&mut self, position: usize) -> Row {
        let mut row = Row {
            days: (position * self.all.len()) as u32,
            words: (position * self.tops) as u32,
            reach: self.all.len() as u32,
            gap: (0, 0),
        };
        self.fill(&mut row, 0);
        row
    }

    /// Puts all days from `from` on into a row.
    pub(super) fn fill(&mut self, row: &mut Row, from: usize) {
        self.renew(row, from, |_| !0);
        row.reach = row.reach.min((from / WORD) as u32 + 1);
    }

    /// Puts those days from `from` on into a row whose minutes are at most `most`, and takes the
    /// others out.
    pub(super) fn fit(&mut self, row: &mut Row, from: usize, minutes: &[u32], most: u32) {
        self.renew(row, from, |word| at_most(&minutes[word * WORD..], most));
    }

    #[inline(always)]
    fn renew(&mut self, row: &mut Row, from: usize, open: impl Fn(usize) -> u64) {
        row.gap = (from as u32, from as u32);
        let days = &mut self.days[row.days as usize..][..self.all.len()];
        let words = &mut self.words[row.words as usize..][..self.tops];
        let first = from / WORD;
        for w in first..row.reach as usize {
            let before = if w == first {
                !(!0 << (from % WORD))
            } else {
                0
            };
            days[w] = days[w] & before | open(w) & self.all[w] & !before;
            let bit = 1 << (w % WORD);
            let some = u64::from(days[w] != 0) << (w % WORD);
            words[w / WORD] = words[w / WORD] & !bit | some;
        }
    }

    /// The first day of a row on or after `from`.
    pub(super) fn next(&self, row: &mut Row, from: usize) -> Option<usize> {
        if from >= self.span {
            return None;
        }
        let (start, end) = (row.gap.0 as usize, row.gap.1 as usize);
        // The day behind the gap is in, unless it was taken out just now: then the gap grows.
        let known = start <= from && from <= end && start < end;
        let from = if known { end } else { from };
        let word = self.days[row.days as usize + from / WORD] >> (from % WORD);
        if word & 1 != 0 {
            return Some(from);
        }
        let found = self.beyond(row, from);
        let behind = found.unwrap_or(from);
        if known {
            row.gap.1 = behind as u32;
        } else if behind - from > end - start {
            row.gap = (from as u32, behind as u32);
        }
        if found.is_none() {
            // Nothing is behind it.
            row.gap = (0, 0);
        }
        found
    }

    /// Whether a day is in a row.
    pub(super) fn holds(&self, row: &Row, day: u32) -> bool {
        let (word, bit) = (day as usize / WORD, day as usize % WORD);
        self.days[row.days as usize + word] >> bit & 1 != 0
    }

    fn beyond(&self, row: &Row, from: usize) -> Option<usize> {
        let days = &self.days[row.days as usize..][..self.all.len()];
        let first = from / WORD;
        let word = days[first] & (!0 << (from % WORD));
        if word != 0 {
            return Some(first * WORD + word.trailing_zeros() as usize);
        }
        let words = &self.words[row.words as usize..][..self.tops];
        let mut top = (first + 1) / WORD;
        let mut word = *words.get(top)? & (!0 << ((first + 1) % WORD));
        while word == 0 {
            top += 1;
            word = *words.get(top)?;
        }
        let found = top * WORD + word.trailing_zeros() as usize;
        Some(found * WORD + days[found].trailing_zeros() as usize)
    }

    /// Takes a day out of a row.
    #[inline(always)]
    pub(super) fn remove(&mut self, row: &mut Row, day: usize) {
        let w = day / WORD;
        row.reach = row.reach.max(w as u32 + 1);
        let days = &mut self.days[row.days as usize + w];
        *days &= !(1 << (day % WORD));
        if *days == 0 {
            self.words[row.words as usize + w / WORD] &= !(1 << (w % WORD));
        }
    }
}

/// Which of the first 64 numbers are at most `most`, as bits.
#[inline]
pub(super) fn at_most(numbers: &[u32], most: u32) -> u64 {
    let Some(numbers) = numbers.first_chunk::<WORD>() else {
        let holds = numbers.iter().map(|&number| u64::from(number <= most));
        return holds
            .enumerate()
            .fold(0, |bits, (i, holds)| bits | holds << i);
    };
    // Compared many at a time; a product then brings the lowest bits of eight bytes together.
    let holds = numbers.map(|number| u8::from(number <= most));
    let bytes = holds.as_chunks::<8>().0.iter().enumerate();
    bytes.fold(0, |bits, (i, bytes)| {
        let byte = u64::from_le_bytes(*bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits | byte << (8 * i)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(crate::testing::fixed())]

        /// Two rows against two sets: long enough for more than one word of words.
        #[test]
        fn rows_are_sets(
            days in 1usize..10_000,
            step in 1usize..9,
            acts in prop::collection::vec((0u8..8, 0usize..2, 0usize..10_000, 0usize..700), 1..60),
        ) {
            let holds = |day: usize| day.is_multiple_of(step);
            let full: BTreeSet<usize> = (0..days).filter(|&day| holds(day)).collect();
            let mut open = OpenDays::new(2, days, holds);
            let mut rows = [open.row(0), open.row(1)];
            let mut sets = [full.clone(), full.clone()];
            for (act, row, from, many) in acts {
                let (set, row) = (&mut sets[row], &mut rows[row]);
                let from = from.min(days - 1);
                if act == 0 {
                    open.fill(row, from);
                    set.extend(full.range(from..));
                } else if act == 1 {
                    let minutes: Vec<u32> = (0..days as u32).map(|day| day * 7 % 11).collect();
                    open.fit(row, from, &minutes, 5);
                    let mut left = BTreeSet::new();
                    while let Some(day) = open.next(row, left.last().map_or(0, |day| day + 1)) {
                        left.insert(day);
                    }
                    prop_assert!(left.is_subset(&full));
                    prop_assert!(left.range(..from).eq(set.range(..from)));
                    let fit = |day: &&usize| minutes[**day] <= 5;
                    prop_assert!(full.range(from..).filter(fit).all(|day| left.contains(day)));
                    // Those it had not left out may stay, and are taken out when they are found.
                    prop_assert!(left.range(from..).filter(|day| !fit(day)).all(|day| set.contains(day)));
                    *set = left;
                } else {
                    for _ in 0..many {
                        let next = open.next(row, from);
                        prop_assert_eq!(next, set.range(from..).next().copied());
                        let Some(day) = next else { break };
                        open.remove(row, day);
                        set.remove(&day);
                    }
                }
                prop_assert_eq!(open.next(row, 0), set.first().copied());
            }
            rows = [open.row(0), open.row(1)];
            prop_assert_eq!(open.next(&mut rows[0], 0), Some(0));
        }
    }
}
