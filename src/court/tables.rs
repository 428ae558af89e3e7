//! What the hot loop looks up, laid out for it.

use super::blueprint::{Blueprint, Docket, SiteId, SourceId};
use super::book::{LaneId, Shelf};
use super::case::{Case, Flags, case_key};
use super::filing::Filing;
use super::levers::Levers;
use super::monitor::Hearings;
use std::ops::{AddAssign, SubAssign};

use crate::rng::{Bits32, Bits53, Cumulative, Decision, Stream, halves};

/// Where the filings of a source go, and in which groups.
#[derive(Clone, Debug)]
pub(super) struct Routes<'a> {
    pub(super) counts_as: super::CountsAs,
    pub(super) destinations: &'a [super::Destination],
    pub(super) shares: Cumulative,
    /// Sizes of groups, where there are any.
    pub(super) sizes: Option<Cumulative>,
    /// Host sites that may take its cases in.
    pub(super) sites: Vec<SiteId>,
}

/// Pending cases of a stage, and how many records they are: groups are heard together. Both in one
/// number, so that a change of both is one addition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Caseload(i64);

impl Caseload {
    /// One record and its cases.
    #[inline(always)]
    pub(super) fn of(case: &Case) -> Self {
        Self(1 << 32 | i64::from(case.members()))
    }

    /// Pending cases [cases].
    pub(super) fn cases(self) -> i64 {
        i64::from(self.0 as i32)
    }

    /// Records of cases that are heard together.
    pub(super) fn records(self) -> i64 {
        (self.0 - self.cases()) >> 32
    }
}

/// What a hearing needs to know of its stage, at hand in the hot loop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    pub(super) stage: &'a super::Stage,
    /// The outcome table, where there is only one and it holds always.
    pub(super) only: Option<&'a super::OutcomeTable>,
    /// Share absent today, without and with a representative [0-1], and the draws that say so.
    pub(super) absent: [f64; 2],
    pub(super) absent_below: [u64; 2],
    /// What is known of a case after the hearing.
    pub(super) marks: Flags,
    /// Whether any rule holds about hearings today.
    pub(super) ruled: bool,
}

/// Attributes drawn for a case that comes onto a docket: the draws that give it each of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attributes {
    represented: u64,
    applies: u64,
}

impl Attributes {
    pub(super) fn of(docket: &Docket) -> Self {
        Self {
            represented: Bits32::below(docket.represented),
            applies: Bits32::below(docket.applies),
        }
    }

    pub(super) fn all(blueprint: &Blueprint) -> Vec<Self> {
        blueprint.dockets.iter().map(Self::of).collect()
    }

    /// Gives a case its attributes.
    #[inline(always)]
    pub(super) fn give(self, case: &mut Case, drawn: u64) {
        let (represented, applies) = halves(drawn);
        case.put(
            Flags::REPRESENTED,
            represented.is_of_first(self.represented),
        );
        case.put(Flags::APPLIES, applies.is_of_first(self.applies));
    }
}

/// Where the next hearing of a case is booked, by its court, docket and stage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// Under the priority class of the docket.
    pub(super) shelf: Shelf,
    pub(super) lane: LaneId,
    /// Position of the planned minutes among the lengths of the book.
    pub(super) length: u8,
    /// Whether there is more to it than a day with room.
    pub(super) under_rules: bool,
}

impl AddAssign for Caseload {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Caseload {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

/// A stage of a docket at a court: all that a hearing has to find there, in one place.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(super) struct Station {
    pub(super) place: Place,
    /// Pending cases.
    pub(super) pending: Caseload,
    /// Since the month began.
    pub(super) hearings: Hearings,
}

/// Levers of a docket as they stand today.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DocketToday {
    pub(super) class: u8,
    pub(super) withdrawal: f64,
    /// Whether a rule about outcomes holds.
    pub(super) outcomes_ruled: bool,
    /// Whether representatives are found.
    pub(super) represented: bool,
    /// Whether a rank holds in place of the class.
    pub(super) ranked: bool,
    /// Whether some who wait at a host site are absent more or less often than others.
    pub(super) absence_by_site: bool,
    /// Whether any respondents withdraw: all, or those who wait at a host site.
    pub(super) withdraw: bool,
}

/// Reservations that take from a session kind of a court, by court and session.
pub(super) fn reserved(blueprint: &Blueprint, levers: &Levers) -> Vec<Vec<usize>> {
    let sessions = blueprint.sessions.len();
    let mut of = vec![Vec::new(); blueprint.courts.len() * sessions];
    for (r, reserved) in levers.reserved.iter().enumerate() {
        of[reserved.court.index() * sessions + reserved.from.index()].push(r);
    }
    of
}

/// Stages set aside for each docket.
pub(super) fn stride(blueprint: &Blueprint) -> usize {
    let stages = blueprint.dockets.iter().map(|docket| docket.stages.len());
    stages.max().unwrap_or(0)
}

/// The stages of all dockets, each docket filled up to the stride with its last stage.
pub(super) fn padded(
    blueprint: &Blueprint,
    stride: usize,
) -> impl Iterator<Item = (usize, &super::Stage)> {
    let dockets = blueprint.dockets.iter().enumerate();
    dockets.flat_map(move |(d, docket)| {
        let last = docket.stages.len() - 1;
        (0..stride).map(move |s| (d, &docket.stages[s.min(last)]))
    })
}

impl<'a> Step<'a> {
    pub(super) fn all(blueprint: &'a Blueprint, stride: usize) -> Vec<Self> {
        let of = |(_, stage): (usize, &'a super::Stage)| Step {
            stage,
            only: match stage.outcomes.as_slice() {
                [table] if table.always() => Some(table),
                _ => None,
            },
            absent: [0.0; 2],
            absent_below: [0; 2],
            marks: Flags::heard(blueprint.sessions[stage.session.index()].merits),
            ruled: false,
        };
        padded(blueprint, stride).map(of).collect()
    }
}

impl<'a> Routes<'a> {
    pub(super) fn all(blueprint: &'a Blueprint) -> Vec<Self> {
        let sources = blueprint.sources.iter().zip((0u8..).map(SourceId));
        sources.map(|(s, id)| Self::of(id, s, blueprint)).collect()
    }

    /// A filing and where it goes.
    #[inline]
    pub(super) fn filing(&self, stream: Stream, source: SourceId, ordinal: u32) -> Filing {
        let drawn = stream.bits(Decision::Destination, case_key(source, ordinal), 0);
        Filing {
            ordinal,
            destination: self.shares.pick(Bits53(drawn)) as u16,
        }
    }

    fn of(id: SourceId, source: &'a super::Source, blueprint: &Blueprint) -> Self {
        let shares: Vec<f64> = source.destinations.iter().map(|d| d.share).collect();
        let table = |shares| Cumulative::new(shares).expect("shares were checked when loaded");
        let sites = blueprint.sites.iter().zip((0u8..).map(SiteId));
        Self {
            counts_as: source.counts_as,
            destinations: &source.destinations,
            shares: table(&shares),
            sizes: (source.group_sizes.len() > 1).then(|| table(&source.group_sizes)),
            sites: (sites.filter(|(site, _)| site.ports.contains(&id)))
                .map(|(_, site)| site)
                .collect(),
        }
    }
}
