//! Amounts of which nothing says what they count.

use budget_grammar::{
    amount::{MonetaryUnit, Reading},
    line::Line,
    row::Row,
    sequence::Search,
    tally::Tally,
    writing::has_precision,
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
    scope::TableScope,
};

/// A table that prints amounts, and neither it nor a line above it says in which monetary unit.
///
/// One finding a table, on the first figure that names no unit itself.
pub static RULE: Rule = Rule {
    id: "missing-monetary-unit",
    severity: Severity::Information,
    page: include_str!("missing_monetary_unit.md"),
    checks: &[Check::Table(check)],
    fixes: Some(fixes),
    ..PLAIN
};

/// The units that are offered: what budgets are printed in, the usual one first.
const OFFERED: [MonetaryUnit; 2] = [MonetaryUnit::TenThousand, MonetaryUnit::Yuan];

fn check(scope: &TableScope<'_>, findings: &mut Findings) {
    if scope.schema.unit.is_some() || scope.tally.writing.unitless == 0 {
        return;
    }
    let is = |line: &Line| line.row().is_some_and(|row| unitless(row).is_some());
    let search = Search { may_hold: &|tally: &Tally| tally.writing.unitless > 0, is: &is };
    let lines = scope.document.lines();
    let Some(line) = lines.next(scope.lines.start, &search).filter(|line| scope.lines.contains(line)) else { return };
    let row = lines.get(line).and_then(Line::row);
    let Some(span) = row.and_then(|row| row.amount_cell(unitless(row)?)) else { return };
    let text = scope.document.text().line(line);
    let cell = span.of(&text);
    let message = findings.say(
        || format!("“{cell}”的金额单位没有写明；表前应有“单位：万元”或“单位：元”"),
        || format!("nothing says what “{cell}” counts; expected 单位：万元 or 单位：元 above the table"),
    );
    findings.push_below(line - scope.lines.start, RULE.severity, span, message, Vec::new());
}

/// The first amount column whose figure names no unit.
fn unitless(row: &Row) -> Option<usize> {
    row.amounts.iter().position(|reading| matches!(reading, Reading::Amount(amount) if has_precision(*amount)))
}

fn fixes(analysis: &Analysis, line: usize, _: &Finding) -> Vec<Fix> {
    let document = analysis.document();
    let Some(header) = document.table(line).and_then(|table| table.start.checked_sub(1)) else { return Vec::new() };
    let text = document.text();
    let start = text.line_start(header);
    // A byte order mark begins the file, whatever is put in front.
    let at = if text.line(header).starts_with('\u{feff}') { start + '\u{feff}'.len_utf8() } else { start };
    let ending = text.line_ending(header);
    let insert = |unit: MonetaryUnit| {
        let said = format!("单位：{unit}");
        let title = analysis
            .options()
            .language
            .choose(|| format!("在表前写明“{said}”"), || format!("Write {said} above the table"));
        let new = format!("{said}{ending}{ending}");
        Fix::new(title, Safety::Suggested, Replacement { range: at..at, new })
    };
    OFFERED.map(insert).into()
}
