//! Waits of a cohort of which some still wait.

use super::histogram::DayHistogram;

/// S(t) and 1 - p may differ by rounding where they are equal.
const ROUNDING: f64 = 1e-12;

/// The Kaplan-Meier estimate of the share still waiting after t days, from those whose wait ended
/// and those observed for some days without an end (Kaplan and Meier 1958, "Nonparametric
/// estimation from incomplete observations", JASA 53, 457). Those censored on a day count as
/// waiting through it.
#[derive(Clone, Debug, PartialEq)]
pub struct KaplanMeier {
    /// The days on which waits ended, with the share that waits longer.
    steps: Vec<(u32, f64)>,
}

impl KaplanMeier {
    /// The estimate from waits that ended (`events`) and waits cut off (`censored`) [days].
    #[must_use]
    pub fn new(events: &DayHistogram, censored: &DayHistogram) -> KaplanMeier {
        // With a sign, which is cheaper to convert.
        let mut at_risk = (events.count() + censored.count()) as i64;
        let mut surviving = 1.0;
        let mut steps = Vec::new();
        let mut cut_off = censored.blocks();
        for (first, all_ended, ended) in events.blocks() {
            let (_, all_lost, lost) = cut_off.next().unwrap_or((first, 0, &[0; _]));
            if all_ended == 0 {
                at_risk -= i64::from(all_lost);
                continue;
            }
            for ((day, &ended), &lost) in (first..).zip(ended).zip(lost) {
                if ended > 0 {
                    let left = at_risk - i64::from(ended);
                    surviving *= left as f64 / at_risk as f64;
                    at_risk = left;
                    steps.push((day, surviving));
                }
                at_risk -= i64::from(lost);
            }
        }
        KaplanMeier { steps }
    }

    /// The share that waits longer than `days` [probability].
    #[must_use]
    pub fn survival(&self, days: u32) -> f64 {
        let steps = self.steps.partition_point(|step| step.0 <= days);
        if steps == 0 {
            1.0
        } else {
            self.steps[steps - 1].1
        }
    }

    /// The first day by which a share `p` in (0, 1] no longer waits, S(t) <= 1 - p; `None` if so
    /// many have not been seen to end: never a guess [days].
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<u32> {
        let reached = |step: &&(u32, f64)| step.1 <= 1.0 - p + ROUNDING;
        self.steps.iter().find(reached).map(|step| step.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(days: &[u32]) -> DayHistogram {
        let mut histogram = DayHistogram::new();
        days.iter().for_each(|&day| histogram.add(day, 1));
        histogram
    }

    #[test]
    fn the_remission_data_of_freireich_give_the_published_curve() {
        // Freireich et al. 1963, weeks in remission under 6-MP; Cox and Oakes 1984, table 4.1.
        let ended = of(&[6, 6, 6, 7, 10, 13, 16, 22, 23]);
        let censored = of(&[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]);
        let curve = KaplanMeier::new(&ended, &censored);
        for (week, share) in [
            (5, 1.0),
            (6, 0.857),
            (7, 0.807),
            (10, 0.753),
            (13, 0.690),
            (16, 0.627),
            (22, 0.538),
            (23, 0.448),
            (99, 0.448),
        ] {
            assert!((curve.survival(week) - share).abs() < 6e-4, "{week}");
        }
        assert_eq!(
            (curve.quantile(0.25), curve.quantile(0.5)),
            (Some(13), Some(23))
        );
        assert_eq!(curve.quantile(0.6), None);
    }

    #[test]
    fn a_cohort_in_which_nothing_ended_has_no_quantile() {
        let curve = KaplanMeier::new(&DayHistogram::new(), &of(&[3, 9]));
        assert_eq!((curve.quantile(0.01), curve.survival(100)), (None, 1.0));
    }

    proptest! {
        #![proptest_config(crate::testing::fixed())]

        #[test]
        fn without_censoring_it_is_the_quantile_of_the_histogram(
            days in prop::collection::vec(0u32..50, 1..40),
            percent in 1u32..=100,
        ) {
            let p = f64::from(percent) / 100.0;
            let curve = KaplanMeier::new(&of(&days), &DayHistogram::new());
            prop_assert_eq!(curve.quantile(p), of(&days).quantile(p));
        }

        #[test]
        fn it_agrees_with_the_product_over_days(
            ended in prop::collection::vec(0u32..30, 0..30),
            censored in prop::collection::vec(0u32..30, 0..30),
        ) {
            let curve = KaplanMeier::new(&of(&ended), &of(&censored));
            let mut share = 1.0;
            for day in 0..30 {
                let at_risk = ended.iter().chain(&censored).filter(|&&d| d >= day).count();
                let ending = ended.iter().filter(|&&d| d == day).count();
                if at_risk > 0 {
                    share *= 1.0 - ending as f64 / at_risk as f64;
                }
                prop_assert!((curve.survival(day) - share).abs() < 1e-12);
            }
        }
    }
}
