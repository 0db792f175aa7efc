//! Figures of the prose that are not those of the statements.

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    department::{self, Department, VerdictOf},
    finding::Severity,
};

/// A figure that the prose repeats otherwise than a statement prints it: 表文不一致.
pub static RULE: Rule = Rule {
    id: "prose-figure",
    severity: Severity::Error,
    page: include_str!("prose_figure.md"),
    checks: &[Check::Department(check)],
    fixes: Some(department::prose_fixes),
    ..PLAIN
};

fn check(department: &Department<'_>, findings: &mut Findings) {
    department.report(VerdictOf::Prose, RULE.severity, findings);
}
