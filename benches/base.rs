//! The bottom layers: event list, keyed draw, samplers.
#![allow(missing_docs)] // criterion's macros make undocumented items.

mod support;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use docketsim::des::Lists;
use docketsim::rng::{Decision, Distribution, Stream, Variate, poisson_quantile};
use docketsim::stats::{DayHistogram, t_quantile};

use support::hold::Hold;

fn event_list(c: &mut Criterion) {
    let mut group = c.benchmark_group("event list, hold model");
    group.throughput(Throughput::Elements(1));
    for pending in [1_000, 100_000, 3_000_000] {
        let mut hold = Hold::new(pending);
        group.bench_function(BenchmarkId::from_parameter(pending), |b| {
            b.iter_custom(|turns| hold.time(turns));
        });
    }
    group.finish();
}

fn lists(c: &mut Criterion) {
    let mut lists = Lists::<u32>::new(700_000);
    let mut list = 0;
    c.bench_function("lists: push to and take from one of 700,000", |b| {
        b.iter(|| {
            list = (list + 314_159) % 700_000;
            lists.push_back(list, list as u32);
            lists.pop_front(list)
        });
    });
}

fn draws(c: &mut Criterion) {
    let stream = Stream::new(1, 0);
    let mut case = 0;
    let mut next = move || {
        case = (case + 1) & 0xFFFF_FFFF;
        case
    };
    c.bench_function("stream: new", |b| b.iter(|| Stream::new(1, black_box(7))));
    c.bench_function("stream: uniform", |b| {
        b.iter(|| stream.uniform(Decision::SyntheticA, next(), 0));
    });
    let laws = [
        ("constant", Distribution::Constant(30.0)),
        ("exponential", Distribution::Exponential { mean: 30.0 }),
        (
            "log-normal",
            Distribution::LogNormal {
                mean: 30.0,
                cv: 0.8,
            },
        ),
        (
            "gamma",
            Distribution::Gamma {
                mean: 30.0,
                cv: 0.8,
            },
        ),
    ];
    for (name, law) in laws {
        let variate = Variate::new(&law);
        c.bench_function(&format!("stream and variate: {name}"), |b| {
            b.iter(|| variate.sample_minutes(stream.uniform(Decision::SyntheticA, next(), 0)));
        });
        c.bench_function(&format!("variate: compile {name}"), |b| {
            b.iter(|| Variate::new(&law))
        });
    }
    for mean in [20.0, 20_000.0, 1e6] {
        c.bench_function(&format!("poisson: mean {mean}"), |b| {
            b.iter(|| poisson_quantile(mean, stream.uniform(Decision::ArrivalCount, next(), 0)));
        });
    }
}

fn statistics(c: &mut Criterion) {
    c.bench_function("t quantile: usual level", |b| {
        b.iter(|| t_quantile(black_box(29), 0.975))
    });
    c.bench_function("t quantile: other level", |b| {
        b.iter(|| t_quantile(black_box(29), 0.96))
    });
    let mut histogram = DayHistogram::new();
    let stream = Stream::new(1, 0);
    for case in 0..100_000 {
        let days = 3_000.0 * stream.uniform(Decision::SyntheticA, case, 0);
        histogram.add(days as u32, 1);
    }
    c.bench_function("day histogram: quantile of 3,000 days", |b| {
        b.iter(|| histogram.quantile(black_box(0.9)));
    });
}

/// What memory can do, to hold the bytes that a hearing touches against.
fn memory(c: &mut Criterion) {
    const NUMBERS: usize = 1 << 26;
    /// Numbers in a cache line.
    const LINE: usize = 8;
    const LINES: usize = NUMBERS / LINE;
    let mut numbers: Vec<u64> = (0..NUMBERS as u64).collect();
    let mut group = c.benchmark_group("memory, 512 MB");
    group.sample_size(10);
    group.throughput(Throughput::BytesDecimal((8 * NUMBERS) as u64));
    group.bench_function("read in order", |b| {
        b.iter(|| numbers.iter().fold(0, |sum: u64, n| sum.wrapping_add(*n)));
    });
    group.bench_function("read and write in order", |b| {
        b.iter(|| numbers.iter_mut().for_each(|n| *n = n.wrapping_mul(3)));
    });
    group.throughput(Throughput::Elements(1));
    // Each line names the next; a linear congruential generator comes by all of them (Knuth).
    for line in 0..LINES {
        numbers[line * LINE] = ((line * 1_664_525 + 1_013_904_223) % LINES) as u64;
    }
    let mut line = 0;
    group.bench_function("a line somewhere, found through the last", |b| {
        b.iter(|| {
            line = numbers[line * LINE] as usize;
            line
        });
    });
    group.finish();
}

// The crate builds plotters with fonts that must be registered, so criterion's own plots would
// stop with `FontUnavailable`.
criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = event_list, lists, draws, statistics, memory
}
criterion_main!(benches);
