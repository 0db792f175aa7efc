//! A place in a line, in bytes and in columns: a tab reaches to the next multiple of four.

const TAB: usize = 4;

pub(super) struct Cursor<'a> {
    line: &'a str,
    offset: usize,
    /// May stand inside the tab at `offset`.
    column: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Self { line, offset: 0, column: 0 }
    }

    fn byte(&self, offset: usize) -> Option<u8> {
        self.line.as_bytes().get(offset).copied()
    }

    /// The byte and the column of the first character that is neither space nor tab.
    fn first(&self) -> (usize, usize) {
        let (mut offset, mut column) = (self.offset, self.column);
        loop {
            match self.byte(offset) {
                Some(b' ') => column += 1,
                Some(b'\t') => column += TAB - column % TAB,
                _ => return (offset, column),
            }
            offset += 1;
        }
    }

    /// Columns of white space before the first character.
    pub(super) fn indent(&self) -> usize {
        self.first().1 - self.column
    }

    /// Whether nothing but white space is left.
    pub(super) fn is_blank(&self) -> bool {
        self.first().0 >= self.line.len()
    }

    /// What is left, from its first character on.
    pub(super) fn rest(&self) -> &'a str {
        self.line.get(self.first().0..).unwrap_or_default()
    }

    /// What is left, white space included.
    pub(super) fn unindented(&self) -> &'a str {
        self.line.get(self.offset..).unwrap_or_default()
    }

    /// Moves to the first character.
    pub(super) fn advance_to_rest(&mut self) {
        (self.offset, self.column) = self.first();
    }

    /// Moves over `bytes` bytes that are no tabs.
    pub(super) fn advance_bytes(&mut self, bytes: usize) {
        self.offset += bytes;
        self.column += bytes;
    }

    /// Moves by up to `columns` columns of white space; may stop inside a tab.
    pub(super) fn advance_columns(&mut self, columns: usize) {
        let target = self.column + columns;
        while self.column < target {
            match self.byte(self.offset) {
                Some(b'\t') => {
                    let end = self.column + (TAB - self.column % TAB);
                    if end > target {
                        self.column = target;
                        return;
                    }
                    self.column = end;
                }
                Some(b' ') => self.column += 1,
                _ => return,
            }
            self.offset += 1;
        }
    }

    /// Takes a quote's `>` and the space behind it, if one stands here.
    pub(super) fn take_quote(&mut self) -> bool {
        if self.indent() > 3 || !self.rest().starts_with('>') {
            return false;
        }
        self.advance_to_rest();
        self.advance_bytes(1);
        self.advance_columns(1);
        true
    }

    /// Takes the white space behind a list marker: how many columns of it belong to the marker. Five or more, or a line
    /// that ends there, mean that only one does.
    pub(super) fn take_padding(&mut self) -> usize {
        let (offset, column) = (self.offset, self.column);
        while self.column - column <= 5 && matches!(self.byte(self.offset), Some(b' ' | b'\t')) {
            self.advance_columns(1);
        }
        let width = self.column - column;
        if (1..5).contains(&width) && self.offset < self.line.len() {
            return width;
        }
        (self.offset, self.column) = (offset, column);
        if width > 0 {
            self.advance_columns(1);
        }
        1
    }
}
