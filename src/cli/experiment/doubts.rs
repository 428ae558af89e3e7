//! What is to be said of runs that did not come as far as was asked.

use super::Job;
use crate::experiment::Experiment;
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
}

/// A number to four significant digits, as it is written.
fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}
