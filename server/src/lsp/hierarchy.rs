//! How a number is made up, as a hierarchy of calls: what flows into a figure are its incoming calls, the totals that
//! it flows into its outgoing ones.

use serde::{Deserialize, Serialize};
use tower_lsp::{
    jsonrpc::{Error, Result},
    ls_types::{
        CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, TextDocumentPositionParams, Uri,
    },
};

use super::{documents::Snapshot, structure};
use crate::features::{
    hierarchy::{self, Node},
    place::Figure,
};

/// Which figure an item is, for the client to send back.
#[derive(Serialize, Deserialize)]
struct Sent {
    version: i32,
    line: usize,
    column: usize,
}

/// The figure at a position.
pub(super) fn prepared(snapshot: &Snapshot, place: &TextDocumentPositionParams) -> Option<Vec<CallHierarchyItem>> {
    let node = hierarchy::prepared(&snapshot.analysis, snapshot.offset(place.position))?;
    Some(vec![item(snapshot, &place.text_document.uri, node)])
}

/// What flows into an item's figure, with where it stands.
pub(super) fn incoming(
    snapshot: Option<&Snapshot>,
    asked: CallHierarchyItem,
) -> Result<Vec<CallHierarchyIncomingCall>> {
    let (snapshot, figure) = known(snapshot, &asked)?;
    let parts = hierarchy::incoming(&snapshot.analysis, figure).into_iter();
    let call = |node: Node| {
        let from_ranges = vec![snapshot.range(node.piece)];
        CallHierarchyIncomingCall { from: item(snapshot, &asked.uri, node), from_ranges }
    };
    Ok(parts.map(call).collect())
}

/// The totals that an item's figure flows into; it is the figure itself that does.
pub(super) fn outgoing(
    snapshot: Option<&Snapshot>,
    asked: CallHierarchyItem,
) -> Result<Vec<CallHierarchyOutgoingCall>> {
    let (snapshot, figure) = known(snapshot, &asked)?;
    let totals = hierarchy::outgoing(&snapshot.analysis, figure).into_iter();
    let call = |node| CallHierarchyOutgoingCall {
        to: item(snapshot, &asked.uri, node),
        from_ranges: vec![asked.selection_range],
    };
    Ok(totals.map(call).collect())
}

/// The figure of an item, if the document is still the one that it was taken from.
fn known<'a>(snapshot: Option<&'a Snapshot>, asked: &CallHierarchyItem) -> Result<(&'a Snapshot, Figure)> {
    let data = asked.data.clone().unwrap_or_default();
    let sent: Sent = serde_json::from_value(data).map_err(|error| Error::invalid_params(error.to_string()))?;
    let snapshot = snapshot.filter(|snapshot| snapshot.version == sent.version).ok_or_else(Error::content_modified)?;
    let figure = Figure::new(snapshot.analysis.document(), sent.line, sent.column);
    figure.map(|figure| (snapshot, figure)).ok_or_else(Error::content_modified)
}

fn item(snapshot: &Snapshot, uri: &Uri, node: Node) -> CallHierarchyItem {
    let Figure { line, column } = node.figure;
    CallHierarchyItem {
        name: node.name,
        kind: structure::kind(node.kind),
        tags: None,
        detail: Some(node.detail).filter(|detail| !detail.is_empty()),
        uri: uri.clone(),
        range: snapshot.whole_line(line),
        selection_range: snapshot.range(node.piece),
        data: serde_json::to_value(Sent { version: snapshot.version, line, column }).ok(),
    }
}
