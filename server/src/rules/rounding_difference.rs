//! Sums that are off by no more than rounding explains.

use super::{Check, Findings, PLAIN, Rule, column_sum, row_sum};
use crate::{
    department::{Department, VerdictOf},
    finding::Severity,
    identity::Band,
    scope::{RowScope, TotalScope},
};

/// A printed total that differs from its printed parts by what rounding (尾差) explains.
///
/// Silent where the document itself says that figures may not add up because of rounding.
pub static RULE: Rule = Rule {
    id: "rounding-difference",
    severity: Severity::Information,
    page: include_str!("rounding_difference.md"),
    checks: &[Check::Total(check), Check::Row(check_row), Check::Department(check_department)],
    ..PLAIN
};

fn check(scope: &TotalScope<'_>, findings: &mut Findings) {
    for identities in scope.violated(&[Band::Rounding]) {
        column_sum::report(scope, &identities, RULE.severity, findings);
    }
}

fn check_department(department: &Department<'_>, findings: &mut Findings) {
    department.report(VerdictOf::Rounding, RULE.severity, findings);
}

fn check_row(scope: &RowScope<'_>, findings: &mut Findings) {
    row_sum::report_in(scope, &[Band::Rounding], RULE.severity, findings);
}
