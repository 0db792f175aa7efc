//! Grouping commas in the wrong place.

use budget_grammar::amount::Reading;

use super::{Check, Findings, PLAIN, Rule};
use crate::{finding::Severity, scope::RowScope};

/// A figure whose commas do not part it into thousands: a digit was lost or added, or a comma slipped.
///
/// The figure is not read either way; the sums that need it are not checked.
pub static RULE: Rule = Rule {
    id: "amount-grouping",
    severity: Severity::Warning,
    page: include_str!("amount_grouping.md"),
    checks: &[Check::Row(check)],
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    for (column, reading) in scope.row.amounts.iter().enumerate() {
        let (Reading::Misgrouped(amount), Some(span)) = (reading, scope.row.amount_cell(column)) else { continue };
        let cell = span.of(scope.text());
        let message = findings.say(
            || format!("“{cell}”的千分位逗号位置不对；去掉逗号读作 {amount}，也可能缺了数字"),
            || format!("“{cell}” is grouped in the wrong place; without commas it is {amount}, or a digit is missing"),
        );
        findings.push(span, message);
    }
}
