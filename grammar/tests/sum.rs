//! Sums of printed amounts.

use budget_grammar::amount::{MonetaryUnit, SCALE, format_scaled, read};
use budget_grammar::sum::{Sum, Sums, Weight};
use proptest::prelude::*;

/// One hundredth, scaled: the unit in the last place of `67.00`.
const CENT: i128 = SCALE / 100;

fn sum(cells: &[&str]) -> Sum {
    cells.iter().fold(Sum::default(), |mut sum, cell| {
        sum.add(&Sum::of(&read(cell)));
        sum
    })
}

#[test]
fn only_amounts_with_digits_are_parts() {
    let column = sum(&["67.00", "", "-", "12.34", "0.00", "约50", "1,23.00"]);
    assert_eq!((column.parts, column.nils, column.void), (3, 1, 2));
    assert_eq!(column.value, 7_934 * CENT);
    assert_eq!((column.coarsest(), column.finest()), (Some(2), Some(2)));
    assert!(sum(&["", ""]).is_absent() && !sum(&["-"]).is_absent());
    assert_eq!(sum(&["-"]).coarsest(), None);
}

#[test]
fn parts_that_end_in_zero_were_not_rounded() {
    let column = sum(&["67.00", "12.34", "5.5"]);
    assert_eq!(column.ulps(), 12 * CENT);
    assert_eq!(column.rounded_ulps(), 11 * CENT);
    assert_eq!(column.rounded_squares(), (1 + 100) * CENT * CENT);
    assert_eq!((column.coarsest(), column.finest()), (Some(1), Some(2)));
}

#[test]
fn what_truncation_takes_off_lies_away_from_zero() {
    let column = sum(&["3.00", "-2.0", "0"]);
    assert_eq!(column.truncated_above(), CENT + SCALE);
    assert_eq!(column.truncated_below(), 10 * CENT + SCALE);
    let turned = column.weighted(Weight::Minus);
    assert_eq!(turned.value, -SCALE);
    assert_eq!(turned.truncated_above(), column.truncated_below());
    assert_eq!(turned.truncated_below(), column.truncated_above());
    assert_eq!(turned.weighted(Weight::Minus), column);
}

#[test]
fn a_cell_with_its_own_unit_is_converted_exactly() {
    let in_yuan = Sum::of_in(&read("50.01万元"), Some(MonetaryUnit::Yuan));
    assert_eq!((in_yuan.value, in_yuan.coarsest()), (500_100 * SCALE, Some(-2)));
    assert_eq!(in_yuan.ulps(), 100 * SCALE);
    let in_ten_thousands = Sum::of_in(&read("1,234.56元"), Some(MonetaryUnit::TenThousand));
    assert_eq!((in_ten_thousands.value, in_ten_thousands.coarsest()), (12_345_600, Some(6)));
    let same = Sum::of_in(&read("50.01万元"), Some(MonetaryUnit::TenThousand));
    assert_eq!(same, Sum::of(&read("50.01")));
}

#[test]
fn a_cell_that_cannot_be_converted_is_void() {
    assert_eq!(Sum::of(&read("50.00万元")).void, 1, "the table has no unit");
    let too_fine = Sum::of_in(&read("50.01元"), Some(MonetaryUnit::HundredMillion));
    assert_eq!((too_fine.void, too_fine.parts), (1, 0));
}

#[test]
fn the_greatest_figures_of_the_longest_column_add_up() {
    let greatest = Sum::of_in(&read("999,999,999,999,999亿元"), Some(MonetaryUnit::Yuan));
    // 2²³ cells, by doubling.
    let column = (0..23).fold(greatest, |mut column, _| {
        column.add(&column.clone());
        column
    });
    assert_eq!(column.value, greatest.value * (1 << 23));
    assert_eq!(column.ulps(), greatest.ulps() * (1 << 23));
    assert_eq!(column.parts, 1 << 23);
}

#[test]
fn columns_that_are_missing_are_empty() {
    let row: Sums = ["67.00", "12.34"].iter().map(|cell| Sum::of(&read(cell))).collect();
    let longer: Sums = ["1.00", "", "3.00"].iter().map(|cell| Sum::of(&read(cell))).collect();
    let mut table = Sums::default();
    assert!(table.is_empty());
    table.add(&row);
    table.add(&longer);
    assert_eq!(table.len(), 3);
    assert_eq!(table.get(0).value, 68 * SCALE);
    assert_eq!(table.get(1), Sum::of(&read("12.34")));
    assert_eq!(table.get(2).value, 3 * SCALE);
    assert_eq!(table.get(9), Sum::default());
    assert_eq!(table.iter().map(|column| column.parts).sum::<u32>(), 4);
}

fn part() -> impl Strategy<Value = Sum> {
    (-1_000_000_i128..1_000_000, -6_i8..=8).prop_map(|(digits, decimals)| {
        let places = u32::from((8 - decimals).unsigned_abs());
        Sum::printed(digits * 10_i128.pow(places), decimals)
    })
}

fn plus(mut left: Sum, right: Sum) -> Sum {
    left.add(&right);
    left
}

proptest! {
    #[test]
    fn sums_are_a_commutative_monoid(a in part(), b in part(), c in part()) {
        prop_assert_eq!(plus(a, b), plus(b, a));
        prop_assert_eq!(plus(plus(a, b), c), plus(a, plus(b, c)));
        prop_assert_eq!(plus(a, Sum::default()), a);
    }

    #[test]
    fn a_cell_is_the_value_that_it_prints(digits in -10_i128.pow(15)..10_i128.pow(15), decimals in 0_i8..=8) {
        let value = digits * 10_i128.pow(u32::from((8 - decimals).unsigned_abs()));
        let cell = format_scaled(value, decimals.unsigned_abs()).to_string();
        prop_assert_eq!(Sum::of(&read(&cell)), Sum::printed(value, decimals), "{}", cell);
    }
}
