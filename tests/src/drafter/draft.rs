//! A document in the drafter's editor.

use std::{collections::VecDeque, ops::Range};

use budget_grammar::text::{Position, Text};
use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
};
use serde_json::{Value, json};

use super::ENCODING;

/// How many changes are remembered, to be shown where something is wrong.
const REMEMBERED: usize = 40;

/// What is said of a finding: its place, its severity, its rule and its message.
pub(super) type Told = (Value, u64, String, String);

/// A text in the place of some bytes.
pub(super) type Piece = (Range<usize>, String);

/// A document that is open.
pub struct Draft {
    pub(super) uri: String,
    pub(super) text: Text,
    pub(super) version: i32,
    /// The changes of this session, as they would be taken back.
    pub(super) undo: Vec<Vec<Piece>>,
    original: String,
    published: Vec<Told>,
    trail: VecDeque<Piece>,
}

impl Draft {
    pub(super) fn new(number: usize, original: String) -> Self {
        let (uri, text) = (format!("file:///drafts/{number}.md"), Text::from(original.as_str()));
        let (undo, published, trail) = (Vec::new(), Vec::new(), VecDeque::new());
        Self { uri, text, version: 1, undo, original, published, trail }
    }

    /// The file as it was.
    pub(super) fn begin_again(&mut self) {
        self.text = Text::from(self.original.as_str());
        self.version += 1;
        self.undo.clear();
        self.trail.clear();
    }

    /// Puts texts in the place of bytes, one after the other; gives the changes as they are sent.
    pub(super) fn replace(&mut self, pieces: Vec<Piece>) -> Value {
        let mut back = Vec::new();
        let sent = pieces.into_iter().map(|(range, new)| {
            let old = self.text.slice(range.clone()).into_owned();
            let places = json!({ "start": self.position(range.start), "end": self.position(range.end) });
            self.text.replace(range.clone(), &new);
            back.push((range.start..range.start + new.len(), old));
            let sent = json!({ "range": places, "text": new });
            self.trail.push_back((range, new));
            if self.trail.len() > REMEMBERED {
                self.trail.pop_front();
            }
            sent
        });
        let sent = sent.collect();
        back.reverse();
        self.version += 1;
        self.undo.push(back);
        sent
    }

    pub(super) fn position(&self, offset: usize) -> Value {
        let position = self.text.position(offset, ENCODING);
        json!({ "line": position.line, "character": position.character })
    }

    /// The bytes of a range that the server named.
    pub(super) fn bytes(&self, range: &Value) -> Range<usize> {
        let number = |position: &Value, name: &str| {
            position[name].as_u64().and_then(|number| u32::try_from(number).ok()).expect("a position")
        };
        let offset = |position: &Value| {
            let (line, character) = (number(position, "line"), number(position, "character"));
            self.text.offset(Position { line, character }, ENCODING)
        };
        offset(&range["start"])..offset(&range["end"])
    }

    /// What is found in the text as it stands, read afresh.
    pub(super) fn fresh(&self) -> Vec<Told> {
        let analysis = Analysis::new(&self.text.to_string(), Options::default());
        let said = analysis.findings().map(|(line, finding)| {
            let start = self.text.line_start(line);
            let place = |offset: u32| self.position(start + offset as usize);
            let range = json!({ "start": place(finding.span.start), "end": place(finding.span.end) });
            (range, level(finding.severity), finding.rule.id.to_owned(), finding.message.clone())
        });
        said.collect()
    }

    pub(super) fn publish(&mut self, diagnostics: &Value) {
        self.published = told(diagnostics);
    }

    pub(super) fn published(&self) -> &[Told] {
        &self.published
    }

    pub(super) fn trail(&self) -> Vec<Piece> {
        self.trail.iter().cloned().collect()
    }
}

/// LSP 3.17, `DiagnosticSeverity`.
fn level(severity: Severity) -> u64 {
    match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Information => 3,
        Severity::Hint => 4,
    }
}

/// What a list of diagnostics says.
pub(super) fn told(diagnostics: &Value) -> Vec<Told> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |diagnostic: &Value| {
        let severity = diagnostic["severity"].as_u64().unwrap_or_default();
        (diagnostic["range"].clone(), severity, text(&diagnostic["code"]), text(&diagnostic["message"]))
    };
    diagnostics.as_array().into_iter().flatten().map(one).collect()
}
