//! Class codes of indicators that contradict each other, their names or the table of classes.

use budget_grammar::{
    Span,
    codes::{CodeText, CodeVerdict, Codes, Correction, Level},
    indicator::{Code, Indicator},
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{finding::Severity, scope::RowScope};

/// A level-2 code under another level-1 class, a code that is not known, or a code and a name that disagree.
pub static RULE: Rule = Rule {
    id: "indicator-code",
    severity: Severity::Error,
    page: include_str!("indicator_code.md"),
    checks: &[Check::Row(check)],
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
    let text = |code: Code| CodeText { value: code.value, name: code.name.of(cell) };
    let verdict = codes.verdict(indicator.class1.map(text), indicator.class2.map(text));
    let (level, corrections) = match &verdict {
        CodeVerdict::Consistent => return None,
        CodeVerdict::OtherClass { corrections } => (Level::Two, corrections),
        CodeVerdict::UnknownCode { level, corrections } | CodeVerdict::NameDisagrees { level, corrections } => {
            (*level, corrections)
        }
    };
    let code = match level {
        Level::One => indicator.class1?,
        Level::Two => indicator.class2?,
    };
    let (found, digits) = (code.span().of(cell), code.digits.of(cell));
    let class = indicator.class1.map_or("", |class| class.span().of(cell));
    let meant = meant(corrections);
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

/// The corrections in words, at most three.
fn meant(corrections: &[Correction]) -> String {
    let pair = |correction: &Correction| {
        let pieces = [correction.level1.as_deref(), correction.level2.as_deref()];
        format!("“{}”", pieces.into_iter().flatten().collect::<Vec<_>>().join("；"))
    };
    corrections.iter().take(3).map(pair).collect::<Vec<_>>().join(" / ")
}
