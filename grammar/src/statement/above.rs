//! What stands around a table and is about it: its title, and a note that it is empty.

use std::borrow::Cow;

use super::{
    Note, Scope, Title, below,
    header::is_title_of_table,
    pages::says_continued,
    run::{NOTE_REACH, TITLE_REACH},
};
use crate::{
    Span,
    department::{NamedYear, year_ending},
    document::Document,
    html_table,
    line::{Kind, Line},
    name::{fold, is_blank, trim},
};

/// What stands above a table and is about it.
#[derive(Default)]
pub(super) struct Above {
    pub(super) title: Option<Title>,
    pub(super) note: Option<Note>,
}

impl Above {
    pub(super) fn of(document: &Document, header: usize, start: usize) -> Self {
        let mut above = Self::default();
        for line in (header.saturating_sub(TITLE_REACH)..header).rev() {
            let Some(of) = document.lines().get(line).filter(|_| !is_in_table(document, line)) else { break };
            if of.is_gap() || of.kind == Kind::Metadata {
                continue;
            }
            let text = document.text().line(line);
            // Tags around the table say nothing.
            if of.after.markdown.is_in_html() && is_blank(&html_table::shown(&text)) {
                continue;
            }
            if is_title_of_table(&text) {
                let span = printed(&text);
                above.title = Some(Title { below: below(line, start), span, text: span.of(&text).into() });
                break;
            }
            match note(&text, below(line, start)) {
                Some(note) => above.note = Some(note),
                None if is_form_number(&text) || is_year(&text) => {}
                None => break,
            }
        }
        // Without a title between, it may be one of the table above.
        Self { note: above.note.filter(|_| above.title.is_some()), ..above }
    }
}

/// （2026年度）: what stands below a title.
pub(super) fn is_year(text: &str) -> bool {
    let inner = trim(text).strip_prefix(['（', '(']).and_then(|text| text.strip_suffix(['）', ')']));
    inner.and_then(|inner| inner.trim_end_matches('度').strip_suffix('年')).is_some_and(|digits| {
        year_ending(digits).is_some_and(|(year, rest)| matches!(year, NamedYear::Year(_)) && rest.is_empty())
    })
}

/// 公开01表, 附表1: what stands beside a title and is none.
pub(super) fn is_form_number(text: &str) -> bool {
    const LONGEST: usize = 30;
    text.len() <= LONGEST && text.contains('表') && text.contains(|character: char| character.is_ascii_digit())
}

/// What the first line of text below a statement says, where that is that it is empty.
pub(super) fn note_below(document: &Document, end: usize, start: usize) -> Option<Note> {
    let lines = document.lines().iter_from(end).take(NOTE_REACH).enumerate();
    let (at, _) = lines.into_iter().find(|(_, line)| !line.is_gap())?;
    let line = end + at;
    note(&document.text().line(line), below(line, start)).filter(|_| !is_in_table(document, line))
}

/// Whether the note below a statement says that something in it is compared with what is not printed.
pub(super) fn says_other_basis(document: &Document, end: usize) -> bool {
    note_text(document, end).is_some_and(|text| text.contains("口径") || text.contains("可比"))
}

/// Whether rows follow below a statement that are in no table: behind a blank line, a comment or a remark, or pasted
/// with tabs.
pub(super) fn is_followed_by_rows(document: &Document, end: usize) -> bool {
    let texts = document.text().lines_from(end).take(NOTE_REACH);
    texts.into_iter().enumerate().any(|(at, text)| {
        let is_row = text.trim_start().starts_with('|') && text.matches('|').count() > 2;
        (is_row || text.matches('\t').count() > 1) && !is_in_table(document, end + at) && !is_header(document, end + at)
    })
}

/// Whether a line is the header of a table of Markdown, whose delimiter row is the next one.
fn is_header(document: &Document, line: usize) -> bool {
    let is_delimiter = |line: &Line| matches!(line.kind, Kind::UnknownDelimiter | Kind::Fragment(_) | Kind::Header);
    [line, line + 1].into_iter().any(|line| document.lines().get(line).is_some_and(is_delimiter))
}

/// The first line of text below a statement, where that is a note: 注：….
fn note_text(document: &Document, end: usize) -> Option<Cow<'_, str>> {
    const LONGEST: usize = 400;
    let at = document.lines().iter_from(end).take(NOTE_REACH).position(|line| !line.is_gap())?;
    let text = document.text().line(end + at);
    let bare = trim(text.trim_start_matches(['*', '（', '(', ' ']));
    let is_note = ["注", "备注", "说明", "本表"].iter().any(|word| bare.starts_with(word));
    (is_note && text.len() <= LONGEST && !is_in_table(document, end + at)).then_some(text)
}

/// What the title of a statement says of what is carried over, or the first line of text below it, where that is a
/// note.
pub(super) fn scope_of(document: &Document, title: Option<&Title>, end: usize) -> Scope {
    let of = |text: &str| {
        let is_carried = text.contains("结转") || text.contains("结余");
        if is_carried && (text.contains("不含") || text.contains("不包括") || text.contains("不包含")) {
            Scope::WithoutCarried
        } else if text.contains("当年") {
            Scope::OfYear
        } else {
            Scope::Unsaid
        }
    };
    let below = || note_text(document, end).map(|text| of(&text));
    match title.map(|title| of(&title.text)).unwrap_or_default() {
        Scope::Unsaid => below().unwrap_or_default(),
        said => said,
    }
}

/// Whether the title of a further page stands close below a statement: 项目支出绩效目标表（续）.
pub(super) fn goes_on_below(document: &Document, end: usize) -> bool {
    let lines = document.lines().iter_from(end).take(NOTE_REACH).enumerate();
    let is_title = |text: &str| is_title_of_table(text) && says_continued(text) || trim(text).ends_with("（续）");
    lines.into_iter().find(|(_, line)| !line.is_gap()).is_some_and(|(at, _)| is_title(&document.text().line(end + at)))
}

/// Whether a line is one of a table, but for the header of one of Markdown.
fn is_in_table(document: &Document, line: usize) -> bool {
    let is_open = |line: usize| document.lines().get(line).is_some_and(|line| line.after.is_in_html_table);
    let is = |line: &Line| line.after.markdown.is_in_table() || line.kind == Kind::HtmlTable;
    document.lines().get(line).is_some_and(is) || line.checked_sub(1).is_some_and(is_open)
}

fn note(text: &str, below: i32) -> Option<Note> {
    const LONGEST: usize = 600;
    const EMPTY: [&str; 8] =
        ["为空表", "是空表", "表为空", "空表列示", "本表无数据", "此表无数据", "该表无数据", "故无数据"];
    let says_empty = EMPTY.iter().any(|words| text.contains(words));
    // 若无政府性基金预算，则本表为空表 is what the form asks for, and no note.
    const ASIDES: [&str; 11] =
        ["若无", "若没有", "如无", "如果", "去年注", "去年的注", "上年的注", "~~", "请注明", "填写说明", "应注明"];
    let is_aside = ASIDES.iter().any(|word| text.contains(word)) || text.trim_start().starts_with('>');
    // A heading is about what follows.
    let is_heading = text.trim_start().starts_with('#') || is_title_of_table(text);
    (says_empty && !is_heading && !is_aside && text.len() <= LONGEST).then(|| Note {
        below,
        span: printed(text),
        text: fold(text).into(),
    })
}

/// Where in a line something is printed.
fn printed(text: &str) -> Span {
    let inner = trim(text.trim_start_matches(['#', ' ', '>']));
    let start = text.find(inner).unwrap_or_default();
    Span::new(start, start + inner.len())
}
