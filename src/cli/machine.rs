//! The machine that a command runs on, and when it was called.

use super::failure::Failure;
use crate::experiment::RunError;
use crate::report::manifest::Manifest;

/// Worker threads: as many as wanted, or one for each core.
pub fn pool(threads: Option<u64>) -> Result<rayon::ThreadPool, Failure> {
    let threads = threads.unwrap_or(0) as usize;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| RunError::Threads(error.to_string()).into())
}

/// Notes how and when the program was called.
pub fn began(manifest: &mut Manifest) {
    manifest.command_line = std::env::args().collect();
    if let Some(program) = manifest.command_line.first_mut() {
        // Where the program lies on this machine is of no use to a reader.
        "docketsim".clone_into(program);
    }
    manifest.started = utc_now();
}

/// The machine, as far as a reader may want to know it.
pub fn system() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    format!("{os} on {arch}, {cores} core(s)")
}

pub fn utc_now() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.map_or(0, |d| d.as_secs() as i64);
    let time = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
