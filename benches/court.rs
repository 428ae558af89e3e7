//! The court model: replications, booking, and how a scenario becomes a model.
#![allow(missing_docs)] // criterion's macros make undocumented items.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};

use docketsim::court::{Book, Case, LaneId, Silent, SourceId, Workspace, simulate};
use docketsim::experiment::{Detail, layout, replicate};
use docketsim::policy::enact_all;
use docketsim::rng::{Decision, Stream};
use docketsim::scenario::{Scenario, load};
use docketsim::time::{CourtCalendar, Day, Holidays, Weekday};

const SEED: u64 = 20_190_312;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn scenario(name: &str) -> Scenario {
    let loaded = load(&path(name), &[]).unwrap_or_else(|faults| panic!("{faults}"));
    loaded.scenario
}

/// The court alone: nobody listens.
fn silent(scenario: &Scenario, space: &mut Workspace) -> u64 {
    let stream = Stream::new(SEED, 0);
    let model = scenario.model(stream);
    let levers = enact_all(&model.levers, &model.policies, stream);
    simulate(&model.blueprint, &levers, stream, space, &mut Silent).hearings
}

/// One replication as an experiment runs it: with all measures.
fn measured(scenario: &Scenario, space: &mut Workspace) -> u64 {
    let layout = layout(scenario, Detail::Standard);
    let done = replicate(scenario, &layout, SEED, 0, space);
    done.unwrap_or_else(|error| panic!("{error}")).hearings
}

fn replications(c: &mut Criterion) {
    let scenarios = [
        ("national", "scenarios/us-immigration-2019.toml", 10),
        (
            "national with the programme",
            "scenarios/mpp-calexico.toml",
            10,
        ),
        ("small", "tests/it/town/town.toml", 50),
    ];
    for (name, file, samples) in scenarios {
        let scenario = scenario(file);
        let mut space = Workspace::default();
        let mut group = c.benchmark_group(format!("replication, {name}"));
        // A national replication takes seconds: as many samples as needed, one run each.
        group.sample_size(samples).sampling_mode(SamplingMode::Flat);
        group.throughput(Throughput::Elements(silent(&scenario, &mut space)));
        group.bench_function("court alone, time per hearing", |b| {
            b.iter(|| silent(&scenario, &mut space));
        });
        group.bench_function("with all measures, time per hearing", |b| {
            b.iter(|| measured(&scenario, &mut space));
        });
        group.finish();
    }
}

/// Longest book [days].
const BOOK: i32 = 6_000;
/// Hearings booked at any time.
const BOOKED: u32 = 1_000_000;
/// Bookable minutes of a court day: some 1,400 hearings, 700 court days ahead.
const BOOKABLE: u32 = 92_000;
const LENGTHS: [u16; 2] = [13, 120];

/// A book in steady state: every court day its hearings are taken and booked again at the tail.
struct Booking {
    book: Book,
    today: Day,
    called: Vec<Case>,
    earliest: Vec<i32>,
    turn: usize,
}

impl Booking {
    fn new() -> Self {
        let calendar = CourtCalendar::new(Day(0), Day(BOOK), &Weekday::ALL[..5], &Holidays::None);
        let stream = Stream::new(SEED, 0);
        let notice = |case| 14 + (stream.bits(Decision::SyntheticA, case, 0) % 120) as i32;
        let book = Book::new(&calendar, Day(0), Day(BOOK), 1, 2, LENGTHS.to_vec());
        let mut booking = Self {
            book,
            today: Day(0),
            called: Vec::new(),
            earliest: (0..1 << 12).map(notice).collect(),
            turn: 0,
        };
        booking.refill();
        booking
    }

    fn refill(&mut self) {
        self.book.clear();
        self.book.set_bookable(LaneId(0), Day(0), BOOKABLE);
        self.today = Day(1);
        for ordinal in 0..BOOKED {
            let case = Case::new(SourceId(0), ordinal, Day(0));
            self.book_again(case);
        }
    }

    fn book_again(&mut self, case: Case) {
        self.turn = (self.turn + 1) % self.earliest.len();
        let from = self.today + self.earliest[self.turn];
        let long = u8::from(case.ordinal().is_multiple_of(2));
        self.book.book(LaneId(0), long, long, from, case);
    }

    /// Time of `turns` bookings; filling the book anew near its end is not counted.
    fn time(&mut self, turns: u64) -> Duration {
        let (mut left, mut spent) = (turns, Duration::ZERO);
        while left > 0 {
            let start = Instant::now();
            while left > 0 && self.today < Day(BOOK - 2_000) {
                self.today = self.today + 1;
                let mut called = std::mem::take(&mut self.called);
                self.book.take(LaneId(0), self.today, &mut called);
                for case in called.drain(..) {
                    self.book_again(black_box(case));
                    left = left.saturating_sub(1);
                }
                self.called = called;
            }
            spent += start.elapsed();
            if left > 0 {
                self.refill();
            }
        }
        spent
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
