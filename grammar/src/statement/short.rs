//! Pages of a table without a header that are printed without the columns that are empty on them: which ones theirs
//! are, their sums tell.

use std::ops::Range;

use super::{
    CellPlace, Form, Header, Row, Rows, Standing, Statement,
    reading::is_total,
    rows::{Cells, ReadRow},
    sheet::Sheet,
    sums::{adds_up, reach, value},
};
use crate::{
    amount::{self, Reading},
    name::{fold, is_blank, trim},
};

/// A page without a header, as it stands to the table that it may go on with.
pub(super) struct BarePage<'s> {
    pub(super) sheet: &'s Sheet<'s>,
    /// How many rows in front say nothing.
    pub(super) skipped: usize,
    /// The columns of the table that its cells stand in, where it has fewer.
    pub(super) columns: Option<Vec<Option<usize>>>,
}

impl<'s> BarePage<'s> {
    /// Cost: the page, once for each column of the table.
    pub(super) fn of(header: &Header, sheet: &'s Sheet<'s>, skipped: usize) -> Self {
        Self { sheet, skipped, columns: columns(header, sheet, skipped) }
    }
}

/// The rows of such a page. Its amounts in the last half stand as far left as they may until it is told which they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShortPage {
    rows: Range<usize>,
    /// The columns of the last half that they stand in.
    columns: Vec<usize>,
}

/// The most ways in which the columns of all such pages of a table are tried; with more, only their first amounts are
/// known.
const MOST_WAYS: usize = 64;

/// What whole figures may be off together that were rounded, in 10⁻⁸: one, twice as it is compared.
const WHOLE: i128 = 200_000_000;

/// What may stand in a column of a header.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Codes,
    Names,
    Amounts,
    Anything,
}

impl Holds {
    fn fits(self, text: &str) -> bool {
        let is_code = || text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= LONGEST_CODE;
        match self {
            _ if is_blank(text) => true,
            Self::Codes => is_code() || is_total(text) || fold(text).ends_with("合计"),
            Self::Names => !matches!(amount::read(text), Reading::Amount(_)),
            Self::Amounts => !matches!(amount::read(text), Reading::Invalid(_)),
            Self::Anything => true,
        }
    }
}

/// How many digits the code of an item has.
const LONGEST_CODE: usize = 7;

/// The columns of a table that a page without a header has, for each of its cells, where those are fewer: what stands
/// in them is of their kind, in each row. `None` where the halves of the table are not told apart by that. Cost: the
/// page, once for each column.
fn columns(header: &Header, sheet: &Sheet<'_>, skipped: usize) -> Option<Vec<Option<usize>>> {
    let mut width = 0;
    sheet.each_row(skipped, 1, |cells| width = cells.count());
    if !(2..header.columns).contains(&width)
        || header.halves.iter().any(|half| half.texts.is_some() || half.name.is_none())
    {
        return None;
    }
    let mut holds = vec![Holds::Anything; header.columns];
    for half in &header.halves {
        let amounts = half.amounts.iter().map(|amount| (amount.column, Holds::Amounts));
        let codes = half.codes.iter().map(|column| (*column, Holds::Codes));
        for (column, of) in codes.chain(amounts).chain(half.name.map(|name| (name, Holds::Names))) {
            *holds.get_mut(column)? = of;
        }
    }
    let mut fitting = vec![vec![true; header.columns]; width];
    let mut are_codes = vec![header.halves.iter().any(|half| !half.codes.is_empty()); width];
    sheet.each_row(skipped, usize::MAX, |cells| {
        for (cell, (fitting, are_codes)) in fitting.iter_mut().zip(&mut are_codes).enumerate() {
            let text = cells.get(cell).text;
            fitting.iter_mut().zip(&holds).for_each(|(fits, holds)| *fits &= holds.fits(text));
            *are_codes &= is_blank(text) || is_code(text);
        }
    });
    // 302 would be an amount as well.
    for (fitting, _) in fitting.iter_mut().zip(are_codes).filter(|(_, are_codes)| *are_codes) {
        fitting.iter_mut().zip(&holds).for_each(|(fits, holds)| *fits &= *holds != Holds::Amounts);
    }
    let (first, last) = (leftmost(&fitting)?, rightmost(&fitting)?);
    let half = |column: usize| header.halves.iter().position(|half| half.columns.contains(&column));
    // Without an amount it is none of its pages.
    let is_first_amount = |column: &usize| {
        header.halves.iter().any(|half| half.amounts.first().is_some_and(|first| first.column == *column))
    };
    if !first.iter().any(is_first_amount) {
        return None;
    }
    let are_told = first.iter().zip(&last).all(|(first, last)| half(*first) == half(*last));
    are_told.then(|| first.into_iter().map(Some).collect())
}

/// Whether a text is a class, or what a code of it goes on with: 302, 01, 30201.
fn is_code(text: &str) -> bool {
    const LEVEL: usize = 2;
    let text = trim(text);
    let class = text.get(..3).and_then(|class| class.parse::<u32>().ok());
    let is_class = class.is_some_and(|class| (201..=234).contains(&class) || (301..=399).contains(&class));
    text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.len() == LEVEL || (is_class && matches!(text.len(), 3 | 5 | LONGEST_CODE)))
}

/// The first column that fits each cell, from left to right.
fn leftmost(fitting: &[Vec<bool>]) -> Option<Vec<usize>> {
    let mut next = 0;
    let column = |fits: &Vec<bool>| {
        let own = (next..fits.len()).find(|column| fits.get(*column) == Some(&true))?;
        next = own + 1;
        Some(own)
    };
    fitting.iter().map(column).collect()
}

/// The last column that fits each cell, from right to left.
fn rightmost(fitting: &[Vec<bool>]) -> Option<Vec<usize>> {
    let mut end = usize::MAX;
    let column = |fits: &Vec<bool>| {
        let own = (0..fits.len().min(end)).rev().find(|column| fits.get(*column) == Some(&true))?;
        end = own;
        Some(own)
    };
    let mut columns: Vec<usize> = fitting.iter().rev().map(column).collect::<Option<_>>()?;
    columns.reverse();
    Some(columns)
}

impl Statement {
    /// Keeps that rows are those of a page that has some of the columns.
    pub(super) fn keep_short_page(&mut self, rows: Range<usize>, columns: &[Option<usize>]) {
        let amounts = self.header.halves.last().map(|half| &*half.amounts).unwrap_or_default();
        let own = |column: &usize| amounts.iter().position(|amount| amount.column == *column);
        let columns: Vec<usize> = columns.iter().flatten().filter_map(own).collect();
        if !rows.is_empty() && columns.len() < amounts.len() {
            self.short_pages.push(ShortPage { rows, columns });
        }
    }

    /// Puts the amounts of pages with fewer columns where they belong, if there is one way in which more columns add up
    /// to the total than in any other, and all but one; else only the first amount of each row is kept. Cost: the rows,
    /// for each way.
    pub(super) fn settle_short_pages(&mut self) {
        let pages = std::mem::take(&mut self.short_pages);
        let Some(half) = self.header.halves.last().filter(|_| !pages.is_empty()) else { return };
        let columns = half.amounts.len();
        let ways: Vec<Vec<Vec<usize>>> = pages.iter().map(|page| ways(page.columns.len(), columns)).collect();
        let count = ways.iter().try_fold(1_usize, |count, ways| count.checked_mul(ways.len()));
        let mut fitting: Vec<(usize, Vec<&[usize]>)> = Vec::new();
        if count.is_some_and(|count| count <= MOST_WAYS) {
            each_choice(&ways, &mut Vec::new(), &mut |chosen| {
                fitting.extend(self.off_with(&pages, chosen).map(|off| (off, chosen.to_vec())));
            });
        }
        let least = fitting.iter().map(|(off, _)| *off).min().filter(|least| *least <= 1);
        let mut best = fitting.iter().filter(|(off, _)| Some(*off) == least);
        let known = best.next().filter(|_| best.next().is_none()).map(|(_, chosen)| &**chosen);
        self.rows = self.with_columns(&pages, known);
    }

    /// How many columns of the last half do not add up to its total where the pages have these columns. `None` where it
    /// has none, or several rows of a page do not add up.
    fn off_with(&self, pages: &[ShortPage], columns: &[&[usize]]) -> Option<usize> {
        let (number, half) = self.header.halves.iter().enumerate().next_back()?;
        let rows = self.with_columns(pages, Some(columns));
        let own = || rows.iter().filter(|row| row.half() == number);
        let mut totals = own().filter(|row| *row.of() == Standing::Year);
        let mut totals = match totals.next() {
            Some(year) => vec![year].into_iter().chain(totals).collect::<Vec<_>>(),
            None => own().filter(|row| *row.of() == Standing::Total).collect(),
        }
        .into_iter();
        let (Some(total), None) = (totals.next(), totals.next()) else { return None };
        let outermost = own().filter_map(rank).min()?;
        let parts: Vec<Row<'_>> = own().filter(|row| rank(*row) == Some(outermost)).collect();
        let is_sum = |column: usize| {
            let sum = parts.iter().fold(0_i128, |sum, row| sum.saturating_add(value(*row, column)));
            let reach = match reach(total, parts.len()) {
                0 => WHOLE,
                reach => reach,
            };
            sum.saturating_sub(value(total, column)).saturating_abs().saturating_mul(2) <= reach
        };
        let is_added = |column: &usize| half.amounts.get(*column).is_some_and(|column| column.is_added);
        let are_rows_sums = pages.iter().all(|page| {
            let of_page = page.rows.clone().filter_map(|row| rows.get(row)).filter(|row| row.half() == number);
            let (right, wrong): (Vec<_>, Vec<_>) =
                of_page.partition(|row| half.sums.iter().all(|sum| adds_up(*row, sum.total, &sum.parts)));
            wrong.len() <= usize::from(right.len() > 1)
        });
        are_rows_sums.then(|| (0..half.amounts.len()).filter(is_added).filter(|column| !is_sum(*column)).count())
    }

    /// The rows with the amounts of some pages in some columns; where it is not known in which, with their first
    /// amounts alone.
    fn with_columns(&self, pages: &[ShortPage], columns: Option<&[&[usize]]>) -> Rows {
        let last = self.header.halves.len().saturating_sub(1);
        let count = self.header.halves.last().map_or(0, |half| half.amounts.len());
        let mut rows = Rows::default();
        for (number, row) in self.rows.iter().enumerate() {
            let page = pages.iter().position(|page| page.rows.contains(&number)).filter(|_| row.half() == last);
            let (mut amounts, mut cells) = (Cells::from(row.amounts()), Cells::from(row.cells()));
            match (page, columns) {
                (None, _) => {}
                (Some(_), None) => {
                    amounts.truncate(1);
                    cells.truncate(1);
                }
                (Some(page), Some(columns)) => {
                    let missing = CellPlace { form: Form::Indirect, ..row.named() };
                    let own = columns.get(page).copied().unwrap_or_default();
                    amounts = Cells::from_elem(Reading::Absent, count);
                    cells = Cells::from_elem(missing, count);
                    let printed = pages.get(page).map(|page| &*page.columns).unwrap_or_default();
                    for (column, from) in own.iter().zip(printed) {
                        let read = row.amounts().get(*from).zip(row.cells().get(*from));
                        let slot = amounts.get_mut(*column).zip(cells.get_mut(*column));
                        if let (Some((amount, cell)), Some((slot, place))) = (read, slot) {
                            (*slot, *place) = (*amount, *cell);
                        }
                    }
                }
            }
            rows.push(ReadRow {
                half: row.half(),
                of: row.of().clone(),
                codes: row.codes().into(),
                label: row.label(),
                named: row.named(),
                name: row.name().into(),
                amounts,
                cells,
            });
        }
        rows
    }
}

/// The ways in which so many amounts stand in so many columns, the first in the first.
fn ways(amounts: usize, columns: usize) -> Vec<Vec<usize>> {
    let mut found = vec![vec![0]];
    for _ in 1..amounts.min(columns) {
        let longer = found.into_iter().flat_map(|way: Vec<usize>| {
            let behind = way.last().map_or(0, |last| last + 1);
            (behind..columns).map(move |next| way.iter().copied().chain([next]).collect())
        });
        found = longer.take(MOST_WAYS + 1).collect();
    }
    found
}

/// Each choice of one way for each page.
fn each_choice<'w>(ways: &'w [Vec<Vec<usize>>], chosen: &mut Vec<&'w [usize]>, take: &mut impl FnMut(&[&'w [usize]])) {
    let Some(next) = ways.get(chosen.len()) else { return take(chosen) };
    for way in next {
        chosen.push(way);
        each_choice(ways, chosen, take);
        chosen.pop();
    }
}

/// How deep a row stands that is a part of the total.
fn rank(row: Row<'_>) -> Option<usize> {
    match row.of() {
        Standing::Coded(code) => Some(code.level()),
        Standing::Item { rank, .. } => Some(usize::from(*rank)),
        _ => None,
    }
}
