//! Tables in columns that stand in line on the screen, each text as it was.

mod arrange;
mod columns;
mod continuation;

use std::ops::Range;

use budget_grammar::{
    document::Document,
    line::{Kind, Line},
    sequence::Search,
    tally::Tally,
};

use crate::{analysis::Analysis, fix::Replacement};
use arrange::arrange;
use columns::{Measured, columns};

pub use continuation::continued;

/// How many lines above and below the one that is typed in are looked at: more rows than an editor shows, and few
/// enough for every pipe that is typed.
const NEARBY: usize = 200;

/// Lines of the tables of known kind, put into columns: the widths are those of the whole table, all its fragments
/// together, so that its pages look alike, and lines of one alone fit those that were not asked for. In the order of
/// the text.
///
/// Cost: that of the tables that `lines` touch, and logarithmic for each other table.
pub fn formatted(analysis: &Analysis, lines: Range<usize>) -> Vec<Replacement> {
    let document = analysis.document();
    let mut edits = Vec::new();
    for table in document.tables() {
        let all = table.start.saturating_sub(1)..table.end;
        if all.start >= lines.end || all.end <= lines.start {
            continue;
        }
        let mut rows = measured(analysis, all);
        // A table that follows ends this one at its delimiter row, one line behind its header.
        rows.pop_if(|last| last.row.kind == Kind::Header);
        put(document, table.start, &rows, &lines, &mut edits);
    }
    edits
}

/// The row of a line, put into the columns of the rows near it and of its header, once a pipe was typed there.
///
/// Cost: logarithmic, and 200 rows above and below.
pub fn formatted_row(analysis: &Analysis, line: usize) -> Vec<Replacement> {
    let document = analysis.document();
    let is_header = document.lines().get(line).is_some_and(|line| line.kind == Kind::Header);
    let inside = line + usize::from(is_header);
    let Some(table) = document.table(inside) else { return Vec::new() };
    let Some(fragment) = fragment(document, inside) else { return Vec::new() };
    let header = fragment.saturating_sub(1)..fragment + 1;
    let near = line.saturating_sub(NEARBY).max(table.start.saturating_sub(1))..(line + NEARBY + 1).min(table.end);
    let mut rows = measured(analysis, near);
    rows.pop_if(|last| last.row.kind == Kind::Header && last.row.line != line);
    rows.extend(measured(analysis, header).into_iter().filter(|header| header.row.line != line));
    let mut edits = Vec::new();
    put(document, fragment, &rows, &(line..line + 1), &mut edits);
    edits
}

fn measured(analysis: &Analysis, lines: Range<usize>) -> Vec<Measured<'_>> {
    let ambiguous = analysis.options().ambiguous_width;
    analysis.document().written(lines).map(|row| Measured::new(row, ambiguous)).collect()
}

/// The delimiter row of the fragment that holds `line`.
fn fragment(document: &Document, line: usize) -> Option<usize> {
    let is = |line: &Line| matches!(line.kind, Kind::Fragment(_));
    document.lines().previous(line + 1, &Search { may_hold: &|tally: &Tally| tally.fragments > 0, is: &is })
}

/// Puts those of a table's rows that are among `lines` into the columns of all of them.
fn put(
    document: &Document,
    delimiter: usize,
    rows: &[Measured<'_>],
    lines: &Range<usize>,
    edits: &mut Vec<Replacement>,
) {
    let schema = document.lines().get(delimiter).and_then(|line| line.after.table.as_deref());
    let Some(schema) = schema else { return };
    let columns = columns(schema, rows);
    let chosen = rows.iter().filter(|measured| lines.contains(&measured.row.line));
    chosen.for_each(|measured| arrange(measured, &columns, edits));
}

#[cfg(test)]
mod tests;
