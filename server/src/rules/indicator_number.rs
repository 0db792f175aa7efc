//! Lists of indicators that do not count 1, 2, 3 ….

use std::ops::Range;

use budget_grammar::{
    Span,
    indicator::{Indicators, Number},
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Safety, indicators::Trial},
    scope::RowScope,
};

/// A list of indicators that does not count 1, 2, 3 …. What follows a wrong number and counts on from it is not
/// reported again.
pub static RULE: Rule = Rule {
    id: "indicator-number",
    severity: Severity::Warning,
    page: include_str!("indicator_number.md"),
    checks: &[Check::Row(check)],
    fixes: Some(fixes),
    has_safe_fixes: true,
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some((_, start)) = scope.indicator_cell() else { return };
    for (number, expected) in wrong(&scope.row.indicators) {
        let value = number.value;
        let message = findings
            .say(|| format!("序号为 {value}，应为 {expected}"), || format!("numbered {value}, should be {expected}"));
        findings.push(number.span.shifted(start), message);
    }
}

/// The wrong numbers of a list, and what each should be.
fn wrong(indicators: &Indicators) -> impl Iterator<Item = (Number, u32)> {
    let mut next: u32 = 1;
    (1u32..).zip(&indicators.list).filter_map(move |(place, indicator)| {
        let expected = next;
        let Some(number) = indicator.number else {
            next = expected.saturating_add(1);
            return None;
        };
        next = number.value.saturating_add(1);
        (number.value != expected && number.value != place).then_some((number, expected))
    })
}

fn fixes(analysis: &Analysis, line: usize, _: &Finding) -> Vec<Fix> {
    let Some(trial) = Trial::new(analysis, line) else { return Vec::new() };
    let count = trial.list().len();
    let title = analysis
        .options()
        .language
        .choose(|| format!("从 1 到 {count} 重新编号"), || format!("Number the indicators from 1 to {count}"));
    let edits = renumbered(&trial, 0..0);
    trial.fix(title, Safety::Safe, edits, |_, list, _| wrong(list).count()).map(Fix::preferred).into_iter().collect()
}

/// The numbers that are not those of their places, with those in their stead: of the whole list, or of those behind one
/// that is to go.
pub(super) fn renumbered(trial: &Trial<'_>, without: Range<usize>) -> Vec<(Span, String)> {
    let left = trial.list().iter().enumerate().filter(|(place, _)| !without.contains(place));
    let numbers = (1u32..).zip(left).filter_map(|(number, (place, indicator))| {
        let is_wrong = |own: &Number| own.value != number && (without.is_empty() || place >= without.end);
        indicator.number.filter(is_wrong).map(|own| (own.span, number.to_string()))
    });
    numbers.collect()
}
