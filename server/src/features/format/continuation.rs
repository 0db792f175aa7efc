//! What a new line below a row begins with.

use budget_grammar::line::Kind;

use crate::{analysis::Analysis, fix::Replacement};

/// Continues a table on a line that was opened below one of its rows: a row of blank cells. Below a row that is itself
/// still blank the table ends, and that row goes. Nothing below a row that lacks cells, nor on a line where something
/// stands.
///
/// What comes before the cursor and what comes behind it are two replacements, so that editors leave the cursor in the
/// first cell. Cost: logarithmic, and the length of the row.
pub fn continued(analysis: &Analysis, line: usize) -> Vec<Replacement> {
    replacements(analysis, line).unwrap_or_default()
}

fn replacements(analysis: &Analysis, line: usize) -> Option<Vec<Replacement>> {
    let document = analysis.document();
    let text = document.text();
    let is_blank = document.lines().get(line)?.kind == Kind::Blank;
    let row = document.written(line.checked_sub(1)?..line).next()?;
    let columns = document.lines().get(row.line)?.after.table.as_ref()?.columns;
    if !is_blank || matches!(row.kind, Kind::Header | Kind::HeaderRow) || row.cells.len() < columns {
        return None;
    }
    let (start, end) = (text.line_start(line), text.line_start(line) + text.line(line).len());
    if row.cells.iter().all(|cell| cell.is_empty()) {
        return Some(vec![Replacement { range: row.start..end, new: String::new() }]);
    }
    let indent = row.opening().and_then(|opening| row.text.get(..opening - 1)).unwrap_or_default();
    let (before, behind) = (format!("{indent}| "), format!(" |{}", "  |".repeat(columns.saturating_sub(1))));
    let next = text.line_start(line + 1);
    if next == end {
        return Some(vec![Replacement { range: start..end, new: before + &behind }]);
    }
    // A text that is put behind the cursor has to take the line's ending along, lest it push the cursor on.
    let ending = text.line_ending(line);
    Some(vec![Replacement { range: start..end, new: before }, Replacement { range: end..next, new: behind + &ending }])
}
