//! Battery for the keyed draw: what the simulation does is to draw at neighbouring coordinates.

use proptest::prelude::*;
use rand::{Rng, RngExt};
use rand_distr::Distribution as _;

use super::*;
use crate::special::{chi_square_tail, normal_cdf};

/// Each test below fails on right code with this probability (both tails together).
const FALSE_ALARM: f64 = 1e-4;

const DECISIONS: [Decision; 4] = [
    Decision::ArrivalCount,
    Decision::ArrivalHeight,
    Decision::Outcome,
    Decision::SyntheticB,
];

/// A walk along one coordinate: the n-th draw.
type Walk = Box<dyn Fn(u64) -> u64>;

/// Walks along every coordinate; `n` stays below 2^23.
fn walks() -> Vec<(String, Walk)> {
    let mut walks: Vec<(String, Walk)> = Vec::new();
    let stream = Stream::new(2_019, 3);
    for decision in DECISIONS {
        for ordinal in [0u32, 1, 255, 65_535] {
            let walk = move |n| stream.bits(decision, n, ordinal);
            walks.push((format!("cases {decision:?} {ordinal}"), Box::new(walk)));
        }
        let far = move |n: u64| stream.bits(decision, n << 17, 0);
        walks.push((format!("cases 2^17 apart {decision:?}"), Box::new(far)));
        let ordinals = move |n: u64| stream.bits(decision, n >> 16, n as u32 & 0xFFFF);
        walks.push((format!("ordinals {decision:?}"), Box::new(ordinals)));
        let replications = move |n| Stream::new(7, n).bits(decision, 11, 2);
        walks.push((format!("replications {decision:?}"), Box::new(replications)));
    }
    let seeds = |n| Stream::new(n, 0).bits(Decision::Outcome, 5, 0);
    walks.push(("seeds".into(), Box::new(seeds)));
    let many = ALL.len() as u64;
    let decisions = move |n: u64| stream.bits(ALL[(n % many) as usize].0, n / many, 0);
    walks.push(("decisions".into(), Box::new(decisions)));
    walks
}

/// Every decision with its number, which enters the key of its draws.
const ALL: [(Decision, u64); 32] = [
    (Decision::ArrivalCount, 0),
    (Decision::ArrivalHeight, 1),
    (Decision::ArrivalDay, 2),
    (Decision::MonthFactor, 4),
    (Decision::GroupSize, 5),
    (Decision::Destination, 6),
    (Decision::Represented, 7),
    (Decision::Notice, 9),
    (Decision::OpeningAge, 10),
    (Decision::OpeningStage, 11),
    (Decision::OpeningResidual, 12),
    (Decision::Absent, 13),
    (Decision::AbsentOrder, 14),
    (Decision::Outcome, 16),
    (Decision::Withdrawal, 18),
    (Decision::Appeal, 19),
    (Decision::AppealOutcome, 20),
    (Decision::Return, 21),
    (Decision::Recalendar, 23),
    (Decision::Eligible, 24),
    (Decision::JudgeLeaves, 26),
    (Decision::Selection, 27),
    (Decision::Readiness, 28),
    (Decision::Enactment, 29),
    (Decision::Parameter, 30),
    (Decision::SyntheticA, 31),
    (Decision::SyntheticB, 32),
    (Decision::Relief, 33),
    (Decision::Redirect, 34),
    (Decision::Move, 35),
    (Decision::Design, 36),
    (Decision::Forecast, 37),
];

fn any_decision() -> impl Strategy<Value = Decision> {
    (0..ALL.len()).prop_map(|n| ALL[n].0)
}

/// Asserts a chi-square statistic against both tails at `FALSE_ALARM` shared by `tests` tests.
fn assert_chi_square(what: &str, observed: &[u64], tests: usize) {
    let expected = observed.iter().sum::<u64>() as f64 / observed.len() as f64;
    let statistic: f64 = observed
        .iter()
        .map(|&o| (o as f64 - expected).powi(2) / expected)
        .sum();
    let tail = chi_square_tail(observed.len() as f64 - 1.0, statistic);
    let level = FALSE_ALARM / tests as f64;
    assert!(
        (level / 2.0..1.0 - level / 2.0).contains(&tail),
        "{what}: tail probability {tail:e}"
    );
}

/// Asserts a standard normal statistic two-sided at `FALSE_ALARM` shared by `tests` tests.
fn assert_normal(what: &str, z: f64, tests: usize) {
    let tail = 2.0 * normal_cdf(-z.abs());
    assert!(tail > FALSE_ALARM / tests as f64, "{what}: z = {z:.2}");
}

#[test]
fn the_bytes_of_neighbouring_draws_are_uniform() {
    let walks = walks();
    for (name, walk) in &walks {
        let mut counts = vec![[0u64; 256]; 8];
        for n in 0..1 << 17 {
            let bytes = walk(n).to_le_bytes();
            for (count, byte) in counts.iter_mut().zip(bytes) {
                count[usize::from(byte)] += 1;
            }
        }
        for (place, count) in counts.iter().enumerate() {
            assert_chi_square(&format!("{name}, byte {place}"), count, 8 * walks.len());
        }
    }
}

#[test]
fn pairs_and_triples_of_neighbouring_draws_fill_the_square_and_the_cube() {
    let walks = walks();
    for (name, walk) in &walks {
        let mut square = vec![0u64; 1 << 10];
        let mut cube = vec![0u64; 1 << 12];
        let draws: Vec<u64> = (0..1 << 17).map(walk).collect();
        for next in draws.windows(3) {
            let top = |n: usize, bits: u32| (next[n] >> (64 - bits)) as usize;
            square[top(0, 5) << 5 | top(1, 5)] += 1;
            cube[top(0, 4) << 8 | top(1, 4) << 4 | top(2, 4)] += 1;
        }
        assert_overlapping(&format!("{name}, pairs"), &square, 5, 2 * walks.len());
        assert_overlapping(&format!("{name}, triples"), &cube, 4, 2 * walks.len());
    }
}

/// Serial test with overlapping tuples: the difference of the statistics of order k and k - 1 is
/// chi-square (Good 1953, "The serial test for sampling numbers").
fn assert_overlapping(what: &str, tuples: &[u64], bits: u32, tests: usize) {
    let statistic = |counts: &[u64]| {
        let expected = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
        counts
            .iter()
            .map(|&o| (o as f64 - expected).powi(2) / expected)
            .sum::<f64>()
    };
    let shorter: Vec<u64> = tuples.chunks(1 << bits).map(|c| c.iter().sum()).collect();
    let degrees = (tuples.len() - shorter.len()) as f64;
    let tail = chi_square_tail(degrees, statistic(tuples) - statistic(&shorter));
    let level = FALSE_ALARM / tests as f64;
    assert!(
        (level / 2.0..1.0 - level / 2.0).contains(&tail),
        "{what}: tail probability {tail:e}"
    );
}

#[test]
fn neighbouring_draws_are_uncorrelated_at_lags_one_to_eight() {
    let walks = walks();
    for (name, walk) in &walks {
        let n = 1 << 17;
        let draws: Vec<f64> = (0..n).map(|i| Bits53(walk(i)).value() - 0.5).collect();
        for lag in 1..=8 {
            let sum: f64 = draws.iter().zip(&draws[lag..]).map(|(a, b)| a * b).sum();
            // Each product has mean 0 and variance 1/144.
            let z = sum * 12.0 / ((draws.len() - lag) as f64).sqrt();
            assert_normal(&format!("{name}, lag {lag}"), z, 8 * walks.len());
        }
    }
}

#[test]
fn the_same_case_is_uncorrelated_between_decisions_ordinals_and_replications() {
    let stream = Stream::new(1, 0);
    let unit = |bits| Bits53(bits).value() - 0.5;
    let base = |case| unit(stream.bits(Decision::Outcome, case, 0));
    let mut others: Vec<(String, Walk)> = Vec::new();
    for (decision, _) in ALL.into_iter().filter(|(d, _)| *d != Decision::Outcome) {
        let walk = move |case| stream.bits(decision, case, 0);
        others.push((format!("{decision:?}"), Box::new(walk)));
    }
    for k in 1..24 {
        let ordinal = move |case| stream.bits(Decision::Outcome, case, k);
        others.push((format!("ordinal {k}"), Box::new(ordinal)));
        let other = Stream::new(1, u64::from(k));
        let replication = move |case| other.bits(Decision::Outcome, case, 0);
        others.push((format!("replication {k}"), Box::new(replication)));
        let other = Stream::new(1 + u64::from(k), 0);
        let seed = move |case| other.bits(Decision::Outcome, case, 0);
        others.push((format!("seed {}", 1 + k), Box::new(seed)));
    }
    let n = 1 << 17;
    for (name, other) in &others {
        let sum: f64 = (0..n).map(|case| base(case) * unit(other(case))).sum();
        assert_normal(name, sum * 12.0 / (n as f64).sqrt(), others.len());
    }
}

#[test]
fn flipping_any_bit_of_the_counter_flips_half_of_the_bits_drawn() {
    let key = mixer::key(5, 0);
    let n = 4_096u64;
    for flipped in 0..64 {
        let mut flips = [0u32; 64];
        for i in 0..n {
            // Odd multiples of a random odd number spread over all counters.
            let at = i.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let change = mixer::wyhash64(at, key) ^ mixer::wyhash64(at ^ 1 << flipped, key);
            for (bit, count) in flips.iter_mut().enumerate() {
                *count += (change >> bit & 1) as u32;
            }
        }
        for (bit, &count) in flips.iter().enumerate() {
            let z = (f64::from(count) - 0.5 * n as f64) / (0.25 * n as f64).sqrt();
            assert_normal(
                &format!("counter bit {flipped}, drawn bit {bit}"),
                z,
                64 * 64,
            );
        }
    }
}

#[test]
fn equal_coordinates_give_equal_numbers_and_the_numbers_are_pinned() {
    let stream = Stream::new(2_019, 0);
    assert_eq!(stream, Stream::new(2_019, 0));
    let drawn = [
        stream.bits(Decision::ArrivalCount, 0, 0),
        stream.bits(Decision::Outcome, 123_456, 7),
        Stream::new(2_019, 1).bits(Decision::Outcome, 123_456, 7),
    ];
    // A change here changes every result: say so in the changelog.
    assert_eq!(drawn, PINNED);
}

const PINNED: [u64; 3] = [
    3_040_700_632_764_275_620,
    7_185_650_523_131_441_716,
    7_090_202_070_129_167_600,
];

#[test]
fn a_pair_is_the_two_halves_of_the_bits() {
    let stream = Stream::new(1, 1);
    let (a, b) = stream.pair(Decision::Outcome, 9, 0);
    let bits = stream.bits(Decision::Outcome, 9, 0);
    assert!((a - Bits53(bits).value()).abs() < 1e-9);
    assert!((b - Bits53(bits << 32).value()).abs() < 1e-9);
}

#[test]
fn every_decision_keeps_its_number() {
    for (decision, number) in ALL {
        // A change here changes every result: say so in the changelog.
        assert_eq!(decision as u64, number, "{decision:?}");
    }
}

#[test]
fn a_sequence_is_the_draws_of_its_ordinals() {
    let stream = Stream::new(1, 1);
    let mut sequence = stream.sequence(Decision::MonthFactor, 4);
    assert_eq!(
        sequence.next_u64(),
        stream.bits(Decision::MonthFactor, 4, 0)
    );
    assert_eq!(
        sequence.uniform(),
        stream.uniform(Decision::MonthFactor, 4, 1)
    );
    let mut bytes = [0u8; 12];
    sequence.fill_bytes(&mut bytes);
    assert_eq!(
        bytes[..8],
        stream.bits(Decision::MonthFactor, 4, 2).to_le_bytes()
    );
    assert_eq!(
        bytes[8..],
        stream.bits(Decision::MonthFactor, 4, 3).to_le_bytes()[..4]
    );
    let unit: f64 = sequence.random();
    assert!((unit - stream.uniform(Decision::MonthFactor, 4, 4)).abs() < 1e-15);
}

#[test]
fn the_samplers_of_rand_distr_run_on_a_sequence() {
    let gamma = rand_distr::Gamma::new(4.0, 0.25).unwrap();
    let n = 20_000;
    let stream = Stream::new(8, 0);
    let sum: f64 = (0..n)
        .map(|case| gamma.sample(&mut stream.sequence(Decision::MonthFactor, case)))
        .sum();
    // Mean 1, variance 1/4.
    assert_normal("gamma", (sum - n as f64) / (0.25 * n as f64).sqrt(), 1);
}

#[test]
#[should_panic(expected = "a sequence holds 65,536 draws")]
fn a_sequence_does_not_run_into_its_neighbours() {
    let mut sequence = Stream::new(1, 1).sequence(Decision::SyntheticA, 0);
    for _ in 0..=65_536 {
        sequence.uniform();
    }
}

proptest! {
    #![proptest_config(crate::testing::fixed())]

    #[test]
    fn coordinates_pack_injectively(
        a in (any_decision(), 0u64..1 << 40, 0u32..1 << 16),
        b in (any_decision(), 0u64..1 << 40, 0u32..1 << 16),
    ) {
        let packed = |(decision, case, ordinal)| counter(decision, case, ordinal);
        prop_assert_eq!(packed(a) == packed(b), a == b);
        let n = packed(a);
        let parts = (n >> 56, n & ((1 << 40) - 1), (n >> 40) as u32 & 0xFFFF);
        prop_assert_eq!(parts, (a.0 as u64, a.1, a.2));
    }
}
