//! Findings for a client that asks for them (LSP 3.17, Pull Diagnostics): of one document, and of the whole workspace.
//!
//! A result id stands for a state of findings and never for another, also not in another run of the server.

use std::{
    collections::HashMap,
    process,
    sync::OnceLock,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tower_lsp::{
    Client,
    ls_types::{
        ClientCapabilities, Diagnostic, DiagnosticOptions, DiagnosticServerCapabilities, DocumentDiagnosticParams,
        DocumentDiagnosticReport, FullDocumentDiagnosticReport, PreviousResultId, ProgressToken,
        RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
        UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
        WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
        WorkspaceUnchangedDocumentDiagnosticReport, notification::Notification,
    },
};

use super::{
    convert,
    documents::{Documents, Key, OpenDocument, Snapshot, State},
    negotiation::{Negotiated, Support},
    publish::{diagnostics, same},
};
use crate::{analysis::Analysis, finding::Slot};

/// The most documents in one partial result: what a client can show without a pause.
const MOST: usize = 100;
/// How long findings may change before a client that waits for others is told: it asks again at once.
const LULL: Duration = Duration::from_millis(500);
/// The same while closed documents are looked at. To see what is new costs a look at each document, which no keystroke
/// is to pay.
const PAUSE: Duration = Duration::from_millis(50);

/// What the client can do with findings that it asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    /// Asks for those of a document. Whoever does is not sent any.
    pub(super) pulls: Support,
    /// Asks again where it is told that they are others.
    pub(super) refreshes: Support,
}

impl Abilities {
    pub(super) fn new(client: &ClientCapabilities) -> Self {
        let document = client.text_document.as_ref().and_then(|document| document.diagnostic.as_ref());
        let workspace = client.workspace.as_ref().and_then(|workspace| workspace.diagnostics.as_ref());
        Self {
            pulls: document.map(|_| true).into(),
            refreshes: workspace.and_then(|workspace| workspace.refresh_support).into(),
        }
    }

    pub(super) fn provider(self) -> Option<DiagnosticServerCapabilities> {
        let options = DiagnosticOptions {
            identifier: Some("budget".to_owned()),
            inter_file_dependencies: false,
            workspace_diagnostics: true,
            ..DiagnosticOptions::default()
        };
        (self.pulls == Support::Yes).then_some(DiagnosticServerCapabilities::Options(options))
    }
}

/// A state of the findings of an open document.
pub(super) struct Report {
    number: u64,
    /// While these are equal, so is what is found.
    places: Vec<(usize, Slot)>,
}

/// The result id of a state of findings. Numbers begin anew with each run of the server; what is in front of them does
/// not.
fn result_id(number: u64) -> String {
    static RUN: OnceLock<String> = OnceLock::new();
    let run = RUN.get_or_init(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        format!("{:x}.{:x}", since.as_nanos(), process::id())
    });
    format!("{run}.{number}")
}

impl State {
    /// The result id of what is found in an open document at some moment.
    fn report(&mut self, key: &Key, analysis: &Analysis) -> Option<String> {
        let places = analysis.places();
        let told = self.open.get(key)?.report.as_ref().filter(|report| same(&report.places, &places));
        if let Some(report) = told {
            return Some(result_id(report.number));
        }
        let number = self.next_report();
        self.open.get_mut(key)?.report = Some(Report { number, places });
        Some(result_id(number))
    }
}

/// The findings of one document; those of an open one as it was when the request arrived.
pub(super) fn document(
    documents: &Documents,
    snapshot: Option<&Snapshot>,
    params: &DocumentDiagnosticParams,
) -> DocumentDiagnosticReport {
    let uri = &params.text_document.uri;
    let previous = params.previous_result_id.as_deref();
    let mut state = documents.lock();
    let key = Key::new(uri.as_str());
    let Some(snapshot) = snapshot else {
        // Of a document whose text is not known for sure the client keeps what it was told.
        if let (true, Some(previous)) = (state.open.contains_key(&key), previous) {
            return unchanged(previous.to_owned());
        }
        let Some(closed) = state.closed.documents.get(&key) else { return full(None, Vec::new()) };
        let id = result_id(closed.report);
        if previous == Some(&*id) {
            return unchanged(id);
        }
        return full(Some(id), convert::kept_diagnostics(&closed.kept, uri, &state.client));
    };
    let id = state.report(&key, &snapshot.analysis);
    drop(state);
    match id {
        Some(id) if previous == Some(&*id) => unchanged(id),
        id => full(id, diagnostics(&snapshot.analysis, uri, &snapshot.client)),
    }
}

fn full(result_id: Option<String>, items: Vec<Diagnostic>) -> DocumentDiagnosticReport {
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    })
}

fn unchanged(result_id: String) -> DocumentDiagnosticReport {
    DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
        related_documents: None,
        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
    })
}

/// `$/progress` with a part of the workspace's findings.
#[derive(Debug)]
enum PartialResult {}

#[derive(Debug, Deserialize, Serialize)]
struct PartialResultParams {
    token: ProgressToken,
    value: WorkspaceDiagnosticReport,
}

impl Notification for PartialResult {
    type Params = PartialResultParams;
    const METHOD: &'static str = "$/progress";
}

/// The findings of all documents that have any, or had when the client asked before.
///
/// A client that takes partial results is told what is found as it is found; and where it knows everything already, it
/// is answered when there is something new. Others are answered once, when all is known.
pub(super) async fn workspace(
    client: &Client,
    documents: &Documents,
    mut news: watch::Receiver<()>,
    params: WorkspaceDiagnosticParams,
) -> WorkspaceDiagnosticReport {
    let mut told = Told::new(params.previous_result_ids);
    let token = params.partial_result_params.partial_result_token;
    let (mut items, mut has_news) = (Vec::new(), told.is_empty());
    while token.is_none() && !documents.lock().closed.is_settled() {
        drop(news.changed().await);
    }
    loop {
        news.mark_unchanged();
        let (reports, is_settled) = told.news(documents);
        has_news |= !reports.is_empty();
        let is_full = reports.len() == MOST;
        let is_all = is_settled && !is_full;
        match &token {
            Some(token) if !reports.is_empty() => {
                let value = WorkspaceDiagnosticReport { items: reports };
                client.send_notification::<PartialResult>(PartialResultParams { token: token.clone(), value }).await;
            }
            Some(_) => {}
            None => items.extend(reports),
        }
        if is_all && (has_news || token.is_none()) {
            items.extend(token.is_none().then(|| told.unchanged()).into_iter().flatten());
            return WorkspaceDiagnosticReport { items };
        }
        if is_full {
            // The next message is not to wait until all are told.
            tokio::task::yield_now().await;
        } else {
            // While the server runs somebody is left to say that there is news.
            drop(news.changed().await);
            tokio::time::sleep(if is_all { LULL } else { PAUSE }).await;
        }
    }
}

/// What the client knows of each document.
struct Told(HashMap<Key, Known>);

struct Known {
    uri: Uri,
    result_id: String,
    /// Whether the client was told in the request that is being answered.
    is_new: bool,
}

impl Told {
    fn new(previous: Vec<PreviousResultId>) -> Self {
        let known =
            |PreviousResultId { uri, value }| (Key::new(uri.as_str()), Known { uri, result_id: value, is_new: false });
        Self(previous.into_iter().map(known).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Some reports of what the client does not know, and whether all documents were looked at.
    fn news(&mut self, documents: &Documents) -> (Vec<WorkspaceDocumentDiagnosticReport>, bool) {
        let mut state = documents.lock();
        let is_settled = state.closed.is_settled();
        let open: Vec<_> = state.open.iter_mut().map(|(key, document)| (key.clone(), Moment::of(document))).collect();
        let client = state.client.clone();
        let mut reports = Vec::new();
        for (key, moment) in open {
            let Some(moment) = moment.filter(|_| reports.len() < MOST) else { continue };
            let Some(id) = state.report(&key, &moment.analysis) else { continue };
            let found = || diagnostics(&moment.analysis, &moment.uri, &client);
            reports.extend(self.report(key, &moment.uri, Some(moment.version), id, found));
        }
        for (key, closed) in &state.closed.documents {
            let found = || convert::kept_diagnostics(&closed.kept, &closed.uri, &client);
            if reports.len() >= MOST {
                break;
            }
            if !closed.kept.findings.is_empty() || self.0.contains_key(key) {
                reports.extend(self.report(key.clone(), &closed.uri, None, result_id(closed.report), found));
            }
        }
        if is_settled {
            let is_gone = |key: &Key| !state.open.contains_key(key) && !state.closed.documents.contains_key(key);
            let gone = self.0.extract_if(|key, _| is_gone(key));
            reports.extend(gone.map(|(_, known)| whole(known.uri, None, None, Vec::new())));
        }
        (reports, is_settled)
    }

    /// The report of a document that has findings that the client does not know, or none where it knows some.
    fn report(
        &mut self,
        key: Key,
        uri: &Uri,
        version: Option<i32>,
        result_id: String,
        found: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Option<WorkspaceDocumentDiagnosticReport> {
        let known = self.0.get(&key);
        if known.is_some_and(|known| known.result_id == result_id) {
            return None;
        }
        let items = found();
        if items.is_empty() && known.is_none() {
            return None;
        }
        self.0.insert(key, Known { uri: uri.clone(), result_id: result_id.clone(), is_new: true });
        Some(whole(uri.clone(), version, Some(result_id), items))
    }

    /// What the client knew already.
    fn unchanged(self) -> impl Iterator<Item = WorkspaceDocumentDiagnosticReport> {
        let known = self.0.into_values().filter(|known| !known.is_new);
        known.map(|Known { uri, result_id, .. }| {
            WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
            })
        })
    }
}

/// An open document at one moment.
struct Moment {
    uri: Uri,
    version: i32,
    analysis: Analysis,
}

impl Moment {
    fn of(document: &mut OpenDocument) -> Option<Self> {
        let analysis = document.understood()?.clone();
        Some(Self { uri: document.uri.clone(), version: document.version, analysis })
    }
}

fn whole(
    uri: Uri,
    version: Option<i32>,
    result_id: Option<String>,
    items: Vec<Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: version.map(i64::from),
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    })
}

/// Asks the client to ask again, where findings became others without a change of the text.
pub(super) fn refresh(client: &Client, documents: &Documents) {
    let mut state = documents.lock();
    let are_stale = std::mem::take(&mut state.configuration.are_findings_stale);
    let Negotiated { pull: Abilities { pulls, refreshes }, .. } = state.client;
    if are_stale && pulls == Support::Yes && refreshes == Support::Yes {
        let client = client.clone();
        tokio::spawn(async move { drop(client.workspace_diagnostic_refresh().await) });
    }
}
