//! Search: fits of parameters to the past, and forecasts scored on years that the fit did not see.

mod accepted;
mod backtest;
mod calibrate;
mod design;
mod forecast;
mod linear;
mod naive;
mod problem;
mod scale;
mod score;
mod yearly;

pub use accepted::Accepted;
pub use backtest::{Mode, forecast};
pub use calibrate::{ACCEPTING, EXPLORING, FitPlan, calibrate, check_runs};
pub use naive::Naive;
pub use problem::{Family, Problem, SearchError, Target};
pub use scale::scale;
pub use score::{MODEL, backtest_rows, score_rows};
