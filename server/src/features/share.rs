//! How much of a whole an amount is.

use budget_grammar::{document::Document, sum::Sum};

/// `part` of `whole` as a percentage with two decimals, rounded half up; `None` where that says nothing.
pub fn share(part: &Sum, whole: &Sum) -> Option<String> {
    let is_figure = |sum: &Sum| sum.void == 0 && sum.parts > 0;
    if !is_figure(part) || !is_figure(whole) || whole.value <= 0 || part.value < 0 {
        return None;
    }
    let hundredths = part.value.checked_mul(20_000)?.checked_add(whole.value)? / whole.value.checked_mul(2)?;
    Some(format!("{}.{:02}%", hundredths / 100, hundredths % 100))
}

/// How much an amount of the main column is of the printed grand total of the table at a line. Logarithmic.
pub fn share_of_whole(document: &Document, line: usize, part: &Sum) -> Option<String> {
    let whole = document.grand_total_row(document.table(line)?)?;
    let whole = document.lines().get(whole)?.row()?;
    share(part, &whole.sums().get(whole.schema.total().unwrap_or(0)))
}
