//! The baseline levers: dated schedules of the scenario.

use super::Builder;
use crate::court::{Blueprint, CourtId, Levers, Reservation, SessionId};
use crate::scenario::document::HeldDocument;
use crate::time::Schedule;

impl Builder<'_> {
    /// The levers before any policy.
    pub fn levers(&self, blueprint: &Blueprint) -> Levers {
        let mut levers = Levers::neutral(blueprint);
        let everywhere = self.series(&self.document.judges.productivity);
        for (i, court) in self.document.court.iter().enumerate() {
            let posts = court.posts.as_ref().map_or_else(
                || Schedule::constant(f64::from(self.count(&court.judges))),
                |series| self.series(series),
            );
            let rooms = court.courtrooms.as_ref().map(|series| self.series(series));
            levers.courtrooms[i] = rooms.unwrap_or_else(|| posts.clone());
            levers.posts[i] = posts;
            let here = self.series(&court.productivity);
            levers.productivity[i] = everywhere.combine(&here, |all, own| all * own);
            for held in &court.reserved {
                self.hold(CourtId(i as u16), held, blueprint, &mut levers);
            }
        }
        for (i, docket) in self.document.docket.iter().enumerate() {
            levers.priority[i] = self.ranks(&docket.priority);
            levers.withdrawal[i] = self.series(&docket.withdrawal);
        }
        levers
    }

    /// Holds bench time of a court for a docket.
    fn hold(&self, court: CourtId, held: &HeldDocument, blueprint: &Blueprint, levers: &mut Levers) {
        let one = held.session.as_ref().map(|id| self.session(id));
        let all = (0..blueprint.sessions.len()).map(|k| SessionId(k as u8));
        for session in all.filter(|&session| one.is_none_or(|one| one == session)) {
            levers.reserved.push(Reservation {
                court,
                docket: self.docket(&held.docket),
                session,
                from: session,
                share: self.series(&held.share),
                minutes: Schedule::constant(0.0),
            });
        }
    }
}
