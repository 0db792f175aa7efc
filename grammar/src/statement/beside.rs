//! What some tables of the three public expenses print beside them.

use super::{Row, Statement};
use crate::kinds;

impl Statement {
    /// Leaves out of the sums of a statement of figures what some print beside the three public expenses and some among them: where it is no part in
    /// more rows than it is one. Where neither adds up anywhere it is not known which. Cost: the rows, where there are such columns.
    pub(super) fn leave_out_what_stands_beside(&mut self) {
        const BESIDE: [&str; 3] = ["会议", "培训", "差旅"];
        if self.kind.as_ref().is_none_or(|kind| kind.description.rows != kinds::Rows::Figures) {
            return;
        }
        // What the title names is all that the total is of.
        let is_titled = self.title.as_ref().is_some_and(|title| BESIDE.iter().any(|word| title.text.contains(word)));
        let Self { header, rows, .. } = self;
        for (number, half) in header.halves.iter_mut().enumerate() {
            let is_beside = |part: &usize| {
                let path = half.amounts.get(*part).map(|column| &*column.path).unwrap_or_default();
                path.iter().any(|text| BESIDE.iter().any(|word| text.contains(word)))
            };
            let value = |row: Row<'_>, column: usize| {
                row.amounts().get(column).and_then(|reading| reading.amount()).map_or(0, |amount| amount.scaled())
            };
            half.sums.retain_mut(|sum| {
                let parts: Vec<usize> = sum.parts.iter().copied().filter(|part| !is_beside(part)).collect();
                if parts.len() == sum.parts.len() {
                    return true;
                }
                let tells = |row: &Row<'_>| {
                    row.half() == number && sum.parts.iter().any(|part| is_beside(part) && value(*row, *part) != 0)
                };
                let own = || rows.iter().filter(tells);
                let holds = |parts: &[usize]| {
                    let is_sum = |row: &Row<'_>| {
                        let added = parts.iter().fold(0_i128, |all, part| all.saturating_add(value(*row, *part)));
                        // Each of them may be rounded.
                        let count = i128::try_from(parts.len() + 1).unwrap_or(i128::MAX);
                        let reach = last_place(*row).saturating_mul(count);
                        added.saturating_sub(value(*row, sum.total)).saturating_abs().saturating_mul(2) <= reach
                    };
                    own().filter(is_sum).count()
                };
                let (with, without) = (holds(&sum.parts), holds(&parts));
                let is_told = is_titled || with > 0 || without > 0 || own().next().is_none();
                if without > with {
                    sum.parts = parts.into();
                }
                is_told
            });
        }
    }
}

/// The unit of the last place of the figures of a row, in 10⁻⁸: the coarsest; 0 where all are whole.
fn last_place(row: Row<'_>) -> i128 {
    let decimals = row.amounts().iter().filter_map(|reading| reading.amount()).map(|amount| amount.decimals());
    let fewest = decimals.filter(|decimals| *decimals > 0).min().unwrap_or(u8::MAX);
    8_u32.checked_sub(fewest.into()).map_or(0, |exponent| 10_i128.pow(exponent))
}
