//! Lines of tables as they are written: their cells with all that Markdown keeps of them, and the pipes around them.

use std::{borrow::Cow, ops::Range};

use smallvec::SmallVec;

use crate::{Span, document::Document, line::Kind, markdown, name::trim, suppression::shown};

/// A header, delimiter or body row of a table of known kind.
#[derive(Clone, Debug)]
pub struct Written<'t> {
    /// Its number.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
    /// The byte of the document at which `text` starts.
    pub start: usize,
    /// The line without its ending; the first one without a byte order mark.
    pub text: Cow<'t, str>,
    /// The cells inside `text`, cut as [`markdown::cells`] does: wide blanks and comments belong to them.
    pub cells: SmallVec<[Span; 8]>,
}

impl<'t> Written<'t> {
    fn new(document: &Document, line: usize, kind: Kind, text: Cow<'t, str>) -> Self {
        let start = document.text().line_start(line);
        let (start, text) = match text.strip_prefix('\u{feff}').filter(|_| line == 0) {
            Some(rest) => (start + text.len() - rest.len(), Cow::Owned(rest.to_owned())),
            None => (start, text),
        };
        let cells = markdown::cells(&text).collect();
        Self { line, kind, start, text, cells }
    }

    /// The cells as they are read: without comments, the white space around them, and the backslashes that keep pipes
    /// from parting them (GFM 4.10).
    pub fn texts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.cells.iter().map(|cell| match shown(cell.of(&self.text)) {
            Cow::Borrowed(text) => markdown::unescape(trim(text)),
            Cow::Owned(text) => markdown::unescape(trim(&text)).into_owned().into(),
        })
    }

    /// The place behind the pipe that opens the row, where there is one.
    pub fn opening(&self) -> Option<usize> {
        let indent = self.text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        (self.text.as_bytes().get(indent) == Some(&b'|')).then_some(indent + 1)
    }

    /// Whether a blank behind its first text would make another block of the row, which no pipe opens.
    pub fn has_no_room_behind_first(&self) -> bool {
        let first = self.cells.first().map(|cell| cell.of(&self.text));
        self.opening().is_none() && first.is_some_and(|text| !text.is_empty() && markdown::begins_block(text))
    }

    /// The place before the pipe that closes the row, where there is one.
    pub fn closing(&self) -> Option<usize> {
        let end = self.cells.last()?.end as usize;
        let behind = self.text.get(end..)?;
        behind.find('|').map(|pipe| end + pipe)
    }
}

impl Document {
    /// Those of `lines` that are rows of tables of known kind, as they are written. Cost: the length of the lines.
    pub fn written(&self, lines: Range<usize>) -> impl Iterator<Item = Written<'_>> {
        let texts = self.text().lines_from(lines.start);
        let numbered = lines.clone().zip(self.lines().iter_from(lines.start)).zip(texts);
        numbered.filter_map(|((line, understood), text)| match understood.kind {
            kind @ (Kind::Header | Kind::Fragment(_) | Kind::HeaderRow | Kind::Row(_)) => {
                Some(Written::new(self, line, kind, text))
            }
            _ => None,
        })
    }

    /// A line of a table of no known kind, as it is written; of a line of none, its text is one cell. Cost: the length
    /// of the line.
    pub fn written_outside(&self, line: usize) -> Option<Written<'_>> {
        let kind = self.lines().get(line).map(|line| line.kind).filter(|kind| *kind == Kind::Outside)?;
        Some(Written::new(self, line, kind, self.text().line(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_its_pipes_and_all_of_its_cells() {
        let text = "\u{feff}项目名称|金额|绩效目标\n-|-|-\n  |\u{3000}甲 <!-- 注 -->\u{a0}|\t5.00|a\\|  | \n\n说明\n";
        let document = Document::new(text);
        let written: Vec<_> = document.written(0..9).collect();
        let texts = |row: &Written<'_>| row.cells.iter().map(|cell| cell.of(&row.text).to_owned()).collect::<Vec<_>>();
        assert_eq!(texts(&written[0]), ["项目名称", "金额", "绩效目标"]);
        assert_eq!(texts(&written[2]), ["\u{3000}甲 <!-- 注 -->\u{a0}", "5.00", "a\\|"]);
        assert_eq!(written[2].texts().collect::<Vec<_>>(), ["甲", "5.00", "a|"]);
        assert_eq!((written[0].start, written[0].opening(), written[0].closing()), (3, None, None));
        let pipe = written[2].text.rfind('|');
        assert_eq!((written[2].opening(), written[2].closing()), (Some(3), pipe));
        assert_eq!(text.get(written[2].start..written[2].start + 3), Some("  |"));
        assert_eq!(written.len(), 3, "prose is no row");
    }

    #[test]
    fn a_row_of_a_table_of_no_known_kind() {
        let document = Document::new("| 科目编码 | 科目名称 |\n|-|-|\n| 207 | \u{3000}甲\\|乙 |\n");
        let texts = |line: usize| document.written_outside(line).map(|row| row.texts().collect::<Vec<_>>().join("、"));
        assert_eq!(texts(0).as_deref(), Some("科目编码、科目名称"));
        assert_eq!(texts(2).as_deref(), Some("207、甲|乙"));
        assert_eq!((texts(1), texts(9)), (None, None), "the delimiter row says nothing");
    }
}
