//! Statements: the tables of a department's budget and final accounts other than that of its projects.
//!
//! Such a table is known by its header: columns of 科目编码, one of 科目名称, and amounts; or by its title, where its lines have no codes. Two
//! may stand side by side. What is the part of what follows from the codes or the numbers of lines, and not from their order. A table whose
//! columns are not all understood is none.

mod code;
mod header;
mod label;
mod path;
mod run;

use std::sync::Arc;

use smallvec::SmallVec;

pub use code::{Code, Level};
pub use header::{Banner, Column, Half, Header};
pub use label::Label;
pub(crate) use label::is_numbered;
pub use path::{ColumnSum, Path};

use crate::{
    Span,
    amount::{self, MonetaryUnit, Reading},
    department::year_in,
    document::Document,
    kinds::{Kind, Rows, Side},
    markdown,
    name::{fold, is_blank, trim},
    sum::Sum,
};

use header::{banner, is_title_of_table};
use run::{Fragment, NOTE_REACH, TITLE_REACH};

/// The most lines of a table that is read; the national classification has fewer codes than that.
pub const MOST_LINES: usize = 2_000;

/// A statement, all its fragments together. Lines are counted from the first delimiter row of the tables that it stands among, so that
/// it is the same wherever those stand.
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
    /// Its rows, from top to bottom, in each line those of the left half first; empty ones left out.
    pub rows: Vec<Row>,
    /// The monetary unit in which it is printed, where the document says it.
    pub unit: Option<MonetaryUnit>,
    /// Whether rows may be missing at its end: what follows is not understood.
    pub is_cut: bool,
    /// How many lines below the first delimiter row the line behind its last row stands.
    pub end: usize,
}

/// The title of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// How many lines below the first delimiter row it stands; negative above.
    pub below: isize,
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
}

/// 故本表为空表.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How many lines below the first delimiter row it stands; negative above.
    pub below: isize,
    /// Where in its line.
    pub span: Span,
    /// What it says, folded.
    pub text: Box<str>,
}

/// A row of one half of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// How many lines below the first delimiter row it stands; negative in the header of a page without one.
    pub below: isize,
    /// Its half, among those of the header.
    pub half: usize,
    /// What it is.
    pub of: Standing,
    /// The cells of its codes, from class to item; empty spans where nothing is printed.
    pub codes: SmallVec<[Span; 3]>,
    /// The cells of its codes and its name, as far as they print something.
    pub label: Span,
    /// Its name, folded.
    pub name: Box<str>,
    /// The amounts, one for each column of amounts of its half; only the first where a page has fewer columns than the header, since it is
    /// not known which were left out.
    pub amounts: Cells<Reading>,
    /// Where these stand.
    pub cells: Cells<Span>,
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
    /// What is carried over from one year to the next: 上年结转, 年末结转和结余, 结余分配.
    Carried,
    /// 其中：….
    OfWhich,
    /// Figures without a name, where a statement has only those.
    Figures,
    /// It has figures, and what they are part of is not printed: a code that is no number, or none.
    Unknown,
}

/// What stands in the columns of amounts of a row.
pub type Cells<T> = SmallVec<[T; 5]>;

/// What a table of Markdown is, with nothing but gaps between it and the one before.
enum Page {
    /// It has the header of a statement.
    Headed(Box<Statement>),
    /// It has none, and so many rows in front are empty.
    Bare(usize),
}

impl Statement {
    /// The statements among the tables of no known kind that begin with the delimiter row at `line` and follow each other with nothing but gaps
    /// between; none where those are longer than [`MOST_LINES`]. Cost: proportional to those tables.
    pub fn all(document: &Document, line: usize) -> Vec<Self> {
        let mut statements: Vec<Self> = Vec::new();
        let mut next = document.begins_unknown_tables(line).then(|| Fragment::at(document, line)).flatten();
        while let Some(fragment) = next {
            if fragment.lines.end - line > MOST_LINES {
                return Vec::new();
            }
            let last = statements.last_mut().filter(|statement| statement.end == fragment.behind);
            let is = last.as_ref().and_then(|last| last.kind.as_ref());
            match (Page::of(document, &fragment, line, is), last) {
                (Page::Headed(page), Some(statement)) if statement.header == page.header && page.title.is_none() => {
                    statement.add(document, &fragment, line, page.header.rows);
                }
                (Page::Headed(page), _) => {
                    let mut statement = *page;
                    statement.begin(document, &fragment, line);
                    statements.push(statement);
                }
                (Page::Bare(skipped), Some(statement)) if statement.has_row(document, &fragment, skipped) => {
                    statement.add(document, &fragment, line, skipped);
                }
                (Page::Bare(_), Some(statement)) => statement.is_cut = true,
                (Page::Bare(_), None) => {}
            }
            next = fragment.next(document);
        }
        for statement in &mut statements {
            statement.note = statement.note.take().or_else(|| note_below(document, statement.end, line));
            statement.end = statement.end.saturating_sub(line);
        }
        statements
    }

    fn begin(&mut self, document: &Document, fragment: &Fragment, start: usize) {
        // The last row of the header may be that of the total too, where what stands over the codes slipped beside it.
        let last = fragment.header_and_rows().take(self.header.rows).last();
        let slipped = last.map(|line| self.rows_in(below(line, start), &document.text().line(line)));
        let is_total = |row: &Row| row.of == Standing::Total && row.amounts.iter().any(is_figure);
        self.rows.extend(slipped.unwrap_or_default().into_iter().filter(is_total));
        self.add(document, fragment, start, self.header.rows);
    }

    fn add(&mut self, document: &Document, fragment: &Fragment, start: usize, skipped: usize) {
        // One walk over the text; a line by itself would be looked for from the root of the rope.
        let texts = document.text().lines_from(fragment.lines.start);
        let lines = fragment.lines.clone().zip(texts).filter(|(line, _)| *line != fragment.delimiter).skip(skipped);
        for (line, text) in lines {
            let rows = self.rows_in(below(line, start), &text);
            self.rows.extend(rows);
        }
        self.end = fragment.lines.end;
    }

    /// Whether a page without a header goes on with rows of this table: its first one is understood. It may have fewer cells where the table is
    /// one by codes, since a page whose last columns are empty is often printed without them.
    fn has_row(&self, document: &Document, fragment: &Fragment, skipped: usize) -> bool {
        let Some(line) = fragment.header_and_rows().nth(skipped) else { return false };
        let text = document.text().line(line);
        let cells = markdown::cells(&text).count();
        let fewest = match &*self.header.halves {
            [Half { name: Some(name), codes, .. }] if !codes.is_empty() => name + 2,
            _ => self.header.columns,
        };
        let is_wide = (fewest..=self.header.columns).contains(&cells);
        let rows = self.rows_in(0, &text);
        is_wide && !rows.is_empty() && rows.iter().all(|row| row.of != Standing::Unknown)
    }

    /// The half that a row stands in.
    pub fn half(&self, row: usize) -> Option<&Half> {
        self.header.halves.get(self.rows.get(row)?.half)
    }

    /// Which side of the budget a half is.
    pub fn side(&self, half: &Half) -> Option<Side> {
        half.side.or_else(|| self.kind.as_ref()?.description.side)
    }

    /// What a figure adds to a sum; void where it is none, or not known.
    pub fn sum(&self, row: usize, column: usize) -> Sum {
        match self.rows.get(row).and_then(|row| row.amounts.get(column)) {
            Some(reading) => Sum::of_in(reading, self.unit),
            None => Sum::one_void(),
        }
    }

    fn rows_in(&self, below: isize, text: &str) -> Vec<Row> {
        let spans: SmallVec<[Span; 16]> = markdown::cells(text).collect();
        let halves = self.header.halves.iter().enumerate();
        halves.filter_map(|(number, half)| self.row_in(below, text, &spans, number, half)).collect()
    }

    fn row_in(&self, below: isize, text: &str, spans: &[Span], number: usize, half: &Half) -> Option<Row> {
        let cell = |column: usize| spans.get(column).copied().unwrap_or_default();
        let known = if spans.len() < self.header.columns { 1 } else { usize::MAX };
        let columns = || half.amounts.iter().map(|amount| amount.column).take(known);
        let codes: SmallVec<[Span; 3]> = half.codes.iter().map(|column| cell(*column)).collect();
        let name = half.name.map(cell);
        let labels = || codes.iter().copied().chain(name).filter(|cell| !is_blank(cell.of(text)));
        let amounts: Cells<Reading> = columns().map(|column| amount::read(cell(column).of(text))).collect();
        let has_figures = amounts.iter().any(|reading| !matches!(reading, Reading::Absent));
        let folded = name.map(|name| fold(name.of(text)));
        let (of, name) = if half.codes.is_empty() {
            let label = name.map(|name| Label::read(name.of(text)));
            (standing(label.as_ref(), has_figures)?, label.map(|label| label.name).unwrap_or_default())
        } else {
            let of = if labels().any(|cell| is_total(cell.of(text))) {
                Standing::Total
            } else if let Some(code) = Code::read(codes.iter().map(|cell| cell.of(text))) {
                Standing::Coded(code)
            } else if labels().next().is_some_and(|cell| fold(cell.of(text)).ends_with("合计")) {
                Standing::Total
            } else if has_figures {
                Standing::Unknown
            } else {
                return None;
            };
            let own = labels().next_back().filter(|_| of == Standing::Total).map(|cell| fold(cell.of(text)));
            (of, own.or(folded).unwrap_or_default().into())
        };
        let label = {
            let mut printed = labels();
            let first = printed.next().unwrap_or_default();
            Span { start: first.start, end: printed.next_back().unwrap_or(first).end }
        };
        Some(Row { below, half: number, of, codes, label, name, amounts, cells: columns().map(cell).collect() })
    }
}

/// What a line without a code is, by its name.
fn standing(label: Option<&Label>, has_figures: bool) -> Option<Standing> {
    let Some(label) = label else { return has_figures.then_some(Standing::Figures) };
    let name = &*label.name;
    let is_carried = name.contains("结转") || name.contains("结余");
    Some(if label.is_of_which {
        Standing::OfWhich
    } else if let Some(rank) = label.rank.filter(|_| !is_carried) {
        Standing::Item { rank, number: label.number }
    } else if is_carried {
        Standing::Carried
    } else if matches!(name, "合计" | "总计" | "共计" | "收入总计" | "支出总计" | "收入合计" | "支出合计")
    {
        Standing::Total
    } else if name.starts_with("本年") && (name.ends_with("合计") || matches!(name, "本年收入" | "本年支出"))
    {
        Standing::Year
    } else if has_figures {
        Standing::Unknown
    } else {
        return None;
    })
}

impl Page {
    fn of(document: &Document, fragment: &Fragment, start: usize, before: Option<&Arc<Kind>>) -> Self {
        let texts = texts(document, fragment.header_and_rows());
        let rows: Vec<Vec<&str>> = texts.iter().map(|text| cells(text)).collect();
        let (skipped, banner) = banner(&rows);
        let above = Above::of(document, fragment.lines.start, start);
        let inside = banner.title.and_then(|(row, column)| {
            let (line, text) = (fragment.header_and_rows().nth(row)?, texts.get(row)?);
            let span = markdown::cells(text).nth(column)?;
            Some(Title { below: below(line, start), span, text: span.of(text).into() })
        });
        let title = inside.or(above.title);
        let kind = title.as_ref().and_then(|title| document.vocabulary().kinds().by_title(&title.text));
        let is = kind.or(before).map(|kind| kind.description.rows);
        let unit = banner.metadata.unit;
        let Some(header) = Header::read(&rows, (skipped, banner), is.filter(|is| *is != Rows::Codes)) else {
            let is_empty = |row: &&Vec<&str>| row.iter().all(|cell| is_blank(cell));
            return Self::Bare(rows.iter().take_while(is_empty).count());
        };
        let metadata = document.lines().get(fragment.delimiter).and_then(|line| line.after.metadata.as_ref());
        let unit = unit.or_else(|| metadata.and_then(|metadata| metadata.unit));
        let (kind, note) = (kind.cloned(), above.note);
        Self::Headed(Box::new(Statement {
            kind,
            title,
            note,
            header,
            rows: Vec::new(),
            unit,
            is_cut: false,
            end: fragment.lines.end,
        }))
    }
}

/// What stands above a table and is about it.
#[derive(Default)]
struct Above {
    title: Option<Title>,
    note: Option<Note>,
}

impl Above {
    fn of(document: &Document, header: usize, start: usize) -> Self {
        let mut above = Self::default();
        for line in (header.saturating_sub(TITLE_REACH)..header).rev() {
            let Some(of) = document.lines().get(line).filter(|of| !of.after.markdown.is_in_table()) else { break };
            if of.is_gap() || of.kind == crate::line::Kind::Metadata {
                continue;
            }
            let text = document.text().line(line);
            if is_title_of_table(&text) {
                let span = printed(&text);
                above.title = Some(Title { below: below(line, start), span, text: span.of(&text).into() });
                break;
            }
            match note(&text, below(line, start)) {
                Some(note) => above.note = Some(note),
                None if is_form_number(&text) => {}
                None => break,
            }
        }
        above
    }
}

/// 公开01表, 附表1: what stands beside a title and is none.
fn is_form_number(text: &str) -> bool {
    const LONGEST: usize = 30;
    text.len() <= LONGEST && text.contains('表') && text.contains(|character: char| character.is_ascii_digit())
}

/// What the first line of text below a statement says, where that is that it is empty.
fn note_below(document: &Document, end: usize, start: usize) -> Option<Note> {
    let lines = document.lines().iter_from(end).take(NOTE_REACH).enumerate();
    let (at, _) = lines.into_iter().find(|(_, line)| !line.is_gap())?;
    let line = end + at;
    let is_text = document.lines().get(line).is_some_and(|line| !line.after.markdown.is_in_table());
    note(&document.text().line(line), below(line, start)).filter(|_| is_text)
}

fn note(text: &str, below: isize) -> Option<Note> {
    const LONGEST: usize = 600;
    let says_empty = ["为空表", "是空表", "无数据", "表为空", "空表列示"].iter().any(|words| text.contains(words));
    (says_empty && text.len() <= LONGEST).then(|| Note { below, span: printed(text), text: fold(text).into() })
}

/// Where in a line something is printed.
fn printed(text: &str) -> Span {
    let inner = trim(text.trim_start_matches(['#', ' ', '>']));
    let start = text.find(inner).unwrap_or_default();
    Span::new(start, start + inner.len())
}

fn below(line: usize, start: usize) -> isize {
    isize::try_from(line).unwrap_or(isize::MAX).saturating_sub(isize::try_from(start).unwrap_or(isize::MAX))
}

fn is_figure(reading: &Reading) -> bool {
    matches!(reading, Reading::Amount(_))
}

fn is_total(cell: &str) -> bool {
    const TOTALS: [&str; 4] = ["合计", "总计", "共计", "支出合计"];
    cell.contains('计') && TOTALS.contains(&&*fold(cell))
}

fn cells(text: &str) -> Vec<&str> {
    markdown::cells(text).map(|cell| cell.of(text)).collect()
}

fn texts(document: &Document, lines: impl Iterator<Item = usize>) -> Vec<String> {
    // A header has a few rows, and a title in front of it; whoever asks for one asks for no more.
    const MOST_HEADER_ROWS: usize = 14;
    lines.take(MOST_HEADER_ROWS).map(|line| document.text().line(line).into_owned()).collect()
}
