//! Codes without the one that they belong below.

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
    statement::{Orphan, StatementScope},
};

/// A group or an item (款, 项) whose parent stands nowhere in the table.
pub static RULE: Rule = Rule {
    id: "code-orphan",
    severity: Severity::Error,
    page: include_str!("code_orphan.md"),
    checks: &[Check::Statement(check)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &StatementScope<'_>, findings: &mut Findings) {
    for orphan in scope.account.orphans() {
        let (Some(row), Some(parent)) =
            (scope.account.row(orphan.row), scope.account.code(orphan.row).and_then(|code| code.parent()))
        else {
            continue;
        };
        let label = scope.label(orphan.row);
        let (chinese, english) = match &orphan.meant {
            Some(meant) => (format!("，似应为 {meant}"), format!("; {meant} is probably meant")),
            None => Default::default(),
        };
        let message = findings.say(
            || format!("“{label}”的上级科目 {parent} 不在本表{chinese}"),
            || format!("{parent}, which “{label}” belongs to, is not in this table{english}"),
        );
        let at = scope.account.code_span(orphan.row).unwrap_or(row.label());
        findings.push_below(scope.lines_below(at), RULE.severity, at.span, message, Vec::new());
    }
}

fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let fix = analysis.in_statement(line, |scope| {
        let orphan = scope.account.orphans().into_iter().find(|orphan| scope.is_about(orphan.row, line, finding))?;
        fix(analysis, scope, &orphan)
    });
    fix.into_iter().collect()
}

fn fix(analysis: &Analysis, scope: &StatementScope<'_>, orphan: &Orphan) -> Option<Fix> {
    let meant = orphan.meant.as_ref()?;
    let edits: Vec<Replacement> = scope
        .account
        .code_cells(orphan.row)
        .zip(scope.account.written_levels(orphan.row, meant))
        .filter(|(cell, level)| scope.text(*cell) != *level)
        .map(|(cell, level)| scope.replacement(cell, level))
        .collect::<Option<_>>()?;
    let title = analysis.options().language.choose(|| format!("改为 {meant}"), || format!("Change to {meant}"));
    Some(Fix { title, safety: Safety::Suggested, is_preferred: orphan.is_confirmed, edits })
}
