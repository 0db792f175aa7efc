//! The structure of a document for the outline, folding and growing selections.

use tower_lsp::ls_types::{
    ClientCapabilities, DocumentSymbol, DocumentSymbolResponse, FoldingRange, Location, Position, Range,
    SelectionRange, SymbolInformation, SymbolKind as LspSymbolKind, Uri,
};

use super::{
    convert::{self, byte_range, saturate},
    documents::Snapshot,
    negotiation::Support,
};
use crate::features::{
    folding::{Fold, folds},
    selection::around,
    symbols::{Symbol, SymbolKind, symbols},
};

/// Whether the client shows symbols within symbols.
pub(super) fn hierarchy(client: &ClientCapabilities) -> Support {
    let document = client.text_document.as_ref().and_then(|document| document.document_symbol.as_ref());
    document.and_then(|symbols| symbols.hierarchical_document_symbol_support).into()
}

/// The outline; a plain list for a client that shows no other.
pub(super) fn outline(snapshot: &Snapshot, uri: &Uri) -> DocumentSymbolResponse {
    let symbols = symbols(&snapshot.analysis);
    if snapshot.client.hierarchy == Support::Yes {
        return DocumentSymbolResponse::Nested(symbols.into_iter().map(|symbol| nested(snapshot, symbol)).collect());
    }
    let mut flat = Vec::new();
    symbols.into_iter().for_each(|symbol| flatten(snapshot, uri, symbol, None, &mut flat));
    DocumentSymbolResponse::Flat(flat)
}

#[expect(deprecated, reason = "the struct of the protocol crate has the field")]
fn nested(snapshot: &Snapshot, symbol: Symbol) -> DocumentSymbol {
    let range = |bytes| byte_range(snapshot.analysis.document().text(), bytes, snapshot.client.encoding);
    let children: Vec<_> = symbol.children.into_iter().map(|child| nested(snapshot, child)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: Some(symbol.detail).filter(|detail| !detail.is_empty()),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: range(symbol.range),
        selection_range: range(symbol.selection),
        children: Some(children).filter(|children| !children.is_empty()),
    }
}

#[expect(deprecated, reason = "the struct of the protocol crate has the field")]
fn flatten(snapshot: &Snapshot, uri: &Uri, symbol: Symbol, container: Option<&str>, flat: &mut Vec<SymbolInformation>) {
    let range = byte_range(snapshot.analysis.document().text(), symbol.range, snapshot.client.encoding);
    flat.push(SymbolInformation {
        name: symbol.name.clone(),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: Location { uri: uri.clone(), range },
        container_name: container.map(str::to_owned),
    });
    symbol.children.into_iter().for_each(|child| flatten(snapshot, uri, child, Some(&symbol.name), flat));
}

/// LSP's kinds are those of programs; these have the icons that tell the levels apart.
pub(super) fn kind(kind: SymbolKind) -> LspSymbolKind {
    match kind {
        SymbolKind::Department => LspSymbolKind::MODULE,
        SymbolKind::Table => LspSymbolKind::NAMESPACE,
        SymbolKind::Total => LspSymbolKind::NUMBER,
        SymbolKind::Class => LspSymbolKind::ENUM,
        SymbolKind::Unit => LspSymbolKind::CLASS,
        SymbolKind::Project => LspSymbolKind::METHOD,
        SymbolKind::Indicator => LspSymbolKind::ENUM_MEMBER,
    }
}

/// What can be folded.
pub(super) fn folding(snapshot: &Snapshot) -> Vec<FoldingRange> {
    let fold = |Fold { first, last }| FoldingRange {
        start_line: saturate(first),
        end_line: saturate(last),
        ..FoldingRange::default()
    };
    folds(&snapshot.analysis).into_iter().map(fold).collect()
}

/// What the selection at each position grows to; at one outside of tables, the position alone.
pub(super) fn selections(snapshot: &Snapshot, positions: &[Position]) -> Vec<SelectionRange> {
    positions.iter().map(|position| selection(snapshot, *position)).collect()
}

fn selection(snapshot: &Snapshot, position: Position) -> SelectionRange {
    let (text, encoding) = (snapshot.analysis.document().text(), snapshot.client.encoding);
    let offset = text.offset(convert::from_position(position), encoding);
    let ranges = around(&snapshot.analysis, offset).into_iter().rev().map(|range| byte_range(text, range, encoding));
    let grown = ranges.fold(None, |parent, range| Some(SelectionRange { range, parent: parent.map(Box::new) }));
    grown.unwrap_or(SelectionRange { range: Range { start: position, end: position }, parent: None })
}
