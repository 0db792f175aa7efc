//! The same figure, written in another way.

use super::{
    Amount, Printed,
    read::{Symbol, read, symbol},
};

/// The cell with the same value in half-width digits, with no characters that nobody sees, at least `decimals` digits
/// behind the point, and grouped if `is_grouped` or if it was. Signs, units and all else around the figure stay.
///
/// `None` where the cell is no amount, or its figure does not stand there in one piece.
pub fn restyled(cell: &str, decimals: u8, is_grouped: bool) -> Option<String> {
    let amount = read(cell).amount()?;
    let start = cell.find(|c| matches!(symbol(c), Symbol::Digit(_) | Symbol::Point))?;
    let (before, rest) = cell.split_at_checked(start)?;
    let length = rest.find(|c| symbol(c) == Symbol::Other).unwrap_or(rest.len());
    let (_, after) = rest.split_at_checked(length)?;
    let digits = Printed {
        scaled: i128::try_from(amount.scaled().unsigned_abs()).ok()?,
        decimals: amount.decimals().max(decimals),
        grouped: is_grouped || amount.style().is_grouped(),
    };
    let written = format!("{before}{digits}{after}");
    // Escapes may part a figure; then it is not the one that was written again.
    read(&written).amount().is_some_and(|new| is_same(amount, new)).then_some(written)
}

fn is_same(old: Amount, new: Amount) -> bool {
    (old.scaled(), old.unit(), old.sign()) == (new.scaled(), new.unit(), new.sign())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_and_what_stands_around_it_stay() {
        for (cell, decimals, is_grouped, expected) in [
            ("４６．５０", 0, false, "46.50"),
            ("１２３４，５", 0, true, ""),
            ("１，２３４．５", 2, true, "1,234.50"),
            ("2600", 2, true, "2,600.00"),
            ("2600", 0, false, "2600"),
            ("2,600", 2, false, "2,600.00"),
            ("0.125", 2, true, "0.125"),
            ("（１２００．００）", 0, true, "（1,200.00）"),
            ("△3.2", 2, true, "△3.20"),
            ("¥１２00.00", 2, true, "¥1,200.00"),
            ("**3\u{200b}8.0\u{200b}万**", 1, true, "**38.0万**"),
            ("-0", 2, true, "-0.00"),
            ("+3", 1, true, "+3.0"),
            (".5", 2, true, "0.50"),
            ("1\\.5", 2, true, ""),
            ("待定", 2, true, ""),
            ("—", 2, true, ""),
            ("", 2, true, ""),
        ] {
            let written = restyled(cell, decimals, is_grouped).unwrap_or_default();
            assert_eq!(written, expected, "{cell}");
        }
    }
}
