//! `judges`: authorised posts, filled through the hiring pipeline.

use super::{Change, Luck, Window, add_within, ramp};
use crate::court::{CostStream, CourtId, Levers};
use crate::time::Schedule;

/// Adds authorised posts at courts.
#[derive(Clone, Debug)]
pub struct Judges {
    /// Policy id, for its costs.
    pub policy: String,
    /// Posts and courtrooms, court by court.
    pub courts: Vec<PostsAt>,
    /// From the first posts to all of them, in monthly steps [days].
    pub ramp: i32,
    /// Paid once on the effective date, for each post [currency per post].
    pub setup_cost: f64,
}

/// Posts and courtrooms added at one court.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PostsAt {
    /// The court.
    pub court: CourtId,
    /// Authorised posts added; negative: cut [judges].
    pub posts: f64,
    /// Courtrooms added with them [courtrooms].
    pub courtrooms: f64,
}

impl Change for Judges {
    fn kind(&self) -> &'static str {
        "judges"
    }

    fn enact(&self, window: Window, _luck: &Luck, levers: &mut Levers) {
        ramp(window, self.ramp, |part, share| {
            for at in &self.courts {
                let court = at.court.index();
                add_within(&mut levers.posts[court], part, at.posts * share);
                add_within(&mut levers.courtrooms[court], part, at.courtrooms * share);
            }
        });
        let posts: f64 = self.courts.iter().map(|at| at.posts.max(0.0)).sum();
        if self.setup_cost * posts > 0.0 {
            levers.costs.push(CostStream {
                policy: self.policy.clone(),
                per_day: Schedule::constant(0.0),
                once: Some((window.from, self.setup_cost * posts)),
            });
        }
    }
}
