//! What stands below what in a statement, by its codes or by the numbers of its lines.

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    sync::Arc,
};

use budget_grammar::statement::{Level, Row, Standing, Statement};

/// What stands below what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    /// The rows directly below each coded row that has any.
    pub(super) children: BTreeMap<usize, Vec<usize>>,
    /// Coded rows whose parent is not in the table.
    pub(super) orphans: Vec<usize>,
    /// Rows whose code stands above already, with the row where it does.
    pub(super) doubles: Vec<(usize, usize)>,
    /// The lines of the first level of halves without codes.
    pub(super) lines: Vec<usize>,
    /// The halves whose codes all belong somewhere, as far as that is known by each of them.
    pub(super) halves: Vec<CodedHalf>,
    /// Totals of lines without codes, with their parts.
    pub(super) sums: Vec<(usize, Arc<[usize]>)>,
}

/// A half with codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodedHalf {
    pub(super) half: usize,
    /// The row of 合计, if it is the only one.
    pub(super) total: Option<usize>,
    /// The rows of classes.
    pub(super) classes: Vec<usize>,
}

impl Tree {
    /// Cost: the rows, each with its code.
    pub(super) fn of(statement: &Statement) -> Self {
        let mut tree = Self::default();
        for (number, half) in statement.header.halves.iter().enumerate() {
            if half.codes.is_empty() {
                tree.add_items(statement, number);
            } else {
                tree.add_codes(statement, number);
            }
        }
        tree
    }

    fn add_codes(&mut self, statement: &Statement, half: usize) {
        let mut rows: HashMap<&[Level], usize> = HashMap::new();
        tree.join_halves(statement);
        let own = || statement.rows.iter().enumerate().filter(|(_, row)| row.half() == half);
        let coded = || {
            own().filter_map(|(number, row)| match row.of() {
    /// A list of codes that goes on in another half: what lacks its parent in its own belongs below the one in another with the same columns. Of
    /// such halves no total is known to be that of one. Cost: the rows with codes, where a code has no parent.
    fn join_halves(&mut self, statement: &Statement) {
        if self.orphans.is_empty() || statement.header.halves.len() < 2 {
            return;
        }
        let code = |row: usize| match statement.rows.get(row).map(|row| row.of()) {
            Some(Standing::Coded(code)) => Some(code),
            _ => None,
        };
        let is_alike = |one: usize, other: usize| {
            let (Some(one), Some(other)) = (statement.half(one), statement.half(other)) else { return false };
            let titles = one.amounts.iter().map(|column| &column.title);
            one.is_economic == other.is_economic && titles.eq(other.amounts.iter().map(|column| &column.title))
        };
        let mut rows: HashMap<&[Level], usize> = HashMap::new();
        for row in 0..statement.rows.len() {
            if let Some(code) = code(row) {
                rows.entry(code.levels()).or_insert(row);
            }
        }
        let (mut orphans, mut joined) = (Vec::new(), Vec::new());
        for orphan in std::mem::take(&mut self.orphans) {
            let parent = code(orphan).and_then(|code| rows.get(code.above())).copied();
            match parent.filter(|parent| is_alike(*parent, orphan)) {
                Some(parent) => {
                    self.children.entry(parent).or_default().push(orphan);
                    joined.extend([parent, orphan].iter().filter_map(|row| Some(statement.rows.get(*row)?.half())));
                }
                None => orphans.push(orphan),
            }
        }
        self.orphans = orphans;
        for half in self.halves.iter_mut().filter(|half| joined.contains(&half.half)) {
            half.total = None;
        }
        // Where one half is not known to be complete, no other is of what goes on there.
        if joined.iter().any(|half| !self.halves.iter().any(|known| known.half == *half)) {
            self.halves.retain(|half| !joined.contains(&half.half));
        }
    }

                Standing::Coded(code) => Some((number, code)),
                _ => None,
            })
        };
        for (row, code) in coded() {
            match rows.entry(code.levels()) {
                Entry::Occupied(first) => self.doubles.push((row, *first.get())),
                Entry::Vacant(place) => drop(place.insert(row)),
            }
        }
        let (mut classes, mut orphans, mut children) = (Vec::new(), Vec::new(), BTreeMap::<usize, Vec<usize>>::new());
        for (row, code) in coded() {
            if code.above().is_empty() {
                classes.push(row);
            } else {
                match rows.get(code.above()) {
                    Some(parent) => children.entry(*parent).or_default().push(row),
                    None => orphans.push(row),
                }
            }
        }
        self.orphans.extend(orphans);
        self.children.extend(children);
        // What is the part of what is known only where every figure has its code, once, and below another one that is printed.
        if !statement.is_cut && !own().any(|(_, row)| *row.of() == Standing::Unknown) {
            let mut totals = own().filter(|(_, row)| *row.of() == Standing::Total).map(|(number, _)| number);
            let total = totals.next().filter(|_| totals.next().is_none());
            self.halves.push(CodedHalf { half, total, classes });
        }
    }

    /// Lines without codes: 总计 = 本年合计 and what is carried over, or Σ the lines of the first level; a line = Σ those numbered from 1 below
    /// it.
    fn add_items(&mut self, statement: &Statement, half: usize) {
        let own: Vec<(usize, Row<'_>)> =
            statement.rows.iter().enumerate().filter(|(_, row)| row.half() == half).collect();
        if statement.is_cut || own.iter().any(|(_, row)| *row.of() == Standing::Unknown) {
            return;
        }
        let rank = |row: &Row<'_>| match row.of() {
            Standing::Item { rank, .. } => Some(*rank),
            _ => None,
        };
        let only = |of: &Standing| {
            let mut found = own.iter().filter(|(_, row)| *row.of() == *of).map(|(number, _)| *number);
            found.next().filter(|_| found.next().is_none())
        };
        let (total, year) = (only(&Standing::Total), only(&Standing::Year));
        let Some(first) = own.iter().filter_map(|(_, row)| rank(row)).min() else { return };
        let is_carried = |row: &Row<'_>| *row.of() == Standing::Carried;
        let begins_carried = own.iter().find(|(_, row)| is_carried(row)).map_or(usize::MAX, |(number, _)| *number);
        // What is numbered behind something carried over is a part of that, where the year was closed before.
        let is_of_year = |number: usize| year.is_none_or(|year| number < year || number < begins_carried);
        let level: Vec<usize> = own
            .iter()
            .filter(|(number, row)| rank(row) == Some(first) && is_of_year(*number))
            .map(|(number, _)| *number)
            .collect();
        self.lines.extend(&level);
        if !are_counted(statement, &level) {
            return;
        }
        let carried = own.iter().filter(|(_, row)| is_carried(row)).map(|(number, _)| *number);
        match (total, year) {
            (Some(total), Some(year)) => {
                self.sums.push((year, (&*level).into()));
                self.sums.push((total, std::iter::once(year).chain(carried).collect()));
            }
            (Some(total), None) => self.sums.push((total, level.iter().copied().chain(carried).collect())),
            (None, Some(year)) => self.sums.push((year, (&*level).into())),
            (None, None) => {}
        }
        for (at, (number, row)) in own.iter().enumerate() {
            let deeper = match (rank(row), row.of()) {
                (Some(rank), _) => rank,
                (None, Standing::Carried) if !is_of_year(number + 1) => first.saturating_sub(1),
                _ => continue,
            };
            let is_below = |(_, other): &&(usize, Row<'_>)| {
                rank(other).is_some_and(|other| other > deeper || (*row.of() == Standing::Carried && other >= first))
            };
            let below: Vec<_> = own.iter().skip(at + 1).take_while(is_below).collect();
            let Some(next) = below.iter().filter_map(|(_, row)| rank(row)).min() else { continue };
            let parts: Vec<usize> =
                below.iter().filter(|(_, row)| rank(row) == Some(next)).map(|(number, _)| *number).collect();
            if parts.len() > 1 && are_counted(statement, &parts) {
                self.sums.push((*number, parts.into()));
            }
        }
    }
}

/// Whether lines are numbered from 1 on with none left out: only then are they all there is.
fn are_counted(statement: &Statement, rows: &[usize]) -> bool {
    let number = |row: &usize| match statement.rows.get(*row).map(|row| row.of()) {
        Some(Standing::Item { number, .. }) => Some(*number),
        _ => None,
    };
    !rows.is_empty() && (1..).zip(rows).all(|(expected, row)| number(row) == Some(expected))
}
