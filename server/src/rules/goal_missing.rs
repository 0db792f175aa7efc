//! Projects without a performance goal.

use budget_grammar::{Span, line::Standing, name::is_blank};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
    scope::RowScope,
};

/// A project whose goal is blank. Where the indicators are as well, the message says both, and `indicators-missing`
/// nothing.
pub static RULE: Rule = Rule {
    id: "goal-missing",
    severity: Severity::Information,
    page: include_str!("goal_missing.md"),
    checks: &[Check::Row(check)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some(goal) = missing(scope, scope.row.schema.goal) else { return };
    let name = scope.row.name().of(scope.text());
    let message = if missing(scope, scope.row.schema.indicators).is_some() {
        findings.say(
            || format!("“{name}”没有填写绩效目标和绩效指标"),
            || format!("“{name}” has neither a goal nor indicators"),
        )
    } else {
        findings.say(|| format!("“{name}”没有填写绩效目标"), || format!("“{name}” has no goal"))
    };
    findings.push(shown(scope, goal), message);
}

/// The blank cell of a project in a column; `None` where something stands there, and where the row has no such cell.
pub(super) fn missing(scope: &RowScope<'_>, column: Option<usize>) -> Option<Span> {
    let is_project = matches!(scope.standing, Standing::Project | Standing::Unfinished);
    let cell = scope.row.cell(column?).filter(|cell| is_project && is_blank(cell.of(scope.text())))?;
    (!scope.row.name().is_empty()).then_some(cell)
}

/// Where a finding about a blank cell can be seen: the name, where nothing at all stands in the cell.
pub(super) fn shown(scope: &RowScope<'_>, cell: Span) -> Span {
    if cell.is_empty() { scope.row.name() } else { cell }
}

/// The beginning of a goal, for the drafter to go on from.
fn fixes(analysis: &Analysis, line: usize, _: &Finding) -> Vec<Fix> {
    let language = analysis.options().language;
    let scope = RowScope::new(analysis.document(), line, analysis.options().rounding);
    let Some(cell) = scope.and_then(|scope| missing(&scope, scope.row.schema.goal)) else { return Vec::new() };
    let title = language.choose(|| "填入绩效目标的写法".to_owned(), || "Insert a sentence to start from".to_owned());
    let edit = Replacement::in_line(analysis.document(), line, cell, "通过……，完成……，达到……。");
    vec![Fix::new(title, Safety::Suggested, edit)]
}
