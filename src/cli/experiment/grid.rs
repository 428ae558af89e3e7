//! The points of a sweep: run, and what is to be said of them.

use super::{Job, Means, Outcome};
use crate::cli::failure::Failure;
use crate::cli::terminal::Terminal;
use crate::experiment::{Experiment, Sweep};
use crate::report::manifest::SweepInfo;
use crate::report::number::counted;

impl Job<'_> {
    /// Says how much a sweep will run.
    pub(super) fn announce(&self, terminal: &Terminal) {
        let Some(grid) = &self.grid else {
            return;
        };
        terminal.say(&format!(
            "Sweeping {} over {}: {} of {}, and the scenario as it stands",
            self.scenarios[0].name,
            grid.keys.join(", "),
            counted(grid.points.len() as u64, "point"),
            counted(self.plan.replications, "replication")
        ));
    }

    /// Adds the points of the grid, where there is one.
    pub(super) fn sweep(
        &self,
        means: Means<'_>,
        experiments: &[Experiment],
        outcome: &mut Outcome,
    ) -> Result<(), Failure> {
        let Some(grid) = &self.grid else {
            return Ok(());
        };
        let base = &self.scenarios[0];
        let points = grid.points.len() as u64;
        means.terminal.say(&format!(
            "Simulating {} of {}",
            counted(points, "point"),
            base.name
        ));
        let sweep = Sweep {
            base: (base, &experiments[0]),
            keys: &grid.keys,
            points: &grid.points,
        };
        let total = points * self.plan.replications;
        let swept = means.run(&base.name, total, |watch| sweep.run(&self.plan, watch))?;
        outcome.manifest.events += swept.events;
        outcome.manifest.sweep = Some(SweepInfo {
            points_done: swept.points,
            ..grid.info.clone()
        });
        outcome.told.sweep = swept.rows;
        if swept.points < points {
            outcome.doubts.push(format!(
                "Of {} of the grid {} {} finished; the others are missing.",
                counted(points, "point"),
                swept.points,
                if swept.points == 1 { "was" } else { "were" }
            ));
        }
        Ok(())
    }
}
