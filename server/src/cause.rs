//! The one row that explains everything that does not add up in a component.

use budget_grammar::table::Role;

use crate::{
    component::{Change, Ledger, is_figure},
    scope::{TotalScope, row_identity},
};

/// What alone explains a component: figures of one row, and what they should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The line of the row.
    pub line: usize,
    /// The wrong figures, from left to right: one cell, or those of a total that is wrong in several columns.
    pub changes: Vec<Change>,
}

/// Which identity a finding about a cause carries the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Implicated {
    /// That of a column.
    Column,
    /// That of a row.
    Row,
}

impl Cause {
    /// The identity that the wrong figure is the total of, a column's before a row's; else the one it is a part of.
    pub fn rule(&self, ledger: &Ledger<'_>) -> Implicated {
        let violated = ledger.violated(self.line);
        match self.changes.first() {
            Some(change) if violated.has_column(change.column) => Implicated::Column,
            _ if violated.row => Implicated::Row,
            _ => Implicated::Column,
        }
    }
}

impl Ledger<'_> {
    /// The cause of a component, where exactly one row is one.
    ///
    /// Row and column identities together are an error-correcting code: a wrong figure violates a pattern of them that
    /// no other shares. So the row is known before any figure is tried: it is the one that all identities have in
    /// common.
    pub fn cause(&self, component: &[usize]) -> Option<Cause> {
        let line = self.common_row(component)?;
        let row = self.row(line)?;
        let cells = (0..row.amounts.len()).filter(|column| is_figure(row, *column));
        let mut single = cells.filter_map(|column| self.corrected(component, line, column));
        match (single.next(), single.next()) {
            (Some(change), None) => Some(Cause { line, changes: vec![change] }),
            (None, _) => self.several_columns(component, line),
            (Some(_), Some(_)) => None,
        }
    }

    /// The only row that has a figure in every violated identity of the component; `None` for a lone total, whose parts
    /// all have one.
    fn common_row(&self, component: &[usize]) -> Option<usize> {
        let mut rows = component.iter().copied().filter(|line| self.violated(*line).row);
        let totals: Vec<usize> = component.iter().copied().filter(|line| self.violated(*line).has_columns()).collect();
        let line = match (rows.next(), rows.next()) {
            (Some(row), None) => row,
            (None, _) => totals.iter().copied().find(|line| self.is_under_all(*line, &totals))?,
            (Some(_), Some(_)) => return None,
        };
        let is_lone = totals == [line] && !self.violated(line).row;
        (!is_lone && self.is_under_all(line, &totals)).then_some(line)
    }

    /// Whether each of the totals is the row itself or one that it is a part of.
    fn is_under_all(&self, line: usize, totals: &[usize]) -> bool {
        let over = self.document.totals_over(line);
        totals.iter().all(|total| *total == line || over.contains(total))
    }

    /// The value of a cell with which everything holds.
    fn corrected(&self, component: &[usize], line: usize, column: usize) -> Option<Change> {
        let mut values = self.required(component, line, column);
        values.sort_unstable();
        values.dedup();
        let changes = values.into_iter().map(|value| Change { line, column, value });
        let mut fitting = changes.filter(|change| self.clears(component, &[*change]));
        // With rounding in some of the sums several values fit; the one that the row itself asks for is exact.
        let own = required_by_row(self, line, column);
        let first = fitting.next()?;
        let exact = std::iter::once(first).chain(fitting).find(|change| Some(change.value) == own);
        Some(exact.unwrap_or(first))
    }

    /// What each violated identity of the component asks a cell to be, that of the cell's own row as a total first.
    fn required(&self, component: &[usize], line: usize, column: usize) -> Vec<i128> {
        let own = self.value(line, column);
        let others = component.iter().copied().filter(|total| *total != line);
        let by_totals =
            [line].into_iter().chain(others).filter(|total| self.violated(*total).has_column(column)).filter_map(
                |total| {
                    let scope = TotalScope::known(self, total)?;
                    let identity = scope.identities.iter().find(|identity| identity.column == column)?;
                    let residual = identity.residual();
                    Some(if total == line { own.saturating_sub(residual) } else { own.saturating_add(residual) })
                },
            );
        let by_row = self.violated(line).row.then(|| required_by_row(self, line, column)).flatten();
        by_totals.chain(by_row).collect()
    }

    /// The row of a total that is wrong in all violated columns alike, so that it adds up itself.
    fn several_columns(&self, component: &[usize], line: usize) -> Option<Cause> {
        let columns: std::collections::BTreeSet<usize> =
            component.iter().flat_map(|total| self.violated(*total).columns()).collect();
        let change = |column: usize| {
            let value = *self.required(component, line, column).first()?;
            Some(Change { line, column, value })
        };
        let changes: Vec<Change> = columns.into_iter().map(change).collect::<Option<_>>()?;
        (changes.len() > 1 && self.clears(component, &changes)).then_some(Cause { line, changes })
    }
}

/// What the sum of a row asks one of its figures to be.
pub fn required_by_row(ledger: &Ledger<'_>, line: usize, column: usize) -> Option<i128> {
    let row = ledger.row(line)?;
    let identity = row_identity(row, ledger.rounding)?;
    if column == identity.column {
        return Some(identity.parts.value);
    }
    let is_source = row.schema.amounts.get(column).is_some_and(|column| column.role == Role::Source);
    is_source.then(|| ledger.value(line, column).saturating_add(identity.residual()))
}
