//! Semantic tokens: the standard types of LSP 3.17, which every editor's themes know.

use std::ops::Range;

use budget_grammar::{Span, text::units_of};
use tower_lsp::ls_types::{
    ClientCapabilities, Range as LspRange, SemanticToken, SemanticTokenType, SemanticTokens, SemanticTokensFullOptions,
    SemanticTokensLegend, SemanticTokensOptions, SemanticTokensServerCapabilities,
};

use super::{
    convert::{lines, saturate},
    documents::Snapshot,
    negotiation::Support,
};
use crate::features::tokens::{TokenKind, tokens};

/// What is announced to a client that shows such tokens.
pub(super) fn provider(support: Support) -> Option<SemanticTokensServerCapabilities> {
    let legend =
        SemanticTokensLegend { token_types: TokenKind::ALL.map(token_type).to_vec(), token_modifiers: Vec::new() };
    let options = SemanticTokensOptions {
        legend,
        range: Some(true),
        full: Some(SemanticTokensFullOptions::Bool(true)),
        ..SemanticTokensOptions::default()
    };
    (support == Support::Yes).then_some(SemanticTokensServerCapabilities::SemanticTokensOptions(options))
}

/// Whether the client shows such tokens.
pub(super) fn support(client: &ClientCapabilities) -> Support {
    Some(client.text_document.as_ref().is_some_and(|document| document.semantic_tokens.is_some())).into()
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

/// All tokens of a document.
pub(super) fn full(snapshot: &Snapshot) -> SemanticTokens {
    encoded(snapshot, 0..snapshot.analysis.document().lines().len())
}

/// Those of the lines that a range touches.
pub(super) fn ranged(snapshot: &Snapshot, range: LspRange) -> SemanticTokens {
    encoded(snapshot, lines(snapshot.analysis.document().text(), range))
}

/// Each token relative to the one before it, as LSP 3.17 has it.
fn encoded(snapshot: &Snapshot, lines: Range<usize>) -> SemanticTokens {
    let text = snapshot.analysis.document().text();
    let units = |text: &str| saturate(units_of(text, snapshot.client.encoding));
    let mut data = Vec::new();
    let mut last_line = 0;
    for (line, tokens) in tokens(&snapshot.analysis, lines) {
        let content = text.line(line);
        let mut end_of_last = 0;
        let (mut column, mut last_column) = (0, 0);
        for token in tokens {
            column += units(Span { start: end_of_last, end: token.span.start }.of(&content));
            let length = units(token.span.of(&content));
            data.push(SemanticToken {
                delta_line: saturate(line - last_line),
                delta_start: column - last_column,
                length,
                token_type: index(token.kind),
                token_modifiers_bitset: 0,
            });
            (last_line, last_column, end_of_last) = (line, column, token.span.end);
            column += length;
        }
    }
    SemanticTokens { result_id: None, data }
}

fn index(kind: TokenKind) -> u32 {
    saturate(TokenKind::ALL.iter().position(|other| *other == kind).unwrap_or_default())
}
