//! Tables by classification: income and expenditure by functional codes (功能分类, 类/款/项) or economic ones (经济分类, 类/款).
//!
//! Such a table is known by its header: columns of 科目编码, one of 科目名称, and amounts. What is the part of what follows from the codes
//! and not from the order: 208 is the sum of its 款, 20805 that of its 项. A table whose columns are not all understood is none.

mod code;
mod header;

use std::ops::Range;

use smallvec::SmallVec;

pub use code::{Code, Level};
pub use header::{Column, Header};

use crate::{
    Span,
    amount::{self, MonetaryUnit, Reading},
    document::Document,
    line::{Kind, Line},
    markdown,
    name::{fold, is_blank},
    sequence::Search,
    sum::Sum,
    tally::Tally,
};

/// The most lines of a table that is read; the national classification has fewer codes than that.
pub const MOST_LINES: usize = 2_000;

/// A table by classification, all its fragments together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassifiedTable {
    /// What its columns mean.
    pub header: Header,
    /// Its rows, from top to bottom, empty ones left out.
    pub rows: Vec<ClassifiedRow>,
    /// The monetary unit in which it is printed, where the document says it.
    pub unit: Option<MonetaryUnit>,
    /// Whether rows may be missing at its end: what follows is not understood.
    pub is_cut: bool,
    /// The line behind its last row.
    end: usize,
}

/// What a table of Markdown is, with nothing but gaps between it and the one before.
enum Page {
    /// It has the header of a table by classification.
    Headed(Header),
    /// It has none, and so many rows in front are empty.
    Bare(usize),
}

impl Page {
    fn of(document: &Document, fragment: &Fragment) -> Self {
        let texts = texts(document, fragment.header_and_rows());
        let is_empty = |text: &&String| markdown::cells(text).all(|cell| is_blank(cell.of(text)));
        Header::read(&texts).map_or_else(|| Self::Bare(texts.iter().take_while(is_empty).count()), Self::Headed)
    }
}

/// A row of such a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassifiedRow {
    /// Its line in the document.
    pub line: usize,
    /// What it is.
    pub of: Standing,
    /// The cells of its codes, from class to item; empty spans where nothing is printed.
    pub codes: SmallVec<[Span; 3]>,
    /// The cells of its codes and its name, as far as they print something.
    pub label: Span,
    /// The amounts, one for each of [`Header::amounts`]; only the first where a page has fewer columns than the header, since it is not
    /// known which were left out.
    pub amounts: Cells<Reading>,
    /// Where these stand.
    pub cells: Cells<Span>,
}

/// What a row of such a table is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A class, group or item (类, 款, 项) by its code.
    Coded(Code),
    /// 合计.
    Total,
    /// It has figures, and what they are part of is not printed: a code that is no number, or none.
    Unknown,
}

impl ClassifiedTable {
    /// The tables by classification among those of no known kind that begin with the delimiter row at `line` and follow each other with
    /// nothing but gaps between; none where those are longer than [`MOST_LINES`]. Cost: proportional to those tables.
    pub fn all(document: &Document, line: usize) -> Vec<Self> {
        let mut tables: Vec<Self> = Vec::new();
        let mut next = document.begins_unknown_tables(line).then(|| Fragment::at(document, line)).flatten();
        while let Some(fragment) = next {
            if fragment.lines.end - line > MOST_LINES {
                return Vec::new();
            }
            let last = tables.last_mut().filter(|table| table.end == fragment.behind);
            match (Page::of(document, &fragment), last) {
                (Page::Headed(header), Some(table)) if table.header == header => {
                    table.add(document, &fragment, header.rows)
                }
                (Page::Headed(header), _) => tables.push(Self::begin(document, &fragment, header)),
                (Page::Bare(skipped), Some(table)) if table.has_row(document, &fragment, skipped) => {
                    table.add(document, &fragment, skipped);
                }
                (Page::Bare(_), Some(table)) => table.is_cut = true,
                (Page::Bare(_), None) => {}
            }
            next = fragment.next(document);
        }
        tables
    }

    fn begin(document: &Document, fragment: &Fragment, header: Header) -> Self {
        let metadata = document.lines().get(fragment.delimiter).and_then(|line| line.after.metadata.as_ref());
        let unit = metadata.and_then(|metadata| metadata.unit);
        let rows = header.rows;
        let mut table = Self { header, rows: Vec::new(), unit, is_cut: false, end: fragment.lines.end };
        // The last row of the header may be that of the total too, where what stands over the codes slipped beside it.
        let last = fragment.header_and_rows().take(rows).last();
        let slipped = last.and_then(|line| table.row(line, &document.text().line(line)));
        table.rows.extend(slipped.filter(|row| row.of == Standing::Total && row.amounts.iter().any(is_figure)));
        table.add(document, fragment, rows);
        table
    }

    fn add(&mut self, document: &Document, fragment: &Fragment, skipped: usize) {
        // One walk over the text; a line by itself would be looked for from the root of the rope.
        let texts = document.text().lines_from(fragment.lines.start);
        let lines = fragment.lines.clone().zip(texts).filter(|(line, _)| *line != fragment.delimiter).skip(skipped);
        let rows: Vec<ClassifiedRow> = lines.filter_map(|(line, text)| self.row(line, &text)).collect();
        self.rows.extend(rows);
        self.end = fragment.lines.end;
    }

    /// Whether a page without a header goes on with rows of this table: its first one is one by its codes. It may have fewer cells, since a page
    /// whose last columns are empty is often printed without them.
    fn has_row(&self, document: &Document, fragment: &Fragment, skipped: usize) -> bool {
        let Some(line) = fragment.header_and_rows().nth(skipped) else { return false };
        let text = document.text().line(line);
        let cells = markdown::cells(&text).count();
        let is_wide = (self.header.name + 2..=self.header.columns).contains(&cells);
        is_wide && self.row(line, &text).is_some_and(|row| row.of != Standing::Unknown)
    }

    /// What a figure adds to a sum; void where it is none, or not known.
    pub fn sum(&self, row: usize, column: usize) -> Sum {
        match self.rows.get(row).and_then(|row| row.amounts.get(column)) {
            Some(reading) => Sum::of_in(reading, self.unit),
            None => Sum::one_void(),
        }
    }

    fn row(&self, line: usize, text: &str) -> Option<ClassifiedRow> {
        let spans: SmallVec<[Span; 16]> = markdown::cells(text).collect();
        let cell = |column: usize| spans.get(column).copied().unwrap_or_default();
        let known = if spans.len() < self.header.columns { 1 } else { usize::MAX };
        let columns = || self.header.amounts.iter().map(|amount| amount.column).take(known);
        let codes: SmallVec<[Span; 3]> = self.header.codes.iter().map(|column| cell(*column)).collect();
        let name = cell(self.header.name);
        let labels = || codes.iter().chain([&name]);
        let amounts: Cells<Reading> = columns().map(|column| amount::read(cell(column).of(text))).collect();
        let of = if labels().any(|cell| is_total(cell.of(text))) {
            Standing::Total
        } else if let Some(code) = Code::read(codes.iter().map(|cell| cell.of(text))) {
            Standing::Coded(code)
        } else if amounts.iter().any(|reading| !matches!(reading, Reading::Absent)) {
            Standing::Unknown
        } else {
            return None;
        };
        let label = {
            let mut printed = labels().filter(|cell| !is_blank(cell.of(text)));
            let first = printed.next().copied().unwrap_or_default();
            Span { start: first.start, end: printed.next_back().unwrap_or(&first).end }
        };
        Some(ClassifiedRow { line, of, codes, label, amounts, cells: columns().map(cell).collect() })
    }
}

/// What stands in the columns of amounts of a row.
pub type Cells<T> = SmallVec<[T; 5]>;

fn is_figure(reading: &Reading) -> bool {
    matches!(reading, Reading::Amount(_))
}

fn is_total(cell: &str) -> bool {
    const TOTALS: [&str; 4] = ["合计", "总计", "共计", "支出合计"];
    cell.contains('计') && TOTALS.contains(&&*fold(cell))
}

fn texts(document: &Document, lines: impl Iterator<Item = usize>) -> Vec<String> {
    // A header has a few rows; whoever asks for one asks for no more.
    const MOST_HEADER_ROWS: usize = 8;
    lines.take(MOST_HEADER_ROWS).map(|line| document.text().line(line).into_owned()).collect()
}

/// A table of Markdown that is none of known kind.
struct Fragment {
    /// From the header to the last row.
    lines: Range<usize>,
    delimiter: usize,
    /// The line behind the fragment before it, if nothing but gaps stands between; else its own first.
    behind: usize,
}

impl Fragment {
    fn at(document: &Document, delimiter: usize) -> Option<Self> {
        let rows =
            document.lines().iter_from(delimiter + 1).take(MOST_LINES + 1).take_while(|line| is_row(line)).count();
        let header = delimiter.checked_sub(1)?;
        Some(Self { lines: header..delimiter + 1 + rows, delimiter, behind: header })
    }

    /// The one that follows with nothing but gaps between.
    fn next(&self, document: &Document) -> Option<Self> {
        let end = self.lines.end;
        let gap = document.lines().iter_from(end).take(MOST_LINES).take_while(|line| line.is_gap()).count();
        let delimiter = end + gap + 1;
        let is_delimiter = document.lines().get(delimiter).is_some_and(|line| line.kind == Kind::UnknownDelimiter);
        let next = is_delimiter.then(|| Self::at(document, delimiter)).flatten()?;
        Some(Self { behind: end, ..next })
    }

    fn header_and_rows(&self) -> impl Iterator<Item = usize> + use<> {
        let delimiter = self.delimiter;
        self.lines.clone().filter(move |line| *line != delimiter)
    }
}

/// Whether a line is a body row of a table that is none of known kind.
fn is_row(line: &Line) -> bool {
    line.kind == Kind::Outside && line.after.markdown.is_in_table()
}

impl Document {
    /// The delimiter rows above and below some lines at which other tables of no known kind may begin, as [`ClassifiedTable::all`] has them, when
    /// those lines are others: of the tables that hold the first or the last of them, or are parted from them by nothing but gaps, and the
    /// one below itself, which was the beginning before, perhaps. Cost: those tables.
    pub fn unknown_tables_around(&self, lines: &Range<usize>) -> Vec<usize> {
        if self.lines().summary().unknown_delimiters == 0 {
            return Vec::new();
        }
        let is_gap =
            |from: usize, to: usize| self.lines().iter_from(from).take(to.saturating_sub(from)).all(Line::is_gap);
        let mut starts = Vec::new();
        if let Some(delimiter) = self.lines().previous(lines.start.saturating_add(1), &UNKNOWN_DELIMITER)
            // The line before may have been the header of what follows, and be text now.
            && Fragment::at(self, delimiter).is_some_and(|above| is_gap(above.lines.end, lines.start.saturating_sub(1)))
        {
            starts.push(self.unknown_table_start(delimiter));
        }
        if let Some(delimiter) = self.lines().next(lines.end, &UNKNOWN_DELIMITER)
            && is_gap(lines.end, delimiter.saturating_sub(1))
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
