//! Rows with more or fewer cells than their header.

use budget_grammar::{Span, amount::Reading, line::Standing};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
    scope::RowScope,
};

/// A row with more or fewer cells than the header of its table.
///
/// GFM (§4.10) pads the one and drops the rest of the other in silence, so that figures slip into the next column or
/// vanish.
pub static RULE: Rule = Rule {
    id: "table-shape",
    severity: Severity::Warning,
    page: include_str!("table_shape.md"),
    checks: &[Check::Row(check)],
    fixes: Some(fixes),
    has_safe_fixes: true,
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let (cells, columns) = (scope.row.cells.len(), scope.row.schema.columns);
    if cells == columns
        || scope.standing == Standing::Blank
        || (cells + 1 == columns && ends_in_a_blank_cell(scope.text()))
    {
        return;
    }
    let first = scope.row.cells.iter().find(|cell| !cell.is_empty()).copied().unwrap_or_default();
    let message = findings.say(
        || {
            let difference = if cells < columns {
                format!("少 {} 格", columns - cells)
            } else {
                format!("多 {} 格", cells - columns)
            };
            format!("本行 {cells} 格，表头 {columns} 格，{difference}")
        },
        || {
            let difference = if cells < columns {
                format!("{} missing", columns - cells)
            } else {
                format!("{} too many", cells - columns)
            };
            format!("{cells} cells in this row, {columns} in the header, {difference}")
        },
    );
    findings.push(first, message);
}

/// Whether a row without outer pipes ends in a pipe: GFM takes that one for an outer pipe, the drafter for the one
/// before a blank last cell.
fn ends_in_a_blank_cell(row: &str) -> bool {
    let row = row.trim();
    !row.starts_with('|') && row.ends_with('|') && !row.ends_with("\\|")
}

/// Blank cells behind a short row: those that GFM would add in silence. A row with words in a column of amounts lacks a
/// cell further left: before the words, as a rule. What a long row has too much cannot be told either.
fn fixes(analysis: &Analysis, line: usize, _: &Finding) -> Vec<Fix> {
    let document = analysis.document();
    let Some(row) = document.lines().get(line).and_then(|line| line.row()) else { return Vec::new() };
    let text = document.text().line(line);
    let columns = row.schema.columns;
    let Some(missing) = columns.checked_sub(row.cells.len()).filter(|missing| *missing > 0) else { return Vec::new() };
    let pipes = pipes_for(&text, missing);
    let is_shifted = row.amounts.iter().any(|reading| matches!(reading, Reading::Invalid(_)));
    let title = analysis.options().language.choose(
        || format!("在行末补 {missing} 个空白格"),
        || format!("Add {missing} blank {} at the end", if missing == 1 { "cell" } else { "cells" }),
    );
    let end = trimmed_end(&text).len();
    let edit = Replacement::in_line(document, line, Span::new(end, end), pipes);
    let fix = if is_shifted {
        Fix::new(title, Safety::Suggested, edit)
    } else {
        Fix::new(title, Safety::Safe, edit).preferred()
    };
    shifted_back(analysis, line, missing).into_iter().chain([fix]).collect()
}

/// The blank cells before the words that slipped into a column of amounts, so that they stand under their header again.
fn shifted_back(analysis: &Analysis, line: usize, missing: usize) -> Option<Fix> {
    let document = analysis.document();
    let row = document.lines().get(line)?.row()?;
    let is_words = |reading: &Reading| matches!(reading, Reading::Invalid(invalid) if invalid.reading.is_none());
    let cell = row.amount_cell(row.amounts.iter().position(is_words)?)?;
    let title = analysis.options().language.choose(
        || format!("在文字之前补 {missing} 个空白格"),
        || format!("Add {missing} blank {} before the words", if missing == 1 { "cell" } else { "cells" }),
    );
    let at = Span { start: cell.start, end: cell.start };
    // In front of a row that begins with no pipe, the first one belongs to the row.
    let is_open = document.text().line(line).get(..cell.start as usize).is_some_and(|before| !before.contains('|'));
    let pipes = "| ".repeat(missing + usize::from(is_open));
    Some(Fix::new(title, Safety::Suggested, Replacement::in_line(document, line, at, pipes)).preferred())
}

/// The pipes that put blank cells behind a row. A row that begins with no pipe needs none behind its last cell.
fn pipes_for(row: &str, missing: usize) -> String {
    let is_open = !row.trim_start().starts_with('|');
    let row = trimmed_end(row);
    let is_closed = row.ends_with('|') && !row.ends_with("\\|");
    let pipes = match (is_open, is_closed) {
        (true, true) => missing.saturating_sub(1),
        (true, false) | (false, true) => missing,
        (false, false) => missing + 1,
    };
    " |".repeat(pipes)
}

/// The row without the white space behind it, which belongs to no cell.
fn trimmed_end(row: &str) -> &str {
    row.trim_end_matches([' ', '\t'])
}
