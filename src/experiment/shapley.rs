//! Order-averaged effects (Shapley 1953): over every order, or over some drawn ones.

/// A subset of provisions: bit `i` says whether provision `i` is enacted.
pub type Mask = u64;

/// Orders that are drawn for a replication where there are too many; each is also run backwards.
pub const DRAWN: u64 = 4;

/// The subset of all provisions.
pub fn all(count: usize) -> Mask {
    if count == 0 {
        0
    } else {
        Mask::MAX >> (64 - count)
    }
}

/// Subsets that one replication needs, at most.
pub fn subsets(count: usize, factorial: usize) -> u64 {
    if count <= factorial {
        1 << count
    } else {
        2 + 2 * DRAWN * (count as u64 - 1)
    }
}

/// The orders over which the effects of one replication are averaged.
#[derive(Debug)]
pub enum Orders {
    /// All of them, by way of all subsets of this many provisions.
    All(usize),
    /// Some.
    Drawn(Vec<Vec<usize>>),
}

impl Orders {
    /// Orders of a replication; with more than `factorial` provisions drawn from the seed.
    pub fn new(count: usize, factorial: usize, seed: u64, replication: u64) -> Self {
        if count <= factorial {
            return Orders::All(count);
        }
        let mut source = Source(seed ^ replication.wrapping_mul(0xD134_2543_DE82_EF95));
        let mut orders = Vec::new();
        for _ in 0..DRAWN {
            let mut order: Vec<usize> = (0..count).collect();
            for i in (1..count).rev() {
                order.swap(i, source.below(i as u64 + 1) as usize);
            }
            let backwards = order.iter().rev().copied().collect();
            orders.extend([order, backwards]);
        }
        Orders::Drawn(orders)
    }

    /// The subsets whose values are needed; some may come twice.
    pub fn masks(&self) -> Vec<Mask> {
        match self {
            Orders::All(count) => (0..=all(*count)).collect(),
            Orders::Drawn(orders) => {
                let mut masks = vec![0];
                for order in orders {
                    masks.extend(order.iter().scan(0, |mask: &mut Mask, &next| {
                        *mask |= 1 << next;
                        Some(*mask)
                    }));
                }
                masks
            }
        }
    }

    /// The order-averaged effect of each provision on the value of subsets.
    pub fn effects(&self, value: &dyn Fn(Mask) -> f64) -> Vec<f64> {
        match self {
            Orders::All(count) => {
                let weights = weights(*count);
                (0..*count)
                    .map(|i| exact(i, *count, &weights, value))
                    .collect()
            }
            Orders::Drawn(orders) => averaged(orders, value),
        }
    }
}

/// Share of all orders in which exactly a given subset of this size comes before a given
/// provision: s! (n - s - 1)! / n!.
fn weights(count: usize) -> Vec<f64> {
    let mut weights = Vec::with_capacity(count);
    // 1 / (n C(n-1, s)), with the binomials by their recurrence.
    let mut binomial = 1.0;
    for size in 0..count {
        weights.push(1.0 / (count as f64 * binomial));
        binomial *= (count - 1 - size) as f64 / (size + 1) as f64;
    }
    weights
}

fn exact(i: usize, count: usize, weights: &[f64], value: &dyn Fn(Mask) -> f64) -> f64 {
    let bit = 1 << i;
    let without = (0..=all(count)).filter(|mask| mask & bit == 0);
    without
        .map(|mask| weights[mask.count_ones() as usize] * (value(mask | bit) - value(mask)))
        .sum()
}

fn averaged(orders: &[Vec<usize>], value: &dyn Fn(Mask) -> f64) -> Vec<f64> {
    let count = orders.first().map_or(0, Vec::len);
    let mut effects = vec![0.0; count];
    for order in orders {
        let mut mask = 0;
        for &next in order {
            let after = mask | 1 << next;
            effects[next] += (value(after) - value(mask)) / orders.len() as f64;
            mask = after;
        }
    }
    effects
}

/// SplitMix64 (Steele, Lea and Flood 2014): for the orders only, never for the model.
struct Source(u64);

impl Source {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        ((u128::from(z) * u128::from(bound)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Provision 0 brings 10, provision 1 brings 4, the two together 6 more, provision 2 nothing.
    fn game(mask: Mask) -> f64 {
        let has = |i: u32| (mask >> i & 1) as f64;
        10.0 * has(0) + 4.0 * has(1) + 6.0 * has(0) * has(1)
    }

    #[test]
    fn what_two_do_together_is_shared_and_who_does_nothing_gets_nothing() {
        let orders = Orders::new(3, 6, 1, 0);
        assert_eq!(orders.masks().len(), 8);
        let effects = orders.effects(&game);
        for (effect, expected) in effects.iter().zip([13.0, 7.0, 0.0]) {
            assert!((effect - expected).abs() < 1e-12, "{effects:?}");
        }
    }

    #[test]
    fn drawn_orders_add_up_and_a_pair_is_exact_with_its_reverse() {
        let orders = Orders::new(9, 6, 7, 3);
        assert!(orders.masks().len() as u64 <= subsets(9, 6) + 2 * DRAWN);
        let effects = orders.effects(&game);
        assert!((effects.iter().sum::<f64>() - game(all(9))).abs() < 1e-12);
        // An order and its reverse split the common effect of two evenly.
        assert!((effects[0] - 13.0).abs() < 1e-12, "{effects:?}");
        assert_eq!(effects[5], 0.0);
    }

    #[test]
    fn orders_depend_on_seed_and_replication_only() {
        let masks = |seed, replication| Orders::new(8, 6, seed, replication).masks();
        assert_eq!(masks(1, 2), masks(1, 2));
        assert_ne!(masks(1, 2), masks(1, 3));
        assert_ne!(masks(1, 2), masks(2, 2));
    }

    #[test]
    fn weights_of_all_orders_add_to_one() {
        let mut sum = 0.0;
        for (size, weight) in weights(6).iter().enumerate() {
            let choose = [1.0, 5.0, 10.0, 10.0, 5.0, 1.0][size];
            sum += weight * choose;
        }
        assert!((sum - 1.0).abs() < 1e-12);
        assert_eq!((all(0), all(3)), (0, 7));
    }
}
