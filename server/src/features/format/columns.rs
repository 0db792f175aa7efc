//! How wide the columns of a table are.

use budget_grammar::{line::Kind, table::Schema, written::Written};
use smallvec::SmallVec;

use crate::width::AmbiguousWidth;

/// A cell that is wider is left as it is: thirty Chinese characters, which nearly all names fit into and few goals.
pub(super) const LONGEST: usize = 60;

/// The narrowest column: a delimiter of three dashes, which every reader of Markdown takes for one.
pub(super) const NARROWEST: usize = 3;

/// A row with the widths of its cells.
pub(super) struct Measured<'t> {
    pub(super) row: Written<'t>,
    pub(super) widths: SmallVec<[usize; 8]>,
}

impl<'t> Measured<'t> {
    pub(super) fn new(row: Written<'t>, ambiguous: AmbiguousWidth) -> Self {
        let widths = row.cells.iter().map(|cell| width(cell.of(&row.text), ambiguous)).collect();
        Self { row, widths }
    }
}

/// Long lists of indicators are not measured: with more bytes than four for each column, a text counts as endless.
fn width(text: &str, ambiguous: AmbiguousWidth) -> usize {
    if text.len() > 4 * LONGEST { usize::MAX } else { ambiguous.of(text) }
}

/// Where the texts of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// A column whose cells are padded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) width: usize,
    pub(super) side: Side,
}

/// The columns of a table that are padded, from the left.
///
/// One long name among many stands out alone, and the column is as wide as the others need. A column of prose with a
/// cell that is too long is not padded; nothing behind it could stand in line, and so nothing there is padded either.
pub(super) fn columns(schema: &Schema, rows: &[Measured<'_>]) -> Vec<Column> {
    let measured = |column: usize| {
        let rows = rows.iter().filter(|measured| !matches!(measured.row.kind, Kind::Fragment(_)));
        rows.filter_map(move |measured| measured.widths.get(column).copied())
    };
    let column = |column: usize| {
        let is_amount = schema.amounts.iter().any(|amount| amount.column == column);
        let is_loose = measured(column).any(|width| width > LONGEST) && !is_amount && column != schema.name;
        let width = measured(column).filter(|width| *width <= LONGEST).max().unwrap_or(0).max(NARROWEST);
        let side = if is_amount { Side::Right } else { Side::Left };
        (!is_loose).then_some(Column { width, side })
    };
    (0..schema.columns).map_while(column).collect()
}
