//! A case: the token that travels through the court system.

use super::blueprint::{CourtId, DocketId, SiteId, SourceId, StageId};
use crate::time::Day;

/// A case, or a group of cases filed and heard together, at its place in the proceedings.
///
/// Cases are values: each lives in exactly one place (a day of the booking book, a ready queue, the
/// future event list, the appeals queue), so that a hearing touches no other memory. A case is
/// three words that travel in registers; single bytes written just before a copy would stall it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// From the lowest bit: ordinal (32), source (8), members (8), flags (8), times a next hearing was
    /// sought (8).
    name: u64,
    /// Day of filing (32), earliest day of the next hearing (32).
    days: u64,
    /// Stage (8), docket (8), court (16), hearings called (16), site plus 1 (8), hearings held (8).
    place: u64,
}

const KEY_BITS: u32 = 40;
const MEMBERS: u32 = 40;
const FLAGS: u32 = 48;
const SOUGHT: u32 = 56;
const CALLED: u32 = 32;
const SITE: u32 = 48;
const HELD: u32 = 56;

/// Replaces the byte of a word that starts at a bit.
#[inline]
fn put_byte(word: &mut u64, at: u32, byte: u8) {
    *word = *word & !(0xFF << at) | u64::from(byte) << at;
}

/// Source of the cases that are pending at the start.
pub const OPENING: SourceId = SourceId(255);
/// Source of the cases that are inactive at the start.
pub const INACTIVE: SourceId = SourceId(254);
/// Source of the appeals that are pending at the start.
pub const OPENING_APPEALS: SourceId = SourceId(253);
/// Source of the cases that come back in a dated wave.
pub const WAVE: SourceId = SourceId(252);
/// Largest number of sources in a blueprint.
pub const MAX_SOURCES: usize = 250;

/// Largest number of host sites: a case holds the number of its site plus 1 in a byte.
pub const MAX_SITES: usize = 255;

/// Bits of an opening ordinal that count cases within one entry of the opening docket.
const OPENING_BITS: u32 = 23;
/// Largest number of cases in one entry of the opening docket.
pub const MAX_OPENING_CASES: u32 = 1 << OPENING_BITS;
/// Largest number of entries of the opening docket.
pub const MAX_OPENING_ENTRIES: usize = 1 << (32 - OPENING_BITS);

impl Case {
    /// A case of a source that is filed on a day, at the first stage of the first docket and court.
    #[inline]
    pub fn new(source: SourceId, ordinal: u32, filed: Day) -> Self {
        Case {
            name: case_key(source, ordinal) | 1 << MEMBERS,
            days: u64::from(filed.0 as u32),
            place: 0,
        }
    }

    /// The case of another ordinal of the same source, of which the same is known.
    #[inline(always)]
    pub(super) fn named(&self, ordinal: u32) -> Self {
        Self {
            name: self.name & !0xFFFF_FFFF | u64::from(ordinal),
            ..self.apart()
        }
    }

    /// Writes the case to a place in memory, word by word.
    #[inline(always)]
    pub(super) fn move_to(self, place: &mut Self) {
        place.name = self.name;
        place.days = self.days;
        place.place = self.place;
    }

    /// The same case in another place in memory, for a function out of the hot loop: a case whose
    /// own address is handed over has to live in memory, and is copied from there with a stall.
    #[inline(always)]
    pub fn apart(&self) -> Self {
        Self {
            name: self.name,
            days: self.days,
            place: self.place,
        }
    }

    /// Key of the case in every draw: source and ordinal in 40 bits.
    #[inline]
    pub fn key(&self) -> u64 {
        self.name & ((1 << KEY_BITS) - 1)
    }

    /// Ordinal within the source; with the source the key of every draw.
    #[inline]
    pub fn ordinal(&self) -> u32 {
        self.name as u32
    }

    /// Source.
    #[inline]
    pub fn source(&self) -> SourceId {
        SourceId((self.name >> 32) as u8)
    }

    /// Cases in the group [cases].
    #[inline]
    pub fn members(&self) -> u8 {
        (self.name >> MEMBERS) as u8
    }

    /// What is known of the case.
    #[inline]
    pub fn flags(&self) -> Flags {
        Flags((self.name >> FLAGS) as u8)
    }

    /// Whether all these flags are set.
    #[inline]
    pub fn has(&self, flags: Flags) -> bool {
        self.flags().has(flags)
    }

    /// Host site at which the respondents wait.
    #[inline]
    pub fn site(&self) -> Option<SiteId> {
        ((self.place >> SITE) as u8).checked_sub(1).map(SiteId)
    }

    /// Day of filing.
    #[inline]
    pub fn filed(&self) -> Day {
        Day(self.days as u32 as i32)
    }

    /// Earliest day of the next hearing.
    #[inline]
    pub fn ready(&self) -> Day {
        Day((self.days >> 32) as i32)
    }

    /// Whether the case is filed, or ready, later than on a day: 0 if it is not.
    #[inline(always)]
    pub(super) fn days_beyond(&self, day: Day) -> u64 {
        // Both differences at once: what the lower one borrows is its own sign. Both are of numbers
        // that are counted from the smallest on.
        const SIGNS: u64 = 1 << 63 | 1 << 31;
        let both = u64::from(day.0 as u32) * (1 << 32 | 1);
        (both ^ SIGNS).wrapping_sub(self.days ^ SIGNS) & SIGNS
    }

    /// Court.
    #[inline]
    pub fn court(&self) -> CourtId {
        CourtId((self.place >> 16) as u16)
    }

    /// Docket.
    #[inline]
    pub fn docket(&self) -> DocketId {
        DocketId((self.place >> 8) as u8)
    }

    /// Stage of the proceedings.
    #[inline]
    pub fn stage(&self) -> StageId {
        StageId(self.place as u8)
    }

    /// Hearings called so far, held or not [hearings]: at most one a day of the horizon.
    #[inline]
    pub fn called(&self) -> u16 {
        (self.place >> CALLED) as u16
    }

    /// Hearings held so far, at most 255 [hearings].
    #[inline]
    pub fn held(&self) -> u8 {
        (self.place >> HELD) as u8
    }

    /// Times a next hearing was sought, modulo 256: the ordinal of withdrawal draws.
    #[inline]
    pub fn sought(&self) -> u8 {
        (self.name >> SOUGHT) as u8
    }

    /// The same case as a group [cases].
    #[inline]
    pub fn with_members(mut self, members: u8) -> Self {
        put_byte(&mut self.name, MEMBERS, members);
        self
    }

    /// Says at which host site the respondents wait.
    pub fn wait_at(&mut self, site: Option<SiteId>) {
        put_byte(&mut self.place, SITE, site.map_or(0, |site| site.0 + 1));
    }

    /// Sets or clears flags.
    #[inline]
    pub fn put(&mut self, flags: Flags, on: bool) {
        let bits = u64::from(flags.0) << FLAGS;
        self.name = if on {
            self.name | bits
        } else {
            self.name & !bits
        };
    }

    /// Sets the day of filing.
    #[inline]
    pub fn file_on(&mut self, day: Day) {
        self.days = self.days & !0xFFFF_FFFF | u64::from(day.0 as u32);
    }

    /// Sets the earliest day of the next hearing.
    #[inline]
    pub fn ready_on(&mut self, day: Day) {
        self.days = self.days & 0xFFFF_FFFF | u64::from(day.0 as u32) << 32;
    }

    /// Puts the case before a court, on a docket, at a stage.
    #[inline]
    pub fn place_at(&mut self, court: CourtId, docket: DocketId, stage: StageId) {
        let place = u64::from(court.0) << 16 | u64::from(docket.0) << 8 | u64::from(stage.0);
        self.place = self.place & !0xFFFF_FFFF | place;
    }

    /// Brings the case to a stage.
    #[inline]
    pub fn set_stage(&mut self, stage: StageId) {
        put_byte(&mut self.place, 0, stage.0);
    }

    /// Brings the case before a court.
    #[inline]
    pub fn set_court(&mut self, court: CourtId) {
        self.place_at(court, self.docket(), self.stage());
    }

    /// One more hearing was called.
    #[inline]
    pub fn count_called(&mut self) {
        debug_assert!(
            self.called() < u16::MAX,
            "a horizon has fewer days than that"
        );
        self.place += 1 << CALLED;
    }

    /// One more hearing was held.
    #[inline]
    pub fn count_held(&mut self) {
        // The highest byte: one more than it holds would overflow.
        if let Some(place) = self.place.checked_add(1 << HELD) {
            self.place = place;
        }
    }

    /// No hearing was held since the case came back.
    #[inline]
    pub fn forget_held(&mut self) {
        put_byte(&mut self.place, HELD, 0);
    }

    /// A next hearing is sought once more.
    #[inline]
    pub fn count_sought(&mut self) {
        // The highest byte: the carry falls off.
        self.name = self.name.wrapping_add(1 << SOUGHT);
    }
}

/// Key of a case in every draw: source and ordinal in 40 bits.
#[inline]
pub fn case_key(source: SourceId, ordinal: u32) -> u64 {
    (u64::from(source.0) << 32) | u64::from(ordinal)
}

/// Ordinal of the n-th case of an entry of the opening docket: the same whatever the other entries hold.
pub fn opening_ordinal(entry: usize, n: u32) -> u32 {
    ((entry as u32) << OPENING_BITS) | n
}

/// What is known of a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    /// Has a representative.
    pub const REPRESENTED: Flags = Flags(1);
    /// Applies for relief.
    pub const APPLIES: Flags = Flags(2);
    /// Has had a hearing.
    pub const HEARD: Flags = Flags(4);
    /// Has had a hearing on the merits.
    pub const MERITS: Flags = Flags(8);
    /// Came back after it was closed: its waits are not those of a new case.
    pub const RETURNED: Flags = Flags(16);
    /// Was pending at the start.
    pub const OPENING: Flags = Flags(32);
    /// Was pending at the start, or came back: no new case.
    pub const OPENING_OR_RETURNED: Flags = Flags::of(&[Flags::OPENING, Flags::RETURNED]);
    /// Is inactive, or comes back from there.
    pub const INACTIVE: Flags = Flags(64);

    /// All these flags together.
    pub const fn of(flags: &[Flags]) -> Flags {
        let (mut bits, mut i) = (0, 0);
        while i < flags.len() {
            bits |= flags[i].0;
            i += 1;
        }
        Flags(bits)
    }

    /// What is known of a case after a hearing, on the merits or another.
    pub const fn heard(merits: bool) -> Flags {
        if merits {
            Flags::of(&[Flags::HEARD, Flags::MERITS])
        } else {
            Flags::HEARD
        }
    }

    /// The flags as bits.
    #[inline]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Those of some flags that are not set.
    #[inline]
    pub fn missing(self, flags: Flags) -> Flags {
        Flags(flags.0 & !self.0)
    }

    /// Whether all these flags are set.
    #[inline]
    pub fn has(self, flags: Flags) -> bool {
        self.0 & flags.0 == flags.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_takes_24_bytes() {
        assert_eq!(size_of::<Case>(), 24);
    }

    #[test]
    fn keys_of_different_cases_differ_and_fit_40_bits() {
        let a = case_key(SourceId(1), 0);
        let b = case_key(SourceId(0), u32::MAX);
        assert_ne!(a, b);
        assert!(case_key(OPENING, u32::MAX) < 1 << 40);
        assert_ne!(
            opening_ordinal(1, 0),
            opening_ordinal(0, MAX_OPENING_CASES - 1)
        );
    }

    #[test]
    fn days_beyond_a_day_are_those_of_filing_and_of_readiness() {
        // Days before 1970 have a sign.
        let days = [-30_000, -1, 0, 1, 20_000].map(Day);
        for (filed, ready) in days.into_iter().flat_map(|f| days.map(|r| (f, r))) {
            let mut case = Case::new(SourceId(0), 0, filed);
            case.ready_on(ready);
            for day in days {
                let beyond = filed > day || ready > day;
                assert_eq!(case.days_beyond(day) != 0, beyond, "{filed} {ready} {day}");
            }
        }
    }

    #[test]
    fn a_case_remembers_its_site() {
        let mut case = Case::new(SourceId(0), 0, Day(0));
        assert_eq!(case.site(), None);
        for site in [0, MAX_SITES as u8 - 1].map(SiteId) {
            case.wait_at(Some(site));
            assert_eq!(case.site(), Some(site));
        }
        case.wait_at(None);
        assert_eq!(case.site(), None);
    }
}
