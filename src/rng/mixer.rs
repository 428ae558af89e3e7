//! The published mixer behind every draw, and its keys.

/// 64 random bits, a pure function of counter and key: wyhash64.
///
/// Wang Yi, wyhash, final version 4 (2022), in the public domain; its author offers it for numbers
/// that are a function of their coordinates, and states that it passes BigCrush and PractRand. Here
/// it went through PractRand along the coordinates that a simulation walks (`benches/README.md`).
///
/// Multiplying twice, it takes a third of the instructions of a generator that squares five times,
/// and a draw is what the hot loop does most.
#[inline]
pub(super) fn wyhash64(counter: u64, key: u64) -> u64 {
    let (low, high) = product(counter ^ FIRST, key ^ SECOND);
    let (low, high) = product(low ^ FIRST, high ^ SECOND);
    low ^ high
}

/// The author's constants: odd, with as many bits set as not in every byte.
const FIRST: u64 = 0x2d35_8dcc_aa6c_78a5;
const SECOND: u64 = 0x8bb8_4b93_962e_acc9;

/// The lower and the upper half of a product.
#[inline]
fn product(a: u64, b: u64) -> (u64, u64) {
    let whole = u128::from(a) * u128::from(b);
    (whole as u64, (whole >> 64) as u64)
}

/// The key of a replication: neighbouring seeds and replications get unrelated keys, and no two
/// replications of a seed the same.
pub(super) fn key(seed: u64, replication: u64) -> u64 {
    mix(mix(seed ^ 0x6A09_E667_F3BC_C908).wrapping_add(replication))
}

/// Finaliser "Mix13" of Stafford 2011, as used by SplitMix64: a bijection of 64 bits.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wyhash64_gives_the_known_answers() {
        // Printed by the author's own C code.
        let key = 0x548c_9dec_bce6_5297;
        let known = [
            (0, key, 0x31ca_8b23_14c1_0327),
            (1, key, 0x74cc_f952_7da8_b2bb),
            (2, key, 0x9811_6484_75ac_bef3),
            (3, key, 0xe406_529a_21d0_5006),
            (4, key, 0xcb05_d6e9_3035_3991),
            (u64::MAX, u64::MAX, 0xe506_a490_2fff_4bc4),
            (
                0x0123_4567_89ab_cdef,
                0xfedc_ba98_7654_3210,
                0xdeb6_05fc_9b79_c078,
            ),
        ];
        for (counter, key, answer) in known {
            assert_eq!(wyhash64(counter, key), answer, "{counter:x} under {key:x}");
        }
    }

    #[test]
    fn no_two_of_a_hundred_thousand_replications_share_a_key() {
        // Those of one seed cannot; of several a false alarm has probability 2.7e-10.
        let mut keys: Vec<u64> = (0..100_000).map(|n| key(n / 1_000, n % 1_000)).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 100_000);
    }
}
