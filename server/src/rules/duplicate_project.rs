//! The same project twice in one unit.

use budget_grammar::amount::{Reading, format_scaled};

use super::{Check, Findings, PLAIN, Rule, Tag};
use crate::{
    analysis::Analysis,
    finding::{Finding, Related, Severity},
    fix::Fix,
    identity::{Band, band, decimals},
    remedy,
    scope::{NameScope, TotalScope, offset},
};

/// The same project twice in one budget unit: very probably a slip where the unit's sum fits only without one of them.
///
/// Names are compared as [`budget_grammar::name::fold`] leaves them; a bracket, a year or 一期/二期 makes two projects.
pub static RULE: Rule = Rule {
    id: "duplicate-project",
    severity: Severity::Information,
    page: include_str!("duplicate_project.md"),
    checks: &[Check::Name(check)],
    fixes: Some(fixes),
    tag: Some(Tag::Unnecessary),
    ..PLAIN
};

/// Deleting the later row, where the unit's total says that it is one too many.
fn fixes(analysis: &Analysis, line: usize, _: &Finding) -> Vec<Fix> {
    let scope = NameScope::new(analysis.document(), line, analysis.options().rounding);
    let is_too_many = |scope: &NameScope<'_>| {
        let same_amount = values(&scope.row.row.amounts) == values(&scope.earlier_row.amounts);
        matches!(verdict(scope, same_amount), Verdict::OneTooMany)
    };
    scope.filter(is_too_many).and_then(|_| remedy::delete_row(analysis, line)).into_iter().collect()
}

/// What the unit's total says of the two.
enum Verdict {
    /// It fits only without one of them.
    OneTooMany,
    /// It needs both.
    NeedsBoth,
    /// Nothing: there is none, or it fits neither way.
    Silent,
}

fn check(scope: &NameScope<'_>, findings: &mut Findings) {
    let name = scope.row.row.name();
    let text = name.of(scope.row.text());
    let same_amount = values(&scope.row.row.amounts) == values(&scope.earlier_row.amounts);
    let verdict = verdict(scope, same_amount);
    let (own, other) = (printed(scope.row.row), printed(scope.earlier_row));
    let total = scope.unit.as_ref().and_then(printed_total).unwrap_or_default();
    let message = findings.say(
        || match (&verdict, same_amount) {
            (Verdict::OneTooMany, _) => {
                format!("“{text}”在本单位出现两次，金额均为 {own}；单位合计 {total} 只有去掉其中一笔才相符")
            }
            (Verdict::NeedsBoth, true) => {
                format!("“{text}”在本单位出现两次，金额均为 {own}；单位合计 {total} 两笔都计入才相符，请确认不是重复")
            }
            (Verdict::Silent, true) => format!("“{text}”在本单位出现两次，金额均为 {own}；请确认不是重复"),
            (_, false) => format!("“{text}”在本单位出现两次，金额不同（{other} 和 {own}）；请确认不是同一项目"),
        },
        || match (&verdict, same_amount) {
            (Verdict::OneTooMany, _) => {
                format!("“{text}” stands twice in this unit, {own} each; the unit total {total} fits only without one of them")
            }
            (Verdict::NeedsBoth, true) => {
                format!("“{text}” stands twice in this unit, {own} each; the unit total {total} needs both")
            }
            (Verdict::Silent, true) => format!("“{text}” stands twice in this unit, {own} each"),
            (_, false) => format!("“{text}” stands twice in this unit, with different amounts ({other} and {own})"),
        },
    );
    let severity = if matches!(verdict, Verdict::OneTooMany) { Severity::Warning } else { RULE.severity };
    let twin = Related {
        lines_below: offset(scope.row.line, scope.earlier),
        span: scope.earlier_name(),
        message: findings.say(|| format!("前一处：{other}"), || format!("the earlier one: {other}")),
    };
    findings.push_with(severity, name, message, vec![twin]);
}

fn verdict(scope: &NameScope<'_>, same_amount: bool) -> Verdict {
    let Some(unit) = scope.unit.as_ref().filter(|_| same_amount) else { return Verdict::Silent };
    let own = scope.row.row.sums();
    let judged: Vec<_> = unit.identities.iter().filter(|identity| identity.band != Band::Void).collect();
    let holds = |band: Band| matches!(band, Band::Exact | Band::Rounding);
    let without = |identity: &&crate::scope::Identity| {
        let mut parts = identity.parts;
        parts.value -= own.get(identity.column).value;
        holds(band(&identity.total, &parts, scope.row.rounding))
    };
    let with_both = judged.iter().all(|identity| holds(identity.band));
    if judged.is_empty() || own.iter().all(|sum| sum.value == 0) {
        Verdict::Silent
    } else if with_both {
        Verdict::NeedsBoth
    } else if judged.iter().all(without) {
        Verdict::OneTooMany
    } else {
        Verdict::Silent
    }
}

/// What two rows must have in common to have the same amounts: the values, however they are printed.
fn values(readings: &[Reading]) -> Vec<Option<i128>> {
    readings.iter().map(|reading| reading.amount().map(|amount| amount.scaled())).collect()
}

/// The first amount that a row prints.
fn printed(row: &budget_grammar::row::Row) -> String {
    let amounts = row.amounts.iter().filter_map(|reading| reading.amount());
    amounts.map(|amount| amount.to_string()).next().unwrap_or_else(|| "—".to_owned())
}

fn printed_total(unit: &TotalScope<'_>) -> Option<String> {
    let identity = unit.identities.iter().find(|identity| identity.band != Band::Void)?;
    Some(format_scaled(identity.total.value, decimals(&identity.total, &identity.parts)).to_string())
}
