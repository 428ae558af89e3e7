//! Named forms of `arrivals`: each says by which reasoning it comes to a change of filings.
//!
//! All of them only multiply the filing rates of sources. The reasoning is in their fields in the
//! scenario file, so that a reader can doubt each step of it.

use super::{Arrivals, Change, Luck, Window, scale_within};
use crate::court::Levers;

/// A change of filings under the name of what causes it.
#[derive(Clone, Debug)]
pub struct ArrivalsForm {
    /// Name of the kind.
    pub kind: &'static str,
    /// What it comes to.
    pub arrivals: Arrivals,
    /// Time in which half of the effect is gone again; none: it lasts [days].
    pub half_life: Option<f64>,
}

/// A fading effect changes in steps of this length [days].
const STEP: i32 = 30;
/// Half-lives after which an effect counts as gone.
const GONE: f64 = 10.0;

impl ArrivalsForm {
    /// The effect at full strength, then less of it month by month.
    fn fade(&self, window: Window, half_life: f64, levers: &mut Levers) {
        let full = window.from + self.arrivals.lag + self.arrivals.ramp;
        let steps = (half_life * GONE / f64::from(STEP)).ceil() as i32;
        for step in 0..steps {
            let (from, next) = (full + step * STEP, full + (step + 1) * STEP);
            let until = window.until.map_or(next, |until| until.min(next));
            let part = Window {
                from,
                until: Some(until),
            };
            let Some(part) = part.starting(window.from) else {
                break;
            };
            let left = 0.5_f64.powf(f64::from(step * STEP) / half_life);
            let factor = 1.0 + (self.arrivals.multiplier - 1.0) * left;
            for source in &self.arrivals.sources {
                scale_within(&mut levers.arrivals[source.index()], part, factor);
            }
        }
    }
}

impl Change for ArrivalsForm {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn enact(&self, window: Window, luck: &Luck, levers: &mut Levers) {
        let Some(half_life) = self.half_life else {
            self.arrivals.enact(window, luck, levers);
            return;
        };
        let full = window.from + self.arrivals.lag + self.arrivals.ramp;
        let rising = Window {
            from: window.from,
            until: Some(window.until.map_or(full, |until| until.min(full))),
        };
        if rising.until > Some(rising.from) {
            self.arrivals.enact(rising, luck, levers);
        }
        self.fade(window, half_life, levers);
    }
}
