//! The assumptions log, with its numbers moved where that was asked for.

use super::{Job, Means, Outcome};
use crate::cli::failure::Failure;
use crate::experiment::{self, Moves, Plan};
use crate::report::number::counted;

impl Job<'_> {
    /// Adds the assumptions log.
    pub(super) fn log_assumptions(
        &self,
        means: Means<'_>,
        outcome: &mut Outcome,
    ) -> Result<(), Failure> {
        let moves = self.moves(means)?;
        let moved = |i: usize| moves.get(i).and_then(Option::as_ref);
        let log = self.scenarios.iter().enumerate();
        let log = log.flat_map(|(i, s)| experiment::assumptions(s, moved(i)));
        outcome.told.assumptions = log.collect();
        if self.assumptions.is_some() && means.watch.stopped() {
            outcome.doubts.push(
                "The run was interrupted while numbers were moved, or before: each number's effect \
                 says in how many replications it was moved."
                    .to_owned(),
            );
        }
        Ok(())
    }

    /// The answer of each scenario with its numbers moved, where that was asked for.
    fn moves(&self, means: Means<'_>) -> Result<Vec<Option<Moves>>, Failure> {
        let Some(replications) = self.assumptions else {
            return Ok(Vec::new());
        };
        let plan = Plan {
            replications,
            ..self.plan.clone()
        };
        let mut all = Vec::new();
        for scenario in &self.scenarios {
            let (name, runs) = (&scenario.name, experiment::moves(scenario));
            if self.fit_runs(scenario).is_some() {
                // Its numbers were fitted: what the series leave of their ranges is told instead.
                all.push(None);
                continue;
            }
            if runs == 0 {
                all.push(Some(Moves::default()));
                continue;
            }
            means.terminal.say(&format!(
                "Moving {} of {name} to the ends of their ranges: {runs} runs of {}",
                counted(runs / 2, "number"),
                counted(replications, "replication")
            ));
            let total = runs * replications;
            let moves = means.run(name, total, |watch| Moves::run(scenario, &plan, watch));
            all.push(Some(moves?));
        }
        Ok(all)
    }
}
