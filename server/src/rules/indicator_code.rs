//! Class codes of indicators that contradict each other, their names or the table of classes.

use budget_grammar::{
    Span,
    codes::{CodeVerdict, Codes, Correction, Level},
    indicator::{Indicator, Indicators},
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{
        Fix, Safety,
        indicators::{Trial, is_consistent, verdict},
    },
    scope::RowScope,
};

/// A level-2 code under another level-1 class, a code that is not known, or a code and a name that disagree.
pub static RULE: Rule = Rule {
    id: "indicator-code",
    severity: Severity::Error,
    page: include_str!("indicator_code.md"),
    checks: &[Check::Row(check)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some((cell, start)) = scope.indicator_cell() else { return };
    for indicator in &scope.row.indicators.list {
        if let Some((span, message)) = contradiction(indicator, cell, scope.document.vocabulary().codes(), findings) {
            findings.push(span.shifted(start), message);
        }
    }
}

fn contradiction(indicator: &Indicator, cell: &str, codes: &Codes, findings: &Findings) -> Option<(Span, String)> {
    let verdict = verdict(indicator, cell, codes);
    let level = level(&verdict)?;
    let code = match level {
        Level::One => indicator.class1?,
        Level::Two => indicator.class2?,
    };
    let (found, digits) = (code.span().of(cell), code.digits.of(cell));
    let class = indicator.class1.map_or("", |class| class.span().of(cell));
    let meant = meant(corrections(&verdict));
    let message = findings.say(
        || match verdict {
            CodeVerdict::UnknownCode { .. } => format!("“{found}”：没有代码 {digits}；应为{meant}？"),
            CodeVerdict::NameDisagrees { .. } => format!("“{found}”：代码与名称不一致；应为{meant}？"),
            _ => format!("“{found}”不属于“{class}”；应为{meant}？"),
        },
        || match verdict {
            CodeVerdict::UnknownCode { .. } => format!("“{found}”: there is no code {digits}; {meant}?"),
            CodeVerdict::NameDisagrees { .. } => format!("“{found}”: code and name disagree; {meant}?"),
            _ => format!("“{found}” does not belong to “{class}”; {meant}?"),
        },
    );
    Some((code.span(), message))
}

/// What the names of classes may end in or not.
const SUFFIX: &str = "指标";

/// The level that a contradiction is reported at.
fn level(verdict: &CodeVerdict) -> Option<Level> {
    match verdict {
        CodeVerdict::Consistent => None,
        CodeVerdict::OtherClass { .. } => Some(Level::Two),
        CodeVerdict::UnknownCode { level, .. } | CodeVerdict::NameDisagrees { level, .. } => Some(*level),
    }
}

fn corrections(verdict: &CodeVerdict) -> &[Correction] {
    match verdict {
        CodeVerdict::Consistent => &[],
        CodeVerdict::OtherClass { corrections }
        | CodeVerdict::UnknownCode { corrections, .. }
        | CodeVerdict::NameDisagrees { corrections, .. } => corrections,
    }
}

/// The corrections in words, at most three.
fn meant(corrections: &[Correction]) -> String {
    let pair = |correction: &Correction| {
        let pieces = [correction.level1.as_deref(), correction.level2.as_deref()];
        format!("“{}”", pieces.into_iter().flatten().collect::<Vec<_>>().join("；"))
    };
    corrections.iter().take(3).map(pair).collect::<Vec<_>>().join(" / ")
}

/// One fix for each correction, the likeliest first; where there is but one, it is preferred.
fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let Some(trial) = Trial::new(analysis, line) else { return Vec::new() };
    let Some((_, indicator)) = trial.indicator_of(finding) else { return Vec::new() };
    let verdict = verdict(indicator, trial.cell(), trial.codes());
    let mut likely: Vec<Correction> =
        corrections(&verdict).iter().map(|correction| spelled(correction, &trial)).collect();
    likely.sort_by_key(|correction| std::cmp::Reverse(evidence(correction, indicator, &trial)));
    let fix = |correction: &Correction| {
        let new = [(indicator.class1, &correction.level1), (indicator.class2, &correction.level2)];
        let edits = new.into_iter().filter_map(|(code, new)| Some((code?.span(), new.clone()?)));
        let meant = meant(std::slice::from_ref(correction));
        let title = analysis.options().language.choose(|| format!("改为{meant}"), || format!("Change to {meant}"));
        trial.fix(title, Safety::Suggested, edits.collect(), contradictions)
    };
    let mut fixes: Vec<Fix> = likely.iter().filter_map(fix).collect();
    if let [only] = &mut *fixes {
        only.is_preferred = true;
    }
    fixes
}

/// How much of the list speaks for a correction. Lists go class by class, so that an indicator is mostly of the class
/// of its neighbours; and they seldom have two of one level-2 class.
fn evidence(correction: &Correction, indicator: &Indicator, trial: &Trial<'_>) -> usize {
    let class1 = match &correction.level1 {
        Some(level1) => code_of(level1),
        None => indicator.class1.map(|code| code.value),
    };
    let place = trial.list().iter().position(|other| other.span == indicator.span).unwrap_or_default();
    let neighbours = [place.checked_sub(1), place.checked_add(1)].into_iter().flatten();
    let neighbours = neighbours.filter_map(|at| trial.list().get(at)?.class1).filter(|code| Some(code.value) == class1);
    let new = correction.level2.as_deref().and_then(code_of);
    let is_new =
        new.is_some_and(|new| trial.list().iter().all(|other| other.class2.is_none_or(|code| code.value != new)));
    let is_one_digit_off = new.zip(indicator.class2).is_some_and(|(new, code)| new % 10 == code.value % 10);
    neighbours.count() * 4 + usize::from(is_new) * 2 + usize::from(is_one_digit_off)
}

fn code_of(text: &str) -> Option<u16> {
    text.split('-').next()?.parse().ok()
}

/// The correction with 指标 behind the names of classes where the document writes it so, or without.
fn spelled(correction: &Correction, trial: &Trial<'_>) -> Correction {
    let as_written = |text: &String| {
        let stem = text.strip_suffix(SUFFIX).unwrap_or(text);
        let with_suffix = trial.writes_suffix(stem);
        if with_suffix.unwrap_or_else(|| text.ends_with(SUFFIX)) { format!("{stem}{SUFFIX}") } else { stem.to_owned() }
    };
    Correction {
        level1: correction.level1.as_ref().map(as_written),
        level2: correction.level2.as_ref().map(as_written),
    }
}

fn contradictions(cell: &str, indicators: &Indicators, codes: &Codes) -> usize {
    indicators.list.iter().filter(|one| !is_consistent(one, cell, codes)).count()
}
