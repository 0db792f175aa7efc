//! Departures from the grammar of indicators.

use budget_grammar::indicator::{Piece, Problem, ProblemKind};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    finding::{Language, Severity},
    scope::RowScope,
};

/// A list of indicators that departs from its grammar (`budget.ebnf`).
pub static RULE: Rule = Rule {
    id: "indicator-syntax",
    severity: Severity::Error,
    page: include_str!("indicator_syntax.md"),
    checks: &[Check::Row(check)],
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some((cell, start)) = scope.indicator_cell() else { return };
    for problem in &scope.row.indicators.problems {
        let message = message(problem, cell, findings.language);
        findings.push(problem.span.shifted(start), message);
    }
}

fn message(problem: &Problem, cell: &str, language: Language) -> String {
    let number = problem.indicator.saturating_add(1);
    let found = shortened(problem.span.of(cell));
    let expected = |first: Piece, last: Piece| match problem.replacement() {
        Some(text) => format!("“{text}”"),
        None if first == last => format!("“{}”", first.example()),
        None => format!("“{}…{}”", first.example(), last.example()),
    };
    match (language, problem.kind) {
        (Language::Chinese, ProblemKind::Missing { first, last }) => {
            format!("第 {number} 条指标此处缺少 {}", expected(first, last))
        }
        (Language::Chinese, ProblemKind::Mistaken { first, last }) => {
            format!("第 {number} 条指标此处是“{found}”，应为 {}", expected(first, last))
        }
        (Language::Chinese, ProblemKind::Extra) => format!("第 {number} 条指标此处多了“{found}”"),
        (Language::Chinese, ProblemKind::Stray) => format!("“{found}”不属于任何一条指标"),
        (Language::Chinese, ProblemKind::Swapped) => {
            format!("第 {number} 条指标的年度指标值在前，应为实施周期指标值在前")
        }
        (Language::Chinese, ProblemKind::NoIndicator) => {
            "没有一条指标；写法为“1、1-产出指标；11-数量指标；指标名称；实施周期指标值：…；年度指标值：…。”".to_owned()
        }
        (Language::English, ProblemKind::Missing { first, last }) => {
            format!("indicator {number}: {} is missing here", expected(first, last))
        }
        (Language::English, ProblemKind::Mistaken { first, last }) => {
            format!("indicator {number}: “{found}” stands here, expected {}", expected(first, last))
        }
        (Language::English, ProblemKind::Extra) => format!("indicator {number}: “{found}” is one too many"),
        (Language::English, ProblemKind::Stray) => format!("“{found}” belongs to no indicator"),
        (Language::English, ProblemKind::Swapped) => {
            format!("indicator {number}: the value of the year stands before that of the cycle")
        }
        (Language::English, ProblemKind::NoIndicator) => {
            "no indicator; one looks like “1、1-产出指标；11-数量指标；名称；实施周期指标值：…；年度指标值：…。”"
                .to_owned()
        }
    }
}

/// The start of a text, for a message of one line.
fn shortened(text: &str) -> String {
    const MOST: usize = 24;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
