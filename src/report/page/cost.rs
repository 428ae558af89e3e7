//! Whether a difference of costs is one, or nobody said what the policies cost.

use crate::experiment::ComparisonRow;
use crate::report::frame::Frame;
use crate::report::manifest::{PolicyInfo, ScenarioInfo};

/// Stands in place of a difference of costs that nobody stated.
pub const NOT_STATED: &str = "not stated";

/// Whether a paired difference is none in every replication. An event has an interval of some width
/// even so.
pub fn is_none(row: &ComparisonRow) -> bool {
    let ties = row.probability_lower.is_none_or(|p| p == 0.5);
    row.diff_mean == Some(0.0) && ties && row.ci_low == row.ci_high
}

/// Whether costs differ in nothing because no policy of the scenario says what it costs: an exact
/// zero would be read as a price.
pub fn not_stated(frame: &Frame, scenario: &ScenarioInfo, row: &ComparisonRow) -> bool {
    if row.measure != "cost" || !is_none(row) {
        return false;
    }
    let baseline = frame.baseline().map_or(&[][..], |b| &b.policies);
    let own = |policy: &&PolicyInfo| baseline.iter().all(|other| other.id != policy.id);
    let mut own = scenario.policies.iter().filter(own).peekable();
    let costs = |policy: &PolicyInfo| {
        let mut fields = policy.fields.iter();
        fields.any(|field| field.label.contains("cost"))
    };
    own.peek().is_some() && !own.any(costs)
}
