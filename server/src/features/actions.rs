//! Quick fixes: what can be done about the findings at a place, and about all that are only a matter of form.

use std::ops::Range;

use budget_grammar::line::Kind;

use crate::{
    analysis::Analysis,
    finding::Finding,
    fix::{Fix, Replacement, Safety},
    suppressions::{self, request_in_row},
};

/// A finding, its line, and one way to make it go away.
#[derive(Clone, Debug)]
pub struct QuickFix<'a> {
    /// The line at which the finding stands.
    pub line: usize,
    /// The finding.
    pub finding: &'a Finding,
    /// What to do.
    pub fix: Fix,
}

/// The fixes of all findings that touch a range of bytes, in the order of the findings; to ignore them comes last.
///
/// Cost: that of listing the findings, and of the fixes.
pub fn quick_fixes(analysis: &Analysis, range: Range<usize>) -> Vec<QuickFix<'_>> {
    let text = analysis.document().text();
    let touches = |(line, finding): &(usize, &Finding)| {
        let start = text.line_start(*line);
        start + finding.span.start as usize <= range.end && range.start <= start + finding.span.end as usize
    };
    let found: Vec<(usize, &Finding)> = analysis.findings().filter(touches).collect();
    let mut fixes: Vec<QuickFix<'_>> = Vec::new();
    for &(line, finding) in &found {
        fixes.extend(analysis.fixes(line, finding).into_iter().map(|fix| QuickFix { line, finding, fix }));
    }
    for &(line, finding) in &found {
        fixes.extend(ignored(analysis, line, finding).map(|fix| QuickFix { line, finding, fix }));
    }
    fixes
}

/// Whether [`fix_all`] would change anything. Cost: the fixes of the findings up to the first safe one.
pub fn has_safe_fix(analysis: &Analysis) -> bool {
    let is_safe = |fix: &Fix| fix.safety == Safety::Safe;
    let mut formal = analysis.findings().filter(|(_, finding)| finding.rule.has_safe_fixes);
    formal.any(|(line, finding)| analysis.fixes(line, finding).iter().any(is_safe))
}

/// A comment that asks for a finding to be ignored: in its row, or above the table that it is about. The reason is left
/// to the drafter, who is reminded of it.
fn ignored(analysis: &Analysis, line: usize, finding: &Finding) -> Option<Fix> {
    let id = finding.rule.id;
    if finding.rule.checks.is_empty() {
        return None;
    }
    let (document, language) = (analysis.document(), analysis.options().language);
    if document.lines().get(line).is_some_and(|line| line.row().is_some()) {
        let (span, text) = request_in_row(document, line, id)?;
        let edit = Replacement::in_line(document, line, span, text);
        return Some(Fix::new(suppressions::title(id, true, language), Safety::Suggested, edit));
    }
    let is_header = document.lines().get(line).is_some_and(|line| line.kind == Kind::Header);
    let delimiter = || document.table(line).map(|table| table.start).or_else(|| document.unknown_table_of(line));
    let header = if is_header { line } else { document.head_of_table(delimiter()?)? };
    let at = document.text().line_start(header);
    let ending = document.text().line_ending(header);
    let text = format!("<!-- budget-ignore {id}: -->{ending}{ending}");
    Some(Fix::new(
        suppressions::title(id, false, language),
        Safety::Suggested,
        Replacement { range: at..at, new: text },
    ))
}

/// The safe fixes of the whole document as one edit: only the form is another afterwards. Where two touch the same
/// text, the first one is taken.
pub fn fix_all(analysis: &Analysis) -> Vec<Replacement> {
    let safe = |(line, finding): (usize, &Finding)| {
        analysis.fixes(line, finding).into_iter().find(|fix| fix.safety == Safety::Safe)
    };
    let mut fixes: Vec<Vec<Replacement>> = analysis
        .findings()
        .filter(|(_, finding)| finding.rule.has_safe_fixes)
        .filter_map(safe)
        .map(|fix| fix.edits)
        .collect();
    fixes.sort_by_key(|edits| edits.first().map_or(0, |edit| edit.range.start));
    let mut all: Vec<Replacement> = Vec::new();
    for edits in fixes {
        let start = edits.first().map_or(0, |edit| edit.range.start);
        let is_free =
            all.last().is_none_or(|last| last.range.end < start || (last.range.end == start && !last.range.is_empty()));
        if is_free {
            all.extend(edits);
        }
    }
    all
}
