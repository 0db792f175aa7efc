//! Percentages of a statement that the figures of their row contradict.

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Safety},
    statement::{Place, Rate, StatementScope},
};

/// A rate of growth, a share or a completion that is none of the two figures that it is of in almost all other rows.
pub static RULE: Rule = Rule {
    id: "row-rate",
    severity: Severity::Error,
    page: include_str!("row_rate.md"),
    checks: &[Check::Statement(check)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &StatementScope<'_>, findings: &mut Findings) {
    for off in scope.rates_off() {
        let Some(cell) = scope.account.cell(off.place) else { continue };
        let (row, column) = off.place;
        let [first, second] = off.rate.columns().map(|column| figure(scope, (row, column)));
        let (label, title) = (scope.label(row), scope.account.title((row, column)));
        let (printed, meant) = (&off.printed, &off.meant);
        let message = match off.rate {
            Rate::Growth { .. } => findings.say(
                || format!("“{label}”{title} {printed}，从 {first} 到 {second} 是 {meant}"),
                || format!("“{label}” {title} {printed}, from {first} to {second} it is {meant}"),
            ),
            Rate::Share { .. } => findings.say(
                || format!("“{label}”{title} {printed}，{first} 是 {second} 的 {meant}"),
                || format!("“{label}” {title} {printed}, {first} is {meant} of {second}"),
            ),
        };
        let line = scope.line_at(cell.below);
        let place = |column: usize| {
            let message = format!("{} {}", scope.account.title((row, column)), figure(scope, (row, column)));
            scope.related(line, (row, column), message)
        };
        let related = off.rate.columns().into_iter().filter_map(place).collect();
        findings.push_below(scope.lines_below(cell), RULE.severity, cell.span, message, related);
    }
}

/// A figure as it is printed.
fn figure(scope: &StatementScope<'_>, place: Place) -> String {
    scope.account.cell(place).map(|cell| scope.text(cell).trim().to_owned()).unwrap_or_default()
}

fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let fix = analysis.in_statement(line, |scope| {
        let off = scope.rates_off().into_iter().find(|off| scope.is_at(off.place, line, finding.span))?;
        let edit = scope.replacement(scope.account.cell(off.place)?, off.meant.clone())?;
        let title =
            analysis.options().language.choose(|| format!("改为 {}", off.meant), || format!("Change to {}", off.meant));
        Some(Fix { title, safety: Safety::Suggested, is_preferred: true, edits: vec![edit] })
    });
    fix.into_iter().collect()
}
