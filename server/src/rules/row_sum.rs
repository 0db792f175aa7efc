//! Rows whose total is not the sum of their funding sources.

use budget_grammar::{amount::format_scaled, table::Role};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    finding::{Related, Severity},
    identity::{Band, decimals},
    scope::{Identity, RowScope},
};

/// A 总计 that the funding sources of its row do not add up to, by more than rounding explains.
pub static RULE: Rule = Rule {
    id: "row-sum",
    severity: Severity::Error,
    page: include_str!("row_sum.md"),
    checks: &[Check::Row(check)],
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    report_in(scope, &[Band::Error], RULE.severity, findings);
    report_in(scope, &[Band::Unlikely], Severity::Warning, findings);
}

/// Reports the row's identity if it is in one of those bands.
pub(super) fn report_in(scope: &RowScope<'_>, bands: &[Band], severity: Severity, findings: &mut Findings) {
    let Some(identity) = scope.identity().filter(|identity| bands.contains(&identity.band)) else { return };
    let Some(span) = scope.row.amount_cell(identity.column) else { return };
    let decimals = decimals(&identity.total, &identity.parts);
    let (total, parts) = (format_scaled(identity.total.value, decimals), format_scaled(identity.parts.value, decimals));
    let difference = format_scaled(identity.residual(), decimals);
    let title = scope.row.schema.amounts.get(identity.column).map_or("", |column| &*column.title);
    let message = findings.say(
        || format!("{title} {total}，资金来源相加 {parts}，差 {difference}"),
        || format!("{title} {total}, its sources add up to {parts}, difference {difference}"),
    );
    findings.push_with(severity, span, message, sources(scope, &identity));
}

/// The sources that are printed, as related places.
fn sources(scope: &RowScope<'_>, identity: &Identity) -> Vec<Related> {
    let columns = scope.row.schema.amounts.iter().enumerate();
    let sources = columns.filter(|(index, column)| column.role == Role::Source && *index != identity.column);
    let place = |(index, column): (usize, &budget_grammar::table::AmountColumn)| {
        let span = scope.row.amount_cell(index).filter(|span| !span.is_empty())?;
        Some(Related { lines_below: 0, span, message: format!("{} {}", column.title, span.of(scope.text())) })
    };
    sources.filter_map(place).collect()
}
