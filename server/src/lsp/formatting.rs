//! Formatting of documents, of ranges, and while a row is typed.

use tower_lsp::ls_types::{
    DocumentOnTypeFormattingOptions, DocumentOnTypeFormattingParams, OneOf, Range, ServerCapabilities, TextEdit,
};

use super::{convert::byte_range, documents::Snapshot};
use crate::{
    features::format::{continued, formatted, formatted_row},
    fix::Replacement,
};

/// Ends a cell.
const PIPE: &str = "|";
/// Ends a row.
const NEWLINE: &str = "\n";

/// The same capabilities with formatting. The options of a request (the width of a tab) say nothing about tables.
pub(super) fn offered(capabilities: ServerCapabilities) -> ServerCapabilities {
    ServerCapabilities {
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
            first_trigger_character: PIPE.to_owned(),
            more_trigger_character: Some(vec![NEWLINE.to_owned()]),
        }),
        ..capabilities
    }
}

/// All tables.
pub(super) fn document(snapshot: &Snapshot) -> Vec<TextEdit> {
    text_edits(snapshot, formatted(&snapshot.analysis, 0..usize::MAX))
}

/// The rows that a range touches. One that ends at the very beginning of a line, as a selection of whole lines does,
/// does not touch it.
pub(super) fn range(snapshot: &Snapshot, range: Range) -> Vec<TextEdit> {
    let line = |line: u32| usize::try_from(line).unwrap_or(usize::MAX);
    let is_before_line = range.end.character == 0 && range.end.line > range.start.line;
    let end = line(range.end.line).saturating_add(usize::from(!is_before_line));
    text_edits(snapshot, formatted(&snapshot.analysis, line(range.start.line)..end))
}

/// What follows from a character that was typed just now.
pub(super) fn typed(snapshot: &Snapshot, params: &DocumentOnTypeFormattingParams) -> Vec<TextEdit> {
    let line = usize::try_from(params.text_document_position.position.line).unwrap_or(usize::MAX);
    let edits = match &*params.ch {
        PIPE => formatted_row(&snapshot.analysis, line),
        NEWLINE => continued(&snapshot.analysis, line),
        _ => Vec::new(),
    };
    text_edits(snapshot, edits)
}

fn text_edits(snapshot: &Snapshot, edits: Vec<Replacement>) -> Vec<TextEdit> {
    let (text, encoding) = (snapshot.analysis.document().text(), snapshot.client.encoding);
    let edit = |Replacement { range, new }| TextEdit { range: byte_range(text, range, encoding), new_text: new };
    edits.into_iter().map(edit).collect()
}
