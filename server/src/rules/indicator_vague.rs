//! Target values that cannot be measured as they stand.

use budget_grammar::indicator::{Deadline, Figure, Indicator, Target, target};

use super::{Check, Findings, PLAIN, Rule};
use crate::{finding::Severity, fix::indicators::without_stop, scope::RowScope};

/// A rate with no `%`, a count with no unit, a deadline with no date, or a mere word.
///
/// Off by default: many good indicators are words, and what a figure counts may be plain from the name.
pub static RULE: Rule = Rule {
    id: "indicator-vague",
    severity: Severity::Hint,
    page: include_str!("indicator_vague.md"),
    checks: &[Check::Row(check)],
    is_on: false,
    ..PLAIN
};

enum Lack {
    Percent,
    Unit,
    Date,
    Figure,
}

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some((cell, start)) = scope.indicator_cell() else { return };
    for indicator in &scope.row.indicators.list {
        // What both values lack is said once, at the first.
        let mut values = [indicator.cycle, indicator.year].into_iter().flatten().map(|value| value.span);
        let found = values.find_map(|span| Some((span, lack(indicator, cell, span.of(cell))?)));
        let Some((span, lack)) = found else { continue };
        let (name, value) = (indicator.name.of(cell), without_stop(span.of(cell)));
        let message = findings.say(
            || match lack {
                Lack::Percent => format!("“{name}”是比率，“{value}”没有写“%”"),
                Lack::Unit => format!("“{value}”没有写单位"),
                Lack::Date => format!("“{value}”没有写明日期"),
                Lack::Figure => format!("“{value}”只是一个词，无法衡量"),
            },
            || match lack {
                Lack::Percent => format!("“{name}” is a rate, and “{value}” has no %"),
                Lack::Unit => format!("“{value}” has no unit"),
                Lack::Date => format!("“{value}” names no date"),
                Lack::Figure => format!("“{value}” is a mere word and cannot be measured"),
            },
        );
        findings.push(span.shifted(start), message);
    }
}

fn lack(indicator: &Indicator, cell: &str, value: &str) -> Option<Lack> {
    /// The most characters of a mere word: 进一步提高.
    const WORD: usize = 5;
    let text = without_stop(value);
    let is_rate = indicator.name.of(cell).ends_with('率');
    let is_timely = indicator.class2.is_some_and(|class| class.name.of(cell).contains("时效"));
    match target(text) {
        Target::Figure(figure) if is_rate => (!has_percent(&figure, text)).then_some(Lack::Percent),
        Target::Figure(figure) => figure.unit.is_empty().then_some(Lack::Unit),
        Target::Deadline(Deadline { month: None, .. }) => (!text.contains(['底', '末'])).then_some(Lack::Date),
        Target::Deadline(_) | Target::Blank => None,
        Target::Prose if text.contains(char::is_numeric) => None,
        Target::Prose if is_timely => Some(Lack::Date),
        Target::Prose => (text.chars().count() <= WORD).then_some(Lack::Figure),
    }
}

fn has_percent(figure: &Figure, text: &str) -> bool {
    figure.unit.of(text).starts_with(['%', '％', '‰'])
}
