//! What happened to the cases of one court and docket, noted in order.
//!
//! The histograms in which a decision is counted in the end are many and far apart: while the courts
//! of a country sit in turn, each would be far from the cache. So a decision is noted in four bytes
//! behind the last note of its court and docket, and the notes are read back court by court when
//! the run is over, with the histograms of one court at hand.

/// What happened to cases filed on one day: from the lowest bit the day of filing (16), what (3),
/// whether they belong to a filing cohort, have had no hearing, none on the merits (1 each), and how
/// many they are (10).
///
/// Two words tell no such thing: one that a day begins, and one the upper part of the day of filing
/// in the next word, for days that need more than 16 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Note(u32);

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum What {
    /// Cases came onto the docket.
    Entered = 1,
    /// Their first hearing was held.
    FirstHeld = 2,
    /// Their first hearing on the merits was held.
    MeritsHeld = 3,
    /// Their first hearing was held, and was one on the merits.
    BothHeld = 4,
    /// They were decided.
    Decided = 5,
    /// They left the docket, and no wait ended.
    Left = 6,
}

const DAY_BITS: u32 = 16;
const DAY: u32 = (1 << DAY_BITS) - 1;
const WHAT: u32 = 7 << DAY_BITS;
const NEW_DAY: u32 = 0;
const UPPER: u32 = 7 << DAY_BITS;
const COHORT: u32 = 1 << 19;
const UNHEARD: u32 = 1 << 20;
const WITHOUT_MERITS: u32 = 1 << 21;
const CASES_FROM: u32 = 22;
/// Most cases in a note.
const MOST: u32 = (1 << (u32::BITS - CASES_FROM)) - 1;

impl Note {
    /// A note of what happened to cases.
    #[inline(always)]
    pub(super) fn new(what: What, cases: u32) -> Self {
        debug_assert!(cases <= MOST, "a group has few members");
        Self((what as u32) << DAY_BITS | cases << CASES_FROM)
    }

    /// The same, of cases that belong to a filing cohort or do not.
    #[inline(always)]
    pub(super) fn of_cohort(self, holds: bool) -> Self {
        Self(self.0 | if holds { COHORT } else { 0 })
    }

    /// The same, of cases that have had a hearing, and one on the merits, or have not.
    #[inline(always)]
    pub(super) fn after(self, heard: bool, merits: bool) -> Self {
        let unheard = if heard { 0 } else { UNHEARD };
        let without = if merits { 0 } else { WITHOUT_MERITS };
        Self(self.0 | unheard | without)
    }

    /// What happened.
    #[inline(always)]
    pub(super) fn what(self) -> What {
        match (self.0 & WHAT) >> DAY_BITS {
            1 => What::Entered,
            2 => What::FirstHeld,
            3 => What::MeritsHeld,
            4 => What::BothHeld,
            5 => What::Decided,
            _ => What::Left,
        }
    }

    /// How many cases [cases].
    #[inline(always)]
    pub(super) fn cases(self) -> u32 {
        self.0 >> CASES_FROM
    }

    /// Whether the cases belong to a filing cohort.
    #[inline(always)]
    pub(super) fn in_cohort(self) -> bool {
        self.0 & COHORT != 0
    }

    /// Whether they have had no hearing.
    #[inline(always)]
    pub(super) fn unheard(self) -> bool {
        self.0 & UNHEARD != 0
    }

    /// Whether they have had no hearing on the merits.
    #[inline(always)]
    pub(super) fn without_merits(self) -> bool {
        self.0 & WITHOUT_MERITS != 0
    }
}

/// The notes of a court and docket.
#[derive(Clone, Debug)]
pub(super) struct Log {
    words: Vec<u32>,
    /// Day of the last note.
    day: u32,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            words: Vec::new(),
            day: u32::MAX,
        }
    }
}

impl Log {
    /// Forgets all notes and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.day = u32::MAX;
    }

    /// Notes what happens on a day of the horizon to cases filed on a day; the first are counted
    /// from 0, the others from a day before all filings.
    #[inline(always)]
    pub(super) fn note(&mut self, day: u32, note: Note, filed: u32) {
        if day != self.day {
            self.begin(day);
        }
        if filed > DAY {
            self.words.push(UPPER | filed >> DAY_BITS << CASES_FROM);
        }
        self.words.push(note.0 | filed & DAY);
    }

    /// The same, where the last note may tell of the same: then it tells of more cases.
    #[inline(always)]
    pub(super) fn note_more(&mut self, day: u32, note: Note, filed: u32) {
        if day == self.day
            && filed <= DAY
            && let Some(last) = self.words.last_mut()
            && (*last ^ (note.0 | filed)) << (u32::BITS - CASES_FROM) == 0
            && Note(*last).cases() + note.cases() <= MOST
        {
            *last += note.cases() << CASES_FROM;
        } else {
            self.note(day, note, filed);
        }
    }

    #[cold]
    #[inline(never)]
    fn begin(&mut self, day: u32) {
        debug_assert!(day <= DAY, "a horizon has few days");
        self.day = day;
        self.words.push(NEW_DAY | day);
    }

    /// Reads the notes from the first one on.
    pub(super) fn read(&self) -> Reader<'_> {
        Reader {
            words: &self.words,
            day: 0,
            upper: 0,
        }
    }
}

/// Reads notes in order.
#[derive(Clone, Debug)]
pub(super) struct Reader<'l> {
    words: &'l [u32],
    day: u32,
    upper: u32,
}

impl Reader<'_> {
    /// Reads on up to the end of a day; tells each note with its day and the day of filing.
    #[inline(always)]
    pub(super) fn until(&mut self, last: u32, mut tell: impl FnMut(u32, Note, u32)) {
        while let Some((&word, rest)) = self.words.split_first() {
            match word & WHAT {
                NEW_DAY if word > last => return,
                NEW_DAY => self.day = word,
                UPPER => self.upper = word >> CASES_FROM << DAY_BITS,
                _ => tell(self.day, Note(word), std::mem::take(&mut self.upper) | word & DAY),
            }
            self.words = rest;
        }
    }
}
