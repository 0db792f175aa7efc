//! Where a table goes on on the next page, below what stands above each of its pages: its title, its unit, a running
//! head.

use std::{borrow::Cow, ops::Range};

use smallvec::SmallVec;

use super::{
    Title,
    above::{Above, is_form_number, is_year},
    header::is_title_of_table,
    run::Fragment,
};
use crate::{
    amount::{self, Reading},
    department::{NamedYear, year_ending},
    document::Document,
    html_table,
    line::Kind,
    markdown,
    name::{fold, is_blank, trim},
};

/// How far apart two pages of a table stand at most, in lines.
pub(super) const PAGE_REACH: usize = 16;

/// How many rows behind its delimiter row a header has that the next page may begin with.
pub(super) const HEADER_REACH: usize = 2;

/// Of HTML, how many lines its first row has at most.
const HTML_REACH: usize = 12;

/// Whether a title says that its table goes on there: 续表, 支出预算表（续）. Those of 延续性项目, 继续教育 and （续建项目） do not.
pub(super) fn says_continued(title: &str) -> bool {
    const LONGEST: usize = 240;
    const WORDS: [&str; 6] = ["续表", "续上", "接上", "续前", "承前", "承上"];
    if title.len() > LONGEST || !title.contains(['续', '接', '承']) || title.contains('。') {
        return false;
    }
    let folded = fold(title.trim_end_matches('*'));
    let is_end = |behind: &str| behind.starts_with([')', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    let is_digit = |behind: &str| behind.starts_with(|character: char| character.is_ascii_digit());
    let is_word = |before: &str| !before.ends_with(['继', '手', '延', '连', '后', '存', '陆']);
    WORDS.iter().any(|word| folded.split_once(word).is_some_and(|(before, _)| is_word(before)))
        || folded.split_once("(续").is_some_and(|(_, behind)| is_end(behind) || is_digit(behind))
        || folded.strip_suffix('续').is_some_and(is_word)
}

/// A title without what differs from page to page: its year, 续, marks of Markdown.
pub(super) fn bare(title: &str) -> String {
    let folded = fold(title.trim_start_matches(['#', ' ']));
    let mut bare = folded.into_owned();
    for mark in ["(续表)", "(续)", "续表"] {
        bare = bare.replace(mark, "");
    }
    let behind_year = bare.find('年').and_then(|at| {
        let (before, behind) = bare.split_at_checked(at)?;
        let (year, rest) = year_ending(before)?;
        (rest.is_empty() && matches!(year, NamedYear::Year(_))).then(|| behind.trim_start_matches(['年', '度']))
    });
    behind_year.unwrap_or(&bare).into()
}

/// How a table stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// Nothing but gaps stands between.
    Gap,
    /// It is the next page of that one, as far as what stands between and its first row tell.
    Page,
    /// It has no header, and it is not known what stands between.
    Unsure,
}

/// What stands between two tables.
#[derive(Default)]
struct Between<'t> {
    /// What says neither.
    texts: SmallVec<[Cow<'t, str>; 8]>,
    /// Whether some of that is no unit and no name of one.
    has_text: bool,
    /// The mark of a page.
    is_marked: bool,
    /// A unit, or whose it is, as they stand at the head of each page.
    has_unit: bool,
    /// A title.
    has_title: bool,
    /// A title that says that it goes on.
    is_continued: bool,
}

impl<'t> Between<'t> {
    fn of(document: &'t Document, lines: Range<usize>) -> Self {
        let mut between = Self::default();
        let texts = document.text().lines_from(lines.start).take(lines.len());
        for (text, of) in texts.zip(document.lines().iter_from(lines.start)) {
            if of.is_gap() {
                between.is_marked |= !of.is_blank();
                continue;
            }
            if says_continued(&text) {
                (between.has_title, between.is_continued) = (true, true);
            } else if is_title_of_table(&text) {
                between.has_title = true;
            } else if of.cover.is_some() || is_mark(&text) || is_foot(&text) {
                between.is_marked = true;
            } else if !is_form_number(&text) && !is_year(&text) {
                let is_text = of.kind != Kind::Metadata;
                between.has_text |= is_text;
                between.has_unit |= !is_text;
                between.texts.push(text);
            }
        }
        between
    }
}

/// Whether a line parts pages and says nothing: a rule, a picture, 接下页, a tag, what a converter writes (`{12}----`,
/// `Page 12 of 36`).
fn is_mark(text: &str) -> bool {
    const LONGEST: usize = 40;
    const LONGEST_TAG: usize = 160;
    let text = trim(text);
    let says =
        |character: char| matches!(character, '\u{3400}'..='\u{9fff}') && !matches!(character, '第' | '页' | '共');
    let longest = if text.starts_with('<') { LONGEST_TAG } else { LONGEST };
    if text.len() <= longest && !text.contains('|') && !text.chars().any(says) {
        return true;
    }
    let is_rule = text.len() >= 3 && ['-', '*', '_'].iter().any(|mark| text.chars().all(|own| own == *mark));
    let is_picture = text.starts_with("![") && text.ends_with(')');
    let says_so = ["接下页", "转下页", "续下页", "见下页"].iter().any(|word| text.contains(word));
    is_rule || is_picture || (says_so && text.len() <= LONGEST)
}

/// Whether a line stands at the foot of a page of a table: a note, who drafted it, when it was printed.
fn is_foot(text: &str) -> bool {
    const NOTES: [&str; 4] = ["注", "备注", "附注", "说明"];
    const SIGNED: [&str; 9] =
        ["制表", "填表", "审核人", "复核人", "打印日期", "打印时间", "单位负责人", "财务负责人", "负责人"];
    let bare = text.trim_start_matches(['*', '＊', ' ', '\u{3000}']);
    let is_note = NOTES.iter().any(|word| bare.strip_prefix(word).is_some_and(|rest| rest.starts_with(['：', ':'])));
    is_note || (SIGNED.iter().any(|word| bare.starts_with(word)) && bare.contains(['：', ':']))
}

impl Fragment {
    /// How another table close below stands to this one; `None` where it is one of its own. It is the next page where
    /// all that stands between is what stands above the first one too, or says that the table goes on, and it begins
    /// with a row of that header or with figures. The pages of a form are forms of their own, but where marks of pages
    /// alone part them. Cost: a few lines.
    pub(super) fn joint_with(&self, document: &Document, next: &Self) -> Option<Joint> {
        let between = Between::of(document, self.lines.end..next.lines.start);
        let is_headless = next.begins_with_figures(document);
        let may_be = between.is_marked || ((between.has_title || between.has_unit) && !between.has_text);
        if !(between.is_continued || is_headless || (may_be && self.has_header_of(document, next))) {
            return None;
        }
        let kinds = document.vocabulary().kinds();
        // 2023年度部门决算报表 on each page is no title of a table.
        let is_running = |title: &Title| {
            kinds.by_title(&title.text).is_none() && self.stand_above(document, &[Cow::Borrowed(&*title.text)])
        };
        let own = Above::of(document, self.lines.start, self.lines.start).title;
        let title = Above::of(document, next.lines.start, next.lines.start).title;
        let title = title.filter(|title| !is_running(title));
        let is_form = |title: &str| kinds.by_title(title).is_some_and(|kind| kind.description.form.is_some());
        let (own, title) = (own.map(|title| bare(&title.text)), title.map(|title| bare(&title.text)));
        let says_nothing = |title: &String| title.is_empty();
        let is_title = title.as_ref().is_none_or(|title| title.is_empty() || own.as_ref() == Some(title))
            || (between.is_continued && own.as_ref().is_some_and(says_nothing));
        if !is_title {
            return None;
        }
        let joint = match (self.stand_above(document, &between.texts), is_headless) {
            (true, _) => Joint::Page,
            (false, true) => Joint::Unsure,
            (false, false) => return None,
        };
        let first_row = document.text().line(self.lines.start);
        let is_any_form = own.is_some_and(|own| is_form(&own))
            || title.as_ref().is_some_and(|title| is_form(title))
            || markdown::cells(&first_row).any(|cell| is_form(cell.of(&first_row)));
        // Nothing but a rule or a picture stands between.
        let is_bare = is_headless && between.texts.is_empty() && !between.has_title && title.is_none();
        (!is_any_form || is_bare).then_some(joint)
    }

    /// Whether the first row says something and is none of a header: one of its cells is an amount.
    fn begins_with_figures(&self, document: &Document) -> bool {
        let is_amount = |text: &str| matches!(amount::read(text), Reading::Amount(_));
        if self.is_html {
            let rows = self.first_rows(document);
            let mut rows = rows.iter().filter(|row| !is_blank(&html_table::shown(row)));
            return rows.next().is_some_and(|row| row.split(['<', '>']).any(is_amount));
        }
        let first = self.lines.start..self.lines.end.min(self.delimiter + 1 + HEADER_REACH);
        let rows = first.clone().zip(document.text().lines_from(first.start));
        let mut rows = rows.filter(|(line, _)| *line != self.delimiter);
        // A page without a header is written with a blank one, too.
        rows.find_map(|(_, text)| {
            let mut cells = markdown::cells(&text).map(|cell| cell.of(&text)).filter(|cell| !is_blank(cell)).peekable();
            cells.peek().is_some().then(|| cells.any(is_amount))
        })
        .unwrap_or_default()
    }

    /// Whether texts all stand close above the table.
    fn stand_above(&self, document: &Document, texts: &[Cow<'_, str>]) -> bool {
        if texts.is_empty() {
            return true;
        }
        let lines = self.lines.start.saturating_sub(PAGE_REACH)..self.lines.start;
        let printed: Vec<String> =
            document.text().lines_from(lines.start).take(lines.len()).map(|text| fold(&text).into_owned()).collect();
        texts.iter().all(|text| printed.iter().any(|printed| *printed == fold(text)))
    }

    /// Whether another table begins with a row of the header of this one.
    pub(super) fn has_header_of(&self, document: &Document, other: &Self) -> bool {
        if self.is_html || other.is_html {
            let said = |row: &String| fold(&html_table::shown(row)).into_owned();
            let first = other.first_rows(document).first().map(said).filter(|row| !row.is_empty());
            return self.is_html
                && other.is_html
                && first.is_some_and(|first| self.first_rows(document).iter().any(|row| said(row) == first));
        }
        let first = document.text().line(other.lines.start);
        let own: SmallVec<[Cow<'_, str>; 16]> = markdown::cells(&first).map(|cell| fold(cell.of(&first))).collect();
        let lines = self.lines.start..self.lines.end.min(self.delimiter + 1 + HEADER_REACH);
        let mut rows = lines.clone().zip(document.text().lines_from(lines.start));
        rows.any(|(line, text)| {
            line != self.delimiter && markdown::cells(&text).map(|cell| fold(cell.of(&text))).eq(own.iter().cloned())
        })
    }

    /// The first rows of a table of HTML, as they are written.
    fn first_rows(&self, document: &Document) -> SmallVec<[String; 3]> {
        let mut rows = SmallVec::new();
        let mut row = String::new();
        for text in document.text().lines_from(self.lines.start).take(self.lines.len().min(HTML_REACH)) {
            let mut rest = &*text;
            while let Some((own, behind)) = rest.split_once("</tr>") {
                row.push_str(own.trim());
                rows.push(std::mem::take(&mut row));
                rest = behind;
                if rows.len() > HEADER_REACH {
                    return rows;
                }
            }
            row.push_str(rest.trim());
        }
        rows.push(row);
        rows
    }

    /// The lines that tell on which page the table goes on, and which one it goes on from.
    pub(super) fn head(&self) -> Range<usize> {
        let end = if self.is_html { self.lines.start + HTML_REACH } else { self.delimiter + 1 + HEADER_REACH };
        self.lines.start.saturating_sub(PAGE_REACH)..end.min(self.lines.end)
    }
}
