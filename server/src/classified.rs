//! What a table by classification comes to: the identities that its codes make, and which figure explains those that do not hold.

mod codes;
mod remedy;
mod report;

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashMap, hash_map::Entry},
};

use budget_grammar::{
    Span,
    amount::Reading,
    classified::{ClassifiedRow, ClassifiedTable, Code, Level, Standing},
    document::Document,
    sum::Sum,
};

use crate::{
    finding::Related,
    identity::{Band, Rounding, band, residual},
    repair::{self, Assumptions, Cell, Diagnosis, System},
    scope::offset,
};

pub use codes::Orphan;
pub(crate) use remedy::fixes;

/// A table by classification, and what its rows come to.
pub struct ClassifiedScope<'a> {
    /// The document.
    pub document: &'a Document,
    /// The first delimiter row of the tables that it stands among: findings are counted from there.
    pub line: usize,
    /// The table.
    pub table: &'a ClassifiedTable,
    /// All that its figures have to fulfil.
    pub identities: Vec<Identity>,
    tree: Tree,
    diagnoses: OnceCell<Vec<Diagnosis>>,
}

/// A figure of the table: its row and its amount column, as indices.
pub type Place = (usize, usize);

/// `total = Σ parts` over printed figures of the table.
#[derive(Clone, Debug)]
pub struct Identity {
    /// What makes it one.
    pub of: Kind,
    /// Where the total stands.
    pub total: Place,
    /// Where the parts stand, from top to bottom or left to right.
    pub parts: Vec<Place>,
    /// What the total and the parts print.
    pub sums: (Sum, Sum),
    /// How far it is from holding.
    pub band: Band,
}

/// What makes an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 合计 = Σ the other columns of the row.
    Row,
    /// A code = Σ the codes directly below it, or 合计 = Σ the classes.
    Column,
}

/// What stands below what.
#[derive(Default)]
struct Tree {
    /// The rows directly below each row that has any.
    children: BTreeMap<usize, Vec<usize>>,
    /// The rows of classes.
    classes: Vec<usize>,
    /// Coded rows whose parent is not in the table.
    orphans: Vec<usize>,
    /// Rows whose code stands above already, with the row where it does.
    doubles: Vec<(usize, usize)>,
}

impl Identity {
    /// Total less parts, in 10⁻⁸ of the table's monetary unit.
    pub fn residual(&self) -> i128 {
        residual(&self.sums.0, &self.sums.1)
    }
}

impl<'a> ClassifiedScope<'a> {
    /// A table of those that begin at the delimiter row `line`. Cost: the rows of the table, each with its codes.
    pub fn new(document: &'a Document, line: usize, table: &'a ClassifiedTable, rounding: Rounding) -> Self {
        let tree = Tree::of(table);
        let mut scope = Self { document, line, table, identities: Vec::new(), tree, diagnoses: OnceCell::new() };
        scope.identities = scope.all_identities(rounding);
        scope
    }

    fn all_identities(&self, rounding: Rounding) -> Vec<Identity> {
        let columns = 0..self.table.header.amounts.len();
        let mut identities = Vec::new();
        let mut add = |of, total: Place, parts: Vec<Place>| {
            let mut sum = Sum::default();
            parts.iter().for_each(|part| sum.add(&self.sum(*part)));
            let total_sum = self.sum(total);
            identities.push(Identity {
                of,
                total,
                parts,
                sums: (total_sum, sum),
                band: band(&total_sum, &sum, rounding),
            });
        };
        if self.table.header.is_summed {
            for row in 0..self.table.rows.len() {
                add(Kind::Row, (row, 0), columns.clone().skip(1).map(|column| (row, column)).collect());
            }
        }
        // What is the part of what is known only where every figure has its code, once, and below another one that is printed.
        if self.table.is_cut || self.has_uncoded_rows() {
            return identities;
        }
        let is_doubled = |row: usize| self.tree.doubles.iter().any(|(later, first)| row == *later || row == *first);
        let mut add_columns = |total: usize, parts: &[usize]| {
            if !is_doubled(total) && !parts.iter().any(|part| is_doubled(*part)) {
                for column in columns.clone().filter(|column| self.is_added(*column)) {
                    add(Kind::Column, (total, column), parts.iter().map(|row| (*row, column)).collect());
                }
            }
        };
        // What lacks a part that has a wrong code is no fault of its own.
        let presumed: Vec<usize> = self.orphans().iter().filter_map(|orphan| orphan.parent).collect();
        for (row, children) in &self.tree.children {
            let code = self.code(*row);
            let is_below =
                |orphan: &usize| self.code(*orphan).zip(code).is_some_and(|(orphan, code)| orphan.is_below(code));
            if !presumed.contains(row) && !self.tree.orphans.iter().any(is_below) {
                add_columns(*row, children);
            }
        }
        let mut totals =
            (0..self.table.rows.len()).filter(|row| self.row(*row).is_some_and(|row| row.of == Standing::Total));
        if let (Some(total), None) = (totals.next(), totals.next())
            && !self.tree.classes.is_empty()
            && self.tree.orphans.iter().all(|orphan| !self.is_of_no_class(*orphan))
        {
            add_columns(total, &self.tree.classes);
        }
        identities
    }

    /// Whether not even the class of a code is printed, so that the classes may not be all there is.
    fn is_of_no_class(&self, row: usize) -> bool {
        let Some(code) = self.code(row) else { return true };
        !self.tree.classes.iter().any(|class| self.code(*class).is_some_and(|class| code.is_below(class)))
            && code.is_whole()
    }

    /// A row of the table.
    pub fn row(&self, row: usize) -> Option<&'a ClassifiedRow> {
        self.table.rows.get(row)
    }

    /// The code of a row that has one.
    pub fn code(&self, row: usize) -> Option<&'a Code> {
        match &self.row(row)?.of {
            Standing::Coded(code) => Some(code),
            Standing::Total | Standing::Unknown => None,
        }
    }

    fn reading(&self, (row, column): Place) -> Option<Reading> {
        self.row(row).and_then(|row| row.amounts.get(column)).copied()
    }

    fn sum(&self, (row, column): Place) -> Sum {
        self.table.sum(row, column)
    }

    /// The decimals that a figure is printed with, or would be.
    fn decimals_at(&self, place: Place) -> u8 {
        let own = self.reading(place).and_then(Reading::amount).map(|amount| amount.decimals());
        own.unwrap_or_else(|| self.decimals(place.1))
    }

    /// Where a figure stands in its line.
    pub fn cell(&self, (row, column): Place) -> Option<Span> {
        self.row(row)?.cells.get(column).copied()
    }

    /// The text of a span of a row.
    pub fn text(&self, row: usize, span: Span) -> String {
        self.row(row).map(|row| span.of(&self.document.text().line(row.line)).to_owned()).unwrap_or_default()
    }

    /// The code and the name of a row, for a message: `20805 行政事业单位养老支出`.
    pub fn label(&self, row: usize) -> String {
        let Some(of) = self.row(row) else { return String::new() };
        let text = self.document.text().line(of.line);
        let cells: Vec<&str> = of.label.of(&text).split('|').map(budget_grammar::name::trim).collect();
        let name = cells.last().copied().unwrap_or_default();
        match &of.of {
            Standing::Coded(code) => format!("{code} {name}"),
            Standing::Total | Standing::Unknown => name.to_owned(),
        }
    }

    fn is_added(&self, column: usize) -> bool {
        self.table.header.amounts.get(column).is_some_and(|column| column.is_added)
    }

    /// The title of a column of amounts.
    pub fn title(&self, column: usize) -> &'a str {
        self.table.header.amounts.get(column).map_or("", |column| &*column.title)
    }

    /// How far a row stands below the line that findings are counted from.
    pub fn lines_below(&self, row: usize) -> usize {
        self.row(row).map_or(0, |row| row.line.saturating_sub(self.line))
    }

    /// A figure as a related place of a finding of the table.
    pub fn related(&self, place: Place, message: String) -> Option<Related> {
        let row = self.row(place.0)?;
        Some(Related { lines_below: offset(self.line, row.line), span: self.cell(place)?, message })
    }

    /// What the identities that do not hold come to, each time the whole of those that share figures. Cost: nothing where all hold.
    pub fn diagnoses(&self) -> &[Diagnosis] {
        self.diagnoses.get_or_init(|| {
            if self.identities.iter().all(|identity| !is_wrong(identity.band)) {
                return Vec::new();
            }
            repair::diagnose(&self.system(), &Assumptions::default())
        })
    }

    /// The number of a figure in the system of identities.
    fn number(&self, (row, column): Place) -> usize {
        row * self.table.header.amounts.len() + column
    }

    /// The figure of a number.
    pub fn place(&self, number: usize) -> Place {
        let columns = self.table.header.amounts.len().max(1);
        (number / columns, number % columns)
    }

    fn system(&self) -> System {
        let columns = 0..self.table.header.amounts.len();
        let places = (0..self.table.rows.len()).flat_map(|row| columns.clone().map(move |column| (row, column)));
        let cells = places.map(|place| {
            let sum = self.sum(place);
            Cell { is_fixed: sum.void > 0, ..Cell::printed(sum.value, self.decimals_at(place)) }
        });
        let identities = self.identities.iter().map(|identity| {
            let parts = identity.parts.iter().map(|part| self.number(*part));
            let sum = repair::Identity::sum(self.number(identity.total), parts);
            let is_open = is_wrong(identity.band);
            // What is not to be judged, or is rounded, holds as far off as it is.
            repair::Identity { tolerance: if is_open { 0 } else { identity.residual().saturating_abs() }, ..sum }
        });
        System::new(cells.collect(), identities.collect())
    }

    /// The most decimals of a column, for a figure that is not there yet.
    fn decimals(&self, column: usize) -> u8 {
        let readings = self.table.rows.iter().filter_map(|row| row.amounts.get(column)?.amount());
        readings.map(|amount| amount.decimals()).max().unwrap_or_default()
    }
}

/// Whether an identity is further from holding than rounding explains.
pub fn is_wrong(band: Band) -> bool {
    matches!(band, Band::Error | Band::Unlikely)
}

impl Tree {
    fn of(table: &ClassifiedTable) -> Self {
        let mut tree = Self::default();
        let mut rows: HashMap<&[Level], usize> = HashMap::new();
        let coded = || {
            table.rows.iter().enumerate().filter_map(|(row, of)| match &of.of {
                Standing::Coded(code) => Some((row, code)),
                Standing::Total | Standing::Unknown => None,
            })
        };
        for (row, code) in coded() {
            match rows.entry(code.levels()) {
                Entry::Occupied(first) => tree.doubles.push((row, *first.get())),
                Entry::Vacant(place) => drop(place.insert(row)),
            }
        }
        for (row, code) in coded() {
            if code.above().is_empty() {
                tree.classes.push(row);
            } else {
                match rows.get(code.above()) {
                    Some(parent) => tree.children.entry(*parent).or_default().push(row),
                    None => tree.orphans.push(row),
                }
            }
        }
        tree
    }
}
