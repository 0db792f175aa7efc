//! A finding, drawn under its source line.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};
use budget_grammar::{
    Span,
    text::{Encoding, Text},
};

use super::cut::{Cut, ROOM};
use crate::finding::{Finding, Language, MOST_RELATED, Related, Severity};

/// How many related places are drawn; the others are counted.
const MOST_DRAWN: usize = 3;

/// Draws the findings of one document.
pub(super) struct Drawing<'a> {
    /// The document's name.
    pub(super) name: &'a str,
    /// Its text.
    pub(super) text: &'a Text,
    /// The language of everything but the messages, which have theirs.
    pub(super) language: Language,
    /// What colours it, or does not.
    pub(super) renderer: &'a Renderer,
}

/// The renderer of all drawings. Lines are cut before they are drawn, so that it has room for each.
pub(super) fn renderer(is_coloured: bool) -> Renderer {
    let renderer = if is_coloured { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(4 * ROOM)
}

impl Drawing<'_> {
    /// The drawing of a finding in `line`. Cost: logarithmic in the text.
    pub(super) fn draw(&self, line: usize, finding: &Finding) -> String {
        let title = level(finding.severity, self.language).primary_title(&finding.message).id(finding.rule.id);
        let start = self.text.line_start(line).saturating_add(finding.span.start as usize);
        let column = self.text.position(start, Encoding::Utf32).character as usize + 1;
        let origin = Origin::path(self.name).line(line + 1).char_column(column);
        let group = Group::with_title(title)
            .element(origin)
            .element(self.snippet(line, finding.span, |span| AnnotationKind::Primary.span(span)))
            .elements(finding.related.iter().take(MOST_DRAWN).map(|related| self.related(line, related)));
        let group = match self.rest(finding.related.len()) {
            Some(rest) => group.element(Level::NOTE.no_name().message(rest)),
            None => group,
        };
        self.renderer.render(&[group])
    }

    fn related<'s>(&self, line: usize, related: &'s Related) -> Snippet<'s, Annotation<'s>> {
        let line = line.saturating_add_signed(related.lines_below);
        self.snippet(line, related.span, |span| AnnotationKind::Context.span(span).label(&related.message))
    }

    fn snippet<'s>(
        &self,
        line: usize,
        span: Span,
        annotation: impl FnOnce(std::ops::Range<usize>) -> Annotation<'s>,
    ) -> Snippet<'s, Annotation<'s>> {
        let cut = Cut::new(self.text, line, span);
        Snippet::source(cut.text).line_start(line + 1).annotation(annotation(cut.span))
    }

    /// How many related places are not drawn. A finding names no more than [`MOST_RELATED`], so that there may be others.
    fn rest(&self, related: usize) -> Option<String> {
        let rest = related.checked_sub(MOST_DRAWN).filter(|rest| *rest > 0)?;
        Some(match (self.language, related < MOST_RELATED) {
            (Language::Chinese, true) => format!("另有 {rest} 处"),
            (Language::Chinese, false) => format!("至少另有 {rest} 处"),
            (Language::English, true) => format!("{rest} more places"),
            (Language::English, false) => format!("at least {rest} more places"),
        })
    }
}

fn level(severity: Severity, language: Language) -> Level<'static> {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::NOTE,
    };
    level.with_name(match (severity, language) {
        (Severity::Error, Language::Chinese) => "错误",
        (Severity::Warning, Language::Chinese) => "警告",
        (Severity::Information, Language::Chinese) => "信息",
        (Severity::Hint, Language::Chinese) => "提示",
        (_, Language::English) => severity.name(),
    })
}
