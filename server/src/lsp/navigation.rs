//! Jumps, references, marks and linked cells.

use tower_lsp::ls_types::{
    CallHierarchyServerCapability, ClientCapabilities, DocumentHighlight, DocumentHighlightKind,
    GotoDefinitionResponse, LinkedEditingRangeServerCapabilities, LinkedEditingRanges, Location, LocationLink, OneOf,
    Position, Range, ReferenceParams, RenameOptions, TextDocumentPositionParams,
};

use super::{convert, documents::Snapshot, negotiation::Support};
use crate::features::{
    linked,
    navigation::{self, Mark, Ties},
    place::Piece,
};

/// What the client can do with places that are tied to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    /// Takes jumps that say where they start.
    links: Support,
    /// Edits ranges together.
    linked_editing: Support,
    /// Asks for a name before it asks the drafter for another.
    prepares_renames: Support,
    /// Shows hierarchies of calls.
    call_hierarchy: Support,
}

impl Abilities {
    pub(super) fn new(client: &ClientCapabilities) -> Self {
        let Some(document) = client.text_document.as_ref() else { return Self::default() };
        Self {
            links: document.definition.and_then(|definition| definition.link_support).into(),
            linked_editing: Some(document.linked_editing_range.is_some()).into(),
            prepares_renames: document.rename.as_ref().and_then(|rename| rename.prepare_support).into(),
            call_hierarchy: Some(document.call_hierarchy.is_some()).into(),
        }
    }

    pub(super) fn linked_editing(self) -> Option<LinkedEditingRangeServerCapabilities> {
        (self.linked_editing == Support::Yes).then_some(LinkedEditingRangeServerCapabilities::Simple(true))
    }

    pub(super) fn call_hierarchy(self) -> Option<CallHierarchyServerCapability> {
        (self.call_hierarchy == Support::Yes).then_some(CallHierarchyServerCapability::Simple(true))
    }

    /// LSP 3.17: options only for a client that says it prepares renames.
    pub(super) fn renaming(self) -> OneOf<bool, RenameOptions> {
        match self.prepares_renames {
            Support::Yes => OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: Default::default(),
            }),
            Support::No => OneOf::Left(true),
        }
    }
}

impl Snapshot {
    /// The byte offset of a position.
    pub(super) fn offset(&self, position: Position) -> usize {
        self.analysis.document().text().offset(convert::from_position(position), self.client.encoding)
    }

    /// The range of a piece of a line.
    pub(super) fn range(&self, piece: Piece) -> Range {
        convert::range(self.analysis.document().text(), piece.line, piece.span, self.client.encoding)
    }

    /// The range of a line, without its ending.
    pub(super) fn whole_line(&self, line: usize) -> Range {
        let length = self.analysis.document().text().line(line).len();
        self.range(Piece { line, span: (0..length).into() })
    }
}

/// Where a jump leads; with what it starts from, and the whole row that it leads to, for a client that takes links.
pub(super) fn definition(snapshot: &Snapshot, place: &TextDocumentPositionParams) -> Option<GotoDefinitionResponse> {
    let Ties { origin, others } = navigation::definition(&snapshot.analysis, snapshot.offset(place.position))?;
    let uri = &place.text_document.uri;
    if snapshot.client.navigation.links == Support::No {
        let locations = others.into_iter().map(|piece| Location { uri: uri.clone(), range: snapshot.range(piece) });
        return Some(GotoDefinitionResponse::Array(locations.collect()));
    }
    let origin = snapshot.range(origin);
    let link = |piece: Piece| LocationLink {
        origin_selection_range: Some(origin),
        target_uri: uri.clone(),
        target_range: snapshot.whole_line(piece.line),
        target_selection_range: snapshot.range(piece),
    };
    Some(GotoDefinitionResponse::Link(others.into_iter().map(link).collect()))
}

/// What a place is tied to; its own place counts as the declaration.
pub(super) fn references(snapshot: &Snapshot, params: &ReferenceParams) -> Option<Vec<Location>> {
    let place = &params.text_document_position;
    let Ties { origin, others } = navigation::references(&snapshot.analysis, snapshot.offset(place.position))?;
    let own = Some(origin).filter(|_| params.context.include_declaration);
    let location = |piece| Location { uri: place.text_document.uri.clone(), range: snapshot.range(piece) };
    Some(own.into_iter().chain(others).map(location).collect())
}

/// What is marked while the cursor is at a position.
pub(super) fn marks(snapshot: &Snapshot, position: Position) -> Option<Vec<DocumentHighlight>> {
    let mark = |(piece, mark)| DocumentHighlight {
        range: snapshot.range(piece),
        kind: Some(match mark {
            Mark::Total => DocumentHighlightKind::WRITE,
            Mark::Part => DocumentHighlightKind::READ,
            Mark::Name => DocumentHighlightKind::TEXT,
        }),
    };
    let marks = navigation::marks(&snapshot.analysis, snapshot.offset(position));
    Some(marks.into_iter().map(mark).collect::<Vec<_>>()).filter(|marks| !marks.is_empty())
}

/// The cells that are edited together with the one at a position.
pub(super) fn linked(snapshot: &Snapshot, position: Position) -> Option<LinkedEditingRanges> {
    let cells = linked::linked(&snapshot.analysis, snapshot.offset(position))?;
    let ranges = cells.into_iter().map(|cell| snapshot.range(cell)).collect();
    Some(LinkedEditingRanges { ranges, word_pattern: Some(linked::AMOUNTS.to_owned()) })
}
