//! Edits of one or several documents, as the client takes them.

use std::collections::HashMap;

use tower_lsp::ls_types::{
    AnnotatedTextEdit, ChangeAnnotation, ClientCapabilities, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::{convert, negotiation::Support};
use crate::{analysis::Analysis, finding::Language, fix::Replacement};

/// What the client can do with edits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    /// Checks the version of the document that an edit is for.
    pub(super) versions: Support,
    /// Asks the drafter to confirm what an edit says is to be confirmed.
    annotations: Support,
}

impl Abilities {
    pub(super) fn new(client: &ClientCapabilities) -> Self {
        let edits = client.workspace.as_ref().and_then(|workspace| workspace.workspace_edit.as_ref());
        let annotations = edits.and_then(|edits| edits.change_annotation_support.as_ref());
        Self {
            versions: edits.and_then(|edits| edits.document_changes).into(),
            annotations: annotations.map(|_| true).into(),
        }
    }
}

/// The edits of one document.
pub(super) struct DocumentEdit {
    pub(super) uri: Uri,
    /// The version that they were made for; a closed document has none.
    pub(super) version: Option<i32>,
    pub(super) edits: Vec<TextEdit>,
    /// Whether the drafter is looking at another document.
    pub(super) is_elsewhere: bool,
}

/// Replacements in the client's positions.
pub(super) fn text_edits(
    analysis: &Analysis,
    edits: Vec<Replacement>,
    encoding: budget_grammar::text::Encoding,
) -> Vec<TextEdit> {
    let text = analysis.document().text();
    let edit =
        |edit: Replacement| TextEdit { range: convert::byte_range(text, edit.range, encoding), new_text: edit.new };
    edits.into_iter().map(edit).collect()
}

/// What names the annotation of edits in other documents.
const ELSEWHERE: &str = "elsewhere";

/// All of them as one edit. What is edited in documents that the drafter does not see is to be confirmed, where the
/// client can ask.
pub(super) fn workspace_edit(client: Abilities, language: Language, documents: Vec<DocumentEdit>) -> WorkspaceEdit {
    if client.versions == Support::No {
        let changes = documents.into_iter().map(|document| (document.uri, document.edits));
        return WorkspaceEdit { changes: Some(changes.collect::<HashMap<_, _>>()), ..WorkspaceEdit::default() };
    }
    let is_annotated = |document: &DocumentEdit| document.is_elsewhere && client.annotations == Support::Yes;
    let annotations =
        documents.iter().any(is_annotated).then(|| HashMap::from([(ELSEWHERE.to_owned(), label(language))]));
    let changes = documents.into_iter().map(|document| {
        let is_annotated = is_annotated(&document);
        let edit = |text_edit| match is_annotated {
            true => OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: ELSEWHERE.to_owned() }),
            false => OneOf::Left(text_edit),
        };
        let text_document = OptionalVersionedTextDocumentIdentifier { uri: document.uri, version: document.version };
        TextDocumentEdit { text_document, edits: document.edits.into_iter().map(edit).collect() }
    });
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(changes.collect())),
        change_annotations: annotations,
        ..WorkspaceEdit::default()
    }
}

fn label(language: Language) -> ChangeAnnotation {
    let (label, description) = match language {
        Language::Chinese => ("其他文档中的同一名称", "请确认这些文档也要改"),
        Language::English => ("The same name in other documents", "confirm that these are to be changed too"),
    };
    ChangeAnnotation {
        label: label.to_owned(),
        needs_confirmation: Some(true),
        description: Some(description.to_owned()),
    }
}
