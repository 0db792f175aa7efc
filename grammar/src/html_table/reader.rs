//! From tokens to tables: which cells are open, and what closes them where no tag does.

use std::ops::Range;

use html5gum::{StartTag, Token};

use super::{
    HtmlTable, WrittenCell,
    grid::{self, Group},
};
use crate::name::is_blank_character;

/// The most that a `colspan` counts.
const MOST_COLSPAN: usize = 1_000;

/// The most that a `rowspan` counts.
const MOST_ROWSPAN: usize = 65_534;

pub(super) struct Reader<'t> {
    text: &'t str,
    tables: Vec<HtmlTable>,
    /// The table that is open.
    table: Option<Table>,
    /// The tables inside it that are open, and whether each has an open cell or caption.
    nested: Vec<bool>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, tables: Vec::new(), table: None, nested: Vec::new() }
    }

    pub(super) fn read(&mut self, token: Token<usize>) {
        match token {
            Token::StartTag(tag) => self.open(&tag),
            Token::EndTag(tag) => self.close(&tag.name, tag.span.end),
            Token::String(string) => {
                if let (Some(table), true) = (&mut self.table, self.nested.is_empty()) {
                    table.write(self.text, string.span.start..string.span.end);
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    /// The tables, those that are open closed by the end of the text.
    pub(super) fn finish(mut self) -> Vec<HtmlTable> {
        self.close_table(self.text.len());
        self.tables
    }

    fn open(&mut self, tag: &StartTag<usize>) {
        let part = Part::named(&tag.name);
        let Some(table) = &mut self.table else {
            if part == Some(Part::Table) {
                self.table = Some(Table::new(tag.span.start));
            }
            return;
        };
        if let Some(inside) = self.nested.last_mut() {
            match part {
                // A table inside one, but in no cell, closes that one and is in its place.
                Some(Part::Table) if *inside => self.nested.push(false),
                Some(part) => *inside = part.holds_content(),
                None => {}
            }
            return;
        }
        match part {
            Some(Part::Table) if table.holds_content() => {
                table.has_nested = true;
                self.nested.push(false);
            }
            Some(Part::Table) => {
                self.close_table(tag.span.start);
                self.table = Some(Table::new(tag.span.start));
            }
            Some(part) => table.open(part, tag),
            None => table.open_inline(tag),
        }
    }

    fn close(&mut self, name: &[u8], end: usize) {
        let part = Part::named(name);
        let Some(table) = &mut self.table else { return };
        if let Some(inside) = self.nested.last_mut() {
            match part {
                Some(Part::Table) => _ = self.nested.pop(),
                Some(Part::Columns) | None => {}
                Some(_) => *inside = false,
            }
            return;
        }
        match part {
            Some(Part::Table) => self.close_table(end),
            Some(part) => table.close(part),
            None => table.close_inline(),
        }
    }

    fn close_table(&mut self, end: usize) {
        self.nested.clear();
        if let Some(table) = self.table.take() {
            self.tables.extend(table.finish(end));
        }
    }
}

/// What a table is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Table,
    Caption,
    /// `<col>` and `<colgroup>`.
    Columns,
    Head,
    Body,
    Foot,
    Row,
    /// `<td>`.
    Cell,
    /// `<th>`.
    HeadCell,
}

impl Part {
    fn named(tag: &[u8]) -> Option<Self> {
        match tag {
            b"table" => Some(Self::Table),
            b"caption" => Some(Self::Caption),
            b"col" | b"colgroup" => Some(Self::Columns),
            b"thead" => Some(Self::Head),
            b"tbody" => Some(Self::Body),
            b"tfoot" => Some(Self::Foot),
            b"tr" => Some(Self::Row),
            b"td" => Some(Self::Cell),
            b"th" => Some(Self::HeadCell),
            _ => None,
        }
    }

    /// Whether there may be a text or a table in it.
    fn holds_content(self) -> bool {
        matches!(self, Self::Caption | Self::Cell | Self::HeadCell)
    }
}

/// A table that is open.
struct Table {
    start: usize,
    has_nested: bool,
    groups: Vec<Group>,
    /// The group that is open, the last one of `groups`.
    group: Option<Part>,
    has_open_row: bool,
    /// The cell or caption that is open; the cell is the last one of `cells`.
    open: Option<Part>,
    cells: Vec<WrittenCell>,
    content: Content,
}

/// What is known of the content of the cell that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    /// Nothing but opening tags so far: a text would be written behind the last one.
    Opening,
    /// Nothing, and its place is known.
    Empty,
    Some,
}

impl Table {
    fn new(start: usize) -> Self {
        Self {
            start,
            has_nested: false,
            groups: Vec::new(),
            group: None,
            has_open_row: false,
            open: None,
            cells: Vec::new(),
            content: Content::Empty,
        }
    }

    fn holds_content(&self) -> bool {
        self.open.is_some()
    }

    /// Opens a part, and closes what it cannot be in.
    fn open(&mut self, part: Part, tag: &StartTag<usize>) {
        self.open = None;
        match part {
            Part::Head | Part::Body | Part::Foot => self.open_group(part),
            Part::Row => self.open_row(),
            Part::Cell | Part::HeadCell => {
                if !self.has_open_row {
                    self.open_row();
                }
                self.open_cell(part, tag);
            }
            Part::Table | Part::Caption | Part::Columns => {
                self.close_group();
                self.open = (part == Part::Caption).then_some(part);
            }
        }
    }

    fn open_group(&mut self, part: Part) {
        self.has_open_row = false;
        self.group = Some(part);
        self.groups.push(Group { is_foot: part == Part::Foot, rows: Vec::new() });
    }

    fn open_row(&mut self) {
        if self.group.is_none() {
            self.open_group(Part::Body);
        }
        self.has_open_row = true;
        let next = self.cells.len();
        if let Some(group) = self.groups.last_mut() {
            group.rows.push(next..next);
        }
    }

    fn open_cell(&mut self, part: Part, tag: &StartTag<usize>) {
        let span = |name: &[u8]| tag.attributes.get(name).and_then(|value| whole_number(value));
        let place = tag.span.end;
        self.cells.push(WrittenCell {
            content: place..place,
            is_head: part == Part::HeadCell,
            row: 0,
            column: 0,
            rows: span(b"rowspan").unwrap_or(1).min(MOST_ROWSPAN),
            columns: span(b"colspan").unwrap_or(1).clamp(1, MOST_COLSPAN),
        });
        self.open = Some(part);
        self.content = Content::Opening;
        if let Some(row) = self.groups.last_mut().and_then(|group| group.rows.last_mut()) {
            row.end = self.cells.len();
        }
    }

    /// Closes a part; a closing tag of what is not open says nothing.
    fn close(&mut self, part: Part) {
        match part {
            Part::Head | Part::Body | Part::Foot if self.group == Some(part) => self.close_group(),
            Part::Row if self.has_open_row => (self.open, self.has_open_row) = (None, false),
            _ if self.open == Some(part) => self.open = None,
            _ => {}
        }
    }

    fn close_group(&mut self) {
        (self.open, self.has_open_row, self.group) = (None, false, None);
    }

    fn open_inline(&mut self, tag: &StartTag<usize>) {
        if self.content != Content::Opening || !self.is_in_cell() {
            return;
        }
        match self.cells.last_mut() {
            Some(cell) if !is_void(&tag.name) => cell.content = tag.span.end..tag.span.end,
            _ => self.content = Content::Empty,
        }
    }

    fn close_inline(&mut self) {
        if self.content == Content::Opening {
            self.content = Content::Empty;
        }
    }

    fn write(&mut self, text: &str, range: Range<usize>) {
        let Some(content) = trimmed(text, range).filter(|_| self.is_in_cell()) else { return };
        let Some(cell) = self.cells.last_mut() else { return };
        if self.content != Content::Some {
            cell.content.start = content.start;
        }
        cell.content.end = content.end;
        self.content = Content::Some;
    }

    fn is_in_cell(&self) -> bool {
        matches!(self.open, Some(Part::Cell | Part::HeadCell))
    }

    fn finish(self, end: usize) -> Option<HtmlTable> {
        let Self { start, has_nested: false, groups, mut cells, .. } = self else { return None };
        let rows = grid::form(&groups, &mut cells)?;
        Some(HtmlTable { rows, range: start..end, cells })
    }
}

/// Whether nothing is ever inside an element.
fn is_void(tag: &[u8]) -> bool {
    matches!(tag, b"br" | b"hr" | b"img" | b"input" | b"wbr" | b"embed" | b"link" | b"meta" | b"source" | b"track")
}

/// The number that an attribute says, by the standard's rules for those that are not negative: what follows the digits
/// does not count.
fn whole_number(value: &[u8]) -> Option<usize> {
    let value = value.trim_ascii_start();
    let value = value.strip_prefix(b"+").unwrap_or(value);
    let digits = || value.iter().take_while(|byte| byte.is_ascii_digit());
    digits().next()?;
    Some(digits().fold(0, |number: usize, digit| number.saturating_mul(10).saturating_add(usize::from(digit - b'0'))))
}

/// A range of the text without the blanks at both ends, those written as `&nbsp;` or `&#12288;` included; `None` where
/// nothing is left.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let mut rest = text.get(range.clone())?;
    let mut start = range.start;
    loop {
        let without = rest.trim_start_matches(is_blank_character);
        start += rest.len() - without.len();
        rest = without;
        let Some(behind) = rest.strip_prefix('&').and_then(behind_blank) else { break };
        start += rest.len() - behind.len();
        rest = behind;
    }
    loop {
        rest = rest.trim_end_matches(is_blank_character);
        let Some(before) = before_blank(rest) else { break };
        rest = before;
    }
    (!rest.is_empty()).then(|| start..start + rest.len())
}

/// The most bytes of the name of such a character reference, its semicolon included.
const MOST_NAME: usize = 12;

/// What stands behind a blank that is written as a character reference, its `&` taken off.
fn behind_blank(text: &str) -> Option<&str> {
    let semicolon = text.bytes().take(MOST_NAME).position(|byte| byte == b';')?;
    let (name, behind) = text.split_at_checked(semicolon)?;
    is_blank_reference(name).then(|| behind.strip_prefix(';')).flatten()
}

/// What stands before a blank that is written as a character reference.
fn before_blank(text: &str) -> Option<&str> {
    let without = text.strip_suffix(';')?;
    let length = without.bytes().rev().take(MOST_NAME).position(|byte| byte == b'&')?;
    let (before, reference) = text.split_at_checked(without.len() - length - 1)?;
    let name = reference.strip_prefix('&')?.strip_suffix(';')?;
    is_blank_reference(name).then_some(before)
}

/// Whether `nbsp`, `#160`, `#xA0` and so on is a blank.
fn is_blank_reference(name: &str) -> bool {
    let Some(number) = name.strip_prefix('#') else {
        return matches!(name, "nbsp" | "ensp" | "emsp" | "thinsp" | "NewLine" | "Tab" | "ZeroWidthSpace");
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32).is_some_and(is_blank_character)
}
