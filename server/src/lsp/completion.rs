//! Completion: what is offered at a position, and what is said about it when the drafter looks at it.

use std::ops::Range;

use budget_grammar::text::Text;
use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{
    ClientCapabilities, CompletionItem, CompletionItemCapability, CompletionItemKind, CompletionList,
    CompletionOptions, CompletionTextEdit, Documentation, InsertReplaceEdit, InsertTextFormat, MarkupContent,
    MarkupKind, Position, TextEdit, Uri,
};

use super::{convert, documents::Snapshot, negotiation::Support};
use crate::features::completion::{Completion, CompletionKind, TRIGGERS, Topic, completions, explanation};

/// What the client can do with completions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    snippets: Support,
    insert_and_replace: Support,
    /// Whether it asks for the documentation of the item that is looked at; else that is sent with all of them.
    resolves: Support,
    /// Its favourite format of documentation.
    format: Option<MarkupKind>,
}

impl Abilities {
    pub(super) fn new(client: &ClientCapabilities) -> Self {
        let completion = client.text_document.as_ref().and_then(|document| document.completion.as_ref());
        let Some(item) = completion.and_then(|completion| completion.completion_item.as_ref()) else {
            return Self::default();
        };
        let is_resolved = |item: &CompletionItemCapability| {
            let properties = &item.resolve_support.as_ref()?.properties;
            Some(properties.iter().any(|property| property == "documentation"))
        };
        Self {
            snippets: item.snippet_support.into(),
            insert_and_replace: item.insert_replace_support.into(),
            resolves: is_resolved(item).into(),
            format: item.documentation_format.as_ref().and_then(|formats| formats.first().cloned()),
        }
    }
}

/// What is announced.
pub(super) fn provider() -> CompletionOptions {
    CompletionOptions {
        trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
        resolve_provider: Some(true),
        ..CompletionOptions::default()
    }
}

/// What an item is about, for the client to send back when the drafter looks at it.
#[derive(Serialize, Deserialize)]
struct Deferred {
    uri: Uri,
    topic: Topic,
}

/// What fits at a position. A client asks again at every letter: it may find an item by its code, its name or its
/// initials, and only the server knows all three.
pub(super) fn offered(snapshot: &Snapshot, uri: &Uri, position: Position) -> Option<CompletionList> {
    let text = snapshot.analysis.document().text();
    let offset = text.offset(convert::from_position(position), snapshot.client.encoding);
    let offers = completions(&snapshot.analysis, offset);
    let items = (0..).zip(offers).map(|(rank, offer)| item(snapshot, uri, rank, offer));
    let items: Vec<CompletionItem> = items.collect();
    (!items.is_empty()).then_some(CompletionList { is_incomplete: true, items })
}

/// The item with what is said about it.
pub(super) fn resolved(snapshot: Option<&Snapshot>, item: CompletionItem) -> CompletionItem {
    let deferred = item.data.clone().and_then(|data| serde_json::from_value::<Deferred>(data).ok());
    match (snapshot, deferred) {
        (Some(snapshot), Some(deferred)) => {
            CompletionItem { documentation: documentation(snapshot, &deferred.topic), ..item }
        }
        _ => item,
    }
}

fn item(snapshot: &Snapshot, uri: &Uri, rank: usize, offer: Completion) -> CompletionItem {
    let abilities = &snapshot.client.completion;
    let snippet = offer.snippet.filter(|_| abilities.snippets == Support::Yes);
    let format = if snippet.is_some() { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT };
    let topic = offer.topic;
    let (documentation, data) = match (topic, abilities.resolves) {
        (Some(topic), Support::Yes) => (None, serde_json::to_value(Deferred { uri: uri.clone(), topic }).ok()),
        (topic, _) => (topic.and_then(|topic| documentation(snapshot, &topic)), None),
    };
    let beside = offer.beside.map(|(bytes, new_text)| {
        let text = snapshot.analysis.document().text();
        vec![TextEdit { range: convert::byte_range(text, bytes, snapshot.client.encoding), new_text }]
    });
    CompletionItem {
        label: offer.label,
        kind: Some(kind(offer.kind)),
        detail: Some(offer.detail).filter(|detail| !detail.is_empty()),
        documentation,
        sort_text: Some(format!("{rank:03}")),
        filter_text: Some(offer.filter),
        insert_text_format: Some(format),
        text_edit: Some(edit(snapshot, snippet.unwrap_or(offer.text), offer.typed, offer.piece)),
        additional_text_edits: beside,
        data,
        ..CompletionItem::default()
    }
}

/// All of the piece is replaced, unless the client lets the drafter choose.
fn edit(snapshot: &Snapshot, new_text: String, typed: Range<usize>, piece: Range<usize>) -> CompletionTextEdit {
    let text: &Text = snapshot.analysis.document().text();
    let range = |bytes| convert::byte_range(text, bytes, snapshot.client.encoding);
    match snapshot.client.completion.insert_and_replace {
        Support::Yes => CompletionTextEdit::InsertAndReplace(InsertReplaceEdit {
            new_text,
            insert: range(typed),
            replace: range(piece),
        }),
        Support::No => CompletionTextEdit::Edit(TextEdit { range: range(piece), new_text }),
    }
}

fn documentation(snapshot: &Snapshot, topic: &Topic) -> Option<Documentation> {
    let card = explanation(&snapshot.analysis, topic)?;
    Some(match snapshot.client.completion.format {
        Some(MarkupKind::Markdown) => {
            Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: card.markdown() })
        }
        _ => Documentation::String(card.plain()),
    })
}

/// LSP's kinds are those of programs; these have the icons that tell ours apart, the same as in the outline where it
/// has them.
fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Skeleton => CompletionItemKind::SNIPPET,
        CompletionKind::Class => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Indicator => CompletionItemKind::PROPERTY,
        CompletionKind::Keyword | CompletionKind::Total => CompletionItemKind::KEYWORD,
        CompletionKind::Target => CompletionItemKind::VALUE,
        CompletionKind::Unit => CompletionItemKind::CLASS,
        CompletionKind::Project => CompletionItemKind::METHOD,
        CompletionKind::Code | CompletionKind::Account => CompletionItemKind::ENUM,
    }
}
