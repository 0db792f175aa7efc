//! A new row.

use budget_grammar::line::Standing;

use super::Place;
use crate::fix::Replacement;

/// A row of blank cells below the one at the place; `None` below a total that closes the rows above it, where a project
/// would belong to nothing.
pub(super) fn added(place: &Place<'_>) -> Option<Replacement> {
    let (_, standing) = place.row()?;
    let above = place.document.lines().summary_of(place.table.start..place.line);
    let closes = match standing {
        Standing::Subtotal => true,
        Standing::Total => above.units + above.projects + above.totals > 0,
        _ => false,
    };
    if closes {
        return None;
    }
    let text = place.document.text();
    let end = text.line_start(place.line) + text.line(place.line).len();
    let row = format!("{}|{}", place.ending(), "  |".repeat(place.schema.columns));
    Some(Replacement { range: end..end, new: row })
}
