//! What the client said about itself, and what is offered to it.

use budget_grammar::text::Encoding;
use tower_lsp::ls_types::{
    ClientCapabilities, FoldingRangeProviderCapability, HoverProviderCapability, InitializeParams, MarkupKind, OneOf,
    PositionEncodingKind, PublishDiagnosticsClientCapabilities, SaveOptions, SelectionRangeProviderCapability,
    ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions,
};

use super::{
    actions::Abilities, commands, completion, edits, folders, formatting, hints, lens, navigation, pull, structure,
    tokens,
};
use crate::finding::Language;

/// What was settled with a client. The default is for one that says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Negotiated {
    pub(super) encoding: Encoding,
    pub(super) language: Language,
    pub(super) hover_format: HoverFormat,
    pub(super) related_information: Support,
    pub(super) code_description: Support,
    pub(super) tags: Support,
    pub(super) actions: Abilities,
    pub(super) edits: edits::Abilities,
    pub(super) completion: completion::Abilities,
    pub(super) hints: hints::Abilities,
    pub(super) lens: lens::Abilities,
    pub(super) commands: commands::Abilities,
    pub(super) tokens: tokens::Abilities,
    pub(super) hierarchy: Support,
    pub(super) navigation: navigation::Abilities,
    pub(super) pull: pull::Abilities,
    /// Shows the progress of long work.
    pub(super) progress: Support,
    pub(super) folders: folders::Abilities,
}

/// How hovers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum HoverFormat {
    Markdown,
    /// For a client that asks for it, or that does not say that it can show anything else.
    #[default]
    Plain,
}

/// Whether the client can take something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Support {
    Yes,
    #[default]
    No,
}

impl From<Option<bool>> for Support {
    fn from(said: Option<bool>) -> Self {
        if said == Some(true) { Self::Yes } else { Self::No }
    }
}

impl Negotiated {
    pub(super) fn new(params: &InitializeParams) -> Self {
        Self {
            encoding: bytes_by_option(params).unwrap_or_else(|| encoding(&params.capabilities)),
            language: params.locale.as_deref().map(Language::of_locale).unwrap_or_default(),
            hover_format: hover_format(&params.capabilities),
            related_information: diagnostics(&params.capabilities, |client| client.related_information),
            code_description: diagnostics(&params.capabilities, |client| client.code_description_support),
            tags: diagnostics(&params.capabilities, |client| client.tag_support.as_ref().map(|_| true)),
            actions: Abilities::new(&params.capabilities),
            edits: edits::Abilities::new(&params.capabilities),
            completion: completion::Abilities::new(&params.capabilities),
            hints: hints::Abilities::new(&params.capabilities),
            lens: lens::Abilities::new(&params.capabilities),
            commands: commands::Abilities::new(&params.capabilities),
            tokens: tokens::Abilities::new(&params.capabilities),
            hierarchy: structure::hierarchy(&params.capabilities),
            navigation: navigation::Abilities::new(&params.capabilities),
            pull: pull::Abilities::new(&params.capabilities),
            progress: params.capabilities.window.as_ref().and_then(|window| window.work_done_progress).into(),
            folders: folders::Abilities::new(&params.capabilities),
        }
    }

    /// What this server does, in terms of what was settled.
    pub(super) fn capabilities(&self) -> ServerCapabilities {
        let encoding = match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        };
        formatting::offered(ServerCapabilities {
            position_encoding: Some(encoding),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
                ..TextDocumentSyncOptions::default()
            })),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            code_action_provider: self.actions.provider(),
            completion_provider: Some(completion::provider()),
            document_symbol_provider: Some(OneOf::Left(true)),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            inlay_hint_provider: self.hints.provider(),
            code_lens_provider: self.lens.provider(),
            execute_command_provider: Some(commands::provider()),
            semantic_tokens_provider: self.tokens.provider(),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            linked_editing_range_provider: self.navigation.linked_editing(),
            rename_provider: Some(self.navigation.renaming()),
            call_hierarchy_provider: self.navigation.call_hierarchy(),
            diagnostic_provider: self.pull.provider(),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            workspace: self.folders.offered(),
            experimental: Some(serde_json::json!({ "budgetOverview": true })),
            ..ServerCapabilities::default()
        })
    }
}

/// ALE 3.3 counts columns in bytes, and offers no encodings where it could say so. Its configuration for this server
/// says it in the initialization options: `positionEncoding`, as the protocol calls it elsewhere.
fn bytes_by_option(params: &InitializeParams) -> Option<Encoding> {
    let offers = params.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    let option = params.initialization_options.as_ref()?.get("positionEncoding")?;
    (offers.is_none() && option == PositionEncodingKind::UTF8.as_str()).then_some(Encoding::Utf8)
}

/// UTF-8 where the client knows it, since it costs nothing here; else UTF-16, which every client knows.
fn encoding(client: &ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    if offered.contains(&PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offered.contains(&PositionEncodingKind::UTF32) && !offered.contains(&PositionEncodingKind::UTF16) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

/// The client's formats stand in its order of preference (LSP 3.17, `HoverClientCapabilities.contentFormat`).
fn hover_format(client: &ClientCapabilities) -> HoverFormat {
    let hover = client.text_document.as_ref().and_then(|document| document.hover.as_ref());
    let formats = hover.and_then(|hover| hover.content_format.as_deref()).unwrap_or_default();
    match formats.first() {
        Some(MarkupKind::Markdown) => HoverFormat::Markdown,
        _ => HoverFormat::Plain,
    }
}

/// Something that the client says about diagnostics.
fn diagnostics(
    client: &ClientCapabilities,
    said: impl FnOnce(&PublishDiagnosticsClientCapabilities) -> Option<bool>,
) -> Support {
    let document = client.text_document.as_ref();
    document.and_then(|document| document.publish_diagnostics.as_ref()).and_then(said).into()
}
