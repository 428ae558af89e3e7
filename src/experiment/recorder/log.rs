//! What happened to the cases of one court and docket, noted in order.
//!
//! The histograms in which a decision is counted in the end are many and far apart: while the courts
//! of a country sit in turn, each would be far from the cache. So a decision is noted in four bytes
//! behind the last note of its court and docket, and the notes are read back court by court when
//! the run is over, with the histograms of one court at hand.

/// What happened on a day of the month to cases filed on one day: from the lowest bit the day of
/// filing (16), the day of the month from 0 (5), the flags (4), and how many cases they are (7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Note(u32);

const FILED_BITS: u32 = 16;
/// Days of filing from here on stand in a word of their own.
const FAR: u32 = (1 << FILED_BITS) - 1;
const DAY_BITS: u32 = 5;
const CASES_FROM: u32 = FILED_BITS + DAY_BITS + 4;
/// What no note tells: no month has so many days.
const NOTHING: u32 = u32::MAX;
/// Most cases in a note.
const MOST: u32 = (1 << (u32::BITS - CASES_FROM)) - 1;

impl Note {
    /// They were decided for the first time: their wait ended.
    pub(super) const DECIDED: Note = Note(1 << 21);
    /// They belong to a filing cohort.
    pub(super) const COHORT: Note = Note(1 << 22);
    /// They have had no hearing.
    pub(super) const UNHEARD: Note = Note(1 << 23);
    /// They have had no hearing on the merits.
    pub(super) const WITHOUT_MERITS: Note = Note(1 << 24);

    /// The same with a flag, if it holds.
    #[inline(always)]
    pub(super) fn with(self, flag: Note, holds: bool) -> Note {
        Note(self.0 | if holds { flag.0 } else { 0 })
    }

    /// Whether a flag is set.
    #[inline(always)]
    pub(super) fn has(self, flag: Note) -> bool {
        self.0 & flag.0 != 0
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
        let note = flags.0 | day << FILED_BITS | filed.min(FAR);
        if filed >= FAR || cases > MOST {
            self.note_at_length(note, filed, cases);
        } else {
            self.words.push(note | cases << CASES_FROM);
        }
    }

    /// The same for events of which the last one is often like the one before: then its note tells of
    /// more cases.
    #[inline(always)]
    pub(super) fn note_again(&mut self, day: u32, filed: u32, cases: u32) {
        let note = day << FILED_BITS | filed.min(FAR);
        let more = cases << CASES_FROM;
        if note == self.last
            && let Some(word) = self.words.last_mut()
            && let Some(sum) = word.checked_add(more)
        {
            *word = sum;
        } else {
            self.last = if filed < FAR { note } else { NOTHING };
            self.note(day, Note::default(), filed, cases);
        }
    }

    #[cold]
    #[inline(never)]
    fn note_at_length(&mut self, note: u32, filed: u32, mut cases: u32) {
        while cases > 0 {
            let some = cases.min(MOST);
            self.words.push(note | some << CASES_FROM);
            if filed >= FAR {
                self.words.push(filed);
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

    #[test]
    fn notes_are_read_as_they_were_written_month_by_month() {
        let flags = Note::default().with(Note::COHORT, true);
        let flags = flags.with(Note::UNHEARD, true).with(Note::DECIDED, false);
        let told = [
            (0, 17, 1),
            (30, FAR - 1, 127),
            (3, FAR, 4),
            (9, 70_000, 300),
            (1, 0, 128),
        ];
        let mut log = Log::default();
        for (month, (day, filed, cases)) in told.into_iter().enumerate() {
            log.note(day, flags, filed, cases);
            log.note_again(day, 5, 1);
            log.note_again(day, 5, 1);
            log.end_month();
            let (mut seen, mut others) = (0, 0);
            log.read(month, |note, of| {
                if note.has(Note::COHORT) {
                    assert_eq!((note.day(), of), (day, filed));
                    assert!(note.has(Note::UNHEARD) && !note.has(Note::DECIDED));
                    seen += note.cases();
                } else {
                    others += note.cases();
                }
            });
            assert_eq!((seen, others), (cases, 2));
        }
        log.clear();
        log.end_month();
        log.read(0, |_, _| unreachable!("all is forgotten"));
    }
}
