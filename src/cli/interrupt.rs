//! What happens when the program is asked to stop.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use super::terminal::Terminal;
use crate::experiment::Watch;
use crate::report::abandon;

/// A terminal that is closed asks twice, by the shell and by itself: within this time it is one wish.
const ONE_WISH: Duration = Duration::from_secs(2);

/// A watch that Ctrl-C, a request to terminate or a closed terminal asks to stop. The second time
/// the program ends at once, and what is not yet in place goes.
///
/// To be called before other threads begin.
pub fn interruptible(terminal: &Terminal) -> Arc<Watch> {
    static WATCH: OnceLock<Arc<Watch>> = OnceLock::new();
    let watch = WATCH.get_or_init(|| {
        let watch = Arc::new(Watch::default());
        let (asked, terminal) = (Arc::clone(&watch), terminal.twin());
        let mut first: Option<Instant> = None;
        stay_with_nohup();
        // Without a handler Ctrl-C ends the program as ever: no reason to refuse to run.
        let _ = ctrlc::set_handler(move || match first {
            None => {
                first = Some(Instant::now());
                asked.stop();
                terminal.say_beside_progress(
                    "interrupted: finishing what is under way; once more to drop it",
                );
            }
            Some(first) if first.elapsed() < ONE_WISH => {}
            Some(_) => {
                // Held to the end, so that nothing is written any more.
                let _held = abandon();
                std::process::exit(130);
            }
        });
        watch
    });
    Arc::clone(watch)
}

/// Lets a program that `nohup` started outlive its terminal, although the handler hears of it.
#[cfg(unix)]
fn stay_with_nohup() {
    use nix::sys::signal::{SigSet, Signal};
    // Only Linux tells which signals are ignored; elsewhere a closed terminal stops the run early.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    if ignored.is_some_and(|mask| mask >> (Signal::SIGHUP as i32 - 1) & 1 == 1) {
        // What is blocked never arrives. To ignore it again would take unsafe code.
        let hangup = SigSet::from(Signal::SIGHUP);
        let _ = hangup.thread_block();
    }
}

#[cfg(not(unix))]
fn stay_with_nohup() {}
