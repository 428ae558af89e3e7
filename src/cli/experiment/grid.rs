//! The points of a sweep: run, and what is to be said of them.

use std::sync::Arc;

use super::Job;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::terminal::Terminal;
use crate::experiment::{Experiment, Sweep, Swept, Watch};
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

    /// The points of the grid, where there is one.
    pub(super) fn sweep(
        &self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
        experiments: &[Experiment],
    ) -> Result<Swept, Failure> {
        let Some(grid) = &self.grid else {
            return Ok(Swept::default());
        };
        let base = &self.scenarios[0];
        let points = grid.points.len() as u64;
        terminal.say(&format!(
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
        let progress = Progress::follow(terminal, &base.name, total, watch);
        let swept = pool.install(|| sweep.run(&self.plan, watch));
        drop(progress);
        Ok(swept?)
    }

    /// The grid as it was run, for the manifest.
    pub(super) fn swept(&self, swept: &Swept) -> Option<SweepInfo> {
        let mut info = self.grid.as_ref()?.info.clone();
        info.points_done = swept.points;
        Some(info)
    }

    /// What is to be said of points that a run which was stopped did not finish.
    pub(super) fn missing(&self, done: u64) -> Option<String> {
        let points = self.grid.as_ref()?.points.len() as u64;
        (done < points).then(|| {
            format!(
                "Of {} of the grid {done} {} finished; the others are missing.",
                counted(points, "point"),
                if done == 1 { "was" } else { "were" }
            )
        })
    }
}
