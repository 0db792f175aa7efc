//! What an edit makes necessary to look at again.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// What is to be checked again, by line.
#[derive(Default)]
pub(super) struct Again {
    pub(super) rows: Vec<usize>,
    pub(super) totals: Vec<usize>,
    pub(super) names: Vec<usize>,
    /// Projects that may be almost one close before them.
    pub(super) near: Vec<usize>,
    /// First delimiter rows of tables in which anything changed.
    pub(super) tables: Vec<usize>,
    /// The lines whose text may be another.
    pub(super) touched: Range<usize>,
    /// Rows that may be connected with others than before.
    pub(super) tied: BTreeSet<usize>,
    /// Groups in which names may have lost or found a namesake, or their unit's sum changed.
    pub(super) groups: Vec<Range<usize>>,
}

/// One line of [`Again`].
#[derive(Default)]
pub(super) struct Parts {
    pub(super) row: bool,
    pub(super) total: bool,
    pub(super) name: bool,
    pub(super) near: bool,
    pub(super) table: bool,
}

impl Again {
    pub(super) fn group(&mut self, group: Range<usize>) {
        if !self.groups.contains(&group) {
            self.groups.push(group);
        }
    }

    pub(super) fn by_line(&mut self) -> BTreeMap<usize, Parts> {
        let mut lines: BTreeMap<usize, Parts> = BTreeMap::new();
        self.rows.drain(..).for_each(|line| lines.entry(line).or_default().row = true);
        self.totals.drain(..).for_each(|line| lines.entry(line).or_default().total = true);
        self.names.drain(..).for_each(|line| lines.entry(line).or_default().name = true);
        self.near.drain(..).for_each(|line| lines.entry(line).or_default().near = true);
        self.tables.drain(..).for_each(|line| lines.entry(line).or_default().table = true);
        lines
    }
}
