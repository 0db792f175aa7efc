//! Codes without the one that they belong below.

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    department::Department,
    finding::{Finding, Severity},
    fix::{Fix, Safety},
    statement::{Orphan, StatementScope},
};

/// A group or an item (款, 项) whose parent stands nowhere in the table.
pub static RULE: Rule = Rule {
    id: "code-orphan",
    severity: Severity::Error,
    page: include_str!("code_orphan.md"),
    checks: &[Check::Department(check)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(department: &Department<'_>, findings: &mut Findings) {
    for (number, scope) in department.statements.iter().enumerate() {
        // Its parent may stand on another page.
        if department.is_page(number) {
            continue;
        }
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
            let below = department.below(scope.line_at(at.below));
            findings.push_below(below, RULE.severity, at.span, message, Vec::new());
        }
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
    let edits = scope.recoded(orphan.row, meant)?;
    let title = analysis.options().language.choose(|| format!("改为 {meant}"), || format!("Change to {meant}"));
    Some(Fix { title, safety: Safety::Suggested, is_preferred: orphan.is_confirmed, edits })
}
