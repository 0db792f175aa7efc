//! Percentages and words of the prose that its own figures contradict.

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    department::{self, Department, VerdictOf},
    finding::Severity,
};

/// By how much something grew, or which share it is, where the figures beside it say otherwise.
pub static RULE: Rule = Rule {
    id: "prose-change",
    severity: Severity::Error,
    page: include_str!("prose_change.md"),
    checks: &[Check::Department(check)],
    fixes: Some(department::prose_fixes),
    ..PLAIN
};

fn check(department: &Department<'_>, findings: &mut Findings) {
    department.report(VerdictOf::Change, RULE.severity, findings);
}
