//! Cells of amount columns that are no amount.

use budget_grammar::amount::{self, Fault, Invalid, Reading};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Language, Severity},
    fix::{Fix, Replacement, Safety},
    scope::RowScope,
    statement::{Place, StatementScope},
};

/// A cell of an amount column that is no amount. The sums that need it are not checked.
pub static RULE: Rule = Rule {
    id: "amount-syntax",
    severity: Severity::Error,
    page: include_str!("amount_syntax.md"),
    checks: &[Check::Row(check), Check::Statement(check_statement)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    for (column, reading) in scope.row.amounts.iter().enumerate() {
        let (Reading::Invalid(invalid), Some(span)) = (reading, scope.row.amount_cell(column)) else { continue };
        let message = message(span.of(scope.text()), invalid, findings.language);
        findings.push(span, message);
    }
}

/// In the other tables of a department an amount column may hold words as well, and only what can have been meant as a
/// figure is said. White space and marks that a converter leaves beside one are no fault of the drafter's. Cost: the
/// cells.
fn check_statement(scope: &StatementScope<'_>, findings: &mut Findings) {
    for (place, invalid) in mistyped(scope) {
        let Some(cell) = scope.account.cell(place) else { continue };
        let message = message(scope.text(cell).trim(), &invalid, findings.language);
        let severity = match invalid.fault {
            Fault::Spaced | Fault::TrailingMark => Severity::Information,
            _ => RULE.severity,
        };
        findings.push_below(scope.lines_below(cell), severity, cell.span, message, Vec::new());
    }
}

fn mistyped<'s>(scope: &'s StatementScope<'_>) -> impl Iterator<Item = (Place, Invalid)> + use<'s> {
    let statement = &scope.account.statement;
    let rows = statement.rows.iter().enumerate().filter(|_| statement.kind.is_some());
    rows.flat_map(|(row, of)| {
        let cells = of.amounts().iter().enumerate();
        cells.filter_map(move |(column, reading)| match reading {
            Reading::Invalid(invalid) if invalid.reading.is_some() => Some(((row, column), *invalid)),
            _ => None,
        })
    })
}

fn message(cell: &str, invalid: &Invalid, language: Language) -> String {
    let why = why(invalid.fault, language);
    let meant = invalid.reading.map(|amount| amount.to_string());
    language.choose(
        || match &meant {
            Some(meant) => format!("“{cell}”不是金额：{why}；应为 {meant}？"),
            None => format!("“{cell}”不是金额：{why}"),
        },
        || match &meant {
            Some(meant) => format!("“{cell}” is no amount: {why}; {meant}?"),
            None => format!("“{cell}” is no amount: {why}"),
        },
    )
}

fn why(fault: Fault, language: Language) -> &'static str {
    let (chinese, english) = match fault {
        Fault::NoFigure => ("没有数字", "it has no figure"),
        Fault::Words => ("数字旁有文字", "words stand beside the figure"),
        Fault::Sign => ("正负号或括号不成对", "its signs or brackets do not pair"),
        Fault::TooLong => ("整数超过 15 位或小数超过 8 位", "more than 15 digits before the point or 8 behind it"),
        Fault::Letter => ("数字中有字母", "a letter stands among the digits"),
        Fault::Spaced => ("数字中有空格", "white space stands among the digits"),
        Fault::GroupingMark => ("千分位应使用逗号", "digits are grouped by commas"),
        Fault::Point => ("小数点有误", "its decimal point is wrong"),
        Fault::CommaBehindPoint => ("逗号在小数点之后", "a comma stands behind the decimal point"),
        Fault::TrailingMark => ("末尾有标点", "punctuation follows it"),
    };
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// The one amount that can have been meant.
fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let document = analysis.document();
    let text = document.text().line(line);
    let cell = finding.span.of(&text);
    let row = document.lines().get(line).and_then(|line| line.row());
    let meant = match row {
        Some(row) => match row.amount_at(finding.span) {
            Some(Reading::Invalid(invalid)) => invalid.reading,
            _ => None,
        },
        None => analysis.in_statement(line, |scope| {
            let is_it = |place: Place| scope.is_at(place, line, finding.span);
            mistyped(scope).find(|(place, _)| is_it(*place)).and_then(|(_, invalid)| invalid.reading)
        }),
    };
    let Some(new) = meant.and_then(|meant| amount::rewrite(cell, meant.scaled())) else { return Vec::new() };
    let title = analysis.options().language.choose(|| format!("改为 {new}"), || format!("Change to {new}"));
    let edit = Replacement::in_line(document, line, finding.span, new);
    vec![Fix::new(title, Safety::Suggested, edit).preferred()]
}
