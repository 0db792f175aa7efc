//! What was typed since the sums last added up: the witness that only an editor has.
//!
//! A row is remembered from before its first figure was changed, if its sums added up then or were off only because of rows
//! that are remembered too. It is forgotten when another line is typed in, or the document is saved, and its sums add up;
//! so a half-typed figure is never remembered, even if it happens to fit for a moment.

use std::sync::Arc;

use budget_grammar::{
    amount::Reading,
    document::{Change, Document},
    row::Row,
};

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

    fn has_figures_of(&self, row: &Row) -> bool {
        values(&self.row) == values(row)
    }
}

fn values(row: &Row) -> Vec<Option<i128>> {
    let value = |reading: &Reading| reading.amount().map(|amount| amount.scaled());
    row.amounts.iter().map(value).collect()
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

    /// Takes note of an edit. `before` is the state that it was made in; `typed` is its line where it changed nothing outside
    /// of one.
    pub(crate) fn note(&mut self, before: &Ledger<'_>, after: &Document, change: &Change, typed: Option<usize>) {
        if typed.is_none() || self.typed != typed {
            self.forget(before);
        }
        self.typed = typed;
        match typed {
            Some(line) => self.note_typing(before, after, line),
            None => self.follow(change),
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
                if self.rows.get(known).is_some_and(|row| row.has_figures_of(new)) {
                    self.rows.swap_remove(known);
                }
            }
            None => {
                let is_new = values(old) != values(new) && self.rows.len() < MOST;
                if is_new && (!is_disturbed(before, line) || self.has_kin(before.document, line)) {
                    let text = before.document.text().line(line).into();
                    self.rows.push(Remembered { line, row: old.clone(), text });
                }
            }
        }
    }

    /// Follows lines that came, went or moved; a row that was replaced is remembered no more.
    fn follow(&mut self, change: &Change) {
        self.rows.retain(|row| !change.old.contains(&row.line));
        for row in self.rows.iter_mut().filter(|row| row.line >= change.old.end) {
            row.line = (row.line + change.new.len()).saturating_sub(change.old.len());
        }
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
