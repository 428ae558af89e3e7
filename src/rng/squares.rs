//! The published generator behind every draw, and its keys.

/// Squares with five rounds and 64 bits of output: a pure function of counter and key.
///
/// Widynski 2020, "Squares: A Fast Counter-Based RNG", arXiv:2004.06278.
#[inline]
pub(super) fn squares64(counter: u64, key: u64) -> u64 {
    let x = counter.wrapping_mul(key);
    let y = x;
    let z = y.wrapping_add(key);
    let x = round(x, y).rotate_left(32);
    let x = round(x, z).rotate_left(32);
    let x = round(x, y).rotate_left(32);
    let t = round(x, z);
    t ^ (round(t.rotate_left(32), y) >> 32)
}

#[inline]
fn round(x: u64, weyl: u64) -> u64 {
    x.wrapping_mul(x).wrapping_add(weyl)
}

/// The key of a replication.
///
/// Squares needs irregular keys: the paper builds them from hexadecimal digits, none of them
/// zero, the eight upper ones all different, the eight lower ones all different, the last one
/// odd. So are these, with the digits picked by a hash of (seed, replication): neighbouring
/// replications get unrelated keys, where a key counted upward would give related streams.
pub(super) fn key(seed: u64, replication: u64) -> u64 {
    let mut source = Source(mix(
        mix(seed ^ 0x6A09_E667_F3BC_C908).wrapping_add(replication)
    ));
    let upper = distinct_digits(&mut source);
    let mut lower = distinct_digits(&mut source);
    while lower & 1 == 0 {
        lower = distinct_digits(&mut source);
    }
    upper << 32 | lower
}

/// Eight different hexadecimal digits, none of them zero, in random order.
fn distinct_digits(source: &mut Source) -> u64 {
    let mut digits: [u64; 15] = std::array::from_fn(|i| i as u64 + 1);
    let mut number = 0;
    for place in 0..8 {
        let other = place + source.below(15 - place as u64) as usize;
        digits.swap(place, other);
        number = number << 4 | digits[place];
    }
    number
}

/// SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
struct Source(u64);

impl Source {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        // The high half of the product: a bias of 2^-60, of no consequence for picking digits.
        ((u128::from(mix(self.0)) * u128::from(bound)) >> 64) as u64
    }
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

    /// The paper's definition in exact arithmetic, written apart from the code above.
    fn reference(counter: u64, key: u64) -> u64 {
        const WORD: u128 = 1 << 64;
        let half = |v: u128| (v % WORD) / (1 << 32) + (v % (1 << 32)) * (1 << 32);
        let (c, k) = (u128::from(counter), u128::from(key));
        let y = c * k % WORD;
        let z = (y + k) % WORD;
        let mut x = y;
        for weyl in [y, z, y] {
            x = half((x * x % WORD + weyl) % WORD);
        }
        let t = (x * x % WORD + z) % WORD;
        let last = (half(t) * half(t) % WORD + y) % WORD;
        (t ^ (last / (1 << 32))) as u64
    }

    #[test]
    fn squares64_gives_the_known_answers() {
        // Printed alike by two independent public implementations for the first key of the
        // author's key file, counters 0 to 9.
        let known = [
            0x36d8_8366_cee6_33a5,
            0x9447_16e0_0e60_dfaa,
            0xc8a8_f4e0_6786_54bf,
            0x35cc_666a_ab11_c80d,
            0x7094_eab1_cbae_8747,
            0xa2a1_b6f5_6e92_a96f,
            0xd884_957d_4800_7552,
            0xe61f_37b9_7d59_3453,
            0xe4d4_5c47_62b1_0dad,
            0xb0db_d071_f201_dd2a,
        ];
        let drawn: [u64; 10] = std::array::from_fn(|i| squares64(i as u64, 0x548c_9dec_bce6_5297));
        assert_eq!(drawn, known);
    }

    #[test]
    fn squares64_agrees_with_exact_arithmetic() {
        let mut counter = 1u64;
        for replication in 0..1_000 {
            let key = key(7, replication);
            counter = counter
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(replication);
            assert_eq!(squares64(counter, key), reference(counter, key));
        }
        assert_eq!(squares64(u64::MAX, u64::MAX), reference(u64::MAX, u64::MAX));
    }

    #[test]
    fn keys_follow_the_rules_of_the_paper() {
        for n in 0..10_000u64 {
            let key = key(n / 100, n % 100);
            let digits: Vec<u64> = (0..16).map(|i| key >> (4 * i) & 15).collect();
            assert!(key & 1 == 1 && !digits.contains(&0), "{key:x}");
            for half in digits.chunks(8) {
                assert_eq!(
                    half.iter().fold(0u32, |seen, d| seen | 1 << d).count_ones(),
                    8
                );
            }
        }
    }

    #[test]
    fn no_two_of_a_hundred_thousand_replications_share_a_key() {
        // About 3.6e16 keys: a false alarm has probability 1.4e-7.
        let mut keys: Vec<u64> = (0..100_000).map(|n| key(n / 1_000, n % 1_000)).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 100_000);
    }
}
