//! Statements: the tables of a department's budget and final accounts other than that of its projects.
//!
//! Such a table is known by its header: columns of 科目编码, one of 科目名称, and amounts; or by its title, where its lines
//! have no codes. Two may stand side by side. What is the part of what follows from the codes or the numbers of lines,
//! and not from their order. A table whose columns are not all understood is none.

mod above;
mod code;
mod form;
mod goes_on;
mod header;
mod label;
mod page;
mod pages;
mod path;
mod place;
mod reading;
mod rows;
mod run;
mod sheet;
mod short;
mod sums;
mod unit;

use std::sync::Arc;

pub use code::{Code, Level, Levels};
pub use header::{Banner, Column, Half, Header};
pub(crate) use header::{is_title_of_table, without_part};
pub use label::Label;
pub(crate) use label::is_numbered;
pub use path::{Budget, ColumnSum, OfYear, Path};
pub use place::{CellPlace, Form};
pub use rows::{Row, Rows};

use crate::{
    Span,
    amount::{MonetaryUnit, Reading},
    department::year_in,
    document::Document,
    kinds::{Kind, Side, description},
    name::is_blank,
    sum::Sum,
};

use above::{goes_on_below, is_followed_by_rows, note_below, says_other_basis, scope_of};
use page::Page;
use pages::{Joint, says_continued};
use reading::{is_divider, rows_in};
use rows::ReadRow;
use run::Fragment;
pub use run::Joined;
use sheet::{HtmlText, Sheet};
use short::{BarePage, ShortPage};

/// The most lines of a table that is read; the national classification has fewer codes than that.
pub const MOST_LINES: usize = 2_000;

/// The most bytes of HTML that are read for tables that follow each other.
pub const MOST_HTML: usize = 500_000;

/// A statement, all its fragments together. Lines are counted from the first delimiter row of the tables that it stands
/// among, or the first line where that is HTML, so that it is the same wherever those stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it is, by its title.
    pub kind: Option<Arc<Kind>>,
    /// Its title.
    pub title: Option<Title>,
    /// What a note above or below it says, where that is that it is empty.
    pub note: Option<Note>,
    /// What its columns mean.
    pub header: Header,
    /// Its rows.
    pub rows: Rows,
    /// The monetary unit in which it is printed, where the document says it.
    pub unit: Option<MonetaryUnit>,
    /// Whether rows may be missing at its end: what follows is not understood.
    pub is_cut: bool,
    /// Whether rows with nothing but a name stand among those with codes: they may part it into the tables of several
    /// units.
    pub has_dividers: bool,
    /// Whether so few of its amounts end in 0 that those do by chance, and are rounded like the others.
    pub is_rounded: bool,
    /// The weights of indicators, where it is a form that prints them.
    pub weights: Option<Weights>,
    /// Whether it says that it is of a part of the money alone.
    pub scope: Scope,
    /// Whether the note below says that something is compared on another basis than what is printed: 可比口径.
    pub is_on_other_basis: bool,
    /// Its pages with fewer columns, until it is told which.
    short_pages: Vec<ShortPage>,
    /// How many lines below the first delimiter row the line behind its last row stands.
    pub end: usize,
}

/// What stands around a statement.
struct Said {
    kind: Option<Arc<Kind>>,
    title: Option<Title>,
    note: Option<Note>,
}

/// What a statement says of the money that is carried over from the year before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Nothing.
    #[default]
    Unsaid,
    /// That it is of what is appropriated in the year (当年), so that what is carried over may not be in it.
    OfYear,
    /// That it leaves that out: 不含上年结转.
    WithoutCarried,
}

/// The weights of a form's indicators (权重, 分值).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The cell above them.
    pub title: CellPlace,
    /// Each with where it stands, from top to bottom; all of them are amounts.
    pub weights: Vec<(CellPlace, Reading)>,
}

/// The title of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// How many lines below the first delimiter row it stands; negative above.
    pub below: i32,
    /// Where in its line.
    pub span: Span,
    /// What it says.
    pub text: Box<str>,
}

impl Title {
    /// The year that it names.
    pub fn year(&self) -> Option<u16> {
        year_in(&self.text)
    }

    /// Whether it says that its table goes on from the page before: 续表, …（续）.
    pub fn says_continued(&self) -> bool {
        says_continued(&self.text)
    }
}

/// 故本表为空表.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How many lines below the first delimiter row it stands; negative above.
    pub below: i32,
    /// Where in its line.
    pub span: Span,
    /// What it says, folded.
    pub text: Box<str>,
}

/// What a row of a statement is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A class, group or item (类, 款, 项) by its code.
    Coded(Code),
    /// A line with a number.
    Item {
        /// How deep it stands by its number, 0 for 一、.
        rank: u8,
        /// Which of its rank it is, from 1.
        number: u32,
    },
    /// 合计, 总计.
    Total,
    /// 本年收入合计, 本年支出合计.
    Year,
    /// What is carried over from one year to the next, or taken from what was saved: 上年结转, 年末结转和结余, 用事业基金弥补收支差额.
    Carried,
    /// 其中：….
    OfWhich,
    /// Figures without a name, where a statement has only those.
    Figures,
    /// A line of a list.
    Listed {
        /// Whether it has no name of its own, but that of what lines below it belong to: a unit, a category, 小计.
        is_group: bool,
        /// Its number in a column of numbers (序号), from 1; 0 where none is printed.
        number: u32,
        /// Which of the columns that mark how deep a line stands it fills, where the list has such.
        filled: Filled,
    },
    /// It has figures, and what they are part of is not printed: a code that is no number, or none.
    Unknown,
}

/// What a line of a list prints in each of the columns of [`Half::marks`]: nothing, a code of so many digits, or words.
/// Lines that do so alike stand at one level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled(u64);

impl Statement {
    /// One of which nothing is read yet but what stands around it and in its header; `end` is the line behind its
    /// table.
    fn unread(said: Said, header: Header, unit: Option<MonetaryUnit>, end: usize) -> Self {
        let Said { kind, title, note } = said;
        Self {
            kind,
            title,
            note,
            header,
            unit,
            end,
            rows: Rows::default(),
            is_cut: false,
            has_dividers: false,
            is_rounded: false,
            weights: None,
            scope: Scope::default(),
            is_on_other_basis: false,
            short_pages: Vec::new(),
        }
    }

    /// The statements among the tables of no known kind that begin with the delimiter row at `line`, or with HTML
    /// there, and follow each other with nothing but gaps between; none where those are longer than [`MOST_LINES`]
    /// lines or rows, or [`MOST_HTML`]. Cost: proportional to those tables.
    pub fn all(document: &Document, line: usize) -> Vec<Self> {
        Self::all_behind(document, line, &mut Joined::default())
    }

    /// The same where the statements above may have been read before, from the top down.
    pub fn all_behind(document: &Document, line: usize, joined: &mut Joined) -> Vec<Self> {
        let mut statements: Vec<Self> = Vec::new();
        let begins = joined.begins_unknown_tables(document, line);
        let mut next = begins.then(|| Fragment::at(document, line)).flatten();
        let (mut bytes_left, mut rows_left) = (MOST_HTML, MOST_LINES);
        while let Some(fragment) = next {
            let mut is_parted = false;
            if fragment.lines.end - line > MOST_LINES {
                return Vec::new();
            }
            if fragment.is_html {
                let Some(text) = HtmlText::of(document, &fragment.lines, bytes_left) else { return Vec::new() };
                bytes_left = bytes_left.saturating_sub(text.len());
                let Some(left) = rows_left.checked_sub(text.rows()) else { return Vec::new() };
                rows_left = left;
                let mut is_table = false;
                for sheet in text.sheets(&fragment, line) {
                    is_table = true;
                    Self::add_page(&mut statements, document, &sheet);
                }
                if let Some(last) = statements.last_mut().filter(|last| !is_table && Some(last.end) == fragment.behind)
                {
                    last.is_cut = true;
                }
                is_parted = !text.ends_with_table();
            } else {
                Self::add_page(&mut statements, document, &Sheet::piped(document, &fragment, line));
            }
            next = joined
                .next(document, &fragment)
                .map(|next| Fragment { behind: next.behind.filter(|_| !is_parted), ..next });
        }
        for statement in &mut statements {
            statement.unit = unit::of_note(document, statement.end).or(statement.unit);
            statement.note = statement.note.take().or_else(|| note_below(document, statement.end, line));
            statement.scope = scope_of(document, statement.title.as_ref(), statement.end);
            statement.is_cut |= is_followed_by_rows(document, statement.end);
            statement.is_on_other_basis = says_other_basis(document, statement.end);
            // Weights add up on all pages together.
            let says_continued = statement.title.as_ref().is_some_and(Title::says_continued);
            if statement.weights.is_some() && (says_continued || goes_on_below(document, statement.end)) {
                statement.weights = None;
            }
            statement.settle_short_pages();
            statement.is_rounded = statement.are_zeros_chance();
            statement.leave_out_what_stands_beside();
            statement.leave_out_sums_that_rows_do_not_bear_out();
            statement.add_sums_that_rows_bear_out();
            statement.add_changes_that_rows_bear_out();
            statement.end = statement.end.saturating_sub(line);
            statement.rows.shrink();
        }
        statements
    }

    /// Adds a table to the statement that it goes on from, or as one of its own.
    fn add_page(statements: &mut Vec<Self>, document: &Document, sheet: &Sheet<'_>) {
        let last = statements.last_mut().filter(|statement| Some(statement.end) == sheet.behind);
        let is = last.as_ref().and_then(|last| last.kind.as_ref());
        let (page, is_next) = (Page::of(document, sheet, is), sheet.joint == Joint::Page);
        let skipped = match &page {
            Page::Bare(skipped) => Some(*skipped),
            Page::Unread(page) => Some(page.header.rows).filter(|_| is_next),
            Page::Headed(_) | Page::Form(_) => None,
        };
        let bare = last.as_ref().zip(skipped).map(|(last, skipped)| BarePage::of(&last.header, sheet, skipped));
        match (page, last) {
            (Page::Bare(_), Some(statement)) if sheet.joint == Joint::Unsure => statement.is_cut = true,
            (Page::Headed(page), Some(statement)) if statement.goes_on_with(&page, sheet) => {
                statement.add_rows(sheet, page.header.rows, page.header.columns_in(&statement.header).as_deref());
            }
            (Page::Headed(page), _) => {
                let mut statement = *page;
                statement.begin(sheet);
                statements.push(statement);
            }
            // A form that goes on on the next page is not added up: what stands there may belong to what stands here.
            (Page::Form(form), Some(statement)) if statement.form().is_some() && form.goes_on_from(statement) => {
                statement.cut_form(sheet);
            }
            (Page::Form(form), _) => statements.push(*form),
            // A further page without a header.
            (Page::Bare(_) | Page::Unread(_), Some(statement))
                if bare.as_ref().is_some_and(|bare| statement.goes_on_bare(bare)) =>
            {
                bare.iter().for_each(|bare| statement.add_bare(bare));
            }
            (Page::Bare(_), Some(statement)) => statement.is_cut = true,
            (Page::Bare(_), None) => {}
            (Page::Unread(page), last) => {
                // What goes on in a table that is not understood is missing from it.
                if let Some(last) = last.filter(|_| page.title.as_ref().is_some_and(Title::says_continued)) {
                    last.is_cut = true;
                }
                statements.push(*page);
            }
        }
    }

    /// Whether nothing but its title and its columns is understood.
    pub fn is_unread(&self) -> bool {
        self.header.halves.is_empty() && self.form().is_none()
    }

    /// How the form is described that it is, if it is one.
    pub fn form(&self) -> Option<&description::Form> {
        self.kind.as_ref()?.description.form.as_ref()
    }

    /// Whether a form is the next page of another one: it has no title of its own, or only that, where the other prints
    /// weights.
    fn goes_on_from(&self, above: &Self) -> bool {
        let bare = |of: &Self| of.title.as_ref().map(|title| pages::bare(&title.text));
        self.title.is_none() || (self.weights.is_none() && above.weights.is_some() && bare(self) == bare(above))
    }

    fn cut_form(&mut self, sheet: &Sheet<'_>) {
        self.rows = Rows::default();
        self.header.halves.clear();
        (self.weights, self.is_cut, self.end) = (None, true, sheet.fragment.lines.end);
    }

    fn begin(&mut self, sheet: &Sheet<'_>) {
        // The last row of the header may be that of the total too, where what stands over the codes slipped beside it.
        let is_total = |row: &ReadRow<'_>| row.of == Standing::Total && row.amounts.iter().any(is_figure);
        let Self { header, rows, .. } = &mut *self;
        let last = header.rows.saturating_sub(1);
        sheet.each_row(last, 1, |cells| {
            rows_in(header, cells, rows).into_iter().filter(is_total).for_each(|row| rows.push(row));
        });
        self.add(sheet, self.header.rows);
    }

    /// Adds a page without a header.
    fn add_bare(&mut self, page: &BarePage<'_>) {
        let first = self.rows.len();
        self.add_rows(page.sheet, page.skipped, page.columns.as_deref());
        if let Some(columns) = &page.columns {
            self.keep_short_page(first..self.rows.len(), columns);
        }
    }

    fn add(&mut self, sheet: &Sheet<'_>, skipped: usize) {
        self.add_rows(sheet, skipped, None);
    }

    /// Adds rows of a page, in all columns or in some.
    fn add_rows(&mut self, sheet: &Sheet<'_>, skipped: usize, columns: Option<&[Option<usize>]>) {
        let Self { header, rows, has_dividers, .. } = &mut *self;
        let (mut is_blank_column_printed, mut are_rows_merged) = (false, false);
        sheet.each_row_in(columns, header.columns, (skipped, usize::MAX), |cells| {
            let codes = header.halves.iter().flat_map(|half| &half.codes);
            are_rows_merged |= codes.into_iter().any(|column| parts_rows(cells.get(*column).text));
            *has_dividers |= header.halves.iter().any(|half| is_divider(half, cells));
            is_blank_column_printed |= header.blank.iter().any(|column| !is_blank(cells.get(*column).text));
            rows_in(header, cells, rows).into_iter().for_each(|row| rows.push(row));
        });
        if is_blank_column_printed {
            // What a column means that has no title is not known, and so is what the others are.
            self.header.halves.clear();
            (self.rows, self.is_cut) = (Rows::default(), true);
        }
        self.is_cut |= are_rows_merged;
        self.end = sheet.fragment.lines.end;
    }

    /// Whether at most a quarter of the amounts end in 0; of rounded ones a tenth do.
    fn are_zeros_chance(&self) -> bool {
        const MOST_OF: usize = 4;
        let amounts = self.rows.iter().flat_map(|row| row.amounts()).filter_map(|reading| reading.amount());
        let (mut count, mut zeros) = (0, 0);
        for amount in amounts.filter(|amount| amount.scaled() != 0) {
            count += 1;
            zeros += usize::from(amount.last_digit_zero());
        }
        zeros * MOST_OF <= count
    }

    /// The half that a row stands in.
    pub fn half(&self, row: usize) -> Option<&Half> {
        self.header.halves.get(self.rows.get(row)?.half())
    }

    /// Which side of the budget a half is.
    pub fn side(&self, half: &Half) -> Option<Side> {
        half.side.or_else(|| self.kind.as_ref()?.description.side)
    }

    /// What a figure adds to a sum; void where it is none, or not known.
    pub fn sum(&self, row: usize, column: usize) -> Sum {
        match self.rows.get(row).and_then(|row| row.amounts().get(column)) {
            Some(reading) if self.is_rounded => Sum::of_in(reading, self.unit).rounded(),
            Some(reading) => Sum::of_in(reading, self.unit),
            None => Sum::one_void(),
        }
    }
}

/// Whether a cell of codes holds those of several rows, which a converter made one of: 2010602<br>208.
fn parts_rows(cell: &str) -> bool {
    cell.split_once("<br").is_some_and(|(before, behind)| {
        let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
        has_digit(before) && has_digit(behind)
    })
}

fn below(line: usize, start: usize) -> i32 {
    let distance = i32::try_from(line.abs_diff(start)).unwrap_or(i32::MAX);
    if line < start { -distance } else { distance }
}

fn is_figure(reading: &Reading) -> bool {
    matches!(reading, Reading::Amount(_))
}
