//! A case: the token that travels through the court system.

use super::blueprint::{CourtId, DocketId, SiteId, SourceId, StageId};
use crate::time::Day;

/// A case, or a group of cases filed and heard together, at its place in the proceedings.
///
/// Cases are values: each lives in exactly one place (a day of the booking book, a ready queue, the
/// future event list, the appeals queue), so that a hearing touches no other memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Ordinal within the source; with `source` the key of every draw.
    pub ordinal: u32,
    /// Day of filing.
    pub filed: i32,
    /// Earliest day of the next hearing.
    pub ready: i32,
    /// Court.
    pub court: CourtId,
    /// Hearings called so far, held or not [hearings].
    pub called: u16,
    /// Source.
    pub source: SourceId,
    /// Docket.
    pub docket: DocketId,
    /// Stage of the proceedings.
    pub stage: StageId,
    /// Hearings held so far, at most 255 [hearings].
    pub held: u8,
    /// Cases in the group [cases].
    pub members: u8,
    /// What is known of the case.
    pub flags: Flags,
    /// Host site at which the respondents wait, plus 1; 0: none.
    pub(super) site: u8,
    /// Times a next hearing was sought, modulo 256: the ordinal of withdrawal draws.
    pub sought: u8,
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

/// Bits of an opening ordinal that count cases within one entry of the opening docket.
const OPENING_BITS: u32 = 23;
/// Largest number of cases in one entry of the opening docket.
pub const MAX_OPENING_CASES: u32 = 1 << OPENING_BITS;
/// Largest number of entries of the opening docket.
pub const MAX_OPENING_ENTRIES: usize = 1 << (32 - OPENING_BITS);

impl Case {
    /// Key of the case in every draw: source and ordinal in 40 bits.
    #[inline]
    pub fn key(&self) -> u64 {
        case_key(self.source, self.ordinal)
    }

    /// Day of filing.
    #[inline]
    pub fn filed_on(&self) -> Day {
        Day(self.filed)
    }

    /// Host site at which the respondents wait.
    #[inline]
    pub fn site(&self) -> Option<SiteId> {
        self.site.checked_sub(1).map(SiteId)
    }

    /// Says at which host site the respondents wait.
    pub fn wait_at(&mut self, site: Option<SiteId>) {
        self.site = site.map_or(0, |site| site.0 + 1);
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
    /// Is inactive, or comes back from there.
    pub const INACTIVE: Flags = Flags(64);

    /// Whether all these flags are set.
    #[inline]
    pub fn has(self, flags: Flags) -> bool {
        self.0 & flags.0 == flags.0
    }

    /// Sets or clears flags.
    #[inline]
    pub fn put(&mut self, flags: Flags, on: bool) {
        self.0 = if on {
            self.0 | flags.0
        } else {
            self.0 & !flags.0
        };
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
    fn a_case_remembers_its_site() {
        let mut case = Case::default();
        assert_eq!(case.site(), None);
        case.wait_at(Some(SiteId(0)));
        assert_eq!(case.site(), Some(SiteId(0)));
    }
}
