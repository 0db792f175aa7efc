//! Where a table goes on on the next page, below what stands above each of its pages: its title, its unit, a running head.

use std::ops::Range;

use smallvec::SmallVec;

use super::{
    above::{Above, is_form_number, is_year},
    header::is_title_of_table,
    run::Fragment,
};
use crate::{
    department::{NamedYear, year_ending},
    document::Document,
    markdown,
    name::fold,
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
fn bare(title: &str) -> String {
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

impl Fragment {
    /// Whether the table goes on on another page: all that stands between is what stands above the first one too, or says that the table goes on,
    /// and it begins with a row of that header. The pages of a form are forms of their own. Cost: a few lines.
    pub(super) fn is_continued_on(&self, document: &Document, next: &Self) -> bool {
        let between = self.lines.end..next.lines.start;
        let mut above: SmallVec<[String; 8]> = SmallVec::new();
        let (mut is_marked, mut has_title, mut is_continued) = (false, false, false);
        for (line, of) in between.clone().zip(document.lines().iter_from(between.start)) {
            if of.is_gap() {
                is_marked |= !of.is_blank();
                continue;
            }
            let text = document.text().line(line);
            if is_title_of_table(&text) || says_continued(&text) {
                has_title = true;
                is_continued |= says_continued(&text);
            } else if !is_form_number(&text) && !is_year(&text) {
                above.push(fold(&text).into_owned());
            }
        }
        if !(is_continued || ((has_title || is_marked) && self.has_header_of(document, next))) {
            return false;
        }
        let own = Above::of(document, self.lines.start, self.lines.start).title;
        let title = Above::of(document, next.lines.start, next.lines.start).title;
        let is_form = |title: &str| {
            document.vocabulary().kinds().by_title(title).is_some_and(|kind| kind.description.form.is_some())
        };
        let (own, title) = (own.map(|title| bare(&title.text)), title.map(|title| bare(&title.text)));
        let says_nothing = |title: &String| title.is_empty();
        let is_title = title.as_ref().is_none_or(|title| title.is_empty() || own.as_ref() == Some(title))
            || (is_continued && own.as_ref().is_some_and(says_nothing));
        let first_row = document.text().line(self.lines.start);
        is_title
            && !own.is_some_and(|own| is_form(&own))
            && !title.is_some_and(|title| is_form(&title))
            && !markdown::cells(&first_row).any(|cell| is_form(cell.of(&first_row)))
            && self.stand_above(document, &above)
    }

    /// Whether texts, folded, all stand close above the table.
    fn stand_above(&self, document: &Document, texts: &[String]) -> bool {
        if texts.is_empty() {
            return true;
        }
        let lines = self.lines.start.saturating_sub(PAGE_REACH)..self.lines.start;
        let printed: Vec<String> =
            document.text().lines_from(lines.start).take(lines.len()).map(|text| fold(&text).into_owned()).collect();
        texts.iter().all(|text| printed.contains(text))
    }

    /// Whether another table begins with a row of the header of this one.
    fn has_header_of(&self, document: &Document, other: &Self) -> bool {
        if self.is_html || other.is_html {
            return self.is_html && other.is_html && self.first_row(document) == other.first_row(document);
        }
        let cells = |text: &str| -> Vec<String> {
            markdown::cells(text).map(|cell| fold(cell.of(text)).into_owned()).collect()
        };
        let own = cells(&document.text().line(other.lines.start));
        let lines = self.lines.start..self.lines.end.min(self.delimiter + 1 + HEADER_REACH);
        let rows = lines.clone().zip(document.text().lines_from(lines.start));
        rows.into_iter().any(|(line, text)| line != self.delimiter && cells(&text) == own)
    }

    /// The first row of a table of HTML, as it is written.
    fn first_row(&self, document: &Document) -> String {
        let mut row = String::new();
        for text in document.text().lines_from(self.lines.start).take(self.lines.len().min(HTML_REACH)) {
            let end = text.find("</tr>");
            row.push_str(text.get(..end.unwrap_or(text.len())).unwrap_or_default().trim());
            if end.is_some() {
                break;
            }
        }
        row
    }

    /// The lines that tell on which page the table goes on, and which one it goes on from.
    pub(super) fn head(&self) -> Range<usize> {
        let end = if self.is_html { self.lines.start + HTML_REACH } else { self.delimiter + 1 + HEADER_REACH };
        self.lines.start.saturating_sub(PAGE_REACH)..end.min(self.lines.end)
    }
}
