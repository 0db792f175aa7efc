//! Amounts and percentages in running text.

use super::{
    paragraph::Joined,
    relation::{clause_before, is_aside, name_at, word_before},
};

use crate::{
    Span,
    amount::{self, MonetaryUnit},
};

/// Where something stands in a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// How many lines below the first one.
    pub below: usize,
    /// Where in that line.
    pub span: Span,
    /// Whether that is all of it: where it was broken in the middle, only its first part.
    pub is_whole: bool,
}

/// An amount with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Where its digits stand.
    pub place: Place,
    /// In 10⁻⁸ of its unit.
    pub value: i128,
    /// The decimals that it is printed with.
    pub decimals: u8,
    /// Its unit.
    pub unit: MonetaryUnit,
    /// How many sentences of the paragraph end before it.
    pub sentence: usize,
    /// Whether it is what another one went up or down by: 增加5万元.
    pub is_change: bool,
    /// Whether it stands beside what the sentence is about: 上年100万元, 含结转5万元, 主要是增支3万元.
    pub is_aside: bool,
    /// Whether it is called a total of all money, with what is carried over: 收入总计, 总支出.
    pub is_of_all: bool,
    /// What it is called, as a hash; 0 where nothing stands before it in its clause.
    pub name: u64,
    /// Where its digits begin in the paragraph, and where its unit ends.
    pub(super) at: (usize, usize),
}

/// A percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent {
    /// Where its digits stand.
    pub place: Place,
    /// In 10⁻⁸ of one percent.
    pub value: i128,
    /// The decimals that it is printed with.
    pub decimals: u8,
    /// Whether its sign is missing, so that it is none perhaps: 占76.23；.
    pub is_bare: bool,
    /// Where its digits begin in the paragraph, and where the sign ends.
    pub(super) at: (usize, usize),
}

/// All amounts with a unit behind them, and all percentages.
pub(super) fn figures_and_percents(joined: &Joined) -> (Vec<Figure>, Vec<Percent>) {
    let (mut figures, mut percents) = (Vec::new(), Vec::new());
    let (mut sentence, mut counted) = (0, 0);
    for number in numbers(&joined.text) {
        sentence += joined.text.get(counted..number.start).map_or(0, |text| text.matches('。').count());
        counted = number.start;
        match figure(joined, &number) {
            Some(figure) => figures.push(Figure { sentence, ..figure }),
            None => percents.extend(percent(joined, &number)),
        }
    }
    (figures, percents)
}

/// The fewest characters before the first figure of a paragraph that say what it is.
const SHORTEST_NAME: usize = 3;

fn figure(joined: &Joined, number: &Number) -> Option<Figure> {
    const UNITS: [(&str, MonetaryUnit); 3] =
        [("亿元", MonetaryUnit::HundredMillion), ("万元", MonetaryUnit::TenThousand), ("元", MonetaryUnit::Yuan)];
    let behind = joined.text.get(number.end..)?;
    let bare = behind.trim_start();
    let (word, unit) = UNITS.into_iter().find(|(word, _)| bare.starts_with(word))?;
    let end = number.end + (behind.len() - bare.len()) + word.len();
    // What a paragraph begins with may be the end of a number that a page parts: 33 / 0.67万元, 120 / .00万元.
    if joined.text.get(..number.start).is_some_and(|before| before.trim_matches(['.', ',', ' ']).is_empty()) {
        return None;
    }
    let place = joined.place(number.start..number.end)?;
    let name = name_at(&joined.text, number.start);
    let is_of_all = clause_before(&joined.text, number.start).contains('总');
    // 比上年增 / 加50万元: what a paragraph begins with may be the end of a word that a page parts.
    let is_parted = joined.text.get(..number.start).is_some_and(|before| before.chars().count() < SHORTEST_NAME);
    let is_aside = is_parted || is_aside(&joined.text, number.start);
    let is_change = word_before(joined, number.start).is_some();
    Some(Figure {
        place,
        value: number.value,
        decimals: number.decimals,
        unit,
        sentence: 0,
        is_change,
        is_aside,
        is_of_all,
        name,
        at: (number.start, end),
    })
}

fn percent(joined: &Joined, number: &Number) -> Option<Percent> {
    let behind = joined.text.get(number.end..)?;
    let sign = behind.chars().next().filter(|sign| matches!(sign, '%' | '％'));
    if sign.is_none() && !lacks_sign(joined, number) {
        return None;
    }
    let place = joined.place(number.start..number.end)?;
    let at = (number.start, number.end + sign.map_or(0, char::len_utf8));
    Some(Percent { place, value: number.value, decimals: number.decimals, is_bare: sign.is_none(), at })
}

/// Whether a number with decimals stands alone behind a word for a share or a rate. What a paragraph ends with may go
/// on on the next page.
fn lacks_sign(joined: &Joined, number: &Number) -> bool {
    const BEFORE: [&str; 9] = ["占", "占比", "占比为", "比重为", "增长", "下降", "上升", "增幅", "降幅"];
    let (before, behind) = (joined.text.get(..number.start), joined.text.get(number.end..));
    let is_alone = |behind: &str| behind.starts_with(['，', '。', '；', '、', '）']);
    number.decimals > 0
        && behind.is_some_and(is_alone)
        && before.is_some_and(|before| BEFORE.iter().any(|word| before.ends_with(word)))
}

struct Number {
    start: usize,
    end: usize,
    value: i128,
    decimals: u8,
}

/// Whether a text ends with digits and a mark that parts them from what is behind it, or with such in another width:
/// what stands there is the rest of a number, and what that is cannot be told. 56．20, ５６.20, 56。20, 1，234, 5 6.20.
fn is_behind_digits(text: &str) -> bool {
    let is_wide = |character: char| matches!(character, '０'..='９' | '．');
    let is_digit = |character: char| character.is_ascii_digit() || is_wide(character);
    let bare = text.trim_end_matches(['.', ',']);
    bare.ends_with(is_wide)
        || bare.strip_suffix(['。', '，', '﹐', '·', ' ']).is_some_and(|text| text.ends_with(is_digit))
}

/// The runs of digits with separators and a point. One that is no amount is none: 2026年, 1.2.3.
fn numbers(text: &str) -> impl Iterator<Item = Number> {
    let is_part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b',' | b'.');
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.as_bytes().get(from..)?;
            let start = from + rest.iter().position(u8::is_ascii_digit)?;
            let length = text.as_bytes().get(start..)?.iter().take_while(|byte| is_part(**byte)).count();
            from = start + length;
            let digits = text.get(start..from)?.trim_end_matches([',', '.']);
            let end = start + digits.len();
            if is_behind_digits(text.get(..start).unwrap_or_default()) {
                continue;
            }
            let sign = text
                .get(..start)
                .and_then(|before| before.chars().next_back())
                .filter(|sign| matches!(sign, '-' | '−' | '－'));
            let start = start - sign.map_or(0, char::len_utf8);
            if let Some(amount) = text.get(start..end).and_then(|figure| amount::read(figure).amount()) {
                return Some(Number { start, end, value: amount.scaled(), decimals: amount.decimals() });
            }
        }
    })
}
