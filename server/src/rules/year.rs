//! Years that were left standing when last year's budget was copied.

use budget_grammar::prose::Year;

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    department::Department,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
};

/// A year before a word of budgets that is neither the document's own nor the one before.
pub static RULE: Rule = Rule {
    id: "year",
    severity: Severity::Warning,
    page: include_str!("year.md"),
    checks: &[Check::Department(check)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(department: &Department<'_>, findings: &mut Findings) {
    let Some(own) = department.document.cover_year(department.lines.start) else { return };
    let is_final = department.document.text().line(department.lines.start).contains("决算");
    // The contents repeat the headings of the parts: where one of them has the year of the cover, the other is stale,
    // even if by one year.
    let all = || department.passages.iter().flat_map(|scope| &scope.passage.years);
    let is_own_part = |year: &Year| {
        let part = year.holder.as_deref().filter(|holder| holder.starts_with('第') && holder.contains("部分"));
        part.is_some() && all().any(|other| other.year == own && other.holder.as_deref() == part)
    };
    for scope in &department.passages {
        let years = &scope.passage.years;
        // Where a sentence names the budget's own year as well, the other one is meant.
        let is_meant = |year: &Year| years.iter().any(|other| other.sentence == year.sentence && other.year == own);
        let is_of_others = |year: &Year| year.is_of_past != is_final || is_meant(year);
        let is_stale = |year: &Year| year.year != own && (!is_usual(year.year, own) || is_own_part(year));
        for year in years.iter().filter(|year| year.is_heading && is_stale(year) && !is_of_others(year)) {
            let message = findings.say(
                || format!("{}年，封面是 {own}年", year.year),
                || format!("{}, and the cover says {own}", year.year),
            );
            let below = department.below(scope.line + year.place.below);
            findings.push_below(below, RULE.severity, year.place.span, message, Vec::new());
        }
    }
}

/// A budget speaks of its own year and the one before; that of the year before tells of the one that follows it.
fn is_usual(year: u16, own: u16) -> bool {
    (own.saturating_sub(1)..=own).contains(&year)
}

fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let fix = analysis.in_department(line, |department| {
        let own = department.document.cover_year(department.lines.start)?;
        let title = analysis.options().language.choose(|| format!("改为 {own}"), || format!("Change to {own}"));
        let edits = vec![Replacement::in_line(department.document, line, finding.span, own.to_string())];
        Some(Fix { title, safety: Safety::Suggested, is_preferred: true, edits })
    });
    fix.into_iter().collect()
}
