//! What an edit makes necessary to look at again.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use budget_grammar::{
    document::{Change, Document},
    line::Line,
    sum::Sums,
};

use crate::{component::is_figure, finding::Violated};

/// What is to be checked again, by line.
#[derive(Default)]
pub(super) struct Again {
    pub(super) rows: Vec<usize>,
    pub(super) totals: Vec<usize>,
    pub(super) names: Vec<usize>,
    /// Projects that may be almost one close before them.
    pub(super) near: Vec<usize>,
    /// Lines at which a paragraph begins, or began.
    pub(super) passages: Vec<usize>,
    /// First delimiter rows of tables in which anything changed.
    pub(super) tables: Vec<usize>,
    /// The lines whose text may be another.
    pub(super) touched: Range<usize>,
    /// Rows that may be connected with others than before.
    pub(super) tied: BTreeSet<usize>,
    /// Whether rows may have become parts of other totals.
    pub(super) is_structural: bool,
    /// The document before, and which of its lines these are in the place of.
    pub(super) before: Document,
    pub(super) change: Change,
    /// What the totals that were looked at print, and what their parts add up to.
    pub(super) sums: BTreeMap<usize, (Sums, Sums)>,
    /// What tied touched rows to others before.
    pub(super) ties: BTreeMap<usize, Ties>,
    /// Whether a part of a department's budget began in one of the lines that are gone.
    pub(super) has_read: bool,
    /// Groups in which names may have lost or found a namesake, or their unit's sum changed.
    pub(super) groups: Vec<Range<usize>>,
}

/// What tied a row to others: while it is the same, so are they, as long as no row becomes another's part.
pub(super) struct Ties {
    pub(super) violated: Violated,
    /// The columns in which it prints a figure.
    pub(super) figures: Vec<bool>,
    pub(super) is_crowded: bool,
}

/// The columns in which a row prints a figure.
pub(super) fn figures(document: &Document, line: usize) -> Vec<bool> {
    let row = document.lines().get(line).and_then(Line::row);
    row.map(|row| (0..row.amounts.len()).map(|column| is_figure(row, column)).collect()).unwrap_or_default()
}

/// One line of [`Again`].
#[derive(Default)]
pub(super) struct Parts {
    pub(super) row: bool,
    pub(super) total: bool,
    pub(super) name: bool,
    pub(super) near: bool,
    pub(super) table: bool,
    pub(super) passage: bool,
}

impl Again {
    pub(super) fn group(&mut self, group: Range<usize>) {
        if !self.groups.contains(&group) {
            self.groups.push(group);
        }
    }

    /// Whether a row may be tied to others than before, when these identities of it were violated and those are.
    pub(super) fn is_tied_otherwise(&self, document: &Document, line: usize, was: Violated, is: Violated) -> bool {
        let is_same = match self.ties.get(&line) {
            Some(ties) => ties.violated == is && ties.figures == figures(document, line),
            None => !self.touched.contains(&line) && was == is,
        };
        self.is_structural || !is_same
    }

    /// Whether what a total or its parts print is other than before: then a figure may clear a component of which it is
    /// no part.
    pub(super) fn has_other_sums(&self, document: &Document, line: usize) -> bool {
        let old = if line < self.change.new.start {
            line
        } else if line >= self.change.new.end {
            (line + self.change.old.len()).saturating_sub(self.change.new.len())
        } else if self.change.old.len() == self.change.new.len() {
            line
        } else {
            return true;
        };
        let sums = |document: &Document, line: usize| {
            let own = document.lines().get(line).and_then(Line::row)?.sums();
            Some((own, document.total(line)?.sums))
        };
        let is = self.sums.get(&line).cloned().or_else(|| sums(document, line));
        is != sums(&self.before, old)
    }

    pub(super) fn by_line(&mut self) -> BTreeMap<usize, Parts> {
        let mut lines: BTreeMap<usize, Parts> = BTreeMap::new();
        self.rows.drain(..).for_each(|line| lines.entry(line).or_default().row = true);
        self.totals.drain(..).for_each(|line| lines.entry(line).or_default().total = true);
        self.names.drain(..).for_each(|line| lines.entry(line).or_default().name = true);
        self.near.drain(..).for_each(|line| lines.entry(line).or_default().near = true);
        self.passages.drain(..).for_each(|line| lines.entry(line).or_default().passage = true);
        self.tables.drain(..).for_each(|line| lines.entry(line).or_default().table = true);
        lines
    }
}
