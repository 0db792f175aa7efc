//! Weights of the indicators of a form that do not add up to what they have to.

use budget_grammar::{
    amount::{SCALE, format_scaled},
    sum::Sum,
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    finding::{MOST_RELATED, Severity},
    identity::{decimals, residual},
    statement::StatementScope,
};

/// Weights of indicators that add up to neither 90 nor 100.
pub static RULE: Rule = Rule {
    id: "indicator-weight",
    severity: Severity::Warning,
    page: include_str!("indicator_weight.md"),
    checks: &[Check::Statement(check)],
    ..PLAIN
};

fn check(scope: &StatementScope<'_>, findings: &mut Findings) {
    let statement = &scope.account.statement;
    let Some((weights, form)) = statement.weights.as_ref().zip(statement.form()) else { return };
    let mut sum = Sum::default();
    weights.weights.iter().for_each(|(_, weight)| sum.add(&Sum::of_in(weight, None)));
    let expected = form.weight_sums.iter().map(|whole| Sum::printed(i128::from(*whole) * SCALE, 0));
    // The one that is meant is most likely the nearer one.
    let Some(meant) = expected.min_by_key(|whole| residual(whole, &sum).saturating_abs()) else { return };
    let difference = residual(&sum, &meant);
    // Weights may be shares of 1, and several projects may stand in one table, each with its own.
    let is_whole = |whole: &u32| {
        let whole = i128::from(*whole) * SCALE;
        sum.value > 0 && (sum.value % whole == 0 || sum.value.saturating_mul(100) == whole)
    };
    // Thirds of 100 to one decimal come to 99.9.
    let is_rounded = decimals(&sum, &meant) > 0 && difference.saturating_abs().saturating_mul(2) <= sum.ulps();
    if difference == 0
        || is_rounded
        || sum.void > 0
        || form.weight_sums.iter().any(is_whole)
        || is_of_several(&sum, &form.weight_sums)
    {
        return;
    }
    let decimals = decimals(&sum, &meant);
    let show = |value: i128| format_scaled(value, decimals).to_string();
    let wholes: Vec<String> = form.weight_sums.iter().map(u32::to_string).collect();
    let (printed, off) = (show(sum.value), show(difference));
    let (title, count) = (scope.text(weights.title), weights.weights.len());
    let message = findings.say(
        || format!("{count} 项“{}”相加 {printed}，应为 {}，差 {off}", title.trim(), wholes.join(" 或 ")),
        || format!("{count} of “{}” add up to {printed}, not {}, difference {off}", title.trim(), wholes.join(" or ")),
    );
    let from = scope.line_at(weights.title.below);
    let each = weights.weights.iter().take(MOST_RELATED);
    let related = each.map(|(place, _)| scope.related_at(from, *place, scope.text(*place))).collect();
    findings.push_below(scope.lines_below(weights.title), RULE.severity, weights.title.span, message, related);
}

/// Whether a sum is that of several projects, some of which add up to one whole and some to another.
fn is_of_several(sum: &Sum, wholes: &[u32]) -> bool {
    const MOST_PROJECTS: i128 = 20;
    let [first, second] = wholes else { return false };
    let (first, second) = (i128::from(*first) * SCALE, i128::from(*second) * SCALE);
    (1..MOST_PROJECTS).any(|count| {
        let rest = sum.value.saturating_sub(first * count);
        second > 0 && rest > 0 && rest % second == 0
    })
}
