//! The documents that are to be published.

use std::collections::{HashSet, VecDeque};

use super::documents::Key;

/// Documents in the order in which they changed, each once: while the client takes nothing, there are never more than
/// it has open.
#[derive(Default)]
pub(super) struct Changed {
    order: VecDeque<Key>,
    waiting: HashSet<Key>,
}

impl Changed {
    pub(super) fn push(&mut self, key: Key) {
        if self.waiting.insert(key.clone()) {
            self.order.push_back(key);
        }
    }

    /// The one that changed first.
    pub(super) fn next(&mut self) -> Option<Key> {
        let key = self.order.pop_front()?;
        self.waiting.remove(&key);
        Some(key)
    }
}
