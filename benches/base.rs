//! The bottom layers: event list, keyed draw, samplers.
#![allow(missing_docs)] // criterion's macros make undocumented items.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use docketsim::des::{EventList, Lists, Phase};
use docketsim::rng::{Decision, Distribution, Stream, Variate, poisson_quantile};
use docketsim::stats::{DayHistogram, t_quantile};
use docketsim::time::Day;

const HORIZON: i32 = 20_000;
/// Longest time from scheduling to happening [days].
const SPREAD: u32 = 1_000;

/// The hold model: take one event, schedule one.
struct Hold {
    events: EventList<u64>,
    delays: Vec<i32>,
    pending: usize,
    turn: usize,
}

impl Hold {
    fn new(pending: usize) -> Hold {
        let stream = Stream::new(1, 0);
        let delay = |case| (stream.bits(Decision::SyntheticA, case, 0) % u64::from(SPREAD)) as i32;
        let delays = (0..1 << 16).map(|case| 1 + delay(case)).collect();
        let events = EventList::new(Day(0), Day(HORIZON));
        let mut hold = Hold {
            events,
            delays,
            pending,
            turn: 0,
        };
        hold.refill();
        hold
    }

    fn refill(&mut self) {
        self.events.clear();
        for event in 0..self.pending as u64 {
            let delay = self.next_delay();
            self.events.schedule(Day(delay), Phase::Session, event);
        }
    }

    fn next_delay(&mut self) -> i32 {
        self.turn = (self.turn + 1) % self.delays.len();
        self.delays[self.turn]
    }

    /// Time of `turns` turns; filling the list anew near the horizon is not counted.
    fn time(&mut self, turns: u64) -> Duration {
        let (mut left, mut spent) = (turns, Duration::ZERO);
        while left > 0 {
            let start = Instant::now();
            while left > 0
                && let Some((day, phase, event)) = self.events.pop()
                && day.0 < HORIZON - SPREAD as i32
            {
                let delay = self.next_delay();
                self.events.schedule(day + delay, phase, event);
                left -= 1;
            }
            spent += start.elapsed();
            if left > 0 {
                self.refill();
            }
        }
        spent
    }
}

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
    let mut lists: Lists<u32> = Lists::new(700_000);
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
        b.iter(|| stream.uniform(Decision::Minutes, next(), 0));
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
            b.iter(|| variate.sample_minutes(stream.uniform(Decision::Minutes, next(), 0)));
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

// The crate builds plotters with fonts that must be registered, so criterion's own plots would
// stop with `FontUnavailable`.
criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = event_list, lists, draws, statistics
}
criterion_main!(benches);
