//! Printed totals that their printed parts do not add up to.

use budget_grammar::{amount::format_scaled, outline::Level};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    cause::{Cause, Implicated},
    department::{Department, VerdictOf},
    finding::{Language, MOST_RELATED, Severity},
    identity::{Band, decimals},
    remedy,
    scope::{Identity, SumScope, TotalScope},
};

/// A printed total that its printed parts do not add up to, by more than rounding explains.
pub static RULE: Rule = Rule {
    id: "column-sum",
    severity: Severity::Error,
    page: include_str!("column_sum.md"),
    checks: &[Check::Sum(check), Check::Department(check_department)],
    fixes: Some(remedy::fixes),
    ..PLAIN
};

fn check(scope: &SumScope<'_>, findings: &mut Findings) {
    match scope.cause {
        Some(cause) if cause.rule(&scope.ledger) == Implicated::Column => report_cause(scope, cause, findings),
        Some(_) => {}
        None => scope.total().iter().for_each(|total| report_all(total, findings)),
    }
}

/// Reports the total that is wrong, on its first wrong figure.
fn report_cause(scope: &SumScope<'_>, cause: &Cause, findings: &mut Findings) {
    let Some(total) = scope.total() else { return };
    let is_wrong = |column: usize| cause.changes.iter().any(|change| change.column == column);
    let identities: Vec<&Identity> = total.identities.iter().filter(|identity| is_wrong(identity.column)).collect();
    let Some(first) = identities.first() else { return };
    let Some(span) = scope.row.row.amount_cell(first.column) else { return };
    let sentence = message(&total, &identities, first, findings.language);
    let message = format!("{sentence}{}", scope.remedy(cause, findings.language));
    let mut related = scope.related_totals(findings.language);
    related.extend(total.related_parts(first.column));
    related.truncate(MOST_RELATED);
    findings.push_with(scope.severity(RULE.severity), span, message, related);
}

fn check_department(department: &Department<'_>, findings: &mut Findings) {
    department.report(VerdictOf::Column, RULE.severity, findings);
}

fn report_all(scope: &TotalScope<'_>, findings: &mut Findings) {
    for identities in scope.violated(&[Band::Error, Band::Unlikely]) {
        let severity = match identities.first().map(|identity| identity.band) {
            Some(Band::Unlikely) => Severity::Warning,
            _ => RULE.severity,
        };
        let Some(first) = identities.first() else { continue };
        let Some(span) = scope.row.row.amount_cell(first.column) else { continue };
        let mut message = message(scope, &identities, first, findings.language);
        if let Some(name) = scope.part_of_that_amount(&identities) {
            message += &findings
                .say(|| format!("；差额正是“{name}”的金额"), || format!("; the difference is the amount of “{name}”"));
        } else if let Some(name) = left_out(scope, &identities) {
            message += &findings.say(|| format!("；“{name}”没有填金额"), || format!("; “{name}” has no amount yet"));
        }
        findings.push_with(severity, span, message, scope.related_parts(first.column));
    }
}

/// The name of the only part without an amount, where the total has more than its parts.
fn left_out(scope: &TotalScope<'_>, identities: &[&Identity]) -> Option<String> {
    if identities.iter().any(|identity| identity.residual() <= 0) {
        return None;
    }
    let (line, document) = (scope.part_left_out()?, scope.row.document);
    let name = document.lines().get(line)?.row()?.name();
    Some(name.of(&document.text().line(line)).to_owned())
}

/// Reports identities of one residual as one finding, on the first total.
pub(super) fn report(scope: &TotalScope<'_>, identities: &[&Identity], severity: Severity, findings: &mut Findings) {
    let Some(first) = identities.first() else { return };
    let Some(span) = scope.row.row.amount_cell(first.column) else { return };
    let message = message(scope, identities, first, findings.language);
    findings.push_with(severity, span, message, scope.related_parts(first.column));
}

/// What a total and its parts come to in one column.
pub(crate) fn sentence(scope: &TotalScope<'_>, identity: &Identity, language: Language) -> String {
    message(scope, &[identity], identity, language)
}

/// `单位合计 50,666.34，24 个项目相加 50,666.35，差 −0.01（尾差范围内）`.
fn message(scope: &TotalScope<'_>, identities: &[&Identity], first: &Identity, language: Language) -> String {
    let decimals = decimals(&first.total, &first.parts);
    let (printed, computed) = (format_scaled(first.total.value, decimals), format_scaled(first.parts.value, decimals));
    let difference = format_scaled(first.residual(), decimals);
    let count = scope.part_count(first);
    let notes = notes(scope, identities, first.band, language);
    let (total, parts) = names(scope, language);
    match language {
        Language::Chinese => format!("{total} {printed}，{count} 个{parts}相加 {computed}，差 {difference}{notes}"),
        Language::English => {
            format!("{total} {printed}, {count} {parts} add up to {computed}, difference {difference}{notes}")
        }
    }
}

fn names(scope: &TotalScope<'_>, language: Language) -> (&'static str, &'static str) {
    let units = scope.parts_are_units();
    match (language, scope.total.level) {
        (Language::Chinese, Level::Unit) => ("单位合计", "项目"),
        (Language::Chinese, Level::Subtotal) => ("小计", "项目"),
        (Language::Chinese, Level::Grand) => ("合计", if units { "单位" } else { "项目" }),
        (Language::English, Level::Unit) => ("unit total", "projects"),
        (Language::English, Level::Subtotal) => ("subtotal", "projects"),
        (Language::English, Level::Grand) => ("grand total", if units { "units" } else { "projects" }),
    }
}

/// The columns, where they are not plain from where the finding stands, and what the band says.
fn notes(scope: &TotalScope<'_>, identities: &[&Identity], band: Band, language: Language) -> String {
    let titles: Vec<&str> = identities
        .iter()
        .filter_map(|identity| scope.row.row.schema.amounts.get(identity.column))
        .map(|column| &*column.title)
        .collect();
    let mut notes = Vec::new();
    if titles.len() > 1 {
        notes.push(match language {
            Language::Chinese => format!("{}各列相同", titles.join("、")),
            Language::English => format!("the same in {}", titles.join(", ")),
        });
    }
    let band = match (band, language) {
        (Band::Rounding, Language::Chinese) => "尾差范围内",
        (Band::Rounding, Language::English) => "within rounding",
        (Band::Unlikely, Language::Chinese) => "四舍五入不大可能造成",
        (Band::Unlikely, Language::English) => "hardly by rounding",
        _ => "",
    };
    notes.extend((!band.is_empty()).then(|| band.to_owned()));
    match (notes.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::Chinese) => format!("（{}）", notes.join("，")),
        (false, Language::English) => format!(" ({})", notes.join(", ")),
    }
}
