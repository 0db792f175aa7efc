//! Grouping commas in the wrong place.

use budget_grammar::amount::{self, Amount, Reading};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
    scope::RowScope,
    statement::{Place, StatementScope},
};

/// A figure whose commas do not part it into thousands: a digit was lost or added, or a comma slipped.
///
/// The figure is not read either way; the sums that need it are not checked.
pub static RULE: Rule = Rule {
    id: "amount-grouping",
    severity: Severity::Warning,
    page: include_str!("amount_grouping.md"),
    checks: &[Check::Row(check), Check::Statement(check_statement)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    for (column, reading) in scope.row.amounts.iter().enumerate() {
        let (Reading::Misgrouped(amount), Some(span)) = (reading, scope.row.amount_cell(column)) else { continue };
        let message = message(span.of(scope.text()), *amount, findings);
        findings.push(span, message);
    }
}

/// The same in the other tables of a department. Cost: the cells.
fn check_statement(scope: &StatementScope<'_>, findings: &mut Findings) {
    for (place, amount) in misgrouped(scope) {
        let Some(cell) = scope.account.cell(place) else { continue };
        let message = message(scope.text(cell).trim(), amount, findings);
        findings.push_below(scope.lines_below(cell), RULE.severity, cell.span, message, Vec::new());
    }
}

fn misgrouped<'s>(scope: &'s StatementScope<'_>) -> impl Iterator<Item = (Place, Amount)> + use<'s> {
    let statement = &scope.account.statement;
    let rows = statement.rows.iter().enumerate().filter(|_| statement.kind.is_some());
    rows.flat_map(|(row, of)| {
        let cells = of.amounts().iter().enumerate();
        cells.filter_map(move |(column, reading)| match reading {
            Reading::Misgrouped(amount) => Some(((row, column), *amount)),
            _ => None,
        })
    })
}

fn message(cell: &str, amount: Amount, findings: &Findings) -> String {
    findings.say(
        || format!("“{cell}”的千分位逗号位置不对；去掉逗号读作 {amount}，也可能缺了数字"),
        || format!("“{cell}” is grouped in the wrong place; without commas it is {amount}, or a digit is missing"),
    )
}

/// The figure as it is without its commas, grouped: the drafter knows whether a digit is missing.
fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let document = analysis.document();
    let text = document.text().line(line);
    let cell = finding.span.of(&text);
    let row = document.lines().get(line).and_then(|line| line.row());
    let meant = match row {
        Some(row) => match row.amount_at(finding.span) {
            Some(Reading::Misgrouped(amount)) => Some(amount),
            _ => None,
        },
        None => analysis.in_statement(line, |scope| {
            let is_it = |place: Place| scope.is_at(place, line, finding.span);
            misgrouped(scope).find(|(place, _)| is_it(*place)).map(|(_, amount)| amount)
        }),
    };
    let Some(amount) = meant else { return Vec::new() };
    let Some(new) = amount::rewrite(cell, amount.scaled()) else { return Vec::new() };
    let title = analysis.options().language.choose(|| format!("改为 {new}"), || format!("Change to {new}"));
    vec![Fix::new(title, Safety::Suggested, Replacement::in_line(document, line, finding.span, new))]
}
