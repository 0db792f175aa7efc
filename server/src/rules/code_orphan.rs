//! Codes without the one that they belong below.

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    classified::{ClassifiedScope, Orphan},
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
};

/// A group or an item (款, 项) whose parent stands nowhere in the table.
pub static RULE: Rule = Rule {
    id: "code-orphan",
    severity: Severity::Error,
    page: include_str!("code_orphan.md"),
    checks: &[Check::Classified(check)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &ClassifiedScope<'_>, findings: &mut Findings) {
    for orphan in scope.orphans() {
        let (Some(row), Some(parent)) = (scope.row(orphan.row), scope.code(orphan.row).and_then(|code| code.parent()))
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
        let span = scope.code_span(orphan.row).unwrap_or(row.label);
        findings.push_below(scope.lines_below(orphan.row), RULE.severity, span, message, Vec::new());
    }
}

fn fixes(analysis: &Analysis, line: usize, _: &Finding) -> Vec<Fix> {
    let fix = analysis.in_classified(line, |scope| {
        let orphan =
            scope.orphans().into_iter().find(|orphan| scope.row(orphan.row).is_some_and(|row| row.line == line))?;
        fix(analysis, scope, &orphan)
    });
    fix.into_iter().collect()
}

fn fix(analysis: &Analysis, scope: &ClassifiedScope<'_>, orphan: &Orphan) -> Option<Fix> {
    let (meant, row) = (orphan.meant.as_ref()?, scope.row(orphan.row)?);
    let edits: Vec<Replacement> = scope
        .code_cells(orphan.row)
        .zip(scope.written_levels(meant))
        .filter(|(cell, level)| scope.text(orphan.row, *cell) != *level)
        .map(|(cell, level)| Replacement::in_line(scope.document, row.line, cell, level))
        .collect();
    let title = analysis.options().language.choose(|| format!("改为 {meant}"), || format!("Change to {meant}"));
    Some(Fix { title, safety: Safety::Suggested, is_preferred: orphan.is_confirmed, edits })
}
