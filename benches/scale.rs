//! From ten thousand pending cases to four million: does the cost of a hearing stay flat? And what
//! rows and pages of the whole nation cost.
#![allow(missing_docs)] // criterion's macros make undocumented items.

mod support;

use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};

use docketsim::experiment::{
    Desk, Detail, Experiment, Plan, Shard, Watch, replications, results, run,
};
use docketsim::report::manifest::RunKind;
use docketsim::report::{Saved, describe, draw_all, page};
use docketsim::scenario::Scenario;

use support::nation::Part;
use support::{SEED, scenario};

/// Cases pending at the start.
const SIZES: [f64; 4] = [1e4, 1e5, 1e6, 4e6];

fn sizes(c: &mut Criterion) {
    let mut group = c.benchmark_group("ten years, time per hearing");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for pending in SIZES {
        let (part, mut desk) = (Part::of(pending), Desk::default());
        let courts = part.courts();
        let name = |what: &str| {
            let parameter = format!("{pending} pending in {courts} court(s)");
            BenchmarkId::new(what, parameter)
        };
        group.throughput(Throughput::Elements(part.silent(&mut desk.court)));
        group.bench_function(name("court alone"), |b| {
            b.iter(|| part.silent(&mut desk.court))
        });
        group.bench_function(name("with all measures"), |b| {
            b.iter(|| part.measured(&mut desk));
        });
    }
    group.finish();
}

fn nation() -> (Scenario, Experiment) {
    let scenario = scenario("scenarios/us-immigration-national.toml");
    let plan = Plan {
        seed: SEED,
        replications: 4,
        precision: None,
        detail: Detail::Standard,
        shard: Shard::WHOLE,
    };
    let experiment = run(&scenario, &plan, &Watch::default());
    let experiment = experiment.unwrap_or_else(|error| panic!("{error}"));
    (scenario, experiment)
}

fn rows_and_page(c: &mut Criterion) {
    let (scenario, experiment) = nation();
    let mut group = c.benchmark_group("70 courts, 4 replications");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Elements(experiment.layout.len() as u64));
    group.bench_function("fold, time per row", |b| {
        b.iter(|| results(&scenario, &experiment))
    });
    let scenarios = std::slice::from_ref(&scenario);
    let saved = Saved::new(
        describe::manifest(RunKind::Run, scenarios, Detail::Standard),
        results(&scenario, &experiment),
        Vec::new(),
        replications(&scenario, &experiment),
    );
    group.bench_function("charts and page, time per row", |b| {
        b.iter(|| {
            let charts = draw_all(&saved).unwrap_or_else(|error| panic!("{error}"));
            page(&saved, &charts).map(|page| page.len())
        });
    });
    group.finish();
}

// See `base.rs` for why there are no plots.
criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = sizes, rows_and_page
}
criterion_main!(benches);
