//! Requests to ignore something that is not there.

use budget_grammar::Span;

use super::{Findings, PLAIN, Rule, Tag};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
    suppressions::request_at,
};

/// A `budget-ignore` of a rule that finds nothing there any more, or of one that does not exist.
///
/// It has no check of its own: it follows from what all the others found.
pub static RULE: Rule = Rule {
    id: "unused-suppression",
    severity: Severity::Warning,
    page: include_str!("unused_suppression.md"),
    fixes: Some(fixes),
    has_safe_fixes: true,
    tag: Some(Tag::Unnecessary),
    ..PLAIN
};

pub(crate) fn report_unused(id: &str, span: Span, findings: &mut Findings) {
    let message = findings
        .say(|| format!("{id} 在此没有可忽略的，可以删去"), || format!("{id} finds nothing to ignore here, it can go"));
    findings.push(span, message);
}

pub(crate) fn report_unknown(id: &str, nearest: Option<&str>, span: Span, findings: &mut Findings) {
    let message = match nearest {
        Some(nearest) => findings.say(
            || format!("没有规则“{id}”，是否指 {nearest}？"),
            || format!("there is no rule “{id}”; is it {nearest}?"),
        ),
        None => findings.say(
            || format!("没有规则“{id}”；所有规则见 budget-lsp explain"),
            || format!("there is no rule “{id}”; budget-lsp explain lists them all"),
        ),
    };
    findings.push(span, message);
}

pub(crate) fn report_no_rule(comment: Span, findings: &mut Findings) {
    let message = findings.say(
        || "没有写明忽略哪条规则；写法为 <!-- budget-ignore 规则: 原因 -->".to_owned(),
        || "no rule is named; write <!-- budget-ignore RULE: reason -->".to_owned(),
    );
    findings.push(comment, message);
}

/// Takes the rule off the list, and the whole comment where it is the only one.
fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let document = analysis.document();
    let text = document.text().line(line);
    let Some(read) = request_at(document, line) else { return Vec::new() };
    let title =
        analysis.options().language.choose(|| "删去这条忽略".to_owned(), || "Remove this suppression".to_owned());
    let of = finding.span.of(&text);
    let others: Vec<&str> = read.rules.iter().map(|rule| rule.of(&text)).filter(|rule| *rule != of).collect();
    // One that is named twice goes with all its names: what is left would be the same finding at the same place.
    if let ([first, .., last], true) = (&*read.rules, !others.is_empty() && others.len() + 1 < read.rules.len()) {
        let all = Span { start: first.start, end: last.end };
        let edit = Replacement::in_line(document, line, all, others.join(", "));
        return vec![Fix::new(title, Safety::Safe, edit).preferred()];
    }
    let place = read.rules.iter().position(|rule| *rule == finding.span);
    let span = match (place, read.rules.len()) {
        (Some(0), 2..) if !others.is_empty() => {
            read.rules.get(1).map(|next| Span { start: finding.span.start, end: next.start })
        }
        (Some(_), 2..) if others.is_empty() => Some(with_blank_before(&text, read.comment)),
        (Some(place), 2..) => read.rules.get(place - 1).map(|last| Span { start: last.end, end: finding.span.end }),
        _ => Some(with_blank_before(&text, read.comment)),
    };
    let span = span.filter(|span| span.end != read.comment.end || is_row_without(&text, *span));
    let edit = span.map(|span| Replacement::in_line(document, line, span, ""));
    edit.map(|edit| Fix::new(title, Safety::Safe, edit).preferred()).into_iter().collect()
}

/// Whether a line of a table goes on as one without a span: what has no pipe in front may be another block then, as `*`
/// is an item of a list.
fn is_row_without(text: &str, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or_default().trim_start();
    let behind = text.get(span.end as usize..).unwrap_or_default().trim_start();
    let first = before.chars().chain(behind.chars()).next();
    first.is_none_or(|first| first == '|' || first.is_alphabetic())
}

/// A comment with the blank that parts it from the name.
fn with_blank_before(text: &str, comment: Span) -> Span {
    let before = text.get(..comment.start as usize).unwrap_or_default();
    let blank = before.len() - before.trim_end_matches(' ').len();
    let is_behind_text = !before.trim_end_matches(' ').ends_with('|') && !before.trim_end_matches(' ').is_empty();
    let start = if is_behind_text { before.len() - blank } else { before.len() };
    Span::new(start, comment.end as usize)
}
