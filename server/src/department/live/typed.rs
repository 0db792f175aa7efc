//! What was typed since the tables and the text of a department last agreed: the figures that are others, the rows that
//! are new or gone, and what the text says anew.

use std::{collections::BTreeSet, ops::Range};

use budget_grammar::statement::{Code, Rows};

use super::{
    super::{Department, Of, Seat},
    Differences,
};
use crate::{analysis::Agreed, fix::Replacement, statement::Kind};

/// The most figures that are taken for typed. Who changes more at once rewrites the table.
const MOST_TYPED: usize = 16;

/// What was typed anew.
#[derive(Default)]
pub(super) struct Typed {
    /// Figures of the tables, all those of new rows among them.
    pub(super) cells: Differences,
    /// The rows that are new, each with its statement.
    pub(super) rows: BTreeSet<(usize, usize)>,
    /// What totals lost with rows that are gone.
    pub(super) lost: Differences,
    /// The codes of those rows.
    pub(super) gone: Vec<Code>,
    /// Figures of the tables that do not print yet what the text that repeated them was made to say.
    pub(super) told: Differences,
    /// Where that stands, in the lines of the document.
    pub(super) told_at: BTreeSet<usize>,
    /// What puts back what the text said.
    pub(super) untold: Vec<(Replacement, String)>,
}

impl Typed {
    pub(super) fn contains(&self, seat: Seat) -> bool {
        self.cells.contains_key(&seat) || self.told.contains_key(&seat)
    }

    pub(super) fn seats(&self) -> impl Iterator<Item = Seat> {
        self.cells.keys().chain(self.told.keys()).chain(self.lost.keys()).copied()
    }

    /// Whether rows are new or gone.
    pub(super) fn has_other_rows(&self) -> bool {
        !self.rows.is_empty() || !self.lost.is_empty()
    }
}

impl Department<'_> {
    /// The figures that are others than before; `None` where the tables are others, or too much was typed.
    pub(super) fn typed_since(&self, before: &Department<'_>, agreed: Agreed<'_>) -> Option<Typed> {
        let mut typed = self.cells_since(before)?;
        self.add_told_since(before, agreed, &mut typed);
        (typed.seats().count() <= MOST_TYPED).then_some(typed)
    }

    /// The figures of the tables that are others than before; `None` where the tables are, but for rows that are new.
    fn cells_since(&self, before: &Department<'_>) -> Option<Typed> {
        let mut typed = Typed::default();
        let statements = self.statements.iter().zip(&before.statements).enumerate();
        for (statement, (own, old)) in statements {
            if std::ptr::eq(own.account, old.account) {
                continue;
            }
            let (rows, old_rows) = (&own.account.statement.rows, &old.account.statement.rows);
            if let Some(gone) = new_rows(old_rows, rows).filter(|gone| !gone.is_empty()) {
                self.add_lost_since(before, (statement, gone), &mut typed)?;
                continue;
            }
            let new = new_rows(rows, old_rows)?;
            typed.rows.extend(new.clone().map(|row| (statement, row)));
            for (row, of) in rows.iter().enumerate() {
                let old_row = if row < new.start { Some(row) } else { row.checked_sub(new.len()) };
                let old_row = old_row.filter(|_| !new.contains(&row));
                let count = old_row.and_then(|old_row| old_rows.get(old_row)).map(|old_of| old_of.amounts().len());
                count.is_none_or(|count| count == of.amounts().len()).then_some(())?;
                for column in 0..of.amounts().len() {
                    let place = (row, column);
                    let new = own.account.sum(place);
                    let old = old_row.map(|row| old.account.sum((row, column))).unwrap_or_default();
                    (new.void == old.void).then_some(())?;
                    if new.value != old.value {
                        typed.cells.insert(Seat { statement, place }, new.value.checked_sub(old.value)?);
                    }
                }
            }
        }
        (self.statements.len() == before.statements.len()).then_some(typed)
    }

    /// Adds what the totals of a statement lost with rows that are gone; `None` where anything else in it is another
    /// figure.
    fn add_lost_since(
        &self,
        before: &Department<'_>,
        (statement, gone): (usize, Range<usize>),
        typed: &mut Typed,
    ) -> Option<()> {
        let now = |old: Seat| {
            let (row, column) = old.place;
            let is_here = old.statement == statement && !gone.contains(&row);
            let row = if row < gone.start { row } else { row.checked_sub(gone.len())? };
            is_here.then_some(Seat { statement, place: (row, column) })
        };
        let old = before.account(statement)?;
        for (row, of) in old.statement.rows.iter().enumerate() {
            for column in 0..of.amounts().len() {
                let seat = Seat { statement, place: (row, column) };
                let is_same = now(seat).is_none_or(|now| self.sum(now).value == before.sum(seat).value);
                is_same.then_some(())?;
            }
        }
        typed.gone.extend(gone.clone().filter_map(|row| old.code(row)).cloned());
        for joint in before.joints().iter().filter(|joint| joint.of == Of::Statement(Kind::Column)) {
            let Some(total) = now(joint.total) else { continue };
            let lost = joint.parts.iter().filter(|part| now(**part).is_none());
            let lost = lost.fold(0_i128, |lost, part| lost.saturating_add(before.sum(*part).value));
            if lost != 0 {
                typed.lost.insert(total, lost.saturating_neg());
            }
        }
        Some(())
    }

    /// Adds what the text says anew of figures of the tables that it repeated to the last place. Where words were typed
    /// too, it may say something else.
    fn add_told_since(&self, before: &Department<'_>, agreed: Agreed<'_>, typed: &mut Typed) {
        // What a table with a new row is to print stands elsewhere in it than before.
        if self.passages.len() != before.passages.len() || typed.has_other_rows() {
            return;
        }
        for (scope, old_scope) in self.passages.iter().zip(&before.passages) {
            let (own, old) = (scope.passage, old_scope.passage);
            if std::ptr::eq(own, old)
                || agreed.line_before(scope.line) != old_scope.line
                || own.mentions != old.mentions
            {
                continue;
            }
            for (mention, old_mention) in own.mentions.iter().zip(&old.mentions) {
                let figures = own.figures.get(mention.figure).zip(old.figures.get(old_mention.figure));
                let Some((figure, old_figure)) = figures.filter(|(new, old)| new.value != old.value) else { continue };
                if figure.unit != old_figure.unit {
                    continue;
                }
                let difference = |seat: Seat| {
                    let (unit, factor) = (figure.unit.yuan(), before.factor(seat));
                    let printed = before.sum(seat).value.checked_mul(factor)?;
                    let more = figure.value.checked_sub(old_figure.value)?.checked_mul(unit)?;
                    let is_repeated = old_figure.value.checked_mul(unit)? == printed;
                    (is_repeated && more % factor == 0).then_some(more / factor)
                };
                let seats = before.seats_of(old_scope, old_mention).into_iter();
                let told = seats.filter_map(|seat| Some((seat, difference(seat)?)));
                let told: Vec<(Seat, i128)> = told.filter(|(seat, _)| !typed.cells.contains_key(seat)).collect();
                if told.is_empty() {
                    continue;
                }
                let (line, old_line) = (scope.line + figure.place.below, old_scope.line + old_figure.place.below);
                let printed = old_figure.place.span.of(&old_scope.document.text().line(old_line)).to_owned();
                let restored = Replacement::in_line(scope.document, line, figure.place.span, printed.clone());
                typed.told.extend(told);
                typed.told_at.insert(line);
                typed.untold.push((restored, printed));
            }
        }
    }
}

/// The rows that were put in at one place; `None` where others are missing, or stand elsewhere.
fn new_rows(rows: &Rows, old: &Rows) -> Option<Range<usize>> {
    let count = rows.len().checked_sub(old.len())?;
    if count == 0 {
        return Some(0..0);
    }
    let is_same = |row: usize, old_row: usize| match (rows.get(row), old.get(old_row)) {
        (Some(own), Some(old)) => own.half() == old.half() && own.of() == old.of() && own.name() == old.name(),
        _ => false,
    };
    let first = (0..old.len()).find(|row| !is_same(*row, *row)).unwrap_or(old.len());
    (first..old.len()).all(|row| is_same(row + count, row)).then_some(first..first + count)
}
