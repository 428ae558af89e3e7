use std::collections::VecDeque;

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Push(usize),
    PopFront(usize),
    PopBack(usize),
    Drain(usize),
    KeepEven(usize),
    Reset,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let list = 0..3usize;
    let step = prop_oneof![
        60 => list.clone().prop_map(Step::Push),
        20 => list.clone().prop_map(Step::PopFront),
        20 => list.clone().prop_map(Step::PopBack),
        1 => list.clone().prop_map(Step::Drain),
        1 => list.prop_map(Step::KeepEven),
        1 => Just(Step::Reset),
    ];
    prop::collection::vec(step, 0..600)
}

fn assert_same(lists: &Lists<u32>, deques: &[VecDeque<u32>]) {
    for (list, deque) in deques.iter().enumerate() {
        assert!(lists.iter(list).eq(deque));
        assert_eq!(lists.len(list), deque.len());
        assert_eq!(lists.is_empty(list), deque.is_empty());
        assert_eq!(lists.back(list), deque.back());
    }
    assert_eq!(
        lists.len_all(),
        deques.iter().map(VecDeque::len).sum::<usize>()
    );
}

/// Entries that a walk along a list passes.
fn walked(lists: &Lists<u32>, list: usize) -> usize {
    let mut walk = lists.walk(list);
    let first = lists.headers[list][FIRST] as usize % 16;
    let mut passed = 0;
    loop {
        let left = walk.left;
        if !lists.fetch_next(&mut walk) {
            return passed.max(first) - first;
        }
        passed += left - walk.left;
    }
}

#[test]
fn a_walk_along_a_list_that_changes_ends() {
    let mut lists = Lists::<u32>::new(2);
    (0..100).for_each(|entry| lists.push_back(0, entry));
    let mut walk = lists.walk(0);
    assert!(lists.fetch_next(&mut walk));
    lists.drain_into(0, &mut Vec::new());
    (0..20).for_each(|entry| lists.push_back(1, entry));
    let mut steps = 0;
    while lists.fetch_next(&mut walk) {
        steps += 1;
    }
    assert!(steps <= 100 / 16 + 1, "{steps}");
}

proptest! {
    #![proptest_config(crate::testing::fixed())]

    #[test]
    fn lists_do_what_separate_deques_do(steps in steps()) {
        let mut lists = Lists::new(3);
        let mut deques = vec![VecDeque::new(); 3];
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Step::Push(list) => {
                    lists.push_back(list, number as u32);
                    deques[list].push_back(number as u32);
                }
                Step::PopFront(list) => {
                    prop_assert_eq!(lists.pop_front(list), deques[list].pop_front());
                }
                Step::PopBack(list) => {
                    prop_assert_eq!(lists.pop_back(list), deques[list].pop_back());
                }
                Step::Drain(list) => {
                    let mut drained = vec![u32::MAX];
                    lists.drain_into(list, &mut drained);
                    prop_assert!(drained[1..].iter().eq(&deques[list]));
                    deques[list].clear();
                }
                Step::KeepEven(list) => {
                    lists.retain(list, |entry| entry % 2 == 0);
                    deques[list].retain(|entry| entry % 2 == 0);
                }
                Step::Reset => {
                    lists.reset(3);
                    deques.iter_mut().for_each(VecDeque::clear);
                }
            }
            for (list, deque) in deques.iter().enumerate() {
                lists.fetch_header(list);
                lists.fetch(list);
                lists.fetch_back(list);
                prop_assert_eq!(walked(&lists, list), deque.len());
            }
            assert_same(&lists, &deques);
        }
    }
}

#[test]
fn chunks_are_used_again_instead_of_growing() {
    let mut lists = Lists::<usize>::new(100);
    for round in 0..50 {
        for entry in 0..1_000 {
            lists.push_back((round + entry) % 100, entry);
        }
        let mut drained = Vec::new();
        for list in 0..50 {
            lists.drain_into(list, &mut drained);
        }
        for list in 50..100 {
            while lists.pop_front(list).is_some() {}
        }
    }
    assert!(lists.links.len() <= 100, "{}", lists.links.len());
}

#[test]
fn a_header_takes_twelve_bytes() {
    assert_eq!(size_of::<Header>(), 12);
}

#[test]
fn what_is_taken_out_of_a_list_comes_in_order_and_the_rest_stays_in_order() {
    let mut lists = Lists::<u32>::new(2);
    (0..100).for_each(|entry| lists.push_back(1, entry));
    let mut taken = vec![7];
    lists.extract(1, |entry| entry % 3 == 0, &mut taken);
    assert_eq!(taken[..4], [7, 0, 3, 6]);
    assert_eq!((taken.len(), lists.len(1), lists.len_all()), (35, 66, 66));
    assert!(lists.iter(1).is_sorted() && lists.iter(1).all(|entry| entry % 3 > 0));
    lists.extract(0, |_| true, &mut taken);
    assert_eq!(taken.len(), 35);
}
