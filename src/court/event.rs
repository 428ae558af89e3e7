//! What the future event list of the courts holds.

use super::bench::Planned;
use super::blueprint::{CourtId, DispositionId, SourceId};
use super::case::Case;

/// What happens in the court system. Hearings are no events: a session calls the day's list.
#[derive(Clone, Copy, Debug, Default)]
pub enum Event {
    /// Levers change.
    #[default]
    Levers,
    /// A judge joins, is trained or leaves.
    Seat(Planned),
    /// The month's review of the bench: learning judges, vacancies, unbooked cases.
    Review,
    /// A court sits.
    Sit(CourtId),
    /// The appeals body decides.
    Decide,
    /// The day's filings of a source.
    File(SourceId),
    /// A case becomes ready for its next hearing (call-up).
    Ready(Case),
    /// A respondent withdraws.
    Withdraw(Case),
    /// A decision is appealed.
    Appealed(Case),
    /// A closed case comes back.
    Return(Case),
    /// Something is done to many cases.
    Act(u16),
    /// A case is closed by a relief programme.
    Relieve(Case, DispositionId),
    /// Inactive cases of a court and docket are closed for good.
    Forget(u32, u32),
    /// A month ends.
    CloseMonth,
}

impl Event {
    /// The pending case that waits for it.
    pub(super) fn waiting(&self) -> Option<Case> {
        match self {
            Event::Ready(case) | Event::Withdraw(case) | Event::Relieve(case, _) => Some(*case),
            _ => None,
        }
    }
}
