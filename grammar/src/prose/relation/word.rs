//! The words for a direction.

use super::super::{Place, paragraph::Joined};

/// A word for a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Which.
    pub direction: Direction,
    /// Where it stands.
    pub place: Place,
    /// Where it begins in the paragraph.
    pub(super) start: usize,
}

/// In which direction a figure went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// 增加.
    Up,
    /// 减少.
    Down,
    /// 持平.
    Same,
}

pub(super) const WORDS: [(&str, Direction); 15] = [
    ("增加", Direction::Up),
    ("增长", Direction::Up),
    ("增长率", Direction::Up),
    ("上升", Direction::Up),
    ("减少", Direction::Down),
    ("下降", Direction::Down),
    ("提高", Direction::Up),
    ("提升", Direction::Up),
    ("降低", Direction::Down),
    ("持平", Direction::Same),
    ("增幅", Direction::Up),
    ("升幅", Direction::Up),
    ("涨幅", Direction::Up),
    ("降幅", Direction::Down),
    ("减幅", Direction::Down),
];

/// The same in one character, which is a word only where one of [`BEFORE_SHORT`] or nothing of its clause stands before
/// it.
const SHORT: [(&str, Direction); 3] = [("增", Direction::Up), ("减", Direction::Down), ("降", Direction::Down)];

/// What a word of one character stands behind: 上年增, 同期减, 决算数增, 同比降, 净增.
const BEFORE_SHORT: [char; 12] = ['年', '度', '期', '数', '算', '比', '径', '净', '，', '；', '（', '、'];

/// The words of each pair, up and down.
const PAIRS: [(&str, &str); 12] = [
    ("增加", "减少"),
    ("增长", "下降"),
    ("上升", "下降"),
    ("提高", "降低"),
    ("提升", "降低"),
    ("增幅", "降幅"),
    ("升幅", "降幅"),
    ("涨幅", "降幅"),
    ("增幅", "减幅"),
    ("增", "减"),
    ("增", "降"),
    ("大于", "小于"),
];

impl Direction {
    /// By how much a figure changed that went by this amount in this direction: below zero where it went down.
    pub fn signed(self, amount: i128) -> i128 {
        if self == Self::Down { amount.saturating_neg() } else { amount }
    }

    /// What stands for this direction where a word for the other one does; `None` for what is no such word.
    pub fn instead_of(self, word: &str) -> Option<&'static str> {
        match self {
            Self::Up => PAIRS.iter().find(|(_, down)| *down == word).map(|(up, _)| *up),
            Self::Down => PAIRS.iter().find(|(up, _)| *up == word).map(|(_, down)| *down),
            Self::Same => None,
        }
    }
}

/// The word for a direction that ends at a place, with 了 or 为 behind it perhaps.
pub(in crate::prose) fn word_before(joined: &Joined, at: usize) -> Option<Word> {
    let before = joined.text.get(..at)?;
    let bare = before.strip_suffix(['了', '为', '达']).unwrap_or(before);
    let is_short = |word: &str| {
        let before = bare.strip_suffix(word).map(|before| before.chars().next_back());
        before.is_some_and(|last| last.is_none_or(|last| BEFORE_SHORT.contains(&last)))
    };
    let (word, direction) = WORDS
        .iter()
        .find(|(word, _)| bare.ends_with(word))
        .or_else(|| SHORT.iter().find(|(word, _)| is_short(word)))?;
    let start = bare.len() - word.len();
    Some(Word { direction: *direction, place: joined.place(start..bare.len())?, start })
}
