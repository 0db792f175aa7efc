//! Codes that are not written as the classification has them.

use budget_grammar::statement::{CellPlace, Code, Half};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Language, Related, Severity},
    fix::{Fix, Safety},
    scope::offset,
    statement::{Misplaced, StatementScope},
};

/// A code that lost zeros, has too few or too many digits, stands twice, or stands out of order.
pub static RULE: Rule = Rule {
    id: "code-format",
    severity: Severity::Warning,
    page: include_str!("code_format.md"),
    checks: &[Check::Statement(check)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &StatementScope<'_>, findings: &mut Findings) {
    let orphans = scope.account.orphans();
    for row in 0..scope.account.statement.rows.len() {
        let (Some(of), Some(code)) = (scope.account.row(row), scope.account.code(row)) else { continue };
        // A code that belongs to nothing is wrong as a whole.
        if orphans.iter().any(|orphan| orphan.row == row) {
            continue;
        }
        let message = if code.lacks_zeros {
            lacking(scope, row, code, findings.language)
        } else if !code.is_whole() {
            findings.say(
                || format!("科目编码 {code} 的位数不对：类 3 位，款、项各 2 位"),
                || format!("the code {code} has a wrong number of digits: 3 for a class, 2 each for group and item"),
            )
        } else {
            continue;
        };
        let at = scope.account.code_span(row).unwrap_or(of.label());
        findings.push_below(scope.lines_below(at), RULE.severity, at.span, message, Vec::new());
    }
    // Where projects or units have a column, a code stands before each of them, in their order.
    let is_listed =
        |half: &Half| half.amounts.iter().any(|column| column.title.contains("名称") || column.title.ends_with("单位"));
    if scope.account.statement.header.halves.iter().any(is_listed) {
        return;
    }
    for (row, first) in scope.account.doubled_codes() {
        let (Some(of), Some(code)) = (scope.account.row(row), scope.account.code(row)) else { continue };
        let message = findings.say(
            || format!("科目编码 {code} 在本表出现两次，上面已有“{}”", scope.label(first)),
            || format!("the code {code} stands twice in this table, above for “{}”", scope.label(first)),
        );
        let at = scope.account.code_span(row).unwrap_or(of.label());
        let related = related(scope, at, first).into_iter().collect();
        findings.push_below(scope.lines_below(at), RULE.severity, at.span, message, related);
    }
    for Misplaced { row, beside, is_behind } in scope.account.misplaced() {
        let (Some(of), Some(code)) = (scope.account.row(row), scope.account.code(row)) else { continue };
        let other = scope.label(beside);
        let message = findings.say(
            || format!("科目编码 {code} 的次序不对，按编码应排在“{other}”之{}", if is_behind { "后" } else { "前" }),
            || {
                let side = if is_behind { "behind" } else { "before" };
                format!("the code {code} is out of order, it belongs {side} “{other}”")
            },
        );
        let at = scope.account.code_span(row).unwrap_or(of.label());
        let related = related(scope, at, beside).into_iter().collect();
        findings.push_below(scope.lines_below(at), RULE.severity, at.span, message, related);
    }
}

/// Another row as a place related to a finding at a code.
fn related(scope: &StatementScope<'_>, at: CellPlace, row: usize) -> Option<Related> {
    let lines_below = offset(scope.line_at(at.below), scope.line_of(row));
    let of = scope.account.row(row)?;
    Some(Related { lines_below, span: of.label().span, message: scope.label(row) })
}

fn lacking(scope: &StatementScope<'_>, row: usize, code: &Code, language: Language) -> String {
    let printed: Vec<String> = scope.account.code_cells(row).map(|cell| scope.text(cell)).collect();
    let printed = printed.join(" ");
    language.choose(
        || format!("科目编码“{}”缺了前面的零，应为 {code}", printed.trim()),
        || format!("the code “{}” lacks a zero in front, {code} is meant", printed.trim()),
    )
}

fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let fix = analysis.in_statement(line, |scope| {
        let row = (0..scope.account.statement.rows.len()).find(|row| scope.is_about(*row, line, finding))?;
        let code = scope.account.code(row).filter(|code| code.lacks_zeros)?;
        // What is said of the code otherwise is no less true with the zeros.
        if finding.message != lacking(scope, row, code, analysis.options().language) {
            return None;
        }
        let edits = scope.recoded(row, code)?;
        let title = analysis.options().language.choose(|| format!("补零：{code}"), || format!("Add zeros: {code}"));
        Some(Fix { title, safety: Safety::Suggested, is_preferred: true, edits })
    });
    fix.into_iter().collect()
}
