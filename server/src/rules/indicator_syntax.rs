//! Departures from the grammar of indicators.

use budget_grammar::{
    Span,
    indicator::{Indicators, Piece, Problem, ProblemKind, Value},
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Language, Severity},
    fix::{
        Fix, Safety,
        indicators::{Trial, without_stop},
    },
    scope::RowScope,
};

/// A list of indicators that departs from its grammar (`budget.ebnf`).
pub static RULE: Rule = Rule {
    id: "indicator-syntax",
    severity: Severity::Error,
    page: include_str!("indicator_syntax.md"),
    checks: &[Check::Row(check)],
    fixes: Some(fixes),
    has_safe_fixes: true,
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some((cell, start)) = scope.indicator_cell() else { return };
    for problem in &scope.row.indicators.problems {
        let message = message(problem, cell, findings.language);
        // What has no indicator at all may be written in another way on purpose: in prose, or 详见附表. And what all of
        // them have in common is no slip: they are written as another department writes them, without codes or without
        // values of the cycle.
        let is_manner = problem.kind == ProblemKind::NoIndicator || is_in_all(problem, &scope.row.indicators);
        let severity = if is_manner { Severity::Information } else { RULE.severity };
        findings.push_with(severity, problem.span.shifted(start), message, Vec::new());
    }
}

/// Whether each of several indicators has the same problem.
fn is_in_all(problem: &Problem, indicators: &Indicators) -> bool {
    let Ok(count) = u32::try_from(indicators.list.len()) else { return false };
    let is_of_pieces = matches!(problem.kind, ProblemKind::Missing { .. } | ProblemKind::Mistaken { .. });
    let is_in = |indicator: u32| {
        indicators.problems.iter().any(|other| other.kind == problem.kind && other.indicator == indicator)
    };
    is_of_pieces && count > 1 && (0..count).all(is_in)
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

/// A change that may set a problem right.
struct Repair {
    safety: Safety,
    edits: Vec<(Span, String)>,
}

fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let Some(trial) = Trial::new(analysis, line) else { return Vec::new() };
    let language = analysis.options().language;
    let is_found = |problem: &&Problem| {
        trial.is_at(finding, problem.span) && message(problem, trial.cell(), language) == finding.message
    };
    let Some(problem) = trial.row.indicators.problems.iter().find(is_found) else { return Vec::new() };
    let fix = |repair: Repair| {
        let title = title(problem, &repair, language);
        trial.fix(title, repair.safety, repair.edits, |_, list, _| list.problems.len()).map(Fix::preferred)
    };
    repairs(problem, &trial).into_iter().find_map(fix).into_iter().collect()
}

fn title(problem: &Problem, repair: &Repair, language: Language) -> String {
    let new = repair.edits.first().map_or("", |(_, new)| new.as_str());
    let choose = |chinese: String, english: String| language.choose(|| chinese, || english);
    match problem.kind {
        ProblemKind::Swapped => choose("对调两个指标值的位置".to_owned(), "Exchange the two values".to_owned()),
        _ if new.is_empty() => choose("删去多余的标点".to_owned(), "Delete what is one too many".to_owned()),
        ProblemKind::Missing { .. } => choose(format!("补上“{new}”"), format!("Insert “{new}”")),
        _ => choose(format!("改为“{new}”"), format!("Change to “{new}”")),
    }
}

/// What may set a problem right, the likeliest first: the first that does is offered.
fn repairs(problem: &Problem, trial: &Trial<'_>) -> Vec<Repair> {
    let put = |safety: Safety, new: String| Repair { safety, edits: vec![(problem.span, new)] };
    if let Some(text) = problem.replacement() {
        let safety = if is_form(problem, trial.cell()) { Safety::Safe } else { Safety::Suggested };
        return vec![put(safety, text.into_owned())];
    }
    let values = match problem.kind {
        ProblemKind::Swapped => return exchange(problem, trial).into_iter().collect(),
        ProblemKind::Missing { first: Piece::CycleKeyword, last: Piece::Colon } => vec!["实施周期指标值：".to_owned()],
        ProblemKind::Missing { first: Piece::YearKeyword, last: Piece::Colon } => vec!["年度指标值：".to_owned()],
        ProblemKind::Missing { first: Piece::Cycle, last: Piece::Cycle } => copied(problem, trial, |value| {
            vec![format!("实施周期指标值：{value}；"), format!("；实施周期指标值：{value}")]
        }),
        ProblemKind::Missing { first: Piece::Year, last: Piece::Year | Piece::Stop } => {
            copied(problem, trial, |value| {
                let year = format!("年度指标值：{value}");
                ["", "；"].iter().flat_map(|sign| ["", "。"].map(|stop| format!("{sign}{year}{stop}"))).collect()
            })
        }
        _ => Vec::new(),
    };
    values.into_iter().map(|text| put(Safety::Suggested, text)).collect()
}

/// Whether only signs and keywords are expected, and what stands there is no other keyword.
fn is_form(problem: &Problem, cell: &str) -> bool {
    let is_sign =
        |piece: Piece| matches!(piece, Piece::Mark | Piece::Dash | Piece::Separator | Piece::Colon | Piece::Stop);
    let found = problem.span.of(cell);
    let is_plain = |piece: Piece| match piece {
        Piece::CycleKeyword => !found.contains("年度"),
        Piece::YearKeyword => !found.contains("周期"),
        _ => is_sign(piece),
    };
    match problem.kind {
        ProblemKind::Missing { first, last } | ProblemKind::Mistaken { first, last } => {
            is_plain(first) && is_plain(last)
        }
        ProblemKind::Extra => true,
        ProblemKind::Stray | ProblemKind::Swapped | ProblemKind::NoIndicator => false,
    }
}

/// The two values in each other's places, each with its keyword.
fn exchange(problem: &Problem, trial: &Trial<'_>) -> Option<Repair> {
    let indicator = trial.list().get(problem.indicator as usize)?;
    let whole = |value: Value| Span { start: value.keyword.start, end: value.span.end.max(value.colon.end) };
    let (cycle, year) = (whole(indicator.cycle?), whole(indicator.year?));
    let text = |span: Span| span.of(trial.cell()).to_owned();
    Some(Repair { safety: Safety::Suggested, edits: vec![(year, text(cycle)), (cycle, text(year))] })
}

/// Texts with the value that the problem's indicator does have.
fn copied(problem: &Problem, trial: &Trial<'_>, texts: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let indicator = trial.list().get(problem.indicator as usize);
    let values = indicator.into_iter().flat_map(|one| [one.cycle, one.year]).flatten();
    let value = values.map(|value| without_stop(value.span.of(trial.cell()))).find(|text| !text.is_empty());
    value.map(texts).unwrap_or_default()
}
