//! `arrivals`: more or fewer filings from some sources.

use super::{Change, Luck, Window, ramp, scale_within};
use crate::court::{Levers, SourceId};

/// Multiplies the filing rate of sources.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// The sources.
    pub sources: Vec<SourceId>,
    /// Factor on their rate when fully in force [1].
    pub multiplier: f64,
    /// From the effective date to the first effect [days].
    pub lag: i32,
    /// From the first effect to the full effect, in monthly steps [days].
    pub ramp: i32,
}

impl Change for Arrivals {
    fn kind(&self) -> &'static str {
        "arrivals"
    }

    fn enact(&self, window: Window, _luck: &Luck, levers: &mut Levers) {
        let Some(window) = window.starting(window.from + self.lag) else {
            return;
        };
        ramp(window, self.ramp, |part, share| {
            let factor = 1.0 + (self.multiplier - 1.0) * share;
            for source in &self.sources {
                scale_within(&mut levers.arrivals[source.index()], part, factor);
            }
        });
    }
}
