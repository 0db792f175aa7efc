//! Requests to ignore something that do not say why.

use budget_grammar::{Span, suppression::Suppression};

use super::{Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
    suppressions::request_at,
};

/// A `budget-ignore` without a reason: whoever reviews the document has to ask again.
///
/// It has no check of its own: it follows from the comment. What it asks for is ignored all the same.
pub static RULE: Rule = Rule {
    id: "suppression-without-reason",
    severity: Severity::Warning,
    page: include_str!("suppression_without_reason.md"),
    fixes: Some(fixes),
    ..PLAIN
};

pub(crate) fn report(suppression: &Suppression, findings: &mut Findings) {
    let message = findings.say(
        || "忽略须写明原因；写法为 <!-- budget-ignore 规则: 原因 -->".to_owned(),
        || "say why this is ignored: <!-- budget-ignore RULE: reason -->".to_owned(),
    );
    findings.push(suppression.comment, message);
}

/// A reason can only be the drafter's word, so that this one is offered and never applied unasked.
fn fixes(analysis: &Analysis, line: usize, _: &Finding) -> Vec<Fix> {
    let document = analysis.document();
    let Some(read) = request_at(document, line) else { return Vec::new() };
    let language = analysis.options().language;
    let reason = language.choose(|| "经核对无误".to_owned(), || "checked and right".to_owned());
    let start = read.rules.last().map_or(read.reason.start, |rule| rule.end);
    let span = Span { start, end: read.comment.end.saturating_sub(3) };
    let title = language.choose(|| format!("写明原因：{reason}"), || format!("Give the reason: {reason}"));
    vec![Fix::new(title, Safety::Suggested, Replacement::in_line(document, line, span, format!(": {reason} ")))]
}
