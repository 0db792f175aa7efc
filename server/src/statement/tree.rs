//! What stands below what in a statement, by its codes or by the numbers of its lines.

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    sync::Arc,
};

use budget_grammar::{
    amount::Reading,
    statement::{Level, Row, Standing, Statement},
};

use super::claims::is_plain_total;

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
        tree.join_halves(statement);
        tree
    }

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

    fn add_codes(&mut self, statement: &Statement, half: usize) {
        let mut rows: HashMap<&[Level], usize> = HashMap::new();
        let own = || statement.rows.iter().enumerate().filter(|(_, row)| row.half() == half);
        let coded = || {
            own().filter_map(|(number, row)| match row.of() {
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
            // Beside others a half has a total of its own; of one list 人员经费合计 is that of some of it.
            let is_beside_others = statement.header.halves.len() > 1;
            let is_total = |row: &Row<'_>| *row.of() == Standing::Total && (is_beside_others || is_total_of_all(row));
            let mut totals = own().filter(|(_, row)| is_total(row)).map(|(number, _)| number);
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
        // What is numbered behind something carried over is a part of that, where the year was closed before; and what stands behind the year's
        // total is none of it, where other lines stand before.
        let closed = year.filter(|year| own.iter().any(|(number, row)| number < year && rank(row) == Some(first)));
        let is_of_year = |number: usize| year.is_none_or(|year| number < year || number < begins_carried);
        let is_behind = |(number, row): &(usize, Row<'_>)| {
            rank(row) == Some(first) && is_of_year(*number) && closed.is_some_and(|year| *number > year)
        };
        let goes_on = own.iter().any(is_behind);
        let is_of_year = |number: usize| is_of_year(number) && closed.is_none_or(|year| number < year || !goes_on);
        let level: Vec<usize> = own
            .iter()
            .filter(|(number, row)| rank(row) == Some(first) && is_of_year(*number))
            .map(|(number, _)| *number)
            .collect();
        self.lines.extend(&level);
        if !are_counted(statement, &level) {
            return;
        }
        let carried: Vec<usize> = own.iter().filter(|(_, row)| is_carried(row)).map(|(number, _)| *number).collect();
        // A heading without figures is the sum of what stands below it, and says so nowhere.
        let is_heading = |row: &usize| {
            let at = own.iter().position(|(number, _)| number == row);
            let below = at.and_then(|at| own.get(at + 1)).filter(|(_, row)| rank(row).is_some_and(|rank| rank > first));
            below.is_some() && is_bare(statement, *row)
        };
        let are_headed = level.iter().any(is_heading);
        let level = year.or(total).and_then(|whole| without_details(statement, whole, &level)).unwrap_or(level);
        if let Some(year) = year.filter(|_| !are_headed) {
            self.sums.push((year, (&*level).into()));
        }
        let before: &[usize] = if let Some(year) = &year { std::slice::from_ref(year) } else { &level };
        if let Some(total) = total.filter(|_| !goes_on && (year.is_some() || !are_headed)) {
            let carried = added(statement, total, before, &carried);
            self.sums.push((total, before.iter().copied().chain(carried).collect()));
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
            if parts.len() > 1 && are_counted(statement, &parts) && !parts.iter().any(|part| is_count(statement, *part))
            {
                self.sums.push((*number, parts.into()));
            }
        }
    }
}

/// 合计, and not 人员经费合计 or 农林水支出合计.
fn is_total_of_all(row: &Row<'_>) -> bool {
    is_plain_total(row) || matches!(row.name(), "收入合计" | "收入总计" | "支出总计") || row.name().starts_with("本年")
}

/// Whether a row prints no amount.
fn is_bare(statement: &Statement, row: usize) -> bool {
    let is_blank = |reading: &Reading| matches!(reading, Reading::Absent | Reading::Nil);
    statement.rows.get(row).is_some_and(|row| row.amounts().iter().all(is_blank))
}

/// Whether a row counts something, and prints no money.
fn is_count(statement: &Statement, row: usize) -> bool {
    const COUNTS: [&str; 8] = ["(个)", "(人)", "(辆)", "(批)", "(次)", "(台)", "(人次)", "(批次)"];
    statement.rows.get(row).is_some_and(|row| COUNTS.iter().any(|end| row.name().ends_with(end)))
}

/// Which of the rows that are carried over a total has among its parts: all of them, or those that no other one is the sum of, or the first, if
/// all together do not make it. Details of what is carried over stand below it without a sign.
fn added(statement: &Statement, total: usize, before: &[usize], carried: &[usize]) -> Vec<usize> {
    let holds = |carried: &[usize]| are_equal(statement, &[total], &[before, carried].concat());
    if carried.len() < 2 || holds(carried) {
        return carried.to_vec();
    }
    let outer = outermost(statement, carried);
    let first = carried.get(..1).unwrap_or_default();
    if outer.len() == carried.len() && holds(first) { first.to_vec() } else { outer }
}

/// Lines without those that one before them is the sum of, where these are what a total is the sum of, and all together are not.
fn without_details(statement: &Statement, total: usize, lines: &[usize]) -> Option<Vec<usize>> {
    if are_equal(statement, &[total], lines) {
        return None;
    }
    let outer = outermost(statement, lines);
    (outer.len() < lines.len() && are_equal(statement, &[total], &outer)).then_some(outer)
}

/// The rows that no other one before them is the sum of, to the last digit.
fn outermost(statement: &Statement, rows: &[usize]) -> Vec<usize> {
    let mut outer: Vec<usize> = Vec::new();
    let mut rest = rows;
    while let Some((first, behind)) = rest.split_first() {
        outer.push(*first);
        let details = (1..=behind.len()).rev().filter_map(|count| behind.split_at_checked(count));
        let is_sum = |(details, _): &(&[usize], &[usize])| {
            !are_equal(statement, &[*first], &[]) && are_equal(statement, &[*first], details)
        };
        rest = details.into_iter().find(is_sum).map_or(behind, |(_, rest)| rest);
    }
    outer
}

/// Whether rows of one half add up to the same in each of its columns.
fn are_equal(statement: &Statement, ones: &[usize], others: &[usize]) -> bool {
    let half = ones.first().or(others.first()).and_then(|row| statement.half(*row));
    let value = |rows: &[usize], column: usize| {
        rows.iter().fold(0_i128, |sum, row| sum.saturating_add(statement.sum(*row, column).value))
    };
    (0..half.map_or(0, |half| half.amounts.len())).all(|column| value(ones, column) == value(others, column))
}

/// Whether lines are numbered from 1 on with none left out: only then are they all there is.
fn are_counted(statement: &Statement, rows: &[usize]) -> bool {
    let number = |row: &usize| match statement.rows.get(*row).map(|row| row.of()) {
        Some(Standing::Item { number, .. }) => Some(*number),
        _ => None,
    };
    !rows.is_empty() && (1..).zip(rows).all(|(expected, row)| number(row) == Some(expected))
}
