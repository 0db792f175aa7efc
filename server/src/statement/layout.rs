//! Which sums of columns that the header makes are none, by what the rows print.

use budget_grammar::statement::{ColumnSum, Half};

use super::{Account, Identity, Kind, is_wrong};
use crate::identity::{Band, residual};

impl Account {
    /// Drops what the header makes a sum of columns where no row with figures bears it out: nobody is wrong in each row
    /// of a table, but a column may be part of another one, or none of the sum. Cost: the identities, for each sum of
    /// columns.
    pub(super) fn drop_layouts(&self, identities: &mut Vec<Identity>) {
        const FEWEST: usize = 3;
        for (number, half) in self.statement.header.halves.iter().enumerate() {
            for sum in &half.sums {
                let is_own = |identity: &Identity| {
                    identity.of == Kind::Row
                        && identity.total.1 == sum.total
                        && self.row(identity.total.0).is_some_and(|row| row.half() == number)
                };
                // A row with a figure in one of the columns alone bears out nothing.
                let tells = |identity: &Identity| {
                    let printed = identity.parts().filter(|part| self.sum(*part).value != 0).count();
                    is_wrong(identity.band) || (printed > 1 && identity.band != Band::Void)
                };
                let told: Vec<&Identity> = identities.iter().filter(|of| is_own(of) && tells(of)).collect();
                let (wrong, right): (Vec<&Identity>, Vec<&Identity>) =
                    told.into_iter().partition(|identity| is_wrong(identity.band));
                let is_borne_out = !right.is_empty() || wrong.len() < FEWEST;
                if !is_borne_out || self.is_sum_of_others(half, sum, &wrong, &right) {
                    identities.retain(|identity| !is_own(identity));
                }
            }
        }
    }

    /// Whether all rows that are wrong are so by exactly what they print in the same column, which the sum has among
    /// its parts or has not: it is a sum of other columns, then.
    fn is_sum_of_others(&self, half: &Half, sum: &ColumnSum, wrong: &[&Identity], right: &[&Identity]) -> bool {
        let value = |identity: &Identity, column: usize| self.sum((identity.total.0, column)).value;
        let residual = |identity: &Identity| {
            let (total, parts) = self.sums(identity);
            residual(&total, &parts)
        };
        let is_left_out = |column: usize| {
            column != sum.total
                && !sum.parts.contains(&column)
                && wrong.iter().all(|of| value(of, column) != 0 && residual(of) == value(of, column))
        };
        // Whoever adds a source of money may forget it in the totals, and nobody takes one for what it is not.
        let is_source = |column: usize| {
            const SOURCES: [&str; 10] = ["拨款", "资金", "收入", "支出", "经费", "基金", "预算", "专户", "费", "其他"];
            let path = half.amounts.get(column).map(|column| &*column.path).unwrap_or_default();
            path.iter().any(|text| SOURCES.iter().any(|word| text.contains(word)))
        };
        let is_added = |columns: &[usize]| {
            let all =
                |of: &Identity| columns.iter().map(|column| value(of, *column)).fold(0_i128, i128::saturating_add);
            let mut residuals: Vec<i128> = wrong.iter().map(|of| residual(of)).collect();
            residuals.sort_unstable();
            residuals.dedup();
            residuals.len() > 1
                && !columns.iter().any(|column| is_source(*column))
                && wrong.iter().all(|of| residual(of) == all(of).saturating_neg())
                && right.iter().all(|of| all(of) == 0)
        };
        let suffixes = || (1..sum.parts.len()).filter_map(|first| sum.parts.get(first..));
        !wrong.is_empty()
            && ((0..half.amounts.len()).any(is_left_out)
                || sum.parts.iter().any(|part| is_added(&[*part]))
                || suffixes().any(is_added))
    }
}
