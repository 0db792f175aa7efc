//! One code with two names, and names that the national classification no longer has.

use std::collections::BTreeMap;

use budget_grammar::{
    classification::{Classification, current_name},
    statement::{Level, Standing},
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    department::Department,
    finding::{Related, Severity},
    scope::offset,
};

/// A code that stands with another name elsewhere in the budget, or with a retired one.
pub static RULE: Rule = Rule {
    id: "code-name",
    severity: Severity::Information,
    page: include_str!("code_name.md"),
    checks: &[Check::Department(check)],
    ..PLAIN
};

fn check(department: &Department<'_>, findings: &mut Findings) {
    let mut names: BTreeMap<(bool, &[Level]), (&str, usize, usize)> = BTreeMap::new();
    for (number, scope) in department.statements.iter().enumerate() {
        for (row, of) in scope.account.statement.rows.iter().enumerate() {
            let Standing::Coded(code) = of.of() else { continue };
            if of.name().is_empty() {
                continue;
            }
            let is_economic = scope.account.statement.half(row).is_some_and(|half| half.is_economic);
            let line = scope.line_of(row);
            let classification = if is_economic { Classification::Economic } else { Classification::Functional };
            if let Some((current, name)) =
                current_name(classification, of.name()).filter(|(current, _)| *current == code.to_string())
            {
                let label = scope.label(row);
                let message = findings.say(
                    || format!("“{label}”是旧名称，{current} 现为“{name}”"),
                    || format!("“{label}” is a former name; {current} is “{name}” now"),
                );
                findings.push_below(department.below(line), RULE.severity, of.label().span, message, Vec::new());
                continue;
            }
            match names.entry((is_economic, code.levels())).or_insert((of.name(), number, row)) {
                (name, ..) if *name == of.name() => {}
                (_, first, first_row) => {
                    let Some(other) = department.statements.get(*first) else { continue };
                    let (label, before) = (scope.label(row), other.label(*first_row));
                    let message = findings.say(
                        || format!("“{label}”，前面的“{}”里是“{before}”", other.name()),
                        || format!("“{label}”, and “{before}” in “{}” before", other.name()),
                    );
                    let related = other.account.row(*first_row).map(|of| Related {
                        lines_below: offset(line, other.line_of(*first_row)),
                        span: of.label().span,
                        message: before,
                    });
                    findings.push_below(
                        department.below(line),
                        RULE.severity,
                        of.label().span,
                        message,
                        related.into_iter().collect(),
                    );
                }
            }
        }
    }
}
