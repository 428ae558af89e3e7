//! The court model: replications, booking, and how a scenario becomes a model.
#![allow(missing_docs)] // criterion's macros make undocumented items.

mod support;

use std::hint::black_box;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};

use docketsim::court::{LaneId, Silent, Workspace, simulate};
use docketsim::experiment::{Desk, Detail, layout, replicate};
use docketsim::policy::enact_all;
use docketsim::rng::Stream;
use docketsim::scenario::{Scenario, load};

use support::booking::{Booking, LENGTHS};
use support::{SEED, path, scenario};

/// The court alone: nobody listens.
fn silent(scenario: &Scenario, space: &mut Workspace) -> u64 {
    let stream = Stream::new(SEED, 0);
    let model = scenario.model(stream);
    let levers = enact_all(&model.levers, &model.policies, stream);
    simulate(&model.blueprint, &levers, stream, space, &mut Silent).hearings
}

/// One replication as an experiment runs it: with all measures.
fn measured(scenario: &Scenario, desk: &mut Desk) -> u64 {
    let layout = layout(scenario, Detail::Standard);
    let done = replicate(scenario, &layout, SEED, 0, desk);
    done.unwrap_or_else(|error| panic!("{error}")).hearings
}

fn replications(c: &mut Criterion) {
    let scenarios = [
        ("baseline of 2019", "scenarios/us-immigration-2019.toml", 10),
        (
            "baseline with the programme",
            "scenarios/mpp-calexico.toml",
            10,
        ),
        ("small", "tests/it/town/town.toml", 50),
    ];
    for (name, file, samples) in scenarios {
        let scenario = scenario(file);
        let mut desk = Desk::default();
        let mut group = c.benchmark_group(format!("replication, {name}"));
        // A national replication takes seconds: as many samples as needed, one run each.
        group.sample_size(samples).sampling_mode(SamplingMode::Flat);
        group.throughput(Throughput::Elements(silent(&scenario, &mut desk.court)));
        group.bench_function("court alone, time per hearing", |b| {
            b.iter(|| silent(&scenario, &mut desk.court));
        });
        group.bench_function("with all measures, time per hearing", |b| {
            b.iter(|| measured(&scenario, &mut desk));
        });
        group.finish();
    }
}

fn booking(c: &mut Criterion) {
    let mut group = c.benchmark_group("booking, a million hearings booked");
    group.throughput(Throughput::Elements(1));
    let mut booking = Booking::new();
    group.bench_function("take and book again", |b| {
        b.iter_custom(|turns| booking.time(turns));
    });
    let mut turn = 0;
    group.bench_function("first open day", |b| {
        b.iter(|| {
            turn = (turn + 1) % booking.earliest.len();
            let from = booking.today + booking.earliest[turn];
            booking
                .book
                .first_open(LaneId(0), (turn % LENGTHS.len()) as u8, from)
        });
    });
    group.finish();
}

fn scenarios(c: &mut Criterion) {
    let file = path("scenarios/mpp-calexico.toml");
    c.bench_function("scenario: load one that extends two others", |b| {
        b.iter(|| load(&file, &[]).is_ok());
    });
    let loaded = scenario("scenarios/mpp-calexico.toml");
    c.bench_function("scenario: model with another parameter", |b| {
        b.iter(|| loaded.model_with([("host_capacity", black_box(9_000.0))]));
    });
    let (stream, model) = (Stream::new(SEED, 0), loaded.model(Stream::new(SEED, 0)));
    c.bench_function("scenario: enact the policies", |b| {
        b.iter(|| enact_all(&model.levers, &model.policies, stream));
    });
}

// The crate builds plotters with fonts that must be registered, so criterion's own plots would
// stop with `FontUnavailable`.
criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = replications, booking, scenarios
}
criterion_main!(benches);
