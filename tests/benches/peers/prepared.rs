//! A document with all that is sent of it, made before anything is measured.

use std::{path::Path, sync::Arc};

use budget_tests::bench::wire::Frame;
use serde_json::{Value, json};

use super::documents::{Document, Place, State};

/// What of the server's capabilities a change depends on.
struct Sync {
    is_incremental: bool,
    counts_bytes: bool,
}

/// A document as one server is told of it.
pub struct Prepared<'a> {
    document: &'a Document,
    texts: &'a Texts,
    uri: String,
    sync: Sync,
}

/// The text in all states, as JSON.
pub struct Texts([Arc<[u8]>; 3]);

impl Texts {
    pub fn new(document: &Document) -> Self {
        Self(State::ALL.map(|state| json!(document.in_state(state)).to_string().into_bytes().into()))
    }

    fn of(&self, state: State) -> &Arc<[u8]> {
        let [right, first, last] = &self.0;
        match state {
            State::Right => right,
            State::First => first,
            State::Last => last,
        }
    }
}

impl<'a> Prepared<'a> {
    pub fn new(document: &'a Document, texts: &'a Texts, folder: &Path, capabilities: &Value) -> Self {
        let sync = &capabilities["textDocumentSync"];
        let kind = sync.as_i64().or_else(|| sync["change"].as_i64());
        let sync =
            Sync { is_incremental: kind == Some(2), counts_bytes: capabilities["positionEncoding"] == json!("utf-8") };
        // No such file: nothing is read from the disk, nor found there by another way.
        let uri = format!("file://{}/draft.{}", folder.display(), document.ending);
        Self { document, texts, uri, sync }
    }

    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The line that a state has a finding in.
    pub fn wrong_line(&self, state: State) -> Option<u32> {
        self.document.wrong_place(state).map(|place| place.found_in)
    }

    /// Opens it with its first place wrong, in one piece.
    pub fn open(&self, version: i64) -> Frame {
        let text = String::from_utf8_lossy(self.texts.of(State::First)).into_owned();
        let (uri, language) = (json!(self.uri), self.document.language);
        Frame::new(&format!(
            "{{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{{\"textDocument\":{{\
             \"uri\":{uri},\"languageId\":\"{language}\",\"version\":{version},\"text\":{text}}}}}}}"
        ))
    }

    /// Goes from one state to another: what is typed, or the whole text, as the server wants it.
    pub fn change(&self, version: i64, from: State, to: State) -> Frame {
        let start = format!(
            "{{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{{\"textDocument\":{{\
             \"uri\":{},\"version\":{version}}},\"contentChanges\":[",
            json!(self.uri)
        );
        if self.sync.is_incremental {
            let edits = [self.edit(from, Place::corrected), self.edit(to, Place::mistaken)];
            let edits: Vec<String> = edits.into_iter().flatten().map(|edit| edit.to_string()).collect();
            return Frame::new(&format!("{start}{}]}}}}", edits.join(",")));
        }
        Frame::around(&format!("{start}{{\"text\":"), self.texts.of(to), "}]}}")
    }

    fn edit(&self, state: State, texts: fn(&Place) -> (&'static str, &'static str)) -> Option<Value> {
        let place = self.document.wrong_place(state)?;
        let (old, new) = texts(place);
        let start = self.position(place);
        let mut end = start.clone();
        // All that is typed here is ASCII.
        end["character"] = json!(end["character"].as_u64().unwrap_or_default() + old.len() as u64);
        Some(json!({ "range": { "start": start, "end": end }, "text": new }))
    }

    fn position(&self, place: &Place) -> Value {
        json!({ "line": place.line, "character": if self.sync.counts_bytes { place.bytes } else { place.units } })
    }

    /// A hover at the first place.
    pub fn hover(&self) -> Value {
        json!({ "textDocument": { "uri": self.uri }, "position": self.position(&self.document.first) })
    }

    /// How changes are sent.
    pub fn way_of_changes(&self) -> &'static str {
        if self.sync.is_incremental { "incremental" } else { "full" }
    }
}

impl Place {
    fn corrected(&self) -> (&'static str, &'static str) {
        (self.wrong, self.right)
    }

    fn mistaken(&self) -> (&'static str, &'static str) {
        (self.right, self.wrong)
    }
}
