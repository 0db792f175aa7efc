//! The handlers: from the protocol's values to ours, one call, and back.

use std::sync::Arc;

use tokio::sync::Notify;
use tower_lsp::{
    Client, LanguageServer,
    jsonrpc::Result,
    ls_types::{
        CodeAction, CodeActionParams, CodeActionResponse, DidChangeConfigurationParams, DidChangeTextDocumentParams,
        DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
        Hover, HoverParams, InitializeParams, InitializeResult, InitializedParams, ServerInfo,
    },
};

use super::{
    actions, convert,
    documents::{Documents, Edit, SNAPSHOT},
    follower::Follower,
    negotiation::Negotiated,
};
use crate::features;

pub(super) struct Backend {
    documents: Documents,
    changed: Arc<Notify>,
    settings: Follower,
}

impl Backend {
    pub(super) fn new(client: Client, documents: Documents, changed: Arc<Notify>) -> Self {
        let settings = Follower::new(client, documents.clone(), changed.clone());
        Self { documents, changed, settings }
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let client = Negotiated::new(&params);
        let capabilities = client.capabilities();
        self.documents.negotiate(client);
        self.settings.initialize(&params);
        let (name, version) = (env!("CARGO_PKG_NAME").to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        let server_info = Some(ServerInfo { name, version: Some(version) });
        Ok(InitializeResult { capabilities, server_info, ..InitializeResult::default() })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.settings.start();
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.settings.configure(&params.settings);
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        self.settings.look_again();
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.documents.open(document.uri, document.version, &document.text);
        self.changed.notify_one();
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let edits = params.content_changes.into_iter().map(|change| Edit {
            range: change.range.map(|range| (convert::from_position(range.start), convert::from_position(range.end))),
            text: change.text,
        });
        self.documents.change(&params.text_document.uri, params.text_document.version, edits.collect());
        self.changed.notify_one();
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.documents.settle(&params.text_document.uri);
        self.settings.look_again();
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.documents.close(&params.text_document.uri);
        self.changed.notify_one();
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let position = convert::from_position(params.text_document_position_params.position);
        let hover = SNAPSHOT.with(|snapshot| {
            let snapshot = snapshot.as_ref()?;
            let text = snapshot.analysis.document().text();
            let offset = text.offset(position, snapshot.client.encoding);
            let hover = features::hover::hover(&snapshot.analysis, offset)?;
            Some(convert::hover(text, &hover, &snapshot.client))
        });
        Ok(hover)
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        Ok(SNAPSHOT.with(|snapshot| Some(actions::offered(snapshot.as_ref()?, &params))))
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        SNAPSHOT.with(|snapshot| actions::resolved(snapshot.as_ref(), action))
    }
}
