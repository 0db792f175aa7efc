//! What stands below what in a statement, by its codes or by the numbers of its lines.

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    sync::Arc,
};

use budget_grammar::{
    amount::Reading,
    statement::{Level, Row, Standing, Statement},
    sum::Sum,
};

use super::claims::is_plain_total;
use crate::identity::{Band, Rounding, band};

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
    pub(super) fn of(statement: &Statement, rounding: Rounding) -> Self {
        let mut tree = Self::default();
        for (number, half) in statement.header.halves.iter().enumerate() {
            if half.texts.is_some() && tree.add_list(statement, number, rounding) {
            } else if half.codes.is_empty() {
                tree.add_items(statement, number, rounding);
            } else {
                tree.add_codes(statement, number, rounding);
            }
        }
        tree.span_totals(statement);
        tree.join_halves(statement);
        tree
    }

    /// A total that does not add up in its own half may be that of the halves before it too that have none: 公用经费合计 of
    /// 302 and 310, 合计 below the last part of a list. Cost: the rows, where several halves have codes.
    fn span_totals(&mut self, statement: &Statement) {
        let has_total =
            |half: usize| statement.rows.iter().any(|row| row.half() == half && *row.of() == Standing::Total);
        for at in 0..self.halves.len() {
            let Some(CodedHalf { half, total: Some(total), classes }) = self.halves.get(at).cloned() else { continue };
            let is_part = |other: &usize| are_alike(statement, *other, half) && !has_total(*other);
            let before: Vec<usize> = (0..half).rev().take_while(is_part).collect();
            if before.is_empty() || are_equal(statement, &[total], &classes) {
                continue;
            }
            let known = |half: &usize| self.halves.iter().find(|known| known.half == *half);
            let parts: Option<Vec<&CodedHalf>> = before.iter().rev().map(known).collect();
            let all =
                parts.map(|parts| parts.into_iter().flat_map(|part| part.classes.clone()).chain(classes).collect());
            if let Some(own) = self.halves.get_mut(at) {
                // Where something before it is not understood, nobody knows what it is the sum of.
                (own.total, own.classes) = (all.as_ref().map(|_| total), all.unwrap_or_default());
            }
        }
    }

    /// A list of codes that goes on in another half: what lacks its parent in its own belongs below the one in another
    /// with the same columns. Of such halves no total is known to be that of one. Cost: the rows with codes, where a
    /// code has no parent.
    fn join_halves(&mut self, statement: &Statement) {
        if self.orphans.is_empty() || statement.header.halves.len() < 2 {
            return;
        }
        let code = |row: usize| match statement.rows.get(row).map(|row| row.of()) {
            Some(Standing::Coded(code)) => Some(code),
            _ => None,
        };
        let half = |row: usize| statement.rows.get(row).map(|row| row.half());
        let is_alike = |one: usize, other: usize| {
            half(one).zip(half(other)).is_some_and(|(one, other)| are_alike(statement, one, other))
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

    fn add_codes(&mut self, statement: &Statement, half: usize, rounding: Rounding) {
        let mut rows: HashMap<&[Level], usize> = HashMap::new();
        let own = || statement.rows.iter().enumerate().filter(|(_, row)| row.half() == half);
        let coded = || {
            own().filter_map(|(number, row)| match row.of() {
                Standing::Coded(code) => Some((number, code)),
                _ => None,
            })
        };
        // Below each item of the functional classification the economic one begins again.
        let of = |row: usize| Scheme::of(statement, row);
        let are_mixed =
            coded().any(|(row, _)| of(row) == Scheme::Functional) && coded().any(|(row, _)| of(row).is_economic());
        for (row, code) in coded() {
            match rows.entry(code.levels()) {
                Entry::Occupied(_) if are_mixed && of(row) != Scheme::Functional => {}
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
        let is_flat = classes.is_empty() && children.is_empty();
        let flat = if is_flat { orphans.clone() } else { Vec::new() };
        self.orphans.extend(orphans);
        self.children.extend(children);
        // What is the part of what is known only where every figure has its code, once, and below another one that is
        // printed.
        if !statement.is_cut && !own().any(|(_, row)| *row.of() == Standing::Unknown) {
            // Beside others a half has a total of its own; of one list 人员经费合计 is that of some of it.
            let is_beside_others = statement.header.halves.len() > 1;
            let is_total = |row: &Row<'_>| *row.of() == Standing::Total && (is_beside_others || is_total_of_all(row));
            let mut totals = own().filter(|(_, row)| is_total(row)).map(|(number, _)| number);
            let total = totals.next().filter(|_| totals.next().is_none());
            if let Some(total) = total {
                self.add_flat(statement, total, flat, rounding);
            }
            self.halves.push(CodedHalf { half, total, classes });
        }
    }

    /// Lines without codes: 总计 = 本年合计 and what is carried over, or Σ the lines of the first level; a line = Σ those
    /// numbered from 1 below it.
    fn add_items(&mut self, statement: &Statement, half: usize, rounding: Rounding) {
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
        // What is numbered behind something carried over is a part of that, where the year was closed before; and what
        // stands behind the year's total is none of it, where other lines stand before.
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
        let details = Details { statement, rounding };
        let level = year.or(total).and_then(|whole| details.left_out(whole, &level)).unwrap_or(level);
        if let Some(year) = year.filter(|_| !are_headed) {
            self.sums.push((year, (&*level).into()));
        }
        let before: &[usize] = if let Some(year) = &year { std::slice::from_ref(year) } else { &level };
        if let Some(total) = total.filter(|_| !goes_on && (year.is_some() || !are_headed)) {
            let carried = details.added(total, before, &carried);
            self.sums.push((total, before.iter().copied().chain(carried).collect()));
        }
        for (at, (number, row)) in own.iter().enumerate() {
            let deeper = match (rank(row), row.of()) {
                (Some(rank), _) => rank,
                (None, Standing::Carried) if !is_of_year(number + 1) => first.saturating_sub(1),
                _ => continue,
            };
            // 其中 begins a list of its own in the middle, and ends none.
            let is_below = |(_, other): &&(usize, Row<'_>)| {
                *other.of() == Standing::OfWhich
                    || rank(other)
                        .is_some_and(|other| other > deeper || (*row.of() == Standing::Carried && other >= first))
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

/// Whether two halves are of one list, by their columns.
fn are_alike(statement: &Statement, one: usize, other: usize) -> bool {
    let half = |half: usize| statement.header.halves.get(half);
    let (Some(one), Some(other)) = (half(one), half(other)) else { return false };
    let titles = one.amounts.iter().map(|column| &column.title);
    !one.codes.is_empty()
        && !other.codes.is_empty()
        && one.is_economic == other.is_economic
        && titles.eq(other.amounts.iter().map(|column| &column.title))
}

/// Rows that are part of one before them though nothing says so: details of what is carried over, or of a line.
struct Details<'s> {
    statement: &'s Statement,
    rounding: Rounding,
}

impl Details<'_> {
    /// Which of the rows that are carried over a total has among its parts: all of them, or those that no other one is
    /// the sum of, or the first, if all together do not make it.
    fn added(&self, total: usize, before: &[usize], carried: &[usize]) -> Vec<usize> {
        let outer = self.outermost(carried, Band::Exact);
        let is_one = outer.len() == carried.len();
        let all = [carried.to_vec(), outer.clone(), self.outermost(carried, Band::Rounding)];
        let first = carried.get(..1).filter(|_| is_one && carried.len() > 1).map(<[usize]>::to_vec);
        let mut holding = all.into_iter().chain(first);
        let found = [Band::Exact, Band::Rounding]
            .into_iter()
            .find_map(|most| holding.clone().find(|carried| self.is_sum(total, &[before, carried].concat(), most)));
        found.or_else(|| holding.nth(1)).unwrap_or(outer)
    }

    /// Lines without those that one before them is the sum of, where these are what a total is the sum of, and all
    /// together are not.
    fn left_out(&self, total: usize, lines: &[usize]) -> Option<Vec<usize>> {
        if self.is_sum(total, lines, Band::Rounding) {
            return None;
        }
        let fits = |most: &Band| {
            let outer = self.outermost(lines, *most);
            (outer.len() < lines.len() && self.is_sum(total, &outer, *most)).then_some(outer)
        };
        [Band::Exact, Band::Rounding].iter().find_map(fits)
    }

    /// The rows that no other one before them is the sum of.
    fn outermost(&self, rows: &[usize], most: Band) -> Vec<usize> {
        let mut outer: Vec<usize> = Vec::new();
        let mut rest = rows;
        while let Some((first, behind)) = rest.split_first() {
            outer.push(*first);
            let details = (1..=behind.len()).rev().filter_map(|count| behind.split_at_checked(count));
            let is_sum = |(details, _): &(&[usize], &[usize])| {
                // One row that is nearly another one is no detail of it.
                (most == Band::Exact || details.len() > 1)
                    && !are_equal(self.statement, &[*first], &[])
                    && self.is_sum(*first, details, most)
            };
            rest = details.into_iter().find(is_sum).map_or(behind, |(_, rest)| rest);
        }
        outer
    }

    /// Whether a row is the sum of others of its half in each column in which they print something, as far as to that
    /// band.
    fn is_sum(&self, total: usize, parts: &[usize], most: Band) -> bool {
        let columns = self.statement.half(total).map_or(0, |half| half.amounts.len());
        let mut is_any = false;
        (0..columns).all(|column| {
            let mut sum = Sum::default();
            parts.iter().for_each(|part| sum.add(&self.statement.sum(*part, column)));
            if sum.is_absent() {
                return true;
            }
            is_any = true;
            match band(&self.statement.sum(total, column), &sum, self.rounding) {
                Band::Exact => true,
                Band::Rounding => most == Band::Rounding,
                // What is no amount counts as nothing here.
                Band::Void => are_equal_in(self.statement, &[total], parts, column),
                Band::Unlikely | Band::Error => false,
            }
        }) && is_any
    }
}

/// What a code classifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// What is spent for, 201 to 234.
    Functional,
    /// What departments spend on, 301 to 399.
    Department,
    /// What the government spends on, 501 to 599.
    Government,
    /// Something else: units, income.
    Other,
}

impl Scheme {
    /// That of the code of a row, by its first three digits.
    pub(super) fn of(statement: &Statement, row: usize) -> Self {
        let code = match statement.rows.get(row).map(|row| row.of()) {
            Some(Standing::Coded(code)) => code.to_string(),
            _ => return Self::Other,
        };
        match code.get(..3).and_then(|class| class.parse::<u32>().ok()) {
            Some(201..=234) => Self::Functional,
            Some(301..=399) => Self::Department,
            Some(501..=599) => Self::Government,
            _ => Self::Other,
        }
    }

    /// Whether it is one of the two economic classifications.
    pub(super) fn is_economic(self) -> bool {
        matches!(self, Self::Department | Self::Government)
    }
}

/// Whether rows of one half add up to the same in each of its columns.
fn are_equal(statement: &Statement, ones: &[usize], others: &[usize]) -> bool {
    let half = ones.first().or(others.first()).and_then(|row| statement.half(*row));
    (0..half.map_or(0, |half| half.amounts.len())).all(|column| are_equal_in(statement, ones, others, column))
}

fn are_equal_in(statement: &Statement, ones: &[usize], others: &[usize], column: usize) -> bool {
    let value =
        |rows: &[usize]| rows.iter().fold(0_i128, |sum, row| sum.saturating_add(statement.sum(*row, column).value));
    value(ones) == value(others)
}

/// Whether lines are numbered from 1 on with none left out: only then are they all there is.
fn are_counted(statement: &Statement, rows: &[usize]) -> bool {
    let number = |row: &usize| match statement.rows.get(*row).map(|row| row.of()) {
        Some(Standing::Item { number, .. }) => Some(*number),
        _ => None,
    };
    !rows.is_empty() && (1..).zip(rows).all(|(expected, row)| number(row) == Some(expected))
}
