//! Reforms taken apart, provision by provision.

use std::sync::Arc;

use super::Job;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::terminal::Terminal;
use crate::experiment::{
    AttributionRow, DRAWN, Dissection, Experiment, FACTORIAL, Watch, provision_ids,
};
use crate::report::manifest::Manifest;
use crate::report::number::counted;
use crate::scenario::Scenario;

impl Job<'_> {
    /// The effects of the provisions of all scenarios but the baseline.
    pub(super) fn attribution(
        &self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
        experiments: &[Experiment],
    ) -> Result<Vec<AttributionRow>, Failure> {
        let mut rows = Vec::new();
        let both = || self.scenarios.iter().zip(experiments);
        let Some(baseline) = both().next().filter(|_| self.attribute) else {
            return Ok(rows);
        };
        for scenario in both().skip(1) {
            let dissection = Dissection::new(baseline, scenario);
            let runs = dissection.runs();
            let (name, n) = (&scenario.0.name, scenario.1.done());
            terminal.say(&format!(
                "Taking {name} apart: {}, {} of each of {}",
                counted(dissection.ids().len() as u64, "provision"),
                counted(runs, "more run"),
                counted(n, "replication")
            ));
            let progress = Progress::follow(terminal, name, runs * n, watch);
            let own = pool.install(|| dissection.run(&self.plan, watch));
            drop(progress);
            rows.extend(own?);
        }
        Ok(rows)
    }

    /// How provisions were taken apart, in words.
    pub(super) fn method(&self, manifest: &Manifest) -> String {
        let own = |scenario: &Scenario| provision_ids(&self.scenarios[0], scenario).len();
        let most = self.scenarios[1..].iter().map(own).max().unwrap_or(0);
        let orders = if most <= FACTORIAL {
            "averaged over every order of enactment (Shapley values); every subset was run"
                .to_owned()
        } else {
            format!(
                "averaged over orders of enactment (Shapley values): all of them with up to {FACTORIAL} provisions, else {DRAWN} drawn for each replication from seed {} and their reverses",
                manifest.seed
            )
        };
        format!(
            "The effect of a provision, {orders}, with the same random numbers. Effects add up to the whole difference in each replication; 95 % intervals are those of the mean over replications. Waits by year of filing are taken apart for the last year whose cases have them in every subset, and left out where there is none."
        )
    }
}
