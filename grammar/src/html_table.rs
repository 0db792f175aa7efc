//! Tables of HTML, as converters of PDF write them into Markdown: a grid of cells, and where each of them stands in the
//! text.
//!
//! Which cell is at which row and column is what the HTML standard says ([forming a table]), closing tags that are
//! missing included. It differs in one thing, as browsers do: a cell reaches down to the last row of its group
//! (`<tbody>`) at most, where the standard has it make rows that nobody wrote.
//!
//! The tokens are html5gum's, which are those of the standard, each with its bytes, and it depends on nothing else.
//! html5ever, and `scraper` above it, tell no more than the line of a node (html5ever issues 48 and 734); `tl` puts all
//! that follows into a cell whose closing tag is left out.
//!
//! [forming a table]: https://html.spec.whatwg.org/multipage/tables.html#forming-a-table

mod grid;
mod reader;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, ops::Range};

use html5gum::{DefaultEmitter, Token, Tokenizer};
use memchr::memchr_iter;

use crate::name::is_blank_character;

/// The most columns of a table that is read.
pub const MOST_COLUMNS: usize = 1_000;

/// The most rows of a table that is read.
pub const MOST_ROWS: usize = 10_000;

/// The most places, rows times columns, of a table that is read.
pub const MOST_PLACES: usize = 200_000;

/// A table of HTML, its `rowspan` and `colspan` resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlTable {
    /// The rows from top to bottom, those of `<tfoot>` last; every row has one entry for each column.
    pub rows: Vec<Vec<GridCell>>,
    /// The bytes from the `<` of the opening tag to behind the closing tag; to the next table or the end of the text
    /// where that is missing.
    pub range: Range<usize>,
    cells: Vec<WrittenCell>,
}

/// What stands at one row and column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GridCell {
    /// The number of the cell, in [`HtmlTable::cells`]; several places have the same through `rowspan` and `colspan`.
    /// Where two cells overlap it is the one written first. `None` where nothing is written.
    pub of: Option<usize>,
    /// Whether this is the cell's upper left place.
    pub is_origin: bool,
}

/// A cell as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenCell {
    /// The bytes of its content in the text, without the blanks, tags and comments around it: `1.00` of
    /// `<td><b>1.00</b>&nbsp;</td>`. Of a cell that says nothing it is empty, and stands where a text would be written,
    /// inside tags like that `<b>`.
    pub content: Range<usize>,
    /// Whether it is a `<th>`.
    pub is_head: bool,
    /// Its first row, from 0.
    pub row: usize,
    /// Its first column, from 0.
    pub column: usize,
    /// How many rows it covers, at least 1, and none behind the last one of its group.
    pub rows: usize,
    /// How many columns it covers, at least 1.
    pub columns: usize,
}

impl HtmlTable {
    /// The cells in the order in which they are written.
    pub fn cells(&self) -> &[WrittenCell] {
        &self.cells
    }

    /// The cell that covers a place of the grid.
    pub fn cell(&self, row: usize, column: usize) -> Option<&WrittenCell> {
        self.cells.get(self.rows.get(row)?.get(column)?.of?)
    }

    /// What a reader sees in a cell of `text`, the one that the table was read from: without tags and comments, a blank
    /// for each `<br>` and between paragraphs, and with the characters that references like `&nbsp;` stand for. Cost:
    /// the cell.
    pub fn text<'t>(&self, cell: &WrittenCell, text: &'t str) -> Cow<'t, str> {
        shown(text.get(cell.content.clone()).unwrap_or_default())
    }
}

/// The tables of a text, from first to last. Left out are tables inside others and those around them, and what is
/// larger than [`MOST_COLUMNS`], [`MOST_ROWS`] or [`MOST_PLACES`]. Nothing is known of Markdown here: the text should
/// be a block of HTML. Cost: the text, and the places of the grids.
pub fn tables(text: &str) -> Vec<HtmlTable> {
    // Most blocks of HTML have none, and need not be taken apart.
    if !memchr_iter(b'<', text.as_bytes()).any(|at| has_tag(text.as_bytes(), at, b"<table")) {
        return Vec::new();
    }
    let mut reader = reader::Reader::new(text);
    for token in tokens(text) {
        reader.read(token);
    }
    reader.finish()
}

/// Whether a table begins on a line of HTML, and whether one is open behind it; `is_open` says whether one is before.
/// Tables inside others are not told from those. Cost: the line.
pub(crate) fn follow(line: &str, is_open: bool) -> (bool, bool) {
    let line = line.as_bytes();
    let (mut begins, mut is_open_behind) = (false, is_open);
    for at in memchr_iter(b'<', line) {
        if has_tag(line, at, b"<table") {
            (begins, is_open_behind) = (!is_open, true);
        } else if has_tag(line, at, b"</table") {
            is_open_behind = false;
        }
    }
    (begins, is_open_behind)
}

fn has_tag(text: &[u8], at: usize, tag: &[u8]) -> bool {
    let end = at + tag.len();
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    text.get(at..end).is_some_and(|own| own.eq_ignore_ascii_case(tag)) && text.get(end).is_none_or(ends)
}

fn tokens(text: &str) -> impl Iterator<Item = Token<usize>> {
    // Reading from memory does not fail.
    Tokenizer::new_with_emitter(text, DefaultEmitter::<usize>::new_with_span()).flatten()
}

/// What a reader sees of some HTML: see [`HtmlTable::text`].
pub fn shown(content: &str) -> Cow<'_, str> {
    if !content.contains(['<', '&']) {
        return Cow::Borrowed(content);
    }
    let mut shown = String::with_capacity(content.len());
    for token in tokens(content) {
        match token {
            Token::String(part) => shown.push_str(&String::from_utf8_lossy(&part.value)),
            Token::StartTag(tag) if parts_text(&tag.name) && !shown.ends_with(is_blank_character) => shown.push(' '),
            _ => {}
        }
    }
    Cow::Owned(shown)
}

fn parts_text(tag: &[u8]) -> bool {
    matches!(tag, b"br" | b"p" | b"div" | b"li")
}
