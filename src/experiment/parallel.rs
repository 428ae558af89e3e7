//! Work shared out among threads, one replication at a time.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::Desk;

/// Does something for each of the items on the threads of the current rayon pool, with a desk
/// to run it at; returns what came out, in the order of the items.
///
/// Items are taken one by one in their order: no thread idles while another has some left, and
/// where work stops early, what was begun is what came first. Desks go from one item to the next:
/// there are never more of them than threads.
pub(super) fn each<T: Send, R: Send>(
    items: impl IntoIterator<Item = T, IntoIter: Send>,
    work: impl Fn(&mut Desk, T) -> R + Sync,
) -> Vec<R> {
    let idle: Mutex<Vec<Desk>> = Mutex::default();
    let idle = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    let items = items.into_iter().enumerate().par_bridge();
    let mut results: Vec<(usize, R)> = items
        .map(|(place, item)| {
            let taken = idle().pop();
            let mut desk = taken.unwrap_or_default();
            let result = work(&mut desk, item);
            idle().push(desk);
            (place, result)
        })
        .collect();
    results.sort_unstable_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_on_any_number_of_threads() {
        for threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            let pool = pool.expect("threads can be started");
            let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let work = |_: &mut Desk, item: usize| {
                most.fetch_max(1 + now.fetch_add(1, Ordering::SeqCst), Ordering::SeqCst);
                let result = (0..item % 7 * 1000).sum::<usize>();
                now.fetch_sub(1, Ordering::SeqCst);
                (item, result)
            };
            let results = pool.install(|| each(0..500, work));
            assert!(results.iter().map(|r| r.0).eq(0..500));
            let busy = most.into_inner();
            assert!((1..=threads).contains(&busy), "{busy} at a time");
        }
    }
}
