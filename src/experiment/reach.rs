//! For how many replications a mean stands.

/// For how many replications the mean of a measure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// For all of them.
    All,
    /// For some: it is marked.
    Some,
    /// For so few that it says nothing of the others: it is not told.
    Few,
}

impl Reach {
    /// Of a measure that has a value in `n` of so many replications.
    pub fn of(measure: &str, n: u64, replications: u64) -> Self {
        // What the end of the horizon cuts off is missing where it is long: the mean of the few
        // replications that have reached it would be too low. Other values are missing by chance.
        // The share that is still open is there wherever anybody filed.
        let wait = measure.starts_with("cohort_") && measure != "cohort_open_share";
        let cut_off = wait || measure == "clearance_date";
        if n >= replications {
            Reach::All
        } else if cut_off && 2 * n < replications {
            Reach::Few
        } else {
            Reach::Some
        }
    }

    /// The mark behind a mean that does not stand for all.
    pub fn mark(self) -> &'static str {
        match self {
            Reach::Some => "\u{2020}",
            Reach::All | Reach::Few => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_that_fewer_than_half_reach_is_not_told_and_other_means_are_marked() {
        let of = |measure, n| Reach::of(measure, n, 7);
        for measure in ["cohort_merits_p50", "clearance_date"] {
            let reach = [0, 3, 4, 6, 7].map(|n| of(measure, n));
            use Reach::{All, Few, Some};
            assert_eq!(reach, [Few, Few, Some, Some, All]);
        }
        assert_eq!(of("cohort_open_share", 1), Reach::Some);
        assert_eq!(of("merits_wait_p50", 1), Reach::Some);
        assert_eq!(of("merits_wait_p50", 7), Reach::All);
    }
}
