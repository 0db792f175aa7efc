//! A finding, drawn under its source line.

use std::io::{self, Write};

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Renderer, Snippet,
    renderer::{DEFAULT_LINE_NUM_STYLE, DecorStyle, Style},
};
use budget_grammar::{
    Span,
    text::{Encoding, Text},
};

use super::{
    cut::{Cut, ROOM},
    harmless::{harmless, harmless_source},
};
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
    /// How it is drawn.
    pub(super) pen: &'a Pen,
}

/// What draws: coloured, or not.
pub(super) struct Pen {
    renderer: Renderer,
    arrow: Style,
}

impl Pen {
    /// One that uses the terminal's own colours.
    pub(super) fn coloured() -> Self {
        Self::new(Renderer::styled(), DEFAULT_LINE_NUM_STYLE)
    }

    /// One that writes plain text.
    pub(super) fn plain() -> Self {
        Self::new(Renderer::plain(), Style::new())
    }

    /// Lines are cut before they are drawn, so that the renderer always has room.
    fn new(renderer: Renderer, arrow: Style) -> Self {
        Self { renderer: renderer.decor_style(DecorStyle::Ascii).term_width(4 * ROOM), arrow }
    }
}

impl Drawing<'_> {
    /// Draws findings, each with its line.
    pub(super) fn draw_all<'f>(&self, findings: impl Iterator<Item = (usize, &'f Finding)>, drawn: &mut Vec<u8>) {
        for (line, finding) in findings {
            // Memory can always be written to.
            drop(self.draw(line, finding, drawn));
        }
    }

    /// Draws a finding in `line`. Cost: logarithmic in the text.
    fn draw(&self, line: usize, finding: &Finding, output: &mut impl Write) -> io::Result<()> {
        let title =
            level(finding.severity, self.language).primary_title(harmless(&finding.message)).id(finding.rule.id);
        let cut = Cut::new(self.text, line, finding.span);
        let mut own = Snippet::source(harmless_source(&cut.text)).line_start(line + 1);
        own = own.annotation(AnnotationKind::Primary.span(cut.span.clone()));
        let mut elsewhere = Vec::new();
        let mut last_line = line;
        for related in finding.related.iter().take(MOST_DRAWN) {
            match cut.place(related.span).filter(|_| related.lines_below == 0) {
                Some(span) => {
                    own = own.annotation(AnnotationKind::Context.span(span).label(harmless(&related.message)))
                }
                None => {
                    let line = line.saturating_add_signed(related.lines_below);
                    last_line = last_line.max(line);
                    elsewhere.push(Group::with_level(Level::NOTE).element(self.related(line, related)));
                }
            }
        }
        let mut groups =
            vec![Group::with_title(title), Group::with_level(level(finding.severity, self.language)).element(own)];
        groups.extend(elsewhere);
        if let Some(rest) = self.rest(finding.related.len()) {
            let last = groups.pop();
            groups.extend(last.map(|last| last.element(Level::NOTE.no_name().message(rest))));
        }
        let rendered = self.pen.renderer.render(&groups);
        // The renderer leaves the gutter's line between the title and the places; the origin goes there.
        let mut lines = rendered.splitn(3, '\n');
        let (title, places) = (lines.next().unwrap_or_default(), lines.nth(1).unwrap_or_default());
        writeln!(output, "{title}\n{}\n{places}\n", self.origin(line, finding.span, last_line))
    }

    /// ` --> 预算.md:14:18`. The renderer would count the column in the line as it is cut.
    fn origin(&self, line: usize, span: Span, last_line: usize) -> String {
        let start = self.text.line_start(line).saturating_add(span.start as usize);
        let column = self.text.position(start, Encoding::Utf32).character as usize + 1;
        let indent = (last_line + 1).to_string().len();
        let (name, arrow) = (self.name, self.pen.arrow);
        format!("{:indent$}{arrow}-->{arrow:#} {name}:{}:{column}", "", line + 1)
    }

    fn related<'s>(&self, line: usize, related: &'s Related) -> Snippet<'s, Annotation<'s>> {
        let cut = Cut::new(self.text, line, related.span);
        let place = AnnotationKind::Context.span(cut.span).label(harmless(&related.message));
        Snippet::source(harmless_source(&cut.text)).line_start(line + 1).annotation(place)
    }

    /// How many related places are not drawn. A finding names no more than [`MOST_RELATED`], so that there may be
    /// others.
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
