//! The same indicator twice in one project.

use std::{collections::HashMap, ops::Range};

use budget_grammar::{
    Span,
    indicator::{Code, Indicator, Indicators},
    name::fold,
};
use smallvec::SmallVec;

use super::{Check, Findings, PLAIN, Rule, Tag, indicator_number::renumbered};
use crate::{
    analysis::Analysis,
    finding::{Finding, Related, Severity},
    fix::{
        Fix, Safety,
        indicators::{Trial, without_stop},
    },
    scope::RowScope,
};

/// An indicator of the same classes and the same name as one before it in its project.
///
/// Names are compared as [`fold`] leaves them; a bracket, a figure or a year makes two indicators.
pub static RULE: Rule = Rule {
    id: "indicator-duplicate",
    severity: Severity::Warning,
    page: include_str!("indicator_duplicate.md"),
    checks: &[Check::Row(check)],
    fixes: Some(fixes),
    tag: Some(Tag::Unnecessary),
    ..PLAIN
};

/// An indicator that stands in the list twice: the places of both.
struct Repeated<'a> {
    earlier: (usize, &'a Indicator),
    later: (usize, &'a Indicator),
}

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some((cell, start)) = scope.indicator_cell() else { return };
    for Repeated { earlier, later } in repeated(cell, &scope.row.indicators) {
        let (first, second, name) = (earlier.0 + 1, later.0 + 1, later.1.name.of(cell));
        let is_same = values(earlier.1, cell) == values(later.1, cell);
        let message = findings.say(
            || match is_same {
                true => format!("第 {second} 条指标与第 {first} 条相同：“{name}”"),
                false => format!("第 {second} 条指标与第 {first} 条同类同名：“{name}”，指标值不同"),
            },
            || match is_same {
                true => format!("indicator {second} is the same as indicator {first}: “{name}”"),
                false => format!("indicator {second} repeats indicator {first}, with other values: “{name}”"),
            },
        );
        let related = Related {
            lines_below: 0,
            span: earlier.1.span.shifted(start),
            message: findings.say(|| "前一处".to_owned(), || "the earlier one".to_owned()),
        };
        // What is counted in pieces and in sets is counted twice on purpose.
        let severity = if is_same || measures(earlier.1, cell) == measures(later.1, cell) {
            RULE.severity
        } else {
            Severity::Information
        };
        findings.push_with(severity, later.1.span.shifted(start), message, vec![related]);
    }
}

fn values<'t>(indicator: &Indicator, cell: &'t str) -> [&'t str; 2] {
    [indicator.cycle, indicator.year].map(|value| value.map_or("", |value| without_stop(value.span.of(cell))))
}

/// In what the values of an indicator are counted: what stands in them besides figures and comparators.
fn measures(indicator: &Indicator, cell: &str) -> [String; 2] {
    let is_of_figure = |character: char| character.is_numeric() || "≥≤＞＜>＝<=.,，-—~～%％".contains(character);
    values(indicator, cell).map(|value| value.chars().filter(|character| !is_of_figure(*character)).collect())
}

/// The indicators that repeat one above them. Cost: linear; without an allocation where all names are different.
fn repeated<'a>(cell: &str, indicators: &'a Indicators) -> Vec<Repeated<'a>> {
    let named = || indicators.list.iter().enumerate().filter(|(_, one)| !one.name.is_empty());
    let mut marks: SmallVec<[(u64, u16); 32]> =
        named().map(|(_, one)| (mark(one.name.of(cell)), code(one.class2))).collect();
    marks.sort_unstable();
    if marks.windows(2).all(|pair| pair.first() != pair.last()) {
        return Vec::new();
    }
    let mut seen = HashMap::new();
    let again = named().filter_map(|later| {
        let key = (code(later.1.class1), code(later.1.class2), fold(later.1.name.of(cell)));
        let earlier = *seen.entry(key).or_insert(later);
        (earlier.0 != later.0).then_some(Repeated { earlier, later })
    });
    again.collect()
}

fn code(code: Option<Code>) -> u16 {
    code.map_or(u16::MAX, |code| code.value)
}

/// A number that equal names share, and others hardly ever: of the Han characters alone, which no folding changes.
fn mark(name: &str) -> u64 {
    let han = name.chars().filter(|sign| matches!(sign, '\u{4e00}'..='\u{9fff}'));
    han.fold(0, |mark: u64, sign| mark.wrapping_mul(0x0100_0000_01b3).wrapping_add(u64::from(u32::from(sign))))
}

fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let Some(trial) = Trial::new(analysis, line) else { return Vec::new() };
    let twins = repeated(trial.cell(), &trial.row.indicators);
    let Some(at) = twins.iter().position(|twin| trial.is_at(finding, twin.later.1.span)) else { return Vec::new() };
    let Some(gone) = twins.get(at..).and_then(|twins| repeated_at_once(twins, trial.cell())) else { return Vec::new() };
    let first = twins.get(at).map_or(0, |twin| twin.earlier.0) + 1;
    let follow = trial.list().len() > gone.end;
    let title = analysis.options().language.choose(
        || {
            let which =
                if gone.len() == 1 { gone.end.to_string() } else { format!("{} 至 {}", gone.start + 1, gone.end) };
            format!("删去第 {which} 条指标（与第 {first} 条重复）{}", if follow { "，后面的重新编号" } else { "" })
        },
        || {
            let rest = if follow { " and renumber the rest" } else { "" };
            match gone.len() {
                1 => format!("Delete indicator {}, which repeats indicator {first}{rest}", gone.end),
                _ => format!(
                    "Delete indicators {} to {}, which repeat indicator {first}{rest}",
                    gone.start + 1,
                    gone.end
                ),
            }
        },
    );
    let mut edits = renumbered(&trial, gone.clone());
    edits.push((with_gap(trial.list(), gone), String::new()));
    trial.fix(title, Safety::Unsafe, edits, |cell, list, _| repeated(cell, list).len()).into_iter().collect()
}

/// The first of these with those directly behind it that are the same once more: one of them alone would leave the next
/// in its place. `None` where those have other values, since it is not known then which are right.
fn repeated_at_once(twins: &[Repeated<'_>], cell: &str) -> Option<Range<usize>> {
    let first = twins.first()?;
    let is_same = |twin: &Repeated<'_>| values(twin.earlier.1, cell) == values(twin.later.1, cell);
    let behind = (first.later.0..).zip(twins).take_while(|(place, twin)| {
        twin.later.0 == *place && twin.earlier.0 == first.earlier.0 && is_same(twin) == is_same(first)
    });
    let count = behind.count();
    (count == 1 || is_same(first)).then(|| first.later.0..first.later.0 + count)
}

/// Indicators with the blanks that part them from the next one, or from the one before where there is none behind.
fn with_gap(list: &[Indicator], gone: Range<usize>) -> Span {
    let place = |place: usize| list.get(place).map(|one| one.span);
    let own = place(gone.start).zip(gone.end.checked_sub(1).and_then(place));
    let own = own.map_or_else(Span::default, |(first, last)| Span { start: first.start, end: last.end });
    match (place(gone.end), gone.start.checked_sub(1).and_then(place)) {
        (Some(next), _) => Span { start: own.start, end: next.start },
        (None, Some(before)) => Span { start: before.end, end: own.end },
        (None, None) => own,
    }
}
