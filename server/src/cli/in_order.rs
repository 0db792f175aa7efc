//! Work on several threads whose results come in the order of what was worked on.

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

/// How many bytes of results may wait for one that is still worked on, before no thread takes anything further.
const WAITING: usize = 8 << 20;

/// A result that takes up memory until its turn comes.
pub(super) trait Weighed {
    /// About how many bytes.
    fn bytes(&self) -> usize;
}

/// Does `work` to everything that `next` gives, and hands each result to `done` in that order, until `done` breaks.
///
/// This thread is one of the `threads`. Each holds one thing at a time, so that memory is that of `threads` things and
/// [`WAITING`]. A panic in `work` is handed on once all threads have ended.
pub(super) fn in_order<T, R: Weighed + Send>(
    threads: NonZeroUsize,
    next: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    done: impl FnMut(R) -> ControlFlow<()> + Send,
) {
    let source = Mutex::new(next.enumerate());
    let results = Results { state: Mutex::new(State::new(done)), fewer: Condvar::new() };
    let run = || {
        while results.has_room() {
            let Some((number, thing)) = lock(&source).next() else { break };
            match catch_unwind(AssertUnwindSafe(|| work(thing))) {
                Ok(result) => results.add(number, result),
                Err(panic) => {
                    results.stop();
                    resume_unwind(panic);
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.get() {
            scope.spawn(run);
        }
        run();
    });
}

struct Results<R, D> {
    state: Mutex<State<R, D>>,
    /// Told when less is waiting, or nothing more is wanted.
    fewer: Condvar,
}

struct State<R, D> {
    done: D,
    next: usize,
    /// Those whose turn it is not yet, with what they take up together.
    waiting: BTreeMap<usize, R>,
    bytes: usize,
    is_over: bool,
}

impl<R, D> State<R, D> {
    fn new(done: D) -> Self {
        Self { done, next: 0, waiting: BTreeMap::new(), bytes: 0, is_over: false }
    }
}

impl<R: Weighed, D: FnMut(R) -> ControlFlow<()>> Results<R, D> {
    /// Waits until there is room for another result; `false` where none is wanted.
    ///
    /// Whatever waits, waits for a thread that is at work and not here: this ends.
    fn has_room(&self) -> bool {
        let state = lock(&self.state);
        let is_full = |state: &mut State<R, D>| state.bytes > WAITING && !state.is_over;
        !self.fewer.wait_while(state, is_full).unwrap_or_else(PoisonError::into_inner).is_over
    }

    fn add(&self, number: usize, result: R) {
        let mut state = lock(&self.state);
        state.bytes += result.bytes();
        state.waiting.insert(number, result);
        while !state.is_over {
            let turn = state.next;
            let Some(result) = state.waiting.remove(&turn) else { break };
            state.next += 1;
            state.bytes -= result.bytes();
            state.is_over = (state.done)(result).is_break();
        }
        self.fewer.notify_all();
    }

    fn stop(&self) {
        lock(&self.state).is_over = true;
        self.fewer.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    impl Weighed for usize {
        fn bytes(&self) -> usize {
            *self
        }
    }

    fn threads(count: usize) -> NonZeroUsize {
        NonZeroUsize::new(count).unwrap()
    }

    #[test]
    fn results_come_in_order_whoever_is_ready_first() {
        for count in [1, 2, 7] {
            let mut came = Vec::new();
            // The first takes longest, so that others are ready before it.
            let work = |number: usize| {
                let rounds = if number.is_multiple_of(10) { 100_000 } else { 1 };
                (0..rounds).fold(number, |sum, _| std::hint::black_box(sum))
            };
            in_order(threads(count), 0..200, work, |number| {
                came.push(number);
                ControlFlow::Continue(())
            });
            assert_eq!(came, (0..200).collect::<Vec<_>>(), "{count} threads");
        }
    }

    #[test]
    fn no_more_is_taken_than_results_may_wait() {
        let begun = AtomicUsize::new(0);
        let (sender, receiver) = std::sync::mpsc::channel();
        let receiver = Mutex::new(receiver);
        // The first waits until the others have filled the room: three results, and nothing after them.
        let work = |number: usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            match number {
                0 => lock(&receiver).recv().unwrap(),
                3 => sender.send(()).unwrap(),
                _ => {}
            }
            WAITING / 2
        };
        let mut first = None;
        in_order(threads(2), 0..50, work, |_| {
            first.get_or_insert(begun.load(Ordering::SeqCst));
            ControlFlow::Continue(())
        });
        assert_eq!(first, Some(4), "those that were begun when the first was done");
        assert_eq!(begun.load(Ordering::SeqCst), 50);
    }

    #[test]
    fn nothing_is_taken_once_no_more_is_wanted() {
        let mut came = 0;
        in_order(
            threads(3),
            0..,
            |number: usize| number,
            |number| {
                came += 1;
                if number == 20 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(came, 21);
    }

    #[test]
    fn a_panic_ends_all_threads() {
        let work = |number: usize| {
            assert!(number != 5, "a fault in one of them");
            WAITING
        };
        let ended = catch_unwind(|| in_order(threads(3), 0.., work, |_| ControlFlow::Continue(())));
        assert!(ended.is_err());
    }
}
