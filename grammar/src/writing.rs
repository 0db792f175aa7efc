//! How the figures of a stretch of lines are written: what makes one of them stand out.

use crate::{
    amount::{Amount, Reading},
    row::Row,
};

/// Figures counted by the way they are written, those of all rows alike. A figure of zero, which many tables print as
/// `0`, has no precision and needs no unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// Figures that name no monetary unit of their own.
    pub unitless: u32,
    /// Figures with grouping commas.
    pub grouped: u32,
    /// Figures of four or more digits before the point with no grouping comma.
    pub ungrouped: u32,
    /// The unitless figures with no decimals, with one, with two, and with more.
    decimals: [u32; 4],
}

/// The fewest grouped figures that make a table one that groups.
const LEAST_GROUPED: u32 = 3;
/// The fewest figures whose precision makes a custom.
const LEAST_FIGURES: u32 = 10;

impl Writing {
    pub(crate) fn add_row(&mut self, row: &Row) {
        for amount in row.amounts.iter().filter_map(|reading| Reading::amount(*reading)) {
            self.grouped += u32::from(amount.style().is_grouped());
            self.ungrouped += u32::from(amount.style().is_ungrouped());
            if !has_precision(amount) {
                continue;
            }
            self.unitless += 1;
            let [none, one, two, more] = &mut self.decimals;
            *match amount.decimals() {
                0 => none,
                1 => one,
                2 => two,
                _ => more,
            } += 1;
        }
    }

    pub(crate) fn add(&mut self, right: &Self) {
        self.unitless += right.unitless;
        self.grouped += right.grouped;
        self.ungrouped += right.ungrouped;
        self.decimals.iter_mut().zip(right.decimals).for_each(|(own, right)| *own += right);
    }

    /// Whether its figures are grouped as a rule: three at least, and no fewer than are not.
    pub fn groups(&self) -> bool {
        self.grouped >= LEAST_GROUPED && self.grouped >= self.ungrouped
    }

    /// The decimals, one or two, of nine in ten of its figures; none where those are fewer than ten or whole.
    pub fn usual_decimals(&self) -> Option<u8> {
        let [_, one, two, _] = self.decimals;
        let is_usual = |count: u32| self.unitless >= LEAST_FIGURES && count * 10 >= self.unitless * 9;
        [(2, two), (1, one)].into_iter().find(|(_, count)| is_usual(*count)).map(|(decimals, _)| decimals)
    }

    /// How many figures have that many decimals; those with three or more together.
    pub fn with_decimals(&self, decimals: u8) -> u32 {
        self.decimals.get(usize::from(decimals).min(3)).copied().unwrap_or_default()
    }

    /// Whether any figure has fewer decimals.
    pub fn has_fewer_decimals(&self, than: u8) -> bool {
        (0..than).any(|decimals| self.with_decimals(decimals) > 0)
    }
}

/// Whether a figure's decimals say how precise the table's figures are: a zero's do not, nor do those of another unit.
pub fn has_precision(amount: Amount) -> bool {
    amount.unit().is_none() && amount.scaled() != 0
}
