//! Rows whose total is not the sum of their funding sources.

use budget_grammar::{
    amount::format_scaled,
    table::{AmountColumn, Role},
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    cause::{Cause, Implicated},
    department::{Department, VerdictOf},
    finding::{Language, MOST_RELATED, Related, Severity},
    identity::{Band, decimals},
    remedy,
    scope::{Identity, RowScope, SumScope},
};

/// A 总计 that the funding sources of its row do not add up to, by more than rounding explains.
pub static RULE: Rule = Rule {
    id: "row-sum",
    severity: Severity::Error,
    page: include_str!("row_sum.md"),
    checks: &[Check::Sum(check), Check::Department(check_department)],
    fixes: Some(remedy::fixes),
    ..PLAIN
};

fn check(scope: &SumScope<'_>, findings: &mut Findings) {
    match scope.cause {
        Some(cause) if cause.rule(&scope.ledger) == Implicated::Row => report_cause(scope, cause, findings),
        Some(_) => {}
        None => {
            report_in(&scope.row, &[Band::Error], RULE.severity, findings);
            report_in(&scope.row, &[Band::Unlikely], Severity::Warning, findings);
        }
    }
}

fn check_department(department: &Department<'_>, findings: &mut Findings) {
    department.report(VerdictOf::Row, RULE.severity, findings);
}

/// Reports the one figure that is wrong, on its cell.
fn report_cause(scope: &SumScope<'_>, cause: &Cause, findings: &mut Findings) {
    let (Some(identity), Some(change)) = (scope.row.identity(), cause.changes.first()) else { return };
    let Some(span) = scope.row.row.amount_cell(change.column) else { return };
    let severity = scope.severity(RULE.severity);
    let message = if change.column == identity.column {
        let sentence = sentence(&scope.row, &identity, findings.language);
        format!("{sentence}{}", scope.remedy(cause, findings.language))
    } else {
        let own = scope.row.row.sums().get(change.column);
        let title = scope.row.row.schema.amounts.get(change.column).map_or("", |column| &*column.title);
        let decimals = decimals(&identity.total, &identity.parts);
        let figure = |value: i128| format_scaled(value, decimals).to_string();
        let (printed, meant) = (figure(own.value), figure(change.value));
        let difference = figure(own.value.saturating_sub(change.value));
        findings.say(
            || format!("{title} {printed}，按本行总计应为 {meant}，差 {difference}"),
            || format!("{title} {printed}, by the total of the row it should be {meant}, difference {difference}"),
        )
    };
    let mut related = scope.related_totals(findings.language);
    related.extend(sources(&scope.row, change.column));
    related.truncate(MOST_RELATED);
    findings.push_with(severity, span, message, related);
}

/// `总计 76.00，资金来源相加 67.00，差 9.00`.
pub(crate) fn sentence(scope: &RowScope<'_>, identity: &Identity, language: Language) -> String {
    let decimals = decimals(&identity.total, &identity.parts);
    let (total, parts) = (format_scaled(identity.total.value, decimals), format_scaled(identity.parts.value, decimals));
    let difference = format_scaled(identity.residual(), decimals);
    let title = scope.row.schema.amounts.get(identity.column).map_or("", |column| &*column.title);
    language.choose(
        || format!("{title} {total}，资金来源相加 {parts}，差 {difference}"),
        || format!("{title} {total}, its sources add up to {parts}, difference {difference}"),
    )
}

/// Reports the row's identity if it is in one of those bands.
pub(super) fn report_in(scope: &RowScope<'_>, bands: &[Band], severity: Severity, findings: &mut Findings) {
    let Some(identity) = scope.identity().filter(|identity| bands.contains(&identity.band)) else { return };
    let Some(span) = scope.row.amount_cell(identity.column) else { return };
    let message = sentence(scope, &identity, findings.language);
    findings.push_with(severity, span, message, sources(scope, identity.column));
}

/// The other figures of the row's identity, as related places.
fn sources(scope: &RowScope<'_>, but: usize) -> Vec<Related> {
    let columns = scope.row.schema.amounts.iter().enumerate();
    let total = scope.row.schema.total();
    let sources =
        columns.filter(|(index, column)| *index != but && (column.role == Role::Source || Some(*index) == total));
    let place = |(index, column): (usize, &AmountColumn)| {
        let span = scope.row.amount_cell(index).filter(|span| !span.is_empty())?;
        Some(Related { lines_below: 0, span, message: format!("{} {}", column.title, span.of(scope.text())) })
    };
    sources.filter_map(place).collect()
}
