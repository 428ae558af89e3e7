//! The least value of a number with which targets are met often enough, and the best split of a total.
//!
//! Every value or split that is tried has the same replications as the scenario as it stands: the same
//! random numbers, so that two of them differ by what they do, and by as little chance as can be.

mod least;
mod numbers;
mod quantity;
mod ranking;
mod row;
mod split;
mod threshold;

pub use least::{Optimum, Question};
pub use quantity::{Missing, Named, Part, Quantity, Side, Target};
pub use ranking::Ranking;
pub use row::{ALL_TARGETS, OptimizeRow};
pub use split::{CONFIDENCE, Choice, Contest, FIRST, MOST_PARTS};
pub use threshold::{Found, Search, Tried};
