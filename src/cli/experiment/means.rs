//! What runs replications, and where it is told of them.

use std::sync::Arc;

use crate::cli::progress::Progress;
use crate::cli::terminal::Terminal;
use crate::experiment::Watch;

/// Threads to run on, a terminal to tell of it, and the wish to stop.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    pub terminal: &'a Terminal,
    pub pool: &'a rayon::ThreadPool,
    pub watch: &'a Arc<Watch>,
}

impl Means<'_> {
    /// Runs something, and shows how many of so many replications are done.
    pub fn run<T: Send>(
        self,
        label: &str,
        replications: u64,
        work: impl FnOnce(&Watch) -> T + Send,
    ) -> T {
        let progress = Progress::follow(self.terminal, label, replications, self.watch);
        let done = self.pool.install(|| work(self.watch));
        drop(progress);
        done
    }
}
