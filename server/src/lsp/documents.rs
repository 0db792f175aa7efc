//! The open documents, owned in one place.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use budget_grammar::text::{Encoding, Position};
use percent_encoding::percent_decode_str;
use tokio::sync::{Notify, watch};
use tower_lsp::{jsonrpc::Request, ls_types::Uri};

use crate::analysis::{Analysis, Options};

use super::{
    changed::Changed,
    closed::{Closed, ClosedDocument, path_of},
    negotiation::Negotiated,
    pull::Report,
    recent::{Late, Moment, Recent},
    settings::{Configuration, Look},
    tokens::Given,
    typed::Typed,
};

tokio::task_local! {
    /// The document that the request being handled is about, as it was when the request arrived.
    pub(super) static SNAPSHOT: Option<Snapshot>;
}

/// A document at one moment.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub(super) analysis: Analysis,
    pub(super) client: Negotiated,
    pub(super) version: i32,
    /// The tokens that the client was given of it.
    pub(super) tokens: Given,
}

/// One open document.
pub(super) struct OpenDocument {
    /// The client's own spelling, which every answer uses.
    pub(super) uri: Uri,
    pub(super) version: i32,
    typed: Typed,
    /// What it is read and checked with.
    pub(super) options: Options,
    /// After a fault while editing, or a change that came too late, the text here may not be the client's: nothing is
    /// said about it until it is sent again as a whole.
    is_broken: bool,
    /// What a client that asks for findings was told last.
    pub(super) report: Option<Report>,
    recent: Recent,
    tokens: Given,
}

/// Who is woken by what.
#[derive(Clone, Default)]
pub(super) struct Signals {
    /// The publisher: documents are others.
    pub(super) changed: Arc<Notify>,
    /// Whoever looks at closed documents: there are some to be looked at.
    pub(super) due: Arc<Notify>,
    /// Whoever waits for findings: there may be others.
    pub(super) news: Arc<watch::Sender<()>>,
    /// The connection: the process that started the server is gone.
    pub(super) orphaned: Arc<Notify>,
}

/// Everything that is open, shared between the service and the publisher.
#[derive(Clone, Default)]
pub(super) struct Documents(Arc<Mutex<State>>);

#[derive(Default)]
pub(super) struct State {
    pub(super) client: Negotiated,
    pub(super) open: HashMap<Key, OpenDocument>,
    /// Documents to be published, or taken back where they are no longer open.
    pub(super) changed: Changed,
    pub(super) configuration: Configuration,
    pub(super) closed: Closed,
    /// How many states of findings were told apart so far.
    reports: u64,
    /// How many changes of documents were read so far.
    changes: u64,
}

impl State {
    /// A number for findings that are others than before.
    pub(super) fn next_report(&mut self) -> u64 {
        self.reports += 1;
        self.reports
    }

    /// Takes over what is known of a document, unless it was opened meanwhile.
    pub(super) fn keep(&mut self, key: Key, mut document: ClosedDocument) {
        if self.open.contains_key(&key) {
            return;
        }
        let before = self.closed.documents.get(&key).map(|before| (before.report, before.kept.clone()));
        let same = before.filter(|(_, kept)| kept.findings == document.kept.findings);
        document.report = same.as_ref().map_or_else(|| self.next_report(), |(report, _)| *report);
        if same.is_none() {
            self.changed.push(key.clone());
        }
        self.closed.documents.insert(key, document);
    }

    /// Forgets closed documents.
    pub(super) fn forget(&mut self, is_gone: impl Fn(&std::path::Path) -> bool) {
        let changed = &mut self.changed;
        self.closed.documents.retain(|key, document| {
            let is_gone = is_gone(&document.path);
            if is_gone {
                changed.push(key.clone());
            }
            !is_gone
        });
    }
}

/// What makes two spellings of a URI the same document: the decoded bytes, with a drive letter in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key(Vec<u8>);

impl Key {
    pub(super) fn new(uri: &str) -> Self {
        let mut bytes: Vec<u8> = percent_decode_str(uri).collect();
        const DRIVE: usize = "file:///".len();
        if bytes.starts_with(b"file:///")
            && bytes.get(DRIVE + 1) == Some(&b':')
            && let Some(drive) = bytes.get_mut(DRIVE)
        {
            drive.make_ascii_lowercase();
        }
        Self(bytes)
    }
}

/// A change that is about to be applied, if it can be read.
pub(super) struct Claimed {
    key: Key,
    changes: u64,
}

/// One change of a document: a range in the client's positions and its new text, or the whole text.
pub(super) struct Edit {
    pub(super) range: Option<(Position, Position)>,
    pub(super) text: String,
}

impl Documents {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // The state is whole after a panic elsewhere: edits are applied under a guard of their own.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn negotiate(&self, client: Negotiated) {
        self.lock().client = client;
    }

    /// Reads a document that the client opened; one that was open already is replaced.
    pub(super) fn open(&self, uri: Uri, version: i32, text: &str) {
        let mut state = self.lock();
        let key = Key::new(uri.as_str());
        let (mut look, locale) = (Look::default(), state.client.language);
        let options = state.configuration.options(&uri, locale, &mut look);
        let read = catch_unwind(AssertUnwindSafe(|| Analysis::new(text, options.clone())));
        let is_broken = read.is_err();
        let mut recent = Recent::default();
        recent.start(version);
        let (typed, tokens) = (Typed::from(read.unwrap_or_default()), Given::default());
        let document = OpenDocument { uri, version, typed, options, is_broken, report: None, recent, tokens };
        state.closed.documents.remove(&key);
        state.open.insert(key.clone(), document);
        state.changed.push(key);
        if state.configuration.is_untold {
            state.look_again();
        }
    }

    /// Applies the edits of a new version in their order. Those to a document that is not open are logged and left.
    pub(super) fn change(&self, uri: &Uri, version: i32, edits: Vec<Edit>) {
        let mut state = self.lock();
        let key = Key::new(uri.as_str());
        let encoding = state.client.encoding;
        state.changes += 1;
        let Some(document) = state.open.get_mut(&key) else {
            tracing::warn!(uri = uri.as_str(), "a change to a document that is not open is ignored");
            return;
        };
        document.change(version, edits, encoding);
        state.changed.push(key);
    }

    /// The change that a notification says it is.
    pub(super) fn change_in(&self, notification: &Request) -> Option<Claimed> {
        let is_change = notification.method() == "textDocument/didChange";
        let document = notification.params().filter(|_| is_change)?.get("textDocument")?;
        Some(Claimed { key: Key::new(document.get("uri")?.as_str()?), changes: self.lock().changes })
    }

    /// A change that could not be read leaves a text here that is not the client's.
    pub(super) fn lose_unless_applied(&self, claimed: Claimed) {
        let mut state = self.lock();
        if state.changes == claimed.changes
            && let Some(document) = state.open.get_mut(&claimed.key)
        {
            document.is_broken = true;
            tracing::warn!(
                uri = document.uri.as_str(),
                "a change that cannot be read: its document is left alone until it is sent whole"
            );
        }
    }

    /// Ends the typing in a line, when the client says that the document was saved.
    pub(super) fn settle(&self, uri: &Uri) {
        let mut state = self.lock();
        let key = Key::new(uri.as_str());
        if let Some(document) = state.open.get_mut(&key) {
            let settled = catch_unwind(AssertUnwindSafe(|| document.typed.understood().settle()));
            document.is_broken |= settled.is_err();
            state.changed.push(key);
        }
    }

    pub(super) fn close(&self, uri: &Uri) {
        let mut state = self.lock();
        let key = Key::new(uri.as_str());
        state.open.remove(&key);
        // What is found in the file counts from now on. Until that is known, what was said about the document stands.
        let is_looked_at = path_of(uri).is_some_and(|path| state.closed.touch(&path));
        if !is_looked_at {
            state.changed.push(key);
        }
        state.look_after_closing();
    }

    /// The document that a request names in `textDocument.uri`, in the `data` or the `item` that it sends back, or in
    /// the first of its arguments.
    pub(super) fn snapshot_for(&self, request: &Request) -> Option<Snapshot> {
        let params = request.params()?;
        let named = ["textDocument", "data", "item"].into_iter().find_map(|name| params.get(name));
        let named = named.or_else(|| params.get("arguments")?.get(0));
        let uri = named?.get("uri")?.as_str()?;
        let mut state = self.lock();
        let document = state.open.get_mut(&Key::new(uri))?;
        let (analysis, version, tokens) = (document.understood()?.clone(), document.version, document.tokens.clone());
        Some(Snapshot { analysis, client: state.client.clone(), version, tokens })
    }
}

impl OpenDocument {
    /// The document with all that was typed; `None` while its text may not be the client's.
    pub(super) fn understood(&mut self) -> Option<&Analysis> {
        let is_understood = catch_unwind(AssertUnwindSafe(|| self.typed.understood().document().text().len())).is_ok();
        self.is_broken |= !is_understood;
        (!self.is_broken).then(|| &*self.typed.understood())
    }

    /// Takes over other options: the same text is checked again.
    pub(super) fn take(&mut self, options: Options) {
        let taken = catch_unwind(AssertUnwindSafe(|| self.typed.take(options.clone())));
        self.is_broken |= taken.is_err();
        self.options = options;
        // What was before is of the options before.
        self.recent.forget(self.version);
    }

    /// Applies the edits of a version; those of newer ones that arrived before it are applied again behind them.
    fn change(&mut self, version: i32, edits: Vec<Edit>, encoding: Encoding) {
        if version >= self.version {
            return self.follow(version, edits, encoding);
        }
        let past = match self.recent.back_to(version) {
            Late::Placed(past) => past,
            Late::Moot => return,
            Late::Lost => {
                tracing::warn!(uri = self.uri.as_str(), version, "a change arrived too late to be applied");
                self.is_broken = true;
                return;
            }
        };
        (self.typed, self.is_broken) = (past.moment.typed, past.moment.is_broken);
        self.follow(version, edits, encoding);
        past.changes.into_iter().for_each(|(version, edits)| self.follow(version, edits, encoding));
    }

    fn follow(&mut self, version: i32, edits: Vec<Edit>, encoding: Encoding) {
        let before = Moment { typed: self.typed.clone(), is_broken: self.is_broken };
        edits.iter().for_each(|edit| self.apply(edit, encoding));
        self.version = version;
        self.recent.note(version, before, edits);
    }

    fn apply(&mut self, edit: &Edit, encoding: Encoding) {
        let applied = catch_unwind(AssertUnwindSafe(|| match edit.range {
            None => {
                self.typed = Analysis::new(&edit.text, self.options.clone()).into();
                self.is_broken = false;
            }
            Some((start, end)) => {
                let text = self.typed.text();
                let (start, end) = (text.offset(start, encoding), text.offset(end, encoding));
                self.typed.edit(start.min(end)..start.max(end), &edit.text);
            }
        }));
        self.is_broken |= applied.is_err();
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn spellings_of_one_document() {
        assert_eq!(Key::new("file:///a/%e9%a2%84.md"), Key::new("file:///a/%E9%A2%84.md"));
        assert_eq!(Key::new("file:///C%3A/a.md"), Key::new("file:///c:/a.md"));
        assert_ne!(Key::new("file:///a.md"), Key::new("file:///A.md"));
    }
}
