//! Progress of long work, on a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use super::terminal::Terminal;
use crate::experiment::Watch;

/// How often the bar is redrawn.
const TICK: Duration = Duration::from_millis(150);

/// A progress bar that follows a run on a thread of its own.
pub struct Progress {
    over: Arc<AtomicBool>,
    follower: Option<JoinHandle<()>>,
}

impl Progress {
    /// Shows replications done of `total`, and the time left.
    pub fn follow(terminal: &Terminal, label: &str, total: u64, watch: &Arc<Watch>) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let follower = terminal.shows_progress().then(|| {
            let bar = ProgressBar::new(total).with_prefix(label.to_owned());
            let style = ProgressStyle::with_template(
                "{prefix} {wide_bar} {pos}/{len} replications, {eta} left",
            );
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            let (over, watch, before) = (Arc::clone(&over), Arc::clone(watch), watch.done());
            std::thread::spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    bar.set_position(watch.done() - before);
                    std::thread::sleep(TICK);
                }
                bar.finish_and_clear();
            })
        });
        Self { over, follower }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(follower) = self.follower.take() {
            // A progress bar that failed is no reason to fail a run.
            let _ = follower.join();
        }
    }
}
