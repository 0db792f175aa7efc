//! What a stretch of lines amounts to: counts for finding the next line of a kind, and the sums that identities need.

use std::ops::Range;

use crate::{
    codes::Expected,
    department::Covers,
    line::{Line, Standing},
    row::Row,
    sequence::{Fold, Sequence, Summary},
    sum::Sums,
    writing::Writing,
};

/// The last thing in a stretch that decided whether the projects behind it belong to a budget unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// A budget unit: the projects behind it are its own.
    Unit,
    /// A total, or the end of a table: the projects behind it belong to none.
    Closed,
}

/// What the rows of a stretch come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Balance {
    /// `None` where it has no rows of projects or budget units, so that prose and other tables carry no sums.
    money: Option<Box<Money>>,
    last: Option<Switch>,
}

/// The sums of a stretch with rows of projects or budget units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Money {
    /// The amounts of projects and of judged rows, whatever those are: what a unit's total is compared with, since no
    /// judged row that is a unit stands inside a unit.
    rows: Sums,
    /// The amounts of budget units.
    units: Sums,
    /// The amounts of the projects before the first switch of the stretch.
    leading: Sums,
    /// The amounts of the projects behind a switch that closed.
    loose: Sums,
}

/// The monoid over lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Lines.
    pub lines: u32,
    /// Lines other than blank ones and page marks.
    pub solid: u32,
    /// Headings.
    pub headings: u32,
    /// Fragments of tables of known kind.
    pub fragments: u32,
    /// Covers of budgets.
    pub(crate) covers: Covers,
    /// Lines for which [`crate::line::Line::begins_unknown_table`] is true.
    pub unknown_tables: u32,
    /// Lines for which [`crate::line::Line::ends_table`] is true.
    pub table_ends: u32,
    /// Budget units.
    pub units: u32,
    /// Rows of 合计 and 小计.
    pub totals: u32,
    /// Rows that only other rows can judge.
    pub judged: u32,
    /// Projects, finished or not.
    pub projects: u32,
    /// Lines that ask for findings to be ignored.
    pub suppressions: u32,
    /// Lines that say that figures may not add up because of rounding (尾差).
    pub rounding_notes: u32,
    /// Indicators of projects.
    pub indicators: u32,
    /// Projects with an indicator.
    pub with_indicators: u32,
    /// Those of them that have no indicator of satisfaction (满意度指标), as far as all their classes are known.
    pub without_satisfaction: u32,
    /// How the figures are written.
    pub writing: Writing,
    /// One bit for each name of a project or budget unit, by its hash: no bit, no such name.
    pub names: Names,
    balance: Balance,
}

impl Balance {
    /// The amounts of the projects that belong to no budget unit, for a stretch that starts outside of any.
    fn loose_projects(&self) -> Sums {
        self.money.as_ref().map(|money| money.leading.plus(&money.loose)).unwrap_or_default()
    }

    /// The same with the amounts of the budget units.
    fn whole(&self) -> Sums {
        let units = self.money.as_ref().map(|money| &money.units);
        units.map_or_else(Sums::default, |units| self.loose_projects().plus(units))
    }

    fn add_line(&mut self, line: &Line) {
        if line.ends_table() {
            self.last = Some(Switch::Closed);
        } else if let (Some(standing), Some(row)) = (line.standing(), line.row()) {
            self.add_row(standing, row);
        }
    }

    fn add_row(&mut self, standing: Standing, row: &Row) {
        if standing.is_total() {
            self.last = Some(Switch::Closed);
        }
        if !standing.is_project() && !standing.is_unit() {
            return;
        }
        let (sums, money) = (row.sums(), self.money.get_or_insert_default());
        if is_summed(standing) {
            money.rows.add(&sums);
        }
        if standing.is_unit() {
            money.units.add(&row.as_part_of_the_whole(sums));
            self.last = Some(Switch::Unit);
            return;
        }
        match self.last {
            None => money.leading.add(&sums),
            Some(Switch::Closed) => money.loose.add(&sums),
            Some(Switch::Unit) => {}
        }
    }

    fn add(&mut self, right: &Self) {
        if let Some(right) = &right.money {
            let money = self.money.get_or_insert_default();
            money.rows.add(&right.rows);
            money.units.add(&right.units);
            match self.last {
                None => money.leading.add(&right.leading),
                Some(Switch::Closed) => money.loose.add(&right.leading),
                Some(Switch::Unit) => {}
            }
            money.loose.add(&right.loose);
        }
        self.last = right.last.or(self.last);
    }
}

impl Tally {
    /// The amounts of projects and of rows that only other rows can judge.
    pub fn rows(&self) -> Sums {
        self.balance.money.as_ref().map(|money| money.rows.clone()).unwrap_or_default()
    }

    /// The amounts of the projects that belong to no budget unit, for a stretch that starts outside of any.
    pub fn loose_projects(&self) -> Sums {
        self.balance.loose_projects()
    }

    /// Whether a project or a budget unit may print something in an amount column.
    pub(crate) fn may_print(&self, column: usize) -> bool {
        let prints = |sums: &Sums| !sums.get(column).is_absent();
        self.balance.money.as_ref().is_some_and(|money| prints(&money.rows) || prints(&money.units))
    }

    /// Appends a line that ends a table.
    pub(crate) fn close(&mut self) {
        self.table_ends += 1;
        self.balance.last = Some(Switch::Closed);
    }

    pub(crate) fn add_row(&mut self, standing: Standing, row: &Row) {
        self.writing.add_row(row);
        self.balance.add_row(standing, row);
        self.judged += u32::from(standing.is_judged());
        self.totals += u32::from(standing.is_total());
        self.units += u32::from(standing.is_unit());
        if standing.is_project() || standing.is_unit() {
            self.names.insert(row.name_hash);
        }
        if !standing.is_project() {
            return;
        }
        self.projects += 1;
        self.indicators += row.indicator_count();
        self.with_indicators += u32::from(row.indicator_count() > 0);
        self.without_satisfaction += u32::from(row.lacks(Expected::Satisfaction));
    }
}

/// Whether a row's amounts are among [`Money::rows`].
fn is_summed(standing: Standing) -> bool {
    standing.is_project() || standing.is_judged()
}

/// [`Tally::rows`] of some lines, and nothing else: a tenth of what a whole tally costs.
pub(crate) fn rows_in(lines: &Sequence<Line>, range: Range<usize>) -> Sums {
    let element = |sums: &mut Sums, line: &Line| {
        if let (Some(standing), Some(row)) = (line.standing(), line.row())
            && is_summed(standing)
        {
            row.add_to(sums);
        }
    };
    let stretch = |sums: &mut Sums, tally: &Tally| {
        if let Some(money) = &tally.balance.money {
            sums.add(&money.rows);
        }
    };
    lines.fold(range, &Fold { stretch: &stretch, element: &element })
}

/// What a whole table adds up to, by amount column: its budget units, and its projects that belong to none. No other
/// part of its tally.
pub(crate) fn whole_in(lines: &Sequence<Line>, range: Range<usize>) -> Sums {
    let stretch = |balance: &mut Balance, tally: &Tally| balance.add(&tally.balance);
    lines.fold(range, &Fold { stretch: &stretch, element: &Balance::add_line }).whole()
}

impl Summary for Tally {
    fn add(&mut self, right: &Self) {
        self.lines += right.lines;
        self.solid += right.solid;
        self.headings += right.headings;
        self.fragments += right.fragments;
        self.covers.add(right.covers);
        self.unknown_tables += right.unknown_tables;
        self.table_ends += right.table_ends;
        self.units += right.units;
        self.totals += right.totals;
        self.judged += right.judged;
        self.projects += right.projects;
        self.suppressions += right.suppressions;
        self.rounding_notes += right.rounding_notes;
        self.indicators += right.indicators;
        self.with_indicators += right.with_indicators;
        self.without_satisfaction += right.without_satisfaction;
        self.writing.add(&right.writing);
        self.names.add(right.names);
        self.balance.add(&right.balance);
    }
}

/// A set of hashes that may hold more than was put in (a Bloom filter of one function): enough to skip most leaves of a
/// table, whose 32 rows set a sixteenth of the bits at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Names([u128; 4]);

impl Names {
    fn insert(&mut self, hash: u64) {
        let (word, bit) = Self::place(hash);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    fn add(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own |= other);
    }

    /// Whether `hash` may have been put in.
    pub fn may_hold(self, hash: u64) -> bool {
        let (word, bit) = Self::place(hash);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    fn place(hash: u64) -> (usize, u128) {
        (usize::from(hash.to_be_bytes()[0] & 3), 1 << (hash % 128))
    }
}
