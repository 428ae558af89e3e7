//! Instructions of the hot path, counted by valgrind: the same on a busy machine as on a quiet one,
//! so that a regression shows.
//!
//! Needs valgrind and `cargo install gungraun-runner`, of the version of the `gungraun` crate; then
//! `cargo bench --features instructions --bench instructions`.
#![allow(missing_docs)] // gungraun's macros make undocumented items.

mod support;

use std::hint::black_box;

use docketsim::experiment::Desk;
use docketsim::rng::{Decision, Distribution, Stream, Variate};
use gungraun::{library_benchmark, library_benchmark_group, main};

use support::SEED;
use support::booking::Booking;
use support::hold::Hold;
use support::nation::Part;

/// Turns of the small loops.
const TURNS: u64 = 10_000;

/// A court system whose memory is laid out already, as in all replications but the first.
fn warm(pending: f64) -> (Part, Desk) {
    let (part, mut desk) = (Part::of(pending), Desk::default());
    part.measured(&mut desk);
    (part, desk)
}

#[library_benchmark]
#[bench::ten_thousand_pending(args = (1e4), setup = warm)]
fn court_alone((part, mut desk): (Part, Desk)) -> u64 {
    black_box(part.silent(&mut desk.court))
}

#[library_benchmark]
#[bench::ten_thousand_pending(args = (1e4), setup = warm)]
fn with_all_measures((part, mut desk): (Part, Desk)) -> u64 {
    black_box(part.measured(&mut desk))
}

#[library_benchmark]
#[bench::a_million_booked(setup = Booking::new)]
fn take_and_book_again(mut booking: Booking) -> Booking {
    booking.time(TURNS);
    black_box(booking)
}

#[library_benchmark]
#[bench::a_hundred_thousand_pending(args = (100_000), setup = Hold::new)]
fn hold_an_event(mut hold: Hold) -> Hold {
    hold.time(TURNS);
    black_box(hold)
}

fn minutes() -> (Stream, Variate) {
    let law = Distribution::LogNormal {
        mean: 30.0,
        cv: 0.8,
    };
    (Stream::new(SEED, 0), Variate::new(&law))
}

#[library_benchmark]
#[bench::log_normal_minutes(setup = minutes)]
fn draw((stream, variate): (Stream, Variate)) -> u32 {
    let minutes = |case| variate.sample_minutes(stream.uniform(Decision::SyntheticA, case, 0));
    black_box((0..TURNS).fold(0, |sum: u32, case| sum.wrapping_add(minutes(case))))
}

library_benchmark_group!(
    name = hot_path;
    benchmarks = court_alone, with_all_measures, take_and_book_again, hold_an_event, draw
);

main!(library_benchmark_groups = hot_path);
