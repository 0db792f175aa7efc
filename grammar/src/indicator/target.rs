//! The target value (指标值) of an indicator: a figure, a deadline or prose.

use nom::{
    IResult, Offset, Parser,
    branch::alt,
    bytes::complete::{tag, take_while, take_while1},
    combinator::{opt, rest, value},
    sequence::{preceded, terminated},
};
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::piece::{digits, is_blank, is_digit, number, span_in, trim};
use crate::Span;

/// What a target value says. Spans count bytes from the start of the value's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `≥8000家次`, `90%以上`, `100%完成`.
    Figure(Figure),
    /// `12月31日前`, `当年度12月前`, `年底前`.
    Deadline(Deadline),
    /// Words, also with figures among them: `有效降低`, `按下达任务数100%完成`.
    Prose,
    /// Nothing.
    Blank,
}

/// A target that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What the figure is to the result; `None` stands for exactly or for about so many.
    pub comparison: Option<Comparison>,
    /// The digits, with grouping and decimal point.
    pub number: Span,
    /// The number that they print, exactly.
    pub value: Decimal,
    /// `%`, `家次`, `万个`: blank where there is none. A multiple such as 万 is part of the unit.
    pub unit: Span,
}

/// A comparator and where it stands: before the number or behind the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Its text.
    pub span: Span,
    /// Its meaning.
    pub comparator: Comparator,
}

/// How the result has to compare with the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparator {
    /// `≥`, `>=`, 不少于, 不低于, 以上, 及以上
    AtLeast,
    /// `≤`, `<=`, 不超过, 不高于, 以下, 以内
    AtMost,
    /// `>`, 大于, 超过
    Above,
    /// `<`, 小于, 低于
    Below,
    /// `=`, 等于
    Equal,
}

/// A date by which something is done. Parts that are not stated are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deadline {
    /// The year of the calendar; `None` for 当年度 as well.
    pub year: Option<u16>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

/// Reads a target value. Never fails: what is no figure and no deadline is prose.
pub fn target(text: &str) -> Target {
    let value = trim(text);
    if value.is_empty() {
        return Target::Blank;
    }
    if let Ok((_, deadline)) = deadline(value) {
        return Target::Deadline(deadline);
    }
    figure(text, value).map_or(Target::Prose, Target::Figure)
}

fn figure(text: &str, trimmed: &str) -> Option<Figure> {
    let bare = trimmed.strip_suffix('。').unwrap_or(trimmed);
    let (behind, before) = opt(terminated(leading, blanks)).parse(bare).ok()?;
    let (tail, number) = decimal(behind).ok()?;
    let start = span_in(text, bare).start as usize;
    let sign = before.map(|comparator| {
        let length = trim(bare.get(..bare.offset(behind)).unwrap_or_default()).len();
        Comparison { span: Span::new(start, start + length), comparator }
    });
    let (unit, after) = unit(tail)?;
    let after = after.map(|(words, comparator)| Comparison { span: span_in(text, words), comparator });
    Some(Figure {
        comparison: sign.or(after),
        number: span_in(text, number),
        value: exact(number)?,
        unit: span_in(text, unit),
    })
}

fn blanks(input: &str) -> IResult<&str, &str> {
    take_while(is_blank).parse(input)
}

fn leading(input: &str) -> IResult<&str, Comparator> {
    use Comparator::{Above, AtLeast, AtMost, Below, Equal};
    let at_least = alt((
        tag("≥"),
        tag("＞="),
        tag(">="),
        tag("≧"),
        tag("＞＝"),
        tag("&gt;="),
        tag("大于等于"),
        tag("大于或等于"),
        tag("不少于"),
        tag("不低于"),
        tag("不小于"),
        tag("至少"),
        tag("达到"),
    ));
    let at_most = alt((
        tag("≤"),
        tag("＜="),
        tag("<="),
        tag("≦"),
        tag("＜＝"),
        tag("&lt;="),
        tag("小于等于"),
        tag("小于或等于"),
        tag("不超过"),
        tag("不高于"),
        tag("不多于"),
        tag("不大于"),
        tag("至多"),
    ));
    let above = alt((tag(">"), tag("＞"), tag("&gt;"), tag("大于"), tag("超过"), tag("高于"), tag("多于")));
    let below = alt((tag("<"), tag("＜"), tag("&lt;"), tag("小于"), tag("低于"), tag("少于")));
    let equal = alt((tag("="), tag("＝"), tag("等于")));
    alt((
        value(AtLeast, at_least),
        value(AtMost, at_most),
        value(Above, above),
        value(Below, below),
        value(Equal, equal),
    ))
    .parse(input)
}

/// Digits with grouping commas and one decimal point, of either width.
fn decimal(input: &str) -> IResult<&str, &str> {
    let part = |sign: char| is_digit(sign) || matches!(sign, ',' | '，' | '.' | '．');
    let (_, run) = (nom::combinator::peek(digits), take_while1(part)).map(|(_, run)| run).parse(input)?;
    let number = run.trim_end_matches(|sign| !is_digit(sign));
    Ok((input.get(number.len()..).unwrap_or_default(), number))
}

fn exact(number: &str) -> Option<Decimal> {
    let plain: String = number.nfkc().filter(|sign| *sign != ',').collect();
    Decimal::from_str_exact(&plain).ok()
}

/// The unit behind a number, and the comparator behind the unit. `None` where the text goes on as a sentence.
fn unit(tail: &str) -> Option<(&str, Option<(&str, Comparator)>)> {
    let tail = trim(tail);
    let (unit, after) = trailing(tail);
    let unit = trim(unit);
    let percent = unit.strip_prefix(['%', '％', '‰']);
    let length = percent.map_or(unit.len(), |words| unit.len() - words.len());
    let done = percent.is_some_and(|words| matches!(words, "" | "完成" | "覆盖" | "合格" | "达标"));
    let plain = unit.chars().count() <= 6
        && !unit.ends_with('前')
        && unit.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '/' | '㎡' | '℃' | '°'));
    (done || (percent.is_none() && plain)).then(|| (unit.get(..length).unwrap_or(unit), after))
}

/// Parts the comparator off the end of a unit.
fn trailing(tail: &str) -> (&str, Option<(&str, Comparator)>) {
    use Comparator::{AtLeast, AtMost};
    let words = [
        ("及以上", AtLeast),
        ("或以上", AtLeast),
        ("(含)以上", AtLeast),
        ("（含）以上", AtLeast),
        ("以上", AtLeast),
        ("及以下", AtMost),
        ("或以下", AtMost),
        ("以下", AtMost),
        ("以内", AtMost),
        ("之内", AtMost),
        ("内", AtMost),
    ];
    let ends = words.into_iter().find(|(word, _)| tail.ends_with(word));
    let split = |(word, comparator): (&str, _)| {
        let (unit, words) = tail.split_at_checked(tail.len() - word.len())?;
        Some((unit, Some((words, comparator))))
    };
    ends.and_then(split).unwrap_or((tail, None))
}

/// `2024年12月31日前完成`, `当年度12月底前`, `年底前`.
fn deadline(input: &str) -> IResult<&str, Deadline> {
    let relative =
        alt((tag("当年度"), tag("本年度"), tag("每年"), tag("当年"), tag("本年"), tag("年度"))).map(|_| None);
    let year = alt((relative, terminated(digits, preceded(blanks, tag("年"))).map(number)));
    let (input, year) = opt(terminated(year, blanks)).parse(input)?;
    let (input, month) = opt(terminated(month, blanks)).parse(input)?;
    let (input, day) = opt(terminated(digits, alt((tag("日"), tag("号"))))).parse(input)?;
    let period =
        alt((tag("年底"), tag("年末"), tag("底"), tag("末"), tag("上旬"), tag("中旬"), tag("下旬"), tag("份")));
    let (input, period) = opt(terminated(period, blanks)).parse(input)?;
    let (input, _) = alt((tag("之前"), tag("以前"), tag("前"), tag("内"))).parse(input)?;
    let (end, words) = rest.parse(input)?;
    let stated = year.is_some() || month.is_some() || period.is_some();
    let brief = words.chars().count() <= 8 && !words.contains(['，', ',', '；']);
    if !stated || !brief {
        return Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify)));
    }
    let day = day.and_then(number).and_then(|day| u8::try_from(day).ok()).filter(|day| (1..=31).contains(day));
    let year = year.flatten().and_then(|year| u16::try_from(year).ok());
    Ok((end, Deadline { year, month, day }))
}

fn month(input: &str) -> IResult<&str, u8> {
    let (behind, run) = terminated(digits, (blanks, tag("月"))).parse(input)?;
    match number(run).and_then(|month| u8::try_from(month).ok()) {
        Some(month @ 1..=12) => Ok((behind, month)),
        _ => Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<Comparator>, String, &str) {
        let Target::Figure(figure) = target(text) else {
            panic!("{text} has a figure: {:?}", target(text));
        };
        (figure.comparison.map(|found| found.comparator), figure.value.to_string(), figure.unit.of(text))
    }

    #[test]
    fn comparators_stand_on_either_side() {
        use Comparator::{AtLeast, AtMost, Below, Equal};
        assert_eq!(parts("≥8000家次"), (Some(AtLeast), "8000".into(), "家次"));
        assert_eq!(parts(">= 200 家"), (Some(AtLeast), "200".into(), "家"));
        assert_eq!(parts("不超过3.5%"), (Some(AtMost), "3.5".into(), "%"));
        assert_eq!(parts("6个及以上"), (Some(AtLeast), "6".into(), "个"));
        assert_eq!(parts("90%以上"), (Some(AtLeast), "90".into(), "%"));
        assert_eq!(parts("＜５‰"), (Some(Below), "5".into(), "‰"));
        assert_eq!(parts("=100％"), (Some(Equal), "100".into(), "％"));
        assert_eq!(parts("1,200.50万元"), (None, "1200.50".into(), "万元"));
        assert_eq!(parts("100%完成"), (None, "100".into(), "%"));
        assert_eq!(parts("1500"), (None, "1500".into(), ""));
    }

    #[test]
    fn the_comparator_keeps_its_place() {
        let Target::Figure(figure) = target(" 不少于 12场") else {
            panic!("twelve sessions");
        };
        assert_eq!(figure.comparison.map(|found| found.span.of(" 不少于 12场")), Some("不少于"));
        assert_eq!(figure.number.of(" 不少于 12场"), "12");
    }

    #[test]
    fn deadlines_are_no_figures() {
        let date = |year, month, day| Target::Deadline(Deadline { year, month, day });
        assert_eq!(target("12月31日前"), date(None, Some(12), Some(31)));
        assert_eq!(target("当年度12月前完成"), date(None, Some(12), None));
        assert_eq!(target("2025年 6月底前"), date(Some(2025), Some(6), None));
        assert_eq!(target("年底前"), date(None, None, None));
        assert_eq!(target("3月内"), date(None, Some(3), None));
    }

    #[test]
    fn sentences_are_prose() {
        for text in
            ["逐步改善", "按任务数100%完成", "10-20人", "覆盖3个街道", "13月前", "前", "2项，均通过验收", "年度计划数"]
        {
            assert_eq!(target(text), Target::Prose, "{text}");
        }
        assert_eq!(target(" \u{3000}"), Target::Blank);
    }
}
