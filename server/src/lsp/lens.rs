//! Code lenses above budget units: where they stand comes first, what they say when they come into view.

use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::{
    jsonrpc::{Error, Result},
    ls_types::{ClientCapabilities, CodeLens, CodeLensOptions, Command, Location, Uri},
};

use super::{commands, documents::Snapshot, negotiation::Support};
use crate::features::{lens, place::Piece};

/// A command of clients that show a list of places beside the text. Its arguments are those of
/// `editor.action.showReferences` in the protocol's terms: a URI, a position and locations.
const PEEK: &str = "budget.peekParts";

/// What the client can do with lenses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    shows: Support,
    /// Whether it asks again where it is told that they are others.
    pub(super) refreshes: Support,
    /// Whether it knows [`PEEK`].
    peeks: Support,
}

impl Abilities {
    pub(super) fn new(client: &ClientCapabilities) -> Self {
        let document = client.text_document.as_ref().and_then(|document| document.code_lens.as_ref());
        let workspace = client.workspace.as_ref().and_then(|workspace| workspace.code_lens.as_ref());
        let commands = client.experimental.as_ref().and_then(|experimental| experimental.get("budgetCommands"));
        let knows_peek = |commands: &Vec<serde_json::Value>| commands.iter().any(|command| command == PEEK);
        Self {
            shows: document.map(|_| true).into(),
            refreshes: workspace.and_then(|workspace| workspace.refresh_support).into(),
            peeks: commands.and_then(serde_json::Value::as_array).map(knows_peek).into(),
        }
    }

    /// What is announced to a client that shows lenses.
    pub(super) fn provider(self) -> Option<CodeLensOptions> {
        (self.shows == Support::Yes).then_some(CodeLensOptions { resolve_provider: Some(true) })
    }
}

/// Which unit a lens is of, for the client to send back.
#[derive(Serialize, Deserialize)]
struct Sent {
    uri: Uri,
    version: i32,
    line: usize,
}

/// Where they stand, with nothing counted yet.
pub(super) fn all(snapshot: &Snapshot, uri: &Uri) -> Vec<CodeLens> {
    let lens = |unit: Piece| {
        let sent = Sent { uri: uri.clone(), version: snapshot.version, line: unit.line };
        CodeLens { range: snapshot.range(unit), command: None, data: serde_json::to_value(sent).ok() }
    };
    lens::lenses(&snapshot.analysis).into_iter().map(lens).collect()
}

/// A lens with what it says and what a click does.
pub(super) fn resolved(snapshot: Option<&Snapshot>, asked: CodeLens) -> Result<CodeLens> {
    let data = asked.data.clone().unwrap_or_default();
    let sent: Sent = serde_json::from_value(data).map_err(|error| Error::invalid_params(error.to_string()))?;
    let snapshot = snapshot.filter(|snapshot| snapshot.version == sent.version).ok_or_else(Error::content_modified)?;
    let title = lens::title(&snapshot.analysis, sent.line).ok_or_else(Error::content_modified)?;
    Ok(CodeLens { command: Some(command(snapshot, title, &sent, &asked)), ..asked })
}

fn command(snapshot: &Snapshot, title: String, sent: &Sent, asked: &CodeLens) -> Command {
    let (uri, position) = (&sent.uri, asked.range.start);
    if snapshot.client.lens.peeks == Support::No {
        let place = json!({ "uri": uri, "position": position });
        return Command { title, command: commands::SHOW_PARTS.to_owned(), arguments: Some(vec![place]) };
    }
    let projects = lens::projects(snapshot.analysis.document(), sent.line).into_iter();
    let locations: Vec<_> = projects.map(|piece| Location { uri: uri.clone(), range: snapshot.range(piece) }).collect();
    Command { title, command: PEEK.to_owned(), arguments: Some(vec![json!(uri), json!(position), json!(locations)]) }
}
