//! The least value that is good enough often enough: a search that knows nothing of what is tried.
//!
//! Values stand in their order, and each is tried at most once. The ends say which way is better, and
//! the middle is looked at whatever they say. Then the step from one that is not enough to one that is is halved; and so are the two steps that
//! bound what cannot be told apart: to the first value that is not surely too little, and to the first
//! that is surely enough. All three take for granted that better never falls along the values; what
//! was tried says whether that holds.

use std::collections::BTreeMap;

use crate::stats::Estimate;

/// What came of a value that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// How often it is good enough, with the interval of that probability.
    pub share: Estimate,
    /// How far on average from good enough, the more the better, in the order in which it counts: where
    /// the ends are good enough equally often.
    pub margins: Vec<f64>,
}

/// A search along `values` places, for one that is good enough with a probability.
#[derive(Clone, Debug)]
pub struct Search {
    values: usize,
    probability: f64,
    tried: BTreeMap<usize, Tried>,
}

/// What a search found; places count from the end that is good enough less often, the cheap one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The first place that is often enough; the one before it is not.
    Least(usize),
    /// The first place of all already is.
    Already,
    /// No place that was tried is, the last one neither.
    Never,
    /// The search was stopped before it was over.
    Unfinished,
}

/// A step of a search: where the one before is not, and the one after is.
type Step = (usize, usize);

impl Search {
    /// A search along at least two values for one that is good enough with this probability.
    #[must_use]
    pub fn new(values: usize, probability: f64) -> Self {
        Self {
            values,
            probability,
            tried: BTreeMap::new(),
        }
    }

    /// Takes what came of the value at a place, counted from the first.
    pub fn learn(&mut self, at: usize, tried: Tried) {
        self.tried.insert(at, tried);
    }

    /// The place of the value to try next, counted from the first; none: nothing is left to find.
    #[must_use]
    pub fn next(&self) -> Option<usize> {
        let untried = |place: &usize| !self.tried.contains_key(place);
        if let Some(first) = self.first_three().into_iter().find(untried) {
            return Some(first);
        }
        let enough = |share: &Estimate| share.mean >= self.probability;
        let not_too_little = |share: &Estimate| share.ci_high >= self.probability;
        let surely = |share: &Estimate| share.ci_low > self.probability;
        let steps = [
            self.step(enough),
            self.step(not_too_little),
            self.step(surely),
        ];
        let wide = steps.into_iter().flatten().find(|(no, yes)| yes - no > 1);
        wide.map(|(no, yes)| self.turned(usize::midpoint(no, yes)))
    }

    /// The ends and the middle.
    fn first_three(&self) -> [usize; 3] {
        let last = self.values - 1;
        [0, last, usize::midpoint(0, last)]
    }

    /// Whether the first value is the cheap end, as far as it is known: good enough less often than the
    /// last one.
    #[must_use]
    pub fn rises(&self) -> bool {
        let (Some(first), Some(last)) = (self.tried.get(&0), self.tried.get(&(self.values - 1)))
        else {
            return true;
        };
        let ranks = |tried: &Tried| {
            let share = std::iter::once(tried.share.mean);
            share
                .chain(tried.margins.iter().copied())
                .collect::<Vec<f64>>()
        };
        let both = ranks(first).into_iter().zip(ranks(last));
        let mut unlike = both.filter(|(a, b)| a != b && !a.is_nan() && !b.is_nan());
        unlike.next().is_none_or(|(first, last)| first < last)
    }

    /// A place counted from the other end, where that is the cheap one.
    #[must_use]
    pub fn turned(&self, place: usize) -> usize {
        if self.rises() {
            place
        } else {
            self.values - 1 - place
        }
    }

    /// What was tried, from the cheap end on.
    fn cheap_first(&self) -> Vec<(usize, &Tried)> {
        let mut all: Vec<_> = self
            .tried
            .iter()
            .map(|(&at, tried)| (self.turned(at), tried))
            .collect();
        all.sort_by_key(|(place, _)| *place);
        all
    }

    /// The narrowest known step from a value of which something does not hold to the first of which it
    /// does; none where it holds at the cheap end, or nowhere.
    fn step(&self, holds: impl Fn(&Estimate) -> bool) -> Option<Step> {
        let tried = self.cheap_first();
        let first = tried.iter().position(|(_, tried)| holds(&tried.share))?;
        let before = first.checked_sub(1)?;
        Some((tried[before].0, tried[first].0))
    }

    /// What was found.
    #[must_use]
    pub fn found(&self) -> Found {
        let known = |place: &usize| self.tried.contains_key(place);
        if !self.first_three().iter().all(known) {
            return Found::Unfinished;
        }
        let enough = |share: &Estimate| share.mean >= self.probability;
        let cheap = &self.tried[&self.turned(0)];
        match self.step(enough) {
            _ if enough(&cheap.share) => Found::Already,
            None => Found::Never,
            Some((no, yes)) if yes - no == 1 => Found::Least(yes),
            Some(_) => Found::Unfinished,
        }
    }

    /// The places, from the cheap end on, whose intervals hold the probability: the first and the last
    /// that cannot be told from one that is just enough. None where no tried one is such.
    #[must_use]
    pub fn doubtful(&self) -> Option<(usize, usize)> {
        let tried = self.cheap_first();
        let doubtful = |share: &Estimate| {
            share.ci_low <= self.probability && share.ci_high >= self.probability
        };
        let places = tried.iter().filter(|(_, tried)| doubtful(&tried.share));
        let places: Vec<usize> = places.map(|(place, _)| *place).collect();
        Some((*places.first()?, *places.last()?))
    }

    /// Places one after another that were tried, from the cheap end on, of which the later one is good
    /// enough less often.
    #[must_use]
    pub fn falls(&self) -> Vec<(usize, usize)> {
        let tried = self.cheap_first();
        let pairs = tried.windows(2);
        let falls = pairs.filter(|pair| pair[1].1.share.mean < pair[0].1.share.mean);
        falls.map(|pair| (pair[0].0, pair[1].0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::exact_probability;

    /// Runs a search over shares of 100 trials; what it found, and the places tried in their order.
    fn search(shares: &[u64], probability: f64) -> (Search, Vec<usize>) {
        let mut search = Search::new(shares.len(), probability);
        let mut tried = Vec::new();
        while let Some(at) = search.next() {
            assert!(!tried.contains(&at), "{at} twice");
            tried.push(at);
            let share = exact_probability(shares[at], 100, 0.95);
            let margins = vec![at as f64];
            search.learn(at, Tried { share, margins });
        }
        (search, tried)
    }

    fn least(shares: &[u64]) -> Found {
        search(shares, 0.8).0.found()
    }

    #[test]
    fn the_least_place_of_rising_and_of_falling_shares_is_found_wherever_it_is() {
        for n in [2, 3, 10, 101, 700] {
            for first in (1..n).step_by(1 + n / 13) {
                let up: Vec<u64> = (0..n).map(|i| if i >= first { 95 } else { 30 }).collect();
                assert_eq!(least(&up), Found::Least(first), "{n}");
                let down: Vec<u64> = up.iter().rev().copied().collect();
                let (found, tried) = search(&down, 0.8);
                assert_eq!((found.found(), found.rises()), (Found::Least(first), false));
                assert_eq!(found.turned(first), n - 1 - first);
                // The value before the answer is among those that were tried.
                assert!(tried.contains(&found.turned(first - 1)));
                assert!(
                    tried.len() <= 2 + (n as f64).log2().ceil() as usize,
                    "{tried:?}"
                );
                assert!(found.falls().is_empty() && found.doubtful().is_none());
            }
        }
    }

    #[test]
    fn the_values_that_cannot_be_told_apart_are_found_to_the_last_one() {
        // One replication in 100 more for each step: of 100 trials those from 71 to 87 have an
        // interval that holds 0.8 (binom.test).
        let shares: Vec<u64> = (0..=100).collect();
        let (found, tried) = search(&shares, 0.8);
        assert_eq!(found.found(), Found::Least(80));
        let holds = |k: &u64| exact_probability(*k, 100, 0.95).covers(0.8);
        let known: Vec<u64> = (0..=100).filter(holds).collect();
        let (first, last) = found.doubtful().unwrap();
        assert_eq!(
            (first as u64, last as u64),
            (known[0], *known.last().unwrap())
        );
        assert!(tried.len() <= 20, "{tried:?}");
    }

    #[test]
    fn a_target_met_at_once_or_never_is_told_from_the_ends_and_the_middle() {
        let (never, tried) = search(&[0, 0, 0, 0, 10], 0.8);
        assert_eq!((never.found(), tried.len()), (Found::Never, 3));
        let (already, tried) = search(&[97, 98, 99, 100, 100], 0.8);
        assert_eq!((already.found(), tried.len()), (Found::Already, 3));
        // Flat: the margins of the ends say which is the cheap one.
        assert_eq!(least(&[100; 9]), Found::Already);
        let (flat, _) = search(&[0; 9], 0.8);
        assert_eq!((flat.found(), flat.rises()), (Found::Never, true));
        let one = Search::new(9, 0.8);
        assert_eq!((one.found(), one.next()), (Found::Unfinished, Some(0)));
    }

    #[test]
    fn shares_that_fall_on_the_way_are_told_where_they_were_seen() {
        let (found, _) = search(&[0, 10, 60, 40, 50, 90, 85, 100, 100], 0.8);
        assert_eq!(found.found(), Found::Least(5));
        let falls = found.falls();
        assert!(!falls.is_empty());
        for (before, after) in falls {
            assert!(before < after);
        }
    }

    #[test]
    fn what_is_enough_in_the_middle_alone_is_found_and_told_to_fall() {
        let (hump, _) = search(&[0, 10, 50, 82, 95, 90, 40, 20, 5], 0.8);
        assert_eq!((hump.found(), hump.rises()), (Found::Least(3), true));
        assert_eq!(hump.falls(), [(4, 8)]);
    }

    #[test]
    fn a_search_that_is_stopped_says_so() {
        let mut search = Search::new(100, 0.8);
        for (at, k) in [(0, 0), (99, 100), (49, 10)] {
            assert_eq!(search.next(), Some(at));
            let share = exact_probability(k, 100, 0.95);
            search.learn(
                at,
                Tried {
                    share,
                    margins: Vec::new(),
                },
            );
        }
        assert_eq!(search.found(), Found::Unfinished);
    }
}
