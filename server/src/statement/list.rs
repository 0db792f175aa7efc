//! The sums of a list: of projects, of units and their projects, of categories.

use budget_grammar::{
    statement::{Standing, Statement},
    sum::Sum,
};

use super::tree::Tree;
use crate::identity::{Band, Rounding, band};

/// How many parts tell by their sum that they are all there are.
const FEWEST: usize = 2;

/// A total, and the rows that it is the sum of.
type Sums = Vec<(usize, Vec<usize>)>;

impl Tree {
    /// The total of a list = Σ its lines, or Σ those that no other one before them is the sum of, where that holds in most columns; else nothing is
    /// known about it. `false` where its lines are numbered, and tell by that what they are. Cost: the rows, each with its columns, and in a list
    /// that is not plain with those behind it.
    pub(super) fn add_list(&mut self, statement: &Statement, half: usize, rounding: Rounding) -> bool {
        let own = || statement.rows.iter().enumerate().filter(|(_, row)| row.half() == half);
        if own().any(|(_, row)| matches!(row.of(), Standing::Item { .. })) {
            return false;
        }
        let mut totals = own().filter(|(_, row)| *row.of() == Standing::Total).map(|(number, _)| number);
        let (Some(total), None, false) = (totals.next(), totals.next(), statement.is_cut) else { return true };
        let of = |number: &usize| match statement.rows.get(*number).map(|row| row.of()) {
            Some(Standing::Listed { is_group }) => Some(*is_group),
            _ => None,
        };
        let lines: Vec<usize> = own().map(|(number, _)| number).filter(|number| of(number).is_some()).collect();
        let list = List { statement, rounding, total };
        let columns = statement.half(total).map_or(0, |half| half.amounts.len());
        let nested = (0..columns).filter_map(|column| list.nested(&lines, column));
        // Names that begin with codes may all be those of projects.
        let are_groups = lines.iter().all(|line| of(line) == Some(true));
        let plain = list.grouped(&lines, |line| !are_groups && of(line) == Some(true));
        let mut candidates = std::iter::once(plain).chain(nested);
        let found = candidates.find(|sums| {
            let own = sums.iter().find(|(own, _)| *own == total);
            own.is_some_and(|(_, parts)| {
                let (right, wrong) = list.counted(total, parts, FEWEST);
                // Where all lines are parts, one that is wrong may be in one of two columns.
                right > wrong || (right == wrong && right > 0 && parts.len() == lines.len())
            })
        });
        let is_kept = |own: usize, parts: &[usize]| {
            let (right, wrong) = list.counted(own, parts, 1);
            own == total || (right > 0 && right >= wrong)
        };
        let sums = found.into_iter().flatten().filter(|(own, parts)| is_kept(*own, parts));
        let sums = sums.map(|(own, parts)| (own, parts.into()));
        self.sums.extend(sums);
        true
    }
}

/// A list with its total.
struct List<'s> {
    statement: &'s Statement,
    rounding: Rounding,
    total: usize,
}

impl List<'_> {
    fn band(&self, total: usize, parts: &[usize], column: usize) -> Band {
        let mut sum = Sum::default();
        parts.iter().for_each(|part| sum.add(&self.statement.sum(*part, column)));
        band(&self.statement.sum(total, column), &sum, self.rounding)
    }

    fn value(&self, row: usize, column: usize) -> i128 {
        self.statement.sum(row, column).value
    }

    /// In how many of the columns that tell something a sum holds, and in how many not: those in which so many of its parts print an amount.
    fn counted(&self, total: usize, parts: &[usize], fewest: usize) -> (usize, usize) {
        let columns = self.statement.half(total).map_or(0, |half| half.amounts.len());
        let (mut right, mut wrong) = (0, 0);
        for column in 0..columns {
            if parts.iter().filter(|part| self.value(**part, column) != 0).count() < fewest {
                continue;
            }
            match self.band(total, parts, column) {
                Band::Exact | Band::Rounding => right += 1,
                Band::Unlikely | Band::Error => wrong += 1,
                Band::Void => {}
            }
        }
        (right, wrong)
    }

    /// The total = Σ the lines that are no groups, and each group = Σ those up to the next one.
    fn grouped(&self, lines: &[usize], is_group: impl Fn(&usize) -> bool) -> Sums {
        let mut sums = Sums::new();
        let mut members = Vec::new();
        for line in lines {
            if is_group(line) {
                sums.push((*line, Vec::new()));
            } else {
                members.push(*line);
                if let Some((_, own)) = sums.last_mut() {
                    own.push(*line);
                }
            }
        }
        sums.retain(|(_, members)| !members.is_empty());
        sums.push((self.total, members));
        sums
    }

    /// The lines that no other one before them is the sum of, as a column has them, and what those are the sums of, where the total is the sum of
    /// them there.
    fn nested(&self, lines: &[usize], column: usize) -> Option<Sums> {
        let (mut outer, mut sums): (Vec<usize>, Sums) = (Vec::new(), Vec::new());
        let mut rest = lines;
        while let Some((first, behind)) = rest.split_first() {
            outer.push(*first);
            let own = self.value(*first, column);
            let mut sum = 0_i128;
            let mut count = 0;
            for (number, row) in behind.iter().enumerate() {
                sum = sum.saturating_add(self.value(*row, column));
                let details = behind.get(..=number).unwrap_or_default();
                // One line that prints the same is no detail, unless it stands below a unit or a category.
                if own != 0 && number > 0 && matches!(self.band(*first, details, column), Band::Exact | Band::Rounding)
                {
                    count = number + 1;
                }
                if sum > own.saturating_add(own / 100) {
                    break;
                }
            }
            if count > 0 {
                sums.push((*first, behind.get(..count).unwrap_or_default().to_vec()));
            }
            rest = behind.get(count..).unwrap_or_default();
        }
        let holds = matches!(self.band(self.total, &outer, column), Band::Exact | Band::Rounding);
        sums.push((self.total, outer));
        (holds && sums.len() > 1).then_some(sums)
    }
}
