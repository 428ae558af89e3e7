//! What is to be said of runs that did not come as far as was asked.

use super::Job;
use crate::experiment::{AttributionRow, Experiment};
use crate::report::number::counted;
use crate::scenario::Scenario;

impl Job<'_> {
    /// What is to be said of runs that did not reach the precision asked for.
    pub(super) fn imprecise(&self, experiments: &[Experiment]) -> Vec<String> {
        let Some(target) = &self.options.precision else {
            return Vec::new();
        };
        let missed = |(scenario, experiment): (&Scenario, &Experiment)| {
            let reached = experiment.missed?;
            let (name, measure) = (&scenario.name, &target.measure);
            let wanted = four_digits(100.0 * target.relative);
            let n = counted(experiment.done(), "replication");
            let reached = if reached.is_finite() {
                format!("it is {:.2} %", 100.0 * reached)
            } else {
                "there is none".to_owned()
            };
            Some(format!(
                "{name}: the precision asked for was not reached. The half-width of the 95 % interval of \
                 {measure} was to be {wanted} % of the mean; after {n} {reached}."
            ))
        };
        self.scenarios
            .iter()
            .zip(experiments)
            .filter_map(missed)
            .collect()
    }

    /// What is to be said of stages after the replications, when the run was stopped.
    pub(super) fn cut_short(&self, done: u64, attribution: &[AttributionRow]) -> Vec<String> {
        let mut doubts = Vec::new();
        let fewest = attribution.iter().map(|row| row.n).min();
        match fewest {
            Some(n) if n < done => doubts.push(format!(
                "The provisions were taken apart in {n} of {done} replications, then the run was \
                 interrupted."
            )),
            None if self.attribute => doubts
                .push("The run was interrupted before the provisions were taken apart.".to_owned()),
            _ => {}
        }
        if self.assumptions.is_some() {
            doubts.push(
                "The run was interrupted while numbers were moved, or before: each number's effect \
                 says in how many replications it was moved."
                    .to_owned(),
            );
        }
        doubts
    }
}

/// A number to four significant digits, as it is written.
fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}
