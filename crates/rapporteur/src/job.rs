//! Work on many reports at once, with results in the order of the reports.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::sync_channel;

/// How many results may wait for `done`: work goes on while it takes its time over some of them.
const WAITING: usize = 64;

/// Runs `work` on every item with some threads, and hands each result to `done` in the order of the items.
///
/// The outcome does not depend on the number of threads. Items are taken one at a time, so a lazy iterator stays lazy.
pub fn in_order<I, T>(
    items: impl Iterator<Item = I> + Send,
    threads: usize,
    work: impl Fn(I) -> T + Sync,
    mut done: impl FnMut(T),
) where
    I: Send,
    T: Send,
{
    let items = Mutex::new(items.enumerate());
    let (sender, receiver) = sync_channel(WAITING);
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let sender = sender.clone();
            let (items, work) = (&items, &work);
            scope.spawn(move || {
                loop {
                    // A panic in another thread ends the run when the scope ends; until then the rest goes on.
                    let next = items.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
                    let Some((index, item)) = next else { break };
                    if sender.send((index, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let (mut next, mut waiting) = (0, BTreeMap::new());
        for (index, result) in receiver {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&next) {
                done(result);
                next += 1;
            }
        }
    });
}

/// As many threads as asked for, else as many as there are cores.
pub fn threads(asked: Option<usize>) -> usize {
    asked.filter(|&n| n > 0).unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            let mut results = Vec::new();
            in_order(
                0..50_u64,
                threads,
                |n| {
                    std::thread::sleep(std::time::Duration::from_micros((50 - n) * 20));
                    n * n
                },
                |result| results.push(result),
            );
            assert_eq!(results, (0..50).map(|n| n * n).collect::<Vec<u64>>());
        }
    }
}
