//! Grouping commas in the wrong place.

use budget_grammar::amount::{self, Reading};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
    scope::RowScope,
};

/// A figure whose commas do not part it into thousands: a digit was lost or added, or a comma slipped.
///
/// The figure is not read either way; the sums that need it are not checked.
pub static RULE: Rule = Rule {
    id: "amount-grouping",
    severity: Severity::Warning,
    page: include_str!("amount_grouping.md"),
    checks: &[Check::Row(check)],
    fixes: Some(fixes),
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

/// The figure as it is without its commas, grouped: the drafter knows whether a digit is missing.
fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let document = analysis.document();
    let text = document.text().line(line);
    let cell = finding.span.of(&text);
    let row = document.lines().get(line).and_then(|line| line.row());
    let reading = row.and_then(|row| row.amount_at(finding.span));
    let Some(Reading::Misgrouped(amount)) = reading else { return Vec::new() };
    let Some(new) = amount::rewrite(cell, amount.scaled()) else { return Vec::new() };
    let title = analysis.options().language.choose(|| format!("改为 {new}"), || format!("Change to {new}"));
    vec![Fix::new(title, Safety::Suggested, Replacement::in_line(document, line, finding.span, new))]
}
