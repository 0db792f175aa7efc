//! A place in a line that knows its column.

/// Tabs reach to the next multiple of this many columns.
const TAB_STOP: usize = 4;

/// How far the containers have read a line: [CommonMark §2.2] counts columns, so that half a tab can be read.
///
/// [CommonMark §2.2]: https://spec.commonmark.org/0.31.2/#tabs
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    line: &'a str,
    /// The first unread byte; a tab may be read in part.
    offset: usize,
    /// The first unread column.
    column: usize,
    /// The first byte from `offset` on that is neither space nor tab.
    text: usize,
    text_column: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        let mut cursor = Self { line, offset: 0, column: 0, text: 0, text_column: 0 };
        cursor.find_text();
        cursor
    }

    /// The unread part from its first byte that is neither space nor tab.
    pub(super) fn text(&self) -> &'a str {
        self.line.get(self.text..).unwrap_or_default()
    }

    /// The unread part with its indentation.
    pub(super) fn unread(&self) -> &'a str {
        self.line.get(self.offset..).unwrap_or_default()
    }

    /// Columns from the first unread one to the text.
    pub(super) fn indent(&self) -> usize {
        self.text_column - self.column
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text >= self.line.len()
    }

    /// Reads up to `columns` of the indentation.
    pub(super) fn skip_indent(&mut self, columns: usize) {
        let target = self.text_column.min(self.column + columns);
        let unread = self.line.as_bytes().get(self.offset..).unwrap_or_default();
        for &byte in unread {
            let next = after(byte, self.column);
            if self.column >= target || next > target {
                break;
            }
            self.column = next;
            self.offset += 1;
        }
        self.column = target;
    }

    /// Reads the indentation and `bytes` of the text, none of them a tab.
    pub(super) fn skip_text(&mut self, bytes: usize) {
        self.offset = self.text + bytes;
        self.column = self.text_column + bytes;
        self.find_text();
    }

    fn find_text(&mut self) {
        self.text = self.offset;
        self.text_column = self.column;
        let unread = self.line.as_bytes().get(self.offset..).unwrap_or_default();
        for &byte in unread.iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')) {
            self.text_column = after(byte, self.text_column);
            self.text += 1;
        }
    }
}

/// The column behind a space or tab that begins at `column`.
fn after(byte: u8, column: usize) -> usize {
    match byte {
        b'\t' => (column / TAB_STOP + 1) * TAB_STOP,
        _ => column + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_reach_to_the_next_stop() {
        let mut cursor = Cursor::new("-\t\t甲局");
        assert_eq!(cursor.indent(), 0);
        cursor.skip_text(1);
        assert_eq!((cursor.indent(), cursor.text()), (7, "甲局"));
        cursor.skip_indent(1);
        assert_eq!((cursor.indent(), cursor.unread()), (6, "\t\t甲局"));
        cursor.skip_indent(3);
        assert_eq!((cursor.indent(), cursor.unread()), (3, "\t甲局"));
        cursor.skip_indent(9);
        assert_eq!((cursor.indent(), cursor.unread()), (0, "甲局"));
    }
}
