//! Amounts in capital numerals, after the examples of the regulation.
#![expect(clippy::panic, reason = "a test says what it found instead")]

use budget_grammar::amount::{Reading, SCALE, read};
use budget_lsp::capital::capital;
use proptest::prelude::*;

fn spelled(figure: &str) -> Option<String> {
    match read(figure) {
        Reading::Amount(amount) => capital(amount.scaled()),
        other => panic!("{figure} reads as {other:?}"),
    }
}

#[track_caller]
fn spells(figures: &[(&str, &str)]) {
    for (figure, words) in figures {
        assert_eq!(spelled(figure).as_deref(), Some(*words), "{figure}");
    }
}

#[test]
fn the_examples_of_the_regulation() {
    spells(&[
        ("￥1,409.50", "壹仟肆佰零玖元伍角"),
        ("￥6,007.14", "陆仟零柒元壹角肆分"),
        ("￥1,680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("￥107,000.53", "壹拾万柒仟元零伍角叁分"),
        ("￥16,409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("￥325.04", "叁佰贰拾伍元零肆分"),
    ]);
}

#[test]
fn whole_amounts_end_in_整() {
    spells(&[
        ("0", "零元整"),
        ("-0.00", "零元整"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("110", "壹佰壹拾元整"),
        ("1,001.00", "壹仟零壹元整"),
        ("100,000", "壹拾万元整"),
        ("10,010", "壹万零壹拾元整"),
        ("506,663,400", "伍亿零陆佰陆拾陆万叁仟肆佰元整"),
    ]);
}

#[test]
fn 亿_with_gaps() {
    spells(&[
        ("100,000,000", "壹亿元整"),
        ("100,000,001", "壹亿零壹元整"),
        ("100,005,000", "壹亿零伍仟元整"),
        ("100,500,003", "壹亿零伍拾万零叁元整"),
        ("1,070,000,000", "壹拾亿柒仟万元整"),
        ("1,000,000,000,000", "壹万亿元整"),
        ("1,000,200,000,003", "壹万零贰亿零叁元整"),
        ("999,999,999,999,999", "玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整"),
    ]);
}

#[test]
fn 角_and_分() {
    spells(&[
        ("0.50", "伍角"),
        ("0.05", "伍分"),
        ("0.53", "伍角叁分"),
        ("10.50", "壹拾元零伍角"),
        ("11.50", "壹拾壹元伍角"),
        ("100,000,000.01", "壹亿元零壹分"),
        ("-3.20", "负叁元贰角"),
    ]);
}

#[test]
fn what_a_voucher_cannot_carry() {
    assert_eq!(spelled("0.001"), None);
    assert_eq!(capital(10_i128.pow(16) * SCALE), None);
    assert_eq!(capital(i128::MIN), None);
    assert!(capital((10_i128.pow(16) - 1) * SCALE).is_some());
}

/// Reads capital numerals back: digits before their places, each place adding to the section that it closes.
fn read_back(words: &str) -> Option<i128> {
    let (mut total, mut section, mut digit, mut cents) = (0_i128, 0_i128, 0_i128, 0_i128);
    for c in words.chars() {
        if let Some(value) = "零壹贰叁肆伍陆柒捌玖".chars().position(|numeral| numeral == c) {
            digit = i128::try_from(value).ok()?;
            continue;
        }
        match c {
            '仟' => section += digit * 1000,
            '佰' => section += digit * 100,
            '拾' => section += digit * 10,
            '万' => total += (section + digit) * 10_000,
            '亿' => total = (total + section + digit) * 100_000_000,
            '元' => total += section + digit,
            '角' => cents += digit * 10,
            '分' => cents += digit,
            '整' | '负' => {}
            _ => return None,
        }
        digit = 0;
        if matches!(c, '万' | '亿' | '元') {
            section = 0;
        }
    }
    Some(total * 100 + cents)
}

proptest! {
    #[test]
    fn every_amount_can_be_read_back(yuan in 0_i128..10_i128.pow(16), shift in 0_u32..16, cents in 0_i128..100) {
        // Cutting digits off reaches short figures as often as long ones.
        let total = yuan / 10_i128.pow(shift) * 100 + cents;
        let words = capital(total * (SCALE / 100)).unwrap();
        prop_assert!(!words.contains("零零"), "{}", words);
        prop_assert_eq!(read_back(&words), Some(total), "{}", words);
    }
}
