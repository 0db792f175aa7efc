//! The rows of a statement, one behind the other in a few lists.
//!
//! A volume of departments has a hundred thousand of them, most with three or four short cells, so that a list for each row would be
//! more than what it holds.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::{CellPlace, Standing};
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

/// A row of one half of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'r> {
    /// Its half, among those of the header.
    pub half: usize,
    /// What it is.
    pub of: &'r Standing,
    /// The cells of its codes, from class to item; empty spans where nothing is printed.
    pub codes: &'r [CellPlace],
    /// The cells of its codes and its name, as far as they print something and stand in one line.
    pub label: CellPlace,
    /// The last of these: its name, or its code where no name is printed.
    pub named: CellPlace,
    /// Its name, folded.
    pub name: &'r str,
    /// The amounts, one for each column of amounts of its half; only the first where a page has fewer columns than the header, since it is
    /// not known which were left out.
    pub amounts: &'r [Reading],
    /// Where these stand.
    pub cells: &'r [CellPlace],
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
        let of = self.records.get(row)?;
        let before = row.checked_sub(1).and_then(|before| self.records.get(before));
        let own = |end: fn(&Record) -> u32| before.map_or(0, end) as usize..end(of) as usize;
        let amounts = own(|record| record.amounts);
        Some(Row {
            half: of.half as usize,
            of: &of.of,
            codes: self.codes.get(own(|record| record.codes)).unwrap_or_default(),
            label: of.label,
            named: of.named,
            name: self.names.get(own(|record| record.names)).unwrap_or_default(),
            amounts: self.amounts.get(amounts.clone()).unwrap_or_default(),
            cells: self.cells.get(amounts).unwrap_or_default(),
        })
    }

    /// The first one.
    pub fn first(&self) -> Option<Row<'_>> {
        self.get(0)
    }

    /// All of them, from top to bottom.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + Clone {
        (0..self.len()).filter_map(|row| self.get(row))
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
