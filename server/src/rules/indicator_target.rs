//! Two values of one indicator that disagree in a way that looks like an oversight.

use budget_grammar::{
    Span,
    codes::Codes,
    indicator::{Comparator, Figure, Indicator, Indicators, Target, target},
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

/// A comparator in one of two equal figures only, a year that goes beyond its cycle, or a placeholder in place of a
/// figure.
///
/// A year below its cycle is a cycle of several years, and wordings that differ are the drafter's.
pub static RULE: Rule = Rule {
    id: "indicator-target",
    severity: Severity::Hint,
    page: include_str!("indicator_target.md"),
    checks: &[Check::Row(check)],
    fixes: Some(fixes),
    ..PLAIN
};

/// How the two values disagree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Oversight {
    /// The figures are equal, and what they are to the result is not.
    Comparator,
    /// The year asks for more than the whole cycle.
    BeyondTheCycle,
    /// One names the plan of the year instead of its figure.
    Placeholder {
        /// Whether the value of the cycle does.
        in_cycle: bool,
    },
}

/// An oversight with the places of the two values.
struct Pair {
    oversight: Oversight,
    cycle: Span,
    year: Span,
}

impl Pair {
    fn of(indicator: &Indicator, cell: &str) -> Option<Self> {
        let (cycle, year) = (value(indicator.cycle?.span, cell), value(indicator.year?.span, cell));
        let oversight = oversight(cycle.of(cell), year.of(cell))?;
        Some(Self { oversight, cycle, year })
    }

    /// The value that the finding stands at: that of the year, but for a placeholder in the cycle's.
    fn place(&self) -> Span {
        match self.oversight {
            Oversight::Placeholder { in_cycle: true } => self.cycle,
            _ => self.year,
        }
    }
}

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some((cell, start)) = scope.indicator_cell() else { return };
    for pair in scope.row.indicators.list.iter().filter_map(|one| Pair::of(one, cell)) {
        let (cycle, year) = (pair.cycle.of(cell), pair.year.of(cell));
        let message = findings.say(
            || match pair.oversight {
                Oversight::Comparator => format!("实施周期是“{cycle}”，年度是“{year}”：数字相同，写法不一致"),
                Oversight::BeyondTheCycle => format!("年度“{year}”超过了实施周期“{cycle}”"),
                Oversight::Placeholder { in_cycle: true } => {
                    format!("实施周期指标值写的是“{cycle}”，不是具体的数；年度是“{year}”")
                }
                Oversight::Placeholder { in_cycle: false } => {
                    format!("年度指标值写的是“{year}”，不是具体的数；实施周期是“{cycle}”")
                }
            },
            || match pair.oversight {
                Oversight::Comparator => {
                    format!("“{cycle}” for the cycle, “{year}” for the year: the same figure, compared differently")
                }
                Oversight::BeyondTheCycle => format!("“{year}” for the year goes beyond “{cycle}” for the cycle"),
                Oversight::Placeholder { in_cycle: true } => {
                    format!("“{cycle}” for the cycle is no figure; for the year it is “{year}”")
                }
                Oversight::Placeholder { in_cycle: false } => {
                    format!("“{year}” for the year is no figure; for the cycle it is “{cycle}”")
                }
            },
        );
        findings.push(pair.place().shifted(start), message);
    }
}

/// A value without the stop that may stand at its end.
fn value(span: Span, cell: &str) -> Span {
    let start = span.start as usize;
    Span::new(start, start + without_stop(span.of(cell)).len())
}

fn oversight(cycle: &str, year: &str) -> Option<Oversight> {
    if cycle == year || cycle.is_empty() || year.is_empty() {
        return None;
    }
    match (is_placeholder(cycle), is_placeholder(year)) {
        (true, _) => return Some(Oversight::Placeholder { in_cycle: true }),
        (false, true) => return Some(Oversight::Placeholder { in_cycle: false }),
        (false, false) => {}
    }
    let (Target::Figure(whole), Target::Figure(part)) = (target(cycle), target(year)) else { return None };
    let units = [whole.unit.of(cycle), part.unit.of(year)];
    let [one, other] = units.map(|unit| unit.chars().map(|sign| if sign == '％' { '%' } else { sign }));
    if !one.eq(other) {
        return None;
    }
    let is_capped = [&whole, &part].into_iter().any(|figure| direction(figure) == Some(Direction::Down));
    if part.value > whole.value && !is_capped {
        return Some(Oversight::BeyondTheCycle);
    }
    (part.value == whole.value && direction(&whole) != direction(&part)).then_some(Oversight::Comparator)
}

/// `年度计划数`, `年度计划人数`, `待定`, `××`: what stands for a figure that is not written.
fn is_placeholder(text: &str) -> bool {
    let of_the_plan = ["当年度", "本年度", "年度", "当年", "本年"].iter().any(|year| {
        text.strip_prefix(year)
            .and_then(|rest| rest.strip_prefix("计划"))
            .is_some_and(|rest| rest.ends_with('数') && rest.chars().count() <= 4)
    });
    of_the_plan || matches!(text, "待定" | "暂定" | "××" | "XX" | "xx" | "XX%" | "××%")
}

/// Which results a figure takes for better.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

fn direction(figure: &Figure) -> Option<Direction> {
    match figure.comparison?.comparator {
        Comparator::AtLeast | Comparator::Above => Some(Direction::Up),
        Comparator::AtMost | Comparator::Below => Some(Direction::Down),
        Comparator::Equal => None,
    }
}

/// Either value in the place of the other; a figure in place of a placeholder is the one that is meant.
fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let Some(trial) = Trial::new(analysis, line) else { return Vec::new() };
    let cell = trial.cell();
    let pairs = trial.list().iter().filter_map(|one| Pair::of(one, cell));
    let Some(pair) = pairs.into_iter().find(|pair| trial.is_at(finding, pair.place())) else { return Vec::new() };
    let fix = |place: Span, from: Span| {
        let text = from.of(cell);
        let (chinese, english) = if place == pair.year { ("年度", "year") } else { ("实施周期", "cycle") };
        let title = analysis
            .options()
            .language
            .choose(|| format!("{chinese}也写作“{text}”"), || format!("“{text}” for the {english} too"));
        trial.fix(title, Safety::Suggested, vec![(place, text.to_owned())], oversights)
    };
    let (to_year, to_cycle) = (fix(pair.year, pair.cycle), fix(pair.cycle, pair.year));
    let is_meant = |text: &str| matches!(target(text), Target::Figure(_));
    let fixes = match pair.oversight {
        Oversight::Placeholder { in_cycle: true } if is_meant(pair.year.of(cell)) => {
            [to_cycle.map(Fix::preferred), None]
        }
        Oversight::Placeholder { in_cycle: false } if is_meant(pair.cycle.of(cell)) => {
            [to_year.map(Fix::preferred), None]
        }
        _ => [to_year, to_cycle],
    };
    fixes.into_iter().flatten().collect()
}

fn oversights(cell: &str, indicators: &Indicators, _: &Codes) -> usize {
    indicators.list.iter().filter(|one| Pair::of(one, cell).is_some()).count()
}
