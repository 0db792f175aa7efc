//! Figures that several statements of a budget print, and that are not the same.

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    department::{self, Department, VerdictOf},
    finding::Severity,
};

/// A quantity that two statements of a department's budget print differently: 表间不一致.
pub static RULE: Rule = Rule {
    id: "cross-table",
    severity: Severity::Error,
    page: include_str!("cross_table.md"),
    checks: &[Check::Department(check)],
    fixes: Some(department::fixes),
    ..PLAIN
};

fn check(department: &Department<'_>, findings: &mut Findings) {
    department.report(VerdictOf::Across, RULE.severity, findings);
}
