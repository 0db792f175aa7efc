//! Renaming a project or a budget unit.

use tower_lsp::{
    jsonrpc::{Error, Result},
    ls_types::{Position, PrepareRenameResponse, RenameParams, WorkspaceEdit},
};

use super::{actions::workspace_edit, convert, documents::Snapshot};
use crate::features::rename::{self, Refusal};

/// The name at a position.
pub(super) fn prepared(snapshot: &Snapshot, position: Position) -> Result<PrepareRenameResponse> {
    let name = rename::renamed(&snapshot.analysis, snapshot.offset(position));
    let range = snapshot.range(name.map_err(|refusal| refused(snapshot, refusal))?);
    Ok(PrepareRenameResponse::Range(range))
}

/// The new name in all rows of the old one.
pub(super) fn edit(snapshot: &Snapshot, params: &RenameParams) -> Result<WorkspaceEdit> {
    let place = &params.text_document_position;
    let edits = rename::rename(&snapshot.analysis, snapshot.offset(place.position), &params.new_name);
    let edits = edits.map_err(|refusal| refused(snapshot, refusal))?;
    Ok(workspace_edit(snapshot, &place.text_document.uri, edits))
}

fn refused(snapshot: &Snapshot, refusal: Refusal) -> Error {
    convert::refused(refusal.reason(snapshot.analysis.options().language))
}
