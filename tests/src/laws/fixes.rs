//! What every fix is: edits of the text it was made for, after which its finding is gone; and one of form says the same
//! as before.

use budget_grammar::amount::Reading;
use budget_lsp::{
    analysis::{Analysis, Options},
    features::actions::{fix_all, quick_fixes},
    finding::Finding,
    fix::{Fix, Replacement, Safety, applied},
};

fn analysis(text: &str) -> Analysis {
    Analysis::new(text, Options::default())
}

/// Holds the law against every fix of every finding of a text.
///
/// # Panics
///
/// Where the law is broken.
pub fn hold(text: &str) {
    let before = analysis(text);
    for quick in quick_fixes(&before, 0..usize::MAX) {
        let (finding, fix) = (quick.finding, &quick.fix);
        assert_are_edits(text, &fix.edits, &fix.title);
        let fixed = applied(text, &fix.edits);
        let after = analysis(&fixed);
        let context = || format!("{}: {}\n{text:?}\n{fixed:?}", finding.rule.id, fix.title);
        assert_ne!(fixed, text, "it changes nothing: {}", context());
        assert!(!is_still_there(&before, &after, quick.line, finding, fix), "it is still there: {}", context());
        if fix.safety == Safety::Safe {
            assert_eq!(figures(&before), figures(&after), "another figure: {}", context());
        }
    }
    let all = fix_all(&before);
    assert_are_edits(text, &all, "all");
    let after = analysis(&applied(text, &all));
    assert_eq!(figures(&before), figures(&after), "another figure by all safe fixes: {text:?}");
}

/// Edits are in order, apart, inside the text and at whole characters.
fn assert_are_edits(text: &str, edits: &[Replacement], title: &str) {
    assert!(!edits.is_empty() || title == "all", "{title} does nothing: {text:?}");
    edits.iter().for_each(|edit| assert!(text.get(edit.range.clone()).is_some(), "{title}: {edit:?} in {text:?}"));
    let is_apart = |pair: &[Replacement]| pair[0].range.end <= pair[1].range.start;
    assert!(edits.windows(2).all(is_apart), "{title}: {edits:?} in {text:?}");
}

/// Whether the finding stands where it stood, as it was. One that is ignored without a reason is not listed either.
fn is_still_there(before: &Analysis, after: &Analysis, line: usize, finding: &Finding, fix: &Fix) -> bool {
    let text = before.document().text();
    let at = text.line_start(line) + finding.span.start as usize;
    let moved = |edit: &&Replacement| edit.range.end <= at;
    let shift = |(at, lines): (isize, isize), edit: &Replacement| {
        let (start, end) = (text.line_at(edit.range.start), text.line_at(edit.range.end));
        let added = edit.new.len() as isize - edit.range.len() as isize;
        let lines_added = edit.new.matches('\n').count() as isize - (end - start) as isize;
        (at + added, lines + lines_added)
    };
    let (added, lines) = fix.edits.iter().filter(moved).fold((0, 0), shift);
    let place = at.saturating_add_signed(added);
    let line = line.saturating_add_signed(lines);
    after.findings().any(|(found, other)| {
        let start = after.document().text().line_start(found) + other.span.start as usize;
        found == line && start == place && other.rule.id == finding.rule.id && other.message == finding.message
    })
}

/// All figures and names that were read, row by row.
fn figures(analysis: &Analysis) -> Vec<(Vec<Option<i128>>, u64)> {
    let figure = |reading: &Reading| match reading {
        Reading::Amount(amount) => Some(amount.scaled()),
        _ => None,
    };
    let rows = analysis.document().lines().iter().filter_map(|line| line.row());
    rows.map(|row| (row.amounts.iter().map(figure).collect(), row.name_hash)).collect()
}
