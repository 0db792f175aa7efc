//! A figure in the place of another, written in the same way.

use budget_grammar::{
    amount::{self, MonetaryUnit, Reading, format_scaled},
    row::Row,
};

/// The text of a cell with another value, in 10⁻⁸ of the table's monetary unit: precision, grouping and form of the
/// negative stay; a blank cell is written plainly. `None` where the cell is no figure, or one in a unit in which the
/// value cannot be written exactly.
pub(super) fn written(row: &Row, column: usize, cell: &str, value: i128) -> Option<String> {
    match row.amounts.get(column)? {
        Reading::Amount(amount) => amount::rewrite(cell, in_unit_of(row, amount.unit(), value)?),
        Reading::Nil | Reading::Absent => Some(format_scaled(value, usual_decimals(row)).to_string()),
        Reading::Misgrouped(_) | Reading::Invalid(_) => None,
    }
}

/// The value in the unit that a cell names, if it names another than the table's.
fn in_unit_of(row: &Row, own: Option<MonetaryUnit>, value: i128) -> Option<i128> {
    let (Some(own), Some(table)) = (own, row.schema.unit) else { return Some(value) };
    let (own, table) = (u32::from(own.exponent()), u32::from(table.exponent()));
    let factor = 10_i128.checked_pow(own.abs_diff(table))?;
    if own > table { (value % factor == 0).then_some(value / factor) } else { value.checked_mul(factor) }
}

/// The most decimals of the row's figures; two where there is none.
fn usual_decimals(row: &Row) -> u8 {
    row.amounts.iter().filter_map(|reading| reading.amount()).map(|amount| amount.decimals()).max().unwrap_or(2)
}
