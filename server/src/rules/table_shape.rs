//! Rows with more or fewer cells than their header.

use budget_grammar::line::Standing;

use super::{Check, Findings, PLAIN, Rule};
use crate::{finding::Severity, scope::RowScope};

/// A row with more or fewer cells than the header of its table.
///
/// GFM (§4.10) pads the one and drops the rest of the other in silence, so that figures slip into the next column or vanish.
pub static RULE: Rule = Rule {
    id: "table-shape",
    severity: Severity::Warning,
    page: include_str!("table_shape.md"),
    checks: &[Check::Row(check)],
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

/// Whether a row without outer pipes ends in a pipe: GFM takes that one for an outer pipe, the drafter for the one before a
/// blank last cell.
fn ends_in_a_blank_cell(row: &str) -> bool {
    let row = row.trim();
    !row.starts_with('|') && row.ends_with('|') && !row.ends_with("\\|")
}
