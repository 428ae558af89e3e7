//! Policies: dated changes of the levers of a court system, and nothing else.
//!
//! A policy never touches a case or a court: it rewrites schedules of [`Levers`] from its
//! effective date on. Each kind is a type of its own that implements [`Change`]; downstream nobody
//! knows what a programme or a bill is.

mod administrative_closure;
mod arrivals;
mod capacity;
mod closure;
mod continuance;
mod forms;
mod judges;
mod open_court;
mod priority;
mod relief_program;
mod remain_in_host;
mod representation;

pub use administrative_closure::{AdministrativeClosure, Recalendar, Wave};
pub use arrivals::Arrivals;
pub use capacity::{Appeals, Productivity};
pub use closure::CourtClosure;
pub use continuance::Continuance;
pub use forms::ArrivalsForm;
pub use judges::{Judges, PostsAt};
pub use open_court::{Catchment, OpenCourt};
pub use priority::{Dedicated, Priority};
pub use relief_program::ReliefProgram;
pub use remain_in_host::{Deterrence, Readiness, RemainInHost, ReservedTime};
pub use representation::RepresentationOffer;

use std::fmt::Debug;
use std::sync::Arc;

use crate::court::{CostStream, Levers};
use crate::rng::{Decision, Stream};
use crate::time::{Day, Schedule};

/// A dated change of levers.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Id, unique in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// First day on which it may change anything.
    pub effective: Day,
    /// First day on which it no longer holds; none: it lasts.
    pub until: Option<Day>,
    /// Probability that it comes about, drawn once for each replication [0-1].
    pub probability: f64,
    /// The bill of which it is a provision; none: it stands alone.
    pub bill: Option<String>,
    /// What it changes.
    pub change: Arc<dyn Change>,
}

/// What a kind of policy does to the levers.
pub trait Change: Debug + Send + Sync {
    /// Name of the kind, as in scenario files.
    fn kind(&self) -> &'static str;

    /// Rewrites schedules within the window and leaves every other day as it was.
    fn enact(&self, window: Window, luck: &Luck, levers: &mut Levers);
}

/// Days on which a policy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub from: Day,
    /// First day after it; none: it lasts.
    pub until: Option<Day>,
}

impl Window {
    /// The window from a later day on; `None` when it is over by then.
    pub fn starting(self, day: Day) -> Option<Window> {
        let from = self.from.max(day);
        match self.until {
            Some(until) if from >= until => None,
            until => Some(Window { from, until }),
        }
    }
}

/// The draws of one policy in one replication; the same policy (by id) has the same luck in every
/// scenario.
#[derive(Clone, Copy, Debug)]
pub struct Luck {
    stream: Stream,
    policy: u64,
}

impl Luck {
    /// Luck of the policy with this id.
    pub fn new(stream: Stream, id: &str) -> Self {
        // FNV-1a folded to the 40 bits a draw's key holds: stable across platforms and releases.
        let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self {
            stream,
            policy: (hash ^ (hash >> 40)) & ((1 << 40) - 1),
        }
    }

    /// Ordinal of draws that concern a policy and a case.
    pub fn tag(&self) -> u32 {
        (self.policy & 0xFFFF) as u32
    }

    /// A uniform number in (0, 1).
    pub fn uniform(&self, decision: Decision) -> f64 {
        self.stream.uniform(decision, self.policy, 0)
    }
}

impl Policy {
    /// A policy that is certain and lasts, under its own id.
    pub fn new(id: impl Into<String>, effective: Day, change: Arc<dyn Change>) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            effective,
            until: None,
            probability: 1.0,
            bill: None,
            change,
        }
    }

    /// Whether it comes about in this replication: the provisions of a bill together, or not.
    pub fn comes_about(&self, stream: Stream) -> bool {
        let luck = Luck::new(stream, self.bill.as_ref().unwrap_or(&self.id));
        self.probability >= 1.0
            || (self.probability > 0.0 && luck.uniform(Decision::Enactment) < self.probability)
    }

    /// Enacts the policy, if it comes about in this replication.
    pub fn enact(&self, stream: Stream, levers: &mut Levers) {
        let luck = Luck::new(stream, &self.id);
        if self.comes_about(stream) {
            let window = Window {
                from: self.effective,
                until: self.until,
            };
            self.change.enact(window, &luck, levers);
        }
    }
}

/// Levers of one replication: the baseline with every policy enacted in date order.
///
/// Policies of the same date keep the order of the scenario.
pub fn enact_all(baseline: &Levers, policies: &[Policy], stream: Stream) -> Levers {
    enact_some(baseline, policies, stream, |_| true)
}

/// Levers with those policies enacted for which `keep` holds: a bill without some of its
/// provisions, for attribution.
pub fn enact_some(
    baseline: &Levers,
    policies: &[Policy],
    stream: Stream,
    keep: impl Fn(&Policy) -> bool,
) -> Levers {
    let mut levers = baseline.clone();
    let mut order: Vec<&Policy> = policies.iter().filter(|policy| keep(policy)).collect();
    order.sort_by_key(|policy| policy.effective);
    for policy in order {
        policy.enact(stream, &mut levers);
    }
    levers
}

/// How a change sets in: at once, or in equal monthly steps over the ramp.
///
/// Calls `step(window, share)` for each part of the window with the share of the full change
/// that holds in it, from above 0 to 1.
fn ramp(window: Window, ramp_days: i32, mut step: impl FnMut(Window, f64)) {
    const STEP: i32 = 30;
    let steps = (ramp_days + STEP - 1) / STEP;
    for i in 0..=steps {
        let from = window.from + (i * STEP).min(ramp_days);
        let share = f64::from(i + 1) / f64::from(steps + 1);
        let next = window.from + ((i + 1) * STEP).min(ramp_days);
        let until = if i < steps {
            Some(window.until.map_or(next, |until| until.min(next)))
        } else {
            window.until
        };
        if let Some(part) = (Window { from, until }).starting(from) {
            step(part, share);
        }
    }
}

/// Adds an amount to a schedule within a window.
fn add_within(schedule: &mut Schedule<f64>, window: Window, amount: f64) {
    *schedule = schedule.map_within(window.from, window.until, |value| value + amount);
}

/// Multiplies a schedule within a window.
fn scale_within(schedule: &mut Schedule<f64>, window: Window, factor: f64) {
    *schedule = schedule.map_within(window.from, window.until, |value| value * factor);
}

/// Sets a schedule within a window.
fn set_within<T: Copy + PartialEq>(schedule: &mut Schedule<T>, window: Window, value: T) {
    *schedule = schedule.map_within(window.from, window.until, |_| value);
}

/// Charges a policy for its running cost within a window, and once on the window's first day.
fn charge(policy: &str, window: Window, per_year: f64, once: f64, levers: &mut Levers) {
    if per_year == 0.0 && once == 0.0 {
        return;
    }
    let mut per_day = Schedule::constant(0.0);
    add_within(&mut per_day, window, per_year / 365.25);
    levers.costs.push(CostStream {
        policy: policy.to_owned(),
        per_day,
        once: (once != 0.0).then_some((window.from, once)),
    });
}
