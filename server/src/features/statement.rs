//! What editors show of a statement: its lines, its rows by their names, and the column that counts.

use std::{borrow::Cow, ops::Range};

use budget_grammar::{
    Span,
    amount::Reading,
    document::Document,
    line::{Kind, Line},
    name::trim,
    sequence::Search,
    statement::{CellPlace, Form, Half, Row, Standing},
    tally::Tally,
    written::Written,
};

use crate::statement::{Account, Place, StatementScope};

/// What the column of the sum of all others is called.
const TOTALS: [&str; 3] = ["合计", "小计", "总计"];

/// The lines of a statement: from its title, or its header where it has none, to its last row. Logarithmic.
pub(super) fn lines(scope: &StatementScope<'_>) -> Range<usize> {
    let statement = &scope.account.statement;
    let end = scope.line + statement.end;
    let header = header(scope);
    let title = statement.title.as_ref().map_or(header, |title| scope.line_at(title.below));
    let start = title.min(header);
    start..end.max(start + 1)
}

/// The first line of the header of a statement.
pub(super) fn header(scope: &StatementScope<'_>) -> usize {
    const DELIMITER: Search<'static, Line> = Search {
        may_hold: &|tally: &Tally| tally.unknown_tables > 0,
        is: &|line: &Line| line.kind == Kind::UnknownDelimiter,
    };
    let statement = &scope.account.statement;
    if statement.rows.first().is_some_and(|row| row.label().form != Form::Piped) {
        return scope.line;
    }
    // The row of a total may stand in the header itself, above the delimiter row.
    let inside = statement.rows.first().map_or(scope.line + statement.end, |row| scope.line_at(row.label().below) + 2);
    let delimiter = scope.document.lines().previous(inside, &DELIMITER).unwrap_or(scope.line);
    delimiter.saturating_sub(1)
}

/// The name of a row as it is read; empty where it has none.
pub(super) fn name(scope: &StatementScope<'_>, row: usize) -> String {
    if let Some(label) = tagged(scope, row) {
        return scope.text(label);
    }
    let named = |(written, cell): (Written<'_>, usize)| written.texts().nth(cell).map(Cow::into_owned);
    name_cell(scope, row).and_then(named).unwrap_or_default()
}

/// Where the name of a row stands in its line: the last of the cells that it has in front of its amounts.
pub(super) fn name_span(scope: &StatementScope<'_>, row: usize) -> Span {
    if let Some(label) = tagged(scope, row) {
        return label.span;
    }
    let Some((written, number)) = name_cell(scope, row) else { return Span::default() };
    let Some(cell) = written.cells.get(number) else { return Span::default() };
    let text = cell.of(&written.text);
    let inner = trim(text);
    let start = cell.start as usize + text.find(inner).unwrap_or_default();
    Span::new(start, start + inner.len())
}

/// What stands in front of the figures of a row of HTML.
fn tagged(scope: &StatementScope<'_>, row: usize) -> Option<CellPlace> {
    scope.account.row(row).map(|row| row.label()).filter(|label| label.form != Form::Piped)
}

fn name_cell<'a>(scope: &StatementScope<'a>, row: usize) -> Option<(Written<'a>, usize)> {
    let label = scope.account.row(row)?.label().span;
    let written = scope.document.written_outside(scope.line_of(row))?;
    let is_name = |cell: &Span| !cell.is_empty() && label.start <= cell.start && cell.end <= label.end;
    let number = written.cells.iter().rposition(is_name)?;
    Some((written, number))
}

/// A figure as it is printed; `None` where its cell is blank.
pub(super) fn printed(scope: &StatementScope<'_>, place: Place) -> Option<String> {
    let cell = scope.account.cell(place).filter(|cell| !cell.span.is_empty())?;
    Some(scope.text(cell)).filter(|text| !trim(text).is_empty())
}

/// Whether a row prints a figure.
pub(super) fn has_figures(row: &Row<'_>) -> bool {
    row.amounts().iter().any(|reading| !matches!(reading, Reading::Absent))
}

/// The column of amounts that is the sum of the others: 合计 of the accounts before 合计 of the plan, and the first where
/// none is called so.
pub(super) fn main_column(half: &Half) -> usize {
    let is_total = |path: &[Box<str>]| path.iter().any(|text| TOTALS.contains(&&**text));
    let is_final = |path: &[Box<str>]| path.iter().any(|text| text.contains("决算数"));
    let find = |is: &dyn Fn(&[Box<str>]) -> bool| half.amounts.iter().position(|column| is(&column.path));
    let found = find(&|path| is_total(path) && is_final(path)).or_else(|| find(&is_total)).or_else(|| find(&is_final));
    found.unwrap_or_default()
}

/// The rows of a half that stand for its total: 总计 or 合计, else what the year comes to.
pub(super) fn total_row(account: &Account, half: usize) -> Option<usize> {
    let find = |of: &Standing| account.statement.rows.iter().position(|row| row.half() == half && *row.of() == *of);
    find(&Standing::Total).or_else(|| find(&Standing::Year))
}

/// How deep the first level of a half without codes stands by the numbers of its lines.
pub(super) fn first_rank(account: &Account, half: usize) -> Option<u8> {
    let own = account.statement.rows.iter().filter(|row| row.half() == half);
    own.filter_map(|row| if let Standing::Item { rank, .. } = row.of() { Some(*rank) } else { None }).min()
}

/// What stands on the cover of the department that begins at a line, and where; `None` where it has none.
pub(super) fn cover(document: &Document, line: usize) -> Option<(String, Span)> {
    document.cover_year(line)?;
    let text = document.text().line(line);
    let name = trim(text.trim_matches([' ', '#', '*']));
    let start = text.find(name)?;
    Some((name.to_owned(), Span::new(start, start + name.len())))
}
