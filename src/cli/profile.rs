//! `run --profile`: what a scenario costs in time and memory on this machine.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::time::{Duration, Instant};

use super::experiment::{interruptible, pool};
use super::failure::Failure;
use super::options::Options;
use super::progress::Progress;
use super::terminal::Terminal;
use crate::experiment::{self, Cost};
use crate::scenario::Scenario;

/// Replications of each thread, where the user does not say.
const EACH: u64 = 3;

/// What was measured on some threads.
struct Measured {
    cost: Cost,
    /// Most memory that the program has held so far [bytes].
    peak: Option<u64>,
}

/// Runs replications on one thread, then as many on each of all threads; prints what they cost and
/// writes nothing.
pub fn profile(terminal: &Terminal, scenario: &Scenario, options: &Options) -> Result<(), Failure> {
    let each = options.replications.unwrap_or(EACH);
    let mut measured = vec![measure(terminal, scenario, options, (Some(1), each))?];
    let all = pool(options.threads)?.current_num_threads();
    if all > 1 {
        let threads = Some(all as u64);
        measured.push(measure(terminal, scenario, options, (threads, each))?);
    }
    for line in table(&measured) {
        terminal.result(&line);
    }
    Ok(())
}

fn measure(
    terminal: &Terminal,
    scenario: &Scenario,
    options: &Options,
    (threads, each): (Option<u64>, u64),
) -> Result<Measured, Failure> {
    let (pool, watch) = (pool(threads)?, interruptible());
    let mut plan = options.plan(scenario);
    let (name, threads) = (&scenario.name, pool.current_num_threads());
    plan.replications = each * threads as u64;
    let n = plan.replications;
    terminal.say(&format!(
        "Measuring {name}: {n} replications, seed {}, {threads} thread(s)",
        plan.seed
    ));
    let progress = Progress::follow(terminal, name, n, &watch);
    let (before, started) = (processor_times(), Instant::now());
    let experiment = pool.install(|| experiment::run(scenario, &plan, &watch));
    let wall = started.elapsed();
    let processor = since(before.as_ref());
    drop(progress);
    if watch.stopped() {
        return Err(Failure::Interrupted { done: 0 });
    }
    Ok(Measured {
        cost: Cost::new(&experiment?, threads, (wall, processor)),
        peak: peak_memory(),
    })
}

/// The figures, one line each, a column for each number of threads.
fn table(measured: &[Measured]) -> Vec<String> {
    let costs = || measured.iter().map(|m| m.cost);
    let line = |name: &str, values: &mut dyn Iterator<Item = String>| {
        let values: String = values.map(|value| format!("{value:>16}")).collect();
        format!("{name:<34}{values}")
    };
    let unknown = || "unknown".to_owned();
    let whole = |value: f64| format!("{value:.0}");
    let mut lines = vec![
        line("threads", &mut costs().map(|c| c.threads.to_string())),
        line(
            "replications",
            &mut costs().map(|c| c.replications.to_string()),
        ),
        line("hearings", &mut costs().map(|c| c.hearings.to_string())),
        line("events", &mut costs().map(|c| c.events.to_string())),
        line(
            "seconds a replication",
            &mut costs().map(|c| format!("{:.3}", c.seconds_a_replication())),
        ),
        line(
            "ns per hearing and thread",
            &mut costs().map(|c| format!("{:.1}", c.ns_per_hearing())),
        ),
        line(
            "processor ns per hearing",
            &mut costs().map(|c| {
                let ns = c.processor_ns_per_hearing();
                ns.map_or_else(unknown, |ns| format!("{ns:.1}"))
            }),
        ),
        line(
            "hearings per second",
            &mut costs().map(|c| whole(c.hearings_per_second())),
        ),
        line(
            "peak memory so far [MB]",
            &mut measured.iter().map(|m| {
                let peak = m.peak.map(|bytes| bytes as f64 / 1e6);
                peak.map_or_else(unknown, whole)
            }),
        ),
    ];
    if let [one, all] = measured {
        let (up, share) = (all.cost.speed_up(&one.cost), all.cost.efficiency(&one.cost));
        lines.push(format!("{:<34}{up:>32.2}", "speed-up over one thread"));
        lines.push(format!(
            "{:<34}{:>30.0} %",
            "parallel efficiency",
            100.0 * share
        ));
    }
    lines
}

/// Most memory that this program has held, where the system tells [bytes].
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(1024 * kilobytes)
}

/// Time that each thread of this program has been on a processor, where the system tells [ns].
fn processor_times() -> Option<BTreeMap<OsString, u64>> {
    let threads = fs::read_dir("/proc/self/task").ok()?;
    let of_thread = |thread: fs::DirEntry| {
        let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        let time = text.split_whitespace().next()?.parse().ok()?;
        Some((thread.file_name(), time))
    };
    // A thread that ends meanwhile has no part in what is measured.
    let times: BTreeMap<_, _> = threads.flatten().filter_map(of_thread).collect();
    (!times.is_empty()).then_some(times)
}

/// Time on processors since earlier, of the threads that are there now.
fn since(before: Option<&BTreeMap<OsString, u64>>) -> Option<Duration> {
    let (before, after) = (before?, processor_times()?);
    let spent = |(thread, time): (OsString, u64)| {
        time.saturating_sub(before.get(&thread).copied().unwrap_or(0))
    };
    Some(Duration::from_nanos(after.into_iter().map(spent).sum()))
}
