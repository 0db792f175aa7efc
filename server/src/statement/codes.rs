//! Codes that do not fit the table that they stand in.

use budget_grammar::statement::{CellPlace, Code, Level, Row, Standing};

use super::{Account, tree::Scheme};

/// A code whose parent is not in the table.
pub struct Orphan {
    /// Its row.
    pub row: usize,
    /// The code that it should probably have: one below a parent that stands above it.
    pub meant: Option<Code>,
    /// The row of that parent.
    pub parent: Option<usize>,
    /// Whether the sums say so, too.
    pub is_confirmed: bool,
}

/// A code that stands out of the order of those below the same parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// Its row.
    pub row: usize,
    /// The row of that parent's codes that it belongs next to.
    pub beside: usize,
    /// Whether it belongs behind that, and not before it.
    pub is_behind: bool,
}

impl Account {
    /// The codes whose parent is not in the table, as long as most have theirs and nothing of it may be missing: a
    /// table of items alone has no parents to miss.
    pub fn orphans(&self) -> Vec<Orphan> {
        let with_parents: usize = self.tree.children.values().map(Vec::len).sum();
        if with_parents <= self.tree.orphans.len() || self.statement.is_cut {
            return Vec::new();
        }
        // Below the items of the functional classification some tables list the groups of the economic one.
        let is_of_other = |row: &usize| {
            let own = Scheme::of(&self.statement, *row);
            let is_functional = |parent: &usize| Scheme::of(&self.statement, *parent) == Scheme::Functional;
            own.is_economic() && self.tree.children.keys().any(is_functional)
        };
        // A level that is not printed at all is left out on purpose.
        let is_missed = |row: &&usize| {
            let level = self.code(**row).map(|code| code.level());
            let half = self.row(**row).map(|row| row.half());
            let is_above = |(number, of): (usize, Row<'_>)| {
                Some(of.half()) == half && self.code(number).map(|code| code.level() + 1) == level
            };
            self.statement.rows.iter().enumerate().any(is_above)
        };
        self.tree
            .orphans
            .iter()
            .filter(is_missed)
            .filter(|row| !is_of_other(row))
            .map(|row| self.orphan(*row))
            .collect()
    }

    fn orphan(&self, row: usize) -> Orphan {
        let meant = self.parent_above(row).and_then(|parent| {
            let own = self.code(row)?;
            let meant = own.below(self.code(parent)?)?;
            // One slip is likely, and what two made of a code is anybody's guess.
            if own.levels().iter().zip(meant.levels()).filter(|(own, meant)| own != meant).count() != 1 {
                return None;
            }
            let is_free = !(0..self.statement.rows.len())
                .any(|other| self.code(other).is_some_and(|code| code.levels() == meant.levels()));
            is_free.then_some((meant, parent))
        });
        let is_confirmed = meant.as_ref().is_some_and(|(_, parent)| self.fits_below(row, *parent));
        let (meant, parent) = meant.unzip();
        Orphan { row, meant, parent, is_confirmed }
    }

    /// The row that stands next above with a code one level up.
    fn parent_above(&self, row: usize) -> Option<usize> {
        let (level, half) = (self.code(row)?.level(), self.row(row)?.half());
        let is = |above: &usize| {
            let is_own = self.row(*above).is_some_and(|row| row.half() == half);
            is_own && self.code(*above).is_some_and(|code| code.level() + 1 == level)
        };
        (0..row).rev().find(is)
    }

    /// Whether a row is just what its parent lacks, in every column.
    fn fits_below(&self, row: usize, parent: usize) -> bool {
        let siblings = self.tree.children.get(&parent).map_or(&[][..], Vec::as_slice);
        (0..self.half(row).map_or(0, |half| half.amounts.len())).all(|column| {
            let parts = siblings.iter().chain([&row]).map(|part| self.sum((*part, column)));
            let sum = parts.fold(0_i128, |sum, part| sum.saturating_add(part.value));
            self.sum((parent, column)).value == sum
        })
    }

    /// The cells of a row's code that print something, from class to item.
    pub fn code_cells(&self, row: usize) -> impl Iterator<Item = CellPlace> {
        let cells = self.row(row).map(|row| row.codes()).unwrap_or_default();
        cells.iter().copied().filter(|cell| !cell.is_empty())
    }

    /// All of these cells together, as far as they stand in one line.
    pub fn code_span(&self, row: usize) -> Option<CellPlace> {
        let cells: Vec<CellPlace> = self.code_cells(row).collect();
        Some(cells.first()?.to(*cells.last()?))
    }

    /// Codes that stand a second time, with the row where they stand first; none where rows without a code may part the
    /// table into those of several units, or where one economic classification stands beside another, whose codes it
    /// repeats, and those behind another total, which is that of another unit.
    pub fn doubled_codes(&self) -> impl Iterator<Item = (usize, usize)> {
        let is_total = |row: usize| self.row(row).is_some_and(|row| *row.of() == Standing::Total);
        let may_repeat = self.may_be_of_several_units() || self.has_both_economic_classifications();
        let doubles: &[(usize, usize)] = if may_repeat { &[] } else { &self.tree.doubles };
        doubles.iter().copied().filter(move |(one, other)| !(*one.min(other)..*one.max(other)).any(is_total))
    }

    /// The codes without which those below their parent were in order, where that is one of them alone and all are
    /// whole; none where rows without a code may part the table into those of several units. Cost: the rows with codes.
    pub fn misplaced(&self) -> Vec<Misplaced> {
        if self.may_be_of_several_units() {
            return Vec::new();
        }
        self.tree.children.values().filter_map(|siblings| self.misplaced_among(siblings)).collect()
    }

    fn misplaced_among(&self, rows: &[usize]) -> Option<Misplaced> {
        let last = |row: &usize| self.code(*row).filter(|code| code.is_whole())?.levels().last().copied();
        let levels: Vec<Level> = rows.iter().map(last).collect::<Option<_>>()?;
        let is_ordered_without = |left_out: usize| {
            let rest = || levels.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, level)| level);
            rest().zip(rest().skip(1)).all(|(one, next)| one < next)
        };
        let drop = levels.iter().zip(levels.iter().skip(1)).position(|(one, next)| one >= next)?;
        // Of two that only changed places, nothing tells which one stands wrong.
        let at = match (is_ordered_without(drop), is_ordered_without(drop + 1)) {
            (true, false) => drop,
            (false, true) => drop + 1,
            _ => return None,
        };
        let own = levels.get(at)?;
        // One that stands twice is said to.
        if levels.iter().filter(|level| *level == own).count() > 1 {
            return None;
        }
        let lesser = levels.iter().zip(rows).filter(|(level, _)| *level < own).max_by_key(|(level, _)| **level);
        let greater = levels.iter().zip(rows).filter(|(level, _)| *level > own).min_by_key(|(level, _)| **level);
        let (_, beside) = lesser.or(greater)?;
        Some(Misplaced { row: *rows.get(at)?, beside: *beside, is_behind: lesser.is_some() })
    }

    /// Whether some codes are of the economic classification of departments and some of that of the government.
    fn has_both_economic_classifications(&self) -> bool {
        let has = |wanted: Scheme| (0..self.statement.rows.len()).any(|row| Scheme::of(&self.statement, row) == wanted);
        has(Scheme::Department) && has(Scheme::Government)
    }

    fn may_be_of_several_units(&self) -> bool {
        self.has_uncoded_rows() || self.statement.has_dividers
    }

    /// Whether a row has figures and no code that is one.
    pub fn has_uncoded_rows(&self) -> bool {
        self.statement.rows.iter().any(|row| *row.of() == Standing::Unknown)
    }
}
