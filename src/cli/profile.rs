//! `run --profile`: what a scenario costs in time and memory on this machine.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::time::{Duration, Instant};

use super::failure::Failure;
use super::interrupt::interruptible;
use super::machine::pool;
use super::options::Options;
use super::progress::Progress;
use super::terminal::Terminal;
use crate::experiment::{self, Cost};
use crate::report::number::counted;
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
    let all = pool(options.start.threads)?.current_num_threads();
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
    let (watch, pool) = (interruptible(terminal), pool(threads)?);
    let mut plan = options.plan(scenario);
    let (name, threads) = (&scenario.name, pool.current_num_threads());
    plan.replications = each * threads as u64;
    let n = plan.replications;
    terminal.say(&format!(
        "Measuring {name}: {}, seed {}, {}",
        counted(n, "replication"),
        plan.seed,
        counted(threads as u64, "thread")
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

/// A figure of what was measured, in words.
type Figure = fn(&Measured) -> String;

/// The figures, by name.
const FIGURES: [(&str, Figure); 9] = [
    ("threads", |m| m.cost.threads.to_string()),
    ("replications", |m| m.cost.replications.to_string()),
    ("hearings", |m| m.cost.hearings.to_string()),
    ("events", |m| m.cost.events.to_string()),
    ("seconds a replication", |m| {
        format!("{:.3}", m.cost.seconds_a_replication())
    }),
    ("ns per hearing and thread", |m| {
        format!("{:.1}", m.cost.ns_per_hearing())
    }),
    ("processor ns per hearing", |m| {
        known(m.cost.processor_ns_per_hearing(), 1, "")
    }),
    ("hearings per second", |m| {
        format!("{:.0}", m.cost.hearings_per_second())
    }),
    ("peak memory so far [MB]", |m| {
        known(m.peak.map(|bytes| bytes as f64 / 1e6), 0, "")
    }),
];

/// A number with so many decimals, where there is one.
fn known(value: Option<f64>, decimals: usize, unit: &str) -> String {
    value.map_or("unknown".to_owned(), |value| {
        format!("{value:.decimals$}{unit}")
    })
}

/// The figures, one line each, a column for each number of threads.
fn table(measured: &[Measured]) -> Vec<String> {
    let line = |(name, figure): &(&str, Figure)| {
        let values = measured.iter().map(|m| format!("{:>16}", figure(m)));
        format!("{name:<34}{}", values.collect::<String>())
    };
    let mut lines: Vec<String> = FIGURES.iter().map(line).collect();
    if let [one, all] = measured {
        lines.extend(comparison(&one.cost, &all.cost));
    }
    lines
}

/// What all threads do, against one.
fn comparison(one: &Cost, all: &Cost) -> [String; 3] {
    let percent = |share: Option<f64>| known(share.map(|share| 100.0 * share), 0, " %");
    let figures = [
        (
            "speed-up over one thread",
            known(Some(all.speed_up(one)), 2, ""),
        ),
        ("parallel efficiency", percent(Some(all.efficiency(one)))),
        (
            "  by processor time alone",
            percent(all.processor_efficiency(one)),
        ),
    ];
    figures.map(|(name, value)| format!("{name:<34}{value:>32}"))
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
