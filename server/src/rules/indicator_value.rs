//! Target values that are missing or were cut off.

use budget_grammar::{
    Span,
    codes::Codes,
    indicator::{Indicator, Indicators, Target, Value, target},
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{
        Fix, Safety,
        indicators::{Trial, without_stop},
    },
    scope::RowScope,
};

/// A target value that is missing; or, both being words, one that is the beginning of the other.
///
/// Values with a number are another rule's, and wordings that merely differ are the drafter's.
pub static RULE: Rule = Rule {
    id: "indicator-value",
    severity: Severity::Warning,
    page: include_str!("indicator_value.md"),
    checks: &[Check::Row(check)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some((cell, start)) = scope.indicator_cell() else { return };
    for indicator in &scope.row.indicators.list {
        if let Some((span, message)) = missing(indicator, cell, findings).or_else(|| cut_off(indicator, cell, findings))
        {
            findings.push(span.shifted(start), message);
        }
    }
}

/// The first keyword with no value behind it.
fn missing(indicator: &Indicator, cell: &str, findings: &Findings) -> Option<(Span, String)> {
    let empty = || empty(indicator);
    let first = empty().next()?;
    let keywords: Vec<&str> = empty().map(|value| value.keyword.of(cell)).collect();
    let message = findings
        .say(|| format!("{}没有填写", keywords.join("和")), || format!("no value for {}", keywords.join(" and ")));
    Some((Span { start: first.keyword.start, end: first.colon.end }, message))
}

/// The keywords with no value behind them.
fn empty(indicator: &Indicator) -> impl Iterator<Item = Value> {
    let is_empty = |value: &Value| value.span.is_empty() && !value.keyword.is_empty() && !value.colon.is_empty();
    [indicator.cycle, indicator.year].into_iter().flatten().filter(is_empty)
}

/// The shorter of two wordings, where the longer one begins with it.
fn cut_off(indicator: &Indicator, cell: &str, findings: &Findings) -> Option<(Span, String)> {
    let (short, long) = wordings(indicator, cell)?;
    let (shorter, longer) = (without_stop(short.of(cell)), without_stop(long.of(cell)));
    let message = findings.say(
        || format!("“{shorter}”似乎没有写完：另一处是“{longer}”"),
        || format!("“{shorter}” looks cut off: the other value is “{longer}”"),
    );
    Some((short, message))
}

/// The two wordings of an indicator, the shorter first, where it is the beginning of the other.
fn wordings(indicator: &Indicator, cell: &str) -> Option<(Span, Span)> {
    let (cycle, year) = (indicator.cycle?.span, indicator.year?.span);
    let (short, long) = if cycle.len() < year.len() { (cycle, year) } else { (year, cycle) };
    let (shorter, longer) = (without_stop(short.of(cell)), without_stop(long.of(cell)));
    let is_beginning = !shorter.is_empty() && shorter != longer && longer.starts_with(shorter);
    if !is_beginning || longer.contains(char::is_numeric) || is_complete(shorter, longer) {
        return None;
    }
    [shorter, longer].iter().all(|text| matches!(target(text), Target::Prose)).then_some((short, long))
}

/// Whether the shorter of two wordings says all it has to say: it is a word of its own, or lacks more than is cut off
/// by a slip.
fn is_complete(shorter: &str, longer: &str) -> bool {
    const WORDS: [&str; 29] = [
        "优",
        "良",
        "中",
        "差",
        "优秀",
        "良好",
        "合格",
        "不合格",
        "通过",
        "达标",
        "完成",
        "促进",
        "提高",
        "提升",
        "广泛",
        "及时",
        "稳定",
        "保障",
        "健全",
        "建立",
        "建立健全",
        "增强",
        "改善",
        "加强",
        "满意",
        "降低",
        "减少",
        "规范",
        "完善",
    ];
    const MOST_CUT_OFF: usize = 3;
    WORDS.contains(&shorter) || longer.chars().count() > shorter.chars().count() + MOST_CUT_OFF
}

/// How many indicators lack a value or have one that is cut off.
fn faults(cell: &str, indicators: &Indicators, _: &Codes) -> usize {
    let is_faulty = |one: &&Indicator| empty(one).next().is_some() || wordings(one, cell).is_some();
    indicators.list.iter().filter(is_faulty).count()
}

/// The longer wording in the place of the shorter one; or the one value that there is in the place of the missing one.
fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let Some(trial) = Trial::new(analysis, line) else { return Vec::new() };
    let Some((_, indicator)) = trial.indicator_of(finding) else { return Vec::new() };
    let cell = trial.cell();
    let fix = |place: Span, text: &str| {
        let title = analysis.options().language.choose(|| format!("填入“{text}”"), || format!("Fill in “{text}”"));
        trial.fix(title, Safety::Suggested, vec![(place, text.to_owned())], faults)
    };
    let fix = match empty(indicator).next() {
        Some(empty) => {
            let values = [indicator.cycle, indicator.year].into_iter().flatten();
            let other = values.map(|value| without_stop(value.span.of(cell))).find(|text| !text.is_empty());
            other.and_then(|text| fix(Span { start: empty.colon.end, end: empty.colon.end }, text))
        }
        None => wordings(indicator, cell)
            .and_then(|(short, long)| {
                let end = short.start as usize + without_stop(short.of(cell)).len();
                fix(Span::new(short.start as usize, end), without_stop(long.of(cell)))
            })
            .map(Fix::preferred),
    };
    fix.into_iter().collect()
}
