//! Inlay hints.

use tower_lsp::ls_types::{
    ClientCapabilities, InlayHint, InlayHintLabel, InlayHintOptions, InlayHintServerCapabilities, OneOf, Position,
    Range,
};

use super::{convert::lines, documents::Snapshot, negotiation::Support};
use crate::features::hints::{Hint, hints};

/// What the client can do with hints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    shows: Support,
    /// Whether it asks again where it is told that they are others.
    pub(super) refreshes: Support,
}

impl Abilities {
    pub(super) fn new(client: &ClientCapabilities) -> Self {
        let document = client.text_document.as_ref().and_then(|document| document.inlay_hint.as_ref());
        let workspace = client.workspace.as_ref().and_then(|workspace| workspace.inlay_hint.as_ref());
        Self {
            shows: document.map(|_| true).into(),
            refreshes: workspace.and_then(|workspace| workspace.refresh_support).into(),
        }
    }

    /// What is announced to a client that shows hints.
    pub(super) fn provider(self) -> Option<OneOf<bool, InlayHintServerCapabilities>> {
        let options = InlayHintServerCapabilities::Options(InlayHintOptions::default());
        (self.shows == Support::Yes).then_some(OneOf::Right(options))
    }
}

/// Those of the lines that a range touches.
pub(super) fn ranged(snapshot: &Snapshot, range: Range) -> Vec<InlayHint> {
    let text = snapshot.analysis.document().text();
    let hint = |Hint { offset, text: label }| {
        let position = text.position(offset, snapshot.client.encoding);
        InlayHint {
            position: Position { line: position.line, character: position.character },
            label: InlayHintLabel::String(label),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        }
    };
    hints(&snapshot.analysis, lines(text, range)).into_iter().map(hint).collect()
}
