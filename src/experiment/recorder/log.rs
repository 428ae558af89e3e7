//! What happened to the cases of one court and docket, noted in order.
//!
//! The histograms in which a decision is counted in the end are many and far apart: while the courts
//! of a country sit in turn, each would be far from the cache. So a decision is noted in four bytes
//! behind the last note of its court and docket, and the notes are read back court by court when
//! the run is over, with the histograms of one court at hand.

use crate::court::{Case, Flags};

/// What happened on a day of the month to cases filed on one day: from the lowest bit the day of
/// filing (16), the day of the month from 0 (5), whether a wait ended (1), what is known of the cases
/// (4 of their [`Flags`]), and how many they are (6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Note(u32);

const FILED_BITS: u32 = 16;
/// Days of filing from here on stand in a word of their own.
const FAR: u32 = (1 << FILED_BITS) - 1;
const DAY_BITS: u32 = 5;
const ENDED: u32 = 1 << (FILED_BITS + DAY_BITS);
const FLAGS_FROM: u32 = FILED_BITS + DAY_BITS + 1;
/// The flags that a note keeps, a run of bits.
const KEPT: Flags = Flags::of(&[Flags::HEARD, Flags::MERITS, Flags::RETURNED, Flags::OPENING]);
const CASES_FROM: u32 = FLAGS_FROM + KEPT.bits().count_ones();
/// What no note tells: no month has so many days.
const NOTHING: u32 = u32::MAX;
/// Most cases in a note.
const MOST: u32 = (1 << (u32::BITS - CASES_FROM)) - 1;

impl Note {
    /// A note of what is known of a case, and of whether its wait ended.
    #[inline(always)]
    pub(super) fn of(case: &Case, ended: bool) -> Note {
        let flags = u32::from(case.flags().bits() & KEPT.bits());
        Note(flags << (FLAGS_FROM - KEPT.bits().trailing_zeros()) | if ended { ENDED } else { 0 })
    }

    /// Whether a wait ended.
    #[inline(always)]
    pub(super) fn ended(self) -> bool {
        self.0 & ENDED != 0
    }

    /// Whether any of these flags, of those that are kept, was set.
    #[inline(always)]
    pub(super) fn has_any(self, flags: Flags) -> bool {
        let flags = u32::from(flags.bits()) << (FLAGS_FROM - KEPT.bits().trailing_zeros());
        self.0 & flags != 0
    }

    /// How many cases [cases].
    #[inline(always)]
    pub(super) fn cases(self) -> u32 {
        self.0 >> CASES_FROM
    }

    /// The day of the month, from 0.
    #[inline(always)]
    pub(super) fn day(self) -> u32 {
        self.0 >> FILED_BITS & ((1 << DAY_BITS) - 1)
    }
}

/// The notes of one kind of event.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    words: Vec<u32>,
    /// Words up to the end of each month that is over.
    ends: Vec<usize>,
    /// What the last word tells, but for how many, if it may tell of more; else no such thing.
    last: u32,
}

impl Log {
    /// Forgets all notes and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.ends.clear();
        self.last = NOTHING;
    }

    /// Notes what happens on a day of the month, from 0, to cases filed on a day [days since one
    /// before all filings].
    #[inline(always)]
    pub(super) fn note(&mut self, day: u32, flags: Note, filed: u32, cases: u32) {
        let note = flags.0 | day << FILED_BITS;
        if filed < FAR && cases <= MOST {
            self.push(note | filed | cases << CASES_FROM);
        } else {
            self.note_at_length(note, filed, cases);
        }
    }

    #[inline(always)]
    fn push(&mut self, word: u32) {
        if self.words.len() == self.words.capacity() {
            self.grow();
        }
        self.words.push(word);
    }

    /// Grows by a quarter, not to twice the length: there are a thousand logs.
    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        self.words.reserve_exact(self.words.len() / 4 + 64);
    }

    /// The same for events of which the last one is often like the one before: then its note tells of
    /// more cases.
    #[inline(always)]
    pub(super) fn note_again(&mut self, day: u32, flags: Note, filed: u32, cases: u32) {
        let note = flags.0 | day << FILED_BITS | filed;
        if note == self.last
            && filed < FAR
            && cases <= MOST
            && let Some(word) = self.words.last_mut()
            && let Some(sum) = word.checked_add(cases << CASES_FROM)
        {
            *word = sum;
        } else {
            self.last = if filed < FAR { note } else { NOTHING };
            self.note(day, flags, filed, cases);
        }
    }

    #[cold]
    #[inline(never)]
    fn note_at_length(&mut self, note: u32, filed: u32, mut cases: u32) {
        // A day before the one that is before all filings, which rounding alone could give, wraps.
        let filed = (filed as i32).max(0) as u32;
        while cases > 0 {
            let some = cases.min(MOST);
            self.push(note | filed.min(FAR) | some << CASES_FROM);
            if filed >= FAR {
                self.push(filed);
            }
            cases -= some;
        }
    }

    /// A month is over.
    pub(super) fn end_month(&mut self) {
        self.last = NOTHING;
        self.ends.push(self.words.len());
    }

    /// Tells the notes of a month, counted from 0, in order, each with the day of filing.
    #[inline(always)]
    pub(super) fn read(&self, month: usize, mut tell: impl FnMut(Note, u32)) {
        let first = month.checked_sub(1).map_or(0, |before| self.ends[before]);
        let mut words = self.words[first..self.ends[month]].iter();
        while let Some(&word) = words.next() {
            let mut filed = word & FAR;
            if filed == FAR {
                filed = words.next().copied().unwrap_or(FAR);
            }
            tell(Note(word), filed);
        }
    }
}

/// The notes of a court and docket: cases that came onto it, their first hearings, their first
/// hearings on the merits, and cases that left it. What is of one kind is counted without a branch.
#[derive(Clone, Debug, Default)]
pub(super) struct Logs {
    pub(super) entered: Log,
    pub(super) first: Log,
    pub(super) merits: Log,
    pub(super) left: Log,
}

impl Logs {
    /// All of them.
    pub(super) fn all(&mut self) -> [&mut Log; 4] {
        [
            &mut self.entered,
            &mut self.first,
            &mut self.merits,
            &mut self.left,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::court::SourceId;
    use crate::time::Day;

    #[test]
    fn notes_are_read_as_they_were_written_month_by_month() {
        let mut case = Case::new(SourceId(3), 7, Day(0));
        case.put(Flags::REPRESENTED, true);
        case.put(Flags::MERITS, true);
        case.put(Flags::OPENING, true);
        let (note, plain) = (Note::of(&case, true), Note::default());
        let told = [
            (0, 17, 1),
            (30, FAR - 1, 63),
            (3, FAR, 4),
            (9, 70_000, 300),
            (1, 0, 128),
        ];
        let mut log = Log::default();
        for (month, (day, filed, cases)) in told.into_iter().enumerate() {
            log.note(day, note, filed, cases);
            (0..70).for_each(|_| log.note_again(day, plain, 5, 1));
            log.note_again(day, plain, 6, 1);
            log.note_again(day, plain, 6, 200);
            log.note_again(day, plain, filed, 2);
            log.end_month();
            let (mut seen, mut others) = (0, 0);
            log.read(month, |note, of| {
                assert_eq!(note.day(), day);
                if note.ended() {
                    assert!(note.has_any(Flags::MERITS) && note.has_any(Flags::OPENING));
                    assert!(!note.has_any(Flags::HEARD) && !note.has_any(Flags::RETURNED));
                    assert_eq!(of, filed);
                    seen += note.cases();
                } else {
                    others += note.cases() * (of + 1);
                }
            });
            assert_eq!((seen, others), (cases, 70 * 6 + 201 * 7 + 2 * (filed + 1)));
        }
        log.clear();
        log.end_month();
        log.read(0, |_, _| unreachable!("all is forgotten"));
    }
}
