//! Amount cells, as drafters write them and as they slip.
#![expect(clippy::panic, reason = "a test says what it found instead")]

use budget_grammar::amount::{
    Amount, Fault, Invalid, MonetaryUnit, Reading, SCALE, Sign, format_scaled, plain_scaled, read, rewrite,
};
use proptest::prelude::*;

fn amount(cell: &str) -> Amount {
    match read(cell) {
        Reading::Amount(amount) => amount,
        other => panic!("{cell:?} reads as {other:?}"),
    }
}

#[track_caller]
fn reads(cells: &[(&str, &str)]) {
    for (cell, canonical) in cells {
        assert_eq!(amount(cell).to_string(), *canonical, "{cell:?}");
    }
}

/// Cells that are no amount: why, and the one amount that may have been meant.
#[track_caller]
fn faults(cells: &[(&str, Fault, Option<&str>)]) {
    for (cell, fault, meant) in cells {
        let Reading::Invalid(Invalid { fault: found, reading }) = read(cell) else {
            panic!("{cell:?} reads as {:?}", read(cell));
        };
        let reading = reading.map(|amount| amount.to_string());
        assert_eq!((found, reading.as_deref()), (*fault, *meant), "{cell:?}");
    }
}

#[test]
fn the_common_forms() {
    reads(&[
        ("50,666.34", "50,666.34"),
        ("67.00", "67.00"),
        ("1,903.31", "1,903.31"),
        ("1,234,567.8", "1,234,567.8"),
        ("0", "0"),
        ("0.00", "0.00"),
        ("1234.50", "1,234.50"),
        ("12121164", "12,121,164"),
        ("  \t67.00\u{a0}\u{3000}", "67.00"),
        ("\u{feff}67.00\u{200b}", "67.00"),
        ("**1,234,567**", "1,234,567"),
        ("__67.00__", "67.00"),
        ("67.00<br>", "67.00"),
        ("999,999,999,999,999.99999999", "999,999,999,999,999.99999999"),
    ]);
}

#[test]
fn five_forms_of_the_negative_and_their_relatives() {
    let forms = [
        ("-3.20", Sign::Hyphen),
        ("−3.20", Sign::Minus),
        ("（3.20）", Sign::FullWidthParentheses),
        ("(3.20)", Sign::Parentheses),
        ("△3.20", Sign::Triangle),
        ("▲3.20", Sign::BlackTriangle),
        ("－3.20", Sign::FullWidth),
        ("–3.20", Sign::Minus),
        ("—3.20", Sign::Minus),
        ("（3.20)", Sign::Parentheses),
        ("- 3.20", Sign::Hyphen),
        ("\\-3.20", Sign::Hyphen),
        ("¥-3.20", Sign::Hyphen),
        ("-￥3.20", Sign::Hyphen),
        ("( 3.20 )", Sign::Parentheses),
    ];
    for (cell, sign) in forms {
        let amount = amount(cell);
        assert_eq!(amount.scaled(), -320_000_000, "{cell}");
        assert_eq!(amount.sign(), sign, "{cell}");
        assert_eq!(amount.to_string(), "−3.20", "{cell}");
    }
    reads(&[("+3.20", "3.20"), ("＋3.20", "3.20"), ("-0.00", "0.00"), ("(0)", "0")]);
}

#[test]
fn full_width_figures() {
    let wide = amount("１，２３４．５０");
    assert_eq!(wide.to_string(), "1,234.50");
    assert!(wide.style().has_unusual_characters() && wide.style().is_grouped());
    reads(&[("1，234．50", "1,234.50"), ("1，234．50元", "1,234.50元"), ("6\u{200b}7.00", "67.00")]);
    assert!(!amount("1,234.50").style().has_unusual_characters());
}

#[test]
fn a_note_may_be_marked_behind_the_figure() {
    for cell in
        ["67.00①", "67.00 ②", "67.00*", "67.00＊", "67.00※", "67.00<sup>1</sup>", "67.00<sup>注1</sup>", "67.00[^1]"]
    {
        assert_eq!(amount(cell).to_string(), "67.00", "{cell}");
    }
}

#[test]
fn a_cell_may_name_its_unit() {
    let units = [
        ("50.00万元", MonetaryUnit::TenThousand),
        ("50.00 万元", MonetaryUnit::TenThousand),
        ("50.00万", MonetaryUnit::TenThousand),
        ("人民币50.00元", MonetaryUnit::Yuan),
        ("50.00千元", MonetaryUnit::Thousand),
        ("50.00百万元", MonetaryUnit::Million),
        ("50.00千万元", MonetaryUnit::TenMillion),
        ("50.00亿元", MonetaryUnit::HundredMillion),
        ("（50.00）亿元", MonetaryUnit::HundredMillion),
        ("（50.00亿元）", MonetaryUnit::HundredMillion),
    ];
    for (cell, unit) in units {
        assert_eq!(amount(cell).unit(), Some(unit), "{cell}");
        assert_eq!(amount(cell).scaled().abs(), 50 * SCALE, "{cell}");
    }
    assert_eq!(amount("¥50.00").unit(), None);
}

#[test]
fn absent_is_not_nil_and_nil_is_not_zero() {
    for cell in ["", " ", "\t", "\u{3000}", "\u{a0}\u{200b}", "&nbsp;", "<br/>"] {
        assert_eq!(read(cell), Reading::Absent, "{cell:?}");
    }
    for cell in ["-", "--", "---", "—", "——", "－", "−", "–", "―", "- -", "\\-", "**-**", "…", "……", "**", "无"]
    {
        assert_eq!(read(cell), Reading::Nil, "{cell:?}");
    }
    assert_eq!(amount("0").scaled(), 0);
}

#[test]
fn commas_in_the_wrong_place() {
    let slips = [
        ("1,23.00", "123.00"),
        ("12,34.5", "1,234.5"),
        (",123", "123"),
        ("1,234,", "1,234"),
        ("1,,234", "1,234"),
        ("1234,567.00", "1,234,567.00"),
        ("1,2345", "12,345"),
        ("１，２３", "123"),
        ("（12,34.5）", "−1,234.5"),
    ];
    for (cell, without) in slips {
        let Reading::Misgrouped(amount) = read(cell) else {
            panic!("{cell:?} reads as {:?}", read(cell));
        };
        assert_eq!(amount.to_string(), without, "{cell:?}");
    }
}

#[test]
fn spreadsheets_print_points_with_digits_on_one_side() {
    reads(&[(".5", "0.5"), ("1,234.", "1,234")]);
    assert!(amount(".5").style().has_bare_point() && amount("1,234.").style().has_bare_point());
    assert!(!amount("0.5").style().has_bare_point());
}

#[test]
fn slips_that_leave_one_reading() {
    faults(&[
        ("67.OO", Fault::Letter, Some("67.00")),
        ("l,234.50", Fault::Letter, Some("1,234.50")),
        ("1 234.50", Fault::Spaced, Some("1,234.50")),
        ("1, 234.50", Fault::Spaced, Some("1,234.50")),
        ("1,234 .50", Fault::Spaced, Some("1,234.50")),
        ("1'234.50", Fault::GroupingMark, Some("1,234.50")),
        ("67..00", Fault::Point, Some("67.00")),
        ("67。00", Fault::Point, Some("67.00")),
        ("1，234。50元", Fault::Point, Some("1,234.50元")),
        ("67.00。", Fault::TrailingMark, Some("67.00")),
        ("67.00、", Fault::TrailingMark, Some("67.00")),
        ("67.00万元；", Fault::TrailingMark, Some("67.00万元")),
        ("67.00.", Fault::TrailingMark, Some("67.00")),
        ("67.00,", Fault::TrailingMark, Some("67.00")),
    ]);
}

#[test]
fn slips_that_leave_several_readings_or_none() {
    faults(&[
        ("abc", Fault::NoFigure, None),
        ("待定", Fault::NoFigure, None),
        ("OO", Fault::NoFigure, None),
        (".", Fault::NoFigure, None),
        ("，", Fault::NoFigure, None),
        ("*", Fault::NoFigure, None),
        ("。", Fault::NoFigure, None),
        ("约50", Fault::Words, None),
        ("50元/人", Fault::Words, None),
        ("12.5%", Fault::Words, None),
        ("1.5E+07", Fault::Words, None),
        ("(3.20", Fault::Sign, None),
        ("3.20）", Fault::Sign, None),
        ("--3.20", Fault::Sign, None),
        ("(-3.20)", Fault::Sign, None),
        ("3-20", Fault::Sign, None),
        ("3.2.1", Fault::Point, None),
        ("1 23", Fault::Spaced, None),
        ("1.5 0", Fault::Spaced, None),
        ("1.234,50", Fault::CommaBehindPoint, None),
        ("12,34.OO", Fault::Letter, None),
    ]);
}

#[test]
fn a_figure_that_is_too_long_is_no_amount() {
    let digits = "9".repeat(400);
    let decimals = format!("0.{digits}");
    faults(&[
        (&digits, Fault::TooLong, None),
        (&decimals, Fault::TooLong, None),
        ("1000000000000000", Fault::TooLong, None),
        ("1903.3099999999999", Fault::TooLong, None),
    ]);
}

#[test]
fn precision_is_what_is_printed() {
    let printed = amount("1,903.30");
    assert_eq!((printed.decimals(), printed.last_digit_zero()), (2, true));
    assert_eq!(printed.decimal().to_string(), "1903.30");
    assert_eq!(amount("-1,903.31").decimal().to_string(), "-1903.31");
    for (cell, last_digit_zero) in [("67.00", true), ("67.01", false), ("120", true), ("121", false), ("0", true)] {
        assert_eq!(amount(cell).last_digit_zero(), last_digit_zero, "{cell}");
    }
    assert!(amount("1234.50").style().is_ungrouped());
    let short = amount("67.00").style();
    assert!(!short.is_ungrouped() && !short.is_grouped());
}

#[test]
fn values_as_programs_read_them() {
    let plain = |scaled, decimals| plain_scaled(scaled, decimals).to_string();
    assert_eq!(plain(190_331_000_000, 2), "1903.31");
    assert_eq!(plain(-1_000_000, 2), "-0.01");
    assert_eq!(plain(0, 0), "0");
    assert_eq!(plain(-50_000_000, 0), "-0.5", "a digit is never lost");
    assert_eq!(plain(i128::MIN, 0).chars().next(), Some('-'));
}

#[test]
fn messages_show_every_digit() {
    let shown = |scaled, decimals| format_scaled(scaled, decimals).to_string();
    assert_eq!(shown(-1_000_000, 2), "−0.01");
    assert_eq!(shown(5_066_635 * SCALE / 100, 2), "50,666.35");
    assert_eq!(shown(-1_234_567 * SCALE, 0), "−1,234,567");
    assert_eq!(shown(SCALE / 2, 0), "0.5");
    assert_eq!(shown(0, 2), "0.00");
    assert_eq!(shown(1_001 * SCALE, 200), "1,001.00000000");
    assert_eq!(shown(i128::MIN, 2).chars().filter(|c| *c == ',').count(), 10);
}

#[test]
fn a_figure_is_rewritten_as_it_was_written() {
    let half = 123_450 * SCALE / 100;
    let cases = [
        (" 67.00 ", half, " 1,234.50 "),
        ("**4,000.00**", half, "**1,234.50**"),
        ("4000.00", half, "1234.50"),
        ("4,000", half, "1,234.5"),
        ("（3.20）", -half, "（1,234.50）"),
        ("△3.20", -half, "△1,234.50"),
        ("▲3.20", -half, "▲1,234.50"),
        ("67.00①", half, "1,234.50①"),
        ("**67.00***", half, "**1,234.50***"),
        ("(3.20)", half, "1,234.50"),
        ("3.20", -half, "-1,234.50"),
        ("50.00万元", half, "1,234.50万元"),
        ("６７．００", half, "1,234.50"),
        ("67.OO", half, "1,234.50"),
    ];
    for (cell, scaled, expected) in cases {
        assert_eq!(rewrite(cell, scaled).as_deref(), Some(expected), "{cell}");
    }
    for cell in ["", "-", "约50", "3.2.1"] {
        assert_eq!(rewrite(cell, half), None, "{cell:?}");
    }
}

#[test]
fn units_of_metadata_lines_and_headers() {
    let units = [
        ("元", Some(MonetaryUnit::Yuan)),
        ("万元", Some(MonetaryUnit::TenThousand)),
        ("人民币万元", Some(MonetaryUnit::TenThousand)),
        ("万元（人民币）", Some(MonetaryUnit::TenThousand)),
        ("（元）", Some(MonetaryUnit::Yuan)),
        ("单位：元", Some(MonetaryUnit::Yuan)),
        ("单位:千元", Some(MonetaryUnit::Thousand)),
        ("金额单位：人民币 万元", Some(MonetaryUnit::TenThousand)),
        (" 亿 元 ", Some(MonetaryUnit::HundredMillion)),
        ("人", None),
        ("美元", None),
        ("元/人", None),
        ("单位：某某局", None),
        ("", None),
    ];
    for (text, unit) in units {
        assert_eq!(MonetaryUnit::parse(text), unit, "{text}");
        if let Some(unit) = unit {
            assert_eq!(MonetaryUnit::parse(unit.name()), Some(unit));
        }
    }
}

#[test]
fn amounts_stay_small() {
    assert_eq!(size_of::<Amount>(), 16);
    assert!(size_of::<Reading>() <= 32);
}

/// Texts of the characters that amount cells are made of, right and wrong.
fn amount_like() -> impl Strategy<Value = String> {
    let alphabet = "0123456789０９,，.．。-−－—–()（）△+¥元万亿千百 \u{a0}\u{3000}\u{200b}OolI*_\\&;<br>约、'";
    prop::collection::vec(prop::sample::select(alphabet.chars().collect::<Vec<_>>()), 0..24)
        .prop_map(|characters| characters.into_iter().collect())
}

proptest! {
    #[test]
    fn any_text_has_a_reading(cell in any::<String>()) {
        read(&cell);
        rewrite(&cell, 1);
        MonetaryUnit::parse(&cell);
    }

    #[test]
    fn an_amount_reads_back_as_itself(cell in amount_like()) {
        MonetaryUnit::parse(&cell);
        if let Reading::Amount(amount) | Reading::Misgrouped(amount) = read(&cell) {
            let printed = amount.to_string();
            let Reading::Amount(again) = read(&printed) else { panic!("{cell:?} prints as {printed:?}") };
            prop_assert_eq!(
                (again.scaled(), again.decimals(), again.unit(), again.to_string()),
                (amount.scaled(), amount.decimals(), amount.unit(), printed)
            );
            let rewritten = rewrite(&cell, amount.scaled()).unwrap();
            let Reading::Amount(same) = read(&rewritten) else { panic!("{cell:?} rewritten as {rewritten:?}") };
            prop_assert_eq!((same.scaled(), same.decimals()), (amount.scaled(), amount.decimals()));
        }
    }

    #[test]
    fn canonical_text_survives(value in -10_i128.pow(23)+1..10_i128.pow(23), decimals in 0_u8..=8) {
        let value = value / 10_i128.pow(8 - u32::from(decimals)) * 10_i128.pow(8 - u32::from(decimals));
        let text = format_scaled(value, decimals).to_string();
        let read_back = amount(&text);
        prop_assert_eq!((read_back.scaled(), read_back.decimals()), (value, decimals));
        prop_assert_eq!(read_back.to_string(), text);
        prop_assert_eq!(Amount::new(value, decimals).map(|made| made.to_string()), Some(read_back.to_string()));
    }
}
