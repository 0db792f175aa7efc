//! The handlers: from the protocol's values to ours, one call, and back.

use tower_lsp::{
    Client, LanguageServer,
    jsonrpc::Result,
    ls_types::{
        CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
        CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, CodeAction, CodeActionParams, CodeActionResponse,
        CodeLens, CodeLensParams, CompletionItem, CompletionParams, CompletionResponse, DeleteFilesParams,
        DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
        DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
        DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult, DocumentFormattingParams,
        DocumentHighlight, DocumentHighlightParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams,
        DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams, FoldingRange, FoldingRangeParams,
        GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
        InitializedParams, InlayHint, InlayHintParams, LinkedEditingRangeParams, LinkedEditingRanges, Location,
        PrepareRenameResponse, ReferenceParams, RenameFilesParams, RenameParams, SelectionRange, SelectionRangeParams,
        SemanticTokensDeltaParams, SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensRangeParams,
        SemanticTokensRangeResult, SemanticTokensResult, ServerInfo, SetTraceParams, TextDocumentPositionParams,
        TextEdit, WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult, WorkspaceEdit, WorkspaceSymbolParams,
        WorkspaceSymbolResponse,
    },
};

use super::{
    actions, commands, completion, convert,
    documents::{Documents, Edit, SNAPSHOT, Signals, Snapshot},
    folders::Folders,
    follower::Follower,
    formatting, hierarchy, hints, lens, navigation,
    negotiation::Negotiated,
    overview::{self, Overview, OverviewParams},
    parent, pull, rename,
    stop::aside,
    structure, tokens,
    trace::Trace,
    workspace,
};
use crate::features;

pub(super) struct Backend {
    client: Client,
    documents: Documents,
    signals: Signals,
    settings: Follower,
    folders: Folders,
    trace: Trace,
}

impl Backend {
    pub(super) fn new(client: Client, documents: Documents, signals: Signals, trace: Trace) -> Self {
        let settings = Follower::new(client.clone(), documents.clone(), signals.clone());
        let folders = Folders::new(documents.clone(), signals.clone());
        Self { client, documents, signals, settings, folders, trace }
    }

    /// `$/setTrace`.
    pub(super) async fn set_trace(&self, params: SetTraceParams) {
        self.trace.set(params.value);
    }

    /// `budget/overview`.
    pub(super) async fn overview(&self, params: OverviewParams) -> Result<Option<Overview>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move |_| overview::answer(&snapshot, &params)).await.map(Some)
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let client = Negotiated::new(&params);
        let capabilities = client.capabilities();
        self.documents.negotiate(client);
        self.settings.initialize(&params);
        self.folders.initialize(&params);
        self.trace.set(params.trace.unwrap_or_default());
        if let Some(process) = params.process_id {
            let orphaned = self.signals.orphaned.clone();
            tokio::spawn(async move {
                parent::gone(process).await;
                orphaned.notify_one();
            });
        }
        let (name, version) = (env!("CARGO_PKG_NAME").to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        let server_info = Some(ServerInfo { name, version: Some(version) });
        Ok(InitializeResult { capabilities, server_info, ..InitializeResult::default() })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.trace.start();
        self.settings.start();
        self.folders.start();
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.settings.configure(&params.settings);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.settings.look_again();
        self.folders.watched(&params);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.folders.change(params);
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        self.folders.renamed(&params);
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        self.folders.deleted(&params);
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.documents.open(document.uri, document.version, &document.text);
        self.signals.changed.notify_one();
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let edits = params.content_changes.into_iter().map(|change| Edit {
            range: change.range.map(|range| (convert::from_position(range.start), convert::from_position(range.end))),
            text: change.text,
        });
        self.documents.change(&params.text_document.uri, params.text_document.version, edits.collect());
        self.signals.changed.notify_one();
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.documents.settle(&params.text_document.uri);
        self.settings.look_again();
        if !self.settings.is_told() {
            self.folders.look_again();
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.documents.close(&params.text_document.uri);
        self.signals.changed.notify_one();
        self.signals.due.notify_one();
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let report = SNAPSHOT.with(|snapshot| pull::document(&self.documents, snapshot.as_ref(), &params));
        Ok(DocumentDiagnosticReportResult::Report(report))
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let news = self.signals.news.subscribe();
        let report = pull::workspace(&self.client, &self.documents, news, params).await;
        Ok(WorkspaceDiagnosticReportResult::Report(report))
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let documents = self.documents.clone();
        aside(move |stop| workspace::symbols(&documents, &params.query, stop)).await.map(Some)
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
        aside(move |_| structure::outline(&snapshot, &params.text_document.uri)).await.map(Some)
    }

    async fn folding_range(&self, _: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move |_| structure::folding(&snapshot)).await.map(Some)
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        Ok(SNAPSHOT.with(|snapshot| Some(structure::selections(snapshot.as_ref()?, &params.positions))))
    }

    async fn semantic_tokens_full(&self, _: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move |_| tokens::full(&snapshot).into()).await.map(Some)
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move |_| tokens::changes(&snapshot, &params.previous_result_id)).await.map(Some)
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
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        let documents = self.documents.clone();
        aside(move |stop| {
            let mut places = navigation::references(&snapshot, &params)?;
            places.extend(workspace::namesakes(&documents, &snapshot, &params.text_document_position, stop));
            Some(places)
        })
        .await
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
        let documents = self.documents.clone();
        aside(move |stop| rename::edit(&snapshot, &documents, &params, stop)).await?.map(Some)
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
        aside(move |_| formatting::document(&snapshot)).await.map(Some)
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move |_| formatting::range(&snapshot, params.range)).await.map(Some)
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        Ok(SNAPSHOT.with(|snapshot| Some(formatting::typed(snapshot.as_ref()?, &params))))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move |_| hints::ranged(&snapshot, params.range)).await.map(Some)
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let Some(snapshot) = SNAPSHOT.with(Option::clone) else { return Ok(None) };
        aside(move |_| lens::all(&snapshot, &params.text_document.uri)).await.map(Some)
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
