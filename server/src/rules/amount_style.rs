//! Figures that are written otherwise than the table's others.

use budget_grammar::{
    Span,
    amount::{self, Amount, Reading},
    line::Line,
    row::Row,
    sequence::Search,
    tally::Tally,
    writing::{Writing, has_precision},
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
    identity::{Band, Rounding},
    scope::{RowScope, TableScope, TotalScope, row_identity},
};

/// A figure in full-width digits or with characters that nobody sees; one with no commas where the table's others have
/// them; one with fewer decimals than nine in ten of them.
///
/// A figure that is all of that has one finding. The fix writes it as the table does; its value stays.
pub static RULE: Rule = Rule {
    id: "amount-style",
    severity: Severity::Hint,
    page: include_str!("amount_style.md"),
    checks: &[Check::Row(check_row), Check::Table(check_table)],
    fixes: Some(fixes),
    has_safe_fixes: true,
    ..PLAIN
};

/// The most figures of a table that are said to be ungrouped, and the most to be less precise.
const MOST: usize = 50;

fn check_row(scope: &RowScope<'_>, findings: &mut Findings) {
    for (column, amount) in amounts(scope.row).filter(|(_, amount)| amount.style().has_unusual_characters()) {
        let Some(span) = scope.row.amount_cell(column) else { continue };
        let cell = span.of(scope.text());
        let is_wide = cell.contains(|c| matches!(c, '０'..='９' | '，' | '﹐' | '．'));
        let Some(plain) = amount::restyled(cell, amount.decimals(), false) else { continue };
        let message = findings.say(
            || format!("“{cell}”{}；应写作 {plain}", if is_wide { "用了全角数字" } else { "里有看不见的字符" }),
            || {
                let what = if is_wide { "full-width characters" } else { "characters that nobody sees" };
                format!("“{cell}” has {what}; expected {plain}")
            },
        );
        findings.push(span, message);
    }
}

fn check_table(scope: &TableScope<'_>, findings: &mut Findings) {
    let writing = &scope.tally.writing;
    if writing.groups() && writing.ungrouped > 0 {
        check_grouping(scope, findings);
    }
    if let Some(usual) = writing.usual_decimals().filter(|usual| writing.has_fewer_decimals(*usual)) {
        check_precision(scope, usual, findings);
    }
}

fn check_grouping(scope: &TableScope<'_>, findings: &mut Findings) {
    let Writing { grouped, .. } = scope.tally.writing;
    let search: Deviation<'_> =
        Deviation { may_hold: &|writing| writing.ungrouped > 0, is: &|amount| amount.style().is_ungrouped() };
    for Place { line, span, amount, cell } in search.places(scope) {
        if amount.style().has_unusual_characters() {
            continue;
        }
        let Some(written) = amount::restyled(&cell, amount.decimals(), true) else { continue };
        let message = findings.say(
            || format!("“{cell}”没有千分位逗号，本表另有 {grouped} 个金额有；应写作 {written}"),
            || format!("“{cell}” is not grouped, {grouped} other figures of the table are; expected {written}"),
        );
        findings.push_below(line - scope.lines.start, RULE.severity, span, message, Vec::new());
    }
}

fn check_precision(scope: &TableScope<'_>, usual: u8, findings: &mut Findings) {
    let writing = &scope.tally.writing;
    let others = writing.with_decimals(usual);
    let search: Deviation<'_> = Deviation {
        may_hold: &|writing| writing.has_fewer_decimals(usual),
        is: &|amount| has_precision(amount) && amount.decimals() < usual,
    };
    for Place { line, span, amount, cell } in search.places(scope) {
        let is_said = amount.style().has_unusual_characters() || (writing.groups() && amount.style().is_ungrouped());
        if is_said {
            continue;
        }
        let own = amount.decimals();
        let message = findings.say(
            || format!("“{cell}”有 {own} 位小数，本表另有 {others} 个金额有 {usual} 位，差 {} 位", usual - own),
            || {
                let missing = usual - own;
                format!(
                    "“{cell}” has {own} decimals, {others} other figures of the table have {usual}, {missing} missing"
                )
            },
        );
        findings.push_below(line - scope.lines.start, RULE.severity, span, message, Vec::new());
    }
}

/// What to look for in a table, and where it may be.
struct Deviation<'a> {
    may_hold: &'a dyn Fn(&Writing) -> bool,
    is: &'a dyn Fn(Amount) -> bool,
}

/// A figure that deviates.
struct Place {
    line: usize,
    span: Span,
    amount: Amount,
    cell: String,
}

impl Deviation<'_> {
    /// The first [`MOST`] figures of it, in as many rows. Logarithmic.
    fn places(&self, scope: &TableScope<'_>) -> Vec<Place> {
        let lines = scope.document.lines();
        let is = |line: &Line| line.row().is_some_and(|row| amounts(row).any(|(_, amount)| (self.is)(amount)));
        let search = Search { may_hold: &|tally: &Tally| (self.may_hold)(&tally.writing), is: &is };
        let mut places = Vec::new();
        let mut from = scope.lines.start;
        for _ in 0..MOST {
            let Some(line) = lines.next(from, &search).filter(|line| scope.lines.contains(line)) else { break };
            from = line + 1;
            let Some(row) = lines.get(line).and_then(Line::row) else { continue };
            let text = scope.document.text().line(line);
            places.extend(amounts(row).filter(|(_, amount)| (self.is)(*amount)).filter_map(|(column, amount)| {
                let span = row.amount_cell(column)?;
                Some(Place { line, span, amount, cell: span.of(&text).to_owned() })
            }));
        }
        places.truncate(MOST);
        places
    }
}

/// The amounts of a row, with their places among its amount columns.
fn amounts(row: &Row) -> impl Iterator<Item = (usize, Amount)> {
    row.amounts.iter().enumerate().filter_map(|(column, reading)| Some((column, Reading::amount(*reading)?)))
}

/// The figure as the table writes its others.
fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let document = analysis.document();
    let new = || {
        let row = document.lines().get(line)?.row()?;
        let (column, amount) = amounts(row).find(|(column, _)| row.amount_cell(*column) == Some(finding.span))?;
        let writing = document.lines().summary_of(document.table(line)?).writing;
        let may_be_longer = has_precision(amount) && adds_up(analysis, line, column);
        let decimals = if may_be_longer { writing.usual_decimals().unwrap_or(0) } else { 0 };
        let text = document.text().line(line);
        let cell = finding.span.of(&text);
        amount::restyled(cell, decimals, writing.groups()).filter(|new| new != cell)
    };
    let Some(new) = new() else { return Vec::new() };
    let title = analysis.options().language.choose(|| format!("写作 {new}"), || format!("Write {new}"));
    let edit = Replacement::in_line(document, line, finding.span, new);
    vec![Fix::new(title, Safety::Safe, edit).preferred()]
}

/// Whether a figure stands in no identity with a difference: where one has, zeros behind a rounded figure would say
/// that nothing was rounded off.
fn adds_up(analysis: &Analysis, line: usize, column: usize) -> bool {
    let (document, rounding): (_, Rounding) = (analysis.document(), analysis.options().rounding);
    let holds = |band: Band| matches!(band, Band::Void | Band::Exact);
    let row = document.lines().get(line).and_then(Line::row).and_then(|row| row_identity(row, rounding));
    let mut totals = document.totals_over(line).into_iter().chain([line]);
    row.is_none_or(|identity| holds(identity.band))
        && totals.all(|total| {
            let scope = TotalScope::new(document, total, rounding);
            let identity = scope.and_then(|scope| scope.identities.get(column).copied());
            identity.is_none_or(|identity| holds(identity.band))
        })
}
