//! Sends findings to the client: as soon as the input is drained, once for a burst, and never what it has already.

use std::{collections::HashMap, sync::Arc};

use budget_grammar::stage::Stage;
use tower_lsp::{
    Client,
    ls_types::{Diagnostic, Uri},
};

use super::{
    convert,
    documents::{Documents, Key, Signals, State},
    negotiation::{Negotiated, Support},
    pull, settings,
};
use crate::{analysis::Analysis, finding::Slot, kept::Kept};

/// Publishes whatever changed, for as long as the server runs.
///
/// One task does all of it, so that no older version can overtake a newer one. The runtime has one thread: this runs
/// when the service has no further message to look at.
pub(super) async fn run(client: Client, documents: Documents, signals: Signals) {
    let mut sent: HashMap<Key, Sent> = HashMap::new();
    loop {
        signals.changed.notified().await;
        settings::publish(&client, &documents).await;
        pull::refresh(&client, &documents);
        while let Some(key) = next_changed(&documents) {
            if let Some(message) = prepare(&documents, &key, &mut sent) {
                client.publish_diagnostics(message.uri, message.diagnostics, message.version).await;
            }
        }
        signals.news.send_replace(());
    }
}

/// What the client was told last.
struct Sent {
    uri: Uri,
    of: Source,
}

/// What it was told of.
enum Source {
    Open {
        /// Where the findings stood and which they were: equal places and slots make equal diagnostics.
        places: Vec<(usize, Slot)>,
        diagnostics: Vec<Diagnostic>,
    },
    Closed(Arc<Kept>),
}

impl Sent {
    fn says_something(&self) -> bool {
        match &self.of {
            Source::Open { diagnostics, .. } => !diagnostics.is_empty(),
            Source::Closed(kept) => !kept.findings.is_empty(),
        }
    }
}

struct Message {
    uri: Uri,
    diagnostics: Vec<Diagnostic>,
    version: Option<i32>,
}

/// The document that changed first. The documents are free again before anything is sent.
fn next_changed(documents: &Documents) -> Option<Key> {
    documents.lock().changed.next()
}

/// What to send for a document; `None` where the client has it already.
fn prepare(documents: &Documents, key: &Key, sent: &mut HashMap<Key, Sent>) -> Option<Message> {
    let _stage = Stage::Listing.begin();
    let mut state = documents.lock();
    if state.client.pull.pulls == Support::Yes {
        return None;
    }
    let Some(document) = state.open.get_mut(key) else { return prepare_closed(&state, key, sent) };
    let analysis = document.understood()?.clone();
    let (uri, version) = (document.uri.clone(), document.version);
    let client = state.client.clone();
    drop(state);
    let before = sent.get(key);
    let places = analysis.places();
    let before = before.filter(|before| before.uri == uri).map(|before| &before.of);
    if matches!(before, Some(Source::Open { places: before, .. }) if same(before, &places)) {
        return None;
    }
    let diagnostics = diagnostics(&analysis, &uri, &client);
    let is_told = matches!(before, Some(Source::Open { diagnostics: before, .. }) if *before == diagnostics);
    sent.insert(key.clone(), Sent { uri: uri.clone(), of: Source::Open { places, diagnostics: diagnostics.clone() } });
    (!is_told).then_some(Message { uri, diagnostics, version: Some(version) })
}

/// What to send for a document that is closed, or gone.
fn prepare_closed(state: &State, key: &Key, sent: &mut HashMap<Key, Sent>) -> Option<Message> {
    let before = sent.remove(key);
    let had_some = before.as_ref().is_some_and(Sent::says_something);
    let Some(closed) = state.closed.documents.get(key) else {
        let uri = before.filter(|_| had_some)?.uri;
        return Some(Message { uri, diagnostics: Vec::new(), version: None });
    };
    let uri = before.map_or_else(|| closed.uri.clone(), |before| before.uri);
    let diagnostics = convert::kept_diagnostics(&closed.kept, &uri, &state.client);
    if !diagnostics.is_empty() {
        sent.insert(key.clone(), Sent { uri: uri.clone(), of: Source::Closed(closed.kept.clone()) });
    }
    (had_some || !diagnostics.is_empty()).then_some(Message { uri, diagnostics, version: None })
}

pub(super) fn same(before: &[(usize, Slot)], after: &[(usize, Slot)]) -> bool {
    let pairs = || before.iter().zip(after);
    before.len() == after.len() && pairs().all(|(before, after)| before.0 == after.0 && before.1.is(&after.1))
}

pub(super) fn diagnostics(analysis: &Analysis, uri: &Uri, client: &Negotiated) -> Vec<Diagnostic> {
    let text = analysis.document().text();
    analysis.findings().map(|(line, finding)| convert::diagnostic(text, line, finding, uri, client)).collect()
}
