//! Identities that share figures: what one wrong figure may have violated together.
//!
//! The rows of a table are the nodes. A row is tied to a total that it is a part of where both have an identity that
//! does not hold and that its figure is part of. A connected component has one cause as a rule, and never shares one
//! with another.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
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
    finding::{Census, LineFindings, Slot, Violated},
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

/// Some of the rows with an identity that is violated: where they may be, and which they are.
#[derive(Clone, Copy)]
struct Among {
    may_hold: fn(&Census) -> bool,
    is: fn(&LineFindings) -> bool,
}

const VIOLATED: Among = Among { may_hold: |census| census.violated > 0, is: |_| true };
const VIOLATED_TOTALS: Among = Among { may_hold: |census| census.violated_totals > 0, is: |found| found.is_total };

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

    /// The rows among some lines with an identity that is violated, in their order. Cost: logarithmic for each of them.
    pub fn violated_in(self, lines: Range<usize>) -> impl Iterator<Item = usize> + use<'a> {
        self.found_in(lines, [VIOLATED, VIOLATED])
    }

    fn found_in(self, lines: Range<usize>, [one, other]: [Among; 2]) -> impl Iterator<Item = usize> + use<'a> {
        let may_hold = move |census: &Census| (one.may_hold)(census) && (other.may_hold)(census);
        let is = move |slot: &Slot| {
            slot.findings().is_some_and(|found| found.violated.any() && (one.is)(found) && (other.is)(found))
        };
        let mut from = lines.start;
        std::iter::from_fn(move || {
            let search = Search { may_hold: &may_hold, is: &is };
            let line = self.slots.next(from, &search).filter(|line| *line < lines.end)?;
            from = line + 1;
            Some(line)
        })
    }

    /// The rows that are tied to the one at `line`, the totals over it first: they lead to the most others; the totals
    /// of the same rows last, which are the dearest to find. Cost: logarithmic for each of them that is asked for.
    pub fn neighbours(self, line: usize) -> impl Iterator<Item = usize> + use<'a> {
        let over = self.document.totals_over(line).into_iter().filter(move |total| self.is_tied(line, *total));
        let is_total = self.violated(line).has_columns();
        let others = is_total.then(|| {
            let parts = self.violated_parts(line).filter(move |part| self.is_tied(*part, line));
            parts.chain(self.siblings(line))
        });
        over.chain(others.into_iter().flatten())
    }

    /// The other totals of the same rows that are violated in a column of this one.
    fn siblings(self, line: usize) -> impl Iterator<Item = usize> + use<'a> {
        let own = self.violated(line);
        let is_sibling = move |other: &usize| self.violated(*other).columns().any(|column| own.has_column(column));
        self.totals_of_the_same(line).filter(is_sibling)
    }

    /// The other totals of rows of a total, those of the whole table and of a part of it: a 小计 and the 合计 of its
    /// projects. Of the parts of a whole table, those that are violated.
    pub fn totals_of_the_same(self, line: usize) -> impl Iterator<Item = usize> + use<'a> {
        let over_first_part = move |line: usize| {
            let total = self.document.total(line)?;
            let (part, _) = self.document.parts(&total).next()?;
            Some(self.document.totals_over(part))
        };
        let total = self.document.total(line);
        let over = total.as_ref().and_then(|_| over_first_part(line)).unwrap_or_default();
        let below = total.filter(|total| total.level == Level::Grand).map(|total| {
            let totals = self.found_in(total.lines, [VIOLATED, VIOLATED_TOTALS]);
            let totals = totals.filter(move |other| self.document.standing(*other).is_some_and(|it| it.is_total()));
            totals.filter(move |other| {
                self.document.level(*other) == Some(Level::Subtotal)
                    && over_first_part(*other).is_some_and(|over| over.contains(&line))
            })
        });
        over.into_iter().chain(below.into_iter().flatten()).filter(move |other| *other != line)
    }

    /// Whether a part and its total both have an identity that is violated and that the same figure is part of.
    fn is_tied(self, part: usize, total: usize) -> bool {
        let (own, above) = (self.violated(part), self.violated(total));
        let Some(row) = self.row(part) else { return false };
        above.columns().any(|column| is_figure(row, column) && (own.row || own.has_column(column)))
    }

    /// The parts of a total that have an identity that is violated. Cost: logarithmic for each of them that is asked
    /// for.
    pub fn violated_parts(self, line: usize) -> impl Iterator<Item = usize> + use<'a> {
        self.parts_among(line, VIOLATED)
    }

    /// Those of them that belong to no crowd. Cost: logarithmic for each.
    pub fn calm_parts(self, line: usize) -> impl Iterator<Item = usize> + use<'a> {
        self.parts_among(
            line,
            Among { may_hold: |census| census.violated > census.crowded, is: |found| !found.is_crowded },
        )
    }

    fn parts_among(self, line: usize, among: Among) -> impl Iterator<Item = usize> + use<'a> {
        let standing = move |line: &usize| self.document.standing(*line);
        let total = self.document.total(line);
        let is_grand = total.as_ref().is_some_and(|total| total.level == Level::Grand);
        let lines = total.map(|total| total.lines).unwrap_or_default();
        let has_loose = is_grand && {
            let tally = self.document.lines().summary_of(lines.clone());
            tally.loose_projects().iter().any(|sum| !sum.is_absent())
        };
        let units = self.found_in(if is_grand { lines.clone() } else { 0..0 }, [among, VIOLATED_TOTALS]);
        let units = units.filter(move |line| standing(line).is_some_and(|standing| standing.is_unit()));
        let projects = self.found_in(if is_grand && !has_loose { 0..0 } else { lines }, [among, VIOLATED]);
        let projects = projects.filter(move |line| {
            let is_project = standing(line).is_some_and(|standing| standing.is_project());
            is_project && !(is_grand && self.document.unit(*line).is_some())
        });
        units.chain(projects)
    }

    /// The rows that are connected with the one at `line`, itself included, in the order of the document. Empty where
    /// none of its identities is violated; `None` where they are a crowd: more than [`MOST_ROWS`], or some of them are
    /// known to belong to one. Cost: bounded.
    pub fn component(self, line: usize, is_crowded: impl Fn(usize) -> bool) -> Option<Vec<usize>> {
        if !self.violated(line).any() {
            return Some(Vec::new());
        }
        let mut component = BTreeSet::from([line]);
        let mut open = VecDeque::from([line]);
        while let Some(line) = open.pop_front() {
            for neighbour in self.neighbours(line) {
                if component.insert(neighbour) {
                    if component.len() > MOST_ROWS || is_crowded(neighbour) {
                        return None;
                    }
                    open.push_back(neighbour);
                }
            }
        }
        Some(component.into_iter().collect())
    }

    /// Whether all violated identities of a component hold with these changes, and no other is violated by them. Cost:
    /// the component and the changes, each logarithmic.
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
        let Some(scope) = TotalScope::known(self, line) else { return true };
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
