//! Court systems that nobody thought of: those of [`crate::anything`], and the same with every
//! lever in use, are equal event by event.

use docketsim::court::{Blueprint, Levers};
use docketsim::rng::Stream;
use proptest::prelude::*;

use super::differs;
use super::everything::{FEATURES, Sizes, enrich};
use crate::anything::any_system;
use crate::support::fixed;

fn equal(blueprint: &Blueprint, levers: &Levers, seed: u64) -> Result<(), TestCaseError> {
    match differs(blueprint, levers, Stream::new(seed, 0), None) {
        Some(text) => Err(TestCaseError::fail(text)),
        None => Ok(()),
    }
}

proptest! {
    #![proptest_config(fixed(120, 1))]

    #[test]
    fn any_court_system_with_every_lever_in_use_is_equal_event_by_event(
        (mut b, mut levers, seed) in any_system(),
        on in 0..1_u32 << FEATURES,
        numbers in prop::collection::vec(0.001..0.999_f64, 19),
    ) {
        enrich(&mut b, &mut levers, &Sizes { on, numbers: &numbers });
        equal(&b, &levers, seed)?;
    }

    #[test]
    fn any_court_system_is_equal_event_by_event((b, levers, seed) in any_system()) {
        equal(&b, &levers, seed)?;
    }
}
