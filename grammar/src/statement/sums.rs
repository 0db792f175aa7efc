//! Which columns are sums of others where the header does not say it, and the rows do.

use super::{
    Column, ColumnSum, Half, Row, Statement,
    path::{SUMS, is_beside, may_be_part},
};
use crate::kinds;

/// What a column of a list is called that its other columns may add up to.
const TOTALS: [&str; 9] = ["合计", "总计", "金额", "总额", "预算数", "预算安排", "资金总额", "项目总金额", "小计"];

impl Statement {
    /// Leaves out of the sums of a statement of figures what some print beside the three public expenses and some among
    /// them: where it is no part in more rows than it is one. Where neither adds up anywhere it is not known which.
    /// Cost: the rows, where there are such columns.
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
                    let is_sum = |row: &Row<'_>| adds_up(*row, sum.total, parts);
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

    /// Adds to the header of a list which of its columns are sums of others, where almost all rows bear that out: 合计,
    /// of 本年拨款 and 财政拨款结转结余, of 当年 and 上年结转, of columns called 其中, or behind its parts. Cost: the rows, a few times.
    pub(super) fn add_sums_that_rows_bear_out(&mut self) {
        use kinds::Rows::{List, ListOrFigures};
        if self.kind.as_ref().is_none_or(|kind| !matches!(kind.description.rows, List | ListOrFigures)) {
            return;
        }
        let Self { header, rows, .. } = self;
        for (number, half) in header.halves.iter_mut().enumerate() {
            let own: Vec<Row<'_>> = rows.iter().filter(|row| row.half() == number).collect();
            let is_named =
                |column: &Column| column.path.last().is_some_and(|own| TOTALS.iter().any(|word| own.contains(word)));
            let mut totals: Vec<usize> = half
                .amounts
                .iter()
                .enumerate()
                .filter(|(_, column)| is_named(column))
                .map(|(number, _)| number)
                .collect();
            // What stands below a text of its own is added up before what that is a part of.
            totals
                .sort_by_key(|total| std::cmp::Reverse(half.amounts.get(*total).map_or(0, |column| column.path.len())));
            for total in totals {
                if let Some(parts) = parts_that_rows_bear_out(half, total, &own) {
                    half.sums.push(ColumnSum { total, parts: parts.into() });
                }
            }
        }
    }
}

impl Statement {
    /// Adds to the header that a column is another one and what it went up or down by, where the rows bear that out:
    /// 2026年预算数, of 2025年执行数 and 增减额. Cost: the rows, for each pair of columns beside one of changes.
    pub(super) fn add_changes_that_rows_bear_out(&mut self) {
        let Self { header, rows, .. } = self;
        for (number, half) in header.halves.iter_mut().enumerate() {
            let is_change = |column: &Column| {
                column.is_added && column.path.iter().any(|text| text.contains("增减") || text.contains("增、减"))
            };
            let changes: Vec<usize> =
                (0..half.amounts.len()).filter(|number| half.amounts.get(*number).is_some_and(is_change)).collect();
            if changes.is_empty() || half.amounts.len() > MOST_COMPARED {
                continue;
            }
            let own: Vec<Row<'_>> = rows.iter().filter(|row| row.half() == number).collect();
            for change in changes {
                half.sums.extend(change_that_rows_bear_out(half, change, &own));
            }
        }
    }
}

/// The most columns of a table in which those are looked for that a column of changes compares.
const MOST_COMPARED: usize = 16;

/// The columns of now and of before that differ by a column in the most rows, if those are almost all and no other pair
/// fits as many.
fn change_that_rows_bear_out(half: &Half, change: usize, rows: &[Row<'_>]) -> Option<ColumnSum> {
    let is_compared =
        |column: &usize| *column != change && half.amounts.get(*column).is_some_and(|column| column.is_added);
    let compared: Vec<usize> = (0..half.amounts.len()).filter(is_compared).collect();
    let pairs = compared.iter().flat_map(|now| compared.iter().map(move |before| (*now, *before)));
    let fitting = |(now, before): (usize, usize)| {
        // A row with nothing before, or without a change, is like that in any pair.
        let tells = |row: &&Row<'_>| value(**row, change) != 0 && value(**row, before) != 0;
        let told = rows.iter().filter(tells).filter(|row| adds_up(**row, now, &[before, change])).count();
        (told > 1 && are_borne_out(rows, now, &[before, change])).then_some((told, now, before))
    };
    let mut found: Vec<(usize, usize, usize)> =
        pairs.filter(|(now, before)| now != before).filter_map(fitting).collect();
    found.sort_unstable();
    let (most, now, before) = found.pop()?;
    let is_only = found.last().is_none_or(|(told, ..)| *told < most);
    is_only.then(|| ColumnSum { total: now, parts: [before, change].into() })
}

/// The columns below the same text as a total whose sum it is, where no other one is that already.
fn parts_that_rows_bear_out(half: &Half, total: usize, rows: &[Row<'_>]) -> Option<Vec<usize>> {
    let outer = half.amounts.get(total)?.path.split_last()?.1;
    let says = |part: &usize, is: &dyn Fn(&str) -> bool| {
        half.amounts.get(*part).is_some_and(|column| column.path.iter().any(|text| is(text)))
    };
    let is_part = |part: &usize| {
        let column = half.amounts.get(*part);
        *part != total
            && column.is_some_and(|column| column.is_added && column.path.starts_with(outer))
            && !half.sums.iter().any(|sum| sum.parts.contains(part) || sum.total == total)
            && !says(part, &is_beside)
    };
    let pool: Vec<usize> = (0..half.amounts.len()).filter(is_part).collect();
    // A total stands before its parts or behind them.
    if pool.iter().any(|part| *part < total) && pool.iter().any(|part| *part > total) {
        return None;
    }
    let path = |part: usize| half.amounts.get(part).map(|column| &*column.path).unwrap_or_default();
    let is_sum = |part: usize| path(part).last().is_some_and(|own| SUMS.contains(&&**own));
    // 小计 stands for what stands below the same text.
    let group = |part: usize| path(part).get(outer.len());
    let is_within = |part: usize| {
        !is_sum(part)
            && pool
                .iter()
                .any(|other| is_sum(*other) && group(*other) == group(part) && path(part).len() > outer.len() + 1)
    };
    let all: Vec<usize> = pool.iter().copied().filter(|part| !is_within(*part)).collect();
    let may_be = |text: &str| may_be_part(text) || SUMS.contains(&text);
    let named: Vec<usize> = all.iter().copied().filter(|part| path(*part).iter().all(|text| may_be(text))).collect();
    let of_which: Vec<usize> =
        all.iter().copied().filter(|part| path(*part).iter().any(|text| text.contains("其中"))).collect();
    let candidates = [all, named, of_which].into_iter().filter(|parts| parts.len() > 1);
    candidates.into_iter().find(|parts| are_borne_out(rows, total, parts))
}

/// Whether a column is the sum of others in all but a few rows, and each that prints something in one of those does so
/// in one where it holds.
fn are_borne_out(rows: &[Row<'_>], total: usize, parts: &[usize]) -> bool {
    const FEWEST: usize = 3;
    const OF: usize = 8;
    let says = |row: &&Row<'_>| parts.iter().chain([&total]).any(|column| value(**row, *column) != 0);
    let (right, wrong): (Vec<Row<'_>>, Vec<Row<'_>>) =
        rows.iter().filter(says).copied().partition(|row| adds_up(*row, total, parts));
    let is_printed = |rows: &[Row<'_>], part: usize| rows.iter().any(|row| value(*row, part) != 0);
    right.len() >= FEWEST
        && wrong.len() <= 1 + right.len() / OF
        && parts.iter().filter(|part| is_printed(&right, **part)).count() > 1
        && parts.iter().all(|part| !is_printed(&wrong, *part) || is_printed(&right, *part))
}

/// Whether the parts of a row add up to its total, as far as each may be rounded.
pub(super) fn adds_up(row: Row<'_>, total: usize, parts: &[usize]) -> bool {
    let added = parts.iter().fold(0_i128, |all, part| all.saturating_add(value(row, *part)));
    added.saturating_sub(value(row, total)).saturating_abs().saturating_mul(2) <= reach(row, parts.len())
}

/// Twice what a total may be off from so many parts that were rounded as its row is.
pub(super) fn reach(row: Row<'_>, parts: usize) -> i128 {
    let count = i128::try_from(parts + 1).unwrap_or(i128::MAX);
    last_place(row).saturating_mul(count)
}

/// What a cell prints, scaled; 0 where it prints no amount.
pub(super) fn value(row: Row<'_>, column: usize) -> i128 {
    row.amounts().get(column).and_then(|reading| reading.amount()).map_or(0, |amount| amount.scaled())
}

/// The unit of the last place of the figures of a row, in 10⁻⁸: the coarsest; 0 where all are whole.
fn last_place(row: Row<'_>) -> i128 {
    let decimals = row.amounts().iter().filter_map(|reading| reading.amount()).map(|amount| amount.decimals());
    let fewest = decimals.filter(|decimals| *decimals > 0).min().unwrap_or(u8::MAX);
    8_u32.checked_sub(fewest.into()).map_or(0, |exponent| 10_i128.pow(exponent))
}
