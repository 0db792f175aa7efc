//! The last changes of a document, so that one that arrives late is put in its place.
//!
//! Versions grow with every change (LSP 3.17, `VersionedTextDocumentIdentifier`), and each change is one of the version
//! before it. Helix 25.01 sends changes that are typed at once in no certain order: applied as they arrive, they would
//! leave a text that is not the drafter's, and findings for it.

use std::collections::VecDeque;

use super::{documents::Edit, typed::Typed};

/// How many changes are kept: what a client has under way at once.
const MOST: usize = 32;
/// How much typed text is kept, in bytes; a change of more is no typing.
const MOST_TEXT: usize = 1 << 16;

/// The changes since the whole text was sent, as far as they are kept.
#[derive(Default)]
pub(super) struct Recent {
    /// The version whose whole text was sent: no change before it matters.
    whole: i32,
    /// The version before the first of them.
    since: i32,
    /// In the order of their versions.
    changes: VecDeque<Change>,
}

struct Change {
    version: i32,
    before: Moment,
    edits: Vec<Edit>,
}

/// A document before a change. Most of it is shared with the document as it is.
#[derive(Clone)]
pub(super) struct Moment {
    pub(super) typed: Typed,
    pub(super) is_broken: bool,
}

/// What becomes of a change that arrives late.
pub(super) enum Late {
    /// It is put in its place.
    Placed(Box<Past>),
    /// The whole text was sent since, with the change in it.
    Moot,
    /// What was there before it is no longer known.
    Lost,
}

/// A place in the past, and the changes since.
pub(super) struct Past {
    pub(super) moment: Moment,
    pub(super) changes: Vec<(i32, Vec<Edit>)>,
}

impl Recent {
    /// Starts anew with a text that was sent whole.
    pub(super) fn start(&mut self, version: i32) {
        *self = Self { whole: version, since: version, changes: VecDeque::new() };
    }

    /// Keeps nothing of what was before `version`.
    pub(super) fn forget(&mut self, version: i32) {
        self.since = version;
        self.changes.clear();
    }

    /// Takes note of a change, the newest.
    pub(super) fn note(&mut self, version: i32, before: Moment, edits: Vec<Edit>) {
        if edits.iter().any(|edit| edit.range.is_none()) {
            return self.start(version);
        }
        if edits.iter().any(|edit| edit.text.len() > MOST_TEXT) {
            return self.forget(version);
        }
        self.changes.push_back(Change { version, before, edits });
        if self.changes.len() > MOST
            && let Some(oldest) = self.changes.pop_front()
        {
            self.since = oldest.version;
        }
    }

    /// Goes back to where a change of `version` belongs, and gives what has been applied since.
    pub(super) fn back_to(&mut self, version: i32) -> Late {
        if version <= self.whole {
            return Late::Moot;
        }
        let at = self.changes.iter().position(|change| change.version > version);
        let Some(at) = at.filter(|_| version > self.since) else { return Late::Lost };
        let newer = self.changes.split_off(at);
        let Some(moment) = newer.front().map(|first| first.before.clone()) else { return Late::Lost };
        let changes = newer.into_iter().map(|change| (change.version, change.edits)).collect();
        Late::Placed(Box::new(Past { moment, changes }))
    }
}
