//! What is still to be filled in.

use super::{Check, Findings, PLAIN, Rule};
use crate::{department::Department, finding::Severity};

/// XX, ○○, 待填写: what a template says where the drafter should.
pub static RULE: Rule = Rule {
    id: "placeholder",
    severity: Severity::Warning,
    page: include_str!("placeholder.md"),
    checks: &[Check::Department(check)],
    ..PLAIN
};

fn check(department: &Department<'_>, findings: &mut Findings) {
    for scope in &department.passages {
        for place in &scope.passage.placeholders {
            let line = scope.line + place.below;
            let text = place.span.of(&scope.document.text().line(line)).to_owned();
            let message =
                findings.say(|| format!("“{text}”还没有填写"), || format!("“{text}” is still to be filled in"));
            findings.push_below(department.below(line), RULE.severity, place.span, message, Vec::new());
        }
    }
}
