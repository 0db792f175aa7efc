//! Lists of indicators that do not count 1, 2, 3 ….

use super::{Check, Findings, PLAIN, Rule};
use crate::{finding::Severity, scope::RowScope};

/// A list of indicators that does not count 1, 2, 3 …. What follows a wrong number and counts on from it is not reported
/// again.
pub static RULE: Rule = Rule {
    id: "indicator-number",
    severity: Severity::Warning,
    page: include_str!("indicator_number.md"),
    checks: &[Check::Row(check)],
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some((_, start)) = scope.indicator_cell() else { return };
    let mut expected = 1;
    for (place, indicator) in (1u32..).zip(&scope.row.indicators.list) {
        let Some(number) = indicator.number else {
            expected += 1;
            continue;
        };
        if number.value != expected && number.value != place {
            let value = number.value;
            let message = findings.say(
                || format!("序号为 {value}，应为 {expected}"),
                || format!("numbered {value}, should be {expected}"),
            );
            findings.push(number.span.shifted(start), message);
        }
        expected = number.value.saturating_add(1);
    }
}
