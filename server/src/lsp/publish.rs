//! Sends findings to the client: as soon as the input is drained, once for a burst, and never what it has already.

use std::{collections::HashMap, sync::Arc};

use tokio::sync::Notify;
use tower_lsp::{
    Client,
    ls_types::{Diagnostic, Uri},
};

use super::{
    convert,
    documents::{Documents, Key},
    negotiation::Negotiated,
    settings,
};
use crate::{analysis::Analysis, finding::Slot};

/// Publishes whatever changed, for as long as the server runs.
///
/// One task does all of it, so that no older version can overtake a newer one. The runtime has one thread: this runs when
/// the service has no further message to look at.
pub(super) async fn run(client: Client, documents: Documents, changed: Arc<Notify>) {
    let mut sent: HashMap<Key, Sent> = HashMap::new();
    loop {
        changed.notified().await;
        settings::publish(&client, &documents).await;
        while let Some(key) = next_changed(&documents) {
            if let Some(message) = prepare(&documents, &key, &mut sent) {
                client.publish_diagnostics(message.uri, message.diagnostics, message.version).await;
            }
        }
    }
}

/// What the client was told last.
struct Sent {
    uri: Uri,
    /// Where the findings stood and which they were: equal places and slots make equal diagnostics.
    places: Vec<(usize, Slot)>,
    diagnostics: Vec<Diagnostic>,
}

struct Message {
    uri: Uri,
    diagnostics: Vec<Diagnostic>,
    version: Option<i32>,
}

/// The document that changed first, with all mentions of it.
fn next_changed(documents: &Documents) -> Option<Key> {
    let mut state = documents.lock();
    let key = state.changed.first().cloned()?;
    state.changed.retain(|other| *other != key);
    Some(key)
}

/// What to send for a document; `None` where the client has it already.
fn prepare(documents: &Documents, key: &Key, sent: &mut HashMap<Key, Sent>) -> Option<Message> {
    let state = documents.lock();
    let Some(document) = state.open.get(key) else {
        let closed = sent.remove(key)?;
        return (!closed.diagnostics.is_empty()).then(|| Message {
            uri: closed.uri,
            diagnostics: Vec::new(),
            version: None,
        });
    };
    if document.is_broken {
        return None;
    }
    let (uri, version) = (document.uri.clone(), document.version);
    let (analysis, client) = (document.analysis.clone(), state.client.clone());
    drop(state);
    let before = sent.get(key);
    let places = analysis.places();
    if before.is_some_and(|before| before.uri == uri && same(&before.places, &places)) {
        return None;
    }
    let diagnostics = diagnostics(&analysis, &uri, &client);
    let is_news = before.is_none_or(|before| before.uri != uri || before.diagnostics != diagnostics);
    sent.insert(key.clone(), Sent { uri: uri.clone(), places, diagnostics: diagnostics.clone() });
    is_news.then_some(Message { uri, diagnostics, version: Some(version) })
}

fn same(before: &[(usize, Slot)], after: &[(usize, Slot)]) -> bool {
    let pairs = || before.iter().zip(after);
    before.len() == after.len() && pairs().all(|(before, after)| before.0 == after.0 && before.1.is(&after.1))
}

fn diagnostics(analysis: &Analysis, uri: &Uri, client: &Negotiated) -> Vec<Diagnostic> {
    let text = analysis.document().text();
    analysis.findings().map(|(line, finding)| convert::diagnostic(text, line, finding, uri, client)).collect()
}
