//! Neighbours in the grid of a sweep: which of them can be told apart.

use crate::experiment::SweepRow;
use crate::report::number::{counted, shown};
use crate::report::sweep::Target;

/// Most pairs of neighbours that are named.
const MOST_PAIRS: usize = 6;

/// How neighbours are told apart.
pub const RULE: &str = "Neighbouring values count as told apart where the 95 % intervals of their paired \
    differences from the scenario as it stands do not overlap.";

/// Which neighbours cannot be told apart; those that are the same in every replication are no pair.
pub fn apart(target: &Target) -> Option<String> {
    let mut pairs = 0;
    let mut alike: Vec<(usize, usize)> = Vec::new();
    for line in (0..target.keys().len()).flat_map(|key| lines(target, key)) {
        for pair in line.windows(2) {
            let both = target.row(pair[0]).zip(target.row(pair[1]));
            let Some((one, other)) = both.filter(|(one, other)| !same(one, other)) else {
                continue;
            };
            let Some((a, b)) = doubt(one).zip(doubt(other)) else {
                continue;
            };
            pairs += 1;
            if a.0 <= b.1 && b.0 <= a.1 {
                alike.push((pair[0], pair[1]));
            }
        }
    }
    let n = counted(target.replications, "replication");
    match (pairs, alike.len()) {
        (0, _) => return None,
        (_, 0) => return Some(format!("All neighbouring values can be told apart in {n}.")),
        _ => {}
    }
    let named = if let ([key], true) = (target.keys(), alike.len() <= MOST_PAIRS) {
        let value = |at: usize| shown(key.values[at]);
        let pairs = alike
            .iter()
            .map(|(a, b)| format!("{} and {}", value(*a), value(*b)));
        format!(": {}", pairs.collect::<Vec<_>>().join("; "))
    } else {
        String::new()
    };
    Some(format!(
        "Of {} of neighbouring values {} cannot be told apart in {n}{named}.",
        counted(pairs, "pair"),
        alike.len()
    ))
}

/// Whether two points have the same numbers.
fn same(one: &SweepRow, other: &SweepRow) -> bool {
    let numbers = |row: &SweepRow| {
        [
            row.mean,
            row.ci_low,
            row.p05,
            row.p50,
            row.p95,
            row.diff_mean,
        ]
    };
    numbers(one) == numbers(other)
}

/// The points of the grid in lines along a key, the values of all others held.
pub fn lines(target: &Target, key: usize) -> Vec<Vec<usize>> {
    let starts = (0..target.points.len()).filter(|&at| target.place(at)[key] == 0);
    let line = |start: usize| {
        let mut place = target.place(start);
        let values = 0..target.keys()[key].values.len();
        let point = |value: usize| {
            place[key] = value;
            target.point(&place)
        };
        values.map(point).collect()
    };
    starts.map(line).collect()
}

/// The interval of the paired difference.
pub fn doubt(row: &SweepRow) -> Option<(f64, f64)> {
    row.diff_ci_low.zip(row.diff_ci_high)
}
