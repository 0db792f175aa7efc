//! Work that ends when nobody waits for it any more.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::Semaphore;
use tower_lsp::jsonrpc::{Error, Result};

/// How many requests are worked on at once beside the messages; more would only share the same cores.
static PLACES: Semaphore = Semaphore::const_new(2);

/// Whether somebody still waits for the result.
#[derive(Clone, Debug, Default)]
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Says so when the request is given up.
struct Waiting(Stop);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

/// Works on something that costs in proportion to a document or to the workspace on a thread of its own: no keystroke
/// waits for it. A request that is cancelled before is never begun, and one that is cancelled meanwhile sets the
/// [`Stop`].
pub(super) async fn aside<T: Send + 'static>(work: impl FnOnce(&Stop) -> T + Send + 'static) -> Result<T> {
    let place = PLACES.acquire().await.map_err(|_| Error::internal_error())?;
    let stop = Stop::default();
    let waiting = Waiting(stop.clone());
    let worked = tokio::task::spawn_blocking(move || {
        // The place is free when the work is done, and not when the client has gone.
        let _place = place;
        work(&stop)
    });
    let result = worked.await.map_err(|_| Error::internal_error());
    drop(waiting);
    result
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use super::*;

    #[tokio::test]
    async fn work_that_nobody_waits_for_is_told_to_stop() {
        let (begun, is_begun) = mpsc::channel();
        let (stopped, is_stopped) = mpsc::channel();
        let work = tokio::spawn(aside(move |stop| {
            begun.send(()).unwrap();
            while !stop.is_set() {
                std::thread::yield_now();
            }
            stopped.send(()).unwrap();
        }));
        tokio::task::spawn_blocking(move || is_begun.recv().unwrap()).await.unwrap();
        work.abort();
        let waited = move || is_stopped.recv_timeout(Duration::from_secs(60));
        assert_eq!(tokio::task::spawn_blocking(waited).await.unwrap(), Ok(()));
    }

    #[tokio::test]
    async fn work_that_is_done_gives_its_result() {
        assert_eq!(aside(|stop| stop.is_set()).await, Ok(false));
    }
}
