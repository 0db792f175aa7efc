//! The sums of a list: of projects, of units and their projects, of categories.

use budget_grammar::{
    statement::{Standing, Statement},
    sum::Sum,
};

use super::{is_wrong, levels, marked, tree::Tree};
use crate::identity::{Band, Rounding, band};

/// How many parts tell by their sum that they are all there are.
pub(super) const FEWEST: usize = 2;

/// How many sums of groups that hold tell what a group is the sum of, and how many times as many as those that do not.
pub(super) const FEW: usize = 3;
pub(super) const MANY: usize = 4;

/// A total, and the rows that it is the sum of.
pub(super) type Sums = Vec<(usize, Vec<usize>)>;

impl Tree {
    /// The total of items whose groups and classes are not printed = Σ them, where that holds in most columns. Cost:
    /// the rows, each with its columns.
    pub(super) fn add_flat(&mut self, statement: &Statement, total: usize, items: Vec<usize>, rounding: Rounding) {
        let (right, wrong) = List { statement, rounding, total: Some(total) }.counted(total, &items, FEWEST);
        if right > wrong {
            self.sums.push((total, items.into()));
        }
    }

    /// The total of a list = Σ its lines, or Σ those that no other one before them is the sum of, where that holds in
    /// most columns; else nothing is known about it. `false` where its lines are numbered, and tell by that what they
    /// are. Cost: the rows, each with its columns, and in a list that is not plain with those behind it.
    pub(super) fn add_list(&mut self, statement: &Statement, half: usize, rounding: Rounding) -> bool {
        let own = || statement.rows.iter().enumerate().filter(|(_, row)| row.half() == half);
        if let Some(sums) = levels::sums(statement, half, rounding) {
            self.sums.extend(sums.into_iter().map(|(own, parts)| (own, parts.into())));
            return true;
        }
        if let Some(sums) = marked::sums(statement, half, rounding) {
            self.sums.extend(sums.into_iter().map(|(own, parts)| (own, parts.into())));
            return true;
        }
        if own().any(|(_, row)| matches!(row.of(), Standing::Item { .. })) {
            return false;
        }
        let mut totals = own().filter(|(_, row)| *row.of() == Standing::Total).map(|(number, _)| number);
        let (total, None, false) = (totals.next(), totals.next(), statement.is_cut) else { return true };
        let of = |number: &usize| match statement.rows.get(*number).map(|row| row.of()) {
            Some(Standing::Listed { is_group, .. }) => Some(*is_group),
            _ => None,
        };
        let lines: Vec<usize> = own().map(|(number, _)| number).filter(|number| of(number).is_some()).collect();
        // Names that begin with codes may all be those of projects.
        let are_groups = lines.iter().all(|line| of(line) == Some(true));
        let is_group = |line: &usize| !are_groups && of(line) == Some(true);
        let has_of_which = own().any(|(_, row)| *row.of() == Standing::OfWhich);
        let list = List { statement, rounding, total };
        // 小计 stands above its lines or below them.
        let groups = [list.grouped(&lines, is_group), list.grouped_below(&lines, is_group)];
        let evident = |groups: &Sums| {
            let (right, wrong) = list.evidence(groups);
            (right.saturating_sub(wrong), right)
        };
        let [above, below] = groups;
        let are_below = evident(&below) > evident(&above);
        let groups = if are_below { below } else { above };
        let members: Vec<usize> = lines.iter().copied().filter(|line| !is_group(line)).collect();
        let (right, wrong) = list.evidence(&groups);
        let of_total = total.map_or(0, |total| list.counted(total, &members, FEWEST).0);
        let right = right + of_total;
        let are_told = right >= FEW && right >= wrong.saturating_mul(MANY);
        let is_kept = |own: usize, parts: &[usize]| {
            let (right, wrong) = list.counted(own, parts, 1);
            let is_of_fewer = if are_below { list.begins_later(own, parts) } else { list.ends_earlier(own, parts) };
            !is_of_fewer && ((right > 0 && right >= wrong) || (are_told && list.is_close(own, parts)))
        };
        let Some(total) = total else {
            // Nothing but the groups themselves bears them out.
            let kept = groups.into_iter().filter(|(own, parts)| are_told && is_kept(*own, parts));
            self.sums.extend(kept.map(|(own, parts)| (own, parts.into())));
            return true;
        };
        let columns = statement.half(total).map_or(0, |half| half.amounts.len());
        let nested = (0..columns).filter_map(|column| list.nested(&lines, column));
        let plain: Sums = groups.into_iter().chain([(total, members)]).collect();
        // How many more of the columns bear the sums out than do not, where more do.
        let borne_out = |sums: &Sums| {
            let (_, parts) = sums.iter().find(|(own, _)| *own == total)?;
            let (right, wrong) = list.counted(total, parts, FEWEST);
            // Where all lines are parts, one that is wrong may be in one of two columns.
            let is_found = right > wrong || (right == wrong && right > 0 && parts.len() == lines.len());
            is_found.then(|| right.saturating_sub(wrong))
        };
        let found = borne_out(&plain).map(|_| plain.clone());
        // A column that is blank where a category stands does not show what belongs to that.
        let of_columns = || {
            let of_columns = nested.filter_map(|sums| Some((borne_out(&sums)?, sums)));
            let best = of_columns.reduce(|best, other| if other.0 > best.0 { other } else { best });
            best.map(|(_, sums)| sums)
        };
        let found = found.or_else(of_columns).or_else(|| {
            let is_told = |sums: &Sums| {
                let is_close = sums.last().is_some_and(|(_, members)| list.is_close(total, members));
                let is_flat = !has_of_which && list.is_flat(&lines, columns);
                (is_close && (are_told || is_flat)) || (!has_of_which && list.are_all(&lines, columns))
            };
            Some(plain).filter(is_told)
        });
        let sums = found.into_iter().flatten().filter(|(own, parts)| *own == total || is_kept(*own, parts));
        self.sums.extend(sums.map(|(own, parts)| (own, parts.into())));
        true
    }
}

/// A list with its total.
pub(super) struct List<'s> {
    pub(super) statement: &'s Statement,
    pub(super) rounding: Rounding,
    pub(super) total: Option<usize>,
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

    /// In how many of the columns that tell something a sum holds, and in how many not: those in which so many of its
    /// parts print an amount.
    pub(super) fn counted(&self, total: usize, parts: &[usize], fewest: usize) -> (usize, usize) {
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

    /// Each group = Σ the lines up to the next one.
    fn grouped(&self, lines: &[usize], is_group: impl Fn(&usize) -> bool) -> Sums {
        let mut sums = Sums::new();
        for line in lines {
            if is_group(line) {
                sums.push((*line, Vec::new()));
            } else if let Some((_, own)) = sums.last_mut() {
                own.push(*line);
            }
        }
        sums.retain(|(_, members)| !members.is_empty());
        sums
    }

    /// Each group = Σ the lines from the one before on.
    fn grouped_below(&self, lines: &[usize], is_group: impl Fn(&usize) -> bool) -> Sums {
        let mut sums = Sums::new();
        let mut members = Vec::new();
        for line in lines {
            if is_group(line) {
                sums.push((*line, std::mem::take(&mut members)));
            } else {
                members.push(*line);
            }
        }
        sums.retain(|(_, members)| !members.is_empty());
        sums
    }

    /// In how many columns of how many groups a sum holds, and in how many not.
    pub(super) fn evidence(&self, groups: &Sums) -> (usize, usize) {
        let counted = groups.iter().map(|(own, parts)| self.counted(*own, parts, 1));
        counted.fold((0, 0), |(right, wrong), (own_right, own_wrong)| (right + own_right, wrong + own_wrong))
    }

    /// Whether a sum that does not hold is not far off in any column: what is twice as much has its parts in it twice.
    pub(super) fn is_close(&self, total: usize, parts: &[usize]) -> bool {
        let columns = self.statement.half(total).map_or(0, |half| half.amounts.len());
        (0..columns).all(|column| {
            let all = parts.iter().fold(0_i128, |all, part| all.saturating_add(self.value(*part, column)));
            let own = self.value(total, column);
            all == own || own.abs_diff(all) <= own.unsigned_abs() / 2
        })
    }

    /// Whether a sum holds in all columns for the first of its parts alone: those behind belong to something else.
    pub(super) fn ends_earlier(&self, total: usize, parts: &[usize]) -> bool {
        (1..parts.len()).filter_map(|count| parts.get(..count)).any(|parts| self.holds(total, parts))
    }

    /// Parts without those behind them that print nothing.
    pub(super) fn printed<'p>(&self, parts: &'p [usize]) -> &'p [usize] {
        let columns = parts.first().and_then(|part| self.statement.half(*part)).map_or(0, |half| half.amounts.len());
        let prints = |part: &usize| (0..columns).any(|column| self.value(*part, column) != 0);
        let end = parts.iter().rposition(prints).map_or(0, |last| last + 1);
        parts.get(..end).unwrap_or_default()
    }

    /// Whether it does for the last of its parts alone, where those stand above it: a unit of one line has no 小计.
    fn begins_later(&self, total: usize, parts: &[usize]) -> bool {
        (1..parts.len()).filter_map(|first| parts.get(first..)).any(|parts| self.holds(total, parts))
    }

    fn holds(&self, total: usize, parts: &[usize]) -> bool {
        let columns = self.statement.half(total).map_or(0, |half| half.amounts.len());
        (0..columns).all(|column| !is_wrong(self.band(total, parts, column)))
    }

    /// Whether a list of one column can be nothing but a total and its lines: none is the sum of those behind it, and
    /// all of them together are more than the total, and not twice as much; lines that are not printed make them less.
    fn is_flat(&self, lines: &[usize], columns: usize) -> bool {
        let (Some(total), 1) = (self.total, columns) else { return false };
        let (own, all) =
            (self.value(total, 0), lines.iter().fold(0_i128, |all, line| all.saturating_add(self.value(*line, 0))));
        self.are_plain(lines, own) && all > own && all < own.saturating_add(own / 2)
    }

    /// Whether a list of one column in which what is bought has classes prints all its lines: they are numbered through
    /// from 1 on (序号), and nothing shows that some are parts of others, as where they come to twice the total.
    fn are_all(&self, lines: &[usize], columns: usize) -> bool {
        let (Some(total), 1) = (self.total, columns) else { return false };
        let own = self.value(total, 0);
        let all = lines.iter().fold(0_i128, |all, line| all.saturating_add(self.value(*line, 0)));
        let number = |line: &usize| match self.statement.rows.get(*line).map(|row| row.of()) {
            Some(Standing::Listed { number, is_group: false, .. }) => Some(*number),
            _ => None,
        };
        let has_classes = self.statement.kind.as_ref().is_some_and(|kind| !kind.description.classes.is_empty());
        has_classes
            && (1..).zip(lines).all(|(expected, line)| number(line) == Some(expected))
            && all < own.saturating_mul(2)
            && self.are_plain(lines, own)
    }

    /// Whether none of the lines of one column is the sum of those behind it, nor the total that of some alone.
    fn are_plain(&self, lines: &[usize], own: i128) -> bool {
        let is_sum = |(number, line): (usize, &usize)| {
            let mut sum = 0_i128;
            let behind = lines.iter().skip(number + 1);
            self.value(*line, 0) != 0
                && behind.enumerate().any(|(count, other)| {
                    sum = sum.saturating_add(self.value(*other, 0));
                    count > 0 && sum == self.value(*line, 0)
                })
        };
        // What some of them come to already, the others show once more.
        let comes_to = |lines: &mut dyn Iterator<Item = &usize>| {
            let sums = lines.scan(0_i128, |sum, line| {
                *sum = sum.saturating_add(self.value(*line, 0));
                Some(*sum)
            });
            sums.into_iter().any(|sum| sum == own)
        };
        lines.len() >= FEWEST
            && own > 0
            && !lines.iter().enumerate().any(is_sum)
            && !comes_to(&mut lines.iter())
            && !comes_to(&mut lines.iter().rev())
    }

    fn prints_the_same(&self, one: usize, other: usize) -> bool {
        let columns = self.statement.half(one).map_or(0, |half| half.amounts.len());
        columns > 1 && (0..columns).all(|column| self.value(one, column) == self.value(other, column))
    }

    /// The lines that no other one before them is the sum of, as a column has them, and what those are the sums of,
    /// where the total is the sum of them there.
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
                // One line that prints the same is a detail where it prints nothing else in any column: the only
                // unit of a category.
                let may_be_all = number > 0 || self.prints_the_same(*first, *row);
                if own != 0 && may_be_all && matches!(self.band(*first, details, column), Band::Exact | Band::Rounding)
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
        let total = self.total?;
        let holds = matches!(self.band(total, &outer, column), Band::Exact | Band::Rounding);
        sums.push((total, outer));
        (holds && sums.len() > 1).then_some(sums)
    }
}
