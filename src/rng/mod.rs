//! Keyed draws: (seed, replication, decision, case, ordinal) -> the same number in every scenario,
//! on every thread and machine, in any order.
//!
//! A draw is a pure function of its coordinates, so two scenarios that share a seed share every
//! number they both ask for: common random numbers by construction. Samplers work by inversion
//! (one uniform, one variate), so a changed parameter moves each case monotonically.

mod cumulative;
mod distribution;
mod mixer;
mod poisson;
mod steps;
mod uniform;
mod variate;

use std::convert::Infallible;

use rand::TryRng;

pub use cumulative::Cumulative;
pub use distribution::Distribution;
pub(crate) use distribution::shown;
pub use poisson::{Poisson, poisson_quantile};
pub use uniform::{Bits32, Bits53, Uniform};
pub use variate::{Variate, exponential};

/// What a number is drawn for: draws for different decisions never share a number.
///
/// The number of a decision is in the key of each of its draws: another one would change results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Decision {
    /// How many notices a source has in a period.
    ArrivalCount = 0,
    /// The height of a candidate arrival under the dominating rate (thinning).
    ArrivalHeight = 1,
    /// The day of an arrival within its period.
    ArrivalDay = 2,
    /// The gamma factor of a month of arrivals.
    MonthFactor = 4,
    /// How many cases are filed together.
    GroupSize = 5,
    /// The court and docket of an arrival.
    Destination = 6,
    /// Whether the respondent is represented, and applies for relief.
    Represented = 7,
    /// The notice before the first hearing.
    Notice = 9,
    /// The age of a case pending at the start.
    OpeningAge = 10,
    /// The stage of a case pending at the start.
    OpeningStage = 11,
    /// The time to the next hearing of a case pending at the start.
    OpeningResidual = 12,
    /// Whether the respondent fails to appear, and how long a hearing takes.
    Absent = 13,
    /// Whether absence leads to an order in absentia.
    AbsentOrder = 14,
    /// What follows a hearing, and after what interval.
    Outcome = 16,
    /// Withdrawal while waiting.
    Withdrawal = 18,
    /// Whether a decision is appealed.
    Appeal = 19,
    /// What the appeal comes to.
    AppealOutcome = 20,
    /// Whether a closed case returns, and after what time.
    Return = 21,
    /// When a case of a dated wave is recalendared.
    Recalendar = 23,
    /// Whether a case falls under a policy, or is exempt from it.
    Eligible = 24,
    /// When a judge leaves.
    JudgeLeaves = 26,
    /// The selection time of a judge.
    Selection = 27,
    /// When a host site is ready.
    Readiness = 28,
    /// Whether a bill is enacted.
    Enactment = 29,
    /// The value of an uncertain parameter.
    Parameter = 30,
    /// Free for synthetic models in tests and benches.
    SyntheticA = 31,
    /// Free for synthetic models in tests and benches.
    SyntheticB = 32,
    /// Whether and when a case falls under a relief programme.
    Relief = 33,
    /// Whether a new case goes to another court than usual.
    Redirect = 34,
    /// Whether a pending case moves to another court.
    Move = 35,
    /// The points of a space-filling design.
    Design = 36,
    /// How a yearly series goes on after its last known value.
    Forecast = 37,
    /// Which points a study of sensitivity takes, and which of them an interval draws again.
    Sensitivity = 38,
}

/// Bits of the counter that count cases.
const CASE_BITS: u32 = 40;
/// Bits of the counter that count the draws of one decision for one case.
const ORDINAL_BITS: u32 = 16;

/// Packs the coordinates of a draw into the generator's counter, injectively.
///
/// The case is lowest: the numbers of a decision for one case after another, of which there are
/// millions, are then those of consecutive counters.
#[inline]
fn counter(decision: Decision, case: u64, ordinal: u32) -> u64 {
    debug_assert!(case < 1 << CASE_BITS, "cases are numbered below 2^40");
    debug_assert!(
        ordinal < 1 << ORDINAL_BITS,
        "draws of a decision are numbered below 2^16"
    );
    let case = case & ((1 << CASE_BITS) - 1);
    let ordinal = u64::from(ordinal) & ((1 << ORDINAL_BITS) - 1);
    (decision as u64) << (CASE_BITS + ORDINAL_BITS) | ordinal << CASE_BITS | case
}

/// All draws of one replication under one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    key: u64,
}

impl Stream {
    /// The stream of a replication.
    #[must_use]
    pub fn new(seed: u64, replication: u64) -> Stream {
        Stream {
            key: mixer::key(seed, replication),
        }
    }

    /// 64 random bits.
    #[inline]
    #[must_use]
    pub fn bits(&self, decision: Decision, case: u64, ordinal: u32) -> u64 {
        mixer::wyhash64(counter(decision, case, ordinal), self.key)
    }

    /// A uniform number, strictly between 0 and 1.
    #[inline]
    #[must_use]
    pub fn uniform(&self, decision: Decision, case: u64, ordinal: u32) -> f64 {
        Bits53(self.bits(decision, case, ordinal)).value()
    }

    /// Two independent uniform numbers of 32 bits each, strictly between 0 and 1.
    #[inline]
    #[must_use]
    pub fn pair(&self, decision: Decision, case: u64, ordinal: u32) -> (f64, f64) {
        let (upper, lower) = halves(self.bits(decision, case, ordinal));
        (upper.value(), lower.value())
    }

    /// The draws of one decision for one case as a generator, for samplers that need more than
    /// one uniform. It uses the ordinals from 0 up, at most 65,536 of them.
    #[must_use]
    pub fn sequence(&self, decision: Decision, case: u64) -> Sequence {
        Sequence {
            stream: *self,
            decision,
            case,
            ordinal: 0,
        }
    }
}

/// The two uniform numbers of [`Stream::pair`].
#[inline]
#[must_use]
pub fn halves(bits: u64) -> (Bits32, Bits32) {
    (Bits32((bits >> 32) as u32), Bits32(bits as u32))
}

/// The draws of one decision for one case, in order of their ordinals.
#[derive(Clone, Debug)]
pub struct Sequence {
    stream: Stream,
    decision: Decision,
    case: u64,
    ordinal: u32,
}

impl Sequence {
    /// The next uniform number, strictly between 0 and 1.
    pub fn uniform(&mut self) -> f64 {
        Bits53(self.bits()).value()
    }

    fn bits(&mut self) -> u64 {
        assert!(
            self.ordinal < 1 << ORDINAL_BITS,
            "a sequence holds 65,536 draws"
        );
        let bits = self.stream.bits(self.decision, self.case, self.ordinal);
        self.ordinal += 1;
        bits
    }
}

impl TryRng for Sequence {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        for chunk in dst.chunks_mut(8) {
            let bytes = self.bits().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
