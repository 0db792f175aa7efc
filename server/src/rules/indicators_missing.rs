//! Projects without performance indicators.

use super::{Check, Findings, PLAIN, Rule, goal_missing};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
    scope::RowScope,
};

/// A project whose indicators are blank, though its goal is written or there is no column for goals.
pub static RULE: Rule = Rule {
    id: "indicators-missing",
    severity: Severity::Information,
    page: include_str!("indicators_missing.md"),
    checks: &[Check::Row(check)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some(cell) = goal_missing::missing(scope, scope.row.schema.indicators) else { return };
    if goal_missing::missing(scope, scope.row.schema.goal).is_some() {
        return;
    }
    let name = scope.row.name().of(scope.text());
    let message = findings.say(|| format!("“{name}”没有填写绩效指标"), || format!("“{name}” has no indicators"));
    findings.push(goal_missing::shown(scope, cell), message);
}

/// One indicator of each class, for the drafter to complete.
const SKELETON: &str = "1、1-产出指标；11-数量指标；指标名称；实施周期指标值：≥1个；年度指标值：≥1个。\
    2、2-效益指标；22-社会效益；指标名称；实施周期指标值：有效提升；年度指标值：有效提升。\
    3、3-满意度指标；31-服务对象满意度；服务对象满意度；实施周期指标值：≥90%；年度指标值：≥90%。";

fn fixes(analysis: &Analysis, line: usize, _: &Finding) -> Vec<Fix> {
    let language = analysis.options().language;
    let scope = RowScope::new(analysis.document(), line, analysis.options().rounding);
    let Some(cell) = scope.and_then(|scope| goal_missing::missing(&scope, scope.row.schema.indicators)) else {
        return Vec::new();
    };
    let title = language
        .choose(|| "填入三类指标的写法".to_owned(), || "Insert one indicator of each class to start from".to_owned());
    vec![Fix::new(title, Safety::Suggested, Replacement::in_line(analysis.document(), line, cell, SKELETON))]
}
