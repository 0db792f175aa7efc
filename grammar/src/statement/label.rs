//! What stands before the figures of a line without a code: its number and its name.

use std::borrow::Cow;

use crate::name::{fold, is_blank_character, trim};

/// The name of a line, and what its number says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label<'t> {
    /// How deep it stands by its number, 0 for 一、; `None` without one.
    pub rank: Option<u8>,
    /// Which of its rank it is by that number, from 1; 0 where that is not told.
    pub number: u32,
    /// The name behind it, folded.
    pub name: Cow<'t, str>,
    /// Whether it begins with 其中.
    pub is_of_which: bool,
}

const DIGITS: &str = "一二三四五六七八九十";

impl<'t> Label<'t> {
    /// Reads the cell of a name. Cost: its length.
    pub fn read(cell: &'t str) -> Self {
        let text = trim(cell).trim_start_matches(is_blank_character);
        let behind = ["其中：", "其中:", "其中"].iter().find_map(|word| text.strip_prefix(word));
        let text = trim(behind.unwrap_or(text));
        let (rank, number, rest) = numbered(text).unwrap_or((u8::MAX, 0, text));
        Self {
            rank: Some(rank).filter(|rank| *rank != u8::MAX),
            number,
            name: fold(rest),
            is_of_which: behind.is_some(),
        }
    }
}

/// Whether a text begins with a number as lines of statements do.
pub(crate) fn is_numbered(text: &str) -> bool {
    numbered(trim(text)).is_some()
}

/// The rank of the number that a text begins with, the number, and what stands behind it.
fn numbered(text: &str) -> Option<(u8, u32, &str)> {
    let bracketed = text.strip_prefix(['（', '(']);
    let inner = bracketed.unwrap_or(text);
    let chinese = inner.find(|character| !DIGITS.contains(character)).unwrap_or(inner.len());
    let arabic = inner.find(|character: char| !character.is_ascii_digit()).unwrap_or(inner.len());
    let is_chinese = chinese > 0;
    let (digits, rest) = inner.split_at_checked(if is_chinese { chinese } else { arabic })?;
    let number = if is_chinese { chinese_number(digits)? } else { digits.parse::<u32>().ok()? };
    let rest =
        if bracketed.is_some() { rest.strip_prefix(['）', ')']) } else { rest.strip_prefix(['、', '.', '．']) }?;
    // 1.5 is a figure.
    if !is_chinese && rest.starts_with(|character: char| character.is_ascii_digit()) {
        return None;
    }
    let rank = match (is_chinese, bracketed.is_some()) {
        (true, false) => 0,
        (true, true) => 1,
        (false, false) => 2,
        (false, true) => 3,
    };
    Some((rank, number, rest))
}

/// The number of 一 to 九十九.
fn chinese_number(digits: &str) -> Option<u32> {
    let value =
        |character: char| DIGITS.chars().position(|digit| digit == character).and_then(|at| u32::try_from(at + 1).ok());
    let characters: Vec<u32> = digits.chars().map(value).collect::<Option<_>>()?;
    match *characters.as_slice() {
        [one] => Some(one),
        [10, one] if one < 10 => Some(10 + one),
        [ten, 10] if ten < 10 => Some(ten * 10),
        [ten, 10, one] if ten < 10 && one < 10 => Some(ten * 10 + one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_front_say_how_deep_a_line_stands() {
        let read = |cell| {
            let label = Label::read(cell);
            (label.rank, label.number, label.name.to_string())
        };
        assert_eq!(read("一、财政拨款收入"), (Some(0), 1, "财政拨款收入".to_owned()));
        assert_eq!(read("二十六、抗疫特别国债安排的支出"), (Some(0), 26, "抗疫特别国债安排的支出".to_owned()));
        assert_eq!(read("（二）项目支出"), (Some(1), 2, "项目支出".to_owned()));
        assert_eq!(read(" 1.一般公共预算资金"), (Some(2), 1, "一般公共预算资金".to_owned()));
        assert_eq!(read("收入总计"), (None, 0, "收入总计".to_owned()));
        assert_eq!(read("1.5"), (None, 0, "1.5".to_owned()));
        assert!(Label::read("其中：一般公共预算").is_of_which);
    }
}
