//! Amounts in capital numerals (大写), as contracts and vouchers spell them.
//!
//! 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》: one 零 for any run of zeros inside a number; one 零 behind 元 where
//! the digit of 角 is 0 and that of 分 is not; 整 behind a whole number of 元. Where the rule leaves 零 to the writer, it
//! is written behind 元 (`捌拾元零叁角贰分`) and left out behind 万 and 亿 (`壹拾万柒仟`).

/// Scaled units in one 分.
const CENT: u128 = 1_000_000;
/// One 万亿 and four digits more: the greatest figure that 万 and 亿 spell without a further word, in 元.
const LIMIT: u128 = 10_u128.pow(16);

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// An amount in 元, counted in 10⁻⁸ 元, in capital numerals, 负 before a negative: `壹仟肆佰零玖元伍角`. The words 人民币 that
/// a voucher puts before it are the caller's. `None` for an amount finer than 分, or of 10¹⁶ 元 and more.
pub fn capital(yuan_scaled_1e8: i128) -> Option<String> {
    let magnitude = yuan_scaled_1e8.unsigned_abs();
    let cents = magnitude / CENT;
    let (yuan, tenths, hundredths) = (cents / 100, cents / 10 % 10, cents % 10);
    if !magnitude.is_multiple_of(CENT) || yuan >= LIMIT {
        return None;
    }
    let mut words = String::new();
    if yuan_scaled_1e8 < 0 {
        words.push('负');
    }
    if yuan > 0 || cents == 0 {
        words.push_str(&whole(yuan));
        words.push('元');
    }
    if cents.is_multiple_of(100) {
        words.push('整');
        return Some(words);
    }
    if yuan > 0 && (tenths == 0 || yuan.is_multiple_of(10)) {
        words.push('零');
    }
    for (digit, place) in [(tenths, "角"), (hundredths, "分")] {
        if digit > 0 {
            words.push_str(numeral(digit));
            words.push_str(place);
        }
    }
    Some(words)
}

/// A whole number below 10¹⁶; 零 for zero.
fn whole(number: u128) -> String {
    match number {
        0 => numeral(0).to_owned(),
        _ => joined(number, 100_000_000, "亿", |half| joined(half, 10_000, "万", section)),
    }
}

/// The part of `number` above `place`, the name of the place, and the part below it, each spelled by `spell`; empty for
/// zero. A lower part that does not fill its places is led by 零.
fn joined(number: u128, place: u128, name: &str, spell: impl Fn(u128) -> String) -> String {
    let (upper, lower) = (number / place, number % place);
    if upper == 0 {
        return spell(lower);
    }
    let zero = if (1..place / 10).contains(&lower) { numeral(0) } else { "" };
    format!("{}{name}{zero}{}", spell(upper), spell(lower))
}

/// A number below 10,000; empty for zero.
fn section(number: u128) -> String {
    let mut words = String::new();
    let mut gap = false;
    for (value, name) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
        let digit = number / value % 10;
        if digit == 0 {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && !words.is_empty() {
            words.push_str(numeral(0));
        }
        words.push_str(numeral(digit));
        words.push_str(name);
    }
    words
}

fn numeral(digit: u128) -> &'static str {
    usize::try_from(digit).ok().and_then(|digit| DIGITS.get(digit)).copied().unwrap_or_default()
}
