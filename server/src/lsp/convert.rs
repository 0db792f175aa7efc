//! Between our values and the protocol's.

use std::borrow::Cow;

use budget_grammar::{
    Span,
    text::{Encoding, Position as TextPosition, Text, units_of},
};
use tower_lsp::{
    jsonrpc::{Error, ErrorCode},
    ls_types::{
        CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
        Hover as LspHover, HoverContents, Location, MarkupContent, MarkupKind, NumberOrString, Position, Range, Uri,
    },
};

use super::{
    negotiation::{HoverFormat, Negotiated, Support},
    pages,
};
use crate::{
    features::hover::Hover,
    finding::{Finding, Related, Severity},
    kept::{Kept, KeptFinding},
    rules::{Rule, Tag},
};

pub(super) fn from_position(position: Position) -> TextPosition {
    TextPosition { line: position.line, character: position.character }
}

/// The range of a span of one line.
pub(super) fn range(text: &Text, line: usize, span: Span, encoding: Encoding) -> Range {
    let content = text.line(line);
    let place = |offset: u32| {
        let before = Span { start: 0, end: offset }.of(&content);
        Position { line: saturate(line), character: saturate(units_of(before, encoding)) }
    };
    Range { start: place(span.start), end: place(span.end) }
}

/// The range of some bytes of the document.
pub(super) fn byte_range(text: &Text, bytes: std::ops::Range<usize>, encoding: Encoding) -> Range {
    let place = |offset: usize| {
        let position = text.position(offset, encoding);
        Position { line: position.line, character: position.character }
    };
    Range { start: place(bytes.start), end: place(bytes.end) }
}

/// LSP 3.17, `RequestFailed`: the request was right, and cannot be carried out.
const REQUEST_FAILED: i64 = -32803;

/// A request that is refused, with the reason for the user.
pub(super) fn refused(reason: impl Into<Cow<'static, str>>) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: reason.into(), data: None }
}

/// The lines that a range touches.
pub(super) fn lines(text: &Text, range: Range) -> std::ops::Range<usize> {
    let line = |line: u32| usize::try_from(line).unwrap_or(usize::MAX);
    let end = line(range.end.line).saturating_add(1).min(text.lines());
    line(range.start.line).min(end)..end
}

pub(super) fn saturate(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(super) fn diagnostic(text: &Text, line: usize, finding: &Finding, uri: &Uri, client: &Negotiated) -> Diagnostic {
    let related = finding.related.iter().map(|related| related_information(text, line, related, uri, client.encoding));
    let range = range(text, line, finding.span, client.encoding);
    said(finding.rule, finding.severity, range, finding.message.clone(), related, client)
}

/// What is found in a document that is not open.
pub(super) fn kept_diagnostics(kept: &Kept, uri: &Uri, client: &Negotiated) -> Vec<Diagnostic> {
    let diagnostic = |finding: &KeptFinding| {
        let related = finding.related.iter().map(|(range, message)| DiagnosticRelatedInformation {
            location: Location { uri: uri.clone(), range: from_range(range) },
            message: message.to_string(),
        });
        said(finding.rule, finding.severity, from_range(&finding.range), finding.message.to_string(), related, client)
    };
    kept.findings.iter().map(diagnostic).collect()
}

pub(super) fn from_range(range: &std::ops::Range<TextPosition>) -> Range {
    let position = |place: TextPosition| Position { line: place.line, character: place.character };
    Range { start: position(range.start), end: position(range.end) }
}

fn said(
    rule: &Rule,
    level: Severity,
    range: Range,
    message: String,
    related: impl ExactSizeIterator<Item = DiagnosticRelatedInformation>,
    client: &Negotiated,
) -> Diagnostic {
    let is_related = client.related_information == Support::Yes && related.len() > 0;
    Diagnostic {
        range,
        severity: Some(severity(level)),
        code: Some(NumberOrString::String(rule.id.to_owned())),
        source: Some("budget".to_owned()),
        message,
        related_information: is_related.then(|| related.collect()),
        code_description: code_description(rule, client),
        tags: tags(rule, client),
        ..Diagnostic::default()
    }
}

fn code_description(rule: &Rule, client: &Negotiated) -> Option<CodeDescription> {
    if client.code_description == Support::No {
        return None;
    }
    pages::href(rule).map(|href| CodeDescription { href })
}

fn tags(rule: &Rule, client: &Negotiated) -> Option<Vec<DiagnosticTag>> {
    let tag = rule.tag.filter(|_| client.tags == Support::Yes)?;
    Some(vec![match tag {
        Tag::Unnecessary => DiagnosticTag::UNNECESSARY,
    }])
}

fn related_information(
    text: &Text,
    line: usize,
    related: &Related,
    uri: &Uri,
    encoding: Encoding,
) -> DiagnosticRelatedInformation {
    let line = line.saturating_add_signed(related.lines_below);
    let location = Location { uri: uri.clone(), range: range(text, line, related.span, encoding) };
    DiagnosticRelatedInformation { location, message: related.message.clone() }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

pub(super) fn hover(text: &Text, hover: &Hover, client: &Negotiated) -> LspHover {
    let (kind, value) = match client.hover_format {
        HoverFormat::Markdown => (MarkupKind::Markdown, hover.card.markdown()),
        HoverFormat::Plain => (MarkupKind::PlainText, hover.card.plain()),
    };
    LspHover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(range(text, hover.line, hover.span, client.encoding)),
    }
}
