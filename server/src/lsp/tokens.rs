//! Semantic tokens: the standard types of LSP 3.17, which every editor's themes know.

mod given;

use std::ops::Range;

use budget_grammar::{Span, document::Document, text::Encoding, text::units_of};
use tower_lsp::ls_types::{
    ClientCapabilities, Range as LspRange, SemanticToken, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensFullDeltaResult, SemanticTokensFullOptions, SemanticTokensLegend, SemanticTokensOptions,
    SemanticTokensServerCapabilities,
};

use super::{
    convert::{lines, saturate},
    documents::Snapshot,
    negotiation::Support,
};
use crate::features::tokens::{TokenKind, tokens};

pub(super) use given::Given;

/// What the client can do with such tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    shows: Support,
    /// Whether it asks for what is different since the last time.
    asks_for_changes: Support,
    /// Whether it asks again where it is told that they are others.
    pub(super) refreshes: Support,
}

impl Abilities {
    pub(super) fn new(client: &ClientCapabilities) -> Self {
        let document = client.text_document.as_ref().and_then(|document| document.semantic_tokens.as_ref());
        let workspace = client.workspace.as_ref().and_then(|workspace| workspace.semantic_tokens.as_ref());
        let full = document.and_then(|tokens| tokens.requests.full.as_ref());
        let delta = full.and_then(|full| match full {
            SemanticTokensFullOptions::Delta { delta } => *delta,
            SemanticTokensFullOptions::Bool(_) => None,
        });
        Self {
            shows: document.map(|_| true).into(),
            asks_for_changes: delta.into(),
            refreshes: workspace.and_then(|workspace| workspace.refresh_support).into(),
        }
    }

    /// What is announced to a client that shows such tokens.
    pub(super) fn provider(self) -> Option<SemanticTokensServerCapabilities> {
        let token_types = TokenKind::ALL.map(token_type).to_vec();
        let full = match self.asks_for_changes {
            Support::Yes => SemanticTokensFullOptions::Delta { delta: Some(true) },
            Support::No => SemanticTokensFullOptions::Bool(true),
        };
        let options = SemanticTokensOptions {
            legend: SemanticTokensLegend { token_types, token_modifiers: Vec::new() },
            range: Some(true),
            full: Some(full),
            ..SemanticTokensOptions::default()
        };
        (self.shows == Support::Yes).then_some(SemanticTokensServerCapabilities::SemanticTokensOptions(options))
    }
}

fn token_type(kind: TokenKind) -> SemanticTokenType {
    match kind {
        TokenKind::Total | TokenKind::Keyword => SemanticTokenType::KEYWORD,
        TokenKind::BudgetUnit => SemanticTokenType::CLASS,
        TokenKind::Amount | TokenKind::Number | TokenKind::Figure => SemanticTokenType::NUMBER,
        TokenKind::Class => SemanticTokenType::ENUM_MEMBER,
        TokenKind::Indicator => SemanticTokenType::PROPERTY,
        TokenKind::Comparator => SemanticTokenType::OPERATOR,
        TokenKind::Measure => SemanticTokenType::TYPE,
    }
}

/// All tokens of a document; they are kept for a client that will ask what is different.
pub(super) fn full(snapshot: &Snapshot) -> SemanticTokens {
    let document = snapshot.analysis.document();
    let encoded = Encoded::new(document, 0..document.lines().len(), 0, snapshot.client.encoding);
    let keeps = snapshot.client.tokens.asks_for_changes == Support::Yes;
    let result_id = keeps.then(|| snapshot.tokens.start(document, encoded.counts));
    SemanticTokens { result_id, data: encoded.data }
}

/// What is different since the tokens that the client names; all of them where those are not kept.
pub(super) fn changes(snapshot: &Snapshot, previous: &str) -> SemanticTokensFullDeltaResult {
    let Some(before) = snapshot.tokens.named(previous) else { return full(snapshot).into() };
    let (after, edit) = before.followed_by(snapshot.analysis.document(), snapshot.client.encoding);
    let result_id = Some(snapshot.tokens.add(after));
    SemanticTokensDelta { result_id, edits: edit.into_iter().collect() }.into()
}

/// Those of the lines that a range touches.
pub(super) fn ranged(snapshot: &Snapshot, range: LspRange) -> SemanticTokens {
    let document = snapshot.analysis.document();
    let encoded = Encoded::new(document, lines(document.text(), range), 0, snapshot.client.encoding);
    SemanticTokens { result_id: None, data: encoded.data }
}

/// The tokens of some lines, each relative to the one before it, as LSP 3.17 has it.
struct Encoded {
    data: Vec<SemanticToken>,
    /// How many of them each line has.
    counts: Vec<usize>,
    /// The line of the last one, or of the last one before them.
    last: usize,
}

impl Encoded {
    /// `last` is the line of the last token before `lines`, and 0 where there is none.
    fn new(document: &Document, lines: Range<usize>, last: usize, encoding: Encoding) -> Self {
        let mut encoded = Self { data: Vec::new(), counts: vec![0; lines.len()], last };
        for (line, tokens) in tokens(document, lines.clone()) {
            let content = document.text().line(line);
            let units = |span: Span| saturate(units_of(span.of(&content), encoding));
            let mut end_of_last = 0;
            let (mut column, mut last_column) = (0, 0);
            for token in &tokens {
                column += units(Span { start: end_of_last, end: token.span.start });
                let length = units(token.span);
                encoded.data.push(SemanticToken {
                    delta_line: saturate(line - encoded.last),
                    delta_start: column - last_column,
                    length,
                    token_type: index(token.kind),
                    token_modifiers_bitset: 0,
                });
                (encoded.last, last_column, end_of_last) = (line, column, token.span.end);
                column += length;
            }
            if let Some(count) = encoded.counts.get_mut(line - lines.start) {
                *count = tokens.len();
            }
        }
        encoded
    }
}

fn index(kind: TokenKind) -> u32 {
    saturate(TokenKind::ALL.iter().position(|other| *other == kind).unwrap_or_default())
}
