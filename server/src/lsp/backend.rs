//! The handlers: from the protocol's values to ours, one call, and back.

use std::sync::Arc;

use tokio::sync::Notify;
use tower_lsp::{
    Client, LanguageServer,
    jsonrpc::{Error, Result},
    ls_types::{
        CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
        CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, CodeAction, CodeActionParams, CodeActionResponse,
        CodeLens, CodeLensParams, CompletionItem, CompletionParams, CompletionResponse, DidChangeConfigurationParams,
        DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams,
        DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentFormattingParams, DocumentHighlight,
        DocumentHighlightParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, DocumentSymbolParams,
        DocumentSymbolResponse, ExecuteCommandParams, FoldingRange, FoldingRangeParams, GotoDefinitionParams,
        GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult, InitializedParams, InlayHint,
        InlayHintParams, LinkedEditingRangeParams, LinkedEditingRanges, Location, PrepareRenameResponse,
        ReferenceParams, RenameParams, SelectionRange, SelectionRangeParams, SemanticTokensParams,
        SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, ServerInfo,
        TextDocumentPositionParams, TextEdit, WorkspaceEdit,
    },
};

use super::{
    actions, commands, completion, convert,
    documents::{Documents, Edit, SNAPSHOT, Snapshot},
    follower::Follower,
    formatting, hierarchy, hints, lens, navigation,
    negotiation::Negotiated,
    overview::{self, Overview, OverviewParams},
    rename, structure, tokens,
};
use crate::features;

pub(super) struct Backend {
    client: Client,
    documents: Documents,
    changed: Arc<Notify>,
    settings: Follower,
}

impl Backend {
    pub(super) fn new(client: Client, documents: Documents, changed: Arc<Notify>) -> Self {
        let settings = Follower::new(client.clone(), documents.clone(), changed.clone());
        Self { client, documents, changed, settings }
    }

    /// `budget/overview`.
    pub(super) async fn overview(&self, params: OverviewParams) -> Result<Option<Overview>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move || overview::answer(&snapshot, &params)).await.map(Some)
    }
}

/// Works on something that costs in proportion to the document on a thread of its own: no keystroke waits for it.
pub(super) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::internal_error())
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

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move || structure::outline(&snapshot, &params.text_document.uri)).await.map(Some)
    }

    async fn folding_range(&self, _: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move || structure::folding(&snapshot)).await.map(Some)
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        Ok(SNAPSHOT.with(|snapshot| Some(structure::selections(snapshot.as_ref()?, &params.positions))))
    }

    async fn semantic_tokens_full(&self, _: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move || tokens::full(&snapshot).into()).await.map(Some)
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        Ok(SNAPSHOT.with(|snapshot| Some(tokens::ranged(snapshot.as_ref()?, params.range).into())))
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let place = &params.text_document_position_params;
        Ok(SNAPSHOT.with(|snapshot| navigation::definition(snapshot.as_ref()?, place)))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        Ok(SNAPSHOT.with(|snapshot| navigation::references(snapshot.as_ref()?, &params)))
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let position = params.text_document_position_params.position;
        Ok(SNAPSHOT.with(|snapshot| navigation::marks(snapshot.as_ref()?, position)))
    }

    async fn linked_editing_range(&self, params: LinkedEditingRangeParams) -> Result<Option<LinkedEditingRanges>> {
        let position = params.text_document_position_params.position;
        Ok(SNAPSHOT.with(|snapshot| navigation::linked(snapshot.as_ref()?, position)))
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let prepared = |snapshot: &Snapshot| rename::prepared(snapshot, params.position);
        SNAPSHOT.with(|snapshot| snapshot.as_ref().map(prepared).transpose())
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move || rename::edit(&snapshot, &params)).await?.map(Some)
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let place = &params.text_document_position_params;
        Ok(SNAPSHOT.with(|snapshot| hierarchy::prepared(snapshot.as_ref()?, place)))
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        SNAPSHOT.with(|snapshot| hierarchy::incoming(snapshot.as_ref(), params.item)).map(Some)
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        SNAPSHOT.with(|snapshot| hierarchy::outgoing(snapshot.as_ref(), params.item)).map(Some)
    }

    async fn formatting(&self, _: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move || formatting::document(&snapshot)).await.map(Some)
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move || formatting::range(&snapshot, params.range)).await.map(Some)
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        Ok(SNAPSHOT.with(|snapshot| Some(formatting::typed(snapshot.as_ref()?, &params))))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move || hints::ranged(&snapshot, params.range)).await.map(Some)
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move || lens::all(&snapshot, &params.text_document.uri)).await.map(Some)
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        SNAPSHOT.with(|snapshot| lens::resolved(snapshot.as_ref(), lens))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<serde_json::Value>> {
        let (snapshot, locale) = (SNAPSHOT.with(Option::clone), self.documents.lock().client.language);
        commands::execute(&self.client, snapshot, locale, params).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        Ok(SNAPSHOT.with(|snapshot| Some(actions::offered(snapshot.as_ref()?, &params))))
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        SNAPSHOT.with(|snapshot| actions::resolved(snapshot.as_ref(), action))
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let place = params.text_document_position;
        Ok(SNAPSHOT.with(|snapshot| {
            let offered = completion::offered(snapshot.as_ref()?, &place.text_document.uri, place.position);
            offered.map(CompletionResponse::List)
        }))
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        Ok(SNAPSHOT.with(|snapshot| completion::resolved(snapshot.as_ref(), item)))
    }
}
