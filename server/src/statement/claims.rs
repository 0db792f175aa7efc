//! Which quantities a statement prints, and where.

use std::collections::BTreeMap;

use budget_grammar::{
    amount::Reading,
    classification::{self, Classification},
    kinds::{QuantityId, RowIs, description::Figure},
    name::{ends_in_organisation, fold},
    statement::{Budget, Levels, Row, Standing},
};

use super::{Account, Place, tree::Scheme};

/// A quantity that a figure of a statement is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Which quantity.
    pub quantity: QuantityId,
    /// Of what.
    pub part: Part,
    /// Where it stands.
    pub place: Place,
    /// Whether it is that only where the budget's income and spending are equal.
    pub if_balanced: bool,
}

/// A budget that a figure of a statement is said to be which stands beside what was spent of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetClaim {
    /// Of which quantity.
    pub quantity: QuantityId,
    /// Which budget.
    pub of: Budget,
    /// Where it stands.
    pub place: Place,
}

/// What a quantity is one of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The whole budget.
    Whole,
    /// A class, by its name as [`canonical`] has it.
    Class(Box<str>),
    /// A class, group or item, by its code.
    Code(Levels),
}

/// The name of a class as it is compared: the one in use, where it has a retired one.
pub fn canonical(folded: &str) -> Box<str> {
    match classification::current_name(Classification::Functional, folded) {
        Some((_, name)) => fold(name).into(),
        None => folded.into(),
    }
}

impl Account {
    /// The quantities that the statement prints, by its kind, and their budgets. Cost: its rows, for each figure of the
    /// kind.
    pub(super) fn all_claims(&self) -> (Vec<Claim>, Vec<BudgetClaim>) {
        let Some(kind) = &self.statement.kind else { return Default::default() };
        let is_carried = self.is_carried;
        let year = self.statement.title.as_ref().and_then(|title| title.year());
        let halves: Vec<_> = self
            .statement
            .header
            .halves
            .iter()
            .map(|half| (half, half.of_year(year), self.statement.side(half)))
            .collect();
        let (mut claims, mut budgets) = (Vec::new(), Vec::new());
        for (quantity, figure) in kind.figures() {
            for (number, (half, of_year, own)) in halves.iter().enumerate() {
                if half.are_projects || figure.side.is_some_and(|side| *own != Some(side)) {
                    continue;
                }
                let Some(column) = of_year.column(&figure.columns) else { continue };
                let is_of_year =
                    half.amounts.get(column).is_some_and(|column| column.path.iter().any(|text| text.contains("本年")));
                let is_coded = !half.codes.is_empty();
                let budget = of_year.budget_of(column);
                let is_by_code = matches!(figure.row, RowIs::Class | RowIs::ClassBelowYear | RowIs::Code) && is_coded;
                if is_by_code && self.are_classes_of_units(number, column) {
                    continue;
                }
                for (row, part) in self.rows_of(figure, number, is_coded, is_carried, is_of_year) {
                    if let Some((column, of)) = budget.filter(|_| part == Part::Whole) {
                        budgets.push(BudgetClaim { quantity, of, place: (row, column) });
                    }
                    claims.push(Claim { quantity, part, place: (row, column), if_balanced: figure.balanced });
                }
            }
        }
        // What is still to be filled in is no zero.
        let is_open = self.open_figures();
        claims.retain(|claim| !is_open(claim.place));
        // Of two lines of one name it is not known which one the other statements repeat.
        let mut counts: BTreeMap<(QuantityId, &Part), usize> = BTreeMap::new();
        claims.iter().for_each(|claim| *counts.entry((claim.quantity, &claim.part)).or_default() += 1);
        let is_sure =
            |claim: &Claim| claim.part == Part::Whole || counts.get(&(claim.quantity, &claim.part)) == Some(&1);
        let are_sure: Vec<bool> = claims.iter().map(is_sure).collect();
        let mut are_sure = are_sure.into_iter();
        claims.retain(|_| are_sure.next().unwrap_or_default());
        // A third …合计 beside 人员经费合计 and 公用经费合计 is a part that the whole has, too.
        let is_partial = |row: &Row<'_>| *row.of() == Standing::Total && !is_plain_total(row);
        if self.statement.rows.iter().filter(is_partial).count() > 2 {
            let is_sure = |row: usize| !self.row(row).is_some_and(|row| is_partial(&row));
            claims.retain(|claim| is_sure(claim.place.0));
            budgets.retain(|budget| is_sure(budget.place.0));
        }
        (claims, budgets)
    }

    fn rows_of(
        &self,
        figure: &Figure,
        half: usize,
        is_coded: bool,
        is_carried: bool,
        is_of_year: bool,
    ) -> Vec<(usize, Part)> {
        let own = || self.statement.rows.iter().enumerate().filter(|(_, row)| row.half() == half);
        let only = |is: &dyn Fn(&Row<'_>) -> bool| -> Vec<(usize, Part)> {
            let mut found = own().filter(|(_, row)| is(row)).map(|(number, _)| number);
            let first = found.next().filter(|_| found.next().is_none());
            first.into_iter().map(|row| (row, Part::Whole)).collect()
        };
        match figure.row {
            RowIs::Year if is_coded => {
                if is_carried && !is_of_year {
                    Vec::new()
                } else {
                    only(&|row| *row.of() == Standing::Total && is_plain_total(row))
                }
            }
            RowIs::Year => {
                let year = only(&|row| *row.of() == Standing::Year);
                // What is carried over has columns of its own beside those of the year in a list of units.
                let is_list = || self.statement.header.halves.get(half).is_some_and(|half| half.texts.is_some());
                let is_all = !is_carried || (is_of_year && is_list());
                if year.is_empty() && is_all { only(&|row| *row.of() == Standing::Total) } else { year }
            }
            RowIs::Total => {
                // Without a line for the year, what comes in then is all there is.
                if is_carried || !own().any(|(_, row)| *row.of() == Standing::Year) {
                    only(&|row| *row.of() == Standing::Total)
                } else {
                    Vec::new()
                }
            }
            // Of several units their total is what other statements repeat.
            RowIs::Only => only(&|row| matches!(row.of(), Standing::Figures | Standing::Total)),
            RowIs::Line => {
                let is_it = |(number, row): &(usize, Row<'_>)| {
                    // What institutions spend on it stands elsewhere in that classification: 50502.
                    let is_of_government = || Scheme::of(&self.statement, *number) == Scheme::Government;
                    let prints = row.amounts().iter().any(|reading| !matches!(reading, Reading::Absent));
                    figure.lines.iter().any(|line| **line == *row.name())
                        && (prints || !matches!(row.of(), Standing::OfWhich))
                        && !is_of_government()
                        && !self.is_below_carried(*number)
                };
                let mut found = own().filter(is_it).map(|(number, _)| number);
                let first = found.next().filter(|_| found.next().is_none());
                first.into_iter().map(|row| (row, Part::Whole)).collect()
            }
            RowIs::Class | RowIs::ClassBelowYear if is_coded => {
                let is_class = |row: &usize| self.code(*row).is_some_and(|code| code.level() == 1);
                // One without any amount may be cut by a page.
                let prints = |row: &Row<'_>| row.amounts().iter().any(|reading| !matches!(reading, Reading::Absent));
                let rows = own().filter(|(_, row)| prints(row)).map(|(number, _)| number).filter(is_class);
                rows.map(|row| (row, Part::Class(canonical(self.name(row))))).collect()
            }
            RowIs::Class | RowIs::ClassBelowYear => {
                let lines = self.tree.lines.iter().filter(|row| self.row(**row).is_some_and(|row| row.half() == half));
                let below =
                    |line: &usize| self.tree.sums.iter().find(|(total, _)| total == line).map(|(_, parts)| parts);
                let is_year = |line: &usize| figure.row == RowIs::ClassBelowYear && self.name(*line) == "本年支出";
                let rows = lines.flat_map(|line| match below(line).filter(|_| is_year(line)) {
                    Some(parts) => &**parts,
                    None => std::slice::from_ref(line),
                });
                rows.map(|row| (*row, Part::Class(canonical(self.name(*row))))).collect()
            }
            RowIs::Code => {
                let rows = own().filter_map(|(number, _)| Some((number, self.code(number)?)));
                rows.map(|(row, code)| (row, Part::Code(code.levels().into()))).collect()
            }
        }
    }

    /// Whether a line without a code stands below what is carried over, the parts of which have the names of those of
    /// the year.
    fn is_below_carried(&self, row: usize) -> bool {
        let rank = |of: &Standing| match of {
            Standing::Item { rank, .. } => *rank,
            _ => u8::MAX,
        };
        let Some(own) = self.row(row) else { return false };
        let mut least = rank(own.of());
        for above in (0..row).rev().filter_map(|above| self.row(above)).filter(|above| above.half() == own.half()) {
            match above.of() {
                Standing::Carried => return true,
                Standing::Total | Standing::Year => return false,
                of if rank(of) < least && above.name().starts_with("本年") => return false,
                of => least = least.min(rank(of)),
            }
        }
        false
    }

    /// Whether the classes of a half are those of a unit, whose other ones stand on a page that is not understood: rows
    /// of units stand among them, and they do not come to the total.
    fn are_classes_of_units(&self, half: usize, column: usize) -> bool {
        let own = || self.statement.rows.iter().enumerate().filter(|(_, row)| row.half() == half);
        let is_unit = |row: Row<'_>| {
            *row.of() == Standing::Unknown && (ends_in_organisation(row.name()) || row.name().ends_with("本级"))
        };
        if !own().any(|(_, row)| is_unit(row)) {
            return false;
        }
        let mut totals = own().filter(|(_, row)| *row.of() == Standing::Total);
        let (Some((total, _)), None) = (totals.next(), totals.next()) else { return true };
        let classes = own().filter(|(row, _)| self.code(*row).is_some_and(|code| code.level() == 1));
        let sum = classes.fold(0_i128, |sum, (row, _)| sum.saturating_add(self.sum((row, column)).value));
        sum != self.sum((total, column)).value
    }

    /// The folded name of a row.
    pub fn name(&self, row: usize) -> &str {
        self.row(row).map_or("", |row| row.name())
    }
}

/// 合计, and not 人员经费合计.
pub(super) fn is_plain_total(row: &Row<'_>) -> bool {
    matches!(row.name(), "合计" | "总计" | "共计" | "支出合计")
}
