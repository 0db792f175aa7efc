//! Target values that are missing or were cut off.

use budget_grammar::{
    Span,
    indicator::{Indicator, Target, Value, target},
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{finding::Severity, scope::RowScope};

/// A target value that is missing; or, both being words, one that is the beginning of the other.
///
/// Values with a number are another rule's, and wordings that merely differ are the drafter's.
pub static RULE: Rule = Rule {
    id: "indicator-value",
    severity: Severity::Warning,
    page: include_str!("indicator_value.md"),
    checks: &[Check::Row(check)],
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some((cell, start)) = scope.indicator_cell() else { return };
    for indicator in &scope.row.indicators.list {
        if let Some((span, message)) = missing(indicator, cell, findings).or_else(|| cut_off(indicator, cell, findings))
        {
            findings.push(span.shifted(start), message);
        }
    }
}

/// The first keyword with no value behind it.
fn missing(indicator: &Indicator, cell: &str, findings: &Findings) -> Option<(Span, String)> {
    let is_missing = |value: &Value| value.span.is_empty() && !value.keyword.is_empty() && !value.colon.is_empty();
    let empty: Vec<Value> = [indicator.cycle, indicator.year].into_iter().flatten().filter(is_missing).collect();
    let first = empty.first()?;
    let keywords: Vec<&str> = empty.iter().map(|value| value.keyword.of(cell)).collect();
    let message = findings
        .say(|| format!("{}没有填写", keywords.join("和")), || format!("no value for {}", keywords.join(" and ")));
    Some((Span { start: first.keyword.start, end: first.colon.end }, message))
}

/// The shorter of two wordings, where the longer one begins with it.
fn cut_off(indicator: &Indicator, cell: &str, findings: &Findings) -> Option<(Span, String)> {
    let (cycle, year) = (indicator.cycle?.span, indicator.year?.span);
    let (short, long) = if cycle.len() < year.len() { (cycle, year) } else { (year, cycle) };
    let (shorter, longer) = (without_stop(short.of(cell)), without_stop(long.of(cell)));
    let is_beginning = !shorter.is_empty() && shorter != longer && longer.starts_with(shorter);
    if !is_beginning || longer.contains(char::is_numeric) {
        return None;
    }
    if [shorter, longer].iter().any(|text| !matches!(target(text), Target::Prose)) {
        return None;
    }
    let message = findings.say(
        || format!("“{shorter}”似乎没有写完：另一处是“{longer}”"),
        || format!("“{shorter}” looks cut off: the other value is “{longer}”"),
    );
    Some((short, message))
}

/// The wording without the punctuation at its end, which one of two may have and the other not.
fn without_stop(text: &str) -> &str {
    text.trim_end_matches(['。', '；', '，', '、', '.', ';', ',', ' '])
}
