//! Identities over printed figures, judged.
#![expect(clippy::expect_used, reason = "a case that cannot be read fails the test")]

use std::path::PathBuf;

use budget_grammar::amount::{Reading, SCALE, format_scaled, read};
use budget_grammar::sum::{Sum, Weight};
use budget_lsp::identity::{Band, Rounding, band, decimals, residual};
use proptest::prelude::*;
use serde_json::Value;

/// The sum of one column, as the cells print it.
fn column(cells: &[&str]) -> Sum {
    total_of(cells.iter().map(|cell| Sum::of(&read(cell))))
}

fn total_of(parts: impl IntoIterator<Item = Sum>) -> Sum {
    parts.into_iter().fold(Sum::default(), |mut total, part| {
        total.add(&part);
        total
    })
}

#[track_caller]
fn judges(rounding: Rounding, cases: &[(&str, &[&str], Band)]) {
    for (total, parts, expected) in cases {
        let found = band(&column(&[total]), &column(parts), rounding);
        assert_eq!(found, *expected, "{total} = {parts:?}");
    }
}

#[test]
fn a_total_over_parts_of_one_precision() {
    judges(
        Rounding::Banded,
        &[
            ("30.00", &["10.00", "20.00"], Band::Exact),
            // Nothing was rounded, so that not even the last digit may differ without raising a doubt.
            ("30.01", &["10.00", "20.00"], Band::Unlikely),
            ("30.02", &["10.00", "20.00"], Band::Error),
            // One part may have been rounded: k = 1, d = 1.
            ("31.26", &["11.25", "20.00"], Band::Rounding),
            ("100.01", &["33.33", "33.33", "33.34"], Band::Rounding),
            ("100.02", &["33.33", "33.33", "33.34"], Band::Unlikely),
            ("100.03", &["33.33", "33.33", "33.34"], Band::Error),
            ("7", &["2", "2", "2"], Band::Rounding),
            ("−5.01", &["−2.51", "（2.51）"], Band::Rounding),
            // A copy has nothing to round.
            ("8.01", &["8.00"], Band::Error),
            ("8.00", &["8.00", "", "-"], Band::Exact),
            ("8.01", &["8.00", "", "-"], Band::Error),
        ],
    );
}

#[test]
fn a_total_over_parts_of_several_precisions() {
    judges(
        Rounding::Banded,
        &[
            // In a column of whole figures 12 stands for anything from 11.5 to 12.5.
            ("32.40", &["12", "20.01"], Band::Rounding),
            ("32.55", &["12", "20.01"], Band::Error),
            ("35.6", &["12.31", "23.31"], Band::Rounding),
            ("35.7", &["12.31", "23.31"], Band::Error),
            // The same figure at two precisions, rounded once, and twice.
            ("12.3", &["12.34"], Band::Rounding),
            ("12.4", &["12.34"], Band::Unlikely),
            ("12.5", &["12.34"], Band::Error),
        ],
    );
}

#[test]
fn what_cannot_be_judged_is_void() {
    judges(
        Rounding::Banded,
        &[
            ("", &["1.00"], Band::Void),
            ("1.00", &["", ""], Band::Void),
            ("1.00", &["1.00", "约2"], Band::Void),
            ("1,23.00", &["1.00"], Band::Void),
            ("1.00万元", &["1.00"], Band::Void),
        ],
    );
}

#[test]
fn a_dash_is_zero_as_precise_as_the_parts() {
    judges(
        Rounding::Banded,
        &[
            ("-", &["-", ""], Band::Exact),
            ("-", &["1.51", "-1.51"], Band::Exact),
            ("-", &["1.52", "-1.51"], Band::Rounding),
            ("—", &["1.52", "2.00"], Band::Error),
            ("1.00", &["-", "-"], Band::Error),
        ],
    );
    judges(Rounding::Truncate, &[("-", &["1.52", "-1.51"], Band::Rounding)]);
}

#[test]
fn other_ways_to_judge() {
    judges(
        Rounding::Exact,
        &[("31.25", &["11.25", "20.00"], Band::Exact), ("31.26", &["11.25", "20.00"], Band::Error)],
    );
    judges(
        Rounding::Calc11,
        &[
            ("30.01", &["10.00", "20.00"], Band::Rounding),
            ("30.02", &["10.00", "20.00"], Band::Error),
            ("8.01", &["8.00"], Band::Rounding),
        ],
    );
    judges(
        Rounding::Truncate,
        &[
            // What was cut off the parts can only raise the total.
            ("30.01", &["10.00", "20.00"], Band::Rounding),
            ("30.02", &["10.00", "20.00"], Band::Error),
            ("29.99", &["10.00", "20.00"], Band::Error),
            ("-30.01", &["-10.00", "-20.00"], Band::Rounding),
            ("-29.99", &["-10.00", "-20.00"], Band::Error),
        ],
    );
}

#[test]
fn a_part_that_is_taken_off_is_cut_off_on_its_other_side() {
    let balance = |total: &str, income: &str, spent: &str| {
        let parts = total_of([column(&[income]), column(&[spent]).weighted(Weight::Minus)]);
        band(&column(&[total]), &parts, Rounding::Truncate)
    };
    // 2 to under 3, less 7 to under 8: above −6 and below −4; −6 stands for −7 to −6, its own end included.
    assert_eq!(balance("-6", "2", "7"), Band::Error);
    assert_eq!(balance("-5", "2", "7"), Band::Exact);
    assert_eq!(balance("-4", "2", "7"), Band::Rounding);
    assert_eq!(balance("-3", "2", "7"), Band::Error);
}

#[test]
fn the_residual_is_what_the_total_has_too_much() {
    let (total, parts) = (column(&["1,000.2"]), column(&["400.11", "600.10"]));
    let shown = format_scaled(residual(&total, &parts), decimals(&total, &parts));
    assert_eq!(shown.to_string(), "−0.01");
    assert_eq!(decimals(&Sum::printed(50_000 * SCALE, -4), &Sum::default()), 0);
}

#[test]
fn the_longest_columns_are_judged_without_overflow() {
    let greatest = read("999,999,999,999,999.00000001");
    let column = (0..23).fold(Sum::of(&greatest), |column, _| total_of([column, column]));
    let total = Sum::printed(column.value + 1000, 8);
    assert_eq!(band(&total, &column, Rounding::Banded), Band::Rounding);
    assert_eq!(band(&Sum::default(), &column, Rounding::Banded), Band::Void);
    for rounding in [Rounding::Banded, Rounding::Calc11, Rounding::Truncate, Rounding::Exact] {
        let far = Sum::printed(i128::MIN, 8);
        assert_eq!(band(&far, &column, rounding), Band::Error);
        assert_eq!(band(&column, &far, rounding), Band::Error);
    }
}

/// The worked cases of one kind; none where they are not beside the workspace.
fn worked_cases(kind: &str) -> Vec<Value> {
    let beside = std::env::var_os("CARGO_MANIFEST_DIR")
        .map(|server| PathBuf::from(server).join("../../shared/cases/arithmetic.json"));
    let Some(text) = beside.and_then(|path| std::fs::read_to_string(path).ok()) else {
        return Vec::new();
    };
    let cases: Vec<Value> = serde_json::from_str(&text).expect("the worked cases are JSON");
    let chosen: Vec<Value> = cases.into_iter().filter(|case| case["kind"] == kind).collect();
    assert!(!chosen.is_empty(), "no case of kind {kind}");
    chosen
}

fn printed(value: &Value) -> Reading {
    read(value.as_str().expect("a figure"))
}

#[test]
fn worked_bands() {
    for case in worked_cases("band") {
        let parts = case["addends"].as_array().expect("parts").iter();
        let parts = total_of(parts.map(|part| Sum::of(&printed(part))));
        let found = match band(&Sum::of(&printed(&case["total"])), &parts, Rounding::Banded) {
            Band::Void => "void",
            Band::Exact => "exact",
            Band::Rounding => "rounding",
            Band::Unlikely => "unlikely-rounding",
            Band::Error => "error",
        };
        assert_eq!(case["expect"], found, "{}", case["id"]);
    }
}

#[test]
fn worked_intervals() {
    let fact = |fact: &Value| {
        let amount = printed(&fact["v"]).amount().expect("an amount");
        let decimals = fact["dp"].as_i64().and_then(|dp| i8::try_from(dp).ok());
        let weight = if fact["w"].as_i64() == Some(-1) { Weight::Minus } else { Weight::Plus };
        Sum::printed(amount.scaled(), decimals.expect("decimals")).weighted(weight)
    };
    for case in worked_cases("calc11") {
        let rounding = match case["mode"].as_str() {
            Some("truncate") => Rounding::Truncate,
            _ => Rounding::Calc11,
        };
        let parts = total_of(case["addends"].as_array().expect("parts").iter().map(fact));
        let found = match band(&fact(&case["total"]), &parts, rounding) {
            Band::Exact | Band::Rounding => "consistent",
            _ => "inconsistent",
        };
        assert_eq!(case["expect"], found, "{}", case["id"]);
    }
}

/// A true amount in scaled units, the decimals it is printed with, and whether it is added.
fn true_part() -> impl Strategy<Value = (i128, i8, bool)> {
    (-10_i128.pow(14)..10_i128.pow(14), -2_i8..=6, any::<bool>())
}

fn ulp(decimals: i8) -> i128 {
    10_i128.pow(u32::from((8 - decimals).unsigned_abs()))
}

fn rounded(value: i128, decimals: i8) -> Sum {
    let half = ulp(decimals) / 2;
    Sum::printed((value + half).div_euclid(ulp(decimals)) * ulp(decimals), decimals)
}

fn truncated(value: i128, decimals: i8) -> Sum {
    Sum::printed(value / ulp(decimals) * ulp(decimals), decimals)
}

proptest! {
    #[test]
    fn a_column_of_one_precision_follows_the_formula(
        parts in prop::collection::vec(0_i128..1000, 2..60),
        off in -40_i128..=40,
        decimals in -6_i8..=8,
    ) {
        let figure = |digits: i128| Sum::printed(digits * ulp(decimals), decimals);
        let total = figure(parts.iter().sum::<i128>() + off);
        let rounded = parts.iter().filter(|digits| **digits % 10 != 0).count();
        let found = band(&total, &total_of(parts.iter().copied().map(figure)), Rounding::Banded);

        let (d, n) = (off.unsigned_abs() as f64, parts.len() as f64);
        let k = rounded as f64;
        let likely = ((k + 1.0) / 2.0).min(3.0 * ((k + 1.0) / 12.0).sqrt());
        let expected = match d {
            0.0 => Band::Exact,
            _ if d <= likely => Band::Rounding,
            _ if d <= (n + 1.0) / 2.0 => Band::Unlikely,
            _ => Band::Error,
        };
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn figures_that_were_rounded_honestly_never_contradict(
        parts in prop::collection::vec(true_part(), 1..20), decimals in -2_i8..=6,
    ) {
        let value: i128 = parts.iter().map(|(value, _, added)| if *added { *value } else { -value }).sum();
        for (print, rounding) in [
            (rounded as fn(i128, i8) -> Sum, Rounding::Calc11),
            (truncated, Rounding::Truncate),
        ] {
            let sum = total_of(parts.iter().map(|(value, decimals, added)| {
                print(*value, *decimals).weighted(if *added { Weight::Plus } else { Weight::Minus })
            }));
            prop_assert_ne!(band(&print(value, decimals), &sum, rounding), Band::Error);
            if parts.len() > 1 && rounding == Rounding::Calc11 {
                prop_assert_ne!(band(&print(value, decimals), &sum, Rounding::Banded), Band::Error);
            }
        }
    }
}
