//! The cells of a table row (GFM §4.10).

use std::borrow::Cow;

use memchr::memchr;

use crate::Span;

/// What may stand around the pipes of a row. NBSP and the ideographic space are content to Markdown.
const BLANKS: [char; 4] = [' ', '\t', '\u{b}', '\u{c}'];
/// What is trimmed off a cell.
const SPACES: [char; 2] = [' ', '\t'];

/// The cells of a header, delimiter or body row, as spans inside `line`: trimmed, without the outer pipes.
///
/// A pipe with a backslash directly before it is part of its cell, inside a code span as anywhere else. A row may have
/// more or fewer cells than its header.
pub fn cells(line: &str) -> impl Iterator<Item = Span> {
    cells_from(line, line.len() - line.trim_start_matches([' ', '\t']).len())
}

/// The cells of `line` from byte `start` on, where white space there is content, as it is in a lazy line.
pub(super) fn cells_from(line: &str, start: usize) -> Cells<'_> {
    let mut cells = Cells { line, next: start };
    if line.as_bytes().get(start) == Some(&b'|') {
        cells.skip_pipe(start);
    }
    cells
}

pub(super) struct Cells<'a> {
    line: &'a str,
    next: usize,
}

impl Cells<'_> {
    fn skip_pipe(&mut self, pipe: usize) {
        let rest = self.line.get(pipe + 1..).unwrap_or_default();
        self.next = pipe + 1 + (rest.len() - rest.trim_start_matches(BLANKS).len());
    }

    /// The next pipe that divides cells, from `from` on.
    fn pipe(&self, from: usize) -> Option<usize> {
        let bytes = self.line.as_bytes();
        let mut from = from;
        loop {
            let pipe = from + memchr(b'|', bytes.get(from..)?)?;
            let is_escaped = pipe > self.next && bytes.get(pipe - 1) == Some(&b'\\');
            if !is_escaped {
                return Some(pipe);
            }
            from = pipe + 1;
        }
    }
}

impl Iterator for Cells<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let start = self.next;
        let (end, pipe) = match self.pipe(start) {
            Some(pipe) => (pipe, Some(pipe)),
            None if start < self.line.len() => (self.line.len(), None),
            None => return None,
        };
        match pipe {
            Some(pipe) => self.skip_pipe(pipe),
            None => self.next = self.line.len(),
        }
        let text = self.line.get(start..end).unwrap_or_default();
        let trimmed = text.trim_start_matches(SPACES);
        let start = end - trimmed.len();
        Some(Span::new(start, start + trimmed.trim_end_matches(SPACES).len()))
    }
}

/// Whether the text can be a body row: it has at least one cell.
pub(super) fn is_row(text: &str) -> bool {
    cells_from(text, 0).next().is_some()
}

/// A cell's text as a reader sees it: `\|` is a pipe.
pub fn unescape(cell: &str) -> Cow<'_, str> {
    if !cell.contains("\\|") {
        return Cow::Borrowed(cell);
    }
    let mut text = String::with_capacity(cell.len());
    let mut characters = cell.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('\\', Some('|')) => {}
            ('\\', Some(&next)) => {
                text.extend(['\\', next]);
                characters.next();
            }
            _ => text.push(character),
        }
    }
    Cow::Owned(text)
}

/// How many columns a delimiter row declares; `None` for any other line. `text` starts at its first non-blank.
pub(super) fn delimiter(text: &str) -> Option<usize> {
    let body = text.strip_prefix('|').unwrap_or(text).trim_end_matches(BLANKS);
    let body = body.strip_suffix('|').unwrap_or(body);
    let is_delimiter = |cell: &str| {
        let cell = cell.trim_matches(BLANKS);
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|byte| byte == b'-')
    };
    body.split('|').all(is_delimiter).then(|| body.split('|').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<&str> {
        cells(line).map(|cell| cell.of(line)).collect()
    }

    #[test]
    fn outer_pipes_are_optional_and_no_cell() {
        for line in ["| 甲 | 1.00 |", "甲 | 1.00", "  |甲|1.00", "甲 | 1.00 |  \t"] {
            assert_eq!(texts(line), ["甲", "1.00"], "{line:?}");
        }
    }

    #[test]
    fn blank_cells_count() {
        assert_eq!(texts("| 甲 |  || 1.00 |"), ["甲", "", "", "1.00"]);
        assert_eq!(texts("||"), [""]);
        assert!(texts("|").is_empty());
    }

    #[test]
    fn a_backslash_keeps_a_pipe_in_its_cell() {
        assert_eq!(texts(r"| 甲\|乙 | `a|b` | \\|"), [r"甲\|乙", "`a", "b`", r"\\|"]);
        assert_eq!(unescape(r"甲\|乙"), "甲|乙");
        assert_eq!(unescape(r"\\\|"), r"\\|");
    }

    #[test]
    fn ideographic_space_is_content() {
        assert_eq!(texts("|\u{3000}甲\u{a0}|"), ["\u{3000}甲\u{a0}"]);
    }

    #[test]
    fn delimiter_rows() {
        for (row, columns) in [("|---|", 1), (":-:|--", 2), ("| - | :-- |  ", 2), ("-", 1)] {
            assert_eq!(delimiter(row), Some(columns), "{row:?}");
        }
        for row in ["||", "|", "", "| - | a |", "|-||-|", ":", "- -", "::-"] {
            assert_eq!(delimiter(row), None, "{row:?}");
        }
    }
}
