//! `priority`: who is called first, and bench time dedicated to a docket.

use super::{Change, Luck, Window, add_within, set_within};
use crate::court::{
    Act, Cases, CourtId, Deed, DocketId, Levers, Rank, Reach, Reservation, SessionId,
};
use crate::time::Schedule;

/// Sets the rank of a docket, turns the order round, or dedicates bench time.
#[derive(Clone, Debug)]
pub struct Priority {
    /// The docket.
    pub docket: DocketId,
    /// Its priority: a lower number is called first; none: as it was.
    pub priority: Option<u8>,
    /// Whether, within a priority, the case filed last is called first, in all dockets.
    pub newest_first: bool,
    /// Bench time set aside for the docket.
    pub dedicated: Vec<Dedicated>,
    /// The cases that take the priority.
    pub cases: Cases,
}

/// Bench time of a court set aside for a docket.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dedicated {
    /// The court.
    pub court: CourtId,
    /// Session kind of the hearings it is for.
    pub session: SessionId,
    /// Session kind it is taken from.
    pub from: SessionId,
    /// Share of the court's bench time of that kind [0-1].
    pub share: f64,
}

impl Priority {
    fn rank(&self, rank: u8, window: Window, levers: &mut Levers) {
        let mut schedule = Schedule::constant(None);
        set_within(&mut schedule, window, Some(rank));
        levers.ranks.push(Rank {
            docket: self.docket,
            rank: schedule,
            reach: Reach {
                cases: self.cases,
                since: window.from,
            },
        });
        // Hearings that are booked keep their day and take their new place in it.
        for day in [Some(window.from), window.until].into_iter().flatten() {
            let what = Deed::Rerank(self.docket);
            levers.acts.push(Act { day, what });
        }
    }

    fn dedicate(&self, time: &Dedicated, window: Window, levers: &mut Levers) {
        let same = |r: &&mut Reservation| {
            (r.court, r.docket) == (time.court, self.docket)
                && (r.session, r.from) == (time.session, time.from)
        };
        if let Some(reservation) = levers.reserved.iter_mut().find(same) {
            add_within(&mut reservation.share, window, time.share);
            return;
        }
        let mut share = Schedule::constant(0.0);
        add_within(&mut share, window, time.share);
        levers.reserved.push(Reservation {
            court: time.court,
            docket: self.docket,
            session: time.session,
            from: time.from,
            share,
            minutes: Schedule::constant(0.0),
        });
    }
}

impl Change for Priority {
    fn kind(&self) -> &'static str {
        "priority"
    }

    fn enact(&self, window: Window, _luck: &Luck, levers: &mut Levers) {
        if let Some(rank) = self.priority {
            self.rank(rank, window, levers);
        }
        if self.newest_first {
            set_within(&mut levers.newest_first, window, true);
        }
        for time in &self.dedicated {
            self.dedicate(time, window, levers);
        }
    }
}
