//! The rows of a statement, one behind the other in a few lists.
//!
//! A volume of departments has a hundred thousand of them, most with three or four short cells, so that a list for each
//! row would be more than what it holds.

use std::{borrow::Cow, ops::Range};

use smallvec::SmallVec;

use super::{CellPlace, Code, Standing};
use crate::amount::Reading;

/// The rows of a statement, from top to bottom, in each line those of the left half first; empty ones left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    records: Vec<Record>,
    codes: Vec<CellPlace>,
    amounts: Vec<Reading>,
    cells: Vec<CellPlace>,
    names: String,
}

/// What a row has one of, and where in the lists its own end. They begin where those of the row before end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Record {
    half: u32,
    of: Standing,
    label: CellPlace,
    named: CellPlace,
    codes: u32,
    amounts: u32,
    names: u32,
}

/// A row of one half of a statement. What is asked of it is looked up then; constant.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    rows: &'r Rows,
    own: &'r Record,
    before: Option<&'r Record>,
}

/// A row as it is read, with the same parts as [`Row`].
pub(super) struct ReadRow<'c> {
    pub(super) half: usize,
    pub(super) of: Standing,
    pub(super) codes: SmallVec<[CellPlace; 3]>,
    pub(super) label: CellPlace,
    pub(super) named: CellPlace,
    pub(super) name: Cow<'c, str>,
    pub(super) amounts: Cells<Reading>,
    pub(super) cells: Cells<CellPlace>,
}

/// What stands in the columns of amounts of a row.
pub(super) type Cells<T> = SmallVec<[T; 8]>;

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// A row by its number, from 0.
    pub fn get(&self, row: usize) -> Option<Row<'_>> {
        let own = self.records.get(row)?;
        let before = row.checked_sub(1).and_then(|before| self.records.get(before));
        Some(Row { rows: self, own, before })
    }

    /// The first one.
    pub fn first(&self) -> Option<Row<'_>> {
        self.get(0)
    }

    /// All of them, from top to bottom.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> + Clone {
        let before = std::iter::once(None).chain(self.records.iter().map(Some));
        self.records.iter().zip(before).map(|(own, before)| Row { rows: self, own, before })
    }

    /// The last code of a half. Cost: the rows behind it.
    pub(super) fn last_code(&self, half: usize) -> Option<&Code> {
        let own = self.records.iter().rev().filter(|record| record.half as usize == half);
        own.into_iter().find_map(|record| match &record.of {
            Standing::Coded(code) => Some(code),
            _ => None,
        })
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: ReadRow<'_>) {
        self.codes.extend(row.codes);
        self.amounts.extend(row.amounts);
        self.cells.extend(row.cells);
        self.names.push_str(&row.name);
        // Statements are far shorter than the tables that are read, which are short themselves.
        let end = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.records.push(Record {
            half: end(row.half),
            of: row.of,
            label: row.label,
            named: row.named,
            codes: end(self.codes.len()),
            amounts: end(self.amounts.len()),
            names: end(self.names.len()),
        });
    }

    /// Gives back the room for more rows.
    pub(super) fn shrink(&mut self) {
        self.records.shrink_to_fit();
        self.codes.shrink_to_fit();
        self.amounts.shrink_to_fit();
        self.cells.shrink_to_fit();
        self.names.shrink_to_fit();
    }
}

impl<'r> Row<'r> {
    /// Its half, among those of the header.
    pub fn half(self) -> usize {
        self.own.half as usize
    }

    /// What it is.
    pub fn of(self) -> &'r Standing {
        &self.own.of
    }

    /// The cells of its codes, from class to item; empty spans where nothing is printed.
    pub fn codes(self) -> &'r [CellPlace] {
        self.rows.codes.get(self.range(|record| record.codes)).unwrap_or_default()
    }

    /// The cells of its codes and its name, as far as they print something and stand in one line.
    pub fn label(self) -> CellPlace {
        self.own.label
    }

    /// The last of these: its name, or its code where no name is printed.
    pub fn named(self) -> CellPlace {
        self.own.named
    }

    /// Its name, folded.
    pub fn name(self) -> &'r str {
        self.rows.names.get(self.range(|record| record.names)).unwrap_or_default()
    }

    /// The amounts, one for each column of amounts of its half; only the first where a page has fewer columns than the
    /// header, since it is not known which were left out.
    pub fn amounts(self) -> &'r [Reading] {
        self.rows.amounts.get(self.range(|record| record.amounts)).unwrap_or_default()
    }

    /// Where these stand.
    pub fn cells(self) -> &'r [CellPlace] {
        self.rows.cells.get(self.range(|record| record.amounts)).unwrap_or_default()
    }

    fn range(self, end: impl Fn(&Record) -> u32) -> Range<usize> {
        self.before.map_or(0, &end) as usize..end(self.own) as usize
    }
}
