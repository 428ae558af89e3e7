//! Statistics: what a run is summed up in, and the intervals with which numbers leave.
//! It knows no court.

mod estimate;
mod exact;
mod histogram;
mod paired;
mod sample;
mod stopping;
mod student;
mod survival;
mod tally;

pub use estimate::Estimate;
pub use exact::exact_probability;
pub use histogram::{DayHistogram, Together};
pub use paired::Paired;
pub use sample::{Band, median_interval, quantile_sorted};
pub use stopping::StoppingRule;
pub use student::t_quantile;
pub use survival::KaplanMeier;
pub use tally::Tally;
