//! Tables of no known kind, as they follow each other in a document.

use std::ops::Range;

use super::{
    MOST_LINES,
    pages::{Joint, PAGE_REACH},
};
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

/// A table that is none of known kind: one of Markdown, or the lines of one of HTML, which hold several where one ends
/// on the line on which the next begins.
pub(super) struct Fragment {
    /// From the header to the last row; of HTML from the line with the first tag to the one with the last.
    pub(super) lines: Range<usize>,
    /// The line by which it is found: the delimiter row; of HTML the first.
    pub(super) delimiter: usize,
    /// The line behind the fragment before it, if it is the next one of a run.
    pub(super) behind: Option<usize>,
    /// How it stands to that one.
    pub(super) joint: Joint,
    /// Whether it begins with a row of the header of that one, with nothing but gaps between.
    pub(super) repeats_header: bool,
    /// Whether it is HTML.
    pub(super) is_html: bool,
}

impl Fragment {
    /// The one that is found by a line for which [`Line::begins_unknown_table`] is true.
    pub(super) fn at(document: &Document, delimiter: usize) -> Option<Self> {
        let lines = document.lines();
        let behind = || lines.iter_from(delimiter + 1).take(MOST_LINES + 1);
        let is_html = lines.get(delimiter).is_some_and(|line| line.kind == Kind::HtmlTable);
        let (first, rows) = if is_html {
            // The line that closes it belongs to it, and a blank one that ends the block does not.
            let from = lines.iter_from(delimiter).zip(behind());
            (delimiter, from.take_while(|(above, line)| above.after.is_in_html_table && !line.is_blank()).count())
        } else {
            (delimiter.checked_sub(1)?, behind().take_while(|line| is_row(line)).count())
        };
        let lines = first..delimiter + 1 + rows;
        Some(Self { lines, delimiter, behind: None, joint: Joint::Gap, repeats_header: false, is_html })
    }

    /// The one that follows with nothing but gaps between, or as the next page of the same table.
    pub(super) fn next(&self, document: &Document) -> Option<Self> {
        let end = self.lines.end;
        let gap = document.lines().iter_from(end).take(MOST_LINES).take_while(|line| line.is_gap()).count();
        if let Some(next) = Self::beginning(document, end + gap) {
            return Some(Self { behind: Some(end), repeats_header: self.has_header_of(document, &next), ..next });
        }
        let mut near = end + gap..(end + PAGE_REACH).max(end + gap);
        let next = near.find_map(|first| Self::beginning(document, first))?;
        let joint = self.joint_with(document, &next)?;
        Some(Self { behind: Some(end), joint, ..next })
    }

    /// The one whose first line that is.
    fn beginning(document: &Document, first: usize) -> Option<Self> {
        let mut lines = document.lines().iter_from(first);
        let is_html = lines.next()?.kind == Kind::HtmlTable;
        let is_delimiter = is_html || lines.next().is_some_and(|line| line.kind == Kind::UnknownDelimiter);
        is_delimiter.then(|| Self::at(document, if is_html { first } else { first + 1 })).flatten()
    }
}

/// The tables that were read last, so that it is found out once which ones follow each other where they are read from
/// the top down.
#[derive(Debug, Default)]
pub struct Joined {
    /// The lines by which the first and the last of them are found.
    tables: Option<(usize, usize)>,
    /// Whether nothing goes on from the last one.
    is_over: bool,
}

impl Joined {
    /// The table that follows one of them.
    pub(super) fn next(&mut self, document: &Document, fragment: &Fragment) -> Option<Fragment> {
        let next = fragment.next(document);
        let last = next.as_ref().map_or(fragment.delimiter, |next| next.delimiter);
        let first =
            self.tables.filter(|(_, last)| *last == fragment.delimiter).map_or(fragment.delimiter, |(first, _)| first);
        (self.tables, self.is_over) = (Some((first, last)), next.is_none());
        next
    }

    /// The same as [`Document::begins_unknown_tables`]. Cost: logarithmic at one of these tables, and at the one behind
    /// them.
    pub(super) fn begins_unknown_tables(&self, document: &Document, line: usize) -> bool {
        let is_table = || document.lines().get(line).is_some_and(Line::begins_unknown_table);
        match self.tables {
            Some((first, last)) if first < line && line <= last && is_table() => false,
            Some((_, last)) if self.is_over && document.unknown_table_above(line) == Some(last) => is_table(),
            _ => document.begins_unknown_tables(line),
        }
    }
}

/// Whether a line is a body row of a table of Markdown that is none of known kind.
fn is_row(line: &Line) -> bool {
    line.kind == Kind::Outside && line.after.markdown.is_in_table()
}

impl Document {
    /// The delimiter rows, and the first lines of tables of HTML, above and below some lines at which other statements
    /// may begin, as [`super::Statement::all`] has them, when those lines are others: of the tables that hold the first
    /// or the last of them, are parted from them by nothing but gaps, or have their title or a note there, the one
    /// below itself, which was the beginning before, perhaps, and one that may be another page of one of these. Cost:
    /// those tables.
    pub fn unknown_tables_around(&self, lines: &Range<usize>) -> Vec<usize> {
        if self.lines().summary().unknown_tables == 0 {
            return Vec::new();
        }
        let is_gap =
            |from: usize, to: usize| self.lines().iter_from(from).take(to.saturating_sub(from)).all(Line::is_gap);
        let is_near = |end: usize, from: usize| from <= end + PAGE_REACH || is_gap(end, from);
        let at = |delimiter: usize| Fragment::at(self, delimiter);
        let mut starts = Vec::new();
        // The line before may have been the header of what follows, and be text now.
        let above = self.lines().previous(lines.start.saturating_add(1), &UNKNOWN_TABLE).and_then(at);
        // Where a table begins here, the one above it went on to something else, perhaps.
        let begins = above.as_ref().filter(|above| above.head().contains(&lines.start.saturating_sub(1)));
        let before = begins.and_then(|own| {
            let before = self.lines().previous(own.delimiter, &UNKNOWN_TABLE).and_then(at)?;
            is_near(before.lines.end, own.lines.start).then_some(before.delimiter)
        });
        let is_reached = |above: &&Fragment| is_near(above.lines.end, lines.start.saturating_sub(1));
        let reached = above.as_ref().filter(is_reached).map(|above| above.delimiter);
        let reached = reached.into_iter().chain(before);
        starts.extend(reached.flat_map(|delimiter| [delimiter, self.unknown_table_start(delimiter)]));
        let next = |from: usize| {
            let next = self.lines().next(from, &UNKNOWN_TABLE).and_then(at)?;
            is_near(from, next.lines.start).then_some(next)
        };
        let below = next(lines.end);
        starts.extend(below.iter().flat_map(|below| [below.delimiter, self.unknown_table_start(below.delimiter)]));
        // What the next page has to repeat stands close above a table, with small ones between perhaps, or at its top.
        let last = self.lines().previous(lines.end, &UNKNOWN_TABLE).and_then(at);
        let is_headed = |of: &Fragment| {
            let head = of.head();
            head.start < lines.end.saturating_add(1) && lines.start < head.end.saturating_add(1)
        };
        let closely_below = std::iter::successors(below, |above| next(above.lines.end)).take_while(is_headed);
        for headed in above.into_iter().chain(last).filter(is_headed).chain(closely_below) {
            let page = next(headed.lines.end);
            starts.extend(page.iter().flat_map(|page| [page.delimiter, self.unknown_table_start(page.delimiter)]));
        }
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// The delimiter row of the first of the tables of no known kind that stand above the one at `delimiter` with
    /// nothing but gaps between; of one further up than [`MOST_LINES`] any that is none.
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

    /// The lines of the tables of no known kind from the delimiter row at `delimiter` on that follow each other with
    /// nothing but gaps between. Cost: those tables.
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

    /// The first delimiter row, or first line of HTML, of the tables that hold a line. Cost: those tables.
    pub fn unknown_table_of(&self, line: usize) -> Option<usize> {
        // The header of a table of Markdown stands above its delimiter row, and the last line of a table of HTML may be
        // the one above the next.
        let found = [2, 1].into_iter().filter_map(|by| self.lines().previous(line.saturating_add(by), &UNKNOWN_TABLE));
        let holds = |delimiter: &usize| Fragment::at(self, *delimiter).is_some_and(|own| own.lines.contains(&line));
        found.into_iter().find(holds).map(|delimiter| self.unknown_table_start(delimiter))
    }

    /// Whether a line is the delimiter row of a table of no known kind, or the first of one of HTML, with no other
    /// above it that it may go on from.
    pub fn begins_unknown_tables(&self, line: usize) -> bool {
        self.lines().get(line).is_some_and(Line::begins_unknown_table) && self.joined_above(line).is_none()
    }

    /// The line above which Markdown about a table stands: its header, or the first line of the HTML that it is in, no
    /// more than a few above it. `line` is its delimiter row, or the first of the table of HTML.
    pub fn head_of_table(&self, line: usize) -> Option<usize> {
        const MOST_ABOVE: usize = 100;
        if self.lines().get(line)?.kind != Kind::HtmlTable {
            return line.checked_sub(1);
        }
        let is_html = |line: &usize| self.lines().get(*line).is_some_and(|line| line.after.markdown.is_in_html());
        let above = (line.saturating_sub(MOST_ABOVE)..line).rev().take_while(is_html).count();
        Some(line - above).filter(|_| above < MOST_ABOVE)
    }

    fn unknown_table_above(&self, line: usize) -> Option<usize> {
        self.lines().previous(line, &UNKNOWN_TABLE)
    }

    /// The delimiter row above with nothing but gaps between. Cost: the rows of that table, at most [`MOST_LINES`].
    fn joined_above(&self, delimiter: usize) -> Option<usize> {
        let before = self.unknown_table_above(delimiter)?;
        let next = Fragment::at(self, before)?.next(self)?;
        (next.delimiter == delimiter).then_some(before)
    }
}

const UNKNOWN_TABLE: Search<'static, Line> =
    Search { may_hold: &|tally: &Tally| tally.unknown_tables > 0, is: &|line: &Line| line.begins_unknown_table() };
