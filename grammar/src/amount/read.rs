//! Reading the cell of an amount column.
//!
//! ```ebnf
//! cell     = { gap } , [ nil | signed , [ note ] ] , { gap } ;
//! nil      = dash , { dash | gap } | "/" | "／" | "无" | "×" | "N/A" | "n/a" | "…" | "……" | "**" | "***" ;
//! signed   = [ currency ] , [ sign ] , unsigned , [ unit ]
//!          | [ currency ] , ( "(" | "（" ) , unsigned , [ unit ] , ( ")" | "）" ) , [ unit ] ;
//! unsigned = [ currency ] , figure ;
//! figure   = digit , { digit | comma } , [ point , { digit } ] | point , digit , { digit } ;
//! sign     = "-" | "−" | "－" | "–" | "—" | "△" | "▲" | "+" | "＋" ;
//! note     = ( "①" … "⑳" | "*" | "＊" | "†" | "※" ) , { … } | "<sup>" , text , "</sup>" | "[^" , text , "]" ;
//! ```
//!
//! Full-width digits, commas and points are those of the figure as well, and emphasis may stand around the whole, since
//! totals are often bold. The common form is read byte by byte, and what is nothing but Chinese characters has no
//! figure; everything else goes through the grammar.

use std::borrow::Cow;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::one_of;
use nom::combinator::{all_consuming, opt, value};
use nom::error::{Error, ErrorKind};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

use super::figure::Figure;
use super::{Amount, MonetaryUnit, Sign};

/// What the cell of an amount column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nothing: the amount is absent, which is not zero.
    Absent,
    /// A dash, a run of dashes, a stroke, or 无: nothing was budgeted. A printed `0` is an amount.
    Nil,
    /// An amount.
    Amount(Amount),
    /// A figure with grouping commas in the wrong place (`12,34.5`), and the amount that it is without them.
    Misgrouped(Amount),
    /// No amount.
    Invalid(Invalid),
}

impl Reading {
    /// The amount, where the cell is one.
    pub fn amount(self) -> Option<Amount> {
        match self {
            Self::Amount(amount) => Some(amount),
            _ => None,
        }
    }
}

/// A cell that is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// Why not.
    pub fault: Fault,
    /// The amount that must have been meant, where only one can have been.
    pub reading: Option<Amount>,
}

impl Invalid {
    pub(super) fn new(fault: Fault) -> Self {
        Self { fault, reading: None }
    }
}

/// Why a cell is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// There is no digit in it: `待定`.
    NoFigure,
    /// Words stand around the figure: `约50`, `50元/人`.
    Words,
    /// Two signs, or one bracket: `--3.20`, `(3.20`.
    Sign,
    /// More than 15 digits before the point or 8 behind it.
    TooLong,
    /// A letter stands where a digit belongs: `67.OO`.
    Letter,
    /// White space stands inside the figure: `1 234.50`.
    Spaced,
    /// Something other than a comma groups the digits: `1'234.50`.
    GroupingMark,
    /// The decimal point is doubled, repeated or a full stop: `67..00`, `3.2.1`, `67。00`.
    Point,
    /// A comma stands behind the decimal point: `1.234,50`.
    CommaBehindPoint,
    /// Punctuation follows the figure: `67.00。`.
    TrailingMark,
}

/// Reads the text of one cell, white space around it included. Linear in its length; allocates nothing, escapes in the
/// cell aside.
pub fn read(cell: &str) -> Reading {
    let text = cell.trim_ascii();
    if text.is_empty() {
        return Reading::Absent;
    }
    match common_form(text) {
        Some(amount) => Reading::Amount(amount),
        None if text != NONE && text.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) => {
            Reading::Invalid(Invalid::new(Fault::NoFigure))
        }
        None => read_unusual(text),
    }
}

/// The cell with its figure replaced by another value, in scaled units, the way [`Amount::rewritten`] does it; what
/// stands around the figure stays. `None` where the cell is no amount and only one can have been meant either.
pub fn rewrite(cell: &str, scaled: i128) -> Option<String> {
    rewrite_as(cell, |amount| amount.rewritten(scaled))
}

/// The same with `decimals` digits behind the point, and more where the value needs them.
pub fn rewrite_with(cell: &str, scaled: i128, decimals: u8) -> Option<String> {
    rewrite_as(cell, |amount| amount.rewritten_with(scaled, decimals))
}

fn rewrite_as(cell: &str, written: impl FnOnce(Amount) -> String) -> Option<String> {
    let amount = match read(cell) {
        Reading::Amount(amount) | Reading::Misgrouped(amount) => amount,
        Reading::Invalid(invalid) => invalid.reading?,
        Reading::Absent | Reading::Nil => return None,
    };
    let (before, after) = cell.split_once(without_note(bare(cell)))?;
    Some(format!("{before}{}{after}", written(amount)))
}

/// `1,903.31`, `-3.20`: ASCII digits, well grouped.
fn common_form(text: &str) -> Option<Amount> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (Sign::Hyphen, digits),
        None => (Sign::None, text),
    };
    let mut figure = Figure::default();
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => figure.digit(byte - b'0'),
            b',' => figure.comma(),
            b'.' => figure.point(),
            _ => return None,
        }
    }
    figure.finish(sign, None).amount()
}

const NONE: &str = "无";

/// What stands where nothing was budgeted, besides dashes.
const NILS: [&str; 10] = ["/", "／", NONE, "×", "N/A", "n/a", "…", "……", "**", "***"];

/// A figure without the mark of a note behind it: 18.00①, 18.00*, 18.00<sup>1</sup>.
fn without_note(text: &str) -> &str {
    let is_mark = |c: char| matches!(c, '①'..='⑳' | '*' | '＊' | '†' | '※');
    let marked = text.trim_end_matches(is_mark);
    let raised = text.strip_suffix("</sup>").and_then(|rest| rest.get(..rest.rfind("<sup>")?));
    let noted = text.strip_suffix(']').and_then(|rest| rest.get(..rest.rfind("[^")?));
    let bare = raised.or(noted).unwrap_or(marked).trim_end_matches(is_gap);
    if bare.is_empty() { text } else { bare }
}

fn read_unusual(text: &str) -> Reading {
    let unescaped = unescaped(text);
    let text = bare(&unescaped);
    if text.is_empty() {
        return Reading::Absent;
    }
    if text.chars().all(|c| is_dash(c) || is_gap(c)) || NILS.contains(&text) {
        return Reading::Nil;
    }
    let text = without_note(text);
    let ended = text.trim_end_matches(['。', '｡', '、', '；', ';', '：', ':']).trim_end_matches(is_gap);
    match framed(ended) {
        Ok((_, framed)) => framed.reading(ended.len() < text.len()),
        Err(_) => Reading::Invalid(Invalid::new(fault_of(ended))),
    }
}

/// Why a text that does not fit the frame does not.
fn fault_of(text: &str) -> Fault {
    let is_frame = |c: char| is_dash(c) || matches!(c, '(' | '（' | ')' | '）' | '△' | '▲' | '+' | '＋');
    if !text.chars().any(|c| matches!(c, '0'..='9' | '０'..='９')) {
        Fault::NoFigure
    } else if text.chars().all(|c| is_frame(c) || symbol(c) != Symbol::Other) {
        Fault::Sign
    } else {
        Fault::Words
    }
}

/// The text with Markdown's backslash escapes resolved and the white space that is written as HTML blanked.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '&', '<']) {
        return Cow::Borrowed(text);
    }
    let mut plain = text.to_owned();
    for space in ["&nbsp;", "&ensp;", "&emsp;", "<br>", "<br/>", "<br />"] {
        plain = plain.replace(space, " ");
    }
    let mut kept = String::with_capacity(plain.len());
    let mut characters = plain.chars().peekable();
    while let Some(c) = characters.next() {
        // GFM 6.1: a backslash before ASCII punctuation is not printed.
        let escapes = c == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        kept.extend(if escapes { characters.next() } else { Some(c) });
    }
    Cow::Owned(kept)
}

/// The text without white space and emphasis around it.
fn bare(text: &str) -> &str {
    let mut text = text.trim_matches(is_gap);
    while let Some(inner) = ['*', '_']
        .into_iter()
        .find_map(|mark| text.strip_prefix(mark)?.strip_suffix(mark))
        .filter(|inner| inner.contains(|c| c != '*' && c != '_'))
    {
        text = inner.trim_matches(is_gap);
    }
    text
}

/// A figure with what stands around it.
struct Framed<'text> {
    sign: Sign,
    figure: &'text str,
    unit: Option<MonetaryUnit>,
}

impl Framed<'_> {
    fn reading(&self, trailing_mark: bool) -> Reading {
        let mut figure = Figure::default();
        for c in self.figure.chars() {
            take(&mut figure, c);
        }
        if trailing_mark {
            figure.note(Fault::TrailingMark);
        }
        figure.finish(self.sign, self.unit)
    }
}

fn take(figure: &mut Figure, c: char) {
    if !c.is_ascii() {
        figure.unusual();
    }
    match symbol(c) {
        Symbol::Digit(digit) => figure.digit(digit),
        Symbol::LookAlike(digit) => {
            figure.note(Fault::Letter);
            figure.look_alike(digit);
        }
        Symbol::Comma => figure.comma(),
        Symbol::Point => figure.point(),
        Symbol::FullStop => {
            figure.note(Fault::Point);
            figure.point();
        }
        Symbol::GroupingMark => {
            figure.note(Fault::GroupingMark);
            figure.comma();
        }
        Symbol::Gap => figure.gap(),
        Symbol::Invisible | Symbol::Other => {}
    }
}

#[derive(PartialEq, Eq)]
pub(super) enum Symbol {
    Digit(u8),
    LookAlike(u8),
    Comma,
    Point,
    /// A full stop in place of a point, the commonest slip of a Chinese keyboard.
    FullStop,
    GroupingMark,
    Gap,
    Invisible,
    Other,
}

pub(super) fn symbol(c: char) -> Symbol {
    match c {
        '0'..='9' | '０'..='９' => {
            let zero = if c.is_ascii() { u32::from('0') } else { u32::from('０') };
            u8::try_from(u32::from(c) - zero).map_or(Symbol::Other, Symbol::Digit)
        }
        'O' | 'o' | 'Ｏ' | '〇' | '○' => Symbol::LookAlike(0),
        'l' | 'I' => Symbol::LookAlike(1),
        ',' | '，' | '﹐' => Symbol::Comma,
        '.' | '．' => Symbol::Point,
        '。' | '｡' | '·' => Symbol::FullStop,
        '\'' | '’' | '、' => Symbol::GroupingMark,
        _ if is_invisible(c) => Symbol::Invisible,
        _ if c.is_whitespace() => Symbol::Gap,
        _ => Symbol::Other,
    }
}

/// White space, and characters that take none: what may stand around anything.
pub(super) fn is_gap(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    )
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '−' | '－' | '﹣' | '─')
}

fn framed(text: &str) -> IResult<&str, Framed<'_>> {
    all_consuming(alt((parenthesised, prefixed))).parse(text)
}

fn parenthesised(text: &str) -> IResult<&str, Framed<'_>> {
    let (rest, (_, open, _, figure, inner)) = (currency, one_of("(（"), currency, run, unit).parse(text)?;
    let (rest, (close, outer)) = (preceded(gap, one_of(")）")), unit).parse(rest)?;
    let sign = match (open, close) {
        ('（', '）') => Sign::FullWidthParentheses,
        _ => Sign::Parentheses,
    };
    let unit = inner.or(outer);
    Ok((rest, Framed { sign, figure, unit }))
}

fn prefixed(text: &str) -> IResult<&str, Framed<'_>> {
    let (rest, (_, sign, _, figure, unit)) = (currency, sign, currency, run, unit).parse(text)?;
    Ok((rest, Framed { sign, figure, unit }))
}

fn sign(text: &str) -> IResult<&str, Sign> {
    let mark = alt((
        value(Sign::Hyphen, tag("-")),
        value(Sign::FullWidth, one_of("－﹣")),
        value(Sign::Minus, one_of("−\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}")),
        value(Sign::Triangle, tag("△")),
        value(Sign::BlackTriangle, tag("▲")),
        value(Sign::Plus, one_of("+＋")),
    ));
    opt(mark).map(Option::unwrap_or_default).parse(text)
}

fn currency(text: &str) -> IResult<&str, ()> {
    let name = alt((tag("¥"), tag("￥"), tag("人民币"), tag("RMB"), tag("CNY")));
    value((), (gap, opt(terminated(name, gap)))).parse(text)
}

/// The characters of one figure, right or wrong.
fn run(text: &str) -> IResult<&str, &str> {
    take_while1(|c| symbol(c) != Symbol::Other).parse(text)
}

fn unit(text: &str) -> IResult<&str, Option<MonetaryUnit>> {
    opt(preceded(gap, unit_name)).parse(text)
}

fn unit_name(text: &str) -> IResult<&str, MonetaryUnit> {
    match MonetaryUnit::behind(text) {
        Some((unit, rest)) => Ok((rest, unit)),
        None => Err(nom::Err::Error(Error::new(text, ErrorKind::Tag))),
    }
}

fn gap(text: &str) -> IResult<&str, &str> {
    take_while(is_gap).parse(text)
}
