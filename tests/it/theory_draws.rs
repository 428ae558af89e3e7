//! Draws as the court makes them: two halves of one number, and the same case hearing after hearing.
//!
//! The generator's own battery stands beside its code; here are the coordinates in use.

use docketsim::rng::{Decision, Distribution, Stream, Variate};
use docketsim::special::{chi_square_tail, normal_cdf};

/// Decisions of which both halves are used.
const PAIRED: [Decision; 7] = [
    Decision::Represented,
    Decision::Absent,
    Decision::AbsentOrder,
    Decision::Outcome,
    Decision::Appeal,
    Decision::Return,
    Decision::Eligible,
];

/// Decisions that are younger than the generator's battery.
const YOUNG: [Decision; 3] = [Decision::Relief, Decision::Redirect, Decision::Move];

/// False alarm of each test here, both tails together, shared by all its statistics.
const LEVEL: f64 = 1e-4;

fn assert_uniform(what: &str, cells: &[u32], tests: usize) {
    let expected = f64::from(cells.iter().sum::<u32>()) / cells.len() as f64;
    let squares = cells.iter().map(|&n| (f64::from(n) - expected).powi(2));
    let statistic = squares.sum::<f64>() / expected;
    let tail = chi_square_tail(cells.len() as f64 - 1.0, statistic);
    let level = LEVEL / (2 * tests) as f64;
    assert!((level..1.0 - level).contains(&tail), "{what}: {tail:e}");
}

fn assert_uncorrelated(what: &str, products: impl Iterator<Item = f64>, tests: usize) {
    let (mut sum, mut n) = (0.0, 0.0);
    for product in products {
        sum += product;
        n += 1.0;
    }
    // A product of two centred uniforms has variance 1/144.
    let z = sum * 12.0 / f64::sqrt(n);
    let tail = 2.0 * normal_cdf(-f64::abs(z));
    assert!(tail > LEVEL / tests as f64, "{what}: z = {z:.2}");
}

#[test]
fn the_halves_of_a_draw_fill_the_square_for_neighbouring_cases_and_for_the_hearings_of_one() {
    let stream = Stream::new(11, 4);
    for decision in PAIRED.into_iter().chain([Decision::Relief]) {
        let (mut cases, mut hearings) = (vec![0; 32 * 32], vec![0; 32 * 32]);
        let cell = |(u, v): (f64, f64)| (u * 32.0) as usize * 32 + (v * 32.0) as usize;
        for n in 0..1 << 16 {
            cases[cell(stream.pair(decision, 255 << 32 | n, 1))] += 1;
            hearings[cell(stream.pair(decision, n >> 6, 1 + (n as u32 & 63)))] += 1;
        }
        assert_uniform(&format!("{decision:?}, cases"), &cases, 16);
        assert_uniform(&format!("{decision:?}, hearings"), &hearings, 16);
    }
}

#[test]
fn what_happens_at_a_hearing_is_uncorrelated_with_the_hearing_before_and_with_the_case_before() {
    let stream = Stream::new(12, 0);
    let half = |decision, case, called, first: bool| {
        let (u, v) = stream.pair(decision, case, called);
        (if first { u } else { v }) - 0.5
    };
    let tests = PAIRED.len() * 4;
    for decision in PAIRED {
        for first in [true, false] {
            let at = |n: u64| (n >> 5, 1 + (n as u32 & 31));
            let hearing = (0..1_u64 << 17).map(|n| {
                let (case, called) = at(n);
                half(decision, case, called, first) * half(decision, case, called + 1, first)
            });
            assert_uncorrelated(&format!("{decision:?}, hearings"), hearing, tests);
            let case = (0..1_u64 << 17).map(|n| {
                let (case, called) = at(n);
                half(decision, case, called, first) * half(decision, case + 1, called, !first)
            });
            assert_uncorrelated(&format!("{decision:?}, cases"), case, tests);
        }
    }
}

#[test]
fn decisions_of_policies_are_uniform_and_uncorrelated_with_the_fate_of_the_case() {
    let stream = Stream::new(13, 0);
    for decision in YOUNG {
        for tag in [0, 7, 65_535] {
            let draw = |case| stream.uniform(decision, case, tag);
            let mut cells = vec![0; 1_000];
            (0..1 << 17).for_each(|case| cells[(draw(case) * 1_000.0) as usize] += 1);
            assert_uniform(&format!("{decision:?} {tag}"), &cells, 9);
            let products = (0..1_u64 << 17).map(|case| {
                let fate = stream.pair(Decision::Outcome, case, 1).0;
                (draw(case) - 0.5) * (fate - 0.5)
            });
            assert_uncorrelated(&format!("{decision:?} {tag}"), products, 9);
        }
    }
}

#[test]
fn whole_days_and_minutes_have_the_law_of_the_rounded_variate() {
    // Exponential with mean 12, rounded: k has the mass between k - 1/2 and k + 1/2; minutes of 0
    // count as 1. Chi-square on 2^18 draws each.
    let variate = Variate::new(&Distribution::Exponential { mean: 12.0 });
    let below = |x: f64| 1.0 - (-x.max(0.0) / 12.0).exp();
    let stream = Stream::new(14, 0);
    let n = 1 << 18;
    let (mut days, mut minutes) = (vec![0; 60], vec![0; 60]);
    for case in 0..n {
        let u = stream.uniform(Decision::SyntheticA, case, 0);
        days[(variate.sample_days(u) as usize).min(59)] += 1;
        minutes[(variate.sample_minutes(u) as usize).min(59)] += 1;
    }
    let law = |least: usize| {
        (least..60)
            .map(|k| {
                let low = if k == least {
                    0.0
                } else {
                    below(k as f64 - 0.5)
                };
                let high = if k == 59 { 1.0 } else { below(k as f64 + 0.5) };
                high - low
            })
            .collect::<Vec<f64>>()
    };
    assert_eq!(minutes[0], 0);
    for (what, observed, law) in [
        ("days", &days[..], law(0)),
        ("minutes", &minutes[1..], law(1)),
    ] {
        let terms = observed.iter().zip(&law).map(|(&o, p)| {
            let expected = p * n as f64;
            (f64::from(o) - expected).powi(2) / expected
        });
        let tail = chi_square_tail(law.len() as f64 - 1.0, terms.sum());
        let level = LEVEL / 4.0;
        assert!((level..1.0 - level).contains(&tail), "{what}: {tail:e}");
    }
}
