//! Whether a table below another one is the rest of it, by what both print.

use std::collections::HashSet;

use super::{
    Code, Half, Joint, Level, Row, Rows, Standing, Statement, pages, reading::rows_in, sheet::Sheet, short::BarePage,
};

impl Statement {
    /// Whether a table with a header goes on with this one: it prints nothing that only another table would print
    /// again, a total of its own, the same codes, and neither is a whole one without the other. Below a title of its
    /// own it does where it is the next page.
    pub(super) fn goes_on_with(&self, page: &Self, sheet: &Sheet<'_>) -> bool {
        if !page.header.is_short_of(&self.header) && page.header.columns_in(&self.header).is_none() {
            return false;
        }
        let is_titled = match (&self.title, &page.title) {
            (Some(own), Some(title)) => pages::bare(&own.text) == pages::bare(&title.text),
            (_, title) => title.is_none(),
        };
        let mut rows = Rows::default();
        sheet.each_row(page.header.rows, usize::MAX, |cells| {
            rows_in(&page.header, cells, &rows).into_iter().for_each(|row| rows.push(row));
        });
        let is_whole_above = self.begins_with_class(&rows) && is_whole(&self.header.halves, &self.rows);
        let is_other = self.prints_total_of(&rows) || is_whole_above || is_whole(&page.header.halves, &rows);
        let (own, others) = (codes(&self.rows), codes(&rows));
        let again = own.intersection(&others).count();
        if sheet.joint == Joint::Gap && page.title.is_none() {
            // A code that stands twice is a slip, and most of them are another table.
            return !is_other && (again < 2 || again * 2 <= others.len());
        }
        (sheet.joint == Joint::Page || is_titled)
            && page.unit.is_none_or(|unit| Some(unit) == self.unit)
            && !is_other
            && again == 0
    }

    /// Whether further rows begin with a class, and not with what is below the last one of this table.
    fn begins_with_class(&self, rows: &Rows) -> bool {
        let level = |row: Row<'_>| match row.of() {
            Standing::Coded(code) => Some(code.level()),
            _ => None,
        };
        let outermost = self.rows.iter().filter_map(level).min();
        rows.iter().find_map(level).is_some_and(|first| Some(first) == outermost)
    }

    /// Whether further rows print a total that this table has, with other figures: some tables repeat theirs on each
    /// page.
    fn prints_total_of(&self, rows: &Rows) -> bool {
        let is_total = |row: &Row<'_>| matches!(row.of(), Standing::Total | Standing::Year);
        let is_printed = |total: Row<'_>| {
            self.rows.iter().any(|own| {
                own.half() == total.half()
                    && own.of() == total.of()
                    && own.name() == total.name()
                    && own.amounts() != total.amounts()
            })
        };
        rows.iter().filter(is_total).any(is_printed)
    }

    /// Whether a page without a header goes on with rows of this table: its first one is understood, and is none of
    /// another table. It may have fewer cells, since a page is often printed without the columns that are empty on it.
    /// Cost: that row, and this table's.
    pub(super) fn goes_on_bare(&self, page: &BarePage<'_>) -> bool {
        let fewest = match &*self.header.halves {
            _ if page.columns.is_some() => self.header.columns,
            [Half { name: Some(name), codes, .. }] if !codes.is_empty() => name + 2,
            _ => self.header.columns,
        };
        let (mut rows, mut is_wide) = (Rows::default(), false);
        page.sheet.each_row_in(page.columns.as_deref(), self.header.columns, (page.skipped, 1), |cells| {
            is_wide = (fewest..=self.header.columns).contains(&cells.count());
            rows_in(&self.header, cells, &self.rows).into_iter().for_each(|row| rows.push(row));
        });
        is_wide && !rows.is_empty() && rows.iter().all(|row| *row.of() != Standing::Unknown) && !self.begins_anew(&rows)
    }

    /// Whether the first row of a page without a header is one of another table: a total that this one has, a code that
    /// stands further up in it and is not the one that goes on there, or any code where this one is whole. Cost: this
    /// table's rows.
    fn begins_anew(&self, rows: &Rows) -> bool {
        let is_further_up = |row: Row<'_>| match row.of() {
            Standing::Coded(code) => {
                let last = self.rows.last_code(row.half()).map(|last| last.levels()).unwrap_or_default();
                !last.starts_with(code.levels()) && codes(&self.rows).contains(&(row.half(), code.levels().into()))
            }
            _ => false,
        };
        rows.iter().any(is_further_up)
            || (self.begins_with_class(rows) && is_whole(&self.header.halves, &self.rows))
            || (self.rows.first().is_some_and(|first| *first.of() == Standing::Total) && self.prints_total_of(rows))
    }
}

/// The codes of each half.
fn codes(rows: &Rows) -> HashSet<(usize, Box<[Level]>)> {
    let code = |row: Row<'_>| match row.of() {
        Standing::Coded(code) => Some((row.half(), code.levels().into())),
        _ => None,
    };
    rows.iter().filter_map(code).collect()
}

/// Whether rows have one total, and their classes add up to that: what stands above or below is none of it. Cost: the
/// rows.
fn is_whole(halves: &[Half], rows: &Rows) -> bool {
    let [half] = halves else { return false };
    let mut totals = rows.iter().filter(|row| *row.of() == Standing::Total);
    let level = |row: &Row<'_>| match row.of() {
        Standing::Coded(code) => Some(Code::level(code)),
        _ => None,
    };
    let (Some(total), None, Some(outermost)) =
        (totals.next(), totals.next(), rows.iter().filter_map(|row| level(&row)).min())
    else {
        return false;
    };
    let value = |row: Row<'_>, column: usize| {
        row.amounts().get(column).and_then(|reading| reading.amount()).map_or(0, |amount| amount.scaled())
    };
    let mut columns = 0..half.amounts.len();
    columns.clone().any(|column| value(total, column) != 0)
        && columns.all(|column| {
            let classes = rows.iter().filter(|row| level(row) == Some(outermost));
            classes.fold(0_i128, |sum, row| sum.saturating_add(value(row, column))) == value(total, column)
        })
}
