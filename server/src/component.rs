//! Identities that share figures: what one wrong figure may have violated together.
//!
//! The rows of a table are the nodes. A row is tied to a total that it is a part of where both have an identity that does not
//! hold and that its figure is part of. A connected component has one cause as a rule, and never shares one with another.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use budget_grammar::{
    amount::Reading,
    document::Document,
    outline::Level,
    row::Row,
    sequence::{Search, Sequence},
    table::Role,
};

use crate::{
    finding::{Census, Slot, Violated},
    identity::{Band, Rounding, band},
    scope::{TotalScope, row_identity},
};

/// The most rows of a component that is searched for its cause. Beyond, too much is wrong for one.
pub const MOST_ROWS: usize = 64;

/// The document, which of its identities are violated, and how rounding is judged.
#[derive(Clone, Copy)]
pub struct Ledger<'a> {
    /// The document.
    pub document: &'a Document,
    /// What was found line by line.
    pub slots: &'a Sequence<Slot>,
    /// How rounding is judged.
    pub rounding: Rounding,
}

/// A figure that is put in the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The line of the row.
    pub line: usize,
    /// The amount column, as an index into the schema's amounts.
    pub column: usize,
    /// The new value, in 10⁻⁸ of the table's monetary unit.
    pub value: i128,
}

/// Whether a cell prints a figure that sums are made of.
pub fn is_figure(row: &Row, column: usize) -> bool {
    matches!(row.amounts.get(column), Some(Reading::Amount(_) | Reading::Nil))
}

impl<'a> Ledger<'a> {
    /// The identities of a row that do not hold.
    pub fn violated(&self, line: usize) -> Violated {
        self.slots.get(line).and_then(Slot::findings).map(|findings| findings.violated).unwrap_or_default()
    }

    /// The row at a line.
    pub fn row(&self, line: usize) -> Option<&'a Row> {
        self.document.lines().get(line)?.row().map(|row| &**row)
    }

    /// The rows among some lines with an identity that is violated.
    pub fn violated_in(&self, lines: Range<usize>) -> Vec<usize> {
        self.found_in(lines, &|census| census.violated > 0, &|_| true)
    }

    fn violated_totals_in(&self, lines: Range<usize>) -> Vec<usize> {
        self.found_in(lines, &|census| census.violated_totals > 0, &|slot| {
            slot.findings().is_some_and(|findings| findings.is_total)
        })
    }

    fn found_in(
        &self,
        lines: Range<usize>,
        may_hold: &dyn Fn(&Census) -> bool,
        is: &dyn Fn(&Slot) -> bool,
    ) -> Vec<usize> {
        let is = |slot: &Slot| slot.findings().is_some_and(|findings| findings.violated.any()) && is(slot);
        let search = Search { may_hold: &|census: &Census| may_hold(census), is: &is };
        let mut found = Vec::new();
        let mut from = lines.start;
        while let Some(line) = self.slots.next(from, &search).filter(|line| *line < lines.end) {
            found.push(line);
            from = line + 1;
        }
        found
    }

    /// The rows that are tied to the one at `line`. Cost: logarithmic, and the violated rows below it.
    fn neighbours(&self, line: usize) -> Vec<usize> {
        let over = self.document.totals_over(line).into_iter().filter(|total| self.is_tied(line, *total));
        let mut neighbours: Vec<usize> = over.collect();
        if self.violated(line).has_columns() {
            neighbours.extend(self.siblings(line));
            neighbours.extend(self.violated_parts(line).into_iter().filter(|part| self.is_tied(*part, line)));
        }
        neighbours
    }

    /// The other totals of the same rows that are violated in a column of this one.
    fn siblings(&self, line: usize) -> Vec<usize> {
        let own = self.violated(line);
        let mut others = self.totals_of_the_same(line);
        others.retain(|other| self.violated(*other).columns().any(|column| own.has_column(column)));
        others
    }

    /// The other totals of rows of a total, those of the whole table and of a part of it: a 小计 and the 合计 of its projects.
    /// Of the parts of a whole table, those that are violated.
    pub fn totals_of_the_same(&self, line: usize) -> Vec<usize> {
        let Some(total) = self.document.total(line) else { return Vec::new() };
        let above_first_part = |line: usize| {
            let total = self.document.total(line)?;
            let (part, _) = self.document.parts(&total).next()?;
            Some(self.document.totals_over(part))
        };
        let mut others = above_first_part(line).unwrap_or_default();
        if total.level == Level::Grand {
            let totals = self.violated_totals_in(total.lines).into_iter();
            others.extend(totals.filter(|other| {
                let level = self.document.total(*other).map(|total| total.level);
                level == Some(Level::Subtotal) && above_first_part(*other).is_some_and(|over| over.contains(&line))
            }));
        }
        others.retain(|other| *other != line);
        others
    }

    /// Whether a part and its total both have an identity that is violated and that the same figure is part of.
    fn is_tied(&self, part: usize, total: usize) -> bool {
        let (own, above) = (self.violated(part), self.violated(total));
        let Some(row) = self.row(part) else { return false };
        above.columns().any(|column| is_figure(row, column) && (own.row || own.has_column(column)))
    }

    /// The parts of a total that have an identity that is violated.
    pub fn violated_parts(&self, line: usize) -> Vec<usize> {
        let Some(total) = self.document.total(line) else { return Vec::new() };
        let is_project = |line: &usize| self.document.standing(*line).is_some_and(|standing| standing.is_project());
        if total.level != Level::Grand {
            return self.violated_in(total.lines).into_iter().filter(is_project).collect();
        }
        let mut parts = self.violated_totals_in(total.lines.clone());
        parts.retain(|line| self.document.standing(*line).is_some_and(|standing| standing.is_unit()));
        let tally = self.document.lines().summary_of(total.lines.clone());
        if tally.loose_projects().iter().any(|sum| !sum.is_absent()) {
            let projects = self.violated_in(total.lines).into_iter().filter(is_project);
            parts.extend(projects.filter(|line| self.document.unit(*line).is_none()));
        }
        parts
    }

    /// The rows that are connected with the one at `line`, itself included, in the order of the document. Empty where none
    /// of its identities is violated. Cost: proportional to the component.
    pub fn component(&self, line: usize) -> Vec<usize> {
        if !self.violated(line).any() {
            return Vec::new();
        }
        let mut component = BTreeSet::from([line]);
        let mut open = vec![line];
        while let Some(line) = open.pop() {
            for neighbour in self.neighbours(line) {
                if component.insert(neighbour) {
                    open.push(neighbour);
                }
            }
        }
        component.into_iter().collect()
    }

    /// Whether all violated identities of a component hold with these changes, and no other is violated by them. Cost: the
    /// component and the changes, each logarithmic.
    pub fn clears(&self, component: &[usize], changes: &[Change]) -> bool {
        let changed = |line: usize| changes.iter().filter(move |change| change.line == line);
        let lines: BTreeSet<usize> =
            component.iter().copied().chain(changes.iter().map(|change| change.line)).collect();
        // By total and column: how much more its parts are.
        let mut more: BTreeMap<(usize, usize), i128> = BTreeMap::new();
        for line in &lines {
            let totals = if changed(*line).next().is_some() { self.document.totals_over(*line) } else { Vec::new() };
            for change in changed(*line) {
                let difference = change.value.saturating_sub(self.value(change.line, change.column));
                for total in &totals {
                    let sum = more.entry((*total, change.column)).or_default();
                    *sum = sum.saturating_add(difference);
                }
            }
        }
        let totals: BTreeSet<usize> = lines.iter().copied().chain(more.keys().map(|(total, _)| *total)).collect();
        lines.iter().all(|line| self.row_holds(*line, changes))
            && totals.iter().all(|line| self.columns_hold(*line, changes, &more))
    }

    fn row_holds(&self, line: usize, changes: &[Change]) -> bool {
        let Some(mut identity) = self.row(line).and_then(|row| row_identity(row, self.rounding)) else { return true };
        let Some(row) = self.row(line) else { return true };
        for change in changes.iter().filter(|change| change.line == line) {
            let difference = change.value.saturating_sub(self.value(line, change.column));
            match row.schema.amounts.get(change.column).map(|column| column.role) {
                Some(Role::Source) => identity.parts.value = identity.parts.value.saturating_add(difference),
                _ if change.column == identity.column => identity.total.value = change.value,
                _ => {}
            }
        }
        holds(band(&identity.total, &identity.parts, self.rounding))
    }

    fn columns_hold(&self, line: usize, changes: &[Change], more: &BTreeMap<(usize, usize), i128>) -> bool {
        let Some(scope) = TotalScope::new(self.document, line, self.rounding) else { return true };
        let violated = self.violated(line);
        let own = |column: usize| changes.iter().find(|change| (change.line, change.column) == (line, column));
        scope.identities.iter().all(|identity| {
            let (change, more) = (own(identity.column), more.get(&(line, identity.column)));
            if change.is_none() && more.is_none() && !violated.has_column(identity.column) {
                return true;
            }
            let (mut total, mut parts) = (identity.total, identity.parts);
            total.value = change.map_or(total.value, |change| change.value);
            parts.value = parts.value.saturating_add(more.copied().unwrap_or_default());
            holds(band(&total, &parts, self.rounding))
        })
    }

    /// The value of a cell, 0 where it prints none.
    pub fn value(&self, line: usize, column: usize) -> i128 {
        self.row(line).map(|row| row.sums().get(column).value).unwrap_or_default()
    }
}

fn holds(band: Band) -> bool {
    matches!(band, Band::Void | Band::Exact | Band::Rounding)
}
