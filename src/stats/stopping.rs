//! How many replications are enough.

/// Stops when the confidence interval of the mean is narrow enough and stays so, after Hoad,
/// Robinson and Davies 2010, "Automated selection of the number of replications for a
/// discrete-event simulation", Journal of the Operational Research Society 61, 1632.
///
/// After each replication the cumulative mean and its half-width are pushed. Once the half-width
/// is at most the target share of the mean, the rule looks ahead: the precision must hold for the
/// next k replications too (k = 5, growing in proportion beyond 100 replications), since an
/// interval narrow by chance soon widens again. With several measures, keep a rule for each and
/// stop when all are satisfied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoppingRule {
    relative: f64,
    pushed: u64,
    /// The first replication of the current run of sufficient precision.
    narrow_since: Option<u64>,
}

/// Fewer values estimate no variance worth the name.
const LEAST: u64 = 3;
/// How far the rule looks ahead: kLimit of the paper [replications].
const LOOK_AHEAD: u64 = 5;

impl StoppingRule {
    /// A rule for a half-width of at most `relative` (as 0.05) times the mean.
    #[must_use]
    pub fn new(relative: f64) -> StoppingRule {
        StoppingRule {
            relative,
            pushed: 0,
            narrow_since: None,
        }
    }

    /// Takes the mean of all replications so far and the half-width of its interval, NaN if it has
    /// none; to be called once after each replication [unit of the values].
    pub fn push(&mut self, mean: f64, half_width: f64) {
        self.pushed += 1;
        let wanted = self.relative * mean.abs();
        let narrow = self.pushed >= LEAST && half_width <= wanted;
        self.narrow_since = if narrow {
            self.narrow_since.or(Some(self.pushed))
        } else {
            None
        };
    }

    /// Whether the precision was reached and has held.
    #[must_use]
    pub fn satisfied(&self) -> bool {
        self.narrow_since
            .is_some_and(|first| self.pushed - first >= ahead(first))
    }
}

/// f(kLimit, n) of the paper.
fn ahead(n: u64) -> u64 {
    if n <= 100 {
        LOOK_AHEAD
    } else {
        LOOK_AHEAD * n / 100
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Decision, Stream, exponential};
    use crate::stats::Tally;

    #[test]
    fn it_stops_after_the_precision_has_held_for_the_look_ahead() {
        let mut rule = StoppingRule::new(0.1);
        let narrow = |rule: &mut StoppingRule, times| {
            (0..times).for_each(|_| rule.push(10.0, 0.9));
        };
        rule.push(10.0, f64::NAN);
        narrow(&mut rule, 4);
        // Replications 3 to 5 were narrow; the sixth is not, and all starts anew.
        rule.push(10.0, 1.1);
        narrow(&mut rule, 5);
        assert!(!rule.satisfied());
        narrow(&mut rule, 1);
        assert!(rule.satisfied());
    }

    #[test]
    fn the_look_ahead_grows_beyond_a_hundred_replications() {
        let mut rule = StoppingRule::new(0.1);
        (0..199).for_each(|_| rule.push(1.0, 1.0));
        (0..10).for_each(|_| rule.push(1.0, 0.01));
        assert!(!rule.satisfied());
        rule.push(1.0, 0.01);
        assert!(rule.satisfied());
    }

    #[test]
    fn it_stops_and_the_intervals_still_cover_the_truth() {
        // 400 experiments, exponential values of mean 1, target 10 %: about 400 replications each.
        // Stopping by the interval itself costs some coverage: between 360 and 392 of 400, both
        // included; if the true coverage is 94 % to 95 %, a false alarm of at most 7e-4.
        let stream = Stream::new(2_010, 0);
        let covered = (0..400)
            .filter(|&experiment| {
                let mut rule = StoppingRule::new(0.1);
                let mut tally = Tally::new();
                let mut estimate = tally.estimate(0.95);
                for i in 0..5_000 {
                    let u = stream.uniform(Decision::SyntheticA, experiment, i);
                    tally.add(exponential(1.0, u));
                    estimate = tally.estimate(0.95);
                    rule.push(estimate.mean, estimate.half_width());
                    if rule.satisfied() {
                        break;
                    }
                }
                assert!(rule.satisfied() && estimate.half_width() <= 0.1 * estimate.mean);
                assert!((250..600).contains(&estimate.n), "{}", estimate.n);
                estimate.covers(1.0)
            })
            .count();
        assert!((360..=392).contains(&covered), "{covered} of 400");
    }
}
