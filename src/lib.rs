//! docketsim: discrete-event simulation of court backlogs.
//!
//! # What is modelled
//! Every case and every hearing of a court system, day by day: filings at dated rates, an opening
//! docket with its age profile, dockets whose stages and outcomes are data, judges who are hired,
//! learn and leave, court days with a limited bench time for each kind of session, a booking book
//! (hearings are booked months or years ahead, adjourned, bumped and booked again) or call-up
//! queues, decisions by disposition, appeals and remands, returns of closed and inactive cases, and
//! host sites at which respondents wait. A policy is a dated change of [`court::Levers`] and
//! nothing else. No country, docket or bill is known to the code: they stand in scenario files.
//!
//! # What is not modelled
//! What happens outside the courts: removals, detention beds as a limit, the reasons for which
//! people file, lawyers as a scarce resource. Judges of a court are alike but for their experience;
//! outcomes do not depend on the judge. Filings do not respond to waits unless a scenario says so
//! under `[feedback.arrivals]`. A day is the smallest unit of time. What no source gives is an
//! assumption, and is shown as one.
//!
//! # Layers
//! Imports point down only; a test reads the sources and fails on any other.
//! ```text
//! main > cli > report > experiment > scenario > policy > court > des > time
//!              stats, rng, diagnostic, special: at the bottom, used from above
//! ```
//! Two decisions keep it so: [`court::Levers`] (all that a policy may change) and
//! [`court::Monitor`] (all that a run reveals) live in [`court`]. Policies depend on the court,
//! never the reverse; statistics and files observe the court, never the reverse.
//!
//! # The way of the data
//! [`scenario`] reads files into a [`scenario::Scenario`], or says all that is wrong with them.
//! [`policy::enact_all`] rewrites the levers. [`court::simulate`] runs one replication over the
//! event list of [`des`] and tells a [`court::Monitor`]; [`experiment`] runs many, fills panels of
//! measures and folds them in order. [`report`] writes rows, and draws charts and page from the
//! saved rows.
//!
//! # What can be relied on
//! - **Order.** Events go by day, phase and order of scheduling: the contract is stated in [`des`]. It
//!   is that of each court where courts are simulated one after another ([`court::independent`]).
//! - **Draws.** Each is keyed by seed, replication, decision, case and ordinal ([`rng`]): the same
//!   number in every scenario, on any thread, in any order. Hence common random numbers between
//!   scenarios, and the same bytes on any number of threads.
//! - **Conservation.** In every replication, at the end of each month, by court and docket: opening
//!   plus what came in equals what went out plus what is pending. A breach is an error.
//! - **Null and early policies.** A policy without effect changes no bit, and no policy changes a
//!   bit before its effective date.

pub mod cli;
pub mod court;
pub mod des;
pub mod diagnostic;
pub mod experiment;
pub mod policy;
pub mod report;
pub mod rng;
pub mod scenario;
pub mod special;
pub mod stats;
#[cfg(test)]
mod testing;
pub mod time;
