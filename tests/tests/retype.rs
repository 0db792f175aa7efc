//! A figure is retyped at the keyboard, and the fix that is preferred makes everything consistent with it.

#![allow(clippy::print_stdout, reason = "misses are for people to read")]

use budget_lsp::{
    analysis::{Analysis, Options},
    features::actions::quick_fixes,
    fix::applied,
};
use budget_tests::generator::{
    Dice, Level, Sheet,
    document::{amount, printed},
    slips::slipped,
};

/// How many figures are retyped.
const CASES: usize = 200;
/// In thousandths: the least for which the preferred fix gives exactly the consistent document.
const EXACT: usize = 950;

/// Deletes a figure from its end and types another one.
fn retype(analysis: &mut Analysis, line: usize, column: usize, new: &str) {
    let document = analysis.document();
    let row = document.lines().get(line).and_then(|line| line.row()).expect("a row");
    let span = row.amount_cell(column).expect("a cell");
    let start = document.text().line_start(line) + span.start as usize;
    let end = document.text().line_start(line) + span.end as usize;
    for end in (start..end).rev() {
        analysis.edit(end..end + 1, "");
    }
    for (at, character) in new.char_indices() {
        analysis.edit(start + at..start + at, &character.to_string());
    }
}

/// A figure to be retyped: the document before, the one that is wanted, and the cells that the drafter types in.
struct Case {
    before: Sheet,
    after: Sheet,
    row: usize,
    columns: Vec<usize>,
}

impl Case {
    fn new(dice: &mut Dice) -> Option<Self> {
        let before = if dice.percent(15) { Sheet::with_one_column(dice) } else { Sheet::new(dice) };
        let row = dice.pick(&before.of(Level::Project))?;
        let source = dice.pick(&before.rows[row].sources());
        let old = before.rows[row].cents(source.unwrap_or_default())?;
        let new = if dice.percent(50) { slipped(old, dice)? } else { amount(dice) };
        if new == old {
            return None;
        }
        let mut after = before.clone();
        let mut columns: Vec<usize> = [Some(0), source].into_iter().flatten().collect();
        columns.iter().for_each(|column| after.rows[row].add(*column, new - old));
        after.add_up();
        if before.rows[row].sources().len() == 1 && dice.percent(30) {
            columns.remove(dice.below(columns.len()));
        }
        Some(Self { before, after, row, columns })
    }

    /// The document after typing and the preferred fix.
    fn fixed(&self) -> String {
        let page = self.before.page();
        let mut analysis = Analysis::new(&page.text, Options::default());
        for column in &self.columns {
            let cents = self.after.rows[self.row].cents(*column).expect("a figure");
            retype(&mut analysis, page.lines[self.row], *column, &printed(cents));
        }
        let text = analysis.document().text().slice(0..usize::MAX).into_owned();
        let fixes = quick_fixes(&analysis, 0..text.len());
        let preferred = fixes.iter().find(|fix| fix.fix.is_preferred);
        let fixed = preferred.map_or_else(|| text.clone(), |fix| applied(&text, &fix.fix.edits));
        if fixed != self.after.text() {
            let name = &self.before.rows[self.row].name;
            let (old, new) = (&self.before.rows[self.row].figures, &self.after.rows[self.row].figures);
            let titles: Vec<String> = fixes
                .iter()
                .filter(|fix| !fix.fix.title.contains("忽略"))
                .map(|fix| format!("{}: {} {}", fix.line + 1, fix.fix.is_preferred, fix.fix.title))
                .collect();
            println!("{name} {old:?} → {new:?}, typed in {:?}: {titles:#?}", self.columns);
        }
        fixed
    }
}

#[test]
fn the_preferred_fix_follows_what_was_typed() {
    let mut dice = Dice::new(0);
    let cases = std::iter::repeat_with(|| Case::new(&mut dice)).flatten().take(CASES);
    let exact = cases.filter(|case| case.fixed() == case.after.text()).count();
    println!("{exact} of {CASES} are exact");
    assert!(exact * 1_000 >= CASES * EXACT, "{exact} of {CASES}");
}
