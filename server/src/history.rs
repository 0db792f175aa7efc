//! What was typed since the sums last added up: the witness that only an editor has.
//!
//! A row is remembered from before its first figure was changed, if its sums added up then or were off only because of
//! rows that are remembered too. It is forgotten when another line is typed in, or the document is saved, and its sums
//! add up; so a half-typed figure is never remembered, even if it happens to fit for a moment.

use std::sync::Arc;

use budget_grammar::{document::Document, row::Row};

use crate::component::{Ledger, is_figure};

/// The most rows that are remembered. Who changes more at once rewrites the table.
const MOST: usize = 64;

/// The rows whose figures were changed since their sums last added up.
#[derive(Clone, Debug, Default)]
pub struct History {
    rows: Vec<Remembered>,
    /// The line that is being typed in.
    typed: Option<usize>,
}

/// A row as it was.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// The line at which it stands now.
    pub line: usize,
    row: Arc<Row>,
    text: Arc<str>,
}

impl Remembered {
    /// The value of a cell, 0 where it printed none.
    pub fn value(&self, column: usize) -> i128 {
        self.row.sums().get(column).value
    }

    /// The text of a cell.
    pub fn cell(&self, column: usize) -> &str {
        self.row.amount_cell(column).map_or("", |span| span.of(&self.text))
    }
}

/// The lines that an edit touched: from `first` on, up to `old_last` before it and `new_last` after it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edited {
    pub(crate) first: usize,
    pub(crate) old_last: usize,
    pub(crate) new_last: usize,
}

impl History {
    /// The rows that are remembered, in no order.
    pub fn rows(&self) -> &[Remembered] {
        &self.rows
    }

    /// The row of that line as it was, where it is remembered.
    pub fn at(&self, line: usize) -> Option<&Remembered> {
        self.rows.iter().find(|row| row.line == line)
    }

    /// Takes note of an edit. `before` is the state that it was made in.
    pub(crate) fn note(&mut self, before: &Ledger<'_>, after: &Document, edited: Edited) {
        let is_typing = edited.first == edited.old_last && edited.first == edited.new_last;
        let typed = is_typing.then_some(edited.first);
        if typed.is_none() || self.typed != typed {
            self.forget(before);
        }
        self.typed = typed;
        match typed {
            Some(line) => self.note_typing(before, after, line),
            None => self.follow(before.document, after, edited),
        }
    }

    /// Ends the typing: what adds up now is no longer remembered.
    pub(crate) fn settle(&mut self, now: &Ledger<'_>) {
        self.typed = None;
        self.forget(now);
    }

    fn note_typing(&mut self, before: &Ledger<'_>, after: &Document, line: usize) {
        let (Some(old), Some(new)) = (row_at(before.document, line), row_at(after, line)) else {
            self.rows.retain(|row| row.line != line);
            return;
        };
        match self.rows.iter().position(|row| row.line == line) {
            Some(known) => {
                if self.rows.get(known).is_some_and(|row| row.row.amounts == new.amounts) {
                    self.rows.swap_remove(known);
                }
            }
            None => {
                // Digit by digit: `67.0` is on its way to another figure, and not a new writing of 67.00.
                let is_new = old.amounts != new.amounts && self.rows.len() < MOST;
                if is_new && (!is_disturbed(before, line) || self.has_kin(before.document, line)) {
                    let text = before.document.text().line(line).into();
                    self.rows.push(Remembered { line, row: old.clone(), text });
                }
            }
        }
    }

    /// Follows lines that came, went or moved; a row that was replaced is remembered no more.
    fn follow(&mut self, before: &Document, after: &Document, edited: Edited) {
        let is_kept = |old: usize, new: usize| before.text().line(old) == after.text().line(new);
        self.rows.retain_mut(|row| {
            let is_above = row.line < edited.first || (row.line == edited.first && is_kept(row.line, row.line));
            if is_above {
                return true;
            }
            let is_last = row.line == edited.old_last && is_kept(row.line, edited.new_last);
            let is_below = row.line > edited.old_last || is_last;
            row.line = (row.line + edited.new_last).saturating_sub(edited.old_last);
            is_below
        });
    }

    fn forget(&mut self, ledger: &Ledger<'_>) {
        self.rows.retain(|row| is_disturbed(ledger, row.line));
    }

    /// Whether a remembered row shares a total with that of a line, or one is a part of the other.
    fn has_kin(&self, document: &Document, line: usize) -> bool {
        let over = document.totals_over(line);
        self.rows.iter().any(|row| {
            let other = document.totals_over(row.line);
            over.contains(&row.line) || other.contains(&line) || over.iter().any(|total| other.contains(total))
        })
    }
}

fn row_at(document: &Document, line: usize) -> Option<&Arc<Row>> {
    document.lines().get(line)?.row()
}

/// Whether an identity that the row is part of does not hold.
fn is_disturbed(ledger: &Ledger<'_>, line: usize) -> bool {
    let is_above = |total: usize| {
        let row = ledger.row(line);
        ledger.violated(total).columns().any(|column| row.is_some_and(|row| is_figure(row, column)))
    };
    ledger.violated(line).any() || ledger.document.totals_over(line).into_iter().any(is_above)
}
