//! Totals computed again from what they are the totals of.

use std::collections::HashMap;

use budget_grammar::{
    amount::{self, Amount, MAX_DECIMALS, MonetaryUnit, Reading},
    outline::{Level, Total},
    row::Row,
    sum::{Sum, Sums},
    table::{AmountColumn, Role, Sources},
};

use super::Place;
use crate::fix::Replacement;

/// Every total of the table as the sum of its parts, column by column: first the budget units and 小计, then the grand
/// total from what those print by then. Rows of projects stay as they are.
///
/// A cell that is blank or no amount stays, and so does one whose parts are all blank or not all amounts; but where
/// that befalls 总计 and the row prints all its sources, it becomes their sum.
pub(super) fn recomputed(place: &Place<'_>) -> Vec<Replacement> {
    let total_of = |line| place.document.total(line);
    let totals = place.rows().filter(|(_, _, standing)| standing.is_unit() || standing.is_total());
    let totals = totals.filter_map(|(line, row, _)| Some((line, row, total_of(line)?)));
    let (outer, inner): (Vec<_>, Vec<_>) = totals.partition(|(_, _, total)| total.level == Level::Grand);
    let mut printed: HashMap<usize, Sums> = HashMap::new();
    let mut edits = Vec::new();
    for (line, row, total) in inner.iter().chain(&outer) {
        let parts = parts(place, total, &printed);
        let due = due(row, &parts);
        let text = place.document.text().line(*line);
        for (column, sum) in due.iter().enumerate() {
            let Some(cell) = row.amount_cell(column) else { continue };
            let written = sum.as_ref().and_then(|sum| written(row, column, cell.of(&text), sum));
            edits.extend(written.map(|new| Replacement::in_line(place.document, *line, cell, new)));
        }
        let own = row.sums();
        let columns = due.into_iter().zip(own.iter());
        printed.insert(*line, columns.map(|(due, own)| due.unwrap_or(*own)).collect());
    }
    edits
}

/// What the parts of a total add up to, the totals among them as they will be printed.
fn parts(place: &Place<'_>, total: &Total, printed: &HashMap<usize, Sums>) -> Sums {
    if total.level != Level::Grand {
        return total.sums.clone();
    }
    let mut sums = Sums::default();
    for (line, part) in place.document.parts(total) {
        let (Some(row), Some(standing)) = (part.row(), part.standing()) else { continue };
        let own = printed.get(&line).cloned().unwrap_or_else(|| row.sums());
        sums.add(&if standing.is_unit() { row.as_part_of_the_whole(own) } else { own });
    }
    sums
}

/// What each amount of a total row has to be; `None` for those that stay.
fn due(row: &Row, parts: &Sums) -> Vec<Option<Sum>> {
    let own = row.sums();
    let columns = 0..row.schema.amounts.len();
    let mut due: Vec<Option<Sum>> = columns.map(|column| replaced(&own.get(column), &parts.get(column))).collect();
    let total = row.schema.total().filter(|_| row.schema.sources == Sources::Complete);
    if let Some(total) = total
        && !is_summable(&parts.get(total))
    {
        let mut sources = Sum::default();
        let is_source = |(_, amount): &(usize, &AmountColumn)| amount.role == Role::Source;
        for (column, _) in row.schema.amounts.iter().enumerate().filter(is_source) {
            let changed = due.get(column).copied().flatten();
            sources.add(&changed.unwrap_or_else(|| own.get(column)));
        }
        if let Some(slot) = due.get_mut(total) {
            *slot = replaced(&own.get(total), &sources);
        }
    }
    due
}

fn is_summable(parts: &Sum) -> bool {
    parts.void == 0 && !parts.is_absent()
}

/// A printed sum with the value of its parts.
fn replaced(own: &Sum, parts: &Sum) -> Option<Sum> {
    let is_due = own.void == 0 && !own.is_absent() && is_summable(parts) && own.value != parts.value;
    let decimals = own.finest().or(parts.finest()).unwrap_or_default();
    is_due.then(|| Sum::printed(parts.value, decimals))
}

/// The cell with its new figure, written as the old one is; a dash becomes a figure as precise as the parts are.
fn written(row: &Row, column: usize, cell: &str, sum: &Sum) -> Option<String> {
    Amount::new(sum.value, u8::try_from(MAX_DECIMALS).ok()?)?;
    match row.amounts.get(column)? {
        Reading::Amount(amount) => amount::rewrite(cell, in_unit(sum.value, row.schema.unit, amount.unit())?),
        Reading::Nil => Amount::new(sum.value, u8::try_from(sum.finest()?).ok()?).map(|amount| amount.to_string()),
        _ => None,
    }
}

/// A value in the table's unit, in the unit that the cell names; `None` where it does not end at a digit that can be
/// printed.
fn in_unit(value: i128, table: Option<MonetaryUnit>, cell: Option<MonetaryUnit>) -> Option<i128> {
    let Some(cell) = cell else { return Some(value) };
    let (cell, table) = (cell.exponent(), table?.exponent());
    let factor = 10_i128.checked_pow(cell.abs_diff(table).into())?;
    if cell <= table {
        return value.checked_mul(factor);
    }
    (value % factor == 0).then(|| value / factor)
}
