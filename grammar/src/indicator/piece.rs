//! The smallest pieces of an indicator list: blanks, digits, separators, codes.

use memchr::memchr2_iter;
use nom::{
    IResult, Offset, Parser,
    bytes::complete::{take_till, take_while, take_while1},
    character::complete::{char, satisfy},
    combinator::not,
    sequence::{delimited, preceded, terminated},
};

use crate::Span;

/// The first byte of the full-width forms U+FF00 to U+FFEF, with which `；` and `：` begin.
const FULL_WIDTH: u8 = 0xEF;

pub(super) fn is_separator(sign: char) -> bool {
    matches!(sign, '；' | ';')
}

pub(super) fn is_colon(sign: char) -> bool {
    matches!(sign, '：' | ':')
}

pub(super) fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '－' | '‐' | '‑' | '–' | '—' | '−' | '﹣')
}

pub(super) fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit() || ('０'..='９').contains(&sign)
}

/// What a drafter types in place of `、` behind a number.
pub(super) fn is_other_mark(sign: char) -> bool {
    matches!(sign, '.' | '．' | ',' | '，' | ':' | '：' | ')' | '）' | '。' | '･' | '・' | '﹑' | '､')
}

/// What a drafter types in place of `；`.
pub(super) fn is_other_separator(sign: char) -> bool {
    matches!(sign, ',' | '，' | '、' | '.' | '．' | '。' | ':' | '：' | '|' | '/')
}

/// What a drafter types in place of the colon.
pub(super) fn is_other_colon(sign: char) -> bool {
    is_separator(sign) || matches!(sign, ',' | '，' | '、' | '.' | '。' | '=' | '∶' | '﹕' | '︰')
}

/// What a drafter types in place of the last `。`.
pub(super) fn is_other_stop(sign: char) -> bool {
    is_separator(sign) || matches!(sign, '.' | '．' | '｡' | ',' | '，' | '、')
}

/// White space, including U+3000 and the no-break space, and what is invisible besides.
pub(super) fn is_blank(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '\u{200B}' | '\u{FEFF}')
}

/// Length of the `<br>`, `<br/>` or `<BR />` that `text` begins with.
pub(super) fn line_break(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    let end = inner.bytes().take(6).position(|byte| byte == b'>')?;
    let tag = inner.get(..end)?.trim_end_matches([' ', '/']);
    tag.eq_ignore_ascii_case("br").then_some(end + 2)
}

/// `text` without the blanks and line breaks in front.
pub(super) fn trim_start(text: &str) -> &str {
    match text.as_bytes() {
        // A sign that is neither a blank nor `<`: ASCII, Han, full-width forms.
        [0x21..=0x3B | 0x3D..=0x7E, ..] | [0xE4..=0xE9, ..] | [0xEF, 0xBC, ..] => return text,
        _ => {}
    }
    let mut rest = text.trim_start_matches(is_blank);
    while let Some(behind) = line_break(rest).and_then(|length| rest.get(length..)) {
        rest = behind.trim_start_matches(is_blank);
    }
    rest
}

/// `text` without the blanks and line breaks at its end.
pub(super) fn trim_end(text: &str) -> &str {
    match text.as_bytes() {
        // A sign that is neither a blank nor `>`: ASCII, Han, full-width forms, `、` and `。`.
        [.., 0x21..=0x3D | 0x3F..=0x7E] | [.., 0xE4..=0xE9, _, _] | [.., 0xEF, 0xBC, _] => {
            return text;
        }
        [.., 0xE3, 0x80, 0x81 | 0x82] => return text,
        _ => {}
    }
    let mut rest = text.trim_end_matches(is_blank);
    while rest.ends_with('>') {
        let open = rest.bytes().rev().take(8).position(|byte| byte == b'<');
        let Some(before) = open.and_then(|back| rest.split_at_checked(rest.len() - back - 1)) else {
            break;
        };
        if line_break(before.1) != Some(before.1.len()) {
            break;
        }
        rest = before.0.trim_end_matches(is_blank);
    }
    rest
}

pub(super) fn trim(text: &str) -> &str {
    trim_end(trim_start(text))
}

/// Where `part`, a slice of `text`, stands in it.
pub(super) fn span_in(text: &str, part: &str) -> Span {
    let start = text.offset(part);
    Span::new(start, start + part.len())
}

/// The bytes of `text` from `start` to `end`; empty where they cut a character.
pub(super) fn between(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

/// The first separator: its offset and its length.
pub(super) fn separator(text: &str) -> Option<(usize, usize)> {
    memchr2_iter(b';', FULL_WIDTH, text.as_bytes()).find_map(|at| {
        let sign = text.get(at..)?.chars().next()?;
        is_separator(sign).then_some((at, sign.len_utf8()))
    })
}

/// Splits at the first separator: what stands before it, and what behind.
pub(super) fn split_separator(text: &str) -> Option<(&str, &str)> {
    let (at, length) = separator(text)?;
    Some((text.get(..at)?, text.get(at + length..)?))
}

/// The number that a run of ASCII or full-width digits prints, up to nine digits.
pub(super) fn number(digits: &str) -> Option<u32> {
    if digits.is_empty() || digits.chars().count() > 9 {
        return None;
    }
    digits.chars().try_fold(0_u32, |value, sign| Some(value * 10 + digit(sign)?))
}

fn digit(sign: char) -> Option<u32> {
    sign.to_digit(10).or_else(|| {
        let value = (sign as u32).checked_sub('０' as u32)?;
        (value <= 9).then_some(value)
    })
}

/// `text` cut before the digits at its end.
pub(super) fn split_digits_end(text: &str) -> (&str, &str) {
    let before = text.trim_end_matches(is_digit);
    text.split_at_checked(before.len()).unwrap_or((text, ""))
}

fn blanks(input: &str) -> IResult<&str, &str> {
    take_while(is_blank).parse(input)
}

pub(super) fn digits(input: &str) -> IResult<&str, &str> {
    take_while1(is_digit).parse(input)
}

/// The digits of a class code and its hyphen. `3-5天` is a range and no code.
pub(super) fn code(input: &str) -> IResult<&str, &str> {
    terminated(digits, (blanks, satisfy(is_dash), not(preceded(blanks, satisfy(is_digit))))).parse(input)
}

/// The front of an indicator as it should be, up to the hyphen of level 2.
#[derive(Clone, Copy)]
pub(super) struct Opening {
    pub(super) number: Span,
    pub(super) digits1: Span,
    pub(super) name1: Span,
    pub(super) digits2: Span,
    /// Behind the hyphen of level 2.
    pub(super) end: usize,
}

/// Reads `1、1-产出指标；11-` at `at`.
pub(super) fn opening(text: &str, at: usize) -> Option<Opening> {
    let mark = delimited(blanks, char('、'), blanks);
    let parted = delimited(blanks, satisfy(is_separator), blanks);
    // Level 1 ends within its sentence: each `。` of a long text may start an attempt, and none reads past the next.
    let name = take_till(|sign| is_separator(sign) || sign == '。');
    let (behind, (number, _, digits1, name1, _, digits2)) =
        (digits, mark, code, name, parted, code).parse(text.get(at..)?).ok()?;
    let widths = [digits1, digits2].map(|digits| digits.chars().count());
    let name1 = trim_end(name1);
    (widths == [1, 2] && !name1.is_empty()).then(|| Opening {
        number: span_in(text, number),
        digits1: span_in(text, digits1),
        name1: span_in(text, name1),
        digits2: span_in(text, digits2),
        end: text.len() - behind.len(),
    })
}

/// Whether a level-2 code stands behind the next separator, at most `LOOK` bytes on.
pub(super) fn level2_follows(text: &str) -> bool {
    let Some((before, _)) = split_separator(nearby(text)) else {
        return false;
    };
    let behind = text.get(before.len()..).unwrap_or_default();
    let behind = behind.trim_start_matches(|sign| is_separator(sign) || is_blank(sign));
    !before.contains('。') && code(behind).is_ok_and(|(_, digits)| digits.chars().count() == 2)
}

/// How far a class name is looked for: a level-1 name of 30 characters.
pub(super) const LOOK: usize = 96;

/// The first `LOOK` bytes, or a character less.
pub(super) fn nearby(text: &str) -> &str {
    (0..4).find_map(|back| text.get(..LOOK - back)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_blanks_and_line_breaks_on_both_sides() {
        assert_eq!(trim("\u{3000}<br> 200 家 <BR />\u{A0}"), "200 家");
        assert_eq!(trim("<b>甲</b>"), "<b>甲</b>");
        assert_eq!(trim("<br>"), "");
    }

    #[test]
    fn a_range_of_days_is_no_code() {
        assert!(code("3-5天").is_err());
        assert_eq!(code("1-产出指标"), Ok(("产出指标", "1")));
        assert_eq!(code("１１ －数量"), Ok(("数量", "１１")));
    }

    #[test]
    fn numbers_of_either_width() {
        assert_eq!(number("１2"), Some(12));
        assert_eq!(number("1234567890"), None);
        assert_eq!(split_digits_end("万元１2"), ("万元", "１2"));
    }

    #[test]
    fn separators_of_either_width() {
        assert_eq!(separator("培训，人数；"), Some(("培训，人数".len(), 3)));
        assert_eq!(split_separator("甲;乙；丙"), Some(("甲", "乙；丙")));
    }
}
