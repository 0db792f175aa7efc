//! The rows of a table as they are read, be they written in Markdown or in HTML: what each cell says, and where it
//! stands.

use std::{borrow::Cow, cell::OnceCell, ops::Range};

use smallvec::SmallVec;

use super::{
    below,
    pages::Joint,
    place::{CellPlace, Form},
    run::Fragment,
};
use crate::{
    Span,
    amount::{self, Invalid, Reading},
    document::Document,
    html_table::{self, GridCell, HtmlTable, WrittenCell},
    markdown,
    name::{fold, is_blank},
};

/// A header has a few rows, and a title in front of it; whoever asks for one asks for no more.
const MOST_HEADER_ROWS: usize = 14;

/// A table.
pub(super) struct Sheet<'t> {
    pub(super) fragment: &'t Fragment,
    /// The line that lines are counted from.
    pub(super) start: usize,
    /// The line behind the table before it, if it may go on from that one.
    pub(super) behind: Option<usize>,
    /// How it stands to that one.
    pub(super) joint: Joint,
    /// Whether what stands above the fragment stands above the table.
    pub(super) is_first: bool,
    of: Of<'t>,
}

enum Of<'t> {
    Piped { document: &'t Document, head: Vec<Cow<'t, str>> },
    Html { table: &'t HtmlTable, texts: Vec<Cow<'t, str>>, places: Vec<CellPlace> },
}

/// The rows that a table begins with. Each is read when it is asked for, since most tables begin with one or two that
/// say something.
pub(super) struct Head<'s> {
    sheet: &'s Sheet<'s>,
    rows: [OnceCell<Vec<HeadCell<'s>>>; MOST_HEADER_ROWS],
    /// Whether cells are written with what they cover.
    pub(super) is_covered: bool,
}

/// A cell of a row that may be one of a header.
pub(super) struct HeadCell<'s> {
    pub(super) text: Cow<'s, str>,
    /// The same as names are compared.
    pub(super) folded: Cow<'s, str>,
    pub(super) says: Says,
}

/// What a cell of a header says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Nothing.
    Nothing,
    /// An amount.
    Figure,
    /// Something close to one.
    Other,
    /// What can only have been meant as one: 32.5O.
    Misprint,
    /// Something else.
    Title,
}

impl<'s> HeadCell<'s> {
    fn read(text: &'s str) -> Self {
        let folded = fold(text);
        // An amount has a digit, of any width.
        let has_digit = folded.bytes().any(|byte| byte.is_ascii_digit());
        let says = if is_blank(text) {
            Says::Nothing
        } else if !has_digit {
            Says::Title
        } else {
            match amount::read(text) {
                Reading::Amount(_) => Says::Figure,
                Reading::Invalid(Invalid { reading: Some(_), .. }) => Says::Misprint,
                Reading::Invalid(_) => Says::Title,
                Reading::Nil | Reading::Absent | Reading::Misgrouped(_) => Says::Other,
            }
        };
        Self { text: Cow::Borrowed(text), folded, says }
    }

    /// Of Markdown, what a reader sees: 2026<br>年预算数 is in one line, and 栏&nbsp;次 has blanks.
    fn read_piped(text: &'s str) -> Self {
        match html_table::shown(text) {
            Cow::Borrowed(text) => Self::read(text),
            Cow::Owned(text) => {
                let HeadCell { folded, says, .. } = HeadCell::read(&text);
                let folded = Cow::Owned(folded.into_owned());
                Self { text: Cow::Owned(text), folded, says }
            }
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.says == Says::Nothing
    }
}

impl<'s> Head<'s> {
    /// What the cells of a row say; `None` behind the last row, or far below the first one.
    pub(super) fn row(&self, number: usize) -> Option<&[HeadCell<'s>]> {
        let row = self.rows.get(number)?;
        if row.get().is_none() {
            let read = self.sheet.head_row(number, |cell| cell.is_origin)?;
            return Some(row.get_or_init(|| read));
        }
        row.get().map(Vec::as_slice)
    }

    /// The rows from one on.
    pub(super) fn rows_from(&self, first: usize) -> impl Iterator<Item = &[HeadCell<'s>]> {
        (first..).map_while(|number| self.row(number))
    }

    /// The same row with the text of a cell at all places that it covers.
    pub(super) fn covered_row(&self, number: usize) -> Option<Vec<HeadCell<'s>>> {
        self.sheet.head_row(number, |_| true)
    }
}

/// A cell of a row.
#[derive(Clone, Copy)]
pub(super) struct Cell<'r> {
    pub(super) text: &'r str,
    pub(super) place: CellPlace,
}

impl<'r> Cell<'r> {
    /// A part of its text, where it stands.
    pub(super) fn part(self, range: Range<usize>) -> Self {
        let place = if self.place.is_replaceable() {
            let start = self.place.span.start as usize;
            CellPlace { span: Span::new(start + range.start, start + range.end), ..self.place }
        } else {
            self.place
        };
        Self { text: self.text.get(range).unwrap_or_default(), place }
    }
}

/// A row.
#[derive(Clone, Copy)]
pub(super) struct Cells<'r> {
    cells: &'r [Cell<'r>],
    /// Where the row stands.
    pub(super) place: CellPlace,
}

impl<'r> Cells<'r> {
    /// How many there are.
    pub(super) fn count(self) -> usize {
        self.cells.len()
    }

    /// The one in a column; empty where it is missing.
    pub(super) fn get(self, column: usize) -> Cell<'r> {
        self.cells.get(column).copied().unwrap_or(Cell { text: "", place: self.place })
    }
}

impl<'t> Sheet<'t> {
    pub(super) fn piped(document: &'t Document, fragment: &'t Fragment, start: usize) -> Self {
        let lines = fragment.lines.clone().zip(document.text().lines_from(fragment.lines.start));
        let rows = lines.filter(|(line, _)| *line != fragment.delimiter);
        let head = rows.take(MOST_HEADER_ROWS).map(|(_, text)| text).collect();
        Self {
            fragment,
            start,
            behind: fragment.behind,
            joint: fragment.joint,
            is_first: true,
            of: Of::Piped { document, head },
        }
    }

    /// What the first rows say.
    pub(super) fn head(&self) -> Head<'_> {
        let is_wide = |cell: &WrittenCell| cell.row < MOST_HEADER_ROWS && (cell.columns > 1 || cell.rows > 1);
        let is_covered = match &self.of {
            Of::Piped { .. } => false,
            Of::Html { table, .. } => table.cells().iter().any(is_wide),
        };
        Head { sheet: self, rows: Default::default(), is_covered }
    }

    /// The cells of a row, those of HTML with their text where it is to be `printed`.
    fn head_row(&self, number: usize, is_printed: impl Fn(&GridCell) -> bool) -> Option<Vec<HeadCell<'_>>> {
        Some(match &self.of {
            Of::Piped { head, .. } => {
                let text = head.get(number)?;
                markdown::cells(text).map(|cell| HeadCell::read_piped(cell.of(text))).collect()
            }
            Of::Html { table, texts, .. } => {
                let text = |cell: &GridCell| cell.of.filter(|_| is_printed(cell)).and_then(|of| texts.get(of));
                let row = table.rows.get(number).filter(|_| number < MOST_HEADER_ROWS)?;
                row.iter().map(|cell| HeadCell::read(text(cell).map_or("", |text| &**text))).collect()
            }
        })
    }

    /// Where a cell of the first rows stands.
    pub(super) fn place(&self, row: usize, column: usize) -> Option<CellPlace> {
        let mut place = None;
        self.each_row(row, 1, |cells| place = Some(cells.get(column).place));
        place
    }

    /// Reads so many rows behind those that are skipped, each cell in a column of its own where the sheet has only some
    /// of so many.
    pub(super) fn each_row_in(
        &self,
        columns: Option<&[Option<usize>]>,
        count: usize,
        (skipped, rows): (usize, usize),
        mut read: impl FnMut(Cells<'_>),
    ) {
        let Some(columns) = columns else { return self.each_row(skipped, rows, read) };
        self.each_row(skipped, rows, |cells| {
            let mut spread: SmallVec<[Cell<'_>; 16]> =
                SmallVec::from_elem(Cell { text: "", place: cells.place }, count);
            for (cell, column) in cells.cells.iter().zip(columns) {
                if let Some(slot) = column.and_then(|column| spread.get_mut(column)) {
                    *slot = *cell;
                }
            }
            read(Cells { cells: &spread, place: cells.place });
        });
    }

    /// Reads some rows one after the other. Cost: these, and the ones skipped.
    pub(super) fn each_row(&self, skipped: usize, count: usize, mut read: impl FnMut(Cells<'_>)) {
        match &self.of {
            Of::Piped { document, .. } => {
                let lines = &self.fragment.lines;
                // One walk over the text; a line by itself would be looked for from the root of the rope.
                let texts = document.text().lines_from(lines.start);
                let rows = lines.clone().zip(texts).filter(|(line, _)| *line != self.fragment.delimiter);
                for (line, text) in rows.skip(skipped).take(count) {
                    let below = below(line, self.start);
                    let cell =
                        |span: Span| Cell { text: span.of(&text), place: CellPlace { below, span, form: Form::Piped } };
                    let cells: SmallVec<[Cell<'_>; 16]> = markdown::cells(&text).map(cell).collect();
                    read(Cells { cells: &cells, place: missing(below, 0) });
                }
            }
            Of::Html { table, texts, places } => {
                for row in table.rows.iter().skip(skipped).take(count) {
                    let place = |of: usize| places.get(of).copied().unwrap_or_default();
                    let own = row.iter().find(|cell| cell.is_origin).or(row.first()).and_then(|cell| cell.of);
                    let first = own.map(place).unwrap_or_default();
                    let first = missing(first.below, first.span.start);
                    let is_written = |cell: &GridCell| cell.of.is_some();
                    let count = row.iter().rposition(is_written).map_or(0, |last| last + 1);
                    let cell = |cell: &GridCell| match cell.of {
                        Some(of) if cell.is_origin => {
                            Cell { text: texts.get(of).map_or("", |text| &**text), place: place(of) }
                        }
                        Some(_) | None => Cell { text: "", place: first },
                    };
                    let cells: SmallVec<[Cell<'_>; 16]> = row.iter().take(count).map(cell).collect();
                    read(Cells { cells: &cells, place: first });
                }
            }
        }
    }
}

/// Where a cell would stand that is not there.
fn missing(below: i32, at: u32) -> CellPlace {
    CellPlace { below, span: Span { start: at, end: at }, form: Form::Indirect }
}

/// The text of tables of HTML, and where its lines begin.
pub(super) struct HtmlText {
    text: String,
    starts: Vec<usize>,
    tables: Vec<HtmlTable>,
}

impl HtmlText {
    /// The text of a fragment; `None` where it is longer than `most` bytes. Cost: that text.
    pub(super) fn of(document: &Document, lines: &Range<usize>, most: usize) -> Option<Self> {
        let bytes = document.text().line_start(lines.end).saturating_sub(document.text().line_start(lines.start));
        if bytes > most {
            return None;
        }
        let (mut text, mut starts) = (String::with_capacity(bytes), Vec::with_capacity(lines.len()));
        for line in document.text().lines_from(lines.start).take(lines.len()) {
            starts.push(text.len());
            text.push_str(&line);
            text.push('\n');
        }
        let tables = html_table::tables(&text);
        Some(Self { text, starts, tables })
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// How many rows its tables have.
    pub(super) fn rows(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }

    /// Whether nothing but tags stands behind the last table.
    pub(super) fn ends_with_table(&self) -> bool {
        self.is_blank(self.tables.last().map_or(0, |last| last.range.end)..self.text.len())
    }

    fn is_blank(&self, range: Range<usize>) -> bool {
        is_blank(&html_table::shown(self.text.get(range).unwrap_or_default()))
    }

    /// The tables of a fragment, from first to last. Cost: their cells.
    pub(super) fn sheets<'t>(&'t self, fragment: &'t Fragment, start: usize) -> impl Iterator<Item = Sheet<'t>> {
        self.tables.iter().enumerate().map(move |(number, table)| {
            let above = number.checked_sub(1).and_then(|above| self.tables.get(above));
            let is_next = self.is_blank(above.map_or(0, |above| above.range.end)..table.range.start);
            let behind = above.map_or(fragment.behind, |_| Some(fragment.lines.end)).filter(|_| is_next);
            let texts = table.cells().iter().map(|cell| table.text(cell, &self.text)).collect();
            let places =
                table.cells().iter().map(|cell| self.place(&cell.content, fragment.delimiter, start)).collect();
            Sheet {
                fragment,
                start,
                behind,
                joint: above.map_or(fragment.joint, |_| Joint::Gap),
                is_first: number == 0,
                of: Of::Html { table, texts, places },
            }
        })
    }

    fn place(&self, content: &Range<usize>, first: usize, start: usize) -> CellPlace {
        let line = self.starts.partition_point(|start| *start <= content.start).saturating_sub(1);
        let line_start = self.starts.get(line).copied().unwrap_or_default();
        let text = self.text.get(content.clone()).unwrap_or_default();
        let length = text.find('\n').unwrap_or(text.len());
        let is_direct = length == text.len() && !text.contains(['<', '&']);
        let from = content.start - line_start;
        CellPlace {
            below: below(first + line, start),
            span: Span::new(from, from + length),
            form: if is_direct { Form::Tagged } else { Form::Indirect },
        }
    }
}
