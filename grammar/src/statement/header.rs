//! What the columns of a statement mean, from the texts above them.

mod columns;
mod table;

use super::{
    above::is_form_number,
    label::is_numbered,
    path::{ColumnSum, OfYear, Path, SUMS, is_measure, paths},
    sheet::{Head, HeadCell, Says},
};
use crate::{
    department::year_in,
    kinds::{Rows, Side},
    metadata::Metadata,
    name::{fold, trim},
    numbering::numbers_columns,
};

use table::Table;

/// The header of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// How many rows it has, the one above the delimiter row included, and those of a title inside the table.
    pub rows: usize,
    /// How many columns it has.
    pub columns: usize,
    /// The tables that stand side by side in it: one, or income and spending.
    pub halves: Vec<Half>,
    /// The columns in which nothing stands in the first rows, and nothing may anywhere.
    pub blank: Vec<usize>,
    /// The title that stands in it, with its row and column, and the monetary unit.
    pub banner: Banner,
}

/// What stands in the first rows of a table and is no header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Banner {
    /// The row and the column of a title.
    pub title: Option<(usize, usize)>,
    /// 部门名称 and 单位.
    pub metadata: Metadata,
}

/// One of the tables that stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Half {
    /// Its columns, from its first to the one behind its last.
    pub columns: std::ops::Range<usize>,
    /// Which side of the budget it is, where the header says so.
    pub side: Option<Side>,
    /// The columns of codes, one or one for each level; none where its lines have no codes.
    pub codes: Vec<usize>,
    /// Whether the codes are those of the economic classification (经济分类).
    pub is_economic: bool,
    /// The column of names, if it has one.
    pub name: Option<usize>,
    /// The columns of amounts, from left to right.
    pub amounts: Vec<Column>,
    /// Which of them are sums of others.
    pub sums: Vec<ColumnSum>,
    /// The columns of texts, where its rows are the lines of a list.
    pub texts: Option<Vec<usize>>,
    /// The column that numbers those lines: 序号.
    pub numbers: Option<usize>,
    /// The columns of codes and of names of a list in which units or projects stand among codes, or two classifications
    /// beside each other: which of them a line fills shows how deep it stands. Empty in any other one.
    pub marks: Vec<usize>,
    /// Whether the lines of that list are projects, some of which may be left out.
    pub are_projects: bool,
}

/// A column of amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its place among all columns, from 0.
    pub column: usize,
    /// What stands above it, the innermost text.
    pub title: Box<str>,
    /// All that stands above it, folded, from the outermost.
    pub path: Path,
    /// Whether what stands in it adds up: a share or a rate does not.
    pub is_added: bool,
    /// Whether it is one of money that is carried over: 上年结转, 年末结转和结余.
    pub is_carried: bool,
}

impl Column {
    /// The year that stands above it.
    pub fn year(&self) -> Option<u16> {
        self.path.iter().find_map(|text| year_in(text))
    }

    /// What its figures are of: the innermost text above it that says more than which figures they are, 公务接待费 over 决算数;
    /// else its title.
    pub fn subject(&self) -> &str {
        let own = || self.path.iter().rev().filter(|text| !is_measure(text));
        let said = own().find(|text| !SUMS.contains(&&***text)).or(own().next());
        said.filter(|_| is_measure(&fold(&self.title))).map_or(&self.title, |said| said)
    }
}

/// Words of columns whose figures do not add up: 占比, 增长率, 比上年增减%, 完成幅度.
const NOT_ADDED: [&str; 6] = ["率", "比", "幅", "%", "％", "‰"];

/// The word for the first column of this year's amounts in descriptions.
const FIRST: &str = "首列";

impl Half {
    /// Whether codes stand in the cells of the names, in front of those: 2080502事业单位离退休.
    pub fn is_joined(&self) -> bool {
        matches!(*self.codes, [code] if self.name == Some(code))
    }

    /// Its columns of amounts that may print this year's figures. `year` is the one that the title names.
    pub fn of_year(&self, year: Option<u16>) -> OfYear<'_> {
        OfYear::of(&self.amounts, year)
    }
}

impl OfYear<'_> {
    /// The column of amounts that the first list of words names which names exactly one of those that may be the
    /// year's, as [`crate::kinds::description::Figure`] has them.
    pub fn column(&self, lists: &[Vec<String>]) -> Option<usize> {
        let Self { amounts, may_be, first } = self;
        lists.iter().find_map(|words| {
            if first.is_none() && words.iter().any(|word| word.trim_start_matches('!') == FIRST) {
                return None;
            }
            let stands = |column: usize, of: &Column, word: &str| {
                if word == FIRST { Some(column) == *first } else { of.path.iter().any(|text| text.contains(word)) }
            };
            let stands_anywhere = |word: &str| amounts.iter().any(|of| of.path.iter().any(|text| text.contains(word)));
            let fits = |(column, of): &(usize, &Column)| {
                words.iter().all(|word| match (word.strip_prefix("!!"), word.strip_prefix('!')) {
                    (Some(word), _) => !stands_anywhere(word),
                    (None, Some(word)) => !stands(*column, of, word),
                    (None, None) => stands(*column, of, word),
                })
            };
            let is_of_year = |(column, _): &(usize, &Column)| may_be.get(*column).copied().unwrap_or_default();
            let mut found = amounts.iter().enumerate().filter(is_of_year).filter(fits).map(|(column, _)| column);
            found.next().filter(|_| found.next().is_none())
        })
    }
}

impl Header {
    /// Whether a page with this header goes on with the other's table: it has the same columns, and repeats the last
    /// row of that header at least.
    pub(super) fn is_short_of(&self, other: &Self) -> bool {
        let is_same = |own: &Column, other: &Column| own.column == other.column && own.title == other.title;
        let are_alike = |(own, other): (&Half, &Half)| {
            own.columns == other.columns
                && own.codes == other.codes
                && own.name == other.name
                && own.amounts.len() == other.amounts.len()
                && own.amounts.iter().zip(&other.amounts).all(|(own, other)| is_same(own, other))
        };
        (self.rows < other.rows || self == other)
            && self.columns == other.columns
            && self.halves.len() == other.halves.len()
            && self.halves.iter().zip(&other.halves).all(are_alike)
    }

    /// Where the columns of a page with blank ones between stand in the header that it goes on from, those that stand
    /// in it; `None` where the two have other columns, or the same ones at the same places.
    pub(super) fn columns_in(&self, other: &Self) -> Option<Vec<Option<usize>>> {
        if self.columns == other.columns || self.blank.is_empty() || self.halves.len() != other.halves.len() {
            return None;
        }
        let mut columns = vec![None; self.columns];
        for (own, other) in self.halves.iter().zip(&other.halves) {
            let are_alike = own.codes.len() == other.codes.len()
                && own.amounts.len() == other.amounts.len()
                && own.amounts.iter().zip(&other.amounts).all(|(own, other)| own.title == other.title);
            if !are_alike {
                return None;
            }
            let amounts = own.amounts.iter().zip(&other.amounts).map(|(own, other)| (own.column, other.column));
            let codes = own.codes.iter().copied().zip(other.codes.iter().copied());
            for (own, other) in codes.chain(amounts).chain(own.name.zip(other.name)) {
                *columns.get_mut(own)? = Some(other);
            }
        }
        Some(columns)
    }

    /// Reads the header of the rows that a table begins with. `None` where a column is not understood; without codes it
    /// is one only where `rows` says what its rows are.
    pub(super) fn read(head: &Head<'_>, (skipped, banner): (usize, Banner), is: Option<Rows>) -> Option<Self> {
        let mut header: Vec<&[HeadCell<'_>]> = Vec::new();
        for row in head.rows_from(skipped) {
            if !header.is_empty() && is_data(row) {
                break;
            }
            header.push(row);
        }
        // The header ends with the last row that says something.
        let says = |row: &&[HeadCell<'_>]| row.iter().any(is_title) || is_numbering(row);
        let count = header.iter().rposition(says)? + 1;
        header.truncate(count);
        let covered: Vec<Vec<HeadCell<'_>>> = if head.is_covered {
            (skipped..skipped + count).map_while(|row| head.covered_row(row)).collect()
        } else {
            Vec::new()
        };
        if head.is_covered {
            header = covered.iter().map(Vec::as_slice).collect();
        }
        let columns = head.row(0)?.len();
        // What numbers the columns says nothing about them.
        header.retain(|row| !is_numbering(row));
        let paths = paths(&header, columns, head.is_covered);
        let table = Table { head, header: &header, paths: &paths, skipped, rows: skipped + count };
        let roles = table.roles()?;
        let marks = table.marks(&roles, is);
        let spare = (!marks.is_empty()).then(|| roles.clone());
        let halves = table.halves(roles, is, Vec::new());
        let halves = halves.or_else(|| table.halves(spare?, Some(Rows::List), marks));
        let (halves, blank) = halves?;
        Some(Self { rows: skipped + count, columns, halves, blank, banner })
    }
}

/// The first rows that a converter put into the table though they stand above it, and what they say.
pub(super) fn banner(head: &Head<'_>) -> (usize, Banner) {
    let mut banner = Banner::default();
    let mut skipped = 0;
    for (number, row) in head.rows_from(0).enumerate() {
        let mut printed = row.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
        let first = printed.next();
        // A converter may print a cell in all columns that it spans.
        let is_alone = first.is_some_and(|(_, own)| printed.all(|(_, cell)| cell.folded == own.folded));
        match first {
            None => continue,
            Some((column, cell)) if is_alone && is_title_of_table(&cell.text) => banner.title = Some((number, column)),
            Some((_, cell)) if is_alone && number > 0 && is_form_number(&cell.text) => {}
            _ => match metadata(row) {
                Some(metadata) => banner.metadata = metadata.over(Some(&banner.metadata)),
                None => break,
            },
        }
        skipped = number + 1;
    }
    (skipped, banner)
}

/// What a row says that is written like a line of metadata.
fn metadata(row: &[HeadCell<'_>]) -> Option<Metadata> {
    if !row.iter().any(|cell| cell.folded.contains(':')) {
        return None;
    }
    let texts: Vec<&str> = row.iter().map(|cell| &*cell.text).collect();
    Metadata::read(&texts.join("  "))
}

/// The title of the table that another one prints a part of: 一般公共预算基本支出表--人员经费.
pub(crate) fn without_part(title: &str) -> Option<&str> {
    const TABLE: char = '表';
    let end = title.rfind(TABLE)? + TABLE.len_utf8();
    let (table, part) = title.split_at_checked(end)?;
    part.trim_start().starts_with(['-', '—', '－', '–', '─']).then_some(table)
}

/// Whether a text is a title as tables have them: …总表, …预算表, …情况表, with brackets behind it, perhaps, or the name of
/// a part; no line of a contents list.
pub(crate) fn is_title_of_table(text: &str) -> bool {
    const LONGEST: usize = 240;
    let text = trim(text.trim_start_matches(['#', '*', ' ']).trim_end_matches('*'));
    if text.len() > LONGEST {
        return false;
    }
    let mut bare = text;
    while let Some(inner) = bare.strip_suffix(['）', ')']) {
        let Some(outer) = inner.rfind(['（', '(']).and_then(|at| inner.get(..at)) else { break };
        bare = trim(outer);
    }
    bare = without_part(bare).unwrap_or(bare);
    // 公开03表, 财决批复03表
    let stem = bare.strip_suffix('表').unwrap_or(bare);
    let series = stem.trim_end_matches(|character: char| character.is_ascii_digit());
    let is_numbered =
        series.is_empty() || (series.len() < stem.len() && ["公开", "批复"].iter().any(|end| series.ends_with(end)));
    bare.ends_with('表') && !is_numbered && !["…", "..", "。", "；", "，"].iter().any(|mark| text.contains(mark))
}

/// A text that is no figure.
fn is_title(cell: &HeadCell<'_>) -> bool {
    matches!(cell.says, Says::Title | Says::Misprint)
}

/// Whether a row numbers the columns; one that begins with 栏次 does, however it goes on.
pub(super) fn is_numbering(cells: &[HeadCell<'_>]) -> bool {
    let mut printed = cells.iter().filter(|cell| !cell.is_blank());
    printed.next().is_some_and(|first| first.folded == "栏次") || numbers_columns(cells.iter().map(|cell| &*cell.text))
}

/// Whether a row is one of the body: it has a code, a figure, a number of a line or 合计, and neither names the levels of
/// the codes nor numbers the columns.
pub(super) fn is_data(cells: &[HeadCell<'_>]) -> bool {
    let printed = || cells.iter().filter(|cell| !cell.is_blank());
    let is_header = printed().any(|cell| matches!(&*cell.folded, "类" | "款" | "项"));
    let is_figure = |cell: &HeadCell<'_>| cell.says == Says::Figure;
    // 合计 beside other titles is one of them.
    let is_alone = printed().filter(|cell| is_title(cell)).count() < 2;
    let is_first = |cell: &HeadCell<'_>| (cell.folded == "合计" && is_alone) || is_numbered(&cell.text);
    !is_header && !is_numbering(cells) && (printed().any(is_figure) || printed().next().is_some_and(is_first))
}
