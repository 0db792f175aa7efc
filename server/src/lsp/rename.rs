//! Renaming a project or a budget unit.

use tower_lsp::{
    jsonrpc::{Error, Result},
    ls_types::{Position, PrepareRenameResponse, RenameParams, Uri, WorkspaceEdit},
};

use super::{
    convert,
    documents::{Documents, Key, Snapshot},
    edits::{DocumentEdit, text_edits, workspace_edit},
    stop::Stop,
    workspace::Source,
};
use crate::{
    analysis::Analysis,
    features::rename::{self, Identity, Refusal},
};

/// The name at a position.
pub(super) fn prepared(snapshot: &Snapshot, position: Position) -> Result<PrepareRenameResponse> {
    let name = rename::renamed(&snapshot.analysis, snapshot.offset(position));
    let range = snapshot.range(name.map_err(|refusal| refused(snapshot, refusal))?);
    Ok(PrepareRenameResponse::Range(range))
}

/// The new name in all rows of the old one, and in those of other documents that are about the same.
pub(super) fn edit(
    snapshot: &Snapshot,
    documents: &Documents,
    params: &RenameParams,
    stop: &Stop,
) -> Result<WorkspaceEdit> {
    let place = &params.text_document_position;
    let (offset, uri) = (snapshot.offset(place.position), &place.text_document.uri);
    let edits = rename::rename(&snapshot.analysis, offset, &params.new_name);
    let edits = edits.map_err(|refusal| refused(snapshot, refusal))?;
    let edits = text_edits(&snapshot.analysis, edits, snapshot.client.encoding);
    let own = DocumentEdit { uri: uri.clone(), version: Some(snapshot.version), edits, is_elsewhere: false };
    let identity = Identity::at(&snapshot.analysis, offset);
    let others = identity.into_iter().flat_map(|identity| elsewhere(documents, uri, identity, &params.new_name, stop));
    let edits = std::iter::once(own).chain(others).collect();
    Ok(workspace_edit(snapshot.client.edits, snapshot.analysis.options().language, edits))
}

/// The edits of the other documents. A closed one is read again where it had the name: edits must fit the file as it
/// is.
fn elsewhere(documents: &Documents, own: &Uri, identity: Identity, new: &str, stop: &Stop) -> Vec<DocumentEdit> {
    let own = Key::new(own.as_str());
    let encoding = documents.lock().client.encoding;
    let others = documents.all().into_iter().filter(|document| document.key != own).take_while(|_| !stop.is_set());
    let edits = others.filter_map(|document| {
        let (analysis, version): (Analysis, _) = match document.of {
            Source::Open(analysis, version) => (analysis, Some(version)),
            Source::Closed(kept) => {
                let is_named = kept.names.same(identity.hash()).any(|named| identity.is(&named));
                (is_named.then(|| documents.read_again(&document.key))??, None)
            }
        };
        let edits = identity.rename(&analysis, new).ok().filter(|edits| !edits.is_empty())?;
        let edits = text_edits(&analysis, edits, encoding);
        Some(DocumentEdit { uri: document.uri, version, edits, is_elsewhere: true })
    });
    edits.collect()
}

fn refused(snapshot: &Snapshot, refusal: Refusal) -> Error {
    convert::refused(refusal.reason(snapshot.analysis.options().language))
}
