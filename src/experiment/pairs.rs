//! Experiments side by side: what is paired needs the same replications of each.

use super::runner::{Experiment, Plan};

impl Experiment {
    /// Finished replications.
    pub fn done(&self) -> u64 {
        self.replications.len() as u64
    }
}

impl Plan {
    /// The plan by which [`run_on`](super::run_on) brings each experiment to as many replications
    /// as the longest of them has: with a precision target some stop before others do.
    pub fn up_to_the_longest(&self, experiments: &[Experiment]) -> Plan {
        let longest = experiments.iter().map(Experiment::done).max();
        Plan {
            replications: longest.unwrap_or(0),
            precision: None,
            ..self.clone()
        }
    }
}

/// Leaves of each experiment the replications that all of them finished, which are its first ones;
/// returns how many. Without an experiment there are none.
pub fn cut(experiments: &mut [Experiment]) -> Option<u64> {
    let least = experiments.iter().map(Experiment::done).min()?;
    for experiment in experiments {
        experiment.replications.truncate(least as usize);
    }
    Some(least)
}
