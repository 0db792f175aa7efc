//! Classes of indicators that a project or a table does without.

use budget_grammar::{
    Span,
    codes::{Codes, Expected},
    indicator::{Indicator, Indicators},
    line::Line,
    sequence::Search,
    tally::Tally,
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{
        Fix, Safety,
        indicators::{Trial, is_consistent},
    },
    scope::{RowScope, TableScope},
    skeleton::{Colons, Skeleton, next_number},
};

/// No output or no benefit indicator in a project that has others; and, once for the table, projects with no indicator
/// of satisfaction.
///
/// A project says nothing where the class of one of its indicators cannot be told.
pub static RULE: Rule = Rule {
    id: "indicator-missing-class",
    severity: Severity::Information,
    page: include_str!("indicator_missing_class.md"),
    checks: &[Check::Row(check), Check::Table(check_table)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let missing = || [Expected::Output, Expected::Benefit].into_iter().filter(|class| scope.row.lacks(*class));
    if missing().next().is_none() {
        return;
    }
    let Some((cell, start)) = scope.indicator_cell() else { return };
    let indicators = &scope.row.indicators;
    let Some(last) =
        class_of_last(indicators).filter(|_| is_certain(indicators, cell, scope.document.vocabulary().codes()))
    else {
        return;
    };
    let count = indicators.list.len();
    let message = findings.say(
        || {
            let names: Vec<&str> = missing().map(Expected::name).collect();
            format!("{count} 条指标中没有{}", names.join("，也没有"))
        },
        || {
            let names: Vec<&str> = missing().map(Expected::english).collect();
            format!("none of the {count} indicators is of class {}", names.join(" or "))
        },
    );
    findings.push(last.shifted(start), message);
}

/// Whether the indicators are sound enough for what they lack to be lacking.
fn is_certain(indicators: &Indicators, cell: &str, codes: &Codes) -> bool {
    indicators.problems.is_empty() && indicators.list.iter().all(|one| is_consistent(one, cell, codes))
}

/// The level-1 class of the last indicator, behind which one is to be added.
fn class_of_last(indicators: &Indicators) -> Option<Span> {
    indicators.list.last()?.class1.map(|class| class.span())
}

fn check_table(scope: &TableScope<'_>, findings: &mut Findings) {
    let Tally { projects, with_indicators: with, without_satisfaction: without, .. } = scope.tally;
    if without == 0 {
        return;
    }
    let lacks = |line: &Line| {
        let is_project = line.standing().is_some_and(|standing| standing.is_project());
        is_project && line.row().is_some_and(|row| row.lacks(Expected::Satisfaction))
    };
    let search = Search { may_hold: &|tally: &Tally| tally.without_satisfaction > 0, is: &lacks };
    let lines = scope.document.lines();
    let Some(first) = lines.next(scope.lines.start, &search) else { return };
    let Some(row) = lines.get(first).and_then(Line::row) else { return };
    let Some(place) = class_of_last(&row.indicators).zip(row.indicator_cell()) else { return };
    let message = findings.say(
        || {
            let written = if with == projects { "" } else { "中写了绩效指标的" };
            format!("本表{written} {with} 个项目中 {without} 个没有满意度指标，这是第一个")
        },
        || {
            let written = if with == projects { "" } else { " with indicators" };
            format!(
                "{without} of the table's {with} projects{written} have no indicator of satisfaction; this is the first"
            )
        },
    );
    let span = place.0.shifted(place.1.start as usize);
    findings.push_below(first - scope.lines.start, RULE.severity, span, message, Vec::new());
}

/// A skeleton behind the last indicator; for a table, which stands above its findings, which project should have one is
/// the drafter's to say.
fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let Some(trial) = Trial::new(analysis, line).filter(|_| finding.lines_below == 0) else { return Vec::new() };
    let missing: Vec<Expected> =
        [Expected::Output, Expected::Benefit].into_iter().filter(|class| trial.row.lacks(*class)).collect();
    let Some(last) = trial.list().last() else { return Vec::new() };
    let from = next_number(&trial.row.indicators);
    let skeletons = (from..).zip(&missing).map(|(number, class)| skeleton(number, *class, &trial).text());
    let title = analysis.options().language.choose(
        || {
            let names: Vec<&str> = missing.iter().map(|class| class.name()).collect();
            format!("在末尾补一条{}，内容待填", names.join("、一条"))
        },
        || {
            let names: Vec<&str> = missing.iter().map(|class| class.english()).collect();
            format!("Append an indicator of {}, to be filled in", names.join(" and one of "))
        },
    );
    let end = Span { start: last.span.end, end: last.span.end };
    let edits = vec![(end, skeletons.collect())];
    trial.fix(title, Safety::Suggested, edits, lacking).into_iter().collect()
}

fn lacking(cell: &str, indicators: &Indicators, codes: &Codes) -> usize {
    let coverage = indicators.coverage(cell, codes);
    [Expected::Output, Expected::Benefit].into_iter().filter(|class| coverage.lacks(*class)).count()
}

/// An indicator of a class, under the digit that follows from those in the cell: where cost is a class of
/// its own and comes first, the others move up by one.
fn skeleton(number: u32, class: Expected, trial: &Trial<'_>) -> Skeleton {
    let digit = |class: Expected| {
        let stem = class.name().trim_end_matches("指标");
        let is_of = |one: &&Indicator| one.class1.is_some_and(|code| code.name.of(trial.cell()).starts_with(stem));
        trial.list().iter().find(is_of).and_then(|one| one.class1).map(|code| code.value)
    };
    let satisfaction = digit(Expected::Satisfaction);
    let (digit, below) = match class {
        Expected::Output => {
            let benefit = digit(Expected::Benefit).or(satisfaction.map(|digit| digit.saturating_sub(1)));
            (benefit.map_or(1, |digit| digit.saturating_sub(1)), "1-数量指标")
        }
        Expected::Benefit | Expected::Satisfaction => {
            let output = digit(Expected::Output).map(|digit| digit.saturating_add(1));
            (output.or(satisfaction.map(|digit| digit.saturating_sub(1))).unwrap_or(2), "2-社会效益")
        }
    };
    Skeleton {
        number,
        level1: format!("{digit}-{}", class.name()),
        level2: format!("{digit}{below}"),
        colons: Colons::of(trial.list().last(), trial.cell()),
    }
}
