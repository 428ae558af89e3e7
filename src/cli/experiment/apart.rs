//! Reforms taken apart, provision by provision.

use super::{Job, Means, Outcome};
use crate::cli::failure::Failure;
use crate::experiment::{AttributionRow, DRAWN, Dissection, Experiment, FACTORIAL, provision_ids};
use crate::report::manifest::Manifest;
use crate::report::number::counted;
use crate::scenario::Scenario;

impl Job<'_> {
    /// Adds the effects of provisions, where they were asked for.
    pub(super) fn take_apart(
        &self,
        means: Means<'_>,
        experiments: &[Experiment],
        outcome: &mut Outcome,
    ) -> Result<(), Failure> {
        if !self.attribute {
            return Ok(());
        }
        let rows = self.attribution(means, experiments)?;
        outcome.manifest.attribution = self.method(&outcome.manifest);
        if means.watch.stopped() {
            let done = outcome.manifest.replications_done;
            outcome.doubts.extend(cut_short(done, &rows));
        }
        outcome.told.attribution = rows;
        Ok(())
    }

    /// The effects of the provisions of all scenarios but the baseline.
    fn attribution(
        &self,
        means: Means<'_>,
        experiments: &[Experiment],
    ) -> Result<Vec<AttributionRow>, Failure> {
        let mut rows = Vec::new();
        let both = || self.scenarios.iter().zip(experiments);
        let Some(baseline) = both().next() else {
            return Ok(rows);
        };
        for scenario in both().skip(1) {
            let dissection = Dissection::new(baseline, scenario);
            let runs = dissection.runs();
            let (name, n) = (&scenario.0.name, scenario.1.done());
            means.terminal.say(&format!(
                "Taking {name} apart: {}, {} of each of {}",
                counted(dissection.ids().len() as u64, "provision"),
                counted(runs, "more run"),
                counted(n, "replication")
            ));
            let own = means.run(name, runs * n, |watch| dissection.run(&self.plan, watch));
            rows.extend(own?);
        }
        Ok(rows)
    }

    /// How provisions were taken apart, in words.
    fn method(&self, manifest: &Manifest) -> String {
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

/// What is to be said of provisions when the run was stopped.
fn cut_short(done: u64, rows: &[AttributionRow]) -> Option<String> {
    match rows.iter().map(|row| row.n).min() {
        Some(n) if n < done => Some(format!(
            "The provisions were taken apart in {n} of {done} replications, then the run was interrupted."
        )),
        None => Some("The run was interrupted before the provisions were taken apart.".to_owned()),
        _ => None,
    }
}
