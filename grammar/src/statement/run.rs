//! Tables of no known kind, as they follow each other in a document.

use std::ops::Range;

use super::MOST_LINES;
use crate::{
    document::Document,
    line::{Kind, Line},
    sequence::Search,
    tally::Tally,
};

/// How far above its table a title is looked for, in lines.
pub(super) const TITLE_REACH: usize = 12;

/// How far below its table a note is looked for.
pub(super) const NOTE_REACH: usize = 6;

/// A table of Markdown that is none of known kind.
pub(super) struct Fragment {
    /// From the header to the last row.
    pub(super) lines: Range<usize>,
    pub(super) delimiter: usize,
    /// The line behind the fragment before it, if nothing but gaps stands between; else its own first.
    pub(super) behind: usize,
}

impl Fragment {
    pub(super) fn at(document: &Document, delimiter: usize) -> Option<Self> {
        let rows =
            document.lines().iter_from(delimiter + 1).take(MOST_LINES + 1).take_while(|line| is_row(line)).count();
        let header = delimiter.checked_sub(1)?;
        Some(Self { lines: header..delimiter + 1 + rows, delimiter, behind: header })
    }

    /// The one that follows with nothing but gaps between.
    pub(super) fn next(&self, document: &Document) -> Option<Self> {
        let end = self.lines.end;
        let gap = document.lines().iter_from(end).take(MOST_LINES).take_while(|line| line.is_gap()).count();
        let delimiter = end + gap + 1;
        let is_delimiter = document.lines().get(delimiter).is_some_and(|line| line.kind == Kind::UnknownDelimiter);
        let next = is_delimiter.then(|| Self::at(document, delimiter)).flatten()?;
        Some(Self { behind: end, ..next })
    }

    pub(super) fn header_and_rows(&self) -> impl Iterator<Item = usize> + use<> {
        let delimiter = self.delimiter;
        self.lines.clone().filter(move |line| *line != delimiter)
    }
}

/// Whether a line is a body row of a table that is none of known kind.
fn is_row(line: &Line) -> bool {
    line.kind == Kind::Outside && line.after.markdown.is_in_table()
}

impl Document {
    /// The delimiter rows above and below some lines at which other statements may begin, as [`super::Statement::all`] has them, when those
    /// lines are others: of the tables that hold the first or the last of them, are parted from them by nothing but gaps, or have their title or
    /// a note there, and the one below itself, which was the beginning before, perhaps. Cost: those tables.
    pub fn unknown_tables_around(&self, lines: &Range<usize>) -> Vec<usize> {
        if self.lines().summary().unknown_delimiters == 0 {
            return Vec::new();
        }
        let is_gap =
            |from: usize, to: usize| self.lines().iter_from(from).take(to.saturating_sub(from)).all(Line::is_gap);
        let mut starts = Vec::new();
        if let Some(delimiter) = self.lines().previous(lines.start.saturating_add(1), &UNKNOWN_DELIMITER)
            // The line before may have been the header of what follows, and be text now.
            && Fragment::at(self, delimiter).is_some_and(|above| {
                lines.start <= above.lines.end + NOTE_REACH || is_gap(above.lines.end, lines.start.saturating_sub(1))
            })
        {
            starts.push(self.unknown_table_start(delimiter));
        }
        if let Some(delimiter) = self.lines().next(lines.end, &UNKNOWN_DELIMITER)
            && (delimiter <= lines.end + TITLE_REACH + 1 || is_gap(lines.end, delimiter.saturating_sub(1)))
        {
            starts.extend([delimiter, self.unknown_table_start(delimiter)]);
        }
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// The delimiter row of the first of the tables of no known kind that stand above the one at `delimiter` with nothing but gaps
    /// between; of one further up than [`MOST_LINES`] any that is none.
    fn unknown_table_start(&self, delimiter: usize) -> usize {
        let mut start = delimiter;
        while let Some(before) = self.joined_above(start) {
            start = before;
            if delimiter - start > MOST_LINES {
                break;
            }
        }
        start
    }

    /// The lines of the tables of no known kind from the delimiter row at `delimiter` on that follow each other with nothing but gaps between.
    /// Cost: those tables.
    pub fn unknown_tables_from(&self, delimiter: usize) -> Option<Range<usize>> {
        let mut last = Fragment::at(self, delimiter)?;
        while let Some(next) = last.next(self) {
            last = next;
            if last.lines.end - delimiter > MOST_LINES {
                break;
            }
        }
        Some(delimiter..last.lines.end)
    }

    /// The first delimiter row of the tables that hold a line. Cost: those tables.
    pub fn unknown_table_of(&self, line: usize) -> Option<usize> {
        let delimiter = self.lines().previous(line.saturating_add(2), &UNKNOWN_DELIMITER)?;
        let holds = Fragment::at(self, delimiter)?.lines.contains(&line);
        holds.then(|| self.unknown_table_start(delimiter))
    }

    /// Whether a line is the delimiter row of a table of no known kind with no other above it that it may go on from.
    pub fn begins_unknown_tables(&self, line: usize) -> bool {
        let is_delimiter = self.lines().get(line).is_some_and(|line| line.kind == Kind::UnknownDelimiter);
        is_delimiter && self.joined_above(line).is_none()
    }

    /// The delimiter row above with nothing but gaps between. Cost: the rows of that table, at most [`MOST_LINES`].
    fn joined_above(&self, delimiter: usize) -> Option<usize> {
        let before = self.lines().previous(delimiter, &UNKNOWN_DELIMITER)?;
        let next = Fragment::at(self, before)?.next(self)?;
        (next.delimiter == delimiter).then_some(before)
    }
}

const UNKNOWN_DELIMITER: Search<'static, Line> = Search {
    may_hold: &|tally: &Tally| tally.unknown_delimiters > 0,
    is: &|line: &Line| line.kind == Kind::UnknownDelimiter,
};
