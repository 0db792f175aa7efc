//! Notes that say a table is empty, where it is not, or that speak of another one.

use budget_grammar::{amount::Reading, name::fold, statement::Note};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Severity},
    fix::{Fix, Replacement, Safety},
    statement::StatementScope,
};

/// 故本表为空表 at a table with figures, or with the name of another fund.
pub static RULE: Rule = Rule {
    id: "empty-table-note",
    severity: Severity::Error,
    page: include_str!("empty_table_note.md"),
    checks: &[Check::Statement(check)],
    fixes: Some(fixes),
    ..PLAIN
};

fn check(scope: &StatementScope<'_>, findings: &mut Findings) {
    let Some(note) = scope.account.statement.note.as_ref().filter(|note| is_about(scope, note)) else { return };
    let message = if let Some((row, column, figure)) = first_figure(scope) {
        let label = Some(scope.label(row)).filter(|label| !label.is_empty());
        let label = label.unwrap_or_else(|| scope.account.title((row, column)).to_owned());
        findings.say(
            || format!("说明本表为空表，表中却有数：{label} {figure}"),
            || format!("the note says that the table is empty, and it is not: {label} {figure}"),
        )
    } else if let Some((own, other)) = swapped(scope, note) {
        findings.say(
            || format!("本表是{own}的表，说明里写的是{other}"),
            || format!("this is the table of {own}, and the note speaks of {other}"),
        )
    } else {
        return;
    };
    let line = scope.line_at(note.below);
    findings.push_below(line.saturating_sub(scope.line), RULE.severity, note.span, message, Vec::new());
}

/// Whether a note speaks of this table: it says so, and names no other one beside it.
fn is_about(scope: &StatementScope<'_>, note: &Note) -> bool {
    const THIS: [&str; 4] = ["本表", "此表", "该表", "空表列示"];
    const PARTS: [&str; 4] = ["栏", "列", "若", "如"];
    let names_this = || THIS.iter().any(|word| note.text.contains(word));
    let own = scope.account.statement.kind.as_ref().map(|kind| &kind.description.notes);
    let names_own = || own.is_some_and(|notes| notes.iter().any(|word| note.text.contains(&*fold(word))));
    let is_whole = !PARTS.iter().any(|word| note.text.contains(word)) || note.text.contains("列示");
    names_this() || (names_own() && is_whole)
}

/// The first figure other than zero, with its row.
fn first_figure(scope: &StatementScope<'_>) -> Option<(usize, usize, String)> {
    scope.account.statement.rows.iter().enumerate().find_map(|(number, row)| {
        let is_figure = |reading: &Reading| reading.amount().is_some_and(|amount| amount.scaled() != 0);
        let column = row.amounts().iter().position(is_figure)?;
        Some((number, column, scope.text(*row.cells().get(column)?).trim().to_owned()))
    })
}

/// What the table is about, and what the note is, where these are different ones.
fn swapped(scope: &StatementScope<'_>, note: &Note) -> Option<(String, String)> {
    let own = &scope.account.statement.kind.as_ref()?.description;
    let first = own.notes.first()?;
    let stands = |word: &String| note.text.contains(&*fold(word));
    if own.notes.iter().any(stands) {
        return None;
    }
    let kinds = scope.document.vocabulary().kinds().all().iter().filter(|kind| kind.description.id != own.id);
    let mut others = kinds.filter_map(|kind| kind.description.notes.iter().find(|word| stands(word)));
    // Which of several it should be is anybody's guess.
    let other = others.next().filter(|_| others.next().is_none())?;
    // 政府性基金预算“三公”经费支出预算表 may say that there is no such fund.
    let title = scope.account.statement.title.as_ref().map(|title| fold(&title.text).into_owned()).unwrap_or_default();
    (!title.contains(&*fold(other))).then(|| (first.clone(), other.clone()))
}

fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let fix = analysis.near_statement(line, |scope| {
        let note = scope.account.statement.note.as_ref().filter(|note| is_about(scope, note))?;
        if scope.line_at(note.below) != line || note.span != finding.span {
            return None;
        }
        let text = scope.document.text().line(line).into_owned();
        let language = analysis.options().language;
        if first_figure(scope).is_some() {
            // A line of its own goes with what ends it; no blank is left where it stood.
            let title = language.choose(|| "删去这句说明".to_owned(), || "Delete the note".to_owned());
            let edits = vec![Replacement::in_line(scope.document, line, note.span, String::new())];
            return Some(Fix { title, safety: Safety::Suggested, is_preferred: true, edits });
        }
        let (own, other) = swapped(scope, note)?;
        let new = note.span.of(&text).replace(&other, &own);
        let title = language.choose(|| format!("改为“{own}”"), || format!("Change to “{own}”"));
        let edits = vec![Replacement::in_line(scope.document, line, note.span, new)];
        Some(Fix { title, safety: Safety::Suggested, is_preferred: true, edits })
    });
    fix.into_iter().collect()
}
