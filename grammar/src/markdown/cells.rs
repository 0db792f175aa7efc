//! The cells of a table row.

use std::borrow::Cow;

use memchr::{Memchr, memchr, memchr_iter, memmem};

use crate::Span;

/// The raw cells of a header, delimiter or body row, from left to right, as spans inside `line`.
///
/// A pipe splits unless a backslash stands directly before it ([GFM §4.10]: also inside code spans). The pipe at the
/// beginning and the one at the end belong to the row, not to a cell. The contents are trimmed of spaces and tabs,
/// and behind a pipe of vertical tabs and form feeds too, as comrak does; NO-BREAK SPACE and IDEOGRAPHIC SPACE are
/// content to GFM and stay. As many cells are given as the line has, whatever its header says. A blank line and a
/// lone pipe have none.
///
/// Allocates nothing; one pass over the line.
///
/// [GFM §4.10]: https://github.github.com/gfm/#tables-extension-
pub fn cells(line: &str) -> impl Iterator<Item = Span> {
    Cells::new(line)
}

/// A cell's text with `\|` turned into `|`.
///
/// Backslashes are read in pairs from the left, as comrak does: `\\|` stays as it is (inline, it reads `\|`), and
/// `\\\|` becomes `\\|`.
pub fn unescape(cell: &str) -> Cow<'_, str> {
    if memmem::find(cell.as_bytes(), br"\|").is_none() {
        return Cow::Borrowed(cell);
    }
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some((before, escape)) = memchr(b'\\', rest.as_bytes()).and_then(|at| rest.split_at_checked(at)) {
        text.push_str(before);
        let mut chars = escape.chars();
        let backslash = chars.next();
        let escaped = chars.next();
        if escaped != Some('|') {
            text.extend(backslash);
        }
        text.extend(escaped);
        rest = chars.as_str();
    }
    text.push_str(rest);
    Cow::Owned(text)
}

struct Cells<'a> {
    line: &'a [u8],
    /// Where the next cell begins.
    start: usize,
    pipes: Memchr<'a>,
}

impl<'a> Cells<'a> {
    fn new(line: &'a str) -> Self {
        let line = line.as_bytes();
        let mut cells = Self { line, start: skip(line, 0, is_space_or_tab), pipes: memchr_iter(b'|', line) };
        if line.get(cells.start) == Some(&b'|') {
            cells.pipes.next();
            cells.start = skip(line, cells.start + 1, is_cell_space);
        }
        cells
    }

    /// The next pipe that splits.
    fn split(&mut self) -> Option<usize> {
        self.pipes.by_ref().find(|&pipe| pipe == 0 || self.line.get(pipe - 1) != Some(&b'\\'))
    }
}

impl Iterator for Cells<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        if self.start >= self.line.len() {
            return None;
        }
        let start = self.start;
        let end = match self.split() {
            Some(pipe) => {
                self.start = skip(self.line, pipe + 1, is_cell_space);
                pipe
            }
            None => {
                self.start = self.line.len();
                self.line.len()
            }
        };
        let cell = self.line.get(start..end).unwrap_or_default();
        let trailing = cell.iter().rev().take_while(|&&byte| is_space_or_tab(byte)).count();
        Some(Span::new(start, end - trailing))
    }
}

/// How many cells a line has that is not blank; a lone pipe has none and is no row. It is read from its first byte: if
/// that is a space, it belongs to a cell.
pub(super) fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut pipes = memchr_iter(b'|', bytes).count();
    if pipes > 0 && memmem::find(bytes, br"\|").is_some() {
        pipes -= memmem::find_iter(bytes, br"\|").count();
    }
    let led = usize::from(bytes.first() == Some(&b'|'));
    let last = bytes.iter().rposition(|&byte| !is_cell_space(byte));
    let ends_in_pipe =
        last.is_none_or(|last| bytes.get(last) == Some(&b'|') && (last == 0 || bytes.get(last - 1) != Some(&b'\\')));
    // Without a pipe, a line of form feeds is a cell all the same.
    let unclosed = usize::from(pipes == 0 || !ends_in_pipe);
    (pipes + unclosed).saturating_sub(led)
}

/// Whether a line that is not blank can be a row: it has cells, and no more than comrak reads (65,535). Looks at a few
/// bytes only, unless the line is very long.
pub(super) fn is_row(text: &str) -> bool {
    let beyond_pipe = text.strip_prefix('|').unwrap_or(text).bytes();
    let lone_pipe = text.starts_with('|') && beyond_pipe.clone().all(is_cell_space);
    let most = usize::from(u16::MAX);
    !lone_pipe && (text.len() <= most || count(text) <= most)
}

/// Whether the line has the shape of a delimiter row: dashes, with colons at their ends, between pipes.
pub(super) fn is_delimiter(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = usize::from(bytes.first() == Some(&b'|'));
    loop {
        at = skip(bytes, at, is_cell_space);
        at += usize::from(bytes.get(at) == Some(&b':'));
        let dashes = at;
        at = skip(bytes, at, |byte| byte == b'-');
        if at == dashes {
            return false;
        }
        at += usize::from(bytes.get(at) == Some(&b':'));
        at = skip(bytes, at, is_cell_space);
        if bytes.get(at) == Some(&b'|') {
            at = skip(bytes, at + 1, is_cell_space);
        } else {
            return at == bytes.len();
        }
        if at == bytes.len() {
            return true;
        }
    }
}

/// The first position from `at` on whose byte is not wanted.
fn skip(bytes: &[u8], at: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|&&byte| wanted(byte)).count()
}

fn is_space_or_tab(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// What separates a cell from a pipe: space, tab, vertical tab, form feed.
fn is_cell_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\x0b' | b'\x0c')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<&str> {
        cells(line).map(|cell| cell.of(line)).collect()
    }

    #[test]
    fn outer_pipes_are_optional() {
        let row = ["垃圾分类宣传", "12.00", "—"];
        assert_eq!(texts("| 垃圾分类宣传 | 12.00 | — |"), row);
        assert_eq!(texts("垃圾分类宣传|12.00|—"), row);
        assert_eq!(texts("  |垃圾分类宣传 |\t12.00\t| —  "), row);
    }

    #[test]
    fn blank_cells_are_cells() {
        assert_eq!(texts("|甲局|| |"), ["甲局", "", ""]);
        assert_eq!(texts("||"), [""]);
        assert_eq!(texts("|"), Vec::<&str>::new());
        assert_eq!(texts("  "), Vec::<&str>::new());
    }

    #[test]
    fn a_backslash_keeps_a_pipe_in_its_cell_even_in_code() {
        assert_eq!(texts(r"|a\|b|`c|d`|"), [r"a\|b", "`c", "d`"]);
        assert_eq!(texts(r"|a\\|b|"), [r"a\\|b"]);
        assert_eq!(texts(r"\|a|b\|"), [r"\|a", r"b\|"]);
    }

    #[test]
    fn wide_spaces_are_content() {
        assert_eq!(texts("|\u{3000}甲\u{3000}|\u{a0}|"), ["\u{3000}甲\u{3000}", "\u{a0}"]);
    }

    #[test]
    fn control_spaces_are_dropped_behind_a_pipe_only() {
        assert_eq!(texts("\x0ca|\x0bb\x0b|\x0c"), ["\x0ca", "b\x0b"]);
    }

    #[test]
    fn escaped_pipes_are_restored() {
        assert_eq!(unescape("没有转义"), "没有转义");
        assert!(matches!(unescape(r"a\b"), Cow::Borrowed(_)));
        assert_eq!(unescape(r"数量\|质量\|"), "数量|质量|");
        assert_eq!(unescape(r"a\\|b"), r"a\\|b");
        assert_eq!(unescape(r"a\\\|b"), r"a\\|b");
        assert_eq!(unescape(r"\甲\|\"), r"\甲|\");
    }

    #[test]
    fn counting_agrees_with_the_cells() {
        let pieces = ["|", r"\|", r"\", "甲", " ", "\x0b"];
        let mut lines = vec![String::new()];
        for length in 0..6 {
            for line in lines.clone() {
                let blank = line.bytes().all(is_space_or_tab);
                if line.chars().count() >= length && !blank && !line.starts_with(' ') {
                    assert_eq!(count(&line), cells(&line).count(), "{line:?}");
                    assert_eq!(is_row(&line), count(&line) > 0, "{line:?}");
                }
            }
            if length < 5 {
                lines =
                    pieces.iter().flat_map(|piece| lines.iter().map(move |line| format!("{line}{piece}"))).collect();
            }
        }
    }

    #[test]
    fn rows_have_a_most_of_cells() {
        assert!(is_row(&"|".repeat(65_536)));
        assert!(!is_row(&"|".repeat(65_537)));
    }

    #[test]
    fn delimiter_rows() {
        for row in ["---", "|-|", ":-:|-", "| :--- | ---: |", "-|-|  ", "-\x0b"] {
            assert!(is_delimiter(row), "{row}");
        }
        for row in ["", "|", "||", ":", "|-||", "- -", "|--|a|", "-|--:-", "—|—"] {
            assert!(!is_delimiter(row), "{row}");
        }
    }
}
